"""The first page shows some maps at a time, by title, whatever their number."""

import re

import pytest
from fastapi import FastAPI
from sqlalchemy import event
from starlette.testclient import TestClient

from api.maps import map_list
from models.engine import writing
from models.records.maps import ArgumentMap


@pytest.fixture
def many(client: TestClient, app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setattr(map_list, "MAPS_A_PAGE", 4)
    with writing(app.state.engine) as session:
        # Of some the titles are alike, and only their names tell them apart.
        session.add_all(ArgumentMap(slug=f"m{number:02}", title=f"Title {number // 3}") for number in range(11))
    return client


def test_following_the_links_shows_every_map_once(many: TestClient) -> None:
    address, found, pages = "/", [], 0
    while address:
        text = many.get(address).text
        found += re.findall(r'<h3 dir="auto"><a href="/maps/(m[0-9]+)">', text)
        following = re.search(r'rel="next" href="([^"]+)"', text)
        address = following[1].replace("&amp;", "&") if following else ""
        pages += 1
    assert found == [f"m{number:02}" for number in range(11)]
    assert pages == 3


def test_titles_are_searched_and_a_changed_cursor_is_refused(many: TestClient) -> None:
    found = re.findall(r'<h3 dir="auto"><a href="/maps/(m[0-9]+)">', many.get("/?title=title+2").text)
    assert found == ["m06", "m07", "m08"]
    assert "No map has these words" in many.get("/?title=nothing").text
    assert many.get("/?cursor=none").status_code == 422


def test_the_first_page_asks_as_little_of_many_maps_as_of_few(many: TestClient, app: FastAPI) -> None:
    asked: list[str] = []

    @event.listens_for(app.state.engine, "before_cursor_execute")
    def note(*given: object) -> None:
        asked.append(str(given[2]))

    before = many.get("/")
    few = len(asked)
    with writing(app.state.engine) as session:
        session.add_all(ArgumentMap(slug=f"n{number:03}", title=f"Unlike {number}") for number in range(200))
    asked.clear()
    after = many.get("/")
    assert len(asked) == few
    assert abs(len(after.content) - len(before.content)) < 200
