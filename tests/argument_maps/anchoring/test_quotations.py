"""Quotations are found as people type them."""

import unicodedata

import pytest

from argument_maps.anchoring.quotations import MOST, MOST_OMITTED, find_quotation, propose_places
from models.folding.folded_text import fold_text

TEXT = "He said: “It’s settled.”\nNobody – as far as\nwe know – objected. He said nothing else. 斯大林同意了。"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("It's settled", "It’s settled"),
        ('"It’s settled."', "“It’s settled.”"),
        ("Nobody - as far as we know", "Nobody – as far as\nwe know"),
        ("  Nobody   –  as ", "Nobody – as"),
        ("斯大林同意", "斯大林同意"),
    ],
)
def test_a_quotation_is_found_however_it_is_set(typed: str, found: str) -> None:
    ((start, end),) = find_quotation(typed, TEXT)
    assert TEXT[start:end] == found


def test_every_place_is_found() -> None:
    assert [TEXT[start:end] for start, end in find_quotation("He said", TEXT)] == ["He said", "He said"]
    assert len(find_quotation("a", "a " * 100)) == MOST


@pytest.mark.parametrize("typed", ["", "  ", "he SAID", "(", "a.*b"])
def test_what_does_not_stand_there_is_not_found(typed: str) -> None:
    assert find_quotation(typed, TEXT) == []


OTHERWISE_SET = {
    "decomposed letters": ("Le général a été prévenu.", "ge\u0301ne\u0301ral a e\u0301te\u0301 pre\u0301venu"),
    "decomposed text": ("Le ge\u0301ne\u0301ral a e\u0301te\u0301 pre\u0301venu.", "général a été prévenu"),
    "jamo": (unicodedata.normalize("NFD", "김일성은 모스크바에 갔다."), "모스크바에 갔다"),
    "full width": ("１９５０年６月２５日，战争爆发。", "1950年6月25日,战争"),
    "soft hyphens": ("The nego\xadtia\xadtions of June", "negotiations of June"),
    "a line end": ("The delega-\ntion left", "delegation left"),
    "an old line end": ("so sehn⸗\nte ich mich", "sehnte ich mich"),
    "a compound at a line end": ("a self-\ngoverning people", "self-governing people"),
    "a compound divided in the quotation": ("a self-governing people", "self-\ngoverning people"),
    "a name at a line end": ("the Soviet-\nAmerican talks", "Soviet-American talks"),
    "lines of Chinese": ("共同决\n定出兵", "共同决定出兵"),
    "marks about the quotation alone": ("he must go at once", "“must go at once”"),
    "presentation forms": ("\ufee3\ufeee\ufeb3\ufedc\ufeee", "\u0645\u0648\u0633\u0643\u0648"),
}


@pytest.mark.parametrize(("text", "typed"), OTHERWISE_SET.values(), ids=OTHERWISE_SET)
def test_words_set_in_another_way_stand_there_word_for_word(text: str, typed: str) -> None:
    ((start, end),) = find_quotation(typed, text)
    assert fold_text(text[start:end]).text.replace("-", "") == fold_text(typed).text.strip("'").replace("-", "")


@pytest.mark.parametrize(
    "typed", ["the king ... fell", "the king […] fell", "the king … fell", "… the king [. . .] fell …"]
)
def test_a_quotation_with_omissions_reaches_from_its_first_end_to_its_last(typed: str) -> None:
    text = "In May the king of France, who was old, fell ill. His fellows wept."
    assert [text[start:end] for start, end in find_quotation(typed, text)] == ["the king of France, who was old, fell"]


def test_of_several_ends_each_passage_is_offered_the_closest_first() -> None:
    text = "The king rose and fell. The king came and fell, and fell."
    found = [text[start:end] for start, end in find_quotation("The king … fell", text)]
    assert found[:2] == ["The king rose and fell", "The king came and fell"]
    assert len(found) > 2


def test_what_was_omitted_is_no_chapter() -> None:
    assert find_quotation("the king ... fell", f"the king {'x' * (MOST_OMITTED + 1)} fell") == []


def test_an_ellipsis_of_the_text_is_found_as_one() -> None:
    text = "We know … nothing. We know all that, and nothing."
    assert [text[start:end] for start, end in find_quotation("know... nothing", text)] == ["know … nothing"]


@pytest.mark.parametrize(
    ("text", "typed"),
    [("👩‍👩‍👧 left", "👩"), ("oﬀicial", "of"), (unicodedata.normalize("NFD", "갔다"), "가"), ("x\u0302", "x")],
)
def test_a_part_of_a_character_does_not_stand_there_word_for_word(text: str, typed: str) -> None:
    assert find_quotation(typed, text) == []


def test_whole_words_are_preferred_to_parts_of_words() -> None:
    text = "A warning came before the war."
    assert [text[start:end] for start, end in find_quotation("war", text)] == ["war"]
    assert [text[start:end] for start, end in find_quotation("warn", text)] == ["warn"]


@pytest.mark.parametrize(
    ("text", "typed", "proposed"),
    [
        ("The King of France", "the king", "The King"),
        ("דְּבַר־שָׁלוֹם", "שלום", "שָׁלוֹם"),
        ("كَتَبَ الكـــتاب", "كتب الكتاب", "كَتَبَ الكـــتاب"),
        ("le général prévenu", "general prevenu", "général prévenu"),
        ("the king fell", "the [old] king fell", "the king fell"),
        ("and the king fell", "[T]he king fell", "the king fell"),
        ("the king[12] fell", "the king fell", "the king[12] fell"),
    ],
)
def test_what_is_the_same_only_in_a_lenient_reading_is_proposed(text: str, typed: str, proposed: str) -> None:
    assert find_quotation(typed, text) == []
    assert [text[start:end] for start, end in propose_places(typed, text)] == [proposed]


def test_something_like_a_quotation_is_proposed() -> None:
    (place,) = propose_places("Nobody, so far as we knew, objected", TEXT)
    assert "objected" in TEXT[slice(*place)]
    assert propose_places("", TEXT) == []
    assert propose_places("zzzzqqqq", TEXT) == []


@pytest.mark.parametrize("typed", ["a well-known fact ", "well-known †", " -", "a-b\u00a0"])
def test_signs_and_spaces_at_the_ends_of_divided_words_are_no_pattern(typed: str) -> None:
    find_quotation(typed, "It is a well-known fact † of 1950.")
