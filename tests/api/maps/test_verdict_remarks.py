"""Whatever page shows a verdict says beside it what it rests on and who disputes it, and what the editor states."""

import html
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

API = "/api/v1/maps/debate"
BROWSER = {"Accept": "text/html"}
WHOLE: dict[str, Any] = {
    "title": "A debate",
    "questions": [{"id": "Q1", "text": "Who gave the order?"}],
    "sources": [
        {"id": "s1", "type": "archival", "title": "Telegram", "available": "1995"},
        {"id": "s2", "type": "archival", "title": "Diary", "available": "1999"},
    ],
    "claims": [
        {"id": "P1", "kind": "perception", "text": "He gave it.", "answers": "Q1", "when": "1950"},
        {"id": "F1", "kind": "finding", "text": "He did not."},
        {"id": "F2", "kind": "finding", "text": "He signed it."},
    ],
    "interpretations": [{"id": "I1", "text": "The telegram is a forgery.", "when": "2001"}],
    "evidence": [
        {"id": "E1", "summary": "He refuses.", "source": "s1"},
        {"id": "E2", "summary": "He hesitates.", "source": "s2"},
    ],
    "links": [
        {"id": "L1", "premises": ["E1"], "relation": "supports", "target": "F1"},
        {"id": "L2", "premises": ["F1"], "relation": "tests", "target": "P1", "verdict": "contradicted"},
        {"id": "L3", "premises": ["I1"], "relation": "undermines", "target": "E1"},
    ],
}
SENTENCE = "rests on a disputed document (L3)"


@pytest.fixture
def debate(client: TestClient) -> TestClient:
    answer = client.put(API, json=WHOLE)
    assert answer.status_code == 201, answer.text
    return client


def say(client: TestClient, address: str) -> str:
    """Return what a page says, without markup."""
    answer = client.get(address, headers=BROWSER)
    assert answer.status_code == 200, answer.text
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", answer.text)).split())


def change(client: TestClient, label: str, status: int = 200, **fields: object) -> dict[str, Any]:
    """Change a claim of the map and return the answer."""
    whole = next(claim for claim in WHOLE["claims"] if claim["id"] == label)
    tag = client.get(f"{API}/claims/{label}").headers["ETag"]
    answer = client.put(f"{API}/claims/{label}", json={**whole, **fields}, headers={"If-Match": tag})
    assert answer.status_code == status, answer.text
    told: dict[str, Any] = answer.json()
    return told


@pytest.mark.parametrize(
    "page",
    [
        "/maps/debate/ledger",
        "/maps/debate/reading",
        "/maps/debate/reading/P1",
        "/maps/debate/reading/Q1",
        "/maps/debate/records/P1",
        "/maps/debate/records/F1",
        "/maps/debate/records/L2",
        "/maps/debate/panels/P1",
        "/maps/debate/previews/P1",
        "/maps/debate/previews/L2",
        "/maps/debate/outline",
        "/maps/debate/became-known?from=1990&to=2005",
        "/maps/debate/ledger.csv",
        "/maps/debate/ledger.json",
        "/maps/debate/ledger.html",
    ],
)
def test_a_disputed_document_is_told_wherever_a_verdict_is_read(debate: TestClient, page: str) -> None:
    assert SENTENCE in say(debate, page)


def test_the_box_of_the_perception_tells_it_too(debate: TestClient) -> None:
    assert "disputed document" in debate.get("/maps/debate.svg").text


@pytest.mark.parametrize(("as_of", "is_told"), [("2000", False), ("2001", True)])
def test_it_is_told_from_when_it_was_argued(debate: TestClient, as_of: str, is_told: bool) -> None:
    for page in ("ledger", "reading/P1", "outline"):
        assert (SENTENCE in say(debate, f"/maps/debate/{page}?as_of={as_of}")) is is_told


def test_every_record_that_is_named_has_a_link(debate: TestClient) -> None:
    text = debate.get("/maps/debate/ledger", headers=BROWSER).text
    assert '<a class="record-link" href="/maps/debate/records/L3">L3</a>' in text


def test_the_editor_states_a_verdict_and_both_are_shown(debate: TestClient) -> None:
    change(debate, "P1", overall_verdict="contested", verdict_reason="Two schools read the telegram otherwise.")
    for page in ("ledger", "reading/P1", "records/P1"):
        said = say(debate, f"/maps/debate/{page}")
        assert "the editor: contested, because Two schools read the telegram otherwise" in said
        assert "computed from its tests: contradicted" in said
    (told,) = debate.get("/maps/debate/ledger.json").json()["perceptions"]
    assert (told["verdict"], told["computed_verdict"]) == ("contested", "contradicted")
    assert "overall" in say(debate, "/maps/debate/history").lower()


def test_a_stated_verdict_survives_export_and_import(debate: TestClient) -> None:
    change(debate, "P1", overall_verdict="mixed", verdict_reason="Both ways.")
    exported = debate.get(API).json()
    assert debate.put("/api/v1/maps/again", json={**exported, "slug": "again"}).status_code == 201
    claim = debate.get("/api/v1/maps/again/claims/P1").json()
    assert (claim["overall_verdict"], claim["verdict_reason"]) == ("mixed", "Both ways.")


@pytest.mark.parametrize(
    ("label", "fields", "title"),
    [
        ("P1", {"overall_verdict": "contested"}, "An overall verdict and its reason belong together"),
        ("P1", {"verdict_reason": "Why?"}, "An overall verdict and its reason belong together"),
        (
            "F1",
            {"overall_verdict": "contested", "verdict_reason": "Why?"},
            "Only a perception has an overall verdict",
        ),
    ],
)
def test_a_verdict_is_stated_of_a_perception_and_with_a_reason(
    debate: TestClient, label: str, fields: dict[str, str], title: str
) -> None:
    assert change(debate, label, 422, **fields)["title"] == title


def test_a_single_test_is_never_mixed(debate: TestClient) -> None:
    test = {"premises": ["F2"], "relation": "tests", "target": "P1", "verdict": "mixed"}
    answer = debate.post(f"{API}/links", json=test)
    assert (answer.status_code, answer.json()["title"]) == (422, "A single test cannot be mixed")
    form = debate.get("/maps/debate/add?kind=link", headers=BROWSER).text
    assert 'value="contested"' in form
    assert 'value="mixed"' not in form


@pytest.mark.parametrize(("disputed", "verdict"), [(False, "mixed"), (True, "contested")])
def test_a_search_finds_the_verdict_that_the_ledger_shows(debate: TestClient, disputed: bool, verdict: str) -> None:
    links = [{"premises": ["F2"], "relation": "tests", "target": "P1", "verdict": "confirmed"}]
    links += [{"premises": ["I1"], "relation": "challenges", "target": "F2"}] if disputed else []
    for link in links:
        assert debate.post(f"{API}/links", json=link).status_code == 201
    (told,) = debate.get("/maps/debate/ledger.json").json()["perceptions"]
    assert told["verdict"] == verdict
    found = debate.get(f"/search?q=gave&verdict={verdict}", headers=BROWSER).text
    assert "/maps/debate?record=P1" in found
    other = debate.get(f"/search?q=gave&verdict={'mixed' if disputed else 'contested'}", headers=BROWSER).text
    assert "/maps/debate?record=P1" not in other


def test_a_search_finds_the_verdict_that_the_editor_states(debate: TestClient) -> None:
    change(debate, "P1", overall_verdict="mixed", verdict_reason="Both ways.")
    assert "/maps/debate?record=P1" in debate.get("/search?q=gave&verdict=mixed", headers=BROWSER).text


def test_what_a_work_alone_turned_stands_under_what_was_argued(korea_reader: TestClient) -> None:
    page = korea_reader.get("/maps/korea-1950/became-known?from=1998&to=2002", headers=BROWSER).text
    argued = page.partition("<h4>What was argued</h4>")[2].partition('id="sources"')[0]
    assert 'id="turn-P6"' in argued
    assert "an estimate" in argued
    known = page.partition("<h4>What could be known</h4>")[2].partition("<h4>What was argued</h4>")[0]
    assert 'id="turn-P6"' not in known


def test_what_documents_show_stands_under_what_could_be_known(korea_reader: TestClient) -> None:
    page = korea_reader.get("/maps/korea-1950/became-known?from=1990&to=1996", headers=BROWSER).text
    known = page.partition("<h4>What could be known</h4>")[2].partition('id="sources"')[0]
    assert 'id="turn-P3"' in known
    assert "could be known since 1995" in known
