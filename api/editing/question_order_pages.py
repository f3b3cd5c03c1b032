"""The page on which the questions of a map are put in order: buttons move one at a time, without a script."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from api.access.authorization import MayChange, MayLook
from api.pages.forms import FormValues, read_posted_form
from api.pages.map_context import build_map_context, read_visited_graph
from api.pages.templating import render_page
from api.pages.visits import read_visit
from api.requests.database import Reading, Writing, lock_existing_map
from models import changes
from models.errors import UnknownRecord
from models.text_types import Label, Slug

router = APIRouter(include_in_schema=False)

DIRECTIONS = ("up", "down")


@router.get("/maps/{slug}/questions")
def show_questions(
    request: Request, slug: Slug, session: Reading, user: MayLook, moved: str = "", to: str = ""
) -> Response:
    """Show the questions of a map in their order; `moved` is one that was just moved, whose button keeps the focus."""
    visit = read_visit(request, slug)
    graph = read_visited_graph(request, visit, user)
    return render_page(
        request,
        "questions.html",
        moved=moved,
        to=to,
        directions=DIRECTIONS,
        **build_map_context(request, graph, visit, session),
    )


@router.post("/maps/{slug}/questions/{label}/move")
def move_question(
    request: Request,
    slug: Slug,
    label: Label,
    form: Annotated[FormValues, Depends(read_posted_form)],
    session: Writing,
    user: MayChange,
) -> Response:
    """Move a question up or down by one; what cannot be moved further stays where it is."""
    argument_map = lock_existing_map(session, slug)
    order = [question.id for question in request.app.state.pictures.graph(slug, user).questions]
    if label not in order:
        raise UnknownRecord(slug, label)
    to = "up" if form.get("to") == "up" else "down"
    position = order.index(label)
    new_position = min(max(position + (-1 if to == "up" else 1), 0), len(order) - 1)
    order.insert(new_position, order.pop(position))
    revisions = changes.save_question_order(session, argument_map, order, author=user.name)
    change_query = f"&done={revisions[0].change}" if revisions else ""
    return RedirectResponse(f"/maps/{slug}/questions?moved={label}&to={to}{change_query}#{label}", status_code=303)
