import pytest

from argument_maps.dates.foreign import (
    spell_american_date,
    spell_chinese_date,
    spell_french_date,
    spell_mla_date,
    spell_russian_date,
)


@pytest.mark.parametrize(
    ("edtf", "american", "french", "chinese", "russian", "mla"),
    [
        ("1950-01-19", "January 19, 1950", "19 janvier 1950", "1950年1月19日", "19 января 1950 г.", "19 Jan. 1950"),
        ("1950-09-01", "September 1, 1950", "1er septembre 1950", "1950年9月1日", "1 сентября 1950 г.", "1 Sept. 1950"),
        ("1950-05", "May 1950", "mai 1950", "1950年5月", "May 1950", "May 1950"),
        ("1950", "1950", "1950", "1950年", "1950 г.", "1950"),
        ("1950~", "about 1950", "about 1950", "about 1950", "about 1950", "about 1950"),
        ("-0043", "44 BC", "44 av. J.-C.", "公元前44年", "44 г. до н. э.", "44 BC"),
        (
            *("-0043-03-15", "March 15, 44 BC", "15 mars 44 av. J.-C.", "公元前44年3月15日"),
            *("15 марта 44 г. до н. э.", "15 Mar. 44 BC"),
        ),
        ("-0043/-0029", *["44–30 BC"] * 5),
        ("1995-24", *["winter 1995"] * 5),
        ("1950-02/1950-03", *["February–March 1950"] * 4, "Feb.–Mar. 1950"),
    ],
)
def test_a_date_is_written_as_it_is_written_there(edtf, american, french, chinese, russian, mla):
    written = (
        spell_american_date(edtf),
        spell_french_date(edtf),
        spell_chinese_date(edtf),
        spell_russian_date(edtf),
        spell_mla_date(edtf),
    )
    assert written == (american, french, chinese, russian, mla)
