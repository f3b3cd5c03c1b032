"""Pictures and texts of a whole map, and its ledger of verdicts."""

from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Query, Request, Response

from api.conditions import is_known
from api.documentation import problems
from api.encodings import takes_gzip
from api.fast_path import FastPath
from api.moments import SETTLED, number_of
from api.permission import CurrentUser, Looking
from api.picture_cache import MEDIA_TYPES, Picture
from api.picture_requests import (
    LedgerFormat,
    LedgerQuery,
    PictureFormat,
    PictureQuery,
    Wanted,
    wanted_ledger,
    wanted_picture,
)
from api.pictures import Pictures
from api.problems import Refusal
from api.strict_route import StrictRoute
from models.text_types import Slug

Form = TypeVar("Form", PictureFormat, LedgerFormat)

router = APIRouter(prefix="/maps", tags=["pictures"], route_class=StrictRoute, dependencies=SETTLED)


def _content(formats: type[PictureFormat] | type[LedgerFormat]) -> dict[str, Any]:
    types = {MEDIA_TYPES[entry.value].partition(";")[0] for entry in formats}
    return {"description": "The picture or text.", "content": {name: {} for name in sorted(types)}}


@router.get(
    "/{slug}/ledger.{extension}",
    operation_id="readLedger",
    summary="Read the ledger of verdicts",
    response_class=Response,
    responses={200: _content(LedgerFormat), **problems(404, 422, 503)},
)
async def read_ledger(
    request: Request, slug: Slug, extension: str, query: Annotated[LedgerQuery, Query()], user: Looking
) -> Response:
    """Return each perception, who held it, the findings put against it, the verdict and the documents under it."""
    form = _known(extension, LedgerFormat)
    return await _answer(request, slug, wanted_ledger(query, form), user)


@router.get(
    "/{slug}.{extension}",
    operation_id="drawMap",
    summary="Draw a map",
    response_class=Response,
    responses={200: _content(PictureFormat), **problems(404, 422, 503)},
)
async def draw_map(
    request: Request, slug: Slug, extension: str, query: Annotated[PictureQuery, Query()], user: Looking
) -> Response:
    """Return the map as svg, png, pdf, dot, json, html (outline), md (outline) or csv (claims by sources)."""
    form = _known(extension, PictureFormat)
    return await _answer(request, slug, wanted_picture(query, form, link_to(request, slug, number_of(query.at))), user)


def link_to(request: Request, slug: str, at: int = 0) -> str:
    """Return the address of a map's records, behind which the label of each box of a picture is put."""
    return f"{request.app.state.settings.base_url}{records_at(slug, at)}"


def records_at(slug: str, at: int) -> str:
    """Return where the records of a map stand on this site, as they are or were after the change `at`."""
    return f"/maps/{slug}/moments/{at}/records/" if at else f"/maps/{slug}/records/"


def _known(extension: str, formats: type[Form]) -> Form:
    try:
        return formats(extension)
    except ValueError:
        known = ", ".join(entry.value for entry in formats)
        raise Refusal(
            404,
            "unknown-format",
            "There is no such format",
            "A map is not written in the format that the address ends in.",
            f"Use one of these endings: {known}.",
        ) from None


async def _answer(request: Request, slug: str, wanted: Wanted, user: CurrentUser) -> Response:
    pictures: Pictures = request.app.state.pictures
    fast_path: FastPath = request.app.state.fast_path
    picture = await pictures.wait(slug, wanted, user, request)
    fast_path.remember(request.scope, slug, wanted.key(), wanted.at)
    return answer_picture(request, picture)


def answer_picture(request: Request, picture: Picture) -> Response:
    """Answer with a picture, or 304 where the client has it."""
    sent = picture.sent_to(takes_gzip(request.headers.get("accept-encoding", "").encode("latin-1")))
    # By the time that it gets here a compressed picture's tag is that of the picture as it is (api/encodings.py).
    unchanged = is_known(request, picture.etag)
    response = Response(status_code=304 if unchanged else 200, content=b"" if unchanged else sent.body)
    response.raw_headers = list(sent.unchanged if unchanged else sent.headers)
    return response
