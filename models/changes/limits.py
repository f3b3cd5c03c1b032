"""How far a writer's role reaches: kept with the session, and asked where a record is changed or removed.

A contributor changes only what is their own. So that no way of changing a record can leave the question out, not the
routes ask it, but the few functions through which every change goes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from models.account_errors import NotForYou, NotYours
from models.enrolment import wrote
from models.maps import Record
from models.revisions import Revision
from models.vocabulary import ChangeKind

_KEY = "sicetnon.limits"


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a role reaches.

    `own_only` is the account whose records alone may be changed, None where all may; `may_open` tells whether it may
    be decided who sees the map, and whether there is one.
    """

    own_only: int | None = None
    may_open: bool = True


NO_LIMITS = Limits()


def limit(session: Session, limits: Callable[[], Limits]) -> None:
    """Let a session ask for its limits when it changes something."""
    session.info[_KEY] = limits


def limits_of(session: Session) -> Limits:
    """Return the limits of a session; none where none were set, as on the command line."""
    asked = session.info.get(_KEY)
    return asked() if asked is not None else NO_LIMITS


def require_own(session: Session, record: Record) -> None:
    """Raise `NotYours` where a record may not be changed because somebody else made it."""
    account = limits_of(session).own_only
    if account is None:
        return
    revisions: Any = Revision
    # By the global id: a label may have been given again, and what is brought back was first made by somebody else.
    made = select(revisions.author).where(
        revisions.map_id == record.map_id, revisions.record_id == record.id, revisions.kind == ChangeKind.CREATED
    )
    author = session.connection().execute(made.order_by(revisions.sequence).limit(1)).scalar()
    if author is None or not wrote(session, account, author):
        raise NotYours(record.label)


def require_own_change(session: Session, done: list[Revision]) -> None:
    """Raise `NotForYou` where a change may not be undone because somebody else made it, or it is of the whole map."""
    account = limits_of(session).own_only
    if account is not None and any(each.label is None or not wrote(session, account, each.author) for each in done):
        raise NotForYou("undo what others have changed", "whoever keeps the map")


def require_same_visibility(session: Session, before: str, after: str) -> None:
    """Raise `NotForYou` where who sees the map would be changed by somebody who may not decide that."""
    if before != after and not limits_of(session).may_open:
        raise NotForYou("decide who sees the map", "its owner")


def require_owner(session: Session) -> None:
    """Raise `NotForYou` where the map would be deleted or brought back by somebody who may not."""
    if not limits_of(session).may_open:
        raise NotForYou("delete the map or bring it back", "its owner")
