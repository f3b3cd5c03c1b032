"""A map is found by its title and by its authors' names, whatever was done with it, by whoever may see it."""

import re

import pytest
from fastapi import FastAPI
from sqlmodel import select
from starlette.testclient import TestClient

from models.engine import reading
from models.records.maps import ArgumentMap
from models.search.map_words import list_map_words

MAPS = "/api/v1/maps"
CLARK = {"name": "Christopher Clark", "family": "Clark", "given": "Christopher"}
FISCHER = {"name": "Fritz Fischer", "family": "Fischer", "given": "Fritz"}


@pytest.fixture
def war(client: TestClient) -> TestClient:
    made = {"slug": "july-1914", "title": "Wer wollte den Großen Krieg?", "authors": [CLARK, {"name": "Gerd Müller"}]}
    assert client.post(MAPS, json=made).status_code == 201
    client.post(MAPS, json={"slug": "rome", "title": "Why did the Roman Empire fall?"})
    return client


def find_by(client: TestClient, words: str) -> list[str]:
    return [each["slug"] for each in client.get(MAPS, params={"words": words}).json()["items"]]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("clark", ["july-1914"]),
        ("Christopher Cl", ["july-1914"]),
        ("MULLER", ["july-1914"]),
        ("grossen clark", ["july-1914"]),
        ("clark rome", []),
        ("empire roman", ["rome"]),
        ("chris clark", []),
        ("%", ["july-1914", "rome"]),
    ],
)
def test_every_word_stands_in_the_title_or_an_author(war: TestClient, words: str, found: list[str]) -> None:
    assert find_by(war, words) == found


@pytest.mark.parametrize("page", ["/?title={}", "/search?q={}"])
def test_the_pages_find_maps_by_their_authors(war: TestClient, page: str) -> None:
    text = war.get(page.format("Müller"), headers={"Accept": "text/html"}).text
    assert re.search(r'<a href="/maps/july-1914">(?:<bdi>)?Wer wollte', text)
    assert "/maps/rome" not in text


def test_more_maps_than_fit_on_the_search_lead_to_the_list_of_them(war: TestClient) -> None:
    for number in range(5):
        war.post(MAPS, json={"title": f"Volume {number}", "authors": [CLARK]})
    text = war.get("/search?q=clark", headers={"Accept": "text/html"}).text
    assert len(re.findall(r'<li><a href="/maps/', text)) == 5
    assert 'href="/?title=clark"' in text


def test_what_finds_a_map_follows_whatever_is_done_with_it(war: TestClient, app: FastAPI) -> None:
    fork = war.post(f"{MAPS}/july-1914/forks", json={"slug": "fork"})
    assert fork.status_code == 201, fork.text
    changed = war.patch(f"{MAPS}/july-1914", json={"authors": [FISCHER]}, headers={"If-Match": "*"})
    assert changed.status_code == 200, changed.text
    assert (find_by(war, "clark"), find_by(war, "fischer")) == ([], ["july-1914"])
    undone = war.post(f"{MAPS}/july-1914/changes/{changed.json()['version']}/undo")
    assert undone.status_code == 200, undone.text
    assert find_by(war, "clark") == ["july-1914"]
    replaced = war.put(f"{MAPS}/rome", json={"title": "Rome", "authors": [FISCHER]}, headers={"If-Match": "*"})
    assert replaced.status_code == 200, replaced.text
    gone = war.delete(f"{MAPS}/rome", headers={"If-Match": "*"}).json()["change"]
    assert war.post(f"{MAPS}/rome/changes/{gone}/undo").status_code == 200
    assert find_by(war, "fischer") == ["rome"]
    with reading(app.state.engine) as session:
        for each in session.exec(select(ArgumentMap)):
            assert each.words == list_map_words(each.title, each.authors), each.slug
