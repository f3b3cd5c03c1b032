"""The records of a map: for each kind the same addresses, and some for all kinds together."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, create_model
from sqlmodel import Session, select

from api import consequences, listing
from api.conditions import etag, is_known, require_match
from api.database import Reading, Writing, lock_map
from api.documentation import problems
from api.drafting import Drafting
from api.merge_patch import merged, validated
from api.paging import next_page
from api.permission import READS, Contributing
from api.problems import Fault, Refusal
from api.representations import REPRESENTATIONS, AnyAnswer, Representation, answer_of
from api.routes.revisions import ChangeAnswer, Why, answer_change
from api.strict_route import StrictRoute
from api.working_out import WorkedOut, write_worked_out
from models import changes
from models.changes.labels import Item
from models.errors import UnknownMap, UnknownRecord
from models.records.kinds import BY_PLURAL
from models.records.maps import ArgumentMap, Record
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


def add_routes(represented: Representation) -> None:
    """Add the addresses of one kind of record."""
    kind = represented.kind.kind
    collection, item = f"/{represented.kind.plural}", f"/{represented.kind.plural}/{{label}}"
    query_model = listing.query_model(kind)
    one, many = represented.singular, represented.plural

    def list_records(request: Request, response: Response, slug: Slug, query: Any, session: Reading) -> Any:
        found = changes.find_map(session, slug)
        records, cursor = listing.page(session, persisted_id(found), kind, query)
        drafts = read_drafts(session, persisted_id(found), [record.label for record in records])
        items = [answer_of(kind, record.label, record.revision, drafts[record.label][1]) for record in records]
        return {"items": items, "next": next_page(request, response, cursor)}

    async def create_record(
        request: Request, response: Response, slug: Slug, body: Any, user: Contributing, why: Why = ""
    ) -> Any:
        def write(session: Session, worked: WorkedOut) -> Any:
            found = _held(session, slug)
            _same(body, kind, body.id)
            draft = Drafting(session, persisted_id(found), worked).draft(kind, body)
            worked.check()
            made = changes.create_record(session, found, kind, draft, label=body.id, author=user.name, why=why)
            response.headers["Location"] = f"/api/v1/maps/{slug}/{represented.kind.plural}/{made.label}"
            return _answer(response, session, made)

        return await write_worked_out(request, write)

    def read_record(request: Request, response: Response, slug: Slug, label: Label, session: Reading) -> Any:
        return _read(request, response, session, _find(session, slug, label, kind))

    async def change_record(
        request: Request,
        response: Response,
        slug: Slug,
        label: Label,
        body: Any,
        user: Contributing,
        why: Why = "",
    ) -> Any:
        return await _rewrite(request, response, slug, label, kind, lambda *_: body, user.name, why)

    async def patch_record(
        request: Request,
        response: Response,
        slug: Slug,
        label: Label,
        body: Any,
        user: Contributing,
        why: Why = "",
    ) -> Any:
        def patch(session: Session, record: Record) -> Any:
            return validated(represented.body, merged(_current(session, record), body))

        return await _rewrite(request, response, slug, label, kind, patch, user.name, why)

    def delete_record(
        request: Request,
        slug: Slug,
        label: Label,
        session: Writing,
        user: Contributing,
        with_dependents: WithDependents = False,
        why: Why = "",
    ) -> ChangeAnswer:
        record = _matching(request, session, slug, label, kind)
        return _delete(session, slug, record, with_dependents, user.name, why)

    list_records.__annotations__["query"] = Annotated[query_model, Query()]
    for function in (create_record, change_record):
        function.__annotations__["body"] = represented.body
    patch_record.__annotations__["body"] = Annotated[dict[str, Any], Body(examples=[{"note": "To be verified."}])]
    router.get(
        collection,
        operation_id=f"list{many}",
        summary=f"List {represented.kind.plural}",
        response_model=represented.page,
        responses=problems(404, 422, 503),
        dependencies=READS,
    )(list_records)
    router.post(
        collection,
        operation_id=f"create{one}",
        summary=f"Create: {one.lower()}",
        status_code=201,
        response_model=represented.answer,
        responses=problems(400, 403, 404, 409, 413, 415, 422, 503),
    )(create_record)
    router.get(
        item,
        operation_id=f"read{one}",
        summary=f"Read: {one.lower()}",
        response_model=represented.answer,
        responses={304: {"description": "It has not changed."}, **problems(404, 422, 503)},
        dependencies=READS,
    )(read_record)
    router.put(
        item,
        operation_id=f"replace{one}",
        summary=f"Change as a whole: {one.lower()}",
        response_model=represented.answer,
        responses=problems(400, 403, 404, 409, 412, 413, 415, 422, 428, 503),
    )(change_record)
    router.patch(
        item,
        operation_id=f"change{one}",
        summary=f"Change some fields (RFC 7396): {one.lower()}",
        response_model=represented.answer,
        responses=problems(400, 403, 404, 409, 412, 413, 415, 422, 428, 503),
    )(patch_record)
    router.delete(
        item,
        operation_id=f"delete{one}",
        summary=f"Delete: {one.lower()}",
        responses=problems(400, 403, 404, 409, 412, 422, 428, 503),
    )(delete_record)


def _find(session: Session, slug: str, label: str, kind: RecordKind | None) -> Record:
    found = changes.find_map(session, slug)
    wanted = select(Record).where(Record.map_id == found.id, Record.label == label)
    record = session.exec(wanted).one_or_none()
    if record is None or kind not in (None, record.kind):
        raise UnknownRecord(slug, label)
    return record


def _current(session: Session, record: Record) -> dict[str, Any]:
    kind, draft = read_drafts(session, record.map_id, [record.label])[record.label]
    return answer_of(kind, record.label, record.revision, draft)


def _read(request: Request, response: Response, session: Session, record: Record) -> Any:
    tag = etag(session, record.map_id, record.revision)
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if is_known(request, tag):
        return Response(status_code=304, headers=headers)
    response.headers.update(headers)
    return _current(session, record)


def _answer(response: Response, session: Session, record: Record) -> dict[str, Any]:
    response.headers["ETag"] = etag(session, record.map_id, record.revision)
    return _current(session, record)


def _matching(request: Request, session: Session, slug: str, label: str, kind: RecordKind | None) -> Record:
    found = _held(session, slug)
    record = _find(session, slug, label, kind)

    def follows() -> consequences.Consequences | None:
        deleting = request.method == "DELETE"
        return consequences.list_what_goes_with_a_record(session, found, record.label) if deleting else None

    require_match(request, etag(session, record.map_id, record.revision), lambda: _current(session, record), follows)
    return record


async def _rewrite(
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

    def write(session: Session, worked: WorkedOut) -> Any:
        record = _matching(request, session, slug, label, kind)
        body = body_for(session, record)
        _same(body, kind, label)
        present = read_drafts(session, record.map_id, [label])[label][1]
        draft = Drafting(session, record.map_id, worked).draft(kind, body, present)
        worked.check()
        found = changes.find_map(session, slug)
        made = changes.change_record(session, found, label, draft, revision=record.revision, author=author, why=why)
        return _answer(response, session, made)

    return await write_worked_out(request, write)


def _held(session: Session, slug: str) -> ArgumentMap:
    # Held before anything is read: a passage must not be sought in a version that is no longer the present one.
    found = lock_map(session, slug)
    if found is None:
        raise UnknownMap(slug)
    return found


def _delete(session: Session, slug: str, record: Record, with_dependents: bool, author: str, why: str) -> ChangeAnswer:
    found = changes.find_map(session, slug)
    return answer_change(
        changes.delete_record(
            session,
            found,
            record.label,
            revision=record.revision,
            author=author,
            why=why,
            with_dependents=with_dependents,
        )
    )


def _same(body: Any, kind: RecordKind, label: str | None) -> None:
    # What an answer adds to a record may come back, but cannot be changed.
    if body.id not in (None, label) or body.record not in (None, kind):
        raise Refusal(
            422,
            "other-record",
            "The body is another record",
            "Its id or kind is not that of the address.",
            "Leave “id” and “record” out of the body, or send it to its own address.",
            errors=[Fault(pointer="/id" if body.id not in (None, label) else "/record", detail="It differs.")],
        )


for represented in REPRESENTATIONS.values():
    add_routes(represented)


@router.get(
    "/records",
    operation_id="listRecords",
    summary="List all records",
    responses=problems(404, 422, 503),
    dependencies=READS,
)
def list_all(
    request: Request,
    response: Response,
    slug: Slug,
    query: Annotated[listing.ListQuery, Query()],
    session: Reading,
) -> RecordPage:
    """Return what records of any kind the map has."""
    found = changes.find_map(session, slug)
    records, cursor = listing.page(session, persisted_id(found), None, query)
    return RecordPage(items=[_listed(record) for record in records], next=next_page(request, response, cursor))


@router.post(
    "/records",
    operation_id="createRecords",
    summary="Create many records at once",
    status_code=201,
    responses=problems(400, 403, 404, 409, 413, 415, 422, 503),
)
async def create_all(request: Request, slug: Slug, body: BulkBody, user: Contributing, why: Why = "") -> BulkAnswer:
    """Create records of any kinds: all of them or none. They count as one change."""

    def write(session: Session, worked: WorkedOut) -> BulkAnswer:
        found = _held(session, slug)
        items, pointers = _items(Drafting(session, persisted_id(found), worked), body)
        worked.check()
        made = changes.create_records(session, found, items, author=user.name, why=why, pointers=pointers)
        return BulkAnswer(change=min(record.revision for record in made), items=[_listed(record) for record in made])

    return await write_worked_out(request, write)


def _items(drafting: Drafting, body: Any) -> tuple[list[Item], list[str]]:
    """Return the drafts of all records in a body, and where each stands in it."""
    items: list[Item] = []
    pointers = []
    for kind, represented in REPRESENTATIONS.items():
        for index, entry in enumerate(getattr(body, represented.kind.plural)):
            _same(entry, kind, entry.id)
            items.append((kind, entry.id, drafting.draft(kind, entry)))
            pointers.append(f"/{represented.kind.plural}/{index}")
    if not items:
        raise Refusal(
            422,
            "nothing-to-create",
            "There is nothing to create",
            "Every list in the body is empty.",
            f"Give at least one record in one of: {', '.join(BY_PLURAL)}.",
            errors=[Fault(pointer="", detail="It holds no record.")],
        )
    return items, pointers


@router.get(
    "/records/{label}",
    operation_id="readRecord",
    summary="Read a record of any kind",
    response_model=AnyAnswer,
    responses={304: {"description": "It has not changed."}, **problems(404, 422, 503)},
    dependencies=READS,
)
def read_any(request: Request, response: Response, slug: Slug, label: Label, session: Reading) -> Any:
    """Return the record with this id, whatever its kind."""
    return _read(request, response, session, _find(session, slug, label, None))


@router.delete(
    "/records/{label}",
    operation_id="deleteRecord",
    summary="Delete a record of any kind",
    responses=problems(400, 403, 404, 409, 412, 422, 428, 503),
)
def delete_any(
    request: Request,
    slug: Slug,
    label: Label,
    session: Writing,
    user: Contributing,
    with_dependents: WithDependents = False,
    why: Why = "",
) -> ChangeAnswer:
    """Delete the record with this id, whatever its kind. The change can be undone."""
    record = _matching(request, session, slug, label, None)
    return _delete(session, slug, record, with_dependents, user.name, why)


def _listed(record: Record) -> RecordListed:
    return RecordListed(id=record.label, record=RecordKind(record.kind), revision=record.revision)
