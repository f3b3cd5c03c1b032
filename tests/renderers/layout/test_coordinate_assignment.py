"""Heights of boxes in a settled order: none overlap, all have room, and each is near where it is drawn to."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderers.layout.coordinate_assignment import assign_coordinates, measure_columns

GAP = 18.0

sizes = st.floats(min_value=1, max_value=400)


@st.composite
def layouts(draw: st.DrawFn) -> tuple[list[list[str]], dict[str, float], dict[str, list[tuple[str, float]]]]:
    """Columns of items, their sizes, and ties between neighbouring columns."""
    columns: list[list[str]] = []
    heights: dict[str, float] = {}
    for index in range(draw(st.integers(1, 4))):
        columns.append([f"{index}.{number}" for number in range(draw(st.integers(0, 6)))])
        heights |= {key: draw(sizes) for key in columns[-1]}
    ties: dict[str, list[tuple[str, float]]] = {}
    for left, right in pairwise(columns):
        for key in left:
            for other in right:
                if draw(st.booleans()):
                    ties.setdefault(key, []).append((other, 1.0))
                    ties.setdefault(other, []).append((key, 1.0))
    return columns, heights, ties


@given(layouts(), st.data())
def test_boxes_keep_their_order_their_distance_and_their_room(
    layout: tuple[list[list[str]], dict[str, float], dict[str, list[tuple[str, float]]]], data: st.DataObject
) -> None:
    columns, heights, ties = layout
    start = {key: data.draw(st.floats(-500, 3000)) for key in heights}
    room = data.draw(st.floats(0, 4000))
    middles = assign_coordinates(columns, heights, ties, start, dict.fromkeys(start, 1.0), room, GAP)
    allowed = max(room, measure_columns(columns, heights, GAP))
    for keys in columns:
        for above, below in pairwise(keys):
            least = (heights[above] + heights[below]) / 2 + GAP
            assert middles[below] - middles[above] >= least - 1e-6
        for key in keys:
            assert heights[key] / 2 - 1e-6 <= middles[key] <= allowed - heights[key] / 2 + 1e-6


def test_boxes_that_have_room_stay_where_they_are_drawn_to() -> None:
    start = {"a": 20.0, "b": 300.0}
    middles = assign_coordinates([["a", "b"]], {"a": 40.0, "b": 40.0}, {}, start, {"a": 1.0, "b": 1.0}, 400.0, GAP)
    assert middles == pytest.approx(start)


def test_boxes_that_are_joined_come_to_be_level() -> None:
    sizes_by_key = {"a": 40.0, "b": 40.0}
    ties = {"a": [("b", 8.0)], "b": [("a", 8.0)]}
    middles = assign_coordinates([["a"], ["b"]], sizes_by_key, ties, {"a": 20.0, "b": 180.0}, {"a": 40.0}, 400.0, GAP)
    assert middles["b"] == pytest.approx(middles["a"], abs=2)
    assert middles["a"] == pytest.approx(20.0, abs=2)


def test_where_there_is_too_little_room_columns_take_what_they_need() -> None:
    middles = assign_coordinates(
        [["a", "b"]], {"a": 40.0, "b": 60.0}, {}, {"a": 0.0, "b": 0.0}, {"a": 1.0, "b": 1.0}, 10.0, GAP
    )
    assert middles == pytest.approx({"a": 20.0, "b": 40.0 + GAP + 30.0})
