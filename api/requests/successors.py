"""The way from the id of a record that was merged into another to that one."""

from fastapi.responses import RedirectResponse
from sqlmodel import Session

from models import changes
from models.changes.lookup import read_record_kinds
from models.history.record_ancestry import find_successor
from models.row_keys import persisted_id


def lead_to_successor(session: Session, slug: str, label: str, address: str) -> RedirectResponse | None:
    """Return the way to the record into which one that is gone was merged, None where it is there or never was.

    `address` is where records are read, before their ids. The way can end: whoever undoes the merge has both again.
    """
    map_id = persisted_id(changes.find_map(session, slug))
    if read_record_kinds(session, map_id, {label}):
        return None
    successor = find_successor(session, map_id, label)
    return RedirectResponse(f"{address}/{successor}", status_code=307) if successor is not None else None
