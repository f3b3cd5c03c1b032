"""A map as it stood: every format and page at a moment, by its number or by the clock."""

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.builders import a_debate

API = "/api/v1/maps/debate"
FORMATS = ["svg", "dot", "json", "html", "md", "csv", "ledger.json", "ledger.html", "ledger.csv"]


def address(form: str) -> str:
    return f"/maps/debate/{form}" if form.startswith("ledger") else f"/maps/debate.{form}"


@pytest.fixture
def reader(client: TestClient) -> TestClient:
    """The debate, which is read in by change 1, given a claim by change 2, and has lost P1 by change 3 and on."""
    client.put(API, json=a_debate().lists, headers={"If-None-Match": "*"})
    client.post(f"{API}/claims", json={"text": "A later perception.", "kind": "perception", "id": "P7"})
    tag = client.get(f"{API}/claims/P1").headers["etag"]
    assert client.delete(f"{API}/claims/P1?with_dependents=true", headers={"If-Match": tag}).status_code == 200
    client.follow_redirects = False
    return client


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_shows_the_map_as_it_stood(reader: TestClient, form: str) -> None:
    first, second, now = (reader.get(address(form), params=at) for at in ({"at": 1}, {"at": 2}, {}))
    assert ["P1" in first.text, "P7" in first.text] == [True, False]
    assert ["P1" in second.text, "P7" in second.text] == [True, form != "csv" or "P7" in second.text]
    assert "P7" in now.text
    assert first.text != now.text


def test_what_stood_is_kept_for_good_and_the_present_is_not(reader: TestClient) -> None:
    for _ in range(2):
        kept = reader.get("/maps/debate.svg?at=2").headers["cache-control"]
        assert kept == "private, max-age=31536000, immutable"
    assert reader.get("/maps/debate.svg").headers["cache-control"] == "no-cache"


def test_a_later_change_leaves_what_stood_in_memory(reader: TestClient, app: FastAPI) -> None:
    before = reader.get("/maps/debate.svg?at=2")
    kept = len(app.state.pictures.cache)
    reader.post(f"{API}/tags", json={"text": "more"})
    assert reader.get("/maps/debate.svg?at=2").headers["etag"] == before.headers["etag"]
    assert len(app.state.pictures.cache) == kept


def test_a_moment_on_the_clock_leads_to_the_change_that_was_the_last_by_then(reader: TestClient) -> None:
    at = reader.get(f"{API}/revisions").json()["items"][1]["at"]
    led = reader.get("/maps/debate.svg", params={"at": at, "theme": "dark"})
    assert (led.status_code, led.headers["location"]) == (307, "/maps/debate.svg?at=2&theme=dark")
    assert led.headers["cache-control"] == "no-cache"
    assert reader.get("/maps/debate/outline", params={"at": at}).headers["location"] == "/maps/debate/outline?at=2"


def test_a_moment_before_the_map_is_not_found(reader: TestClient) -> None:
    early = reader.get("/maps/debate.svg?at=2001-01-01")
    assert early.status_code == 404
    assert "did not exist yet at that moment" in early.json()["detail"]
    assert reader.get("/maps/debate.svg?at=9999").json()["type"].endswith("unknown-moment")


@pytest.mark.parametrize("at", ["0", "yesterday", "2026-13-01", "99999999999", "2026-01-01T00:00:00+99:00"])
def test_what_is_no_moment_is_refused_in_words(reader: TestClient, at: str) -> None:
    refused = reader.get("/maps/debate.svg", params={"at": at})
    assert refused.status_code == 422
    assert "Write the number" in refused.text or "counted from 1" in refused.text


@pytest.mark.parametrize("page", ["", "/outline", "/ledger", "/records/P1", "/panels/P1", "/reading", "/embed"])
def test_pages_show_the_map_as_it_stood(reader: TestClient, page: str) -> None:
    shown = reader.get(f"/maps/debate{page}?at=2")
    assert shown.status_code == 200
    assert "P1" in shown.text
    assert reader.get(f"/maps/debate{page}").status_code == (404 if "P1" in page else 200)


@pytest.mark.parametrize("page", ["", "/outline", "/ledger", "/records/P1"])
def test_a_page_says_which_moment_it_shows_and_leads_to_the_present(reader: TestClient, page: str) -> None:
    told = reader.get(f"/maps/debate{page}?at=2").text
    assert "after change 2" in told
    assert f'href="/maps/debate{page}">Show the current map' in told
    assert "/add" not in told
    assert "/edit" not in told


def test_a_picture_of_the_past_leads_to_records_as_they_stood(reader: TestClient) -> None:
    assert "/maps/debate/moments/2/records/P1" in reader.get("/maps/debate.svg?at=2").text
    led = reader.get("/maps/debate/moments/2/records/P1")
    assert led.headers["location"] == "/maps/debate/records/P1?at=2"


def test_a_moment_is_one_document_with_who_and_when(reader: TestClient) -> None:
    told = reader.get(f"{API}/moments/2").json()
    assert told["document"] == reader.get("/maps/debate.json?at=2").json()
    assert (told["sequence"], told["change"], told["author"]) == (2, 2, None)
    assert told["at"].endswith("Z")
    last = reader.get(f"{API}/revisions").json()["items"][-1]
    ended = reader.get(f"{API}/moments/3").json()
    assert (ended["sequence"], ended["change"], last["change"]) == (last["sequence"], 3, 3)
