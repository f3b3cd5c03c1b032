"""Signing in by a provider of OpenID Connect, which runs in a process of its own."""

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi import FastAPI
from sqlmodel import select

from models.engine import reading, writing
from models.people.accounts import Account, ProviderVisit
from models.people.enrolment import MembershipScope, create_account, create_seminar, find_account_by_name, list_members
from models.people.invitations import invite
from models.people.seminars import Membership
from models.vocabulary import Role
from tests.api.people import HTTPS, PASSWORD, add, browser, server
from tests.api.provided import (
    SESSION,
    VISIT,
    back,
    go,
    has_a_name_to_choose,
    identities,
    newcomer,
    proofs_kept_by,
    proposed,
    show_proof,
    visit,
)
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


def test_whoever_comes_for_the_first_time_chooses_a_name_and_is_signed_in(
    on_either: FastAPI, provider: IdentityProvider
) -> None:
    provider.introduce("anna-1", preferred_username="anna.kim", name="Anna Kim")
    client = browser(on_either)
    answer = visit(client, provider, "anna-1", "/seminars")
    assert has_a_name_to_choose(answer)
    assert SESSION not in client.cookies
    assert proposed(client) == "anna.kim"
    answer = client.post("/sign-in/name", data={"name": "Héloïse"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/seminars")
    assert "You sign in as Héloïse" in client.get("/account").text
    assert identities(on_either) == {"anna-1": "Héloïse"}
    assert not proofs_kept_by(client)


def test_the_second_time_nothing_is_asked_and_the_account_is_the_same(app: FastAPI, provider: IdentityProvider) -> None:
    newcomer(app, provider, "anna-1", "Héloïse")
    client = browser(app)
    # Whatever the provider calls them by now.
    provider.introduce("anna-1", preferred_username="somebody.else")
    answer = visit(client, provider, "anna-1", "/seminars")
    assert answer.headers["location"] == "/seminars"
    assert "You sign in as Héloïse" in client.get("/account").text


def test_one_goes_on_at_another_replica(on_either: FastAPI, other: FastAPI, provider: IdentityProvider) -> None:
    client, elsewhere = browser(on_either), browser(other)
    address = provider.sign_in(go(client), "anna-1")
    show_proof(elsewhere, proofs_kept_by(client)[0])
    assert has_a_name_to_choose(back(elsewhere, address))
    show_proof(client, proofs_kept_by(elsewhere)[0])
    assert client.post("/sign-in/name", data={"name": "Anna"}).status_code == 303


def test_of_the_proof_only_the_hash_is_kept_and_the_key_of_an_invitation_nowhere(
    on_either: FastAPI, provider: IdentityProvider
) -> None:
    client = browser(on_either)
    address = go(client, "/join?key=the-key-of-a-link")
    with reading(on_either.state.engine) as session:
        (kept,) = session.exec(select(ProviderVisit)).all()
    asked = parse_qs(urlsplit(address).query)
    for secret in (proofs_kept_by(client)[0], asked["state"][0], asked["nonce"][0], "the-key-of-a-link"):
        assert secret not in str(kept)
    assert provider.issuer in address
    assert "the-key" not in address


def test_the_provider_is_asked_with_pkce_state_and_nonce(app: FastAPI) -> None:
    asked = parse_qs(urlsplit(go(browser(app))).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["response_type"] == ["code"]
    assert asked["scope"] == ["openid profile"]
    assert asked["redirect_uri"] == [f"{HTTPS}/sign-in/callback"]
    assert {len(asked[name][0]) for name in ("state", "nonce", "code_challenge")} == {43}


def test_the_cookie_of_a_visit_is_for_this_host_alone_and_comes_back_from_another_site(app: FastAPI) -> None:
    set_cookie = browser(app).post("/sign-in/provider", data={"next": "/"}).headers["set-cookie"]
    assert set_cookie.startswith(VISIT)
    for part in ("HttpOnly", "Secure", "SameSite=lax", "Path=/", "Max-Age=900"):
        assert part in set_cookie
    assert "domain" not in set_cookie.lower()


def test_signing_in_gives_a_new_session_and_ends_the_old(app: FastAPI, provider: IdentityProvider) -> None:
    client = newcomer(app, provider, "anna-1", "Anna")
    before = client.cookies[SESSION]
    assert visit(client, provider, "anna-1").status_code == 303
    assert client.cookies[SESSION] != before
    stolen = browser(app)
    stolen.cookies.set(SESSION, before, domain="testserver.local")
    assert stolen.get("/account").status_code == 401


def test_who_has_signed_in_by_the_provider_signs_out_as_everybody(app: FastAPI, provider: IdentityProvider) -> None:
    client = newcomer(app, provider, "anna-1", "Anna")
    assert client.post("/sign-out").status_code == 303
    assert client.get("/account").status_code == 401


def test_who_is_shut_out_is_not_let_in_by_the_provider_either(app: FastAPI, provider: IdentityProvider) -> None:
    newcomer(app, provider, "anna-1", "Anna")
    with writing(app.state.engine) as session:
        account = find_account_by_name(session, "Anna")
        assert account is not None
        account.disabled = datetime.now(UTC)
    client = browser(app)
    answer = visit(client, provider, "anna-1")
    assert answer.status_code == 403
    assert "disabled" in answer.text
    assert SESSION not in client.cookies


# --- Names ------------------------------------------------------------------------------------------


def test_nobody_gets_the_account_of_another_by_being_called_the_same(
    on_either: FastAPI, provider: IdentityProvider
) -> None:
    with writing(on_either.state.engine) as session:
        create_account(session, "anna", password_hash=None, email="anna@example.org")
    provider.introduce("mallory", preferred_username="Anna", name="anna", email="anna@example.org")
    client = browser(on_either)
    assert has_a_name_to_choose(visit(client, provider, "mallory"))
    assert proposed(client) == "Anna 2"
    answer = client.post("/sign-in/name", data={"name": "ANNA"})
    assert answer.status_code == 422
    assert "belongs to somebody else" in answer.text
    assert SESSION not in client.cookies
    assert identities(on_either) == {}
    # What was wrong can be mended.
    assert client.post("/sign-in/name", data={"name": "Mallory"}).status_code == 303
    assert identities(on_either) == {"mallory": "Mallory"}


def test_whoever_comes_from_the_provider_tries_no_names_without_limit(
    app: FastAPI, provider: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.access.attempts.TRIES_BY_CHOOSER", 2)
    with writing(app.state.engine) as session:
        create_account(session, "anna", password_hash=None)
    client = browser(app)
    visit(client, provider, "mallory")
    tried = [client.post("/sign-in/name", data={"name": "Anna"}).status_code for _ in range(3)]
    assert tried == [422, 422, 429]


def test_a_name_that_the_provider_tells_only_when_asked_is_proposed(app: FastAPI, provider: IdentityProvider) -> None:
    provider.introduce("berta-1", preferred_username="berta")
    provider.lie("reticent")
    client = browser(app)
    visit(client, provider, "berta-1")
    assert proposed(client) == "berta"


@pytest.mark.parametrize("name", ["", "/", "local", "a" * 41, "<script>"])
def test_a_name_that_cannot_be_one_is_refused(app: FastAPI, provider: IdentityProvider, name: str) -> None:
    client = browser(app)
    visit(client, provider, "anna-1")
    answer = client.post("/sign-in/name", data={"name": name})
    assert answer.status_code == 422
    assert "Choose another one." in answer.text
    assert "<script>" not in answer.text
    assert identities(app) == {}


def test_a_name_is_asked_of_nobody_who_has_not_come_from_the_provider(app: FastAPI) -> None:
    client = browser(app)
    assert client.get("/sign-in/name").status_code == 400
    assert client.post("/sign-in/name", data={"name": "Mallory"}).status_code == 400
    # Who is on the way there has not come from it.
    go(client)
    assert client.get("/sign-in/name").status_code == 400
    assert client.post("/sign-in/name", data={"name": "Mallory"}).status_code == 400


def test_of_two_forms_for_one_arrival_one_makes_an_account(on_either: FastAPI, provider: IdentityProvider) -> None:
    client = browser(on_either)
    visit(client, provider, "anna-1")
    kept = proofs_kept_by(client)[0]
    assert client.post("/sign-in/name", data={"name": "Anna"}).status_code == 303
    again = browser(on_either)
    show_proof(again, kept)
    assert again.post("/sign-in/name", data={"name": "Berta"}).status_code == 400
    assert identities(on_either) == {"anna-1": "Anna"}


# --- Invitations --------------------------------------------------------------------------------------


def invited(on_either: FastAPI, role: Role = Role.CONTRIBUTOR, account_id: int | None = None) -> str:
    """Return the address of an invitation to a new seminar."""
    owner = add(on_either, "Owner")
    with writing(on_either.state.engine) as session:
        seminar = create_seminar(session, "ours", "Our seminar", owner)
        place = MembershipScope(seminar_id=seminar.id)
        key = invite(session, place, role, by=Role.OWNER, created_by=owner, uses=2, account_id=account_id)
    return f"/join?key={key}"


def roles(on_either: FastAPI) -> dict[str, str]:
    with reading(on_either.state.engine) as session:
        wanted = select(Account.handle, Membership.role).where(Membership.account_id == Account.id)
        return {name: str(role) for name, role in session.exec(wanted).all()}


def test_an_invitation_survives_the_way_there_and_back(on_either: FastAPI, provider: IdentityProvider) -> None:
    address = invited(on_either)
    client = browser(on_either)
    shown = client.get(address).text
    assert "Sign in with University of Paris" in shown
    target = re.search(r'action="/sign-in/provider".*?name="next" value="([^"]*)"', shown, re.DOTALL)
    assert target is not None
    visit(client, provider, "anna-1", html.unescape(target[1]))
    assert "Our seminar" in client.get("/sign-in/name").text
    answer = client.post("/sign-in/name", data={"name": "Anna"})
    assert answer.headers["location"] == "/seminars/ours"
    assert client.get("/seminars/ours").status_code == 200
    assert roles(on_either) == {"Owner": "owner", "Anna": "contributor"}


def test_who_has_an_account_comes_back_to_the_invitation_and_joins(app: FastAPI, provider: IdentityProvider) -> None:
    newcomer(app, provider, "anna-1", "Anna")
    address = invited(app)
    client = browser(app)
    assert visit(client, provider, "anna-1", address).headers["location"] == address
    assert "Pseudonym" in client.get(address).text
    answer = client.post("/join", data={"key": address.partition("=")[2], "pseudonym": "Sappho"})
    assert answer.headers["location"] == "/seminars/ours"
    assert roles(app)["Anna"] == "contributor"


def test_who_is_on_a_class_list_comes_in_by_the_provider(on_either: FastAPI, provider: IdentityProvider) -> None:
    with writing(on_either.state.engine) as session:
        listed = create_account(session, "Anna Kim", password_hash=None).id
    address = invited(on_either, account_id=listed)
    with writing(on_either.state.engine) as session:
        membership = session.exec(select(Membership)).one()
        session.add(
            Membership(account_id=listed or 0, seminar_id=membership.seminar_id, role="reader", since=membership.since)
        )
        place = MembershipScope(seminar_id=membership.seminar_id)
    client = browser(on_either)
    assert visit(client, provider, "anna-1", address).headers["location"] == "/seminars/ours"
    assert "You sign in as Anna Kim" in client.get("/account").text
    assert identities(on_either) == {"anna-1": "Anna Kim"}
    with reading(on_either.state.engine) as session:
        assert {each.handle: each.waiting for each in list_members(session, place)} == {
            "Owner": False,
            "Anna Kim": False,
        }
    # The link lets nobody else take the account, by the provider or with a password.
    other = browser(on_either)
    assert visit(other, provider, "mallory", address).status_code == 404
    assert other.post("/join", data={"key": address.partition("=")[2], "password": PASSWORD}).status_code == 404
    assert identities(on_either) == {"anna-1": "Anna Kim"}


def test_an_invitation_that_has_ended_meanwhile_makes_no_account(app: FastAPI, provider: IdentityProvider) -> None:
    client = browser(app)
    answer = visit(client, provider, "anna-1", "/join?key=unknown")
    assert answer.status_code == 404
    assert "no longer lets you in" in answer.text
    with reading(app.state.engine) as session:
        assert session.exec(select(Account)).all() == []


@pytest.mark.parametrize(
    "target", ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", "/sign-in"]
)
def test_nobody_is_led_to_another_site(app: FastAPI, provider: IdentityProvider, target: str) -> None:
    newcomer(app, provider, "anna-1", "Anna")
    assert visit(browser(app), provider, "anna-1", target).headers["location"] == "/"
