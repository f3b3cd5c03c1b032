"""Opening a round on its page: records picked from a list, a count, a warning, a deadline; and what is asked before."""

import re

import pytest
from starlette.testclient import TestClient

from tests.api.seminars.test_seminar_pages import API, MAP, page, send
from tests.builders import MapBuilder, a_debate
from tests.members import asking, seat_members


@pytest.fixture
def debate(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    seat_members(monkeypatch)
    assert client.put(API, json=a_debate().lists, headers={"If-None-Match": "*"}).status_code == 201
    client.headers["Accept"] = "text/html"
    client.follow_redirects = False
    return client


def rounds(client: TestClient) -> list[dict[str, object]]:
    found: list[dict[str, object]] = client.get(f"{API}/rounds", headers=asking("teacher")).json()["items"]
    return found


def test_a_blank_choice_opens_nothing(debate: TestClient) -> None:
    shown = send(debate, f"{MAP}/rounds", "teacher", 422, title="Before reading", question="Think!")
    assert "Choose the records that the round asks about" in shown
    assert "Think!" in shown
    assert rounds(debate) == []


def test_records_are_found_by_their_words_and_those_chosen_stay_so(debate: TestClient) -> None:
    asked = {"title": "R", "go": "find", "find": "only allowed", "ask.P1": "yes"}
    shown = send(debate, f"{MAP}/rounds", "teacher", 200, **asked)
    assert 'name="ask.P1" value="yes" checked' in shown
    assert 'name="ask.F2" value="yes">' in shown
    assert 'name="ask.E1"' not in shown
    assert "1 chosen" in shown
    send(debate, f"{MAP}/rounds", "teacher", title="R", **{"ask.P1": "yes", "ask.F2": "yes"})
    assert rounds(debate)[0]["labels"] == ["P1", "F2"]


def test_records_of_one_question_stand_together(client: TestClient, debate: TestClient) -> None:
    builder = MapBuilder().question("Q1", text="Who wanted it?").question("Q2", text="Why so late?")
    for number in range(1, 5):
        builder.finding(f"F{number}", answers="Q1" if number % 2 else "Q2")
    builder.finding("F0")
    assert client.put("/api/v1/maps/debate", json=builder.lists, headers={"If-Match": "*"}).status_code == 200
    listed = page(debate, f"{MAP}/positions", "teacher").partition('class="record-choices"')[2].partition("</div>")[0]
    assert re.findall(r"Who wanted it\?|Why so late\?|Under no question|ask\.F\d", listed) == [
        *("Who wanted it?", "ask.F1", "ask.F3"),
        *("Why so late?", "ask.F2", "ask.F4"),
        *("Under no question", "ask.F0"),
    ]


def test_of_more_than_ten_records_it_is_asked_once_more(client: TestClient, debate: TestClient) -> None:
    builder = MapBuilder()
    for number in range(1, 12):
        builder.finding(f"F{number}")
    assert client.put("/api/v1/maps/debate", json=builder.lists, headers={"If-Match": "*"}).status_code == 200
    shown = send(debate, f"{MAP}/rounds", "teacher", 422, title="R", records="all")
    assert "The round asks about 11 records" in shown
    assert 'name="records" value="all" checked' in shown
    assert rounds(debate) == []
    send(debate, f"{MAP}/rounds", "teacher", title="R", records="all", sure="yes")
    assert rounds(debate)[0]["labels"] == []


def test_a_deadline_is_typed_in_a_zone_and_told(debate: TestClient) -> None:
    wrong = {"title": "R", "labels": "P1", "closes": "2090-05-14T18:00", "zone": "Europe/Nowhere"}
    assert "is not a time zone" in send(debate, f"{MAP}/rounds", "teacher", 422, **wrong)
    send(debate, f"{MAP}/rounds", "teacher", **{**wrong, "zone": "Europe/Berlin"})
    assert rounds(debate)[0]["closes_at"] == "2090-05-14T16:00:00Z"
    assert "The round closes automatically on" in page(debate, f"{MAP}/positions", "anna")


def test_a_closed_round_is_opened_again_from_its_page_until_somebody_reads_it(debate: TestClient) -> None:
    send(debate, f"{MAP}/rounds", "teacher", title="R", labels="P1")
    send(debate, f"{MAP}/rounds/1/close", "teacher", sure="yes")
    assert "Reopen" in page(debate, f"{MAP}/positions", "teacher")
    assert "Reopen" not in page(debate, f"{MAP}/positions", "anna")
    send(debate, f"{MAP}/rounds/1/reopen", "teacher")
    send(debate, f"{MAP}/rounds/1/close", "teacher", sure="yes")
    page(debate, f"{MAP}/rounds/1", "anna")
    assert "Reopen" not in page(debate, f"{MAP}/positions", "teacher")
    assert "Somebody has read" in send(debate, f"{MAP}/rounds/1/reopen", "teacher", 409)


def test_a_deadline_is_moved_on_the_page_and_outlasts_that_the_round_was_closed(debate: TestClient) -> None:
    send(debate, f"{MAP}/rounds", "teacher", title="R", labels="P1")
    assert "Set deadline" in page(debate, f"{MAP}/positions", "teacher")
    assert "Set deadline" not in page(debate, f"{MAP}/positions", "anna")
    there = f"{MAP}/rounds/1/deadline"
    send(debate, there, "teacher", closes="2090-05-14T18:00", zone="Europe/Berlin")
    assert rounds(debate)[0]["closes_at"] == "2090-05-14T16:00:00Z"
    wrong = send(debate, there, "teacher", 422, closes="2091-01-01T08:00", zone="Europe/Nowhere")
    assert ["is not a time zone" in wrong, 'value="2091-01-01T08:00"' in wrong] == [True, True]
    send(debate, there, "teacher", 409, closes="2020-05-14T18:00", zone="UTC")
    send(debate, f"{MAP}/rounds/1/close", "teacher", sure="yes")
    send(debate, f"{MAP}/rounds/1/reopen", "teacher")
    assert rounds(debate)[0]["closes_at"] == "2090-05-14T16:00:00Z"
    send(debate, there, "teacher", closes="", zone="UTC")
    assert rounds(debate)[0]["closes_at"] is None


def test_deleting_a_round_asks_says_what_goes_and_wants_a_reason(debate: TestClient) -> None:
    send(debate, f"{MAP}/rounds", "teacher", title="R", labels="P1")
    send(debate, f"{MAP}/positions", "anna", **{"round": "1", "stance.P1": "accepts"})
    asked = page(debate, f"{MAP}/rounds/1/delete", "teacher")
    assert "The answers of 1 member are deleted with it." in asked
    assert "This cannot be undone" in asked
    assert "Say why" in send(debate, f"{MAP}/rounds/1/delete", "teacher", 422, reason=" ")
    send(debate, f"{MAP}/rounds/1/delete", "teacher", reason="It was ambiguous.")
    assert "It was ambiguous." in page(debate, f"{MAP}/positions", "anna")
