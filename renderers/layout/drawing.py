"""A drawing as values: where every box stands and which way every line goes.

Lengths are CSS pixels from the drawing's upper left corner.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from argument_maps.values import AnyRecord, Link
from renderers.boxes.record_box import Box
from renderers.layout.arrangement import Gathering
from renderers.layout.box_placement import PlacedGroup

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class PlacedBox:
    """A box in its place."""

    key: str
    x: float
    y: float
    box: Box


@dataclass(frozen=True, slots=True)
class Polyline:
    """The line of one premise, of a link's last leg, or of a branch, through its points.

    Each pair of points is a stretch: level where both have one height, else a step half way across.
    """

    points: tuple[Point, ...]

    @property
    def leftward(self) -> bool:
        """Whether the line comes to its end from the right; the stretch before it may have no length."""
        end = self.points[-1][0]
        return end < next((x for x, _ in reversed(self.points) if x != end), end)


@dataclass(frozen=True, slots=True)
class Edge:
    """A link in its place: the courses of its premises, its marker's middle and size, its last leg."""

    link: Link
    premise_lines: tuple[Polyline, ...]
    x: float
    y: float
    width: float
    height: float
    target_line: Polyline


@dataclass(frozen=True, slots=True)
class PlacedGathering:
    """Gathered boxes in their places, with the heading above them, from `top` for `height`, as far as `right`.

    The lines of `edges` and `branches` end at upright `brackets`.
    """

    gathering: Gathering
    top: float
    height: float
    right: float
    placed_boxes: tuple[PlacedBox, ...]
    edges: tuple[Edge, ...]
    branches: tuple[tuple[str, Polyline], ...]
    brackets: tuple[Polyline, ...]


@dataclass(slots=True)
class PlacedSection:
    """One strip in its place, from `top` for `height`; its heading stands above.

    The boxes and lines of `gatherings` are among its own.
    """

    heading: AnyRecord | str | None
    top: float
    height: float
    placed_boxes: list[PlacedBox] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    branches: list[tuple[str, Polyline]] = field(default_factory=list)
    gatherings: list[PlacedGathering] = field(default_factory=list)

    def add_gathering(self, placed: PlacedGathering) -> None:
        """Take in gathered boxes that stand below all others."""
        self.gatherings.append(placed)
        self.placed_boxes.extend(placed.placed_boxes)
        self.edges.extend(placed.edges)
        self.branches.extend(placed.branches)
        self.height = placed.top + placed.height - self.top


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole drawing: the left edge of each column, and the parts from top to bottom.

    `groups` are the groups of boxes by the names of their strips, for a later drawing in which they stay.
    """

    width: float
    height: float
    column_lefts: tuple[float, ...]
    column_widths: tuple[float, ...]
    sections: tuple[PlacedSection, ...]
    groups: Mapping[str, PlacedGroup]
