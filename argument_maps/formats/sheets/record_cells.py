"""Records as rows of cells, and what of them a cell does not hold."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from argument_maps.dates.spelling import spell_date
from argument_maps.formats.exchange import FormatLoss
from argument_maps.formats.held_fields import list_unheld_fields
from argument_maps.formats.sheets.cell_values import WrongCell, format_cell, parse_cell, parse_date_cell, split_items
from argument_maps.formats.sheets.columns.sheet_columns import (
    COLUMNS,
    MAP_SHEET,
    SHEET_KINDS,
    CellSort,
    SheetColumn,
    SheetKind,
)
from argument_maps.formats.sheets.formula_guard import guard_cell, unguard_cell
from argument_maps.graph import Graph
from models.errors import Phrase
from models.records.kinds import KINDS
from models.vocabulary import RecordKind

LONGEST_CELL = 32_767
"""How many UTF-16 code units a cell of Excel holds (Excel specifications and limits)."""
_TOO_LONG = Phrase("A cell of a spreadsheet does not hold that much.")
_ALTERED = Phrase("A cell does not keep space at its ends, other line breaks than line feeds, and some signs in lists.")
_REWRITTEN = Phrase("The cell of a date holds either what it means or how it was written, where that means the same.")
_HELD: Mapping[RecordKind, Collection[str]] = {
    RecordKind(kind): {*(column.field for column in COLUMNS[kind]), "written_dates"}
    for kind in SHEET_KINDS
    if kind != MAP_SHEET
}
_HEADER = tuple(column.field for column in COLUMNS[MAP_SHEET])


@dataclass(frozen=True, slots=True)
class KindSheet:
    """The records of one kind as a sheet: its columns, and a row of words for each record, without guards."""

    kind: SheetKind
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[str, ...], ...]


def build_sheets(graph: Graph) -> tuple[list[KindSheet], list[FormatLoss]]:
    """Return a sheet for each kind of records that a map has, with the columns in which there is anything."""
    lost: dict[tuple[RecordKind | None, str, Phrase], list[str]] = {}
    sheets = []
    for kind in SHEET_KINDS:
        records = [graph] if kind == MAP_SHEET else getattr(graph, KINDS[RecordKind(kind)].plural)
        if not records:
            continue
        lines = [dict(_list_cells(kind, record, lost)) for record in records]
        used = tuple(column for column in COLUMNS[kind] if any(column.field in line for line in lines))
        rows = tuple(tuple(line.get(column.field, "") for column in used) for line in lines)
        sheets.append(KindSheet(kind, used, rows))
    losses = list_unheld_fields(graph, _HELD, _HEADER)
    losses += [FormatLoss(kind, field, tuple(labels), reason) for (kind, field, reason), labels in lost.items()]
    return sheets, losses


def _list_cells(
    kind: SheetKind, record: Any, lost: dict[tuple[RecordKind | None, str, Phrase], list[str]]
) -> Iterator[tuple[str, str]]:
    """Yield the words for each field of a record, or of the map, that is not the default."""
    record_kind = None if kind == MAP_SHEET else RecordKind(kind)
    written: dict[str, str] = dict(getattr(record, "written_dates", {}))
    for column in COLUMNS[kind]:
        value = getattr(record, column.field)
        if value == column.default or value in ("", (), None):
            continue
        if column.sort is CellSort.DATE:
            cell, keeps_meaning, keeps_writing = _write_date(value, written.get(column.field, ""))
            if not keeps_meaning:
                lost.setdefault((record_kind, column.field, _REWRITTEN), []).append(record.id)
            if not keeps_writing:
                lost.setdefault((record_kind, "written_dates", _REWRITTEN), []).append(record.id)
            yield column.field, cell
            continue
        plain = msgspec.to_builtins(value)
        cell = format_cell(column, plain)
        label = () if record_kind is None else (record.id,)
        if len(cell.encode("utf-16-le")) // 2 > LONGEST_CELL:
            lost.setdefault((record_kind, column.field, _TOO_LONG), []).extend(label)
            continue
        if not _reads_back(column, cell, plain):
            lost.setdefault((record_kind, column.field, _ALTERED), []).extend(label)
        yield column.field, cell


def _write_date(value: str, written: str) -> tuple[str, bool, bool]:
    """Return the words for a date, whether they say what it means, and whether they say how it was written.

    What it means can itself be read in two ways, as 2002-07 can: then the words are those by which it is asked for.
    """
    for cell in (written, value, spell_date(value)):
        try:
            meaning, writing = parse_date_cell(cell) if cell else ("", "")
        except WrongCell:
            continue
        if meaning == value:
            return cell, True, writing == written
    return value, False, False


def _reads_back(column: SheetColumn, cell: str, value: Any) -> bool:
    """Tell whether a reader has the value of these words."""
    words = unguard_cell(guard_cell(cell.replace("\r\n", "\n").replace("\r", "\n")).strip())
    try:
        match column.sort:
            case CellSort.RECORDS:
                return split_items(words) == list(value)
            case CellSort.RECORD | CellSort.LABEL:
                return words == str(value)
            case CellSort.LINES | CellSort.PARTS:
                return bool(parse_cell(column, words) == list(value))
            case _:
                return bool(parse_cell(column, words) == value)
    except WrongCell:
        return False


def list_headings(columns: Sequence[SheetColumn]) -> list[str]:
    """Return what the columns of a sheet are called."""
    return [column.heading for column in columns]
