"""Files that become pages of a scan, in the API."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field
from sqlmodel import Session

from api.access.authorization import MayContribute
from api.http.conditional_requests import make_etag, require_match
from api.http.openapi_descriptions import problems
from api.http.problems import Refusal
from api.http.query_parameters import QueryParameters
from api.http.strict_json import StrictRoute
from api.requests.database import lock_existing_map, write_in_thread
from api.requests.long_work import run_long_work
from api.requests.representations import REPRESENTATIONS, build_record_answer
from api.scans.scan_changes import append_pages
from api.scans.uploaded_files import FilesForm, read_files_form, read_uploaded_scan
from argument_maps.scans.scan_program import ScanFile
from models import changes
from models.errors import UnknownRecord
from models.records.maps import Record
from models.records.rows import read_drafts
from models.text_types import Label, Line, Slug
from models.vocabulary import RecordKind

# A class that is made when the program starts, so that mypy cannot take its name for a type.
ScanAnswer: Any = REPRESENTATIONS[RecordKind.SCAN].answer
_FORM = "multipart/form-data"
PAGES_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            name: {"schema": {"type": "string", "format": "binary"}}
            for name in ("image/jpeg", "image/png", "image/tiff", "image/webp", "application/pdf")
        }
        | {
            _FORM: {
                "schema": {
                    "type": "object",
                    "properties": {"files": {"type": "array", "items": {"type": "string", "format": "binary"}}},
                }
            }
        },
    }
}


class ImageFileRoute(StrictRoute):
    """A route whose body is an image, a PDF, or a form with several of them."""

    media_types = ()


router = APIRouter(prefix="/maps/{slug}/scans/{label}", tags=["scans"], route_class=ImageFileRoute)


class PagesQuery(QueryParameters):
    """What is said of files beside their bytes."""

    name: Annotated[Line, Field(description="What the page is called, where the body is one image.")] = ""
    keep_metadata: Annotated[
        bool, Field(description="Whether what images say of place, time, camera and people is kept.")
    ] = True
    why: Annotated[Line, Field(description="Why the change is made; kept with its revision.")] = ""


async def _read_body(request: Request) -> FilesForm:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() == _FORM:
        return await read_files_form(request)
    body = await request.body()
    return FilesForm({}, (ScanFile("", body),) if body else ())


@router.post(
    "/pages",
    operation_id="addPages",
    summary="Add pages to a scan",
    response_model=ScanAnswer,
    responses=problems(400, 403, 404, 409, 412, 413, 415, 422, 428, 503),
    openapi_extra=PAGES_BODY,
)
async def add_pages_from_files(
    request: Request,
    response: Response,
    slug: Slug,
    label: Label,
    query: Annotated[PagesQuery, Query()],
    body: Annotated[FilesForm, Depends(_read_body)],
    user: MayContribute,
) -> Any:
    """Put the pages of one image, of a PDF, or of several files behind those that a scan has."""
    uploaded = await run_long_work(
        request, lambda: read_uploaded_scan(body.files, keeps_metadata=query.keep_metadata), seconds=150.0
    )
    pages = uploaded.reading.pages
    if query.name:
        if len(pages) > 1:
            detail = "A name is that of one page, and the files have several."
            raise Refusal(422, "invalid-request", "Which page is meant?", detail, "Leave the name out.")
        pages[0].name = query.name

    def write(session: Session) -> Any:
        argument_map = lock_existing_map(session, slug)
        record = changes.find_record(session, argument_map, label)
        if record.kind != RecordKind.SCAN:
            raise UnknownRecord(slug, label)
        tag = make_etag(session, record.map_id, record.revision)
        require_match(request, tag, lambda: _answer(session, record))
        record = append_pages(
            session,
            argument_map,
            label,
            pages,
            told=[str(note) for note in uploaded.notes],
            revision=record.revision,
            author=user.name,
            why=query.why,
        )
        response.headers["ETag"] = make_etag(session, record.map_id, record.revision)
        return _answer(session, record)

    return await write_in_thread(request, write)


def _answer(session: Session, record: Record) -> dict[str, Any]:
    draft = read_drafts(session, record.map_id, [record.label])[record.label][1]
    return build_record_answer(RecordKind.SCAN, record.label, record.revision, draft)
