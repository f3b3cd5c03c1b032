"""Pictures for pages: waited for without a thread and not for long; what stands in their way is words on the page."""

from collections.abc import Awaitable
from typing import NamedTuple

from fastapi import Request
from markupsafe import Markup
from msgspec import structs

from api.access.current_user import CurrentUser
from api.http.problems import Refusal
from api.http.query_parameters import read_change_number
from api.phrases.messages import gettext
from api.phrases.page_words import translate_phrase
from api.pictures.export_formats import PictureFormat, build_picture_request
from api.pictures.keeping.picture_cache import Picture
from api.pictures.picture_routes import build_records_path
from api.pictures.picture_service import PictureNotReady, Pictures
from api.pictures.render_requests import PictureQuery
from api.processes.departures import ClientGone
from api.requests.error_answers import find_status
from models.errors import MapError

# A page that has waited so long for its picture is sent without it.
PAGE_SECONDS = 8.0
RecordSigns = tuple[tuple[str, str], ...]


class PictureOutcome(NamedTuple):
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
        return " ".join(translate_phrase(part) for part in self.fault if part) if self.fault else ""


async def await_picture(waiting: Awaitable[Picture]) -> PictureOutcome:
    """Return the picture that is waited for, or why there is none. Raises what is answered as not there (404)."""
    try:
        return PictureOutcome(await waiting)
    except PictureNotReady:
        fault = gettext("The picture is taking a long time to draw and is not ready yet."), gettext("Reload this page.")
        return PictureOutcome(fault=fault, is_late=True)
    except MapError as error:
        status = find_status(type(error))
        if status == 404:
            raise
        return PictureOutcome(fault=(error.detail, error.remedy), status=status)
    except ClientGone:
        raise
    except Refusal as error:
        return PictureOutcome(fault=(error.detail, error.remedy), status=error.status_code)


async def draw_marked_picture(
    request: Request, slug: str, query: PictureQuery, signs: RecordSigns, user: CurrentUser
) -> PictureOutcome:
    """Return the picture of a map with signs at its records, or why there is none."""
    pictures: Pictures = request.app.state.pictures
    picture_request = build_picture_request(
        query, PictureFormat.SVG, build_records_path(slug, read_change_number(query.at))
    )
    return await await_picture(
        pictures.wait(slug, structs.replace(picture_request, marks=signs), user, request, PAGE_SECONDS)
    )
