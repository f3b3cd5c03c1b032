"""Rows of a sheet with their columns, and what is told of a sheet to whoever chooses what its columns hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from argument_maps.formats.exchange import ColumnOutline, SheetOutline
from argument_maps.formats.sheets.columns.sheet_columns import SheetColumn, SheetKind
from argument_maps.formats.sheets.tables.sheet_tables import SheetTable

# The field in which several columns can stand together.
NOTE: Final = "note"
# Of each column so many cells are shown, from so many rows, each so long.
_SAMPLES, _SAMPLED_ROWS, _SAMPLE_LENGTH = 3, 200, 80


@dataclass(frozen=True, slots=True)
class NamedColumns:
    """A sheet of which it is known which row names the columns, and which rows stand below it.

    `chosen` has by its position the field that somebody says a column holds, nothing where it is left out.
    """

    table: SheetTable
    headings: Sequence[str]
    heading_place: int
    body: Sequence[int]
    chosen: dict[int, str]


@dataclass(frozen=True, slots=True)
class RecordRows:
    """Rows of a sheet that hold records of one kind; `columns` are those with a field, by their position.

    Where several columns hold the note, one of them is among these, and `notes` has the heading of each of them.
    """

    kind: SheetKind
    table: SheetTable
    rows: tuple[int, ...]
    columns: tuple[tuple[int, SheetColumn], ...]
    notes: tuple[tuple[int, str], ...] = ()

    def find_column(self, field: str) -> int | None:
        """Return the position of the column of a field, None where there is none."""
        return next((position for position, column in self.columns if column.field == field), None)


def outline_sheet(
    named: NamedColumns, rows: Sequence[RecordRows], record_column: int | None = None, *, is_wanted: bool = True
) -> SheetOutline:
    """Return what a sheet was taken for; `record_column` says of each row what it is, and is not among the columns."""
    table, headings = named.table, named.headings
    fields: dict[int, dict[str, None]] = {}
    for each in rows:
        for place, column in each.columns:
            fields.setdefault(place, {})[column.field] = None
        for place, _ in each.notes:
            fields.setdefault(place, {})[NOTE] = None
    columns = []
    for place in range(max(table.measure_width(), len(headings))):
        heading = headings[place] if place < len(headings) else ""
        samples = tuple(_list_samples(table, named.body[:_SAMPLED_ROWS], place))
        if place == record_column or not (heading or samples or _has_words(table, named.body[_SAMPLED_ROWS:], place)):
            continue
        columns.append(
            ColumnOutline(
                table.name_column(place), heading, tuple(fields.get(place, ())), place in named.chosen, samples
            )
        )
    kinds = tuple(dict.fromkeys(str(each.kind) for each in rows))
    return SheetOutline(table.name, kinds, tuple(columns), record_column is not None, is_wanted)


def _list_samples(table: SheetTable, body: Sequence[int], place: int) -> list[str]:
    samples: dict[str, None] = {}
    for row in body:
        cells = table.rows[row]
        words = " ".join(cells[place].split()) if len(cells) > place else ""
        if words:
            samples[words if len(words) <= _SAMPLE_LENGTH else words[: _SAMPLE_LENGTH - 1].rstrip() + "…"] = None
        if len(samples) == _SAMPLES:
            break
    return list(samples)


def _has_words(table: SheetTable, body: Sequence[int], place: int) -> bool:
    return any(len(table.rows[row]) > place and table.rows[row][place].strip() for row in body)
