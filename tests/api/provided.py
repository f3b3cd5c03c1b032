"""Browsers that go to a provider of OpenID Connect and come back, for tests."""

import html
import re

from fastapi import FastAPI
from httpx2 import Response
from sqlmodel import select
from starlette.testclient import TestClient

from api.accounts.visit_proofs import derive_visit_key
from models.engine import reading
from models.people.accounts import Account, Identity
from tests.api.people import HTTPS, browser
from tests.identity_provider import IdentityProvider

SESSION, VISIT = "__Host-sicetnon", "__Host-sicetnon-visit-"
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
    assert has_a_name_to_choose(visit(client, provider, subject))
    assert client.post("/sign-in/name", data={"name": name}).status_code == 303
    return client


def has_a_name_to_choose(answer: Response) -> bool:
    """Tell whether a browser that comes back is led to the form in which a newcomer chooses a name."""
    return answer.status_code == 303 and answer.headers["location"].startswith("/sign-in/name?visit=")


def proofs_kept_by(client: TestClient) -> list[str]:
    """Return the proofs of the visits of a browser that are under way."""
    return [value for name, value in client.cookies.items() if name.startswith(VISIT)]


def show_proof(client: TestClient, proof: str) -> None:
    """Let a browser show a proof, as if it had been given to it."""
    client.cookies.set(VISIT + derive_visit_key(proof), proof, domain="testserver.local")


def identities(app: FastAPI) -> dict[str, str]:
    with reading(app.state.engine) as session:
        found = session.exec(select(Identity.subject, Account.handle).where(Identity.account_id == Account.id)).all()
    return dict(found)


def proposed(client: TestClient) -> str:
    found = re.search(r'id="field-name" name="name" value="([^"]*)"', client.get("/sign-in/name").text)
    assert found is not None
    return html.unescape(found[1])
