"""Making a map of another one: who may, to whom it belongs, and what stays behind.

What comes of a seminar's map stays in the seminar until somebody who leads it lets it out; what comes of another map
that is not open to everybody stays with those who own that map. A role that changes nothing makes nothing of either.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session, col, select

from api.access.authorization import Action
from api.access.current_user import LOCAL_USER, CurrentUser, list_permitted_actions, list_seminar_actions
from models import changes
from models.address_names import find_free_name, propose_name
from models.errors import Phrase
from models.people.account_errors import NotForYou, UnknownSeminar
from models.people.enrolment import MembershipScope, enrol, share_map
from models.people.seminars import Seminar, erasure_not_due_condition
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id
from models.teaching.map_ownership import (
    Holders,
    find_pseudonym,
    find_seminar_id,
    list_owners,
    read_holders,
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


def may_copy_elsewhere(session: Session, user: CurrentUser, map_: ArgumentMap, holders: Holders | None = None) -> bool:
    """Tell whether somebody may carry the records of a map to where others read them; `holders` are read for many."""
    if user is LOCAL_USER or map_.visibility != Visibility.PRIVATE:
        return True
    holder = (holders or read_holders(session, [map_])).seminars.get(persisted_id(map_))
    if holder is not None:
        return Action.TEACH in list_seminar_actions(user, holder)
    return Action.ADMINISTER in list_permitted_actions(user, map_.visibility, map_.id)


def require_copy_elsewhere(session: Session, user: CurrentUser, origin: ArgumentMap) -> None:
    """Raise `NotForYou` where somebody may not carry the records of a map into another seminar."""
    if not may_copy_elsewhere(session, user, origin):
        raise NotForYou(
            Phrase("Your role does not let you take what is on this map to another seminar."),
            Phrase("Ask whoever leads its seminar or owns it to do it, or to give you another role."),
        )


def require_merge(
    session: Session, user: CurrentUser, source: ArgumentMap, target: ArgumentMap, holders: Holders | None = None
) -> None:
    """Raise `NotForYou` where a merge would carry what is not open to everybody out to others than have it."""
    map_holders = holders or read_holders(session, [source, target])
    inside = target.visibility == Visibility.PRIVATE and map_holders.have_same_holder(source.id, target.id)
    if not inside and not may_copy_elsewhere(session, user, source, map_holders):
        raise NotForYou(
            Phrase("Your role does not let you take what is on that map to another place."),
            Phrase("Ask whoever leads its seminar or owns it to do it, or to give you another role."),
        )


def may_merge(
    session: Session, user: CurrentUser, source: ArgumentMap, target: ArgumentMap, holders: Holders | None = None
) -> bool:
    """Tell whether somebody may take what was done on one map into another; `holders` are read for many."""
    return Action.CHANGE in list_permitted_actions(user, target.visibility, target.id) and may_copy_into(
        session, user, source, target, holders
    )


def may_copy_into(
    session: Session, user: CurrentUser, source: ArgumentMap, target: ArgumentMap, holders: Holders | None = None
) -> bool:
    """Tell whether somebody may carry records of one map into another to which they add; as `require_merge`."""
    try:
        require_merge(session, user, source, target, holders)
    except NotForYou:
        return False
    return True


def make_fork(session: Session, origin: ArgumentMap, fork_request: ForkRequest, user: CurrentUser) -> ArgumentMap:
    """Make a fork and let it belong where it belongs; with accounts it is private.

    Raises `NotForYou`, `UnknownSeminar`, and what copying raises.
    """
    if user.id is None:
        return _fork_map(session, origin, fork_request, None, user.name)
    hidden = origin.visibility == Visibility.PRIVATE
    if not may_fork(origin, user):
        raise NotForYou(
            Phrase("Your role does not let you fork a private map."),
            Phrase("Ask whoever keeps the map to do it, or to give you another role."),
        )
    seminar_id = _choose_seminar_id(session, origin, fork_request, user)
    if seminar_id is not None:
        author = find_name_in_seminar(session, user, seminar_id)
        fork = _fork_map(session, origin, fork_request, Visibility.PRIVATE, author)
        share_map(session, persisted_id(fork), seminar_id, Sharing.APART)
        leads = Action.TEACH in list_seminar_actions(user, seminar_id)
        enrol(session, MembershipScope(map_id=fork.id), user.id, Role.OWNER if leads else Role.EDITOR)
        return fork
    fork = _fork_map(session, origin, fork_request, Visibility.PRIVATE, user.name)
    owners = list_owners(session, origin.id) if hidden else frozenset({user.id})
    for owner in sorted(owners):
        enrol(session, MembershipScope(map_id=fork.id), owner, Role.OWNER)
    # Whoever owns it already stays as they are.
    enrol(session, MembershipScope(map_id=fork.id), user.id, Role.EDITOR if owners else Role.OWNER)
    return fork


def may_fork(origin: ArgumentMap, user: CurrentUser) -> bool:
    """Tell whether somebody may make a fork of a map that they see: of a private one, whoever adds to it."""
    return origin.visibility != Visibility.PRIVATE or Action.CONTRIBUTE in list_permitted_actions(
        user, origin.visibility, origin.id
    )


def find_default_seminar(session: Session, origin: ArgumentMap, user: CurrentUser) -> Seminar | None:
    """Return the seminar to which somebody's fork of a map belongs where none is chosen."""
    within = origin.visibility == Visibility.PRIVATE or user.role_on(origin.id) is not None
    holder = find_seminar_id(session, origin.id) if within and user.id is not None else None
    return session.get(Seminar, holder) if holder is not None else None


def list_seminars_for_fork(session: Session, origin: ArgumentMap, user: CurrentUser) -> list[Seminar]:
    """Return the other seminars to which somebody's fork of a map may belong, by title."""
    if not may_copy_elsewhere(session, user, origin):
        return []
    holder = find_default_seminar(session, origin, user)
    adding = [seminar_id for seminar_id in user.seminars if Action.CONTRIBUTE in list_seminar_actions(user, seminar_id)]
    query = select(Seminar).where(col(Seminar.id).in_(adding)).order_by(col(Seminar.title), col(Seminar.slug))
    return [seminar for seminar in session.exec(query) if holder is None or seminar.id != holder.id]


def list_led_seminars(session: Session, user: CurrentUser) -> list[Seminar]:
    """Return the seminars that somebody leads, by title."""
    led = [key for key in user.seminars if Action.TEACH in list_seminar_actions(user, key)]
    if not led:
        return []
    query = select(Seminar).where(col(Seminar.id).in_(led)).order_by(col(Seminar.title), col(Seminar.slug))
    return list(session.exec(query))


def find_name_in_seminar(session: Session, user: CurrentUser, seminar_id: int) -> str:
    """Return the name under which somebody writes in a seminar, whatever they are called elsewhere."""
    return find_pseudonym(session, seminar_id, user.id) or user.handle or user.name


def _fork_map(
    session: Session, origin: ArgumentMap, fork_request: ForkRequest, visibility: Visibility | None, author: str
) -> ArgumentMap:
    return changes.fork_map(
        session,
        origin,
        fork_request.slug or _find_free_slug(session, origin, fork_request.title),
        fork_request.title,
        at=fork_request.at,
        visibility=visibility,
        author=author,
        why=fork_request.why,
    )


def _find_free_slug(session: Session, origin: ArgumentMap, title: str | None) -> str:
    name = propose_name(title or "") or origin.slug
    return find_free_name(name, lambda slug: changes.map_exists(session, slug))


def _choose_seminar_id(
    session: Session, origin: ArgumentMap, fork_request: ForkRequest, user: CurrentUser
) -> int | None:
    """Return the seminar to which a fork belongs: the chosen one, else that of the origin for those who are let in."""
    if fork_request.seminar is None:
        own = find_default_seminar(session, origin, user)
        return own.id if own is not None else None
    holder = find_seminar_id(session, origin.id)
    named = col(Seminar.slug) == fork_request.seminar
    chosen = session.exec(select(Seminar.id).where(named, erasure_not_due_condition(datetime.now(UTC)))).one_or_none()
    if chosen is None or not list_seminar_actions(user, chosen):
        raise UnknownSeminar(fork_request.seminar)
    if Action.CONTRIBUTE not in list_seminar_actions(user, chosen):
        raise NotForYou(
            Phrase("Your role does not let you make a fork in this seminar."),
            Phrase("Ask whoever leads it to do it, or to give you another role."),
        )
    if chosen != holder:
        require_copy_elsewhere(session, user, origin)
    return chosen
