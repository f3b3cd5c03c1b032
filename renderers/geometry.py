"""Where boxes stand: columns of boxes are given to Graphviz, which orders them and sets their heights.

`dot` (Gansner, Koutsofios, North and Vo 1993) sees only numbers and sizes, never a text. Each column
is one rank, so only its crossing minimisation and its coordinate assignment are at work; we route the
edges ourselves, through waypoints that keep a place free between the boxes of each column they pass.
"""

import atexit
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path

from models.errors import MapError

POINTS = 72.0
SEPARATION = 18.0
WAYPOINT = 8.0
PATIENT_JOINS = 100.0
MOST_PATIENCE = 20.0
# The largest pipe that Linux lets anybody have.
PIPE = 1_048_576


class DrawingUnavailable(MapError):
    """Graphviz is missing, failed, or ran out of its bounds."""

    title = "The picture cannot be drawn just now"


@dataclass(frozen=True, slots=True)
class Join:
    """A way from one box towards another, through the columns `through`, in order, where it needs room."""

    start: str
    through: tuple[int, ...]
    end: str


@dataclass(slots=True)
class Block:
    """Boxes in columns, to be placed together.

    `columns[c]` are the boxes of column c as (key, height in pixels), from left to right.
    """

    columns: list[list[tuple[str, float]]] = field(default_factory=list)
    joins: list[Join] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Placed:
    """The outcome for one block, in pixels from the top of its first box.

    `middles` has the middle of each box; `passages`, in the order of the block's joins, the heights at
    which each join may pass its columns.
    """

    middles: dict[str, float]
    passages: list[list[float]]


def place(
    blocks: Sequence[Block], *, seconds: float = 30.0, meanwhile: Callable[[], None] = lambda: None
) -> list[Placed]:
    """Place every block in one bounded run of `dot`; raises `DrawingUnavailable`.

    The same blocks give the same answer. About 4 ms for 100 boxes, 150 ms for 1,000; `meanwhile` is done
    while `dot` is at work.
    """
    sources = [_Source(block) for block in blocks]
    drawn = [source for source in sources if source.text]
    run = _start("".join(source.text for source in drawn), seconds) if drawn else None
    try:
        meanwhile()
        output = _finish(run, seconds) if run is not None else ""
    finally:
        if run is not None and run.process.poll() is None:
            run.process.kill()
            run.process.communicate()
    answers = iter(_graphs(output, len(drawn)))
    return [source.placed(next(answers)) if source.text else source.stacked() for source in sources]


class _Source:
    """One block as DOT, and the way back from dot's numbers to the block's keys."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.column = {key: index for index, boxes in enumerate(block.columns) for key, _ in boxes}
        self.heights = {key: height for boxes in block.columns for key, height in boxes}
        self.numbers = {key: f"n{index}" for index, key in enumerate(self.heights)}
        self.waypoints: list[list[str]] = []
        self.text = self._write() if block.joins else ""

    def _write(self) -> str:
        ranks = [
            [f"{self.numbers[key]}[width={(height / POINTS):.4f}]" for key, height in boxes]
            for boxes in self.block.columns
        ]
        edges: dict[str, None] = {}
        count = 0
        for join in self.block.joins:
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
            f"mclimit={_patience(len(self.block.joins)):.2f}]",
            'node[shape=box fixedsize=true label="" height=.1]edge[arrowhead=none]',
            # A chain of points without width holds each column to its rank.
            "->".join(f"c{index}" for index, _ in used) + "[weight=0]" if len(used) > 1 else "",
            *(f"{{rank=same c{index}[width=.001];{';'.join(rank)}}}" for index, rank in used),
            *edges,
            "}\n",
        ]
        return "\n".join(line for line in lines if line)

    def placed(self, answer: dict[str, float]) -> Placed:
        """Turn dot's coordinates into pixels from the top of the block."""
        middles = {key: answer[number] * POINTS for key, number in self.numbers.items()}
        top = min(middle - self.heights[key] / 2 for key, middle in middles.items())
        return Placed(
            {key: middle - top for key, middle in middles.items()},
            [[answer[name] * POINTS - top for name in names] for names in self.waypoints],
        )

    def stacked(self) -> Placed:
        """Set boxes that nothing joins one below the other, without a run of `dot`."""
        middles: dict[str, float] = {}
        for boxes in self.block.columns:
            y = 0.0
            for key, own in boxes:
                middles[key] = y + own / 2
                y += own + SEPARATION
        return Placed(middles, [])


def _patience(joins: int) -> float:
    """Return how many times its usual number of rounds dot may spend on crossings: many where a round costs little."""
    return min(max(PATIENT_JOINS / max(joins, 1), 1.0), MOST_PATIENCE)


def _graphs(output: str, expected: int) -> list[dict[str, float]]:
    """Read dot's plain output: for each graph the abscissa of every node, in inches."""
    found: list[dict[str, float]] = []
    for line in output.splitlines():
        word, _, rest = line.partition(" ")
        if word == "graph":
            found.append({})
        elif word == "node":
            name, x, _ = rest.split(" ", 2)
            found[-1][name] = float(x)
    if len(found) != expected:
        raise DrawingUnavailable(
            f"Graphviz drew {len(found)} of {expected} parts.", "Ask again, or focus on a part of the map."
        )
    return found


@dataclass(slots=True)
class _Run:
    """A started `dot`, and what it has still to be given."""

    process: subprocess.Popen[bytes]
    left: bytes | None


def _start(source: str, seconds: float) -> _Run:
    dot = shutil.which("dot")
    if dot is None:
        raise DrawingUnavailable("Graphviz is not installed here.", "Install it: apt-get install graphviz")
    pipe = subprocess.PIPE
    try:
        process = subprocess.Popen(  # noqa: S603 - a fixed program; its input is numbers of our own making
            [dot, "-Tplain"],
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            env=_environment(dot),
            pipesize=PIPE,
        )
    except OSError as error:
        raise DrawingUnavailable("Graphviz could not be started.", "Ask again in a moment.") from error
    _bound(process.pid, seconds)
    told = source.encode()
    if len(told) > PIPE or process.stdin is None:
        return _Run(process, told)
    # It all fits into the pipe, so this cannot block; where dot died already, its status tells.
    with suppress(BrokenPipeError), process.stdin:
        process.stdin.write(told)
    process.stdin = None
    return _Run(process, None)


def _finish(run: _Run, seconds: float) -> str:
    try:
        told, complained = run.process.communicate(run.left, timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise DrawingUnavailable(
            f"Graphviz did not finish within {seconds:.0f} s.", "Focus on a record, or filter the map by question."
        ) from error
    # nslimit can make dot return 1 with half of the graph in its output: such a picture is never shown.
    status = run.process.returncode
    if status != 0 or complained.strip():
        raise DrawingUnavailable(
            f"Graphviz failed (status {status}).", "Focus on a record, or filter the map by question."
        )
    return told.decode()


def _bound(pid: int, seconds: float) -> None:
    """Bound what a process may use; it has been told nothing to work on yet.

    From here and not by the program `prlimit`, which would cost starting a second program.
    """
    if sys.platform == "linux":
        limits = {
            resource.RLIMIT_CPU: int(seconds) + 1,
            resource.RLIMIT_AS: 1 << 30,
            resource.RLIMIT_CORE: 0,
            resource.RLIMIT_NOFILE: 64,
            resource.RLIMIT_FSIZE: 1 << 26,
        }
        # Where it died already, its status tells.
        with suppress(ProcessLookupError):
            for each, most in limits.items():
                resource.prlimit(pid, each, (most, most))


@cache
def _environment(dot: str) -> dict[str, str]:
    """Return the environment for `dot`: no file loading, and only the two plugins that are needed.

    Starting with all plugins costs pango and cairo, about 15 ms of a run that takes 3.
    """
    environment = {"PATH": os.defpath, "SERVER_NAME": "sicetnon", "LC_ALL": "C"}
    directory = _plugins(dot, environment)
    if directory is not None:
        environment["GVBINDIR"] = str(directory)
    return environment


def _plugins(dot: str, environment: dict[str, str]) -> Path | None:
    told = subprocess.run(  # noqa: S603 - a fixed program without input
        [dot, "-v", "-Tplain"], input="", capture_output=True, text=True, env=environment, check=False, timeout=30
    ).stderr
    place = re.search(r'libdir = "([^"]+)"', told)
    if place is None:
        return None
    directory = Path(tempfile.mkdtemp(prefix="sicetnon-dot-"))
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    for name in ("core", "dot_layout"):
        for library in Path(place[1]).glob(f"libgvplugin_{name}.so.*"):
            (directory / library.name).symlink_to(library)
    made = subprocess.run(  # noqa: S603 - a fixed program without input
        [dot, "-c"], capture_output=True, env={**environment, "GVBINDIR": str(directory)}, check=False, timeout=30
    )
    works = subprocess.run(  # noqa: S603 - a fixed program, a graph of two points
        [dot, "-Tplain"],
        input=b"digraph{a->b}",
        capture_output=True,
        env={**environment, "GVBINDIR": str(directory)},
        check=False,
        timeout=30,
    )
    if made.returncode or works.returncode or works.stderr or not works.stdout.startswith(b"graph"):
        shutil.rmtree(directory, ignore_errors=True)
        return None
    return directory
