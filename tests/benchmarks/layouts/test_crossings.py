import pytest

from argument_maps.selection.selecting import select
from benchmarks.generate import graph
from benchmarks.layouts.crossings import CELL, Lines, crossings, free_lines, lines_of, mean_length
from renderers.svg.picture import lay_out_picture

FAR = 20 * CELL


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ({"a": [[(0, 0), (10, 10)]], "b": [[(0, 10), (10, 0)]]}, 1),
        ({"a": [[(0, 0), (10, 10)]], "b": [[(0, 0), (10, 0)]]}, 0),
        ({"a": [[(0, 0), (10, 10)], [(0, 10), (10, 0)]]}, 0),
        ({"a": [[(0, 0), (FAR, FAR)]], "b": [[(0, FAR), (FAR, 0)]], "c": [[(0, 1), (FAR, 1)]]}, 3),
    ],
    ids=["a cross", "lines that touch", "one link's own lines", "long lines meet once"],
)
def test_crossings_are_counted_once(lines: Lines, expected: int) -> None:
    assert crossings(lines) == expected


def test_length_is_the_mean_over_links() -> None:
    assert mean_length([{"a": [[(0, 0), (3, 4)], [(0, 0), (0, 5)]], "b": [[(0, 0), (2, 0)]]}]) == 6


def test_both_drawings_hold_every_link() -> None:
    made = graph(30, 2)
    drawn = lay_out_picture(select(made))
    assert set(lines_of(drawn)) == set(free_lines(drawn)) == set(made.links_by_id)
