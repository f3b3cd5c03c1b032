"""The keys by which rows are referred to: the database gives each its own when it is first written."""

from typing import Protocol, cast

from sqlalchemy.orm import Mapped
from sqlmodel import col


class Keyed(Protocol):
    """A row of a table whose key the database numbers."""

    @property
    def id(self) -> int | None:
        """The key, None before the row is written."""


def persisted_id(row: Keyed) -> int:
    """Return the key of a row; raises ValueError where the row was never written, so that it has none."""
    if row.id is None:
        raise ValueError(f"This {type(row).__name__} was not written yet, and has no key.")
    return row.id


def key_column(table: type[Keyed]) -> Mapped[int]:
    """Return the column of a table's keys: of what is read, no row lacks its own."""
    return cast("Mapped[int]", col(table.id))
