"""Sheets of every format read as records of a map: one sheet, or all of a workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from argument_maps.formats.exchange import FilePlace, FormatProblem, FormatReading, UnreadableFile, UnreadableSheets
from argument_maps.formats.map_building import MapBuilder
from argument_maps.formats.sheets.cell_columns import WRONG, ColumnReader
from argument_maps.formats.sheets.columns.sheet_columns import MAP_SHEET, SheetKind
from argument_maps.formats.sheets.named_records import NameableRecords
from argument_maps.formats.sheets.record_rows import LabelledRows, list_gone
from argument_maps.formats.sheets.sheet_choices import (
    SheetChoice,
    SheetChoices,
    find_choice,
    list_unmet_choices,
    require_sheets,
)
from argument_maps.formats.sheets.sheet_layout import lay_out_sheet, rate_headings
from argument_maps.formats.sheets.sheet_outlines import RecordRows
from argument_maps.formats.sheets.tables.csv_tables import read_csv_table
from argument_maps.formats.sheets.tables.sheet_tables import SheetTable
from argument_maps.formats.sheets.tables.workbook_tables import is_ods_file, is_xlsx_file, read_workbook_tables
from argument_maps.graph import Graph
from argument_maps.reading.markup.collector import pause_collector
from models.errors import Phrase
from models.records.kinds import KINDS
from models.vocabulary import RecordKind


def read_csv_records(data: bytes) -> FormatReading:
    """Return the records in a CSV file, of one kind, or of the kind that each row names. Raises `UnreadableFile`."""
    return read_sheet(data)


def read_workbook_records(data: bytes) -> FormatReading:
    """Return the records on the sheets of an XLSX or OpenDocument file. Raises `UnreadableFile`."""
    return read_sheet(data)


def read_sheet_onto(data: bytes, here: Graph | None, choices: SheetChoices) -> FormatReading:
    """Return the records of a sheet that comes into a map, as somebody says that it is to be read.

    Raises `UnreadableFile` and `UnclearChoice`.
    """
    return read_sheet(data, choices=choices, here=here)


def read_sheet(
    data: bytes,
    *,
    columns: Mapping[str, str] | None = None,
    kind: SheetKind | None = None,
    choices: SheetChoices | None = None,
    charset: str = "",
    here: Graph | None = None,
) -> FormatReading:
    """Return the records of a CSV, XLSX or OpenDocument file, and what of it was not understood.

    `columns` is the field that each heading stands for, nothing for a column that is not wanted, and `kind` what the
    sheets hold; `choices` say the same sheet by sheet. What neither says is found by their names. `here` is the map
    into which the records go: what the sheets name can be there, and of a record that is there by its id, fields
    without a column keep what they say.

    Raises `UnreadableSheets` where no sheet has records, `UnreadableFile` and `UnclearChoice`.
    """
    with pause_collector():
        return _read_records(data, choices or {"": SheetChoice(kind or "", dict(columns or {}))}, charset, here)


def _read_records(data: bytes, choices: SheetChoices, charset: str, here: Graph | None) -> FormatReading:
    tables, problems = _read_tables(data, charset)
    require_sheets(tables, choices)
    layouts = [lay_out_sheet(table, find_choice(table, choices)) for table in tables]
    for layout in layouts:
        problems += layout.problems
    outlines = tuple(layout.outline for layout in layouts if layout.outline is not None)
    problems += list_unmet_choices(outlines, choices)
    groups = [rows for layout in layouts for rows in layout.rows]
    if not groups and (not outlines or any(outline.is_wanted for outline in outlines)):
        reason = next((problem.message for problem in problems if problem.place.cell), Phrase("No sheet has any rows."))
        raise UnreadableSheets(
            reason,
            Phrase(
                "Name the columns as in the templates, or say which kind of records it holds and what its columns are."
            ),
            outlines,
        )
    return replace(_read_groups(groups, problems, here), sheets=outlines)


def _read_tables(data: bytes, charset: str) -> tuple[list[SheetTable], list[FormatProblem]]:
    if is_xlsx_file(data) or is_ods_file(data):
        return read_workbook_tables(data)
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise UnreadableFile(
            Phrase("The file is no sheet that is read here."), Phrase("Save it as .xlsx, .ods or .csv, and send that.")
        )
    table, problems = read_csv_table(data, rate_headings, charset)
    return [table], problems


def _read_groups(groups: Sequence[RecordRows], problems: list[FormatProblem], here: Graph | None) -> FormatReading:
    builder = MapBuilder(here.title if here is not None else "")
    names = NameableRecords(builder, here)
    labelled = [LabelledRows(rows, builder, names, here) for rows in groups if rows.kind != MAP_SHEET]
    for rows in labelled:
        rows.reserve_labels()
    for rows in labelled:
        rows.number_others()
    for rows in labelled:
        rows.read_records()
    gone = list_gone(labelled)
    for rows in labelled:
        rows.add_records(gone)
    names.add_used_records()
    for group in groups:
        if group.kind == MAP_SHEET:
            _read_header(group, builder, names)
    graph = builder.build_map()
    counts: dict[str, int] = {}
    for group in groups:
        name = group.kind if group.kind == MAP_SHEET else KINDS[RecordKind(group.kind)].plural
        counts[name] = counts.get(name, 0) + len(group.rows)
    return FormatReading(graph, counts, (*problems, *names.problems, *builder.problems))


def _read_header(rows: RecordRows, builder: MapBuilder, names: NameableRecords) -> None:
    """Take what a sheet says of the map itself from its first row."""
    reader = ColumnReader(names, names.problems)
    first = rows.table.pick_rows(rows.rows[:1])
    for place, column in rows.columns:
        cells = rows.table.read_column(place, first)
        here = rows.table.locate_cell(rows.rows[0], place)
        values: Sequence[Any] = reader.read_values(column, cells, partial(_return_place, here))
        if values and values[0] not in (None, "", WRONG):
            builder.header[column.field] = values[0]


def _return_place(place: FilePlace, _: int) -> FilePlace:
    return place
