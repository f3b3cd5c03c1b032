"""How far a writer's role reaches: kept with the session, and asked where a record is changed or removed.

A contributor changes only what is their own, and mends what partners in a group of a controversy have made. So that no
way of changing a record can leave the question out, not the routes ask it, but the few functions through which every
change goes.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from models.controversies.group_partners import partners_on
from models.history.revisions import Revision
from models.people.account_errors import NotForYou, NotYours
from models.people.enrolment import account_behind
from models.records.maps import Record
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


def may_remove(session: Session, record: Record) -> bool:
    """Tell whether the writer's role lets them delete a record: a contributor's own."""
    account = limits_of(session).own_only
    return account is None or _makers(session, [record]).get(record.id) == account


def may_change(session: Session, record: Record) -> bool:
    """Tell whether the writer's role lets them change a record: a contributor's own, or one of a partner in a group."""
    return _first_of_others(session, [record], partners_count=True) is None


def require_removable(session: Session, records: Sequence[Record]) -> None:
    """Raise `NotYours` where one of these records may not be deleted because somebody else made it."""
    refused = _first_of_others(session, records, partners_count=False)
    if refused is not None:
        raise NotYours(refused.label)


def require_changeable(session: Session, records: Sequence[Record]) -> None:
    """Raise `NotYours` where one of these may not be changed because somebody else made it, who is no partner."""
    refused = _first_of_others(session, records, partners_count=True)
    if refused is not None:
        raise NotYours(refused.label)


def _first_of_others(session: Session, records: Sequence[Record], *, partners_count: bool) -> Record | None:
    """Return the first of these records of one map that the writer's role does not reach."""
    account = limits_of(session).own_only
    if account is None or not records:
        return None
    makers = _makers(session, records)
    own = {account}
    if partners_count and any(makers.get(each.id) not in own for each in records):
        own |= partners_on(session, records[0].map_id, account)
    return next((each for each in records if makers.get(each.id) not in own), None)


def _makers(session: Session, records: Sequence[Record]) -> dict[int | None, int | None]:
    """Return the accounts that made these records, None for what came with a whole map or whose maker has none."""
    authors: dict[int | None, str] = {}
    for start in range(0, len(records), 500):
        part = records[start : start + 500]
        # By the global id: a label may have been given again, and what is brought back was first made by somebody else.
        made = select(col(Revision.record_id), col(Revision.author)).where(
            col(Revision.map_id) == part[0].map_id,
            col(Revision.label).in_({each.label for each in part}),
            col(Revision.record_id).in_([each.id for each in part]),
            col(Revision.kind) == ChangeKind.CREATED,
        )
        for identity, author in session.connection().execute(made.order_by(col(Revision.sequence))):
            authors.setdefault(identity, author)
    accounts = {author: account_behind(session, author) for author in set(authors.values())}
    return {identity: accounts[author] for identity, author in authors.items()}


def require_own_change(session: Session, done: Iterable[Revision]) -> None:
    """Raise `NotForYou` where a change may not be undone because somebody else made it, or it is of the whole map."""
    if not may_undo(session, [(each.label, each.author) for each in done]):
        raise NotForYou("undo what others have changed", "whoever keeps the map")


def may_undo(session: Session, done: Iterable[tuple[str | None, str]]) -> bool:
    """Tell whether the writer's role lets them undo a change, given the records and authors of its revisions."""
    account = limits_of(session).own_only
    if account is None:
        return True
    listed = list(done)
    authors = {author for _, author in listed}
    return all(label is not None for label, _ in listed) and all(
        account_behind(session, author) == account for author in authors
    )


def undoable_among(session: Session, map_id: int, numbers: Collection[int]) -> set[int]:
    """Return which changes of a map the writer's role lets them undo; the first, which made the map, is not offered."""
    wanted = select(col(Revision.change), col(Revision.label), col(Revision.author)).where(
        col(Revision.map_id) == map_id, col(Revision.change).in_(numbers), col(Revision.change) > 1
    )
    done: dict[int, set[tuple[str | None, str]]] = {}
    for change, label, author in session.connection().execute(wanted):
        done.setdefault(change, set()).add((label, author))
    return {change for change, each in done.items() if may_undo(session, each)}


def require_same_visibility(session: Session, before: str, after: str) -> None:
    """Raise `NotForYou` where who sees the map would be changed by somebody who may not decide that."""
    if before != after and not limits_of(session).may_open:
        raise NotForYou("decide who sees the map", "its owner")


def require_owner(session: Session) -> None:
    """Raise `NotForYou` where the map would be deleted or brought back by somebody who may not."""
    if not limits_of(session).may_open:
        raise NotForYou("delete the map or bring it back", "its owner")
