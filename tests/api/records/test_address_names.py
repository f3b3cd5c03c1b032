"""A name in addresses is read as it is meant by whoever sends it: programs, forms, files and copies."""

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.command_line.test_commands import run

MAPS = "/api/v1/maps"
LONG = "Who wanted the war of 1914 and why did so few of those who could have stopped it try to do so"


def send(client: TestClient, **body: Any) -> Any:
    return client.post(MAPS, json={"title": "T", **body})


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({"slug": "Korea_1950"}, "korea-1950"),
        ({"slug": " Été 1914 "}, "ete-1914"),
        ({"title": "Who wanted the war?"}, "who-wanted-the-war"),
        ({"title": LONG}, "who-wanted-the-war-of-1914-and-why-did-so-few-of-those-who"),
    ],
)
def test_the_api_makes_a_name_as_the_form_does(client: TestClient, body: dict[str, str], name: str) -> None:
    answer = send(client, **body)
    assert answer.status_code == 201, answer.text
    assert (answer.json()["slug"], answer.headers["location"]) == (name, f"{MAPS}/{name}")


def test_of_two_maps_with_one_title_the_second_gets_a_name_of_its_own(client: TestClient) -> None:
    assert [send(client, title="July 1914").json()["slug"] for _ in range(2)] == ["july-1914", "july-1914-2"]
    assert send(client, slug="July 1914").status_code == 409


@pytest.mark.parametrize("body", [{"slug": "七月"}, {"slug": "a" * 70}, {"title": "谁要战争?"}, {"slug": "!"}])
def test_what_can_be_no_name_is_refused_in_words(client: TestClient, body: dict[str, str]) -> None:
    answer = send(client, **body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/slug"
    assert "^" not in answer.text
    assert "[a-z" not in answer.text


@pytest.mark.parametrize(
    ("method", "address", "body"),
    [
        ("GET", f"{MAPS}/Korea_1950", None),
        ("POST", f"{MAPS}/one/claims", {"id": "1 2", "text": "x", "kind": "finding"}),
        ("POST", f"{MAPS}/one/evidence", {"summary": "x", "language": "german!"}),
        ("POST", f"{MAPS}/one/tags", {"text": "a\nb"}),
        ("GET", "/api/v1/search?q=x&map=A%20B", None),
        ("POST", f"{MAPS}/one/sources", {"title": "x", "url": "ftp://a b"}),
    ],
)
def test_no_refusal_tells_a_regular_expression(client: TestClient, method: str, address: str, body: Any) -> None:
    send(client, slug="one")
    answer = client.request(method, address, json=body)
    assert answer.status_code == 422, answer.text
    assert "^" not in answer.text
    assert "pattern" not in answer.text


def test_a_document_and_a_fork_may_be_called_as_they_are_written(client: TestClient) -> None:
    document = {"format": "sicetnon/1", "slug": "Korea_1950", "title": "T"}
    assert client.put(f"{MAPS}/korea-1950", json=document).status_code == 201
    forks = f"{MAPS}/korea-1950/forks"
    assert client.post(forks, json={"slug": "Group Two"}).json()["slug"] == "group-two"
    assert client.post(forks, json={"title": "The other side"}).json()["slug"] == "the-other-side"
    assert client.post(forks, json={}).json()["slug"] == "korea-1950-2"
    page = client.post("/maps/korea-1950/forks", data={"slug": "", "title": ""}, follow_redirects=False)
    assert page.headers["location"] == "/maps/korea-1950-3/history"


def test_a_document_that_says_something_twice_is_refused_with_its_place(client: TestClient) -> None:
    twice = '{"title":"T","claims":[{"id":"C1","kind":"finding","text":"first",\n"text":"second"}]}'
    headers = {"Content-Type": "application/json"}
    whole = client.put(f"{MAPS}/one", content=twice, headers=headers)
    assert whole.status_code == 422
    assert [each["pointer"] for each in whole.json()["errors"]] == ["/claims/0/text"]
    single = client.post(MAPS, content='{"slug":"a","title":"one",\n"title":"two"}', headers=headers)
    assert single.status_code == 400
    assert "“title” stands twice in one object, at line 2, column 1" in single.json()["detail"]
    assert client.get(MAPS).json()["items"] == []


def test_a_byte_order_mark_is_passed_over(client: TestClient) -> None:
    body = b"\xef\xbb\xbf" + json.dumps({"title": "T"}).encode()
    assert client.put(f"{MAPS}/one", content=body, headers={"Content-Type": "application/json"}).status_code == 201
    assert client.post(MAPS, content=body, headers={"Content-Type": "application/json"}).status_code == 201


def test_the_command_line_reads_names_as_they_are_meant(tmp_path: Path) -> None:
    file = tmp_path / "Korea 1950.json"
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps({"title": "T", "slug": "Korea_1950"}).encode())
    database = tmp_path / "maps.sqlite3"
    assert run("import", file, database=database).returncode == 0
    file.write_text(json.dumps({"title": "T"}))
    assert b"there is a map korea-1950 already" in run("import", file, database=database).stderr
    refused = run("import", file, "--slug", "七月", database=database)
    assert (refused.returncode, b"small letters" in refused.stderr) == (2, True)
    file.write_text('{"title": "T",\n "title": "U"}')
    told = run("import", file, database=database).stderr.decode()
    assert f"{file}:2:2: “title” stands twice" in told
