"""Outlines in SVG as polygons (SVG 1.1, chapters 8 and 9), as far as selectors use it.

Curves become polygons of enough points; what would move the outline elsewhere, such as a transformation, is refused.
"""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from argument_maps.scans.shapes import BadSelector, OutlinePoint
from models.errors import Phrase
from models.records.scans import MOST_POINTS

LONGEST_SVG = 200_000
MOST_SHAPES = 100
POINTS_OF_ELLIPSE = 48
STEPS_OF_CURVE = 8
# Larger numbers are no pixels of an image.
FARTHEST = 10_000_000.0
REMEDY = Phrase("Draw it anew as a rectangle or polygon in the viewer that it comes from, or mark it here.")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_SEPARATORS = re.compile(r"[\s,]*")
_COMMANDS = frozenset("MmLlHhVvZzCcSsQqTt")
_NUMBERS_OF_COMMAND = {"M": 2, "L": 2, "H": 1, "V": 1, "Z": 0, "C": 6, "S": 4, "Q": 4, "T": 2}
# Elements around shapes, and such as show nothing.
_AROUND = frozenset({"svg", "g", "a", "title", "desc", "metadata", "style"})


@dataclass(frozen=True, slots=True)
class SvgOutline:
    """A closed outline; `is_box` if it is a rectangle that stands upright."""

    points: tuple[OutlinePoint, ...]
    is_box: bool = False


def parse_svg_outlines(svg: str, width: int, height: int) -> list[SvgOutline]:
    """Return the outlines of an SVG for an image of this width and height in pixels, lines included.

    Raises `BadSelector`.
    """
    root = _parse_svg(svg)
    _check_view_box(root, width, height)
    outlines: list[SvgOutline] = []
    for element in root.iter():
        name = _read_name(element)
        if element.get("transform") is not None:
            raise BadSelector(Phrase("The region’s outline is moved, turned or scaled by a transformation."), REMEDY)
        reader = _READERS.get(name)
        if reader is not None:
            outlines += reader(element)
        elif name not in _AROUND:
            raise BadSelector(Phrase("The region’s outline has an element “%(name)s”.", name=name[:40]), REMEDY)
        if len(outlines) > MOST_SHAPES or sum(len(outline.points) for outline in outlines) > MOST_POINTS:
            raise BadSelector(
                Phrase(
                    "The region’s outline has more than %(points)s points or %(shapes)s shapes.",
                    points=f"{MOST_POINTS:,}",
                    shapes=MOST_SHAPES,
                ),
                Phrase("Draw it with fewer points."),
            )
    return [outline for outline in outlines if outline.points]


def _parse_svg(svg: str) -> Element:
    if len(svg) > LONGEST_SVG:
        raise BadSelector(
            Phrase("The region’s outline has more than %(most)s characters.", most=f"{LONGEST_SVG:,}"),
            Phrase("Draw it with fewer points."),
        )
    try:
        root: Element = fromstring(svg, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise BadSelector(Phrase("The region’s outline is not well-formed SVG."), REMEDY) from error
    if _read_name(root) != "svg" and _read_name(root) not in _READERS:
        raise BadSelector(Phrase("The region’s outline is not well-formed SVG."), REMEDY)
    return root


def _read_name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else "title"


def _check_view_box(root: Element, width: int, height: int) -> None:
    """Refuse coordinates that are not pixels of the image."""
    view_box = root.get("viewBox")
    if view_box is not None and _read_numbers(view_box) != [0, 0, width, height]:
        raise BadSelector(
            Phrase("The region’s outline has coordinates of its own (viewBox), not the pixels of the image."), REMEDY
        )


def _refuse_damaged() -> BadSelector:
    return BadSelector(Phrase("The numbers of the region’s outline are damaged or too large."), REMEDY)


def _read_numbers(text: str) -> list[float]:
    numbers, at = [], _skip(text, 0)
    while at < len(text):
        number = _NUMBER.match(text, at)
        if number is None:
            raise _refuse_damaged()
        numbers.append(_check_number(number[0]))
        at = _skip(text, number.end())
    return numbers


def _skip(text: str, at: int) -> int:
    separators = _SEPARATORS.match(text, at)
    return separators.end() if separators is not None else at


def _check_number(digits: str) -> float:
    number = float(digits)
    if not abs(number) <= FARTHEST:
        raise _refuse_damaged()
    return number


def _read_length(element: Element, name: str, default: str = "0") -> float:
    """Return an attribute in pixels, the unit that SVG has without naming one."""
    written = element.get(name, default).strip().removesuffix("px")
    if _NUMBER.fullmatch(written) is None:
        raise _refuse_damaged()
    return _check_number(written)


def _read_polygon(element: Element) -> list[SvgOutline]:
    numbers = _read_numbers(element.get("points", ""))
    if len(numbers) % 2:
        raise _refuse_damaged()
    return [SvgOutline(tuple(zip(numbers[::2], numbers[1::2], strict=True)))]


def _read_rectangle(element: Element) -> list[SvgOutline]:
    x, y, width, height = (_read_length(element, name) for name in ("x", "y", "width", "height"))
    if width < 0 or height < 0:
        raise _refuse_damaged()
    return [SvgOutline(((x, y), (x + width, y), (x + width, y + height), (x, y + height)), is_box=True)]


def _read_ellipse(element: Element) -> list[SvgOutline]:
    x, y = _read_length(element, "cx"), _read_length(element, "cy")
    radius = element.get("r", "0")
    radii = [abs(_read_length(element, name, radius)) for name in ("rx", "ry")]
    angles = [2 * math.pi * at / POINTS_OF_ELLIPSE for at in range(POINTS_OF_ELLIPSE)]
    return [SvgOutline(tuple((x + radii[0] * math.cos(a), y + radii[1] * math.sin(a)) for a in angles))]


def _read_line(element: Element) -> list[SvgOutline]:
    x, y, end_x, end_y = (_read_length(element, name) for name in ("x1", "y1", "x2", "y2"))
    return [SvgOutline(((x, y), (end_x, end_y)))]


def _read_path(element: Element) -> list[SvgOutline]:
    pen = _Pen()
    for command, numbers in _read_commands(element.get("d", "")):
        pen.draw(command, numbers)
    return [SvgOutline(tuple(points)) for points in pen.outlines]


_READERS: dict[str, Callable[[Element], list[SvgOutline]]] = {
    "polygon": _read_polygon,
    "polyline": _read_polygon,
    "rect": _read_rectangle,
    "circle": _read_ellipse,
    "ellipse": _read_ellipse,
    "line": _read_line,
    "path": _read_path,
}


def _read_commands(path: str) -> Iterator[tuple[str, list[float]]]:
    """Yield each command of a path with its numbers, those repeated without their letter as well."""
    at, command, drawn = _skip(path, 0), "", 0
    while at < len(path):
        letter = path[at]
        if letter in "Aa":
            raise BadSelector(Phrase("The region’s outline has an arc of an ellipse in its path."), REMEDY)
        if letter in _COMMANDS:
            command, at = letter, _skip(path, at + 1)
        elif not command or command in "Zz":
            raise _refuse_damaged()
        elif command in "Mm":
            # What follows the first point of a path without a letter of its own are lines.
            command = "L" if command == "M" else "l"
        numbers = []
        for _ in range(_NUMBERS_OF_COMMAND[command.upper()]):
            number = _NUMBER.match(path, at)
            if number is None:
                raise _refuse_damaged()
            numbers.append(_check_number(number[0]))
            at = _skip(path, number.end())
        if not drawn and command not in "Mm":
            raise _refuse_damaged()
        drawn += 1
        if drawn > MOST_POINTS + 1:
            # Nothing is drawn any more; the number of points is refused by whoever asked for them.
            return
        yield command, numbers


class _Pen:
    """Follows the commands of a path; a curve is drawn as straight lines between points on it."""

    def __init__(self) -> None:
        self.outlines: list[list[OutlinePoint]] = []
        self._at: OutlinePoint = (0.0, 0.0)
        # The last control point of a curve, which a smooth one mirrors, and of which sort of curve it was.
        self._control: OutlinePoint | None = None
        self._control_sort = ""

    def draw(self, command: str, numbers: list[float]) -> None:
        """Draw one command with its numbers."""
        sort = command.upper()
        x, y = self._at if command.islower() else (0.0, 0.0)
        if sort == "Z":
            self._at = self.outlines[-1][0]
        elif sort in "HV":
            self._go((x + numbers[0], self._at[1]) if sort == "H" else (self._at[0], y + numbers[0]))
        elif sort == "M":
            self._at = (x + numbers[0], y + numbers[1])
            self.outlines.append([self._at])
        else:
            points = [(x + numbers[at], y + numbers[at + 1]) for at in range(0, len(numbers), 2)]
            if sort in "ST":
                points.insert(0, self._mirror("CS" if sort == "S" else "QT"))
            self._follow([self._at, *points])
            self._control, self._control_sort = points[-2] if len(points) > 1 else None, sort
            return
        self._control = None

    def _mirror(self, sorts: str) -> OutlinePoint:
        if self._control is None or self._control_sort not in sorts:
            return self._at
        return 2 * self._at[0] - self._control[0], 2 * self._at[1] - self._control[1]

    def _follow(self, points: list[OutlinePoint]) -> None:
        """Go along a Bézier curve, or a straight line if it has no control points."""
        if len(points) == 2 or all(point in (points[0], points[-1]) for point in points):
            self._go(points[-1])
            return
        for step in range(1, STEPS_OF_CURVE + 1):
            self._go(_find_on_curve(points, step / STEPS_OF_CURVE))

    def _go(self, point: OutlinePoint) -> None:
        self._at = point
        outline = self.outlines[-1]
        if len(outline) <= MOST_POINTS:
            outline.append(point)


def _find_on_curve(points: list[OutlinePoint], share: float) -> OutlinePoint:
    """Return the point of a Bézier curve at this share of its way (de Casteljau)."""
    while len(points) > 1:
        points = [(x + share * (next_x - x), y + share * (next_y - y)) for (x, y), (next_x, next_y) in pairwise(points)]
    return points[0]
