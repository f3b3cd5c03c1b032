"""A reader is led through a map, also without JavaScript."""

import re

import pytest
from starlette.testclient import TestClient

MAP = "/maps/korea-1950"


@pytest.fixture
def reader(korea_reader: TestClient) -> TestClient:
    korea_reader.headers.update({"Accept": "text/html"})
    return korea_reader


def words(text: str) -> str:
    """Return what stands in the article of a page, without markup."""
    article = text.partition("<article")[2].partition("</article>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", re.sub("</?bdi>", "", "<article" + article)))


def test_the_links_to_the_next_step_lead_from_the_first_to_the_last_and_back(reader: TestClient) -> None:
    contents = reader.get(f"{MAP}/reading").text
    address = re.search(r'rel="next" href="([^"]+)"', contents)
    assert address is not None
    seen = []
    at: str | None = address[1]
    while at:
        seen.append(at.rpartition("/")[2])
        text = reader.get(at).text
        before = re.search(r'rel="prev" data-step-link href="[^"]+/(\w+)"', text)
        assert (before[1] if before else None) == (seen[-2] if len(seen) > 1 else None)
        after = re.search(r'rel="next" data-step-link href="([^"]+)"', text)
        at = after[1] if after else None
    assert seen[:4] == ["Q1", "P1", "Q2", "P2"]
    assert len(seen) == 19


def test_a_step_says_what_was_perceived_and_found_who_disputes_it_and_on_which_documents(reader: TestClient) -> None:
    told = words(reader.get(f"{MAP}/reading/P3").text)
    for part in (
        "It showed a new readiness by Stalin to expand",
        "Held by Truman administration and Western allied governments, June 1950",
        "contested Scholars disagree: the archives have been read both ways.",
        "F9 The attack was neither part of a wider assault",
        "Donggil Kim L52 challenges the finding F9",
        "Kathryn Weathersby L4 qualifies the test by F9",
        "Politburo decision: directive to the Soviet ambassador in Korea",
    ):
        assert part in told


def test_documents_are_cited_in_the_style_that_the_reader_chose(reader: TestClient) -> None:
    reader.cookies.set("citing", "gost")
    assert "АВПРФ. Ф. 059а" in words(reader.get(f"{MAP}/reading/P5").text) + words(reader.get(f"{MAP}/reading/P6").text)


def test_without_javascript_the_picture_shows_the_surroundings_of_the_step(reader: TestClient) -> None:
    text = reader.get(f"{MAP}/reading/P3").text
    assert 'id="n-F9"' in text
    assert 'id="n-P12"' not in text


def test_a_reading_of_1990_knows_less(reader: TestClient) -> None:
    text = reader.get(f"{MAP}/reading/P3?as_of=1990").text
    assert "not tested" in words(text)
    assert f'<link rel="canonical" href="http://testserver{MAP}/reading/P3?as_of=1990">' in text
    assert f'href="{MAP}/reading/P2?as_of=1990"' in text


def test_every_step_has_an_address_without_filters(reader: TestClient) -> None:
    text = reader.get(f"{MAP}/reading/P3?view=argument&agent=shen-zhihua").text
    assert f'<link rel="canonical" href="http://testserver{MAP}/reading/P3">' in text


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("/reading/F9", 404, "F9 is neither a question nor a perception"),
        ("/reading/Z9", 404, "has no record “Z9”"),
        ("/reading?as_of=nonsense", 422, "As known by: “nonsense” is not a date"),
    ],
)
def test_what_is_no_step_is_told_with_a_way_out(reader: TestClient, address: str, status: int, told: str) -> None:
    answer = reader.get(MAP + address)
    assert answer.status_code == status
    assert told in answer.text


def test_an_empty_map_says_what_a_reading_needs(client: TestClient) -> None:
    client.post("/api/v1/maps", json={"slug": "empty", "title": "Empty"})
    answer = client.get("/maps/empty/reading", headers={"Accept": "text/html"})
    assert "There is nothing to read" in answer.text
    assert 'href="/maps/empty/add?kind=question"' in answer.text


def test_shelf_map_and_perception_lead_into_the_reading(reader: TestClient) -> None:
    assert f'href="{MAP}/reading"' in reader.get("/").text
    assert f'href="{MAP}/reading"' in reader.get(MAP).text
    assert f'href="{MAP}/reading/P3"' in reader.get(f"{MAP}/records/P3").text
