"""Contributors change what is their own, and by no way there is anything of others."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.access.authorization import Action
from api.access.permission_policy import ACTIONS_BY_ROLE
from models.records.kinds import KINDS
from models.vocabulary import Role
from tests.api.access.permissions import ROUTES
from tests.api.people import server
from tests.api.scans.scan_builders import draw_page
from tests.api.worlds import ALL, MAP, World, labels, world

PAGES, _PAGE = "/maps/debate", "/maps/{slug}"
KINDS_OF_RECORDS = {kind.plural for kind in KINDS.values()}
# Whatever a contributor may do that is told of by no label of a record: their own are tried in `test_rights`.
MAKES_NEW = {
    ("POST", "/maps/{slug}/add"),
    ("POST", "/maps/{slug}/form"),
    ("POST", "/maps/{slug}/texts"),
    ("POST", "/api/v1/maps/{slug}/records"),
    # What comes of another map is their own here.
    ("POST", "/api/v1/maps/{slug}/copies"),
    ("POST", "/maps/{slug}/copies"),
    ("POST", "/api/v1/maps/{slug}/texts/upload"),
    # What comes in and would change records of others leaves them as they are.
    ("POST", "/api/v1/maps/{slug}/import"),
    ("POST", "/maps/{slug}/import"),
    *(("POST", f"/api/v1/maps/{{slug}}/{plural}") for plural in KINDS_OF_RECORDS),
    # A passage of a text of others is marked by a record of one's own.
    ("POST", "/maps/{slug}/texts/{label}/mark"),
    # As are two passages that are joined.
    ("POST", "/maps/{slug}/texts/{label}/parallels"),
    # Only what is doubtful is decided there, by the same change of the annotation as its own address takes.
    ("POST", "/maps/{slug}/texts/{label}/review/{annotation}"),
    # So is a region of a page image.
    ("POST", "/maps/{slug}/scans"),
    ("POST", "/maps/{slug}/scans/{label}/mark"),
    # What is read in is made anew, whatever id it bears.
    ("POST", "/api/v1/maps/{slug}/regions.jsonld"),
    ("POST", "/api/v1/maps/{slug}/annotations.jsonld"),
    # The comment stays whose it is; what is made is one's own.
    ("POST", "/api/v1/maps/{slug}/comments/{number}/claim"),
}


@pytest.fixture
def app(database_url: str) -> Iterator[FastAPI]:
    with server(database_url) as made:
        yield made


@pytest.fixture
def on_sqlite(sqlite_url: str) -> Iterator[FastAPI]:
    with server(sqlite_url) as made:
        yield made


def attempts(found: World) -> dict[tuple[str, str], list[tuple[str, dict[str, Any]]]]:
    """Return by method and path what a contributor sends to change something of others, as those would who may."""
    owner = found.owner
    records = {each["id"]: each for each in owner.get(f"{MAP}/records").json()["items"]}
    text = owner.get(f"{MAP}/texts/X1")
    last = owner.post(f"{MAP}/tags", json={"text": "a word"}).json()["revision"]
    sent: dict[tuple[str, str], list[tuple[str, dict[str, Any]]]] = {}

    def add(method: str, path: str, at: str, **more: Any) -> None:
        sent.setdefault((method, path), []).append((at, more))

    for part, label in labels().items():
        plural = part.split("/")[1]
        if plural not in KINDS_OF_RECORDS:
            continue
        path, at = f"/api/v1/maps/{{slug}}/{plural}/{{label}}", f"{MAP}/{plural}/{label}"
        tag = {"If-Match": owner.get(at).headers["etag"]}
        fields = {name: value for name, value in owner.get(at).json().items() if name not in _MADE}
        add("PUT", path, at, json={**fields, **_changed(fields)}, headers=tag)
        add("PATCH", path, at, json=_changed(fields), headers=tag)
        add("DELETE", path, f"{at}?with_dependents=true", headers=tag)
    tag = {"If-Match": owner.get(f"{MAP}/records/P1").headers["etag"]}
    revision = str(records["P1"]["revision"])
    add("DELETE", "/api/v1/maps/{slug}/records/{label}", f"{MAP}/records/P1?with_dependents=true", headers=tag)
    form = {"text": "Mine.", "kind": "perception", "revision": revision}
    add("POST", f"{_PAGE}/records/{{label}}/edit", f"{PAGES}/records/P1/edit", data=form)
    gone = {"revision": revision, "with_dependents": "yes"}
    add("POST", f"{_PAGE}/records/{{label}}/delete", f"{PAGES}/records/P1/delete", data=gone)
    add("POST", "/api/v1/maps/{slug}/changes/{change}/undo", f"{MAP}/changes/{last}/undo")
    add("POST", f"{_PAGE}/changes/{{change}}/undo", f"{PAGES}/changes/{last}/undo", data={"from": "history"})
    match = {"If-Match": text.headers["etag"]}
    sheet = {"files": {"file": ("new.txt", b"Another text.", "text/plain")}}
    add(
        "PUT",
        "/api/v1/maps/{slug}/texts/{label}/content",
        f"{MAP}/texts/X1/content",
        content=b"Another text.",
        headers={**match, "Content-Type": "text/plain"},
    )
    merged = {"If-Match": owner.get(f"{MAP}/records/observer").headers["etag"]}
    merge = "/api/v1/maps/{slug}/records/{label}/merge"
    add("POST", merge, f"{MAP}/records/observer/merge", json={"other": "historian"}, headers=merged)
    whole = owner.get(f"{MAP}/revisions").json()["items"][-1]["sequence"]
    merging = {"other": "historian", "version": str(whole)}
    add("POST", f"{_PAGE}/records/{{label}}/merge", f"{PAGES}/records/observer/merge", data=merging)
    taken = {"origin": "copy", "record": "P1", "revision": 1, "take": ["text"]}
    corrections = "/api/v1/maps/{slug}/records/{label}/corrections"
    add("POST", corrections, f"{MAP}/records/P1/corrections", json=taken, headers=tag)
    chosen = {"origin": "copy", "record": "P1", "revision": revision, "there": "1", "take.text": "yes"}
    add("POST", f"{_PAGE}/records/{{label}}/correction", f"{PAGES}/records/P1/correction", data=chosen)
    held = {"revision": str(text.json()["revision"])}
    add("POST", f"{_PAGE}/texts/{{label}}/version", f"{PAGES}/texts/X1/version", data=held, **sheet)
    version = text.json()["versions"][-1]["sha256"]
    scan = owner.get(f"{MAP}/scans/SC1")
    page, more_pages = scan.json()["pages"][0]["image"], {"files": {"files": ("more.jpg", draw_page(1), "image/jpeg")}}
    order = {"revision": str(scan.json()["revision"]), "image.1": page, "place.1": "1", "name.1": "fol. 1r"}
    add("POST", f"{_PAGE}/scans/{{label}}/pages", f"{PAGES}/scans/SC1/pages", **more_pages)
    add("POST", f"{_PAGE}/scans/{{label}}/pages/order", f"{PAGES}/scans/SC1/pages/order", data=order)
    match_scan = {"If-Match": scan.headers["etag"], "Content-Type": "image/jpeg"}
    pages = "/api/v1/maps/{slug}/scans/{label}/pages"
    add("POST", pages, f"{MAP}/scans/SC1/pages", content=draw_page(1), headers=match_scan)
    correction = {**held, "version": version, "start": "0", "words": "Other words."}
    add("POST", f"{_PAGE}/texts/{{label}}/correction", f"{PAGES}/texts/X1/correction", data=correction)
    return sent


_MADE = {"id", "record", "revision", "created", "changed"}


def _changed(fields: dict[str, Any]) -> dict[str, Any]:
    name = next(each for each in ("text", "title", "summary", "name", "reason", "comment", "note") if each in fields)
    return {name: "Mine now."}


def test_every_way_of_changing_a_record_of_others_is_refused(app: FastAPI) -> None:
    found = world(app)
    contributor = found.people["contributor"].client
    sent = attempts(found)
    ways = {tuple(route) for route in ALL if ROUTES[route] is Action.CONTRIBUTE and route.method != "GET"}
    assert ways - sent.keys() - MAKES_NEW == set()
    before = found.owner.get(MAP).text
    wrong = []
    for (method, path), each in sent.items():
        for at, more in each:
            answer = contributor.request(method, at, **more)
            told = answer.text
            named = "not-yours" in told or "not-for-you" in told or "made by somebody else" in told
            if answer.status_code not in (403, 422) or not named or found.owner.get(MAP).text != before:
                wrong.append(f"{method} {path} at {at}: {answer.status_code} {told[:200]}")
                before = found.owner.get(MAP).text
    assert wrong == []


@pytest.mark.parametrize(
    "key",
    [
        ("POST", f"{_PAGE}/changes/{{change}}/undo"),
        ("POST", f"{_PAGE}/texts/{{label}}/version"),
    ],
    ids=lambda key: key[1],
)
def test_by_the_same_way_an_editor_changes_it(on_sqlite: FastAPI, key: tuple[str, str]) -> None:
    # So that what is refused above is refused for whose it is, and not because nothing could come of it.
    found = world(on_sqlite)
    ((at, more),) = attempts(found)[key]
    before = found.owner.get(MAP).text
    answer = found.people["editor"].client.request(key[0], at, **more)
    assert answer.status_code in (200, 201, 303), answer.text
    assert found.owner.get(MAP).text != before


def test_who_contributes_nothing_is_refused_by_each_way(app: FastAPI) -> None:
    found = world(app)
    sent = attempts(found)
    before = found.owner.get(MAP).text
    for role in (Role.READER, Role.DISCUSSANT):
        assert Action.CONTRIBUTE not in ACTIONS_BY_ROLE[role]
        for (method, _), each in sent.items():
            for at, more in each:
                assert found.people[role.value].client.request(method, at, **more).status_code == 403
    assert found.owner.get(MAP).text == before


@pytest.fixture
def discussed(app: FastAPI) -> World:
    return world(app)


def test_nobody_changes_the_comment_or_position_of_another(discussed: World) -> None:
    client: TestClient = discussed.people["editor"].client
    before = discussed.owner.get(f"{MAP}/comments/1").text
    for method, path, more in (
        ("PATCH", f"{MAP}/comments/1", {"json": {"text": "mine"}}),
        ("DELETE", f"{MAP}/comments/1", {}),
        ("POST", f"{PAGES}/discussion/1/edit", {"data": {"text": "mine"}}),
        ("POST", f"{PAGES}/discussion/1/delete", {"data": {"show": "open"}}),
        ("POST", f"{MAP}/comments/1/moderate", {"json": {"step": "hidden"}}),
        ("POST", f"{PAGES}/discussion/1/moderate", {"data": {"step": "hidden"}}),
    ):
        assert client.request(method, path, **more).status_code == 403, path
    assert discussed.owner.get(f"{MAP}/comments/1").text == before
    client.put(f"{MAP}/positions/P1", json={"stance": "rejects"})
    taken = discussed.owner.get(f"{MAP}/positions").json()["items"]
    assert [(each["member"], each["stance"]) for each in taken] == [("owner", "accepts"), ("editor", "rejects")]
