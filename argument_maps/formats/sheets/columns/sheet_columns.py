"""What each kind of sheet has as columns: made of the fields of records, and what stands in a cell of each."""

import dataclasses
from collections.abc import Callable
from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, Final, NamedTuple, Union, get_args, get_origin

from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from models.records.fields import list_date_fields, list_prose_fields, list_reference_fields
from models.records.kinds import KINDS
from models.records.maps import ArgumentMapDraft
from models.text_types import Label
from models.vocabulary import RecordKind, Term

# A sheet of this kind has one row, and what the map says of itself.
MAP_SHEET: Final = "map"
SheetKind = str
RECORD_COLUMN: Final = "record"
# In the order in which sheets are filled in: what is referred to comes first.
SHEET_KINDS: tuple[SheetKind, ...] = (
    MAP_SHEET,
    *(RecordKind.QUESTION, RecordKind.AGENT, RecordKind.SOURCE, RecordKind.CLAIM, RecordKind.INTERPRETATION),
    *(RecordKind.EVIDENCE, RecordKind.LINK, RecordKind.STANCE, RecordKind.TAG),
)
# What no cell holds: selectors are for programs; how a date was written stands in the cell of the date; a style of
# citation is a file.
_UNHELD = frozenset({"selectors", "written_dates", "forebears", "styles"})
# The parts of what stands in one cell, in their order, and the sign between them.
_PARTS: dict[str, tuple[tuple[str, ...], str]] = {
    "reference": (("label", "value"), ":"),
    "names": (("text", "language", "romanisation"), "|"),
    "criticism": (("aspect", "text", "by"), "|"),
    "authors": (("name", "family", "given", "orcid", "kind"), "|"),
}


class CellSort(StrEnum):
    """What stands in the cells of a column."""

    LABEL = "label"
    PROSE = "prose"
    LINE = "line"
    TERM = "term"
    DATE = "date"
    NUMBER = "number"
    RECORD = "record"
    RECORDS = "records"
    LINES = "lines"
    PARTS = "parts"
    PAIRS = "pairs"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SheetColumn:
    """A column: the field that it holds, and in which form; `kinds` are those of the records that it names.

    `check` raises pydantic's `ValidationError` for a value that the field cannot have, and `longest` is how long a text
    can be, 0 where that is not all that is asked of it; `is_stripped` where space around it does not count.
    """

    field: str
    sort: CellSort
    is_required: bool = False
    kinds: tuple[RecordKind, ...] = ()
    terms: tuple[Term, ...] = ()
    default: Any = None
    parts: tuple[str, ...] = ()
    joint: str = ""
    longest: int = 0
    is_stripped: bool = False
    check: Callable[[Any], Any] = dataclasses.field(repr=False, compare=False)

    @property
    def heading(self) -> str:
        """What the column is called in sheets that are written here."""
        return self.field.replace("_", " ")


def _build_columns(kind: SheetKind) -> tuple[SheetColumn, ...]:
    draft = ArgumentMapDraft if kind == MAP_SHEET else KINDS[RecordKind(kind)].draft
    references = {entry.name: entry for entry in list_reference_fields(draft)}
    dates, prose = list_date_fields(draft), list_prose_fields(draft)
    columns = []
    if kind != MAP_SHEET:
        columns.append(SheetColumn(field="id", sort=CellSort.LABEL, check=TypeAdapter(Label).validate_python))
    for name, info in draft.model_fields.items():
        if name in _UNHELD:
            continue
        if name in references:
            reference = references[name]
            form = _Form(CellSort.RECORDS if reference.takes_several else CellSort.RECORD, kinds=reference.kinds)
        elif name in dates:
            form = _Form(CellSort.DATE)
        else:
            form = _find_form(name, info, CellSort.PROSE if name in prose else CellSort.LINE)
        columns.append(
            SheetColumn(
                field=name,
                is_required=info.is_required(),
                default=None if info.is_required() else info.get_default(call_default_factory=True),
                is_stripped=any(getattr(mark, "strip_whitespace", None) for mark in info.metadata),
                check=TypeAdapter(_restore_annotation(info)).validate_python,
                **form._asdict(),
            )
        )
    return tuple(columns)


class _Form(NamedTuple):
    sort: CellSort
    kinds: tuple[RecordKind, ...] = ()
    terms: tuple[Term, ...] = ()
    parts: tuple[str, ...] = ()
    joint: str = ""
    longest: int = 0


def _find_form(name: str, info: FieldInfo, text: CellSort) -> _Form:
    terms = _list_terms(info.annotation)
    if terms:
        return _Form(CellSort.TERM, terms=terms)
    if name in _PARTS:
        parts, joint = _PARTS[name]
        return _Form(CellSort.PARTS, parts=parts, joint=joint)
    if get_origin(info.annotation) is dict:
        return _Form(CellSort.PAIRS, joint=":")
    if get_origin(info.annotation) is list:
        return _Form(CellSort.LINES)
    return _Form(CellSort.NUMBER) if name == "place" else _Form(text, longest=_find_longest(info))


def _restore_annotation(info: FieldInfo) -> Any:
    """Return the type of a field with the limits that pydantic has taken apart from it."""
    return Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation


def _list_terms(annotation: Any) -> tuple[Term, ...]:
    if isinstance(annotation, type) and issubclass(annotation, Term):
        return tuple(annotation)
    if get_origin(annotation) in (Union, UnionType):
        return next((terms for part in get_args(annotation) if (terms := _list_terms(part))), ())
    return ()


def _find_longest(info: FieldInfo) -> int:
    """Return the length that is all that is asked of a text beside that it can be printed, else 0."""
    marks = [mark for mark in info.metadata if hasattr(mark, "max_length")]
    if info.annotation is not str or len(marks) != 1:
        return 0
    return int(marks[0].max_length or 0)


COLUMNS: dict[SheetKind, tuple[SheetColumn, ...]] = {kind: _build_columns(kind) for kind in SHEET_KINDS}
BY_FIELD: dict[SheetKind, dict[str, SheetColumn]] = {
    kind: {column.field: column for column in columns} for kind, columns in COLUMNS.items()
}

# What a sheet may say beside a field, without a field for it, and what templates therefore do not ask for: whose the
# source is from which a passage comes, by which the source is found, or becomes known where it is new.
SOURCE_AUTHOR = SheetColumn(field="source_author", sort=CellSort.LINE, check=TypeAdapter(str).validate_python)
BY_FIELD[RecordKind.EVIDENCE][SOURCE_AUTHOR.field] = SOURCE_AUTHOR
