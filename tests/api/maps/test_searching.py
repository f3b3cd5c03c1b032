"""A search is narrowed down by links alone, with the same answers from both databases."""

import html
import re

import pytest
from starlette.testclient import TestClient

from argument_maps.examples import read_korea_map

BROWSER = {"Accept": "text/html"}
SECOND = {
    "title": "Second map",
    "tags": [{"id": "T1", "text": "cabinet"}, {"id": "T2", "text": "army"}],
    "sources": [{"id": "S1", "type": "book", "title": "On Stalin", "issued": "1987"}],
    "claims": [
        {"id": "P1", "kind": "perception", "text": "Stalin waited.", "when": "1949", "tags": ["T1"]},
        {"id": "P2", "kind": "perception", "text": "Stalin hurried.", "when": "1950", "tags": ["T1", "T2"]},
        {"id": "F1", "kind": "finding", "text": "Stalin hesitated.", "certainty": "high", "when": "1951"},
    ],
    "evidence": [{"id": "E1", "summary": "Stalin wrote so.", "source": "S1"}],
    "links": [
        {"id": "L1", "premises": ["F1"], "relation": "tests", "target": "P1", "verdict": "confirmed"},
        {"id": "L2", "premises": ["F1"], "relation": "tests", "target": "P1", "verdict": "contradicted"},
        {"id": "L3", "premises": ["F1"], "relation": "tests", "target": "P2", "verdict": "contradicted"},
    ],
}


@pytest.fixture
def reader(client: TestClient) -> TestClient:
    for slug, sent in (("korea-1950", {"content": read_korea_map()}), ("second", {"json": SECOND})):
        put = client.put(f"/api/v1/maps/{slug}", headers={"Content-Type": "application/json"}, **sent)
        assert put.status_code == 201, put.text
    client.headers.update(BROWSER)
    return client


def found(reader: TestClient, query: str) -> list[str]:
    """Return the addresses of the hits, as map and record."""
    answer = reader.get(f"/search?{query}")
    assert answer.status_code == 200
    return [f"{slug}/{label}" for slug, label in re.findall(r'href="/maps/([\w-]+)\?record=([\w-]+)"', answer.text)]


def facet(text: str, name: str) -> dict[str, int]:
    """Return the values of a facet with their numbers."""
    part = text.partition(f"<h3>{name}</h3>")[2].partition("</ul>")[0]
    rows = re.findall(r"<a [^>]*>(.*?)</a>", part, re.DOTALL)
    told = [re.sub(r"<[^>]*>", " ", row).replace("✓", "").replace("Remove:", "") for row in rows]
    return {" ".join(row.split()[:-2]): int(row.split()[-2]) for row in told}


def test_each_facet_tells_how_many_it_leaves(reader: TestClient) -> None:
    text = reader.get("/search?q=Stalin&map=second").text
    assert facet(text, "Kind") == {"perception": 2, "finding": 1, "evidence": 1, "source": 1}
    assert facet(text, "Verdict") == {"contradicted": 1, "mixed": 1}
    assert facet(text, "Certainty") == {"high": 1, "unknown": 3}
    assert facet(text, "Tag") == {"cabinet": 2, "army": 1}
    assert facet(text, "Map")["Second map"] == 5


@pytest.mark.parametrize(
    ("query", "labels"),
    [
        ("kind=perception", {"P1", "P2"}),
        ("kind=perception&kind=source", {"P1", "P2", "S1"}),
        ("verdict=mixed", {"P1"}),
        ("certainty=high", {"F1"}),
        ("tag=army", {"P2"}),
        ("tag=cabinet&verdict=contradicted", {"P2"}),
        ("from=1950&to=1951", {"P2", "F1"}),
        ("from=1980", {"S1", "E1"}),
        ("to=1949-12", {"P1"}),
        ("kind=agent", set()),
    ],
)
def test_what_is_chosen_narrows_the_search_down(reader: TestClient, query: str, labels: set[str]) -> None:
    assert set(found(reader, f"q=Stalin&map=second&{query}")) == {f"second/{label}" for label in labels}


def test_every_choice_is_a_link_and_leads_to_as_many_as_it_says(reader: TestClient) -> None:
    text = reader.get("/search?q=Stalin&map=second").text
    kinds = text.partition("<h3>Kind</h3>")[2].partition("</ul>")[0]
    for address, number in re.findall(r'href="([^"]+)"[^>]*>.*?class="count">(\d+)', kinds, re.DOTALL):
        assert len(found(reader, html.unescape(address).partition("?")[2])) == int(number)


def test_a_chip_takes_its_choice_away(reader: TestClient) -> None:
    text = reader.get("/search?q=Stalin&map=second&kind=finding&from=1950").text
    chips = text.partition('aria-label="Chosen filters"')[2].partition("</ul>")[0]
    told = {
        what: html.unescape(to) for to, what in re.findall(r'href="([^"]+)".*?class="chip-text">(.+?)</span>', chips)
    }
    assert told == {
        "Kind: finding": "/search?q=Stalin&map=second&from=1950",
        "Map: <bdi>Second map</bdi>": "/search?q=Stalin&kind=finding&from=1950",
        "From: <bdi>1950</bdi>": "/search?q=Stalin&kind=finding&map=second",
    }


def test_pages_keep_what_is_chosen(reader: TestClient) -> None:
    first = reader.get("/search?q=Stalin&map=korea-1950&kind=source&kind=evidence").text
    after = re.search(r'rel="next" href="([^"]+)"', first)
    assert after is not None
    assert html.unescape(after[1]) == "/search?q=Stalin&kind=source&kind=evidence&map=korea-1950&begin=20"
    one, two = (
        set(found(reader, query))
        for query in ("q=Stalin&map=korea-1950&kind=source&kind=evidence", html.unescape(after[1]).partition("?")[2])
    )
    assert len(one) == 20
    assert two
    assert not one & two


def test_a_date_that_is_none_is_complained_of_and_left_aside(reader: TestClient) -> None:
    text = reader.get("/search?q=Stalin&map=second&from=nonsense").text
    assert "“nonsense” is not a date" in text
    assert 'aria-invalid="true"' in text
    assert len(found(reader, "q=Stalin&map=second&from=nonsense")) == 5


def test_where_nothing_fits_the_way_back_is_shown(reader: TestClient) -> None:
    text = reader.get("/search?q=Stalin&map=second&kind=agent").text
    assert "None of the" in text
    assert 'href="/search?q=Stalin">all of them' in text


@pytest.mark.parametrize("query", ["kind=nonsense", "tag=%00", "map=%22%3E%3Cb%3E", "to=9999-99", "from=../.."])
def test_what_means_nothing_is_still_a_page(reader: TestClient, query: str) -> None:
    answer = reader.get(f"/search?q=Stalin&{query}")
    assert answer.status_code == 200
    assert '<b>"' not in answer.text
    assert '"><b>' not in answer.text.partition("<aside")[2]
