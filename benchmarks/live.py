"""How soon what is written reaches everybody who listens: 500 listeners on one map, four writes a second for a minute.

The listeners are one event loop in this process. Each comes back behind its last event wherever a server is left.
"""

import asyncio
import json
import os
import signal
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from benchmarks.figures import Figure, Skipped
from benchmarks.postgresql import cluster, postgresql_url
from benchmarks.server import serving
from models.migrations.migrating import migrate_database

LISTENERS, WRITES, SECOND = 500, 240, 0.25
# What is promised: 95 of 100 events are there within a quarter of a second after the write.
PROMISED_MILLISECONDS, LIMIT = 250.0, 1.0
PART = 0.95
MAP = "/api/v1/maps/debate"
NAMES = {
    "one": "event to 500 listeners, p95, SQLite : 250 ms",
    "two": "event to 500 listeners, p95, two servers, PostgreSQL : 250 ms",
}


class Crowd:
    """Many listeners in one event loop, each of which comes back behind its last event wherever a server is left."""

    def __init__(self, addresses: list[str]) -> None:
        self.addresses = addresses
        # What each one got: sequence, and the moment of its receipt, in seconds since 1970.
        self.got: list[list[tuple[int, float]]] = []
        self.returned = 0

    async def listen(self, number: int, after: int, last: int) -> None:
        """Listen from behind one sequence up to another."""
        received: list[tuple[int, float]] = []
        self.got.append(received)
        place = number % len(self.addresses)
        while not received or received[-1][0] < last:
            parts = urlsplit(self.addresses[place])
            seen = received[-1][0] if received else after
            with suppress(OSError, asyncio.IncompleteReadError):
                reader, writer = await asyncio.open_connection(parts.hostname, parts.port, limit=2**20)
                asked = f"GET {MAP}/events HTTP/1.1\r\nHost: {parts.netloc}\r\nLast-Event-ID: {seen}\r\n\r\n"
                writer.write(asked.encode())
                await self._read(reader, received, last)
                writer.close()
            if not received or received[-1][0] < last:
                self.returned += 1
                place = (place + 1) % len(self.addresses)
                await asyncio.sleep(0.2)

    async def _read(self, reader: asyncio.StreamReader, received: list[tuple[int, float]], last: int) -> None:
        waiting = b""
        while part := await reader.read(65536):
            now = time.time()
            *whole, waiting = (waiting + part).split(b"\n")
            received.extend((int(line[4:]), now) for line in whole if line.startswith(b"id: "))
            if received and received[-1][0] >= last:
                return


def ask(address: str, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    """Return what a server of this machine answers, as a JSON value; raises HTTPError."""
    sent = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(  # noqa: S310 - an address of this machine
        address + path, data=sent, method=method, headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - as above
        return json.load(answer)


def begin(address: str) -> None:
    """Make the map that is listened to, which is one revision."""
    ask(address, "POST", "/api/v1/maps", {"slug": "debate", "title": "A debate"})


def write(address: str) -> None:
    """Add a tag, which is one revision."""
    ask(address, "POST", f"{MAP}/tags", {"text": "a word"})


async def crowded(
    addresses: list[str], many: int, writes: int, second: float, *, killed: int | None = None, patience: float = 60
) -> Crowd:
    """Let many listen while some writes are made, each `second` after the one before; half way a process is killed.

    Raises TimeoutError where somebody has not got everything `patience` seconds after the last write.
    """
    crowd = Crowd(addresses)
    last = writes + 1
    listening = [asyncio.create_task(crowd.listen(number, 1, last)) for number in range(many)]
    await asyncio.sleep(2 + many / 100)
    with ThreadPoolExecutor(1) as beside:
        for number in range(writes):
            began = time.monotonic()
            if killed is not None and number == writes // 2:
                os.kill(killed, signal.SIGKILL)
            await asyncio.get_running_loop().run_in_executor(beside, write, addresses[-1])
            await asyncio.sleep(max(0.0, second - (time.monotonic() - began)))
    await asyncio.wait_for(asyncio.gather(*listening), timeout=patience)
    return crowd


def delays(crowd: Crowd, address: str, writes: int) -> list[float]:
    """Return how long every event took to everybody, in seconds, sorted; raises ValueError where one lacks or doubles.

    It is reckoned from the moment that the revision bears, which lies before its commit.
    """
    for received in crowd.got:
        if [sequence for sequence, _ in received] != list(range(2, writes + 2)):
            raise ValueError(f"a listener got {[sequence for sequence, _ in received]}")
    written: dict[int, float] = {}
    path = f"{MAP}/revisions?limit=200"
    while path:
        page = ask(address, "GET", path)
        for entry in page["items"]:
            written[entry["sequence"]] = datetime.fromisoformat(entry["at"]).timestamp()
        path = page["next"]
    return sorted(at - written[sequence] for received in crowd.got for sequence, at in received)


def figures() -> Iterator[Figure | Skipped]:
    """Take the figure of one process on SQLite, and of two on one PostgreSQL."""
    with tempfile.TemporaryDirectory() as folder:
        yield _figure("one", f"sqlite:///{folder}/maps.sqlite3", 1)
    with ExitStack() as stack:
        try:
            running = stack.enter_context(cluster())
        except (FileNotFoundError, RuntimeError) as error:
            yield Skipped(NAMES["two"], str(error))
            return
        yield _figure("two", postgresql_url(running, "postgres"), 2)


def _figure(name: str, url: str, servers: int) -> Figure:
    migrate_database(url)
    with ExitStack() as stack:
        addresses = [f"http://127.0.0.1:{stack.enter_context(serving(url)).port}" for _ in range(servers)]
        begin(addresses[0])
        crowd = asyncio.run(crowded(addresses, LISTENERS, WRITES, SECOND))
        found = delays(crowd, addresses[0], WRITES)
    told = f"median {found[len(found) // 2] * 1000:.0f} ms, longest {found[-1] * 1000:.0f} ms, {len(found)} events"
    high = found[int(len(found) * PART)] * 1000
    return Figure(NAMES[name], high, PROMISED_MILLISECONDS, "ms", LIMIT, note=told)
