"""One's own account: what a new password ends, where one is signed in, and which passwords will do."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI
from sqlmodel import select
from starlette.testclient import TestClient

from api.access.browser_families import describe_browser
from models.engine import writing
from models.people.accounts import Account, SignIn
from models.people.enrolment import MembershipScope, create_seminar
from models.people.invitations import invite
from models.vocabulary import Role
from tests.api.people import PASSWORD, add, browser, server, sign_in, someone

NEW = "another long password"
TOKENS = "/api/v1/account/tokens"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile Safari/604.1"


@pytest.fixture
def app(database_url: str) -> Iterator[FastAPI]:
    with server(database_url) as made:
        yield made


def make_token(client: TestClient, name: str = "Backup", **more: object) -> tuple[str, int]:
    body = {"name": name, "scopes": ["read", "admin"], "days": 7, "password": PASSWORD, **more}
    answer = client.post(TOKENS, json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()["token"], answer.json()["number"]


def holds(app: FastAPI, token: str) -> bool:
    return browser(app).get(TOKENS, headers={"Authorization": f"Bearer {token}"}).status_code == 200


class TestNewPassword:
    """Whoever knew the old password is out, with all that they made by it."""

    def test_ends_every_token_that_is_not_kept_by_hand(self, app: FastAPI) -> None:
        client = someone(app, "Barbara")
        (gone, _), (kept, number) = make_token(client, "Gone"), make_token(client, "Kept")
        assert f'name="keep-{number}"' in client.get("/account").text
        given = {"present": PASSWORD, "password": NEW, f"keep-{number}": "yes"}
        assert client.post("/account/password", data=given).status_code == 303
        assert (holds(app, gone), holds(app, kept)) == (False, True)

    def test_keeps_no_token_of_somebody_else(self, app: FastAPI) -> None:
        other, client = someone(app, "Other"), someone(app, "Barbara")
        theirs, number = make_token(other)
        own, _ = make_token(client)
        given = {"present": PASSWORD, "password": NEW, f"keep-{number}": "yes", "keep-x": "yes", "keep-99": "yes"}
        assert client.post("/account/password", data=given).status_code == 303
        assert (holds(app, theirs), holds(app, own)) == (True, False)

    def test_that_is_refused_ends_nothing(self, app: FastAPI) -> None:
        client = someone(app, "Barbara")
        token, _ = make_token(client)
        assert client.post("/account/password", data={"present": PASSWORD, "password": "short"}).status_code == 422
        assert holds(app, token)


class TestMakingTokens:
    """A browser that was left open, or a token that got out, makes no token that outlives it."""

    @pytest.mark.parametrize("password", ["", "guess", NEW])
    def test_asks_for_the_password(self, app: FastAPI, password: str) -> None:
        client = someone(app, "Barbara")
        body = {"name": "Backup", "scopes": ["read"], "password": password}
        answer = client.post(TOKENS, json=body)
        assert answer.status_code == 403
        assert answer.json()["errors"][0]["pointer"] == "/password"
        given = {"name": "Backup", "scope": "write", "days": "90", "present": password}
        page = client.post("/account/tokens", data=given)
        assert page.status_code == 422
        assert "current password is wrong" in page.text
        # What was typed stays, but for the password.
        assert 'value="Backup"' in page.text
        assert re.search(r'value="write" selected', page.text)
        assert client.get(TOKENS).json()["items"] == []

    def test_with_a_token_asks_for_it_as_well(self, app: FastAPI) -> None:
        token, _ = make_token(someone(app, "Barbara"))
        program = browser(app)
        body = {"name": "More", "scopes": ["read"]}
        headers = {"Authorization": f"Bearer {token}"}
        assert program.post(TOKENS, json=body, headers=headers).status_code == 403
        assert program.post(TOKENS, json={**body, "password": PASSWORD}, headers=headers).status_code == 201

    def test_guesses_no_password_without_limit(self, app: FastAPI) -> None:
        client = someone(app, "Barbara")
        body = {"name": "Backup", "scopes": ["read"], "password": "guess"}
        assert [client.post(TOKENS, json=body).status_code for _ in range(11)] == [403] * 10 + [429]

    def test_without_a_password_wants_a_fresh_session(self, app: FastAPI) -> None:
        client = someone(app, "Barbara")
        with writing(app.state.engine) as session:
            session.exec(select(Account)).one().password_hash = None
        body = {"name": "Backup", "scopes": ["read", "admin"]}
        made = client.post(TOKENS, json=body)
        assert made.status_code == 201
        with writing(app.state.engine) as session:
            session.exec(select(SignIn)).one().created = datetime.now(UTC) - timedelta(minutes=16)
        assert client.post(TOKENS, json=body).status_code == 403
        headers = {"Authorization": f"Bearer {made.json()['token']}"}
        assert browser(app).post(TOKENS, json=body, headers=headers).status_code == 403


class TestSignIns:
    """Where somebody is signed in stands on the page of their account, and is ended there one by one."""

    def sign_in_with(self, app: FastAPI, agent: str) -> TestClient:
        client = browser(app)
        client.headers["User-Agent"] = agent
        assert client.post("/sign-in", data={"name": "Barbara", "password": PASSWORD}).status_code == 303
        return client

    def test_are_listed_and_ended_one_by_one(self, app: FastAPI) -> None:
        add(app, "Barbara")
        here, phone = self.sign_in_with(app, FIREFOX), self.sign_in_with(app, SAFARI)
        third = self.sign_in_with(app, "curl/8.0")
        shown = here.get("/account").text
        assert re.search(r"Firefox, Windows · <strong>this one</strong>", shown)
        assert "Safari, iPhone" in shown
        assert "Unknown browser" in shown
        end = re.search(r'/account/sign-ins/(\w+)/end"><button aria-label="Sign out Safari, iPhone"', shown)
        assert end is not None
        answer = here.post(f"/account/sign-ins/{end[1]}/end")
        assert (answer.status_code, answer.headers["location"]) == (303, "/account#sign-ins")
        assert [each.get("/account").status_code for each in (here, phone, third)] == [200, 401, 200]
        assert here.post("/account/sign-ins/end").status_code == 303
        assert [each.get("/account").status_code for each in (here, third)] == [200, 401]

    def test_of_somebody_else_are_not_ended(self, app: FastAPI) -> None:
        client, other = someone(app, "Barbara"), someone(app, "Other")
        sign_in(app, "Barbara")
        keys = re.findall(r"/account/sign-ins/(\w{16})/end", client.get("/account").text)
        assert len(keys) == 1
        assert other.post(f"/account/sign-ins/{keys[0]}/end").status_code == 404
        assert other.post("/account/sign-ins/end").status_code == 303
        assert len(re.findall(r"/account/sign-ins/(\w{16})/end", client.get("/account").text)) == 1

    def test_nothing_on_the_page_lets_anybody_in(self, app: FastAPI) -> None:
        client = someone(app, "Barbara")
        sign_in(app, "Barbara")
        (key,) = re.findall(r"/account/sign-ins/(\w{16})/end", client.get("/account").text)
        thief = browser(app)
        thief.cookies.set("__Host-sicetnon", key, domain="testserver.local")
        assert thief.get("/account").status_code == 401


@pytest.mark.parametrize(
    ("agent", "family"),
    [
        (FIREFOX, "Firefox, Windows"),
        (SAFARI, "Safari, iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36", "Chrome, Linux"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/131 Safari/537.36 Edg/131.0", "Edge, Mac"),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
)
def test_of_a_browser_only_its_family_is_kept(agent: str, family: str) -> None:
    assert describe_browser(agent) == family


@pytest.mark.parametrize("password", ["1234567890", "qwertyuiop", "QWERTYUIOP", "password123", "iloveyou123"])
def test_passwords_that_everybody_uses_are_refused(app: FastAPI, password: str) -> None:
    client = someone(app, "Barbara")
    answer = client.post("/account/password", data={"present": PASSWORD, "password": password})
    assert answer.status_code == 422
    assert "among the first that an intruder tries" in answer.text


@pytest.mark.parametrize("password", ["Our long seminar", "our-long-seminar", "OURLONGSEMINAR", "barbara of celarent"])
def test_the_names_of_whoever_comes_and_of_the_seminar_are_no_passwords(app: FastAPI, password: str) -> None:
    owner = add(app, "Owner")
    with writing(app.state.engine) as session:
        place = MembershipScope(seminar_id=create_seminar(session, "our-long-seminar", "Our Long Seminar", owner).id)
        key = invite(session, place, Role.READER, by=Role.OWNER, created_by=owner)
    given = {"key": key, "name": "Barbara of Celarent", "password": password}
    answer = browser(app).post("/join", data=given)
    assert answer.status_code == 422
    assert "10 to 200 characters" in answer.text
    assert browser(app).post("/join", data={**given, "password": NEW}).status_code == 303
