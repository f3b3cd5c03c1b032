"""Instructions that whoever leads pins to a seminar or a map, for its members to read where they work.

They stand beside the map and not in it, as positions do: no document, export or fork takes them along.
"""

from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import Column, String
from sqlmodel import Field, Session, SQLModel

from models.instants import moment
from models.records.maps import GlobalId, one_of


class PinnedTo(StrEnum):
    """What instructions can be pinned to; a round has its own."""

    MAP = "map"
    SEMINAR = "seminar"


class Instructions(SQLModel, table=True):
    """What is to be done, pinned to the seminar or map with the id `place_id`."""

    __table_args__ = (one_of("place", PinnedTo, "place"),)

    place: str = Field(sa_column=Column(String(8), primary_key=True))
    place_id: int = Field(sa_column=Column(GlobalId, primary_key=True, autoincrement=False))
    text: str
    pinned_by: str
    pinned_at: datetime = Field(sa_column=moment())


def read_instructions(session: Session, place: PinnedTo, place_id: int) -> str:
    """Return what is pinned there; nothing where nothing is."""
    found = session.get(Instructions, (place, place_id))
    return found.text if found is not None else ""


def pin_instructions(session: Session, place: PinnedTo, place_id: int, text: str, *, by: str) -> None:
    """Pin instructions in place of those that were there; an empty text takes them away."""
    found = session.get(Instructions, (place, place_id))
    if found is not None and not text:
        session.delete(found)
    elif text:
        made = found or Instructions(
            place=place, place_id=place_id, text=text, pinned_by=by, pinned_at=datetime.now(UTC)
        )
        made.text, made.pinned_by, made.pinned_at = text, by, datetime.now(UTC)
        session.add(made)
    session.flush()
