"""What texts say: files read as texts, contents with all their versions, and passages that need review."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from sqlmodel import Session

from api.access.authorization import READS, MayContribute
from api.history.revision_routes import ChangeAnswer, answer_change
from api.http.conditional_requests import make_etag, matches_if_none_match, require_match
from api.http.merge_patch import validate_patched
from api.http.openapi_descriptions import problems
from api.http.pagination import Paging, link_next_page, slice_page
from api.http.strict_json import StrictRoute
from api.processes.reading_process import read_file_apart
from api.requests.database import Reading, lock_existing_map, write_in_thread
from api.requests.long_work import run_long_work
from api.requests.representations import build_record_answer
from api.requests.text_requests import (
    FILE_BODY,
    ContentAnswer,
    ContentQuery,
    Doubtful,
    FileQuery,
    NewTextQuery,
    ReviewAnswer,
    TextAnswer,
)
from api.texts.reviewing import AnnotationReanchorer, list_annotations_to_review, read_annotation_states
from argument_maps.reading import FileReading, ReadingOptions, find_media_type
from argument_maps.text_direction import find_text_direction
from models import changes
from models.database_generations import read_generation
from models.engine import reading
from models.errors import Phrase, UnknownRecord, UnknownVersion
from models.records.contents import read_contents, store_contents
from models.records.maps import Record
from models.records.rows import read_drafts
from models.records.texts import TextDraft, make_version
from models.search.searched_contents import prepare_content
from models.text_types import Label, Slug
from models.vocabulary import AnchorState, RecordKind


class FileRoute(StrictRoute):
    """A route whose body is a file; what sorts are read is decided by who reads them."""

    media_types = ()


router = APIRouter(prefix="/maps/{slug}/texts", tags=["texts"], route_class=FileRoute)


class NewVersionAnswer(ChangeAnswer):
    """A new version of a text: the change, the text, and how its annotations came over."""

    text: TextAnswer
    anchored: list[Label]
    needs_review: list[Label]
    orphans: list[Label]


async def _read_body(request: Request) -> bytes:
    return await request.body()


RawBody = Annotated[bytes, Depends(_read_body)]


@router.post(
    "/upload",
    operation_id="uploadText",
    summary="Create a text from a file",
    status_code=201,
    response_model=TextAnswer,
    responses=problems(400, 403, 404, 409, 413, 415, 422, 503),
    openapi_extra=FILE_BODY,
)
async def upload_text(
    request: Request,
    response: Response,
    slug: Slug,
    query: Annotated[NewTextQuery, Query()],
    raw: RawBody,
    user: MayContribute,
) -> Any:
    """Read a file as a new text: plain text, Markdown, HTML, Word, OpenDocument, EPUB, PDF, TEI, ALTO, PAGE, hOCR."""
    # Apart, and before it is anybody's turn: reading a file can take seconds, and others want to write.
    file_reading, media_type = await run_long_work(request, lambda: _read_file(request, raw, query))

    def write(session: Session) -> Any:
        argument_map = lock_existing_map(session, slug)
        (sha256,) = store_contents(session, [file_reading.content])
        version = make_version(sha256, media_type, file_reading.report)
        fields = query.model_dump(include={"source", "language", "translation_of"})
        title = query.title or query.name.strip() or "Untitled"
        draft = validate_patched(TextDraft, {**fields, "title": title, "versions": [version]})
        record = changes.create_record(
            session, argument_map, RecordKind.TEXT, draft, label=query.id, author=user.name, why=query.why
        )
        response.headers["Location"] = f"/api/v1/maps/{slug}/texts/{record.label}"
        response.headers["ETag"] = make_etag(session, record.map_id, record.revision)
        return _answer(session, record)

    return await write_in_thread(request, write)


@router.get(
    "/{label}/content",
    operation_id="readContent",
    summary="Read what a text says",
    response_model=ContentAnswer,
    responses={304: {"description": "It has not changed."}, **problems(404, 422, 503)},
    dependencies=READS,
)
def read_content(
    request: Request,
    response: Response,
    slug: Slug,
    label: Label,
    query: Annotated[ContentQuery, Query()],
    session: Reading,
) -> Any:
    """Return the words and the blocks of a version of a text; without `version` the present one."""
    record, draft = _find_text(session, slug, label)
    versions = [version for version in draft.versions if query.version in (None, version.sha256)]
    if not versions:
        raise UnknownVersion(Phrase("the request"), label, None)
    version = versions[-1]
    # The language is the record's, so that the tag names both.
    tag = f'"{read_generation(session)}.{version.sha256[:32]}.{record.revision}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if matches_if_none_match(request, tag):
        return Response(status_code=304, headers=headers)
    response.headers.update(headers)
    content = read_contents(session, [version.sha256])[version.sha256]
    return {
        "id": label,
        **version.model_dump(),
        "language": draft.language,
        "direction": find_text_direction(draft.language),
        "length": len(content["text"]),
        **content,
    }


@router.put(
    "/{label}/content",
    operation_id="putContent",
    summary="Give a text a new version",
    response_model=NewVersionAnswer,
    responses=problems(400, 403, 404, 409, 412, 413, 415, 422, 428, 503),
    openapi_extra=FILE_BODY,
)
async def put_content(
    request: Request,
    response: Response,
    slug: Slug,
    label: Label,
    query: Annotated[FileQuery, Query()],
    raw: RawBody,
    user: MayContribute,
) -> Any:
    """Read a file as the present version of a text, and carry its annotations over, all as one change.

    Annotations whose passage stands word for word, and beyond doubt, move. Others need review, or become
    orphans; none is moved to another passage in silence. What is not found within some seconds needs review as well.
    """

    def prepare() -> tuple[FileReading, str, AnnotationReanchorer]:
        file_reading, media_type = _read_file(request, raw, query)
        reanchorer = AnnotationReanchorer(file_reading.content)
        with reading(request.app.state.engine) as read_session:
            _find_matching_text(request, read_session, slug, label)
        reanchorer.reanchor_ahead(request.app.state.engine, slug, label)
        return file_reading, media_type, reanchorer

    file_reading, media_type, reanchorer = await run_long_work(request, prepare)

    def write(session: Session) -> Any:
        argument_map = lock_existing_map(session, slug)
        record = _find_matching_text(request, session, slug, label)
        revisions = changes.add_version(
            session,
            argument_map,
            label,
            file_reading.content,
            media_type,
            report=file_reading.report,
            carry=reanchorer,
            revision=record.revision,
            author=user.name,
            why=query.why,
        )
        record, _ = _find_text(session, slug, label)
        response.headers["ETag"] = make_etag(session, record.map_id, record.revision)
        states = read_annotation_states(session, record.map_id, label)
        return {
            **answer_change(revisions).model_dump(),
            "text": _answer(session, record),
            "anchored": [name for name, state in states.items() if state == AnchorState.ANCHORED],
            "needs_review": [name for name, state in states.items() if state == AnchorState.NEEDS_REVIEW],
            "orphans": [name for name, state in states.items() if state == AnchorState.ORPHAN],
        }

    return await write_in_thread(request, write)


@router.get(
    "/{label}/review",
    operation_id="reviewText",
    summary="List the annotations of a text that need review",
    response_model=ReviewAnswer,
    responses=problems(404, 422, 503),
    dependencies=READS,
)
def review_text(
    request: Request,
    response: Response,
    slug: Slug,
    label: Label,
    query: Annotated[Paging, Query()],
    session: Reading,
) -> Any:
    """Return what is not anchored in the present version: what may be meant with what differs, then orphans."""
    record, draft = _find_text(session, slug, label)
    items: list[Doubtful] = list_annotations_to_review(session, record.map_id, label, draft)
    part = slice_page(
        items, "review", lambda review_item: review_item.annotation.id, limit=query.limit, cursor=query.cursor
    )
    present = draft.versions[-1].sha256 if draft.versions else None
    return {"version": present, "items": part.items, "next": link_next_page(request, response, part.cursor)}


def _read_file(request: Request, raw: bytes, query: FileQuery) -> tuple[FileReading, str]:
    content_type = request.headers.get("content-type", "")
    media_type = find_media_type(content_type, query.name)
    declared = content_type.lower().partition("charset=")[2].partition(";")[0].strip(' "')
    options = ReadingOptions(query.charset or declared, query.spelling, query.document)
    file_reading = read_file_apart(raw, media_type, options)
    prepare_content(file_reading.content)
    return file_reading, media_type


def _find_matching_text(request: Request, session: Session, slug: str, label: str) -> Record:
    record, _ = _find_text(session, slug, label)
    require_match(request, make_etag(session, record.map_id, record.revision), lambda: _answer(session, record))
    return record


def _find_text(session: Session, slug: str, label: str) -> tuple[Record, TextDraft]:
    argument_map = changes.find_map(session, slug)
    record = changes.find_record(session, argument_map, label)
    if record.kind != RecordKind.TEXT:
        raise UnknownRecord(slug, label)
    draft = read_drafts(session, record.map_id, [label])[label][1]
    return record, TextDraft.model_validate(draft)


def _answer(session: Session, record: Record) -> dict[str, Any]:
    draft = read_drafts(session, record.map_id, [record.label])[record.label][1]
    return build_record_answer(RecordKind.TEXT, record.label, record.revision, draft)
