"""The course of every line of one strip: slots in the lanes, ports on the boxes, points between them."""

from dataclasses import dataclass

from renderers.arrangement import Strip
from renderers.boxes import Box
from renderers.drawing import Course, Edge, Part, Station
from renderers.frame import Frame
from renderers.geometry import Placed
from renderers.routes import MARKER, SLOT, Lane, Marker, Plan, Way, crossed, leg_crossed, spread

PORT = 15.0


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
        for marker in plan_.markers.values():
            target = strip.ends[marker.link.id][1]
            if target in self.column:
                marker.crossings = dict.fromkeys(leg_crossed(marker, self.column[target], lanes), 0.0)
        self.settled: set[str] = set()
        self.ports: dict[tuple[str, bool], list[tuple[float, tuple[str, int]]]] = {}
        self.port_y: dict[tuple[str, int], float] = {}

    def part(self, top: float) -> Part:
        """Return the strip's part with its upper edge at `top`."""
        # A second pass lines the markers up with the ports that the first one gave their lines.
        for _ in range(2):
            self._set_lanes()
            self._set_ports()
        low, high = self._extent()
        shift = top - low
        part = Part(self.strip.heading, top, high - low)
        for key, box in self.boxes.items():
            x = self.frame.lefts[self.column[key]]
            part.stations.append(Station(key, x, self.placed.middles[key] - box.height / 2 + shift, box))
        courses: dict[str, list[Course]] = {}
        for way in self.plan.ways:
            course = self._course(way, shift)
            if way.link is None:
                part.branches.append((way.start, course))
            else:
                courses.setdefault(way.link, []).append(course)
        for marker in self.plan.markers.values():
            part.edges.append(self._edge(marker, tuple(courses[marker.link.id]), shift))
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

    def _target_of(self, marker: Marker) -> str:
        return self.strip.ends[marker.link.id][1]

    def _set_lanes(self) -> None:
        """Give every marker and every crossing its height, lane by lane, ordinary markers first."""
        order = sorted(
            {(gutter, lane) for gutter, held in self.lanes.items() for lane in held}, key=lambda at: (abs(at[1]), at)
        )
        for at in order:
            items: list[tuple[float, float, Marker | Way | _Leg]] = []
            for marker in self.plan.markers.values():
                if marker.lane == at:
                    items.append((self._wish(marker), marker.height, marker))
                if at in marker.crossings:
                    items.append((marker.y, SLOT, _Leg(marker)))
            items.extend((self._level(way, at), SLOT, way) for way in self.plan.ways if at in way.crossings)
            items.sort(key=lambda item: item[0])
            middles = spread([item[0] for item in items], [item[1] for item in items], 7.0)
            for middle, (_, _, item) in zip(middles, items, strict=True):
                if isinstance(item, Marker):
                    item.y = middle
                    self.settled.add(item.link.id)
                elif isinstance(item, _Leg):
                    item.marker.crossings[at] = middle
                else:
                    item.crossings[at] = middle

    def _wish(self, marker: Marker) -> float:
        """Return the height at which a marker would stand best: between its premises and its target."""
        target = self._target_of(marker)
        ways = self.ways_of[marker.link.id]
        starts = [way.passages[-1] if way.passages else self._port(("start", way.number), way.start) for way in ways]
        middle = sum(starts) / len(starts)
        aimed = self.plan.markers.get(target)
        end = aimed.y if aimed is not None else self._port(("leg", marker.number), target)
        return (middle + end) / 2

    def _port(self, who: tuple[str, int], key: str) -> float:
        return self.port_y.get(who, self.placed.middles[key])

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

    def _set_ports(self) -> None:
        """Give every line its own place on the side of the box or marker where it begins or ends."""
        self.ports.clear()
        for way in self.plan.ways:
            outward = next(iter(way.crossings.values()), None)
            if outward is None:
                outward = way.passages[0] if way.passages else self._end_height(way)
            gutter = self._gutter(way)
            self._ask(way.start, gutter <= self.column[way.start], outward, ("start", way.number))
            if way.link is None:
                inward = way.passages[-1] if way.passages else self.placed.middles[way.start]
                self._ask(way.end, gutter <= self.column[way.end], inward, ("end", way.number))
            else:
                marker = self.plan.markers[way.link]
                inward = self._last_height(way, marker)
                self._ask(way.link, self.column[way.start] < marker.lane[0], inward, ("end", way.number))
        for marker in self.plan.markers.values():
            target = self._target_of(marker)
            aimed = self.plan.markers.get(target)
            if aimed is None:
                inward = next(reversed(marker.crossings.values()), marker.y)
                self._ask(target, marker.lane[0] <= self.column[target], inward, ("leg", marker.number))
            else:
                self._ask(target, marker.lane[1] < aimed.lane[1], marker.y, ("leg", marker.number))
        for (key, _), asked in self.ports.items():
            self._share(key, sorted(asked))

    def _last_height(self, way: Way, marker: Marker) -> float:
        """Return the height from which a way comes to its marker."""
        for at, height in reversed(way.crossings.items()):
            if at[0] == marker.lane[0]:
                return height
        return way.passages[-1] if way.passages else self.placed.middles[way.start]

    def _gutter(self, way: Way) -> int:
        """Return the gutter into which a way first goes."""
        own = self.column[way.start]
        if way.link is not None:
            return own if own >= self.plan.markers[way.link].lane[0] else own + 1
        return own if own > self.column[way.end] else own + 1

    def _end_height(self, way: Way) -> float:
        return self.placed.middles[way.end] if way.link is None else self.plan.markers[way.link].y

    def _ask(self, key: str, left: bool, height: float, who: tuple[str, int]) -> None:
        self.ports.setdefault((key, left), []).append((height, who))

    def _share(self, key: str, asked: list[tuple[float, tuple[str, int]]]) -> None:
        marker = self.plan.markers.get(key)
        if marker is not None:
            middle, room = marker.y, max(marker.height - (12.0 if marker.width <= MARKER else 16.0), 4.0)
        else:
            middle, room = self.placed.middles[key], self.boxes[key].height - 24.0
        low, high = middle - room / 2, middle + room / 2
        if len(asked) == 1:
            self.port_y[asked[0][1]] = min(max(asked[0][0], low), high)
            return
        step = min(PORT, room / max(len(asked) - 1, 1))
        heights = spread([min(max(height, low), high) for height, _ in asked], [0.0] * len(asked), step)
        over = max(heights[-1] - high, 0.0)
        under = max(low - (heights[0] - over), 0.0)
        for height, (_, who) in zip(heights, asked, strict=True):
            self.port_y[who] = height - over + under

    def _course(self, way: Way, shift: float) -> Course:
        own = self.column[way.start]
        gutter = self._gutter(way)
        leftward = gutter <= own
        points = [(self.frame.side(own, left=leftward), self.port_y[("start", way.number)])]
        passages = dict(zip(way.through, way.passages, strict=True))
        stops: list[tuple[float, str, Lane | int]] = [
            *((self.frame.lane_middles[at], "lane", at) for at in way.crossings),
            *((self.frame.lefts[column], "column", column) for column in way.through),
        ]
        for _, sort, at in sorted(stops, key=lambda stop: -stop[0] if leftward else stop[0]):
            if sort == "lane" and isinstance(at, tuple):
                half = self.lanes[at[0]][at[1]] / 2
                x, y = self.frame.lane_middles[at], way.crossings[at]
                points += [(x + half, y), (x - half, y)] if leftward else [(x - half, y), (x + half, y)]
            elif isinstance(at, int):
                y = passages[at]
                enter, leave = self.frame.side(at, left=not leftward), self.frame.side(at, left=leftward)
                points += [(enter, y), (leave, y)]
        height = self.port_y[("end", way.number)]
        if way.link is None:
            points.append((self.frame.side(self.column[way.end], left=not leftward), height))
        else:
            marker = self.plan.markers[way.link]
            half = self.lanes[marker.lane[0]][marker.lane[1]] / 2
            middle = self.frame.lane_middles[marker.lane]
            points.append((middle + half if leftward else middle - half, height))
            points.append((self._edge_of(marker, height, left=not leftward), height))
        return Course(tuple((x, y + shift) for x, y in points))

    def _edge_of(self, marker: Marker, height: float, *, left: bool) -> float:
        """Return where a line at this height meets the marker's outline."""
        half = marker.width / 2
        if marker.width <= MARKER:
            off = min(abs(height - marker.y), half)
            half = (half * half - off * off) ** 0.5
        return self.frame.lane_middles[marker.lane] + (-half if left else half)

    def _edge(self, marker: Marker, courses: tuple[Course, ...], shift: float) -> Edge:
        target = self._target_of(marker)
        height = self.port_y[("leg", marker.number)]
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
        leg = Course(tuple((x, y + shift) for x, y in [*points, end]))
        return Edge(marker.link, courses, middle, marker.y + shift, marker.width, marker.height, leg)
