"""Where a quotation stands after its text has changed: never at another passage without saying so."""

import random
from collections import Counter

import pytest

from argument_maps.anchoring.anchors import Anchor, Quote, anchor, diff_passages, extract_context
from argument_maps.anchoring.reanchoring import reanchor_annotation
from benchmarks.damage import damaged, prose
from models.vocabulary import AnchorState

ANCHORED, REVIEW, ORPHAN = AnchorState.ANCHORED, AnchorState.NEEDS_REVIEW, AnchorState.ORPHAN
TEXT = prose(6_000, 1)


def quoted(text: str, start: int, end: int) -> Quote:
    return Quote(text[start:end], *extract_context(text, start, end))


def test_a_passage_that_stands_word_for_word_moves_in_silence() -> None:
    quote = quoted(TEXT, 3_000, 3_060)
    assert anchor(quote, "Something new. " * 40 + TEXT, 3_000) == Anchor(ANCHORED, 3_600, 3_660)


def test_a_passage_moves_with_its_paragraph() -> None:
    moved = TEXT[4_000:] + TEXT[:4_000]
    assert anchor(quoted(TEXT, 1_000, 1_080), moved, 1_000) == Anchor(ANCHORED, 3_000, 3_080)


def test_a_passage_that_changed_is_proposed_with_its_likeness() -> None:
    old = TEXT[3_000:3_060]
    new = old[:20] + "not quite so " + old[30:]
    found = anchor(quoted(TEXT, 3_000, 3_060), TEXT.replace(old, new), 3_000)
    assert (found.state, found.start, found.end) == (REVIEW, 3_000, 3_063)
    assert found.score is not None
    assert 0.7 < found.score < 1


def test_a_passage_that_is_gone_is_an_orphan() -> None:
    assert anchor(quoted(TEXT, 3_000, 3_100), TEXT[:2_800] + TEXT[3_300:], 3_000).state == ORPHAN


def test_common_words_in_other_surroundings_are_no_silent_match() -> None:
    text = "At dawn the war began, and nobody had expected it there."
    quote = Quote("war", "which is why the ministers feared a ", " more than anything else that year")
    assert anchor(quote, text, 40).state != ANCHORED


def test_where_the_passage_was_damaged_another_with_its_words_is_no_silent_match() -> None:
    formula = "we hold that the agreement must be kept"
    old = f"{TEXT[:500]}{formula}{TEXT[500:900]}{formula}{TEXT[900:2_000]}"
    start = 500
    new = old[:start] + formula.replace("agreement", "arrangement") + old[start + len(formula) :]
    found = anchor(quoted(old, start, start + len(formula)), new, start)
    assert (found.state, found.start) == (REVIEW, start)


@pytest.mark.parametrize("place", range(20))
def test_of_twenty_equal_quotations_the_right_one_is_found(place: int) -> None:
    refrain = "Nobody had been told of the plan."
    old = refrain.join(TEXT[part * 200 : part * 200 + 200] for part in range(21))
    start = 200 + place * (200 + len(refrain))
    # Everything before is gone or moved, so that the place alone would mislead.
    new = TEXT[5_000:5_777] + old
    assert anchor(quoted(old, start, start + len(refrain)), new, start) == Anchor(
        ANCHORED, start + 777, start + 777 + len(refrain)
    )


def test_of_equal_quotations_in_equal_surroundings_none_is_chosen_in_silence_unless_it_stands_where_it_stood() -> None:
    line = "The same line, again and again and once more. "
    quote = quoted(line * 30, 10 * len(line), 11 * len(line))
    assert anchor(quote, line * 30, 10 * len(line)) == Anchor(ANCHORED, 10 * len(line), 11 * len(line))
    assert anchor(quote, line * 30).state == REVIEW
    assert anchor(quote, "Other words. " + line * 30, 10 * len(line) - 20).state == REVIEW


@pytest.mark.parametrize("text", ["", "x", "\U00020000" * 50, "the " * 2_000])
def test_any_text_can_be_searched(text: str) -> None:
    assert anchor(Quote("a quotation", "before ", " after"), text, 5).state == ORPHAN


@pytest.mark.parametrize(("prefix", "suffix"), [("", ""), ("x" * 32, ""), ("", "x" * 32)])
def test_a_quotation_without_surroundings_is_found_where_it_stands_once(prefix: str, suffix: str) -> None:
    text = f"{TEXT[:400]}{prefix}quite unlike the rest{suffix}{TEXT[400:800]}"
    found = anchor(Quote("quite unlike the rest", prefix, suffix), text)
    assert (found.state, text[found.start : found.end]) == (ANCHORED, "quite unlike the rest")


def test_refrains_behind_an_insertion_keep_their_places() -> None:
    line = "The same line, again and again and once more. "
    old, new = line * 30, "Other words. " + line * 30
    fields = {"exact": line, "prefix": line[-32:], "suffix": line[:32], "start": 10 * len(line), "end": 11 * len(line)}
    moved = reanchor_annotation(fields, old, new, "0" * 64)
    assert (moved["state"], moved["start"]) == (ANCHORED, 10 * len(line) + 13)


def test_a_passage_whose_twin_was_left_alone_is_not_moved_there_in_silence() -> None:
    block = "It was resolved that the agreement must be kept by all who had signed it at that time. "
    old = f"{TEXT[:500]}{block}{TEXT[500:900]}{block}{TEXT[900:2_000]}"
    start = 500 + block.index("the agreement")
    fields = {"exact": "the agreement", "start": start, "end": start + 13}
    fields |= dict(zip(("prefix", "suffix"), extract_context(old, start, start + 13, 20), strict=True))
    changed = block.replace("resolved that", "never said why").replace("by all who", "and it was")
    new = "Then. " + old[:500] + changed + old[500 + len(block) :].replace(TEXT[1_000:1_040], "")
    assert reanchor_annotation(fields, old, new, "0" * 64)["state"] == REVIEW


def test_an_orphan_keeps_the_version_and_the_place_that_it_had() -> None:
    fields = {"exact": TEXT[500:560], "prefix": TEXT[468:500], "suffix": TEXT[560:592], "start": 500, "end": 560}
    assert reanchor_annotation(fields, TEXT, prose(2_000, 9).upper(), "0" * 64) == {"state": ORPHAN, "score": None}


def test_a_difference_tells_both_passages() -> None:
    parts = diff_passages("he must prepare", "he has to prepare it")
    assert "".join(text for sort, text in parts if sort != "insert") == "he must prepare"
    assert "".join(text for sort, text in parts if sort != "delete") == "he has to prepare it"


def judged(length: int, rate: float, how_many: int, seed: int) -> Counter[str]:
    """Anchor quotations of all lengths from a text in the same text after damage; count what came of them."""
    chance = random.Random(seed)
    old = prose(length, seed)
    new, places = damaged(old, rate, seed)
    found: Counter[str] = Counter()
    for _ in range(how_many):
        size = chance.choice([chance.randint(12, 40), chance.randint(40, 200), chance.randint(200, 900)])
        start = chance.randrange(32, length - size - 32)
        landed = anchor(quoted(old, start, start + size), new, start)
        near = (
            landed.start is not None
            and landed.end is not None
            and max(abs(landed.start - places[start]), abs(landed.end - places[start + size])) <= 2
        )
        found[landed.state.value] += 1
        found["near"] += near
        found["wrong in silence"] += landed.state == ANCHORED and not near
    return found


@pytest.mark.one_in(2)
@pytest.mark.parametrize("rate", [0.02, 0.15, 0.3])
def test_quotations_from_a_damaged_text_land_or_are_reviewed(rate: float) -> None:
    found = judged(20_000, rate, 60, 5)
    assert found["wrong in silence"] == 0
    assert found["orphan"] <= 1
    assert found["near"] >= 58


@pytest.mark.soak
@pytest.mark.parametrize("rate", [0.15, 0.2, 0.25, 0.3])
@pytest.mark.parametrize("seed", [11, 12])
def test_five_hundred_quotations_from_a_damaged_book_land_or_are_reviewed(rate: float, seed: int) -> None:
    found = judged(270_000, rate, 500, seed)
    assert found["wrong in silence"] == 0
    assert found["orphan"] <= 10
    assert found["near"] >= 490
