"""Records are changed by forms, as historians fill them in, with and without JavaScript."""

import re
from html import unescape
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.phrases.fields.record_fields import ADDABLE_KINDS, FIELDS_OUTSIDE_FORMS, FORMS
from models.records.contents import Block, ContentDraft
from models.records.kinds import KINDS
from models.vocabulary import RecordKind

API = "/api/v1/maps/debate"
CONTENT = ContentDraft(text="It was ordered by telegram.", blocks=[Block(start=0, end=27)])
DOCUMENT = {
    "format": "sicetnon/1",
    "title": "A debate",
    "questions": [{"id": "Q1", "text": "Who?"}],
    "agents": [{"id": "smith", "name": "A. Smith", "kind": "historian", "names": [{"text": "Смит", "language": "ru"}]}],
    "sources": [
        {
            "id": "S1",
            "type": "archival",
            "title": "A telegram",
            "csl": {"genre": "telegram"},
            "reference": [{"label": "f.", "value": "5"}, {"label": "op.", "value": "1"}],
            "criticism": [{"aspect": "custody", "text": "Copied by hand.", "by": "A. Smith"}],
        }
    ],
    "claims": [
        {"id": "P1", "kind": "perception", "text": "They wanted it.", "answers": "Q1", "held_by": ["smith"]},
        {"id": "F1", "kind": "finding", "text": "They did not.", "answers": "Q1"},
        {"id": "C9", "kind": "assertion", "text": "They never said."},
    ],
    "evidence": [{"id": "E1", "summary": "It says so.", "source": "S1", "selectors": [{"type": "TextQuoteSelector"}]}],
    "links": [
        {"id": "L1", "premises": ["F1"], "relation": "tests", "target": "P1", "verdict": "contradicted"},
        {"id": "L2", "premises": ["E1"], "relation": "supports", "target": "F1"},
    ],
    "stances": [
        {
            "id": "ST1",
            "agent": "smith",
            "target": "L1",
            "stance": "qualifies",
            "confidence": "low",
            "reason": "Only of one of them.",
            "source": "S1",
            "locator": "p. 3",
        }
    ],
    "texts": [
        {
            "id": "X1",
            "title": "The telegram itself",
            "source": "S1",
            "language": "en",
            "versions": [{"sha256": CONTENT.sha256, "at": "2026-01-01T00:00:00Z", "media_type": "text/plain"}],
        }
    ],
    "annotations": [
        {
            "id": "N1",
            "in_text": "X1",
            "version": CONTENT.sha256,
            "exact": "by telegram",
            "start": 15,
            "end": 26,
            "bodies": ["E1"],
            "comment": "Was it?",
        }
    ],
    "contents": {CONTENT.sha256: CONTENT.model_dump(mode="json")},
}


@pytest.fixture
def debate(client: TestClient) -> TestClient:
    assert client.put(API, json=DOCUMENT, headers={"If-None-Match": "*"}).status_code in (200, 201)
    client.follow_redirects = False
    client.headers["Accept"] = "text/html"
    return client


def fields_of(page: str) -> dict[str, str]:
    """Return what a browser would send of the first form whose action is to save or add."""
    form = page[page.index("data-edit") :]
    form = form[: form.index("</form>")]
    found = {}
    for tag, attributes in re.findall(r"<(input|select|textarea)\b([^>]*)>", form):
        name = re.search(r'\bname="([^"]*)"', attributes)
        if name is None:
            continue
        value = re.search(r'\bvalue="([^"]*)"', attributes)
        found[unescape(name[1])] = unescape(value[1]) if value and tag == "input" else ""
    for name, inner in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inner)
        found[name] = unescape(chosen[1]) if chosen else ""
    for name, inner in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL):
        found[name] = unescape(inner)
    return found


def record(client: TestClient, label: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"{API}/records/{label}", headers={"Accept": "application/json"}).json()
    return found


def number(answer: Any) -> str:
    found = re.search(r"done=(\d+)", answer.headers["location"])
    assert found
    return found[1]


def test_every_field_of_a_draft_has_a_place_in_its_form() -> None:
    for kind, fields in FORMS.items():
        assert {each.name for each in fields} == set(KINDS[kind].draft.model_fields) - FIELDS_OUTSIDE_FORMS, kind


@pytest.mark.parametrize("label", ["Q1", "smith", "S1", "P1", "C9", "E1", "L1", "X1", "N1", "ST1"])
def test_a_form_that_is_sent_back_as_it_came_changes_nothing(debate: TestClient, label: str) -> None:
    before = record(debate, label)
    page = debate.get(f"/maps/debate/records/{label}/edit")
    assert page.status_code == 200
    answer = debate.post(f"/maps/debate/records/{label}/edit", data=fields_of(page.text))
    assert answer.status_code == 303, answer.text
    assert {**record(debate, label), "revision": 0} == {**before, "revision": 0}


def test_a_change_leads_back_to_the_map_with_the_record_open(debate: TestClient) -> None:
    given = fields_of(debate.get("/maps/debate/records/P1/edit?view=argument").text) | {"text": "They feared it."}
    answer = debate.post("/maps/debate/records/P1/edit?view=argument", data=given)
    assert answer.headers["location"].startswith("/maps/debate?view=argument&record=P1&done=")
    assert record(debate, "P1")["text"] == "They feared it."


def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(debate: TestClient) -> None:
    given = fields_of(debate.get("/maps/debate/records/P1/edit").text) | {
        "text": "",
        "when": "someday",
        "note": "Kept.",
    }
    answer = debate.post("/maps/debate/records/P1/edit", data=given)
    assert answer.status_code == 422
    assert "Fill in this field." in answer.text
    assert "is not a date" in unescape(answer.text)
    assert fields_of(answer.text)["note"] == "Kept."


def test_a_name_that_no_record_has_is_said(debate: TestClient) -> None:
    given = fields_of(debate.get("/maps/debate/records/P1/edit").text) | {"source": "S9"}
    answer = debate.post("/maps/debate/records/P1/edit", data=given)
    assert answer.status_code == 422
    assert "S9" in answer.text


def test_two_changes_that_meet_are_shown_side_by_side(debate: TestClient) -> None:
    mine = fields_of(debate.get("/maps/debate/records/P1/edit").text) | {"text": "Mine.", "note": "My note."}
    theirs = fields_of(debate.get("/maps/debate/records/P1/edit").text) | {"text": "Theirs.", "when": "1950"}
    assert debate.post("/maps/debate/records/P1/edit", data=theirs).status_code == 303
    answer = debate.post("/maps/debate/records/P1/edit", data=mine)
    assert answer.status_code == 409
    for words in ("They wanted it.", "Theirs.", "Mine.", "both changed it"):
        assert words in answer.text
    merged = fields_of(answer.text)
    assert (merged["text"], merged["note"], merged["when"]) == ("Mine.", "My note.", "1950")
    assert record(debate, "P1")["text"] == "Theirs."
    assert debate.post("/maps/debate/records/P1/edit", data=merged).status_code == 303
    assert record(debate, "P1")["text"] == "Mine."


def test_a_new_premise_and_its_link_are_one_change(debate: TestClient) -> None:
    given = {"relation": "challenges", "new": "interpretation", "text": "It was a ruse.", "held_by": "smith"}
    answer = debate.post("/maps/debate/add?target=F1", data=given)
    assert answer.status_code == 303, answer.text
    assert "record=I1" in answer.headers["location"]
    assert record(debate, "L3")["premises"] == ["I1"]
    assert record(debate, "I1")["answers"] == "Q1"
    undone = debate.post(f"/maps/debate/changes/{number(answer)}/undo", data={"record": ""})
    assert undone.status_code == 303
    assert debate.get(f"{API}/records/I1").status_code == 404
    debate.post(f"/maps/debate/changes/{number(undone)}/undo", data={"record": ""})
    assert record(debate, "I1")["text"] == "It was a ruse."


def test_an_undercut_takes_what_the_map_has_already(debate: TestClient) -> None:
    answer = debate.post("/maps/debate/add?target=L2", data={"relation": "undercuts", "premises": "P1, F1"})
    assert answer.status_code == 303
    made = record(debate, "L3")
    assert (made["premises"], made["target"]) == (["P1", "F1"], "L2")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"relation": "supports"}, "Write something new"),
        ({"relation": "tests", "premises": "F1"}, "A test needs a verdict"),
        ({"relation": "supports", "new": "evidence", "text": "Without a source"}, "Fill in this field."),
        ({"relation": "supports", "premises": "F99"}, "F99"),
    ],
)
def test_an_addition_that_cannot_be_made_says_why(debate: TestClient, given: dict[str, str], told: str) -> None:
    answer = debate.post("/maps/debate/add?target=P1", data=given)
    assert answer.status_code == 422
    assert told in answer.text


@pytest.mark.parametrize("kind", [kind for kind in ADDABLE_KINDS if kind != RecordKind.LINK])
def test_a_record_of_each_kind_can_be_added(debate: TestClient, kind: RecordKind) -> None:
    page = debate.get(f"/maps/debate/add?kind={kind}")
    given = fields_of(page.text)
    for name in ("text", "summary", "title", "name"):
        if name in given:
            given[name] = "Something new"
    needed = {
        RecordKind.CLAIM: {"kind": "finding"},
        RecordKind.EVIDENCE: {"source": "S1"},
        RecordKind.SOURCE: {"type": "book"},
        RecordKind.STANCE: {"agent": "smith", "target": "P1", "stance": "accepts"},
        RecordKind.CRITICAL_QUESTION: {"link": "L1"},
        RecordKind.AGENT: {"kind": "person"},
    }
    extra = needed.get(kind, {})
    answer = debate.post("/maps/debate/add", data=given | extra)
    assert answer.status_code == 303, answer.text


def test_deleting_asks_what_goes_with_it_and_can_be_taken_back(debate: TestClient) -> None:
    given = {"revision": str(record(debate, "P1")["revision"])}
    asked = debate.post("/maps/debate/records/P1/delete", data=given)
    assert asked.status_code == 409
    assert "L1" in asked.text
    done = debate.post("/maps/debate/records/P1/delete", data=given | {"with_dependents": "yes"})
    assert debate.get(f"{API}/records/L1").status_code == 404
    debate.post(f"/maps/debate/changes/{number(done)}/undo", data={"record": ""})
    assert record(debate, "L1")["verdict"] == "contradicted"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("1950-06", "June 1950: from 1 June 1950 to 30 June 1950."),
        ("16.06.1950", "16 June 1950."),
        ("1950-06-25", "25 June 1950."),
        ("", ""),
    ],
)
def test_a_date_is_spelled_out(client: TestClient, value: str, told: str) -> None:
    assert client.get("/dates", params={"value": value}).text == told


def test_a_date_that_is_none_is_told_how_to_write_one(client: TestClient) -> None:
    answer = client.get("/dates", params={"value": "some day in 1950"})
    assert answer.status_code == 422
    assert "Write a date such as 1914, 1914-07 or 1914-07-23" in answer.text
    assert "EDTF" not in answer.text


def test_a_date_that_can_be_two_is_told_both(client: TestClient) -> None:
    answer = client.get("/dates", params={"value": "06/07/1950"})
    assert answer.status_code == 422
    assert "can mean 6 July 1950 or 7 June 1950" in answer.text


def test_a_form_takes_dates_as_historians_write_them_and_keeps_edtf(debate: TestClient) -> None:
    given = {"record": "claim", "text": "They crossed the river.", "kind": "finding"}
    made = re.search(
        r"record=(\w+)", debate.post("/maps/debate/add", data={**given, "when": "c. June 1950"}).headers["location"]
    )
    assert made is not None
    assert record(debate, made[1])["when"] == "1950-06~"
    refused = debate.post("/maps/debate/add", data={**given, "when": "31 June 1950"})
    assert refused.status_code == 422
    assert "is not a date: June 1950 has 30 days." in refused.text
    assert 'value="31 June 1950"' in refused.text


def test_evidence_whose_tier_is_left_open_is_not_called_a_published_document(debate: TestClient) -> None:
    given = {"record": "evidence", "summary": "He saw it.", "source": "S1", "tier": ""}
    made = re.search(r"record=(\w+)", debate.post("/maps/debate/add", data=given).headers["location"])
    assert made is not None
    stored = debate.get(f"{API}/records/{made[1]}", headers={"Accept": "application/json"}).json()
    assert stored["tier"] == "unknown"
    panel = debate.get(f"/maps/debate/panels/{made[1]}").text
    assert "published document" not in panel
    assert "Read as" not in panel
    assert "published document" not in debate.get("/maps/debate.md").text


def test_the_api_asks_for_edtf(debate: TestClient) -> None:
    assert (
        debate.post(f"{API}/claims", json={"kind": "assertion", "text": "A claim.", "when": "June 1950"}).status_code
        == 422
    )
    assert debate.get("/maps/debate.svg?as_of=June+1950").status_code == 422


def test_a_form_that_is_none_is_refused(debate: TestClient) -> None:
    answer = debate.post("/maps/debate/records/P1/edit", json={"text": "x"})
    assert answer.status_code == 415


@pytest.mark.parametrize("text", ["NUL \x00", "a line\nand another" * 2, "x" * 501])
def test_a_reason_that_cannot_be_kept_is_said(debate: TestClient, text: str) -> None:
    given = fields_of(debate.get("/maps/debate/records/P1/edit").text) | {"why": text}
    answer = debate.post("/maps/debate/records/P1/edit", data=given)
    assert answer.status_code == 422
    assert 'id="fault-why"' in answer.text


@pytest.mark.parametrize("body", [b"text=%ff", b"=%&", b"text=\xff", b"a&" * 5000])
def test_a_garbled_form_is_refused(debate: TestClient, body: bytes) -> None:
    answer = debate.post(
        "/maps/debate/records/P1/edit", content=body, headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == 400


def test_what_is_made_again_says_so_and_can_be_taken_back_once_more(debate: TestClient) -> None:
    answer = debate.post("/maps/debate/add", data={"record": "question", "text": "Why?"})
    undone = debate.post(f"/maps/debate/changes/{number(answer)}/undo", data={"record": "Q2"})
    assert "record=" not in undone.headers["location"]
    offered = debate.get(undone.headers["location"]).text
    assert "Undone." in offered
    assert '<input type="hidden" name="again" value="yes">' in offered
    again = debate.post(f"/maps/debate/changes/{number(undone)}/undo", data={"again": "yes"})
    assert "record=Q2" in again.headers["location"]
    told = debate.get(again.headers["location"]).text
    assert "Redone." in told
    assert "<button>Undo</button>" in told
    assert 'name="again"' not in told


def test_a_record_that_the_map_does_not_have_is_said_above_the_map(debate: TestClient) -> None:
    answer = debate.get("/maps/debate?record=F<9")
    assert answer.status_code == 200
    assert "This map has no record “F&lt;9”." in answer.text
    assert 'id="n-P1"' in answer.text
    assert "has no record" not in debate.get("/maps/debate?record=P1").text


def test_the_summary_names_the_field_and_leads_to_it(debate: TestClient) -> None:
    answer = debate.post("/maps/debate/add", data={"record": "source", "title": ""})
    assert '<a href="#field-title">Title: Fill in this field.</a>' in answer.text


@pytest.mark.parametrize(
    ("fields", "told", "marked"),
    [
        (
            {"record": "source", "title": "A book", "type": "book", "author": "A99"},
            "Written by: This map has no record “A99”.",
            "author",
        ),
        (
            {"record": "source", "title": "A book", "type": "book", "author": "P1"},
            "Written by: “P1” is of kind claim. This field takes: agent.",
            "author",
        ),
        (
            {"record": "link", "premises": "F1", "relation": "undercuts", "target": "P1"},
            "What it bears on: “P1” is not a link. An undercut attacks a link",
            "target",
        ),
        (
            {"record": "link", "premises": "F1", "relation": "supports", "target": "F1"},
            "What it argues from: A link cannot argue with itself",
            "premises",
        ),
    ],
)
def test_what_a_field_names_wrongly_is_said_in_the_words_of_the_form(
    debate: TestClient, fields: dict[str, str], told: str, marked: str
) -> None:
    answer = debate.post("/maps/debate/add", data=fields)
    assert answer.status_code == 422
    assert f'<a href="#field-{marked}">{told}' in answer.text
    assert f'id="fault-{marked}"' in answer.text
    assert "L3" not in answer.text


def test_the_panel_of_a_test_lists_its_documents_and_leads_to_the_ledger(debate: TestClient) -> None:
    text = debate.get("/maps/debate/panels/L1?as_of=2026").text
    under = text.partition("Documents behind it")[2].partition("</section>")[0]
    assert "<b>E1</b> <bdi>It says so.</bdi>" in under
    assert "A telegram" in under
    assert "Copy footnote" in under
    assert 'href="/maps/debate/ledger?as_of=2026#P1">See in the ledger</a>' in under
    assert "Documents behind it" not in debate.get("/maps/debate/panels/L2").text
