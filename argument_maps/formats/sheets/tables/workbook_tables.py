"""The sheets of a workbook, XLSX or OpenDocument, as tables: what cells show, formulas by the values that they had."""

import datetime
import io
import posixpath
import re
from collections.abc import Iterable
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from argument_maps.formats.exchange import FilePlace, FormatProblem, ProblemWeight, UnreadableFile
from argument_maps.formats.sheets.tables.sheet_tables import MOST_CELLS, SheetTable, is_clean_text
from argument_maps.formats.sheets.tables.workbook_bounds import MOST_UNPACKED, REMEDY, check_workbook
from argument_maps.reading.archives import Archive
from argument_maps.reading.blocks import UnreadableText
from models.errors import Phrase, pluralise_phrase

LONGEST_PART = 128 * 2**20
_MOST_TOLD = 20
_LOCKED = UnreadableFile(
    Phrase("The file is locked with a password."), Phrase("Save it without a password and send it again.")
)
_DAMAGED = UnreadableFile(
    Phrase("The workbook is damaged: its sheets cannot be read."),
    Phrase("Open it in a spreadsheet program, save it anew, or send it as CSV."),
)
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_NOTE_PREFIXES = {"http://schemas.openxmlformats.org/spreadsheetml/2006/main": "x"}
_RELATION_PREFIXES = {"http://schemas.openxmlformats.org/package/2006/relationships": "r"}
_CELL = r"""<(?:\w+:)?c\b[^<>]*?\br=["']([A-Z]+\d+)["']"""
_ERROR = re.compile(_CELL.encode() + rb"""[^<>]*?\bt=["']e["']""")
_FORMULA = rb"""[^<>]*>\s*<(?:\w+:)?f\b[^<>]*?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"""
_NO_VALUE = rb"""(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"""
_UNCALCULATED = re.compile(_CELL.encode() + _FORMULA + _NO_VALUE)


def is_xlsx_file(data: bytes) -> bool:
    """Tell whether a file is an Excel workbook, by the list of its parts, which stands at its end."""
    return data.startswith(b"PK\x03\x04") and b"xl/workbook.xml" in data


def is_ods_file(data: bytes) -> bool:
    """Tell whether a file is an OpenDocument spreadsheet, by its first part (OpenDocument 1.3, part 2, 3.3)."""
    return data.startswith(b"PK\x03\x04") and _SPREADSHEET in data[:200]


def read_workbook_tables(data: bytes) -> tuple[list[SheetTable], list[FormatProblem]]:
    """Return the sheets that are shown, in their order, and what of them is not read. Raises `UnreadableFile`."""
    try:
        archive = Archive(data, REMEDY, MOST_UNPACKED, LONGEST_PART)
    except UnreadableText as error:
        raise (_LOCKED if "password" in error.detail else UnreadableFile(error.detail, error.remedy)) from None
    parts = check_workbook(archive)
    try:
        tables, problems = _read_sheets(data, all(map(_is_clean_part, parts.values())))
    except PasswordError:
        raise _LOCKED from None
    except (MemoryError, KeyboardInterrupt, SystemExit, GeneratorExit, UnreadableFile):
        raise
    except BaseException as error:
        # The library, in Rust, raises errors of its own and, where it panics, a BaseException.
        raise _DAMAGED from error
    problems += _list_part_problems(parts, [table.name for table in tables])
    return tables, problems + _list_notes(archive)


def _read_sheets(data: bytes, is_clean: bool) -> tuple[list[SheetTable], list[FormatProblem]]:
    tables: list[SheetTable] = []
    problems: list[FormatProblem] = []
    cells = 0
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
        for index, sheet_data in enumerate(workbook.sheets_metadata):
            if sheet_data.typ is not SheetTypeEnum.WorkSheet:
                continue
            if sheet_data.visible is not SheetVisibleEnum.Visible:
                message = Phrase("The sheet “%(name)s” is hidden.", name=sheet_data.name[:80])
                problems.append(_note(message, Phrase("It is not read."), FilePlace(entry=sheet_data.name[:80])))
                continue
            sheet = workbook.get_sheet_by_index(index)
            cells += sheet.height * sheet.width
            if cells > MOST_CELLS:
                raise UnreadableFile(
                    Phrase("The sheets of the file have more than %(most)s cells.", most=f"{MOST_CELLS:,}"), REMEDY
                )
            tables.append(_read_sheet(sheet, is_clean))
    return tables, problems


def _is_clean_part(part: bytes) -> bool:
    """Tell whether a part holds only what texts hold, and writes no character by its number."""
    return is_clean_text(part, b"&#", b"_x")


def _read_sheet(sheet: CalamineSheet, is_clean: bool) -> SheetTable:
    first_row, first_column = sheet.start or (0, 0)
    rows = _write_cells(sheet.to_python(skip_empty_area=True))
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        # What is merged over several rows belongs to each of them; merged over several columns it is a heading.
        row, column = top - first_row, left - first_column
        if 0 <= row < len(rows) and 0 <= column < len(rows[row]):
            for below in rows[row + 1 : bottom - first_row + 1]:
                below[column] = rows[row][column]
    return SheetTable(sheet.name, rows, first_row, first_column, is_clean)


def _write_cells(rows: list[list[Any]]) -> list[list[str]]:
    """Return the rows, of one length all of them, with texts for the values in them."""
    for place, cells in enumerate(zip(*rows, strict=True)):
        if set(map(type, cells)) != {str}:
            for row, cell in zip(rows, cells, strict=True):
                if type(cell) is not str:
                    row[place] = _write_cell(cell)
    return rows


def _write_cell(cell: object) -> str:
    """Return a number, date or truth value as somebody would type it: 1950 without “.0”, a day without its hour."""
    match cell:
        case bool():
            return "true" if cell else "false"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        case datetime.datetime():
            midnight = not (cell.hour or cell.minute or cell.second or cell.microsecond)
            return cell.date().isoformat() if midnight else cell.isoformat(sep=" ", timespec="minutes")
        case datetime.date() | datetime.time():
            return cell.isoformat()
        case None:
            return ""
        case _:
            return str(cell)


def _note(message: Phrase, outcome: Phrase, place: FilePlace) -> FormatProblem:
    return FormatProblem(message, outcome, place, ProblemWeight.NOTED)


def _list_part_problems(parts: dict[str, bytes], names: list[str]) -> list[FormatProblem]:
    """Return where a formula has no value, or an error for one."""
    problems: list[FormatProblem] = []
    sheets = [data for name, data in parts.items() if "worksheets" in name]
    for number, data in enumerate(sheets):
        name = names[number] if len(names) == len(sheets) else ""
        if b"<f" in data or b":f" in data:
            message = Phrase("A formula has never been calculated, and so has no value.")
            problems += _list_empty_cells(name, message, _UNCALCULATED.findall(data))
        if b't="e"' in data or b"t='e'" in data:
            message = Phrase("A formula has an error for its value.")
            problems += _list_empty_cells(name, message, _ERROR.findall(data))
    if b"<office:annotation" in parts.get("content.xml", b""):
        count = parts["content.xml"].count(b"<office:annotation ")
        problems.append(
            FormatProblem(
                pluralise_phrase("A cell has a comment.", "%(num)s cells have comments.", count),
                Phrase("What comments on cells say is left out."),
            )
        )
    return problems


def _list_empty_cells(sheet: str, message: Phrase, addresses: list[bytes]) -> Iterable[FormatProblem]:
    for address in addresses[:_MOST_TOLD]:
        cell = address.decode()
        yield FormatProblem(
            message, Phrase("The cell is read as empty."), FilePlace(cell=f"{sheet}!{cell}" if sheet else cell)
        )
    if len(addresses) > _MOST_TOLD:
        more = Phrase("%(number)s more cells are like this.", number=len(addresses) - _MOST_TOLD)
        yield FormatProblem(more, Phrase("They are read as empty."), FilePlace(entry=sheet))


def _list_notes(archive: Archive) -> list[FormatProblem]:
    """Return the comments on the cells of an Excel workbook, which have no place on a map, in their words."""
    problems = []
    for name in archive.names:
        if not re.fullmatch(r"(?i)xl/(?:comments/)?comments?\d*\.xml", name):
            continue
        root = archive.try_part(name, _NOTE_PREFIXES)
        for comment in root.iter("x-comment") if root is not None else ():
            words = " ".join("".join(text.text or "" for text in comment.iter("x-t")).split())
            problems.append(
                FormatProblem(
                    Phrase("A comment on the cell says: %(words)s", words=words[:500]),
                    Phrase("It is left out."),
                    FilePlace(cell=comment.get("ref", ""), entry=_find_commented_sheet(archive, name)),
                )
            )
    return problems


def _find_commented_sheet(archive: Archive, part: str) -> str:
    """Return the part of the sheet that a part with comments belongs to, nothing where none says so."""
    for name in archive.names:
        if not re.fullmatch(r"(?i)xl/worksheets/_rels/[^/]+\.rels", name):
            continue
        root = archive.try_part(name, _RELATION_PREFIXES)
        for relation in root.iter("r-Relationship") if root is not None else ():
            target = posixpath.normpath(posixpath.join("xl/worksheets", relation.get("Target", "")))
            if target.lstrip("/") == part or relation.get("Target", "").lstrip("/") == part:
                return posixpath.basename(name).removesuffix(".rels")
    return ""
