"""How fast pictures come, beside stock Graphviz and beside the Argdown command line."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from argument_maps.graph import Graph
from argument_maps.selection.selecting import select
from benchmarks import argdown
from benchmarks.figures import Figure, Skipped, milliseconds, pairs
from benchmarks.generate import graph
from benchmarks.server import Running, serving, store
from renderers.text.dot_source import write_dot

# Records, pairs, limit.
COLD = [(13, 21, 0.6), (100, 15, 0.6), (1000, 5, 0.7)]
ARGDOWN_RECORDS, ARGDOWN_PAIRS, ARGDOWN_LIMIT = 100, 5, 50.0
HASH_PROCESSES, HASH_RENDERS = 10, 10

HASHES = """
import hashlib, sys
from argument_maps.selection.selecting import select
from benchmarks.generate import graph
from renderers.svg.picture import draw_picture
selected = select(graph(100, 7))
for _ in range(int(sys.argv[1])):
    print(hashlib.sha256(draw_picture(selected).encode()).hexdigest())
"""


def figures() -> Iterator[Figure | Skipped]:
    """Take all figures about drawing; each map is asked for once, so that no picture comes from memory."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/maps.sqlite3"
        maps = {(records, seed): graph(records, seed) for records, count, _ in COLD for seed in range(count)}
        argued = [graph(ARGDOWN_RECORDS, 1000 + seed) for seed in range(ARGDOWN_PAIRS)]
        warm = graph(40, 999)
        store(url, [*maps.values(), *argued, warm])
        with serving(url) as server:
            # The first picture of a process loads its fonts.
            _draw(server, warm)
            for records, count, limit in COLD:
                yield _cold(server, [maps[records, seed] for seed in range(count)], records, limit)
            yield _beside_argdown(server, argued, Path(folder))
    yield _one_hash()


def _draw(server: Running, drawn: Graph) -> None:
    status, _, body = server.get(f"/maps/{drawn.slug}.svg")
    if status != 200 or not body.startswith(b"<svg"):
        raise RuntimeError(f"{drawn.slug} was not drawn: {status} {body[:300]!r}")


def _stock(source: str) -> None:
    subprocess.run(["dot", "-Tsvg"], input=source.encode(), stdout=subprocess.DEVNULL, check=True)


def _timed(server: Running, drawn: Graph) -> float:
    server.wake()
    return milliseconds(lambda: _draw(server, drawn))


def bare(source: str) -> str:
    """Take out of our DOT what stock Graphviz is slow with and need not draw: words on edges, lines to questions.

    With them it takes ten times as long at 1,000 records, which would flatter us.
    """
    edge = re.compile(r"^\s*\S+ -> \S+ \[")
    # Of the edges only those to a question have no label; made-up maps have no joint inferences.
    kept = [line for line in source.splitlines() if not edge.match(line) or "label=" in line]
    return "\n".join(re.sub(r'label="[^"]*" ?', "", line) if edge.match(line) else line for line in kept)


def _cold(server: Running, maps: list[Graph], records: int, limit: float) -> Figure:
    sources = [bare(write_dot(select(each))) for each in maps]
    ours, peer = pairs(
        len(maps),
        lambda number: _timed(server, maps[number]),
        lambda number: milliseconds(lambda: _stock(sources[number])),
    )
    return Figure(f"cold picture through the API, {records} records : dot -Tsvg", ours, peer, "ms", limit)


def _beside_argdown(server: Running, maps: list[Graph], folder: Path) -> Figure | Skipped:
    name = f"cold picture, {ARGDOWN_RECORDS} records, times faster than Argdown"
    try:
        program = argdown.program()
    except argdown.Missing as error:
        return Skipped(name, str(error))
    ours, peer = pairs(
        len(maps),
        lambda number: _timed(server, maps[number]),
        lambda number: argdown.milliseconds(program, maps[number], folder),
    )
    # Told the other way round, since the promise is how many times faster.
    return Figure(name, 1000 / ours, 1000 / peer, "pictures/s", ARGDOWN_LIMIT, at_least=True)


def _one_hash() -> Figure:
    """Draw one map a hundred times, in processes whose sets and dicts are ordered differently."""
    hashes: set[str] = set()
    for seed in range(HASH_PROCESSES):
        done = subprocess.run(
            [sys.executable, "-c", HASHES, str(HASH_RENDERS)],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            text=True,
            check=True,
        )
        hashes.update(done.stdout.split())
    return Figure(f"hashes of {HASH_PROCESSES * HASH_RENDERS} renders of one map", len(hashes), 1, "hashes", 1)
