"""Forks of a map, and merging them: what one has done is taken into the other, or left."""

from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from api.access.authorization import MayChange, MayCreate, MayLook
from api.access.current_user import CurrentUser
from api.forks.forking import ForkRequest, make_fork, require_merge
from api.forks.merges import MergeComparison, MergeResult, compare_for_merge, mask_credits, merge_maps, preview_merge
from api.history.revision_routes import RevisionListed, Why, describe_revision
from api.http.conditional_requests import make_etag, require_match
from api.http.openapi_descriptions import problems
from api.http.pagination import Paging, link_next_page, slice_page
from api.http.strict_json import StrictRoute
from api.requests.attribution import Attribution, attribute
from api.requests.authorship import Authorship, read_authorship
from api.requests.database import Reading, Writing, write_in_thread
from api.requests.long_work import read_before_change
from api.requests.representations import FieldOrigins, MapFields, describe_field_origins, describe_record
from argument_maps.comparison.merging import RecordDifference
from argument_maps.draft_values import build_draft
from models import changes
from models.address_names import WrittenName
from models.history.forks import find_fork, read_forks
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id
from models.text_types import MAX_INTEGER, Label, Line, Slug, Title

router = APIRouter(prefix="/maps/{slug}", tags=["forks"], route_class=StrictRoute)


class ForkBody(BaseModel):
    """A fork to be made: its short name, and what differs from its origin."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"slug": "korea-group-2"}]})

    slug: Annotated[
        WrittenName | None,
        Field(description="Its name in addresses, read as it is meant; left out, it is made of the title."),
    ] = None
    title: Annotated[Title | None, Field(description="Its title; that of the origin where left out.")] = None
    at: Annotated[
        int | None, Field(ge=1, le=MAX_INTEGER, description="As the origin stood after this change; else as it stands.")
    ] = None
    seminar: Annotated[
        WrittenName | None,
        Field(description="The seminar to which it belongs; left out, that of the origin for those who are let in."),
    ] = None


class Origin(BaseModel):
    """Where a map comes from: another map, as it stood after a change."""

    slug: str
    sequence: int


class ForksAnswer(BaseModel):
    """Where a map comes from, null where it is no fork, and one page of the forks that come from it, by their names."""

    origin: Origin | None
    forks: list[MapFields]
    next: str | None = None


class DifferenceAnswer(BaseModel):
    """A record that the fork made, changed or removed.

    `target` is the id that it has here, null where it gets a new one. `base` is what both had, `theirs` what the fork
    says, `ours` what this map says. Contested is a record of which both changed a field differently, or that one
    changed and the other removed. `fields` says what of a record that both have comes from where.
    """

    id: Label
    target: Label | None
    record: str
    sort: Literal["added", "changed", "removed", "contested"]
    credit: Attribution
    base: dict[str, Any] | None
    theirs: dict[str, Any] | None
    ours: dict[str, Any] | None
    fields: FieldOrigins | None


class DifferencesAnswer(BaseModel):
    """What there is to take from a fork since the two maps last had the same."""

    source: str
    target: str
    differences: list[DifferenceAnswer]


class MergeBody(BaseModel):
    """Which differences are taken, by the fork's ids; the others are left, and not offered again.

    What only one map changed is in what is taken, whichever did. What both changed is as the fork has it, unless `keep`
    names it: by the record's id in the fork the names of those conflicts in which this map's stays.
    """

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"take": ["F9", "L42"], "keep": {"F9": ["text"]}}]}
    )

    take: Annotated[list[Label], Field(max_length=100_000)]
    keep: Annotated[dict[Label, Annotated[list[Line], Field(max_length=100)]], Field(max_length=100_000)] = {}


class MergeAnswer(BaseModel):
    """What a merge did. `labels` are new ids by the fork's; `along` came because another needs it, `kept` stayed so."""

    change: int | None
    revisions: list[RevisionListed]
    labels: dict[str, str]
    along: dict[str, str]
    kept: dict[str, str]


@router.get("/forks", operation_id="listForks", summary="List a map's forks", responses=problems(404, 422, 503))
def list_forks(
    request: Request,
    response: Response,
    slug: Slug,
    query: Annotated[Paging, Query()],
    session: Reading,
    user: MayLook,
) -> ForksAnswer:
    """Return where the map comes from, and its forks, as far as the user may see them."""
    argument_map = _find_visible_map(request, session, slug, user)
    fork = find_fork(session, argument_map.id)
    # By its id: another map may have taken the name.
    origin = session.get(ArgumentMap, fork.origin_id) if fork is not None else None
    origin_is_visible = origin is not None and request.app.state.pictures.may_see(origin.slug, user)
    # A place in a list with what is hidden would tell how much that is.
    forks = [
        forked_map
        for forked_map in read_forks(session, argument_map.id)
        if request.app.state.pictures.may_see(forked_map.slug, user)
    ]
    part = slice_page(forks, "forks", lambda forked_map: forked_map.slug, limit=query.limit, cursor=query.cursor)
    return ForksAnswer(
        origin=Origin(slug=origin.slug, sequence=fork.origin_sequence)
        if fork and origin and origin_is_visible
        else None,
        forks=[_fields(forked_map) for forked_map in part.items],
        next=link_next_page(request, response, part.cursor),
    )


@router.post(
    "/forks",
    operation_id="forkMap",
    summary="Fork a map",
    status_code=201,
    responses=problems(400, 403, 404, 409, 413, 415, 422, 503),
)
def post_fork(
    request: Request, response: Response, slug: Slug, body: ForkBody, session: Writing, user: MayCreate, why: Why = ""
) -> MapFields:
    """Copy the map under another name, with its ids and texts; the copy remembers where it comes from.

    With accounts it is private. A fork of a seminar's map belongs to the seminar, and one of another private map to
    those who own that map; whoever made it edits it.
    """
    origin = _find_visible_map(request, session, slug, user)
    fork_request = ForkRequest(body.slug, body.title, body.at, body.seminar, why)
    fork = make_fork(session, origin, fork_request, user)
    response.headers["ETag"] = make_etag(session, persisted_id(fork), fork.version)
    response.headers["Location"] = f"/api/v1/maps/{fork.slug}"
    return _fields(fork)


@router.get(
    "/merges/{source}",
    operation_id="compareFork",
    summary="List what can be merged from a fork",
    responses=problems(404, 409, 422, 503),
    response_model=DifferencesAnswer,
)
def list_differences(request: Request, slug: Slug, source: Slug, session: Reading, user: MayLook) -> Response:
    """Return what another map has done since it last had the same as this one, record by record."""
    target = _find_visible_map(request, session, slug, user)
    _find_visible_map(request, session, source, user)
    merge_prospect = preview_merge(session, source, slug)
    credits = mask_credits(session, merge_prospect, user)
    differences = [
        _describe_difference(difference, credits.get(difference.label)) for difference in merge_prospect.differences
    ]
    body = msgspec.json.encode({"source": source, "target": slug, "differences": differences})
    return Response(
        body, media_type="application/json", headers={"ETag": make_etag(session, persisted_id(target), target.version)}
    )


@router.post(
    "/merges/{source}",
    operation_id="mergeFork",
    summary="Merge a fork",
    responses=problems(400, 403, 404, 409, 412, 413, 415, 422, 428, 503),
)
async def merge_fork(
    request: Request,
    response: Response,
    slug: Slug,
    source: Slug,
    body: MergeBody,
    user: MayChange,
    why: Why = "",
) -> MergeAnswer:
    """Take differences in one change that can be undone as one; whose work each record is stays with it.

    What a record needs comes along; what something still needs does not go.
    """

    def find_mergeable_map(session: Session) -> ArgumentMap:
        argument_map = _find_visible_map(request, session, slug, user)
        require_merge(session, user, _find_visible_map(request, session, source, user), argument_map)
        return argument_map

    def compare_before(session: Session) -> MergeComparison:
        find_mergeable_map(session)
        return compare_for_merge(session, source, slug)

    compared = await read_before_change(request, compare_before) if "if-match" in request.headers else None

    def write(session: Session) -> MergeAnswer:
        argument_map = find_mergeable_map(session)
        require_match(
            request,
            make_etag(session, persisted_id(argument_map), argument_map.version),
            lambda: _fields(argument_map).model_dump(mode="json"),
            lambda: {"changes": {"records": len(set(body.take))}},
        )
        outcome = merge_maps(
            session,
            source,
            slug,
            body.take,
            version=argument_map.version,
            author=user.name,
            why=why,
            comparison=compared,
            kept_fields=body.keep,
        )
        session.refresh(argument_map)
        response.headers["ETag"] = make_etag(session, persisted_id(argument_map), argument_map.version)
        return _answer_merge(outcome, read_authorship(session, persisted_id(argument_map), user))

    return await write_in_thread(request, write)


def _answer_merge(outcome: MergeResult, author_names: Authorship) -> MergeAnswer:
    return MergeAnswer(
        change=outcome.revisions[0].change if outcome.revisions else None,
        revisions=[describe_revision(revision, author_names) for revision in outcome.revisions],
        labels=outcome.settled.labels,
        along=outcome.settled.required_by,
        kept=outcome.settled.still_needed,
    )


def _describe_difference(difference: RecordDifference, credit: str | None) -> dict[str, Any]:
    return {
        "id": difference.label,
        "target": difference.target or None,
        "record": build_draft(difference.record)[0].value,
        "sort": difference.sort.value,
        "credit": attribute(credit),
        "base": describe_record(difference.base),
        "theirs": describe_record(difference.theirs),
        "ours": describe_record(difference.ours),
        "fields": describe_field_origins(difference.fields),
    }


def _find_visible_map(request: Request, session: Session, slug: str, user: CurrentUser) -> ArgumentMap:
    """Return a map that the user may look at; raises `UnknownMap`."""
    request.app.state.pictures.check(slug, user)
    return changes.find_map(session, slug)


def _fields(argument_map: ArgumentMap) -> MapFields:
    return MapFields(**{name: getattr(argument_map, name) for name in MapFields.model_fields})
