"""Where boxes stand: columns of boxes are given to Graphviz, which orders them and sets their heights.

`dot` (Gansner, Koutsofios, North and Vo 1993) sees only numbers and sizes, never a text. Each column
is one rank, so only its crossing minimisation and its coordinate assignment are at work; we route the
edges ourselves, through waypoints that keep a place free between the boxes of each column they pass.
Columns as clusters would make edges four times as long.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from threading import Lock

from models.errors import Phrase
from renderers.layout.dot_process import DrawingUnavailable, run_dot

POINTS = 72.0
SEPARATION = 18.0
WAYPOINT = 1.0
PATIENT_JOINS = 100.0
MOST_PATIENCE = 20.0
# Each is a few kilobytes for a strip of twenty boxes.
MOST_ANSWERS = 200

# The abscissa of every node, in inches.
NodePositions = dict[str, float]


@dataclass(frozen=True, slots=True)
class BoxConnection:
    """A way from one box towards another, through the columns `through`, in order, where it needs room."""

    start: str
    through: tuple[int, ...]
    end: str


@dataclass(slots=True)
class BoxGroup:
    """Boxes in columns, to be placed together.

    `columns[c]` are the boxes of column c as (key, height in pixels), from left to right.
    """

    columns: list[list[tuple[str, float]]] = field(default_factory=list)
    connections: list[BoxConnection] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class BoxPlacement:
    """The outcome for one block, in pixels from the top of its first box.

    `middles` has the middle of each box; `passages`, in the order of the block's joins, the heights at
    which each join may pass its columns.
    """

    middles: dict[str, float]
    passages: list[list[float]]


def place_boxes(blocks: Iterable[BoxGroup], *, seconds: float = 30.0) -> list[BoxPlacement]:
    """Place every block in one bounded run of `dot`; raises `DrawingUnavailable`.

    The same blocks give the same answer, and of those asked about lately it is kept. About 4 ms for 100 boxes,
    150 ms for 1,000, in which the iterable can go on: `dot` is at work on each block as soon as it is given.
    """
    sources: list[_DotSource] = []
    positions_by_source: dict[str, NodePositions] = {}
    new_sources: dict[str, None] = {}

    def graphs() -> Iterator[str]:
        for block in blocks:
            source = _DotSource(block)
            sources.append(source)
            if not source.text or source.text in new_sources:
                continue
            cached = _position_cache.get(source.text)
            if cached is None:
                new_sources[source.text] = None
                yield source.text
            else:
                positions_by_source[source.text] = cached

    output = run_dot(graphs(), seconds)
    new_positions = dict(zip(new_sources, _parse_plain_output(output, len(new_sources)), strict=True))
    _position_cache.store(new_positions)
    positions_by_source |= new_positions
    return [
        source.read_placement(positions_by_source[source.text]) if source.text else source.stack_boxes()
        for source in sources
    ]


class _PositionCache:
    """What `dot` answered last: an edit that keeps the sizes of a block, a theme or a language asks nothing new.

    Safe to share between threads.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._lock = Lock()
        self._positions_by_source: OrderedDict[str, NodePositions] = OrderedDict()

    def get(self, text: str) -> NodePositions | None:
        with self._lock:
            answer = self._positions_by_source.get(text)
            if answer is not None:
                self._positions_by_source.move_to_end(text)
            return answer

    def store(self, answers: dict[str, NodePositions]) -> None:
        with self._lock:
            self._positions_by_source.update(answers)
            while len(self._positions_by_source) > self.most:
                self._positions_by_source.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._positions_by_source.clear()


_position_cache = _PositionCache(MOST_ANSWERS)


def clear_cached_positions() -> None:
    """Forget what `dot` answered, as when another `dot` is installed."""
    _position_cache.clear()


class _DotSource:
    """One block as DOT, and the way back from dot's numbers to the block's keys."""

    def __init__(self, block: BoxGroup) -> None:
        self.block = block
        self.column = {key: index for index, boxes in enumerate(block.columns) for key, _ in boxes}
        self.heights = {key: height for boxes in block.columns for key, height in boxes}
        self.numbers = {key: f"n{index}" for index, key in enumerate(self.heights)}
        self.waypoints: list[list[str]] = []
        self.text = self._write() if block.connections else ""

    def _write(self) -> str:
        ranks = [
            [f"{self.numbers[key]}[width={(height / POINTS):.4f}]" for key, height in boxes]
            for boxes in self.block.columns
        ]
        edges: dict[str, None] = {}
        count = 0
        for join in self.block.connections:
            chain = [(self.column[join.start], self.numbers[join.start])]
            for column in join.through:
                ranks[column].append(f"w{count}[width={WAYPOINT / POINTS:.4f}]")
                chain.append((column, f"w{count}"))
                count += 1
            self.waypoints.append([name for _, name in chain[1:]])
            chain.append((self.column[join.end], self.numbers[join.end]))
            for (a, first), (b, second) in pairwise(chain):
                if first != second:
                    edges[f"{first}->{second}" if a < b else f"{second}->{first}"] = None
        used = [(index, rank) for index, rank in enumerate(ranks) if rank]
        lines = [
            f"digraph{{graph[nodesep={SEPARATION / POINTS:.4f} ranksep=.1 splines=none nslimit=2 nslimit1=2 "
            f"mclimit={_limit_crossing_rounds(len(self.block.connections)):.2f}]",
            'node[shape=box fixedsize=true label="" height=.1]edge[arrowhead=none]',
            # A chain of points without width holds each column to its rank.
            "->".join(f"c{index}" for index, _ in used) + "[weight=0]" if len(used) > 1 else "",
            *(f"{{rank=same c{index}[width=.001];{';'.join(rank)}}}" for index, rank in used),
            *edges,
            "}\n",
        ]
        return "\n".join(line for line in lines if line)

    def read_placement(self, answer: NodePositions) -> BoxPlacement:
        """Turn dot's coordinates into pixels from the top of the block."""
        middles = {key: answer[number] * POINTS for key, number in self.numbers.items()}
        top = min(middle - self.heights[key] / 2 for key, middle in middles.items())
        return BoxPlacement(
            {key: middle - top for key, middle in middles.items()},
            [[answer[name] * POINTS - top for name in names] for names in self.waypoints],
        )

    def stack_boxes(self) -> BoxPlacement:
        """Set boxes that nothing joins one below the other, without a run of `dot`."""
        middles: dict[str, float] = {}
        for boxes in self.block.columns:
            y = 0.0
            for key, own in boxes:
                middles[key] = y + own / 2
                y += own + SEPARATION
        return BoxPlacement(middles, [])


def _limit_crossing_rounds(joins: int) -> float:
    """Return how many times its usual number of rounds dot may spend on crossings: many where a round costs little."""
    return min(max(PATIENT_JOINS / max(joins, 1), 1.0), MOST_PATIENCE)


def _parse_plain_output(output: str, expected: int) -> list[NodePositions]:
    """Read dot's plain output: for each graph the abscissa of every node, in inches."""
    positions: list[NodePositions] = []
    for line in output.splitlines():
        word, _, rest = line.partition(" ")
        if word == "graph":
            positions.append({})
        elif word == "node":
            name, x, _ = rest.split(" ", 2)
            positions[-1][name] = float(x)
    if len(positions) != expected:
        raise DrawingUnavailable(
            Phrase("Graphviz drew %(drawn)s of %(expected)s parts.", drawn=len(positions), expected=expected),
            Phrase("Try again, or focus on a part of the map."),
        )
    return positions
