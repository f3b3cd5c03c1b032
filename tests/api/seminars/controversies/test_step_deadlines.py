"""Deadlines of the steps of a controversy: set, told, and held to, by whom they are meant for."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from httpx2 import Response
from sqlalchemy import update

from models.controversies.controversy_deadlines import ControversyDeadline
from models.engine import writing
from models.people.seminars import SeminarMap
from tests.api.classes import Class, a_class
from tests.api.people import server
from tests.api.seminars.controversies.test_controversies import HERE, ONE, act, at_synthesis, claim, go, seated
from tests.conftest import postgresql_in_the_long_run

PAGE = "/seminars/ours/controversies/1"


@pytest.fixture
def app(database_url: str) -> Iterator[FastAPI]:
    with server(database_url) as made:
        yield made


@pytest.fixture
def ours(app: FastAPI) -> Class:
    return a_class(app)


def ahead(**more: float) -> str:
    return (datetime.now(UTC) + timedelta(**more)).isoformat()


def due(ours: Class, **deadlines: str | None) -> Response:
    return act(ours, "PUT", "/deadlines", {"deadlines": deadlines})


def let_pass(app: FastAPI) -> None:
    """Let the deadlines that there are have passed an hour ago, as if one had waited."""
    past = datetime.now(UTC) - timedelta(hours=1)
    shared: Any = SeminarMap
    with writing(app.state.engine) as session:
        session.connection().execute(update(ControversyDeadline).values(due=past))
        set_ones = shared.writable_until.is_not(None)
        session.connection().execute(update(SeminarMap).where(set_ones).values(writable_until=past))


def test_after_its_deadline_a_step_lets_nobody_in_the_groups_record_until_there_is_more_time(
    app: FastAPI, ours: Class
) -> None:
    seated(ours)
    assert due(ours, prepare=ahead(hours=2)).status_code == 200
    anna, slug = ours.people["Anna"], "ours-c1-g1a"
    assert claim(anna, slug, "In time.").status_code == 201
    let_pass(app)
    assert claim(anna, slug, "Too late.").status_code == 403
    assert 'class="add-button"' not in anna.get(f"/maps/{slug}").text
    assert anna.post(f"/api/v1/maps/{slug}/comments", json={"text": "A word."}).status_code == 201
    assert claim(ours.people["Teacher"], slug, "Hers.").status_code == 201
    told = anna.get(ONE).json()
    assert (told["step"], told["is_over"]) == ("prepare", True)
    assert "The time for this step is over." in anna.get(PAGE).text
    assert due(ours, prepare=ahead(hours=1)).status_code == 200
    assert claim(anna, slug, "With more time.").status_code == 201


@postgresql_in_the_long_run
def test_a_step_goes_on_when_it_is_said_and_a_deadline_that_is_over_by_then_is_given_up(
    app: FastAPI, ours: Class
) -> None:
    seated(ours)
    assert due(ours, prepare=ahead(hours=1), discuss=ahead(hours=2)).status_code == 200
    let_pass(app)
    assert ours.people["Anna"].get(ONE).json()["step"] == "prepare"
    go(ours, "discuss")
    told = ours.people["Anna"].get(ONE).json()
    assert (list(told["deadlines"]), told["is_over"]) == (["prepare"], False)
    assert claim(ours.people["Anna"], "ours-c1-g1a").status_code == 201


@postgresql_in_the_long_run
def test_nobody_assents_after_the_deadline(app: FastAPI, ours: Class) -> None:
    at_synthesis(ours)
    ties = [{"claim": label, "relation": "qualifies"} for label in ("C1", "C2")]
    place = f"{ONE}/groups/1/synthesis"
    assert ours.people["Ben"].put(place, json={"text": "Both hold.", "ties": ties}).status_code == 200
    assert due(ours, synthesise=ahead(hours=1)).status_code == 200
    let_pass(app)
    wording = ours.people["Anna"].get(ONE).json()["groups"][0]["synthesis"]["wording"]
    late = ours.people["Anna"].put(f"{place}/assent", json={"assents": True, "wording": wording})
    assert late.status_code == 409
    assert "more time" in late.text


@postgresql_in_the_long_run
def test_what_cannot_be_a_deadline_is_refused_in_words(ours: Class) -> None:
    seated(ours)
    go(ours, "discuss")
    for deadlines, status in (
        ({"discuss": "2001-01-01T00:00:00Z"}, 422),
        ({"discuss": ahead(hours=3), "reverse": ahead(hours=2)}, 422),
        ({"prepare": ahead(hours=3)}, 409),
        ({"closed": ahead(hours=3)}, 409),
        ({"discuss": "tomorrow"}, 422),
    ):
        assert due(ours, **deadlines).status_code == status, deadlines
    assert ours.people["Teacher"].get(ONE).json()["deadlines"] == {}
    assert act(ours, "PUT", "/deadlines", {"deadlines": {"discuss": ahead(hours=1)}}, "Anna").status_code == 403


@postgresql_in_the_long_run
def test_deadlines_are_set_on_the_form_in_any_zone_and_stand_in_the_seminars_list(ours: Class) -> None:
    seated(ours)
    teacher = ours.people["Teacher"]
    form = {
        "version": str(teacher.get(ONE).json()["version"]),
        "zone": "Asia/Tokyo",
        "due.prepare": "2090-05-14T18:00",
        "due.discuss": "2090-05-21T18:00",
        "due.reverse": "",
    }
    wrong = teacher.post(f"{PAGE}/deadlines", data={**form, "zone": "Nowhere"})
    assert wrong.status_code == 422
    assert "not a time zone" in wrong.text
    assert 'value="2090-05-14T18:00"' in wrong.text
    assert teacher.post(f"{PAGE}/deadlines", data=form).status_code == 303
    deadlines = teacher.get(ONE).json()["deadlines"]
    assert deadlines == {"prepare": "2090-05-14T09:00:00Z", "discuss": "2090-05-21T09:00:00Z"}
    asked = {"title": "Before", "records": ["P1"], "closes_at": "2090-05-10T09:00:00Z"}
    assert teacher.post("/api/v1/maps/debate/rounds", json=asked).status_code == 201
    listed = ours.people["Anna"].get("/seminars/ours").text
    places = [listed.index(words) for words in ("2090-05-10T09:00", "2090-05-14T09:00", "2090-05-21T09:00")]
    assert places == sorted(places)
    assert "days left" in listed
    go(ours, "discuss")
    assert "2090-05-14T09:00" not in ours.people["Anna"].get("/seminars/ours").text
    began = {"map": "debate", "label": "Q1", "seed": 1, "deadlines": {"prepare": "2090-06-01T00:00:00Z"}}
    assert teacher.post(HERE, json=began).json()["deadlines"] == {"prepare": "2090-06-01T00:00:00Z"}


def test_open_rounds_are_due_on_the_seminars_page_and_say_what_one_has_answered(ours: Class) -> None:
    anna, teacher = ours.people["Anna"], ours.people["Teacher"]

    def due_to(who: str) -> str:
        return ours.people[who].get("/seminars/ours").text.partition('id="due"')[2].partition("</section>")[0]

    assert "Round" not in due_to("Anna")
    for title, records in (("Before", ["P1", "F1"]), ("After", "all")):
        asked = {"title": title, "records": records}
        assert teacher.post("/api/v1/maps/debate/rounds", json=asked).status_code == 201
        assert "no deadline" in due_to("Anna")
        assert "you have not answered yet" in due_to("Anna")
        assert anna.put("/api/v1/maps/debate/positions/P1", json={"stance": "accepts"}).status_code == 200
        assert ("you have answered 1 of 2" if title == "Before" else "you have answered about 1 record") in due_to(
            "Anna"
        )
        assert "you have not answered yet" in due_to("Ben")
        assert "1 member has answered" in due_to("Teacher")
        assert anna.put("/api/v1/maps/debate/positions/F1", json={"stance": "rejects"}).status_code == 200
        assert ("you have answered<" if title == "Before" else "you have answered about 2 records") in due_to("Anna")
        address = f"/api/v1/maps/debate/rounds/{1 if title == 'Before' else 2}/close"
        assert teacher.post(address, headers={"If-Match": "*"}).status_code == 200
    assert "Round" not in due_to("Anna")


def test_mentions_on_the_maps_of_groups_are_counted_on_the_seminars_page(ours: Class) -> None:
    seated(ours)
    anna, teacher = ours.people["Anna"], ours.people["Teacher"]
    said = {"text": "Which document, @Anna?"}
    assert teacher.post("/api/v1/maps/ours-c1-g1a/comments", json=said).status_code == 201
    assert "1 unread mention of you" in anna.get("/seminars/ours").text
    assert "unread mention" not in ours.people["Ben"].get("/seminars/ours").text
    assert anna.get("/maps/ours-c1-g1a/discussion?show=mentions").status_code == 200
    assert "unread mention" not in anna.get("/seminars/ours").text
