"""Records of one map are copied into another with what they name, and what is there already is found."""

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.builders import MapBuilder, a_scanned_debate

API, OTHER = "/api/v1/maps/debate", "/api/v1/maps/other"


@pytest.fixture
def owner(client: TestClient) -> TestClient:
    """The debate with a scan, and another map with its historian and with a work of that title by somebody else."""
    debate = a_scanned_debate().source("S2", "A book", type="book", author=["historian"], issued="1990", doi="10.1/x")
    made = client.put(API, json=debate.lists, headers={"If-None-Match": "*"})
    assert made.status_code == 201, made.text
    other = MapBuilder("The other map").agent("H", "A Historian").agent("Z", "Somebody else")
    other.source("T", "A telegram", author=["Z"], issued="1950")
    assert client.put(OTHER, json=other.lists, headers={"If-None-Match": "*"}).status_code == 201
    client.follow_redirects = False
    return client


def carry(client: TestClient, *labels: str, **more: Any) -> dict[str, Any]:
    dry = {"dry_run": more.pop("dry_run", False)}
    done = client.post(f"{OTHER}/copies", json={"origin": "debate", "records": labels, **more}, params=dry)
    assert done.status_code == 200, done.text
    answer: dict[str, Any] = done.json()
    return answer


def read(client: TestClient, label: str) -> dict[str, Any]:
    answer: dict[str, Any] = client.get(f"{OTHER}/records/{label}").json()
    return answer


def test_a_claim_comes_with_what_it_names_and_what_is_there_is_found(owner: TestClient) -> None:
    before = owner.get(OTHER).json()
    done = carry(owner, "P1")
    assert done["matched"] == {"historian": "H"}
    assert done["along"] == {"Q1": "P1", "early": "P1", "observer": "P1", "historian": "P1", "X1": "N1", "S1": "X1"}
    claim = read(owner, done["labels"]["P1"])
    assert claim["held_by"] == [done["labels"]["observer"], "H"]
    assert read(owner, claim["answers"])["text"] == "What happened?"
    assert read(owner, claim["tags"][0])["text"] == "early days"
    # The passage that is tied to it comes with its text, without its tie to a link that does not come.
    annotation = read(owner, done["labels"]["N1"])
    assert annotation["bodies"] == [done["labels"]["P1"]]
    assert read(owner, annotation["in_text"])["title"] == "A letter"
    assert owner.post(f"{OTHER}/changes/{done['change']}/undo").status_code == 200
    assert owner.get(OTHER).json() == before


def test_what_was_copied_before_is_not_copied_again_whichever_way(owner: TestClient) -> None:
    first = carry(owner, "P1")
    again = carry(owner, "P1", "F1")
    assert again["matched"]["P1"] == first["labels"]["P1"]
    assert "P1" not in again["labels"]
    assert read(owner, again["labels"]["F1"])["answers"] == first["labels"]["Q1"]
    back = owner.post(f"{API}/copies", json={"origin": "other", "records": [first["labels"]["P1"]]}).json()
    assert (back["change"], back["labels"]) == (None, {})
    assert back["matched"][first["labels"]["P1"]] == "P1"


def test_evidence_comes_with_its_links_source_region_and_scan(owner: TestClient) -> None:
    done = carry(owner, "F1", grounds=True)
    labels = done["labels"]
    assert {"E1", "L2", "S1", "RG1", "SC1"} <= labels.keys()
    link, region = read(owner, labels["L2"]), read(owner, labels["RG1"])
    assert (link["premises"], link["target"], link["source"]) == ([labels["E1"]], labels["F1"], labels["S1"])
    assert (region["in_scan"], region["bodies"]) == (labels["SC1"], [labels["E1"]])
    # A telegram by somebody else is another one.
    assert read(owner, labels["S1"])["title"] == "A telegram"
    document = owner.get(OTHER).json()
    assert len(document["sources"]) == 2
    assert document["images"].keys() == owner.get(API).json()["images"].keys()


def test_a_source_that_is_there_is_found_by_its_doi(owner: TestClient) -> None:
    made = owner.post(f"{OTHER}/sources", json={"type": "book", "title": "Called otherwise", "doi": "10.1/X"}).json()
    done = carry(owner, "S2")
    assert (done["change"], done["matched"]) == (None, {"S2": made["id"]})


def test_what_would_come_is_told_before_anything_is_done(owner: TestClient) -> None:
    before = owner.get(OTHER).json()
    told = carry(owner, "P1", dry_run=True)
    assert (told["change"], told["matched"]) == (None, {"historian": "H"})
    owner.headers["Accept"] = "text/html"
    page = owner.get("/maps/other/copies", params={"origin": "debate", "records": "P1", "grounds": "yes"})
    assert page.status_code == 200
    assert "An Observer" in page.text
    assert re.search(r"historian</b>.*→.*<b>H</b>", page.text)
    owner.headers["Accept"] = "application/json"
    assert owner.get(OTHER).json() == before


def test_records_are_copied_on_the_page(owner: TestClient) -> None:
    owner.headers["Accept"] = "text/html"
    assert "/maps/other/copies?origin=debate" in owner.get("/maps/debate/records/P1/copy?into=other").text
    done = owner.post("/maps/other/copies", data={"origin": "debate", "records": "P1, F1"})
    assert done.status_code == 303, done.text
    assert "Copied from “A debate” (debate): P1, F1." in owner.get("/maps/other/history").text
    for form, status in (({"origin": "nowhere", "records": "P1"}, 404), ({"origin": "debate", "records": "Z9"}, 404)):
        assert owner.post("/maps/other/copies", data=form).status_code == status


@pytest.mark.parametrize("label", ["N1", "ST1", "Z9"])
def test_what_cannot_be_chosen_is_not_there(owner: TestClient, label: str) -> None:
    refused = owner.post(f"{OTHER}/copies", json={"origin": "debate", "records": [label]})
    assert refused.status_code == 404
