"""The course of every line of one strip: slots in the lanes, ports on the boxes, points between them."""

from dataclasses import dataclass

from renderers.boxes.record_box import Box
from renderers.layout.arrangement import PictureSection
from renderers.layout.box_placement import BoxPlacement
from renderers.layout.column_geometry import ColumnGeometry
from renderers.layout.drawing import Edge, PlacedBox, PlacedSection, Polyline
from renderers.layout.edge_routes import (
    MARKER,
    SLOT,
    Lane,
    Marker,
    Route,
    RoutingPlan,
    list_lanes_on_route,
    list_lanes_to_target,
    spread_apart,
)
from renderers.layout.edge_separation import separate_polylines

PORT = 15.0
# What ends or begins at a port: the end of a way, the end of a last leg, the start of a way; and its number.
END, LEG, START = 0, 1, 2
PortRequest = tuple[float, int, int]


@dataclass(frozen=True, slots=True)
class _TargetLine:
    """The last leg of a marker's link, where it crosses a lane."""

    marker: Marker


class Router:
    """Sets markers and slots into their lanes, then ports onto the boxes, then draws the courses."""

    def __init__(
        self,
        section: PictureSection,
        boxes: dict[str, Box],
        plan_: RoutingPlan,
        placement: BoxPlacement,
        geometry: ColumnGeometry,
        lanes: dict[int, dict[int, float]],
    ) -> None:
        self.section, self.boxes, self.plan, self.placement, self.geometry, self.lanes = (
            section,
            boxes,
            plan_,
            placement,
            geometry,
            lanes,
        )
        self.column = {key: index for index, keys in enumerate(section.columns) for key in keys}
        for route, passages in zip(plan_.routes, placement.passages, strict=True):
            route.passages = passages
            route.crossings = dict.fromkeys(list_lanes_on_route(route, plan_.markers, self.column, lanes), 0.0)
        self.routes_by_link: dict[str | None, list[Route]] = {}
        for route in plan_.routes:
            self.routes_by_link.setdefault(route.link, []).append(route)
        self.target_of = {link: target for link, (_, target) in section.ends.items()}
        for marker in plan_.markers.values():
            target = self.target_of[marker.link.id]
            if target in self.column:
                marker.crossings = dict.fromkeys(list_lanes_to_target(marker, self.column[target], lanes), 0.0)
        self.lane_occupants = self._find_lane_occupants()
        self.positioned_links: set[str] = set()
        # By what ends or begins there and its number; until a port is set, a line aims at the middle of the box.
        self.port_y: tuple[dict[int, float], ...] = ({}, {}, {})

    def _find_lane_occupants(self) -> dict[Lane, list[Marker | Route | _TargetLine]]:
        """Return what stands in each lane or crosses it, ordinary lanes first, each time in the same order."""
        lane_occupants: dict[Lane, list[Marker | Route | _TargetLine]] = {}
        for marker in self.plan.markers.values():
            lane_occupants.setdefault(marker.lane, []).append(marker)
            for at in marker.crossings:
                lane_occupants.setdefault(at, []).append(_TargetLine(marker))
        for route in self.plan.routes:
            for at in route.crossings:
                lane_occupants.setdefault(at, []).append(route)
        return {at: lane_occupants[at] for at in sorted(lane_occupants, key=lambda at: (abs(at[1]), at))}

    def route_section(self, top: float) -> PlacedSection:
        """Return the strip's part with its upper edge at `top`."""
        # A second pass lines the markers up with the ports that the first one gave their lines.
        for _ in range(2):
            self._set_lanes()
            self._set_box_ports()
        self._set_marker_ports()
        low, high = self._measure_extent()
        shift = top - low
        placed_section = PlacedSection(self.section.heading, top, high - low)
        for key, box in self.boxes.items():
            x = self.geometry.lefts[self.column[key]]
            placed_section.placed_boxes.append(
                PlacedBox(key, x, self.placement.middles[key] - box.height / 2 + shift, box)
            )
        routes = [route for route in self.plan.routes if route.link is not None]
        placed_section.branches = [
            (route.start, self._trace_route(route, shift)) for route in self.plan.routes if route.link is None
        ]
        markers = self.plan.markers.values()
        separated_lines = [self._trace_route(route, shift) for route in routes] + [
            self._trace_target_line(marker, shift) for marker in markers
        ]
        separated_lines = separate_polylines(separated_lines, self.geometry.column_edges)
        polylines: dict[str | None, list[Polyline]] = {}
        for route, polyline in zip(routes, separated_lines, strict=False):
            polylines.setdefault(route.link, []).append(polyline)
        for marker, leg in zip(markers, separated_lines[len(routes) :], strict=True):
            x, y = self.geometry.lane_middles[marker.lane], marker.y + shift
            gathered = tuple(polylines[marker.link.id])
            placed_section.edges.append(Edge(marker.link, gathered, x, y, marker.width, marker.height, leg))
        return placed_section

    def _measure_extent(self) -> tuple[float, float]:
        tops = [self.placement.middles[key] - box.height / 2 for key, box in self.boxes.items()]
        bottoms = [self.placement.middles[key] + box.height / 2 for key, box in self.boxes.items()]
        for marker in self.plan.markers.values():
            tops.append(marker.y - marker.height / 2)
            bottoms.append(marker.y + marker.height / 2)
        for route in self.plan.routes:
            heights = [*route.passages, *route.crossings.values()]
            tops.extend(heights)
            bottoms.extend(heights)
        for marker in self.plan.markers.values():
            tops.extend(marker.crossings.values())
            bottoms.extend(marker.crossings.values())
        # Where all boxes of a strip are gathered below it, nothing stands in its columns.
        return min(tops, default=0.0), max(bottoms, default=0.0)

    def _set_lanes(self) -> None:
        """Give every marker and every crossing its height, lane by lane, ordinary markers first."""
        for at, occupants in self.lane_occupants.items():
            items: list[tuple[float, float, Marker | Route | _TargetLine]] = []
            for occupant in occupants:
                if isinstance(occupant, Route):
                    items.append((self._crossing_height(occupant, at), SLOT, occupant))
                elif isinstance(occupant, Marker):
                    items.append((self._preferred_height(occupant), occupant.height, occupant))
                else:
                    items.append((occupant.marker.y, SLOT, occupant))
            items.sort(key=_height)
            middles = spread_apart([item[0] for item in items], [item[1] for item in items], 7.0)
            for middle, (_, _, item) in zip(middles, items, strict=True):
                if isinstance(item, Route):
                    item.crossings[at] = middle
                elif isinstance(item, Marker):
                    item.y = middle
                    self.positioned_links.add(item.link.id)
                else:
                    item.marker.crossings[at] = middle

    def _preferred_height(self, marker: Marker) -> float:
        """Return the height at which a marker would stand best: between its premises and its target."""
        routes = self.routes_by_link[marker.link.id]
        starts = [route.passages[-1] if route.passages else self._start_height(route) for route in routes]
        target = self.target_of[marker.link.id]
        target_marker = self.plan.markers.get(target)
        if target_marker is not None:
            end = target_marker.y
        else:
            port = self.port_y[LEG].get(marker.number)
            end = self.placement.middles[target] if port is None else port
        return (sum(starts) / len(starts) + end) / 2

    def _start_height(self, route: Route) -> float:
        port = self.port_y[START].get(route.number)
        return self.placement.middles[route.start] if port is None else port

    def _crossing_height(self, route: Route, at: Lane) -> float:
        """Return the height at which a way would cross a lane if nothing else stood there.

        That is the height to which it goes: it bends once, on leaving, and runs level from there.
        """
        gutter, start = at[0], self.column[route.start]
        passed = start - gutter if start >= gutter else gutter - start - 1
        if passed < len(route.passages):
            return route.passages[passed]
        if route.link is None:
            return self.placement.middles[route.end]
        marker = self.plan.markers[route.link]
        # Markers of lanes further out have no height yet; those come from here themselves.
        return marker.y if marker.link.id in self.positioned_links else self.placement.middles[route.start]

    def _set_box_ports(self) -> None:
        """Give every line its own place on the side of the box where it begins or ends."""
        markers = self.plan.markers
        ports: dict[tuple[str, bool], list[PortRequest]] = {}
        for route in self.plan.routes:
            ports.setdefault((route.start, route.leftward), []).append((self._first_height(route), START, route.number))
            if route.link is None:
                inward = route.passages[-1] if route.passages else self.placement.middles[route.start]
                ports.setdefault((route.end, not route.leftward), []).append((inward, END, route.number))
        for marker in markers.values():
            target = self.target_of[marker.link.id]
            if target not in markers:
                inward = next(reversed(marker.crossings.values()), marker.y)
                left = marker.lane[0] <= self.column[target]
                ports.setdefault((target, left), []).append((inward, LEG, marker.number))
        self._distribute_all_ports(ports)

    def _set_marker_ports(self) -> None:
        """Give every line its own place on the side of the marker where it ends, by where it comes from."""
        markers = self.plan.markers
        ports: dict[tuple[str, bool], list[PortRequest]] = {}
        for route in self.plan.routes:
            if route.link is not None:
                request = (self._last_height(route, markers[route.link]), END, route.number)
                ports.setdefault((route.link, not route.leftward), []).append(request)
        for marker in markers.values():
            target_marker = markers.get(self.target_of[marker.link.id])
            if target_marker is not None:
                left = marker.lane[1] < target_marker.lane[1]
                ports.setdefault((target_marker.link.id, left), []).append((marker.y, LEG, marker.number))
        self._distribute_all_ports(ports)

    def _first_height(self, route: Route) -> float:
        """Return the height to which a way first goes."""
        for height in route.crossings.values():
            return height
        if route.passages:
            return route.passages[0]
        return self.placement.middles[route.end] if route.link is None else self.plan.markers[route.link].y

    def _last_height(self, route: Route, marker: Marker) -> float:
        """Return the height from which a way comes to its marker."""
        for at, height in reversed(route.crossings.items()):
            if at[0] == marker.lane[0]:
                return height
        return route.passages[-1] if route.passages else self._start_height(route)

    def _distribute_all_ports(self, ports: dict[tuple[str, bool], list[PortRequest]]) -> None:
        for (key, _), requests in ports.items():
            self._distribute_ports(key, requests)

    def _distribute_ports(self, key: str, requests: list[PortRequest]) -> None:
        marker = self.plan.markers.get(key)
        if marker is not None:
            middle, room = marker.y, max(marker.height - (12.0 if marker.width <= MARKER else 16.0), 4.0)
        else:
            middle, room = self.placement.middles[key], self.boxes[key].height - 24.0
        low, high = middle - room / 2, middle + room / 2
        if len(requests) == 1:
            height, sort, number = requests[0]
            self.port_y[sort][number] = min(max(height, low), high)
            return
        requests.sort()
        step = min(PORT, room / (len(requests) - 1))
        heights = spread_apart([min(max(height, low), high) for height, _, _ in requests], [0.0] * len(requests), step)
        over = max(heights[-1] - high, 0.0)
        under = max(low - (heights[0] - over), 0.0)
        for height, (_, sort, number) in zip(heights, requests, strict=True):
            self.port_y[sort][number] = height - over + under

    def _trace_route(self, route: Route, shift: float) -> Polyline:
        geometry, leftward = self.geometry, route.leftward
        start = (
            geometry.find_column_edge(self.column[route.start], left=leftward),
            self.port_y[START][route.number] + shift,
        )
        points = [start]
        passed = dict(zip(route.through, route.passages, strict=True))
        crossings = list(route.crossings.items())
        # Lanes and columns come in the order in which they are passed: first the lanes of a gutter, then its column.
        position = 0
        gutter = route.gutter
        for column in (*route.through, None):
            while position < len(crossings) and crossings[position][0][0] == gutter:
                at, height = crossings[position]
                x, half, y = geometry.lane_middles[at], self.lanes[at[0]][at[1]] / 2, height + shift
                points += [(x + half, y), (x - half, y)] if leftward else [(x - half, y), (x + half, y)]
                position += 1
            if column is not None:
                y = passed[column] + shift
                points.append((geometry.find_column_edge(column, left=not leftward), y))
                points.append((geometry.find_column_edge(column, left=leftward), y))
                gutter = column if leftward else column + 1
        y = self.port_y[END][route.number]
        if route.link is None:
            points.append((geometry.find_column_edge(self.column[route.end], left=not leftward), y + shift))
        else:
            marker = self.plan.markers[route.link]
            half = self.lanes[marker.lane[0]][marker.lane[1]] / 2
            middle = geometry.lane_middles[marker.lane]
            points.append((middle + half if leftward else middle - half, y + shift))
            points.append((self._find_marker_edge(marker, y, left=not leftward), y + shift))
        return Polyline(tuple(points))

    def _find_marker_edge(self, marker: Marker, height: float, *, left: bool) -> float:
        """Return where a line at this height meets the marker's outline."""
        half = marker.width / 2
        if marker.width <= MARKER:
            off = min(abs(height - marker.y), half)
            half = (half * half - off * off) ** 0.5
        return self.geometry.lane_middles[marker.lane] + (-half if left else half)

    def _trace_target_line(self, marker: Marker, shift: float) -> Polyline:
        """Return the line from a marker to its link's target."""
        target = self.target_of[marker.link.id]
        height = self.port_y[LEG][marker.number]
        target_marker = self.plan.markers.get(target)
        middle = self.geometry.lane_middles[marker.lane]
        if target_marker is None:
            left = marker.lane[0] <= self.column[target]
            end = (self.geometry.find_column_edge(self.column[target], left=left), height)
        else:
            left = marker.lane[1] < target_marker.lane[1]
            end = (self._find_marker_edge(target_marker, height, left=left), height)
        start = (middle + (marker.width / 2 if left else -marker.width / 2), marker.y)
        # Level to the edge of its lane, where nothing else stands at this height, and only then aside.
        half = self.lanes[marker.lane[0]][marker.lane[1]] / 2
        points = [start, (middle + half if left else middle - half, marker.y)]
        for at, y in marker.crossings.items():
            x, half = self.geometry.lane_middles[at], self.lanes[at[0]][at[1]] / 2
            points += [(x - half, y), (x + half, y)] if left else [(x + half, y), (x - half, y)]
        if target_marker is not None:
            x, half = (
                self.geometry.lane_middles[target_marker.lane],
                self.lanes[target_marker.lane[0]][target_marker.lane[1]] / 2,
            )
            points.append((x - half if left else x + half, height))
        return Polyline(tuple((x, y + shift) for x, y in [*points, end]))


def _height(item: tuple[float, float, Marker | Route | _TargetLine]) -> float:
    return item[0]
