"""A passage marks what was found as it is spelled there."""

import pytest

from models.search.folded_words import fold_words, trace_words
from models.search.passages import cut_matching_passage
from models.search.queries import parse_search
from tests.models.search.found_words import CASES


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("Die Bündnispflichten des Reichs", "pflichten", ["pflichten"]),
        ("Der Weltkrieg und der Krieg", "krieg", ["krieg", "Krieg"]),
        ("Gerd Müller", "mueller", ["Müller"]),
        ("Gerd Mueller", "Müller", ["Mueller"]),
        ("Cafe\u0301 Central", "café", ["Cafe\u0301"]),
        ("the nego\u00adtiations", "negotiations", ["nego\u00adtiations"]),
        ("the nego-\ntiations", "negotiations", ["nego-\ntiations"]),
        ("a co-operation", "cooperation", ["co-operation"]),
        ("in Nord Korea", "Nordkorea", ["Nord Korea"]),
        ("the mobilization", "mobilisation", ["mobilization"]),
        ("the ﬁnal oﬀer", "final offer", ["ﬁnal", "oﬀer"]),
        ("會見毛澤 東同志", "毛澤東", ["毛澤 東"]),
        ("모스크바에 도착", "모스크바", ["모스크바"]),
        ("שָׁלוֹם רב", "שלום", ["שָׁלוֹם"]),
        ("ＷＡＲ １９５０", "war 1950", ["ＷＡＲ", "１９５０"]),
        ("the war of the war", '"the war"', ["the war", "the war"]),
        ("in 1950 and 19500", "1950", ["1950"]),
    ],
)
def test_what_was_found_is_marked_as_it_is_spelled(text: str, query: str, marked: list[str]) -> None:
    passage, matches = cut_matching_passage(parse_search(query), text)
    assert [passage[start:end] for start, end in matches] == marked


def test_what_is_found_is_marked() -> None:
    for case in CASES:
        _, matches = cut_matching_passage(parse_search(case.query), case.text)
        assert bool(matches) or not case.is_found, case
        assert all(start < end for start, end in matches), case


def test_a_long_text_is_cut_around_the_first_match() -> None:
    text = "word " * 100 + "the Bündnispflichten " + "word " * 100
    passage, ((start, end),) = cut_matching_passage(parse_search("pflichten"), text)
    assert passage[start:end] == "pflichten"
    assert passage.startswith("…")
    assert passage.endswith("…")
    assert len(passage) <= 162


def test_words_are_traced_as_they_are_folded() -> None:
    for case in CASES:
        for text in case[:2]:
            assert trace_words(text).words == fold_words(text), text
