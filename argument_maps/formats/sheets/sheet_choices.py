"""What somebody says of the sheets of a file by hand: which of them are read, as what, and what their columns hold."""

import re
from collections.abc import Mapping, Sequence

import msgspec

from argument_maps.formats.exchange import FilePlace, FormatProblem, SheetOutline
from argument_maps.formats.sheets.columns.column_names import find_sheet_kind
from argument_maps.formats.sheets.columns.sheet_columns import SHEET_KINDS, SheetKind
from argument_maps.formats.sheets.tables.sheet_tables import SheetTable
from models.errors import MapError, Phrase

# A heading, which may hold commas and signs of equality, and behind the last of these a field or nothing.
_COLUMN = re.compile(r"\s*(.+?)\s*=\s*([^=,]*?)\s*(?:,|\Z)", re.DOTALL)


class UnclearChoice(MapError):
    """What is said of sheets and columns names nothing that there is."""

    title = Phrase("What is said of the spreadsheet is not clear")


class SheetChoice(msgspec.Struct, frozen=True):
    """What is said of one sheet: the kind of its records, empty where that is to be recognised, and its columns.

    `columns` has by the heading of a column, or by its letter where no column is called so, the field that it holds,
    nothing where it is left out. A sheet that is not wanted is not read.
    """

    kind: SheetKind = ""
    columns: dict[str, str] = {}
    is_wanted: bool = True


# By the names of sheets; what stands under the empty name is said of every other one, and of a file with one table.
SheetChoices = Mapping[str, SheetChoice]


def choose_for_sheets(*, columns: str = "", kind: str = "", sheet: str = "") -> dict[str, SheetChoice]:
    """Return what somebody says of the sheets of a file in words: nothing where all three are empty.

    `columns` is as in `read_column_fields`, `kind` a word for a kind of record, and `sheet` the only one that is read.
    Raises `UnclearChoice`.
    """
    if not (columns or kind or sheet):
        return {}
    found = find_sheet_kind(kind) if kind else ""
    if found is None:
        raise UnclearChoice(
            Phrase("“%(word)s” is no kind of record.", word=kind[:80]),
            Phrase("Choose one of %(names)s.", names=tuple(map(str, SHEET_KINDS))),
        )
    choice = SheetChoice(found, read_column_fields(columns))
    return {sheet: choice, "": SheetChoice(is_wanted=False)} if sheet else {"": choice}


def read_column_fields(words: str) -> dict[str, str]:
    """Return the field of each column in `Quelle=source, Farbe=`, nothing for one that is left out.

    Raises `UnclearChoice`.
    """
    fields: dict[str, str] = {}
    place = 0
    while place < len(words.rstrip()):
        found = _COLUMN.match(words, place)
        if found is None:
            raise UnclearChoice(
                Phrase("“%(words)s” does not say which column holds what.", words=words[place:].strip()[:80]),
                Phrase("Write the column, =, and its field, with commas between: Quelle=source, Seite=locator, Farbe="),
            )
        fields[" ".join(found[1].split())] = found[2]
        place = found.end()
    return fields


def find_choice(table: SheetTable, choices: SheetChoices) -> SheetChoice:
    """Return what is said of a sheet."""
    return choices.get(table.name) or choices.get("") or SheetChoice()


def require_sheets(tables: list[SheetTable], choices: SheetChoices) -> None:
    """Raise `UnclearChoice` where something is said of a sheet that the file does not have."""
    names = tuple(table.name for table in tables)
    for name in choices:
        if name and name not in names:
            raise UnclearChoice(
                Phrase("No sheet of the file is called “%(name)s”.", name=name[:80]),
                Phrase("Choose one of %(names)s.", names=names)
                if any(names)
                else Phrase("The file is one table without a name: leave the sheet out."),
            )


def list_unmet_choices(outlines: Sequence[SheetOutline], choices: SheetChoices) -> list[FormatProblem]:
    """Return a problem for each column of which something is said and that no sheet has of which it is said."""
    problems = []
    for name, choice in choices.items():
        said_of = [each for each in outlines if each.name == name or (not name and each.name not in choices)]
        known = {word for each in said_of for column in each.columns for word in (column.heading, column.letter)}
        problems += [
            FormatProblem(
                Phrase("No column is called “%(column)s”.", column=column[:80]),
                Phrase("What was said of it has no effect."),
                FilePlace(entry=name),
            )
            for column in choice.columns
            if column not in known
        ]
    return problems
