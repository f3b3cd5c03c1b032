"""What stands on the stage of a map's page: the picture that was asked for, or what is told instead."""

from typing import NamedTuple

from markupsafe import Markup
from msgspec import structs

from api.error_answers import status_of
from api.moments import number_of
from api.permission import CurrentUser
from api.picture_requests import PictureFormat, PictureQuery, wanted_picture
from api.pictures import Pictures
from api.problems import Refusal
from api.routes.pictures import records_at
from api.web.visits import MapVisit
from argument_maps.graph import Graph
from argument_maps.selection import select
from models.errors import MapError
from renderers.difference import difference
from renderers.wording import preamble

Signs = tuple[tuple[str, str], ...]


class Shown(NamedTuple):
    """What stands on the stage: a picture, or what is told where nothing is left, or a fault and its remedy."""

    picture: Markup = Markup()
    etag: str = ""
    nothing: tuple[str, ...] = ()
    fault: tuple[str, str] | None = None
    status: int = 200


def shown(pictures: Pictures, graph: Graph, visit: MapVisit, user: CurrentUser, before: str = "") -> Shown:
    """Return what the stage of a page shows: the picture that was asked for, or why there is none.

    Of the picture only what differs is returned where the page shows the one with the ETag `before`, and that is
    still in memory.
    """
    if visit.fault is not None:
        return Shown(fault=(visit.fault, ""), status=422)
    wanted = wanted_picture(visit.query, PictureFormat.SVG, records_at(visit.slug, visit.at))
    try:
        made = pictures.look(visit.slug, wanted, user)
        former = pictures.shown_before(visit.slug, before, user) if before else None
    except MapError as error:
        return Shown(fault=(error.detail, error.remedy), status=status_of(type(error)))
    except Refusal as error:
        return Shown(fault=(str(error.detail), error.remedy), status=error.status_code)
    drawn = made.body.decode()
    if '<g class="node' in drawn:
        changed = difference(former.body.decode(), drawn) if former else drawn
        return Shown(Markup(changed), made.etag)  # noqa: S704 # our own SVG, escaped there
    # A picture of nothing says so as well, but on a line that is wider than a phone.
    return Shown(nothing=tuple(preamble(select(graph, wanted.selection))))


def marked(pictures: Pictures, slug: str, query: PictureQuery, signs: Signs, user: CurrentUser) -> tuple[Markup, str]:
    """Return the picture of a map with signs at its records, or an empty one and what stands in its way."""
    wanted = wanted_picture(query, PictureFormat.SVG, records_at(slug, number_of(query.at)))
    try:
        drawn = pictures.look(slug, structs.replace(wanted, marks=signs), user).body
    except MapError as error:
        return Markup(), error.detail
    except Refusal as error:
        return Markup(), str(error.detail)
    return Markup(drawn.decode()), ""  # noqa: S704 # our own SVG, escaped there
