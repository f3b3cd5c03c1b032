"""Uses, corrections and the search of forms tell of no map and nobody of whom the reader may not be told."""

import re
from typing import Any

import pytest
from fastapi import FastAPI
from sqlmodel import select
from starlette.testclient import TestClient

from models import changes
from models.deliberation.map_anonymising import anonymise_map
from models.engine import writing
from models.people.enrolment import MembershipScope, find_account_by_name
from models.people.seminars import Seminar
from models.row_keys import persisted_id
from models.vocabulary import Role
from tests.api.access.test_access import app as app  # the fixture of a server with accounts
from tests.api.classes import Class, a_class
from tests.api.people import add, put_in, sign_in

API = "/api/v1/maps"


@pytest.fixture
def ours(app: FastAPI) -> Class:
    return a_class(app)


def begin(client: TestClient, slug: str, visibility: str = "private") -> None:
    made = client.post(API, json={"slug": slug, "title": f"Map called {slug}", "visibility": visibility})
    assert made.status_code == 201, made.text


def open_to(client: TestClient, slug: str, visibility: str) -> None:
    etag = client.get(f"{API}/{slug}").headers["etag"]
    opened = client.patch(f"{API}/{slug}", json={"visibility": visibility}, headers={"If-Match": etag})
    assert opened.status_code == 200, opened.text


def claim(client: TestClient, slug: str, text: str = "They marched at dawn.") -> str:
    made = client.post(f"{API}/{slug}/claims", json={"text": text, "kind": "assertion"})
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


def carry(client: TestClient, origin: str, label: str, into: str) -> str:
    done = client.post(f"{API}/{into}/copies", json={"origin": origin, "records": [label]})
    assert done.status_code == 200, done.text
    return str(done.json()["labels"][label])


def reword(client: TestClient, slug: str, label: str, text: str) -> None:
    changed = client.patch(f"{API}/{slug}/claims/{label}", json={"text": text}, headers={"If-Match": "*"})
    assert changed.status_code == 200, changed.text


def uses(client: TestClient, slug: str, label: str) -> list[dict[str, Any]]:
    answer = client.get(f"{API}/{slug}/records/{label}/uses")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def collect_words(client: TestClient, slug: str, label: str) -> str:
    """Return all that is told of the uses of a record, in the API and on pages."""
    addresses = (f"{API}/{slug}/records/{label}/uses", f"{API}/{slug}/corrections")
    pages = (f"/maps/{slug}/records/{label}", f"/maps/{slug}/corrections", f"/maps/{slug}/panels/{label}")
    texts = [client.get(address, headers={"Accept": "application/json"}).text for address in addresses]
    return "\n".join([*texts, *(client.get(address, headers={"Accept": "text/html"}).text for address in pages)])


@pytest.mark.parametrize("visibility", ["private", "unlisted"])
def test_a_map_that_one_may_not_be_told_of_is_told_by_no_use(ours: Class, visibility: str) -> None:
    teacher, stranger = ours.people["Teacher"], ours.people["Stranger"]
    begin(teacher, "open", "public")
    begin(teacher, "secretum", visibility)
    label = claim(teacher, "open")
    copy = carry(teacher, "open", label, "secretum")
    before = collect_words(stranger, "open", label)
    reword(teacher, "secretum", copy, "They marched at noon.")
    assert "secretum" in collect_words(teacher, "open", label)
    for reader in (stranger, ours.people["Anna"], ours.people["nobody"]):
        assert uses(reader, "open", label) == []
        text = collect_words(reader, "open", label)
        assert "secretum" not in text
        assert "at noon" not in text
        assert "In other maps" not in text
    assert collect_words(stranger, "open", label) == before


def test_two_open_maps_are_not_tied_by_way_of_a_hidden_one(ours: Class) -> None:
    teacher, stranger = ours.people["Teacher"], ours.people["Stranger"]
    begin(teacher, "secretum")
    label = claim(teacher, "secretum")
    begin(teacher, "one", "public")
    begin(teacher, "two", "public")
    first, second = carry(teacher, "secretum", label, "one"), carry(teacher, "secretum", label, "two")
    reword(teacher, "two", second, "They marched at noon.")
    assert {each["map"] for each in uses(teacher, "one", first)} == {"secretum", "two"}
    assert uses(stranger, "one", first) == []
    assert "two" not in re.findall(r"/maps/(\w+)/", collect_words(stranger, "one", first))


def test_what_is_hidden_is_asked_about_as_what_is_not_there(ours: Class) -> None:
    teacher, stranger = ours.people["Teacher"], ours.people["Stranger"]
    begin(teacher, "open", "public")
    begin(teacher, "secretum")
    label = claim(teacher, "open")
    copy = carry(teacher, "open", label, "secretum")
    begin(stranger, "strangers")
    mine = carry(stranger, "open", label, "strangers")
    answers = []
    for origin in ("secretum", "nowherium"):
        sent = {"origin": origin, "record": copy, "revision": 1, "take": ["text"]}
        path = f"{API}/strangers/records/{mine}/corrections"
        refused = stranger.post(path, json=sent, headers={"If-Match": "*"})
        page = stranger.get(
            f"/maps/strangers/records/{mine}/correction?origin={origin}&record={copy}", headers={"Accept": "text/html"}
        )
        assert (refused.status_code, page.status_code) == (404, 404)
        answers.append((refused.text.replace(origin, "x"), page.text.replace(origin, "x")))
    assert answers[0] == answers[1]


def test_nothing_of_a_private_map_is_taken_to_where_others_read_it(ours: Class) -> None:
    teacher, anna = ours.people["Teacher"], ours.people["Anna"]
    begin(anna, "annas", "public")
    label = claim(anna, "annas", "It was Ben’s idea.")
    copy = carry(teacher, "annas", label, "debate")
    reword(teacher, "debate", copy, "It was Cleo’s idea, as Ben says.")
    [use] = uses(anna, "annas", label)
    assert (use["map"], use["correction"], use["may_take"]) == ("debate", True, False)
    sent = {"origin": "debate", "record": copy, "revision": use["revision"], "take": ["text"]}
    refused = anna.post(f"{API}/annas/records/{label}/corrections", json=sent, headers={"If-Match": "*"})
    assert refused.status_code == 403, refused.text
    assert "Cleo" not in anna.get(f"{API}/annas/records/{label}").text
    # What is shown of it is what could come of it: without names of people.
    assert use["differences"][0]["there"] == {"text": "It was Contributor’s idea, as Contributor says."}
    declined = anna.post(
        f"{API}/annas/records/{label}/corrections", json=sent | {"take": []}, headers={"If-Match": "*"}
    )
    assert declined.status_code == 200
    assert not uses(anna, "annas", label)[0]["correction"]


def test_who_leads_takes_a_correction_out_without_names_and_the_map_is_not_named(ours: Class) -> None:
    teacher, stranger = ours.people["Teacher"], ours.people["Stranger"]
    begin(teacher, "teachers", "public")
    label = claim(teacher, "teachers")
    copy = carry(teacher, "teachers", label, "debate")
    reword(ours.people["Teacher"], "debate", copy, "They marched at noon, says Ben.")
    [use] = uses(teacher, "teachers", label)
    sent = {"origin": "debate", "record": copy, "revision": use["revision"], "take": ["text"]}
    done = teacher.post(f"{API}/teachers/records/{label}/corrections", json=sent, headers={"If-Match": "*"})
    assert done.status_code == 200, done.text
    assert teacher.get(f"{API}/teachers/records/{label}").json()["text"] == "They marched at noon, says Contributor."
    for address in (f"{API}/teachers/revisions", "/maps/teachers/history"):
        text = stranger.get(address).text
        assert "Ben" not in text
        assert "debate" not in text
        assert "A debate" not in text


def test_who_changed_it_is_told_as_it_is_told_there(ours: Class, app: FastAPI) -> None:
    teacher, anna, ben = (ours.people[name] for name in ("Teacher", "Anna", "Ben"))
    begin(teacher, "open", "public")
    label = claim(teacher, "open")
    begin(ben, "bens", "public")
    own = carry(ben, "open", label, "bens")
    with writing(app.state.engine) as session:
        map_id = persisted_id(changes.find_map(session, "open"))
        account = find_account_by_name(session, "Anna")
    put_in(app, MembershipScope(map_id=map_id), account.id if account and account.id else 0, Role.EDITOR)
    reword(anna, "open", label, "They marched at noon.")
    for reader in (anna, ben, teacher):
        assert uses(reader, "bens", own)[0]["changed_by"] == "Anna"
    with writing(app.state.engine) as session:
        anonymise_map(session, changes.find_map(session, "open"), by="Teacher")
    for reader, name in ((anna, "Anna"), (teacher, "Anna"), (ben, "A member"), (ours.people["nobody"], "A member")):
        assert uses(reader, "bens", own)[0]["changed_by"] == name
    for reader in (ben, ours.people["Stranger"], ours.people["nobody"]):
        assert "Anna" not in collect_words(reader, "bens", own)


def test_a_pseudonym_is_told_and_not_who_writes_under_it(app: FastAPI, ours: Class) -> None:
    teacher, ben = ours.people["Teacher"], ours.people["Ben"]
    begin(teacher, "open", "public")
    label = claim(teacher, "open")
    copy = carry(teacher, "open", label, "debate")
    with writing(app.state.engine) as session:
        seminar_id = session.exec(select(Seminar.id).where(Seminar.slug == "ours")).one()
    place = MembershipScope(seminar_id=seminar_id)
    put_in(app, place, add(app, "Emil"), Role.EDITOR, pseudonym="Nestor")
    reword(sign_in(app, "Emil"), "debate", copy, "They marched at noon.")
    assert uses(ben, "open", label)[0]["changed_by"] == "Nestor"
    for reader in (ben, teacher, ours.people["nobody"]):
        assert "Emil" not in collect_words(reader, "open", label)


def test_maps_that_are_kept_apart_are_told_to_those_who_lead_alone(ours: Class) -> None:
    teacher, anna, ben = (ours.people[name] for name in ("Teacher", "Anna", "Ben"))
    [label, *_] = [each["id"] for each in teacher.get(f"{API}/debate/claims").json()["items"]]
    fork = anna.post(f"{API}/debate/forks", json={"slug": "annas"})
    assert fork.status_code == 201, fork.text
    mine = claim(anna, "annas")
    copy = carry(anna, "annas", mine, "debate")
    reword(anna, "annas", mine, "They marched at noon.")
    assert [each["map"] for each in uses(anna, "debate", copy)] == ["annas"]
    assert [each["map"] for each in uses(teacher, "debate", copy)] == ["annas"]
    assert uses(ben, "debate", copy) == []
    assert "annas" not in collect_words(ben, "debate", copy)
    assert "at noon" not in collect_words(ben, "debate", copy)
    assert uses(ben, "debate", label) == []


def seen_by_forms(client: TestClient, slug: str, words: str, kind: str = "source") -> str:
    """Return what is offered of other maps to a form, with and without scripts."""
    offered = client.get(f"/maps/{slug}/choices", params={"q": words, "kind": kind}).text
    sent = {"record": "evidence", "summary": "So.", "source": words}
    return offered + client.post(f"/maps/{slug}/add", data=sent, headers={"Accept": "text/html"}).text


@pytest.mark.parametrize("visibility", ["private", "unlisted"])
def test_no_form_finds_what_stands_on_a_map_that_one_may_not_be_told_of(ours: Class, visibility: str) -> None:
    teacher, stranger = ours.people["Teacher"], ours.people["Stranger"]
    begin(teacher, "secretum", visibility)
    source = {"type": "archival", "title": "Protocollum arcanum", "author": ["A1"]}
    assert teacher.post(f"{API}/secretum/agents", json={"id": "A1", "name": "Scriba Quidam"}).status_code == 201
    assert teacher.post(f"{API}/secretum/sources", json={"id": "S1", **source}).status_code == 201
    begin(stranger, "strangers")
    begin(teacher, "teachers")
    assert "secretum/S1=" in seen_by_forms(teacher, "teachers", "protocollum")
    text = seen_by_forms(stranger, "strangers", "protocollum")
    assert "secretum" not in text
    assert "arcanum" not in text
    assert "Quidam" not in stranger.get("/maps/strangers/choices", params={"q": "scriba", "kind": "agent"}).text
    if visibility == "private":
        named = {"record": "claim", "kind": "finding", "text": "So.", "source": "protocollum"}
        answers = []
        for slug in ("secretum", "nowherium"):
            sent = {**named, "meant.source.1": f"{slug}/S1=protocollum"}
            answers.append(stranger.post("/maps/strangers/add", data=sent).text.replace(slug, "x"))
        assert answers[0] == answers[1]
        assert "arcanum" not in stranger.get(f"{API}/strangers").text


def test_no_form_carries_what_a_member_may_not_carry(ours: Class) -> None:
    anna, teacher = ours.people["Anna"], ours.people["Teacher"]
    source = {"id": "S77", "type": "archival", "title": "Protocollum arcanum", "note": "Found by Ben."}
    assert anna.post(f"{API}/debate/sources", json=source).status_code == 201
    begin(anna, "annas")
    begin(teacher, "teachers")
    assert "debate/S77" not in seen_by_forms(anna, "annas", "protocollum")
    assert "debate/S77=" in seen_by_forms(teacher, "teachers", "protocollum")
    sent = {"record": "claim", "kind": "finding", "text": "So.", "source": "protocollum"}
    for client, slug in ((anna, "annas"), (teacher, "teachers")):
        chosen = {**sent, "meant.source.1": "debate/S77=protocollum", "source.type": "book"}
        client.post(f"/maps/{slug}/add", data=chosen, headers={"Accept": "text/html"})
    assert "arcanum" not in anna.get(f"{API}/annas").text
    taken = teacher.get(f"{API}/teachers").text
    assert "Protocollum arcanum" in taken
    assert "Found by Contributor." in taken
    assert "Ben" not in taken
