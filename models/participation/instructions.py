"""Instructions that whoever leads pins to a seminar or a map, for its members to read where they work.

They stand beside the map and not in it, as positions do: no document, export or fork takes them along.
"""

from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import Column, String
from sqlmodel import Field, Session, SQLModel

from models.instants import moment_column
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
    pinned_at: datetime = Field(sa_column=moment_column())


def read_instructions(session: Session, place: PinnedTo, place_id: int) -> str:
    """Return what is pinned there; nothing where nothing is."""
    instructions = session.get(Instructions, (place, place_id))
    return instructions.text if instructions is not None else ""


def pin_instructions(session: Session, place: PinnedTo, place_id: int, text: str, *, by: str) -> None:
    """Pin instructions in place of those that were there; an empty text takes them away."""
    former = session.get(Instructions, (place, place_id))
    if former is not None and not text:
        session.delete(former)
    elif text:
        instructions = former or Instructions(
            place=place, place_id=place_id, text=text, pinned_by=by, pinned_at=datetime.now(UTC)
        )
        instructions.text, instructions.pinned_by, instructions.pinned_at = text, by, datetime.now(UTC)
        session.add(instructions)
    session.flush()
