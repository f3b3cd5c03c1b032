"""Text with cells that something sets apart (RFC 4180 and what programs make of it), as a table."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Sequence

from argument_maps.formats.exchange import FilePlace, FormatProblem, ProblemWeight, UnreadableFile
from argument_maps.formats.file_contents import decode_letters, unify_breaks
from argument_maps.formats.sheets.tables.sheet_tables import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    SheetTable,
    is_clean_text,
)
from models.errors import Phrase

# The first is taken where several fit as well: a comma also stands within words.
SEPARATORS = "\t;|,"
_SAMPLE = 65_536
_SAMPLED_ROWS = 30
_DECLARATION = re.compile(r"""[ "]{0,9}sep=([^\s"]?)[ "\t]{0,99}(?:\r\n|\r|\n)""", re.IGNORECASE)
# Of more than so many quotation marks that nothing closes, the rest of the file is read without any.
_MOST_MENDED = 3
Rater = Callable[[Sequence[Sequence[str]]], int]


def read_csv_table(data: bytes, rate: Rater, charset: str = "") -> tuple[SheetTable, list[FormatProblem]]:
    """Return the table in a file, and what in it was guessed or cannot be read. Raises `UnreadableFile`.

    `rate` tells of some rows how much they look like a table that is wanted, which decides what sets cells apart.
    """
    text, problems = decode_letters(data, charset, keeps_breaks=True)
    is_clean = _is_clean_utf8(data)
    separator, rest = _read_declaration(text)
    wanted = separator or guess_separator(rest, rate)
    faults: list[int] = []
    # In most files nothing is open; what is clean has no other breaks of lines than these but one.
    rows = _read_sound_rows(rest, wanted) if is_clean and "\x85" not in rest else None
    if rows is None:
        rows, faults = _read_rows(unify_breaks(rest), wanted)
    offset = 1 if separator else 0
    problems += [
        FormatProblem(
            Phrase("A quotation mark is opened here and not closed, or the cell is too long."),
            Phrase("The line is read as it stands, with its quotation marks."),
            FilePlace(line=line + offset),
            ProblemWeight.CHANGED,
        )
        for line in faults
    ]
    if len(rows) > MOST_ROWS or sum(map(len, rows)) > MOST_CELLS or max(map(len, rows), default=0) > MOST_COLUMNS:
        raise UnreadableFile(
            Phrase(
                "The sheet has more than %(rows)s rows or %(columns)s columns.", rows=MOST_ROWS, columns=MOST_COLUMNS
            ),
            Phrase("Divide it into several."),
        )
    return SheetTable("", rows, first_row=offset, is_clean=is_clean), problems


def _is_clean_utf8(data: bytes) -> bool:
    return is_clean_text(data) and codecs.BOM_UTF16_LE not in data[:2] and codecs.BOM_UTF16_BE not in data[:2]


def guess_separator(text: str, rate: Rater) -> str:
    """Return what sets the cells apart: that with which the first rows look most like a table that is wanted."""
    sample = text[:_SAMPLE]
    if len(text) > _SAMPLE:
        sample = sample.rpartition("\n")[0] or sample

    def measure(separator: str) -> tuple[int, int]:
        rows = sample_rows(sample, separator)
        widths = [len(row) for row in rows if len(row) > 1]
        return rate(rows), max(map(widths.count, set(widths)), default=0)

    return max(SEPARATORS, key=measure)


def sample_rows(text: str, separator: str) -> list[list[str]]:
    """Return some of the first rows that are not empty."""
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if any(row):
                rows.append(row)
            if len(rows) == _SAMPLED_ROWS:
                break
    except csv.Error:
        pass
    return rows


def _read_declaration(text: str) -> tuple[str, str]:
    """Return the separator that a first line tells Excel, such as sep=;, and the lines behind it."""
    declared = _DECLARATION.match(text)
    # Only of the few files that have such a line the rest is copied.
    return (declared[1] or "\t", text[declared.end() :]) if declared else ("", text)


def _read_sound_rows(text: str, separator: str) -> list[list[str]] | None:
    """Return the rows of a text in which every quotation mark is closed, None where that is not certain."""
    lines = text.splitlines(keepends=True)
    try:
        rows = list(csv.reader(lines, delimiter=separator))
    except csv.Error:
        return None
    # Where the last cell has a break of lines in it, it may never have been closed.
    if rows and any("\n" in cell or "\r" in cell for cell in rows[-1]):
        return None
    if len(rows) < len(lines) and "\r" in text:
        return [list(map(unify_breaks, row)) if "\r" in "".join(row) else row for row in rows]
    return rows


def _read_rows(text: str, separator: str) -> tuple[list[list[str]], list[int]]:
    """Return the rows, and the numbers of the lines with a quotation mark that nothing closes."""
    rows: list[list[str]] = []
    faults: list[int] = []
    line = 0
    while True:
        found, broken = _read_until_fault(text, separator, quoting=len(faults) < _MOST_MENDED)
        rows += found
        if broken is None:
            return rows, faults
        lines = text.split("\n")
        faults.append(line + broken + 1)
        rows.append(lines[broken].split(separator))
        line += broken + 1
        text = "\n".join(lines[broken + 1 :])


def _read_until_fault(text: str, separator: str, *, quoting: bool) -> tuple[list[list[str]], int | None]:
    """Return the rows before a quotation mark that nothing closes, and its line counted from 0, if there is one."""
    if not quoting:
        return [line.split(separator) for line in text.split("\n")], None
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        return _find_long_cell(text, separator)
    last_lines = sum(cell.count("\n") for cell in rows[-1]) if rows else 0
    if not last_lines:
        return rows, None
    lines = text.removesuffix("\n").split("\n")
    # The last row may have swallowed the line break at the end of the file.
    for begin in (len(lines) - last_lines, len(lines) - last_lines - 1):
        if begin >= 0 and _ends_quoted(lines[begin:], separator):
            return rows[:-1], begin
    return rows, None


def _ends_quoted(lines: list[str], separator: str) -> bool:
    try:
        parsed = list(csv.reader(io.StringIO("\n".join(lines), newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return not parsed


def _find_long_cell(text: str, separator: str) -> tuple[list[list[str]], int | None]:
    rows: list[list[str]] = []
    last = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for row in reader:
            rows.append(row)
            last = reader.line_num
    except csv.Error:
        return rows, last
    return rows, None
