"""No page of a map is empty: each says what it is, why nothing stands on it, and what comes next."""

import re
from html import unescape
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.pictures.picture_answers import PictureOutcome
from renderers.views.view_table import View
from tests.builders import MapBuilder, a_debate

API = "/api/v1/maps/bare"


@pytest.fixture
def reader(client: TestClient) -> TestClient:
    client.follow_redirects = False
    client.headers["Accept"] = "text/html"
    return client


def put(client: TestClient, built: MapBuilder) -> None:
    answer = client.put(API, json=built.lists, headers={"If-None-Match": "*"})
    assert answer.status_code == 201, answer.text


def stage(text: str) -> str:
    """Return what stands where the picture would, with its links."""
    assert '<svg class="map"' not in text
    return unescape(text.partition('id="canvas"')[2].partition('<p id="status"')[0])


def links(text: str) -> list[str]:
    return re.findall(r'href="([^"]+)"', text)


def test_a_map_without_records_is_begun(reader: TestClient) -> None:
    put(reader, MapBuilder("Bare"))
    told = stage(reader.get("/maps/bare").text)
    assert "Start this map" in told
    assert "/maps/bare/add?kind=question" in links(told)


def test_a_map_of_sources_and_texts_alone_names_them_and_takes_evidence_of_them(reader: TestClient) -> None:
    put(reader, MapBuilder("Bare").source("S1", "A telegram").text("X1", "So he wrote."))
    told = stage(reader.get("/maps/bare").text)
    for words in ("What comes next", "A telegram", "A letter", "is not drawn by itself"):
        assert words in told
    assert "/maps/bare/add?kind=evidence&source=S1" in links(told)
    assert 'value="S1"' in reader.get("/maps/bare/add?kind=evidence&source=S1").text
    assert "/maps/bare/texts/X1" in links(told)


def test_a_map_of_questions_alone_lists_them(reader: TestClient) -> None:
    put(reader, MapBuilder("Bare").question("Q1", "Who began it?"))
    told = stage(reader.get("/maps/bare").text)
    assert "The map asks one question and does not answer it yet." in told
    assert "Who began it?" in told


def test_what_a_filter_leaves_out_comes_back_choice_by_choice(reader: TestClient) -> None:
    put(reader, a_debate())
    told = stage(reader.get("/maps/bare?kind=evidence&certainty=high").text)
    assert "matches the filters" in told
    assert {"/maps/bare?kind=evidence", "/maps/bare?certainty=high", "/maps/bare"} <= set(links(told))


@pytest.mark.parametrize("view", [each for each in View if not each.definition.needs_focus])
@pytest.mark.parametrize(
    "built", [MapBuilder("Bare"), MapBuilder("Bare").perception("P1"), MapBuilder("Bare").agent("A1")]
)
def test_no_view_of_any_map_is_empty(reader: TestClient, view: View, built: MapBuilder) -> None:
    put(reader, built)
    page = reader.get(f"/maps/bare?view={view}").text
    body = page.partition('id="canvas"')[2].partition('<p id="status"')[0]
    assert '<g class="node' in body or ("<h2" in body and "<a " in body)


def test_a_map_too_large_to_draw_is_led_to_by_questions_and_in_words(
    reader: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(reader, a_debate().question("Q2", "And then?"))

    async def too_large(*_: Any) -> PictureOutcome:
        return PictureOutcome(fault=("The map is too large to be drawn.", "Narrow it down."), status=503)

    monkeypatch.setattr("api.maps.map_pages.draw_stage", too_large)
    told = stage(reader.get("/maps/bare?view=timeline").text)
    assert "too large" in told
    assert {"/maps/bare?question=Q1", "/maps/bare?question=Q2", "/maps/bare/outline", "/maps/bare"} <= set(links(told))


def test_an_earlier_moment_at_which_nothing_was_there_leads_to_the_present(reader: TestClient) -> None:
    put(reader, MapBuilder("Bare"))
    assert reader.post(f"{API}/claims", json={"text": "It was.", "kind": "assertion"}).status_code == 201
    told = stage(reader.get("/maps/bare?at=1").text)
    assert "Show the current map" in told
    assert "/add" not in told


def test_the_other_pages_say_what_comes_next_as_well(reader: TestClient) -> None:
    put(reader, MapBuilder("Bare").text("X1", "So he wrote."))
    for page in ("outline", "ledger", "reading", "texts", "questions"):
        text = reader.get(f"/maps/bare/{page}").text
        body = text.partition('class="split-view"')[2].partition("</main>")[0]
        assert "/maps/bare/" in body, page
        assert len(re.sub(r"<[^>]+>|\s+", "", body)) > 60, page


def test_a_search_that_finds_nothing_says_how_to_find_more(reader: TestClient) -> None:
    put(reader, a_debate())
    assert 'href="/"' in reader.get("/search").text.partition("<main")[2]
    found = reader.get("/search?q=ordered+nowhere").text.partition("<main")[2]
    assert "/search?q=ordered" in links(found)
