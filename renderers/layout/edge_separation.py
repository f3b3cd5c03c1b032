"""Tracks for the steep stretches in a gap between boxes and lanes, so that none lies on another.

Lines leave a lane at the heights that were found for them, and each goes to its own port on a box. Where
several do so over the same heights they would run together, and nobody could tell which goes where.
"""

from collections.abc import Collection, Sequence
from math import inf

from renderers.layout.drawing import Point, Polyline

PITCH = 4.0
# Half the width of the step in which a line changes its height on its track.
BEND = 2.0
# What an arrowhead takes of a gap beside a box, in width and to both sides.
HEAD, BESIDE = 10.0, 7.0
# What changes its height by less runs together with nothing.
STEEP = 10.0

Gap = tuple[float, float]


# A stretch between two heights, the upper one first; whether it goes down on the way from left to right; its
# course's number, and its place there.
_Segment = tuple[float, float, bool, int, int]


def separate_polylines(polylines: Sequence[Polyline], column_edges: Collection[float]) -> list[Polyline]:
    """Return the polylines with steep stretches on tracks of their own; `column_edges` are the edges of columns.

    A stretch that shares its heights with no other line of its gap keeps its wide step, and so do those that are
    more than the gap has tracks. Linear but for sorting.
    """
    gaps: dict[Gap, list[_Segment]] = {}
    for number, polyline in enumerate(polylines):
        x, y = polyline.points[0]
        for position, (to_x, to_y) in enumerate(polyline.points[1:]):
            gap = (x, to_x) if x < to_x else (to_x, x)
            top, bottom = (y, to_y) if y < to_y else (to_y, y)
            gaps.setdefault(gap, []).append((top, bottom, (y < to_y) == (x < to_x), number, position))
            x, y = to_x, to_y
    bends: dict[int, dict[int, float]] = {}
    for gap, segments in gaps.items():
        tracks = _list_tracks(gap, column_edges) if len(segments) > 1 else []
        if tracks:
            _assign_tracks(segments, tracks, bends)
    return [
        _bend_polyline(polyline, bends[number]) if number in bends else polyline
        for number, polyline in enumerate(polylines)
    ]


def _list_tracks(gap: Gap, column_edges: Collection[float]) -> list[float]:
    """Return the abscissas of a gap's tracks from left to right, clear of the arrowheads at boxes."""
    left, right = gap
    left += BEND + (HEAD if left in column_edges else 0.0)
    right -= BEND + (HEAD if right in column_edges else 0.0)
    count = int((right - left) / PITCH) + 1
    if right < left or count < 2:
        return []
    return [left + (right - left) * index / (count - 1) for index in range(count)]


def _assign_tracks(segments: list[_Segment], tracks: list[float], bends: dict[int, dict[int, float]]) -> None:
    """Give each steep stretch that shares its heights with other lines a track, where there is one for each.

    Of two that fall, the lower one goes further left, and of two that rise further right, so that they do not
    cross, or once. More of them than tracks would only cross more often.
    """
    segments.sort()
    together: list[_Segment] = []
    lowest = -inf
    for segment in [*segments, None]:
        if segment is None or lowest <= segment[0] - BESIDE:
            steep = [overlapping for overlapping in together if overlapping[1] - overlapping[0] >= STEEP]
            if len(together) > 1 and len(steep) <= len(tracks):
                _set_side_by_side(steep, tracks, bends)
            elif len(together) > 1:
                _share_tracks(steep, tracks, bends)
            together = []
        if segment is not None:
            together.append(segment)
            lowest = max(lowest, segment[1])


def _set_side_by_side(steep: list[_Segment], tracks: list[float], bends: dict[int, dict[int, float]]) -> None:
    first = (len(tracks) - len(steep)) // 2
    own = tracks[first : first + len(steep)]
    for _, _, falls, polyline, position in steep:
        bends.setdefault(polyline, {})[position] = own.pop() if falls else own.pop(0)


def _share_tracks(steep: list[_Segment], tracks: list[float], bends: dict[int, dict[int, float]]) -> None:
    """Put stretches that are more than the tracks on tracks of which each is free again where its last one ends.

    Those that fall take the free track furthest to the right and those that rise the one furthest to the left, so that
    few cross; one for which none is free keeps its wide step.
    """
    ends = [-inf] * len(tracks)
    for top, bottom, falls, polyline, position in sorted(steep):
        free = [index for index, end in enumerate(ends) if end <= top - BESIDE]
        if free:
            index = free[-1] if falls else free[0]
            ends[index] = bottom
            bends.setdefault(polyline, {})[position] = tracks[index]


def _bend_polyline(polyline: Polyline, bends: dict[int, float]) -> Polyline:
    x, y = polyline.points[0]
    points: list[Point] = [(x, y)]
    for position, (to_x, to_y) in enumerate(polyline.points[1:]):
        track = bends.get(position)
        if track is not None:
            bend = BEND if x < to_x else -BEND
            points += [(track - bend, y), (track + bend, to_y)]
        points.append((to_x, to_y))
        x, y = to_x, to_y
    return Polyline(tuple(points))
