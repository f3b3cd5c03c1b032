"""A record is copied, here or into another map."""

import pytest
from starlette.testclient import TestClient

from tests.api.copying import API, copy, labels, record
from tests.builders import MapBuilder, a_debate

OTHER = "/api/v1/maps/other"


@pytest.fixture
def owner(client: TestClient) -> TestClient:
    debate = a_debate().lists
    debate["evidence"][0] |= {"selectors": [{"type": "TextQuoteSelector", "exact": "so"}], "locator": "fol. 3"}
    debate["sources"][0] |= {"csl": {"archive": "RGANI"}}
    assert client.put(API, json=debate, headers={"If-None-Match": "*"}).status_code == 201
    other = MapBuilder("The other map").agent("X1", "A Historian").lists
    assert client.put(OTHER, json=other, headers={"If-None-Match": "*"}).status_code == 201
    client.follow_redirects = False
    client.headers["Accept"] = "text/html"
    return client


@pytest.mark.parametrize("label", ["P1", "F1", "I1", "E1", "Q1", "ST1"])
def test_a_copy_says_all_that_the_record_says_under_an_id_of_its_own(owner: TestClient, label: str) -> None:
    made = copy(owner, f"/maps/debate/records/{label}/copy", all_the_same=record(owner, label).get("text", ""))
    assert made.status_code == 303, made.text
    new = made.headers["location"].partition("record=")[2].partition("&")[0]
    assert new != label
    assert record(owner, new) == record(owner, label)
    assert f"Copied from {label}." in owner.get("/maps/debate/history").text


def test_a_copy_has_the_links_that_were_chosen_and_no_others(owner: TestClient) -> None:
    before = labels(owner, API, "links")
    page = owner.get("/maps/debate/records/F1/copy").text
    assert 'name="links.L1"' in page
    assert copy(owner, "/maps/debate/records/F1/copy", text="A copy.", **{"links.L1": "yes"}).status_code == 303
    made = [each for each in labels(owner, API, "links") if each not in before]
    assert len(made) == 1
    link, old = record(owner, made[0]), record(owner, "L1")
    assert "F1" in old["premises"]
    assert "F1" not in link["premises"]
    assert {**link, "premises": []} == {**old, "premises": []}


def test_what_a_record_names_is_found_or_made_in_another_map(owner: TestClient) -> None:
    made = copy(owner, "/maps/debate/records/P1/copy?into=other")
    assert made.status_code == 303, made.text
    [label] = labels(owner, OTHER, "claims")
    copied = record(owner, label, OTHER)
    names = {each: record(owner, each, OTHER)["name"] for each in labels(owner, OTHER, "agents")}
    assert sorted(names.values()) == ["A Historian", "An Observer"]
    assert [names[each] for each in copied["held_by"]] == ["An Observer", "A Historian"]
    assert "X1" in copied["held_by"]
    assert record(owner, copied["answers"], OTHER)["text"] == "What happened?"
    assert (copied["text"], copied["when"]) == ("It was ordered.", "1950-06")
    assert "Copied from P1 of “A debate” (debate)." in owner.get("/maps/other/history").text


def test_evidence_goes_with_its_source_and_the_marks_in_it(owner: TestClient) -> None:
    assert copy(owner, "/maps/debate/records/E1/copy?into=other").status_code == 303
    [label] = labels(owner, OTHER, "evidence")
    copied = record(owner, label, OTHER)
    assert copied["selectors"] == [{"type": "TextQuoteSelector", "exact": "so"}]
    source = record(owner, copied["source"], OTHER)
    assert (source["title"], source["csl"], source["available"]) == ("A telegram", {"archive": "RGANI"}, "1995")


@pytest.mark.parametrize("address", ["X9/copy", "L1/copy?into=other", "P1/copy?into=nowhere", "X1/copy"])
def test_what_cannot_be_copied_is_not_there(owner: TestClient, address: str) -> None:
    assert owner.get(f"/maps/debate/records/{address}").status_code == 404
