"""Nothing that was acknowledged is lost when the server is killed."""

import random
import signal
import threading
import time
from pathlib import Path

import httpx2 as httpx
import pytest
from sqlalchemy import select

from api.commands.maintenance.keeping import find_database_faults
from models.engine import open_engine, reading
from models.history.revisions import Revision
from models.records.sources import Tag
from tests.command_line.serving import serving

MAP = "/api/v1/maps/debate"
WRITERS = 4


def _write_until_killed(database_url: str, writes: int, seed: int) -> dict[str, str]:
    """Write up to 100 records a second, kill the server in the middle of it; return what was acknowledged."""
    acknowledged: dict[str, str] = {}
    stop = threading.Event()

    def write(address: str, writer: int) -> None:
        with httpx.Client(base_url=address) as client:
            number = 0
            while not stop.is_set():
                began = time.monotonic()
                text = f"writer {writer} number {number} of {seed}"
                try:
                    answer = client.post(f"{MAP}/tags", json={"id": f"t{seed}-{writer}-{number}", "text": text})
                except httpx.TransportError:
                    return
                assert answer.status_code == 201
                acknowledged[answer.json()["id"]] = text
                number += 1
                time.sleep(max(0.0, WRITERS / 100 - (time.monotonic() - began)))

    with serving(database_url) as (process, address):
        httpx.put(MAP_ADDRESS.format(address), json={"title": "A debate"}, headers={"If-None-Match": "*"})
        threads = [threading.Thread(target=write, args=(address, writer)) for writer in range(WRITERS)]
        for thread in threads:
            thread.start()
        enough = writes + random.Random(seed).randrange(20)
        while len(acknowledged) < enough:
            assert any(thread.is_alive() for thread in threads), "nobody writes any more"
            time.sleep(0.003)
        process.send_signal(signal.SIGKILL)
        stop.set()
        for thread in threads:
            thread.join()
    return acknowledged


MAP_ADDRESS = "{}" + MAP


def _what_is_left(database_url: str) -> tuple[list[str], dict[str, str], set[str]]:
    engine = open_engine(database_url)
    try:
        faults = find_database_faults(engine)
        with reading(engine) as session:
            kept = {row.label: row.text for row in session.execute(select(Tag.label, Tag.text))}  # type: ignore[call-overload] # columns at class level
            revised = set(session.execute(select(Revision.label)).scalars())  # type: ignore[call-overload] # as above
    finally:
        engine.dispose()
    return faults, kept, revised


def _kill_and_look(database_url: str, kills: int, writes: int) -> None:
    acknowledged: dict[str, str] = {}
    for seed in range(kills):
        acknowledged |= _write_until_killed(database_url, writes, seed)
        faults, kept, revised = _what_is_left(database_url)
        assert faults == []
        assert {label: kept.get(label) for label in acknowledged} == acknowledged
        assert acknowledged.keys() <= revised
    assert len(acknowledged) >= kills * writes


def test_no_acknowledged_write_is_lost_when_the_server_is_killed(tmp_path: Path) -> None:
    _kill_and_look(f"sqlite:///{tmp_path / 'maps.sqlite3'}", kills=2, writes=80)


@pytest.mark.soak
def test_no_acknowledged_write_is_lost_in_twenty_kills(tmp_path: Path) -> None:
    _kill_and_look(f"sqlite:///{tmp_path / 'maps.sqlite3'}", kills=20, writes=300)
