"""Two sources or agents that are here already are merged into one, by the API and on the pages."""

import re
from html import unescape
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.builders import a_scanned_debate

API = "/api/v1/maps/debate"
HIDDEN = re.compile(r'type="hidden" name="([^"]+)" value="([^"]*)"')


@pytest.fixture
def doubled(client: TestClient) -> TestClient:
    """The debate with a second observer, who holds F1, and a second source, which the evidence and a text name."""
    debate = a_scanned_debate()
    debate.agent("A2", "A. Observer", aliases=["The one who looked"], role="diplomat")
    debate.source("S2", "The telegram", author=["A2"], issued="1950", language="en")
    lists = debate.lists
    next(each for each in lists["claims"] if each["id"] == "F1")["held_by"] = ["A2", "observer"]
    lists["evidence"][0]["source"] = "S2"
    lists["texts"][1]["source"] = "S2"
    lists["stances"][0]["agent"] = "A2"
    made = client.put(API, json=lists, headers={"If-None-Match": "*"})
    assert made.status_code == 201, made.text
    client.follow_redirects = False
    return client


def read(client: TestClient, label: str) -> dict[str, Any]:
    answer: dict[str, Any] = client.get(f"{API}/records/{label}").json()
    return answer


def merge(client: TestClient, kept: str, other: str, *keep: str) -> Any:
    headers = {"If-Match": client.get(f"{API}/records/{kept}").headers["etag"]}
    return client.post(f"{API}/records/{kept}/merge", json={"other": other, "keep": list(keep)}, headers=headers)


def document(client: TestClient) -> Any:
    return client.get(API).json()


def test_two_agents_become_one_in_one_change_that_is_undone_as_one(doubled: TestClient) -> None:
    before = document(doubled)
    told = doubled.get(f"{API}/records/observer/merge", params={"other": "A2"}).json()
    assert told["fields"]["conflicts"] == [{"name": "name", "fields": ["name"]}]
    assert told["named_by"] == ["S2", "F1", "ST1"]
    done = merge(doubled, "observer", "A2", "name")
    assert done.status_code == 200, done.text
    assert len({revision["change"] for revision in done.json()["revisions"]}) == 1
    kept = read(doubled, "observer")
    assert (kept["name"], kept["aliases"], kept["role"]) == (
        "An Observer",
        ["The one who looked", "A. Observer"],
        "diplomat",
    )
    assert read(doubled, "F1")["held_by"] == ["observer"]
    assert (read(doubled, "S2")["author"], read(doubled, "ST1")["agent"]) == (["observer"], "observer")
    assert "Merged A2 into observer." in doubled.get("/maps/debate/history", headers={"Accept": "text/html"}).text
    undone = doubled.post(f"{API}/changes/{done.json()['change']}/undo")
    assert undone.status_code == 200
    assert document(doubled) == before
    assert read(doubled, "A2")["name"] == "A. Observer"


def test_the_id_of_the_one_that_went_leads_to_the_one_that_stays(doubled: TestClient) -> None:
    assert merge(doubled, "observer", "A2").status_code == 200
    for address in (f"{API}/records", f"{API}/agents"):
        onward = doubled.get(f"{address}/A2")
        assert (onward.status_code, onward.headers["location"]) == (307, f"{address}/observer")
    onward = doubled.get("/maps/debate/records/A2", headers={"Accept": "text/html"})
    assert (onward.status_code, onward.headers["location"]) == (307, "/maps/debate/records/observer")
    # Also where that one went in its turn; and what was never there is not there.
    assert merge(doubled, "historian", "observer", "name", "kind").status_code == 200
    assert doubled.get(f"{API}/records/A2").headers["location"] == f"{API}/records/historian"
    assert doubled.get(f"{API}/records/A3").status_code == 404
    assert doubled.delete(f"{API}/records/A2", headers={"If-Match": "*"}).status_code == 404


def test_two_sources_become_one_with_all_that_hangs_on_them(doubled: TestClient) -> None:
    assert merge(doubled, "S2", "S1", "title", "author").status_code == 200
    found = document(doubled)
    assert [source["id"] for source in found["sources"]] == ["S2"]
    named = [found["evidence"][0], *found["texts"], found["scans"][0], found["links"][1], found["stances"][0]]
    assert {record["source"] for record in named} == {"S2"}
    assert found["sources"][0]["available"] == "1995"


def test_what_would_come_from_itself_is_refused_in_words(doubled: TestClient) -> None:
    headers = {"If-Match": doubled.get(f"{API}/sources/S2").headers["etag"]}
    assert doubled.patch(f"{API}/sources/S2", json={"copy_of": "S1"}, headers=headers).status_code == 200
    before = document(doubled)
    refused = merge(doubled, "S1", "S2")
    assert refused.status_code == 409
    assert "a translation of itself" in refused.json()["detail"]
    assert document(doubled) == before


@pytest.mark.parametrize(("other", "status"), [("S1", 422), ("observer", 422), ("A9", 404)])
def test_what_cannot_stand_for_the_same_is_refused(doubled: TestClient, other: str, status: int) -> None:
    assert merge(doubled, "observer", other).status_code == status


def test_likely_doubles_are_listed(doubled: TestClient) -> None:
    assert {"record": "agent", "ids": ["A2", "observer"]} in doubled.get(f"{API}/doubles").json()["items"]
    page = doubled.get("/maps/debate/doubles", headers={"Accept": "text/html"}).text
    assert "/maps/debate/records/A2/merge?other=observer" in page
    assert "The name is the same, if its initials stand for the same names." in page


def test_two_records_are_compared_and_merged_on_the_page(doubled: TestClient) -> None:
    doubled.headers["Accept"] = "text/html"
    asked = doubled.get("/maps/debate/records/observer/merge").text
    assert "?other=A2" in asked
    shown = doubled.get("/maps/debate/records/observer/merge", params={"other": "A. Observer"})
    told = unescape(re.sub(r"<[^>]+>", " ", shown.text))
    assert "3 records refer to A2" in told
    assert re.search(r'name="keep\.name" value="yes" checked', shown.text)
    sent = dict(HIDDEN.findall(shown.text))
    done = doubled.post("/maps/debate/records/observer/merge", data={**sent, "keep.name": "no", "why": "The same man."})
    assert done.status_code == 303, done.text
    assert "record=observer" in done.headers["location"]
    doubled.headers["Accept"] = "application/json"
    assert read(doubled, "observer")["name"] == "A. Observer"
    assert read(doubled, "observer")["aliases"] == ["The one who looked", "An Observer"]


def test_a_choice_that_came_too_late_is_kept(doubled: TestClient) -> None:
    doubled.headers["Accept"] = "text/html"
    sent = {"other": "A2", "version": "99", "keep.name": "no"}
    late = doubled.post("/maps/debate/records/observer/merge", data=sent)
    assert late.status_code == 409
    assert "changed while you were choosing" in late.text
    assert re.search(r'name="keep\.name" value="no" checked', late.text)


def test_a_name_that_nothing_has_is_asked_again(doubled: TestClient) -> None:
    doubled.headers["Accept"] = "text/html"
    again = doubled.get("/maps/debate/records/observer/merge", params={"other": "Nobody"})
    assert again.status_code == 422
    assert 'value="Nobody"' in again.text
