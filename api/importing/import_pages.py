"""The page on which files are brought into a map: chosen, looked at with what they would do, then written."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from api.access.authorization import MayContribute, MayLook
from api.access.current_user import CurrentUser
from api.http.query_parameters import read_whole_number
from api.importing.file_imports import (
    MOST_FILES,
    PlannedFile,
    PlannedImport,
    list_locked_records,
    make_choice_key,
    plan_files,
    read_map_as_it_is,
    write_import,
)
from api.pages.forms import FormValues
from api.pages.map_context import build_map_context
from api.pages.returns import read_graph
from api.pages.templating import render_page
from api.pages.uploads import read_sent_files
from api.pages.visits import read_visit
from api.phrases.accessible_names import FieldChangeText, describe_field_changes
from api.phrases.messages import gettext
from api.phrases.page_words import explain_error
from api.phrases.record_names import RecordNames
from api.processes.format_process import ForeignFile, read_foreign_file_apart
from api.requests.database import Reading, lock_existing_map, read_in_thread, write_in_thread
from api.requests.error_answers import find_status
from api.requests.long_work import run_long_work
from argument_maps.comparison.map_differences import FieldChange, list_field_changes
from argument_maps.formats.exchange import ProblemWeight, UnreadableFile
from argument_maps.formats.interchange_formats import FormatSort, InterchangeFormat
from argument_maps.formats.registry import FORMATS
from argument_maps.formats.sheets.sheet_templates import TEMPLATE_KINDS, write_template
from argument_maps.graph import Graph
from argument_maps.importing.planning import ImportChoice, ImportEntry, ImportStatus
from argument_maps.references import rename_labels
from models import changes
from models.errors import MapError, Phrase, StaleRevision
from models.participation.pending_uploads import add_pending_upload, delete_pending_upload, find_pending_upload
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id
from models.text_types import Slug
from models.vocabulary import RecordKind

router = APIRouter(include_in_schema=False)
# Of what is new so many are listed, of problems so many a file: the others are counted.
MOST_LISTED, MOST_PROBLEMS = 200, 100
_MOST_FIELDS = 20_000
_WAITING = "pending."
_COMPARED = (ImportStatus.SAME, ImportStatus.SIMILAR, ImportStatus.CHANGED)


@dataclass(frozen=True, slots=True)
class SentFiles:
    """What the form sent: its fields, and files, those that were sent before among them, each with its token."""

    fields: FormValues
    files: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A record that comes in, as the page shows it: the name of its choice, and what it says beside what is here."""

    name: str
    entry: ImportEntry
    differences: tuple[FieldChangeText, ...]


@dataclass(frozen=True, slots=True)
class FilePart:
    """What the page shows of a file: what is new, what seems to be here, what is here already, and the problems."""

    planned: PlannedFile
    format: InterchangeFormat
    token: str
    new: tuple[ImportRow, ...]
    known: tuple[ImportRow, ...]
    identical: int
    needing: int


async def read_import_form(request: Request) -> SentFiles:
    """Return what the form sent; raises `Refusal`."""
    fields, files = await read_sent_files(request, MOST_FILES, _MOST_FIELDS)
    return SentFiles(fields, tuple(files))


ImportForm = Annotated[SentFiles, Depends(read_import_form)]


@router.get("/maps/{slug}/import")
def show_import(request: Request, slug: Slug, session: Reading, user: MayLook) -> Response:
    """Show which files can be brought into a map, and the form for that."""
    return _render_form(request, session, slug, user)


@router.get("/maps/{slug}/import/templates/{name}")
def download_template(request: Request, slug: Slug, name: str, user: MayLook) -> Response:
    """Hand out a sheet to fill in with records of a kind, as XLSX or CSV."""
    request.app.state.pictures.check(slug, user)
    kind, _, extension = name.partition(".")
    if kind not in TEMPLATE_KINDS or extension not in ("xlsx", "csv"):
        raise UnreadableFile(
            Phrase("There is no template “%(name)s”.", name=name[:40]),
            Phrase("Choose one of %(names)s, as .xlsx or .csv.", names=tuple(map(str, TEMPLATE_KINDS))),
        )
    data = write_template(RecordKind(kind), "xlsx" if extension == "xlsx" else "csv")
    return Response(
        data,
        media_type=FORMATS[extension].media_type,
        headers={"Content-Disposition": f'attachment; filename="{kind}.{extension}"'},
    )


@router.post("/maps/{slug}/import")
async def import_files(request: Request, slug: Slug, form: ImportForm, user: MayContribute) -> Response:
    """Show what files would do to a map, or do it where that is confirmed."""
    tokens = [value for name, value in sorted(form.fields.items()) if name.startswith(_WAITING)]
    waiting = await read_in_thread(request, lambda session: _find_waiting(session, slug, tokens))
    sent = [*(file for file in waiting if file is not None), *form.files]
    if None in waiting or not sent:
        fault = gettext("The files are no longer here. Choose them again.") if tokens else gettext("Choose a file.")
        return await _refuse(request, slug, user, fault, 422)
    if len(sent) > MOST_FILES:
        fault = gettext("Send at most %(most)s files at once, and add the others afterwards.", most=MOST_FILES)
        return await _refuse(request, slug, user, fault, 422)
    form_name = form.fields.get("format", "")
    here = await read_in_thread(request, lambda session: read_map_as_it_is(session, changes.find_map(session, slug)))
    try:
        files = await run_long_work(request, lambda: _read_files(sent, form_name, here), seconds=150.0)
        choices = _read_choices(form.fields)
        omissions = count_omissions(files)
        if form.fields.get("confirmed") == "yes" and omissions and form.fields.get("partial") != "yes":
            fault = gettext("Some of the files would be left out. Say below that you import the rest, or mend them.")
            return await _show_preview(request, slug, user, form.fields, sent, files, choices, fault, 422)
        if form.fields.get("confirmed") == "yes":

            def write(session: Session) -> Response:
                return _write(session, slug, form, files, choices, user, tokens)

            return await write_in_thread(request, write)
    except StaleRevision:
        fault = gettext("The map changed while you were choosing. Look at what would be done again.")
        return await _show_preview(request, slug, user, form.fields, sent, files, choices, fault, 409)
    except MapError as error:
        return await _refuse(request, slug, user, explain_error(error), find_status(type(error)))
    return await _show_preview(request, slug, user, form.fields, sent, files, choices)


def _read_files(sent: Sequence[tuple[str, bytes]], form_name: str, here: Graph) -> list[ForeignFile]:
    """Return what files hold, each as it comes into the map that those before it have made of `here`."""
    files: list[ForeignFile] = []
    for name, data in sent:
        files.append(_read_file(name, data, form_name, here))
        if len(files) < len(sent):
            here = plan_files(here, files[-1:], {}).after
    return files


def _read_file(name: str, data: bytes, form_name: str, here: Graph) -> ForeignFile:
    """Return what a file holds; its name is said with what is wrong with it."""
    try:
        return read_foreign_file_apart(data, name, form_name, here)
    except MapError as error:
        detail = Phrase("“%(name)s”: %(detail)s", name=name[:80], detail=error.detail)
        raise UnreadableFile(detail, error.remedy) from error


def count_omissions(files: Sequence[ForeignFile]) -> int:
    """Return how many things in the files would not be on the map."""
    return sum(problem.weight is ProblemWeight.OMITTED for file in files for problem in file.reading.problems)


def _read_choices(fields: FormValues) -> dict[str, ImportChoice]:
    words = set(ImportChoice)
    return {
        name.removeprefix("choice."): ImportChoice(value)
        for name, value in fields.items()
        if name.startswith("choice.") and value in words
    }


def _find_waiting(session: Session, slug: str, tokens: Sequence[str]) -> list[tuple[str, bytes] | None]:
    map_id = persisted_id(changes.find_map(session, slug))
    found = [find_pending_upload(session, map_id, token) for token in tokens]
    return [(upload.name, upload.data) if upload is not None else None for upload in found]


def _write(
    session: Session,
    slug: str,
    form: SentFiles,
    files: Sequence[ForeignFile],
    choices: dict[str, ImportChoice],
    user: CurrentUser,
    tokens: Sequence[str],
) -> Response:
    argument_map = lock_existing_map(session, slug)
    why = " ".join(form.fields.get("why", "").split())[:400]
    version = read_whole_number(form.fields.get("version"))
    _, revisions = write_import(session, argument_map, files, choices, version=version, author=user.name, why=why)
    for token in tokens:
        delete_pending_upload(session, token)
    if not revisions:
        return RedirectResponse(f"/maps/{slug}/import?nothing=1", status_code=303)
    change = revisions[0].change
    return RedirectResponse(f"/maps/{slug}/history?around={change}&done={change}", status_code=303)


async def _refuse(request: Request, slug: str, user: CurrentUser, fault: str, status: int) -> Response:
    return await read_in_thread(request, lambda session: _render_form(request, session, slug, user, fault, status))


def _render_form(
    request: Request, session: Session, slug: str, user: CurrentUser, fault: str = "", status: int = 200
) -> Response:
    graph = read_graph(request, slug, user)
    readable = [entry for entry in FORMATS.values() if entry.read is not None]
    return render_page(
        request,
        "import.html",
        status,
        fault=fault,
        nothing_new=request.query_params.get("nothing") == "1",
        formats={sort: [entry for entry in readable if entry.sort is sort] for sort in FormatSort},
        most_files=MOST_FILES,
        templates=TEMPLATE_KINDS,
        **build_map_context(request, graph, read_visit(request, slug), session),
    )


async def _show_preview(
    request: Request,
    slug: str,
    user: CurrentUser,
    fields: FormValues,
    sent: Sequence[tuple[str, bytes]],
    files: Sequence[ForeignFile],
    choices: dict[str, ImportChoice],
    fault: str = "",
    status: int = 200,
) -> Response:
    def keep(session: Session) -> list[str]:
        map_id = persisted_id(changes.find_map(session, slug))
        former = [value for name, value in sorted(fields.items()) if name.startswith(_WAITING)]
        kept = former[: len(sent)] if len(former) == len(sent) else []
        return kept or [add_pending_upload(session, map_id, name, "", data) for name, data in sent]

    tokens = await write_in_thread(request, keep)

    def render(session: Session) -> Response:
        argument_map: ArgumentMap = changes.find_map(session, slug)
        here = read_map_as_it_is(session, argument_map)
        locked = list_locked_records(session, argument_map)
        planned = plan_files(here, files, choices, locked=locked)
        graph = read_graph(request, slug, user)
        return render_page(
            request,
            "import_preview.html",
            status,
            fault=fault,
            parts=[_build_part(planned, number, token) for number, token in enumerate(tokens)],
            names=RecordNames(planned.after, *(each.file.reading.graph for each in planned.files)),
            format_name=fields.get("format", ""),
            most_listed=MOST_LISTED,
            most_problems=MOST_PROBLEMS,
            map_version=argument_map.version,
            written=len(planned.drafts),
            omissions=count_omissions(files),
            partial=fields.get("partial") == "yes",
            why=fields.get("why", ""),
            **build_map_context(request, graph, read_visit(request, slug), session),
        )

    return await read_in_thread(request, render)


def _build_part(planned_import: PlannedImport, number: int, token: str) -> FilePart:
    planned = planned_import.files[number]
    entries = planned.plan.entries
    names_here, names_after = RecordNames(planned_import.here), RecordNames(planned_import.after)
    labels = {entry.key: entry.label for entry in entries if entry.label}

    def build_row(entry: ImportEntry) -> ImportRow:
        differences: tuple[FieldChangeText, ...] = ()
        if entry.existing is not None and entry.status in _COMPARED:
            shown = list_incoming_differences(entry, labels)
            differences = describe_field_changes(entry.existing, shown, names_here, names_after)
        return ImportRow(make_choice_key(number, entry), entry, differences)

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
