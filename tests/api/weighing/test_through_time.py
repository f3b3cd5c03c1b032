"""What stood in which year, over HTTP: page, plot, JSON and CSV say the same."""

import csv
import io
import re
from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient

from argument_maps.examples import read_korea_map

PAGE = "/maps/korea-1950/weighing/through-time"
ANSWER = f"/api/v1{PAGE}"


@pytest.fixture
def korea(client: TestClient) -> TestClient:
    headers = {"Content-Type": "application/json"}
    answer = client.put("/api/v1/maps/korea-1950", content=read_korea_map(), headers=headers)
    assert answer.status_code == 201, answer.text
    return client


def test_page_json_and_csv_say_the_same(korea: TestClient) -> None:
    body = korea.get(ANSWER, params={"question": "Q2"}).json()
    item = next(each for each in body["items"] if each["id"] == "P3")
    found = {each["year"]: (each["label"], each["documents"]) for each in item["moments"]}
    assert (found[1949], found[1995], found[2005]) == ((None, 0), ("contested", 3), ("falls", 0))
    assert {each["year"] for each in body["openings"]} == {1990, 1993, 1994, 1995, 2011, 2016}
    rows = list(csv.DictReader(io.StringIO(korea.get(f"{ANSWER}.csv?question=Q2").text.lstrip("\ufeff"))))
    told = {int(row["year"]): (row["label"], int(row["independent documents"])) for row in rows if row["id"] == "P3"}
    assert told == {year: moment for year, moment in found.items() if moment[0] is not None}
    page = korea.get(PAGE, params={"question": "Q2"}).text
    row = page.partition('<tr id="t-P3">')[2].partition("</tr>")[0]
    years = re.findall(r'<th scope="col">(\d{4})', page)
    cells = re.findall(r"<td>(.*?)</td>", row)
    assert len(years) == len(cells) > 8
    for year, cell in zip(years, cells, strict=True):
        label, documents = found[int(year)]
        assert (f"{label}" in cell and f"<b>{documents}</b>" in cell) if label else "not yet known" in cell


def test_the_page_has_a_plot_for_each_question_in_the_state_that_it_shows(korea: TestClient) -> None:
    page = korea.get(PAGE, params={"weigh": "documented", "without": "archive:APRF"}).text
    plots = [each.replace("&amp;", "&") for each in re.findall(r'<img src="([^"]*through-time\.svg[^"]*)"', page)]
    assert len(plots) == 6
    assert all("weigh=documented&without=archive%3AAPRF&question=Q" in each for each in plots)
    answer = korea.get(plots[1])
    assert answer.headers["content-type"] == "image/svg+xml"
    drawn = ET.fromstring(answer.text)  # noqa: S314 # our own
    assert "Set aside" in (drawn.findtext("{http://www.w3.org/2000/svg}desc") or "")
    assert 'data-id="P3"' in answer.text
    assert 'data-id="P1"' not in answer.text


def test_a_narrow_plot_is_as_wide_as_is_asked(korea: TestClient) -> None:
    narrow = korea.get(f"{PAGE}.svg", params={"question": "Q1", "width": 390, "theme": "print"}).text
    assert 'width="390"' in narrow.partition(">")[0]
    assert korea.get(f"{PAGE}.svg", params={"width": 10}).status_code == 422


@pytest.mark.parametrize("asked", [{"without": "nothing-of-the-kind"}, {"reader": "nobody"}])
def test_what_cannot_be_set_aside_is_refused_in_words(korea: TestClient, asked: dict[str, str]) -> None:
    assert korea.get(ANSWER, params=asked).status_code == 422
    assert korea.get(f"{PAGE}.svg", params=asked).status_code == 422
    page = korea.get(PAGE, params=asked)
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert korea.get(PAGE, params={"weigh": "by lot"}).status_code == 422


def test_the_page_of_weighing_leads_to_it(korea: TestClient) -> None:
    page = korea.get("/maps/korea-1950/weighing?without=doc-1953-05-02").text
    assert f'href="{PAGE}?weigh=preponderance&amp;without=doc-1953-05-02"' in page


def test_the_labels_on_the_plot_lead_to_the_records(korea: TestClient) -> None:
    drawn = korea.get(f"{PAGE}.svg", params={"question": "Q1"}).text
    assert re.search(r'<a href="[^"]*/maps/korea-1950/records/F1"><title>F1, finding: ', drawn)
    page = korea.get(PAGE, params={"question": "Q1"}).text
    for size in ("wide", "narrow"):
        overlay = re.search(rf'<svg class="{size}" .*?</svg>', page)
        assert overlay is not None
        assert re.findall(r'href="/maps/korea-1950/records/(\w+)"', overlay[0])[:2] == ["P1", "F1"]
