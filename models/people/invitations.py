"""Links that let people into maps and seminars: made, found, used up and taken back."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update
from sqlmodel import Session, col

from models.people.account_errors import DeadInvitation, EndedInvitation, ExpiredInvitation
from models.people.accounts import LINK_BYTES, create_secret, hash_secret
from models.people.enrolment import MembershipScope, require_may_grant, require_open
from models.people.seminars import Invitation, Membership, Seminar, SeminarMap
from models.vocabulary import Role


def invite(
    session: Session,
    place: MembershipScope,
    role: Role,
    *,
    by: Role,
    created_by: int,
    days: int = 14,
    uses: int = 1,
    account_id: int | None = None,
    resets: bool = False,
) -> str:
    """Make a link that lets people in; return its secret, which is kept nowhere. Raises `NotForYou`."""
    require_may_grant(role, by)
    secret, now = create_secret(LINK_BYTES), datetime.now(UTC)
    session.add(
        Invitation(
            token_hash=hash_secret(secret),
            account_id=account_id,
            role=role,
            made_by=created_by,
            created=now,
            expires=now + timedelta(days=days),
            uses_left=uses,
            map_id=place.map_id,
            seminar_id=place.seminar_id,
            resets=resets,
        )
    )
    session.flush()
    return secret


def list_invitations(session: Session, place: MembershipScope) -> list[Invitation]:
    """Return the links for whoever has them that still let in, oldest first."""
    now = datetime.now(UTC)
    statement = select(Invitation).where(
        place.matches(Invitation), col(Invitation.account_id).is_(None), col(Invitation.revoked).is_(None)
    )
    return list(
        session.scalars(
            statement.where(col(Invitation.expires) > now, col(Invitation.uses_left) > 0).order_by(col(Invitation.id))
        )
    )


def revoke_invitation(session: Session, place: MembershipScope, invitation_id: int) -> None:
    """Take a link back; one that is not there is as good as taken back."""
    session.connection().execute(
        update(Invitation)
        .where(place.matches(Invitation), col(Invitation.id) == invitation_id, col(Invitation.revoked).is_(None))
        .values(revoked=datetime.now(UTC))
    )


def find_invitation(session: Session, secret: str) -> Invitation:
    """Return the invitation behind a link; raises `DeadInvitation`, and `SeminarIsClosed` for whoever would be new."""
    invitation = session.scalars(select(Invitation).where(col(Invitation.token_hash) == hash_secret(secret))).first()
    if invitation is None:
        raise DeadInvitation
    if invitation.revoked is not None:
        raise EndedInvitation
    if invitation.uses_left < 1:
        raise DeadInvitation
    _check_membership(session, invitation)
    _check_seminar(session, invitation)
    # Last, as it says that a new link would let in.
    if invitation.expires <= datetime.now(UTC):
        raise ExpiredInvitation
    return invitation


def _check_membership(session: Session, invitation: Invitation) -> None:
    """Raise `EndedInvitation` for the personal link of somebody who is no member any more, however that came."""
    if invitation.account_id is None:
        return
    place = MembershipScope(map_id=invitation.map_id, seminar_id=invitation.seminar_id)
    statement = select(col(Membership.id)).where(
        place.matches(Membership), col(Membership.account_id) == invitation.account_id
    )
    if session.execute(statement.limit(1)).first() is None:
        raise EndedInvitation


def _check_seminar(session: Session, invitation: Invitation) -> None:
    """Raise what keeps whoever comes out of the seminar that a link leads to, or that has the map.

    `SeminarIsClosed` where it is deleted, or closed for whoever would be new; `EndedInvitation` once its time is over.
    """
    shared = session.get(SeminarMap, invitation.map_id) if invitation.map_id is not None else None
    seminar_id = invitation.seminar_id if shared is None else shared.seminar_id
    seminar = session.get(Seminar, seminar_id) if seminar_id is not None else None
    if seminar is None:
        return
    if seminar.is_erasure_due(datetime.now(UTC)):
        raise EndedInvitation
    if invitation.account_id is None or seminar.erased_after is not None:
        require_open(session, seminar_id)


def use_invitation(session: Session, secret: str) -> Invitation:
    """Count one use of a link and return it; raises as `find_invitation`. Of many who use its last, one does."""
    result = session.connection().execute(
        update(Invitation)
        .where(
            col(Invitation.token_hash) == hash_secret(secret),
            col(Invitation.revoked).is_(None),
            col(Invitation.uses_left) > 0,
            col(Invitation.expires) > datetime.now(UTC),
        )
        .values(uses_left=col(Invitation.uses_left) - 1)
        .returning(col(Invitation.id))
    )
    number = result.scalar()
    invitation = session.get(Invitation, number, populate_existing=True) if number is not None else None
    if invitation is None:
        raise DeadInvitation
    _check_membership(session, invitation)
    _check_seminar(session, invitation)
    return invitation
