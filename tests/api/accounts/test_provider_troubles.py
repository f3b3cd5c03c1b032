"""What goes wrong between a browser, the provider of OpenID Connect and us lets nobody in, and is told."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi import FastAPI
from httpx2 import Response
from sqlalchemy import update
from starlette.testclient import TestClient

from models.engine import writing
from models.people.accounts import ProviderVisit
from tests.api.people import HTTPS, add, browser, server, sign_in, someone
from tests.api.provided import (
    PAGE,
    SESSION,
    VISIT,
    back,
    go,
    has_a_name_to_choose,
    newcomer,
    proofs_kept_by,
    show_proof,
    visit,
)
from tests.identity_provider import IdentityProvider, running


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


def in_trouble(answer: Response, status: int, words: str, client: TestClient) -> None:
    """Nobody was signed in, and the page says what to do, without what nobody needs to know."""
    assert answer.status_code == status, answer.text
    assert words in answer.text
    assert "sign in" in answer.text.lower() or "/sign-in" in answer.text
    assert SESSION not in client.cookies
    for leak in ("Traceback", "httpx", "joserfc", "client_secret", "127.0.0.1"):
        assert leak not in answer.text


def test_who_refuses_is_told_so(app: FastAPI, provider: IdentityProvider) -> None:
    client = browser(app)
    in_trouble(back(client, provider.refuse(go(client))), 403, "did not let you in", client)


def test_what_the_provider_says_of_an_error_is_not_repeated(app: FastAPI) -> None:
    client = browser(app)
    answer = client.get("/sign-in/callback?error=%3Cb%3E&error_description=Call+0190", headers=PAGE)
    in_trouble(answer, 403, "did not let you in", client)
    assert "0190" not in answer.text
    assert client.get("/sign-in/callback?error=temporarily_unavailable", headers=PAGE).status_code == 503


def test_a_changed_state_is_refused_and_the_right_one_still_taken(app: FastAPI, provider: IdentityProvider) -> None:
    client = browser(app)
    address = provider.sign_in(go(client), "anna-1")
    in_trouble(back(client, re.sub(r"state=[^&]+", "state=another", address)), 400, "cannot be completed", client)
    in_trouble(back(client, re.sub(r"&?state=[^&]+", "", address)), 400, "cannot be completed", client)
    assert has_a_name_to_choose(back(client, address))


def test_who_did_not_begin_does_not_complete(app: FastAPI, provider: IdentityProvider) -> None:
    address = provider.sign_in(go(browser(app)), "anna-1")
    client = browser(app)
    in_trouble(back(client, address), 400, "cannot be completed", client)
    # Nor who has begun something else.
    go(client)
    in_trouble(back(client, address), 400, "cannot be completed", client)


def test_a_proof_that_was_changed_is_none(app: FastAPI, provider: IdentityProvider) -> None:
    client = browser(app)
    address = provider.sign_in(go(client), "anna-1")
    changed = proofs_kept_by(client)[0][:-1] + "x"
    (name,) = (each for each in client.cookies if each.startswith(VISIT))
    client.cookies.set(name, changed, domain="testserver.local")
    assert back(client, address).status_code == 400
    client.cookies.delete(name)
    show_proof(client, changed)
    assert back(client, address).status_code == 400


def test_a_code_is_taken_once(on_either: FastAPI, other: FastAPI, provider: IdentityProvider) -> None:
    newcomer(on_either, provider, "anna-1", "Anna")
    client = browser(on_either)
    address = provider.sign_in(go(client), "anna-1")
    kept = proofs_kept_by(client)[0]
    assert back(client, address).status_code == 303
    for replica in (on_either, other):
        thief = browser(replica)
        show_proof(thief, kept)
        in_trouble(back(thief, address), 400, "cannot be completed", thief)


def test_a_code_of_another_visit_is_refused_by_the_provider(app: FastAPI, provider: IdentityProvider) -> None:
    stolen = parse_qs(urlsplit(provider.sign_in(go(browser(app)), "anna-1")).query)["code"][0]
    client = browser(app)
    address = provider.sign_in(go(client), "mallory")
    answer = back(client, re.sub(r"code=[^&]+", f"code={stolen}", address))
    in_trouble(answer, 400, "cannot be completed", client)


def test_who_stays_away_too_long_begins_again(on_either: FastAPI, provider: IdentityProvider) -> None:
    client = browser(on_either)
    address = provider.sign_in(go(client), "anna-1")
    with writing(on_either.state.engine) as session:
        session.connection().execute(update(ProviderVisit).values(expires=datetime.now(UTC) - timedelta(seconds=1)))
    in_trouble(back(client, address), 400, "took longer than 15 minutes", client)


@pytest.mark.one_in(2)
@pytest.mark.parametrize(
    "untruth",
    [
        *("nonce", "no nonce", "issuer", "audience", "expired", "no subject"),
        *("unknown key", "forged", "unsigned", "shared secret", "garbled", "endless"),
    ],
)
def test_a_provider_that_does_not_tell_the_truth_lets_nobody_in(
    app: FastAPI, provider: IdentityProvider, untruth: str
) -> None:
    newcomer(app, provider, "anna-1", "Anna")
    client = browser(app)
    address = provider.sign_in(go(client), "anna-1")
    provider.lie(untruth)
    in_trouble(back(client, address), 502, "cannot be trusted", client)
    provider.lie("")
    assert visit(client, provider, "anna-1").status_code == 303


def test_a_provider_that_is_in_trouble_is_told_of(app: FastAPI, provider: IdentityProvider) -> None:
    client = browser(app)
    address = provider.sign_in(go(client), "anna-1")
    provider.lie("in trouble")
    answer = back(client, address)
    in_trouble(answer, 503, "does not answer", client)
    assert int(answer.headers["retry-after"]) > 0


def test_a_provider_that_drips_is_given_up(
    app: FastAPI, provider: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.access.openid.TIMEOUT_SECONDS", 1.0)
    client = browser(app)
    address = provider.sign_in(go(client), "anna-1")
    provider.lie("slow")
    began = datetime.now(UTC)
    in_trouble(back(client, address), 503, "does not answer", client)
    assert datetime.now(UTC) - began < timedelta(seconds=5)


def test_a_provider_that_calls_itself_otherwise_is_not_asked_further(app: FastAPI, provider: IdentityProvider) -> None:
    provider.lie("another name")
    client = browser(app)
    answer = client.post("/sign-in/provider", data={"next": "/"}, headers=PAGE)
    in_trouble(answer, 502, "cannot be trusted", client)


def test_with_a_wrong_secret_nobody_signs_in(
    sqlite_url: str, provider: IdentityProvider, registered: dict[str, str]
) -> None:
    with server(sqlite_url, **registered | {"oidc_client_secret": "wrong"}) as app:
        client = browser(app)
        in_trouble(visit(client, provider, "anna-1"), 502, "cannot be trusted", client)


def test_a_provider_that_is_not_there_is_told_of(sqlite_url: str) -> None:
    with running() as gone:
        registered = gone.register(HTTPS)
    with server(sqlite_url, **registered) as app:
        client = browser(app)
        assert "Sign in with University of Paris" in client.get("/sign-in").text
        answer = client.post("/sign-in/provider", data={"next": "/"}, headers=PAGE)
        in_trouble(answer, 503, "does not answer", client)
        add(app, "Barbara")
        assert sign_in(app, "Barbara")


def test_a_provider_that_goes_away_meanwhile_is_told_of(sqlite_url: str) -> None:
    with running() as going:
        registered = going.register(HTTPS)
        with server(sqlite_url, **registered) as app:
            client = browser(app)
            address = going.sign_in(go(client), "anna-1")
    with server(sqlite_url, **registered) as app:
        later = browser(app)
        show_proof(later, proofs_kept_by(client)[0])
        in_trouble(back(later, address), 503, "does not answer", later)


def test_another_issuer_in_the_answer_is_refused(app: FastAPI, provider: IdentityProvider) -> None:
    """RFC 9207: else one provider could answer in the place of another."""
    client = browser(app)
    address = provider.sign_in(go(client), "anna-1")
    in_trouble(back(client, f"{address}&iss=https%3A%2F%2Felsewhere.example"), 502, "cannot be trusted", client)


def test_visits_are_counted_for_the_address_until_somebody_is_signed_in(
    app: FastAPI, provider: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.accounts.provider_visits.MOST_VISITS_BY_ADDRESS", 2)
    newcomer(app, provider, "anna-1", "Anna")
    for _ in range(3):
        assert visit(browser(app), provider, "anna-1").status_code == 303
    begun = [browser(app).post("/sign-in/provider", data={"next": "/"}).status_code for _ in range(3)]
    assert begun == [200, 200, 429]


def test_another_site_sends_nobody_to_the_provider(app: FastAPI) -> None:
    for path in ("/sign-in/provider", "/sign-in/name", "/account/identity", "/account/identity/unlink"):
        answer = browser(app).post(path, data={}, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403


def test_nobody_signs_in_over_a_connection_that_others_can_read(sqlite_url: str, registered: dict[str, str]) -> None:
    with server(sqlite_url, **registered | {"base_url": "http://maps.example.org"}) as app:
        client = browser(app)
        client.base_url = "http://maps.example.org"  # type: ignore[assignment] # httpx takes a text
        answer = client.post("/sign-in/provider", data={"next": "/"})
    assert answer.status_code == 400
    assert answer.json()["type"].endswith("not-encrypted")


def test_without_a_provider_the_pages_speak_of_none(sqlite_url: str) -> None:
    with server(sqlite_url) as app:
        client = someone(app, "Barbara")
        assert "/sign-in/provider" not in browser(app).get("/sign-in").text
        assert "/account/identity" not in client.get("/account").text
        for method, path in (
            ("POST", "/sign-in/provider"),
            ("GET", "/sign-in/callback"),
            ("POST", "/account/identity"),
        ):
            answer = client.request(method, path, data={"next": "/"} if method == "POST" else None)
            assert answer.status_code == 404
            assert answer.json()["type"].endswith("no-provider")
