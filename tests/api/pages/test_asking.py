"""What cannot be taken back, or touches many, says in the API what follows before it is done, and on pages asks."""

from html import unescape

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.testclient import TestClient

from api.access.permission_policy import API
from tests.api.access.test_access import app as app  # the fixture of a server with accounts
from tests.api.classes import Class, a_class
from tests.api.people import someone

MAP, PAGE, SEMINAR = f"{API}/maps/debate", "/maps/debate", f"{API}/seminars/ours"
# What changes something and is done at once, and why nobody has to be asked.
AT_ONCE = {
    ("DELETE", "/account/tokens/{number}"): "it ends a key of one's own, which nobody else has",
    ("DELETE", "/maps/{slug}/presence/{client}"): "whoever is there says so again",
    ("PUT", "/maps/{slug}/presence"): "it says that one is here",
    ("DELETE", "/maps/{slug}/comments/{number}"): "they are one's own words, which moderators keep",
    ("PATCH", "/maps/{slug}/comments/{number}"): "what it said before is kept",
    ("POST", "/maps/{slug}/comments/{number}/moderate"): "each step has one that takes it back",
    ("POST", "/maps/{slug}/comments/{number}/resolve"): "it is opened again",
    ("POST", "/maps/{slug}/comments/{number}/reopen"): "it is resolved again",
    ("POST", "/maps/{slug}/copies"): "it adds records, is told of by dry_run, and can be undone as one change",
    ("POST", "/maps/{slug}/import"): "it is told of by dry_run, and can be undone as one change",
    ("POST", "/maps/{slug}/moments/{sequence}/records/{label}/restore"): "it changes one record and can be undone",
    ("PUT", "/maps/{slug}/editions/{number}/doi"): "it stands beside the edition, and is corrected in the same way",
    ("POST", "/maps/{slug}/rounds/{number}/reopen"): "it takes nothing away, and is refused once results are read",
    ("PUT", "/maps/{slug}/rounds/{number}/deadline"): "it is moved back in the same way, as long as the round is open",
    ("PUT", "/maps/{slug}/positions/{label}"): "the former position is kept",
    ("PUT", "/maps/{slug}/instructions"): "nothing hangs on what is pinned",
    ("PUT", "/seminars/{seminar}/instructions"): "nothing hangs on what is pinned",
    ("POST", "/seminars/{seminar}/call-back"): "it takes a deletion back",
    ("PUT", "/seminars/{seminar}/controversies/{number}/groups/{group}/synthesis"): "the group is asked for its assent",
    ("PUT", "/seminars/{seminar}/controversies/{number}/groups/{group}/synthesis/assent"): "the former answer is kept",
}


def test_every_route_that_changes_what_is_there_asks_for_the_version_or_has_a_reason_not_to(app: FastAPI) -> None:
    silent = set()
    for route in iter_route_contexts(app.routes):
        original = route.original_route
        if isinstance(original, APIRoute) and str(route.path).startswith(API):
            asks = 428 in original.responses
            # What answers 201 alone adds something and takes nothing away; an edition stays for good all the same.
            adds = original.status_code == 201 and not str(route.path).endswith("/editions")
            for method in (route.methods or set()) - {"GET", "HEAD"}:
                if not asks and not adds:
                    silent.add((method, str(route.path).removeprefix(API)))
    assert silent == set(AT_ONCE)


@pytest.fixture
def ours(app: FastAPI) -> Class:
    """A class whose map has a change, a fork that went on, and two rounds, of which Anna has answered the first."""
    made = a_class(app)
    teacher, anna = made.people["Teacher"], made.people["Anna"]
    assert teacher.post(f"{MAP}/rounds", json={"title": "Before", "records": ["P1"]}).status_code == 201
    assert anna.put(f"{MAP}/positions/P1", json={"stance": "accepts"}).status_code == 200
    assert teacher.post(f"{MAP}/forks", json={"slug": "copy"}).status_code == 201
    assert teacher.post(f"{API}/maps/copy/claims", json={"id": "F9", "text": "New.", "kind": "finding"}).is_success
    assert teacher.post(f"{MAP}/claims", json={"kind": "assertion", "text": "New."}).status_code == 201
    begun = {"map": "debate", "label": "Q1", "size": 2, "seed": 1, "at_once": False}
    assert teacher.post(f"{SEMINAR}/controversies", json=begun).status_code == 201
    return made


ONE = f"{SEMINAR}/controversies/1"
ASKING: list[tuple[str, str, object, dict[str, object]]] = [
    ("POST", f"{MAP}/rounds/1/close", {}, {"changes": {"members_who_answered": 1, "shown_to_members": True}}),
    ("POST", f"{MAP}/rounds/1/delete", {"reason": "Wrong."}, {"goes": {"members_who_answered": 1}}),
    ("POST", f"{MAP}/moments/1/restore", {}, {"goes": {"records": 1}, "changes": {"come_back": 0, "records": 0}}),
    ("POST", f"{MAP}/merges/copy", {"take": ["F9"]}, {"changes": {"records": 1}}),
    ("POST", f"{MAP}/editions", {}, {"changes": {"records": 20, "stays_for_good": True, "visibility": "private"}}),
    ("PATCH", MAP, {"visibility": "public"}, {"changes": {"visibility": ["private", "public"]}}),
    ("PUT", MAP, {"title": "Another"}, {"changes": {"records": 20}}),
    ("DELETE", f"{MAP}/records/P1", None, {"goes": {"records": ["P1", "L1", "ST1"], "number": 3}}),
    ("POST", f"{ONE}/groups", {"size": 2, "seed": 2}, {"goes": {"seats": 4}}),
    ("POST", f"{ONE}/step", {"to": "prepare"}, {"changes": {"step": "prepare", "open_rounds": 0}}),
    ("DELETE", ONE, None, {"goes": {"seats": 4}}),
    ("POST", f"{SEMINAR}/leave", {}, {"goes": {"maps": 2}}),
    ("DELETE", MAP, None, {"goes": {"records": 20}, "stays": {}}),
]


def test_without_the_version_nothing_is_done_and_what_follows_is_told(ours: Class) -> None:
    teacher = ours.people["Teacher"]
    before = [teacher.get(each).text for each in (MAP, f"{MAP}/rounds", f"{MAP}/editions", ONE)]
    for method, path, body, follows in ASKING:
        answer = teacher.request(method, path, json=body)
        assert answer.status_code == 428, (method, path, answer.text)
        told = answer.json()
        assert "current" not in told
        assert answer.headers["etag"]
        if follows.get("stays") == {}:
            assert told["follows"].pop("stays") == {
                "comments": 0,
                "positions": 1,
                "rounds": 1,
                "editions": 0,
                "forks": 1,
            }
            follows.pop("stays")
        assert told["follows"] == follows, (method, path)
    assert [teacher.get(each).text for each in (MAP, f"{MAP}/rounds", f"{MAP}/editions", ONE)] == before


def test_a_round_is_closed_and_deleted_as_it_was_read(ours: Class) -> None:
    teacher = ours.people["Teacher"]
    tag = {"If-Match": teacher.get(f"{MAP}/rounds/1").headers["etag"]}
    closed = teacher.post(f"{MAP}/rounds/1/close", headers=tag)
    assert closed.status_code == 200
    stale = teacher.post(f"{MAP}/rounds/1/delete", json={"reason": "Wrong."}, headers=tag)
    assert stale.status_code == 412
    assert not stale.json()["current"]["is_open"]
    now = {"If-Match": closed.headers["etag"]}
    assert teacher.get(f"{MAP}/rounds/1").headers["etag"] == closed.headers["etag"]
    assert teacher.post(f"{MAP}/rounds/1/delete", json={"reason": "Wrong."}, headers=now).status_code == 200


def test_taking_back_what_made_a_map_asks_as_deleting_it_does(app: FastAPI) -> None:
    client = someone(app, "Anna")
    client.follow_redirects = False
    made = client.post(f"{API}/maps", json={"slug": "debate", "title": "A debate"})
    asked = client.post(f"{MAP}/changes/1/undo")
    assert asked.status_code == 428
    assert asked.json()["follows"]["goes"] == {"records": 0}
    page = client.post(f"{PAGE}/changes/1/undo", data={"nothing": "here"})
    assert "Delete the map “A debate”?" in unescape(page.text)
    assert client.get(MAP).status_code == 200
    assert client.post(f"{MAP}/changes/1/undo", headers={"If-Match": '"0"'}).status_code == 412
    assert client.post(f"{MAP}/changes/1/undo", headers={"If-Match": made.headers["etag"]}).status_code == 200
    assert client.post(f"{MAP}/changes/2/undo").status_code == 200
    assert client.post(f"{PAGE}/changes/3/undo", data={"sure": "yes"}).headers["location"] == "/"
    assert client.get(MAP).status_code == 404


def open_question(client: TestClient, address: str, **given: str) -> str:
    answer = client.post(address, data=given or {"nothing": "here"})
    assert answer.status_code == 200, answer.text
    assert 'name="sure" value="yes"' in answer.text
    return unescape(answer.text)


def test_pages_ask_before_a_map_is_opened_a_round_closed_a_controversy_discarded_or_links_end(ours: Class) -> None:
    teacher = ours.people["Teacher"]
    shown = open_question(teacher, f"{PAGE}/access", visibility="public", version="2")
    assert "Others can then read 20 records." in shown
    assert "1 member has answered." in open_question(teacher, f"{PAGE}/rounds/1/close")
    assert "4 members lose the seats" in open_question(teacher, "/seminars/ours/controversies/1/discard", version="1")
    assert "0 members have not joined yet" in open_question(teacher, "/seminars/ours/links/revoke")
    assert ours.people["nobody"].get(MAP).status_code == 404
    assert teacher.get(f"{MAP}/rounds/1").json()["is_open"]
    # To close a map to others asks nothing.
    opened = teacher.patch(MAP, json={"visibility": "public"}, headers={"If-Match": "*"})
    sent = {"visibility": "private", "version": str(opened.json()["version"])}
    assert teacher.post(f"{PAGE}/access", data=sent, follow_redirects=False).status_code == 303
