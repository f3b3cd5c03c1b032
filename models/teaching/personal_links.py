"""Personal links of those whom a class list brought in: which still hold, new ones, and none any more.

A link is kept as its hash, so that one that is lost is not shown again but replaced.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlmodel import Session, col

from models.errors import Phrase
from models.people.account_errors import NotForYou, UnknownMember
from models.people.accounts import Account, AccountName, fold_name
from models.people.authentication import at_least
from models.people.enrolment import Member, MembershipScope, list_members, remove_member
from models.people.invitations import invite
from models.people.provider_identities import is_linked
from models.people.seminars import Invitation, Membership, SeminarMap
from models.teaching.class_lists import AdmittedMember
from models.vocabulary import Role

LINK_DAYS, PASSWORD_LINK_DAYS = 60, 7


@dataclass(frozen=True, slots=True)
class PersonalLink:
    """A member who has not come in yet, with the day until which their link holds; None without one."""

    member: Member
    email: str | None
    expires: datetime | None


def list_personal_links(session: Session, place: MembershipScope) -> list[PersonalLink]:
    """Return the members of a seminar who have not come in yet, by name, in three queries."""
    waiting = [member for member in list_members(session, place) if member.waiting]
    ids = [member.account_id for member in waiting]
    emails = {
        row.id: row.email
        for row in session.execute(select(col(Account.id), col(Account.email)).where(col(Account.id).in_(ids)))
    }
    holding = select(col(Invitation.account_id), func.max(col(Invitation.expires)).label("expires")).where(
        _live_link_condition(place, ids)
    )
    until = {row.account_id: row.expires for row in session.execute(holding.group_by(col(Invitation.account_id)))}
    return [PersonalLink(member, emails.get(member.account_id), until.get(member.account_id)) for member in waiting]


def _live_link_condition(place: MembershipScope, account_ids: Collection[int]) -> ColumnElement[bool]:
    live = (
        col(Invitation.revoked).is_(None),
        col(Invitation.uses_left) > 0,
        col(Invitation.expires) > datetime.now(UTC),
    )
    condition = place.matches(Invitation) & col(Invitation.account_id).in_(list(account_ids))
    for live_condition in live:
        condition &= live_condition
    return condition


def renew_links(
    session: Session, place: MembershipScope, members: Collection[Member], by: Role, created_by: int
) -> list[AdmittedMember]:
    """Give members who have not come in a new link each, in place of their former ones; return them. `NotForYou`."""
    renewed = []
    revoke_links(session, place, [member.account_id for member in members])
    for member in members:
        account = session.get_one(Account, member.account_id)
        secret = invite(
            session, place, member.role, by=by, created_by=created_by, days=LINK_DAYS, account_id=member.account_id
        )
        renewed.append(
            AdmittedMember(member.display_name or member.handle, member.handle, account.email, member.role, secret)
        )
    return renewed


def revoke_links(session: Session, place: MembershipScope, account_ids: Collection[int]) -> None:
    """Take the personal links of some accounts to a seminar back: nobody comes in by them any more."""
    theirs = (
        place.matches(Invitation),
        col(Invitation.account_id).in_(list(account_ids)),
        col(Invitation.revoked).is_(None),
    )
    session.connection().execute(update(Invitation).where(*theirs).values(revoked=datetime.now(UTC)))


def give_password_link(
    session: Session, place: MembershipScope, member_id: int, by: Role, created_by: int, led_seminars: Collection[int]
) -> AdmittedMember:
    """Return a link by which a member chooses a new password. Raises `UnknownMember` and `NotForYou`.

    Only for whom this seminar's class list made the account, and who is nowhere else but where `created_by` leads: else
    whoever leads one seminar could come into another by the account.
    """
    member = next((candidate for candidate in list_members(session, place) if candidate.id == member_id), None)
    if member is None:
        raise UnknownMember
    account = session.get_one(Account, member.account_id)
    if not may_renew_password(session, place, member, account, by, led_seminars):
        raise NotForYou(
            Phrase("Your role does not let you give this account a new password."),
            Phrase("Ask whoever runs this server to do it."),
        )
    revoke_links(session, place, [member.account_id])
    key = account.id
    secret = invite(
        session, place, member.role, by=by, created_by=created_by, days=PASSWORD_LINK_DAYS, account_id=key, resets=True
    )
    return AdmittedMember(member.display_name or member.handle, account.signs_in_as, account.email, member.role, secret)


def may_renew_password(
    session: Session, place: MembershipScope, member: Member, account: Account, by: Role, led_seminars: Collection[int]
) -> bool:
    """Tell whether a teacher may let a member choose a new password."""
    own = member.listed and not member.waiting and account.password_hash is not None
    below = not account.administrator and member.role != by and at_least(by, member.role)
    if not own or not below or account.disabled is not None:
        return False
    if session.execute(select(is_linked()).where(col(Account.id) == account.id)).scalar():
        return False
    seminars = {*led_seminars, place.seminar_id or 0}
    of_seminars = select(col(SeminarMap.map_id)).where(col(SeminarMap.seminar_id).in_(seminars))
    elsewhere = select(col(Membership.id)).where(
        col(Membership.account_id) == account.id,
        or_(
            col(Membership.seminar_id).is_not(None) & col(Membership.seminar_id).not_in(seminars),
            col(Membership.map_id).is_not(None) & col(Membership.map_id).not_in(of_seminars),
        ),
    )
    return session.execute(elsewhere.limit(1)).first() is None


def delete_unclaimed_account(session: Session, account_id: int) -> None:
    """Delete an account to which nobody has come and that is a member of nothing any more, so that its name is free.

    Its links stay, as taken back: whoever has one is told that it has ended.
    """
    waits = (col(Account.id) == account_id, col(Account.password_hash).is_(None), ~is_linked())
    if session.execute(select(col(Account.id)).where(*waits)).first() is None:
        return
    if (
        session.execute(select(col(Membership.id)).where(col(Membership.account_id) == account_id).limit(1)).first()
        is not None
    ):
        return
    ended = {"account_id": None, "uses_left": 0, "revoked": func.coalesce(col(Invitation.revoked), datetime.now(UTC))}
    session.connection().execute(update(Invitation).where(col(Invitation.account_id) == account_id).values(ended))
    session.expire_all()
    session.connection().execute(delete(Account).where(col(Account.id) == account_id))


def take_over_membership(session: Session, place: MembershipScope, waiting_id: int, account_id: int) -> None:
    """Give the place of an account to which nobody has come to one that somebody has already."""
    waiting = session.scalars(
        select(Membership).where(place.matches(Membership), col(Membership.account_id) == waiting_id)
    ).one()
    own = session.scalars(
        select(Membership).where(place.matches(Membership), col(Membership.account_id) == account_id)
    ).first()
    if own is not None:
        session.delete(waiting)
    else:
        if waiting.pseudonym:
            moved = update(AccountName).where(col(AccountName.folded) == fold_name(waiting.pseudonym))
            session.connection().execute(moved.values(account_id=account_id))
        waiting.account_id, waiting.listed = account_id, False
        session.add(waiting)
    session.flush()
    delete_unclaimed_account(session, waiting_id)


def end_membership(session: Session, place: MembershipScope, member_id: int, by: Role) -> None:
    """Remove a member with their personal links, and an account to which nobody ever came; raises as `change_role`."""
    statement = select(col(Membership.account_id)).where(place.matches(Membership), col(Membership.id) == member_id)
    account_id = session.connection().execute(statement).scalar()
    remove_member(session, place, member_id, by)
    if account_id is not None:
        revoke_links(session, place, [account_id])
        delete_unclaimed_account(session, account_id)
