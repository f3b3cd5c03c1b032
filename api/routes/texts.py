"""What texts say: files read as texts, contents with all their versions, and passages that need review."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from sqlmodel import Session

from api.conditions import etag, is_known, require_match
from api.database import Reading, lock_map, write_apart
from api.documentation import problems
from api.long_work import do_apart
from api.merge_patch import validated
from api.paging import Paging, next_page, part_of
from api.permission import READS, Contributing
from api.reading_process import read_file_apart
from api.reading_requests import (
    FILE_BODY,
    ContentAnswer,
    ContentQuery,
    Doubtful,
    FileQuery,
    NewTextQuery,
    ReviewAnswer,
    TextAnswer,
)
from api.representations import answer_of
from api.reviewing import Carrying, doubtful, standing_in
from api.routes.revisions import ChangeAnswer, answer_change
from api.strict_route import StrictRoute
from argument_maps.reading import media_type_of
from argument_maps.text_direction import direction
from models import changes
from models.database_generations import generation_of
from models.engine import reading
from models.errors import UnknownMap, UnknownRecord, UnknownVersion
from models.records.contents import ContentDraft, read_contents, store_contents
from models.records.maps import ArgumentMap, Record
from models.records.rows import read_drafts
from models.records.texts import TextDraft, VersionDraft, this_moment
from models.search.searched_contents import terms_ahead
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


async def _raw(request: Request) -> bytes:
    return await request.body()


Raw = Annotated[bytes, Depends(_raw)]


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
    raw: Raw,
    user: Contributing,
) -> Any:
    """Read a file (plain text, Markdown, HTML, PDF with text, TEI XML) as the first version of a new text."""
    # Apart, and before it is anybody's turn: reading a file can take seconds, and others want to write.
    content, media_type = await do_apart(request, lambda: _read(request, raw, query))

    def write(session: Session) -> Any:
        found = _held(session, slug)
        (sha256,) = store_contents(session, [content])
        version = VersionDraft(sha256=sha256, at=this_moment(), media_type=media_type)
        told = query.model_dump(include={"source", "language", "translation_of"})
        title = query.title or query.name.strip() or "Untitled"
        draft = validated(TextDraft, {**told, "title": title, "versions": [version]})
        made = changes.create_record(
            session, found, RecordKind.TEXT, draft, label=query.id, author=user.name, why=query.why
        )
        response.headers["Location"] = f"/api/v1/maps/{slug}/texts/{made.label}"
        response.headers["ETag"] = etag(session, made.map_id, made.revision)
        return _answer(session, made)

    return await write_apart(request, write)


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
    record, draft = _text(session, slug, label)
    chosen = [each for each in draft.versions if query.version in (None, each.sha256)]
    if not chosen:
        raise UnknownVersion("the request", label, None)
    version = chosen[-1]
    # The language is the record's, so that the tag names both.
    tag = f'"{generation_of(session)}.{version.sha256[:32]}.{record.revision}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if is_known(request, tag):
        return Response(status_code=304, headers=headers)
    response.headers.update(headers)
    content = read_contents(session, [version.sha256])[version.sha256]
    return {
        "id": label,
        **version.model_dump(),
        "language": draft.language,
        "direction": direction(draft.language),
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
    raw: Raw,
    user: Contributing,
) -> Any:
    """Read a file as the present version of a text, and carry its annotations over, all as one change.

    Annotations whose passage stands word for word, and beyond doubt, move. Others need review, or become
    orphans; none is moved to another passage in silence. What is not found within some seconds needs review as well.
    """

    def prepare() -> tuple[ContentDraft, str, Carrying]:
        content, media_type = _read(request, raw, query)
        carrying = Carrying(content)
        with reading(request.app.state.engine) as before:
            _match(request, before, slug, label)
        carrying.work_ahead(request.app.state.engine, slug, label)
        return content, media_type, carrying

    content, media_type, carrying = await do_apart(request, prepare)

    def write(session: Session) -> Any:
        found = _held(session, slug)
        record = _match(request, session, slug, label)
        revisions = changes.add_version(
            session,
            found,
            label,
            content,
            media_type,
            carry=carrying,
            revision=record.revision,
            author=user.name,
            why=query.why,
        )
        record, _ = _text(session, slug, label)
        response.headers["ETag"] = etag(session, record.map_id, record.revision)
        states = standing_in(session, record.map_id, label)
        return {
            **answer_change(revisions).model_dump(),
            "text": _answer(session, record),
            "anchored": [name for name, state in states.items() if state == AnchorState.ANCHORED],
            "needs_review": [name for name, state in states.items() if state == AnchorState.NEEDS_REVIEW],
            "orphans": [name for name, state in states.items() if state == AnchorState.ORPHAN],
        }

    return await write_apart(request, write)


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
    record, draft = _text(session, slug, label)
    items: list[Doubtful] = doubtful(session, record.map_id, label, draft)
    part = part_of(items, "review", lambda each: each.annotation.id, limit=query.limit, cursor=query.cursor)
    present = draft.versions[-1].sha256 if draft.versions else None
    return {"version": present, "items": part.items, "next": next_page(request, response, part.cursor)}


def _read(request: Request, raw: bytes, query: FileQuery) -> tuple[ContentDraft, str]:
    told = request.headers.get("content-type", "")
    media_type = media_type_of(told, query.name)
    declared = told.lower().partition("charset=")[2].partition(";")[0].strip(' "')
    content = read_file_apart(raw, media_type, query.charset or declared)
    terms_ahead(content.sha256, content.text)
    return content, media_type


def _held(session: Session, slug: str) -> ArgumentMap:
    found = lock_map(session, slug)
    if found is None:
        raise UnknownMap(slug)
    return found


def _match(request: Request, session: Session, slug: str, label: str) -> Record:
    record, _ = _text(session, slug, label)
    require_match(request, etag(session, record.map_id, record.revision), lambda: _answer(session, record))
    return record


def _text(session: Session, slug: str, label: str) -> tuple[Record, TextDraft]:
    found = changes.find_map(session, slug)
    record = changes.find_record(session, found, label)
    if record.kind != RecordKind.TEXT:
        raise UnknownRecord(slug, label)
    draft = read_drafts(session, record.map_id, [label])[label][1]
    return record, TextDraft.model_validate(draft)


def _answer(session: Session, record: Record) -> dict[str, Any]:
    draft = read_drafts(session, record.map_id, [record.label])[record.label][1]
    return answer_of(RecordKind.TEXT, record.label, record.revision, draft)
