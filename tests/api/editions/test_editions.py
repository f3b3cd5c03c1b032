"""A published edition never changes, outlives its map, and any copy of it can be checked."""

import hashlib
import json
import re

import pytest
from starlette.testclient import TestClient

from argument_maps.formats.canonical_json import encode_canonical, parse_canonical_json
from tests.builders import a_debate

API = "/api/v1/maps/debate"
PAGE = "/maps/debate/editions"


@pytest.fixture
def published(client: TestClient) -> TestClient:
    """The debate with its first edition; then P1 gets a note."""
    client.put(API, json=a_debate().lists, headers={"If-None-Match": "*"})
    made = publish(client, note="As discussed in June.")
    assert (made.status_code, made.headers["location"]) == (201, f"{API}/editions/1")
    tag = client.get(f"{API}/claims/P1").headers["etag"]
    merge = {"If-Match": tag, "Content-Type": "application/merge-patch+json"}
    assert client.patch(f"{API}/claims/P1", json={"note": "Later."}, headers=merge).status_code == 200
    client.follow_redirects = False
    return client


def publish(client: TestClient, note: str = ""):  # type: ignore[no-untyped-def] # the client's own answer
    return client.post(f"{API}/editions", json={"note": note}, headers={"If-Match": client.get(API).headers["etag"]})


def test_an_edition_is_the_canonical_document_with_its_hash(published: TestClient) -> None:
    told = published.get(f"{API}/editions/1").json()
    document = published.get(f"{PAGE}/1.json")
    assert told["sha256"] == hashlib.sha256(document.content).hexdigest()
    assert encode_canonical(parse_canonical_json(document.content)) == document.content
    assert document.headers["etag"] == f'"{told["sha256"]}-gzip"'
    as_it_is = published.get(f"{PAGE}/1.json", headers={"Accept-Encoding": "identity"})
    assert as_it_is.headers["etag"] == f'"{told["sha256"]}"'
    assert json.loads(document.content) == published.get("/maps/debate.json?at=1").json()


def test_a_later_change_leaves_an_edition_alone_and_makes_another(published: TestClient) -> None:
    before = published.get(f"{PAGE}/1.json").content
    publish(published)
    listed = published.get(f"{API}/editions").json()["items"]
    assert [(each["number"], each["sequence"]) for each in listed] == [(2, 2), (1, 1)]
    assert listed[0]["sha256"] != listed[1]["sha256"]
    assert published.get(f"{PAGE}/1.json").content == before


def test_deleting_the_map_leaves_its_editions(published: TestClient) -> None:
    kept = [published.get(f"{PAGE}/1{ending}").content for ending in (".json", ".svg")]
    assert published.delete(API, headers={"If-Match": published.get(API).headers["etag"]}).status_code == 200
    assert [published.get(f"{PAGE}/1{ending}").content for ending in (".json", ".svg")] == kept
    assert published.get(f"{PAGE}/1").status_code == published.get(PAGE).status_code == 200
    assert "Publish the current map" not in published.get(PAGE).text


def test_a_new_map_under_an_old_name_counts_on(published: TestClient) -> None:
    published.delete(API, headers={"If-Match": published.get(API).headers["etag"]})
    published.post("/api/v1/maps", json={"slug": "debate", "title": "Another"})
    assert publish(published).json()["number"] == 2


@pytest.mark.parametrize("ending", ["svg", "json"])
def test_an_edition_is_kept_for_good(published: TestClient, ending: str) -> None:
    answer = published.get(f"{PAGE}/1.{ending}")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"
    again = published.get(f"{PAGE}/1.{ending}", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_an_edition_has_no_other_formats_and_numbers(published: TestClient) -> None:
    assert [published.get(f"{PAGE}/{name}").status_code for name in ("1.exe", "2", "2.json")] == [404, 404, 404]
    assert published.get("/maps/nothing/editions").status_code == 404


def test_the_page_cites_the_edition_in_every_style_with_hash_and_address(published: TestClient) -> None:
    told = published.get(f"{PAGE}/1").text
    sha256 = published.get(f"{API}/editions/1").json()["sha256"]
    assert told.count(f"edition 1, SHA-256 {sha256[:16]}") >= 5
    assert f"sicetnon verify debate-edition-1.json --hash {sha256}" in told
    assert told.count("http://testserver/maps/debate/editions/1") >= 7
    assert 'id="o-P1"' in told
    assert "/maps/debate/editions/1#o-P1" in told
    assert "Later." not in told


def test_a_map_leads_to_its_editions_where_it_is_cited(published: TestClient) -> None:
    assert 'href="/maps/debate/editions/1"' in published.get("/maps/debate").text


def test_an_edition_is_published_on_the_page_unless_the_map_has_moved_on(published: TestClient) -> None:
    form = published.get(PAGE).text
    version = re.search(r'name="version" value="(\d+)"', form)
    assert version
    late = published.post(PAGE, data={"version": "1", "note": "Kept."})
    assert (late.status_code, 'value="Kept."' in late.text) == (409, True)
    wanted = {"version": version[1], "note": "Second."}
    assert "This cannot be undone" in published.post(PAGE, data=wanted).text
    made = published.post(PAGE, data={**wanted, "sure": "yes"})
    assert made.headers["location"] == f"{PAGE}/2"
    assert "There is a later edition" in published.get(f"{PAGE}/1").text


def test_a_map_that_was_changed_meanwhile_is_not_published(published: TestClient) -> None:
    assert published.post(f"{API}/editions", json={}).status_code == 428
    assert published.post(f"{API}/editions", json={}, headers={"If-Match": '"1.1"'}).status_code == 412
