"""Ways for the edges: from premises, through gutters and free passages, to a marker and its target.

Between two columns lies a gutter; column c has gutter c at its left and c+1 at its right. Every link
has a marker (the sign of its inference, where co-premises meet and where it can be argued with) in a
gutter beside its target. A gutter has lanes, numbered from left to right around lane 0 where the
markers of ordinary links stand; a link that argues with a link has its marker in the next lane on the
side from which its premise comes. What crosses a lane gets a slot of its own in it, so no line ever
runs under a box, a marker or another line's slot.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from argument_maps.graph import Link
from renderers.layout.arrangement import Strip
from renderers.layout.box_placement import Join

Lane = tuple[int, int]
MARKER = 24.0
SLOT = 7.0


@dataclass(slots=True)
class Marker:
    """Where a link's marker stands: its lane, its size, and after routing its middle from the strip's top.

    `crossings` are the lanes that its last leg crosses on the way to the target.
    """

    number: int
    link: Link
    lane: Lane
    width: float
    height: float
    y: float = 0.0
    crossings: dict[Lane, float] = field(default_factory=dict)


@dataclass(slots=True)
class Way:
    """The way of one premise to its marker, or of a branch to its end.

    `gutter` is the one into which it goes first, at the left of its start if `leftward`. `crossings` are
    the lanes it passes with, after routing, the height at which it does; `through` are the columns it
    passes, `passages` the heights.
    """

    number: int
    link: str | None
    start: str
    end: str
    gutter: int
    leftward: bool
    through: tuple[int, ...] = ()
    crossings: dict[Lane, float] = field(default_factory=dict)
    passages: list[float] = field(default_factory=list)


@dataclass(slots=True)
class Plan:
    """What one strip needs besides its boxes."""

    markers: dict[str, Marker]
    ways: list[Way]
    joins: list[Join]


def plan(strip: Strip, sizes: dict[str, tuple[float, float]]) -> Plan:
    """Choose the lane of every marker and the columns every way passes; `sizes` are of markers, in pixels."""
    column = {key: index for index, keys in enumerate(strip.columns) for key in keys}
    last = len(strip.columns) - 1
    markers: dict[str, Marker] = {}
    anchors: dict[str, tuple[str, ...]] = {}
    ways: list[Way] = []
    joins: list[Join] = []
    for link in strip.links:
        premises, target = strip.ends[link.id]
        if target in markers:
            aimed = markers[target]
            gutter, lane = aimed.lane
            lane += 1 if column[premises[0]] >= gutter else -1
            near = anchors[target]
        else:
            beside = column[target]
            right = any(column[key] > beside for key in premises) or (
                any(column[key] == beside for key in premises) and beside < last
            )
            gutter, lane = (beside + 1 if right else beside), 0
            near = (target,)
        width, height = sizes[link.id]
        markers[link.id] = Marker(len(markers), link, (gutter, lane), width, height)
        anchors[link.id] = (*premises, *near)
        for key in premises:
            own = column[key]
            through, leftward = _between(own, gutter), own >= gutter
            ways.append(Way(len(ways), link.id, key, link.id, own if leftward else own + 1, leftward, through))
            joins.append(Join(key, through, _partner(key, gutter, near, column)))
    for branch in strip.branches:
        start, end = column[branch.start], column[branch.end]
        gutter = end + 1 if start > end else end
        through, leftward = _between(start, gutter), start > end
        ways.append(Way(len(ways), None, branch.start, branch.end, start if leftward else start + 1, leftward, through))
        joins.append(Join(branch.start, through, branch.end))
    return Plan(markers, ways, joins)


def _between(column: int, gutter: int) -> tuple[int, ...]:
    """Return the columns between a column and a gutter, in the order in which they are passed."""
    if column >= gutter:
        return tuple(range(column - 1, gutter - 1, -1))
    return tuple(range(column + 1, gutter))


def _partner(key: str, gutter: int, near: Sequence[str], column: dict[str, int]) -> str:
    """Return the box near which a way's start should stand: beyond the gutter where there is one."""
    beyond = [other for other in near if (column[other] < gutter) == (column[key] >= gutter)]
    return (beyond or list(near))[0]


def lanes_of(plans: Iterable[Plan]) -> dict[int, dict[int, float]]:
    """Return, for each gutter that holds markers, its lanes from left to right with their widths in pixels."""
    lanes: dict[int, dict[int, float]] = {}
    for each in plans:
        for marker in each.markers.values():
            gutter, lane = marker.lane
            widths = lanes.setdefault(gutter, {})
            widths[lane] = max(widths.get(lane, MARKER), marker.width)
    return {gutter: dict(sorted(widths.items())) for gutter, widths in lanes.items()}


def crossed(
    way: Way, markers: dict[str, Marker], column: dict[str, int], lanes: dict[int, dict[int, float]]
) -> list[Lane]:
    """Return, in order, the lanes that a way crosses between its start and its end."""
    own = column[way.start]
    if way.link is not None:
        gutter, lane = markers[way.link].lane
    else:
        end = column[way.end]
        gutter, lane = (end + 1, -(10**6)) if own > end else (end, 10**6)
    leftward = own >= gutter
    gutters = range(own, gutter - 1, -1) if leftward else range(own + 1, gutter + 1)
    found: list[Lane] = []
    for index in gutters:
        in_order = list(lanes.get(index, {}))
        found.extend(
            (index, other)
            for other in (reversed(in_order) if leftward else in_order)
            if index != gutter or (other > lane if leftward else other < lane)
        )
    return found


def leg_crossed(marker: Marker, target: int, lanes: dict[int, dict[int, float]]) -> list[Lane]:
    """Return, in order, the lanes between a marker and the target's column."""
    gutter, own = marker.lane
    held = list(lanes[gutter])
    if gutter > target:
        return [(gutter, lane) for lane in reversed(held) if lane < own]
    return [(gutter, lane) for lane in held if lane > own]


def spread(wanted: Sequence[float], sizes: Sequence[float], gap: float) -> list[float]:
    """Return middles as near as possible to the wanted ones, in the same order, that do not overlap.

    `wanted` is in ascending order. Minimises the sum of squared distances (pool adjacent violators,
    Ayer et al. 1955), so that what is crowded moves apart evenly.
    """
    offsets = [0.0] if wanted else []
    for before, after in pairwise(sizes):
        offsets.append(offsets[-1] + (before + after) / 2 + gap)
    pools: list[tuple[float, int]] = []
    for middle, offset in zip(wanted, offsets, strict=True):
        total, count = middle - offset, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            sum_before, count_before = pools.pop()
            total, count = total + sum_before, count + count_before
        pools.append((total, count))
    base = [total / count for total, count in pools for _ in range(count)]
    return [start + offset for start, offset in zip(base, offsets, strict=True)]
