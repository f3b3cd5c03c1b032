"""From an arrangement to a drawing: every box and marker has its place, every edge its course."""

from collections.abc import Callable, Iterator

from argument_maps.graph import Link
from renderers.arrangement import Arrangement, Strip
from renderers.boxes import Box
from renderers.courses import Router
from renderers.drawing import Drawing, Part
from renderers.frame import Frame
from renderers.geometry import Block, place
from renderers.routes import Plan, lanes_of, plan

STRIP_GAP = 34.0


def lay_out(
    arrangement: Arrangement,
    box_of: Callable[[str, float, Strip], Box],
    marker_of: Callable[[Link], tuple[float, float]],
    heading_of: Callable[[Strip, float], float],
) -> Drawing:
    """Place everything; raises `DrawingUnavailable`.

    `box_of` draws a key at a column's width, `marker_of` gives a marker's size, `heading_of` the height of
    a strip's heading at the drawing's width.
    """
    strips = arrangement.strips
    boxes: list[dict[str, Box]] = []
    plans: list[Plan] = []

    def blocks() -> Iterator[Block]:
        for strip in strips:
            own = {
                key: box_of(key, arrangement.columns[index].width, strip)
                for index, keys in enumerate(strip.columns)
                for key in keys
            }
            boxes.append(own)
            plans.append(plan(strip, {link.id: marker_of(link) for link in strip.links}))
            yield Block([[(key, own[key].height) for key in keys] for keys in strip.columns], plans[-1].joins)
        # All of them are with Graphviz now: while it places them, they are drawn.
        for own in boxes:
            for box in own.values():
                box.svg  # noqa: B018 - drawn when first asked for, and kept

    places = place(blocks())
    lanes = lanes_of(plans)
    frame = Frame([column.width for column in arrangement.columns], lanes, _busy(plans, strips), arrangement.side)
    parts: list[Part] = []
    y = 0.0
    for strip, own, each, placed in zip(strips, boxes, plans, places, strict=True):
        y += heading_of(strip, frame.width)
        part = Router(strip, own, each, placed, frame, lanes).part(y)
        parts.append(part)
        y = part.top + part.height + STRIP_GAP
    return Drawing(frame.width, max(y - STRIP_GAP, 0.0), tuple(frame.lefts), tuple(frame.widths), tuple(parts))


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
