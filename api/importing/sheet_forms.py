"""The part of the import page in which somebody says what a spreadsheet and its columns hold, and how it is read.

A sheet is named by the number of its file and its own, counted from 0: `kind.0.1`, and of each column its heading or
letter and its field: `heading.0.1.3`, `column.0.1.3`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from api.pages.forms import FormValues
from api.phrases.accessible_names import HEADER_LABELS, name_field
from api.phrases.messages import gettext
from argument_maps.formats.exchange import ColumnOutline, SheetOutline
from argument_maps.formats.sheets.columns.sheet_columns import BY_FIELD, MAP_SHEET, SHEET_KINDS, SOURCE_AUTHOR
from argument_maps.formats.sheets.sheet_choices import SheetChoice
from models.vocabulary import RecordKind

# What a select says of a sheet or a column that is left out; nothing is said of one that is recognised.
LEFT_OUT = "-"
MOST_SHEETS, MOST_COLUMNS = 30, 100


@dataclass(frozen=True, slots=True)
class ChoosableColumn:
    """A column: the end of its names in the form, what it is called there, which field was chosen, and its options.

    `taken` says for which fields it was taken without a choice, empty where it was not understood.
    """

    place: str
    key: str
    outline: ColumnOutline
    choice: str
    taken: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ChoosableSheet:
    """A sheet: the end of its names in the form, which kind was chosen, and which it is read as; and its columns.

    `is_open` where something of it was not understood, or was chosen; `left` columns are not shown.
    """

    place: str
    outline: SheetOutline
    choice: str
    kind: str
    columns: tuple[ChoosableColumn, ...]
    left: int
    is_open: bool

    @property
    def unknown(self) -> int:
        """How many of its columns hold no field though nobody has left them out."""
        return sum(not column.outline.fields and column.choice != LEFT_OUT for column in self.columns)


def read_sheet_choices(fields: FormValues) -> dict[int, dict[str, SheetChoice]]:
    """Return what a form says of the sheets of each file, by its number and their names."""
    choices: dict[int, dict[str, SheetChoice]] = {}
    for name, sheet in fields.items():
        sort, _, place = name.partition(".")
        number, _, at = place.partition(".")
        if sort != "sheet" or not (number.isascii() and number.isdecimal() and at):
            continue
        choice = _read_choice(fields, place)
        if choice != SheetChoice():
            choices.setdefault(int(number[:4]), {})[sheet] = choice
    return choices


def _read_choice(fields: FormValues, place: str) -> SheetChoice:
    wanted, shown = fields.get(f"kind.{place}", ""), fields.get(f"shown.{place}", "")
    prefix = f"column.{place}."
    columns = {
        fields.get(f"heading.{place}.{name.removeprefix(prefix)}", ""): "" if value == LEFT_OUT else value
        for name, value in fields.items()
        if name.startswith(prefix) and value
    }
    columns.pop("", None)
    kind = wanted if wanted in SHEET_KINDS else ""
    if columns and not kind and shown in SHEET_KINDS:
        # The fields that were offered are those of the kind that the sheet was taken for.
        kind = shown
    if kind:
        # What was chosen of a former kind this one may not have.
        columns = {key: field for key, field in columns.items() if not field or field in BY_FIELD[kind]}
    return SheetChoice(kind, columns, is_wanted=wanted != LEFT_OUT)


def list_choosable_sheets(
    number: int, outlines: tuple[SheetOutline, ...], choices: Mapping[str, SheetChoice]
) -> tuple[ChoosableSheet, ...]:
    """Return what can be chosen of the sheets of a file, which is the `number`th."""
    sheets = []
    for at, outline in enumerate(outlines[:MOST_SHEETS]):
        choice = choices.get(outline.name) or choices.get("") or SheetChoice()
        place = f"{number}.{at}"
        kinds = outline.kinds if outline.is_divided else outline.kinds[:1]
        options = _list_options(kinds)
        headings = [column.heading for column in outline.columns]
        columns = tuple(
            _make_column(f"{place}.{position}", column, headings, choice, dict(options), options)
            for position, column in enumerate(outline.columns[:MOST_COLUMNS])
        )
        sheets.append(
            ChoosableSheet(
                place,
                outline,
                choice.kind if outline.is_wanted else LEFT_OUT,
                "" if outline.is_divided or not outline.kinds else outline.kinds[0],
                columns,
                len(outline.columns) - len(columns),
                choice != SheetChoice() or not kinds or any(not column.fields for column in outline.columns),
            )
        )
    return tuple(sheets)


def _make_column(
    place: str,
    column: ColumnOutline,
    headings: list[str],
    choice: SheetChoice,
    words: Mapping[str, str],
    options: tuple[tuple[str, str], ...],
) -> ChoosableColumn:
    key = column.heading if column.heading and headings.count(column.heading) == 1 else column.letter
    chosen = choice.columns.get(key)
    said = "" if chosen is None else chosen or LEFT_OUT
    taken = "" if column.is_chosen else ", ".join(words.get(field, field) for field in column.fields)
    return ChoosableColumn(place, key, column, said, taken, options)


def _list_options(kinds: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return the fields of records of some kinds with what they are called on the pages."""
    words: dict[str, str] = {}
    for kind in kinds:
        for field in BY_FIELD[kind]:
            words.setdefault(field, _name_column(kind, field))
    # Two fields can be called the same on the pages: there the name of the column is said as well.
    doubled = {word for word in words.values() if list(words.values()).count(word) > 1}
    return tuple((field, f"{word} ({field})" if word in doubled else word) for field, word in words.items())


def _name_column(kind: str, field: str) -> str:
    if field == "id":
        return gettext("Id")
    if field == SOURCE_AUTHOR.field:
        return gettext("Author of the source")
    return gettext(HEADER_LABELS[field]) if kind == MAP_SHEET else name_field(RecordKind(kind), field)
