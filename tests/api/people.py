"""People who sign in, for tests: accounts with passwords, and a browser for each."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from fastapi import FastAPI
from starlette.testclient import TestClient

from api.access import passwords
from api.app import create_app
from api.settings import Settings
from models.engine import writing
from models.people.enrolment import MembershipScope, create_account, enrol
from models.vocabulary import Role
from tests.api.closing import close

PASSWORD = "four words of Latin"  # noqa: S105 # of people who are made for one test
HTTPS = "https://testserver"


@contextmanager
def server(database_url: str, **settings: object) -> Iterator[FastAPI]:
    """Give an application with accounts: one replica of a server."""
    made = create_app(Settings(database_url=database_url, **{"log_requests": False, "accounts": "on", **settings}))
    yield made
    close(made)


def browser(app: FastAPI) -> TestClient:
    """Return a browser in which nobody is signed in; as browsers do, it says where its requests come from."""
    return TestClient(app, base_url=HTTPS, follow_redirects=False, headers={"Sec-Fetch-Site": "same-origin"})


def add(app: FastAPI, name: str, *, administrator: bool = False) -> int:
    """Make an account with the password `PASSWORD`; return its id."""
    with writing(app.state.engine) as session:
        return create_account(session, name, password_hash=_hashed(), administrator=administrator).id or 0


@cache
def _hashed() -> str:
    return passwords.hash_password(PASSWORD, "")


def sign_in(app: FastAPI, name: str, password: str = PASSWORD) -> TestClient:
    """Return a browser in which somebody is signed in."""
    client = browser(app)
    answer = client.post("/sign-in", data={"name": name, "password": password})
    assert answer.status_code == 303, answer.text
    return client


def someone(app: FastAPI, name: str, *, administrator: bool = False) -> TestClient:
    """Make an account and return its browser."""
    add(app, name, administrator=administrator)
    return sign_in(app, name)


def put_in(app: FastAPI, place: MembershipScope, account_id: int, role: Role, pseudonym: str | None = None) -> int:
    """Make an account a member; return the number of the membership."""
    with writing(app.state.engine) as session:
        return enrol(session, place, account_id, role, pseudonym=pseudonym).id or 0
