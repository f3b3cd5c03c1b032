"""Forks of a map, and merging them: what one has done is taken into the other, or left."""

from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from api.attribution import Attribution, attribute
from api.authorship import Authorship, authorship, tell_credits
from api.conditions import etag, require_match
from api.database import Reading, Writing, write_apart
from api.documentation import problems
from api.forking import ForkRequest, make_fork, require_merge
from api.long_work import prepare
from api.merges import Compared, Merged, compare_for_merge, merge, prospect
from api.paging import Paging, next_page, part_of
from api.permission import Changing, Creating, CurrentUser, Looking
from api.representations import MapFields
from api.routes.revisions import RevisionListed, Why, describe_revision
from api.strict_route import StrictRoute
from argument_maps.comparison.merging import Difference
from argument_maps.draft_values import draft_of
from argument_maps.graph import AnyRecord
from models import changes
from models.address_names import WrittenName
from models.history.forks import fork_of, forks_from
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id
from models.text_types import MAX_INTEGER, Label, Slug, Title

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
    says, `ours` what this map says. Contested is what both changed differently, or one changed and the other removed.
    """

    id: Label
    target: Label | None
    record: str
    sort: Literal["added", "changed", "removed", "contested"]
    credit: Attribution
    base: dict[str, Any] | None
    theirs: dict[str, Any] | None
    ours: dict[str, Any] | None


class DifferencesAnswer(BaseModel):
    """What there is to take from a fork since the two maps last had the same."""

    source: str
    target: str
    differences: list[DifferenceAnswer]


class MergeBody(BaseModel):
    """Which differences are taken, by the fork's ids; the others are left, and not offered again."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"take": ["F9", "L42"]}]})

    take: Annotated[list[Label], Field(max_length=100_000)]


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
    user: Looking,
) -> ForksAnswer:
    """Return where the map comes from, and its forks, as far as the user may see them."""
    found = _seen(request, session, slug, user)
    fork = fork_of(session, found.id)
    # By its id: another map may have taken the name.
    origin = session.get(ArgumentMap, fork.origin_id) if fork is not None else None
    shown = origin is not None and request.app.state.pictures.may_see(origin.slug, user)
    # A place in a list with what is hidden would tell how much that is.
    forks = [each for each in forks_from(session, found.id) if request.app.state.pictures.may_see(each.slug, user)]
    part = part_of(forks, "forks", lambda each: each.slug, limit=query.limit, cursor=query.cursor)
    return ForksAnswer(
        origin=Origin(slug=origin.slug, sequence=fork.origin_sequence) if fork and origin and shown else None,
        forks=[_fields(each) for each in part.items],
        next=next_page(request, response, part.cursor),
    )


@router.post(
    "/forks",
    operation_id="forkMap",
    summary="Fork a map",
    status_code=201,
    responses=problems(400, 403, 404, 409, 413, 415, 422, 503),
)
def fork_map(
    request: Request, response: Response, slug: Slug, body: ForkBody, session: Writing, user: Creating, why: Why = ""
) -> MapFields:
    """Copy the map under another name, with its ids and texts; the copy remembers where it comes from.

    With accounts it is private. A fork of a seminar's map belongs to the seminar, and one of another private map to
    those who own that map; whoever made it edits it.
    """
    origin = _seen(request, session, slug, user)
    wanted = ForkRequest(body.slug, body.title, body.at, body.seminar, why)
    made = make_fork(session, origin, wanted, user)
    response.headers["ETag"] = etag(session, persisted_id(made), made.version)
    response.headers["Location"] = f"/api/v1/maps/{made.slug}"
    return _fields(made)


@router.get(
    "/merges/{source}",
    operation_id="compareFork",
    summary="List what can be merged from a fork",
    responses=problems(404, 409, 422, 503),
    response_model=DifferencesAnswer,
)
def list_differences(request: Request, slug: Slug, source: Slug, session: Reading, user: Looking) -> Response:
    """Return what another map has done since it last had the same as this one, record by record."""
    target = _seen(request, session, slug, user)
    _seen(request, session, source, user)
    offered = prospect(session, source, slug)
    credits = tell_credits(session, offered, user)
    listed = [_told(each, credits.get(each.label)) for each in offered.found]
    body = msgspec.json.encode({"source": source, "target": slug, "differences": listed})
    return Response(
        body, media_type="application/json", headers={"ETag": etag(session, persisted_id(target), target.version)}
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
    user: Changing,
    why: Why = "",
) -> MergeAnswer:
    """Take differences in one change that can be undone as one; whose work each record is stays with it.

    What a record needs comes along; what something still needs does not go.
    """

    def find_allowed(session: Session) -> ArgumentMap:
        found = _seen(request, session, slug, user)
        require_merge(session, user, _seen(request, session, source, user), found)
        return found

    def compare_before(session: Session) -> Compared:
        find_allowed(session)
        return compare_for_merge(session, source, slug)

    compared = await prepare(request, compare_before) if "if-match" in request.headers else None

    def write(session: Session) -> MergeAnswer:
        found = find_allowed(session)
        require_match(
            request,
            etag(session, persisted_id(found), found.version),
            lambda: _fields(found).model_dump(mode="json"),
            lambda: {"changes": {"records": len(set(body.take))}},
        )
        done = merge(
            session, source, slug, body.take, version=found.version, author=user.name, why=why, compared=compared
        )
        session.refresh(found)
        response.headers["ETag"] = etag(session, persisted_id(found), found.version)
        return _answer_merge(done, authorship(session, persisted_id(found), user))

    return await write_apart(request, write)


def _answer_merge(done: Merged, told: Authorship) -> MergeAnswer:
    return MergeAnswer(
        change=done.revisions[0].change if done.revisions else None,
        revisions=[describe_revision(each, told) for each in done.revisions],
        labels=done.settled.labels,
        along=done.settled.along,
        kept=done.settled.kept,
    )


def told_record(record: AnyRecord | None) -> dict[str, Any] | None:
    """Return a record as JSON values with its id and kind, defaults left out."""
    if record is None:
        return None
    kind, draft = draft_of(record)
    return {"id": record.id, "record": kind.value, **draft}


def _told(each: Difference, credit: str | None) -> dict[str, Any]:
    return {
        "id": each.label,
        "target": each.target or None,
        "record": draft_of(each.record)[0].value,
        "sort": each.sort.value,
        "credit": attribute(credit),
        "base": told_record(each.base),
        "theirs": told_record(each.theirs),
        "ours": told_record(each.ours),
    }


def _seen(request: Request, session: Session, slug: str, user: CurrentUser) -> ArgumentMap:
    """Return a map that the user may look at; raises `UnknownMap`."""
    request.app.state.pictures.check(slug, user)
    return changes.find_map(session, slug)


def _fields(found: ArgumentMap) -> MapFields:
    return MapFields(**{name: getattr(found, name) for name in MapFields.model_fields})
