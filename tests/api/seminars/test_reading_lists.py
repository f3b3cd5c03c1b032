"""The reading list of a seminar: what its maps cite, for its members and nobody else."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from docx import Document
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.seminars import reading_list_pages
from tests.api.people import browser, server, someone

HERE = "/seminars/ours"
SOURCES = {"debate": ["The Road to War", "A Shared Work"], "second": ["A Shared Work", "Another View"]}


@pytest.fixture
def app(database_url: str) -> Iterator[FastAPI]:
    with server(database_url) as made:
        yield made


@pytest.fixture
def owner(app: FastAPI) -> TestClient:
    client = someone(app, "Owner")
    assert client.post("/seminars", data={"slug": "ours", "title": "Our seminar"}).status_code == 303
    for slug, titles in SOURCES.items():
        assert client.post(f"{HERE}/maps", data={"slug": slug, "title": slug.title()}).status_code == 303
        for title in titles:
            body = {"type": "book", "title": title, "issued": "1987"}
            assert client.post(f"/api/v1/maps/{slug}/sources", json=body).status_code == 201
    return client


def test_each_source_is_named_once_with_the_maps_that_cite_it(owner: TestClient) -> None:
    page = owner.get(f"{HERE}/reading-list").text
    assert page.count("A Shared Work") == 1
    assert "[Debate; Second]" in page
    assert "[Debate]" in page
    assert f'href="{HERE}/reading-list.docx?style=chicago-notes" download' in page
    assert f'href="{HERE}/reading-list"' in owner.get(HERE).text


def test_it_can_be_taken_away_in_a_style(owner: TestClient) -> None:
    answer = owner.get(f"{HERE}/reading-list.docx?style=mla")
    assert answer.headers["content-disposition"] == 'attachment; filename="ours-reading-list.docx"'
    assert answer.headers["cache-control"] == "no-store"
    said = [each.text for each in Document(BytesIO(answer.content)).paragraphs]
    assert said[0] == "Reading list: Our seminar"
    assert sum("A Shared Work" in each for each in said) == 1
    assert owner.get(f"{HERE}/reading-list.pdf").content.startswith(b"%PDF")
    assert owner.get(f"{HERE}/reading-list.bmp").status_code == 404


def test_nobody_else_sees_it(app: FastAPI, owner: TestClient) -> None:
    assert owner.get(f"{HERE}/reading-list").status_code == 200
    for client in (someone(app, "Other"), browser(app)):
        for address in (f"{HERE}/reading-list", f"{HERE}/reading-list.md"):
            missing = address.replace("ours", "none")
            answer, other = client.get(address), client.get(missing)
            assert answer.status_code in (303, 401, 404)
            assert answer.status_code == other.status_code
            assert "Shared Work" not in answer.text


def test_a_seminar_without_sources_says_so(app: FastAPI) -> None:
    client = someone(app, "Owner")
    assert client.post("/seminars", data={"slug": "ours", "title": "Our seminar"}).status_code == 303
    assert "No map of the seminar cites a source yet." in client.get(f"{HERE}/reading-list").text


def test_beyond_so_many_maps_it_says_which_are_read(owner: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_list_pages, "MOST_MAPS", 1)
    page = owner.get(f"{HERE}/reading-list").text
    assert "Only the first 1 maps are read" in page
    assert "Another View" not in page
