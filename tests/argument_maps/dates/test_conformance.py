"""Dates as catalogues and historians write them: each as the tables beside this file say.

`dates.tsv` has one or two of each kind with the reason, `kinds.tsv` more of them in more languages.
"""

from pathlib import Path

import pytest

from argument_maps.dates.parsing import read_date
from argument_maps.dates.refusals import MisreadDate
from models.dates import UnreadableDate, check_date

FOLDER = Path(__file__).parent
UNDATED, NO_DATE = "(none)", "(no date)"
ASKED = ("(asked)", "(refused)")


def _read_table(name: str) -> list[tuple[str, str]]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()[1:]
    return [(cells[0], cells[1]) for cells in (line.split("\t") for line in lines)]


CASES = [*_read_table("dates.tsv"), *_read_table("kinds.tsv")]


@pytest.mark.parametrize(("written", "edtf"), [case for case in CASES if not case[1].startswith("(")])
def test_a_date_is_read_as_the_tables_say(written: str, edtf: str) -> None:
    reading = read_date(written)
    assert reading.edtf == edtf
    assert reading.written == " ".join(written.split())
    assert check_date(edtf) == edtf


@pytest.mark.parametrize("written", [written for written, edtf in CASES if edtf in ASKED])
def test_what_can_be_two_dates_or_is_none_of_the_calendar_is_refused_with_its_reason(written: str) -> None:
    with pytest.raises(UnreadableDate) as refused:
        read_date(written)
    assert "Write a date such as" not in str(refused.value)


@pytest.mark.parametrize("written", [written for written, edtf in _read_table("dates.tsv") if edtf in ASKED])
def test_each_reading_of_what_is_asked_can_be_copied(written: str) -> None:
    with pytest.raises(MisreadDate) as asked:
        read_date(written)
    first, second = asked.value.readings
    assert first in str(asked.value)
    assert second in str(asked.value)
    assert read_date(first).edtf != read_date(second).edtf


def test_what_is_undated_is_read_as_such() -> None:
    undated = [written for written, edtf in CASES if edtf == UNDATED]
    undated += ["s.d.", "o. J.", "б. г.", "无日期", "날짜 미상", "undated"]
    assert all(read_date(written).is_undated for written in undated)


@pytest.mark.parametrize("written", [written for written, edtf in CASES if edtf == NO_DATE])
def test_words_and_numbers_that_only_look_like_dates_are_none(written: str) -> None:
    with pytest.raises(UnreadableDate, match="Write a date such as"):
        read_date(written)


@pytest.mark.parametrize("written", ["1920-21", "1938-39", "1904-05"])
def test_a_span_of_years_that_is_a_code_as_well_names_both(written: str) -> None:
    with pytest.raises(MisreadDate) as asked:
        read_date(written)
    assert f"{written[:4]}/{written[:2]}{written[5:]}" in asked.value.readings


@pytest.mark.parametrize(
    ("written", "remark"),
    [
        ("Monday, 25 June 1950", "25 June 1950 was a Sunday"),
        ("понедельник, 25 июня 1950 г.", "25 June 1950 was a Sunday"),
        ("Wednesday, 25 October 1917", "25 October 1917 was a Wednesday in the Julian calendar, a Thursday in the Gre"),
        ("25 October 1917 (O.S.)", "in the Julian calendar as written"),
        ("25 October/7 November 1917", "in the Julian calendar as written"),
        ("10 Thermidor an II", "in the French Republican calendar as written"),
        ("15 Shawwal 1369", "as tables reckon it, which the sighted moon may move by a day"),
        ("25 June 1950, 4 a.m.", "the hour is kept as written"),
        ("1950 [recte 1951]", "corrected; what was written is kept"),
        ("between March and May 1950", "some time in this span"),
    ],
)
def test_what_edtf_does_not_hold_is_told_beside_it(written: str, remark: str) -> None:
    assert any(str(said).startswith(remark) for said in read_date(written).remarks)


def test_a_weekday_that_fits_is_not_told() -> None:
    assert read_date("Sunday, 25 June 1950").remarks == ()
