"""Records of every kind as a client sees them."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from api.requests.representations import EXAMPLE_CONTENT, EXAMPLE_IMAGE, EXAMPLES
from models.records.contents import Block, ContentDraft
from models.records.kinds import KINDS
from models.vocabulary import RecordKind

MAP = "/api/v1/maps/debate"
CONTENT = ContentDraft(text=EXAMPLE_CONTENT, blocks=[Block(start=0, end=len(EXAMPLE_CONTENT))])
BASE: dict[str, Any] = {
    "title": "A debate",
    "questions": [{"id": "Q9", "text": "Why?"}],
    "agents": [
        {"id": "stalin", "name": "Joseph Stalin", "family": "Stalin", "given": "Joseph"},
        {"id": "chen-jian", "name": "Chen Jian", "kind": "historian"},
    ],
    "sources": [{"id": "doc-1950-01-30", "type": "archival", "title": "Telegram"}],
    "claims": [
        {"id": "P3", "kind": "perception", "text": "A test of resolve.", "held_by": ["stalin"]},
        {"id": "F9", "kind": "finding", "text": "Reluctant consent."},
        {"id": "F10", "kind": "finding", "text": "Another finding."},
    ],
    "evidence": [{"id": "E9", "summary": "It says so.", "source": "doc-1950-01-30"}],
    "links": [{"id": "L9", "premises": ["E9"], "relation": "supports", "target": "F9"}],
    "tags": [{"id": "T9", "text": "archives"}],
    "texts": [
        {
            "id": "X9",
            "title": "Telegram",
            "versions": [{"sha256": CONTENT.sha256, "at": "2026-01-01T00:00:00Z", "media_type": "text/plain"}],
        }
    ],
    "scans": [{"id": "SC9", "title": "Telegram", "pages": [{"image": EXAMPLE_IMAGE.sha256, "width": 4, "height": 3}]}],
    "images": {EXAMPLE_IMAGE.sha256: EXAMPLE_IMAGE.model_dump(mode="json")},
    "contents": {CONTENT.sha256: CONTENT.model_dump(mode="json")},
}
CHANGES: dict[RecordKind, dict[str, Any]] = {
    RecordKind.TAG: {"text": "changed"},
    RecordKind.QUESTION: {"text": "changed", "when": "1950/1953"},
    RecordKind.AGENT: {"role": "changed", "tags": ["T9"]},
    RecordKind.SOURCE: {"title": "changed", "author": ["stalin"]},
    RecordKind.CLAIM: {"text": "changed", "held_by": ["stalin"], "answers": "Q9"},
    RecordKind.INTERPRETATION: {"text": "changed", "by": ["stalin"]},
    RecordKind.EVIDENCE: {"quotation": "изменено 变了", "language": "ru"},
    RecordKind.LINK: {"warrant": "changed", "premises": ["F9", "F10"]},
    RecordKind.TEXT: {"title": "changed", "translation_of": "X9"},
    RecordKind.STANCE: {"stance": "undecided", "target": "L9"},
    RecordKind.CRITICAL_QUESTION: {"text": "changed", "answered_by": None},
    RecordKind.ANNOTATION: {"comment": "changed", "bodies": ["F9", "L9"]},
    RecordKind.SCAN: {"title": "changed", "rights": "An archive"},
    RecordKind.REGION: {"comment": "changed", "bodies": ["F9", "L9"]},
}
FRESH = {RecordKind.SOURCE: "doc-1950-05-14", RecordKind.CLAIM: "P20", RecordKind.LINK: "L42"}
EVERY = pytest.mark.parametrize("kind", list(RecordKind), ids=str)


@pytest.fixture
def debate(client: TestClient) -> TestClient:
    answer = client.put(MAP, json=BASE)
    assert answer.status_code == 201, answer.text
    return client


def _fresh(kind: RecordKind) -> dict[str, Any]:
    return {**EXAMPLES[kind], "id": FRESH.get(kind, EXAMPLES[kind]["id"])}


def _address(kind: RecordKind, label: str = "") -> str:
    return f"{MAP}/{KINDS[kind].plural}" + (f"/{label}" if label else "")


@EVERY
def test_a_record_is_created_read_changed_and_deleted(debate: TestClient, kind: RecordKind) -> None:
    fresh = _fresh(kind)
    created = debate.post(_address(kind), json=fresh)
    assert created.status_code == 201, created.text
    address = created.headers["location"]
    assert address == _address(kind, fresh["id"])
    assert fresh.items() <= created.json().items()
    read = debate.get(address)
    assert (read.json(), read.headers["etag"]) == (created.json(), created.headers["etag"])
    changed = debate.patch(address, json=CHANGES[kind], headers={"If-Match": read.headers["etag"]})
    assert changed.status_code == 200, changed.text
    assert CHANGES[kind].items() <= changed.json().items()
    assert changed.headers["etag"] != read.headers["etag"]
    assert debate.get(address).json() == changed.json()
    assert debate.delete(address, headers={"If-Match": changed.headers["etag"]}).status_code == 200
    assert debate.get(address).status_code == 404


@EVERY
def test_a_record_that_is_read_can_be_put_back(debate: TestClient, kind: RecordKind) -> None:
    address = debate.post(_address(kind), json=_fresh(kind)).headers["location"]
    read = debate.get(address)
    put = debate.put(address, json=read.json(), headers={"If-Match": read.headers["etag"]})
    assert put.status_code == 200, put.text
    same = {name: value for name, value in put.json().items() if name != "revision"}
    assert same == {name: value for name, value in read.json().items() if name != "revision"}


@EVERY
def test_every_change_can_be_undone(debate: TestClient, kind: RecordKind) -> None:
    created = debate.post(_address(kind), json=_fresh(kind))
    address, first = created.headers["location"], created.json()
    changed = debate.patch(address, json=CHANGES[kind], headers={"If-Match": created.headers["etag"]})
    assert debate.post(f"{MAP}/changes/{changed.json()['revision']}/undo").status_code == 200
    assert _plain(debate.get(address).json()) == _plain(first)
    deleted = debate.delete(address, headers={"If-Match": "*"}).json()["change"]
    undone = debate.post(f"{MAP}/changes/{deleted}/undo")
    assert _plain(debate.get(address).json()) == _plain(first)
    assert debate.post(f"{MAP}/changes/{undone.json()['change']}/undo").status_code == 200
    assert debate.get(address).status_code == 404


@EVERY
def test_a_creation_can_be_undone(debate: TestClient, kind: RecordKind) -> None:
    created = debate.post(_address(kind), json=_fresh(kind))
    assert debate.post(f"{MAP}/changes/{created.json()['revision']}/undo").status_code == 200
    assert debate.get(created.headers["location"]).status_code == 404


def _plain(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != "revision"}


@EVERY
def test_change_and_deletion_name_the_version_they_begin_from(debate: TestClient, kind: RecordKind) -> None:
    created = debate.post(_address(kind), json=_fresh(kind))
    address, old = created.headers["location"], {"If-Match": created.headers["etag"]}
    for method, body in (("PUT", _fresh(kind)), ("PATCH", {"note": "x"}), ("DELETE", None)):
        assert debate.request(method, address, json=body).status_code == 428
        assert debate.request(method, address, json=body, headers={"If-Match": "unquoted"}).status_code == 400
    current = debate.patch(address, json={"note": "newer"}, headers=old)
    for method, body in (("PUT", _fresh(kind)), ("PATCH", {"note": "x"}), ("DELETE", None)):
        stale = debate.request(method, address, json=body, headers=old)
        assert stale.status_code == 412
        assert stale.json()["current"] == current.json()
        assert stale.headers["etag"] == current.headers["etag"]
        assert (
            debate.request(method, address, json=body, headers={"If-Match": f"W/{stale.headers['etag']}"}).status_code
            == 412
        )
    assert debate.get(address).json()["note"] == "newer"
    tags = f'"nonsense", {current.headers["etag"]}'
    assert debate.patch(address, json={"note": "newest"}, headers={"If-Match": tags}).status_code == 200
    assert debate.delete(address, headers={"If-Match": "*"}).status_code == 200


def test_an_unchanged_record_is_not_sent_again(debate: TestClient) -> None:
    tag = debate.get(f"{MAP}/records/P3").headers["etag"]
    again = debate.get(f"{MAP}/claims/P3", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_labels_are_given_out_where_they_are_left_out_and_never_again(debate: TestClient) -> None:
    first = debate.post(f"{MAP}/claims", json={"text": "x", "kind": "perception"})
    assert first.json()["id"] == "P4"
    debate.delete(first.headers["location"], headers={"If-Match": "*"})
    assert debate.post(f"{MAP}/claims", json={"text": "y", "kind": "perception"}).json()["id"] == "P5"


def test_a_taken_label_is_refused(debate: TestClient) -> None:
    assert debate.post(f"{MAP}/claims", json={"id": "E9", "kind": "assertion", "text": "x"}).status_code == 409


def test_a_record_that_others_need_is_deleted_only_with_them(debate: TestClient) -> None:
    refused = debate.delete(f"{MAP}/evidence/E9", headers={"If-Match": "*"})
    assert refused.status_code == 409
    assert "L9" in refused.json()["detail"]
    done = debate.delete(f"{MAP}/evidence/E9?with_dependents=true", headers={"If-Match": "*"})
    assert done.status_code == 200
    assert {entry["label"] for entry in done.json()["revisions"]} == {"E9", "L9"}
    assert debate.get(f"{MAP}/links/L9").status_code == 404
    assert debate.post(f"{MAP}/changes/{done.json()['change']}/undo").status_code == 200
    assert debate.get(f"{MAP}/links/L9").json()["premises"] == ["E9"]


@pytest.mark.parametrize(
    ("plural", "body", "pointer"),
    [
        ("claims", {"kind": "assertion", "text": ""}, "/text"),
        ("claims", {"text": "x", "kind": "guess"}, "/kind"),
        ("claims", {"kind": "assertion", "text": "x", "when": "last summer"}, "/when"),
        ("claims", {"text": "x"}, "/kind"),
        ("claims", {"kind": "assertion", "text": "x", "colour": "red"}, "/colour"),
        ("claims", {"kind": "assertion", "text": "x", "id": "9P"}, "/id"),
        ("claims", {"kind": "assertion", "text": "x", "record": "link"}, "/record"),
        ("evidence", {"summary": "x"}, "/source"),
        ("sources", {"type": "book", "title": "x", "url": "javascript:alert(1)"}, "/url"),
        ("links", {"premises": [], "relation": "supports", "target": "F9"}, "/premises"),
        ("links", {"premises": ["E9"], "relation": "supports", "target": "X"}, "/target"),
        ("links", {"premises": ["E9", "X"], "relation": "supports", "target": "F9"}, "/premises/1"),
        ("links", {"premises": ["E9"], "relation": "undercuts", "target": "F9"}, "/target"),
        ("links", {"premises": ["F9"], "relation": "tests", "target": "P3"}, "/verdict"),
        ("links", {"premises": ["F9"], "relation": "supports", "target": "F9"}, "/premises"),
    ],
)
def test_what_breaks_a_rule_is_refused_with_its_place(
    debate: TestClient, plural: str, body: dict[str, Any], pointer: str
) -> None:
    answer = debate.post(f"{MAP}/{plural}", json=body)
    assert answer.status_code == 422, answer.text
    problem = answer.json()
    assert pointer in [entry["pointer"] for entry in problem["errors"]]
    assert problem["remedy"]


@pytest.mark.parametrize(
    ("method", "place", "body", "pointer"),
    [
        ("PUT", "claims/P3", {"text": "x"}, "/kind"),
        ("PATCH", "claims/P3", {"kind": None}, "/kind"),
        ("POST", "records", {"claims": [{"text": "x"}]}, "/claims/0/kind"),
        ("POST", "comments/1/claim", {}, "/kind"),
    ],
)
def test_nobody_writes_a_claim_without_choosing_what_it_is(
    debate: TestClient, method: str, place: str, body: dict[str, Any], pointer: str
) -> None:
    assert debate.post(f"{MAP}/comments", json={"text": "It was ordered."}).status_code == 201
    answer = debate.request(method, f"{MAP}/{place}", json=body, headers={"If-Match": "*"})
    assert answer.status_code == 422, answer.text
    assert [entry["pointer"] for entry in answer.json()["errors"]] == [pointer]


def test_a_whole_map_may_leave_the_kind_of_a_claim_out(debate: TestClient) -> None:
    assert debate.put("/api/v1/maps/plain", json={"title": "Plain", "claims": [{"id": "C1", "text": "So."}]}).is_success
    assert debate.get("/api/v1/maps/plain/claims/C1").json()["kind"] == "assertion"


def test_a_record_is_found_only_under_its_own_kind(debate: TestClient) -> None:
    assert debate.get(f"{MAP}/links/P3").status_code == 404
    assert debate.get(f"{MAP}/records/P3").json()["record"] == "claim"
    assert debate.get(f"{MAP}/records/nobody").status_code == 404
    assert debate.get("/api/v1/maps/nowhere/records/P3").status_code == 404


def test_many_records_are_created_at_once_and_may_name_one_another(debate: TestClient) -> None:
    answer = debate.post(
        f"{MAP}/records",
        json={
            "claims": [{"id": "P50", "kind": "perception", "text": "New."}, {"kind": "finding", "text": "Unnamed."}],
            "links": [{"id": "L50", "premises": ["F9"], "relation": "tests", "target": "P50", "verdict": "contested"}],
        },
    )
    assert answer.status_code == 201, answer.text
    assert [entry["id"] for entry in answer.json()["items"]] == ["P50", "F11", "L50"]
    assert debate.post(f"{MAP}/changes/{answer.json()['change']}/undo").status_code == 200
    assert debate.get(f"{MAP}/claims/P50").status_code == 404


def test_of_many_records_none_is_created_where_one_is_refused(debate: TestClient) -> None:
    body = {
        "claims": [{"id": "P50", "kind": "assertion", "text": "Good."}],
        "links": [{"premises": ["P50"], "relation": "supports", "target": "X"}],
    }
    assert debate.post(f"{MAP}/records", json=body).status_code == 422
    assert debate.get(f"{MAP}/claims/P50").status_code == 404
    assert debate.post(f"{MAP}/records", json={}).status_code == 422


@pytest.mark.parametrize(
    ("address", "labels"),
    [
        ("claims?kind=perception", ["P3"]),
        ("claims?kind=finding&order=id", ["F10", "F9"]),
        ("claims?held_by=stalin", ["P3"]),
        ("claims?held_by=nobody", []),
        ("links?premise=E9", ["L9"]),
        ("links?target=F9&relation=supports", ["L9"]),
        ("links?relation=challenges", []),
        ("evidence?source=doc-1950-01-30&tier=memoir", []),
        ("sources?type=archival", ["doc-1950-01-30"]),
        ("claims?tag=T9", []),
        ("claims?kind=&order=", None),
    ],
)
def test_lists_are_filtered_and_ordered(debate: TestClient, address: str, labels: list[str] | None) -> None:
    answer = debate.get(f"{MAP}/{address}")
    assert answer.status_code == 200, answer.text
    found = [entry["id"] for entry in answer.json()["items"]]
    assert found == labels if labels is not None else len(found) == 3


@pytest.mark.parametrize("order", ["created", "changed", "id"])
def test_pages_hold_while_records_come_and_go(debate: TestClient, order: str) -> None:
    for number in range(11):
        debate.post(f"{MAP}/tags", json={"text": f"tag {number}"})
    before = {entry["id"] for entry in debate.get(f"{MAP}/tags?limit=200").json()["items"]}
    address, seen = f"{MAP}/tags?limit=4&order={order}", []
    while address:
        page = debate.get(address).json()
        seen += [entry["id"] for entry in page["items"]]
        address = page["next"]
        if len(seen) == 4:
            debate.delete(f"{MAP}/tags/{seen[0]}", headers={"If-Match": "*"})
    assert len(seen) == len(set(seen))
    assert set(seen) == before


def test_a_cursor_of_another_list_is_refused(debate: TestClient) -> None:
    cursor = debate.get(f"{MAP}/claims?limit=1").json()["next"].partition("cursor=")[2]
    assert debate.get(f"{MAP}/claims?limit=1&cursor={cursor}").status_code == 200
    for wrong in (f"order=id&cursor={cursor}", "cursor=AAAA", "cursor=W10", f"cursor={cursor}A"):
        assert debate.get(f"{MAP}/claims?{wrong}").status_code == 422


def test_every_write_leaves_who_when_and_why(debate: TestClient) -> None:
    debate.patch(f"{MAP}/claims/P3?why=a+slip+of+the+pen", json={"text": "Better."}, headers={"If-Match": "*"})
    history = debate.get(f"{MAP}/revisions?label=P3").json()["items"]
    last = debate.get(f"{MAP}/revisions/{history[-1]['sequence']}").json()
    assert (last["kind"], last["author"], last["why"]) == ("changed", None, "a slip of the pen")
    assert (last["before"]["text"], last["after"]["text"]) == ("A test of resolve.", "Better.")


def test_history_is_paged_and_outlives_the_map(debate: TestClient) -> None:
    for number in range(5):
        debate.post(f"{MAP}/tags", json={"text": str(number)})
    debate.delete(MAP, headers={"If-Match": "*"})
    address, seen = f"{MAP}/revisions?limit=2", []
    while address:
        page = debate.get(address).json()
        seen += [entry["sequence"] for entry in page["items"]]
        address = page["next"]
    assert seen == list(range(1, len(seen) + 1))
    assert debate.get(f"{MAP}/revisions?after=3").json()["items"][0]["sequence"] == 4


@pytest.mark.parametrize("change", [0, 999, 2**31, 2**63])
def test_a_change_that_never_was_cannot_be_undone(debate: TestClient, change: int) -> None:
    assert debate.post(f"{MAP}/changes/{change}/undo").status_code in (404, 422)
