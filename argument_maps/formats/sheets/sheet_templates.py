"""Templates to fill in: a sheet with the columns of a kind of record, an example, and what each column is for."""

import io
from collections.abc import Sequence
from typing import Literal

from argument_maps.formats.sheets.columns.column_meanings import EXAMPLE_LABEL, EXAMPLES, MEANINGS
from argument_maps.formats.sheets.columns.column_names import guess_sheet_kind
from argument_maps.formats.sheets.columns.sheet_columns import (
    COLUMNS,
    MAP_SHEET,
    RECORD_COLUMN,
    CellSort,
    SheetColumn,
    SheetKind,
)
from argument_maps.formats.sheets.sheet_layout import EXPLANATION_HEADINGS
from argument_maps.formats.sheets.sheet_writer import add_sheet, encode_csv, name_sheet, open_workbook
from models.vocabulary import RecordKind

# The kinds for which there is a template, in the order in which they are filled in.
TEMPLATE_KINDS: tuple[SheetKind, ...] = (
    *(RecordKind.CLAIM, RecordKind.EVIDENCE, RecordKind.LINK, RecordKind.SOURCE, RecordKind.AGENT),
    *(RecordKind.QUESTION, RecordKind.INTERPRETATION, RecordKind.STANCE, RecordKind.TAG),
)
EXPLANATION_SHEET = "Explanation"
_EXPECTED = {
    CellSort.LABEL: "A Latin letter, then letters, digits, hyphens or low lines, such as P3; may be left empty.",
    CellSort.PROSE: "A text.",
    CellSort.LINE: "A text on one line.",
    CellSort.TERM: "One of the allowed words.",
    CellSort.DATE: "A date as you write it: 25 June 1950, June 1950, c. 1950, 1950/1953.",
    CellSort.NUMBER: "A whole number.",
    CellSort.RECORD: "The id of a record",
    CellSort.RECORDS: "The ids of one or more records, with ; between them",
    CellSort.LINES: "One or more texts, with ; between them.",
    CellSort.PARTS: "As the meaning says, with ; between one and the next.",
    CellSort.PAIRS: "name: value, with ; between one and the next.",
}
_NAMED = {
    RecordKind.AGENT: "or the name",
    RecordKind.SOURCE: "or the title",
    RecordKind.QUESTION: "or the question",
    RecordKind.TAG: "or the word",
}


def write_template(kind: SheetKind, file_format: Literal["xlsx", "csv"] = "xlsx") -> bytes:
    """Return a sheet to fill in with records of a kind: its columns, and a row that is plainly an example.

    A workbook explains each column on a second sheet, and words of a vocabulary are chosen from a list.
    """
    columns = COLUMNS[kind]
    example = EXAMPLES[kind]
    label = {} if kind == MAP_SHEET else {"id": EXAMPLE_LABEL}
    row = [{**label, **example}.get(column.heading, "") for column in columns]
    if file_format == "csv":
        headings = [column.heading for column in columns]
        if guess_sheet_kind(headings)[0] == kind:
            return encode_csv([headings, row])
        # Nothing but this column tells a table of questions from one of claims.
        return encode_csv([[RECORD_COLUMN, *headings], [str(kind), *row]])
    buffer = io.BytesIO()
    with open_workbook(buffer) as workbook:
        add_sheet(workbook, name_sheet(kind), columns, [row])
        explanation = workbook.add_worksheet(EXPLANATION_SHEET)
        bold, plain = workbook.add_format({"bold": True}), workbook.add_format({"text_wrap": True, "valign": "top"})
        for place, (heading, width) in enumerate(zip(EXPLANATION_HEADINGS, (24, 50, 50, 60), strict=True)):
            explanation.set_column(place, place, width)
            explanation.write_string(0, place, heading, bold)
        for number, cells in enumerate(explain_columns(kind), start=1):
            for place, cell in enumerate(cells):
                explanation.write_string(number, place, cell, plain)
    return buffer.getvalue()


def explain_columns(kind: SheetKind) -> list[tuple[str, str, str, str]]:
    """Return of each column what it is called, what it is for, what is expected in it, and which words are allowed."""
    return [
        (
            column.heading + (" *" if column.is_required else ""),
            MEANINGS[column.field],
            _describe_expected(column),
            "; ".join(f"{term} ({term.explanation})" for term in column.terms),
        )
        for column in COLUMNS[kind]
    ]


def _describe_expected(column: SheetColumn) -> str:
    expected = _EXPECTED[column.sort]
    if not column.kinds:
        return expected
    kinds: Sequence[str] = [str(kind) for kind in column.kinds]
    named = [_NAMED[kind] for kind in column.kinds if kind in _NAMED] if len(column.kinds) == 1 else []
    return f"{' '.join([expected, *named])} ({', '.join(kinds)})."
