"""Accounts that are linked to a provider of OpenID Connect, and unlinked."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from tests.api.people import PASSWORD, add, browser, server, someone
from tests.api.provided import back, has_a_name_to_choose, identities, led_to, newcomer, proofs_kept_by, visit
from tests.identity_provider import IdentityProvider


@pytest.fixture
def app(sqlite_url: str, provider: IdentityProvider, registered: dict[str, str]) -> Iterator[FastAPI]:
    with server(sqlite_url, **registered) as made:
        yield made
    provider.lie("")


@pytest.fixture
def on_either(database_url: str, registered: dict[str, str]) -> Iterator[FastAPI]:
    """The same on SQLite and on PostgreSQL, for what the database decides."""
    with server(database_url, **registered) as made:
        yield made


@pytest.fixture
def other(database_url: str, registered: dict[str, str]) -> Iterator[FastAPI]:
    """Another replica on the same database."""
    with server(database_url, **registered) as made:
        yield made


def link(client: TestClient, provider: IdentityProvider, subject: str, password: str = PASSWORD) -> Response:
    return back(client, provider.sign_in(led_to(client.post("/account/identity", data={"present": password})), subject))


def test_an_account_is_linked_and_unlinked(on_either: FastAPI, provider: IdentityProvider) -> None:
    client = someone(on_either, "Barbara")
    assert link(client, provider, "barbara-1").headers["location"] == "/account?changed=linked#identity"
    assert "You can sign in with University of Paris" in client.get("/account").text
    by_provider = browser(on_either)
    visit(by_provider, provider, "barbara-1")
    assert "You sign in as Barbara" in by_provider.get("/account").text
    assert client.post("/account/identity/unlink").status_code == 303
    assert "Link to University of Paris" in client.get("/account").text
    assert by_provider.get("/account").status_code == 401
    assert has_a_name_to_choose(visit(browser(on_either), provider, "barbara-1"))


def test_linking_asks_for_the_password(app: FastAPI) -> None:
    client = someone(app, "Barbara")
    answer = client.post("/account/identity", data={"present": "guessed it now"})
    assert answer.status_code == 422
    assert "current password is wrong" in answer.text
    assert not proofs_kept_by(client)


def test_the_last_way_in_cannot_be_unlinked(app: FastAPI, provider: IdentityProvider) -> None:
    client = newcomer(app, provider, "anna-1", "Anna")
    assert 'action="/account/identity/unlink"' not in client.get("/account").text
    answer = client.post("/account/identity/unlink")
    assert answer.status_code == 409
    assert answer.json()["type"].endswith("last-way-in")
    assert identities(app) == {"anna-1": "Anna"}
    assert client.get("/account").status_code == 200


def test_an_identity_of_another_account_is_not_linked(on_either: FastAPI, provider: IdentityProvider) -> None:
    newcomer(on_either, provider, "anna-1", "Anna")
    client = someone(on_either, "Barbara")
    answer = link(client, provider, "anna-1")
    assert answer.status_code == 409
    assert "linked to another account" in answer.text
    assert identities(on_either) == {"anna-1": "Anna"}


def test_nothing_is_linked_to_whoever_has_signed_in_meanwhile(app: FastAPI, provider: IdentityProvider) -> None:
    add(app, "Celarent")
    client = someone(app, "Barbara")
    address = led_to(client.post("/account/identity", data={"present": PASSWORD}))
    client.post("/sign-in", data={"name": "Celarent", "password": PASSWORD})
    answer = back(client, provider.sign_in(address, "barbara-1"))
    assert answer.status_code == 409
    assert identities(app) == {}


def test_a_link_that_somebody_else_began_is_not_made_for_me(app: FastAPI, provider: IdentityProvider) -> None:
    """Else Mallory could let Barbara complete it, and sign in as her from then on."""
    mallory, barbara = someone(app, "Mallory"), someone(app, "Barbara")
    address = provider.sign_in(led_to(mallory.post("/account/identity", data={"present": PASSWORD})), "mallory-1")
    assert back(barbara, address).status_code == 400
    assert identities(app) == {}
