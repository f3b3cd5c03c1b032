"""Files of other formats brought into a map by a program: in one request, or first only asked about."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.access.authorization import MayContribute
from api.history.revision_routes import ChangeAnswer, answer_change
from api.http.conditional_requests import make_etag, require_match
from api.http.openapi_descriptions import problems
from api.http.query_parameters import QueryParameters
from api.http.strict_json import StrictRoute
from api.importing.file_imports import (
    PartlyRead,
    PlannedImport,
    list_locked_records,
    plan_files,
    read_map_as_it_is,
    write_import,
)
from api.processes.format_process import ForeignFile, read_foreign_file_apart
from api.requests.database import lock_existing_map, read_in_thread, write_in_thread
from api.requests.long_work import run_long_work
from argument_maps.formats.exchange import FormatProblem, ProblemWeight
from argument_maps.formats.registry import FORMATS
from argument_maps.formats.sheets.columns.sheet_columns import SHEET_KINDS
from argument_maps.formats.sheets.sheet_choices import choose_for_sheets
from argument_maps.graph import Graph
from argument_maps.importing.planning import ImportChoice, ImportEntry, ImportStatus
from models import changes
from models.row_keys import persisted_id
from models.text_types import Line, Slug
from models.vocabulary import RecordKind


class ForeignFileRoute(StrictRoute):
    """A route whose body is a file of some format."""

    media_types = ()


router = APIRouter(prefix="/maps/{slug}", tags=["import"], route_class=ForeignFileRoute)
FORMAT_NAMES = tuple(name for name, entry in FORMATS.items() if entry.read is not None)
FILE_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": f"The file itself, in one of: {', '.join(FORMAT_NAMES)}.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class ForeignFileQuery(QueryParameters):
    """What is said of a file beside its bytes."""

    name: Annotated[Line, Field(description="The file's name, which decides between formats that fit as well.")] = ""
    format: Annotated[
        Line, Field(description=f"Its format, where it is not to be recognised: {', '.join(FORMAT_NAMES)}.")
    ] = ""
    dry_run: Annotated[bool, Field(description="Only tell what would be done.")] = False
    partial: Annotated[
        bool, Field(description="Bring in what could be read, also where something in the file was not understood.")
    ] = False
    why: Annotated[Line, Field(description="Why the change is made; kept with its revision.")] = ""
    columns: Annotated[
        str,
        Field(
            max_length=10_000,
            description="Of a spreadsheet, which field a column holds, nothing for one that is left out, as "
            "`Quelle=source,Farbe=`. A column without a name is called by its letter.",
        ),
    ] = ""
    kind: Annotated[
        Line, Field(description=f"Of a spreadsheet, what it holds: {', '.join(map(str, SHEET_KINDS))}.")
    ] = ""
    sheet: Annotated[Line, Field(description="Of a workbook, the only sheet that is read.")] = ""


class ImportQuery(ForeignFileQuery):
    """What is said of a file beside its bytes, and what is to be done with what is here already."""

    same: Annotated[
        ImportChoice | None,
        Field(
            description="What is done with records that seem to be here already: fill what is empty here (fill), keep "
            "what is here (keep), add them all the same (add), or leave them out (omit)."
        ),
    ] = None


class ColumnAnswer(BaseModel):
    """A column of a sheet, and which fields it was taken for; without any it was left out."""

    letter: str
    heading: str
    fields: list[str]


class SheetAnswer(BaseModel):
    """A sheet of a spreadsheet, and which kinds of records it was taken for; without any it was left out."""

    name: str
    kinds: list[str]
    columns: list[ColumnAnswer]


class ProblemAnswer(BaseModel):
    """What was not understood of a file, where, and what was made of it."""

    weight: ProblemWeight
    message: str
    outcome: str
    line: int | None = None
    column: int | None = None
    cell: str = ""
    pointer: str = ""
    entry: str = ""


class ImportedRecord(BaseModel):
    """A record of the file: what it is to the map, what is done with it, and its id on the map."""

    key: str
    kind: RecordKind
    status: ImportStatus
    choice: ImportChoice
    id: str
    reason: str = ""
    changed: list[str] = []


class ImportAnswer(BaseModel):
    """What a file holds, what was not understood, what became of its records, and the change, if there is one."""

    format: str
    read: dict[str, Any]
    problems: list[ProblemAnswer]
    records: list[ImportedRecord]
    sheets: list[SheetAnswer] = []
    change: ChangeAnswer | None = None


async def read_body(request: Request) -> bytes:
    """Return the body of a request as it was sent."""
    return await request.body()


@router.post(
    "/import",
    operation_id="importFile",
    summary="Bring a file of another format into a map",
    response_model=ImportAnswer,
    responses=problems(400, 403, 404, 409, 412, 413, 415, 422, 503),
    openapi_extra=FILE_BODY,
)
async def import_file(
    request: Request,
    slug: Slug,
    query: Annotated[ImportQuery, Query()],
    raw: Annotated[bytes, Depends(read_body)],
    user: MayContribute,
) -> Any:
    """Read a file and write what it holds as one change, which can be undone as one.

    What seems to be on the map already is not added again; `same` says what is done with it. Of a sheet, records whose
    id is here are changed. Where something of the file would be left out, nothing is written without `partial`. What a
    spreadsheet and its columns were taken for, `sheets` tells; `kind` and `columns` say it otherwise.
    """
    sheets = choose_for_sheets(columns=query.columns, kind=query.kind, sheet=query.sheet)
    here, version_read = await read_in_thread(request, lambda session: _read_map_and_version(session, slug))
    file = await run_long_work(request, lambda: read_foreign_file_apart(raw, query.name, query.format, here, sheets))

    def plan(session: Session) -> PlannedImport:
        argument_map = changes.find_map(session, slug)
        here, locked = read_map_as_it_is(session, argument_map), list_locked_records(session, argument_map)
        return plan_files(here, [file], {}, same=query.same, locked=locked)

    if query.dry_run:
        return build_import_answer(file, await read_in_thread(request, plan))
    omissions = [problem for problem in file.reading.problems if problem.weight is ProblemWeight.OMITTED]
    if omissions and not query.partial:
        raise PartlyRead(omissions)

    def write(session: Session) -> ImportAnswer:
        argument_map = lock_existing_map(session, slug)
        if "if-match" in request.headers:
            tag = make_etag(session, persisted_id(argument_map), argument_map.version)
            require_match(request, tag, lambda: build_import_answer(file, plan(session)).model_dump(mode="json"))
        # What a sheet leaves out of a record stays as it was read there.
        version = version_read if FORMATS[file.format].read_onto is not None else None
        planned, revisions = write_import(
            session, argument_map, [file], {}, version=version, same=query.same, author=user.name, why=query.why
        )
        answer = build_import_answer(file, planned)
        return answer.model_copy(update={"change": answer_change(revisions)}) if revisions else answer

    return await write_in_thread(request, write)


def _read_map_and_version(session: Session, slug: str) -> tuple[Graph, int]:
    argument_map = changes.find_map(session, slug)
    return read_map_as_it_is(session, argument_map), argument_map.version


def build_import_answer(file: ForeignFile, planned: PlannedImport, number: int = 0) -> ImportAnswer:
    """Return in the API's terms what a file would do, or did: the first of an import, or the one of this number."""
    return ImportAnswer(
        format=file.format,
        read=dict(file.reading.counts),
        problems=[build_problem_answer(problem) for problem in file.reading.problems],
        records=[_build_record(entry) for entry in planned.files[number].plan.entries],
        sheets=[
            SheetAnswer(
                name=sheet.name,
                kinds=list(sheet.kinds),
                columns=[
                    ColumnAnswer(letter=column.letter, heading=column.heading, fields=list(column.fields))
                    for column in sheet.columns
                ],
            )
            for sheet in file.reading.sheets
        ],
    )


def build_problem_answer(problem: FormatProblem) -> ProblemAnswer:
    """Return a problem in the API's terms."""
    place = problem.place
    return ProblemAnswer(
        weight=problem.weight,
        message=str(problem.message),
        outcome=str(problem.outcome),
        line=place.line,
        column=place.column,
        cell=place.cell,
        pointer=place.pointer,
        entry=place.entry,
    )


def _build_record(entry: ImportEntry) -> ImportedRecord:
    return ImportedRecord(
        key=entry.key,
        kind=entry.kind,
        status=entry.status,
        choice=entry.choice,
        id=entry.label,
        reason=str(entry.reason or ""),
        changed=[change.name for change in entry.changes],
    )
