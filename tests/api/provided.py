"""Browsers that go to a provider of OpenID Connect and come back, for tests."""

import html
import re

from fastapi import FastAPI
from httpx2 import Response
from sqlmodel import select
from starlette.testclient import TestClient

from models.engine import reading
from models.people.accounts import Account, Identity
from tests.api.accounts import HTTPS, browser
from tests.identity_provider import IdentityProvider

SESSION, VISIT = "__Host-sicetnon", "__Host-sicetnon-visit"
PAGE = {"Accept": "text/html"}


def led_to(answer: Response) -> str:
    """Return the address to which the page leads that sends a browser to the provider."""
    assert answer.status_code == 200, answer.text
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', answer.text)
    assert found is not None, answer.text
    return html.unescape(found[1])


def go(client: TestClient, target: str = "/") -> str:
    return led_to(client.post("/sign-in/provider", data={"next": target}))


def back(client: TestClient, address: str) -> Response:
    """Return what a browser gets that is led back."""
    assert address.startswith(f"{HTTPS}/sign-in/callback?")
    return client.get(address.removeprefix(HTTPS), headers=PAGE)


def visit(client: TestClient, provider: IdentityProvider, subject: str, target: str = "/") -> Response:
    return back(client, provider.sign_in(go(client, target), subject))


def newcomer(app: FastAPI, provider: IdentityProvider, subject: str, name: str) -> TestClient:
    """Return the browser of somebody who has come from the provider for the first time."""
    client = browser(app)
    assert visit(client, provider, subject).headers["location"] == "/sign-in/name"
    assert client.post("/sign-in/name", data={"name": name}).status_code == 303
    return client


def identities(app: FastAPI) -> dict[str, str]:
    with reading(app.state.engine) as session:
        found = session.exec(select(Identity.subject, Account.handle).where(Identity.account_id == Account.id)).all()
    return dict(found)


def proposed(client: TestClient) -> str:
    found = re.search(r'id="field-name" name="name" value="([^"]*)"', client.get("/sign-in/name").text)
    assert found is not None
    return html.unescape(found[1])
