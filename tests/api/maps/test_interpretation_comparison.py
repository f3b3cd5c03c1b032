"""Two interpretations are set side by side on a page, and chosen there."""

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
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", "<article" + article))


def test_the_page_says_where_two_historians_part_and_what_each_stands_on(reader: TestClient) -> None:
    told = words(reader.get(f"{MAP}/compare?left=I6&right=I7").text)
    for part in (
        "I7 undercuts the link L51 E9 supports I6 , which I6 rests on",
        "Held by Donggil Kim William Stueck",
        "School None named post-revisionist",
        "Only I6 uses E9 Stalin gives Gottwald",
        "Both use None",
    ):
        assert part in told


def test_a_claim_that_one_challenges_and_the_other_stands_on_is_named(reader: TestClient) -> None:
    told = words(reader.get(f"{MAP}/compare?left=I1&right=I8").text)
    assert "I8 challenges something that I1 rests on: F8" in told


@pytest.mark.parametrize(
    ("query", "status", "told"),
    [
        ("", 200, "Choose any two."),
        ("?left=I6", 200, "Choose a second one to compare with I6."),
        ("?left=I6&right=I6", 422, "I6 was chosen twice."),
        ("?left=F9&right=I7", 422, "F9 is not an interpretation"),
        ("?left=I6&right=Z9", 422, "has no record “Z9”"),
        ("?left=I6&right=I7&as_of=1990", 422, "did not have it yet at that date"),
    ],
)
def test_whatever_is_asked_for_a_pair_can_be_chosen(reader: TestClient, query: str, status: int, told: str) -> None:
    answer = reader.get(f"{MAP}/compare{query}")
    assert answer.status_code == status
    assert told in words(answer.text)
    assert '<select id="left" name="left" required>' in answer.text


def test_one_that_is_chosen_is_offered_with_those_that_argue_with_it(reader: TestClient) -> None:
    text = reader.get(f"{MAP}/compare?left=I6").text
    assert '<option value="I6" selected>' in text
    assert f'<a href="{MAP}/compare?left=I6&amp;right=I7">I6 and I7</a>' in text


def test_every_pair_that_is_offered_for_one_is_about_it(reader: TestClient) -> None:
    text = reader.get(f"{MAP}/compare?left=I7").text
    offered = re.findall(
        r"/compare\?left=(\w+)&amp;right=(\w+)", text.partition("Interpretations that argue with it")[2]
    )
    assert offered
    assert all("I7" in pair for pair in offered)


def test_one_that_nothing_argues_with_says_so_before_other_pairs(reader: TestClient) -> None:
    told = words(reader.get(f"{MAP}/compare?left=I4").text)
    assert "No interpretation in this map argues with I4, or about the same thing. Other pairs I1 and I8" in told
    assert "Interpretations that argue with it" not in told


def test_the_record_of_an_interpretation_leads_there(reader: TestClient) -> None:
    assert f'href="{MAP}/compare?left=I6"' in reader.get(f"{MAP}/records/I6").text
    assert "/compare?" not in reader.get(f"{MAP}/records/P3").text


def test_a_map_without_interpretations_says_what_they_are(client: TestClient) -> None:
    client.post("/api/v1/maps", json={"slug": "empty", "title": "Empty"})
    text = client.get("/maps/empty/compare", headers={"Accept": "text/html"}).text
    assert "This map does not contain an interpretation yet." in words(text)
    assert 'href="/maps/empty/add?kind=interpretation"' in text
