import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderers.layout.drawing import Polyline
from renderers.layout.edge_separation import HEAD, PITCH, separate_polylines

# A gap from a box's right side at 0 to a lane's left edge at 26.
BOX, LANE = 0.0, 26.0


def line(at_box: float, at_lane: float, *, leftward: bool = True) -> Polyline:
    points = ((LANE, at_lane), (BOX, at_box))
    return Polyline(points if leftward else points[::-1])


def track(course: Polyline) -> float:
    """Return where a line that was set upon a track changes its height."""
    ((x, _), (to_x, _)) = course.points[1:3]
    return (x + to_x) / 2


def test_a_line_alone_in_its_gap_keeps_its_wide_turn():
    assert separate_polylines([line(0, 80)], {BOX}) == [line(0, 80)]


def test_lines_of_other_heights_do_not_matter():
    assert separate_polylines([line(0, 80), line(200, 300)], {BOX}) == [line(0, 80), line(200, 300)]


def test_lines_over_the_same_heights_get_tracks_of_their_own():
    first, second = separate_polylines([line(0, 80), line(15, 120)], {BOX})
    assert abs(track(first) - track(second)) >= PITCH


@pytest.mark.parametrize("leftward", [True, False])
def test_a_line_begins_and_ends_where_it_did(leftward):
    given_ = [line(0, 80, leftward=leftward), line(15, 120, leftward=leftward)]
    drawn = separate_polylines(given_, {BOX})
    assert [(each.points[0], each.points[-1]) for each in drawn] == [
        (each.points[0], each.points[-1]) for each in given_
    ]


@pytest.mark.parametrize("ends", [[(0, 80), (15, 120)], [(80, 0), (120, 15)]], ids=["falling", "rising"])
def test_lines_that_go_the_same_way_do_not_cross(ends):
    upper, lower = separate_polylines([line(at_box, at_lane) for at_box, at_lane in ends], {BOX})
    # Level from the lane to the track and from the track to the box: the one that is met first crosses nothing.
    falls = ends[0][0] < ends[0][1]
    assert (track(lower) < track(upper)) == falls


def test_a_line_passes_clear_of_an_arrowhead_that_comes_in_level():
    _, passing = separate_polylines([line(50, 50), line(0, 100)], {BOX})
    assert track(passing) > HEAD


def test_between_two_lanes_lines_get_tracks_of_their_own_too():
    first, second = separate_polylines([line(0, 80), line(15, 120)], set())
    assert abs(track(first) - track(second)) >= PITCH


def test_more_lines_than_tracks_share_those_that_are_free_again():
    """Twenty stairs, of which no more than two lie over the same heights."""
    given_ = [line(40 * step, 40 * step + 60) for step in range(20)]
    drawn = separate_polylines(given_, {BOX})
    assert all(len(course.points) == 4 for course in drawn)
    assert all(abs(track(one) - track(other)) >= PITCH for one, other in itertools.pairwise(drawn))


def test_a_line_for_which_no_track_is_free_keeps_its_wide_turn():
    drawn = separate_polylines([line(step, 100 + step) for step in range(0, 90, 3)], {BOX})
    assert {len(course.points) for course in drawn} == {2, 4}


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), max_size=12), st.randoms())
def test_tracks_do_not_depend_on_the_order_of_lines(ends, chance):
    given_ = [line(at_box, at_lane) for at_box, at_lane in dict.fromkeys(ends)]
    shuffled = given_[:]
    chance.shuffle(shuffled)
    assert set(separate_polylines(given_, {BOX})) == set(separate_polylines(shuffled, {BOX}))


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), max_size=12))
def test_every_track_lies_in_its_gap(ends):
    drawn = separate_polylines([line(at_box, at_lane) for at_box, at_lane in ends], {BOX})
    assert all(BOX <= x <= LANE for course in drawn for x, _ in course.points)


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), max_size=12))
def test_a_line_never_turns_back(ends):
    drawn = separate_polylines([line(at_box, at_lane) for at_box, at_lane in ends], {BOX})
    assert all(x >= to_x for course in drawn for (x, _), (to_x, _) in itertools.pairwise(course.points))
