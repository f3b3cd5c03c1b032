"""Maps as spreadsheets: one CSV file with a row for each record, one for the records of a kind, or a workbook.

CSV is RFC 4180 in UTF-8, with a byte order mark, without which Excel takes it for the encoding of the system, such as
CP 949 in Korea. No cell is a formula: in CSV an apostrophe stands before what would be one, in XLSX every cell is a
text that says so (`quotePrefix`, ECMA-376, part 1, 18.8.45).
"""

import csv
import datetime
import io
from collections.abc import Iterable, Sequence
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from argument_maps.formats.exchange import FormatWriting
from argument_maps.formats.sheets.columns.sheet_columns import (
    COLUMNS,
    MAP_SHEET,
    RECORD_COLUMN,
    CellSort,
    SheetColumn,
    SheetKind,
)
from argument_maps.formats.sheets.formula_guard import guard_cell
from argument_maps.formats.sheets.record_cells import KindSheet, build_sheets, list_headings
from argument_maps.graph import Graph
from models.records.kinds import KINDS
from models.vocabulary import RecordKind

_WIDTHS = {CellSort.PROSE: 60, CellSort.LABEL: 10, CellSort.TERM: 16}
_USUAL_WIDTH = 24
# One map gives the same bytes whenever it is written.
_CREATED = datetime.datetime(2000, 1, 1)  # noqa: DTZ001 # as the library wants it
LAST_ROW = 1_048_575
_LONGEST_LIST = 255


def write_csv_map(graph: Graph, _: Any = None) -> FormatWriting:
    """Return a map as one CSV file, in which the first column says of each row which kind of record it is."""
    sheets, losses = build_sheets(graph)
    columns = {column.field: column for sheet in sheets for column in sheet.columns}
    lines = [[RECORD_COLUMN, *list_headings(tuple(columns.values()))]]
    for sheet in sheets:
        fields = [column.field for column in sheet.columns]
        for row in sheet.rows:
            cells = dict(zip(fields, row, strict=True))
            lines.append([str(sheet.kind), *(cells.get(field, "") for field in columns)])
    return FormatWriting(encode_csv(lines), tuple(losses), _count_rows(sheets))


def write_csv_kind(graph: Graph, kind: SheetKind) -> bytes:
    """Return the records of one kind as CSV, with the columns in which there is anything."""
    sheet = next((sheet for sheet in build_sheets(graph)[0] if sheet.kind == kind), None)
    if sheet is None:
        return encode_csv([list_headings(COLUMNS[kind])])
    return encode_csv([list_headings(sheet.columns), *sheet.rows])


def write_xlsx_map(graph: Graph, _: Any = None) -> FormatWriting:
    """Return a map as a workbook with a sheet for each kind of record that it has."""
    sheets, losses = build_sheets(graph)
    buffer = io.BytesIO()
    with open_workbook(buffer) as workbook:
        for sheet in sheets:
            add_sheet(workbook, name_sheet(sheet.kind), sheet.columns, sheet.rows)
    return FormatWriting(buffer.getvalue(), tuple(losses), _count_rows(sheets))


def encode_csv(lines: Iterable[Sequence[str]]) -> bytes:
    """Return lines of cells as CSV that begins with a byte order mark and has no formula in it."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([guard_cell(cell) for cell in line] for line in lines)
    return buffer.getvalue().encode("utf-8-sig")


def open_workbook(buffer: io.BytesIO) -> Workbook:
    """Return a workbook that is written into a buffer, in which no text becomes a number, a formula or a link."""
    options = dict.fromkeys(("strings_to_numbers", "strings_to_formulas", "strings_to_urls"), False)
    workbook = Workbook(buffer, {"in_memory": True, **options})
    workbook.set_properties({"created": _CREATED})
    return workbook


def add_sheet(
    workbook: Workbook, name: str, columns: Sequence[SheetColumn], rows: Iterable[Sequence[str]]
) -> Worksheet:
    """Add a sheet of rows below the names of its columns, where words of a vocabulary are chosen from a list."""
    sheet = workbook.add_worksheet(name)
    bold = workbook.add_format({"bold": True, "bottom": 1})
    plain = workbook.add_format({"text_wrap": True, "valign": "top"})
    quoted = workbook.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
    sheet.freeze_panes(1, 0)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{LAST_ROW + 1}"})
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _WIDTHS.get(column.sort, _USUAL_WIDTH))
        sheet.write_string(0, place, column.heading, bold)
        words = [str(term) for term in column.terms]
        if words and len(",".join(words)) <= _LONGEST_LIST:
            sheet.data_validation(1, place, LAST_ROW, place, {"validate": "list", "source": words})
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            if cell:
                guarded = guard_cell(cell)
                # Excel keeps the apostrophe apart; one that is part of the words needs another one before it.
                text = guarded if cell.startswith("'") else cell
                sheet.write_string(number, place, text, quoted if guarded != cell else plain)
    return sheet


def name_sheet(kind: SheetKind) -> str:
    """Return what a sheet with records of a kind is called."""
    return (kind if kind == MAP_SHEET else KINDS[RecordKind(kind)].plural).capitalize()


def _count_rows(sheets: Iterable[KindSheet]) -> dict[str, int]:
    return {name_sheet(sheet.kind).lower(): len(sheet.rows) for sheet in sheets}
