"""What is sent compressed to browsers that ask for it, and what keeps its very bytes."""

import json

import pytest
from starlette.testclient import TestClient

from argument_maps.examples import korea as example

KOREA = "/maps/korea-1950"


@pytest.fixture
def korea(client: TestClient) -> TestClient:
    assert client.put(f"/api/v1{KOREA}", json=json.loads(example())).status_code == 201
    return client


@pytest.mark.parametrize("address", [KOREA, f"{KOREA}/ledger", "/static/style.css"])
def test_pages_and_style_are_sent_compressed(korea: TestClient, address: str) -> None:
    answer = korea.get(address, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["vary"]
    plain = korea.get(address, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == answer.content


@pytest.mark.parametrize(
    "address", [f"{KOREA}.svg", f"{KOREA}.json", f"{KOREA}.csv", "/api/v1/maps/korea-1950/claims/P3"]
)
def test_what_has_an_etag_of_its_bytes_is_sent_as_it_is(korea: TestClient, address: str) -> None:
    answer = korea.get(address, headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in answer.headers
    assert answer.headers["etag"].startswith('"')
