"""Every page has one first heading, and below it no level is left out."""

import re
from itertools import pairwise

import pytest
from starlette.testclient import TestClient

MAP = "/maps/korea-1950"
ADDRESSES = [
    *("/search?q=Stalin&kind=finding", "/search?q=Stalin&kind=question", "/search?q=Stalin&from=x"),
    *(
        "/",
        "/help",
        "/glossary",
        "/search",
        "/search?q=Stalin",
        "/search?q=zzzqq",
        "/maps/nothing",
        f"{MAP}/records/Z9",
    ),
    *(MAP, f"{MAP}?record=P3", f"{MAP}?view=neighbourhood", f"{MAP}?as_of=nonsense", f"{MAP}?question=Q5&kind=finding"),
    *(f"{MAP}/outline", f"{MAP}/outline?record=P3", f"{MAP}/outline?question=Q5"),
    *(f"{MAP}/ledger", f"{MAP}/ledger?as_of=1990", f"{MAP}/ledger?record=L42"),
    *(f"{MAP}/reading", f"{MAP}/reading/Q1", f"{MAP}/reading/P3", f"{MAP}/reading/P3?record=F9", f"{MAP}/reading/F9"),
    *(f"{MAP}/compare", f"{MAP}/compare?left=I6&right=I7", f"{MAP}/compare?left=I6&right=I6"),
    *(f"{MAP}/became-known", f"{MAP}/became-known?from=1990&to=1996", f"{MAP}/became-known?from=once"),
    *(f"{MAP}/positions", f"{MAP}/discussion", f"{MAP}/discussion?show=mentions", f"{MAP}?reader=shen-zhihua"),
    *(f"{MAP}/readers", f"{MAP}/readers?left=shen-zhihua&right=weathersby", f"{MAP}/readers?left=nobody"),
    *(f"{MAP}/embed", f"{MAP}/embed?as_of=nonsense", f"{MAP}/embed?question=Q5&kind=finding&as_of=1990"),
    *(f"{MAP}/with-notes", f"{MAP}/print", f"{MAP}/print?as_of=nonsense"),
    *(f"{MAP}/records/{label}" for label in ("E6", "L42", "Q1", "weathersby-essay", "stalin")),
    *(f"{MAP}/records/{label}/edit" for label in ("P3", "E6", "weathersby-essay")),
    *(f"{MAP}/add?kind=claim", f"{MAP}/add?target=P3"),
    *(
        f"{MAP}/texts",
        f"{MAP}/texts/X1",
        f"{MAP}/texts/X1?record=E9",
        f"{MAP}/texts/X1/version",
        f"{MAP}/texts/X1/review",
    ),
    *(f"{MAP}/texts/X1/mark?exact=Gottwald", f"{MAP}/texts/X1/mark?exact=Stalin", f"{MAP}/texts/X1/mark?exact=zzzqqq"),
    *(f"{MAP}/records/N1", f"{MAP}/records/X1", f"{MAP}/records/X1/edit", f"{MAP}/records/N1/edit"),
    *(f"{MAP}.html", f"{MAP}.html?as_of=1990", f"{MAP}/ledger.html"),
]


@pytest.fixture
def reader(korea_reader: TestClient) -> TestClient:
    korea_reader.headers.update({"Accept": "text/html"})
    return korea_reader


def levels(text: str) -> list[int]:
    """Return the levels of the headings in order; a dialog that is closed is no part of the page."""
    return [int(level) for level in re.findall(r"<h([1-6])\b", re.sub(r"(?s)<dialog.*?</dialog>", "", text))]


@pytest.mark.one_in(2)
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_has_one_first_heading_and_leaves_out_no_level(reader: TestClient, address: str) -> None:
    found = levels(reader.get(address).text)
    assert found.count(1) == 1, found
    assert found[0] == 1
    assert [pair for pair in pairwise(found) if pair[1] > pair[0] + 1] == []


@pytest.mark.parametrize("address", [f"{MAP}.html", f"{MAP}/ledger.html"])
def test_a_page_of_its_own_begins_with_the_title_of_the_map(reader: TestClient, address: str) -> None:
    heading = "Korea 1950: contemporary perceptions against archival findings"
    assert re.search(rf"<h1(?: dir=\"auto\")?>{heading}</h1>", reader.get(address).text)


def test_a_panel_goes_below_the_heading_of_the_page_it_opens_in(reader: TestClient) -> None:
    assert levels(reader.get(f"{MAP}/panels/E6").text)[:2] == [2, 3]
