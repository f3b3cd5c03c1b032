"""Pictures for pages: waited for without a thread and not for long; what stands in their way is words on the page."""

from collections.abc import Awaitable
from typing import NamedTuple

from fastapi import Request
from markupsafe import Markup
from msgspec import structs

from api.departures import ClientLeft
from api.error_answers import status_of
from api.moments import number_of
from api.permission import CurrentUser
from api.picture_cache import Picture
from api.picture_requests import PictureFormat, PictureQuery, wanted_picture
from api.pictures import NotYet, Pictures
from api.problems import Refusal
from api.routes.pictures import records_at
from api.web.messages import gettext
from models.errors import MapError

# A page that has waited so long for its picture is sent without it.
PAGE_SECONDS = 8.0
Signs = tuple[tuple[str, str], ...]


class Drawn(NamedTuple):
    """A picture, or what stood in its way with its remedy; `is_late` where it is being drawn still."""

    picture: Picture | None = None
    fault: tuple[str, str] | None = None
    status: int = 200
    is_late: bool = False

    @property
    def markup(self) -> Markup:
        """The picture as part of a page, empty where there is none."""
        return Markup(self.picture.body.decode()) if self.picture else Markup()  # noqa: S704 # our own SVG, escaped there

    @property
    def words(self) -> str:
        """What stood in the way of the picture, in one sentence or two; empty where nothing did."""
        return " ".join(part for part in self.fault if part) if self.fault else ""


async def drawn(waiting: Awaitable[Picture]) -> Drawn:
    """Return the picture that is waited for, or why there is none. Raises what is answered as not there (404)."""
    try:
        return Drawn(await waiting)
    except NotYet:
        told = gettext("The picture takes long to draw and is not ready yet."), gettext("Load this page again.")
        return Drawn(fault=told, is_late=True)
    except MapError as error:
        status = status_of(type(error))
        if status == 404:
            raise
        return Drawn(fault=(error.detail, error.remedy), status=status)
    except ClientLeft:
        raise
    except Refusal as error:
        return Drawn(fault=(str(error.detail), error.remedy), status=error.status_code)


async def marked(request: Request, slug: str, query: PictureQuery, signs: Signs, user: CurrentUser) -> Drawn:
    """Return the picture of a map with signs at its records, or why there is none."""
    pictures: Pictures = request.app.state.pictures
    wanted = wanted_picture(query, PictureFormat.SVG, records_at(slug, number_of(query.at)))
    return await drawn(pictures.wait(slug, structs.replace(wanted, marks=signs), user, request, PAGE_SECONDS))
