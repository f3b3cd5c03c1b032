"""What is sent compressed to browsers that ask for it, and what keeps its very bytes."""

import json

import pytest
from starlette.testclient import TestClient

from argument_maps.examples import read_korea_map as example

KOREA = "/maps/korea-1950"


@pytest.fixture
def korea(client: TestClient) -> TestClient:
    assert client.put(f"/api/v1{KOREA}", json=json.loads(example())).status_code == 201
    return client


@pytest.mark.parametrize("address", [KOREA, f"{KOREA}/ledger", "/static/styles/style.css"])
def test_pages_and_style_are_sent_compressed(korea: TestClient, address: str) -> None:
    answer = korea.get(address, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["vary"]
    plain = korea.get(address, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == answer.content


GZIP, PLAIN = {"Accept-Encoding": "gzip"}, {"Accept-Encoding": "identity"}
CLAIM = "/api/v1/maps/korea-1950/claims/P3"
KEPT = [f"{KOREA}.svg", f"{KOREA}.json", f"{KOREA}.csv", f"{KOREA}.md", f"{KOREA}.html", f"{KOREA}/ledger.json"]


@pytest.mark.parametrize("address", [*KEPT, "/api/v1/maps/korea-1950", "/api/v1/maps/korea-1950/claims"])
def test_pictures_and_json_are_sent_compressed_under_tags_of_their_own(korea: TestClient, address: str) -> None:
    packed, plain = korea.get(address, headers=GZIP), korea.get(address, headers=PLAIN)
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < len(plain.content) / 2
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert "Accept-Encoding" in packed.headers["vary"]
    assert "Accept-Encoding" in plain.headers["vary"]
    if "etag" in plain.headers:
        assert packed.headers["etag"] != plain.headers["etag"]
        for _ in range(2):
            again = korea.get(address, headers={**GZIP, "If-None-Match": packed.headers["etag"]})
            assert (again.status_code, again.headers["etag"]) == (304, packed.headers["etag"])
            again = korea.get(address, headers={**PLAIN, "If-None-Match": plain.headers["etag"]})
            assert (again.status_code, again.headers["etag"]) == (304, plain.headers["etag"])
            other = korea.get(address, headers={**PLAIN, "If-None-Match": packed.headers["etag"]})
            assert (other.status_code, other.headers["etag"]) == (200, plain.headers["etag"])


@pytest.mark.parametrize("address", [pytest.param(f"{KOREA}.png", marks=pytest.mark.soak), f"{KOREA}.pdf"])
def test_what_is_compressed_already_is_sent_as_it_is(korea: TestClient, address: str) -> None:
    answer = korea.get(address, headers=GZIP)
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("address", KEPT)
def test_a_picture_is_compressed_once(korea: TestClient, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = korea.get(address, headers=GZIP)
    monkeypatch.setattr("gzip.compress", None)
    monkeypatch.setattr("gzip.GzipFile", None)
    assert korea.get(address, headers=GZIP).headers == first.headers


def test_the_tag_of_a_compressed_answer_names_the_version_that_is_changed(korea: TestClient) -> None:
    long = {"note": "It was said so. " * 200}
    made = korea.patch(CLAIM, json=long, headers={"If-Match": korea.get(CLAIM).headers["etag"], **GZIP})
    assert made.headers["content-encoding"] == "gzip"
    assert made.headers["etag"].endswith('-gzip"')
    assert korea.patch(CLAIM, json={"note": "Or so."}, headers={"If-Match": made.headers["etag"]}).status_code == 200
    assert korea.patch(CLAIM, json={"note": "No."}, headers={"If-Match": made.headers["etag"]}).status_code == 412


@pytest.mark.parametrize(
    ("accepted", "taken"),
    [
        ("gzip", True),
        ("deflate, GZIP;q=0.5, br", True),
        ("*", True),
        ("gzip;q=0", False),
        ("gzip;q=0.000, *", False),
        ("*;q=0", False),
        ("br, deflate", False),
        ("", False),
        ("xgzip", False),
    ],
)
def test_only_who_takes_gzip_gets_it(korea: TestClient, accepted: str, taken: bool) -> None:
    for _ in range(2):
        answer = korea.get(f"{KOREA}.svg", headers={"Accept-Encoding": accepted})
        assert (answer.headers.get("content-encoding") == "gzip") == taken
