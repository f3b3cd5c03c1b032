"""What readers and writers of foreign formats give back: what was read or written, and what did not go through.

A reader recovers: what it does not understand is a `FormatProblem` with its place, and the rest is read. A writer
leaves out nothing in silence: what its format cannot hold is a `FormatLoss`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from argument_maps.graph import Graph
from models.errors import MapError, Phrase
from models.vocabulary import RecordKind

# How many there are of each, of each by its sorts, or what they are called.
Counts = Mapping[str, int | Mapping[str, int] | Sequence[str]]


class ProblemWeight(StrEnum):
    """How much a problem costs."""

    OMITTED = "omitted"
    """Something of the file is not on the map."""
    CHANGED = "changed"
    """Something is on the map in another form, or in another place, than it has in the file."""
    NOTED = "noted"
    """Nothing is missing, but whoever brings the file will want to know."""


@dataclass(frozen=True, slots=True)
class FilePlace:
    """Where something stands in a file: line and column counted from 1, a sheet's cell, or a pointer into JSON.

    `entry` is what the file itself calls it: a citation key, a title, a node's id.
    """

    line: int | None = None
    column: int | None = None
    cell: str = ""
    pointer: str = ""
    entry: str = ""

    def __str__(self) -> str:
        """Return the place in one line: `12:3`, `Sheet1!B7` or `/nodes/4`, with the entry behind it."""
        place = f"{self.line}:{self.column}" if self.line and self.column else str(self.line or "")
        parts = (place or self.cell or self.pointer, f"({self.entry})" if self.entry else "")
        return " ".join(part for part in parts if part)


NOWHERE = FilePlace()


@dataclass(frozen=True, slots=True)
class FormatProblem:
    """What a reader did not understand, and what it made of it."""

    message: Phrase
    outcome: Phrase
    place: FilePlace = NOWHERE
    weight: ProblemWeight = ProblemWeight.OMITTED


@dataclass(frozen=True, slots=True)
class FormatLoss:
    """What a format cannot hold: a field of records of a kind, or with an empty `field` the records themselves.

    Without `kind` it is a field of the map itself. `labels` are the records that lose it.
    """

    kind: RecordKind | None
    field: str
    labels: tuple[str, ...]
    reason: Phrase


@dataclass(frozen=True, slots=True)
class FormatReading:
    """What a file holds as a map, what it is made of in the format's own terms, and what was not understood.

    `remainder` is what a map has no place for, which the writer of the same format takes back.
    """

    graph: Graph
    counts: Counts
    problems: tuple[FormatProblem, ...] = ()
    remainder: Any = None


@dataclass(frozen=True, slots=True)
class FormatWriting:
    """A map as a file, and what is not in it.

    Where the format has no place for labels, `stands_for` has the label of a record of the map for each label that a
    reader of the file gives; a record that is written twice stands there twice. Empty, every record keeps its label.
    """

    data: bytes
    losses: tuple[FormatLoss, ...] = ()
    counts: Counts = field(default_factory=dict)
    stands_for: Mapping[str, str] = field(default_factory=dict)


class UnreadableFile(MapError):
    """Nothing of a file could be read."""

    title = Phrase("This file cannot be read")
