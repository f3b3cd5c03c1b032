import pytest

from argument_maps.dates.spelling import spell_date, spell_year


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("1949-09-24", "24 September 1949"),
        ("1950-06", "June 1950"),
        ("1950", "1950"),
        ("1995-24", "winter 1995"),
        ("2002-21", "spring 2002"),
        ("1990~", "about 1990"),
        ("1950?", "probably 1950"),
        ("1950-06%", "perhaps about June 1950"),
        ("1950-?06", "probably June 1950"),
        ("195X", "1950s"),
        ("19XX", "1900s"),
        ("1950-XX", "1950"),
        ("1950-06-XX", "June 1950"),
        ("1950/1951", "1950–1951"),
        ("1950-11/1953-07", "November 1950–July 1953"),
        ("1950-06/1950-08", "June–August 1950"),
        ("1950-10-02/1950-10-03", "2–3 October 1950"),
        ("1950-06/1950-06", "June 1950"),
        ("1950~/1952", "about 1950–1952"),
        ("1950-06-25/..", "from 25 June 1950"),
        ("../1950-06", "until June 1950"),
        ("[1950,1951]", "1950 or 1951"),
        ("{1950,1952}", "1950 and 1952"),
        ("[1950..1952]", "1950–1952"),
        ("1950-06-25T04:00:00", "25 June 1950"),
        ("Y17000", "Y17000"),
        ("-0044", "-0044"),
    ],
)
def test_dates_are_spelled_as_historians_write_them(edtf, words):
    assert spell_date(edtf) == words


@pytest.mark.parametrize(
    ("edtf", "years"),
    [
        ("1995-24", "1995"),
        ("1950-06-25", "1950"),
        ("1990~", "about 1990"),
        ("1950-11/1953-07", "1950–1953"),
        ("1950-10-02/1950-10-03", "1950"),
        ("1950/..", "from 1950"),
    ],
)
def test_a_short_citation_has_years_only(edtf, years):
    assert spell_year(edtf) == years
