"""Live events from several processes: workers that share a SQLite file, and replicas on one PostgreSQL."""

import re
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx2 as httpx
import pytest

from benchmarks.live import MAP, Crowd, begin, crowded, delays, write
from tests.aside import run_aside
from tests.command_line.serving import serving
from tests.listening import Listening

WINDOW = "kim-0000000000000000"


@contextmanager
def replicas(url: str, many: int) -> Iterator[list[tuple[int, str]]]:
    """Run so many servers on one database; give their process ids and addresses."""
    with ExitStack() as stack:
        started = [stack.enter_context(serving(url)) for _ in range(many)]
        begin(started[0][1])
        yield [(process.pid, address) for process, address in started]


def test_workers_on_one_file_tell_each_other_of_changes_and_people(tmp_path: Path) -> None:
    with serving(f"sqlite:///{tmp_path / 'maps.sqlite3'}", "--workers", "2") as (process, address):
        begin(address)
        # Each on a connection of its own, so that either worker serves some of them.
        listeners = [Listening(address, "debate") for _ in range(12)]
        for _ in range(6):
            write(address)
        for listening in listeners:
            assert listening.changes(6) == [2, 3, 4, 5, 6, 7]
        began = time.monotonic()
        httpx.put(f"{address}{MAP}/presence", json={"client": WINDOW}).raise_for_status()
        for listening in listeners:
            assert [each["name"] for each in listening.presence("joined").data["joined"]] == [None]
        assert time.monotonic() - began < 5
        # Whichever worker is asked tells what all of them have counted.
        for _ in range(8):
            httpx.get(f"{address}/help").raise_for_status()
        counted = re.compile(r'^sicetnon_requests_total\{.*route="/help".*\} (.+)$', re.MULTILINE)
        assert {counted.findall(httpx.get(f"{address}/metrics").text)[0] for _ in range(6)} == {"8.0"}
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)
        assert time.monotonic() - began < 5
        for listening in listeners:
            assert listening.is_ended(1)
            listening.socket.close()


def test_what_one_replica_writes_the_other_tells(fresh_postgresql_url: str) -> None:
    with (
        replicas(fresh_postgresql_url, 2) as ((_, one), (_, other)),
        Listening(one, "debate") as here,
        Listening(other, "debate") as there,
    ):
        for address in (one, other, other, one):
            write(address)
        assert here.changes(4) == there.changes(4) == [2, 3, 4, 5]
        httpx.put(f"{one}{MAP}/presence", json={"client": WINDOW, "record": "T1"}).raise_for_status()
        assert there.presence("joined").data["joined"][0]["record"] == "T1"


def everything_once_and_in_order(
    addresses: list[str], many: int, writes: int, second: float, *, killed: int | None = None
) -> Crowd:
    """Let many listen while it is written; whoever missed or doubled something is named."""
    crowd = run_aside(crowded(addresses, many, writes, second, killed=killed, patience=300))
    found = delays(crowd, addresses[-1], writes)
    assert (len(crowd.got), len(found)) == (many, many * writes)
    # How soon they came is a figure of the benchmarks; here it is only told.
    told = {"median": found[len(found) // 2], "p95": found[int(len(found) * 0.95)], "longest": found[-1]}
    print(many, "listeners,", crowd.returned, "came back;", told)  # noqa: T201 # as above
    return crowd


def test_of_two_replicas_one_may_die_and_nobody_misses_or_doubles_anything(fresh_postgresql_url: str) -> None:
    with replicas(fresh_postgresql_url, 2) as ((victim, one), (_, other)):
        crowd = everything_once_and_in_order([one, other], 30, 24, 0.1, killed=victim)
        assert crowd.returned >= 15


@pytest.mark.soak
@pytest.mark.parametrize("workers", ["1", "2"])
def test_five_hundred_listeners_get_each_event_once_and_in_order(tmp_path: Path, workers: str) -> None:
    with serving(f"sqlite:///{tmp_path / 'maps.sqlite3'}", "--workers", workers) as (_, address):
        begin(address)
        everything_once_and_in_order([address], 500, 240, 0.25)


@pytest.mark.soak
def test_five_hundred_listeners_of_two_replicas_get_each_event_once_and_in_order(fresh_postgresql_url: str) -> None:
    with replicas(fresh_postgresql_url, 2) as ((_, one), (_, other)):
        everything_once_and_in_order([one, other], 500, 240, 0.25)


@pytest.mark.soak
def test_five_hundred_listeners_resume_without_gap_or_double_when_a_replica_is_killed(
    fresh_postgresql_url: str,
) -> None:
    with replicas(fresh_postgresql_url, 2) as ((victim, one), (_, other)):
        crowd = everything_once_and_in_order([one, other], 500, 240, 0.25, killed=victim)
        assert crowd.returned >= 250
