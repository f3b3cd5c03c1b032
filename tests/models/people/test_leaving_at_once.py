"""Two who do at once what hangs on the rows of both: neither waits for ever, and what has to stay stays."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from models import changes
from models.deliberation.author_removal import remove_authors
from models.engine import reading, writing
from models.participation.map_anonymity import AnonymousMap
from models.people.account_errors import LastLeader, LastOwner
from models.people.enrolment import MembershipScope, change_role, create_account, create_seminar, enrol
from models.people.seminars import Membership, Seminar
from models.records.maps import ArgumentMap, ArgumentMapDraft
from models.teaching.seminar_lifecycle import leave_seminar
from models.vocabulary import Role
from tests.models.changes.test_taking_turns import meanwhile


@pytest.fixture
def leaders(engine: Engine) -> dict[int, int]:
    """The memberships of the two owners of a seminar, by their accounts."""
    with writing(engine) as session:
        accounts = [create_account(session, name, password_hash=None).id or 0 for name in ("Anna", "Ben")]
        seminar = create_seminar(session, "ours", "Ours", accounts[0])
        enrol(session, MembershipScope(seminar_id=seminar.id), accounts[1], Role.OWNER)
    with reading(engine) as session:
        return {each.account_id: each.id or 0 for each in session.exec(select(Membership))}


def at_once(engine: Engine, works: list[Callable[[Session], Any]]) -> list[BaseException | None]:
    """Do all of this at once, each in a transaction that is open before any goes on; return what each raised."""
    barrier = threading.Barrier(len(works))

    def do(work: Callable[[Session], Any]) -> BaseException | None:
        try:
            with writing(engine) as session:
                if engine.dialect.name != "sqlite":
                    # SQLite lets one in at a time anyway.
                    session.exec(select(Seminar)).one()
                    barrier.wait(30)
                work(session)
        except BaseException as error:  # noqa: BLE001 # told to whoever asks
            return error
        return None

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(do, works))


def test_of_two_leaders_who_leave_at_once_one_stays(engine: Engine, leaders: dict[int, int]) -> None:
    def leave(account: int) -> Callable[[Session], Any]:
        return lambda session: leave_seminar(session, session.exec(select(Seminar)).one(), account, author="me")

    raised = at_once(engine, [leave(account) for account in leaders])
    assert sorted(type(each) is LastLeader for each in raised) == [False, True], raised
    assert sorted(each is None for each in raised) == [False, True], raised
    with reading(engine) as session:
        assert len(session.exec(select(Membership)).all()) == 1


def test_of_two_owners_who_demote_each_other_at_once_one_stays(engine: Engine, leaders: dict[int, int]) -> None:
    with reading(engine) as session:
        place = MembershipScope(seminar_id=session.exec(select(Seminar.id)).one())

    def demote(member: int) -> Callable[[Session], Any]:
        return lambda session: change_role(session, place, member, Role.READER, Role.OWNER)

    raised = at_once(engine, [demote(member) for member in leaders.values()])
    assert sorted(type(each) is LastOwner for each in raised) == [False, True], raised
    with reading(engine) as session:
        assert sorted(each.role for each in session.exec(select(Membership))) == [Role.OWNER, Role.READER]


def test_a_fork_that_is_under_way_when_its_origin_becomes_anonymous_has_no_authors(engine: Engine) -> None:
    signed = ArgumentMapDraft.model_validate({"title": "A debate", "authors": [{"name": "Anna Kim"}]})
    with writing(engine) as session:
        origin = changes.create_map(session, "debate", signed, author="me").id or 0

    def hide(session: Session) -> None:
        session.add(AnonymousMap(map_id=origin))
        session.flush()
        remove_authors(session, origin, by="you")

    with meanwhile(engine, hide) as (session, hidden):
        changes.fork_map(session, changes.find_map(session, "debate"), "copy", author="me")
    hidden.result()
    with reading(engine) as session:
        for slug in ("debate", "copy"):
            found: ArgumentMap = changes.find_map(session, slug)
            assert (found.authors, found.forebears) == ([], []), slug
