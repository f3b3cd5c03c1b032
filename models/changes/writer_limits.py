"""How far a writer's role reaches: kept with the session, and asked where a record is changed or removed.

A contributor changes only what is their own, and mends what partners in a group of a controversy have made. So that no
way of changing a record can leave the question out, not the routes ask it, but the few functions through which every
change goes.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from models.controversies.group_partners import read_partners
from models.errors import Phrase
from models.history.revisions import Revision
from models.people.account_errors import NotForYou, NotYours
from models.people.enrolment import find_author_account_id
from models.records.maps import Record
from models.vocabulary import ChangeKind

_KEY = "sicetnon.limits"


@dataclass(frozen=True, slots=True)
class WriterLimits:
    """How far a role reaches.

    `restricted_to_account` is the account whose records alone may be changed, None where all may; `acts_as_owner` tells
    whether it may be decided who sees the map, and whether there is one.
    """

    restricted_to_account: int | None = None
    acts_as_owner: bool = True


NO_LIMITS = WriterLimits()


def set_writer_limits(session: Session, limits: Callable[[], WriterLimits]) -> None:
    """Let a session ask for its limits when it changes something."""
    session.info[_KEY] = limits


def read_writer_limits(session: Session) -> WriterLimits:
    """Return the limits of a session; none where none were set, as on the command line."""
    get_limits = session.info.get(_KEY)
    return get_limits() if get_limits is not None else NO_LIMITS


def may_remove(session: Session, record: Record) -> bool:
    """Tell whether the writer's role lets them delete a record: a contributor's own."""
    account = read_writer_limits(session).restricted_to_account
    return account is None or _read_creators(session, [record]).get(record.id) == account


def may_change(session: Session, record: Record) -> bool:
    """Tell whether the writer's role lets them change a record: a contributor's own, or one of a partner in a group."""
    return _find_first_foreign_record(session, [record], partners_count=True) is None


def require_removable(session: Session, records: Sequence[Record]) -> None:
    """Raise `NotYours` where one of these records may not be deleted because somebody else made it."""
    refused = _find_first_foreign_record(session, records, partners_count=False)
    if refused is not None:
        raise NotYours(refused.label)


def require_changeable(session: Session, records: Sequence[Record]) -> None:
    """Raise `NotYours` where one of these may not be changed because somebody else made it, who is no partner."""
    refused = _find_first_foreign_record(session, records, partners_count=True)
    if refused is not None:
        raise NotYours(refused.label)


def _find_first_foreign_record(session: Session, records: Sequence[Record], *, partners_count: bool) -> Record | None:
    """Return the first of these records of one map that the writer's role does not reach."""
    account = read_writer_limits(session).restricted_to_account
    if account is None or not records:
        return None
    creators = _read_creators(session, records)
    own_accounts = {account}
    if partners_count and any(creators.get(record.id) not in own_accounts for record in records):
        own_accounts |= read_partners(session, records[0].map_id, account)
    return next((record for record in records if creators.get(record.id) not in own_accounts), None)


def _read_creators(session: Session, records: Sequence[Record]) -> dict[int | None, int | None]:
    """Return the accounts that made these records, None for what came with a whole map or whose maker has none."""
    authors: dict[int | None, str] = {}
    for start in range(0, len(records), 500):
        part = records[start : start + 500]
        # By the global id: a label may have been given again, and what is brought back was first made by somebody else.
        statement = select(col(Revision.record_id), col(Revision.author)).where(
            col(Revision.map_id) == part[0].map_id,
            col(Revision.label).in_({record.label for record in part}),
            col(Revision.record_id).in_([record.id for record in part]),
            col(Revision.kind) == ChangeKind.CREATED,
        )
        for identity, author in session.connection().execute(statement.order_by(col(Revision.sequence))):
            authors.setdefault(identity, author)
    accounts = {author: find_author_account_id(session, author) for author in set(authors.values())}
    return {identity: accounts[author] for identity, author in authors.items()}


def require_own_change(session: Session, revisions: Iterable[Revision]) -> None:
    """Raise `NotForYou` where a change may not be undone because somebody else made it, or it is of the whole map."""
    if not may_undo(session, [(revision.label, revision.author) for revision in revisions]):
        raise NotForYou(
            Phrase("Your role does not let you undo what others have changed."),
            Phrase("Ask whoever keeps the map to do it, or to give you another role."),
        )


def may_undo(session: Session, revisions: Iterable[tuple[str | None, str]]) -> bool:
    """Tell whether the writer's role lets them undo a change, given the records and authors of its revisions."""
    account = read_writer_limits(session).restricted_to_account
    if account is None:
        return True
    listed = list(revisions)
    authors = {author for _, author in listed}
    return all(label is not None for label, _ in listed) and all(
        find_author_account_id(session, author) == account for author in authors
    )


def find_undoable_changes(session: Session, map_id: int, numbers: Collection[int]) -> set[int]:
    """Return which changes of a map the writer's role lets them undo; the first, which made the map, is not offered."""
    statement = select(col(Revision.change), col(Revision.label), col(Revision.author)).where(
        col(Revision.map_id) == map_id, col(Revision.change).in_(numbers), col(Revision.change) > 1
    )
    revisions_by_change: dict[int, set[tuple[str | None, str]]] = {}
    for change, label, author in session.connection().execute(statement):
        revisions_by_change.setdefault(change, set()).add((label, author))
    return {change for change, revisions in revisions_by_change.items() if may_undo(session, revisions)}


def require_same_visibility(session: Session, before: str, after: str) -> None:
    """Raise `NotForYou` where who sees the map would be changed by somebody who may not decide that."""
    if before != after and not read_writer_limits(session).acts_as_owner:
        raise NotForYou(
            Phrase("Your role does not let you decide who sees the map."),
            Phrase("Ask its owner to do it, or to give you another role."),
        )


def require_owner(session: Session) -> None:
    """Raise `NotForYou` where the map would be deleted or brought back by somebody who may not."""
    if not read_writer_limits(session).acts_as_owner:
        raise NotForYou(
            Phrase("Your role does not let you delete or restore the map."),
            Phrase("Ask its owner to do it, or to give you another role."),
        )
