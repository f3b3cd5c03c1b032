"""Questions are put in order by hand: everywhere in that order, and kept as everything else is."""

from typing import Any

import pytest
from httpx import Response
from starlette.testclient import TestClient

from tests.builders import MapBuilder

MAP = "/api/v1/maps/ordered"
ORDER = f"{MAP}/question-order"


def three_questions() -> MapBuilder:
    built = MapBuilder("Three questions")
    for number, text in enumerate(("Who began it?", "Who knew of it?", "Who ended it?"), start=1):
        built.question(f"Q{number}", text).perception(f"P{number}", f"Somebody {number}.", answers=f"Q{number}")
    return built


@pytest.fixture
def ordered(client: TestClient) -> TestClient:
    put = client.put(MAP, json=three_questions().lists, headers={"If-None-Match": "*"})
    assert put.status_code == 201, put.text
    client.follow_redirects = False
    return client


def put_order(client: TestClient, *labels: str, slug: str = "ordered", why: str = "") -> Response:
    address = f"/api/v1/maps/{slug}/question-order"
    headers = {"If-Match": client.get(address).headers["etag"]}
    return client.put(address, params={"why": why} if why else {}, json={"questions": labels}, headers=headers)


def order(client: TestClient, *labels: str) -> list[str]:
    answer = put_order(client, *labels)
    assert answer.status_code == 200, answer.text
    found: list[str] = answer.json()["questions"]
    return found


def in_text(text: str, *words: str) -> list[str]:
    """Return words in the order in which they come first in a text."""
    return sorted(words, key=text.index)


WORDS = ("Who began", "Who knew", "Who ended")


def test_everything_goes_through_the_questions_in_the_order_that_was_chosen(ordered: TestClient) -> None:
    assert order(ordered, "Q3", "Q1", "Q2") == ["Q3", "Q1", "Q2"]
    by_chosen = ["Who ended", "Who began", "Who knew"]
    for address in (".md", ".html", ".dot", ".svg?view=perceptions", ".svg?view=argument", "/outline", "/reading"):
        assert in_text(ordered.get(f"/maps/ordered{address}").text, *WORDS) == by_chosen, address
    held = [f"Somebody {number}" for number in (3, 1, 2)]
    for address in ("/ledger", "/ledger.csv", "/ledger.json", ".csv"):
        text = ordered.get(f"/maps/ordered{address}", headers={"Accept": "text/html"}).text
        assert in_text(text, *held) == held, address
    assert [each["id"] for each in ordered.get(MAP).json()["questions"]] == ["Q3", "Q1", "Q2"]
    assert ordered.get(ORDER).json() == {"questions": ["Q3", "Q1", "Q2"]}


def test_a_map_without_an_order_is_drawn_as_before_and_new_questions_come_last(ordered: TestClient) -> None:
    before = ordered.get("/maps/ordered.svg").content
    assert order(ordered, "Q1", "Q2", "Q3") == ["Q1", "Q2", "Q3"]
    assert ordered.get("/maps/ordered.svg").content == before
    order(ordered, "Q3", "Q2", "Q1")
    ordered.post(f"{MAP}/questions", json={"text": "And then?"})
    assert ordered.get(ORDER).json() == {"questions": ["Q3", "Q2", "Q1", "Q4"]}


def test_an_order_is_one_change_that_is_looked_back_upon_undone_and_compared(ordered: TestClient) -> None:
    made = ordered.get(MAP).headers["etag"]
    order(ordered, "Q1", "Q3", "Q2")
    change = ordered.get(f"{MAP}/revisions?limit=100").json()["items"][-1]["change"]
    assert ordered.get(f"{MAP}/moments/1").json()["document"]["questions"][1]["id"] == "Q2"
    assert "Place among the questions" in ordered.get("/maps/ordered/history/compare?from=1").text
    assert ordered.get(MAP).headers["etag"] != made
    assert ordered.post(f"{MAP}/changes/{change}/undo").status_code == 200
    assert ordered.get(ORDER).json() == {"questions": ["Q1", "Q2", "Q3"]}
    assert ordered.get(f"{MAP}/questions/Q2").json()["place"] is None


def test_an_order_goes_out_and_in_with_its_map_and_its_forks(ordered: TestClient) -> None:
    order(ordered, "Q2", "Q3", "Q1")
    document = ordered.get(MAP).json()
    again = ordered.put("/api/v1/maps/again", json=document | {"slug": "again"}, headers={"If-None-Match": "*"})
    assert again.status_code == 201, again.text
    assert ordered.get("/api/v1/maps/again/question-order").json() == {"questions": ["Q2", "Q3", "Q1"]}
    assert ordered.get("/api/v1/maps/again").json()["questions"] == document["questions"]
    assert ordered.post(f"{MAP}/forks", json={"slug": "forked"}).status_code == 201
    assert ordered.get("/api/v1/maps/forked/question-order").json() == {"questions": ["Q2", "Q3", "Q1"]}


def merged(client: TestClient, source: str, target: str) -> dict[str, Any]:
    address = f"/api/v1/maps/{target}/merges/{source}"
    found = client.get(address).json()["differences"]
    sorts = {each["id"]: each["sort"] for each in found}
    body = {"take": list(sorts)}
    answer = client.post(address, json=body, headers={"If-Match": client.get(f"/api/v1/maps/{target}").headers["etag"]})
    assert answer.status_code == 200, answer.text
    return sorts


@pytest.mark.parametrize("fork_orders", [True, False])
def test_an_order_and_other_words_for_a_question_are_both_merged(ordered: TestClient, fork_orders: bool) -> None:
    ordered.post(f"{MAP}/forks", json={"slug": "forked"})
    ordering, wording = ("forked", "ordered") if fork_orders else ("ordered", "forked")
    assert put_order(ordered, "Q3", "Q2", "Q1", slug=ordering).status_code == 200
    address = f"/api/v1/maps/{wording}/questions/Q1"
    etag = ordered.get(address).headers["etag"]
    assert ordered.patch(address, json={"text": "Who began it first?"}, headers={"If-Match": etag}).status_code == 200
    assert set(merged(ordered, "forked", "ordered").values()) == {"changed"}
    assert ordered.get(ORDER).json() == {"questions": ["Q3", "Q2", "Q1"]}
    assert ordered.get(f"{MAP}/questions/Q1").json()["text"] == "Who began it first?"
    assert ordered.get(f"{MAP}/merges/forked").json()["differences"] == []


@pytest.mark.parametrize("labels", [["Q1", "Q2"], ["Q1", "Q2", "Q2"], ["Q1", "Q2", "Q3", "P1"], ["Q1", "Q2", "P1"]])
def test_an_order_names_every_question_once(ordered: TestClient, labels: list[str]) -> None:
    answer = put_order(ordered, *labels)
    assert answer.status_code == 422
    assert "Name every question of the map once" in answer.text
    assert ordered.get(ORDER).json() == {"questions": ["Q1", "Q2", "Q3"]}


def test_the_page_moves_one_question_at_a_time_without_a_script(ordered: TestClient) -> None:
    ordered.headers["Accept"] = "text/html"
    assert 'href="/maps/ordered/questions#Q2"' in ordered.get("/maps/ordered/records/Q2").text
    assert in_text(ordered.get("/maps/ordered/questions").text, *WORDS) == list(WORDS)
    moved = ordered.post("/maps/ordered/questions/Q3/move", data={"to": "up"})
    assert moved.status_code == 303
    assert moved.headers["location"].endswith("#Q3")
    page = ordered.get(moved.headers["location"]).text
    assert in_text(page, *WORDS) == ["Who began", "Who ended", "Who knew"]
    assert "autofocus" in page.partition('id="Q3"')[2].partition("</li>")[0]
    ordered.post("/maps/ordered/questions/Q1/move", data={"to": "down"})
    assert ordered.get(ORDER).json() == {"questions": ["Q3", "Q1", "Q2"]}
    # At the end there is nothing to do.
    ended = ordered.post("/maps/ordered/questions/Q2/move", data={"to": "down"})
    assert "done=" not in ended.headers["location"]


def test_whoever_mends_a_question_keeps_its_place_and_meets_nobody_who_puts_it_in_order(
    ordered: TestClient,
) -> None:
    form = ordered.get("/maps/ordered/records/Q3/edit").text
    revision = form.partition('name="revision" value="')[2].partition('"')[0]
    order(ordered, "Q3", "Q2", "Q1")
    sent = {"revision": revision, "text": "Who ended it, and when?"}
    assert ordered.post("/maps/ordered/records/Q3/edit", data=sent).status_code == 303
    assert ordered.get(f"{MAP}/questions/Q3").json()["text"] == "Who ended it, and when?"
    assert ordered.get(ORDER).json() == {"questions": ["Q3", "Q2", "Q1"]}


def test_an_order_names_the_version_it_begins_from_and_may_give_a_reason(ordered: TestClient) -> None:
    sent = {"questions": ["Q3", "Q2", "Q1"]}
    assert ordered.put(ORDER, json=sent).status_code == 428
    former = {"If-Match": ordered.get(ORDER).headers["etag"]}
    answer = put_order(ordered, "Q2", "Q1", "Q3", why="By their dates.")
    assert answer.headers["etag"] == ordered.get(MAP).headers["etag"]
    stale = ordered.put(ORDER, json=sent, headers=former)
    assert stale.status_code == 412
    assert stale.json()["current"] == {"questions": ["Q2", "Q1", "Q3"]}
    assert ordered.get(f"{MAP}/revisions?limit=100").json()["items"][-1]["why"] == "By their dates."
