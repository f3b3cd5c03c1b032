"""The bidirectional algorithm gives levels, from which the order on the line follows."""

import unicodedata

import pytest

from renderers.shaping import directions
from renderers.shaping.directions import isolate_text, load_fribidi, may_turn, order_visually, resolve_levels

DATE = "ב-25 ביוני 1950."


def show(text: str) -> str:
    """Return the characters from left to right as they would be drawn, but for mirrored ones."""
    levels = resolve_levels(text).levels
    return "".join(text[place] for place in order_visually(levels))


def test_the_system_has_fribidi() -> None:
    assert load_fribidi() is not None


@pytest.mark.parametrize(
    ("text", "base"),
    [("abc", 0), ("שלום abc", 1), ("abc שלום", 0), ("25 ביוני", 1), ("“وقعت”", 1), ("", 0), ("1950", 0)],
)
def test_the_first_letter_tells_where_a_paragraph_begins(text: str, base: int) -> None:
    assert resolve_levels(text).base == base


def test_a_hebrew_date_reads_day_month_year_from_the_right() -> None:
    assert show(DATE) == ".1950 ינויב 25-ב"


def test_hebrew_in_a_latin_line_stays_between_its_neighbours() -> None:
    assert show("signed ב-25 ביוני 1950 there") == "signed 1950 ינויב 25-ב there"


def test_a_label_does_not_turn_the_question_behind_it() -> None:
    assert show(f"Q1 {isolate_text('מי ב-1950?')}").replace("\u2068", "").replace("\u2069", "") == "Q1 ?1950-ב ימ"
    assert isolate_text("Who?") == "Who?"


def test_digits_in_arabic_run_from_the_left() -> None:
    assert show("يوم ٢٥ يونيو") == "وينوي ٢٥ موي"


@pytest.mark.parametrize("text", ["", "abc", "Ἑλλὰς", "भारत", "🇰🇷", "毛泽东"])
def test_what_cannot_turn_is_not_asked_about(text: str) -> None:
    assert not may_turn(text)


@pytest.mark.parametrize("text", ["ש", "ا", "ܣ", "ߒ", "𐤀", "𞤀", "\u202eabc", "\u2067abc"])
def test_what_can_turn_is_seen(text: str) -> None:
    assert may_turn(text)
    assert any(resolve_levels(text).levels)


def test_every_letter_from_the_right_is_among_the_ranges() -> None:
    turning = [chr(code) for code in range(0x20000) if unicodedata.bidirectional(chr(code)) in {"R", "AL"}]
    assert [character for character in turning if not may_turn(character)] == []


@pytest.mark.parametrize(("text", "base"), [(DATE, 1), ("abc שלום", 0), ("12", 0), ("", 0)])
def test_without_fribidi_a_paragraph_runs_as_its_first_letter_does(
    text: str, base: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directions, "load_fribidi", lambda: None)
    assert resolve_levels(text) == (base, [base] * len(text))
