"""Tracks for the steep stretches in a gap between boxes and lanes, so that none lies on another.

Lines leave a lane at the heights that were found for them, and each goes to its own port on a box. Where
several do so over the same heights they would run together, and nobody could tell which goes where.
"""

from collections.abc import Collection, Sequence
from math import inf

from renderers.drawing import Course, Point

PITCH = 4.5
# Half the width of the S in which a line changes its height on its track.
BEND = 2.5
# What an arrowhead takes of a gap beside a box, in width and to both sides.
HEAD, BESIDE = 12.0, 7.0
# What changes its height by less runs together with nothing.
STEEP = 10.0

Gap = tuple[float, float]


# A stretch between two heights, the upper one first; whether it goes down on the way from left to right; its
# course's number, and its place there.
_Stretch = tuple[float, float, bool, int, int]


def keep_apart(courses: Sequence[Course], sides: Collection[float]) -> list[Course]:
    """Return the courses with steep stretches on tracks of their own; `sides` are the edges of columns.

    A stretch that shares its heights with no other line of its gap keeps its wide S. Where more lines run
    over the same heights than a gap has tracks, some share one. Linear but for sorting.
    """
    gaps: dict[Gap, list[_Stretch]] = {}
    for number, course in enumerate(courses):
        x, y = course.points[0]
        for position, (to_x, to_y) in enumerate(course.points[1:]):
            gap = (x, to_x) if x < to_x else (to_x, x)
            top, bottom = (y, to_y) if y < to_y else (to_y, y)
            gaps.setdefault(gap, []).append((top, bottom, (y < to_y) == (x < to_x), number, position))
            x, y = to_x, to_y
    bends: dict[int, dict[int, float]] = {}
    for gap, stretches in gaps.items():
        tracks = _tracks(gap, sides) if len(stretches) > 1 else []
        if tracks:
            _assign(stretches, tracks, bends)
    return [_bent(course, bends[number]) if number in bends else course for number, course in enumerate(courses)]


def _tracks(gap: Gap, sides: Collection[float]) -> list[float]:
    """Return the abscissas of a gap's tracks from left to right, clear of the arrowheads at boxes.

    Between two lanes there are none: a line comes through there to one marker, and few go side by side.
    """
    left, right = gap
    if left not in sides and right not in sides:
        return []
    left += BEND + (HEAD if left in sides else 0.0)
    right -= BEND + (HEAD if right in sides else 0.0)
    count = int((right - left) / PITCH) + 1
    if right < left or count < 2:
        return []
    return [left + (right - left) * index / (count - 1) for index in range(count)]


def _assign(stretches: list[_Stretch], tracks: list[float], bends: dict[int, dict[int, float]]) -> None:
    """Give each steep stretch that shares its heights with another line a track.

    Of two that fall, the lower one goes further left, and of two that rise further right: so they do not
    cross, or once.
    """
    stretches.sort()
    reach = [-inf] * len(tracks)
    lowest = -inf
    for (top, bottom, falls, course, position), following in zip(stretches, [*stretches[1:], None], strict=True):
        shared = lowest > top - BESIDE or (following is not None and following[0] < bottom + BESIDE)
        lowest = max(lowest, bottom)
        if shared and bottom - top >= STEEP:
            track = _free_track(reach, top, falls=falls)
            reach[track] = max(reach[track], bottom)
            bends.setdefault(course, {})[position] = tracks[track]


def _free_track(reach: list[float], top: float, *, falls: bool) -> int:
    taken = [index for index, bottom in enumerate(reach) if bottom + BEND > top]
    free = [index for index, bottom in enumerate(reach) if bottom + BEND <= top]
    if not free:
        return min(range(len(reach)), key=reach.__getitem__)
    if falls:
        return max((index for index in free if not taken or index < taken[0]), default=free[-1])
    return min((index for index in free if not taken or index > taken[-1]), default=free[0])


def _bent(course: Course, bends: dict[int, float]) -> Course:
    x, y = course.points[0]
    points: list[Point] = [(x, y)]
    for position, (to_x, to_y) in enumerate(course.points[1:]):
        track = bends.get(position)
        if track is not None:
            bend = BEND if x < to_x else -BEND
            points += [(track - bend, y), (track + bend, to_y)]
        points.append((to_x, to_y))
        x, y = to_x, to_y
    return Course(tuple(points))
