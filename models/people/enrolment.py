"""Making accounts, and letting people into maps and seminars."""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import ColumnElement, delete, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from models.address_names import find_free_name
from models.errors import Phrase, SlugTaken
from models.people.account_errors import (
    InvisibleInName,
    KeptName,
    LastOwner,
    LooksTaken,
    NameTaken,
    NotForYou,
    SeminarIsClosed,
    StackedMarks,
    UnfitName,
    UnknownMember,
    UnknownSeminar,
)
from models.people.accounts import RESERVED_NAMES, Account, AccountName, NameLook, PersonName, fold_name
from models.people.authentication import at_least, end_sessions
from models.people.confusable_names import derive_looks, find_invisible, has_stacked_marks, is_reserved_name
from models.people.membership_locks import lock_memberships
from models.people.provider_identities import is_linked
from models.people.pseudonyms import is_pseudonym
from models.people.seminars import Invitation, Membership, Seminar, SeminarMap, erasure_not_due_condition
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id
from models.vocabulary import Role, Sharing

_NAME: TypeAdapter[str] = TypeAdapter(PersonName)
_ASK_AN_OWNER = Phrase("Ask an owner to do it, or to give you another role.")


@dataclass(frozen=True, slots=True)
class MembershipScope:
    """What one is a member of: a map, or a seminar."""

    map_id: int | None = None
    seminar_id: int | None = None

    def matches(self, table: type[Membership | Invitation]) -> ColumnElement[bool]:
        """Return the condition that a row of memberships or invitations is about this place."""
        if self.map_id is not None:
            return col(table.map_id) == self.map_id
        return col(table.seminar_id) == self.seminar_id


@dataclass(frozen=True, slots=True)
class Member:
    """A member as others see them; `handle` is for those who lead."""

    id: int
    account_id: int
    handle: str
    display_name: str
    pseudonym: str | None
    role: Role
    since: datetime
    waiting: bool
    listed: bool = False

    @property
    def name(self) -> str:
        """The name under which other members see them."""
        return self.pseudonym or self.display_name or self.handle


def normalize_name(name: str) -> str:
    """Return the name composed (NFC) and without spaces around it; raises `UnfitName`."""
    plain = " ".join(unicodedata.normalize("NFC", name).split())
    if invisible := find_invisible(plain):
        raise InvisibleInName(invisible)
    if has_stacked_marks(plain):
        raise StackedMarks
    try:
        return _NAME.validate_python(plain)
    except ValidationError:
        raise UnfitName from None


def normalize_chosen_name(name: str) -> str:
    """Return a name that somebody chooses, as `normalize_name`; raises `KeptName` for one that nobody may choose."""
    normalized = normalize_name(name)
    if is_reserved_name(normalized):
        raise KeptName(normalized)
    return normalized


def create_account(
    session: Session,
    handle: str,
    *,
    password_hash: str | None,
    display_name: str = "",
    email: str | None = None,
    administrator: bool = False,
) -> Account:
    """Make an account; raises `UnfitName` and `NameTaken`."""
    name = normalize_name(handle)
    account = Account(
        handle=name,
        folded=fold_name(name),
        display_name=display_name.strip()[:500],
        email=email or None,
        password_hash=password_hash,
        administrator=administrator,
        created=datetime.now(UTC),
    )
    check_name_available(session, name)
    session.add(account)
    session.flush()
    claim_name(session, persisted_id(account), name)
    return account


def claim_name(session: Session, account_id: int, name: str) -> None:
    """Make a name the account's for good; raises `NameTaken` where it is somebody else's, or looks like theirs."""
    folded = fold_name(name)
    owner = session.scalars(select(AccountName).where(col(AccountName.folded) == folded)).first()
    if owner is not None and owner.account_id == account_id:
        return
    check_name_available(session, name, account_id)
    own_looks = select(col(NameLook.look)).where(col(NameLook.account_id) == account_id)
    new = derive_looks(name) - set(session.connection().execute(own_looks).scalars())
    try:
        with session.begin_nested():
            session.connection().execute(insert(AccountName), {"folded": folded, "account_id": account_id})
            if new:
                rows = [{"look": look, "account_id": account_id} for look in sorted(new)]
                session.connection().execute(insert(NameLook), rows)
    except IntegrityError:
        raise NameTaken(name) from None


def check_name_available(session: Session, name: str, account_id: int | None = None) -> None:
    """Raise `NameTaken` where a name is another account's than this one, looks like another's, or is nobody's."""
    folded = fold_name(name)
    owner = session.scalars(select(AccountName).where(col(AccountName.folded) == folded)).first()
    if folded in RESERVED_NAMES or is_pseudonym(folded) or (owner is not None and owner.account_id != account_id):
        raise NameTaken(name)
    look_owners = session.connection().execute(
        select(col(NameLook.account_id)).where(col(NameLook.look).in_(sorted(derive_looks(name))))
    )
    if set(look_owners.scalars()) - {account_id}:
        raise LooksTaken(name)


def is_name_unavailable(session: Session, name: str) -> bool:
    """Tell whether a name is somebody's, looks like somebody's, or is nobody's to have."""
    try:
        check_name_available(session, name)
    except NameTaken:
        return True
    return False


def find_account_by_name(session: Session, name: str) -> Account | None:
    """Return the account that signs in under a name, whatever its case; None where there is none."""
    return session.scalars(select(Account).where(col(Account.folded) == fold_name(name))).first()


def find_account_by_handle(session: Session, name: str) -> Account | None:
    """Return the account that writes under a name of its own, whichever it signs in with; None where there is none."""
    owner = find_author_account_id(session, name)
    account = session.get(Account, owner) if owner is not None else None
    return account if account is not None and fold_name(account.handle) == fold_name(name) else None


def find_author_account_id(session: Session, author: str) -> int | None:
    """Return the account that writes under a name, whichever of its names that is; None where nobody does."""
    owner = session.scalars(select(AccountName).where(col(AccountName.folded) == fold_name(author))).first()
    return owner.account_id if owner is not None else None


def find_pseudonyms_on_map(session: Session, map_id: int, names: Collection[str]) -> dict[str, str]:
    """Return, by the names that accounts have, the pseudonyms under which they write on a map, where they have one.

    A name is the account's own, or one under which it writes elsewhere.
    """
    by_folded = {fold_name(name): name for name in names}
    pseudonyms_by_name: dict[str, str] = {}
    for start in range(0, len(by_folded), 500):
        statement = (
            select(col(AccountName.folded), col(Membership.pseudonym))
            .join(Membership, col(Membership.account_id) == col(AccountName.account_id))
            .join(SeminarMap, col(SeminarMap.seminar_id) == col(Membership.seminar_id))
            .where(col(SeminarMap.map_id) == map_id, col(Membership.pseudonym).is_not(None))
            .where(col(AccountName.folded).in_([*by_folded][start : start + 500]))
        )
        pseudonyms_by_name |= {by_folded[row.folded]: row.pseudonym for row in session.connection().execute(statement)}
    return pseudonyms_by_name


# --- Seminars -----------------------------------------------------------------------------------


def find_seminar(session: Session, slug: str, *, lock: bool = False) -> Seminar:
    """Return the seminar of that short name, with `lock` against other writers.

    Raises `UnknownSeminar` also for one whose time is over and that is still to be erased.
    """
    statement = select(Seminar).where(col(Seminar.slug) == slug, erasure_not_due_condition(datetime.now(UTC)))
    seminar = session.scalars(statement.with_for_update() if lock else statement).one_or_none()
    if seminar is None:
        raise UnknownSeminar(slug)
    return seminar


def seminar_exists(session: Session, slug: str) -> bool:
    """Tell whether there is a seminar with this slug."""
    return session.scalars(select(col(Seminar.id)).where(col(Seminar.slug) == slug)).first() is not None


def create_seminar(session: Session, slug: str, title: str, owner: int) -> Seminar:
    """Make a seminar with its first owner; raises `SlugTaken`."""
    if seminar_exists(session, slug):
        raise SlugTaken(slug, find_free_name(slug, partial(seminar_exists, session)))
    seminar = Seminar(slug=slug, title=title, created=datetime.now(UTC))
    session.add(seminar)
    session.flush()
    enrol(session, MembershipScope(seminar_id=seminar.id), owner, Role.OWNER)
    return seminar


def require_open(session: Session, seminar_id: int | None) -> None:
    """Raise `SeminarIsClosed` where nothing in a seminar changes any more."""
    seminar = session.get(Seminar, seminar_id) if seminar_id is not None else None
    if seminar is not None and seminar.is_closed:
        raise SeminarIsClosed(seminar.slug, deleted=seminar.erased_after is not None)


def share_map(session: Session, map_id: int, seminar_id: int | None, sharing: Sharing = Sharing.WORKING) -> None:
    """Make a map a seminar's, in place of the one that had it; None is nobody's.

    Raises `SeminarIsClosed` where either is closed: what is said there would go to others, or be lost to its members.
    """
    present = session.get(SeminarMap, map_id)
    for affected_id in (seminar_id, present.seminar_id if present is not None else None):
        require_open(session, affected_id)
    if present is not None:
        session.delete(present)
        session.flush()
    if seminar_id is not None:
        session.add(SeminarMap(map_id=map_id, seminar_id=seminar_id, sharing=sharing))
    session.flush()


def list_seminar_maps(session: Session, seminar_id: int) -> list[ArgumentMap]:
    """Return the maps on which a seminar works as a whole, by title; those of small groups are not among them."""
    statement = (
        select(ArgumentMap)
        .join(SeminarMap, col(SeminarMap.map_id) == col(ArgumentMap.id))
        .where(col(SeminarMap.seminar_id) == seminar_id)
    )
    return list(
        session.scalars(
            statement.where(col(SeminarMap.sharing) == Sharing.WORKING).order_by(
                col(ArgumentMap.title), col(ArgumentMap.slug)
            )
        )
    )


def list_group_map_ids(session: Session, seminar_id: int) -> set[int]:
    """Return the ids of a seminar's maps on which only small groups work."""
    statement = select(col(SeminarMap.map_id)).where(
        col(SeminarMap.seminar_id) == seminar_id, col(SeminarMap.sharing) != Sharing.WORKING
    )
    return set(session.connection().execute(statement).scalars())


# --- Members ------------------------------------------------------------------------------------


def enrol(
    session: Session, place: MembershipScope, account_id: int, role: Role, *, pseudonym: str | None = None
) -> Membership:
    """Make an account a member, or leave one that is as it is.

    Raises `NameTaken` for the pseudonym, and `SeminarIsClosed`.
    """
    existing = session.scalars(
        select(Membership).where(place.matches(Membership), col(Membership.account_id) == account_id)
    ).first()
    if existing is not None:
        return existing
    holder = session.get(SeminarMap, place.map_id) if place.map_id is not None else None
    require_open(session, holder.seminar_id if holder is not None else place.seminar_id)
    if pseudonym:
        claim_name(session, account_id, pseudonym)
    membership = Membership(
        account_id=account_id,
        map_id=place.map_id,
        seminar_id=place.seminar_id,
        role=role,
        pseudonym=pseudonym or None,
        since=datetime.now(UTC),
    )
    session.add(membership)
    session.flush()
    return membership


def list_members(session: Session, place: MembershipScope) -> list[Member]:
    """Return the members of a map or seminar, the widest role first, then by name."""
    statement = (
        select(Membership, Account, is_linked().label("linked"))
        .join(Account, col(Account.id) == col(Membership.account_id))
        .where(place.matches(Membership))
    )
    members = [
        Member(
            member.id,
            account.id,
            account.handle,
            account.display_name,
            member.pseudonym,
            Role(member.role),
            member.since,
            account.password_hash is None and not linked,
            member.listed,
        )
        for member, account, linked in session.execute(statement)
    ]
    ranks = list(Role)
    return sorted(members, key=lambda member: (ranks.index(member.role), fold_name(member.pseudonym or member.handle)))


def change_role(session: Session, place: MembershipScope, member_id: int, role: Role, by: Role) -> None:
    """Give a member another role; raises `UnknownMember`, `LastOwner`, and `NotForYou` above one's own role."""
    member = _lock_member(session, place, member_id, by)
    require_may_grant(role, by)
    if member.role == Role.OWNER and role != Role.OWNER:
        _require_another_owner(session, place, member_id)
    member.role = role
    session.add(member)
    session.flush()


def remove_member(session: Session, place: MembershipScope, member_id: int, by: Role) -> None:
    """End a membership and the sessions of whoever had it; raises as `change_role`."""
    member = _lock_member(session, place, member_id, by)
    if member.role == Role.OWNER:
        _require_another_owner(session, place, member_id)
    end_sessions(session, member.account_id)
    if place.seminar_id is not None:
        drop_memberships_within(session, place.seminar_id, member.account_id)
    session.delete(member)
    session.flush()


def drop_memberships_within(session: Session, seminar_id: int, account_id: int) -> None:
    """End the memberships that an account has of single maps of a seminar, into which it was let as its member."""
    maps = select(col(SeminarMap.map_id)).where(col(SeminarMap.seminar_id) == seminar_id)
    theirs = (col(Membership.account_id) == account_id, col(Membership.map_id).in_(maps))
    session.connection().execute(delete(Membership).where(*theirs))


def _lock_member(session: Session, place: MembershipScope, member_id: int, by: Role) -> Membership:
    lock_memberships(session, map_id=place.map_id, seminar_id=place.seminar_id)
    statement = select(Membership).where(place.matches(Membership), col(Membership.id) == member_id).with_for_update()
    # It may have been read before the place was held.
    member = session.scalars(statement, execution_options={"populate_existing": True}).first()
    if member is None:
        raise UnknownMember
    if not at_least(by, Role(member.role)):
        raise NotForYou(Phrase("Your role does not let you change or end this membership."), _ASK_AN_OWNER)
    return member


def require_may_grant(role: Role, by: Role) -> None:
    """Raise `NotForYou` where somebody would give a role above their own."""
    if not at_least(by, role):
        raise NotForYou(Phrase("Your role does not let you give the role “%(role)s”.", role=role), _ASK_AN_OWNER)


def _require_another_owner(session: Session, place: MembershipScope, member_id: int) -> None:
    # The place is held, so that of two owners who demote one another one stays.
    statement = select(col(Membership.id)).where(place.matches(Membership), col(Membership.role) == Role.OWNER)
    if not set(session.connection().execute(statement).scalars()) - {member_id}:
        raise LastOwner


def count_administrators(session: Session) -> int:
    """Return how many administrators there are."""
    query = select(func.count()).where(col(Account.administrator), col(Account.disabled).is_(None))
    return int(session.connection().execute(query).scalar_one())
