"""Tries of passwords, names and links: counted together, and never in the way of anybody else."""

import asyncio
import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from sqlalchemy import event
from starlette.testclient import TestClient

from api.access import passwords
from models.engine import reading, writing
from models.people.enrolment import MembershipScope, create_seminar, enrol, find_account_by_name
from models.people.invitations import invite
from models.vocabulary import Role
from tests.api.people import PASSWORD, add, browser, server, sign_in, someone
from tests.conftest import postgresql_in_the_long_run

NEW = "another long password"


@pytest.fixture
def app(database_url: str) -> Iterator[FastAPI]:
    with server(database_url) as made:
        yield made


@pytest.fixture
def place(app: FastAPI) -> MembershipScope:
    owner = add(app, "Owner")
    with writing(app.state.engine) as session:
        return MembershipScope(seminar_id=create_seminar(session, "ours", "Our seminar", owner).id)


def invited(app: FastAPI, place: MembershipScope, uses: int = 1, account_id: int | None = None) -> str:
    with writing(app.state.engine) as session:
        return invite(session, place, Role.READER, by=Role.OWNER, created_by=1, uses=uses, account_id=account_id)


def join(app: FastAPI, key: str, name: str) -> int:
    given = {"key": key, "name": name, "password": PASSWORD}
    return int(browser(app).post("/join", data=given).status_code)


class WatchingHasher:
    """The hasher of passwords, which calls back whenever it is to work."""

    def __init__(self, hasher: PasswordHasher, called: Callable[[], None]) -> None:
        self.hasher = hasher
        self.called = called

    def hash(self, password: str | bytes) -> str:
        self.called()
        return self.hasher.hash(password)

    def verify(self, password_hash: str, password: str | bytes) -> bool:
        self.called()
        return self.hasher.verify(password_hash, password)


def waiting_account(app: FastAPI, place: MembershipScope) -> str:
    """Return a personal link to an account that a class list made."""
    account_id = add(app, "Listed")
    with writing(app.state.engine) as session:
        find_account_by_name(session, "Listed").password_hash = None  # type: ignore[union-attr] # it is there
        enrol(session, place, account_id, Role.READER)
    return invited(app, place, account_id=account_id)


HASHING: dict[str, Callable[[FastAPI, MembershipScope], tuple[TestClient, str, dict[str, str], int]]] = {
    "signing in": lambda app, _: (browser(app), "/sign-in", {"name": "Owner", "password": PASSWORD}, 303),
    "a wrong password": lambda app, _: (browser(app), "/sign-in", {"name": "Owner", "password": NEW}, 401),
    "joining": lambda app, place: (
        browser(app),
        "/join",
        {"key": invited(app, place), "name": "Newcomer", "password": PASSWORD},
        303,
    ),
    "a link of one's own": lambda app, place: (
        browser(app),
        "/join",
        {"key": waiting_account(app, place), "password": PASSWORD},
        303,
    ),
    "a new password": lambda app, _: (
        sign_in(app, "Owner"),
        "/account/password",
        {"present": PASSWORD, "password": NEW},
        303,
    ),
}


@pytest.mark.parametrize("way", HASHING)
def test_no_password_is_hashed_in_a_transaction_or_in_the_event_loop(
    app: FastAPI, place: MembershipScope, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, path, given, status = HASHING[way](app, place)
    opened: set[int] = set()
    at_work: list[tuple[int, bool]] = []
    engine = app.state.engine
    event.listen(engine, "begin", lambda connection: opened.add(id(connection.connection.dbapi_connection)))
    for name in ("commit", "rollback"):
        event.listen(engine, name, lambda connection: opened.discard(id(connection.connection.dbapi_connection)))

    def note() -> None:
        at_work.append((len(opened), asyncio._get_running_loop() is not None))

    passwords._nobodys()
    monkeypatch.setattr(passwords, "_hasher", WatchingHasher(passwords._hasher, note))
    assert client.post(path, data=given).status_code == status
    assert set(at_work) == {(0, False)}


@postgresql_in_the_long_run
def test_others_are_answered_while_all_hashing_stands_still(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on, begun = threading.Event(), threading.Event()

    def stand_still() -> None:
        begun.set()
        go_on.wait(30)

    passwords._nobodys()
    monkeypatch.setattr(passwords, "_hasher", WatchingHasher(passwords._hasher, stand_still))

    def guess(number: int) -> int:
        given = {"name": f"nobody {number}", "password": "guess"}
        return int(browser(app).post("/sign-in", data=given).status_code)

    with ThreadPoolExecutor(60) as pool:
        guesses = [pool.submit(guess, number) for number in range(60)]
        try:
            assert begun.wait(30)
            # More than the threads that routes share wait by now, or soon will.
            for _ in range(20):
                assert browser(app).get("/help").status_code == 200
        finally:
            go_on.set()
        assert {each.result(timeout=60) for each in guesses} == {401}


@postgresql_in_the_long_run
def test_who_comes_when_too_many_wait_hears_so_at_once(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on, begun = threading.Event(), threading.Event()

    def stand_still() -> None:
        begun.set()
        go_on.wait(30)

    passwords._nobodys()
    monkeypatch.setattr(passwords, "_hasher", WatchingHasher(passwords._hasher, stand_still))
    monkeypatch.setattr(passwords.HASHING, "waiting", 0)
    given = {"name": "nobody", "password": "guess"}
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(lambda: browser(app).post("/sign-in", data=given).status_code)
        try:
            assert begun.wait(30)
            answer = browser(app).post("/sign-in", data=given)
        finally:
            go_on.set()
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) > 0
        assert first.result(timeout=30) == 401


def test_which_names_are_taken_is_not_told_without_limit_by_one_link(
    app: FastAPI, place: MembershipScope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.access.attempts.TRIES_BY_LINK", 3)
    key, other = invited(app, place, uses=9), invited(app, place, uses=9)
    assert [join(app, key, "Owner") for _ in range(4)] == [422, 422, 422, 429]
    assert join(app, key, "Newcomer") == 429
    assert join(app, other, "Newcomer") == 303


def test_who_comes_in_is_not_counted(app: FastAPI, place: MembershipScope, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.access.attempts.TRIES_BY_LINK", 2)
    monkeypatch.setattr("api.access.attempts.TRIES_BY_ADDRESS", 2)
    key = invited(app, place, uses=5)
    assert [join(app, key, f"Newcomer {number}") for number in range(5)] == [303] * 5


def test_passwords_names_and_links_are_counted_together_for_an_address(
    app: FastAPI, place: MembershipScope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.access.attempts.TRIES_BY_ADDRESS", 4)
    assert browser(app).post("/sign-in", data={"name": "Owner", "password": "guess"}).status_code == 401
    assert join(app, invited(app, place), "Owner") == 422
    assert browser(app).get("/join", params={"key": "guessed"}).status_code == 404
    assert browser(app).post("/join", data={"key": "guessed", "name": "Newcomer", "password": NEW}).status_code == 404
    refused = browser(app).post("/sign-in", data={"name": "Owner", "password": PASSWORD})
    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= 901
    assert browser(app).get("/join", params={"key": "guessed"}).status_code == 429
    assert join(app, invited(app, place), "Newcomer") == 429


def test_who_is_signed_in_tries_no_pseudonyms_without_limit(
    app: FastAPI, place: MembershipScope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.access.attempts.TRIES_BY_CHOOSER", 2)
    client = someone(app, "Barbara")
    links = [invited(app, place) for _ in range(3)]
    tried = [client.post("/join", data={"key": key, "pseudonym": "Owner"}).status_code for key in links]
    assert tried == [422, 422, 429]


def test_the_present_password_is_not_guessed_without_limit(app: FastAPI) -> None:
    client = someone(app, "Barbara")
    given = {"present": "guess", "password": NEW}
    assert [client.post("/account/password", data=given).status_code for _ in range(11)] == [422] * 10 + [429]


def test_going_on_after_the_limit_writes_nothing(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.access.attempts.TRIES_BY_ADDRESS", 1)
    given = {"name": "nobody", "password": "guess"}
    assert browser(app).post("/sign-in", data=given).status_code == 401
    statements: list[str] = []
    event.listen(app.state.engine, "before_cursor_execute", lambda *told: statements.append(told[2]))
    assert browser(app).post("/sign-in", data=given).status_code == 429
    assert statements
    assert not [each for each in statements if not re.match(r"\s*(SELECT|BEGIN|PRAGMA)", each)]


def test_a_password_that_was_changed_while_it_was_checked_lets_nobody_in(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    account_id = add(app, "Barbara")
    changed = passwords.hash_password(NEW, "")

    def change() -> None:
        with writing(app.state.engine) as session:
            find_account_by_name(session, "Barbara").password_hash = changed  # type: ignore[union-attr] # it is there

    passwords._nobodys()
    monkeypatch.setattr(passwords, "_hasher", WatchingHasher(passwords._hasher, change))
    assert browser(app).post("/sign-in", data={"name": "Barbara", "password": PASSWORD}).status_code == 401
    with reading(app.state.engine) as session:
        assert find_account_by_name(session, "Barbara").id == account_id  # type: ignore[union-attr] # it is there
