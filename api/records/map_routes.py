"""Maps: the list of them, and each as one document."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Depends, Query, Request, Response
from pydantic import Field
from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from api.access.authorization import READS, MayAdminister, MayChange, MayCreate, MayLook
from api.access.current_user import CurrentUser, is_visible_to
from api.history.revision_routes import ChangeAnswer, Why, answer_change
from api.http.conditional_requests import make_etag, matches_if_none_match, require_match, require_none_match
from api.http.merge_patch import apply_merge_patch, validate_patched
from api.http.openapi_descriptions import problems
from api.http.pagination import Paging, link_next_page, read_cursor, write_cursor
from api.http.problems import Fault, Refusal
from api.http.strict_json import StrictRoute, check_json
from api.requests import consequences
from api.requests.database import Reading, Writing, lock_existing_map, lock_map
from api.requests.representations import MapBody, MapFields, MapListed, MapPage
from argument_maps.assembly import add_contents, load_graph
from argument_maps.formats import native
from argument_maps.formats.json_pointers import format_pointer
from models import changes
from models.errors import pluralise_phrase
from models.people.enrolment import MembershipScope, enrol
from models.records.maps import ArgumentMap, ArgumentMapDraft, Record
from models.row_keys import persisted_id
from models.search.map_words import build_words_condition
from models.text_types import Line, Slug
from models.vocabulary import Role, Visibility

router = APIRouter(prefix="/maps", tags=["maps"], route_class=StrictRoute)

DOCUMENT_ANSWER = {
    "description": "The map.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/MapDocument"}}},
    "headers": {"ETag": {"description": "The map's version.", "schema": {"type": "string"}}},
}


class MapsQuery(Paging):
    """Which maps to list, and in which order."""

    title: Annotated[Line, Field(description="Only maps whose title contains this.")] = ""
    words: Annotated[
        Line, Field(description="Only maps where each of these words stands in the title or in an author's name.")
    ] = ""
    language: Annotated[Line, Field(description="Only maps in this language.")] = ""
    order: Annotated[Literal["slug", "title"], Field(description="In which order.")] = "slug"


@router.get("", operation_id="listMaps", summary="List the maps", responses=problems(422, 503))
def list_maps(
    request: Request, response: Response, query: Annotated[MapsQuery, Query()], session: Reading, user: MayLook
) -> MapPage:
    """Return the maps that the user may see, with the number of records in each."""
    ordering = (col(ArgumentMap.title), col(ArgumentMap.slug)) if query.order == "title" else (col(ArgumentMap.slug),)
    maps_query = select(ArgumentMap).where(is_visible_to(user)).order_by(*ordering).limit(query.limit + 1)
    if query.title:
        maps_query = maps_query.where(col(ArgumentMap.title).contains(query.title, autoescape=True))
    if (word_condition := build_words_condition(query.words)) is not None:
        maps_query = maps_query.where(word_condition)
    if query.language:
        maps_query = maps_query.where(ArgumentMap.language == query.language)
    if query.cursor is not None:
        keys = read_cursor(query.cursor, query.order, *[str] * len(ordering))
        maps_query = maps_query.where(_follows_cursor(ordering, keys))
    maps = list(session.exec(maps_query))
    page = maps[: query.limit]
    counts = _count_records(session, [entry.id for entry in page])
    cursor = None
    if len(maps) > query.limit:
        last = page[-1]
        cursor = write_cursor(query.order, *([last.title] if query.order == "title" else []), last.slug)
    items = [MapListed(**_fields(entry), counts=counts.get(persisted_id(entry), {})) for entry in page]
    return MapPage(items=items, next=link_next_page(request, response, cursor))


def _follows_cursor(columns: Sequence[Mapped[str]], keys: Sequence[str]) -> ColumnElement[bool]:
    if len(columns) == 1:
        return columns[0] > keys[0]
    return (columns[0] > keys[0]) | ((columns[0] == keys[0]) & (columns[1] > keys[1]))


def _count_records(session: Session, map_ids: list[int | None]) -> dict[int, dict[str, int]]:
    rows = session.exec(
        select(Record.map_id, Record.kind, func.count())
        .where(col(Record.map_id).in_(map_ids))
        .group_by(col(Record.map_id), col(Record.kind))
    )
    counts: dict[int, dict[str, int]] = {}
    for map_id, kind, number in rows:
        counts.setdefault(map_id, {})[kind] = number
    return counts


def _fields(argument_map: ArgumentMap) -> dict[str, Any]:
    return {name: getattr(argument_map, name) for name in MapFields.model_fields}


@router.post(
    "",
    operation_id="createMap",
    summary="Create a map",
    status_code=201,
    responses=problems(400, 403, 409, 413, 415, 422, 503),
)
def post_map(response: Response, body: MapBody, session: Writing, user: MayCreate, why: Why = "") -> MapFields:
    """Create an empty map, with accounts a private one where nothing else is said.

    A title is enough: the name in addresses is made of it where none is given.
    """
    visibility = body.visibility or choose_default_visibility(user)
    draft = ArgumentMapDraft(**{**body.model_dump(exclude={"slug"}), "visibility": visibility})
    argument_map = changes.create_map(
        session, body.slug or changes.propose_slug(session, body.title), draft, author=user.name, why=why
    )
    enrol_owner(session, argument_map, user)
    return _answer_changed_map(response, session, argument_map, created=True)


@router.get(
    "/{slug}",
    operation_id="readMap",
    summary="Read a whole map as one document",
    response_class=Response,
    dependencies=READS,
    responses={200: DOCUMENT_ANSWER, 304: {"description": "It has not changed."}, **problems(404, 422, 503)},
)
def read_map(request: Request, slug: Slug, session: Reading) -> Response:
    """Return the map as one JSON document with all its records under their readable ids."""
    argument_map = changes.find_map(session, slug)
    tag = make_etag(session, persisted_id(argument_map), argument_map.version)
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if matches_if_none_match(request, tag):
        return Response(status_code=304, headers=headers)
    document = native.write_map_document(add_contents(session, load_graph(session, slug)))
    return Response(document, media_type="application/json", headers=headers)


async def _read_body(request: Request) -> bytes:
    return await request.body()


@router.put(
    "/{slug}",
    operation_id="putMap",
    summary="Create or replace a whole map",
    responses={
        201: {"model": MapFields, "description": "Created."},
        **problems(400, 403, 409, 412, 413, 415, 422, 428, 503),
    },
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/MapDocument"}}},
        }
    },
)
def put_map(
    request: Request,
    response: Response,
    slug: Slug,
    raw: Annotated[bytes, Depends(_read_body)],
    session: Writing,
    user: MayChange,
    why: Why = "",
) -> MapFields:
    """Take the document as the whole map: all of it or nothing. Ids are kept.

    Where the map exists already, If-Match has to name the version that is replaced. With accounts a document that says
    nothing of visibility leaves a map as visible as it was, and makes a private one.
    """
    document = _read_document(raw, slug)
    argument_map = lock_map(session, slug)
    if user.id is not None and "visibility" not in document.model_fields_set:
        document.visibility = Visibility(argument_map.visibility) if argument_map is not None else Visibility.PRIVATE
    tag = None if argument_map is None else make_etag(session, persisted_id(argument_map), argument_map.version)
    require_none_match(request, tag)
    if argument_map is not None and tag is not None:
        require_match(
            request,
            tag,
            lambda: _dump_fields(argument_map),
            lambda: consequences.count_replaced_records(session, persisted_id(argument_map)),
        )
    version = None if argument_map is None else argument_map.version
    written_map = changes.replace_map(session, slug, document, version=version, author=user.name, why=why, checked=True)
    return _answer_changed_map(response, session, written_map, created=argument_map is None)


@router.patch(
    "/{slug}",
    operation_id="changeMap",
    summary="Change the map's own fields",
    responses=problems(400, 403, 404, 409, 412, 413, 415, 422, 428, 503),
)
def patch_map(
    request: Request,
    response: Response,
    slug: Slug,
    patch: Annotated[dict[str, Any], Body(examples=[{"title": "Who wanted the war of 1914?"}])],
    session: Writing,
    user: MayChange,
    why: Why = "",
) -> MapFields:
    """Change title, description, visibility, licence or language (JSON merge patch, RFC 7396)."""
    argument_map = lock_existing_map(session, slug)
    require_match(
        request,
        make_etag(session, persisted_id(argument_map), argument_map.version),
        lambda: _dump_fields(argument_map),
        lambda: consequences.describe_visibility_change(argument_map, patch.get("visibility")),
    )
    present = ArgumentMapDraft.model_validate(argument_map, from_attributes=True).model_dump(mode="json")
    draft = validate_patched(ArgumentMapDraft, _own_fields(apply_merge_patch(present, patch), slug))
    changed_map = changes.change_map(session, slug, draft, version=argument_map.version, author=user.name, why=why)
    return _answer_changed_map(response, session, changed_map)


@router.delete(
    "/{slug}",
    operation_id="deleteMap",
    summary="Delete a map",
    responses=problems(400, 403, 404, 409, 412, 422, 428, 503),
)
def remove_map(request: Request, slug: Slug, session: Writing, user: MayAdminister, why: Why = "") -> ChangeAnswer:
    """Delete the map with all its records. The change can be undone."""
    argument_map = lock_existing_map(session, slug)
    require_match(
        request,
        make_etag(session, persisted_id(argument_map), argument_map.version),
        lambda: _dump_fields(argument_map),
        lambda: consequences.count_map_deletion(session, persisted_id(argument_map)),
    )
    return answer_change(changes.delete_map(session, slug, version=argument_map.version, author=user.name, why=why))


def choose_default_visibility(user: CurrentUser) -> Visibility:
    """Return who sees a map of which nothing else is said: with accounts nobody else than whoever made it."""
    return Visibility.PRIVATE if user.id is not None else Visibility.PUBLIC


def enrol_owner(session: Session, argument_map: ArgumentMap, user: CurrentUser) -> None:
    """Make whoever made a map its owner, where there are accounts."""
    if user.id is not None:
        enrol(session, MembershipScope(map_id=argument_map.id), user.id, Role.OWNER)


def _answer_changed_map(
    response: Response, session: Session, argument_map: ArgumentMap, *, created: bool = False
) -> MapFields:
    response.headers["ETag"] = make_etag(session, persisted_id(argument_map), argument_map.version)
    if created:
        response.status_code = 201
        response.headers["Location"] = f"/api/v1/maps/{argument_map.slug}"
    return MapFields(**_fields(argument_map))


def _dump_fields(argument_map: ArgumentMap) -> dict[str, Any]:
    return MapFields(**_fields(argument_map)).model_dump(mode="json")


def _own_fields(patched: Any, slug: str) -> dict[str, Any]:
    # What an answer adds to the map's own fields may come back unchanged.
    fields = {name: value for name, value in dict(patched).items() if name != "version"}
    if fields.pop("slug", slug) != slug:
        raise _describe_other_name()
    unknown = sorted(set(fields) - set(ArgumentMapDraft.model_fields))
    if unknown:
        raise Refusal(
            422,
            "invalid-request",
            "The request does not fit the schema",
            "Some members are not fields of a map.",
            f"The fields of a map: {', '.join(ArgumentMapDraft.model_fields)}.",
            errors=[Fault(pointer=format_pointer([name]), detail="A map has no such field.") for name in unknown[:10]],
        )
    return fields


def _read_document(raw: bytes, slug: str) -> Any:
    check_json(raw)
    document, faults = native.read_map_document(raw)
    if document is None or faults:
        raise Refusal(
            422,
            "unreadable-document",
            "The document is not a whole map",
            pluralise_phrase(
                "%(num)s thing in the document does not fit; nothing was changed.",
                "%(num)s things in the document do not fit; nothing was changed.",
                len(faults),
            ),
            "Mend what the list of errors names. The schema is MapDocument in /api/v1/openapi.json.",
            errors=[Fault(pointer=entry.pointer, detail=entry.message) for entry in faults[:50]],
        )
    if document.slug not in (None, "", slug):
        raise _describe_other_name()
    return document


def _describe_other_name() -> Refusal:
    return Refusal(
        422,
        "other-name",
        "The map has another name",
        "The slug in the body is not the one in the address.",
        "Leave the slug out of the body, or send the document to the address of its own slug.",
        errors=[Fault(pointer="/slug", detail="It differs from the address.")],
    )
