"""New versions of a text on the pages, and the passages that somebody has to look at after one."""

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.editing.test_editing import number
from tests.api.texts.text_reader import API, PAGE, WORDS, Reader, record


def given_a_version(client: TestClient, text: str, label: str = "X1") -> Any:
    page = client.get(f"{PAGE}/{label}/version").text
    revision = re.search(r'name="revision" value="(\d+)"', page)
    assert revision
    return client.post(f"{PAGE}/{label}/version", data={"revision": revision[1], "pasted": text})


NEW = WORDS.replace("Mao asked Moscow. Stalin had agreed", "Mao asked Moscow twice. Stalin had long agreed")


def test_a_new_version_takes_passages_along_and_lists_the_doubtful_ones(reader: TestClient) -> None:
    answer = given_a_version(reader, NEW)
    assert answer.headers["location"].startswith(f"{PAGE}/X1/review?done=")
    page = reader.get(f"{PAGE}/X1/review").text
    assert sorted(re.findall(r'<li id="(N\d)">', page)) == ["N1", "N2"]
    assert "<ins>" in page
    assert record(reader, "N3")["state"] == "anchored"
    assert "2 passages to check" in reader.get(f"{PAGE}/X1").text
    undone = reader.post(f"/maps/debate/changes/{number(answer)}/undo", data={"in_text": "X1"})
    assert undone.status_code == 303
    assert record(reader, "N1")["state"] == "anchored"


def decision_form(client: TestClient, label: str) -> dict[str, str]:
    page = client.get(f"{PAGE}/X1/review").text
    part = page[page.index(f'<li id="{label}">') :]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', part[: part.index("</form>")]))


def test_a_place_that_is_confirmed_is_anchored_there(reader: TestClient) -> None:
    given_a_version(reader, NEW)
    answer = reader.post(f"{PAGE}/X1/review/N1", data=decision_form(reader, "N1") | {"decision": "confirm"})
    assert answer.status_code == 303, answer.text
    annotation = record(reader, "N1")
    assert (annotation["state"], annotation["exact"]) == ("anchored", "Mao asked Moscow twice. Stalin had long agreed")


def test_a_passage_is_put_elsewhere_or_nowhere(reader: TestClient) -> None:
    given_a_version(reader, NEW)
    elsewhere = {"decision": "elsewhere", "exact": "Kim reported it"}
    reader.post(f"{PAGE}/X1/review/N1", data=decision_form(reader, "N1") | elsewhere)
    assert record(reader, "N1")["start"] == NEW.index("Kim")
    reader.post(f"{PAGE}/X1/review/N2", data=decision_form(reader, "N2") | {"decision": "orphan"})
    assert record(reader, "N2")["state"] == "orphan"
    page = reader.get(f"{PAGE}/X1/review").text
    assert re.findall(r'<li id="(N\d)">', page) == ["N2"]
    assert 'data-passage="N2"' not in reader.get(f"{PAGE}/X1").text


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"decision": "elsewhere", "exact": "Stalin"}, "The text contains these words 2 times."),
        ({"decision": "elsewhere", "exact": "zzz"}, "The text does not contain these words."),
        ({"decision": "elsewhere", "exact": " "}, "Copy the passage from the text, to show where it is now."),
        ({"decision": "confirm", "place": "other.5"}, "The text has changed again."),
        ({"decision": "orphan", "revision": "1"}, "Read it again"),
    ],
)
def test_a_decision_that_cannot_be_kept_is_told(reader: TestClient, given: dict[str, str], told: str) -> None:
    given_a_version(reader, NEW)
    answer = reader.post(f"{PAGE}/X1/review/N1", data=decision_form(reader, "N1") | given)
    assert answer.status_code == 422
    assert told in answer.text
    assert record(reader, "N1")["state"] == "needs review"


def test_of_two_new_versions_that_meet_neither_is_lost(reader: TestClient) -> None:
    stale = {"revision": "1", "pasted": "Mine."}
    given_a_version(reader, NEW)
    answer = reader.post(f"{PAGE}/X1/version", data=stale)
    assert answer.status_code == 422
    assert "Mine." in answer.text
    assert "Somebody else has changed this text" in answer.text


def test_an_earlier_version_can_be_read_but_not_marked(reader: TestClient) -> None:
    before = record(reader, "X1")["versions"][-1]["sha256"]
    given_a_version(reader, NEW)
    page = reader.get(f"{PAGE}/X1?version={before}").text
    assert "This is an earlier version." in page
    assert "data-marking" not in page
    assert Reader(page).blocks == [WORDS]


def test_the_quotation_of_evidence_follows_its_passage_in_the_same_change(reader: TestClient) -> None:
    passage = "Mao asked Moscow. Stalin had agreed"
    etag = reader.get(f"{API}/records/E1", headers={"Accept": "application/json"}).headers["etag"]
    given = {"quotation": passage.replace(". ", ".\n"), "language": "en"}
    assert reader.patch(f"{API}/evidence/E1", json=given, headers={"If-Match": etag}).status_code == 200
    assert "The quotation above is not what the passage says" not in reader.get("/maps/debate/records/E1").text
    given_a_version(reader, WORDS.replace("Mao asked Moscow", "Mao had asked Moscow"))
    page = reader.get(f"{PAGE}/X1/review").text
    assert "Change the quotation of E1 to what the passage says now" in page
    form = {**decision_form(reader, "N1"), "decision": "confirm", "quotation.E1": "1"}
    answer = reader.post(f"{PAGE}/X1/review/N1", data=form)
    assert answer.status_code == 303, answer.text
    now = "Mao had asked Moscow. Stalin had agreed"
    assert record(reader, "N1")["exact"] == now
    assert record(reader, "E1")["quotation"] == now
    undone = reader.post(f"/maps/debate/changes/{number(answer)}/undo", data={"in_text": "X1"})
    assert undone.status_code == 303, undone.text
    assert record(reader, "E1")["quotation"] == given["quotation"]


def test_a_quotation_that_does_not_follow_is_told_to_differ(reader: TestClient) -> None:
    etag = reader.get(f"{API}/records/E1", headers={"Accept": "application/json"}).headers["etag"]
    given = {"quotation": "Mao asked Peking.", "language": "en"}
    assert reader.patch(f"{API}/evidence/E1", json=given, headers={"If-Match": etag}).status_code == 200
    assert "The quotation above is not what the passage says" in reader.get("/maps/debate/records/E1").text
