"""The lives of seminars: renamed, closed and opened, archived, left, deleted, and called back in time.

A seminar that is closed or deleted is changed by nobody. One that is deleted is there for its leaders alone, until it
is erased (`models.seminar_erasure`).
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Column, Index, func, select
from sqlmodel import Field, Session, SQLModel, col

from models.instants import moment_column
from models.people.account_errors import LastLeader, NotDeleted, SeminarIsClosed, UnknownMember
from models.people.accounts import Account
from models.people.authentication import at_least
from models.people.enrolment import MembershipScope, drop_memberships_within
from models.people.membership_locks import lock_memberships
from models.people.seminars import Membership, Seminar, SeminarMap, seminar_key
from models.records.maps import KEYS_NOT_REUSED, GlobalId, one_of
from models.row_keys import persisted_id
from models.teaching.personal_links import revoke_links
from models.vocabulary import Role, SeminarAct

ERASURE_DELAY = timedelta(days=14)
LEADING = (Role.OWNER.value, Role.TEACHER.value)


class SeminarEvent(SQLModel, table=True):
    """Something that was done with a seminar as a whole, and by whom, under the name that members read."""

    __tablename__ = "seminar_event"
    __table_args__ = (
        one_of("act", SeminarAct, "act"),
        Index("ix_seminar_event_seminar_id", "seminar_id"),
        KEYS_NOT_REUSED,
    )

    id: int | None = Field(default=None, sa_column=Column(GlobalId, primary_key=True, autoincrement=True))
    seminar_id: int = Field(sa_column=seminar_key())
    act: str
    former_title: str = Field(default="", max_length=1000, sa_column_kwargs={"name": "told"})
    author: str = Field(max_length=100)
    at: datetime = Field(sa_column=moment_column())


def list_seminar_events(session: Session, seminar_id: int) -> list[SeminarEvent]:
    """Return what was done with a seminar, the last first."""
    statement = (
        select(SeminarEvent).where(col(SeminarEvent.seminar_id) == seminar_id).order_by(col(SeminarEvent.id).desc())
    )
    return list(session.scalars(statement))


def read_last_event_id(session: Session, seminar_id: int) -> int:
    """Return the number of what was last done with a seminar as a whole, 0 where nothing was."""
    statement = select(func.max(col(SeminarEvent.id))).where(col(SeminarEvent.seminar_id) == seminar_id)
    return session.connection().execute(statement).scalar() or 0


def _record_event(session: Session, seminar: Seminar, act: SeminarAct, author: str, former_title: str = "") -> None:
    session.add(seminar)
    named = former_title[:1000]
    event = SeminarEvent(
        seminar_id=persisted_id(seminar), act=act, former_title=named, author=author, at=datetime.now(UTC)
    )
    session.add(event)
    session.flush()


def rename_seminar(session: Session, seminar: Seminar, title: str, *, author: str) -> None:
    """Give a seminar another title; its name in addresses stays, as links lead there."""
    _require_not_deleted(seminar)
    if title != seminar.title:
        before, seminar.title = seminar.title, title
        _record_event(session, seminar, SeminarAct.RENAMED, author, before)


def close_seminar(session: Session, seminar: Seminar, *, closed: bool, author: str) -> None:
    """Close a seminar, so that nothing in it changes any more, or open it again."""
    _require_not_deleted(seminar)
    if closed != (seminar.closed is not None):
        seminar.closed = datetime.now(UTC) if closed else None
        _record_event(session, seminar, SeminarAct.CLOSED if closed else SeminarAct.OPENED, author)


def archive_seminar(session: Session, seminar: Seminar, *, archived: bool, author: str) -> None:
    """Fold a seminar away on the first page and in the list, or bring it back there."""
    _require_not_deleted(seminar)
    if archived != (seminar.archived is not None):
        seminar.archived = datetime.now(UTC) if archived else None
        _record_event(session, seminar, SeminarAct.ARCHIVED if archived else SeminarAct.BROUGHT_BACK, author)


def delete_seminar(session: Session, seminar: Seminar, *, author: str) -> datetime:
    """Delete a seminar; return the moment until which it can be called back."""
    if seminar.erased_after is None:
        seminar.erased_after = datetime.now(UTC) + ERASURE_DELAY
        _record_event(session, seminar, SeminarAct.DELETED, author)
    return seminar.erased_after


def call_seminar_back(session: Session, seminar: Seminar, *, author: str) -> None:
    """Take back that a seminar was deleted; raises `NotDeleted`."""
    if seminar.erased_after is None:
        raise NotDeleted(seminar.slug)
    seminar.erased_after = None
    _record_event(session, seminar, SeminarAct.CALLED_BACK, author)


def _require_not_deleted(seminar: Seminar) -> None:
    if seminar.erased_after is not None:
        raise SeminarIsClosed(seminar.slug, deleted=True)


def leave_seminar(session: Session, seminar: Seminar, account_id: int, *, author: str) -> None:
    """End somebody's own membership, and what they were let into within the seminar; what they wrote stays.

    Raises `UnknownMember`, and `LastLeader` for whoever is the last that leads it.
    """
    lock_memberships(session, seminar_id=seminar.id)
    here = (col(Membership.seminar_id) == seminar.id, col(Membership.account_id) == account_id)
    own = session.scalars(
        select(Membership).where(*here).with_for_update(), execution_options={"populate_existing": True}
    ).first()
    if own is None:
        raise UnknownMember
    if at_least(Role(own.role), Role.TEACHER):
        _require_other_leader(session, persisted_id(seminar), own)
    place = MembershipScope(seminar_id=seminar.id)
    revoke_links(session, place, [account_id])
    drop_memberships_within(session, persisted_id(seminar), account_id)
    session.delete(own)
    _record_event(session, seminar, SeminarAct.DEPARTED, author)


def _require_other_leader(session: Session, seminar_id: int, own: Membership) -> None:
    """Raise `LastLeader` where nobody else leads who can sign in; whoever owns it leaves it to another owner."""
    roles = LEADING[:1] if own.role == Role.OWNER else LEADING
    # The seminar is held, so that of two who leave at once one stays.
    statement = (
        select(col(Membership.id))
        .join(Account, col(Account.id) == col(Membership.account_id))
        .where(
            col(Membership.seminar_id) == seminar_id, col(Membership.role).in_(roles), col(Account.disabled).is_(None)
        )
    )
    if not set(session.connection().execute(statement).scalars()) - {own.id}:
        raise LastLeader


def find_closed_seminar(session: Session, map_id: int | None, seminar_id: int | None) -> Seminar | None:
    """Return the seminar, or that of a map, where it is closed or deleted; None where changes are welcome.

    It is held against being closed until the session ends.
    """
    statement = select(Seminar)
    if seminar_id is None:
        statement = statement.join(SeminarMap, col(SeminarMap.seminar_id) == col(Seminar.id)).where(
            col(SeminarMap.map_id) == map_id
        )
    else:
        statement = statement.where(col(Seminar.id) == seminar_id)
    seminar = session.scalars(
        statement.with_for_update(read=True, of=Seminar), execution_options={"populate_existing": True}
    ).first()
    return seminar if seminar is not None and seminar.is_closed else None
