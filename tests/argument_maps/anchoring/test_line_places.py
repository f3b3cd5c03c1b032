"""From a passage of a transcription to its place on the page image, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argument_maps.anchoring.line_places import find_line_boxes, find_passage_at
from argument_maps.values import Content, LineBox

TEXT = "Am 25. Juni begann der Krieg."
CONTENT = Content(
    text=TEXT,
    line_boxes=(
        LineBox(start=0, end=11, page=1, left=10_000, top=20_000, width=55_000, height=2_000),
        LineBox(start=12, end=29, page=2, left=10_000, top=5_000, width=17_000, height=2_000),
    ),
)


def list_places(content: Content, start: int, end: int) -> list[tuple[int, int, int, int, int]]:
    return [(box.page, box.left, box.top, box.width, box.height) for box in find_line_boxes(content, start, end)]


def test_a_passage_over_a_line_end_has_the_part_of_each_line() -> None:
    assert list_places(CONTENT, 7, 18) == [(1, 45_000, 20_000, 20_000, 2_000), (2, 10_000, 5_000, 6_000, 2_000)]
    assert list_places(CONTENT, 0, 29) == [(1, 10_000, 20_000, 55_000, 2_000), (2, 10_000, 5_000, 17_000, 2_000)]


def test_what_stands_in_no_line_has_no_place() -> None:
    assert list_places(CONTENT, 11, 12) == []
    assert list_places(CONTENT, 7, 7) == []
    assert list_places(Content(text=TEXT), 0, 29) == []


def test_hebrew_begins_on_the_right_and_vertical_lines_above() -> None:
    hebrew = Content(
        text="שלום עליכם", line_boxes=(LineBox(start=0, end=10, page=1, left=100, top=5, width=1_000, height=50),)
    )
    assert list_places(hebrew, 0, 4) == [(1, 700, 5, 400, 50)]
    vertical = Content(
        text="昭和二十年八月", line_boxes=(LineBox(start=0, end=7, page=1, left=100, top=5, width=50, height=700),)
    )
    assert list_places(vertical, 2, 5) == [(1, 100, 205, 50, 300)]


def test_a_place_on_a_page_leads_to_its_line() -> None:
    assert find_passage_at(CONTENT, 2, 26_999, 6_999) == (12, 29)
    assert find_passage_at(CONTENT, 1, 10_000, 20_000) == (0, 11)
    for page, left, top in ((1, 26_999, 6_999), (2, 27_000, 6_000), (2, 20_000, 7_000), (3, 20_000, 6_000)):
        assert find_passage_at(CONTENT, page, left, top) is None


def test_of_two_lines_at_a_place_the_smaller_is_meant() -> None:
    within = LineBox(start=0, end=2, page=1, left=20, top=20, width=10, height=10)
    around = LineBox(start=2, end=4, page=1, left=0, top=0, width=100, height=100)
    content = Content(text="abcd", line_boxes=(within, around))
    assert find_passage_at(content, 1, 25, 25) == (0, 2)
    assert find_passage_at(content, 1, 35, 25) == (2, 4)


@given(st.integers(0, 28), st.integers(1, 29))
def test_every_part_of_a_line_lies_in_its_box_and_leads_back_to_it(start: int, length: int) -> None:
    end = min(start + length, len(TEXT))
    boxes = find_line_boxes(CONTENT, start, end)
    for box in boxes:
        whole = next(each for each in CONTENT.line_boxes if each.start <= box.start < each.end)
        assert box.width >= 1
        assert whole.left <= box.left
        assert box.left + box.width <= whole.left + whole.width
        passage = find_passage_at(CONTENT, box.page, box.left + box.width // 2, box.top)
        assert passage == (whole.start, whole.end)
    assert bool(boxes) is any(each.start < end and each.end > start for each in CONTENT.line_boxes)


@pytest.mark.parametrize("start", range(11))
def test_letters_of_a_line_are_told_apart(start: int) -> None:
    (box,) = find_line_boxes(CONTENT, start, start + 1)
    assert (box.left, box.width) == (10_000 + 5_000 * start, 5_000)
