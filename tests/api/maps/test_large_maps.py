"""Of a map too large to be taken in at once, pages show the overview and first parts, and lose nothing."""

import gzip
import re
from collections.abc import Iterator
from html import unescape

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from benchmarks.generate import graph
from benchmarks.server import store
from tests.api.conftest import close

RECORDS = 2_500
MAP = "/maps/large"
# What a page may weigh on its way, in bytes.
MOST_BYTES = 500_000
PAGES = [
    "",
    *(f"/{page}" for page in ("about", "add", "became-known", "compare", "contributions", "discussion", "doubles")),
    *(f"/{page}" for page in ("editions", "embed", "figure", "formats", "history", "import", "ledger", "outline")),
    *(f"/{page}" for page in ("positions", "print", "questions", "readers", "reading", "styles", "texts", "scans")),
    *(f"/weighing{page}" for page in ("", "/audit", "/by-rule", "/load", "/readings", "/strengths", "/through-time")),
    "/records/Q1",
    "/records/L1",
    "/records/L1/edit",
    "?question=Q1",
]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    url = f"sqlite:///{tmp_path_factory.mktemp('large')}/maps.sqlite3"
    store(url, [graph(RECORDS, 3, slug="large")])
    app = create_app(Settings(database_url=url, log_requests=False))
    yield TestClient(app, headers={"Accept": "text/html"})
    close(app)


def read(large: TestClient, page: str) -> str:
    answer = large.get(f"{MAP}{page}")
    assert answer.status_code == 200, answer.text[:300]
    return answer.text


@pytest.mark.parametrize("page", PAGES)
def test_no_page_of_a_large_map_weighs_more_than_is_promised(large: TestClient, page: str) -> None:
    assert len(gzip.compress(read(large, page).encode(), 6)) <= MOST_BYTES


def test_the_overview_is_shown_first_and_every_other_view_can_be_chosen(large: TestClient) -> None:
    text = read(large, "")
    assert 'class="node question card"' in text
    assert '<option value="overview" selected>' in text
    assert 'data-first="overview"' in text
    assert 'class="node question card"' not in read(large, "?question=Q1")


def test_a_small_map_is_shown_as_before(korea_reader: TestClient) -> None:
    text = korea_reader.get("/maps/korea-1950", headers={"Accept": "text/html"}).text
    assert 'class="node question card"' not in text
    assert 'data-first="perceptions"' in text
    outline = korea_reader.get("/maps/korea-1950/outline", headers={"Accept": "text/html"}).text
    assert "outline-parts" not in outline


def test_the_parts_of_an_outline_tell_every_record_and_link_once(large: TestClient) -> None:
    first = read(large, "/outline")
    stated = re.search(r"This is part 1 of (\d+)", first)
    assert stated is not None
    told: list[str] = []
    for number in range(1, int(stated[1]) + 1):
        told += re.findall(r'<li class="[^"]*" id="o-([^"]+)"', read(large, f"/outline?part={number}"))
    expected = graph(RECORDS, 3)
    assert sorted(told) == sorted([*expected.statements, *expected.links_by_id])


def test_whatever_a_part_of_an_outline_names_leads_somewhere(large: TestClient) -> None:
    text = read(large, "/outline?part=2")
    ids = set(re.findall(r'id="(o-[^"]+)"', text))
    within = set(re.findall(r'href="#(o-[^"]+)"', text))
    assert within <= ids
    assert re.search(r'class="\w+ repeated"><a href="/maps/large/records/', text)
    headings = re.findall(r'<a href="([^"]*part=\d+)#o-(Q\d+)"', text)
    address, question = headings[-1]
    assert f'id="o-{question}"' in large.get(unescape(address)).text


def test_a_part_that_there_is_not_is_the_last_one(large: TestClient) -> None:
    assert "Next part" not in read(large, "/outline?part=100000")
    assert "This is part 1 of" in read(large, "/outline?part=no")


def test_the_ledger_of_a_large_map_is_turned_over_page_by_page(large: TestClient) -> None:
    seen: list[str] = []
    address = f"{MAP}/ledger"
    while address:
        text = large.get(address).text
        seen += re.findall(r'<tr id="([^"]+)"', text)
        following = re.search(r'<a rel="next" href="([^"]*cursor=[^"]*#ledger)"', text)
        address = unescape(following[1]) if following else ""
    perceptions = [claim.id for claim in graph(RECORDS, 3).claims if claim.kind == "perception"]
    assert sorted(seen) == sorted(perceptions)


@pytest.mark.parametrize("page", ["audit", "by-rule", "load", "through-time"])
def test_what_takes_long_is_worked_out_when_somebody_asks_for_it(large: TestClient, page: str) -> None:
    text = read(large, f"/weighing/{page}?weigh=asserted")
    asked = re.search(r'href="([^"]*go=yes)"', text)
    assert asked is not None
    assert "takes some seconds" in text
    assert "takes some seconds" not in large.get(unescape(asked[1])).text
    assert "weigh=asserted" in unescape(asked[1])


def test_what_is_downloaded_of_a_large_map_is_whole(large: TestClient) -> None:
    assert len(re.findall(r"^ *- \*\*", large.get(f"{MAP}.md").text, re.MULTILINE)) >= RECORDS
    svg = large.get(f"{MAP}.svg").text
    assert len(re.findall(r'class="node \w+[^"]*" id="n-', svg)) >= RECORDS
