"""Whoever is invited comes in, by whichever way they sign in: nothing of where they were going is lost on the way."""

import re
from html import unescape
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.access import attempts
from models.engine import writing
from models.people.authentication import end_sessions
from models.people.enrolment import remove_member
from models.vocabulary import Role
from tests.api.people import PASSWORD, add, browser, sign_in, someone
from tests.api.seminars.test_class_lists import HERE, member, members, place_of, take
from tests.api.seminars.test_class_lists import app as app  # the fixture of a server with accounts
from tests.api.seminars.test_class_lists import owner as owner  # the fixture of who leads its seminar

AS_PAGE = {"Accept": "text/html"}
ROUND_O = "\N{CYRILLIC CAPITAL LETTER O}wner"


def invite(owner: TestClient) -> str:
    page = owner.post(f"{HERE}/invitations", data={"role": "contributor", "uses": "9", "days": "7"}).text
    key = re.search(r"/join\?key=([\w-]+)", page)
    assert key is not None
    return f"/join?key={key[1]}"


def way_to_sign_in(page: str) -> str:
    """Return where one comes after signing in, by the first way that the contents of a page offer."""
    found = re.search(r'href="(/sign-in\?next=[^"]+)"', page[page.index("<main") :])
    assert found is not None
    return parse_qs(urlsplit(unescape(found[1])).query)["next"][0]


def join(client: TestClient, link: str, **fields: str) -> str:
    answer = client.post("/join", data={"key": link.partition("key=")[2], **fields}, headers=AS_PAGE)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_an_invitation_survives_wrong_passwords_a_second_tab_and_the_end_of_a_session(
    app: FastAPI, owner: TestClient
) -> None:
    anna, link = browser(app), invite(owner)
    account = add(app, "Anna")
    target = way_to_sign_in(anna.get(link).text)
    assert target == link
    for _ in range(2):
        wrong = anna.post("/sign-in", data={"name": "Anna", "password": "not it at all", "next": target})
        assert wrong.status_code == 401
        assert f'name="next" value="{link}"' in wrong.text
    right = {"name": "Anna", "password": PASSWORD, "next": target}
    assert anna.post("/sign-in", data=right).headers["location"] == link
    # The form in a second tab, and its address.
    assert anna.get(f"/sign-in?next={quote(link, safe='')}").headers["location"] == link
    assert anna.post("/sign-in", data=right).headers["location"] == link
    assert "You are signed in as" in anna.get(link).text
    with writing(app.state.engine) as session:
        end_sessions(session, account)
    again = anna.post("/join", data={"key": link.partition("key=")[2]}, headers=AS_PAGE)
    assert again.status_code == 422
    assert way_to_sign_in(again.text) == link
    assert anna.post("/sign-in", data=right).headers["location"] == link
    assert join(anna, link) == HERE
    assert members(app)["Anna"] == "contributor"


def test_with_a_new_account_or_by_a_personal_link_one_comes_in_by_another_invitation_too(
    app: FastAPI, owner: TestClient
) -> None:
    link = invite(owner)
    assert join(browser(app), link, name="Cleo", password=PASSWORD) == HERE
    owner.post("/seminars", data={"slug": "next", "title": "Next"})
    personal = take(owner, "Dora\n", "/seminars/next")["Dora"]
    dora = browser(app)
    dora.get(link)
    assert join(dora, f"/join?key={personal}", password=PASSWORD) == "/seminars/next"
    assert "You are signed in as" in dora.get(link).text
    assert join(dora, link) == HERE
    assert {"Cleo", "Dora"} <= set(members(app))


def test_the_address_of_a_private_map_leads_there_after_signing_in_and_tells_nothing_before(
    app: FastAPI, owner: TestClient
) -> None:
    owner.post(f"{HERE}/maps", data={"slug": "debate", "title": "A debate"})
    nobody = browser(app)
    for slug in ("debate", "none-at-all"):
        address = f"/maps/{slug}/discussion?show=all"
        shown = nobody.get(address, headers=AS_PAGE)
        assert shown.status_code == 404
        assert way_to_sign_in(shown.text) == address
        assert "If this was shared with you" in shown.text
        data = {"name": "Owner", "password": PASSWORD, "next": address}
        assert browser(app).post("/sign-in", data=data).headers["location"] == address
    assert "If this was shared with you" not in owner.get("/maps/none-at-all", headers=AS_PAGE).text
    # A form that is sent after the session has ended leads back to the page on which it stood, and to no other site.
    for site, back in (("https://testserver", "/maps/debate/discussion?show=all"), ("https://evil.example", None)):
        referer = {"Referer": f"{site}/maps/debate/discussion?show=all"}
        sent = nobody.post("/maps/debate/discussion", data={"text": "Late"}, headers=AS_PAGE | referer)
        assert sent.status_code == 404
        assert "evil.example" not in sent.text
        if back:
            assert way_to_sign_in(sent.text) == back


def test_whoever_comes_by_a_personal_link_chooses_with_which_name_they_sign_in(app: FastAPI, owner: TestClient) -> None:
    keys = take(owner, "Anna Kim,a@example.org\nBea Lee,b@example.org\n")
    shown = browser(app).get("/join", params={"key": keys["Anna Kim"]}).text
    assert 'name="name" value="Anna Kim"' in shown
    assert "a@example.org" not in shown
    anna = browser(app)
    assert join(anna, f"/join?key={keys['Anna Kim']}", name=" historia  1453 ", password=PASSWORD) == HERE
    for name in ("Historia 1453", "a@example.org", "ours/Anna Kim"):
        assert sign_in(app, name).get(HERE).status_code == 200
    assert browser(app).post("/sign-in", data={"name": "Anna Kim", "password": PASSWORD}).status_code == 401
    assert "Anna Kim" in members(app)
    # With the address of the list in its place the name stays, and so it does where none is sent.
    assert join(browser(app), f"/join?key={keys['Bea Lee']}", name="B@example.org", password=PASSWORD) == HERE
    assert sign_in(app, "Bea Lee").get(HERE).status_code == 200


def test_what_somebody_writes_stands_under_the_name_of_the_list_and_never_under_the_one_they_sign_in_with(
    app: FastAPI, owner: TestClient
) -> None:
    keys = take(owner, "Anna Kim\nBea Lee\n")
    owner.post(f"{HERE}/maps", data={"slug": "debate", "title": "A debate"})
    anna, bea = browser(app), browser(app)
    assert join(anna, f"/join?key={keys['Anna Kim']}", name="historia1453", password=PASSWORD) == HERE
    assert join(bea, f"/join?key={keys['Bea Lee']}", password=PASSWORD) == HERE
    api = "/api/v1/maps/debate"
    tag = anna.post(f"{api}/tags", json={"id": "T1", "text": "mine"})
    changed = anna.patch(f"{api}/tags/T1", json={"text": "ours"}, headers={"If-Match": tag.headers["etag"]})
    assert changed.status_code == 200
    assert anna.post(f"{api}/comments", json={"text": "A remark.", "label": "T1"}).status_code == 201
    assert bea.post(f"{api}/comments", json={"text": "So @{Anna Kim} says."}).status_code == 201
    assert anna.put(f"{api}/positions/T1", json={"stance": "accepts"}).status_code in (200, 422)
    assert {each["author"] for each in bea.get(f"{api}/revisions").json()["items"]} == {"Owner", "Anna Kim"}
    pages = ("", "/history", "/discussion", "/contributions", "/records/T1", "/positions", "/forks", "/about")
    addresses = [HERE, *(f"/maps/debate{each}" for each in pages)]
    addresses += [f"{api}{each}" for each in ("", "/revisions", "/comments", "/records/T1", "/positions")]
    for client in (bea, owner):
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code == 200, address
            assert "historia1453" not in answer.text, address
    # Who is here, and whom one may mention.
    assert anna.put(f"{api}/presence", json={"client": "k3Jx0Zq81LmP7vTb"}).status_code == 200
    assert "historia1453" not in bea.get("/maps/debate/mentionable").text
    assert "unread" not in bea.get("/").text.lower()
    assert anna.get("/maps/debate/discussion").status_code == 200
    # Oneself reads it, and signs in and changes the password with it.
    assert "You sign in as historia1453" in anna.get("/account").text
    new = "other words of Greek"
    answer = anna.post("/account/password", data={"present": PASSWORD, "password": new, "again": new})
    assert answer.status_code == 303, answer.text
    assert sign_in(app, "historia1453", new).get("/account").status_code == 200
    # A name that is taken from the list, with which nobody signs in, is nobody else's.
    assert browser(app).post("/sign-in", data={"name": "Anna Kim", "password": new}).status_code == 401


@pytest.mark.parametrize("name", ["owner", ROUND_O, "Bea Lee", "anna\u200bkim", "Admin", "x@example.org", "Anna Wong"])
def test_a_name_that_is_anothers_or_looks_like_it_is_refused_beside_it_and_the_link_still_holds(
    app: FastAPI, owner: TestClient, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "TRIES_BY_LINK", 4)
    # Who is called so in the seminar only, and signs in otherwise.
    someone(app, "wong-42")
    keys = take(owner, "Anna Kim\nBea Lee\nAnna Wong\n")
    assert join(browser(app), f"/join?key={keys['Anna Wong']}", name="W 42", password=PASSWORD) == HERE
    link = {"key": keys["Anna Kim"], "password": PASSWORD}
    refused = browser(app).post("/join", data={**link, "name": name}, headers=AS_PAGE)
    assert refused.status_code == 422
    assert 'id="fault-name"' in refused.text
    assert f'name="name" value="{name}"' in refused.text
    mine = browser(app).post("/join", data={**link, "name": "Kim 7", "pseudonym": "Owner"}, headers=AS_PAGE)
    assert ('id="fault-pseudonym"' in mine.text, 'id="fault-name"' in mine.text) == (True, False)
    # Whoever tries which names there are is stopped soon.
    statuses = [browser(app).post("/join", data={**link, "name": name}).status_code for _ in range(4)]
    assert statuses[-1] == 429


def test_an_old_personal_link_says_that_it_has_ended_before_a_password_is_asked_for(
    app: FastAPI, owner: TestClient
) -> None:
    keys = take(owner, "Anna\nBea\nCleo\nDora\nEmil\n")
    owner.post(f"{HERE}/members/{member(app, 'Anna')}/link")
    owner.post(f"{HERE}/members/{member(app, 'Bea')}/link/revoke")
    with writing(app.state.engine) as session:
        remove_member(session, place_of(app), member(app, "Cleo"), Role.OWNER)
    join(browser(app), f"/join?key={keys['Emil']}", password=PASSWORD)
    told = {name: browser(app).get("/join", params={"key": key}, headers=AS_PAGE) for name, key in keys.items()}
    for name in ("Anna", "Bea", "Cleo", "Emil"):
        assert told[name].status_code == 404, name
        assert 'type="password"' not in told[name].text
        assert name not in told[name].text
    assert {"The link is no longer in use" in told[name].text for name in ("Anna", "Bea", "Cleo")} == {True}
    assert "If you joined with it before, sign in." in told["Emil"].text
    assert told["Dora"].status_code == 200
    owner.post(f"{HERE}/delete", data={"sure": "yes"})
    gone = browser(app).get("/join", params={"key": keys["Dora"]}, headers=AS_PAGE)
    assert (gone.status_code, "The seminar is deleted" in gone.text) == (409, True)
    assert 'type="password"' not in gone.text
