"""Two moments of a map, or two maps, side by side: picture, outline and ledger, with what differs in words."""

from typing import NamedTuple

from fastapi import APIRouter, Query, Request, Response
from sqlmodel import Session

from api.access.authorization import MayLook
from api.access.current_user import CurrentUser
from api.http.problems import Refusal
from api.pages.map_context import build_map_context
from api.pages.templating import render_page
from api.pages.visits import choose_background, read_visit
from api.phrases.accessible_names import describe_header_changes, group_differences, mark_differences
from api.phrases.messages import gettext
from api.pictures.picture_answers import PictureOutcome, draw_marked_picture
from api.pictures.render_requests import PictureQuery
from api.requests.database import read_in_thread
from api.requests.moments import find_change_number, find_displayed_moment
from argument_maps.comparison.map_differences import Comparison, compare
from argument_maps.graph import Graph
from models import changes
from models.text_types import Slug

router = APIRouter(include_in_schema=False)


class MomentComparison(NamedTuple):
    """The two sides and what differs; `first` and `last` are the changes after which they stood, 0 for the present."""

    first: int
    last: int
    before: Graph
    after: Graph
    comparison: Comparison


@router.get("/maps/{slug}/history/compare")
async def show_comparison(
    request: Request,
    slug: Slug,
    user: MayLook,
    since: str = Query("", alias="from", max_length=40),
    to: str = Query("", max_length=40),
    other: str = Query("", alias="with", max_length=64),
) -> Response:
    """Show what differs between two moments of a map; or between the map and another one, both as they stand."""
    sides = since, to, other
    moments = await read_in_thread(request, lambda session: _compare_moments(request, session, slug, user, sides))
    query = PictureQuery.model_validate(
        {"theme": choose_background(request), "at": str(moments.last) if moments.last else None}
    )
    outcome = PictureOutcome()
    if not moments.comparison.is_empty:
        outcome = await draw_marked_picture(request, other or slug, query, mark_differences(moments.comparison), user)
    return await read_in_thread(
        request, lambda session: _render_comparison(request, session, slug, user, moments, other, outcome)
    )


def _compare_moments(
    request: Request, session: Session, slug: str, user: CurrentUser, sides: tuple[str, str, str]
) -> MomentComparison:
    since, to, other = sides
    pictures = request.app.state.pictures
    argument_map = changes.find_map(session, slug)
    try:
        first = find_change_number(session, slug, since) or (0 if other else 1)
        last = find_change_number(session, slug, to) or (0 if other else argument_map.version)
    except ValueError as error:
        title, remedy = (
            gettext("The chosen moments cannot be read"),
            gettext("Choose two changes in the map’s history."),
        )
        raise Refusal(422, "invalid-request", title, error.args[0], remedy) from None
    if first > last and not other:
        first, last = last, first
    before, after = pictures.graph(slug, user, first), pictures.graph(other or slug, user, last)
    return MomentComparison(first, last, before, after, compare(before, after))


def _render_comparison(
    request: Request,
    session: Session,
    slug: str,
    user: CurrentUser,
    moments: MomentComparison,
    other: str,
    outcome: PictureOutcome,
) -> Response:
    comparison = moments.comparison
    return render_page(
        request,
        "history_compare.html",
        comparison=comparison,
        groups=group_differences(comparison, moments.before, moments.after),
        header=describe_header_changes(comparison.header),
        first=find_displayed_moment(session, slug, moments.first, user),
        last=find_displayed_moment(session, other or slug, moments.last, user),
        before=moments.before,
        after=moments.after,
        other=other,
        drawn=outcome.markup,
        fault=outcome.words,
        **build_map_context(request, request.app.state.pictures.graph(slug, user), read_visit(request, slug), session),
    )
