"""Maps as a client sees them."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from argument_maps.examples import read_korea_map

MAPS = "/api/v1/maps"
SMALL: dict[str, Any] = {
    "title": "A small map",
    "questions": [{"id": "Q1", "text": "Who began it?"}],
    "agents": [{"id": "shen", "name": "Shen Zhihua", "kind": "historian", "family": "Shen", "given": "Zhihua"}],
    "sources": [{"id": "S1", "type": "book", "title": "A book", "author": ["shen"], "issued": "2003"}],
    "claims": [
        {"id": "P1", "kind": "perception", "text": "They wanted it.", "answers": "Q1", "when": "1950"},
        {"id": "F1", "kind": "finding", "text": "They did not."},
    ],
    "evidence": [{"id": "E1", "summary": "A telegram.", "source": "S1", "locator": "p. 4"}],
    "links": [
        {"id": "L1", "premises": ["F1"], "relation": "tests", "target": "P1", "verdict": "contradicted"},
        {"id": "L2", "premises": ["E1"], "relation": "supports", "target": "F1"},
    ],
}


@pytest.fixture
def small(client: TestClient) -> str:
    answer = client.put(f"{MAPS}/small", json=SMALL)
    assert answer.status_code == 201, answer.text
    return "small"


def test_a_new_map_is_in_the_list_with_its_counts(client: TestClient, small: str) -> None:
    created = client.post(MAPS, json={"slug": "empty", "title": "Nothing yet"})
    assert created.status_code == 201
    assert created.headers["location"] == f"{MAPS}/empty"
    listed = client.get(MAPS).json()["items"]
    assert [(entry["slug"], entry["counts"].get("claim", 0)) for entry in listed] == [("empty", 0), (small, 2)]


def test_a_document_comes_back_as_it_was_put(client: TestClient, small: str) -> None:
    answer = client.get(f"{MAPS}/{small}")
    got = answer.json()
    for name, records in SMALL.items():
        if name == "title":
            assert got["title"] == records
            continue
        given = {record["id"]: record for record in records}
        returned = {record["id"]: record for record in got[name]}
        assert given.keys() == returned.keys()
        for label, record in given.items():
            assert record.items() <= returned[label].items()


def test_a_document_that_is_read_can_be_put_back_and_changes_nothing(client: TestClient, small: str) -> None:
    first = client.get(f"{MAPS}/{small}")
    put = client.put(f"{MAPS}/{small}", content=first.content, headers=_json(first.headers["etag"]))
    assert put.status_code == 200
    assert client.get(f"{MAPS}/{small}").content == first.content


def test_the_korea_map_goes_in_and_comes_out_whole(client: TestClient) -> None:
    assert client.put(f"{MAPS}/korea-1950", content=read_korea_map(), headers=_json()).status_code == 201
    got = client.get(f"{MAPS}/korea-1950").json()
    kinds = [claim.get("kind") for claim in got["claims"]]
    assert (kinds.count("perception"), kinds.count("finding")) == (13, 33)
    counts = {name: len(got[name]) for name in ("interpretations", "evidence", "links", "sources", "agents")}
    assert counts == {"interpretations": 23, "evidence": 31, "links": 124, "sources": 59, "agents": 44}


def test_a_map_that_is_refused_leaves_nothing(client: TestClient) -> None:
    broken = {**SMALL, "links": [{"id": "L1", "premises": ["F1"], "relation": "supports", "target": "nobody"}]}
    answer = client.put(f"{MAPS}/broken", json=broken)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/links/0/target"
    assert client.get(f"{MAPS}/broken").status_code == 404


def test_every_fault_of_a_document_is_named_with_its_place(client: TestClient) -> None:
    broken = {
        **SMALL,
        "claims": [{"id": "P1", "text": ""}, {"id": "P 2", "text": "x"}, {"id": "P3", "text": "x", "a": 1}],
    }
    answer = client.put(f"{MAPS}/broken", json=broken)
    assert answer.status_code == 422
    pointers = {entry["pointer"] for entry in answer.json()["errors"]}
    assert {"/claims/0/text", "/claims/1/id", "/claims/2/a"} <= pointers


def test_replacing_a_map_needs_the_version_it_replaces(client: TestClient, small: str) -> None:
    assert client.put(f"{MAPS}/{small}", json=SMALL).status_code == 428
    tag = client.get(f"{MAPS}/{small}").headers["etag"]
    assert client.put(f"{MAPS}/{small}", json={**SMALL, "title": "Two"}, headers={"If-Match": tag}).status_code == 200
    stale = client.put(f"{MAPS}/{small}", json={**SMALL, "title": "Three"}, headers={"If-Match": tag})
    assert stale.status_code == 412
    assert stale.json()["current"]["title"] == "Two"
    assert stale.headers["etag"] == client.get(f"{MAPS}/{small}").headers["etag"]


def test_a_client_may_ask_only_to_create(client: TestClient) -> None:
    only_new = {"If-None-Match": "*"}
    assert client.put(f"{MAPS}/new", json=SMALL, headers=only_new).status_code == 201
    assert client.put(f"{MAPS}/new", json=SMALL, headers=only_new).status_code == 412


def test_a_map_that_has_not_changed_is_not_sent_again(client: TestClient, small: str) -> None:
    tag = client.get(f"{MAPS}/{small}").headers["etag"]
    assert client.get(f"{MAPS}/{small}", headers={"If-None-Match": tag}).status_code == 304
    client.post(f"{MAPS}/{small}/tags", json={"text": "new"})
    assert client.get(f"{MAPS}/{small}", headers={"If-None-Match": tag}).status_code == 200


def test_the_maps_own_fields_change_without_its_records(client: TestClient, small: str) -> None:
    tag = client.get(f"{MAPS}/{small}").headers["etag"]
    changed = client.patch(f"{MAPS}/{small}", json={"title": "Renamed", "licence": "CC0"}, headers={"If-Match": tag})
    assert changed.status_code == 200
    got = client.get(f"{MAPS}/{small}").json()
    assert (got["title"], got["licence"], len(got["claims"])) == ("Renamed", "CC0", 2)


@pytest.mark.parametrize(
    "patch", [{"titel": "x"}, {"slug": "other"}, {"title": ""}, {"visibility": "hidden"}, {"title": None}]
)
def test_a_patch_that_makes_no_sense_is_refused(client: TestClient, small: str, patch: dict[str, Any]) -> None:
    tag = client.get(f"{MAPS}/{small}").headers["etag"]
    assert client.patch(f"{MAPS}/{small}", json=patch, headers={"If-Match": tag}).status_code == 422


def test_a_deleted_map_is_gone_and_comes_back(client: TestClient, small: str) -> None:
    before = client.get(f"{MAPS}/{small}")
    deleted = client.delete(f"{MAPS}/{small}", headers={"If-Match": before.headers["etag"]})
    assert deleted.status_code == 200
    assert client.get(f"{MAPS}/{small}").status_code == 404
    undone = client.post(f"{MAPS}/{small}/changes/{deleted.json()['change']}/undo")
    assert undone.status_code == 200, undone.text
    assert client.get(f"{MAPS}/{small}").json() == before.json()


def test_a_name_is_given_to_one_map_only(client: TestClient, small: str) -> None:
    assert client.post(MAPS, json={"slug": small, "title": "Another"}).status_code == 409


@pytest.mark.parametrize("order", ["slug", "title"])
def test_pages_of_maps_follow_one_another_without_gap_or_repeat(client: TestClient, order: str) -> None:
    for number in range(7):
        client.post(MAPS, json={"slug": f"map-{number}", "title": f"Title {number % 3}"})
    address, seen = f"{MAPS}?limit=3&order={order}", []
    while address:
        answer = client.get(address)
        seen += [(entry[order], entry["slug"]) for entry in answer.json()["items"]]
        address = answer.json()["next"]
        assert (f'<{address}>; rel="next"' == answer.headers.get("link")) or not address
    assert len(seen) == 7
    assert seen == sorted(set(seen))


def test_maps_are_found_by_their_titles(client: TestClient, small: str) -> None:
    client.post(MAPS, json={"slug": "percent", "title": "100% sure_"})
    assert [entry["slug"] for entry in client.get(MAPS, params={"title": "0% sure_"}).json()["items"]] == ["percent"]
    assert [entry["slug"] for entry in client.get(MAPS, params={"title": "small"}).json()["items"]] == [small]


def _json(tag: str | None = None) -> dict[str, str]:
    return {"Content-Type": "application/json", **({"If-Match": tag} if tag else {})}


def test_a_body_named_for_another_map_is_refused(client: TestClient) -> None:
    answer = client.put(f"{MAPS}/one", content=json.dumps({**SMALL, "slug": "two"}), headers=_json())
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/slug"
