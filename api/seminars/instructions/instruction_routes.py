"""Instructions that whoever leads pins to a map or a seminar, for its members to read where they work."""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict

from api.access.authorization import MayLook, MayTakePositions, MayTeach
from api.http.openapi_descriptions import problems
from api.http.strict_json import StrictRoute
from api.requests.database import Reading, Writing
from api.seminars.controversies.controversy_operations import require_seminar
from models.changes.lookup import find_map
from models.participation.instructions import PinnedTo, pin_instructions, read_instructions
from models.row_keys import persisted_id
from models.text_types import Prose, Slug

router = APIRouter(tags=["instructions"], route_class=StrictRoute)
Name = Annotated[str, Path(max_length=64, description="The seminar's short name.")]


class InstructionsBody(BaseModel):
    """What is to be done, in prose; nothing takes the instructions away."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"text": "Read P1 to P4 by Friday."}]})

    text: Prose


@router.get(
    "/maps/{slug}/instructions",
    operation_id="readMapInstructions",
    summary="Read the instructions pinned to a map",
    responses=problems(403, 404, 422, 503),
)
def get_map_instructions(slug: Slug, session: Reading, user: MayTakePositions) -> InstructionsBody:
    """Return what is pinned to a map; an empty text where nothing is."""
    del user
    return InstructionsBody(text=read_instructions(session, PinnedTo.MAP, persisted_id(find_map(session, slug))))


@router.put(
    "/maps/{slug}/instructions",
    operation_id="pinMapInstructions",
    summary="Pin instructions to a map",
    responses=problems(400, 403, 404, 413, 415, 422, 503),
)
def put_map_instructions(slug: Slug, body: InstructionsBody, session: Writing, user: MayTeach) -> InstructionsBody:
    """Pin instructions, which members read on every page of the map, in place of those that were there."""
    pin_instructions(session, PinnedTo.MAP, persisted_id(find_map(session, slug)), body.text.strip(), by=user.name)
    return body


@router.get(
    "/seminars/{seminar}/instructions",
    operation_id="readSeminarInstructions",
    summary="Read the instructions pinned to a seminar",
    responses=problems(404, 422, 503),
)
def get_seminar_instructions(seminar: Name, session: Reading, user: MayLook) -> InstructionsBody:
    """Return what is pinned to a seminar; an empty text where nothing is."""
    current_seminar = require_seminar(session, seminar, user)
    return InstructionsBody(text=read_instructions(session, PinnedTo.SEMINAR, persisted_id(current_seminar)))


@router.put(
    "/seminars/{seminar}/instructions",
    operation_id="pinSeminarInstructions",
    summary="Pin instructions to a seminar",
    responses=problems(400, 403, 404, 413, 415, 422, 503),
)
def put_seminar_instructions(
    seminar: Name, body: InstructionsBody, session: Writing, user: MayTeach
) -> InstructionsBody:
    """Pin instructions, which members read on the seminar's page and on all of its maps."""
    current_seminar = require_seminar(session, seminar, user)
    pin_instructions(session, PinnedTo.SEMINAR, persisted_id(current_seminar), body.text.strip(), by=user.name)
    return body
