"""Whether size is a reason to wait: pages of a map of 10,000 records, and a question of 300 answers."""

import gzip
import tempfile
import time
from collections.abc import Iterator

from argument_maps.selection.selecting import select
from benchmarks.figures import Figure, milliseconds
from benchmarks.generate import graph
from benchmarks.layouts.hard_maps import build_answered_map
from benchmarks.server import Running, serving, store
from renderers.raster import rasterising
from renderers.svg.picture import draw_picture, lay_out_picture

RECORDS, TIMES = 10_000, 3
PAGES = ["", "/outline", "/ledger", "/print", "/reading", "/figure", "/embed", "/weighing", "/compare", "/questions"]
# Milliseconds, and bytes on their way.
LONGEST, HEAVIEST = 300.0, 500_000.0
ANSWERS_HIGH, ANSWERS_PNG, OVERVIEW = 3_000.0, 1_000.0, 2_000.0


def figures() -> Iterator[Figure]:
    """Measure each page once it was asked for, and name the slowest and the heaviest."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/maps.sqlite3"
        store(url, [graph(RECORDS, 3, slug="large")])
        with serving(url) as server:
            taken = {page: _read_page(server, page) for page in PAGES}
    slowest = max(taken, key=lambda page: taken[page][0])
    heaviest = max(taken, key=lambda page: taken[page][1])
    note = f"/maps/large{slowest}"
    yield Figure("slowest page of 10,000 records : promised", taken[slowest][0], LONGEST, "ms", 1.0, note=note)
    note = f"/maps/large{heaviest}"
    yield Figure("heaviest page of 10,000 records : promised", taken[heaviest][1], HEAVIEST, "bytes", 1.0, note=note)
    large, answered = select(graph(RECORDS, 3)), select(build_answered_map())
    svg = draw_picture(answered)
    high = lay_out_picture(answered).height
    yield Figure("300 answers to one question, height : promised", high, ANSWERS_HIGH, "px", 1.5)
    png = min(milliseconds(lambda: rasterising.png(svg)) for _ in range(TIMES))
    yield Figure("300 answers to one question, PNG : promised", png, ANSWERS_PNG, "ms", 1.0)
    overview = min(milliseconds(lambda: draw_picture(large, view="overview")) for _ in range(TIMES))
    yield Figure("overview of 10,000 records : promised", overview, OVERVIEW, "ms", 1.0)


def _read_page(server: Running, page: str) -> tuple[float, int]:
    """Return how long a page takes in milliseconds, and its size in bytes, compressed."""
    server.get(f"/maps/large{page}")
    durations = []
    body = b""
    for _ in range(TIMES):
        started = time.perf_counter()
        _, _, body = server.get(f"/maps/large{page}")
        durations.append((time.perf_counter() - started) * 1000)
    return sorted(durations)[TIMES // 2], len(gzip.compress(body, 6))
