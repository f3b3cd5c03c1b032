"""Forks, merges, comparisons and restoring in the API."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from api.http.pagination import read_cursor
from models import changes
from models.engine import writing
from models.vocabulary import Visibility
from tests.api.people import browser, server
from tests.builders import a_debate

API = "/api/v1/maps/debate"
FORK = "/api/v1/maps/group"


@pytest.fixture
def forked(client: TestClient) -> TestClient:
    """The debate and its fork, which has a finding F9 of its own and says more of P1."""
    client.put(API, json=a_debate().lists, headers={"If-None-Match": "*"})
    made = client.post(f"{API}/forks", json={"slug": "group"})
    assert (made.status_code, made.headers["location"], made.json()["title"]) == (201, FORK, "A debate")
    client.post(f"{FORK}/claims", json={"id": "F9", "text": "New.", "kind": "finding"})
    change(client, FORK, "P1", {"note": "Looked up."})
    return client


def change(client: TestClient, api: str, label: str, patch: dict[str, Any]) -> None:
    headers = {"If-Match": client.get(f"{api}/claims/{label}").headers["etag"]}
    headers["Content-Type"] = "application/merge-patch+json"
    assert client.patch(f"{api}/claims/{label}", json=patch, headers=headers).status_code == 200


def version(client: TestClient) -> dict[str, str]:
    return {"If-Match": client.get(API).headers["etag"]}


def test_a_fork_knows_its_origin_and_the_origin_its_forks(forked: TestClient) -> None:
    assert forked.get(f"{FORK}/forks").json() == {
        "origin": {"slug": "debate", "sequence": 1},
        "forks": [],
        "next": None,
    }
    listed = forked.get(f"{API}/forks").json()
    assert (listed["origin"], [each["slug"] for each in listed["forks"]]) == (None, ["group"])


def test_a_fork_cannot_take_a_name_that_is_taken(forked: TestClient) -> None:
    assert forked.post(f"{API}/forks", json={"slug": "group"}).status_code == 409
    assert forked.post(f"{API}/forks", json={"slug": "late", "at": 99}).status_code == 404


def test_differences_say_what_each_side_says(forked: TestClient) -> None:
    told = forked.get(f"{API}/merges/group").json()["differences"]
    assert [(each["id"], each["sort"], each["record"], each["credit"]) for each in told] == [
        ("F9", "added", "claim", None),
        ("P1", "changed", "claim", None),
    ]
    assert told[1]["theirs"]["note"] == "Looked up."
    assert "note" not in told[1]["base"]
    assert told[1]["ours"] == told[1]["base"]


def test_a_merge_names_the_version_that_it_changes(forked: TestClient) -> None:
    assert forked.post(f"{API}/merges/group", json={"take": []}).status_code == 428
    stale = forked.post(f"{API}/merges/group", json={"take": []}, headers={"If-Match": '"1.99"'})
    assert stale.status_code == 412


def test_what_is_taken_is_answered_and_what_is_left_is_not_offered_again(forked: TestClient) -> None:
    done = forked.post(f"{API}/merges/group", json={"take": ["F9"]}, headers=version(forked))
    assert done.status_code == 200
    answer = done.json()
    assert answer["change"] == 2
    assert [(each["label"], each["credit"]) for each in answer["revisions"]] == [("F9", None)]
    assert (answer["labels"], answer["along"], answer["kept"]) == ({}, {}, {})
    as_it_is = forked.get(API, headers={"Accept-Encoding": "identity"})
    assert done.headers["etag"] == as_it_is.headers["etag"]
    assert forked.get(f"{API}/merges/group").json()["differences"] == []


@pytest.mark.parametrize(("keep", "certainty"), [({}, "low"), ({"P1": ["certainty"]}, "high")])
def test_what_only_one_side_changed_is_merged_and_what_both_did_is_chosen(
    forked: TestClient, keep: dict[str, list[str]], certainty: str
) -> None:
    for address, patch in ((API, {"certainty": "high", "text": "Ours."}), (FORK, {"certainty": "low"})):
        claim = f"{address}/claims/P1"
        headers = {"If-Match": forked.get(claim).headers["etag"]}
        assert forked.patch(claim, json=patch, headers=headers).status_code == 200
    [difference] = [each for each in forked.get(f"{API}/merges/group").json()["differences"] if each["id"] == "P1"]
    assert difference["sort"] == "contested"
    assert difference["fields"] == {
        "theirs": ["note"],
        "ours": ["text"],
        "joined": [],
        "conflicts": [{"name": "certainty", "fields": ["certainty"]}],
    }
    done = forked.post(f"{API}/merges/group", json={"take": ["P1"], "keep": keep}, headers=version(forked))
    assert done.status_code == 200
    merged = forked.get(f"{API}/claims/P1").json()
    assert (merged["text"], merged["note"], merged["certainty"]) == ("Ours.", "Looked up.", certainty)
    assert forked.get(f"{API}/merges/group").json()["differences"] == []


def test_maps_without_a_common_past_are_told_apart(forked: TestClient) -> None:
    forked.post("/api/v1/maps", json={"slug": "other", "title": "Other"})
    assert forked.get(f"{API}/merges/other").status_code == 409
    assert forked.get(f"{API}/merges/nothing").status_code == 404


def test_two_moments_and_two_maps_are_compared_alike(forked: TestClient) -> None:
    within = forked.get(f"{FORK}/comparison?from=1&to=3").json()
    between = forked.get(f"{API}/comparison?with=group").json()
    assert [each["id"] for each in within["added"]] == ["F9"]
    assert within["changed"] == [
        {"id": "P1", "record": "claim", "fields": [{"name": "note", "before": "", "after": "Looked up."}]}
    ]
    assert (between["added"], between["changed"]) == (within["added"], within["changed"])


def test_a_comparison_takes_moments_on_the_clock(forked: TestClient) -> None:
    at = forked.get(f"{FORK}/revisions").json()["items"][1]["at"]
    told = forked.get(f"{FORK}/comparison", params={"from": at}).json()
    assert (told["added"], [each["id"] for each in told["changed"]]) == ([], ["P1"])


def test_a_map_and_a_record_are_restored(forked: TestClient) -> None:
    restored = forked.post(f"{FORK}/moments/1/records/P1/restore")
    assert [each["label"] for each in restored.json()["revisions"]] == ["P1"]
    assert forked.post(f"{FORK}/moments/1/records/P1/restore").status_code == 409
    tag = {"If-Match": forked.get(FORK).headers["etag"]}
    whole = forked.post(f"{FORK}/moments/1/restore", headers=tag)
    assert [(each["label"], each["kind"]) for each in whole.json()["revisions"]] == [("F9", "deleted")]
    assert forked.post(f"{FORK}/moments/1/restore", headers=tag).status_code == 412
    undone = forked.post(f"{FORK}/changes/{whole.json()['change']}/undo")
    assert undone.status_code == 200
    assert forked.get(f"{FORK}/claims/F9").status_code == 200


def test_a_place_in_the_list_of_forks_tells_of_none_that_is_hidden(database_url: str) -> None:
    with server(database_url) as app:
        with writing(app.state.engine) as session:
            document = a_debate().document().model_copy(update={"visibility": Visibility.PUBLIC})
            origin = changes.replace_map(session, "pub", document, version=None, author="x")
            for slug in ("a", "b", "c", "d"):
                shown = Visibility.PUBLIC if slug in "ad" else Visibility.PRIVATE
                changes.fork_map(session, origin, slug, title=f"Fork {slug}", visibility=shown, author="x")
        reader = browser(app)
        first = reader.get("/api/v1/maps/pub/forks?limit=1").json()
        assert [each["slug"] for each in first["forks"]] == ["a"]
        cursor = parse_qs(urlsplit(first["next"]).query)["cursor"][0]
        assert read_cursor(cursor, "forks", str, int) == ["a", 1]
        rest = reader.get(first["next"]).json()
        assert ([each["slug"] for each in rest["forks"]], rest["next"]) == (["d"], None)
