"""The records of a map: for each kind the same addresses, and some for all kinds together."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, create_model
from sqlmodel import Session, select

from api.access.authorization import READS, MayContribute
from api.history.revision_routes import ChangeAnswer, Why, answer_change
from api.http.conditional_requests import make_etag, matches_if_none_match, require_match
from api.http.merge_patch import apply_merge_patch, validate_patched
from api.http.openapi_descriptions import problems
from api.http.pagination import link_next_page
from api.http.strict_json import StrictRoute
from api.requests import consequences, record_lists
from api.requests.database import Reading, Writing, lock_existing_map
from api.requests.drafts import DraftBuilder
from api.requests.prepared_changes import LongWorkResults, write_after_long_work
from api.requests.representations import (
    REPRESENTATIONS,
    AnyAnswer,
    Representation,
    build_record_answer,
    draft_items,
    refuse_other_record,
)
from api.requests.successors import lead_to_successor
from models import changes
from models.errors import UnknownRecord
from models.records.fields import drop_outdated_writing
from models.records.maps import Record
from models.records.rows import read_drafts
from models.row_keys import persisted_id
from models.text_types import Label, Slug
from models.vocabulary import RecordKind

router = APIRouter(prefix="/maps/{slug}", tags=["records"], route_class=StrictRoute)
WithDependents = Annotated[
    bool, Query(description="Delete what depends on the record as well; otherwise 409 names it.")
]
BulkBody: Any = create_model(  # type: ignore[call-overload] # fields made from the kinds of records
    "BulkBody",
    __config__=ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "claims": [{"id": "P20", "kind": "perception", "text": "A new perception."}],
                    "links": [{"premises": ["P20"], "relation": "supports", "target": "P1"}],
                }
            ]
        },
    ),
    __doc__="Records of any kinds, in lists as in a map document; they may refer to one another by their ids.",
    **{
        entry.kind.plural: (Annotated[list[entry.body], Field(max_length=10_000)], [])  # type: ignore[name-defined] # a class made at import
        for entry in REPRESENTATIONS.values()
    },
)


class RecordListed(BaseModel):
    """A record's id, what it is, and the number of its last revision."""

    id: Label
    record: RecordKind
    revision: int


class BulkAnswer(BaseModel):
    """The records that were created, in the order of the request."""

    change: int
    items: list[RecordListed]


class RecordPage(BaseModel):
    """One page of a map's records. `next` is the address of the following page, null on the last."""

    items: list[RecordListed]
    next: str | None = None


def add_routes(representation: Representation) -> None:
    """Add the addresses of one kind of record."""
    kind = representation.kind.kind
    collection, item = f"/{representation.kind.plural}", f"/{representation.kind.plural}/{{label}}"
    query_model = record_lists.make_query_model(kind)
    singular, plural = representation.singular, representation.plural

    def list_records(request: Request, response: Response, slug: Slug, query: Any, session: Reading) -> Any:
        argument_map = changes.find_map(session, slug)
        records, cursor = record_lists.list_page(session, persisted_id(argument_map), kind, query)
        drafts = read_drafts(session, persisted_id(argument_map), [record.label for record in records])
        items = [
            build_record_answer(kind, record.label, record.revision, drafts[record.label][1]) for record in records
        ]
        return {"items": items, "next": link_next_page(request, response, cursor)}

    async def create_record(
        request: Request, response: Response, slug: Slug, body: Any, user: MayContribute, why: Why = ""
    ) -> Any:
        def write(session: Session, long_work: LongWorkResults) -> Any:
            argument_map = lock_existing_map(session, slug)
            refuse_other_record(body, kind, body.id)
            draft = DraftBuilder(session, persisted_id(argument_map), long_work).build(kind, body)
            long_work.check()
            record = changes.create_record(session, argument_map, kind, draft, label=body.id, author=user.name, why=why)
            response.headers["Location"] = f"/api/v1/maps/{slug}/{representation.kind.plural}/{record.label}"
            return _answer(response, session, record)

        return await write_after_long_work(request, write)

    def read_record(request: Request, response: Response, slug: Slug, label: Label, session: Reading) -> Any:
        onward = lead_to_successor(session, slug, label, f"/api/v1/maps/{slug}{collection}")
        return onward or _read_record(request, response, session, _find_record(session, slug, label, kind))

    async def change_record(
        request: Request,
        response: Response,
        slug: Slug,
        label: Label,
        body: Any,
        user: MayContribute,
        why: Why = "",
    ) -> Any:
        return await _rewrite_record(request, response, slug, label, kind, lambda *_: body, user.name, why)

    async def patch_record(
        request: Request,
        response: Response,
        slug: Slug,
        label: Label,
        body: Any,
        user: MayContribute,
        why: Why = "",
    ) -> Any:
        def patch(session: Session, record: Record) -> Any:
            before = _read_fields(session, record)
            after = apply_merge_patch(before, body)
            return validate_patched(representation.body, drop_outdated_writing(before, after))

        return await _rewrite_record(request, response, slug, label, kind, patch, user.name, why)

    def delete_record(
        request: Request,
        slug: Slug,
        label: Label,
        session: Writing,
        user: MayContribute,
        with_dependents: WithDependents = False,
        why: Why = "",
    ) -> ChangeAnswer:
        record = _find_matching_record(request, session, slug, label, kind)
        return _delete_record(session, slug, record, with_dependents, user.name, why)

    list_records.__annotations__["query"] = Annotated[query_model, Query()]
    for function in (create_record, change_record):
        function.__annotations__["body"] = representation.body
    patch_record.__annotations__["body"] = Annotated[dict[str, Any], Body(examples=[{"note": "To be verified."}])]
    router.get(
        collection,
        operation_id=f"list{plural}",
        summary=f"List {representation.kind.plural}",
        response_model=representation.page,
        responses=problems(404, 422, 503),
        dependencies=READS,
    )(list_records)
    router.post(
        collection,
        operation_id=f"create{singular}",
        summary=f"Create: {singular.lower()}",
        status_code=201,
        response_model=representation.answer,
        responses=problems(400, 403, 404, 409, 413, 415, 422, 503),
    )(create_record)
    router.get(
        item,
        operation_id=f"read{singular}",
        summary=f"Read: {singular.lower()}",
        response_model=representation.answer,
        responses={304: {"description": "It has not changed."}, **problems(404, 422, 503)},
        dependencies=READS,
    )(read_record)
    router.put(
        item,
        operation_id=f"replace{singular}",
        summary=f"Change as a whole: {singular.lower()}",
        response_model=representation.answer,
        responses=problems(400, 403, 404, 409, 412, 413, 415, 422, 428, 503),
    )(change_record)
    router.patch(
        item,
        operation_id=f"change{singular}",
        summary=f"Change some fields (RFC 7396): {singular.lower()}",
        response_model=representation.answer,
        responses=problems(400, 403, 404, 409, 412, 413, 415, 422, 428, 503),
    )(patch_record)
    router.delete(
        item,
        operation_id=f"delete{singular}",
        summary=f"Delete: {singular.lower()}",
        responses=problems(400, 403, 404, 409, 412, 422, 428, 503),
    )(delete_record)


def _find_record(session: Session, slug: str, label: str, kind: RecordKind | None) -> Record:
    argument_map = changes.find_map(session, slug)
    query = select(Record).where(Record.map_id == argument_map.id, Record.label == label)
    record = session.exec(query).one_or_none()
    if record is None or kind not in (None, record.kind):
        raise UnknownRecord(slug, label)
    return record


def _read_fields(session: Session, record: Record) -> dict[str, Any]:
    kind, draft = read_drafts(session, record.map_id, [record.label])[record.label]
    return build_record_answer(kind, record.label, record.revision, draft)


def _read_record(request: Request, response: Response, session: Session, record: Record) -> Any:
    tag = make_etag(session, record.map_id, record.revision)
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if matches_if_none_match(request, tag):
        return Response(status_code=304, headers=headers)
    response.headers.update(headers)
    return _read_fields(session, record)


def _answer(response: Response, session: Session, record: Record) -> dict[str, Any]:
    response.headers["ETag"] = make_etag(session, record.map_id, record.revision)
    return _read_fields(session, record)


def _find_matching_record(request: Request, session: Session, slug: str, label: str, kind: RecordKind | None) -> Record:
    argument_map = lock_existing_map(session, slug)
    record = _find_record(session, slug, label, kind)

    def describe_consequences() -> consequences.Consequences | None:
        deleting = request.method == "DELETE"
        return consequences.list_deleted_dependents(session, argument_map, record.label) if deleting else None

    require_match(
        request,
        make_etag(session, record.map_id, record.revision),
        lambda: _read_fields(session, record),
        describe_consequences,
    )
    return record


async def _rewrite_record(
    request: Request,
    response: Response,
    slug: str,
    label: str,
    kind: RecordKind,
    body_for: Callable[[Session, Record], Any],
    author: str,
    why: str,
) -> Any:
    """Write over a record what the body for it says, and return the answer."""

    def write(session: Session, long_work: LongWorkResults) -> Any:
        record = _find_matching_record(request, session, slug, label, kind)
        body = body_for(session, record)
        refuse_other_record(body, kind, label)
        present = read_drafts(session, record.map_id, [label])[label][1]
        draft = DraftBuilder(session, record.map_id, long_work).build(kind, body, present)
        long_work.check()
        argument_map = changes.find_map(session, slug)
        changed_record = changes.change_record(
            session, argument_map, label, draft, revision=record.revision, author=author, why=why
        )
        return _answer(response, session, changed_record)

    return await write_after_long_work(request, write)


def _delete_record(
    session: Session, slug: str, record: Record, with_dependents: bool, author: str, why: str
) -> ChangeAnswer:
    argument_map = changes.find_map(session, slug)
    return answer_change(
        changes.delete_record(
            session,
            argument_map,
            record.label,
            revision=record.revision,
            author=author,
            why=why,
            with_dependents=with_dependents,
        )
    )


for representation in REPRESENTATIONS.values():
    add_routes(representation)


@router.get(
    "/records",
    operation_id="listRecords",
    summary="List all records",
    responses=problems(404, 422, 503),
    dependencies=READS,
)
def list_all_records(
    request: Request,
    response: Response,
    slug: Slug,
    query: Annotated[record_lists.ListQuery, Query()],
    session: Reading,
) -> RecordPage:
    """Return what records of any kind the map has."""
    argument_map = changes.find_map(session, slug)
    records, cursor = record_lists.list_page(session, persisted_id(argument_map), None, query)
    return RecordPage(
        items=[_describe_listed(record) for record in records], next=link_next_page(request, response, cursor)
    )


@router.post(
    "/records",
    operation_id="createRecords",
    summary="Create many records at once",
    status_code=201,
    responses=problems(400, 403, 404, 409, 413, 415, 422, 503),
)
async def create_many_records(
    request: Request, slug: Slug, body: BulkBody, user: MayContribute, why: Why = ""
) -> BulkAnswer:
    """Create records of any kinds: all of them or none. They count as one change."""

    def write(session: Session, long_work: LongWorkResults) -> BulkAnswer:
        argument_map = lock_existing_map(session, slug)
        items, pointers = draft_items(DraftBuilder(session, persisted_id(argument_map), long_work), body)
        long_work.check()
        records = changes.create_records(session, argument_map, items, author=user.name, why=why, pointers=pointers)
        return BulkAnswer(
            change=min(record.revision for record in records), items=[_describe_listed(record) for record in records]
        )

    return await write_after_long_work(request, write)


@router.get(
    "/records/{label}",
    operation_id="readRecord",
    summary="Read a record of any kind",
    response_model=AnyAnswer,
    responses={304: {"description": "It has not changed."}, **problems(404, 422, 503)},
    dependencies=READS,
)
def read_any_record(request: Request, response: Response, slug: Slug, label: Label, session: Reading) -> Any:
    """Return the record with this id, whatever its kind; where it was merged into another, lead to that one."""
    onward = lead_to_successor(session, slug, label, f"/api/v1/maps/{slug}/records")
    return onward or _read_record(request, response, session, _find_record(session, slug, label, None))


@router.delete(
    "/records/{label}",
    operation_id="deleteRecord",
    summary="Delete a record of any kind",
    responses=problems(400, 403, 404, 409, 412, 422, 428, 503),
)
def delete_any_record(
    request: Request,
    slug: Slug,
    label: Label,
    session: Writing,
    user: MayContribute,
    with_dependents: WithDependents = False,
    why: Why = "",
) -> ChangeAnswer:
    """Delete the record with this id, whatever its kind. The change can be undone."""
    record = _find_matching_record(request, session, slug, label, None)
    return _delete_record(session, slug, record, with_dependents, user.name, why)


def _describe_listed(record: Record) -> RecordListed:
    return RecordListed(id=record.label, record=RecordKind(record.kind), revision=record.revision)
