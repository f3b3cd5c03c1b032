"""`sicetnon serve` as somebody meets it who starts it and opens the address."""

import os
import re
import signal
import socket
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import httpx2 as httpx
import pytest

from api.commands.maintenance import preparation
from argument_maps.examples import EXAMPLE_SLUGS
from models.migrations.migrating import migrate_database
from tests.command_line.serving import serving
from tests.conftest import postgresql_url, run_on_server

KOREA = "/maps/korea-1950"


def _ask(address: str, path: str, *headers: str) -> tuple[bytes, dict[bytes, bytes], bytes]:
    """Ask twice on one connection and return status line, headers and body of the second answer."""
    host, port = address.removeprefix("http://").split(":")
    request = "\r\n".join([f"GET {path} HTTP/1.1", f"Host: {host}", *headers, "", ""]).encode()
    with socket.create_connection((host, int(port)), timeout=20) as client:
        for _ in range(2):
            client.sendall(request)
            received = b""
            while b"\r\n\r\n" not in received:
                received += client.recv(65536)
            head, _, body = received.partition(b"\r\n\r\n")
            status, *lines = head.split(b"\r\n")
            fields = dict(line.split(b": ", 1) for line in lines)
            while len(body) < int(fields.get(b"content-length", b"0")):
                body += client.recv(65536)
    return status, fields, body


def test_the_examples_are_served_with_everything_that_belongs_to_them(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'new' / 'maps.sqlite3'}"
    as_it_is = {"Accept-Encoding": "identity"}
    with (
        serving(database, "--example") as (process, address),
        httpx.Client(base_url=address, headers=as_it_is) as client,
    ):
        assert client.get("/healthz").json() == {"status": "ok"}
        assert {entry["slug"] for entry in client.get("/api/v1/maps").json()["items"]} == set(EXAMPLE_SLUGS)
        shown = re.findall(r'<h3[^>]*><a href="/maps/([^"]+)">', client.get("/").text)
        assert shown[0] == "korea-1950", "the first page leads with the founding example"
        assert sorted(shown) == sorted(EXAMPLE_SLUGS)
        assert len(client.get("/api/v1/maps/korea-1950").json()["links"]) == 124
        drawn = client.get(f"{KOREA}.svg")
        for path in (f"{KOREA}.svg", f"{KOREA}/ledger.json", f"{KOREA}.md?as_of=1996"):
            usual = client.get(path)
            status, headers, body = _ask(address, path)
            assert (status, body) == (b"HTTP/1.1 200 OK", usual.content)
            assert {name.decode(): value.decode() for name, value in headers.items() if name != b"date"} == {
                name: value for name, value in usual.headers.items() if name != "date"
            }
            tag = f"If-None-Match: {usual.headers['etag']}"
            status, headers, body = _ask(address, path, tag)
            assert (status, body) == (b"HTTP/1.1 304 Not Modified", b"")
            assert headers[b"etag"].decode() == usual.headers["etag"]
        client.patch(f"/api/v1{KOREA}/claims/P3", json={"text": "Seen at once."}, headers={"If-Match": "*"})
        assert _ask(address, f"{KOREA}.svg")[2] != drawn.content
        client.delete(f"/api/v1{KOREA}", headers={"If-Match": "*"})
        assert _ask(address, f"{KOREA}.svg")[0].startswith(b"HTTP/1.1 404")
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)
        assert time.monotonic() - began < 5


def test_several_workers_show_what_any_of_them_wrote(tmp_path: Path) -> None:
    with serving(f"sqlite:///{tmp_path / 'maps.sqlite3'}", "--workers", "2", "--example") as (_, address):
        for number in range(10):
            text = f"Written {number}."
            changed = httpx.patch(f"{address}/api/v1{KOREA}/claims/P3", json={"text": text}, headers={"If-Match": "*"})
            assert changed.status_code == 200
            # Each on a connection of its own, so that either worker may answer.
            for _ in range(4):
                claims = httpx.get(f"{address}{KOREA}.json?kind=claim").json()["claims"]
                assert next(claim["text"] for claim in claims if claim["id"] == "P3") == text


def test_an_older_file_is_brought_up_to_date_after_a_backup(tmp_path: Path) -> None:
    path = tmp_path / "maps.sqlite3"
    url = f"sqlite:///{path}"
    migrate_database(url)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'older'")
    reported: list[str] = []
    with pytest.raises(Exception, match="older"):
        preparation.prepare_database(url, reported.append)
    assert [kept.name for kept in tmp_path.glob("*.backup")], "what was there is kept before anything is tried"
    assert reported


def test_a_database_server_is_migrated_only_when_told_to(cluster: Path) -> None:
    # A database of its own: what all tests share has to stay as it is.
    run_on_server(cluster, "CREATE DATABASE unprepared")
    try:
        with pytest.raises(preparation.DatabaseNotReady, match="sicetnon migrate"):
            preparation.prepare_database(postgresql_url(cluster, "unprepared"), print)
    finally:
        run_on_server(cluster, "DROP DATABASE unprepared WITH (FORCE)")


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "nonsense"])
def test_an_address_that_keeps_nothing_is_refused(url: str) -> None:
    with pytest.raises(preparation.DatabaseNotReady):
        preparation.prepare_database(url, print)


def test_the_environment_of_the_tests_names_no_database_of_anybody() -> None:
    assert "SICETNON_DATABASE_URL" not in os.environ
