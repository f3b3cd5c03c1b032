"""Signing in by a provider of OpenID Connect, which runs in a process of its own."""

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi import FastAPI
from httpx2 import Response
from sqlalchemy import update
from sqlmodel import select
from starlette.testclient import TestClient

from models.accounts import Account, Identity, ProviderVisit
from models.engine import reading, writing
from models.enrolment import Place, account_named, create_account, create_seminar, invite, members_of
from models.seminars import Membership
from models.vocabulary import Role
from tests.api.accounts import HTTPS, PASSWORD, add, browser, server, sign_in, someone
from tests.identity_provider import IdentityProvider, running

SESSION, VISIT = "__Host-sicetnon", "__Host-sicetnon-visit"
PAGE = {"Accept": "text/html"}


@pytest.fixture(scope="session")
def provider() -> Iterator[IdentityProvider]:
    with running() as started:
        yield started


@pytest.fixture(scope="session")
def registered(provider: IdentityProvider) -> dict[str, str]:
    """The settings of a server that the provider knows."""
    return provider.register(HTTPS)


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


# --- The first time, and the second ---------------------------------------------------------------


def test_whoever_comes_for_the_first_time_chooses_a_name_and_is_signed_in(
    on_either: FastAPI, provider: IdentityProvider
) -> None:
    provider.introduce("anna-1", preferred_username="anna.kim", name="Anna Kim")
    client = browser(on_either)
    answer = visit(client, provider, "anna-1", "/seminars")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in/name")
    assert SESSION not in client.cookies
    assert proposed(client) == "anna.kim"
    answer = client.post("/sign-in/name", data={"name": "Héloïse"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/seminars")
    assert "You sign in as Héloïse" in client.get("/account").text
    assert identities(on_either) == {"anna-1": "Héloïse"}
    assert VISIT not in client.cookies


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
    elsewhere.cookies.set(VISIT, client.cookies[VISIT], domain="testserver.local")
    assert back(elsewhere, address).headers["location"] == "/sign-in/name"
    client.cookies.set(VISIT, elsewhere.cookies[VISIT], domain="testserver.local")
    assert client.post("/sign-in/name", data={"name": "Anna"}).status_code == 303


def test_of_the_proof_only_the_hash_is_kept_and_the_key_of_an_invitation_nowhere(
    on_either: FastAPI, provider: IdentityProvider
) -> None:
    client = browser(on_either)
    address = go(client, "/join?key=the-key-of-a-link")
    with reading(on_either.state.engine) as session:
        (kept,) = session.exec(select(ProviderVisit)).all()
    asked = parse_qs(urlsplit(address).query)
    for secret in (client.cookies[VISIT], asked["state"][0], asked["nonce"][0], "the-key-of-a-link"):
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
    assert set_cookie.startswith(f"{VISIT}=")
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
        account = account_named(session, "Anna")
        assert account is not None
        account.disabled = datetime.now(UTC)
    client = browser(app)
    answer = visit(client, provider, "anna-1")
    assert answer.status_code == 403
    assert "shut out" in answer.text
    assert SESSION not in client.cookies


# --- Names ------------------------------------------------------------------------------------------


def test_nobody_gets_the_account_of_another_by_being_called_the_same(
    on_either: FastAPI, provider: IdentityProvider
) -> None:
    with writing(on_either.state.engine) as session:
        create_account(session, "anna", password_hash=None, email="anna@example.org")
    provider.introduce("mallory", preferred_username="Anna", name="anna", email="anna@example.org")
    client = browser(on_either)
    assert visit(client, provider, "mallory").headers["location"] == "/sign-in/name"
    assert proposed(client) == "Anna 2"
    answer = client.post("/sign-in/name", data={"name": "ANNA"})
    assert answer.status_code == 422
    assert "belongs to somebody else" in answer.text
    assert SESSION not in client.cookies
    assert identities(on_either) == {}
    # What was wrong can be mended.
    assert client.post("/sign-in/name", data={"name": "Mallory"}).status_code == 303
    assert identities(on_either) == {"mallory": "Mallory"}


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
    kept = client.cookies[VISIT]
    assert client.post("/sign-in/name", data={"name": "Anna"}).status_code == 303
    again = browser(on_either)
    again.cookies.set(VISIT, kept, domain="testserver.local")
    assert again.post("/sign-in/name", data={"name": "Berta"}).status_code == 400
    assert identities(on_either) == {"anna-1": "Anna"}


# --- Invitations --------------------------------------------------------------------------------------


def invited(on_either: FastAPI, role: Role = Role.CONTRIBUTOR, account_id: int | None = None) -> str:
    """Return the address of an invitation to a new seminar."""
    owner = add(on_either, "Owner")
    with writing(on_either.state.engine) as session:
        seminar = create_seminar(session, "ours", "Our seminar", owner)
        place = Place(seminar_id=seminar.id)
        key = invite(session, place, role, by=Role.OWNER, made_by=owner, uses=2, account_id=account_id)
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
        place = Place(seminar_id=membership.seminar_id)
    client = browser(on_either)
    assert visit(client, provider, "anna-1", address).headers["location"] == "/seminars/ours"
    assert "You sign in as Anna Kim" in client.get("/account").text
    assert identities(on_either) == {"anna-1": "Anna Kim"}
    with reading(on_either.state.engine) as session:
        assert {each.handle: each.waiting for each in members_of(session, place)} == {"Owner": False, "Anna Kim": False}
    # The link lets nobody else take the account, by the provider or with a password.
    other = browser(on_either)
    assert visit(other, provider, "mallory", address).status_code == 404
    assert other.post("/join", data={"key": address.partition("=")[2], "password": PASSWORD}).status_code == 404
    assert identities(on_either) == {"anna-1": "Anna Kim"}


def test_an_invitation_that_has_ended_meanwhile_makes_no_account(app: FastAPI, provider: IdentityProvider) -> None:
    client = browser(app)
    answer = visit(client, provider, "anna-1", "/join?key=unknown")
    assert answer.status_code == 404
    assert "does not let in any more" in answer.text
    with reading(app.state.engine) as session:
        assert session.exec(select(Account)).all() == []


@pytest.mark.parametrize(
    "target", ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", "/sign-in"]
)
def test_nobody_is_led_to_another_site(app: FastAPI, provider: IdentityProvider, target: str) -> None:
    newcomer(app, provider, "anna-1", "Anna")
    assert visit(browser(app), provider, "anna-1", target).headers["location"] == "/"


# --- Linking --------------------------------------------------------------------------------------------


def link(client: TestClient, provider: IdentityProvider, subject: str, password: str = PASSWORD) -> Response:
    return back(client, provider.sign_in(led_to(client.post("/account/identity", data={"present": password})), subject))


def test_an_account_is_linked_and_unlinked(on_either: FastAPI, provider: IdentityProvider) -> None:
    client = someone(on_either, "Barbara")
    assert link(client, provider, "barbara-1").headers["location"] == "/account?changed=linked#identity"
    assert "You sign in with University of Paris" in client.get("/account").text
    by_provider = browser(on_either)
    visit(by_provider, provider, "barbara-1")
    assert "You sign in as Barbara" in by_provider.get("/account").text
    assert client.post("/account/identity/unlink").status_code == 303
    assert "Link to University of Paris" in client.get("/account").text
    assert by_provider.get("/account").status_code == 401
    assert visit(browser(on_either), provider, "barbara-1").headers["location"] == "/sign-in/name"


def test_linking_asks_for_the_password(app: FastAPI) -> None:
    client = someone(app, "Barbara")
    answer = client.post("/account/identity", data={"present": "guessed it now"})
    assert answer.status_code == 422
    assert "not the present password" in answer.text
    assert VISIT not in client.cookies


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


# --- What goes wrong ----------------------------------------------------------------------------------------


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
    assert back(client, address).headers["location"] == "/sign-in/name"


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
    client.cookies.set(VISIT, client.cookies[VISIT][:-1] + "x", domain="testserver.local")
    assert back(client, address).status_code == 400


def test_a_code_is_taken_once(on_either: FastAPI, other: FastAPI, provider: IdentityProvider) -> None:
    newcomer(on_either, provider, "anna-1", "Anna")
    client = browser(on_either)
    address = provider.sign_in(go(client), "anna-1")
    kept = client.cookies[VISIT]
    assert back(client, address).status_code == 303
    for replica in (on_either, other):
        thief = browser(replica)
        thief.cookies.set(VISIT, kept, domain="testserver.local")
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
    in_trouble(back(client, address), 400, "took longer than a quarter of an hour", client)


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
    in_trouble(back(client, address), 502, "cannot be believed", client)
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
    monkeypatch.setattr("api.openid.PATIENCE", 1.0)
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
    in_trouble(answer, 502, "cannot be believed", client)


def test_with_a_wrong_secret_nobody_signs_in(
    sqlite_url: str, provider: IdentityProvider, registered: dict[str, str]
) -> None:
    with server(sqlite_url, **registered | {"oidc_client_secret": "wrong"}) as app:
        client = browser(app)
        in_trouble(visit(client, provider, "anna-1"), 502, "cannot be believed", client)


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
        later.cookies.set(VISIT, client.cookies[VISIT], domain="testserver.local")
        in_trouble(back(later, address), 503, "does not answer", later)


def test_another_issuer_in_the_answer_is_refused(app: FastAPI, provider: IdentityProvider) -> None:
    """RFC 9207: else one provider could answer in the place of another."""
    client = browser(app)
    address = provider.sign_in(go(client), "anna-1")
    in_trouble(back(client, f"{address}&iss=https%3A%2F%2Felsewhere.example"), 502, "cannot be believed", client)


def test_visits_are_counted_for_the_address_until_somebody_is_signed_in(
    app: FastAPI, provider: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.web.accounts.visits.BY_ADDRESS", 2)
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
