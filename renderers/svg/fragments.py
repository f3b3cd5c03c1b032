"""A picture taken apart into pieces that are drawn whole, so that a part of it can be drawn alone."""

from collections.abc import Sequence
from typing import NamedTuple

from renderers.layout.drawing import Edge, Polyline


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
    x, y = points[0]
    drawn = f"M{x:.1f},{y:.1f}"
    for to_x, to_y in points[1:]:
        if -0.05 < to_y - y < 0.05:
            if to_x != x:
                drawn += f"H{to_x:.1f}"
        else:
            middle = (x + to_x) * 0.5
            drawn += f"C{middle:.1f},{y:.1f} {middle:.1f},{to_y:.1f} {to_x:.1f},{to_y:.1f}"
        x, y = to_x, to_y
    return drawn
