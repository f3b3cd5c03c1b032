"""What was voted on cannot be rewritten: an answer keeps what the record said when it was given."""

import csv
import io
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import update
from starlette.testclient import TestClient

from models.engine import writing
from models.participation.positions import Position
from tests.api.seminars.positions.test_positions import API, close, open_round, take
from tests.builders import a_debate
from tests.members import asking, seat_members


@pytest.fixture
def debate(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    seat_members(monkeypatch)
    assert client.put(API, json=a_debate().lists, headers={"If-None-Match": "*"}).status_code == 201
    return client


def reword(client: TestClient, path: str, **fields: Any) -> None:
    answer = client.patch(f"{API}/{path}", json=fields, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text


def results(client: TestClient, number: int) -> Any:
    answer = client.get(f"{API}/rounds/{number}/results", headers=asking("anna"))
    assert answer.status_code == 200, answer.text
    return answer.json()


def table(client: TestClient, number: int) -> list[dict[str, str]]:
    answer = client.get(f"{API}/rounds/{number}/positions.csv", headers=asking("teacher"))
    return list(csv.DictReader(io.StringIO(answer.text)))


def text_of(client: TestClient, path: str) -> str:
    text: str = client.get(f"{API}/{path}").json()["text"]
    return text


def test_a_closed_round_tells_what_was_answered_about_and_what_has_changed_since(debate: TestClient) -> None:
    said = text_of(debate, "claims/P1")
    number = open_round(debate)
    take(debate, "anna", "P1", "accepts")
    close(debate, number)
    reword(debate, "claims/P1", text="It was forbidden.")
    (spread,) = results(debate, number)["distributions"]
    assert spread["wording"]["text"] == said
    assert spread["changed"] == [{"field": "text", "before": said, "after": "It was forbidden."}]
    (position,) = debate.get(f"{API}/positions", headers=asking("ben")).json()["items"]
    assert (position["wording"], position["changed"]) == (spread["wording"], spread["changed"])
    (row,) = table(debate, number)
    assert (row["wording"], row["kind"], row["changed since"]) == (said, "perception", "text: It was forbidden.")
    assert int(row["map change"]) == spread["sequence"]
    assert f"/maps/debate/records/P1?at={spread['sequence']}" in spread["citation"]


@pytest.mark.parametrize(
    ("path", "label", "fields", "field"),
    [
        ("claims/P1", "P1", {"kind": "finding"}, "claim_kind"),
        ("claims/P1", "P1", {"when": "1949"}, "when"),
        ("links/L1", "L1", {"verdict": "confirmed"}, "verdict"),
        ("links/L1", "L1", {"warrant": "Because."}, "warrant"),
        ("claims/F1", "L1", {"text": "What the link rests on is another thing."}, "premises"),
        ("claims/P1", "L1", {"text": "What the link is about is another thing."}, "target"),
    ],
)
def test_all_that_was_judged_with_the_words_is_kept(
    debate: TestClient, path: str, label: str, fields: dict[str, str], field: str
) -> None:
    number = open_round(debate)
    kept = take(debate, "anna", label, "accepts")["wording"]
    reword(debate, path, **fields)
    close(debate, number)
    (spread,) = results(debate, number)["distributions"]
    assert spread["wording"] == kept
    assert [each["field"] for each in spread["changed"]] == [field]


def test_answers_to_different_wordings_are_told_apart(debate: TestClient) -> None:
    number = open_round(debate)
    take(debate, "anna", "P1", "accepts")
    take(debate, "ben", "P1", "rejects")
    reword(debate, "claims/P1", text="It was forbidden.")
    take(debate, "cleo", "P1", "accepts")
    close(debate, number)
    first, second = results(debate, number)["distributions"]
    assert (first["label"], second["label"]) == ("P1", "P1")
    assert (first["agreement"], first["stances"]["rejects"]) == (-1.0, 1)
    assert (second["agreement"], second["stances"]["accepts"], second["changed"]) == (None, 1, [])
    assert [row["changed since"] for row in table(debate, number)] == ["text: It was forbidden."] * 2 + [""]


def test_who_moves_on_another_wording_is_said_to(debate: TestClient) -> None:
    first = open_round(debate)
    take(debate, "anna", "P1", "accepts")
    take(debate, "ben", "P1", "accepts")
    close(debate, first)
    second = open_round(debate)
    take(debate, "anna", "P1", "rejects")
    reword(debate, "claims/P1", text="It was forbidden.")
    take(debate, "ben", "P1", "rejects")
    close(debate, second)
    moved = results(debate, second)["moved"]
    assert [(each["member"], each["reworded"]) for each in moved] == [("anna", False), ("ben", True)]


def test_of_a_record_that_is_gone_the_wording_stays(debate: TestClient) -> None:
    said = text_of(debate, "claims/P1")
    number = open_round(debate, labels=["P1"])
    take(debate, "anna", "P1", "accepts")
    close(debate, number)
    gone = debate.delete(f"{API}/claims/P1?with_dependents=true", headers={"If-Match": "*"})
    assert gone.status_code == 200
    (spread,) = results(debate, number)["distributions"]
    assert (spread["wording"]["text"], spread["deleted"], spread["changed"]) == (said, True, [])
    assert table(debate, number)[0]["changed since"] == "deleted"


def test_of_answers_from_before_wordings_were_kept_the_history_tells_them(app: FastAPI, debate: TestClient) -> None:
    number = open_round(debate)
    kept = take(debate, "anna", "L1", "accepts")
    with writing(app.state.engine) as session:
        session.connection().execute(update(Position).values(wording=None))
    reword(debate, "claims/P1", text="It was forbidden.")
    close(debate, number)
    (spread,) = results(debate, number)["distributions"]
    assert (spread["wording"], spread["sequence"]) == (kept["wording"], kept["sequence"])


def test_where_names_are_hidden_what_was_answered_to_tells_nobody_when(debate: TestClient) -> None:
    number = open_round(debate, names_shown=False)
    take(debate, "anna", "P1", "accepts")
    reword(debate, "claims/P1", note="Nothing that is judged.")
    take(debate, "ben", "P1", "rejects")
    close(debate, number)
    seen = debate.get(f"{API}/positions", headers=asking("cleo")).json()["items"]
    assert len({each["sequence"] for each in seen}) == 1
    (spread,) = results(debate, number)["distributions"]
    assert spread["sequence"] == seen[0]["sequence"]
    assert (
        "first answered"
        not in debate.get(f"/maps/debate/rounds/{number}", headers=asking("cleo") | {"Accept": "text/html"}).text
    )


def test_what_is_kept_is_the_change_since_which_it_is_so_and_not_when_it_was_answered(debate: TestClient) -> None:
    reword(debate, "claims/P1", text="It was forbidden.")
    reword(debate, "claims/F1", text="It is another thing.")
    reword(debate, "interpretations/I1", text="Unlike what others say.")
    assert [take(debate, "anna", label, "accepts")["sequence"] for label in ("P1", "F1", "L1", "F2")] == [2, 3, 3, 1]
