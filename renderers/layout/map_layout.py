"""From an arrangement to a drawing: every box and marker has its place, every edge its course."""

from collections.abc import Callable, Iterator

from argument_maps.bounded_work import check_work
from argument_maps.graph import Link
from models.errors import MapError
from renderers.boxes.record_box import Box
from renderers.layout.arrangement import Arrangement, Strip
from renderers.layout.box_placement import Block, place
from renderers.layout.column_geometry import Frame
from renderers.layout.drawing import Drawing, PlacedStrip
from renderers.layout.edge_routes import Plan, lanes_of, plan
from renderers.layout.edge_routing import Router

STRIP_GAP = 34.0
# What Graphviz has to find a place for in one strip: boxes, and passages of lines between the boxes of a column.
# Measured on made-up timelines: 2,700 take it 1.4 s, 4,300 take 20 s, 5,400 take 37 s, and 8,000 over a minute.
MOST_POINTS = 4_000


class TooMuchToPlace(MapError):
    """A part of a picture has so many boxes and lines that Graphviz would not find places for them in time."""

    title = "The picture is too large to be drawn"


def lay_out(
    arrangement: Arrangement,
    box_of: Callable[[str, float, Strip], Box],
    marker_of: Callable[[Link], tuple[float, float]],
    heading_of: Callable[[Strip, float], float],
) -> Drawing:
    """Place everything; raises `DrawingUnavailable`, and `TooMuchToPlace` before anything is measured.

    `box_of` draws a key at a column's width, `marker_of` gives a marker's size, `heading_of` the height of
    a strip's heading at the drawing's width.
    """
    strips = arrangement.strips
    boxes: list[dict[str, Box]] = []
    plans = [plan(strip, {link.id: marker_of(link) for link in strip.links}) for strip in strips]
    for strip, each in zip(strips, plans, strict=True):
        _check_size(strip, each)

    def blocks() -> Iterator[Block]:
        for strip, each in zip(strips, plans, strict=True):
            own: dict[str, Box] = {}
            for index, keys in enumerate(strip.columns):
                check_work()
                own |= {key: box_of(key, arrangement.columns[index].width, strip) for key in keys}
            boxes.append(own)
            yield Block([[(key, own[key].height) for key in keys] for keys in strip.columns], each.joins)
        # All of them are with Graphviz now: while it places them, they are drawn.
        for own in boxes:
            check_work()
            for box in own.values():
                box.svg  # noqa: B018 - drawn when first asked for, and kept

    places = place(blocks())
    lanes = lanes_of(plans)
    frame = Frame([column.width for column in arrangement.columns], lanes, _busy(plans, strips), arrangement.side)
    parts: list[PlacedStrip] = []
    y = 0.0
    for strip, own, each, placed in zip(strips, boxes, plans, places, strict=True):
        check_work()
        y += heading_of(strip, frame.width)
        part = Router(strip, own, each, placed, frame, lanes).part(y)
        parts.append(part)
        y = part.top + part.height + STRIP_GAP
    return Drawing(frame.width, max(y - STRIP_GAP, 0.0), tuple(frame.lefts), tuple(frame.widths), tuple(parts))


def _check_size(strip: Strip, planned: Plan) -> None:
    boxes = sum(map(len, strip.columns))
    points = boxes + sum(len(join.through) for join in planned.joins)
    if points > MOST_POINTS:
        raise TooMuchToPlace(
            f"This part of the picture has {boxes:,} boxes in {len(strip.columns):,} columns, and its lines pass "
            f"{points - boxes:,} times between them; up to {MOST_POINTS:,} boxes and passages are drawn.",
            "Focus on a record, filter the map by question or kind, choose another view, or read the outline.",
        )


def _busy(plans: list[Plan], strips: list[Strip]) -> set[int]:
    """Return the gutters that some way uses although no marker stands there."""
    used: set[int] = set()
    for each, strip in zip(plans, strips, strict=True):
        column = {key: index for index, keys in enumerate(strip.columns) for key in keys}
        for way in each.ways:
            end = each.markers[way.link].lane[0] if way.link is not None else column[way.end]
            low, high = sorted((column[way.start], end))
            used.update(range(low + 1, high + 1))
    return used
