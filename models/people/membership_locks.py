"""The one lock under which members of a place leave, are removed or get another role.

Whether somebody is the last who leads hangs on the rows of others. Held one after the other, each of two who leave at
once would wait for the row of the other for ever; so all hold the row of the place before any of its memberships.
"""

from sqlalchemy import select
from sqlmodel import Session, col

from models.people.seminars import Seminar
from models.records.maps import ArgumentMap


def lock_memberships(session: Session, *, seminar_id: int | None = None, map_id: int | None = None) -> None:
    """Hold the memberships of a seminar, or else of a map, against whoever changes them, until the session ends.

    SQLite has only one writer; it ignores FOR UPDATE.
    """
    place = col(Seminar.id) == seminar_id if map_id is None else col(ArgumentMap.id) == map_id
    session.connection().execute(
        select(col(Seminar.id) if map_id is None else col(ArgumentMap.id)).where(place).with_for_update()
    )
