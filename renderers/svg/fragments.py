"""A picture taken apart into pieces that are drawn whole, so that a part of it can be drawn alone."""

from collections.abc import Sequence
from typing import NamedTuple

from renderers.layout.drawing import Course, Edge


class Piece(NamedTuple):
    """A part of a picture that is drawn whole: its SVG in the picture's coordinates, and the rectangle it lies in."""

    svg: str
    left: float
    top: float
    right: float
    bottom: float
    solid: bool = False


class Pieces(NamedTuple):
    """A picture taken apart: its size in pixels, and its pieces from the lowest to the uppermost.

    `solid` pieces are those that nobody wants to see cut: boxes and markers, and what stands above them.
    """

    width: float
    height: float
    ground: str
    pieces: tuple[Piece, ...]


def piece(svg: str, box: tuple[float, float, float, float], top: float, *, solid: bool = False) -> Piece:
    """Return a piece whose drawing and rectangle are given from `top` on."""
    left, high, right, low = box
    return Piece(moved(svg, top), left, high + top, right, low + top, solid)


def moved(svg: str, down: float) -> str:
    """Return a drawing moved down."""
    return f'<g transform="translate(0,{down:.1f})" fill="none">{svg}</g>' if svg else ""


def extent(courses: Sequence[Course], room: float = 12.0) -> tuple[float, float, float, float]:
    """Return the rectangle around lines, with room for their arrowheads; their curves stay between their points."""
    xs, ys = zip(*(point for course in courses for point in course.points), strict=True)
    return min(xs) - room, min(ys) - room, max(xs) + room, max(ys) + room


def edge_extent(edge: Edge) -> tuple[float, float, float, float]:
    """Return the rectangle around the lines and the marker of a link."""
    left, top, right, bottom = extent([*edge.courses, edge.leg])
    across, down = edge.width / 2 + 2, edge.height / 2 + 2
    return min(left, edge.x - across), min(top, edge.y - down), max(right, edge.x + across), max(bottom, edge.y + down)
