"""The page of what became known of a map between two dates."""

import re

import pytest
from starlette.testclient import TestClient

PAGE = "/maps/korea-1950/became-known"


def read_disclosure(reader: TestClient, asked: str, status: int = 200) -> str:
    answer = reader.get(f"{PAGE}{asked}", headers={"Accept": "text/html"})
    assert answer.status_code == status
    return answer.text


def test_it_shows_which_verdicts_turned_and_by_what(korea_reader: TestClient) -> None:
    page = read_disclosure(korea_reader, "?from=1990&to=1996")
    (turned,) = re.findall(r'<tr id="turn-P3">.*?</tr>', page, re.DOTALL)
    assert re.search(r"not tested.*contested.*<b>F\d+</b>", turned, re.DOTALL)
    assert 'class="citation"' in turned
    assert 'id="turn-P6"' not in page
    assert "<b>27</b> sources became readable." in page
    assert "<b>3</b> verdicts changed." in page
    assert 'class="mark new"' in page
    assert "The map as known by 1996" in page


def test_until_today_is_meant_without_a_second_date(korea_reader: TestClient) -> None:
    page = read_disclosure(korea_reader, "?from=1994")
    assert "The map as known today" in page
    assert 'id="turn-P6"' in page


def test_from_before_anything_opened_is_meant_without_a_first(korea_reader: TestClient) -> None:
    page = read_disclosure(korea_reader, "?to=1996")
    first = re.search(r'name="from" value="(\d{4})"', page)
    assert first
    year = re.search(r'<table class="openings-by-year">.*?<th scope="row">(\d+)</th>', page, re.DOTALL)
    assert year
    assert int(first[1]) == int(year[1]) - 1


def test_what_is_only_held_since_is_no_verdict_that_turned(korea_reader: TestClient) -> None:
    page = read_disclosure(korea_reader, "?from=1951&to=1955")
    assert "<b>0</b> verdicts changed." in page
    assert "No verdict changed." in page
    assert "/records/P11" in page


def test_a_date_before_any_source_opened_is_compared_with_itself(korea_reader: TestClient) -> None:
    page = read_disclosure(korea_reader, "?to=1800")
    assert 'name="from" value="1800"' in page
    assert "Nothing in this map became known between the two dates." in page


def test_what_was_known_before_is_marked_so(client: TestClient) -> None:
    claims = [{"id": "P1", "text": "So it was.", "kind": "perception", "when": "1950"}]
    claims.append({"id": "F1", "text": "It was not.", "kind": "finding"})
    sources = [
        {"id": f"s{year}", "type": "archival", "title": f"Of {year}", "available": str(year)} for year in (1970, 1995)
    ]
    evidence = [{"id": f"E{year}", "summary": f"Found in {year}.", "source": f"s{year}"} for year in (1970, 1995)]
    links = [{"id": "L1", "premises": ["E1970"], "relation": "supports", "target": "F1"}]
    links.append({"id": "L2", "premises": ["E1995"], "relation": "supports", "target": "F1"})
    test = {"id": "L3", "premises": ["F1", "E1995"], "relation": "tests", "target": "P1", "verdict": "contradicted"}
    whole = {"title": "Two", "claims": claims, "sources": sources, "evidence": evidence, "links": [*links, test]}
    made = client.put("/api/v1/maps/two", json=whole, headers={"If-None-Match": "*"})
    assert made.status_code == 201, made.text
    page = client.get("/maps/two/became-known?from=1990&to=1996", headers={"Accept": "text/html"}).text
    (turned,) = re.findall(r'<tr id="turn-P1">.*?</tr>', page, re.DOTALL)
    marked = re.findall(r"<b>(\w+)</b> <bdi>[^<]*</bdi></a> <em[^>]*>known before</em>", turned)
    assert marked == ["F1", "E1970"]


def test_as_it_stood_it_leads_to_records_as_they_stood(korea_reader: TestClient) -> None:
    page = read_disclosure(korea_reader, "?from=1990&to=1996&at=1")
    ways = re.findall(r'class="record-link [^"]*" href="([^"]*)"', page.partition('id="verdicts"')[2])
    assert ways
    assert [way for way in ways if "at=1" not in way] == []


def test_dates_may_be_written_as_historians_write_them(korea_reader: TestClient) -> None:
    assert read_disclosure(korea_reader, "?from=31+December+1990&to=31+December+1996").count('id="turn-') == 3


def test_without_dates_it_tells_when_the_sources_opened_and_leads_on(korea_reader: TestClient) -> None:
    page = read_disclosure(korea_reader, "")
    assert 'id="verdicts"' not in page
    ways = re.findall(r'href="/maps/korea-1950/(became-known\?from=\d{4}&amp;to=\d{4})"', page)
    assert len(ways) > 5
    for way in ways:
        assert "became readable." in read_disclosure(
            korea_reader, way.removeprefix("became-known").replace("&amp;", "&")
        )


def test_where_nothing_became_known_that_is_said(korea_reader: TestClient) -> None:
    assert "Nothing in this map became known between the two dates." in read_disclosure(
        korea_reader, "?from=1995&to=1995"
    )


@pytest.mark.parametrize("asked", ["?from=once", "?from=1990&to=%3Cb%3E", "?from=Y1E6000000", f"?to={'1' * 101}"])
def test_a_date_that_cannot_be_read_is_said_above_the_form(korea_reader: TestClient, asked: str) -> None:
    page = read_disclosure(korea_reader, asked, 422)
    assert 'role="alert"' in page
    assert 'aria-invalid="true"' in page
    assert "<b>" not in page.partition('role="alert"')[2].partition("</p>")[0]
    assert 'name="from" value="' in page


def test_a_map_without_sources_says_that_none_says_when_it_opened(client: TestClient) -> None:
    client.put("/api/v1/maps/empty", json={"title": "Empty"}, headers={"If-None-Match": "*"})
    page = client.get("/maps/empty/became-known").text
    assert "No source in this map says when it could be read." in page
    assert (
        "Nothing in this map became known between the two dates." in client.get("/maps/empty/became-known?to=1990").text
    )


def test_the_ledger_and_the_map_lead_there(korea_reader: TestClient) -> None:
    for address in ("/maps/korea-1950", "/maps/korea-1950/ledger"):
        assert f'href="{PAGE}"' in korea_reader.get(address).text
        assert f'href="{PAGE}?from=1996"' in korea_reader.get(f"{address}?as_of=1996").text


def test_the_api_says_the_same(korea_reader: TestClient) -> None:
    address = "/api/v1/maps/korea-1950/comparison"
    found = korea_reader.get(address, params={"as_of_from": "1990", "as_of_to": "1996"}).json()
    assert {each["id"] for each in found["verdicts"]} == {"P2", "P3", "P8"}
    assert found["changed"] == found["removed"] == found["header"] == []
    since = korea_reader.get(address, params={"as_of_from": "1996"}).json()
    assert {each["id"] for each in since["verdicts"]} == {"P5", "P6", "P11", "P13"}
    later = korea_reader.get(address, params={"as_of_to": "1996"}).json()
    assert {each["id"] for each in later["verdicts"]} == {"P5", "P6", "P11", "P13"}
    assert later["added"] == later["changed"] == []
    assert korea_reader.get(address, params={"as_of_from": "once"}).status_code == 422
