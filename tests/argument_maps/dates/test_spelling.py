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
        ("190X", "1900–1909"),
        ("19XX", "20th century"),
        ("-04XX", "5th century BC"),
        ("1950-33", "first quarter of 1950"),
        ("1950-29", "spring 1950 (south)"),
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
        ("1950/", "1950–?"),
        ("/1950", "?–1950"),
        ("[..1950]", "until 1950"),
        ("1XXX", "1XXX"),
        ("Y17000", "AD 17000"),
        ("Y-17000", "17001 BC"),
        ("0410", "AD 410"),
        ("0410/0420", "AD 410–420"),
        ("0000", "1 BC"),
        ("-0043", "44 BC"),
        ("-0043~", "about 44 BC"),
        ("-0043-03-15", "15 March 44 BC"),
        ("-0043/-0029", "44–30 BC"),
        ("-0043/0014", "44 BC–AD 14"),
        ("-0043/..", "from 44 BC"),
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
