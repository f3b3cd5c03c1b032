"""The page of what a text shares with the other texts of its map."""

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.access.authorization import MayContribute, MayLook
from api.access.current_user import CurrentUser
from api.editing.editing_pages import Form
from api.pages.list_parts import paginate
from api.pages.map_context import build_map_context
from api.pages.returns import read_graph, redirect_to_text
from api.pages.templating import render_page
from api.pages.visits import read_visit
from api.phrases.messages import gettext
from api.phrases.page_words import explain_error
from api.requests.database import lock_existing_map, read_in_thread, write_in_thread
from api.requests.long_work import read_in_long_work
from api.texts.joining.parallels import Joining, Parallels, find_parallels, read_joining, write_joining
from api.texts.text_views import find_text
from models.errors import MapError
from models.people.account_errors import NotYours
from models.text_types import Label, Slug

router = APIRouter(include_in_schema=False)


@router.get("/maps/{slug}/texts/{label}/parallels")
async def show_parallels(request: Request, slug: Slug, label: Label, user: MayLook) -> Response:
    """Show the passages that a text shares with the other texts of the map, each beside the other."""
    return await _answer_with_parallels(request, slug, label, user, "")


@router.post("/maps/{slug}/texts/{label}/parallels")
async def join_passages(request: Request, slug: Slug, label: Label, form: Form, user: MayContribute) -> Response:
    """Mark two passages that texts share and join them, as one change."""

    def read(session: Session) -> Joining | None:
        graph = read_graph(request, slug, user)
        return read_joining(session, graph, find_text(graph, label), form)

    fault = gettext("One of the texts has changed in the meantime. Choose from what they share now.")
    joined = None
    try:
        joining = await read_in_thread(request, read)
        if joining is not None:
            joined = await write_in_thread(
                request, lambda session: _join_passages(request, session, slug, label, joining, user)
            )
    except NotYours:
        raise
    except MapError as error:
        fault = explain_error(error)
    return joined or await _answer_with_parallels(request, slug, label, user, fault)


def _join_passages(
    request: Request, session: Session, slug: str, label: str, joining: Joining, user: CurrentUser
) -> Response | None:
    argument_map = lock_existing_map(session, slug)
    graph = read_graph(request, slug, user)
    if not joining.is_of_present_versions(graph):
        return None
    change = write_joining(session, argument_map, graph, joining, author=user.name)
    return redirect_to_text(slug, label, change, page="/parallels")


async def _answer_with_parallels(request: Request, slug: str, label: str, user: CurrentUser, fault: str) -> Response:
    def find(session: Session) -> Parallels:
        graph = read_graph(request, slug, user)
        return find_parallels(session, graph, find_text(graph, label))

    parallels = await read_in_long_work(request, find)

    def render(session: Session) -> Response:
        graph = read_graph(request, slug, user)
        address = f"/maps/{slug}/texts/{label}/parallels"
        return render_page(
            request,
            "text_parallels.html",
            422 if fault else 200,
            text=find_text(graph, label),
            pairs=paginate(request, address, "shared", parallels.pairs, lambda pair: pair.identity),
            count=len(parallels.pairs),
            left_out=parallels.left_out,
            fault=fault,
            **build_map_context(request, graph, read_visit(request, slug), session),
        )

    return await read_in_thread(request, render)
