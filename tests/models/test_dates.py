"""What an EDTF date can mean at the earliest and at the latest."""

from datetime import date

import pytest

from models import dates
from models.dates import DISTANT_FUTURE, DISTANT_PAST, UnreadableDate, bounds


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1950", date(1950, 1, 1), date(1950, 12, 31)),
        ("1950-02", date(1950, 2, 1), date(1950, 2, 28)),
        ("1952-02", date(1952, 2, 1), date(1952, 2, 29)),
        ("1950-06-25", date(1950, 6, 25), date(1950, 6, 25)),
        ("1950-11/1953-07", date(1950, 11, 1), date(1953, 7, 31)),
        ("1950-06-25/..", date(1950, 6, 25), DISTANT_FUTURE),
        ("../1953", DISTANT_PAST, date(1953, 12, 31)),
        ("1990~", date(1990, 1, 1), date(1990, 12, 31)),
        ("1950?", date(1950, 1, 1), date(1950, 12, 31)),
        ("195X", date(1950, 1, 1), date(1959, 12, 31)),
        ("0001-01-01", DISTANT_PAST, DISTANT_PAST),
        ("9999-12-31", DISTANT_FUTURE, DISTANT_FUTURE),
        ("0000", DISTANT_PAST, DISTANT_PAST),
        ("-0044-03-15", DISTANT_PAST, DISTANT_PAST),
        ("Y17000", DISTANT_FUTURE, DISTANT_FUTURE),
        ("Y-17000", DISTANT_PAST, DISTANT_PAST),
    ],
)
def test_a_date_has_a_first_and_a_last_day(text: str, first: date, last: date) -> None:
    assert bounds(text) == (first, last)


def test_years_may_be_powers_but_none_that_takes_minutes_to_work_out() -> None:
    assert bounds("Y17E7") == (DISTANT_FUTURE, DISTANT_FUTURE)
    assert bounds("Y1E999") == (DISTANT_FUTURE, DISTANT_FUTURE)
    for endless in ("Y1E1000", "Y1E6000000", "1950/Y2e999999999"):
        with pytest.raises(UnreadableDate):
            bounds(endless)


@pytest.mark.parametrize("text", ["summer of 1950", "1950-13", "1950-02-30", "25.6.1950", "1953/1950-06-xx", ""])
def test_what_is_no_date_is_refused_with_how_to_write_one(text: str) -> None:
    with pytest.raises(UnreadableDate, match="Write a date such as 1914, 1914-07") as refused:
        bounds(text)
    assert refused.value.text == text
    assert str(refused.value).startswith(f"“{text}” is not a date. ")


def test_of_a_long_text_only_the_beginning_is_told_again() -> None:
    with pytest.raises(UnreadableDate) as refused:
        bounds("when the cold war began " * 10)
    assert str(refused.value).startswith("“" + ("when the cold war began " * 10)[:60] + "” is")


@pytest.mark.parametrize(
    "text",
    [
        *("1950", "0001", "9999", "0000", "1950-01", "1950-02", "1948-02", "1950-12", "0000-05"),
        *("1950-02-28", "1948-02-29", "1900-02-28", "1950-12-31", "0001-01-01", "9999-12-31"),
    ],
)
def test_plain_dates_have_the_bounds_that_the_grammar_gives_them(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    quickly = bounds.__wrapped__(text)
    monkeypatch.setattr(dates, "_plain_bounds", lambda *_: None)
    assert quickly == bounds.__wrapped__(text)


@pytest.mark.parametrize("text", ["1950-21", "1950-13", "1950-00", "1950-02-30", "1900-02-29", "1950-1", "195", "٠١٢٣"])
def test_what_only_looks_like_a_plain_date_is_left_to_the_grammar(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def note(written: str) -> None:
        asked.append(written)
        raise UnreadableDate(written)

    monkeypatch.setattr(dates, "parsed", note)
    with pytest.raises(UnreadableDate):
        bounds.__wrapped__(text)
    assert asked == [text]


def test_a_plain_date_costs_no_grammar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dates, "parsed", None)
    assert bounds.__wrapped__("1950-06-25") == (date(1950, 6, 25), date(1950, 6, 25))
