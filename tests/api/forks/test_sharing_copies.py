"""What is brought into a seminar is a copy of records alone; moving is another act, and says what it does."""

import html
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from fastapi import FastAPI
from sqlmodel import select
from starlette.testclient import TestClient

from models import changes
from models.engine import reading, writing
from models.people.enrolment import MembershipScope, create_seminar
from models.people.seminars import Seminar
from models.teaching.map_ownership import Release
from models.vocabulary import Role
from tests.api.classes import Class, a_class
from tests.api.people import add, put_in, server, sign_in
from tests.builders import a_debate

MAPS = "/api/v1/maps"
API = f"{MAPS}/debate"
NEXT = "/seminars/next"
# What last year's seminar says: none of it may come before next year's eyes.
SAID = ("a remark in confidence", "a reason in confidence", "A round of last year", "Anna", "Ben", "Falcon")


class Years(NamedTuple):
    """A seminar of last year in which things were said, and one of next year, led by the same teacher."""

    app: FastAPI
    old: Class
    teacher: TestClient
    newcomer: TestClient


@pytest.fixture
def app(database_url: str) -> Iterator[FastAPI]:
    with server(database_url) as made:
        yield made


@pytest.fixture
def years(app: FastAPI) -> Years:
    old = a_class(app)
    anna = old.people["Anna"]
    assert anna.post(f"{API}/claims", json={"id": "F9", "text": "Found.", "kind": "finding"}).status_code == 201
    assert anna.post(f"{API}/comments", json={"label": "P1", "text": SAID[0]}).status_code == 201
    assert anna.put(f"{API}/positions/P1", json={"stance": "accepts", "reason": SAID[1]}).status_code == 200
    teacher = old.people["Teacher"]
    assert teacher.post(f"{API}/rounds", json={"title": SAID[2], "labels": ["P1"]}).status_code == 201
    assert teacher.post(f"{API}/rounds/1/close", headers={"If-Match": "*"}).status_code == 200
    assert teacher.post("/seminars", data={"slug": "next", "title": "Next term"}).status_code == 303
    put_in(app, seminar(app, "next"), add(app, "Newcomer"), Role.EDITOR)
    return Years(app, old, teacher, sign_in(app, "Newcomer"))


def seminar(app: FastAPI, slug: str) -> MembershipScope:
    with reading(app.state.engine) as session:
        return MembershipScope(seminar_id=session.exec(select(Seminar.id).where(Seminar.slug == slug)).one())


def brought(answer: Any) -> str:
    assert answer.status_code == 303, html.unescape(answer.text)
    found = re.fullmatch(r"/seminars/\w+\?brought=([a-z0-9-]+)#maps", answer.headers["location"])
    assert found is not None
    return found[1]


def read_page_of(client: TestClient, slug: str) -> str:
    """Return all that somebody can read of a map."""
    pages = ("", "/history", "/contributions", "/about", "/discussion", "/positions", "/forks", "/editions", "/outline")
    programs = ("", "/revisions", "/comments", "/positions", "/rounds", "/editions", "/forks", "/moments/1")
    answers = [client.get(f"/maps/{slug}{each}") for each in pages]
    answers += [client.get(f"{MAPS}/{slug}{each}") for each in programs]
    return "".join(each.text for each in answers if each.status_code == 200)


def named(text: str, words: Any = SAID) -> list[str]:
    """Return which of the words a text has; Anna Kim is the example of the help for mentions."""
    return [word for word in words if re.search(rf"\b{word}\b(?! Kim)", text)]


def test_sharing_into_another_seminar_copies_the_records_alone(years: Years) -> None:
    made = brought(years.teacher.post(f"{NEXT}/maps", data={"share": "debate"}))
    assert made != "debate"
    copy = years.newcomer.get(f"{MAPS}/{made}").json()
    assert {each["id"] for each in copy["claims"]} >= {"P1", "F9"}
    assert copy["visibility"] == "private"
    read = read_page_of(years.newcomer, made)
    assert named(read) == []
    # Nobody of last year loses anything, and the new map is not theirs.
    anna = years.old.people["Anna"]
    assert SAID[0] in anna.get(f"{API}/comments").text
    assert anna.get(f"{MAPS}/{made}").status_code == 404
    assert years.newcomer.get(API).status_code == 404
    # It says where it comes from to whoever sees that map, and to all who made it.
    assert '<a href="/maps/debate?at=' in years.teacher.get(f"/maps/{made}/about").text
    there = years.newcomer.get(f"/maps/{made}/about").text
    assert "A copy, made by Teacher, of another map that you cannot see." in there
    assert "/maps/debate" not in there


def test_names_in_records_are_asked_about_and_left_behind(years: Years) -> None:
    note = {"id": "F10", "text": "So.", "kind": "finding", "note": "From a comment by Anna."}
    assert years.teacher.post(f"{API}/claims", json=note).status_code == 201
    asked = years.teacher.post(f"{NEXT}/maps", data={"share": "debate"})
    assert asked.status_code == 409
    assert 'name="name.Anna"' in asked.text
    assert "From a comment by Anna." in asked.text
    undecided = years.teacher.post(f"{NEXT}/maps", data={"share": "debate", "names": "asked"})
    assert (undecided.status_code, "Choose what to do with “Anna”." in undecided.text) == (409, True)
    assert 'action="/seminars/next/maps"' in asked.text
    assert years.newcomer.get(NEXT).text.count("/maps/next") == 0
    made = brought(years.teacher.post(f"{NEXT}/maps", data={"share": "debate", "name.Anna": "pseudonym"}))
    read = read_page_of(years.newcomer, made)
    assert (named(read, ["Anna"]), "From a comment by Contributor 1." in read) == ([], True)


def test_a_controversy_on_a_map_from_elsewhere_names_nobody_of_there(years: Years) -> None:
    note = {"id": "F10", "text": "So.", "kind": "finding", "note": "From a comment by Anna."}
    assert years.teacher.post(f"{API}/claims", json=note).status_code == 201
    body = {"map": "debate", "label": "Q1", "size": 2, "seed": 1}
    answer = years.teacher.post("/api/v1/seminars/next/controversies", json=body)
    assert (answer.status_code, answer.json()["type"].rpartition(":")[2]) == (409, "names-go-along")


WAYS = {
    "from the seminar": "open",
    "by its address": "https://testserver/maps/open",
    "by the address of one of its pages": " https://testserver/maps/open/outline?at=1#F1 ",
    "by its name with a capital": "Open",
}


@pytest.mark.parametrize("way", [*WAYS, "from the map"])
def test_any_map_that_one_sees_comes_into_a_seminar_in_one_step(years: Years, way: str) -> None:
    with writing(years.app.state.engine) as session:
        changes.replace_map(session, "open", a_debate().document(), version=None, author="x")
    teacher = years.teacher
    if way == "from the map":
        assert 'action="/maps/open/bring"' in teacher.get("/maps/open").text
        answer = teacher.post("/maps/open/bring", data={"seminar": "next"})
    else:
        assert '<option value="open">' in teacher.get(NEXT).text
        answer = teacher.post(f"{NEXT}/maps", data={"share": WAYS[way]})
    made = brought(answer)
    assert years.newcomer.post(f"{MAPS}/{made}/tags", json={"text": "ours"}).status_code == 201
    assert years.newcomer.get(f"{MAPS}/{made}").json()["visibility"] == "private"
    assert f'href="/maps/{made}"' in teacher.get(NEXT).text
    assert '<a href="/maps/open?at=1">' in years.newcomer.get(f"/maps/{made}/about").text


def test_the_name_of_a_copy_does_not_grow_from_seminar_to_seminar(years: Years) -> None:
    teacher = years.teacher
    assert teacher.post(MAPS, json={"slug": "rome", "title": "Rome", "visibility": "public"}).status_code == 201
    names = []
    for seminar, name in (("third", "rome"), ("fourth", "third-rome")):
        assert teacher.post("/seminars", data={"slug": seminar, "title": seminar}).status_code == 303
        answer = teacher.post(f"/seminars/{seminar}/maps", data={"share": name})
        names.append(answer.headers["location"].partition("brought=")[2].removesuffix("#maps"))
    assert names == ["third-rome", "fourth-rome"]


def test_of_several_maps_that_fit_one_is_chosen(years: Years) -> None:
    teacher = years.teacher
    for slug, title in (("rome-1", "The fall of Rome"), ("rome-2", "The fall of Rome, again"), ("rome-3", "Rome")):
        assert teacher.post(MAPS, json={"slug": slug, "title": title}).status_code == 201
    asked = teacher.post(f"{NEXT}/maps", data={"share": "fall rome"})
    assert (asked.status_code, 'name="share" value="rome-3"' in asked.text) == (422, False)
    assert 'id="map-share" name="share" list="maps-to-bring" maxlength="500" autocomplete="off"' in asked.text
    assert 'required value="fall rome"' in asked.text
    assert all(f'<input type="hidden" name="share" value="{slug}">' in asked.text for slug in ("rome-1", "rome-2"))
    assert brought(teacher.post(f"{NEXT}/maps", data={"share": "rome"})) == "rome-3"
    assert brought(teacher.post(f"{NEXT}/maps", data={"share": "again fall"})) == "rome-2"


def test_nobody_brings_what_they_may_not_take_or_where_they_do_not_lead(years: Years) -> None:
    anna = years.old.people["Anna"]
    assert anna.post("/seminars", data={"slug": "hers", "title": "Hers"}).status_code == 303
    answers = [
        anna.post("/seminars/hers/maps", data={"share": "debate"}),
        anna.post("/maps/debate/bring", data={"seminar": "hers"}),
    ]
    assert [each.status_code for each in answers] == [422, 422]
    assert "debate" not in anna.get("/seminars/hers").text
    assert anna.post("/maps/debate/bring", data={"seminar": "ours"}).status_code == 403
    assert anna.post("/maps/debate/bring", data={"seminar": "next"}).status_code == 404
    unseen = [anna.post("/seminars/hers/maps", data={"share": name}) for name in ("no-such-map", "next-debate")]
    assert unseen[0].status_code == unseen[1].status_code == 422
    assert unseen[0].text.replace("no-such-map", "x") == unseen[1].text.replace("next-debate", "x")
    assert 'id="share-seminar"' not in years.newcomer.get("/maps/debate").text


@pytest.mark.one_in(2)
@pytest.mark.parametrize("touched", ["nothing", "a member", "a comment", "an edit", "a link", "opened"])
def test_only_what_nobody_else_has_touched_is_added_as_it_is(years: Years, touched: str) -> None:
    teacher, app = years.teacher, years.app
    assert teacher.post(MAPS, json={"slug": "mine", "title": "Mine"}).status_code == 201
    assert teacher.post(f"{MAPS}/mine/claims", json={"id": "C1", "kind": "assertion", "text": "So."}).status_code == 201
    with reading(app.state.engine) as session:
        place = MembershipScope(map_id=changes.find_map(session, "mine").id)
    if touched in ("a member", "a comment", "an edit"):
        number = put_in(app, place, add(app, "Co-author"), Role.EDITOR)
        other = sign_in(app, "Co-author")
        if touched == "a comment":
            assert other.post(f"{MAPS}/mine/comments", json={"text": "Hm."}).status_code == 201
        if touched == "an edit":
            assert other.post(f"{MAPS}/mine/tags", json={"text": "mine"}).status_code == 201
        if touched != "a member":
            assert (
                teacher.post(f"/maps/mine/access/members/{number}", data={"role": "remove", "sure": "yes"}).status_code
                == 303
            )
    elif touched == "a link":
        link = {"role": "editor", "uses": "1", "days": "1"}
        assert teacher.post("/maps/mine/access/invitations", data=link).status_code == 201
    elif touched == "opened":
        head = {"If-Match": teacher.get(f"{MAPS}/mine").headers["etag"]}
        assert teacher.patch(f"{MAPS}/mine", json={"visibility": "unlisted"}, headers=head).status_code == 200
    made = brought(teacher.post(f"{NEXT}/maps", data={"share": "mine"}))
    assert (made == "mine") is (touched == "nothing")
    assert (years.newcomer.get(f"{MAPS}/mine").status_code == 200) is (touched in ("nothing", "opened"))
    assert "Co-author" not in read_page_of(years.newcomer, made)


# --- Moving -------------------------------------------------------------------------------------


def test_moving_says_what_goes_along_and_asks(years: Years) -> None:
    page = html.unescape(years.teacher.get("/maps/debate/move").text)
    for told in ("4 members lose access to it: Anna, Ben, Cleo, Dora", "1 comment,", "1 position,", "1 round"):
        assert told in page
    refused = years.teacher.post("/maps/debate/move", data={"seminar": "next"})
    assert refused.status_code == 422
    assert years.old.people["Anna"].get(API).status_code == 200
    assert years.old.people["Anna"].get("/maps/debate/move").status_code == 403


def test_moving_takes_the_map_from_the_old_seminar_and_nothing_of_its_people_along(years: Years) -> None:
    made = brought(years.teacher.post("/maps/debate/move", data={"seminar": "next", "sure": "yes"}))
    read = read_page_of(years.newcomer, made)
    assert named(read) == []
    assert years.newcomer.get(API).status_code == 404
    assert years.old.people["Anna"].get(API).status_code == 404
    # Whoever leads the old seminar keeps what was said there.
    assert SAID[0] in years.teacher.get(f"{API}/comments").text


def test_moving_takes_people_along_where_it_is_told_to_and_no_pseudonym_comes_off(years: Years) -> None:
    form = {"seminar": "next", "sure": "yes", "people": "yes"}
    number = put_in(years.app, seminar(years.app, "ours"), add(years.app, "Hidden"), Role.EDITOR, pseudonym="Falcon")
    refused = years.teacher.post("/maps/debate/move", data=form)
    assert refused.status_code == 409
    assert "would reveal who they are" in years.teacher.get("/maps/debate/move").text
    assert years.newcomer.get(API).status_code == 404
    years.teacher.post(f"/seminars/ours/members/{number}", data={"role": "remove", "sure": "yes"})
    assert brought(years.teacher.post("/maps/debate/move", data=form)) == "debate"
    assert SAID[0] in years.newcomer.get(f"{API}/comments").text
    assert years.old.people["Anna"].get(API).status_code == 404


def test_a_map_moves_only_where_one_leads(years: Years) -> None:
    with writing(years.app.state.engine) as session:
        create_seminar(session, "foreign", "Foreign", add(years.app, "Foreigner"))
    answer = years.teacher.post("/maps/debate/move", data={"seminar": "foreign", "sure": "yes"})
    assert answer.status_code == 404


# --- Letting out --------------------------------------------------------------------------------


def test_a_fork_is_let_out_by_who_leads_and_it_is_recorded(years: Years) -> None:
    anna = years.old.people["Anna"]
    assert anna.post(f"{API}/forks", json={"slug": "mine"}).status_code == 201
    note = {"id": "F10", "text": "So.", "kind": "finding", "note": "As Ben said."}
    assert anna.post(f"{MAPS}/mine/claims", json=note).status_code == 201
    assert years.teacher.post(f"{MAPS}/mine/comments", json={"text": SAID[0]}).status_code == 201
    here = "/seminars/ours/forks/mine/release"
    assert anna.post(here, data={"sure": "yes"}).status_code == 403
    assert "gets a copy of its records" in years.teacher.get(here).text
    assert years.teacher.post(here, data={"sure": "yes"}).status_code == 409
    assert years.teacher.post(here, data={"name.Ben": "pseudonym"}).status_code == 303
    # The copy is hers: she opens it, and it says nothing of anybody else.
    assert anna.get("/maps/mine-2/access").status_code == 200
    head = {"If-Match": anna.get(f"{MAPS}/mine-2").headers["etag"]}
    assert anna.patch(f"{MAPS}/mine-2", json={"visibility": "public"}, headers=head).status_code == 200
    read = read_page_of(years.newcomer, "mine-2")
    assert named(read, (*SAID[:3], "Ben", "Teacher")) == []
    assert "As Contributor 1 said." in read
    # The fork stays, and who let it out is told.
    assert anna.get("/maps/mine/access").status_code == 403
    assert "a copy of its records for Anna, by Teacher" in years.teacher.get("/seminars/ours").text
    with reading(years.app.state.engine) as session:
        assert len(session.exec(select(Release)).all()) == 1


def test_only_a_fork_of_the_seminar_is_let_out(years: Years) -> None:
    for name in ("debate", "nothing"):
        assert years.teacher.post(f"/seminars/ours/forks/{name}/release", data={"sure": "yes"}).status_code == 404
