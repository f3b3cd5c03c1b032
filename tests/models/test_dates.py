"""What an EDTF date can mean at the earliest and at the latest."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import dates
from models.dates import DISTANT_FUTURE, DISTANT_PAST, Day, UnreadableDate, bounds, check_date, is_estimated
from models.dates.edtf import count_days, parse_edtf, write_year


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1950", Day(1950, 1, 1), Day(1950, 12, 31)),
        ("1950-02", Day(1950, 2, 1), Day(1950, 2, 28)),
        ("1952-02", Day(1952, 2, 1), Day(1952, 2, 29)),
        ("1950-06-25", Day(1950, 6, 25), Day(1950, 6, 25)),
        ("1950-11/1953-07", Day(1950, 11, 1), Day(1953, 7, 31)),
        ("1950-06-25/..", Day(1950, 6, 25), DISTANT_FUTURE),
        ("../1953", DISTANT_PAST, Day(1953, 12, 31)),
        ("1990~", Day(1990, 1, 1), Day(1990, 12, 31)),
        ("1950?", Day(1950, 1, 1), Day(1950, 12, 31)),
        ("195X", Day(1950, 1, 1), Day(1959, 12, 31)),
        ("0001-01-01", Day(1, 1, 1), Day(1, 1, 1)),
        ("9999-12-31", Day(9999, 12, 31), Day(9999, 12, 31)),
        ("0000", Day(0, 1, 1), Day(0, 12, 31)),
        ("-0043-03-15", Day(-43, 3, 15), Day(-43, 3, 15)),
        ("-0003-02", Day(-3, 2, 1), Day(-3, 2, 28)),
        ("-0004-02", Day(-4, 2, 1), Day(-4, 2, 29)),
        ("-04XX", Day(-499, 1, 1), Day(-400, 12, 31)),
        ("-0043/0014", Day(-43, 1, 1), Day(14, 12, 31)),
        ("Y17000", Day(17000, 1, 1), Day(17000, 12, 31)),
        ("Y-17000", Day(-17000, 1, 1), Day(-17000, 12, 31)),
        ("Y171010000S3", Day(171000000, 1, 1), Day(171999999, 12, 31)),
        ("1950S2", Day(1900, 1, 1), Day(1999, 12, 31)),
        ("1950-24", Day(1950, 12, 1), Day(1951, 2, 28)),
        ("1951-24", Day(1951, 12, 1), Day(1952, 2, 29)),
        ("1950-30", Day(1950, 12, 1), Day(1951, 2, 28)),
        ("1950-34", Day(1950, 4, 1), Day(1950, 6, 30)),
        ("1950-1X", Day(1950, 10, 1), Day(1950, 12, 31)),
        ("19X2-02-29", Day(1912, 2, 29), Day(1992, 2, 29)),
        ("-19X2-02-29", Day(-1992, 2, 29), Day(-1912, 2, 29)),
        ("XXX2-02-29", Day(12, 2, 29), Day(9992, 2, 29)),
        ("15XX-02-29", Day(1504, 2, 29), Day(1596, 2, 29)),
        ("[1667,1668,1670..1672]", Day(1667, 1, 1), Day(1672, 12, 31)),
        ("[..1760-12-03]", DISTANT_PAST, Day(1760, 12, 3)),
        ("{1760-12..}", Day(1760, 12, 1), DISTANT_FUTURE),
        # What was stored before this was refused has bounds all the same.
        ("1953/1950", Day(1950, 12, 31), Day(1953, 1, 1)),
        ("1950/unknown", Day(1950, 1, 1), DISTANT_FUTURE),
    ],
)
def test_a_date_has_a_first_and_a_last_day(text: str, first: Day, last: Day) -> None:
    assert bounds(text) == (first, last)


def test_years_may_be_powers_but_none_that_takes_minutes_to_work_out() -> None:
    assert bounds("Y17E7") == (Day(170_000_000, 1, 1), Day(170_000_000, 12, 31))
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
    monkeypatch.setattr(dates, "_find_plain_bounds", lambda *_: None)
    assert quickly == bounds.__wrapped__(text)


@pytest.mark.parametrize("text", ["1950-21", "1950-13", "1950-00", "1950-02-30", "1900-02-29", "1950-1", "195", "٠١٢٣"])
def test_what_only_looks_like_a_plain_date_is_left_to_the_grammar(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def note(written: str) -> None:
        asked.append(written)
        raise UnreadableDate(written)

    monkeypatch.setattr(dates, "parse_edtf", note)
    with pytest.raises(UnreadableDate):
        bounds.__wrapped__(text)
    assert asked == [text]


def test_a_plain_date_costs_no_grammar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dates, "parse_edtf", None)
    assert bounds.__wrapped__("1950-06-25") == (Day(1950, 6, 25), Day(1950, 6, 25))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1953/1950", "“1953/1950” ends before it begins. Write the earlier date first."),
        ("1950-06-25/1950-05", "“1950-06-25/1950-05” ends before it begins. Write the earlier date first."),
        ("0014/-0043", "“0014/-0043” ends before it begins. Write the earlier date first."),
        ("{1960..1950}", "“{1960..1950}” ends before it begins. Write the earlier date first."),
        ("2012-21/2012-22", "“2012-21/2012-22” is not a date: write months in a span, not seasons or quarters."),
        ("1950/unknown", "“1950/unknown” is not a date: write 1950/.. for an open end, and nothing behind the stroke"),
    ],
)
def test_a_span_that_is_not_whole_is_refused_with_what_to_write(text: str, told: str) -> None:
    with pytest.raises(UnreadableDate) as refused:
        check_date(text)
    assert str(refused.value).startswith(told)


@pytest.mark.parametrize("text", ["1950/1950", "1950-06/1950", "1950/1950-06", "1950-06-25/1950-06", "-0043/-0029"])
def test_a_span_may_end_in_what_it_begins_with(text: str) -> None:
    assert check_date(text) == text


def _list_samples(name: str) -> list[str]:
    lines = (Path(__file__).parent / "edtf_js" / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("text", _list_samples("valid.txt"))
def test_what_the_tests_of_edtf_js_accept_is_accepted(text: str) -> None:
    first, last = bounds(check_date(text))
    assert first <= last


@pytest.mark.parametrize("text", _list_samples("invalid.txt"))
def test_what_the_tests_of_edtf_js_reject_is_rejected(text: str) -> None:
    with pytest.raises(UnreadableDate):
        check_date(text)


YEARS = st.integers(-30_000, 30_000)


@given(YEARS, YEARS)
def test_bounds_are_in_the_order_of_years_as_astronomers_count_them(one: int, other: int) -> None:
    first, second = bounds(write_year(one)), bounds(write_year(other))
    assert (first < second) == (one < other)
    assert (first[1] < second[0]) == (one < other)


@given(st.integers(-9999, 9999), st.integers(1, 12), st.integers(1, 31))
def test_a_day_of_any_year_is_its_own_bounds_and_within_its_month_and_year(year: int, month: int, day: int) -> None:
    if day > count_days(year, month):
        return
    only = Day(year, month, day)
    assert bounds(only.isoformat()) == (only, only)
    for whole in (write_year(year), f"{write_year(year)}-{month:02d}"):
        assert bounds(whole)[0] <= only <= bounds(whole)[1]


@given(st.text(alphabet="0123456789-/.X?~%YES[]{},T:Z+", max_size=24))
def test_whatever_signs_stand_there_are_a_date_with_bounds_or_refused(text: str) -> None:
    if parse_edtf(text) is None:
        with pytest.raises(UnreadableDate):
            bounds(text)
    else:
        assert bounds(text)[0] <= bounds(text)[1]


@pytest.mark.parametrize(
    ("text", "is_estimate"),
    [
        *((plain, False) for plain in ("1950", "1950-06", "1950-06-25", "1950-24", "-0043", "Y17E7", "Y-17000")),
        *((span, False) for span in ("1950/1953", "1950/..", "../1953", "1950/", "{1950,1952}", "{1950..1952}")),
        *((marked, True) for marked in ("1950~", "1950?", "1950%", "?1950-06", "1950-06~-25", "Y17000~")),
        *((open_digits, True) for open_digits in ("195X", "1950-XX", "1950-06-2X", "XXXX-12-25", "1950S2", "Y17E7S3")),
        *((several, True) for several in ("[1950,1952]", "[..1950]", "{1950~,1952}")),
        *((end, True) for end in ("1950~/1953", "1950/195X", "../1953?")),
    ],
)
def test_an_estimate_is_what_is_not_known_more_exactly(text: str, is_estimate: bool) -> None:
    assert is_estimated(text) == is_estimate


def test_what_is_no_date_is_no_estimate() -> None:
    with pytest.raises(UnreadableDate):
        is_estimated("about 1950")
