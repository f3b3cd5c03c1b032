"""Places in texts as browsers count them, and back."""

from hypothesis import given
from hypothesis import strategies as st

from argument_maps.anchoring.offsets import to_code_points, to_utf16

TEXTS = st.text(st.sampled_from("a я中\U00020000\U0001f4dc"), max_size=40)


@given(TEXTS)
def test_every_place_is_counted_as_a_browser_counts_it(text: str) -> None:
    assert [to_utf16(text, place) for place in range(len(text) + 1)] == [
        len(text[:place].encode("utf-16-le")) // 2 for place in range(len(text) + 1)
    ]


@given(TEXTS)
def test_every_place_comes_back(text: str) -> None:
    assert [to_code_points(text, to_utf16(text, place)) for place in range(len(text) + 3)] == list(range(len(text) + 3))


def test_inside_of_a_pair_the_place_is_that_of_its_character() -> None:
    assert [to_code_points("a\U00020000b", unit) for unit in range(5)] == [0, 1, 1, 2, 3]
    assert [to_code_points("a\U00020000b", unit, closes=True) for unit in range(5)] == [0, 1, 2, 2, 3]
