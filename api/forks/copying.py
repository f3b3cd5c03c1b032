"""Copies of a map's records in a seminar or outside of one, and moving a map: what goes along, and what stays.

A copy has the records and texts alone. Comments, positions, rounds, members, links by which people come in and the
history stay where they are, and no record names anybody of there, unless that is wanted of each name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from api.access.authorization import Action
from api.access.current_user import CurrentUser, list_permitted_actions
from api.editions.publishing import NameChoice, apply_name_choice
from api.forks.forking import find_name_in_seminar, require_copy_elsewhere
from models import changes
from models.address_names import LONGEST_PROPOSAL, number_name, shorten_name
from models.controversies.controversies import Controversy
from models.errors import Phrase, SlugTaken
from models.history.revisions import Revision
from models.participation.comments import Comment
from models.participation.map_anonymity import is_anonymous
from models.participation.member_names import list_names_of_people
from models.participation.positions import Position, Round
from models.people.account_errors import NotForYou
from models.people.accounts import Account
from models.people.authentication import at_least
from models.people.enrolment import MembershipScope, enrol, share_map
from models.people.pseudonyms import Pseudonym
from models.people.seminars import Invitation, Membership, Seminar, SeminarMap
from models.records.maps import ArgumentMap
from models.records.rows import Draft
from models.row_keys import MapRow, map_id_column, persisted_id
from models.teaching.map_ownership import Release, find_pseudonym, find_seminar_id, list_owners
from models.vocabulary import ControversyStep, Role, Sharing, Visibility

LONGEST_STEM = 30


@dataclass(frozen=True, slots=True)
class Belongings:
    """What of people hangs on a map: how much of each, and who would no longer see it."""

    comments: int
    positions: int
    rounds: int
    authors: int
    members: int
    losing: Sequence[str]
    pseudonymous: bool
    in_controversy: bool


def bring_into_seminar(
    session: Session, seminar: Seminar, origin: ArgumentMap, user: CurrentUser, names: NameChoice
) -> ArgumentMap:
    """Make a map the seminar's: a map of one's own that nobody else has touched as it is, of any other one a copy.

    Raises `NotForYou` where its records may not be carried there, and `UndecidedNames`.
    """
    require_copy_elsewhere(session, user, origin)
    if may_add_without_copy(session, origin, user):
        share_map(session, persisted_id(origin), seminar.id)
        return origin
    return copy_into_seminar(session, seminar, origin, user, names)


def may_add_without_copy(session: Session, origin: ArgumentMap, user: CurrentUser) -> bool:
    """Tell whether a map exposes nothing of others, and takes it from nobody, where it becomes a seminar's.

    It is private, belongs to no seminar and to the user alone, and nobody else wrote, said or published anything there
    or has a link to it.
    """
    if origin.visibility != Visibility.PRIVATE or find_seminar_id(session, origin.id) is not None:
        return False
    if Action.ADMINISTER not in list_permitted_actions(user, origin.visibility, origin.id):
        return False
    if list_owners(session, origin.id) != frozenset({user.id}):
        return False
    others = (
        select(func.count())
        .select_from(Membership)
        .where(Membership.map_id == origin.id, Membership.account_id != user.id)
    )
    links = select(func.count()).select_from(Invitation).where(Invitation.map_id == origin.id)
    if session.exec(others).one() or session.exec(links).one():
        return False
    own = {user.name, user.handle, "local"}
    for map_id, author in (
        (col(Revision.map_id), col(Revision.author)),
        (col(Comment.map_id), col(Comment.author)),
        (col(Position.map_id), col(Position.member)),
    ):
        if set(session.exec(select(author).where(map_id == origin.id)).all()) - own:
            return False
    return True


def copy_into_seminar(
    session: Session, seminar: Seminar, origin: ArgumentMap, user: CurrentUser, names: NameChoice
) -> ArgumentMap:
    """Copy the records of a map into a seminar, where nobody else sees them; raises `UndecidedNames`."""
    author = find_name_in_seminar(session, user, persisted_id(seminar))
    former = session.get(Seminar, find_seminar_id(session, origin.id) or 0)
    # From term to term the name would grow by that of every seminar.
    bare = (
        origin.slug.removeprefix(f"{shorten_name(former.slug, LONGEST_STEM)}-") if former is not None else origin.slug
    )
    stems = (shorten_name(slug, LONGEST_STEM) for slug in (seminar.slug, bare))
    copy = _copy_map(session, origin, "-".join(stems), author, names)
    if user.id is not None:
        enrol(session, MembershipScope(map_id=copy.id), user.id, Role.OWNER)
    share_map(session, persisted_id(copy), seminar.id)
    return copy


def release_fork(
    session: Session, seminar: Seminar, fork: ArgumentMap, user: CurrentUser, names: NameChoice
) -> tuple[ArgumentMap, Release]:
    """Give whoever made a fork a copy of its records to do with as they like; who let it out is recorded.

    The fork itself stays the seminar's, with what was said there. Raises `UndecidedNames`.
    """
    receiver = find_fork_maker(session, persisted_id(fork)) or user.id
    pseudonym = find_pseudonym(session, persisted_id(seminar), receiver)
    author = pseudonym or _find_handle(session, receiver) or user.name
    copy = _copy_map(session, fork, fork.slug, author, names)
    enrol(session, MembershipScope(map_id=copy.id), receiver or 0, Role.OWNER)
    record = Release(
        seminar_id=persisted_id(seminar),
        map_id=persisted_id(fork),
        copy_id=persisted_id(copy),
        title=fork.title,
        given_to=receiver,
        released_by=user.id,
        at=datetime.now(UTC),
    )
    session.add(record)
    session.flush()
    return copy, record


def find_fork_maker(session: Session, map_id: int) -> int | None:
    """Return the account that was let in first where a fork was made: whoever made it."""
    first = select(Membership.account_id).where(Membership.map_id == map_id).order_by(col(Membership.id)).limit(1)
    return session.exec(first).first()


def move_map(
    session: Session, map_: ArgumentMap, seminar: Seminar, user: CurrentUser, names: NameChoice, *, people: bool
) -> ArgumentMap:
    """Move a map into a seminar; return what is there then.

    Without people the seminar gets a copy of the records; what was said and done stays with those who led the map, and
    the members of its former seminar no longer see it. With people the map itself changes hands, with all of that.
    Raises `NotForYou` where a pseudonym would come off or a controversy is under way, and `UndecidedNames`.
    """
    belongings = count_attached_work(session, map_)
    if belongings.in_controversy:
        raise NotForYou(
            Phrase("The common map of a controversy cannot be moved while the controversy is under way."),
            Phrase("Ask whoever leads the controversy to close it first."),
        )
    if people:
        if belongings.pseudonymous:
            raise NotForYou(
                Phrase("What was said under pseudonyms cannot be moved to another seminar."),
                Phrase("Move the records alone."),
            )
        share_map(session, persisted_id(map_), seminar.id)
        return map_
    copy = copy_into_seminar(session, seminar, map_, user, names)
    former = session.get(SeminarMap, map_.id)
    if former is not None:
        former.sharing = Sharing.APART
        session.add(former)
        session.flush()
    return copy


def count_attached_work(session: Session, map_: ArgumentMap) -> Belongings:
    """Return what of people hangs on a map, and who would no longer see it if its seminar had it no more."""

    def count(table: type[MapRow]) -> int:
        return session.exec(select(func.count()).where(map_id_column(table) == map_.id)).one()

    authors = select(func.count(func.distinct(col(Revision.author)))).where(Revision.map_id == map_.id)
    holder = find_seminar_id(session, map_.id)
    members = list(session.exec(select(Membership).where(Membership.seminar_id == holder))) if holder else []
    under_way = select(Controversy.id).where(Controversy.map_id == map_.id, Controversy.step != ControversyStep.CLOSED)
    return Belongings(
        comments=count(Comment),
        positions=count(Position),
        rounds=count(Round),
        authors=session.exec(authors).one(),
        members=count(Membership),
        losing=[
            member.pseudonym or _find_handle(session, member.account_id)
            for member in members
            if not at_least(Role(member.role), Role.TEACHER)
        ],
        pseudonymous=any(member.pseudonym for member in members)
        or count(Pseudonym) > 0
        or is_anonymous(session, persisted_id(map_)),
        in_controversy=session.exec(under_way.limit(1)).first() is not None,
    )


def _copy_map(session: Session, origin: ArgumentMap, slug: str, author: str, names: NameChoice) -> ArgumentMap:
    """Copy a map under a name that is free; of a private one no record may name its people unasked."""
    people = (
        list_names_of_people(session, persisted_id(origin), pseudonyms=True)
        if origin.visibility == Visibility.PRIVATE
        else []
    )

    def rewrite(document: Draft) -> Draft:
        return apply_name_choice(document, people, names)

    number = 1
    while True:
        name = number_name(slug, number) if number > 1 else shorten_name(slug, LONGEST_PROPOSAL)
        try:
            return changes.fork_map(
                session, origin, name, visibility=Visibility.PRIVATE, rewrite=rewrite, author=author
            )
        except SlugTaken:
            number += 1


def _find_handle(session: Session, account_id: int | None) -> str:
    account = session.get(Account, account_id) if account_id is not None else None
    return account.handle if account is not None else ""
