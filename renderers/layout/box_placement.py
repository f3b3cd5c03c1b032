"""Where boxes stand: columns of boxes are given to Graphviz, which orders them and sets their heights.

`dot` (Gansner, Koutsofios, North and Vo 1993) sees only numbers and sizes, never a text. Each column
is one rank, so only its crossing minimisation and its coordinate assignment are at work; we route the
edges ourselves, through waypoints that keep a place free between the boxes of each column they pass.
Columns as clusters would make edges four times as long. What room its lines took to be straight is halved afterwards:
more would have lines cross.

Boxes that were placed before stay in their order, and as near to where they were as their neighbours allow, unless
lines would cross much more often than in the order that `dot` finds.
"""

from bisect import bisect_right, insort
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from threading import Lock

from models.errors import Phrase
from renderers.layout.coordinate_assignment import Tie, assign_coordinates, measure_columns, weigh_tie
from renderers.layout.dot_process import DrawingUnavailable, run_dot

POINTS = 72.0
SEPARATION = 18.0
WAYPOINT = 1.0
# How much it counts that a box stays where dot set it, and where a reader saw it, beside its being level with others.
DOT_PULL = 10.0
FORMER_PULL, FORMER_PASSAGE_PULL = 40.0, 2.0
# How many more crossings than in dot's order are borne for boxes that stay: those that a reader does not notice.
CROSSINGS_BORNE, CROSSINGS_BORNE_TIMES = 3, 1.5
# Of what dot takes beyond what the columns need, the part that is left for straight lines.
STRAIGHTENING_ROOM = 0.5
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

    `columns[c]` are the boxes of column c as (key, height in pixels), from left to right. `former` is how most of them
    were placed before, where somebody looks at that.
    """

    columns: list[list[tuple[str, float]]] = field(default_factory=list)
    connections: list[BoxConnection] = field(default_factory=list)
    former: "PlacedGroup | None" = None


@dataclass(frozen=True, slots=True)
class BoxPlacement:
    """The outcome for one block, in pixels from the top of its first box.

    `middles` has the middle of each box; `passages`, in the order of the block's joins, the heights at
    which each join may pass its columns.
    """

    middles: dict[str, float]
    passages: list[list[float]]


@dataclass(frozen=True, slots=True)
class PlacedGroup:
    """A group with where its boxes and passages came to stand, and from where on in the whole drawing."""

    group: BoxGroup
    placement: BoxPlacement
    top: float


def place_boxes(blocks: Iterable[BoxGroup], *, seconds: float = 30.0) -> list[BoxPlacement]:
    """Place every block in one bounded run of `dot`; raises `DrawingUnavailable`.

    The same blocks give the same answer, and of those asked about lately it is kept. About 4 ms for 100 boxes,
    150 ms for 1,000, in which the iterable can go on: `dot` is at work on each block as soon as it is given.
    A block that is as it was placed before needs no `dot`.
    """
    sources: list[_DotSource] = []
    positions_by_source: dict[str, NodePositions] = {}
    new_sources: dict[str, None] = {}

    def graphs() -> Iterator[str]:
        for block in blocks:
            source = _DotSource(block)
            sources.append(source)
            if source.is_settled or source.text in new_sources:
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
        source.settle_boxes() if source.is_settled else source.read_placement(positions_by_source[source.text])
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
        self.sizes = {self.numbers[key]: height for key, height in self.heights.items()}
        self.ranks = [[self.numbers[key] for key, _ in boxes] for boxes in block.columns]
        self.waypoints: list[list[str]] = []
        self.edges = self._join_ranks()
        former = block.former.group if block.former is not None else None
        self.is_unchanged = (
            former is not None and former.columns == block.columns and former.connections == block.connections
        )
        self.is_settled = self.is_unchanged or not block.connections
        self.text = "" if self.is_settled else self._write()

    def _join_ranks(self) -> list[tuple[str, str]]:
        """Return the edges from left to right between neighbouring ranks, and put the waypoints into theirs."""
        edges: dict[tuple[str, str], None] = {}
        count = 0
        for join in self.block.connections:
            chain = [(self.column[join.start], self.numbers[join.start])]
            for column in join.through:
                self.sizes[f"w{count}"] = WAYPOINT
                self.ranks[column].append(f"w{count}")
                chain.append((column, f"w{count}"))
                count += 1
            self.waypoints.append([name for _, name in chain[1:]])
            chain.append((self.column[join.end], self.numbers[join.end]))
            for (a, first), (b, second) in pairwise(chain):
                if first != second:
                    edges[(first, second) if a < b else (second, first)] = None
        return list(edges)

    def _write(self) -> str:
        used = [
            (index, [f"{name}[width={self.sizes[name] / POINTS:.4f}]" for name in rank])
            for index, rank in enumerate(self.ranks)
            if rank
        ]
        lines = [
            f"digraph{{graph[nodesep={SEPARATION / POINTS:.4f} ranksep=.1 splines=none nslimit=2 nslimit1=2 "
            f"mclimit={_limit_crossing_rounds(len(self.block.connections)):.2f}]",
            'node[shape=box fixedsize=true label="" height=.1]edge[arrowhead=none]',
            # A chain of points without width holds each column to its rank.
            "->".join(f"c{index}" for index, _ in used) + "[weight=0]" if len(used) > 1 else "",
            *(f"{{rank=same c{index}[width=.001];{';'.join(rank)}}}" for index, rank in used),
            *(f"{first}->{second}" for first, second in self.edges),
            "}\n",
        ]
        return "\n".join(line for line in lines if line)

    def read_placement(self, answer: NodePositions) -> BoxPlacement:
        """Turn dot's coordinates into pixels from the top of the block, in less room."""
        middles = {name: answer[name] * POINTS for name in self.sizes}
        top = min(middle - self.sizes[name] / 2 for name, middle in middles.items())
        bottom = max(middle + self.sizes[name] / 2 for name, middle in middles.items())
        least = measure_columns(self.ranks, self.sizes, SEPARATION)
        room = least + max(bottom - top - least, 0.0) * STRAIGHTENING_ROOM
        start = {name: middle - top for name, middle in middles.items()}
        if self.block.former is not None:
            kept = self._keep_places(self.block.former, self._sort_ranks(start))
            if kept is not None:
                return kept
        return self._assign(start, dict.fromkeys(start, DOT_PULL), room)

    def settle_boxes(self) -> BoxPlacement:
        """Place boxes that need no `dot`: where they were, or one below the other if nothing joins them."""
        former = self.block.former
        return former.placement if former is not None and self.is_unchanged else self._stack_boxes()

    def _keep_places(self, former: PlacedGroup, ranks_of_dot: list[list[str]]) -> BoxPlacement | None:
        """Return where boxes stay about where they were, None where few were there or too many lines would cross."""
        if 2 * sum(key in former.placement.middles for key in self.heights) < len(self.heights):
            return None
        start, pulls = self._recall_heights(former)
        borne = CROSSINGS_BORNE + CROSSINGS_BORNE_TIMES * self._count_crossings(ranks_of_dot)
        if self._count_crossings(self._sort_ranks(start)) > borne:
            return None
        bottom = max(
            former.placement.middles[key] + height / 2 for boxes in former.group.columns for key, height in boxes
        )
        return self._assign(start, pulls, bottom)

    def _sort_ranks(self, heights: dict[str, float]) -> list[list[str]]:
        return [sorted(rank, key=heights.__getitem__) for rank in self.ranks]

    def _count_crossings(self, ranks: list[list[str]]) -> int:
        """Return how often edges cross between neighbouring ranks in this order of them."""
        place = {name: (index, number) for index, rank in enumerate(ranks) for number, name in enumerate(rank)}
        between: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for first, second in self.edges:
            (left, start), (right, end) = place[first], place[second]
            between.setdefault((left, right), []).append((start, end))
        count = 0
        for pairs in between.values():
            ends: list[int] = []
            for _, end in sorted(pairs):
                count += len(ends) - bisect_right(ends, end)
                insort(ends, end)
        return count

    def _recall_heights(self, former: PlacedGroup) -> tuple[dict[str, float], dict[str, float]]:
        """Return where each box and waypoint was or, if it is new, belongs; and what it counts that it stays there."""
        start: dict[str, float] = {}
        pulls: dict[str, float] = {}
        for key, number in self.numbers.items():
            if key in former.placement.middles:
                start[number] = former.placement.middles[key]
                pulls[number] = FORMER_PULL
        passed = {
            (join.start, join.end, column): height
            for join, heights in zip(former.group.connections, former.placement.passages, strict=True)
            for column, height in zip(join.through, heights, strict=True)
        }
        for join, names in zip(self.block.connections, self.waypoints, strict=True):
            for column, name in zip(join.through, names, strict=True):
                if (join.start, join.end, column) in passed:
                    start[name] = passed[join.start, join.end, column]
                    pulls[name] = FORMER_PASSAGE_PULL
        self._find_heights(start)
        return start, pulls

    def _find_heights(self, start: dict[str, float]) -> None:
        """Give what is new the height between what it is joined to, and below all else where that is nothing."""
        ties = self._tie_ranks()
        below = max(start.values(), default=0.0)
        # A box may be joined to new ones alone, or by way of passages that are new as well.
        for _ in self.block.columns:
            for name in self.sizes:
                if name not in start:
                    known = [start[other] for other, _ in ties.get(name, ()) if other in start]
                    if known:
                        start[name] = sum(known) / len(known)
        for name in self.sizes:
            if name not in start:
                below += 1.0
                start[name] = below

    def _tie_ranks(self) -> dict[str, list[Tie]]:
        ties: dict[str, list[Tie]] = {}
        for first, second in self.edges:
            strength = weigh_tie((first[0] == "w") + (second[0] == "w"))
            ties.setdefault(first, []).append((second, strength))
            ties.setdefault(second, []).append((first, strength))
        return ties

    def _assign(self, start: dict[str, float], pulls: dict[str, float], room: float) -> BoxPlacement:
        """Return the placement in the order of the heights given, within the room where that is enough."""
        found = assign_coordinates(
            self._sort_ranks(start), self.sizes, self._tie_ranks(), start, pulls, room, SEPARATION
        )
        top = min(found[number] - self.sizes[number] / 2 for number in self.numbers.values())
        return BoxPlacement(
            {key: found[number] - top for key, number in self.numbers.items()},
            [[found[name] - top for name in names] for names in self.waypoints],
        )

    def _stack_boxes(self) -> BoxPlacement:
        """Set boxes that nothing joins one below the other."""
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
