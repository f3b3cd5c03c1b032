"""The page on which the questions of a map are put in order: buttons move one at a time, without a script."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from api.database import Reading, Writing
from api.permission import Changing, Looking
from api.web.editing.forms import Typed, typed
from api.web.returning import held
from api.web.surroundings import around, graph_shown
from api.web.templating import page
from api.web.visits import read_visit
from models import changes
from models.errors import UnknownRecord
from models.text_types import Label, Slug

router = APIRouter(include_in_schema=False)

DIRECTIONS = ("up", "down")


@router.get("/maps/{slug}/questions")
def show_questions(
    request: Request, slug: Slug, session: Reading, user: Looking, moved: str = "", to: str = ""
) -> Response:
    """Show the questions of a map in their order; `moved` is one that was just moved, whose button keeps the focus."""
    visit = read_visit(request, slug)
    graph = graph_shown(request, visit, user)
    return page(
        request, "questions.html", moved=moved, to=to, directions=DIRECTIONS, **around(request, graph, visit, session)
    )


@router.post("/maps/{slug}/questions/{label}/move")
def move_question(
    request: Request,
    slug: Slug,
    label: Label,
    given: Annotated[Typed, Depends(typed)],
    session: Writing,
    user: Changing,
) -> Response:
    """Move a question up or down by one; what cannot be moved further stays where it is."""
    found = held(session, slug)
    order = [each.id for each in request.app.state.pictures.graph(slug, user).questions]
    if label not in order:
        raise UnknownRecord(slug, label)
    to = "up" if given.get("to") == "up" else "down"
    here = order.index(label)
    there = min(max(here + (-1 if to == "up" else 1), 0), len(order) - 1)
    order.insert(there, order.pop(here))
    done = changes.order_questions(session, found, order, author=user.name)
    said = f"&done={done[0].change}" if done else ""
    return RedirectResponse(f"/maps/{slug}/questions?moved={label}&to={to}{said}#{label}", status_code=303)
