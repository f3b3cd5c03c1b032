"""Live: the changes of a map as they come, and who is here."""

import time
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.config import JsonDict
from sqlmodel import Session

from api.access.authorization import MayLook
from api.access.current_user import ANYONE, require_visible
from api.access.lasting_permission import identify_asker
from api.http.client_addresses import find_client_address, find_network
from api.http.openapi_descriptions import problems
from api.http.problems import Refusal
from api.http.strict_json import StrictRoute
from api.live.hub import Hub
from api.live.places import StreamHolder, StreamPlaces
from api.live.stream import MEDIA_TYPE, EventStream
from api.live.tail import hide_person, make_public_id
from api.requests.attribution import Attribution
from api.requests.database import write_in_thread
from models.changes.lookup import read_record_kinds
from models.participation.map_anonymity import find_maps_hiding_presence
from models.people import presence
from models.text_types import MAX_INTEGER, Label, Slug

router = APIRouter(prefix="/maps/{slug}", tags=["live"], route_class=StrictRoute)

Client = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9_-]{16,64}$"),
    Field(description="A name that the client makes up for itself, at random, and tells nobody else."),
]

EXAMPLE: JsonDict = {"examples": [{"client": "k3Jx0Zq81LmP7vTa", "record": "P3"}]}


class FollowQuery(BaseModel):
    """Where to begin."""

    model_config = ConfigDict(extra="forbid")

    after: Annotated[
        int | None,
        Field(ge=0, le=MAX_INTEGER, description="Begin behind this revision; left out: with what comes from now on."),
    ] = None


class PresenceSent(BaseModel):
    """Who is here: the client, and the record that it looks at, if any."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=EXAMPLE)

    client: Client
    record: Label | None = None


class PresenceAnswer(BaseModel):
    """How the others see the client: under which id and name, and for how long without a renewal."""

    id: str
    name: Attribution
    record: str | None
    seconds: float


# Of each event.
_EVENT = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "pattern": "^[1-9][0-9]*$"},
        "event": {"enum": ["change", "presence", "ended"]},
        "data": {"type": "string", "contentMediaType": "application/json"},
    },
    "required": ["event", "data"],
}
_EVENTS: dict[str, Any] = {
    "description": (
        "Server-sent events. Each revision is an event `change`, with its sequence as id and as data its sequence, "
        "change, kind, record_kind, label, author and at. Who is here comes as an event `presence` without an id: "
        "first all of them under `here`, then who `joined`, `moved` and `left`. The last, `ended`, has as `reason` why "
        "no more comes: `signed-out`, `removed`, `hidden`, `closed`, `narrowed` or `deleted`."
    ),
    "content": {MEDIA_TYPE: {"schema": _EVENT}},
}


@router.get(
    "/events",
    operation_id="followMap",
    summary="Follow what changes in a map, and who is here, as it happens",
    status_code=200,
    response_class=EventStream,
    responses={200: _EVENTS, **problems(403, 404, 409, 422, 429, 503)},
)
async def follow_map(
    request: Request,
    slug: Slug,
    query: Annotated[FollowQuery, Query()],
    user: MayLook,
    last_event_id: Annotated[
        int | None,
        Header(ge=0, le=MAX_INTEGER, description="The last event that was received; it goes before `after`."),
    ] = None,
) -> EventStream:
    """Send each revision once and in order, from behind the one that is named, until the client goes.

    A stream ends when the client does not keep up, and whoever asks again with Last-Event-ID misses nothing. It ends
    with an event `ended` when the client may not look any more or may do less than when it came, or the map is deleted.
    """
    state = require_visible(slug, await request.app.state.states.wait(slug), user)
    after = next((sequence for sequence in (last_event_id, query.after) if sequence is not None), state.version)
    if after > state.version:
        raise Refusal(
            409,
            "ahead-of-history",
            "The map's history does not reach that far",
            f"Its last revision is {state.version}, and events behind {after} were asked for.",
            "Read the map again, and follow it from its present version.",
        )
    hub: Hub = request.app.state.live
    places: StreamPlaces = request.app.state.stream_places
    holder = StreamHolder(find_network(find_client_address(request)), user.id)
    places.take(holder)
    try:
        listener = await hub.join(slug, state, identify_asker(request), after)
    except BaseException:
        places.give_back(holder)
        raise
    return EventStream(hub, slug, state.id, listener, lambda: places.give_back(holder))


@router.put(
    "/presence",
    operation_id="tellPresence",
    summary="Tell that one is here, and at which record",
    responses=problems(400, 403, 404, 409, 413, 415, 422, 503),
)
async def tell_presence(request: Request, slug: Slug, sent: PresenceSent, user: MayLook) -> PresenceAnswer:
    """Note who is here for as long as the answer says; a record that the map does not have counts as none.

    Others are told neither name nor record where the map is anonymous, or while a round is open that hides names.
    It is no change of the map, and leaves no revision. Of those who are not signed in nothing is noted.
    """
    state = require_visible(slug, await request.app.state.states.wait(slug), user)
    seconds = presence.LASTING_SECONDS

    def renew(session: Session) -> PresenceAnswer:
        # A record that somebody else has just deleted is no mistake of the client's.
        record = sent.record if sent.record in read_record_kinds(session, state.id, {sent.record or ""}) else None
        present_member = presence.PresentReader(sent.client, user.name, record)
        presence.renew_presence(session, state.id, present_member, time.time())
        if find_maps_hiding_presence(session, [state.id]):
            present_member = hide_person(present_member)
        return PresenceAnswer(
            id=make_public_id(sent.client), name=present_member.name, record=present_member.record, seconds=seconds
        )

    if user == ANYONE:
        return PresenceAnswer(id=make_public_id(sent.client), name=user.name, record=None, seconds=seconds)
    return await write_in_thread(request, renew)


@router.delete(
    "/presence/{client}",
    operation_id="endPresence",
    summary="Tell that one leaves",
    status_code=204,
    responses=problems(403, 404, 422, 503),
)
async def end_presence(request: Request, slug: Slug, client: Client, user: MayLook) -> Response:
    """Forget a client within three seconds, unless it says meanwhile that it is here after all."""
    state = require_visible(slug, await request.app.state.states.wait(slug), user)
    if user != ANYONE:
        await write_in_thread(request, lambda session: presence.drop_presence(session, state.id, client, time.time()))
    return Response(status_code=204)
