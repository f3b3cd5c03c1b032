"""What is shown of files before they come into a map, and what the form said that leads there."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request

from api.importing.file_imports import MOST_FILES, PlannedFile, PlannedImport, make_choice_key, plan_files
from api.importing.file_readings import DIVIDE, READING_SECONDS, ReadFiles, read_files
from api.importing.import_steps import TellStep
from api.importing.sheet_forms import ChoosableSheet, list_choosable_sheets, read_sheet_choices
from api.importing.waiting_files import ImportPlace, SentFile
from api.pages.forms import FormValues
from api.pages.uploads import read_sent_files
from api.phrases.accessible_names import FieldChangeText, describe_field_changes
from api.phrases.marking import N_
from api.phrases.messages import gettext
from api.phrases.record_names import RecordNames
from api.processes.reading_process import ReadingTooLong
from api.requests.long_work import run_long_work
from argument_maps.bounded_work import WorkTooLong
from argument_maps.comparison.map_differences import FieldChange, list_field_changes
from argument_maps.formats.exchange import FormatProblem, ProblemWeight
from argument_maps.formats.interchange_formats import FormatSort, InterchangeFormat
from argument_maps.formats.registry import FORMATS
from argument_maps.formats.sheets.columns.sheet_columns import MAP_SHEET, SHEET_KINDS
from argument_maps.formats.sheets.sheet_templates import TEMPLATE_KINDS
from argument_maps.importing.planning import ImportChoice, ImportEntry, ImportStatus
from argument_maps.references import rename_labels

# Of what is new so many are listed, of problems so many a file: the others are counted.
MOST_LISTED, MOST_PROBLEMS = 200, 100

_MOST_FIELDS = 20_000
_MAP_WORDS = N_("the map itself")
_FAULTS = (ProblemWeight.OMITTED, ProblemWeight.CHANGED)
_COMPARED = (ImportStatus.SAME, ImportStatus.SIMILAR, ImportStatus.CHANGED)


@dataclass(frozen=True, slots=True)
class SentForm:
    """What the form sent: its fields, and the files that were chosen just now."""

    fields: FormValues
    files: tuple[tuple[str, bytes], ...] = ()

    @property
    def is_confirmed(self) -> bool:
        """Whether what was shown is to be written."""
        return self.fields.get("confirmed") == "yes"

    @property
    def takes_part(self) -> bool:
        """Whether somebody has said that what could not be read may be left out."""
        return self.fields.get("partial") == "yes"

    @property
    def why(self) -> str:
        """The reason for the change, in one line."""
        return " ".join(self.fields.get("why", "").split())[:400]


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A record that comes in, as the page shows it: the name of its choice, and what it says beside what is here.

    What it resembles `is_here`, on the map, or comes in before it.
    """

    name: str
    entry: ImportEntry
    differences: tuple[FieldChangeText, ...]
    is_here: bool


@dataclass(frozen=True, slots=True)
class FilePart:
    """What the page shows of a file: what is new, what seems to be here, what is here already, and the problems.

    `faults` are problems by which something is left out, then those by which it is changed; `notes` the others.
    `sheets` are those of a spreadsheet, with what their columns were taken for.
    """

    planned: PlannedFile
    format: InterchangeFormat
    token: str
    new: tuple[ImportRow, ...]
    known: tuple[ImportRow, ...]
    identical: int
    needing: int
    faults: tuple[FormatProblem, ...]
    notes: tuple[FormatProblem, ...]
    sheets: tuple[ChoosableSheet, ...]


async def read_import_form(request: Request) -> SentForm:
    """Return what the form sent; raises `Refusal`."""
    fields, files = await read_sent_files(request, MOST_FILES, _MOST_FIELDS)
    return SentForm(fields, tuple(files))


ImportForm = Annotated[SentForm, Depends(read_import_form)]


async def read_sent(
    request: Request, form: SentForm, place: ImportPlace, sent: list[SentFile], tell: TellStep
) -> ReadFiles:
    """Return what files hold, read on the threads for long work. Raises as `read_files`."""
    sheets, form_name = read_sheet_choices(form.fields), form.fields.get("format", "")
    try:
        return await run_long_work(
            request, lambda: read_files(sent, form_name, sheets, place, tell), seconds=READING_SECONDS
        )
    except WorkTooLong as error:
        raise ReadingTooLong(error.detail, DIVIDE) from error


def read_record_choices(fields: FormValues) -> dict[str, ImportChoice]:
    """Return what a form says of records that come in."""
    words = set(ImportChoice)
    return {
        name.removeprefix("choice."): ImportChoice(value)
        for name, value in fields.items()
        if name.startswith("choice.") and value in words
    }


async def plan_sent(
    request: Request, form: SentForm, place: ImportPlace, read: ReadFiles, tell: TellStep
) -> PlannedImport:
    """Return what the files would do, worked out on the threads for long work. Raises `TooManyRecords`."""
    tell(gettext("Comparing with what is on the map …"))
    choices = read_record_choices(form.fields)
    try:
        return await run_long_work(request, lambda: plan_files(place.here, read.files, choices, locked=place.locked))
    except WorkTooLong as error:
        raise ReadingTooLong(error.detail, DIVIDE) from error


def describe_planned(form: SentForm, read: ReadFiles, planned: PlannedImport, tokens: list[str]) -> dict[str, Any]:
    """Return what a preview says of the files, and of what somebody has chosen of them."""
    sheets = read_sheet_choices(form.fields)
    return {
        "parts": [
            _build_part(
                planned,
                number,
                token,
                list_choosable_sheets(number, read.files[number].reading.sheets, sheets.get(number, {})),
            )
            for number, token in enumerate(tokens)
        ],
        "names": RecordNames(planned.after, *(file.reading.graph for file in read.files)),
        "format_name": form.fields.get("format", ""),
        "most_listed": MOST_LISTED,
        "most_problems": MOST_PROBLEMS,
        "sheet_kinds": {str(kind): _MAP_WORDS if kind == MAP_SHEET else kind for kind in SHEET_KINDS},
        "written": len(planned.drafts),
        "omissions": read.count_omissions(),
        "partial": form.takes_part,
        "why": form.fields.get("why", ""),
    }


def describe_formats() -> dict[str, Any]:
    """Return what the form for choosing files says of the formats that are read."""
    readable = [entry for entry in FORMATS.values() if entry.read is not None]
    return {
        "formats": {sort: [entry for entry in readable if entry.sort is sort] for sort in FormatSort},
        "most_files": MOST_FILES,
        "templates": TEMPLATE_KINDS,
    }


def _build_part(planned_import: PlannedImport, number: int, token: str, sheets: tuple[ChoosableSheet, ...]) -> FilePart:
    planned = planned_import.files[number]
    entries = planned.plan.entries
    graphs = (planned_import.here, planned_import.after, *(each.file.reading.graph for each in planned_import.files))
    names_here, names_after = RecordNames(*graphs), RecordNames(*graphs[1:])
    problems = planned.file.reading.problems
    labels = {entry.key: entry.label for entry in entries if entry.label}

    def build_row(entry: ImportEntry) -> ImportRow:
        differences: tuple[FieldChangeText, ...] = ()
        if entry.existing is not None and entry.status in _COMPARED:
            shown = list_incoming_differences(entry, labels)
            differences = describe_field_changes(entry.existing, shown, names_here, names_after)
        is_here = entry.existing is not None and entry.existing.id in planned_import.here.by_id
        return ImportRow(make_choice_key(number, entry), entry, differences, is_here)

    def list_rows(*statuses: ImportStatus) -> tuple[ImportRow, ...]:
        return tuple(build_row(entry) for entry in entries if entry.status in statuses and len(entry.choices) > 1)

    return FilePart(
        planned,
        FORMATS[planned.file.format],
        token,
        list_rows(ImportStatus.NEW),
        list_rows(*_COMPARED),
        sum(entry.status is ImportStatus.IDENTICAL for entry in entries),
        sum(len(entry.choices) == 1 for entry in entries),
        tuple(problem for weight in _FAULTS for problem in problems if problem.weight is weight),
        tuple(problem for problem in problems if problem.weight not in _FAULTS),
        sheets,
    )


def list_incoming_differences(entry: ImportEntry, labels: dict[str, str]) -> list[FieldChange]:
    """Return where a record that comes in says something else than the one that is here."""
    if entry.existing is None:
        return []
    incoming = rename_labels(entry.incoming, {**labels, entry.key: entry.existing.id})
    return [
        change
        for change in list_field_changes(entry.existing, incoming)
        if change.name != "id" and change.after not in (None, "", (), {}, "unknown")
    ]
