"""The course of every line of one strip: slots in the lanes, ports on the boxes, points between them."""

from dataclasses import dataclass

from renderers.boxes.record_box import Box
from renderers.layout.arrangement import Strip
from renderers.layout.box_placement import Placed
from renderers.layout.column_geometry import Frame
from renderers.layout.drawing import Course, Edge, PlacedStrip, Station
from renderers.layout.edge_routes import MARKER, SLOT, Lane, Marker, Plan, Way, crossed, leg_crossed, spread
from renderers.layout.edge_separation import keep_apart

PORT = 15.0
# What ends or begins at a port: the end of a way, the end of a last leg, the start of a way; and its number.
END, LEG, START = 0, 1, 2
Asked = tuple[float, int, int]


@dataclass(frozen=True, slots=True)
class _Leg:
    """The last leg of a marker's link, where it crosses a lane."""

    marker: Marker


class Router:
    """Sets markers and slots into their lanes, then ports onto the boxes, then draws the courses."""

    def __init__(
        self,
        strip: Strip,
        boxes: dict[str, Box],
        plan_: Plan,
        placed: Placed,
        frame: Frame,
        lanes: dict[int, dict[int, float]],
    ) -> None:
        self.strip, self.boxes, self.plan, self.placed, self.frame, self.lanes = (
            strip,
            boxes,
            plan_,
            placed,
            frame,
            lanes,
        )
        self.column = {key: index for index, keys in enumerate(strip.columns) for key in keys}
        for way, passages in zip(plan_.ways, placed.passages, strict=True):
            way.passages = passages
            way.crossings = dict.fromkeys(crossed(way, plan_.markers, self.column, lanes), 0.0)
        self.ways_of: dict[str | None, list[Way]] = {}
        for way in plan_.ways:
            self.ways_of.setdefault(way.link, []).append(way)
        self.target_of = {link: target for link, (_, target) in strip.ends.items()}
        for marker in plan_.markers.values():
            target = self.target_of[marker.link.id]
            if target in self.column:
                marker.crossings = dict.fromkeys(leg_crossed(marker, self.column[target], lanes), 0.0)
        self.crossers = self._crossers()
        self.settled: set[str] = set()
        # By what ends or begins there and its number; until a port is set, a line aims at the middle of the box.
        self.port_y: tuple[dict[int, float], ...] = ({}, {}, {})

    def _crossers(self) -> dict[Lane, list[Marker | Way | _Leg]]:
        """Return what stands in each lane or crosses it, ordinary lanes first, each time in the same order."""
        found: dict[Lane, list[Marker | Way | _Leg]] = {}
        for marker in self.plan.markers.values():
            found.setdefault(marker.lane, []).append(marker)
            for at in marker.crossings:
                found.setdefault(at, []).append(_Leg(marker))
        for way in self.plan.ways:
            for at in way.crossings:
                found.setdefault(at, []).append(way)
        return {at: found[at] for at in sorted(found, key=lambda at: (abs(at[1]), at))}

    def part(self, top: float) -> PlacedStrip:
        """Return the strip's part with its upper edge at `top`."""
        # A second pass lines the markers up with the ports that the first one gave their lines.
        for _ in range(2):
            self._set_lanes()
            self._set_box_ports()
        self._set_marker_ports()
        low, high = self._extent()
        shift = top - low
        part = PlacedStrip(self.strip.heading, top, high - low)
        for key, box in self.boxes.items():
            x = self.frame.lefts[self.column[key]]
            part.stations.append(Station(key, x, self.placed.middles[key] - box.height / 2 + shift, box))
        ways = [way for way in self.plan.ways if way.link is not None]
        part.branches = [(way.start, self._course(way, shift)) for way in self.plan.ways if way.link is None]
        markers = self.plan.markers.values()
        drawn = [self._course(way, shift) for way in ways] + [self._leg(marker, shift) for marker in markers]
        drawn = keep_apart(drawn, self.frame.sides)
        courses: dict[str | None, list[Course]] = {}
        for way, course in zip(ways, drawn, strict=False):
            courses.setdefault(way.link, []).append(course)
        for marker, leg in zip(markers, drawn[len(ways) :], strict=True):
            x, y = self.frame.lane_middles[marker.lane], marker.y + shift
            gathered = tuple(courses[marker.link.id])
            part.edges.append(Edge(marker.link, gathered, x, y, marker.width, marker.height, leg))
        return part

    def _extent(self) -> tuple[float, float]:
        tops = [self.placed.middles[key] - box.height / 2 for key, box in self.boxes.items()]
        bottoms = [self.placed.middles[key] + box.height / 2 for key, box in self.boxes.items()]
        for marker in self.plan.markers.values():
            tops.append(marker.y - marker.height / 2)
            bottoms.append(marker.y + marker.height / 2)
        for way in self.plan.ways:
            heights = [*way.passages, *way.crossings.values()]
            tops.extend(heights)
            bottoms.extend(heights)
        for marker in self.plan.markers.values():
            tops.extend(marker.crossings.values())
            bottoms.extend(marker.crossings.values())
        return min(tops), max(bottoms)

    def _set_lanes(self) -> None:
        """Give every marker and every crossing its height, lane by lane, ordinary markers first."""
        for at, crossers in self.crossers.items():
            items: list[tuple[float, float, Marker | Way | _Leg]] = []
            for each in crossers:
                if isinstance(each, Way):
                    items.append((self._level(each, at), SLOT, each))
                elif isinstance(each, Marker):
                    items.append((self._wish(each), each.height, each))
                else:
                    items.append((each.marker.y, SLOT, each))
            items.sort(key=_height)
            middles = spread([item[0] for item in items], [item[1] for item in items], 7.0)
            for middle, (_, _, item) in zip(middles, items, strict=True):
                if isinstance(item, Way):
                    item.crossings[at] = middle
                elif isinstance(item, Marker):
                    item.y = middle
                    self.settled.add(item.link.id)
                else:
                    item.marker.crossings[at] = middle

    def _wish(self, marker: Marker) -> float:
        """Return the height at which a marker would stand best: between its premises and its target."""
        ways = self.ways_of[marker.link.id]
        starts = [way.passages[-1] if way.passages else self._start(way) for way in ways]
        target = self.target_of[marker.link.id]
        aimed = self.plan.markers.get(target)
        if aimed is not None:
            end = aimed.y
        else:
            port = self.port_y[LEG].get(marker.number)
            end = self.placed.middles[target] if port is None else port
        return (sum(starts) / len(starts) + end) / 2

    def _start(self, way: Way) -> float:
        port = self.port_y[START].get(way.number)
        return self.placed.middles[way.start] if port is None else port

    def _level(self, way: Way, at: Lane) -> float:
        """Return the height at which a way would cross a lane if nothing else stood there.

        That is the height to which it goes: it bends once, on leaving, and runs level from there.
        """
        gutter, start = at[0], self.column[way.start]
        passed = start - gutter if start >= gutter else gutter - start - 1
        if passed < len(way.passages):
            return way.passages[passed]
        if way.link is None:
            return self.placed.middles[way.end]
        marker = self.plan.markers[way.link]
        # Markers of lanes further out have no height yet; those come from here themselves.
        return marker.y if marker.link.id in self.settled else self.placed.middles[way.start]

    def _set_box_ports(self) -> None:
        """Give every line its own place on the side of the box where it begins or ends."""
        markers = self.plan.markers
        ports: dict[tuple[str, bool], list[Asked]] = {}
        for way in self.plan.ways:
            ports.setdefault((way.start, way.leftward), []).append((self._outward(way), START, way.number))
            if way.link is None:
                inward = way.passages[-1] if way.passages else self.placed.middles[way.start]
                ports.setdefault((way.end, not way.leftward), []).append((inward, END, way.number))
        for marker in markers.values():
            target = self.target_of[marker.link.id]
            if target not in markers:
                inward = next(reversed(marker.crossings.values()), marker.y)
                left = marker.lane[0] <= self.column[target]
                ports.setdefault((target, left), []).append((inward, LEG, marker.number))
        self._share_all(ports)

    def _set_marker_ports(self) -> None:
        """Give every line its own place on the side of the marker where it ends, by where it comes from."""
        markers = self.plan.markers
        ports: dict[tuple[str, bool], list[Asked]] = {}
        for way in self.plan.ways:
            if way.link is not None:
                asked = (self._last_height(way, markers[way.link]), END, way.number)
                ports.setdefault((way.link, not way.leftward), []).append(asked)
        for marker in markers.values():
            aimed = markers.get(self.target_of[marker.link.id])
            if aimed is not None:
                left = marker.lane[1] < aimed.lane[1]
                ports.setdefault((aimed.link.id, left), []).append((marker.y, LEG, marker.number))
        self._share_all(ports)

    def _outward(self, way: Way) -> float:
        """Return the height to which a way first goes."""
        for height in way.crossings.values():
            return height
        if way.passages:
            return way.passages[0]
        return self.placed.middles[way.end] if way.link is None else self.plan.markers[way.link].y

    def _last_height(self, way: Way, marker: Marker) -> float:
        """Return the height from which a way comes to its marker."""
        for at, height in reversed(way.crossings.items()):
            if at[0] == marker.lane[0]:
                return height
        return way.passages[-1] if way.passages else self._start(way)

    def _share_all(self, ports: dict[tuple[str, bool], list[Asked]]) -> None:
        for (key, _), asked in ports.items():
            self._share(key, asked)

    def _share(self, key: str, asked: list[Asked]) -> None:
        marker = self.plan.markers.get(key)
        if marker is not None:
            middle, room = marker.y, max(marker.height - (12.0 if marker.width <= MARKER else 16.0), 4.0)
        else:
            middle, room = self.placed.middles[key], self.boxes[key].height - 24.0
        low, high = middle - room / 2, middle + room / 2
        if len(asked) == 1:
            height, sort, number = asked[0]
            self.port_y[sort][number] = min(max(height, low), high)
            return
        asked.sort()
        step = min(PORT, room / (len(asked) - 1))
        heights = spread([min(max(height, low), high) for height, _, _ in asked], [0.0] * len(asked), step)
        over = max(heights[-1] - high, 0.0)
        under = max(low - (heights[0] - over), 0.0)
        for height, (_, sort, number) in zip(heights, asked, strict=True):
            self.port_y[sort][number] = height - over + under

    def _course(self, way: Way, shift: float) -> Course:
        frame, leftward = self.frame, way.leftward
        start = (frame.side(self.column[way.start], left=leftward), self.port_y[START][way.number] + shift)
        points = [start]
        passed = dict(zip(way.through, way.passages, strict=True))
        crossings = list(way.crossings.items())
        # Lanes and columns come in the order in which they are passed: first the lanes of a gutter, then its column.
        position = 0
        gutter = way.gutter
        for column in (*way.through, None):
            while position < len(crossings) and crossings[position][0][0] == gutter:
                at, height = crossings[position]
                x, half, y = frame.lane_middles[at], self.lanes[at[0]][at[1]] / 2, height + shift
                points += [(x + half, y), (x - half, y)] if leftward else [(x - half, y), (x + half, y)]
                position += 1
            if column is not None:
                y = passed[column] + shift
                points.append((frame.side(column, left=not leftward), y))
                points.append((frame.side(column, left=leftward), y))
                gutter = column if leftward else column + 1
        y = self.port_y[END][way.number]
        if way.link is None:
            points.append((frame.side(self.column[way.end], left=not leftward), y + shift))
        else:
            marker = self.plan.markers[way.link]
            half = self.lanes[marker.lane[0]][marker.lane[1]] / 2
            middle = frame.lane_middles[marker.lane]
            points.append((middle + half if leftward else middle - half, y + shift))
            points.append((self._edge_of(marker, y, left=not leftward), y + shift))
        return Course(tuple(points))

    def _edge_of(self, marker: Marker, height: float, *, left: bool) -> float:
        """Return where a line at this height meets the marker's outline."""
        half = marker.width / 2
        if marker.width <= MARKER:
            off = min(abs(height - marker.y), half)
            half = (half * half - off * off) ** 0.5
        return self.frame.lane_middles[marker.lane] + (-half if left else half)

    def _leg(self, marker: Marker, shift: float) -> Course:
        """Return the line from a marker to its link's target."""
        target = self.target_of[marker.link.id]
        height = self.port_y[LEG][marker.number]
        aimed = self.plan.markers.get(target)
        middle = self.frame.lane_middles[marker.lane]
        if aimed is None:
            left = marker.lane[0] <= self.column[target]
            end = (self.frame.side(self.column[target], left=left), height)
        else:
            left = marker.lane[1] < aimed.lane[1]
            end = (self._edge_of(aimed, height, left=left), height)
        start = (middle + (marker.width / 2 if left else -marker.width / 2), marker.y)
        # Level to the edge of its lane, where nothing else stands at this height, and only then aside.
        half = self.lanes[marker.lane[0]][marker.lane[1]] / 2
        points = [start, (middle + half if left else middle - half, marker.y)]
        for at, y in marker.crossings.items():
            x, half = self.frame.lane_middles[at], self.lanes[at[0]][at[1]] / 2
            points += [(x - half, y), (x + half, y)] if left else [(x + half, y), (x - half, y)]
        if aimed is not None:
            x, half = self.frame.lane_middles[aimed.lane], self.lanes[aimed.lane[0]][aimed.lane[1]] / 2
            points.append((x - half if left else x + half, height))
        return Course(tuple((x, y + shift) for x, y in [*points, end]))


def _height(item: tuple[float, float, Marker | Way | _Leg]) -> float:
    return item[0]
