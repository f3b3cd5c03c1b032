"""How legible pictures are: crossings and lengths of edges, beside `dot` left free.

`dot` gets the very boxes that we drew, of the same sizes, joined by the same links, without clusters,
registers or columns, from left to right like ours; what it does with them is what we are measured by.
"""

import json
import math
import subprocess
from collections.abc import Iterable, Iterator
from itertools import pairwise

from argument_maps.selection.selecting import select
from benchmarks.figures import Figure
from benchmarks.generate import graph
from renderers.layout.drawing import Drawing, PlacedSection, Polyline
from renderers.svg.fragments import LEVEL
from renderers.svg.picture import lay_out_picture

SIZES = [(13, 40), (100, 6), (1000, 1)]
LIMIT = 1.5
POINTS = 72.0
JUNCTION = 0.3
CELL = 120.0
# Into as many straight pieces a curve of dot is cut.
CURVE_STEPS = 8

Point = tuple[float, float]
Line = list[Point]
# The lines of each link; a link of several premises has several.
Lines = dict[str, list[Line]]


def figures() -> Iterator[Figure]:
    """Count and measure both drawings of each map, with and without questions."""
    for records, count in SIZES:
        for questions in (True, False):
            maps = [graph(records, 500 + seed, questions=questions) for seed in range(count)]
            drawn = [lay_out_picture(select(each)) for each in maps]
            ours = [lines_of(each) for each in drawn]
            peers = [free_lines(each) for each in drawn]
            told = f"{records} records{'' if questions else ', no questions'}"
            yield Figure(
                f"edge crossings, {told} : dot",
                sum(map(crossings, ours)) / count,
                # A picture without any crossing cannot be divided by.
                max(sum(map(crossings, peers)) / count, 1.0),
                "crossings",
                LIMIT,
            )
            signed = [free_lines(each, signs=True) for each in drawn]
            for beside, free in (("dot", peers), ("dot with room for signs", signed)):
                yield Figure(f"mean edge length, {told} : {beside}", mean_length(ours), mean_length(free), "px", LIMIT)


def lines_of(drawn: Drawing) -> Lines:
    """Return the lines of a drawing of ours, its curves as polylines."""
    found: Lines = {}
    for part in drawn.sections:
        for edge in part.edges:
            for course in (*edge.premise_lines, edge.target_line):
                found.setdefault(edge.link.id, []).append(_polyline(course))
    return found


def _polyline(course: Polyline) -> Line:
    """Follow a course through its level stretches and its steps, as they are drawn but for their round corners."""
    line: Line = [course.points[0]]
    for (x, y), (to_x, to_y) in pairwise(course.points):
        if abs(to_y - y) >= LEVEL:
            line += [((x + to_x) / 2, y), ((x + to_x) / 2, to_y)]
        line.append((to_x, to_y))
    return line


def free_lines(drawn: Drawing, *, signs: bool = False) -> Lines:
    """Return the lines that `dot` draws between the same boxes when nothing holds it.

    With `signs` it has to find room for the sign on each link as well, as we have.
    """
    source, edges = _source(drawn, signs)
    done = subprocess.run(["dot", "-Tjson"], input=source, capture_output=True, text=True, check=True)
    answer = json.loads(done.stdout)
    found: Lines = {}
    for edge, label in zip(answer["edges"], edges, strict=True):
        found.setdefault(label, []).append(_spline(edge["pos"]))
    return found


def _source(drawn: Drawing, signs: bool) -> tuple[str, list[str]]:
    lines = ['digraph{rankdir=RL node[shape=box fixedsize=true label=""]edge[arrowhead=none]']
    numbers: dict[tuple[int, str], str] = {}
    links: list[str] = []
    for index, part in enumerate(drawn.sections):
        for station in part.placed_boxes:
            name = numbers[index, station.key] = f"n{len(numbers)}"
            box = station.box
            lines.append(f"{name}[width={box.width / POINTS:.4f} height={box.height / POINTS:.4f}]")
        markers = {edge.link.id: (edge.width, edge.height) for edge in part.edges}
        for start, end, label in _ends(part):
            for key in (start, end):
                if (index, key) not in numbers:
                    name = numbers[index, key] = f"n{len(numbers)}"
                    lines.append(f"{name}[width={JUNCTION} height={JUNCTION}]")
            lines.append(f"{numbers[index, start]}->{numbers[index, end]}" + (_sign(markers[label]) if signs else ""))
            links.append(label)
    return "\n".join([*lines, "}"]), links


def _sign(size: tuple[float, float]) -> str:
    """Return an edge label of that size; dot takes a size only from a table."""
    width, height = size
    cell = f'<TD FIXEDSIZE="TRUE" WIDTH="{width:.0f}" HEIGHT="{height:.0f}"></TD>'
    return f'[label=<<TABLE BORDER="0" CELLBORDER="0" CELLPADDING="0" CELLSPACING="0"><TR>{cell}</TR></TABLE>>]'


def _ends(part: PlacedSection) -> Iterator[tuple[str, str, str]]:
    """Give each line of a part as start, end and link; a joint or attacked inference has a junction of its own."""
    aimed_at = {edge.link.target for edge in part.edges}
    at = {}
    for station in part.placed_boxes:
        at[station.key] = (station.x, station.x + station.box.width, station.y, station.y + station.box.height)
    for edge in part.edges:
        starts = [_station_at(at, course.points[0]) for course in edge.premise_lines]
        links = {other.link.id for other in part.edges}
        target = edge.link.target if edge.link.target in links else _station_at(at, edge.target_line.points[-1])
        if len(starts) > 1 or edge.link.id in aimed_at:
            for start in starts:
                yield start, edge.link.id, edge.link.id
            yield edge.link.id, target, edge.link.id
        else:
            yield starts[0], target, edge.link.id


def _station_at(at: dict[str, tuple[float, float, float, float]], point: Point) -> str:
    """Return the box at whose side a line begins or ends."""
    x, y = point
    return min(at, key=lambda key: max(at[key][0] - x, x - at[key][1], 0.0) + max(at[key][2] - y, y - at[key][3], 0.0))


def _spline(pos: str) -> Line:
    """Read an edge's position: a B-spline of cubic pieces (Graphviz, splineType)."""
    points = [(float(x), float(y)) for x, y in (pair.split(",") for pair in pos.split() if pair[0] not in "se")]
    line = [points[0]]
    for at in range(0, len(points) - 3, 3):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = points[at : at + 4]
        for step in range(1, CURVE_STEPS + 1):
            t = step / CURVE_STEPS
            a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3
            line.append((a * ax + b * bx + c * cx + d * dx, a * ay + b * by + c * cy + d * dy))
    return line


def mean_length(drawings: Iterable[Lines]) -> float:
    """Return the mean length of a link's lines together."""
    lengths = [
        sum(math.dist(a, b) for line in lines for a, b in pairwise(line))
        for drawn in drawings
        for lines in drawn.values()
    ]
    return sum(lengths) / len(lengths)


def crossings(lines: Lines) -> int:
    """Count how often lines of different links cross each other; lines that only touch do not."""
    cells: dict[tuple[int, int], list[tuple[int, str, Point, Point]]] = {}
    count = 0
    for link, own in lines.items():
        for line in own:
            for a, b in pairwise(line):
                count += 1
                for cell in _cells(a, b):
                    cells.setdefault(cell, []).append((count, link, a, b))
    crossed: set[tuple[int, int]] = set()
    for held in cells.values():
        for index, (number, link, a, b) in enumerate(held):
            for other, another, c, d in held[index + 1 :]:
                if link != another and (number, other) not in crossed and _cross(a, b, c, d):
                    crossed.add((number, other))
    return len(crossed)


def _cells(a: Point, b: Point) -> Iterator[tuple[int, int]]:
    for column in range(math.floor(min(a[0], b[0]) / CELL), math.floor(max(a[0], b[0]) / CELL) + 1):
        for row in range(math.floor(min(a[1], b[1]) / CELL), math.floor(max(a[1], b[1]) / CELL) + 1):
            yield column, row


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
