"""What is erased with a seminar is gone, for everybody from the moment on at which it is due, and nothing else is."""

import asyncio
import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi import FastAPI
from sqlalchemy import String, cast, select
from sqlmodel import Session, SQLModel

from api.accounts.erasing import erase_regularly
from models import changes
from models.deliberation.map_anonymising import anonymise_map
from models.engine import reading, writing
from models.history.forks import Merging
from models.participation.map_anonymity import is_anonymous
from models.people.enrolment import share_map
from models.people.seminars import Seminar
from models.seminar_erasure import erase_due_seminars, is_any_due
from tests.api.people import browser, someone
from tests.api.scans.scan_builders import draw_page
from tests.api.seminars.test_seminar_lives import API, HERE, MAPS, SAID, SEMINARS, Ours, delete, end_wait
from tests.api.seminars.test_seminar_lives import app as app
from tests.api.seminars.test_seminar_lives import ours as ours
from tests.aside import run_aside
from tests.builders import a_debate


def everything_kept(session: Session) -> str:
    """Return every text in every table."""
    found = []
    for table in SQLModel.metadata.sorted_tables:
        columns = [cast(each, String) for each in table.columns]
        found += [f"{table.name}: {tuple(row)}" for row in session.connection().execute(select(*columns))]
    return "\n".join(found)


def test_after_the_wait_everything_of_it_is_gone_and_nothing_else(app: FastAPI, ours: Ours) -> None:
    anna, teacher = ours.anna, ours.teacher
    text = {"id": "X99", "title": "Kept in confidence", "content": "Written in confidence. And more of it."}
    assert anna.post(f"{MAPS}/debate/texts", json=text).status_code == 201
    assert anna.post(f"{MAPS}/debate/claims", json={"text": SAID, "kind": "finding"}).status_code == 201
    assert anna.post(f"{MAPS}/debate/scans", json={"id": "SC9", "title": "Scanned in confidence"}).status_code == 201
    headers = {"Content-Type": "image/jpeg", "If-Match": "*"}
    assert anna.post(f"{MAPS}/debate/scans/SC9/pages", content=draw_page(3), headers=headers).status_code == 200
    thread = anna.post(f"{MAPS}/debate/comments", json={"label": "P1", "text": SAID}).json()["id"]
    assert teacher.post(f"{MAPS}/debate/comments/{thread}/moderate", json={"step": "locked", "why": SAID}).is_success
    assert anna.put(f"{MAPS}/debate/positions/P1", json={"stance": "accepts", "reason": SAID}).status_code == 200
    assert teacher.post(f"{MAPS}/debate/rounds", json={"title": SAID, "labels": ["P1"]}).status_code == 201
    assert teacher.put(f"{MAPS}/debate/instructions", json={"text": SAID}).status_code == 200
    assert teacher.put(f"{API}/instructions", json={"text": SAID}).status_code == 200
    assert anna.post(f"{MAPS}/debate/forks", json={"slug": "annas", "title": SAID}).status_code == 201
    tag = {"If-Match": teacher.get(f"{MAPS}/debate").headers["etag"]}
    assert teacher.post(f"{MAPS}/debate/editions", json={"note": SAID}, headers=tag).status_code == 201
    # Beside it another seminar, with a copy, and a map whose edition is for good.
    teacher.post("/seminars", data={"slug": "next", "title": "Next"})
    with writing(app.state.engine) as session:
        changes.replace_map(session, "open", a_debate().document(), version=None, author="x")
        seminar = session.scalars(select(Seminar).where(Seminar.slug == "ours")).one().id
        share_map(session, changes.find_map(session, "open").id or 0, seminar)
    tag = {"If-Match": teacher.get(f"{MAPS}/open").headers["etag"]}
    assert teacher.post(f"{MAPS}/open/editions", json={}, headers=tag).status_code == 201
    assert teacher.post("/maps/open/bring", data={"seminar": "next"}).status_code == 303
    delete(teacher)
    end_wait(app)
    assert erase_due_seminars(app.state.engine) == ["ours"]
    assert teacher.get(HERE).status_code == 404
    with reading(app.state.engine) as session:
        kept = everything_kept(session)
    for word in (SAID, "in confidence", "Our seminar", "'debate'", "annas", "image/jpeg"):
        assert word not in kept, [line for line in kept.splitlines() if word in line][:3]
    for address in ("/maps/debate", f"{MAPS}/annas", f"{MAPS}/debate/editions/1", f"{MAPS}/open"):
        assert teacher.get(address).status_code == 404, address
    assert browser(app).get(f"{MAPS}/open/editions/1").status_code == 200
    assert browser(app).get("/maps/open/editions/1").status_code == 200
    assert teacher.get(f"{MAPS}/next-open").status_code == 200
    assert ours.group.people["Anna"].get("/account").status_code == 200


def test_what_is_due_is_gone_at_once_for_everybody_and_no_request_erases_it(app: FastAPI, ours: Ours) -> None:
    administrator, nobody = someone(app, "Root", administrator=True), browser(app)
    with writing(app.state.engine) as session:
        changes.replace_map(session, "open", a_debate().document(), version=None, author="x")
        seminar = session.scalars(select(Seminar).where(Seminar.slug == "ours")).one().id
        share_map(session, changes.find_map(session, "open").id or 0, seminar)
    page = ours.teacher.post(f"{HERE}/invitations", data={"role": "reader", "uses": "5", "days": "7"})
    link = re.search(r"/join\?key=[\w-]+", page.text)
    assert link is not None
    administrator.post("/seminars", data={"slug": "next", "title": "Next"})
    for slug in ("debate", "open"):
        tag = {"If-Match": ours.teacher.get(f"{MAPS}/{slug}").headers["etag"]}
        assert ours.teacher.post(f"{MAPS}/{slug}/editions", json={}, headers=tag).status_code == 201
    delete(ours.teacher)
    for who in (administrator, ours.teacher):
        assert who.get(HERE).status_code == who.get("/maps/debate").status_code == 200
    end_wait(app)
    with reading(app.state.engine) as session:
        before = everything_kept(session)
    for who in (ours.teacher, administrator, ours.anna, nobody):
        for address in (HERE, API, f"{API}/history", "/maps/debate", f"{MAPS}/debate", "/maps/open", f"{MAPS}/open"):
            assert who.get(address).status_code in ((404, 303, 401) if who is nobody else (404,)), address
        for address in ("/maps/debate.svg", "/maps/open.svg", f"{MAPS}/open/events", "/maps/open/discussion"):
            assert who.get(address).status_code == 404, address
        for address in ("/", "/seminars", SEMINARS, MAPS, "/search?q=ordered", "/api/v1/search?q=ordered"):
            answered = who.get(address).text
            assert "Our seminar" not in answered, address
            assert "A debate" not in answered, address
        assert who.get(link[0]).status_code == 404
        assert who.get(f"{MAPS}/debate/editions/1").status_code == 404
        assert who.get(f"{MAPS}/open/editions/1").status_code == 200
    assert administrator.post(f"{API}/call-back").status_code == 404
    assert administrator.post(f"{HERE}/call-back").status_code == 404
    assert administrator.post("/maps/open/bring", data={"seminar": "next"}).status_code == 404
    with reading(app.state.engine) as session:
        tried = {line for line in before.splitlines() if line.startswith("attempts:")}
        assert set(before.splitlines()) - set(everything_kept(session).splitlines()) <= tried
    assert erase_due_seminars(app.state.engine) == ["ours"]


def test_a_server_erases_what_is_due_when_it_begins(app: FastAPI, ours: Ours) -> None:
    delete(ours.teacher)
    end_wait(app)

    async def begin() -> None:
        erasing = asyncio.create_task(erase_regularly(app.state.engine))
        while is_any_due(app.state.engine):
            await asyncio.sleep(0.01)
        erasing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await erasing

    run_aside(begin())
    with reading(app.state.engine) as session:
        assert session.scalars(select(Seminar)).all() == []


def test_a_fork_that_stays_is_as_anonymous_as_the_map_that_goes(app: FastAPI, ours: Ours) -> None:
    assert ours.anna.post(f"{MAPS}/debate/forks", json={"slug": "annas"}).status_code == 201
    with writing(app.state.engine) as session:
        anonymise_map(session, changes.find_map(session, "debate"), by="Teacher")
        fork = changes.find_map(session, "annas").id or 0
        share_map(session, fork, None)
        assert is_anonymous(session, fork)
    delete(ours.teacher)
    end_wait(app)
    assert erase_due_seminars(app.state.engine) == ["ours"]
    with reading(app.state.engine) as session:
        assert is_anonymous(session, changes.find_map(session, "annas").id or 0)


def test_what_was_merged_elsewhere_stays_whose_it_was(app: FastAPI, ours: Ours) -> None:
    with writing(app.state.engine) as session:
        changes.replace_map(session, "open", a_debate().document(), version=None, author="x")
        source, target = (changes.find_map(session, slug).id or 0 for slug in ("debate", "open"))
        session.add(
            Merging(target_id=target, change=1, source_id=source, source_sequence=1, target_sequence=1, labels={})
        )
    delete(ours.teacher)
    end_wait(app)
    assert erase_due_seminars(app.state.engine) == ["ours"]
    with reading(app.state.engine) as session:
        assert [each.target_id for each in session.scalars(select(Merging))] == [target]


def test_of_several_who_erase_what_is_due_one_does(app: FastAPI, ours: Ours) -> None:
    delete(ours.teacher)
    end_wait(app)
    begin = threading.Barrier(2)

    def erase() -> list[str]:
        begin.wait(timeout=30)
        return erase_due_seminars(app.state.engine)

    with ThreadPoolExecutor(2) as both:
        erased = [each.result() for each in [both.submit(erase), both.submit(erase)]]
    assert sorted(erased) == [[], ["ours"]]
    assert erase_due_seminars(app.state.engine) == []
    assert ours.teacher.get(SEMINARS).json()["items"] == []
