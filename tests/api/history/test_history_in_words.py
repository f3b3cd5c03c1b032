"""The history says in words what was changed: which record by its name, which field from what to what."""

import re
from html import unescape
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.builders import a_debate

API = "/api/v1/maps/debate"
HISTORY = "/maps/debate/history"


@pytest.fixture
def reader(client: TestClient) -> TestClient:
    assert client.put(API, json=a_debate().lists, headers={"If-None-Match": "*"}).status_code == 201
    client.follow_redirects = False
    client.headers["Accept"] = "text/html"
    return client


def patch(client: TestClient, plural: str, label: str, **fields: Any) -> None:
    address = f"{API}/{plural}/{label}"
    answer = client.patch(address, json=fields, headers={"If-Match": client.get(address).headers["etag"]})
    assert answer.status_code == 200, answer.text


def words(text: str) -> str:
    """Return a page as it is read, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def change(client: TestClient, number: int) -> str:
    """Return what the history says of a change."""
    return words(client.get(HISTORY).text.partition(f'id="change-{number}"')[2].partition("</tr>")[0])


def test_a_change_of_a_field_is_told_with_what_it_said_and_says(reader: TestClient) -> None:
    patch(reader, "claims", "F1", text="It was allowed.", certainty="high")
    told = change(reader, 2)
    assert "Changed F1 It was allowed." in told
    assert "Statement It said: It was not ordered. It says: It was allowed." in told
    assert "Certainty It said: unknown It says: high" in told


def test_what_a_field_names_is_told_by_name(reader: TestClient) -> None:
    patch(reader, "claims", "P1", held_by=["historian"], answers=None)
    told = change(reader, 2)
    assert "Held by It said: An Observer; A Historian It says: A Historian" in told
    assert "Question It said: Q1 What happened? nothing" in told
    patch(reader, "links", "L1", premises=["F1"])
    assert "It said: F1 It was not ordered.; F2 It was only allowed. It says: F1 It was not ordered." in change(
        reader, 3
    )


def test_a_link_is_told_by_the_names_of_its_ends_also_when_they_are_gone(reader: TestClient) -> None:
    made = reader.post(f"{API}/links", json={"premises": ["F2"], "relation": "supports", "target": "F1"})
    label = made.json()["id"]
    assert f"Created {label} F2 “It was only allowed” supports F1 “It was not ordered”" in change(reader, 2)
    address = f"{API}/records/F2"
    gone = reader.delete(f"{address}?with_dependents=true", headers={"If-Match": reader.get(address).headers["etag"]})
    assert gone.status_code == 200, gone.text
    told = change(reader, 3)
    assert "Deleted F2 It was only allowed." in told
    assert f"Deleted {label} F2 “It was only allowed” supports F1 “It was not ordered”" in told
    assert f"Created {label} F2 “It was only allowed” supports F1 “It was not ordered”" in change(reader, 2)


def test_long_texts_are_shortened_and_compared_word_by_word_where_that_is_wanted(reader: TestClient) -> None:
    long = "Whoever reads the telegrams of that summer one after the other sees how slowly it was decided. " * 20
    patch(reader, "claims", "F1", note=long + "It was ordered in May.")
    patch(reader, "claims", "F1", note=long + "It was ordered in June.")
    entry = reader.get(HISTORY).text.partition('id="change-3"')[2].partition("</tr>")[0]
    assert "<del>May</del><ins>June</ins>" in entry
    outside = re.sub(r"<details.*?</details>", "", entry, flags=re.DOTALL)
    assert "ordered in May." in outside
    assert len(words(outside)) < 600


def test_the_map_itself_is_told_of_field_by_field(reader: TestClient) -> None:
    etag = reader.get(API, headers={"Accept": "application/json"}).headers["etag"]
    assert reader.patch(API, json={"title": "Another debate"}, headers={"If-Match": etag}).status_code == 200
    assert "Changed the map’s own details Title It said: A debate It says: Another debate" in change(reader, 2)


def test_of_many_records_the_first_are_told_and_the_others_counted(reader: TestClient) -> None:
    claims = [{"text": f"Claim {number}.", "kind": "assertion"} for number in range(30)]
    assert reader.post(f"{API}/records", json={"claims": claims}).status_code == 201
    told = change(reader, 2)
    assert told.count("Created C") == 12
    assert "Created 18 more records" in told


def test_a_record_tells_its_own_history_in_words(reader: TestClient) -> None:
    patch(reader, "claims", "F1", text="It was allowed.")
    page = reader.get("/maps/debate/records/F1").text.partition('<section class="history">')[2]
    assert "Statement It said: It was not ordered. It says: It was allowed." in words(page)


def test_what_was_just_done_and_taken_back_is_said_by_name(reader: TestClient) -> None:
    patch(reader, "claims", "F1", text="It was allowed.")
    assert "Saved. Changed F1 It was allowed." in words(reader.get("/maps/debate?record=F1&done=2").text)
    undone = reader.post("/maps/debate/changes/2/undo", data={"record": "F1"}).headers["location"]
    assert "Undone. Changed F1 It was not ordered." in words(reader.get(undone).text)


def test_why_a_change_cannot_be_taken_back_is_said_by_name(reader: TestClient) -> None:
    made = reader.post(f"{API}/claims", json={"text": "A later finding.", "kind": "finding", "id": "F7"})
    assert made.status_code == 201
    reader.post(f"{API}/links", json={"premises": ["F7"], "relation": "tests", "target": "P1", "verdict": "contested"})
    refused = reader.post(f"{API}/changes/2/undo", headers={"Accept": "application/json"})
    assert refused.status_code == 409
    assert "“F7: A later finding.” is now needed by “L" in refused.json()["detail"]
    assert "F7 A later finding. → P1 It was ordered." in refused.json()["detail"]


def test_two_moments_and_two_maps_are_compared_by_name(reader: TestClient) -> None:
    assert reader.post(f"{API}/forks", json={"slug": "group"}).status_code == 201
    address = "/api/v1/maps/group/claims/P1"
    etag = reader.get(address, headers={"Accept": "application/json"}).headers["etag"]
    assert reader.patch(address, json={"held_by": ["historian"]}, headers={"If-Match": etag}).status_code == 200
    told = "Held by It said: An Observer; A Historian It says: A Historian"
    assert told in words(reader.get("/maps/debate/history/compare?with=group").text)
    assert told in words(reader.get("/maps/debate/merge/group").text)


def test_an_order_of_questions_is_told_as_one(reader: TestClient) -> None:
    assert reader.post(f"{API}/questions", json={"id": "Q2", "text": "And then?"}).status_code == 201
    address = f"{API}/question-order"
    headers = {"If-Match": reader.get(address, headers={"Accept": "application/json"}).headers["etag"]}
    assert reader.put(address, json={"questions": ["Q2", "Q1"]}, headers=headers).status_code == 200
    assert "Reordered: Q2 And then? Reordered: Q1 What happened?" in change(reader, 3)


def test_what_is_merged_is_offered_by_name(reader: TestClient) -> None:
    assert reader.post(f"{API}/forks", json={"slug": "group"}).status_code == 201
    group = "/api/v1/maps/group"
    reader.post(f"{group}/claims", json={"id": "F9", "text": "Found by the group.", "kind": "finding"})
    reader.post(f"{group}/links", json={"premises": ["F9"], "relation": "supports", "target": "F2"})
    told = words(reader.get("/maps/debate/merge/group").text)
    assert "F9 “Found by the group” supports F2 “It was only allowed”" in told
    assert "Also brings in F9 Found by the group." in told


def test_a_folded_record_is_named_among_the_filters(reader: TestClient) -> None:
    assert "Folded: F1 It was not ordered." in words(reader.get("/maps/debate?fold=F1").text)


def test_what_a_record_is_needed_by_is_said_by_name(reader: TestClient) -> None:
    address = f"{API}/records/Q1"
    refused = reader.delete(
        address, headers={"If-Match": reader.get(address).headers["etag"], "Accept": "application/json"}
    )
    assert refused.status_code == 409
    assert "“Q1: What happened?” is needed by “F1: It was not ordered.”" in refused.json()["detail"]


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("reading", "Begin with Q1 What happened?"),
        ("reading/Q1", "On to P1 It was ordered."),
        ("reading/P1", "Back to Q1 What happened?"),
    ],
)
def test_where_one_is_led_is_said_by_name(reader: TestClient, page: str, told: str) -> None:
    assert told in words(reader.get(f"/maps/debate/{page}").text)
