"""Mentions: whom a member may mention, under which name, and which mentions of themselves they have not read."""

from collections.abc import Collection, Iterable
from itertools import islice
from typing import NamedTuple

from fastapi import Request
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from api.access.authorization import Action
from api.access.current_user import CurrentUser, is_allowed_on_map
from api.seminars.own_names import find_own_names
from models.changes.lookup import find_map
from models.engine import writing
from models.participation.map_anonymity import is_anonymous
from models.participation.mentions import find_unread_mentions, note_mentions_read
from models.participation.names_in_text import MENTION
from models.people.authentication import at_least
from models.people.enrolment import Member, MembershipScope, list_group_map_ids, list_members
from models.people.pseudonyms import format_member_name, read_pseudonyms, thread_scope
from models.people.seminars import Seminar, SeminarMap
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id
from models.search.terms import split_words
from models.teaching.map_ownership import find_seminar_id
from models.vocabulary import Role, Sharing

MAX_SUGGESTIONS = 8


class Mentionable(NamedTuple):
    """Somebody who can be mentioned: the name that is seen, what stands in a text for it, and what they are called."""

    name: str
    mention: str
    called: str = ""


def write_mention(name: str) -> str:
    """Return how a text mentions a name: in braces where it is not one word."""
    bare = f"@{name}"
    match = MENTION.fullmatch(bare)
    return bare if match and match[2] and match[2] == match[2].rstrip(".-") else f"@{{{name}}}"


def list_mentionable(session: Session, map_id: int, user: CurrentUser, thread: int = 0) -> list[Mentionable]:
    """Return whom a member may mention in a thread: those whom they may see there, under the name of that place.

    Members are there by name also where they stand in the thread under a number, so that it cannot be found out who is
    missing; on a map that is anonymous throughout only numbers are.
    """
    names = {} if is_anonymous(session, map_id) else dict(map(_name_member, _list_participants(session, map_id, user)))
    scope = thread_scope(thread)
    numbers = sorted(
        number
        for (where, member), number in read_pseudonyms(session, map_id).items()
        if thread and where == scope and member != user.name
    )
    every = {name: called for name, called in names.items() if name != user.name}
    every |= {format_member_name(number): "" for number in numbers}
    return [Mentionable(name, write_mention(name), called) for name, called in every.items()]


def choose_mentionable(candidates: Iterable[Mentionable], query: str) -> list[Mentionable]:
    """Return those whose names have a word that begins as each word of the query does."""
    sought = split_words(query)
    fitting = (
        person
        for person in candidates
        if all(any(word.startswith(part) for word in split_words(f"{person.name} {person.called}")) for part in sought)
    )
    return [*islice(fitting, MAX_SUGGESTIONS)]


def _name_member(member: Member) -> tuple[str, str]:
    """Return the name under which a member writes, by which a mention finds them, and what else they are called."""
    if member.pseudonym:
        return member.pseudonym, ""
    return member.handle, member.display_name if member.display_name != member.handle else ""


def _list_participants(session: Session, map_id: int, user: CurrentUser) -> list[Member]:
    """Return those who take part in the discussion of a map, as the user may know of them."""
    seminar_id = find_seminar_id(session, map_id)
    map_members = list_members(session, MembershipScope(map_id=map_id))
    if seminar_id is not None:
        shared = session.get(SeminarMap, map_id)
        everybody = list_members(session, MembershipScope(seminar_id=seminar_id))
        if shared is not None and shared.sharing == Sharing.APART:
            map_account_ids = {member.account_id for member in map_members}
            everybody = [
                member
                for member in everybody
                if at_least(member.role, Role.TEACHER) or member.account_id in map_account_ids
            ]
        # In a seminar one is known by the name that one has there.
        seminar_account_ids = {member.account_id for member in everybody}
        map_members = [*everybody, *(member for member in map_members if member.account_id not in seminar_account_ids)]
        seminar = session.get(Seminar, seminar_id)
        if seminar is not None and seminar.pseudonyms and not is_allowed_on_map(user, Action.TEACH, map_id):
            # Who has not come in yet may still choose a pseudonym.
            map_members = [member for member in map_members if not member.waiting]
    return [member for member in map_members if at_least(member.role, Role.DISCUSSANT)]


def count_unread_mentions(session: Session, user: CurrentUser) -> dict[int, int]:
    """Return by map how many mentions of a user are unread, on maps where the user takes part in the discussion."""
    if user.id is None:
        return {}
    maps = [map_id for map_id in user.roles if is_allowed_on_map(user, Action.COMMENT, map_id)]
    names = find_own_names(session, user, maps)
    return {map_id: len(comment_ids) for map_id, comment_ids in find_unread_mentions(session, user.id, names).items()}


def list_group_maps(session: Session, seminar_id: int, map_ids: Collection[int]) -> list[ArgumentMap]:
    """Return by title those maps on which only small groups of a seminar work."""
    chosen = list_group_map_ids(session, seminar_id) & set(map_ids) if map_ids else set()
    if not chosen:
        return []
    titled = select(ArgumentMap).where(col(ArgumentMap.id).in_(chosen))
    return list(session.exec(titled.order_by(col(ArgumentMap.title), col(ArgumentMap.slug))))


def list_unread_mentions(session: Session, map_id: int, user: CurrentUser) -> list[int]:
    """Return the comments of one map that mention a user and are unread."""
    if user.id is None or not is_allowed_on_map(user, Action.COMMENT, map_id):
        return []
    return find_unread_mentions(session, user.id, {map_id: user.name}).get(map_id, [])


def count_unread_on_page(session: Session, slug: str, user: CurrentUser) -> int:
    """Return how many mentions of a user are unread on the map whose page is shown."""
    return len(list_unread_mentions(session, persisted_id(find_map(session, slug)), user)) if user.id is not None else 0


def mark_mentions_read(request: Request, user: CurrentUser, comments: Iterable[int]) -> None:
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
