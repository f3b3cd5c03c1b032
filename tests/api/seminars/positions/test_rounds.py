"""Rounds ask about chosen records, end at deadlines, are reopened before they are read, and deleted with a reason."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import update
from starlette.testclient import TestClient

from models.changes.lookup import find_map
from models.engine import reading, writing
from models.participation.contributions import count_contributions
from models.participation.positions import Round
from tests.api.seminars.positions.test_positions import API, UNSEEN, close, members_of, open_round, take
from tests.builders import a_debate
from tests.members import asking, seat_members


@pytest.fixture
def debate(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    seat_members(monkeypatch)
    assert client.put(API, json=a_debate().lists, headers={"If-None-Match": "*"}).status_code == 201
    return client


def post(client: TestClient, path: str, member: str = "teacher", **body: Any) -> Any:
    return client.post(f"{API}/{path}", json=body, headers={**asking(member), "If-Match": "*"})


def in_a_week() -> str:
    return (datetime.now(UTC) + timedelta(days=7)).isoformat()


def pass_deadline(app: FastAPI) -> None:
    """Put the deadlines of all rounds a second back: the clock is the database's, and nothing else runs."""
    with writing(app.state.engine) as session:
        session.connection().execute(update(Round).values(closes_at=datetime.now(UTC) - timedelta(seconds=1)))


def type_of(answer: Any) -> str:
    return str(answer.json()["type"]).removeprefix("urn:sicetnon:problem:")


@pytest.mark.parametrize("body", [{}, {"records": []}, {"records": "some"}, {"records": ["P1"], "labels": ["P1"]}])
def test_a_round_that_does_not_say_what_it_asks_about_is_refused(debate: TestClient, body: dict[str, Any]) -> None:
    assert post(debate, "rounds", title="R", **body).status_code == 422


@pytest.mark.parametrize(
    ("body", "labels"),
    [
        ({"records": ["P1", "L1"]}, ["P1", "L1"]),
        ({"records": "all"}, []),
        ({"labels": []}, []),
        ({"labels": ["P1"]}, ["P1"]),
    ],
)
def test_a_round_asks_about_chosen_records_or_expressly_about_all(
    debate: TestClient, body: dict[str, Any], labels: list[str]
) -> None:
    made = post(debate, "rounds", title="R", **body)
    assert (made.status_code, made.json()["labels"]) == (201, labels)


def test_after_its_deadline_a_round_is_closed_though_nothing_has_run(app: FastAPI, debate: TestClient) -> None:
    number = open_round(debate, closes_at=in_a_week())
    assert debate.get(f"{API}/rounds/{number}", headers=asking("anna")).json()["is_open"]
    take(debate, "anna", "P1", "accepts", reason=UNSEEN)
    assert members_of(debate, "ben") == []
    pass_deadline(app)
    late = debate.put(f"{API}/positions/P1", json={"stance": "rejects", "round": number}, headers=asking("ben"))
    assert (late.status_code, type_of(late)) == (409, "round-is-closed")
    found = debate.get(f"{API}/rounds/{number}", headers=asking("anna")).json()
    assert (found["is_open"], found["closed_at"]) == (False, found["closes_at"])
    assert members_of(debate, "ben") == [("anna", "P1", "accepts")]
    assert type_of(post(debate, f"rounds/{number}/close")) == "round-is-closed"
    with reading(app.state.engine) as session:
        found = count_contributions(session, find_map(session, "debate").id or 0)
    assert {each.member: each.counts["positions"] for each in found if each.counts["positions"]} == {"anna": 1}
    assert open_round(debate, title="The next") == number + 1


def test_where_a_deadline_closes_a_round_members_stand_under_numbers_too(app: FastAPI, debate: TestClient) -> None:
    open_round(debate, names_shown=False, closes_at=in_a_week())
    take(debate, "anna", "P1", "accepts")
    pass_deadline(app)
    ((name, *_),) = members_of(debate, "cleo")
    assert name.startswith("Member ")


@pytest.mark.parametrize("moment", ["2020-01-01T00:00:00Z", "2090-01-01T00:00:00", "tomorrow"])
def test_a_deadline_is_a_moment_to_come_with_its_zone(debate: TestClient, moment: str) -> None:
    assert post(debate, "rounds", title="R", records=["P1"], closes_at=moment).status_code == 422


def test_a_round_that_nobody_has_read_is_opened_again(debate: TestClient) -> None:
    number = open_round(debate)
    take(debate, "anna", "P1", "accepts")
    close(debate, number)
    assert debate.get(f"{API}/rounds/{number}", headers=asking("anna")).json()["results_read_at"] is None
    again = post(debate, f"rounds/{number}/reopen", closes_at=in_a_week())
    assert (again.status_code, again.json()["is_open"]) == (200, True)
    take(debate, "anna", "P1", "rejects")
    close(debate, number)
    assert members_of(debate, "ben")[-1] == ("anna", "P1", "rejects")


def test_the_deadline_of_an_open_round_is_moved_by_whoever_leads(app: FastAPI, debate: TestClient) -> None:
    number = open_round(debate)
    address = f"{API}/rounds/{number}/deadline"
    moment = in_a_week()
    assert debate.put(address, json={"closes_at": moment}, headers=asking("anna")).status_code == 403
    for due in (moment, None, moment):
        moved = debate.put(address, json={"closes_at": due}, headers=asking("teacher"))
        assert (moved.status_code, moved.json()["closes_at"] is None) == (200, due is None)
    assert debate.put(address, json={"closes_at": "2020-01-01T00:00:00Z"}, headers=asking("teacher")).status_code == 422
    pass_deadline(app)
    late = debate.put(address, json={"closes_at": moment}, headers=asking("teacher"))
    assert (late.status_code, type_of(late)) == (409, "round-is-closed")


@pytest.mark.parametrize(
    "way",
    [
        f"{API}/rounds/1/results",
        f"{API}/rounds/1/positions.csv",
        f"{API}/positions",
        "/maps/debate/rounds/1",
        "/maps/debate/records/P1",
        "/maps/debate/panels/P1",
    ],
)
def test_by_whichever_way_somebody_has_read_its_results_a_round_stays_closed(debate: TestClient, way: str) -> None:
    number = open_round(debate)
    take(debate, "anna", "P1", "accepts", reason=UNSEEN)
    close(debate, number)
    member = "teacher" if way.endswith("csv") else "ben"
    read = debate.get(way, headers=asking(member) | ({"Accept": "text/html"} if way.startswith("/maps") else {}))
    assert ('"accepts":1' if way.endswith("results") else UNSEEN) in read.text
    refused = post(debate, f"rounds/{number}/reopen")
    assert (refused.status_code, type_of(refused)) == (409, "results-were-read")


def test_a_round_is_deleted_with_its_answers_and_its_reason_stays(debate: TestClient) -> None:
    number = open_round(debate)
    take(debate, "anna", "P1", "accepts", reason=UNSEEN)
    assert post(debate, f"rounds/{number}/delete").status_code == 422
    assert post(debate, f"rounds/{number}/delete", "anna", reason="Mine").status_code == 403
    gone = post(debate, f"rounds/{number}/delete", reason="P3 was ambiguous.")
    assert gone.status_code == 200
    found = debate.get(f"{API}/rounds/{number}", headers=asking("anna")).json()
    assert (found["is_open"], found["deleted"]["reason"], found["deleted"]["by"]) == (
        False,
        "P3 was ambiguous.",
        "teacher",
    )
    assert members_of(debate, "anna") == []
    for way, member in (("results", "anna"), ("positions.csv", "teacher")):
        assert type_of(debate.get(f"{API}/rounds/{number}/{way}", headers=asking(member))) == "round-is-deleted"
    page = debate.get("/maps/debate/positions", headers=asking("anna") | {"Accept": "text/html"})
    assert "P3 was ambiguous." in page.text
    assert type_of(post(debate, f"rounds/{number}/reopen")) == "results-were-read"
    assert type_of(post(debate, f"rounds/{number}/delete", reason="Again")) == "round-is-deleted"
