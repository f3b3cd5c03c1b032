import pytest

from renderers.shaping.break_places import split_at_breaks


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("ประเทศไทยส่งทหารไปเกาหลี", ["ประเทศไทย", "ส่ง", "ทหาร", "ไป", "เกาหลี"]),
        ("កម្ពុជាបានទទួលឯករាជ្យ", ["កម្ពុជា", "បាន", "ទទួល", "ឯករាជ្យ"]),
        ("བོད་ཀྱི་ལོ་རྒྱུས།", ["བོད་", "ཀྱི་", "ལོ་", "རྒྱུས།"]),
        ("ኢትዮጵያ፡የቃኘው", ["ኢትዮጵያ፡", "የቃኘው"]),
        ("भारत", ["भारत"]),
        ("👨‍👩‍👧‍👦", ["👨‍👩‍👧‍👦"]),
    ],
)
def test_a_line_breaks_between_the_words_of_a_script_without_spaces(word: str, parts: list[str]) -> None:
    assert split_at_breaks(word) == parts
