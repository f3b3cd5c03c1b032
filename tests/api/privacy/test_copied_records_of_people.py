"""Whatever is copied, nothing of people goes along, and nothing leaves a map that may not."""

import pytest
from fastapi import FastAPI
from sqlmodel import select
from starlette.testclient import TestClient

from models.engine import reading
from models.participation.author_masks import CommentClaim
from tests.api.access.test_access import app as app  # the fixture of a server with accounts
from tests.api.classes import Class, a_class
from tests.api.copying import API, Form, copy, labels, record


@pytest.fixture
def ours(app: FastAPI) -> Class:
    return a_class(app)


def begin_own(client: TestClient, slug: str) -> None:
    assert client.post("/api/v1/maps", json={"slug": slug, "title": "Her own"}).status_code == 201
    client.headers["Accept"] = "text/html"


def test_a_member_carries_no_record_of_a_private_map_to_a_map_of_their_own(ours: Class) -> None:
    anna = ours.people["Anna"]
    begin_own(anna, "annas")
    page = anna.get("/maps/debate/records/P1/copy").text
    assert "annas" not in page
    assert anna.get("/maps/debate/records/P1/copy?into=annas").status_code == 404
    form = Form(page)
    stolen = anna.post("/maps/annas/add", data=form.sent)
    assert stolen.status_code == 403
    assert labels(anna, "/api/v1/maps/annas", "claims") == []


def test_who_leads_takes_a_record_out_and_no_name_of_members_with_it(ours: Class) -> None:
    teacher, anna = ours.people["Teacher"], ours.people["Anna"]
    made = anna.post(
        f"{API}/claims",
        json={"id": "C9", "text": "Ben says it was ordered.", "kind": "assertion", "note": "From a comment by Anna."},
    )
    assert made.status_code == 201, made.text
    assert anna.post(f"{API}/comments", json={"label": "C9", "text": "A comment of Anna’s."}).status_code == 201
    begin_own(teacher, "teachers")
    assert copy(teacher, "/maps/debate/records/C9/copy?into=teachers").status_code == 303
    for address in ("/api/v1/maps/teachers", "/maps/teachers/history", "/api/v1/maps/teachers/comments"):
        text = teacher.get(address).text
        assert "Anna" not in text, address
        assert "Ben" not in text, address
    assert "A debate" not in teacher.get("/maps/teachers/history").text
    [label] = labels(teacher, "/api/v1/maps/teachers", "claims")
    assert record(teacher, label, "/api/v1/maps/teachers")["note"] == "From a comment by Contributor."


def test_what_a_record_names_comes_along_without_names_of_members(ours: Class) -> None:
    teacher, anna = ours.people["Teacher"], ours.people["Anna"]
    remark = {"aspect": "authenticity", "text": "Ben doubts it.", "by": "Anna"}
    source = {"title": "A telegram", "type": "archival", "note": "Found by Anna.", "criticism": [remark]}
    made = anna.post(f"{API}/sources", json={"id": "S9", **source})
    assert made.status_code == 201, made.text
    claim = {"id": "C9", "text": "It was ordered by wire.", "kind": "assertion", "source": "S9"}
    assert anna.post(f"{API}/claims", json=claim).status_code == 201
    begin_own(teacher, "teachers")
    assert copy(teacher, "/maps/debate/records/C9/copy?into=teachers", create="yes").status_code == 303
    [label] = labels(teacher, "/api/v1/maps/teachers", "sources")
    assert record(teacher, label, "/api/v1/maps/teachers")["title"] == "A telegram"
    text = teacher.get("/api/v1/maps/teachers").text
    assert "Anna" not in text
    assert "Ben" not in text


def test_whoever_adds_nowhere_is_told_so(ours: Class) -> None:
    teacher, stranger = ours.people["Teacher"], ours.people["Stranger"]
    begin_own(teacher, "open")
    etag = teacher.get("/api/v1/maps/open").headers["etag"]
    opened = teacher.patch("/api/v1/maps/open", json={"visibility": "public"}, headers={"If-Match": etag})
    assert opened.status_code == 200, opened.text
    teacher.post("/api/v1/maps/open/claims", json={"id": "P1", "text": "So it was.", "kind": "perception"})
    stranger.headers["Accept"] = "text/html"
    assert "/records/P1/copy" in stranger.get("/maps/open/records/P1").text
    assert "You do not have a map yet" in stranger.get("/maps/open/records/P1/copy").text
    begin_own(stranger, "strangers")
    assert copy(stranger, "/maps/open/records/P1/copy").status_code == 303
    assert labels(stranger, "/api/v1/maps/strangers", "claims") == ["P1"]


def test_a_stranger_copies_nothing_of_a_map_that_they_do_not_see(ours: Class) -> None:
    stranger = ours.people["Stranger"]
    begin_own(stranger, "strangers")
    assert stranger.get("/maps/debate/records/P1/copy?into=strangers").status_code == 404
    sent = {"record": "claim", "kind": "assertion", "text": "Mine.", "copied_from": "debate/P1"}
    for original in ("debate/P1", "debate\0/P1", "debate/P1\0", "No map/P1"):
        assert stranger.post("/maps/strangers/add", data={**sent, "copied_from": original}).status_code == 404


def test_a_copy_of_what_was_made_of_a_comment_follows_when_its_author_is_anonymised(app: FastAPI, ours: Class) -> None:
    anna, teacher = ours.people["Anna"], ours.people["Teacher"]
    said = anna.post(f"{API}/comments", json={"label": "P1", "text": "It was Anna’s idea."}).json()
    teacher.headers["Accept"] = "text/html"
    made = copy(teacher, f"/maps/debate/add?kind=claim&comment={said['id']}", kind="assertion")
    assert made.status_code == 303, made.text
    label = made.headers["location"].partition("record=")[2].partition("&")[0]
    again = copy(teacher, f"/maps/debate/records/{label}/copy")
    assert again.status_code == 303, again.text
    second = again.headers["location"].partition("record=")[2].partition("&")[0]
    with reading(app.state.engine) as session:
        assert set(session.exec(select(CommentClaim.label)).all()) == {label, second}
    hidden = teacher.post(f"{API}/comments/{said['id']}/moderate", json={"step": "anonymised"})
    assert hidden.status_code == 200, hidden.text
    for each in (label, second):
        assert "Anna" not in str(record(anna, each))


def test_a_member_carries_nothing_of_a_private_map_to_where_others_read_it(ours: Class) -> None:
    anna, stranger = ours.people["Anna"], ours.people["Stranger"]
    for client, slug in ((anna, "annas"), (stranger, "strangers")):
        begin_own(client, slug)
        sent = {"origin": "debate", "records": ["P1"], "grounds": True}
        for query in ("", "?dry_run=true"):
            refused = client.post(f"/api/v1/maps/{slug}/copies{query}", json=sent)
            assert refused.status_code == (403 if client is anna else 404)
            assert "ordered" not in refused.text
        page = client.get(f"/maps/{slug}/copies?origin=debate&records=P1")
        assert page.status_code == (403 if client is anna else 404)
        assert "It was ordered" not in page.text
        assert client.post(f"/maps/{slug}/copies", data={"origin": "debate", "records": "P1"}).status_code in (403, 404)
        assert labels(client, f"/api/v1/maps/{slug}", "claims") == []
    missing = stranger.post("/api/v1/maps/strangers/copies", json={"origin": "nowhere", "records": ["P1"]})
    hidden = stranger.post("/api/v1/maps/strangers/copies", json={"origin": "debate", "records": ["P1"]})
    assert missing.text.replace("nowhere", "debate") == hidden.text


def test_who_leads_carries_records_out_without_names_and_without_texts(ours: Class) -> None:
    teacher, anna = ours.people["Teacher"], ours.people["Anna"]
    remark = {"aspect": "authenticity", "text": "Ben doubts it.", "by": "Anna"}
    source = {"id": "S9", "title": "A telegram", "type": "archival", "note": "Found by Anna.", "criticism": [remark]}
    assert anna.post(f"{API}/sources", json=source).status_code == 201
    evidence = {"id": "E9", "summary": "Anna read it so.", "source": "S9"}
    assert anna.post(f"{API}/evidence", json=evidence).status_code == 201
    claim = {"id": "C9", "text": "Ben says it was ordered.", "kind": "assertion", "source": "S9"}
    assert anna.post(f"{API}/claims", json=claim).status_code == 201
    link = {"id": "L9", "premises": ["E9"], "relation": "supports", "target": "C9", "note": "Anna’s link."}
    assert anna.post(f"{API}/links", json=link).status_code == 201
    begin_own(teacher, "teachers")
    sent = {"origin": "debate", "records": ["C9", "X1"], "grounds": True}
    done = teacher.post("/api/v1/maps/teachers/copies", json=sent)
    assert done.status_code == 200, done.text
    assert done.json()["left_out"] == ["X1"]
    assert {"C9", "E9", "L9", "S9"} <= done.json()["labels"].keys()
    for address in ("/api/v1/maps/teachers", "/maps/teachers/history", "/api/v1/maps/teachers/revisions"):
        told = teacher.get(address).text
        assert "Anna" not in told, address
        assert "Ben" not in told, address
    assert "A debate" not in teacher.get("/maps/teachers/history").text
    assert labels(teacher, "/api/v1/maps/teachers", "texts") == []
