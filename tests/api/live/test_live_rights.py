"""Whoever listens to a map listens only as long as they may look at it, whichever replica ended that."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

import httpx2 as httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import event
from sqlmodel import Session

from api.access.credentials import Credentials
from api.access.current_user import ANYONE, LOCAL_USER, CurrentUser, describe_user
from api.access.lasting_permission import Asker, EndReason, find_endings
from api.live.tail import UpdateRequest, read_updates
from models import changes
from models.engine import reading, writing
from models.people.accounts import Account
from models.people.authentication import authenticate_session, begin_session, end_session, end_sessions
from models.people.enrolment import MembershipScope, change_role, create_seminar, remove_member, share_map
from models.people.seminars import Seminar, SeminarMap
from models.people.sign_in.access_tokens import create_token, revoke_token
from models.people.sign_in.active_sign_ins import end_other_sign_ins, set_password
from models.records.maps import ArgumentMapDraft
from models.records.sources import TagDraft
from models.teaching.seminar_lifecycle import close_seminar, delete_seminar, leave_seminar
from models.vocabulary import RecordKind, Role, Sharing, TokenScope, Visibility
from tests.api.people import add, put_in, server
from tests.listening import Listening, running

SOON = 2.0


class Replicas(NamedTuple):
    """Two replicas of a server with one private map in a seminar, and the sessions of two of its members."""

    second: FastAPI
    address: str
    map_id: int
    seminar: MembershipScope
    account: int
    membership: int
    secret: str
    other: str


@pytest.fixture
def two(database_url: str) -> Iterator[Replicas]:
    with server(database_url) as first, server(database_url) as second:
        owner, member, other = (add(first, name) for name in ("owner", "member", "other"))
        with writing(first.state.engine) as session:
            seminar = create_seminar(session, "ours", "Our seminar", owner)
            draft = ArgumentMapDraft(title="A debate", visibility=Visibility.PRIVATE)
            map_id = changes.create_map(session, "debate", draft, author="owner").id or 0
            share_map(session, map_id, seminar.id)
            place = MembershipScope(seminar_id=seminar.id)
        membership = put_in(first, place, member, Role.DISCUSSANT)
        put_in(first, place, other, Role.READER)
        with writing(first.state.engine) as session:
            secret, others = begin_session(session, member), begin_session(session, other)
        with running(first) as (address, _):
            yield Replicas(second, address, map_id, place, member, membership, secret, others)


def listen(two: Replicas, secret: str) -> Listening:
    return Listening(two.address, "debate", headers=(f"Cookie: sicetnon={secret}",))


def remove(two: Replicas) -> None:
    with writing(two.second.state.engine) as session:
        remove_member(session, two.seminar, two.membership, Role.OWNER)


def sign_out(two: Replicas) -> None:
    with writing(two.second.state.engine) as session:
        end_session(session, two.secret)


def new_password(two: Replicas) -> None:
    with writing(two.second.state.engine) as session:
        end_sessions(session, two.account)


def take_out_of_the_seminar(two: Replicas) -> None:
    with writing(two.second.state.engine) as session:
        share_map(session, two.map_id, None)


def lower_role(two: Replicas) -> None:
    with writing(two.second.state.engine) as session:
        change_role(session, two.seminar, two.membership, Role.READER, Role.OWNER)


@pytest.mark.parametrize(
    ("ended", "reason"),
    [(remove, "signed-out"), (sign_out, "signed-out"), (new_password, "signed-out"), (lower_role, "narrowed")],
)
def test_a_stream_says_why_it_ends_with_session_and_membership_on_another_replica(
    two: Replicas, ended: Callable[[Replicas], None], reason: str
) -> None:
    with listen(two, two.secret) as listening, listen(two, two.other) as other:
        assert listening.status == other.status == 200
        begun = time.monotonic()
        ended(two)
        assert listening.ending() == reason
        assert time.monotonic() - begun < SOON
        with writing(two.second.state.engine) as session:
            tag = TagDraft(text="a word")
            changes.create_record(session, changes.find_map(session, "debate"), RecordKind.TAG, tag, author="owner")
        assert other.changes(1) == [2]
    with listen(two, two.secret) as again:
        assert again.status == (200 if reason == "narrowed" else 404)


def keep_to_a_small_group(two: Replicas) -> None:
    with writing(two.second.state.engine) as session:
        session.get_one(SeminarMap, two.map_id).sharing = Sharing.APART


@pytest.mark.parametrize("ended", [take_out_of_the_seminar, keep_to_a_small_group])
def test_every_stream_ends_with_the_access_to_the_map(two: Replicas, ended: Callable[[Replicas], None]) -> None:
    with listen(two, two.secret) as listening, listen(two, two.other) as other:
        ended(two)
        assert listening.ending() == other.ending() == "removed"


def test_a_map_that_is_deleted_is_told_as_the_last(two: Replicas) -> None:
    with listen(two, two.secret) as listening:
        with writing(two.second.state.engine) as session:
            changes.delete_map(session, "debate", version=None, author="owner")
        *_, change, last = [each for each in listening.frames() if each.name != "comment"]
    assert (change.data["kind"], last.name, last.data) == ("deleted", "ended", {"reason": "deleted"})


def test_whatever_ends_a_page_is_told_by_what_it_was(two: Replicas) -> None:
    """Each cause is tried on the same people and taken back."""
    engine, place = two.second.state.engine, two.seminar
    with reading(engine) as session:
        standing = authenticate_session(session, two.secret)
    assert standing is not None
    member, nobody = Asker(describe_user(standing), Credentials(session=two.secret)), Asker(ANYONE)

    def seminar_in(session: Session) -> Seminar:
        return session.get_one(Seminar, place.seminar_id)

    def keep_apart(session: Session) -> None:
        session.get_one(SeminarMap, two.map_id).sharing = Sharing.APART

    def shut_out(session: Session) -> None:
        session.get_one(Account, two.account).disabled = datetime.now(UTC)

    def be_due(session: Session) -> None:
        seminar_in(session).erased_after = datetime.now(UTC)

    causes: dict[str, Callable[[Session], object]] = {
        "nothing": lambda _: None,
        # Whoever is removed is signed out everywhere as well.
        "signed-out by removal": lambda session: remove_member(session, place, two.membership, Role.OWNER),
        "removed by leaving": lambda session: leave_seminar(session, seminar_in(session), two.account, author="x"),
        "removed by deletion": lambda session: delete_seminar(session, seminar_in(session), author="x"),
        "removed by erasing": be_due,
        "removed from a group": keep_apart,
        "narrowed": lambda session: change_role(session, place, two.membership, Role.READER, Role.OWNER),
        "closed": lambda session: close_seminar(session, seminar_in(session), closed=True, author="x"),
        "signed-out": lambda session: end_session(session, two.secret),
        "signed-out from the list": lambda session: end_other_sign_ins(session, two.account, two.other),
        "signed-out by a password": lambda session: set_password(session, two.account, "x"),
        "signed-out by being shut out": shut_out,
    }
    found = {}
    for name, cause in causes.items():
        with Session(engine.execution_options(writing=True)) as session:
            cause(session)
            session.flush()
            found[name] = find_endings(session, [member, nobody], Visibility.PRIVATE, two.map_id)
            session.rollback()
    assert {name: str(each.pop(member, "nothing")) for name, each in found.items()} == {
        name: name.split(" ")[0] for name in causes
    }
    assert all(each == {nobody: EndReason.HIDDEN} for each in found.values())


def test_strangers_do_not_even_begin_to_listen(two: Replicas) -> None:
    with Listening(two.address, "debate") as anonymous:
        assert anonymous.status == 404
    nothing = httpx.get(f"{two.address}/api/v1/maps/nothing/events")
    private = httpx.get(f"{two.address}/api/v1/maps/debate/events")
    assert private.json()["title"] == nothing.json()["title"]
    sent = {"client": "kim-0000000000000000"}
    assert httpx.put(f"{two.address}/api/v1/maps/debate/presence", json=sent).status_code == 404


def test_a_token_that_is_taken_back_ends_what_it_listens_to(two: Replicas) -> None:
    with writing(two.second.state.engine) as session:
        secret, number = create_token(session, two.account, "to listen", [TokenScope.READ], 7)
    with Listening(two.address, "debate", headers=(f"Authorization: Bearer {secret}",)) as listening:
        assert listening.status == 200
        with writing(two.second.state.engine) as session:
            assert revoke_token(session, two.account, number)
        assert listening.is_ended(SOON)


def test_all_who_listen_to_a_map_are_asked_about_at_once(two: Replicas) -> None:
    engine = two.second.state.engine
    with writing(engine) as session:
        secrets = [begin_session(session, two.account) for _ in range(200)]
    user = CurrentUser(name="member", id=two.account)
    askers = frozenset(Asker(user, Credentials(session=secret)) for secret in secrets)
    asked = []
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    seen = read_updates(engine, [UpdateRequest("debate", two.map_id, 1, askers)], None)[0]
    questions = [each for each in asked if "sign_in" in each]
    assert seen.endings == {}
    assert len(questions) == 1


def test_somebody_else_under_the_same_session_is_not_who_was_let_in(two: Replicas) -> None:
    another = Asker(CurrentUser(name="other", id=two.account + 1000), Credentials(session=two.secret))
    same = Asker(CurrentUser(name="member", id=two.account), Credentials(session=two.secret))
    with reading(two.second.state.engine) as session:
        found = find_endings(session, [another, same], Visibility.PRIVATE, two.map_id)
        local = find_endings(session, [Asker(LOCAL_USER)], Visibility.PRIVATE, two.map_id)
    assert found == {another: EndReason.SIGNED_OUT}
    assert local == {}
