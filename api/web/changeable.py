"""What whoever looks at a page may change there, so that nothing is offered that would be refused."""

from collections.abc import Collection

from fastapi import Request
from sqlalchemy import select
from sqlmodel import Session, col

from api.permission import Action, actions_of
from models.changes.lookup import find_map
from models.changes.writer_limits import limits_of, may_change, may_remove, undoable_among
from models.errors import UnknownMap
from models.records.maps import Record
from models.row_keys import persisted_id


def may_edit(request: Request, session: Session, slug: str, label: str) -> bool:
    """Tell whether a record of a map may be changed by whoever looks at it."""
    return not locked_among(request, session, slug, [label])


def locked_among(
    request: Request, session: Session, slug: str, labels: Collection[str], *, to_delete: bool = False
) -> set[str]:
    """Return which records of a map may not be changed, or with `to_delete` deleted, by whoever looks at it."""
    if Action.CONTRIBUTE not in actions_of(request):
        return set(labels)
    if limits_of(session).own_only is None:
        return set()
    reaches = may_remove if to_delete else may_change
    wanted = select(Record).where(col(Record.map_id) == find_map(session, slug).id, col(Record.label).in_(labels))
    return {each.label for each in session.scalars(wanted) if not reaches(session, each)}


def undoable_on(request: Request, session: Session, slug: str, changes: Collection[int]) -> set[int]:
    """Return which changes of a map may be undone by whoever looks at it."""
    if Action.CONTRIBUTE not in actions_of(request) or not changes:
        return set()
    try:
        return undoable_among(session, persisted_id(find_map(session, slug)), changes)
    except UnknownMap:
        return set()
