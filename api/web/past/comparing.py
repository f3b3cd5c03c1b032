"""Two moments of a map, or two maps, side by side: picture, outline and ledger, with what differs in words."""

from typing import NamedTuple

from fastapi import APIRouter, Query, Request, Response
from sqlmodel import Session

from api.database import read_apart
from api.moments import moment_shown, sequence_of
from api.permission import CurrentUser, Looking
from api.picture_requests import PictureQuery
from api.problems import Refusal
from api.web.drawn import Drawn, marked
from api.web.messages import gettext
from api.web.surroundings import around
from api.web.telling import grouped, marks, told_header
from api.web.templating import page
from api.web.visits import ground, read_visit
from argument_maps.comparison.map_differences import Comparison, compare
from argument_maps.graph import Graph
from models import changes
from models.text_types import Slug

router = APIRouter(include_in_schema=False)


class Compared(NamedTuple):
    """The two sides and what differs; `first` and `last` are the changes after which they stood, 0 for the present."""

    first: int
    last: int
    before: Graph
    after: Graph
    found: Comparison


@router.get("/maps/{slug}/history/compare")
async def show_comparison(
    request: Request,
    slug: Slug,
    user: Looking,
    since: str = Query("", alias="from", max_length=40),
    to: str = Query("", max_length=40),
    other: str = Query("", alias="with", max_length=64),
) -> Response:
    """Show what differs between two moments of a map; or between the map and another one, both as they stand."""
    sides = since, to, other
    compared = await read_apart(request, lambda session: _compare(request, session, slug, user, sides))
    query = PictureQuery.model_validate({"theme": ground(request), "at": str(compared.last) if compared.last else None})
    made = Drawn()
    if not compared.found.is_empty:
        made = await marked(request, other or slug, query, marks(compared.found), user)
    return await read_apart(request, lambda session: _show(request, session, slug, user, compared, other, made))


def _compare(request: Request, session: Session, slug: str, user: CurrentUser, sides: tuple[str, str, str]) -> Compared:
    since, to, other = sides
    pictures = request.app.state.pictures
    found = changes.find_map(session, slug)
    try:
        first = sequence_of(session, slug, since) or (0 if other else 1)
        last = sequence_of(session, slug, to) or (0 if other else found.version)
    except ValueError as error:
        title, remedy = gettext("The moments cannot be read"), gettext("Choose two changes in the map’s history.")
        raise Refusal(422, "invalid-request", title, str(error), remedy) from None
    if first > last and not other:
        first, last = last, first
    before, after = pictures.graph(slug, user, first), pictures.graph(other or slug, user, last)
    return Compared(first, last, before, after, compare(before, after))


def _show(
    request: Request, session: Session, slug: str, user: CurrentUser, compared: Compared, other: str, made: Drawn
) -> Response:
    found = compared.found
    return page(
        request,
        "history_compare.html",
        found=found,
        groups=grouped(found, compared.before, compared.after),
        header=told_header(found.header),
        first=moment_shown(session, slug, compared.first, user),
        last=moment_shown(session, other or slug, compared.last, user),
        before=compared.before,
        after=compared.after,
        other=other,
        drawn=made.markup,
        fault=made.words,
        **around(request, request.app.state.pictures.graph(slug, user), read_visit(request, slug), session),
    )
