"""A map as it stood after one of its changes."""

from typing import Any

import msgspec
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from api.access.authorization import MayLook
from api.history.revision_routes import Number
from api.http.instants import Instant
from api.http.openapi_descriptions import problems
from api.http.strict_json import StrictRoute
from api.requests.attribution import Attribution
from api.requests.authorship import mask_moment_author
from api.requests.database import Reading
from argument_maps.assembly import add_contents
from models.changes import find_map
from models.history.moments import find_moment
from models.row_keys import persisted_id
from models.text_types import Slug

router = APIRouter(prefix="/maps/{slug}", tags=["history"], route_class=StrictRoute)


class MomentSummary(BaseModel):
    """Which moment it is: the number of the change, that of its last revision, when, by whom and why."""

    sequence: int
    change: int
    at: Instant
    author: Attribution
    why: str


class MomentAnswer(MomentSummary):
    """A map as it stood after a change."""

    document: dict[str, Any] = Field(description="The whole map, as it is read with GET /maps/{slug} (MapDocument).")


@router.get(
    "/moments/{sequence}",
    operation_id="readMoment",
    summary="Read a map as it stood",
    response_model=MomentAnswer,
    responses=problems(404, 422, 503),
)
def read_map_at_moment(request: Request, slug: Slug, sequence: Number, session: Reading, user: MayLook) -> Response:
    """Return the map as one document, as it stood after the change to which this revision belongs."""
    graph = request.app.state.pictures.graph(slug, user, sequence)
    argument_map = find_map(session, slug)
    summary = mask_moment_author(
        session, persisted_id(argument_map), find_moment(session, argument_map, sequence), user
    )
    document = add_contents(session, graph)
    body = {**MomentSummary(**summary._asdict()).model_dump(mode="json"), "document": document}
    return Response(
        msgspec.json.encode(body),
        media_type="application/json",
        headers={"Cache-Control": "private, max-age=31536000, immutable"},
    )
