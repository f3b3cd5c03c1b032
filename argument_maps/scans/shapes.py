"""Shapes on an image, in whole pixels: a rectangle, or a polygon with the rectangle around it.

Coordinates are those of pixel edges: x from 0 up to the width, y from 0 down to the height. A box is
(x, y, width, height).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from models.errors import MapError, Phrase
from models.records.scans import bound_points

PixelBox = tuple[int, int, int, int]
PixelPoint = tuple[int, int]
# A point before it is fitted to the pixels, of the numbers that a file gives.
OutlinePoint = tuple[float, float]
# How far arithmetic may miss a whole number, in pixels.
_SLACK = 1e-6


class BadSelector(MapError):
    """What says where a region is says nothing that can be marked on its image."""

    title = Phrase("The region cannot be placed")


@dataclass(frozen=True, slots=True)
class Shape:
    """A rectangle, or, with `points`, a polygon within it; `notes` say what was changed while it was read."""

    box: PixelBox
    points: tuple[PixelPoint, ...] = ()
    notes: tuple[Phrase, ...] = field(default=(), compare=False)


def fit_box(left: Fraction, top: Fraction, right: Fraction, bottom: Fraction, width: int, height: int) -> Shape:
    """Return the whole pixels of an image of this width and height that a rectangle touches. Raises `BadSelector`."""
    if right <= left or bottom <= top:
        raise refuse_flat()
    edges = math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom)
    x, y, end_x, end_y = max(edges[0], 0), max(edges[1], 0), min(edges[2], width), min(edges[3], height)
    if x >= end_x or y >= end_y:
        raise _refuse_outside(width, height)
    notes = () if (x, y, end_x, end_y) == edges else (_tell_clipped(),)
    return Shape((x, y, end_x - x, end_y - y), (), notes)


def fit_outline(outline: Sequence[OutlinePoint], width: int, height: int) -> Shape:
    """Return a polygon in whole pixels, without what is outside an image of this width and height.

    A polygon of which rounding leaves no area is the pixels that it touches. Raises `BadSelector`.
    """
    notes: tuple[Phrase, ...] = ()
    if not all(-_SLACK <= x <= width + _SLACK and -_SLACK <= y <= height + _SLACK for x, y in outline):
        clipped = _clip_outline(outline, width, height)
        if not _has_area(clipped):
            raise refuse_flat() if not _has_area(outline) else _refuse_outside(width, height)
        outline, notes = clipped, (_tell_clipped(),)
    if not _has_area(outline):
        raise refuse_flat()
    points = _drop_repeated([(math.floor(x + 0.5), math.floor(y + 0.5)) for x, y in outline])
    if _has_area(points):
        return Shape(bound_points(points), tuple(points), notes)
    (left, right), (top, bottom) = ((min(axis), max(axis)) for axis in zip(*outline, strict=True))
    edges = (
        *(math.floor(edge + _SLACK) for edge in (left, top)),
        *(math.ceil(edge - _SLACK) for edge in (right, bottom)),
    )
    x, y = min(edges[0], width - 1), min(edges[1], height - 1)
    return Shape((x, y, max(edges[2] - x, 1), max(edges[3] - y, 1)), (), notes)


def scale_shape(shape: Shape, size: tuple[int, int], new_size: tuple[int, int]) -> Shape:
    """Return a shape on an image of this (width, height) as it is on the image in another. Raises `BadSelector`."""
    if size == new_size:
        return shape
    factors = Fraction(new_size[0], size[0]), Fraction(new_size[1], size[1])
    if shape.points:
        outline = [(float(x * factors[0]), float(y * factors[1])) for x, y in shape.points]
        scaled = fit_outline(outline, *new_size)
    else:
        x, y, width, height = shape.box
        edges = (x * factors[0], y * factors[1], (x + width) * factors[0], (y + height) * factors[1])
        scaled = fit_box(*edges, *new_size)
    return Shape(scaled.box, scaled.points, (*shape.notes, *scaled.notes))


def refuse_flat() -> BadSelector:
    """Return the refusal of what has no area."""
    return BadSelector(
        Phrase("The region has no area."), Phrase("Give a rectangle or a polygon that is wide and high.")
    )


def _refuse_outside(width: int, height: int) -> BadSelector:
    return BadSelector(
        Phrase(
            "The whole region is outside the image, which is %(width)s pixels wide and %(height)s high.",
            width=width,
            height=height,
        ),
        Phrase("Check whether it was marked on this image, and on one of this size."),
    )


def _tell_clipped() -> Phrase:
    return Phrase("Part of the region was outside the image and was cut off.")


def _drop_repeated(points: Sequence[PixelPoint]) -> list[PixelPoint]:
    """Return points without those that are where the one before is, the last being before the first."""
    return [point for at, point in enumerate(points) if point != points[at - 1]]


def _has_area(points: Sequence[OutlinePoint]) -> bool:
    """Tell whether points do not all stand on one line; that some areas cancel each other out does not count."""
    if len(points) < 3:
        return False
    x, y = points[0]
    far_x, far_y = max(points, key=lambda point: abs(point[0] - x) + abs(point[1] - y))
    far_x, far_y = far_x - x, far_y - y
    reach = abs(far_x) + abs(far_y)
    return any(abs(far_x * (other[1] - y) - far_y * (other[0] - x)) > _SLACK * reach for other in points)


def _clip_outline(outline: Sequence[OutlinePoint], width: int, height: int) -> list[OutlinePoint]:
    """Return the part of a polygon that is on the image (Sutherland and Hodgman 1974)."""
    clipped = list(outline)
    for axis, limit, sign in ((0, 0, 1), (0, width, -1), (1, 0, 1), (1, height, -1)):
        clipped = _clip_at_edge(clipped, axis, limit, sign)
    return clipped


def _clip_at_edge(outline: list[OutlinePoint], axis: int, limit: int, sign: int) -> list[OutlinePoint]:
    """Return the part of a polygon beyond a limit on an axis, or, with the sign -1, before it."""
    clipped: list[OutlinePoint] = []
    for at, point in enumerate(outline):
        before = outline[at - 1]
        is_inside, was_inside = (sign * (each[axis] - limit) >= 0 for each in (point, before))
        if is_inside != was_inside:
            share = (limit - before[axis]) / (point[axis] - before[axis])
            other = before[1 - axis] + share * (point[1 - axis] - before[1 - axis])
            clipped.append((limit, other) if axis == 0 else (other, limit))
        if is_inside:
            clipped.append(point)
    return clipped
