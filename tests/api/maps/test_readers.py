"""The map as one agent reads it, and two readers side by side, as pages."""

import html
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.builders import a_debate

API = "/api/v1/maps/debate"


@pytest.fixture
def debate(client: TestClient) -> TestClient:
    builder = a_debate().stance("ST2", "observer", "accepts", "L1", reason="<b>He was there.</b>", locator="p. 2")
    assert client.put(API, json=builder.lists, headers={"If-None-Match": "*"}).status_code == 201
    client.headers["Accept"] = "text/html"
    return client


def test_a_map_is_shown_as_an_agent_reads_it(debate: TestClient) -> None:
    page = debate.get("/maps/debate?reader=historian")
    assert page.status_code == 200
    assert "As A Historian reads it." in page.text
    assert 'Remove: </span><span class="chip-text">As read by: <bdi>A Historian</bdi>' in page.text
    assert '<option value="historian" selected>A Historian</option>' in page.text


def test_an_unknown_reader_is_named_with_those_there_are(debate: TestClient) -> None:
    page = debate.get("/maps/debate.svg?reader=nobody", headers={"Accept": "application/json"})
    assert page.status_code == 422
    assert "nothing for the filter reader=nobody" in page.json()["detail"]


def test_two_readers_are_set_side_by_side_with_reasons_and_sources(debate: TestClient) -> None:
    page = debate.get("/maps/debate/readers?left=historian&right=observer").text
    assert "Where they differ" in page
    assert "It rests on one report." in page
    assert "&lt;b&gt;He was there.&lt;/b&gt;" in page
    assert "A telegram" in page


def test_who_part_most_is_named_before_anybody_chooses(debate: TestClient) -> None:
    page = debate.get("/maps/debate/readers").text
    named = re.search(r'<a href="/maps/debate/readers\?([^"]*)">A Historian and An Observer</a>', page)
    assert named is not None
    assert "they differ on 1 record<" in page
    assert page.index("Who differ most") < page.index("Choose a reader")
    assert "It rests on one report." in debate.get(f"/maps/debate/readers?{html.unescape(named[1])}").text


@pytest.mark.parametrize("asked", ["left=nobody", "left=historian&right=historian"])
def test_readers_that_cannot_be_compared_are_refused_with_a_remedy(debate: TestClient, asked: str) -> None:
    page = debate.get(f"/maps/debate/readers?{asked}")
    assert page.status_code == 422
    assert "Choose" in page.text


def test_the_panel_of_a_record_and_of_an_agent_tells_stances(debate: TestClient) -> None:
    assert "Who accepts or rejects it" in debate.get("/maps/debate/panels/L1").text
    agent = debate.get("/maps/debate/panels/historian").text
    assert "What this agent makes of records" in agent
    assert "reader=historian" in agent


def problem(client: TestClient, **given: Any) -> Any:
    body = {"agent": "historian", "target": "P1", "stance": "rejects", **given}
    return client.post(f"{API}/stances", json=body, headers={"Accept": "application/json"})


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"target": "Q1"}, "/target"),
        ({"target": "X1"}, "/target"),
        ({"agent": "P1"}, "/agent"),
        ({"agent": "nobody"}, "/agent"),
        ({"source": "P1"}, "/source"),
        ({"stance": "maybe"}, "/stance"),
        ({"confidence": "certain"}, "/confidence"),
    ],
)
def test_a_stance_that_cannot_be_is_refused_where_it_is_wrong(
    debate: TestClient, given: dict[str, str], pointer: str
) -> None:
    answer = problem(debate, **given)
    assert answer.status_code == 422
    assert pointer in {answer.json().get("pointer"), *(each["pointer"] for each in answer.json().get("errors", []))}


def test_a_record_with_stances_is_deleted_with_them_and_brought_back(debate: TestClient) -> None:
    assert debate.delete(f"{API}/agents/historian", headers={"If-Match": "*"}).status_code == 409
    gone = debate.delete(f"{API}/agents/historian?with_dependents=true", headers={"If-Match": "*"})
    assert gone.status_code == 200, gone.text
    assert debate.get(f"{API}/stances/ST1").status_code == 404
    assert debate.post(f"{API}/changes/{gone.json()['change']}/undo").status_code == 200
    assert debate.get(f"{API}/stances/ST1").json()["reason"] == "It rests on one report."
