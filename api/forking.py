"""Making a map of another one: who may, to whom it belongs, and what stays behind.

What comes of a seminar's map stays in the seminar until somebody who leads it lets it out; what comes of another map
that is not open to everybody stays with those who own that map. A role that changes nothing makes nothing of either.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session, col, select

from api.permission import LOCAL_USER, Action, CurrentUser, permitted, permitted_in
from models import changes
from models.address_names import find_free_name, propose_name
from models.people.account_errors import NotForYou, UnknownSeminar
from models.people.enrolment import Place, enrol, share_map
from models.people.seminars import Seminar, is_not_due
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id
from models.teaching.map_ownership import (
    Holders,
    owners_of,
    pseudonym_in,
    read_holders,
    seminar_holding,
)
from models.vocabulary import Role, Sharing, Visibility


@dataclass(frozen=True, slots=True)
class ForkRequest:
    """A fork to be made: its title, from which change on, and in which seminar where one is chosen.

    Without a slug it gets one that is free, of its title or that of the origin.
    """

    slug: str | None = None
    title: str | None = None
    at: int | None = None
    seminar: str | None = None
    why: str = ""


def may_take_out(session: Session, user: CurrentUser, found: ArgumentMap, holders: Holders | None = None) -> bool:
    """Tell whether somebody may carry the records of a map to where others read them; `holders` are read for many."""
    if user is LOCAL_USER or found.visibility != Visibility.PRIVATE:
        return True
    holder = (holders or read_holders(session, [found])).seminars.get(persisted_id(found))
    if holder is not None:
        return Action.TEACH in permitted_in(user, holder)
    return Action.ADMINISTER in permitted(user, found.visibility, found.id)


def require_merge(
    session: Session, user: CurrentUser, source: ArgumentMap, target: ArgumentMap, holders: Holders | None = None
) -> None:
    """Raise `NotForYou` where a merge would carry what is not open to everybody out to others than have it."""
    known = holders or read_holders(session, [source, target])
    inside = target.visibility == Visibility.PRIVATE and known.share_one(source.id, target.id)
    if not inside and not may_take_out(session, user, source, known):
        raise NotForYou("take what is on that map to another place", "whoever leads its seminar or owns it")


def may_merge(
    session: Session, user: CurrentUser, source: ArgumentMap, target: ArgumentMap, holders: Holders | None = None
) -> bool:
    """Tell whether somebody may take what was done on one map into another; `holders` are read for many."""
    return Action.CHANGE in permitted(user, target.visibility, target.id) and may_carry(
        session, user, source, target, holders
    )


def may_carry(
    session: Session, user: CurrentUser, source: ArgumentMap, target: ArgumentMap, holders: Holders | None = None
) -> bool:
    """Tell whether somebody may carry records of one map into another to which they add; as `require_merge`."""
    try:
        require_merge(session, user, source, target, holders)
    except NotForYou:
        return False
    return True


def make_fork(session: Session, origin: ArgumentMap, wanted: ForkRequest, user: CurrentUser) -> ArgumentMap:
    """Make a fork and let it belong where it belongs; with accounts it is private.

    Raises `NotForYou`, `UnknownSeminar`, and what copying raises.
    """
    if user.id is None:
        return _copy(session, origin, wanted, None, user.name)
    hidden = origin.visibility == Visibility.PRIVATE
    if not may_fork(origin, user):
        raise NotForYou("make a fork of a private map", "whoever keeps the map")
    seminar_id = _seminar_of_fork(session, origin, wanted, user)
    if seminar_id is not None:
        author = name_in(session, user, seminar_id)
        made = _copy(session, origin, wanted, Visibility.PRIVATE, author)
        share_map(session, persisted_id(made), seminar_id, Sharing.APART)
        leads = Action.TEACH in permitted_in(user, seminar_id)
        enrol(session, Place(map_id=made.id), user.id, Role.OWNER if leads else Role.EDITOR)
        return made
    made = _copy(session, origin, wanted, Visibility.PRIVATE, user.name)
    owners = owners_of(session, origin.id) if hidden else frozenset({user.id})
    for owner in sorted(owners):
        enrol(session, Place(map_id=made.id), owner, Role.OWNER)
    # Whoever owns it already stays as they are.
    enrol(session, Place(map_id=made.id), user.id, Role.EDITOR if owners else Role.OWNER)
    return made


def may_fork(origin: ArgumentMap, user: CurrentUser) -> bool:
    """Tell whether somebody may make a fork of a map that they see: of a private one, whoever adds to it."""
    return origin.visibility != Visibility.PRIVATE or Action.CONTRIBUTE in permitted(user, origin.visibility, origin.id)


def seminar_of_fork(session: Session, origin: ArgumentMap, user: CurrentUser) -> Seminar | None:
    """Return the seminar to which somebody's fork of a map belongs where none is chosen."""
    within = origin.visibility == Visibility.PRIVATE or user.role_on(origin.id) is not None
    holder = seminar_holding(session, origin.id) if within and user.id is not None else None
    return session.get(Seminar, holder) if holder is not None else None


def seminars_to_fork_into(session: Session, origin: ArgumentMap, user: CurrentUser) -> list[Seminar]:
    """Return the other seminars to which somebody's fork of a map may belong, by title."""
    if not may_take_out(session, user, origin):
        return []
    holder = seminar_of_fork(session, origin, user)
    adding = [each for each in user.seminars if Action.CONTRIBUTE in permitted_in(user, each)]
    wanted = select(Seminar).where(col(Seminar.id).in_(adding)).order_by(col(Seminar.title), col(Seminar.slug))
    return [each for each in session.exec(wanted) if holder is None or each.id != holder.id]


def seminars_led(session: Session, user: CurrentUser) -> list[Seminar]:
    """Return the seminars that somebody leads, by title."""
    led = [key for key in user.seminars if Action.TEACH in permitted_in(user, key)]
    if not led:
        return []
    wanted = select(Seminar).where(col(Seminar.id).in_(led)).order_by(col(Seminar.title), col(Seminar.slug))
    return list(session.exec(wanted))


def name_in(session: Session, user: CurrentUser, seminar_id: int) -> str:
    """Return the name under which somebody writes in a seminar, whatever they are called elsewhere."""
    return pseudonym_in(session, seminar_id, user.id) or user.handle or user.name


def _copy(
    session: Session, origin: ArgumentMap, wanted: ForkRequest, visibility: Visibility | None, author: str
) -> ArgumentMap:
    return changes.fork_map(
        session,
        origin,
        wanted.slug or _free_slug(session, origin, wanted.title),
        wanted.title,
        at=wanted.at,
        visibility=visibility,
        author=author,
        why=wanted.why,
    )


def _free_slug(session: Session, origin: ArgumentMap, title: str | None) -> str:
    name = propose_name(title or "") or origin.slug
    return find_free_name(name, lambda each: changes.is_name_taken(session, each))


def _seminar_of_fork(session: Session, origin: ArgumentMap, wanted: ForkRequest, user: CurrentUser) -> int | None:
    """Return the seminar to which a fork belongs: the chosen one, else that of the origin for those who are let in."""
    if wanted.seminar is None:
        own = seminar_of_fork(session, origin, user)
        return own.id if own is not None else None
    holder = seminar_holding(session, origin.id)
    named = col(Seminar.slug) == wanted.seminar
    chosen = session.exec(select(Seminar.id).where(named, is_not_due(datetime.now(UTC)))).one_or_none()
    if chosen is None or not permitted_in(user, chosen):
        raise UnknownSeminar(wanted.seminar)
    if Action.CONTRIBUTE not in permitted_in(user, chosen):
        raise NotForYou("make a fork in this seminar", "whoever leads it")
    if chosen != holder and not may_take_out(session, user, origin):
        raise NotForYou("take what is on this map to another seminar", "whoever leads its seminar or owns it")
    return chosen
