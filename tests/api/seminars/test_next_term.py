"""A seminar of the next term is made of a former one: its records and instructions, and nothing of its people."""

import html
import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from sqlalchemy import update
from sqlmodel import col, select
from starlette.testclient import TestClient

from models.engine import reading, writing
from models.people.enrolment import MembershipScope, share_map
from models.people.seminars import Seminar
from models.records.maps import ArgumentMap
from models.vocabulary import Role, Sharing
from tests.api.classes import Class, a_class
from tests.api.forks.test_sharing_copies import API, SAID, read_page_of
from tests.api.people import add, put_in, server, sign_in

FORMER = "/seminars/ours"
HERE = f"{FORMER}/next-term"
TERM = {"title": "Winter term", "slug": "winter", "map.debate": "yes"}


@pytest.fixture
def app(database_url: str) -> Iterator[FastAPI]:
    with server(database_url) as made:
        yield made


@pytest.fixture
def former(app: FastAPI) -> Class:
    """A seminar in which members wrote, were asked and pinned something."""
    old = a_class(app)
    anna, teacher = old.people["Anna"], old.people["Teacher"]
    claim = {"id": "F9", "text": "Found.", "kind": "finding", "note": "From a comment by Anna."}
    assert anna.post(f"{API}/claims", json=claim).status_code == 201
    assert anna.post(f"{API}/comments", json={"label": "P1", "text": SAID[0]}).status_code == 201
    assert anna.put(f"{API}/positions/P1", json={"stance": "accepts", "reason": SAID[1]}).status_code == 200
    assert teacher.post(f"{API}/rounds", json={"title": SAID[2], "labels": ["P1"]}).status_code == 201
    assert teacher.post(f"{API}/rounds/1/close", headers={"If-Match": "*"}).status_code == 200
    assert teacher.post(f"{FORMER}/instructions", data={"text": "Read for Monday. Ask Ben."}).status_code == 303
    assert teacher.post("/maps/debate/instructions", data={"text": "Mind the dates."}).status_code == 303
    return old


def list_seminars(app: FastAPI) -> set[str]:
    with reading(app.state.engine) as session:
        return set(session.exec(select(Seminar.slug)).all())


def decide(client: TestClient, sent: dict[str, str], how: str) -> tuple[set[str], dict[str, str]]:
    """Send the form; return which names it asks about, and the form with what is said of each of them."""
    asked = client.post(HERE, data=sent)
    assert asked.status_code == 409, asked.text
    names = {html.unescape(name) for name in re.findall(r'name="name\.([^"]+)"', asked.text)}
    return names, {**sent, **{f"name.{name}": how for name in names}}


def test_records_and_instructions_come_along_and_nothing_of_people(app: FastAPI, former: Class) -> None:
    teacher = former.people["Teacher"]
    page = html.unescape(teacher.get(HERE).text)
    assert "Mind the dates." in page
    assert "Read for Monday. Ask Ben." in page
    sent = {**TERM, "instructions": "Read for Monday. Ask Ben.", "instructions.debate": "Mind the dates, all."}
    names, sent = decide(teacher, sent, "pseudonym")
    assert names == {"Anna", "Ben"}
    assert "winter" not in list_seminars(app)
    made = teacher.post(HERE, data=sent)
    assert made.headers["location"] == "/seminars/winter"
    with reading(app.state.engine) as session:
        place = MembershipScope(seminar_id=session.exec(select(Seminar.id).where(Seminar.slug == "winter")).one())
    put_in(app, place, add(app, "Newcomer"), Role.EDITOR)
    newcomer = sign_in(app, "Newcomer")
    page = newcomer.get("/seminars/winter").text
    assert "Read for Monday. Ask Contributor" in page
    found = re.search(r'href="/maps/(winter-debate)"', page)
    assert found is not None
    # An example of how one mentions somebody, on every page of a discussion.
    everything = (page + read_page_of(newcomer, found[1])).replace("@{Anna Kim}", "")
    assert "Mind the dates, all." in everything
    assert "Found." in everything
    for said in SAID:
        assert re.findall(rf".{{60}}\b{said}\b.{{60}}", everything) == []
    assert newcomer.get("/maps/debate").status_code == 404
    assert newcomer.get(FORMER).status_code == 404
    # Where it comes from is as it was, and whoever was there is not here.
    assert SAID[0] in former.people["Anna"].get("/maps/debate/discussion").text
    assert former.people["Anna"].get("/seminars/winter").status_code == 404


def test_only_what_is_chosen_comes_along_and_names_stay_where_that_is_said(former: Class) -> None:
    teacher = former.people["Teacher"]
    assert teacher.post(HERE, data={"title": "Empty", "slug": "empty"}).status_code == 303
    assert "/maps/empty-debate" not in teacher.get("/seminars/empty").text
    names, sent = decide(teacher, TERM, "keep")
    assert names == {"Anna"}
    assert teacher.post(HERE, data=sent).status_code == 303
    assert (
        "From a comment by Anna."
        in read_page_of(teacher, "winter-debate") + teacher.get("/maps/winter-debate/records/F9").text
    )


def test_maps_of_another_seminar_and_of_groups_do_not_come_along(app: FastAPI, former: Class) -> None:
    teacher = former.people["Teacher"]
    for title, slug in (("Working", "working"), ("Apart", "apart")):
        assert teacher.post(f"{FORMER}/maps", data={"title": title, "slug": slug}).status_code == 303
    assert teacher.post("/seminars", data={"title": "Other", "slug": "other"}).status_code == 303
    assert teacher.post("/seminars/other/maps", data={"title": "Elsewhere", "slug": "elsewhere"}).status_code == 303
    with writing(app.state.engine) as session:
        group = session.exec(select(ArgumentMap).where(ArgumentMap.slug == "apart")).one()
        ours = session.exec(select(Seminar.id).where(Seminar.slug == "ours")).one()
        share_map(session, group.id or 0, ours, Sharing.APART)
    chosen = {f"map.{slug}": "yes" for slug in ("working", "apart", "elsewhere", "nothing")}
    assert teacher.post(HERE, data={"title": "T", "slug": "t", **chosen}).status_code == 303
    assert re.findall(r'<li><a href="/maps/([^"]+)"', teacher.get("/seminars/t").text) == ["t-working"]


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        ({**TERM, "title": " "}, 422, "Enter a title."),
        ({**TERM, "slug": "Ours"}, 409, "The name “ours” is not available. “ours-2” is still free."),
        ({**TERM, "instructions": "x" * 20_001}, 422, "Instructions can have at most 20000 characters"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(
    app: FastAPI, former: Class, sent: dict[str, str], status: int, words: str
) -> None:
    before = list_seminars(app)
    answer = former.people["Teacher"].post(HERE, data=sent)
    assert answer.status_code == status
    assert words in html.unescape(answer.text)
    assert 'name="map.debate" value="yes" checked' in answer.text
    assert list_seminars(app) == before


def test_a_closed_and_archived_seminar_is_still_a_beginning(former: Class) -> None:
    teacher = former.people["Teacher"]
    assert teacher.post(f"{FORMER}/close", data={"sure": "yes"}).status_code == 303
    assert teacher.post(f"{FORMER}/archive").status_code == 303
    _, sent = decide(teacher, TERM, "pseudonym")
    assert teacher.post(HERE, data=sent).status_code == 303
    assert former.people["Anna"].get(HERE).status_code == 403


def test_whoever_leads_finds_it_and_who_is_alone_is_told_how_others_come_in(former: Class) -> None:
    teacher, anna = former.people["Teacher"], former.people["Anna"]
    for page in ("/seminars", FORMER):
        assert HERE in teacher.get(page).text
        assert HERE not in anna.get(page).text
    assert teacher.post(HERE, data={"title": "Alone", "slug": "alone"}).status_code == 303
    assert "You are the only member of this seminar so far." in teacher.get("/seminars/alone").text
    assert "You are the only member of this seminar so far." not in teacher.get(FORMER).text


def test_pages_say_of_which_seminar_a_map_is_to_those_who_are_in_it(app: FastAPI, former: Class) -> None:
    teacher = former.people["Teacher"]
    _, sent = decide(teacher, TERM, "pseudonym")
    assert teacher.post(HERE, data=sent).status_code == 303
    first = teacher.get("/").text
    for slug, title in (("ours", "Our seminar"), ("winter", "Winter term")):
        assert f'In the seminar <a href="/seminars/{slug}"><bdi>{title}</bdi></a>' in first
    for path in ("", "/positions", "/history"):
        assert '<a href="/seminars/winter"><bdi>Winter term</bdi></a>' in teacher.get(f"/maps/winter-debate{path}").text
    with writing(app.state.engine) as session:
        session.execute(update(ArgumentMap).where(col(ArgumentMap.slug) == "debate").values(visibility="public"))
    for somebody in ("Stranger", "nobody"):
        for path in ("/", "/maps/debate"):
            page = former.people[somebody].get(path)
            assert (page.status_code, "Our seminar" in page.text) == (200, False), path
    assert "Our seminar" in former.people["Anna"].get("/maps/debate").text
