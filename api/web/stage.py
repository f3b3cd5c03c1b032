"""What stands on the stage of a map's page: the picture that was asked for, or what is said instead."""

from typing import NamedTuple

from fastapi import Request
from markupsafe import Markup

from api.permission import CurrentUser
from api.picture_requests import PictureFormat, wanted_picture
from api.pictures import Pictures
from api.routes.pictures import records_at
from api.web.drawn import PAGE_SECONDS, Drawn, drawn
from api.web.messages import N_
from api.web.visits import MapVisit
from argument_maps.graph import Graph
from argument_maps.selection.selecting import select
from renderers.svg.picture_difference import difference
from renderers.text.wording import preamble

NOTHING_IN_VIEW = N_("This view draws nothing of what the map holds.")


class Shown(NamedTuple):
    """What stands on the stage: a picture, or what is said where nothing is left, or a fault and its remedy.

    `later` is the address of a picture that is being drawn still.
    """

    picture: Markup = Markup()
    etag: str = ""
    nothing: tuple[str, ...] = ()
    fault: tuple[str, str] | None = None
    status: int = 200
    later: str = ""


async def draw_stage(request: Request, visit: MapVisit, user: CurrentUser) -> Drawn:
    """Return the picture that a visit asks for, or why there is none."""
    if visit.fault is not None:
        return Drawn(fault=(visit.fault, ""), status=422)
    pictures: Pictures = request.app.state.pictures
    wanted = wanted_picture(visit.query, PictureFormat.SVG, records_at(visit.slug, visit.at))
    return await drawn(pictures.wait(visit.slug, wanted, user, request, PAGE_SECONDS))


def shown(pictures: Pictures, graph: Graph, visit: MapVisit, user: CurrentUser, made: Drawn, before: str = "") -> Shown:
    """Return what the stage of a page shows: the picture that was asked for, or why there is none.

    Of the picture only what differs is returned where the page shows the one with the ETag `before`, and that is
    still in memory.
    """
    if made.picture is None:
        later = visit.address(".svg", theme=visit.query.theme.value) if made.is_late else ""
        return Shown(fault=made.fault, status=made.status, later=later)
    former = pictures.shown_before(visit.slug, before, user) if before else None
    body = made.picture.body.decode()
    if '<g class="node' in body:
        changed = difference(former.body.decode(), body) if former else body
        return Shown(Markup(changed), made.picture.etag)  # noqa: S704 # our own SVG, escaped there
    # A picture of nothing says so as well, but on a line that is wider than a phone.
    return Shown(nothing=tuple(preamble(select(graph, visit.query.selection()))) or (NOTHING_IN_VIEW,))
