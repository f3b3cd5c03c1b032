"""A picture taken apart into pieces that are drawn whole, so that a part of it can be drawn alone."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from renderers.layout.drawing import Edge, Point, Polyline

# All lines turn alike, so that nobody takes a round one for another kind of link than a square one.
CORNER = 8.0
# Where a line of words begins, and how long it is.
_WORDS = re.compile(r'<text x="([0-9.]+)"[^>]* textLength="([0-9.]+)"')
# What rises or falls by less is drawn level.
LEVEL = 0.05


class PictureFragment(NamedTuple):
    """A part of a picture that is drawn whole: its SVG in the picture's coordinates, and the rectangle it lies in."""

    svg: str
    left: float
    top: float
    right: float
    bottom: float
    solid: bool = False


class FragmentedPicture(NamedTuple):
    """A picture taken apart: its size in pixels, and its pieces from the lowest to the uppermost.

    `solid` pieces are those that nobody wants to see cut: boxes and markers, and what stands above them.
    """

    width: float
    height: float
    ground: str
    fragments: tuple[PictureFragment, ...]


def build_fragment(
    svg: str, box: tuple[float, float, float, float], top: float, *, solid: bool = False
) -> PictureFragment:
    """Return a piece whose drawing and rectangle are given from `top` on."""
    left, high, right, low = box
    return PictureFragment(move_down(svg, top), left, high + top, right, low + top, solid)


def move_down(svg: str, down: float) -> str:
    """Return a drawing moved down."""
    return f'<g transform="translate(0,{down:.1f})" fill="none">{svg}</g>' if svg else ""


def find_text_end(svg: str) -> float:
    """Return how far to the right the words of a piece reach that is as wide as its picture, 0 where it has none."""
    return max((float(x) + float(length) for x, length in _WORDS.findall(svg)), default=0.0)


def measure_polylines(polylines: Sequence[Polyline], room: float = 12.0) -> tuple[float, float, float, float]:
    """Return the rectangle around lines, with room for their arrowheads; their curves stay between their points."""
    xs, ys = zip(*(point for polyline in polylines for point in polyline.points), strict=True)
    return min(xs) - room, min(ys) - room, max(xs) + room, max(ys) + room


def measure_edge(edge: Edge) -> tuple[float, float, float, float]:
    """Return the rectangle around the lines and the marker of a link."""
    left, top, right, bottom = measure_polylines([*edge.premise_lines, edge.target_line])
    across, down = edge.width / 2 + 2, edge.height / 2 + 2
    return min(left, edge.x - across), min(top, edge.y - down), max(right, edge.x + across), max(bottom, edge.y + down)


def write_path_data(polyline: Polyline, inset: float) -> str:
    """Return a course as path data; it stops `inset` pixels before its end, where the arrowhead begins."""
    *points, (end, level) = polyline.points
    points.append((end + inset if polyline.leftward else end - inset, level))
    corners = _list_corners(points)
    drawn = f"M{corners[0][0]:.1f},{corners[0][1]:.1f}"
    for (x, y), (corner_x, corner_y), (to_x, to_y) in zip(corners, corners[1:], corners[2:], strict=False):
        into, out = (corner_x - x, corner_y - y), (to_x - corner_x, to_y - corner_y)
        radius = min(CORNER, (abs(into[0]) + abs(into[1])) / 2, (abs(out[0]) + abs(out[1])) / 2)
        begin = _move_towards((corner_x, corner_y), (x, y), radius)
        turned = _move_towards((corner_x, corner_y), (to_x, to_y), radius)
        drawn += f"L{begin[0]:.1f},{begin[1]:.1f}Q{corner_x:.1f},{corner_y:.1f} {turned[0]:.1f},{turned[1]:.1f}"
    return f"{drawn}L{corners[-1][0]:.1f},{corners[-1][1]:.1f}"


def _list_corners(points: Sequence[Point]) -> list[Point]:
    """Return where a line begins, turns and ends that is level or upright everywhere."""
    corners = [points[0]]
    x, y = points[0]
    for to_x, to_y in points[1:]:
        if abs(to_y - y) < LEVEL:
            x = to_x
            continue
        middle = (x + to_x) / 2 if to_x != x else x
        corners += [(middle, y), (middle, to_y)]
        x, y = to_x, to_y
    corners.append((x, y))
    return [corner for place, corner in enumerate(corners) if not place or corner != corners[place - 1]]


def _move_towards(point: Point, other: Point, distance: float) -> Point:
    """Return the point at a distance from another on the way to a third, level or upright."""
    (x, y), (to_x, to_y) = point, other
    length = abs(to_x - x) + abs(to_y - y)
    share = distance / length if length else 0.0
    return x + (to_x - x) * share, y + (to_y - y) * share
