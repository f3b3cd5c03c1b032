"""In the log an operator finds whoever tries to get in, and nothing of what they tried with."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from structlog.testing import capture_logs

from models import changes
from models.engine import writing
from models.people.enrolment import MembershipScope, create_seminar
from models.people.invitations import invite
from models.records.maps import ArgumentMapDraft
from models.vocabulary import Role, Visibility
from tests.api.people import PASSWORD, add, browser, put_in, server, someone
from tests.conftest import postgresql_in_the_long_run

pytestmark = postgresql_in_the_long_run
ATTACKER = "198.51.100.66"


@pytest.fixture
def app(database_url: str) -> Iterator[FastAPI]:
    with server(database_url, behind_proxy=True) as made:
        add(made, "Owner")
        with writing(made.state.engine) as session:
            draft = ArgumentMapDraft(title="Hidden", visibility=Visibility.PRIVATE)
            hidden = changes.create_map(session, "hidden", draft, author="Owner")
            changes.create_map(session, "open", ArgumentMapDraft(title="Open"), author="Owner")
        put_in(made, MembershipScope(map_id=hidden.id), add(made, "Reader"), Role.READER)
        yield made


def events(logged: Any, event: str) -> list[dict[str, Any]]:
    return [dict(each) for each in logged if each["event"] == event]


def attacker(app: FastAPI) -> Any:
    client = browser(app)
    client.headers["X-Forwarded-For"] = ATTACKER
    return client


def test_a_wrong_password_is_logged_with_address_and_account(app: FastAPI) -> None:
    with capture_logs() as logged:
        for name in ("OWNER", "my secret typed in the wrong field"):
            attacker(app).post("/sign-in", data={"name": name, "password": "guess of a password"})
    wrong = events(logged, "wrong password")
    assert [(each["address"], each["account"], each["path"]) for each in wrong] == [
        (ATTACKER, "Owner", "/sign-in"),
        (ATTACKER, None, "/sign-in"),
    ]
    assert "guess" not in str(logged)
    assert "secret" not in str(logged)


def test_a_name_that_is_closed_is_logged(app: FastAPI) -> None:
    with capture_logs() as logged:
        for _ in range(11):
            attacker(app).post("/sign-in", data={"name": "Owner", "password": "guess"})
    (closed,) = events(logged, "closed")
    assert (closed["address"], closed["account"], closed["closed"]) == (ATTACKER, "Owner", ["name"])


def test_whoever_has_signed_in_is_logged(app: FastAPI) -> None:
    with capture_logs() as logged:
        attacker(app).post("/sign-in", data={"name": "Owner", "password": PASSWORD})
    (entry,) = events(logged, "signed in")
    assert (entry["address"], entry["account"]) == (ATTACKER, "Owner")
    assert PASSWORD not in str(logged)


def test_a_refused_right_is_logged_with_the_account(app: FastAPI) -> None:
    reader = browser(app)
    reader.post("/sign-in", data={"name": "Reader", "password": PASSWORD})
    with capture_logs() as logged:
        assert reader.post("/api/v1/maps/hidden/tags", json={"text": "x"}).status_code == 403
    (refused,) = events(logged, "refused")
    assert (refused["account"], refused["status"], refused["reason"]) == ("Reader", 403, "not-allowed")
    assert refused["path"] == "/api/v1/maps/hidden/tags"


def test_a_hidden_map_is_logged_as_one(app: FastAPI) -> None:
    stranger = someone(app, "Stranger")
    with capture_logs() as logged:
        assert stranger.get("/maps/hidden").status_code == 404
        assert stranger.get("/maps/nothing").status_code == 404
    assert [(each["account"], each["hidden"]) for each in events(logged, "refused")] == [
        ("Stranger", True),
        ("Stranger", False),
    ]


def test_whoever_guesses_links_and_tokens_is_logged_without_them(app: FastAPI) -> None:
    with capture_logs() as logged:
        attacker(app).get("/join", params={"key": "guessed-link"})
        attacker(app).get("/api/v1/maps", headers={"Authorization": "Bearer guessed-token"})
        attacker(app).post("/api/v1/maps", json={"slug": "x", "title": "X"})
    reasons = [each["reason"] for each in events(logged, "refused")]
    assert reasons == ["dead-invitation", "unknown-token", "not-signed-in"]
    assert {each["address"] for each in events(logged, "refused")} == {ATTACKER}
    assert "guessed" not in str(logged)


def test_tries_by_a_link_are_logged(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.access.attempts.TRIES_BY_LINK", 1)
    with writing(app.state.engine) as session:
        place = MembershipScope(seminar_id=create_seminar(session, "ours", "Ours", 1).id)
        key = invite(session, place, Role.READER, by=Role.OWNER, created_by=1)
    given = {"key": key, "name": "Owner", "password": PASSWORD}
    with capture_logs() as logged:
        assert [attacker(app).post("/join", data=given).status_code for _ in range(2)] == [422, 429]
    (closed,) = events(logged, "closed")
    assert closed["closed"] == ["link"]
    assert key not in str(logged)
