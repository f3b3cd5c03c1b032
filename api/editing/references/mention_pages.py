"""What is offered while a comment is written: members whom one may mention there, and records of the map."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.responses import JSONResponse

from api.access.authorization import MayComment
from api.editing.references.suggestions import suggest_records
from api.requests.database import Reading
from api.seminars.comments.mentions import choose_mentionable, list_mentionable
from argument_maps.graph import Graph
from models.changes.lookup import find_map
from models.row_keys import persisted_id
from models.text_types import MAX_INTEGER, Slug

router = APIRouter(include_in_schema=False)
_RECORDS = "question,claim,interpretation,evidence,source,link"
_MOST_RECORDS = 5


@router.get("/maps/{slug}/mentionable")
def show_mentionable(
    request: Request,
    slug: Slug,
    session: Reading,
    user: MayComment,
    q: str = "",
    thread: Annotated[int, Query(ge=0, le=MAX_INTEGER)] = 0,
) -> Response:
    """Return members whom one may mention in a thread, and records of the map, that fit what is being written."""
    graph: Graph = request.app.state.pictures.graph(slug, user)
    members = choose_mentionable(list_mentionable(session, persisted_id(find_map(session, slug)), user, thread), q[:80])
    records = suggest_records(session, user, graph, q[:80], _RECORDS, here=True) if q.strip() else []
    mentionables = [
        {"sort": "member", "name": member.name, "text": member.called, "write": member.mention} for member in members
    ]
    mentionables += [
        {"sort": "record", "name": record["id"], "text": record["text"], "write": record["id"]}
        for record in records[:_MOST_RECORDS]
    ]
    return JSONResponse(mentionables, headers={"Cache-Control": "no-store"})
