"""Many write at once, through two replicas or workers: one of each version holds, and the tail misses nothing."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Barrier
from typing import Any

import httpx2 as httpx
import pytest

from tests.command_line.serving import serving
from tests.listening import Listening

WRITERS = 8


@pytest.fixture(params=["sqlite", "postgresql"])
def addresses(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """Where the writers go in turn: one server of two workers on a SQLite file, or two servers on one PostgreSQL."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            url = request.getfixturevalue("sqlite_url")
            yield [stack.enter_context(serving(url, "--workers", "2"))[1]]
        else:
            url = request.getfixturevalue("fresh_postgresql_url")
            yield [stack.enter_context(serving(url))[1] for _ in range(2)]


@pytest.fixture
def writers(addresses: list[str]) -> Iterator[list[httpx.Client]]:
    """A client for each writer, with a connection of its own."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(httpx.Client(base_url=addresses[number % len(addresses)], timeout=60))
            for number in range(WRITERS)
        ]


def begin(address: str, slug: str) -> None:
    httpx.post(f"{address}/api/v1/maps", json={"slug": slug, "title": "A debate"}).raise_for_status()


def history(address: str, slug: str) -> list[dict[str, Any]]:
    """Return all revisions of a map, page by page."""
    found: list[dict[str, Any]] = []
    path = f"/api/v1/maps/{slug}/revisions?limit=200"
    while path:
        page = httpx.get(address + path).raise_for_status().json()
        found += page["items"]
        path = page["next"]
    return found


def compete(addresses: list[str], writers: list[httpx.Client], rounds: int) -> None:
    """Let all writers change one version at the same moment, so many times over; check that one holds each time."""
    begin(addresses[0], "debate")
    made = writers[0].post("/api/v1/maps/debate/claims", json={"id": "P1", "kind": "perception", "text": "Begun."})
    tag = made.raise_for_status().headers["etag"]
    together = Barrier(WRITERS)

    def change(number: int, words: str, tag: str) -> httpx.Response:
        together.wait(60)
        return writers[number].patch("/api/v1/maps/debate/claims/P1", json={"text": words}, headers={"If-Match": tag})

    held: list[str] = []
    with ThreadPoolExecutor(WRITERS) as threads:
        for turn in range(rounds):
            words = [f"Round {turn}, writer {number}." for number in range(WRITERS)]
            answers = list(threads.map(change, range(WRITERS), words, [tag] * WRITERS))
            assert sorted(each.status_code for each in answers) == [200] + [412] * (WRITERS - 1)
            winner = next(number for number, each in enumerate(answers) if each.status_code == 200)
            held.append(words[winner])
            # Those who lost are shown what the winner wrote.
            lost = [each.json()["current"] for each in answers if each.status_code == 412]
            assert lost == [answers[winner].json()] * (WRITERS - 1)
            tag = answers[winner].headers["etag"]
    for address in addresses:
        assert [each["sequence"] for each in history(address, "debate")] == list(range(1, rounds + 3))
        assert httpx.get(f"{address}/api/v1/maps/debate/claims/P1").json()["text"] == held[-1]


def follow(address: str, slug: str, many: int, patience: float) -> list[int]:
    """Listen from the beginning of a map's history until so many changes have come."""
    with Listening(address, slug, query="?after=0") as listening:
        listening.patience = patience
        # What is alive says so every fifteen seconds, on an idle machine.
        listening.socket.settimeout(patience)
        return listening.changes(many)


def poll(address: str, slug: str, many: int, patience: float) -> list[int]:
    """Ask again and again for what lies behind the last revision that was seen, until so many are."""
    seen: list[int] = []
    deadline = time.monotonic() + patience
    with httpx.Client(base_url=address, timeout=60) as client:
        while len(seen) < many and time.monotonic() < deadline:
            time.sleep(0.1)
            asked = {"after": seen[-1] if seen else 0, "limit": 200}
            page = client.get(f"/api/v1/maps/{slug}/revisions", params=asked).raise_for_status().json()
            seen += [each["sequence"] for each in page["items"]]
    return seen


def miss_none(addresses: list[str], writers: list[httpx.Client], maps: int, each: int) -> None:
    """Let every writer write so often, on all maps in turn, while the tail of each map is read from every replica."""
    slugs = [f"map-{number}-of-{maps}" for number in range(maps)]
    for slug in slugs:
        begin(addresses[0], slug)

    def write(number: int) -> list[tuple[str, str]]:
        done = []
        for turn in range(each):
            slug = slugs[(number + turn) % maps]
            answer = writers[number].post(f"/api/v1/maps/{slug}/tags", json={"text": f"writer {number}"})
            assert answer.status_code == 201, answer.text
            done.append((slug, answer.json()["id"]))
        return done

    wanted = {
        slug: 1 + sum(slugs[(number + turn) % maps] == slug for number in range(WRITERS) for turn in range(each))
        for slug in slugs
    }
    patience = 60 + 2 * each
    readers = [(read, address, slug) for slug in slugs for address in addresses for read in (follow, poll)]
    with ThreadPoolExecutor(len(readers) + WRITERS) as threads:
        reading = [
            (slug, threads.submit(read, address, slug, wanted[slug], patience)) for read, address, slug in readers
        ]
        written = [entry for done in threads.map(write, range(WRITERS)) for entry in done]
        for slug, read in reading:
            assert read.result() == list(range(1, wanted[slug] + 1))
    for slug in slugs:
        revisions = history(addresses[-1], slug)
        assert len(revisions) == wanted[slug]
        # What was answered with 201 is what the history has: nothing more, nothing less, nothing twice.
        assert sorted(label for of, label in written if of == slug) == sorted(one["label"] for one in revisions[1:])


def test_one_of_eight_holds_each_version_and_who_reads_the_tail_misses_nothing(
    addresses: list[str], writers: list[httpx.Client]
) -> None:
    compete(addresses, writers, 5)
    miss_none(addresses, writers, 1, 10)
    miss_none(addresses, writers, 5, 10)


@pytest.mark.soak
def test_of_eight_who_change_one_version_one_holds_in_two_hundred_rounds(
    addresses: list[str], writers: list[httpx.Client]
) -> None:
    compete(addresses, writers, 200)


@pytest.mark.soak
@pytest.mark.parametrize("maps", [1, 20])
def test_who_reads_the_tail_misses_none_of_five_thousand_events(
    addresses: list[str], writers: list[httpx.Client], maps: int
) -> None:
    miss_none(addresses, writers, maps, 625)
