"""What stands on the stage of a map's page: the picture that was asked for, or what is said instead."""

import asyncio
from typing import NamedTuple

from fastapi import Request
from markupsafe import Markup
from msgspec import structs

from api.access.current_user import CurrentUser
from api.maps.large_maps import choose_first_view
from api.pages.visits import MapVisit, read_visit
from api.phrases.marking import N_
from api.pictures.export_formats import PictureFormat, build_picture_request
from api.pictures.picture_answers import PAGE_SECONDS, PictureOutcome, await_picture
from api.pictures.picture_routes import build_records_path
from api.pictures.picture_service import Pictures
from argument_maps.graph import Graph
from argument_maps.selection.selecting import select
from renderers.svg.picture_difference import reduce_to_changes
from renderers.text.wording import describe_selection

NOTHING_IN_VIEW = N_("This view draws none of what is on the map.")


class Stage(NamedTuple):
    """What stands on the stage: a picture, or what is said where nothing is left, or a fault and its remedy.

    `later` is the address of a picture that is being drawn still.
    """

    picture: Markup = Markup()
    etag: str = ""
    nothing: tuple[str, ...] = ()
    fault: tuple[str, str] | None = None
    status: int = 200
    later: str = ""


async def read_first_visit(request: Request, slug: str, user: CurrentUser) -> MapVisit:
    """Return what is asked of a map's picture; of a large map that is its overview where nothing else is."""
    visit = read_visit(request, slug)
    if visit.fault is not None or "view" in visit.parameters:
        return visit
    pictures: Pictures = request.app.state.pictures
    return await asyncio.to_thread(lambda: choose_first_view(pictures.graph(slug, user, visit.at), visit))


async def draw_stage(request: Request, visit: MapVisit, user: CurrentUser) -> PictureOutcome:
    """Return the picture that a visit asks for, or why there is none."""
    if visit.fault is not None:
        return PictureOutcome(fault=(visit.fault, ""), status=422)
    pictures: Pictures = request.app.state.pictures
    picture_request = build_picture_request(visit.query, PictureFormat.SVG, build_records_path(visit.slug, visit.at))
    # What was at a moment looks the same to everybody; what changes stands still for those who look at it.
    picture_request = structs.replace(picture_request, is_standing=not (visit.at or picture_request.figure))
    return await await_picture(pictures.wait(visit.slug, picture_request, user, request, PAGE_SECONDS))


def describe_stage(
    pictures: Pictures, graph: Graph, visit: MapVisit, user: CurrentUser, outcome: PictureOutcome, before: str = ""
) -> Stage:
    """Return what the stage of a page shows: the picture that was asked for, or why there is none.

    Of the picture only what differs is returned where the page shows the one with the ETag `before`, and that is
    still in memory.
    """
    if outcome.picture is None:
        later = visit.address(".svg", theme=visit.query.theme.value) if outcome.is_late else ""
        return Stage(fault=outcome.fault, status=outcome.status, later=later)
    former = pictures.find_former_picture(visit.slug, before, user) if before else None
    body = outcome.picture.body.decode()
    if '<g class="node' in body:
        changed = reduce_to_changes(former.body.decode(), body) if former else body
        return Stage(Markup(changed), outcome.picture.etag)  # noqa: S704 # our own SVG, escaped there
    # A picture of nothing says so as well, but on a line that is wider than a phone.
    return Stage(nothing=tuple(describe_selection(select(graph, visit.query.selection()))) or (NOTHING_IN_VIEW,))
