"""The keys by which rows are referred to, and the maps to which they belong, whatever their tables."""

from typing import Protocol, cast

from sqlalchemy.orm import Mapped
from sqlmodel import col


class Keyed(Protocol):
    """A row of a table whose key the database numbers when it is first written."""

    @property
    def id(self) -> int | None:
        """The key, None before the row is written."""


class MapRow(Protocol):
    """A row of a table that says to which map it belongs."""

    @property
    def map_id(self) -> int | None:
        """The key of the map, None where the row belongs to something else."""


def persisted_id(row: Keyed) -> int:
    """Return the key of a row; raises ValueError where the row was never written, so that it has none."""
    if row.id is None:
        raise ValueError(f"This {type(row).__name__} was not written yet, and has no key.")
    return row.id


def key_column(table: type[Keyed]) -> Mapped[int]:
    """Return the column of a table's keys: of what is read, no row lacks its own."""
    return cast("Mapped[int]", col(table.id))


def map_id_column(table: type[MapRow]) -> Mapped[int]:
    """Return the column of the maps to which a table's rows belong: no row of something else is one of a map."""
    return cast("Mapped[int]", col(table.map_id))
