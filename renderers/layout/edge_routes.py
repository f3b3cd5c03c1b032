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

from argument_maps.values import Link
from renderers.layout.arrangement import PictureSection
from renderers.layout.box_placement import BoxConnection

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
class Route:
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
class RoutingPlan:
    """What one strip needs besides its boxes."""

    markers: dict[str, Marker]
    routes: list[Route]
    connections: list[BoxConnection]


def plan_routes(section: PictureSection, sizes: dict[str, tuple[float, float]]) -> RoutingPlan:
    """Choose the lane of every marker and the columns every way passes; `sizes` are of markers, in pixels."""
    column = {key: index for index, keys in enumerate(section.columns) for key in keys}
    last = len(section.columns) - 1
    markers: dict[str, Marker] = {}
    anchors: dict[str, tuple[str, ...]] = {}
    routes: list[Route] = []
    connections: list[BoxConnection] = []
    for link in section.links:
        premises, target = section.ends[link.id]
        if target in markers:
            target_marker = markers[target]
            gutter, lane = target_marker.lane
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
            through, leftward = _columns_between(own, gutter), own >= gutter
            routes.append(Route(len(routes), link.id, key, link.id, own if leftward else own + 1, leftward, through))
            connections.append(BoxConnection(key, through, _find_partner_box(key, gutter, near, column)))
    for branch in section.branches:
        start, end = column[branch.start], column[branch.end]
        gutter = end + 1 if start > end else end
        through, leftward = _columns_between(start, gutter), start > end
        routes.append(
            Route(len(routes), None, branch.start, branch.end, start if leftward else start + 1, leftward, through)
        )
        connections.append(BoxConnection(branch.start, through, branch.end))
    return RoutingPlan(markers, routes, connections)


def _columns_between(column: int, gutter: int) -> tuple[int, ...]:
    """Return the columns between a column and a gutter, in the order in which they are passed."""
    if column >= gutter:
        return tuple(range(column - 1, gutter - 1, -1))
    return tuple(range(column + 1, gutter))


def _find_partner_box(key: str, gutter: int, near: Sequence[str], column: dict[str, int]) -> str:
    """Return the box near which a way's start should stand: beyond the gutter where there is one."""
    beyond = [other for other in near if (column[other] < gutter) == (column[key] >= gutter)]
    return (beyond or list(near))[0]


def measure_lanes(plans: Iterable[RoutingPlan]) -> dict[int, dict[int, float]]:
    """Return, for each gutter that holds markers, its lanes from left to right with their widths in pixels."""
    lanes: dict[int, dict[int, float]] = {}
    for routing_plan in plans:
        for marker in routing_plan.markers.values():
            gutter, lane = marker.lane
            widths = lanes.setdefault(gutter, {})
            widths[lane] = max(widths.get(lane, MARKER), marker.width)
    return {gutter: dict(sorted(widths.items())) for gutter, widths in lanes.items()}


def list_lanes_on_route(
    route: Route, markers: dict[str, Marker], column: dict[str, int], lanes: dict[int, dict[int, float]]
) -> list[Lane]:
    """Return, in order, the lanes that a way crosses between its start and its end."""
    own = column[route.start]
    if route.link is not None:
        gutter, lane = markers[route.link].lane
    else:
        end = column[route.end]
        gutter, lane = (end + 1, -(10**6)) if own > end else (end, 10**6)
    leftward = own >= gutter
    gutters = range(own, gutter - 1, -1) if leftward else range(own + 1, gutter + 1)
    crossed_lanes: list[Lane] = []
    for index in gutters:
        in_order = list(lanes.get(index, {}))
        crossed_lanes.extend(
            (index, other)
            for other in (reversed(in_order) if leftward else in_order)
            if index != gutter or (other > lane if leftward else other < lane)
        )
    return crossed_lanes


def list_lanes_to_target(marker: Marker, target: int, lanes: dict[int, dict[int, float]]) -> list[Lane]:
    """Return, in order, the lanes between a marker and the target's column."""
    gutter, own = marker.lane
    lane_numbers = list(lanes[gutter])
    if gutter > target:
        return [(gutter, lane) for lane in reversed(lane_numbers) if lane < own]
    return [(gutter, lane) for lane in lane_numbers if lane > own]


def spread_apart(preferred: Sequence[float], sizes: Sequence[float], gap: float) -> list[float]:
    """Return middles as near as possible to the wanted ones, in the same order, that do not overlap.

    `preferred` is in ascending order. Minimises the sum of squared distances (pool adjacent violators,
    Ayer et al. 1955), so that what is crowded moves apart evenly.
    """
    offsets = [0.0] if preferred else []
    for before, after in pairwise(sizes):
        offsets.append(offsets[-1] + (before + after) / 2 + gap)
    pools: list[tuple[float, int]] = []
    for middle, offset in zip(preferred, offsets, strict=True):
        total, count = middle - offset, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            sum_before, count_before = pools.pop()
            total, count = total + sum_before, count + count_before
        pools.append((total, count))
    base = [total / count for total, count in pools for _ in range(count)]
    return [start + offset for start, offset in zip(base, offsets, strict=True)]
