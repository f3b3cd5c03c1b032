"""A synthesis is proposed, and each member of the group is asked; whoever answered to other words is asked again."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi import FastAPI
from httpx2 import Response
from sqlmodel import select

from models.changes.lookup import find_map
from models.deliberation.map_anonymising import anonymise_map
from models.engine import writing
from models.people.seminars import Seminar
from tests.api.classes import Class, a_class
from tests.api.people import server
from tests.api.seminars.controversies.test_controversies import ONE, at_synthesis, go
from tests.conftest import postgresql_in_the_long_run

PAGE = "/seminars/ours/controversies/1"
SYNTHESIS = f"{ONE}/groups/1/synthesis"
TIES = [{"claim": label, "relation": "qualifies"} for label in ("C1", "C2")]


@pytest.fixture
def app(database_url: str) -> Iterator[FastAPI]:
    with server(database_url) as made:
        yield made


@pytest.fixture
def ours(app: FastAPI) -> Class:
    """Two groups of two at their syntheses; Ben has proposed one for the first, with Anna."""
    made = a_class(app)
    at_synthesis(made)
    assert made.people["Ben"].put(SYNTHESIS, json={"text": "Both hold.", "ties": TIES}).status_code == 200
    return made


def read(ours: Class, who: str) -> Any:
    return ours.people[who].get(ONE).json()["groups"][0]["synthesis"]


def counts(ours: Class, who: str = "Teacher") -> tuple[int, int, int]:
    told = read(ours, who)
    return told["asked"], told["assenting"], told["dissenting"]


def answer(ours: Class, who: str, assents: bool, reason: str = "", wording: str = "") -> Response:
    body = {"assents": assents, "reason": reason, "wording": wording or read(ours, "Teacher")["wording"]}
    return ours.people[who].put(f"{SYNTHESIS}/assent", json=body)


def reword(ours: Class, text: str) -> None:
    at = f"/api/v1/maps/ours-c1-g1/claims/{read(ours, 'Teacher')['claim']}"
    tag = {"If-Match": ours.people["Ben"].get(at).headers["etag"]}
    assert ours.people["Ben"].patch(at, json={"text": text}, headers=tag).status_code == 200


@postgresql_in_the_long_run
def test_whoever_proposes_assents_and_the_others_are_asked_for_a_reason_where_they_dissent(ours: Class) -> None:
    assert counts(ours) == (2, 1, 0)
    assert answer(ours, "Anna", False).status_code == 422
    assert counts(ours) == (2, 1, 0)
    assert answer(ours, "Anna", False, "F1 is left out.").status_code == 200
    assert counts(ours) == (2, 1, 1)
    told = [(each["name"], each["assents"], each["reason"]) for each in read(ours, "Ben")["answers"]]
    assert sorted(told) == [("Anna", False, "F1 is left out."), ("Ben", True, "")]
    assert answer(ours, "Anna", True).status_code == 200
    assert counts(ours) == (2, 2, 0)


def test_changed_words_ask_again_and_what_was_answered_to_is_kept(ours: Class) -> None:
    former = read(ours, "Anna")["wording"]
    assert answer(ours, "Anna", True).status_code == 200
    reword(ours, "Only one holds.")
    assert counts(ours) == (2, 0, 0)
    assert {each["text"] for each in read(ours, "Anna")["answers"]} == {"Both hold."}
    assert answer(ours, "Anna", True, wording=former).status_code == 409
    page = ours.people["Anna"].get(PAGE).text
    assert "so you are asked again" in page
    assert "“Both hold.”" in page
    reword(ours, "Both hold.")
    assert counts(ours) == (2, 2, 0)


@postgresql_in_the_long_run
def test_on_the_page_of_the_seminar_one_is_asked_until_one_has_answered(ours: Class) -> None:
    def is_asked(who: str) -> bool:
        return "Say whether you agree" in ours.people[who].get("/seminars/ours").text

    assert [is_asked(who) for who in ("Anna", "Ben", "Cleo", "Teacher")] == [True, False, False, False]
    assert answer(ours, "Anna", assents=True).status_code == 200
    assert not is_asked("Anna")
    reword(ours, "Both hold, in part.")
    assert [is_asked(who) for who in ("Anna", "Ben")] == [True, True]


@pytest.mark.parametrize("who", ["Anna", "Ben"])
def test_in_a_closed_seminar_nobody_proposes_assents_or_dissents(app: FastAPI, ours: Class, who: str) -> None:
    member, before = ours.people[who], counts(ours)
    wording = read(ours, "Teacher")["wording"]
    with writing(app.state.engine) as session:
        session.exec(select(Seminar)).one().closed = datetime.now(UTC)
    forms = f"{PAGE}/groups/1"
    refused = [
        answer(ours, who, assents=False, reason="Not so.", wording=wording),
        member.put(SYNTHESIS, json={"text": "Another one.", "ties": TIES}),
        member.put(SYNTHESIS, json={"claim": "C1"}),
        member.post(f"{forms}/assent", data={"answer": "dissent", "reason": "Not so.", "wording": wording}),
        member.post(f"{forms}/synthesis", data={"text": "Another one."}),
    ]
    assert [(each.status_code, "is closed" in each.text) for each in refused] == [(409, True)] * 5
    assert counts(ours) == before


def test_nobody_else_answers_and_other_groups_read_numbers_alone(ours: Class) -> None:
    assert answer(ours, "Anna", False, "F1 is left out.").status_code == 200
    for who in ("Cleo", "Teacher", "Stranger", "nobody"):
        assert answer(ours, who, True).status_code in (401, 404), who
    go(ours, "compare")
    assert answer(ours, "Anna", True).status_code == 409
    assert counts(ours, "Cleo") == (2, 1, 1)
    assert read(ours, "Cleo")["answers"] == []
    page = ours.people["Cleo"].get(PAGE).text
    assert "1 of 2 members agrees; 1 disagrees." in page
    assert "F1 is left out." not in page


@postgresql_in_the_long_run
def test_on_a_map_that_is_anonymous_members_read_their_own_answer_alone(app: FastAPI, ours: Class) -> None:
    with writing(app.state.engine) as session:
        anonymise_map(session, find_map(session, "ours-c1-g1"), by="Teacher")
    assert answer(ours, "Anna", False, "F1 is left out.").status_code == 200
    assert [each["name"] for each in read(ours, "Ben")["answers"]] == ["Ben"]
    assert "F1 is left out." not in ours.people["Ben"].get(PAGE).text
    assert len(read(ours, "Teacher")["answers"]) == 2


@postgresql_in_the_long_run
def test_one_answers_on_the_page_and_what_was_typed_stays_where_it_is_refused(ours: Class) -> None:
    anna = ours.people["Anna"]
    at = f"{PAGE}/groups/1/assent"
    wording = read(ours, "Anna")["wording"]
    assert f'name="wording" value="{wording}"' in anna.get(PAGE).text
    silent = anna.post(at, data={"wording": wording, "answer": "dissent", "reason": " "})
    assert silent.status_code == 422
    assert "what you cannot agree to" in silent.text
    reword(ours, "Only one holds.")
    unfit = anna.post(at, data={"wording": wording, "answer": "dissent", "reason": "F1\0 is left out."})
    assert (unfit.status_code, "F1" in unfit.text) == (422, True)
    late = anna.post(at, data={"wording": wording, "answer": "dissent", "reason": "F1 is left out."})
    assert late.status_code == 409
    assert "F1 is left out.</textarea>" in late.text
    fresh = read(ours, "Anna")["wording"]
    assert anna.post(at, data={"wording": fresh, "answer": "assent", "reason": "Now."}).status_code == 303
    assert "1 of 2 members agrees" in anna.get(PAGE).text


@postgresql_in_the_long_run
def test_who_publishes_is_told_how_many_assent(ours: Class) -> None:
    told = "Joint synthesis of group 1, C3: 1 of 2 members agrees; 1 has not answered."
    teacher = ours.people["Teacher"]
    for slug in ("ours-c1-g1", "debate"):
        assert told in teacher.get(f"/maps/{slug}/editions").text
    version = teacher.get("/api/v1/maps/debate").headers["etag"].strip('"').split(".")[-1].removesuffix("-gzip")
    asked = teacher.post("/maps/debate/editions", data={"version": version})
    assert asked.status_code == 200
    assert told in asked.text
    assert told not in ours.people["Anna"].get("/maps/debate/editions").text
