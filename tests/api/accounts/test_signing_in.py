"""Signing in and out: by password, on every replica, and without telling who has an account."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher, extract_parameters
from fastapi import FastAPI
from sqlmodel import select

from api.access import passwords
from api.accounts.sign_in_pages import sanitise_target
from api.http.client_addresses import find_network
from models.engine import reading, writing
from models.people.accounts import Account, SignIn, hash_secret
from tests.api.people import PASSWORD, add, browser, server, sign_in, someone

COOKIE = "__Host-sicetnon"
KNOWN = "__Host-sicetnon-known"


@pytest.fixture
def app(database_url: str) -> Iterator[FastAPI]:
    with server(database_url) as made:
        yield made


@pytest.fixture
def other(database_url: str) -> Iterator[FastAPI]:
    """Another replica on the same database."""
    with server(database_url) as made:
        yield made


def test_who_has_signed_in_has_an_account_page(app: FastAPI) -> None:
    client = someone(app, "Barbara")
    assert "You sign in as Barbara" in client.get("/account").text
    assert client.get("/account").headers["cache-control"] == "no-store"


def test_the_name_is_the_same_in_any_case(app: FastAPI) -> None:
    add(app, "Bárbara Ó")
    assert sign_in(app, "  BÁRBARA   ó ").get("/account").status_code == 200


def test_the_cookie_is_for_this_host_alone_and_out_of_reach_of_scripts(app: FastAPI) -> None:
    add(app, "Barbara")
    set_cookie = browser(app).post("/sign-in", data={"name": "Barbara", "password": PASSWORD}).headers["set-cookie"]
    assert set_cookie.startswith(f"{COOKIE}=")
    for part in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"):
        assert part in set_cookie
    assert "domain" not in set_cookie.lower()


def test_on_this_machine_a_cookie_without_encryption_will_do(app: FastAPI) -> None:
    add(app, "Barbara")
    client = browser(app)
    client.base_url = "http://127.0.0.1:9000"  # type: ignore[assignment] # httpx takes a text
    answer = client.post("/sign-in", data={"name": "Barbara", "password": PASSWORD})
    assert answer.headers["set-cookie"].startswith("sicetnon=")
    assert "secure" not in answer.headers["set-cookie"].lower()
    assert client.get("/account").status_code == 200


def test_nobody_signs_in_over_a_connection_that_others_can_read(app: FastAPI) -> None:
    add(app, "Barbara")
    client = browser(app)
    client.base_url = "http://maps.example.org"  # type: ignore[assignment] # httpx takes a text
    answer = client.post("/sign-in", data={"name": "Barbara", "password": PASSWORD})
    assert answer.status_code == 400
    assert answer.json()["type"].endswith("not-encrypted")
    assert "set-cookie" not in answer.headers


def test_of_a_session_only_the_hash_is_kept(app: FastAPI) -> None:
    secret = someone(app, "Barbara").cookies[COOKIE]
    with reading(app.state.engine) as session:
        (kept,) = session.exec(select(SignIn)).all()
    assert kept.token_hash == hash_secret(secret)
    assert secret not in str(kept)


def test_signing_in_gives_a_new_session_and_ends_the_old(app: FastAPI) -> None:
    client = someone(app, "Barbara")
    before = client.cookies[COOKIE]
    assert client.post("/sign-in", data={"name": "Barbara", "password": PASSWORD}).status_code == 303
    assert client.cookies[COOKIE] != before
    stolen = browser(app)
    stolen.cookies.set(COOKIE, before, domain="testserver.local")
    assert stolen.get("/account").status_code == 401


def test_a_session_that_was_chosen_by_somebody_else_is_not_taken_up(app: FastAPI) -> None:
    add(app, "Barbara")
    client = browser(app)
    client.cookies.set(COOKIE, "chosen", domain="testserver.local")
    client.post("/sign-in", data={"name": "Barbara", "password": PASSWORD})
    assert "chosen" not in [cookie.value for cookie in client.cookies.jar if cookie.domain == "testserver.local"][1:]
    stolen = browser(app)
    stolen.cookies.set(COOKIE, "chosen", domain="testserver.local")
    assert stolen.get("/account").status_code == 401


def test_signing_out_ends_the_session_on_every_replica(app: FastAPI, other: FastAPI) -> None:
    client = someone(app, "Barbara")
    elsewhere = browser(other)
    elsewhere.cookies.set(COOKIE, client.cookies[COOKIE], domain="testserver.local")
    assert elsewhere.get("/account").status_code == 200
    assert client.post("/sign-out").status_code == 303
    assert elsewhere.get("/account").status_code == 401


def test_a_new_password_ends_every_other_session(app: FastAPI, other: FastAPI) -> None:
    add(app, "Barbara")
    here, elsewhere = sign_in(app, "Barbara"), sign_in(other, "Barbara")
    answer = here.post("/account/password", data={"present": PASSWORD, "password": "another long password"})
    assert answer.status_code == 303
    assert here.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 401
    assert browser(app).post("/sign-in", data={"name": "Barbara", "password": PASSWORD}).status_code == 401
    assert sign_in(other, "Barbara", "another long password")


@pytest.mark.parametrize("password", ["short", "barbara of celarent", "x" * 201])
def test_a_password_that_is_easily_guessed_is_refused(app: FastAPI, password: str) -> None:
    client = someone(app, "Barbara of Celarent")
    answer = client.post("/account/password", data={"present": PASSWORD, "password": password})
    assert answer.status_code == 422
    assert "10 to 200 characters" in answer.text


def test_the_present_password_is_asked_for(app: FastAPI) -> None:
    client = someone(app, "Barbara")
    answer = client.post("/account/password", data={"present": "guessed it now", "password": "another long password"})
    assert answer.status_code == 422
    assert sign_in(app, "Barbara")


def test_the_eleventh_bad_password_is_refused_on_every_replica(app: FastAPI, other: FastAPI) -> None:
    add(app, "Barbara")
    bad = {"name": "Barbara", "password": "not the right one"}
    tried = [browser((app, other)[number % 2]).post("/sign-in", data=bad).status_code for number in range(10)]
    assert tried == [401] * 10
    for replica in (app, other):
        answer = browser(replica).post("/sign-in", data=bad)
        assert answer.status_code == 429
        assert 0 < int(answer.headers["retry-after"]) <= 901
        # Also the right one, or else one could go on guessing.
        assert browser(replica).post("/sign-in", data={**bad, "password": PASSWORD}).status_code == 429
    add(app, "Celarent")
    assert sign_in(app, "Celarent")


def test_however_a_name_is_written_its_tries_count_together(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.access.attempts.TRIES_BY_NAME", 3)
    spellings = ("ours/Anna", "OURS/ Anna", "ours/ \u0410nna", "ours/Anna ")
    tried = [browser(app).post("/sign-in", data={"name": each, "password": "guess"}).status_code for each in spellings]
    assert tried == [401, 401, 401, 429]
    # An account that is not there is counted as one that is.
    add(app, "Barbara")
    others = ("Barbara", "\uff22arbara", "B\u0430rbara", "barbara")
    tried = [browser(app).post("/sign-in", data={"name": each, "password": "guess"}).status_code for each in others]
    assert tried == [401, 401, 401, 429]


def test_bad_passwords_are_counted_for_the_address_as_well(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.access.attempts.TRIES_BY_ADDRESS", 3)
    tried = [
        browser(app).post("/sign-in", data={"name": f"nobody {number}", "password": "guess"}).status_code
        for number in range(4)
    ]
    assert tried == [401, 401, 401, 429]


def test_a_right_password_is_not_counted(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.access.attempts.TRIES_BY_ADDRESS", 3)
    add(app, "Barbara")
    for _ in range(5):
        assert sign_in(app, "Barbara")


def test_behind_a_proxy_the_address_is_what_the_proxy_says(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.access.attempts.TRIES_BY_ADDRESS", 1)
    bad = {"name": "nobody", "password": "guess"}
    with server(database_url, behind_proxy=True) as app:
        statuses = [
            browser(app).post("/sign-in", data=bad, headers={"X-Forwarded-For": said}).status_code
            # What stands before the last entry the client may have made up.
            for said in ("198.51.100.1", "203.0.113.9, 198.51.100.2", "203.0.113.9, 198.51.100.1")
        ]
    assert statuses == [401, 401, 429]


def test_an_unknown_name_is_answered_as_a_known_one(app: FastAPI) -> None:
    add(app, "Barbara")
    answers = {
        name: browser(app).post("/sign-in", data={"name": name, "password": "not the right one"})
        for name in ("Barbara", "Nobody1")
    }
    assert answers["Barbara"].status_code == answers["Nobody1"].status_code == 401
    assert answers["Barbara"].text.replace("Barbara", "Nobody1") == answers["Nobody1"].text


class CountingHasher:
    """The hasher of passwords, which keeps what it is asked to do: that takes the time, not the wall clock."""

    def __init__(self, hasher: PasswordHasher) -> None:
        self.hasher = hasher
        self.done: list[str] = []

    def hash(self, password: str | bytes) -> str:
        self.done.append("hash")
        return self.hasher.hash(password)

    def verify(self, password_hash: str, password: str | bytes) -> bool:
        self.done.append(f"verify {extract_parameters(password_hash)}")
        return self.hasher.verify(password_hash, password)


def test_a_known_and_an_unknown_name_take_the_same_time(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    add(app, "Barbara")
    closed, waiting = add(app, "Closed"), add(app, "Waiting")
    with writing(app.state.engine) as session:
        session.get_one(Account, closed).disabled = datetime.now(UTC)
        session.get_one(Account, waiting).password_hash = None
    hasher = CountingHasher(passwords._hasher)
    monkeypatch.setattr(passwords, "_hasher", hasher)
    worked = {}
    for name in ("Barbara", "Nobody1", "Nobody2", "Closed", "Waiting", "", "Barbara" * 100):
        # Also for the first of all that a process is asked for.
        passwords._nobodys.cache_clear()
        hasher.done.clear()
        answer = browser(app).post("/sign-in", data={"name": name, "password": "not the right one"})
        assert answer.status_code == 401
        worked[name] = [*hasher.done]
    assert set(map(tuple, worked.values())) == {tuple(worked["Barbara"])}
    assert [each.partition(" ")[0] for each in worked["Barbara"]] == ["hash", "verify"]


def bad_passwords(app: FastAPI, name: str, many: int = 11) -> int:
    """Try wrong passwords from a browser of one's own; return how the last is answered."""
    bad = {"name": name, "password": "not the right one"}
    return [browser(app).post("/sign-in", data=bad).status_code for _ in range(many)][-1]


class TestLockOut:
    """Whoever tries the passwords of somebody else keeps strangers out for a while, and nobody out of their own."""

    def test_the_owner_comes_in_from_a_browser_of_theirs(self, app: FastAPI, other: FastAPI) -> None:
        client = someone(app, "Barbara")
        client.post("/sign-out", data={"to": "/"})
        assert bad_passwords(other, "Barbara") == 429
        right = {"name": "Barbara", "password": PASSWORD}
        assert browser(app).post("/sign-in", data=right).status_code == 429
        assert client.post("/sign-in", data=right).status_code == 303
        assert client.get("/account").status_code == 200

    def test_also_where_the_whole_network_is_shut_out(self, app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("api.access.attempts.TRIES_BY_ADDRESS", 3)
        client = someone(app, "Barbara")
        client.post("/sign-out", data={"to": "/"})
        assert [bad_passwords(app, f"nobody {number}", 1) for number in range(4)][-1] == 429
        assert client.post("/sign-in", data={"name": "Barbara", "password": PASSWORD}).status_code == 303

    def test_a_known_browser_guesses_no_more_than_others(self, app: FastAPI, other: FastAPI) -> None:
        client = someone(app, "Barbara")
        cookies = {cookie.name: cookie.value for cookie in client.cookies.jar}
        tried = []
        for number in range(11):
            guessing = browser((app, other)[number % 2])
            guessing.cookies.set(KNOWN, cookies[KNOWN], domain="testserver.local")
            tried.append(guessing.post("/sign-in", data={"name": "Barbara", "password": "not it"}).status_code)
        assert tried == [401] * 10 + [429]
        # What is tried there does not keep others out.
        assert sign_in(app, "Barbara")

    def test_it_is_known_for_its_own_account_alone_and_until_the_password_changes(self, app: FastAPI) -> None:
        add(app, "Celarent")
        client = someone(app, "Barbara")
        known = client.cookies[KNOWN]
        assert bad_passwords(app, "Celarent") == 429
        assert client.post("/sign-in", data={"name": "Celarent", "password": PASSWORD}).status_code == 429
        given = {"present": PASSWORD, "password": "another long password"}
        assert client.post("/account/password", data=given).status_code == 303
        assert bad_passwords(app, "Barbara") == 429
        former = browser(app)
        for made_up in (known, known.partition(".")[0] + "." + "0" * 64, "x", "."):
            former.cookies.set(KNOWN, made_up, domain="testserver.local")
            answer = former.post("/sign-in", data={"name": "Barbara", "password": given["password"]})
            assert answer.status_code == 429

    def test_what_makes_a_browser_known_is_out_of_reach_of_scripts(self, app: FastAPI) -> None:
        add(app, "Barbara")
        answer = browser(app).post("/sign-in", data={"name": "Barbara", "password": PASSWORD})
        (given,) = [each for each in answer.headers.get_list("set-cookie") if each.startswith(f"{KNOWN}=")]
        for part in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"):
            assert part in given
        assert "Barbara" not in given


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("::1", "::/64"),
        ("testclient", "testclient"),
    ],
)
def test_addresses_of_one_network_are_counted_together(address: str, network: str) -> None:
    assert find_network(address) == network


def test_who_is_not_signed_in_is_led_to_where_one_signs_in_and_back(app: FastAPI) -> None:
    add(app, "Barbara")
    client = browser(app)
    answer = client.get("/seminars", headers={"Accept": "text/html"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2Fseminars"
    shown = client.get(answer.headers["location"]).text
    target = re.search(r'name="next" value="([^"]*)"', shown)
    assert target is not None
    answer = client.post("/sign-in", data={"name": "Barbara", "password": PASSWORD, "next": target[1]})
    assert answer.headers["location"] == "/seminars"


@pytest.mark.parametrize(
    "target",
    ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)", "", "/a\r\nb"],
)
def test_nobody_is_led_to_another_site(target: str) -> None:
    assert sanitise_target(target) == "/"


def test_a_session_ends_after_a_month_whatever_is_done_with_it(app: FastAPI) -> None:
    client = someone(app, "Barbara")
    with writing(app.state.engine) as session:
        kept = session.exec(select(SignIn)).one()
        assert timedelta(days=29) < kept.expires - datetime.now(UTC) <= timedelta(days=30)
        kept.expires = datetime.now(UTC) - timedelta(seconds=1)
        session.add(kept)
    assert client.get("/account").status_code == 401
    sign_in(app, "Barbara")
    with reading(app.state.engine) as session:
        assert len(session.exec(select(SignIn)).all()) == 1


def test_without_accounts_nobody_signs_in(database_url: str) -> None:
    with server(database_url, accounts="off") as app:
        for path in ("/sign-in", "/account", "/seminars", "/api/v1/account/tokens"):
            answer = browser(app).get(path)
            assert answer.status_code == 404
            assert answer.json()["type"].endswith("accounts-off")
        assert "Sign in" not in browser(app).get("/").text


def test_with_accounts_the_pages_say_who_is_signed_in(app: FastAPI) -> None:
    assert '<a href="/sign-in">Sign in</a>' in browser(app).get("/").text
    assert '<a href="/account" title="Barbara">Barbara</a>' in someone(app, "Barbara").get("/").text


def test_nobody_sends_a_long_form_who_has_not_signed_in(app: FastAPI) -> None:
    """To take it apart is the time of all."""
    client = browser(app)
    for path in ("/sign-in", "/join", "/account/password"):
        answer = client.post(path, data={"name": "ä" * 20_000})
        assert answer.status_code == 413, path
