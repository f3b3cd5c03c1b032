"""A full disk is told as full, changes nothing, and reading goes on."""

import errno
import sqlite3
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from fastapi import FastAPI
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient

from api.app import create_app
from api.commands import failures
from api.settings import Settings
from models.engine import writing
from models.storage import is_disk_full
from tests.api import people
from tests.api.closing import close

MAP = "/api/v1/maps/debate"
PAGE = {"Accept": "text/html"}


def fill(app: FastAPI) -> None:
    """Let the database grow no further, as on a full disk."""

    def bound(connection: Any, _: object) -> None:
        (size,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {size}")

    app.state.engine.dispose()
    event.listen(app.state.engine, "connect", bound)


def refuse_writes(app: FastAPI) -> None:
    """Let whatever is written be refused as by a full disk, also what needs no new page."""

    def refuse(connection: Any, *_: object) -> None:
        if connection.get_execution_options().get("writing"):
            raise OperationalError(None, None, full_error())

    event.listen(app.state.engine, "before_cursor_execute", refuse)


def full_error(code: int = sqlite3.SQLITE_FULL) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = code
    return error


@pytest.fixture
def full(sqlite_url: str) -> Iterator[TestClient]:
    app = create_app(Settings(database_url=sqlite_url, log_requests=False))
    client = TestClient(app)
    assert client.put(MAP, json={"title": "A debate"}, headers={"If-None-Match": "*"}).status_code == 201
    fill(app)
    yield client
    close(app)


def test_a_write_is_told_that_the_disk_is_full_and_changes_nothing(full: TestClient) -> None:
    before = full.get(MAP).json()
    answer = full.put(MAP, json={**before, "description": "word " * 1500}, headers={"If-Match": "*"})
    assert answer.status_code == 507
    assert answer.json()["type"].endswith("disk-full")
    assert answer.json()["remedy"]
    assert full.get(MAP).json() == before


def test_a_form_is_told_so_as_a_page(full: TestClient) -> None:
    form = {"title": "Debate", "description": "word " * 1500, "visibility": "public", "language": "en", "licence": ""}
    answer = full.post("/maps/debate/about", data=form, headers=PAGE)
    assert answer.status_code == 507
    assert "no room left" in answer.text
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("address", ["/", "/maps/debate", "/maps/debate.svg", "/search?q=debate", "/readyz", MAP])
def test_reading_goes_on(full: TestClient, address: str) -> None:
    assert full.get(address, headers=PAGE).status_code == 200


def test_who_is_signed_in_goes_on_reading(sqlite_url: str) -> None:
    with people.server(sqlite_url) as app:
        anna = people.someone(app, "Anna")
        with writing(app.state.engine) as session:
            session.connection().execute(text("UPDATE sign_in SET seen = '2026-01-01 00:00:00'"))
        refuse_writes(app)
        assert anna.get("/account").status_code == 200


@pytest.mark.parametrize(
    "error",
    [
        full_error(),
        full_error(sqlite3.SQLITE_IOERR_SHMSIZE),
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EDQUOT, "Quota exceeded"),
        OperationalError(None, None, psycopg.errors.DiskFull("could not extend file")),
    ],
)
def test_every_kind_of_full_is_known(error: Exception) -> None:
    assert is_disk_full(error)
    assert not is_disk_full(OperationalError(None, None, sqlite3.OperationalError("database is locked")))


def test_a_command_says_that_the_disk_is_full(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        failures.end(OperationalError(None, None, full_error(sqlite3.SQLITE_IOERR_SHMSIZE)))
    assert "the disk is full; nothing was changed. Make room" in capsys.readouterr().err
