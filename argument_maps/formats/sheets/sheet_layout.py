"""Which row of a sheet names its columns, which kind of records stands below it, and which column holds which field."""

from collections.abc import Sequence
from dataclasses import dataclass

from argument_maps.formats.exchange import FormatProblem, ProblemWeight, SheetOutline
from argument_maps.formats.sheets.columns.column_meanings import EXAMPLE_LABEL
from argument_maps.formats.sheets.columns.column_names import (
    find_field,
    find_sheet_kind,
    guess_sheet_kind,
    is_field_name,
    is_record_heading,
)
from argument_maps.formats.sheets.columns.sheet_columns import BY_FIELD, SHEET_KINDS, SheetKind
from argument_maps.formats.sheets.sheet_choices import SheetChoice
from argument_maps.formats.sheets.sheet_outlines import NOTE, NamedColumns, RecordRows, outline_sheet
from argument_maps.formats.sheets.tables.sheet_tables import SheetTable
from models.errors import Phrase, pluralise_phrase

# How many rows with words, such as titles of the whole sheet, can stand above the one that names the columns.
MOST_ABOVE = 10
# The columns of the sheet in our own templates that explains the others.
EXPLANATION_HEADINGS = ("column", "meaning", "what is expected", "allowed words")


def rate_headings(rows: Sequence[Sequence[str]]) -> int:
    """Return how many columns of the row that names most of them are known."""
    return max((_rate_row(row, None) for row in rows[:MOST_ABOVE]), default=0)


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """The rows of a sheet by their kinds, what of it is not understood, and what it was taken for, if it has any."""

    rows: tuple[RecordRows, ...] = ()
    problems: tuple[FormatProblem, ...] = ()
    outline: SheetOutline | None = None


def lay_out_sheet(table: SheetTable, choice: SheetChoice) -> SheetLayout:
    """Return the rows of a sheet by the kind of their records, what it was taken for, and what is not understood.

    What nobody has chosen is found by the names of the sheet and of its columns.
    """
    filled = [place for place, row in enumerate(table.rows) if (row and row[0].strip()) or "".join(row).strip()]
    if not filled:
        return SheetLayout()
    if tuple(cell.strip().lower() for cell in table.rows[filled[0]] if cell) == EXPLANATION_HEADINGS:
        return SheetLayout()
    named = choice.kind or find_sheet_kind(table.name)
    heading_place = max(
        filled[:MOST_ABOVE], key=lambda place: (_rate_row(table.rows[place], named, table, choice), -place)
    )
    headings = [" ".join(cell.split()) for cell in table.rows[heading_place]]
    body = tuple(place for place in filled if place > heading_place)
    chosen = _find_chosen_fields(table, headings, choice)
    named_columns = NamedColumns(table, headings, heading_place, body, chosen)
    if not choice.is_wanted:
        return SheetLayout(outline=outline_sheet(named_columns, (), is_wanted=False))
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
    record_column = next((place for place, name in enumerate(headings) if is_record_heading(name)), None)
    if record_column is not None and not choice.kind and record_column not in chosen:
        return _divide_rows(named_columns, record_column, problems)
    found = named or guess_sheet_kind([chosen.get(place, name) for place, name in enumerate(headings)])[0]
    if found is None:
        problems.append(
            FormatProblem(
                Phrase("Neither the name of the sheet nor its columns say which kind of records it holds."),
                Phrase("It is left out."),
                table.locate_cell(heading_place),
            )
        )
        return SheetLayout((), tuple(problems), outline_sheet(named_columns, ()))
    body = (
        *(place for place in body[:MOST_ABOVE] if not _is_example(table.rows[place], headings)),
        *body[MOST_ABOVE:],
    )
    rows = _make_rows(named_columns, body, found, problems)
    return SheetLayout((rows,), tuple(problems), outline_sheet(named_columns, (rows,)))


def _find_chosen_fields(table: SheetTable, headings: Sequence[str], choice: SheetChoice) -> dict[int, str]:
    """Return by its position what was said that a column holds, nothing where it is left out."""
    chosen: dict[int, str] = {}
    if not choice.columns:
        return chosen
    for place in range(table.measure_width()):
        heading = headings[place] if place < len(headings) else ""
        letter = table.name_column(place)
        if heading in choice.columns:
            chosen[place] = choice.columns[heading]
        elif letter in choice.columns and letter not in headings:
            chosen[place] = choice.columns[letter]
    return chosen


def _is_example(row: Sequence[str], headings: Sequence[str]) -> bool:
    """Tell whether a row is the example of a template, by its id."""
    return EXAMPLE_LABEL in row[:2] and any(
        cell == EXAMPLE_LABEL and heading.lower() == "id" for cell, heading in zip(row[:2], headings, strict=False)
    )


def _rate_row(
    row: Sequence[str], kind: SheetKind | None, table: SheetTable | None = None, choice: SheetChoice | None = None
) -> int:
    words = [" ".join(cell.split()) for cell in row]
    marked = any(is_record_heading(word) for word in words)
    if table is not None and choice is not None and choice.columns:
        chosen = _find_chosen_fields(table, words, choice)
        words = [word and chosen.get(place, word) for place, word in enumerate(words)]
    if kind is None:
        return max(guess_sheet_kind(words)[1], marked * sum(bool(word) for word in words))
    return sum(bool(word) and find_field(kind, word) is not None for word in words)


def _divide_rows(named: NamedColumns, record_column: int, problems: list[FormatProblem]) -> SheetLayout:
    """Return the rows of a sheet in which each says which kind of record it is, or is of the kind of the one above."""
    table = named.table
    words = table.read_column(record_column, table.pick_rows(named.body))
    rows: dict[SheetKind, list[int]] = {}
    last: SheetKind | None = None
    for place, word in zip(named.body, words, strict=True):
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
        elif not _is_example(table.rows[place], named.headings):
            rows.setdefault(found, []).append(place)
    divided = tuple(_make_rows(named, places, found, problems, skipped=record_column) for found, places in rows.items())
    return SheetLayout(divided, tuple(problems), outline_sheet(named, divided, record_column))


def _make_rows(
    named: NamedColumns,
    body: Sequence[int],
    kind: SheetKind,
    problems: list[FormatProblem],
    skipped: int | None = None,
) -> RecordRows:
    """Return rows with the columns that hold a field of the kind; every other one that is not empty is a problem."""
    columns: dict[str, int] = {}
    table, chosen = named.table, named.chosen
    width = max(table.measure_width(), len(named.headings))
    names = [*named.headings, *[""] * (width - len(named.headings))]
    # A column that is called as the field itself has it, whatever stands before it.
    exact = [place for place, name in enumerate(names) if place in chosen or is_field_name(kind, name)]
    notes: dict[int, str] = {}
    for place in dict.fromkeys((*exact, *range(width))):
        heading = names[place]
        wanted = chosen.get(place)
        if wanted == "" or place == skipped:
            continue
        word = heading if wanted is None else wanted
        field = word if word in BY_FIELD[kind] else find_field(kind, word) if word else None
        if field == NOTE:
            notes[place] = heading or table.name_column(place)
        if field is not None and (field not in columns or field == NOTE):
            columns.setdefault(field, place)
            continue
        count = sum(1 for row in body if len(table.rows[row]) > place and table.rows[row][place].strip())
        if count:
            problems.append(
                FormatProblem(
                    _describe_unknown(heading or table.name_column(place), heading, field, wanted, kind),
                    pluralise_phrase(
                        "What stands in the one cell below it is left out.",
                        "What stands in the %(num)s cells below it is left out.",
                        count,
                    ),
                    table.locate_cell(named.heading_place, place),
                )
            )
    return RecordRows(
        kind,
        table,
        tuple(body),
        tuple((place, BY_FIELD[kind][field]) for field, place in columns.items()),
        tuple(sorted(notes.items())) if len(notes) > 1 else (),
    )


def _describe_unknown(called: str, heading: str, doubled: str | None, wanted: str | None, kind: SheetKind) -> Phrase:
    if doubled:
        return Phrase(
            "The column “%(heading)s” and another one before it both hold “%(field)s”.",
            heading=called[:80],
            field=doubled,
        )
    if wanted:
        return Phrase(
            "The column “%(heading)s” is to hold “%(field)s”, which records of the kind “%(kind)s” do not have. They "
            "have: %(fields)s.",
            heading=called[:80],
            field=wanted[:80],
            kind=str(kind),
            fields=tuple(BY_FIELD[kind]),
        )
    if not heading:
        return Phrase("The column has no name.")
    return Phrase(
        "The column “%(heading)s” is unknown for records of the kind “%(kind)s”.", heading=heading[:80], kind=str(kind)
    )
