"""Mentions: whom a member may mention, under which name, and which mentions of themselves they have not read."""

from collections.abc import Collection, Iterable
from itertools import islice
from typing import NamedTuple

from fastapi import Request
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from api.own_names import find_own_names
from api.permission import Action, CurrentUser
from api.seminar import may
from models.changes.lookup import find_map
from models.engine import writing
from models.participation.map_anonymity import is_anonymous
from models.participation.mentions import note_mentions_read, unread_mentions
from models.participation.names_in_text import MENTION
from models.people.authentication import at_least
from models.people.enrolment import Member, Place, in_groups, members_of
from models.people.pseudonyms import name_number, pseudonyms, thread_scope
from models.people.seminars import Seminar, SeminarMap
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id
from models.search.terms import words
from models.teaching.map_ownership import seminar_holding
from models.vocabulary import Role, Sharing

MOST = 8


class Mentionable(NamedTuple):
    """Somebody who can be mentioned: the name that is seen, what stands in a text for it, and what they are called."""

    name: str
    mention: str
    called: str = ""


def write_mention(name: str) -> str:
    """Return how a text mentions a name: in braces where it is not one word."""
    bare = f"@{name}"
    found = MENTION.fullmatch(bare)
    return bare if found and found[2] and found[2] == found[2].rstrip(".-") else f"@{{{name}}}"


def list_mentionable(session: Session, map_id: int, user: CurrentUser, thread: int = 0) -> list[Mentionable]:
    """Return whom a member may mention in a thread: those whom they may see there, under the name of that place.

    Members are there by name also where they stand in the thread under a number, so that it cannot be found out who is
    missing; on a map that is anonymous throughout only numbers are.
    """
    names = {} if is_anonymous(session, map_id) else dict(map(_names_in_text, _members(session, map_id, user)))
    scope = thread_scope(thread)
    numbers = sorted(
        number
        for (where, member), number in pseudonyms(session, map_id).items()
        if thread and where == scope and member != user.name
    )
    every = {name: called for name, called in names.items() if name != user.name}
    every |= {name_number(number): "" for number in numbers}
    return [Mentionable(name, write_mention(name), called) for name, called in every.items()]


def choose_mentionable(found: Iterable[Mentionable], query: str) -> list[Mentionable]:
    """Return those whose names have a word that begins as each word of the query does."""
    sought = words(query)
    fitting = (
        each
        for each in found
        if all(any(word.startswith(part) for word in words(f"{each.name} {each.called}")) for part in sought)
    )
    return [*islice(fitting, MOST)]


def _names_in_text(member: Member) -> tuple[str, str]:
    """Return the name under which a member writes, by which a mention finds them, and what else they are called."""
    if member.pseudonym:
        return member.pseudonym, ""
    return member.handle, member.display_name if member.display_name != member.handle else ""


def _members(session: Session, map_id: int, user: CurrentUser) -> list[Member]:
    """Return those who take part in the discussion of a map, as the user may know of them."""
    seminar_id = seminar_holding(session, map_id)
    found = members_of(session, Place(map_id=map_id))
    if seminar_id is not None:
        shared = session.get(SeminarMap, map_id)
        everybody = members_of(session, Place(seminar_id=seminar_id))
        if shared is not None and shared.sharing == Sharing.APART:
            there = {each.account_id for each in found}
            everybody = [each for each in everybody if at_least(each.role, Role.TEACHER) or each.account_id in there]
        # In a seminar one is known by the name that one has there.
        known = {each.account_id for each in everybody}
        found = [*everybody, *(each for each in found if each.account_id not in known)]
        seminar = session.get(Seminar, seminar_id)
        if seminar is not None and seminar.pseudonyms and not may(user, Action.TEACH, map_id):
            # Who has not come in yet may still choose a pseudonym.
            found = [each for each in found if not each.waiting]
    return [each for each in found if at_least(each.role, Role.DISCUSSANT)]


def count_unread(session: Session, user: CurrentUser) -> dict[int, int]:
    """Return by map how many mentions of a user are unread, on maps where the user takes part in the discussion."""
    if user.id is None:
        return {}
    maps = [each for each in user.roles if may(user, Action.COMMENT, each)]
    names = find_own_names(session, user, maps)
    return {map_id: len(found) for map_id, found in unread_mentions(session, user.id, names).items()}


def list_group_maps(session: Session, seminar_id: int, map_ids: Collection[int]) -> list[ArgumentMap]:
    """Return by title those maps on which only small groups of a seminar work."""
    chosen = in_groups(session, seminar_id) & set(map_ids) if map_ids else set()
    if not chosen:
        return []
    titled = select(ArgumentMap).where(col(ArgumentMap.id).in_(chosen))
    return list(session.exec(titled.order_by(col(ArgumentMap.title), col(ArgumentMap.slug))))


def unread_on(session: Session, map_id: int, user: CurrentUser) -> list[int]:
    """Return the comments of one map that mention a user and are unread."""
    if user.id is None or not may(user, Action.COMMENT, map_id):
        return []
    return unread_mentions(session, user.id, {map_id: user.name}).get(map_id, [])


def unread_on_page(session: Session, slug: str, user: CurrentUser) -> int:
    """Return how many mentions of a user are unread on the map whose page is shown."""
    return len(unread_on(session, persisted_id(find_map(session, slug)), user)) if user.id is not None else 0


def note_read(request: Request, user: CurrentUser, comments: Iterable[int]) -> None:
    """Remember in a transaction of its own that a user has read comments that mention them."""
    chosen = sorted(set(comments))
    if user.id is None or not chosen:
        return
    try:
        with writing(request.app.state.engine) as session:
            note_mentions_read(session, user.id, chosen)
    except IntegrityError:
        # Another window of the same user has just noted the same.
        return
