"""Kialo discussions, as they are exported today and as they were in 2018."""

from itertools import pairwise

import pytest

from argument_maps.formats.exchange import FormatReading, UnreadableFile
from argument_maps.formats.kialo.reading import read_kialo
from argument_maps.formats.kialo.writing import DEEPEST, write_kialo
from argument_maps.formats.registry import recognise_format
from models.vocabulary import RecordKind
from tests.argument_maps.graphs import evidence, finding, graph, reading

TODAY = """Discussion Name:
Did Stalin order the attack?

1. Thesis:
Stalin ordered the attack.

  1.1. Pro:
  He approved it in April [1].

    1.1.1. Con:
    Approval is no order (p. 3 [2]).
    It leaves the decision to others.

      1.1.1.1. Con:
      -> See 1.1.

  1.2. Con:
  -> See 1.1.1.

Sources:
[1] https://example.org/april
"Stalin agreed.

[7] The note of another."
[2] http://no address at all
"""
EARLIER = (
    "Discussion Title: Was it planned?\n\n1. It was planned.\n"
    "1.1. Pro: The [telegram](https://example.org/t_(1950)) says so \\(see below\\).\n"
    "1.1.1. Con: It lists:\n1. tanks\n2. planes\n1.2. Con: -> See 1.1.1.\n"
)


def list_arguments(read: FormatReading) -> list[tuple[str, str, str]]:
    return [(link.premises[0], link.relation, link.target) for link in read.graph.links]


def list_problems(read: FormatReading) -> list[str]:
    return [str(problem.place) for problem in read.problems]


def test_an_export_of_today_is_read_with_references_and_sources() -> None:
    read = read_kialo(TODAY.encode())
    assert read.counts == {"claims": 3, "pros": 1, "cons": 3}
    assert read.graph.title == "Did Stalin order the attack?"
    assert [claim.text for claim in read.graph.claims][2] == (
        "Approval is no order (p. 3 [2]).\nIt leaves the decision to others."
    )
    assert list_arguments(read) == [
        ("C2", "supports", "C1"),
        ("C3", "challenges", "C2"),
        ("C2", "challenges", "C3"),
        ("C3", "challenges", "C1"),
    ]
    assert [claim.source for claim in read.graph.claims] == [None, "S1", "S2"]
    first, second = read.graph.sources
    assert (first.url, first.title) == ("https://example.org/april", "example.org/april")
    assert first.note == '"Stalin agreed.\n\n[7] The note of another."'
    assert second.url is None
    assert list_problems(read) == ["25:1 ([2])"]


def test_an_export_goes_out_as_it_came() -> None:
    read = read_kialo(TODAY.encode())
    assert write_kialo(read.graph, read.remainder).data.decode() == TODAY


def test_an_export_of_2018_is_read_without_its_markup() -> None:
    read = read_kialo(EARLIER.encode())
    assert read.counts == {"claims": 3, "pros": 1, "cons": 2}
    assert [claim.text for claim in read.graph.claims] == [
        "It was planned.",
        "The telegram [1] says so (see below).",
        "It lists:\n1. tanks\n2. planes",
    ]
    assert read.graph.sources[0].url == "https://example.org/t_(1950)"
    assert read.problems == ()


def test_theses_under_a_question_answer_it() -> None:
    read = read_kialo(
        b"Discussion Title: T\n\n1. Who began?\n1.1. The North began.\n1.2. The South began.\n1.2.1. Con: No.\n"
    )
    assert [question.text for question in read.graph.questions] == ["Who began?"]
    assert [claim.answers for claim in read.graph.claims] == ["Q1", "Q1", None]
    assert list_arguments(read) == [("C3", "challenges", "C2")]
    assert read.problems == ()


def test_several_theses_stand_beside_each_other() -> None:
    read = read_kialo(b"Discussion Name:\nT\n\n1. Thesis:\nOne.\n\n2. Thesis:\nTwo.\n\n  2.1. Pro:\n  -> See 1.\n")
    assert read.counts == {"claims": 2, "pros": 1, "cons": 0}
    assert list_arguments(read) == [("C1", "supports", "C2")]


def test_every_mistake_is_told_with_its_place_and_costs_nothing_else() -> None:
    read = read_kialo(
        b"1. Thesis:\nOne.\n\n  1.1. Pro:\n  Two.\n\n  1.1. Con:\n  Three.\n\n  1.2. Con:\n  -> See 7.\n\n"
        b"  1.4.1. Pro:\n  Four.\n\n  1.5. Pro:\n\n  1.6. Con:\n  -> See 1.\n\n  1.1.1. Thesis:\n  Five.\n"
    )
    assert [claim.text for claim in read.graph.claims] == ["One.", "Two.", "Three.", "Four.", "Five."]
    assert list_arguments(read) == [("C2", "supports", "C1"), ("C3", "challenges", "C1")]
    places = ["7:3 (1.1.)", "10:3 (1.2.)", "13:3 (1.4.1.)", "16:3 (1.5.)", "18:3 (1.6.)", "21:3 (1.1.1.)"]
    assert sorted(set(list_problems(read)), key=places.index) == places


@pytest.mark.parametrize(
    "data", [TODAY.encode(), EARLIER.encode(), TODAY.encode("utf-16"), b"1.1. Pro: a\n1.2. Con: b"]
)
def test_an_export_is_recognised_by_what_it_holds(data: bytes) -> None:
    assert recognise_format(data).name == "kialo"


def test_what_has_no_entries_is_refused() -> None:
    with pytest.raises(UnreadableFile):
        read_kialo(b"Discussion Name:\nNothing\n")


def test_a_map_goes_out_as_a_tree_whose_circles_are_references() -> None:
    circle = graph(
        *(finding("F1"), finding("F2"), reading("I1"), evidence("E1")),
        links="F1 supports F2, F2 challenges F1, E1+I1 undermines F1, I1 undercuts L1",
    )
    writing = write_kialo(circle)
    assert writing.data.decode() == (
        "Discussion Name:\nSmall\n\n1. Thesis:\nF1\n\n  1.1. Con:\n  F2\n\n    1.1.1. Pro:\n    -> See 1.\n\n"
        "  1.2. Con:\n  E1\n\n  1.3. Con:\n  I1\n\n"
    )
    lost = [label for loss in writing.losses for label in loss.labels if (loss.kind, loss.field) == ("link", "")]
    assert sorted(lost) == ["L3", "L4"]
    assert read_kialo(writing.data).counts == writing.counts == {"claims": 4, "pros": 1, "cons": 3}


def test_a_long_chain_of_arguments_does_not_make_numbers_without_end() -> None:
    labels = [f"F{number}" for number in range(4 * DEEPEST)]
    chain = graph(
        *(finding(label) for label in labels),
        links=", ".join(f"{one} supports {other}" for other, one in pairwise(labels)),
    )
    writing = write_kialo(chain)
    read = read_kialo(writing.data)
    assert len(writing.data) < 100_000
    assert not read.problems
    assert [(writing.stands_for[one], writing.stands_for[other]) for one, _, other in list_arguments(read)] == [
        (link.premises[0], link.target)
        for label in (writing.stands_for[each.id] for each in read.graph.links)
        for link in (chain.links_by_id[label],)
    ]


def test_texts_that_would_be_read_as_something_else_are_told() -> None:
    texts = {
        "F1": "-> See 1.",
        "F2": "A list:\n1.1. Pro: one",
        "F3": "Sources:",
        "F4": "Two\n\nparagraphs",
        "F5": "1. x",
    }
    records = [finding(label) for label in texts]
    told = graph(*(type(record)(id=record.id, kind="finding", text=texts[record.id]) for record in records))
    writing = write_kialo(told)
    read = read_kialo(writing.data)
    assert [claim.text for claim in read.graph.claims] == [
        *("“-> See 1.”", "A list: 1.1. Pro: one", "Sources:", "Two\n\nparagraphs", "1. x"),
    ]
    assert [loss.labels for loss in writing.losses if (loss.kind, loss.field) == (RecordKind.CLAIM, "text")] == [
        ("F1", "F2")
    ]
