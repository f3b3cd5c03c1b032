"""Rounds: while one is open nobody sees another's position anywhere; then all see how the group is divided."""

import csv
import io
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.testclient import TestClient

from models.changes.lookup import find_map
from models.engine import reading
from models.participation.contributions import count_contributions
from tests.builders import a_debate
from tests.members import asking, seat_members

API = "/api/v1/maps/debate"
UNSEEN = "what only anna may read"


@pytest.fixture
def debate(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    seat_members(monkeypatch)
    assert client.put(API, json=a_debate().lists, headers={"If-None-Match": "*"}).status_code == 201
    return client


def open_round(client: TestClient, **given: Any) -> int:
    body = {"title": "Before reading", "labels": ["P1", "L1"], **given}
    answer = client.post(f"{API}/rounds", json=body, headers=asking("teacher"))
    assert answer.status_code == 201, answer.text
    number: int = answer.json()["number"]
    return number


def close(client: TestClient, number: int) -> None:
    assert (
        client.post(f"{API}/rounds/{number}/close", headers={**asking("teacher"), "If-Match": "*"}).status_code == 200
    )


def take(client: TestClient, member: str, label: str, stance: str, **given: Any) -> Any:
    answer = client.put(f"{API}/positions/{label}", json={"stance": stance, **given}, headers=asking(member))
    assert answer.status_code == 200, answer.text
    return answer.json()


def members_of(client: TestClient, member: str, **query: Any) -> list[tuple[str, str, str]]:
    found = client.get(f"{API}/positions", params=query, headers=asking(member)).json()["items"]
    return [(each["member"], each["label"], each["stance"]) for each in found]


def test_while_a_round_is_open_everybody_sees_only_their_own_position(debate: TestClient) -> None:
    open_round(debate)
    take(debate, "anna", "P1", "accepts")
    take(debate, "ben", "P1", "rejects")
    assert members_of(debate, "anna") == [("anna", "P1", "accepts")]
    assert members_of(debate, "ben") == [("ben", "P1", "rejects")]
    assert members_of(debate, "cleo") == []
    assert members_of(debate, "teacher") == []


def test_when_it_is_closed_all_members_see_what_was_answered(debate: TestClient) -> None:
    number = open_round(debate)
    take(debate, "anna", "P1", "accepts")
    take(debate, "ben", "P1", "rejects")
    close(debate, number)
    for member in ("anna", "cleo", "teacher"):
        assert members_of(debate, member) == [("anna", "P1", "accepts"), ("ben", "P1", "rejects")]


def test_nothing_that_can_be_read_while_a_round_is_open_holds_anothers_position(
    app: FastAPI, debate: TestClient
) -> None:
    open_round(debate, labels=[])
    take(debate, "anna", "P1", "accepts", reason=UNSEEN)
    parts = {"slug": "debate", "label": "P1", "number": "1", "sequence": "1", "extension": "json", "records": "claims"}
    asked = 0
    # A stream tells what there was, and ends.
    app.state.live.end_streams()
    for route in iter_route_contexts(app.routes):
        if not isinstance(route.original_route, APIRoute) or "GET" not in (route.methods or ()):
            continue
        path = route.path
        for name, value in parts.items():
            path = path.replace(f"{{{name}}}", value)
        for member in ("ben", "teacher", "reader"):
            for accept in ("application/json", "text/html"):
                answer = debate.get(path, headers={**asking(member), "Accept": accept})
                assert UNSEEN not in answer.text, f"{member} reads it at {path}"
                asked += 1
    assert asked > 300


def test_a_position_leaves_no_revision_and_no_new_version(debate: TestClient) -> None:
    before = debate.get(API).headers["etag"], debate.get(f"{API}/revisions").json()
    open_round(debate)
    take(debate, "anna", "P1", "accepts", reason=UNSEEN)
    assert (debate.get(API).headers["etag"], debate.get(f"{API}/revisions").json()) == before


@pytest.mark.parametrize("way", ["results", "positions.csv"])
def test_results_are_refused_while_the_round_is_open_even_to_the_teacher(debate: TestClient, way: str) -> None:
    number = open_round(debate)
    take(debate, "anna", "P1", "accepts", reason=UNSEEN)
    answer = debate.get(f"{API}/rounds/{number}/{way}", headers=asking("teacher"))
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:sicetnon:problem:round-is-open")
    assert UNSEEN not in answer.text


def test_how_many_have_answered_is_told_to_the_teacher_only_until_it_is_closed(debate: TestClient) -> None:
    number = open_round(debate)
    take(debate, "anna", "P1", "accepts")
    take(debate, "anna", "L1", "accepts")

    def read_answered(member: str) -> Any:
        return debate.get(f"{API}/rounds/{number}", headers=asking(member)).json()["answered"]

    assert (read_answered("teacher"), read_answered("ben")) == (1, None)
    close(debate, number)
    assert read_answered("ben") == 1


def test_a_position_for_a_round_that_was_closed_meanwhile_is_not_shown_to_all_instead(debate: TestClient) -> None:
    number = open_round(debate)
    close(debate, number)
    answer = debate.put(f"{API}/positions/P1", json={"stance": "accepts", "round": number}, headers=asking("anna"))
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:sicetnon:problem:round-is-closed")
    assert members_of(debate, "anna") == []


def test_outside_of_rounds_positions_are_seen_by_all_at_once(debate: TestClient) -> None:
    open_round(debate, labels=["P1"])
    assert take(debate, "anna", "F1", "qualifies")["round"] is None
    assert members_of(debate, "ben") == [("anna", "F1", "qualifies")]


def test_a_later_position_replaces_the_earlier_one_and_both_stay(debate: TestClient) -> None:
    number = open_round(debate)
    take(debate, "anna", "P1", "accepts")
    take(debate, "anna", "P1", "rejects", confidence="low")
    close(debate, number)
    assert [stance for *_, stance in members_of(debate, "ben", label="P1")] == ["accepts", "rejects"]
    found = debate.get(f"{API}/rounds/{number}/results", headers=asking("ben")).json()
    (spread,) = found["distributions"]
    assert spread["stances"] == {"accepts": 0, "rejects": 1, "qualifies": 0, "undecided": 0}
    assert spread["confidences"]["low"] == 1


def test_results_tell_what_divides_the_group_and_who_moved(debate: TestClient) -> None:
    first = open_round(debate)
    for member, stance in (("anna", "accepts"), ("ben", "rejects"), ("cleo", "accepts")):
        take(debate, member, "P1", stance)
        take(debate, member, "L1", "accepts")
    close(debate, first)
    second = open_round(debate, title="After reading")
    take(debate, "ben", "P1", "qualifies")
    take(debate, "anna", "P1", "accepts")
    close(debate, second)
    then = debate.get(f"{API}/rounds/{first}/results", headers=asking("anna")).json()
    assert (then["divided"], then["members"], then["moved"]) == (["P1"], 3, [])
    now = debate.get(f"{API}/rounds/{second}/results", headers=asking("anna")).json()
    moved = {"member": "ben", "label": "P1", "before": "rejects", "before_round": 1, "after": "qualifies"}
    assert now["moved"] == [{**moved, "reworded": False}]


def test_where_names_are_not_shown_members_stand_under_numbers_but_not_to_the_teacher(debate: TestClient) -> None:
    number = open_round(debate, names_shown=False)
    take(debate, "anna", "P1", "accepts")
    take(debate, "ben", "P1", "rejects")
    close(debate, number)
    seen = [name for name, *_ in members_of(debate, "ben")]
    assert seen[1] == "ben"
    assert seen[0].startswith("Member ")
    assert [name for name, *_ in members_of(debate, "teacher")] == ["anna", "ben"]
    answer = debate.get(f"{API}/positions", headers=asking("cleo"))
    assert "anna" not in answer.text
    assert "ben" not in answer.text


def test_teachers_get_a_table_that_no_spreadsheet_takes_for_formulas(debate: TestClient) -> None:
    number = open_round(debate)
    take(debate, "anna", "P1", "accepts", reason="=HYPERLINK(1)")
    take(debate, "anna", "P1", "rejects", reason="On second thought.")
    close(debate, number)
    assert debate.get(f"{API}/rounds/{number}/positions.csv", headers=asking("anna")).status_code == 403
    table = debate.get(f"{API}/rounds/{number}/positions.csv", headers=asking("teacher"))
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert [(row["member"], row["stance"], row["reason"], row["replaced"]) for row in rows] == [
        ("anna", "accepts", "'=HYPERLINK(1)", "replaced"),
        ("anna", "rejects", "On second thought.", ""),
    ]


@pytest.mark.parametrize(
    ("member", "method", "path", "body", "status"),
    [
        ("anna", "POST", "rounds", {"title": "Mine"}, 403),
        ("anna", "POST", "rounds/1/close", None, 403),
        ("reader", "GET", "positions", None, 403),
        ("reader", "GET", "rounds", None, 403),
        ("reader", "PUT", "positions/P1", {"stance": "accepts"}, 403),
        ("teacher", "POST", "rounds", {"title": "A second one", "records": "all"}, 409),
        ("teacher", "POST", "rounds/9/close", None, 404),
        ("teacher", "GET", "rounds/9", None, 404),
        ("anna", "GET", "positions?round=9", None, 404),
        ("anna", "PUT", "positions/P9", {"stance": "accepts"}, 404),
        ("anna", "PUT", "positions/Q1", {"stance": "accepts"}, 422),
        ("anna", "PUT", "positions/P1", {"stance": "maybe"}, 422),
        ("anna", "PUT", "positions/F1", {"stance": "accepts", "round": 1}, 409),
    ],
)
def test_what_may_not_or_cannot_be_is_refused(
    debate: TestClient, member: str, method: str, path: str, body: Any, status: int
) -> None:
    open_round(debate)
    answer = debate.request(method, f"{API}/{path}", json=body, headers=asking(member))
    assert answer.status_code == status, answer.text
    assert answer.json()["remedy"]


def test_a_round_about_what_is_not_there_is_refused_where_it_is_wrong(debate: TestClient) -> None:
    wrong = debate.post(f"{API}/rounds", json={"title": "R", "labels": ["P1", "Q1"]}, headers=asking("teacher"))
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/labels/1")
    unknown = debate.post(f"{API}/rounds", json={"title": "R", "labels": ["P99"]}, headers=asking("teacher"))
    assert unknown.status_code == 404


def test_positions_outlive_the_record_and_the_map_they_are_on(debate: TestClient) -> None:
    take(debate, "anna", "F2", "accepts")
    gone = debate.delete(f"{API}/claims/F2?with_dependents=true", headers={"If-Match": "*"})
    assert gone.status_code == 200
    assert members_of(debate, "ben") == [("anna", "F2", "accepts")]
    change = debate.delete(API, headers={"If-Match": "*"}).json()["change"]
    assert debate.post(f"{API}/changes/{change}/undo").status_code == 200
    assert members_of(debate, "ben") == [("anna", "F2", "accepts")]


def test_lists_of_positions_are_paged(debate: TestClient) -> None:
    for stance in ("accepts", "rejects", "qualifies"):
        take(debate, "anna", "P1", stance)
    first = debate.get(f"{API}/positions", params={"limit": 2}, headers=asking("ben")).json()
    rest = debate.get(first["next"], headers=asking("ben")).json()
    assert [each["stance"] for each in (*first["items"], *rest["items"])] == ["accepts", "rejects", "qualifies"]
    assert rest["next"] is None


def test_contributions_count_no_position_of_a_round_that_is_open(app: FastAPI, debate: TestClient) -> None:
    take(debate, "ben", "F1", "accepts")
    number = open_round(debate)
    take(debate, "anna", "P1", "accepts")

    def counted() -> dict[str, int]:
        with reading(app.state.engine) as session:
            found = count_contributions(session, find_map(session, "debate").id or 0)
        return {each.member: each.counts["positions"] for each in found if each.counts["positions"]}

    assert counted() == {"ben": 1}
    close(debate, number)
    assert counted() == {"ben": 1, "anna": 1}


def test_contributions_tell_members_nothing_of_who_answered_under_pseudonyms(debate: TestClient) -> None:
    number = open_round(debate, names_shown=False)
    take(debate, "anna", "P1", "accepts")
    close(debate, number)
    take(debate, "ben", "F1", "accepts")
    told = debate.get("/maps/debate/contributions", headers=asking("cleo") | {"Accept": "text/html"}).text
    assert '<th scope="row">anna</th>' not in told
    assert '<th scope="row">ben</th>' in told
