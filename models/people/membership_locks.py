"""The one lock under which members of a place leave, are removed or get another role.

Whether somebody is the last who leads hangs on the rows of others. Held one after the other, each of two who leave at
once would wait for the row of the other for ever; so all hold the row of the place before any of its memberships.
"""

from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from models.people.seminars import Seminar
from models.records.maps import ArgumentMap


def hold_memberships(session: Session, *, seminar_id: int | None = None, map_id: int | None = None) -> None:
    """Hold the memberships of a seminar, or else of a map, against whoever changes them, until the session ends.

    SQLite has only one writer; it ignores FOR UPDATE.
    """
    seminars: Any = Seminar
    maps: Any = ArgumentMap
    place = seminars.id == seminar_id if map_id is None else maps.id == map_id
    session.connection().execute(select(seminars.id if map_id is None else maps.id).where(place).with_for_update())
