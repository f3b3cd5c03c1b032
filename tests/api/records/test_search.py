"""Search as a client sees it."""

import pytest
from starlette.testclient import TestClient

from argument_maps.examples import read_korea_map
from tests.builders import MapBuilder, a_debate

SEARCH = "/api/v1/search"


@pytest.fixture
def library(client: TestClient) -> TestClient:
    client.put("/api/v1/maps/korea-1950", content=read_korea_map(), headers={"Content-Type": "application/json"})
    client.put(
        "/api/v1/maps/second",
        json={"title": "Second", "agents": [{"id": "A1", "name": "Ёлкин"}, {"id": "A2", "name": "Jiří Café"}]},
    )
    return client


@pytest.mark.parametrize(
    ("words", "map_", "label"),
    [
        ("елкин", "second", "A1"),
        ("JIRI cafe", "second", "A2"),
        ("Stalin", "korea-1950", "stalin"),
        ("沈志华", "korea-1950", "shen-zhihua"),
    ],
)
def test_records_are_found_in_every_script(library: TestClient, words: str, map_: str, label: str) -> None:
    found = library.get(SEARCH, params={"q": words, "limit": 50}).json()["items"]
    assert (map_, label) in [(hit["map"], hit["id"]) for hit in found]
    hit = next(hit for hit in found if hit["id"] == label)
    assert hit["matches"], "the passage says where"
    assert library.get(hit["address"]).status_code == 200


def test_pages_of_hits_follow_one_another(library: TestClient) -> None:
    first = library.get(SEARCH, params={"q": "Soviet", "limit": 200}).json()
    address, seen = f"{SEARCH}?q=Soviet&limit=3", []
    while address:
        page = library.get(address).json()
        assert page["total"] == first["total"]
        seen += [(hit["map"], hit["id"]) for hit in page["items"]]
        address = page["next"]
    assert seen == [(hit["map"], hit["id"]) for hit in first["items"]]
    assert len(seen) > 3


def test_search_is_narrowed_by_map_and_kind(library: TestClient) -> None:
    found = library.get(SEARCH, params={"q": "Stalin", "kind": ["agent"], "map": "korea-1950"}).json()["items"]
    assert {hit["record"] for hit in found} == {"agent"}
    assert library.get(SEARCH, params={"q": "Stalin", "map": "second"}).json()["total"] == 0


@pytest.mark.parametrize("words", ['"', "'; DROP TABLE record; --", "AND OR NOT", "*", "a:b", "(", "\\", "%", "NEAR("])
def test_no_query_is_an_error_of_the_database(library: TestClient, words: str) -> None:
    assert library.get(SEARCH, params={"q": words}).status_code == 200


def test_a_deleted_record_is_not_found_until_it_comes_back(library: TestClient) -> None:
    gone = library.delete("/api/v1/maps/second/agents/A1", headers={"If-Match": "*"}).json()["change"]
    assert library.get(SEARCH, params={"q": "Ёлкин"}).json()["total"] == 0
    library.post(f"/api/v1/maps/second/changes/{gone}/undo")
    assert library.get(SEARCH, params={"q": "Ёлкин"}).json()["total"] == 1


def test_a_text_is_found_by_what_its_present_version_says(client: TestClient) -> None:
    letter = "He has refused it.\n\n斯大林 wrote that the Пхеньян garrison was ready, and he signed it Fyn Si."
    built = MapBuilder().text("X1", "A draft that nobody kept.", letter, title="A letter")
    assert client.put("/api/v1/maps/letters", json=built.lists).status_code == 201
    for words in ("garrison", "斯大林", "пхеньян", "Letter signed"):
        found = client.get(SEARCH, params={"q": words}).json()["items"]
        assert [hit["id"] for hit in found] == ["X1"], words
    (hit,) = client.get(SEARCH, params={"q": "garrison"}).json()["items"]
    assert [hit["passage"][start:end] for start, end in hit["matches"]] == ["garrison"]
    assert client.get(SEARCH, params={"q": "nobody"}).json()["items"] == []


def test_a_passage_is_found_by_its_quotation(client: TestClient) -> None:
    assert client.put("/api/v1/maps/debate", json=a_debate().lists).status_code == 201
    found = client.get(SEARCH, params={"q": "telegram", "kind": "annotation"}).json()["items"]
    assert [hit["id"] for hit in found] == ["N1"]
