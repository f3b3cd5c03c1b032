import datetime
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argument_maps.dates.parsing import read_date, read_edtf
from argument_maps.dates.refusals import MisreadDate
from argument_maps.dates.spelling import spell_date
from models.dates import Day, UnreadableDate, bounds
from models.dates.edtf import write_year

PIECES = (
    *(
        "1950",
        "25",
        "June",
        "44",
        "BC",
        "XIX",
        "century",
        "an II",
        "Nisan",
        "5710",
        "昭和",
        "年",
        "6月",
        "or",
        "and",
        "/",
        "–",
    ),
    *(
        "before",
        "not before",
        "between",
        "c.",
        "(",
        ")",
        "?",
        "[",
        "]",
        "O.S.",
        "late",
        "Easter",
        "4 a.m.",
        "recte",
        "winter",
    ),
    *(
        "13",
        "0",
        "31",
        "February",
        "Ramadan",
        "Thermidor",
        "99999999999",
        "Monday",
        "1950s",
        "year",
        "'50",
        ",",
        ".",
        "X",
    ),
)


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("May 1950", "1950-05"),
        ("may, 1950", "1950-05"),
        ("1950 May", "1950-05"),
        ("Sept. 1950", "1950-09"),
        ("16 June 1950", "1950-06-16"),
        ("16th of June, 1950", "1950-06-16"),
        ("16 Jun. 1950", "1950-06-16"),
        ("June 16, 1950", "1950-06-16"),
        ("1950 June 16", "1950-06-16"),
        ("16.06.1950", "1950-06-16"),
        ("6.7.1950", "1950-07-06"),
        ("16.VI.1950", "1950-06-16"),
        ("16/06/1950", "1950-06-16"),
        ("06/16/1950", "1950-06-16"),
        ("7/7/1950", "1950-07-07"),
        ("1950/06/16", "1950-06-16"),
        ("1950-6-5", "1950-06-05"),
        ("06.1950", "1950-06"),
        ("c. 1950", "1950~"),
        ("c1950", "1950~"),
        ("ca. June 1950", "1950-06~"),
        ("about 16 June 1950", "1950-06-16~"),
        ("June 1950?", "1950-06?"),
        ("probably 1950", "1950?"),
        ("c. 1950?", "1950%"),
        ("spring 1950", "1950-21"),
        ("Fall 1950", "1950-23"),
        ("1950s", "195X"),
        ("1950–1953", "1950/1953"),
        ("1950-1953", "1950/1953"),
        ("1914-18", "1914/1918"),
        ("1904–05", "1904/1905"),
        ("2–3 October 1950", "1950-10-02/1950-10-03"),
        ("June 25–28, 1950", "1950-06-25/1950-06-28"),
        ("June–August 1950", "1950-06/1950-08"),
        ("from November 1950 to July 1953", "1950-11/1953-07"),
        ("since June 1950", "1950-06/.."),
        ("until 1953", "../1953"),
        # What is EDTF stays as it is, where a historian can mean nothing else by it.
        ("1904-06-05", "1904-06-05"),
        ("1995-24", "1995-24"),
        ("1950-06-25/..", "1950-06-25/.."),
        (" 195X ", "195X"),
    ],
)
def test_dates_are_read_as_historians_write_them(written: str, edtf: str) -> None:
    assert read_edtf(written) == edtf
    assert bounds(edtf)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("06/07/1950", "“06/07/1950” can mean 6 July 1950 or 7 June 1950. Write 1950-07-06 or 1950-06-07."),
        ("6-7-1950", "“6-7-1950” can mean 6 July 1950 or 7 June 1950. Write 1950-07-06 or 1950-06-07."),
        ("1900s", "“1900s” can mean ten years or a hundred. Write 190X or 19XX."),
        ("1950-06-31", "“1950-06-31” is not a date: June 1950 has 30 days."),
        ("31 June 1950", "“31 June 1950” is not a date: June 1950 has 30 days."),
        ("29 February 1950", "“29 February 1950” is not a date: February 1950 has 28 days."),
        ("16.13.1950", "“16.13.1950” is not a date: there is no month 13."),
        ("1950-06-25/1950-06-31", "“1950-06-31” is not a date: June 1950 has 30 days."),
    ],
)
def test_a_date_that_is_none_or_two_says_why(written: str, told: str) -> None:
    with pytest.raises(MisreadDate) as refusal:
        read_date(written)
    assert str(refusal.value) == told


@pytest.mark.parametrize("written", ["soon", "", "May", "16 1950", "Junius 1950", "before", "1950" * 30, "carrot 1950"])
def test_what_is_no_date_is_told_how_dates_are_written(written: str) -> None:
    with pytest.raises(UnreadableDate) as refusal:
        read_date(written)
    assert "Write a date such as" in str(refusal.value)


def test_what_is_undated_is_no_date_where_one_is_needed() -> None:
    assert read_date("n.d.").edtf == ""
    with pytest.raises(UnreadableDate):
        read_edtf("n.d.")


DAYS = st.dates(min_value=datetime.date(1000, 1, 1)).map(lambda day: day.isoformat())
YEARS = st.integers(-20000, 20000).map(write_year)
MONTHS = st.builds(lambda year, month: f"{write_year(year)}-{month:02d}", st.integers(-9999, 9999), st.integers(1, 12))
ANCIENT_DAYS = st.builds(
    lambda year, month, day: Day(year, month, day).isoformat(),
    st.integers(-9999, 999),
    st.integers(1, 12),
    st.integers(1, 28),
)
SEASONS = st.builds(lambda year, code: f"{write_year(year)}-{code}", st.integers(-9999, 9999), st.integers(21, 32))
POINTS = st.one_of(DAYS, ANCIENT_DAYS, YEARS, MONTHS)


@given(st.one_of(POINTS, SEASONS), st.sampled_from(["", "~", "?", "%"]))
def test_a_date_that_is_spelled_out_is_read_back(date: str, mark: str) -> None:
    assert read_edtf(spell_date(date + mark)) == date + mark


@given(POINTS, POINTS, st.sampled_from(["{}/{}", "[{},{}]", "{{{},{}}}", "{}/..", "../{}", "{}/", "/{}"]))
def test_dates_that_stand_together_are_read_back(one: str, other: str, form: str) -> None:
    first, second = sorted((one, other), key=bounds)
    edtf = form.format(first, second)
    if bounds(first)[0] < bounds(second)[0]:
        assert read_edtf(spell_date(edtf)) == edtf


@given(st.integers(-60, 21), st.sampled_from(["", "~"]))
def test_a_century_that_is_spelled_out_is_read_back(hundreds: int, mark: str) -> None:
    century = f"{'-' if hundreds < 0 else ''}{abs(hundreds):02d}XX{mark}"
    assert read_edtf(spell_date(century)) == century


@given(st.text(max_size=30))
def test_whatever_is_written_is_read_as_edtf_or_refused(text):
    with suppress(UnreadableDate):
        reading = read_date(text)
        assert reading.is_undated or bounds(reading.edtf)


@given(st.lists(st.sampled_from(PIECES), max_size=7), st.sampled_from([" ", "", "-"]))
def test_whatever_pieces_of_dates_stand_together_are_read_as_edtf_or_refused(pieces, between):
    with suppress(UnreadableDate):
        reading = read_date(between.join(pieces))
        assert reading.is_undated or bounds(reading.edtf)


@pytest.mark.parametrize(
    "text",
    [
        f"{'c ' * 20}1731 /32 /33 /34 /35 /36 /37 /38",
        f"{'1h noon ' * 9}x",
        f"1 {'(sc 1)' * 12} x",
    ],
)
def test_what_could_be_divided_in_many_ways_is_no_date(text: str) -> None:
    # Each would take hours if every way were tried.
    with pytest.raises(UnreadableDate):
        read_date(text)


def test_a_day_and_its_year_may_both_be_corrected() -> None:
    assert read_date("25 [recte 26] June 1950 [recte 1951]").edtf == "1951-06-26"


@pytest.mark.parametrize(
    ("written", "edtf"),
    [("c. Y17E7", "Y17E7~"), ("probably Y-17E7S3", "Y-17E7S3?"), ("c. 1950-06", "1950-06~")],
)
def test_the_mark_of_a_long_year_stands_behind_it(written: str, edtf: str) -> None:
    assert read_edtf(written) == edtf
