"""What whoever looks at a page may change there, so that nothing is offered that would be refused."""

from collections.abc import Collection

from fastapi import Request
from sqlalchemy import select
from sqlmodel import Session, col

from api.access.authorization import Action, get_permitted_actions
from models.changes.lookup import find_map
from models.changes.writer_limits import find_undoable_changes, may_change, may_remove, read_writer_limits
from models.errors import UnknownMap
from models.records.maps import Record
from models.row_keys import persisted_id


def may_edit(request: Request, session: Session, slug: str, label: str) -> bool:
    """Tell whether a record of a map may be changed by whoever looks at it."""
    return not list_locked_labels(request, session, slug, [label])


def list_locked_labels(
    request: Request, session: Session, slug: str, labels: Collection[str], *, to_delete: bool = False
) -> set[str]:
    """Return which records of a map may not be changed, or with `to_delete` deleted, by whoever looks at it."""
    if Action.CONTRIBUTE not in get_permitted_actions(request):
        return set(labels)
    if read_writer_limits(session).restricted_to_account is None:
        return set()
    reaches = may_remove if to_delete else may_change
    statement = select(Record).where(col(Record.map_id) == find_map(session, slug).id, col(Record.label).in_(labels))
    return {record.label for record in session.scalars(statement) if not reaches(session, record)}


def list_undoable_changes(request: Request, session: Session, slug: str, changes: Collection[int]) -> set[int]:
    """Return which changes of a map may be undone by whoever looks at it."""
    if Action.CONTRIBUTE not in get_permitted_actions(request) or not changes:
        return set()
    try:
        return find_undoable_changes(session, persisted_id(find_map(session, slug)), changes)
    except UnknownMap:
        return set()
