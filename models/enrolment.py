"""Making accounts, and letting people into maps and seminars."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from models.account_errors import DeadInvitation, LastOwner, NameTaken, NotForYou, UnfitName, UnknownMember
from models.accounts import (
    LINK_BYTES,
    RESERVED_NAMES,
    AccessToken,
    Account,
    AccountName,
    PersonName,
    folded_name,
    hash_of,
    new_secret,
)
from models.errors import SlugTaken
from models.identities import is_linked
from models.maps import ArgumentMap
from models.recognition import at_least, end_sessions
from models.seminars import Invitation, Membership, Seminar, SeminarMap
from models.vocabulary import Role, Sharing

_NAME: TypeAdapter[str] = TypeAdapter(PersonName)


@dataclass(frozen=True, slots=True)
class Place:
    """What one is a member of: a map, or a seminar."""

    map_id: int | None = None
    seminar_id: int | None = None

    def of(self, table: Any) -> Any:
        """Return the condition that a row of memberships or invitations is about this place."""
        return table.map_id == self.map_id if self.map_id is not None else table.seminar_id == self.seminar_id


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

    @property
    def name(self) -> str:
        """The name under which other members see them."""
        return self.pseudonym or self.display_name or self.handle


def fit_name(name: str) -> str:
    """Return the name without spaces around it; raises `UnfitName`."""
    try:
        return _NAME.validate_python(" ".join(name.split()))
    except ValidationError:
        raise UnfitName from None


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
    name = fit_name(handle)
    made = Account(
        handle=name,
        folded=folded_name(name),
        display_name=display_name.strip()[:500],
        email=email or None,
        password_hash=password_hash,
        administrator=administrator,
        created=datetime.now(UTC),
    )
    if session.scalars(select(AccountName).where(_folded() == made.folded)).first() is not None:
        raise NameTaken(name)
    session.add(made)
    session.flush()
    claim_name(session, made.id or 0, name)
    return made


def claim_name(session: Session, account_id: int, name: str) -> None:
    """Make a name the account's for good; raises `NameTaken` where it is somebody else's."""
    folded = folded_name(name)
    if folded in RESERVED_NAMES:
        raise NameTaken(name)
    owner = session.scalars(select(AccountName).where(_folded() == folded)).first()
    if owner is not None and owner.account_id != account_id:
        raise NameTaken(name)
    if owner is None:
        try:
            with session.begin_nested():
                session.connection().execute(insert(AccountName), {"folded": folded, "account_id": account_id})
        except IntegrityError:
            raise NameTaken(name) from None


def _folded() -> Any:
    names: Any = AccountName
    return names.folded


def account_named(session: Session, name: str) -> Account | None:
    """Return the account that signs in under a name, whatever its case; None where there is none."""
    accounts: Any = Account
    return session.scalars(select(Account).where(accounts.folded == folded_name(name))).first()


def wrote(session: Session, account_id: int, author: str) -> bool:
    """Tell whether the author of a revision is this account, under whichever of its names."""
    owner = session.scalars(select(AccountName).where(_folded() == folded_name(author))).first()
    return owner is not None and owner.account_id == account_id


def names_on(session: Session, map_id: int, names: Collection[str]) -> dict[str, str]:
    """Return, by the names that accounts have, the pseudonyms under which they write on a map, where they have one.

    A name is the account's own, or one under which it writes elsewhere.
    """
    member: Any = Membership
    shared: Any = SeminarMap
    known: Any = AccountName
    by_folded = {folded_name(name): name for name in names}
    found: dict[str, str] = {}
    for start in range(0, len(by_folded), 500):
        wanted = (
            select(known.folded, member.pseudonym)
            .join(member, member.account_id == known.account_id)
            .join(shared, shared.seminar_id == member.seminar_id)
            .where(shared.map_id == map_id, member.pseudonym.is_not(None))
            .where(known.folded.in_([*by_folded][start : start + 500]))
        )
        found |= {by_folded[row.folded]: row.pseudonym for row in session.connection().execute(wanted)}
    return found


# --- Seminars -----------------------------------------------------------------------------------


def create_seminar(session: Session, slug: str, title: str, owner: int) -> Seminar:
    """Make a seminar with its first owner; raises `SlugTaken`."""
    seminars: Any = Seminar
    if session.scalars(select(Seminar).where(seminars.slug == slug)).first() is not None:
        raise SlugTaken(slug)
    made = Seminar(slug=slug, title=title, created=datetime.now(UTC))
    session.add(made)
    session.flush()
    enrol(session, Place(seminar_id=made.id), owner, Role.OWNER)
    return made


def share_map(session: Session, map_id: int, seminar_id: int | None) -> None:
    """Make a map a seminar's, in place of the one that had it; None is nobody's."""
    shared: Any = SeminarMap
    session.connection().execute(delete(SeminarMap).where(shared.map_id == map_id))
    if seminar_id is not None:
        session.add(SeminarMap(map_id=map_id, seminar_id=seminar_id))
    session.flush()


def maps_of(session: Session, seminar_id: int) -> list[ArgumentMap]:
    """Return the maps on which a seminar works as a whole, by title; those of small groups are not among them."""
    shared: Any = SeminarMap
    found: Any = ArgumentMap
    wanted = select(ArgumentMap).join(SeminarMap, shared.map_id == found.id).where(shared.seminar_id == seminar_id)
    return list(session.scalars(wanted.where(shared.sharing == Sharing.WORKING).order_by(found.title, found.slug)))


def in_groups(session: Session, seminar_id: int) -> set[int]:
    """Return the ids of a seminar's maps on which only small groups work."""
    shared: Any = SeminarMap
    wanted = select(shared.map_id).where(shared.seminar_id == seminar_id, shared.sharing != Sharing.WORKING)
    return set(session.connection().execute(wanted).scalars())


# --- Members ------------------------------------------------------------------------------------


def enrol(session: Session, place: Place, account_id: int, role: Role, *, pseudonym: str | None = None) -> Membership:
    """Make an account a member, or leave one that is as it is; raises `NameTaken` for the pseudonym."""
    members: Any = Membership
    found = session.scalars(select(Membership).where(place.of(members), members.account_id == account_id)).first()
    if found is not None:
        return found
    if pseudonym:
        claim_name(session, account_id, pseudonym)
    made = Membership(
        account_id=account_id,
        map_id=place.map_id,
        seminar_id=place.seminar_id,
        role=role,
        pseudonym=pseudonym or None,
        since=datetime.now(UTC),
    )
    session.add(made)
    session.flush()
    return made


def members_of(session: Session, place: Place) -> list[Member]:
    """Return the members of a map or seminar, the widest role first, then by name."""
    members: Any = Membership
    accounts: Any = Account
    wanted = (
        select(members, accounts, is_linked().label("linked"))
        .join(accounts, accounts.id == members.account_id)
        .where(place.of(members))
    )
    found = [
        Member(
            member.id,
            account.id,
            account.handle,
            account.display_name,
            member.pseudonym,
            Role(member.role),
            member.since,
            account.password_hash is None and not linked,
        )
        for member, account, linked in session.execute(wanted)
    ]
    ranks = list(Role)
    return sorted(found, key=lambda each: (ranks.index(each.role), folded_name(each.pseudonym or each.handle)))


def change_role(session: Session, place: Place, member_id: int, role: Role, by: Role) -> None:
    """Give a member another role; raises `UnknownMember`, `LastOwner`, and `NotForYou` above one's own role."""
    member = _member(session, place, member_id, by)
    _may_give(role, by)
    if member.role == Role.OWNER and role != Role.OWNER:
        _another_owner(session, place, member_id)
    member.role = role
    session.add(member)
    session.flush()


def remove_member(session: Session, place: Place, member_id: int, by: Role) -> None:
    """End a membership and the sessions of whoever had it; raises as `change_role`."""
    member = _member(session, place, member_id, by)
    if member.role == Role.OWNER:
        _another_owner(session, place, member_id)
    end_sessions(session, member.account_id)
    if place.seminar_id is not None:
        # Into the maps of small groups somebody was let in as a member of the seminar.
        members: Any = Membership
        theirs = members.map_id.in_(in_groups(session, place.seminar_id))
        session.connection().execute(delete(Membership).where(members.account_id == member.account_id, theirs))
    session.delete(member)
    session.flush()


def _member(session: Session, place: Place, member_id: int, by: Role) -> Membership:
    members: Any = Membership
    wanted = select(Membership).where(place.of(members), members.id == member_id).with_for_update()
    member = session.scalars(wanted).first()
    if member is None:
        raise UnknownMember
    if not at_least(by, Role(member.role)):
        raise NotForYou(f"change what the {member.role} may do", "an owner")
    return member


def _may_give(role: Role, by: Role) -> None:
    if not at_least(by, role):
        raise NotForYou(f"make somebody {role}", "an owner")


def _another_owner(session: Session, place: Place, member_id: int) -> None:
    members: Any = Membership
    # Held, so that of two owners who demote one another one stays.
    wanted = select(members.id).where(place.of(members), members.role == Role.OWNER).with_for_update()
    if not set(session.connection().execute(wanted).scalars()) - {member_id}:
        raise LastOwner


# --- Links --------------------------------------------------------------------------------------


def invite(
    session: Session,
    place: Place,
    role: Role,
    *,
    by: Role,
    made_by: int,
    days: int = 14,
    uses: int = 1,
    account_id: int | None = None,
) -> str:
    """Make a link that lets people in; return its secret, which is kept nowhere. Raises `NotForYou`."""
    _may_give(role, by)
    secret, now = new_secret(LINK_BYTES), datetime.now(UTC)
    session.add(
        Invitation(
            token_hash=hash_of(secret),
            account_id=account_id,
            role=role,
            made_by=made_by,
            created=now,
            expires=now + timedelta(days=days),
            uses_left=uses,
            map_id=place.map_id,
            seminar_id=place.seminar_id,
        )
    )
    session.flush()
    return secret


def invitations_of(session: Session, place: Place) -> list[Invitation]:
    """Return the links for whoever has them that still let in, oldest first."""
    links: Any = Invitation
    now = datetime.now(UTC)
    wanted = select(Invitation).where(place.of(links), links.account_id.is_(None), links.revoked.is_(None))
    return list(session.scalars(wanted.where(links.expires > now, links.uses_left > 0).order_by(links.id)))


def revoke_invitation(session: Session, place: Place, invitation_id: int) -> None:
    """Take a link back; one that is not there is as good as taken back."""
    links: Any = Invitation
    session.connection().execute(
        update(Invitation)
        .where(place.of(links), links.id == invitation_id, links.revoked.is_(None))
        .values(revoked=datetime.now(UTC))
    )


def find_invitation(session: Session, secret: str) -> Invitation:
    """Return the invitation behind a link; raises `DeadInvitation`."""
    links: Any = Invitation
    found = session.scalars(select(Invitation).where(links.token_hash == hash_of(secret))).first()
    if found is None or found.revoked is not None or found.uses_left < 1 or found.expires <= datetime.now(UTC):
        raise DeadInvitation
    return found


def use_invitation(session: Session, secret: str) -> Invitation:
    """Count one use of a link and return it; raises `DeadInvitation`. Of many who use its last, one does."""
    links: Any = Invitation
    used = session.connection().execute(
        update(Invitation)
        .where(
            links.token_hash == hash_of(secret),
            links.revoked.is_(None),
            links.uses_left > 0,
            links.expires > datetime.now(UTC),
        )
        .values(uses_left=links.uses_left - 1)
        .returning(links.id)
    )
    number = used.scalar()
    found = session.get(Invitation, number, populate_existing=True) if number is not None else None
    if found is None:
        raise DeadInvitation
    return found


# --- Tokens -------------------------------------------------------------------------------------


def create_token(session: Session, account_id: int, name: str, scopes: Iterable[str], days: int) -> tuple[str, int]:
    """Make an access token; return its secret, which is kept nowhere, and its number."""
    secret, now = new_secret(), datetime.now(UTC)
    made = AccessToken(
        token_hash=hash_of(secret),
        account_id=account_id,
        name=name,
        scopes=" ".join(scopes),
        created=now,
        expires=now + timedelta(days=days),
    )
    session.add(made)
    session.flush()
    return secret, made.id or 0


def tokens_of(session: Session, account_id: int) -> list[AccessToken]:
    """Return the tokens of an account that still hold, oldest first."""
    tokens: Any = AccessToken
    wanted = select(AccessToken).where(tokens.account_id == account_id, tokens.revoked.is_(None))
    return list(session.scalars(wanted.where(tokens.expires > datetime.now(UTC)).order_by(tokens.id)))


def revoke_token(session: Session, account_id: int, token_id: int) -> bool:
    """Take a token back; tell whether there was one to take back."""
    tokens: Any = AccessToken
    done = session.connection().execute(
        update(AccessToken)
        .where(tokens.account_id == account_id, tokens.id == token_id, tokens.revoked.is_(None))
        .values(revoked=datetime.now(UTC))
    )
    return bool(done.rowcount)


def administrators(session: Session) -> int:
    """Return how many administrators there are."""
    accounts: Any = Account
    counted = select(func.count()).select_from(Account).where(accounts.administrator, accounts.disabled.is_(None))
    return int(session.connection().execute(counted).scalar_one())
