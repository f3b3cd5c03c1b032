"""From an arrangement to a drawing: every box and marker has its place, every edge its course."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from argument_maps.bounded_work import check_work
from argument_maps.values import Link
from models.errors import MapError, Phrase
from renderers.boxes.record_box import Box
from renderers.layout.arrangement import Arrangement, PictureSection
from renderers.layout.box_placement import BoxGroup, PlacedGroup, place_boxes
from renderers.layout.column_geometry import ColumnGeometry
from renderers.layout.drawing import Drawing, PlacedSection
from renderers.layout.edge_routes import RoutingPlan, measure_lanes, plan_routes
from renderers.layout.edge_routing import Router
from renderers.layout.gathered_placement import BOX_WIDTH, place_gathering

STRIP_GAP = 34.0
GATHERING_GAP, GATHERING_HEADING = 30.0, 38.0
# What may stay free above a strip after something above it has become less, so that the strip does not move.
MOST_SLACK = 160.0
# What Graphviz has to find a place for in one strip: boxes, and passages of lines between the boxes of a column.
# Measured on made-up timelines: 2,700 take it 1.4 s, 4,300 take 20 s, 5,400 take 37 s, and 8,000 over a minute.
MOST_POINTS = 4_000


class TooMuchToPlace(MapError):
    """A part of a picture has so many boxes and lines that Graphviz would not find places for them in time."""

    title = Phrase("The picture is too large to be drawn")


def lay_out(
    arrangement: Arrangement,
    box_of: Callable[[str, float, PictureSection], Box],
    marker_of: Callable[[Link], tuple[float, float]],
    heading_of: Callable[[PictureSection, float], float],
    former: Mapping[str, PlacedGroup] = MappingProxyType({}),
) -> Drawing:
    """Place everything; raises `DrawingUnavailable`, and `TooMuchToPlace` before anything is measured.

    `box_of` draws a key at a column's width, `marker_of` gives a marker's size, `heading_of` the height of
    a strip's heading at the drawing's width. `former` are the groups of an earlier drawing of the same view, by the
    names of its strips: what stood there stays as near as may be.
    """
    sections = arrangement.sections
    boxes: list[dict[str, Box]] = []
    groups: list[BoxGroup] = []
    plans = [plan_routes(section, {link.id: marker_of(link) for link in section.links}) for section in sections]
    for section, routing_plan in zip(sections, plans, strict=True):
        _check_size(section, routing_plan)

    def blocks() -> Iterator[BoxGroup]:
        for section, routing_plan in zip(sections, plans, strict=True):
            own: dict[str, Box] = {}
            for index, keys in enumerate(section.columns):
                check_work()
                own |= {key: box_of(key, arrangement.columns[index].width, section) for key in keys}
            boxes.append(own)
            group = BoxGroup(
                [[(key, own[key].height) for key in keys] for keys in section.columns],
                routing_plan.connections,
                former.get(section.name),
            )
            groups.append(group)
            yield group
        # All of them are with Graphviz now: while it places them, they are drawn.
        for own in boxes:
            check_work()
            for box in own.values():
                box.svg  # noqa: B018 - drawn when first asked for, and kept

    placements = place_boxes(blocks())
    lanes = measure_lanes(plans)
    geometry = ColumnGeometry(
        [column.width for column in arrangement.columns], lanes, _find_used_gutters(plans, sections), arrangement.side
    )
    placed_sections: list[PlacedSection] = []
    width = geometry.width
    y = 0.0
    for section, own, routing_plan, placement in zip(sections, boxes, plans, placements, strict=True):
        check_work()
        y += heading_of(section, geometry.width)
        if section.name in former:
            y = min(max(former[section.name].top, y), y + MOST_SLACK)
        placed_section = Router(section, own, routing_plan, placement, geometry, lanes).route_section(y)
        for gathering in section.gatherings:
            gathered = {key: box_of(key, BOX_WIDTH, section) for key in gathering.keys}
            markers = {link.id: marker_of(link) for link in gathering.links.values()}
            below = placed_section.top + placed_section.height + (GATHERING_GAP if placed_section.placed_boxes else 0.0)
            placed = place_gathering(gathering, gathered, markers, below, GATHERING_HEADING, geometry.width)
            placed_section.add_gathering(placed)
            width = max(width, placed.right)
        placed_sections.append(placed_section)
        y = placed_section.top + placed_section.height + STRIP_GAP
    placed_groups = {
        section.name: PlacedGroup(BoxGroup(group.columns, group.connections), placement, placed_section.top)
        for section, group, placement, placed_section in zip(sections, groups, placements, placed_sections, strict=True)
    }
    return Drawing(
        width,
        max(y - STRIP_GAP, 0.0),
        tuple(geometry.lefts),
        tuple(geometry.widths),
        tuple(placed_sections),
        placed_groups,
    )


def _check_size(section: PictureSection, routing_plan: RoutingPlan) -> None:
    boxes = sum(map(len, section.columns))
    points = boxes + sum(len(join.through) for join in routing_plan.connections)
    if points > MOST_POINTS:
        raise TooMuchToPlace(
            Phrase(
                "This part of the picture has %(boxes)s boxes in %(columns)s columns, and its lines pass between them "
                "%(passages)s times; at most %(most)s boxes and passages are drawn.",
                boxes=f"{boxes:,}",
                columns=f"{len(section.columns):,}",
                passages=f"{points - boxes:,}",
                most=f"{MOST_POINTS:,}",
            ),
            Phrase("Focus on a record, filter the map by question or kind, choose another view, or read the outline."),
        )


def _find_used_gutters(plans: list[RoutingPlan], sections: list[PictureSection]) -> set[int]:
    """Return the gutters that some way uses although no marker stands there."""
    used: set[int] = set()
    for routing_plan, section in zip(plans, sections, strict=True):
        column = {key: index for index, keys in enumerate(section.columns) for key in keys}
        for route in routing_plan.routes:
            end = routing_plan.markers[route.link].lane[0] if route.link is not None else column[route.end]
            low, high = sorted((column[route.start], end))
            used.update(range(low + 1, high + 1))
    return used
