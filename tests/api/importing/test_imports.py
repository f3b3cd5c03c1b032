"""Files come into a map: looked at first, then written as one change that is undone as one."""

import json
import re
from typing import Any

from starlette.testclient import TestClient

from tests.api.texts.text_reader import API

PAGE = "/maps/debate/import"
HTML = {"Accept": "text/html"}
SMALL: dict[str, Any] = {
    "format": "sicetnon/1",
    "title": "Small",
    "agents": [{"id": "A1", "name": "Nikita Khrushchev"}],
    "sources": [{"id": "S1", "type": "book", "title": "Khrushchev Remembers", "author": ["A1"], "issued": "1970"}],
    "claims": [{"id": "F1", "kind": "finding", "text": "The initiative was Kim’s."}],
    "evidence": [{"id": "E1", "summary": "Khrushchev says so.", "source": "S1"}],
    "links": [{"id": "L1", "premises": ["E1"], "relation": "supports", "target": "F1"}],
}


def send(client: TestClient, *documents: dict[str, Any], **fields: str) -> Any:
    """Return the answer to the form, with a file for each document."""
    files = [
        ("files", (f"map{number}.json", json.dumps(document).encode(), "application/json"))
        for number, document in enumerate(documents)
    ]
    return client.post(PAGE, data=fields, files=files, headers=HTML, follow_redirects=False)


def confirm(client: TestClient, preview: str, **choices: str) -> Any:
    """Return the answer to the form of a preview, sent on with these choices."""
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', preview))
    return client.post(
        PAGE,
        data={**hidden, "confirmed": "yes", **choices},
        files=[("none", ("", b""))],
        headers=HTML,
        follow_redirects=False,
    )


def read_document(client: TestClient) -> Any:
    return client.get(API, headers={"Accept": "application/json"}).json()


def test_nothing_is_written_before_it_is_confirmed_and_one_undo_takes_all_back(reader: TestClient) -> None:
    before = read_document(reader)
    preview = send(reader, SMALL)
    assert preview.status_code == 200
    assert "map0.json" in preview.text
    assert read_document(reader) == before
    done = confirm(reader, preview.text)
    assert done.status_code == 303, done.text
    after = read_document(reader)
    texts = {claim["text"] for claim in after["claims"]}
    assert "The initiative was Kim’s." in texts
    # Labels that are taken here are given anew, and what names them follows.
    new_source = next(source for source in after["sources"] if source["title"] == "Khrushchev Remembers")
    assert new_source["id"] != "S1"
    assert any(evidence["source"] == new_source["id"] for evidence in after["evidence"])
    change = re.search(r"done=(\d+)", done.headers["location"])
    assert change is not None
    undone = reader.post(f"{API}/changes/{change[1]}/undo", headers={"Accept": "application/json"})
    assert undone.status_code == 200, undone.text
    assert {name: read_document(reader)[name] for name in before if name != "version"} == {
        name: value for name, value in before.items() if name != "version"
    }


def test_what_comes_twice_is_there_once(reader: TestClient) -> None:
    assert confirm(reader, send(reader, SMALL).text).status_code == 303
    again = send(reader, SMALL)
    assert "0 records would be added or changed" in again.text
    done = confirm(reader, again.text)
    assert done.headers["location"].endswith("nothing=1")


def test_several_files_are_one_change_and_know_each_other(reader: TestClient) -> None:
    later = {**SMALL, "links": [], "evidence": [{"id": "E9", "summary": "On page 5.", "source": "S1"}]}
    done = confirm(reader, send(reader, SMALL, later).text)
    assert done.status_code == 303, done.text
    sources = [source for source in read_document(reader)["sources"] if source["title"] == "Khrushchev Remembers"]
    assert len(sources) == 1


def test_what_is_left_out_takes_with_it_what_needs_it(reader: TestClient) -> None:
    preview = send(reader, SMALL)
    done = confirm(reader, preview.text, **{"choice.0.S1": "omit"})
    assert done.status_code == 303
    after = read_document(reader)
    assert not any(evidence["summary"] == "Khrushchev says so." for evidence in after["evidence"])
    assert any(claim["text"] == "The initiative was Kim’s." for claim in after["claims"])


def test_a_file_that_cannot_be_read_is_named_with_what_to_do(reader: TestClient) -> None:
    answer = reader.post(PAGE, files=[("files", ("a.png", b"\x89PNG\r\n", "image/png"))], headers=HTML)
    assert answer.status_code == 422
    assert "a.png" in answer.text
    assert "is a picture" in answer.text
    assert "Choose a file." in reader.post(PAGE, data={"format": ""}, files=[("none", ("", b""))], headers=HTML).text


def test_a_map_that_changed_meanwhile_is_looked_at_again(reader: TestClient) -> None:
    preview = send(reader, SMALL)
    made = reader.post(f"{API}/claims", json={"kind": "finding", "text": "Meanwhile."})
    assert made.status_code == 201
    late = confirm(reader, preview.text)
    assert late.status_code == 409
    assert "changed while you were choosing" in late.text
    assert confirm(reader, late.text).status_code == 303


def test_a_program_asks_first_and_then_imports(reader: TestClient) -> None:
    body = json.dumps(SMALL).encode()
    asked = reader.post(f"{API}/import", params={"dry_run": True, "name": "s.json"}, content=body)
    assert asked.status_code == 200, asked.text
    assert asked.json()["change"] is None
    assert {record["status"] for record in asked.json()["records"]} == {"new"}
    done = reader.post(f"{API}/import", params={"why": "From the archive."}, content=body).json()
    assert {record["kind"] for record in done["change"]["revisions"]} == {"created"}
    assert done["format"] == "sicetnon"
    again = reader.post(f"{API}/import", params={"same": "add"}, content=body).json()
    assert {record["choice"] for record in again["records"]} == {"add"}
    refused = reader.post(f"{API}/import", content=b"\x89PNG")
    assert refused.status_code == 422
    assert refused.json()["remedy"]
