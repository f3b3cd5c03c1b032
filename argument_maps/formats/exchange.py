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
class ColumnOutline:
    """A column of a sheet: its letter, what it is called, which fields it was taken for, and some of what stands in it.

    A table in which each row says what it is can have a field for each kind of record; without any the column was not
    understood, or is left out because that `is_chosen`.
    """

    letter: str
    heading: str
    fields: tuple[str, ...] = ()
    is_chosen: bool = False
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetOutline:
    """A sheet of a file: its name, which kinds of records it was taken for, and its columns.

    `is_divided` where each row says which kind of record it is; not `is_wanted` where it is left out by choice.
    """

    name: str
    kinds: tuple[str, ...] = ()
    columns: tuple[ColumnOutline, ...] = ()
    is_divided: bool = False
    is_wanted: bool = True


@dataclass(frozen=True, slots=True)
class FormatReading:
    """What a file holds as a map, what it is made of in the format's own terms, and what was not understood.

    `remainder` is what a map has no place for, which the writer of the same format takes back. `sheets` tell of a
    spreadsheet what its columns were taken for.
    """

    graph: Graph
    counts: Counts
    problems: tuple[FormatProblem, ...] = ()
    remainder: Any = None
    sheets: tuple[SheetOutline, ...] = ()


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


class UnreadableSheets(UnreadableFile):
    """Of no sheet of a file it could be told what it holds; `sheets` are those that it has."""

    def __init__(self, detail: Phrase, remedy: Phrase, sheets: tuple[SheetOutline, ...]) -> None:
        super().__init__(detail, remedy)
        self.sheets = sheets
