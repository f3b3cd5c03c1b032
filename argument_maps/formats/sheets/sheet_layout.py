"""Which row of a sheet names its columns, which kind of records stands below it, and which column holds which field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from argument_maps.formats.exchange import FormatProblem, ProblemWeight
from argument_maps.formats.sheets.columns.column_meanings import EXAMPLE_LABEL
from argument_maps.formats.sheets.columns.column_names import (
    find_field,
    find_sheet_kind,
    guess_sheet_kind,
    is_field_name,
    is_record_heading,
)
from argument_maps.formats.sheets.columns.sheet_columns import BY_FIELD, SHEET_KINDS, SheetColumn, SheetKind
from argument_maps.formats.sheets.tables.sheet_tables import SheetTable
from models.errors import Phrase, pluralise_phrase

# How many rows with words, such as titles of the whole sheet, can stand above the one that names the columns.
MOST_ABOVE = 10
# The columns of the sheet in our own templates that explains the others.
EXPLANATION_HEADINGS = ("column", "meaning", "what is expected", "allowed words")


@dataclass(frozen=True, slots=True)
class RecordRows:
    """Rows of a sheet that hold records of one kind; `columns` are those with a field, by their position."""

    kind: SheetKind
    table: SheetTable
    rows: tuple[int, ...]
    columns: tuple[tuple[int, SheetColumn], ...]

    def find_column(self, field: str) -> int | None:
        """Return the position of the column of a field, None where there is none."""
        return next((position for position, column in self.columns if column.field == field), None)


def rate_headings(rows: Sequence[Sequence[str]]) -> int:
    """Return how many columns of the row that names most of them are known."""
    return max((_rate_row(row, None) for row in rows[:MOST_ABOVE]), default=0)


def lay_out_sheet(
    table: SheetTable, kind: SheetKind | None, chosen: Mapping[str, str]
) -> tuple[list[RecordRows], list[FormatProblem]]:
    """Return the rows of a sheet by the kind of their records, and what of the sheet is not understood.

    `kind` is what the sheet is said to hold; without it, its name and its columns are asked. `chosen` is the field of
    each column that was chosen by hand, by its heading, or nothing where the column is not wanted.
    """
    filled = [
        place for place, row in enumerate(table.rows) if any(row) and (row[0].strip() or not "".join(row).isspace())
    ]
    if not filled:
        return [], []
    if tuple(cell.strip().lower() for cell in table.rows[filled[0]] if cell) == EXPLANATION_HEADINGS:
        return [], []
    named = kind or find_sheet_kind(table.name)
    heading_place = max(filled[:MOST_ABOVE], key=lambda place: (_rate_row(table.rows[place], named, chosen), -place))
    headings = [" ".join(cell.split()) for cell in table.rows[heading_place]]
    problems = [
        FormatProblem(
            Phrase("A row above the names of the columns says: %(words)s", words=" ".join(table.rows[place])[:200]),
            Phrase("It is not read."),
            table.locate_cell(place),
            ProblemWeight.NOTED,
        )
        for place in filled
        if place < heading_place
    ]
    body = tuple(place for place in filled if place > heading_place)
    record_column = next((place for place, name in enumerate(headings) if is_record_heading(name)), None)
    if record_column is not None and kind is None:
        return _divide_rows(table, headings, heading_place, body, record_column, chosen, problems)
    found = named or guess_sheet_kind([_apply_choice(chosen, name) for name in headings])[0]
    if found is None:
        problems.append(
            FormatProblem(
                Phrase("Neither the name of the sheet nor its columns say which kind of records it holds."),
                Phrase("It is left out."),
                table.locate_cell(heading_place),
            )
        )
        return [], problems
    body = (
        *(place for place in body[:MOST_ABOVE] if not _is_example(table.rows[place], headings)),
        *body[MOST_ABOVE:],
    )
    columns = _find_columns(table, headings, heading_place, body, found, chosen, problems)
    return [RecordRows(found, table, body, columns)], problems


def _is_example(row: Sequence[str], headings: Sequence[str]) -> bool:
    """Tell whether a row is the example of a template, by its id."""
    return EXAMPLE_LABEL in row[:2] and any(
        cell == EXAMPLE_LABEL and heading.lower() == "id" for cell, heading in zip(row[:2], headings, strict=False)
    )


def _rate_row(row: Sequence[str], kind: SheetKind | None, chosen: Mapping[str, str] = {}) -> int:
    words = [_apply_choice(chosen, " ".join(cell.split())) for cell in row]
    marked = any(is_record_heading(word) for word in words)
    if kind is None:
        return max(guess_sheet_kind(words)[1], marked * sum(bool(word) for word in words))
    return sum(bool(word) and find_field(kind, word) is not None for word in words)


def _apply_choice(chosen: Mapping[str, str], heading: str) -> str:
    return chosen.get(heading, heading)


def _divide_rows(
    table: SheetTable,
    headings: Sequence[str],
    heading_place: int,
    body: Sequence[int],
    record_column: int,
    chosen: Mapping[str, str],
    problems: list[FormatProblem],
) -> tuple[list[RecordRows], list[FormatProblem]]:
    """Return the rows of a sheet in which each says which kind of record it is, or is of the kind of the one above."""
    words = table.read_column(record_column, body)
    rows: dict[SheetKind, list[int]] = {}
    last: SheetKind | None = None
    for place, word in zip(body, words, strict=True):
        found = find_sheet_kind(word) if word else last
        last = found or last
        if found is None:
            problems.append(
                FormatProblem(
                    Phrase(
                        "“%(word)s” is no kind of record. One of these words is expected: %(words)s.",
                        word=word[:80],
                        words=tuple(str(kind) for kind in SHEET_KINDS),
                    ),
                    Phrase("The row is left out."),
                    table.locate_cell(place, record_column),
                )
            )
        elif not _is_example(table.rows[place], headings):
            rows.setdefault(found, []).append(place)
    divided = []
    others = [*headings]
    others[record_column] = ""
    for found, places in rows.items():
        columns = _find_columns(table, others, heading_place, places, found, chosen, problems, skipped=record_column)
        divided.append(RecordRows(found, table, tuple(places), columns))
    return divided, problems


def _find_columns(
    table: SheetTable,
    headings: Sequence[str],
    heading_place: int,
    body: Sequence[int],
    kind: SheetKind,
    chosen: Mapping[str, str],
    problems: list[FormatProblem],
    skipped: int | None = None,
) -> tuple[tuple[int, SheetColumn], ...]:
    """Return the columns that hold a field of the kind; every other one that is not empty is a problem."""
    columns: dict[str, int] = {}
    width = max(max(map(len, table.rows), default=0), len(headings))
    names = [*headings, *[""] * (width - len(headings))]
    # A column that is called as the field itself has it, whatever stands before it.
    exact = [place for place, name in enumerate(names) if name in chosen or is_field_name(kind, name)]
    for place in dict.fromkeys((*exact, *range(width))):
        heading = names[place]
        field = chosen.get(heading) if heading in chosen else find_field(kind, heading) if heading else None
        if field == "" or place == skipped:
            continue
        if field in BY_FIELD[kind] and field not in columns:
            columns[field] = place
            continue
        count = sum(1 for row in body if len(table.rows[row]) > place and table.rows[row][place].strip())
        if count:
            problems.append(
                FormatProblem(
                    _describe_unknown(heading, field if field in columns else "", kind),
                    pluralise_phrase(
                        "What stands in the one cell below it is left out.",
                        "What stands in the %(num)s cells below it is left out.",
                        count,
                    ),
                    table.locate_cell(heading_place, place),
                )
            )
    return tuple((place, BY_FIELD[kind][field]) for field, place in columns.items())


def _describe_unknown(heading: str, doubled: str | None, kind: SheetKind) -> Phrase:
    if doubled:
        return Phrase(
            "The column “%(heading)s” and another one before it both hold “%(field)s”.",
            heading=heading[:80],
            field=doubled,
        )
    if not heading:
        return Phrase("The column has no name.")
    return Phrase(
        "The column “%(heading)s” is unknown for records of the kind “%(kind)s”.", heading=heading[:80], kind=str(kind)
    )
