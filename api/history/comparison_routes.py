"""Two moments of a map, or two maps, compared; and what was once said, said again."""

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.access.authorization import MayChange, MayLook
from api.history.revision_routes import ChangeAnswer, Number, Why, answer_change
from api.http.conditional_requests import make_etag, require_match
from api.http.openapi_descriptions import problems
from api.http.query_parameters import At, QueryParameters
from api.http.strict_json import StrictRoute
from api.requests import consequences
from api.requests.database import Reading, Writing, write_in_thread
from api.requests.long_work import read_before_change
from api.requests.moments import find_change_number
from api.requests.representations import MapFields, describe_record
from argument_maps.comparison.map_differences import Comparison, compare
from argument_maps.references import find_record_kind
from argument_maps.selection.selecting import Selection, select
from models import changes
from models.row_keys import persisted_id
from models.text_types import EdtfDate, Label, Slug

router = APIRouter(prefix="/maps/{slug}", tags=["history"], route_class=StrictRoute)


class ComparisonQuery(QueryParameters):
    """Which two are compared: two moments of the map, or the map with another one."""

    since: Annotated[
        At | None,
        Field(
            alias="from",
            description="The earlier change; where left out the map's first, or, where dates are named, the later.",
        ),
    ] = None
    to: Annotated[At | None, Field(description="The later change; the present where left out.")] = None
    other: Annotated[
        Slug | None, Field(alias="with", description="Another map, whose present is the later side instead.")
    ] = None
    as_of_from: Annotated[
        EdtfDate | None,
        Field(
            description="Of the earlier only what could be known by then, such as 1996 or 1996-05; all where left out.",
            examples=["1990"],
        ),
    ] = None
    as_of_to: Annotated[
        EdtfDate | None,
        Field(
            description="Of the later only what could be known by then, such as 1996 or 1996-05; all where left out.",
            examples=["1996"],
        ),
    ] = None


class FieldAnswer(BaseModel):
    """A field that says different things."""

    name: str
    before: Any
    after: Any


class ChangedAnswer(BaseModel):
    """A record that says different things."""

    id: Label
    record: str
    fields: list[FieldAnswer]


class TurnedAnswer(BaseModel):
    """A perception whose verdict is another; null where it is not there."""

    id: Label
    before: str | None
    after: str | None


class ComparisonAnswer(BaseModel):
    """All that differs: of the map itself, records added, changed and removed, and verdicts that turned."""

    header: list[FieldAnswer]
    added: list[dict[str, Any]]
    changed: list[ChangedAnswer]
    removed: list[dict[str, Any]]
    verdicts: list[TurnedAnswer]


@router.get(
    "/comparison",
    operation_id="compareMoments",
    summary="Compare two moments, or two maps",
    response_model=ComparisonAnswer,
    responses=problems(404, 422, 503),
)
def read_comparison(
    request: Request, slug: Slug, query: Annotated[ComparisonQuery, Query()], session: Reading, user: MayLook
) -> Response:
    """Return what the later one has that the earlier has not, what it has not, and what says something else.

    Of either side only what could be known by a date is compared where `as_of_from` or `as_of_to` names one; with
    `as_of_from=1990&as_of_to=1996` that is what became known of the map in between.
    """
    pictures = request.app.state.pictures
    last = 0 if query.other else find_change_number(session, slug, query.to)
    first = find_change_number(session, slug, query.since)
    if not first and not query.other:
        first = last if query.as_of_from or query.as_of_to else 1
    before = select(pictures.graph(slug, user, first), Selection(as_of=query.as_of_from)).graph
    after = select(pictures.graph(query.other or slug, user, last), Selection(as_of=query.as_of_to)).graph
    return Response(msgspec.json.encode(describe_comparison(compare(before, after))), media_type="application/json")


def describe_comparison(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as JSON values."""
    return {
        "header": comparison.header,
        "added": [describe_record(record) for record in comparison.added],
        "changed": [
            {"id": difference.after.id, "record": find_record_kind(difference.after), "fields": difference.fields}
            for difference in comparison.changed
        ],
        "removed": [describe_record(record) for record in comparison.removed],
        "verdicts": [
            {"id": verdict_change.perception.id, "before": verdict_change.before, "after": verdict_change.after}
            for verdict_change in comparison.verdicts
        ],
    }


@router.post(
    "/moments/{sequence}/restore",
    operation_id="restoreMap",
    summary="Restore a map as it stood",
    responses=problems(403, 404, 409, 412, 422, 428, 503),
)
async def post_map_restoration(
    request: Request, slug: Slug, sequence: Number, user: MayChange, why: Why = ""
) -> ChangeAnswer:
    """Let the whole map say again what it said after this change; who may see it stays. The change can be undone."""
    former = None
    if "if-match" in request.headers:
        former = await read_before_change(
            request, lambda session: changes.read_former_snapshot(session, slug, sequence)
        )

    def write(session: Session) -> ChangeAnswer:
        argument_map = changes.find_map(session, slug)
        current = {name: getattr(argument_map, name) for name in MapFields.model_fields}
        pictures = request.app.state.pictures
        require_match(
            request,
            make_etag(session, persisted_id(argument_map), argument_map.version),
            lambda: current,
            lambda: consequences.count_differences(
                compare(pictures.graph(slug, user), pictures.graph(slug, user, sequence))
            ),
        )
        revisions = changes.restore_map(
            session, slug, sequence, version=argument_map.version, author=user.name, why=why, former=former
        )
        return answer_change(revisions)

    return await write_in_thread(request, write)


@router.post(
    "/moments/{sequence}/records/{label}/restore",
    operation_id="restoreRecord",
    summary="Restore a record as it stood",
    responses=problems(403, 404, 409, 422, 503),
)
def post_record_restoration(
    slug: Slug, sequence: Number, label: Label, session: Writing, user: MayChange, why: Why = ""
) -> ChangeAnswer:
    """Let one record say again what it said after this change; what it names comes back with it where it is gone."""
    return answer_change(changes.restore_record(session, slug, label, sequence, author=user.name, why=why))
