"""Under each attack `/healthz`, a page and a write to another map stay quick: loads, with their figures printed.

All of them in one go: `pytest -n 0 -m soak -s tests/api/processes/test_attacks.py`.
"""

import asyncio
import random
import statistics
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx2 as httpx
import msgspec
import pytest

from api.processes.descriptors import raise_descriptor_limit
from argument_maps.graph import Graph
from benchmarks.generate import graph
from benchmarks.server import serving, store
from tests.aside import run_aside

pytestmark = [pytest.mark.soak, pytest.mark.alone]
SECONDS = 20.0
LIMIT = 0.5
PASSAGES = 1_863
LENGTH = 4_900_000
WRITTEN = {"kind": "assertion"}
Attack = Callable[[str, asyncio.Event], Awaitable[None]]


def dated() -> Graph:
    """Return a map of 2,012 records whose perceptions and findings have years, so that its timeline is wide."""
    made, chance = graph(2_012, slug="large"), random.Random(1)
    claims = tuple(msgspec.structs.replace(each, when=str(chance.randint(1900, 2010))) for each in made.claims)
    return msgspec.structs.replace(made, claims=claims)


async def readers_of_a_timeline(address: str, ready: asyncio.Event) -> None:
    """Ask 45 at a time for the page of a timeline and give up after a second."""
    async with httpx.AsyncClient(base_url=address, timeout=1.0, limits=httpx.Limits(max_connections=60)) as client:

        async def ask() -> None:
            try:
                await client.get("/maps/large?view=timeline")
            except httpx.HTTPError:
                return

        ready.set()
        while True:
            await asyncio.gather(*(ask() for _ in range(45)))


async def uploads_of_a_version(address: str, ready: asyncio.Event) -> None:
    """Send four new versions of a marked text of 4.9 MB at once, again and again."""
    async with httpx.AsyncClient(base_url=address, timeout=120.0) as client:
        chance = random.Random(2)
        words = ["".join(chance.choices("abcdefghiklmnoprstu", k=chance.randint(2, 9))) for _ in range(20_000)]
        text = " ".join(chance.choices(words, k=LENGTH // 7))[:LENGTH]
        made = await client.post("/api/v1/maps/large/texts/upload", params={"id": "T1", "name": "a.txt"}, content=text)
        made.raise_for_status()
        for number in range(PASSAGES):
            start = number * (len(text) // PASSAGES)
            sent = {"in_text": "T1", "start": start, "end": start + 80}
            (await client.post("/api/v1/maps/large/annotations", json=sent)).raise_for_status()
        while True:
            ready.set()
            changed = "".join(each if chance.random() > 0.1 else "x" for each in text)
            given = {"params": {"name": "a.txt"}, "headers": {"If-Match": "*"}, "content": changed}
            await asyncio.gather(*(client.put("/api/v1/maps/large/texts/T1/content", **given) for _ in range(4)))


async def idle_streams(address: str, ready: asyncio.Event) -> None:
    """Open a thousand streams and hold those that are given."""
    host, port = address.removeprefix("http://").split(":")
    raise_descriptor_limit()
    held = []
    try:
        for _ in range(1_000):
            held.append(await asyncio.open_connection(host, int(port)))
            held[-1][1].write(b"GET /api/v1/maps/large/events HTTP/1.1\r\nHost: " + host.encode() + b"\r\n\r\n")
        ready.set()
        await asyncio.sleep(3_600)
    finally:
        for _, writer in held:
            writer.transport.abort()


async def flood_of_names(address: str, ready: asyncio.Event) -> None:
    """Try passwords and names that may be taken from sixty connections at once."""
    limits = httpx.Limits(max_connections=60)
    headers = {"Sec-Fetch-Site": "same-origin"}
    async with httpx.AsyncClient(base_url=address, timeout=30.0, limits=limits, headers=headers) as client:

        async def ask(number: int) -> None:
            try:
                given = {"name": f"name {number}", "password": "x" * 12, "key": "none"}
                await client.post("/sign-in" if number % 2 else "/join", data=given)
            except httpx.HTTPError:
                return

        ready.set()
        while True:
            await asyncio.gather(*(ask(number) for number in range(60)))


async def no_attack(address: str, ready: asyncio.Event) -> None:
    """Ask for nothing, so that it is known how quick the machine is."""
    del address
    ready.set()
    await asyncio.sleep(3_600)


async def measured(address: str, seconds: float) -> dict[str, tuple[float, float]]:
    """Return the median and the 95th percentile of what others ask for meanwhile, in seconds."""
    taken: dict[str, list[float]] = {"health": [], "page": [], "write": []}
    async with httpx.AsyncClient(base_url=address, timeout=60.0) as client:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for name, method, path, sent in (
                ("health", "GET", "/healthz", None),
                ("page", "GET", "/maps/other", None),
                (
                    "write",
                    "POST",
                    "/api/v1/maps/other/claims",
                    {**WRITTEN, "text": f"Written at {time.monotonic_ns()}."},
                ),
            ):
                began = time.perf_counter()
                answer = await client.request(method, path, json=sent)
                taken[name].append(time.perf_counter() - began)
                assert answer.status_code in (200, 201), answer.text[:300]
            await asyncio.sleep(0.05)
    return {name: (statistics.median(each), statistics.quantiles(each, n=20)[-1]) for name, each in taken.items()}


ATTACKS = [no_attack, readers_of_a_timeline, uploads_of_a_version, flood_of_names, idle_streams]


@pytest.mark.parametrize("attack", ATTACKS)
def test_others_are_answered_under_attack(attack: Attack, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/maps.sqlite3"
    store(url, [dated(), graph(30, slug="other")])

    async def both(address: str) -> dict[str, tuple[float, float]]:
        ready = asyncio.Event()
        attacking = asyncio.ensure_future(attack(address, ready))
        try:
            await asyncio.wait((attacking, asyncio.ensure_future(ready.wait())), return_when=asyncio.FIRST_COMPLETED)
            assert not attacking.done(), attacking.result()
            await asyncio.sleep(2)
            return await measured(address, SECONDS)
        finally:
            attacking.cancel()
            await asyncio.gather(attacking, return_exceptions=True)

    with serving(url) as server:
        # It listens before it has loaded all that it answers with.
        for path in ("/healthz", "/maps/other"):
            assert server.get(path)[0] == 200
        found = run_aside(both(f"http://127.0.0.1:{server.port}"))
    load = Path("/proc/loadavg").read_text().split()[0]
    figures = {name: f"p50 {half * 1000:.0f} ms, p95 {most * 1000:.0f} ms" for name, (half, most) in found.items()}
    print(attack.__name__, figures, "load", load)  # noqa: T201 # the figures are what is asked for
    assert max(most for _, most in found.values()) < LIMIT, found
