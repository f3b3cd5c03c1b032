"""The authors of a map through its life: written, changed, cited, published, undone, sent out and brought in."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

MAP = "/api/v1/maps/war"
WEBER = {"name": "Anna Weber", "family": "Weber", "given": "Anna", "orcid": "0000-0002-1825-0097"}
SHEN = {"name": "Shen Zhihua", "family": "Shen", "given": "Zhihua"}
BODY = {"name": "Seminar for History, Bonn", "kind": "body"}
WEBER_KEPT = {**WEBER, "orcid": "https://orcid.org/0000-0002-1825-0097"}
IRI = "https://orcid.org/0000-0002-1825-0097"


@pytest.fixture
def war(client: TestClient) -> str:
    made = client.post("/api/v1/maps", json={"slug": "war", "title": "Who wanted war?", "authors": [WEBER, BODY]})
    assert made.status_code == 201
    assert [each["name"] for each in made.json()["authors"]] == ["Anna Weber", "Seminar for History, Bonn"]
    return str(made.headers["ETag"])


def cited(client: TestClient, path: str = f"{MAP}/citation") -> str:
    return str(client.get(path, params={"style": "chicago-notes"}).json()["items"][0]["bibliography"]["text"])


def names(client: TestClient, path: str = MAP) -> list[str]:
    return [each["name"] for each in client.get(path).json().get("authors", [])]


def patch(client: TestClient, body: dict[str, Any]) -> Any:
    return client.patch(MAP, json=body, headers={"If-Match": client.get(MAP).headers["ETag"]})


@pytest.mark.usefixtures("war")
def test_authors_are_kept_in_their_order_and_stand_in_every_citation(client: TestClient) -> None:
    assert cited(client).startswith("Weber, Anna, and Seminar for History, Bonn. “Who wanted war?” Sic et Non.")
    bib, ris, csl = (client.get(f"{MAP}/citation.{extension}").text for extension in ("bib", "ris", "json"))
    assert "author = {Weber, Anna and {Seminar for History, Bonn}}" in bib
    assert "AU  - Weber, Anna\r\nAU  - Seminar for History Bonn\r\n" in ris
    assert '"literal": "Seminar for History, Bonn"' in csl
    assert patch(client, {"authors": [SHEN, WEBER]}).status_code == 200
    assert names(client) == ["Shen Zhihua", "Anna Weber"]
    assert cited(client).startswith("Shen Zhihua and Anna Weber. “Who wanted war?”")
    assert client.get("/api/v1/maps").json()["items"][0]["authors"][1]["orcid"] == IRI


def test_a_map_without_authors_is_cited_by_its_title_and_the_program_is_nobody(client: TestClient) -> None:
    assert client.post("/api/v1/maps", json={"slug": "war", "title": "Who wanted war?"}).status_code == 201
    assert cited(client).startswith("“Who wanted war?” Sic et Non. Argument map")
    for extension in ("bib", "ris", "json"):
        assert "local" not in client.get(f"{MAP}/citation.{extension}").text


def test_a_document_comes_out_with_its_authors_and_goes_in_to_the_byte(client: TestClient, war: str) -> None:
    written = client.get(MAP)
    assert written.json()["authors"] == [{**WEBER, "orcid": IRI}, BODY]
    headers = {"If-Match": war, "Content-Type": "application/json"}
    assert client.put(MAP, content=written.content, headers=headers).status_code == 200
    assert client.get(MAP).content == written.content
    assert client.get(f"{MAP}/moments/2").json()["document"]["authors"] == written.json()["authors"]


@pytest.mark.usefixtures("war")
def test_authors_are_part_of_the_history_and_of_what_it_brings_back(client: TestClient) -> None:
    assert patch(client, {"authors": [SHEN], "title": "War"}).status_code == 200
    told = client.get(f"{MAP}/revisions/2").json()
    assert [each["name"] for each in told["before"]["authors"]] == ["Anna Weber", "Seminar for History, Bonn"]
    assert [each["name"] for each in told["after"]["authors"]] == ["Shen Zhihua"]
    assert client.post(f"{MAP}/changes/2/undo").status_code == 200
    assert names(client) == ["Anna Weber", "Seminar for History, Bonn"]
    restored = client.post(f"{MAP}/moments/2/restore", headers={"If-Match": client.get(MAP).headers["ETag"]})
    assert restored.status_code == 200
    assert names(client) == ["Shen Zhihua"]


def test_an_edition_fixes_its_authors_for_good(client: TestClient, war: str) -> None:
    made = client.post(f"{MAP}/editions", json={}, headers={"If-Match": war})
    assert made.status_code == 201, made.text
    assert patch(client, {"authors": [SHEN]}).status_code == 200
    assert client.delete(MAP, headers={"If-Match": client.get(MAP).headers["ETag"]}).status_code == 200
    page = client.get("/maps/war/editions/1").text
    assert "Weber, Anna, and Seminar for History, Bonn. “Who wanted war?”" in page
    assert "Shen Zhihua" not in page
    assert names(client, "/maps/war/editions/1.json") == ["Anna Weber", "Seminar for History, Bonn"]


@pytest.mark.parametrize(
    ("authors", "place", "words"),
    [
        ([{**WEBER, "orcid": "0000-0002-1825-0098"}], "/authors/0/orcid", "mistyped"),
        ([BODY, {**BODY, "family": "Bonn"}], "/authors/1", "A body has one name"),
        ([{"name": "Anna", "given": "A"}], "/authors/0", "family name"),
        ([{"name": "Anna", "orcId": "x"}], "/authors/0/orcId", ""),
        ([{"name": ""}], "/authors/0/name", ""),
        ("Anna", "/authors", ""),
    ],
)
def test_authors_that_cannot_be_are_refused_with_their_place(
    client: TestClient, war: str, authors: Any, place: str, words: str
) -> None:
    document = {"title": "Who wanted war?", "authors": authors}
    answers = [patch(client, {"authors": authors}), client.put(MAP, json=document, headers={"If-Match": war})]
    answers.append(client.post("/api/v1/maps", json={**document, "slug": "other"}))
    for answer in answers:
        assert answer.status_code == 422
        assert any(each["pointer"].endswith(place) and words in each["detail"] for each in answer.json()["errors"])
    assert names(client) == ["Anna Weber", "Seminar for History, Bonn"]


def version(client: TestClient, slug: str) -> dict[str, str]:
    return {"If-Match": client.get(f"/api/v1/maps/{slug}").headers["ETag"]}


def test_a_fork_names_the_authors_of_what_it_was_made_of_and_has_authors_of_its_own(client: TestClient) -> None:
    body = {"slug": "debate", "title": "Who began?", "authors": [WEBER_KEPT]}
    assert client.post("/api/v1/maps", json=body).status_code == 201
    for origin, slug in (("debate", "second"), ("second", "third")):
        assert client.post(f"/api/v1/maps/{origin}/forks", json={"slug": slug}).status_code == 201
    forebear = {"title": "Who began?", "authors": [WEBER_KEPT]}
    for slug in ("second", "third"):
        assert client.get(f"/api/v1/maps/{slug}").json()["forebears"] == [forebear]
        assert "authors" not in client.get(f"/api/v1/maps/{slug}").json()
    assert client.patch(
        "/api/v1/maps/second", json={"authors": [{"name": "Plato"}]}, headers=version(client, "second")
    ).is_success
    assert client.post("/api/v1/maps/second/forks", json={"slug": "fourth"}).status_code == 201
    plato = {"title": "Who began?", "authors": [{"name": "Plato"}]}
    assert client.get("/api/v1/maps/fourth").json()["forebears"] == [forebear, plato]
    [item] = client.get("/api/v1/maps/second/citation?style=chicago-notes").json()["items"]
    assert item["bibliography"]["text"].startswith("Plato. “Who began?” Sic et Non. Argument map second, version 2")
    assert "after Anna Weber, “Who began?”" in item["bibliography"]["text"]
    assert "Anna Weber" in client.get("/maps/second/about").text
    # A fork goes out and in with whom it was made after.
    written = client.get("/api/v1/maps/fourth")
    headers = {"Content-Type": "application/json"}
    put = client.put("/api/v1/maps/again", content=written.text.replace('"fourth"', '"again"'), headers=headers)
    assert put.status_code == 201
    assert client.get("/api/v1/maps/again").json()["forebears"] == [forebear, plato]
    # What is merged back changes no authors.
    assert client.post("/api/v1/maps/second/tags", json={"id": "T1", "text": "new"}).status_code == 201
    headers = version(client, "debate")
    merged = client.post("/api/v1/maps/debate/merges/second", json={"take": ["T1"]}, headers=headers)
    assert merged.status_code in (200, 201), merged.text
    assert [each["name"] for each in client.get("/api/v1/maps/debate").json()["authors"]] == ["Anna Weber"]
