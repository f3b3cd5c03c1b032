"""Pictures and texts of a whole map, and its ledger of verdicts."""

from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Query, Request, Response
from sqlmodel import Session

from api.access.authorization import MayLook, get_current_user
from api.access.current_user import CurrentUser
from api.citations.site_addresses import build_edition
from api.http.conditional_requests import matches_if_none_match
from api.http.content_encodings import accepts_gzip
from api.http.openapi_descriptions import problems
from api.http.problems import Refusal
from api.http.query_parameters import STEM, read_change_number
from api.http.strict_json import StrictRoute
from api.pictures.deck_formats import DeckFormat, build_deck_request
from api.pictures.export_formats import (
    LedgerFormat,
    PictureFormat,
    build_ledger_request,
    build_picture_request,
    build_text_request,
)
from api.pictures.fast_path import FastPath
from api.pictures.format_definitions import ExportFormat
from api.pictures.keeping.picture_cache import Picture
from api.pictures.picture_service import Pictures
from api.pictures.render_requests import DeckQuery, LedgerFileQuery, PictureQuery, PictureRequest, TextQuery
from api.pictures.text_formats import BibliographyFormat, OutlineFormat, ReadingFormat
from api.requests.database import read_in_thread
from api.requests.moments import REDIRECT_MOMENTS, find_displayed_moment
from argument_maps.citation.csl.map_styles import AnyStyle, find_style
from argument_maps.citation.maps import cite_map
from models.errors import Phrase
from models.text_types import Slug

FormatType = TypeVar("FormatType", bound=ExportFormat)

router = APIRouter(prefix="/maps", tags=["pictures"], route_class=StrictRoute, dependencies=REDIRECT_MOMENTS)


def _describe_media_types(formats: type[ExportFormat]) -> dict[str, Any]:
    types = {entry.definition.media_type.name for entry in formats}
    return {"description": "The picture or text.", "content": {name: {} for name in sorted(types)}}


def _describe_formats(words: str, formats: type[ExportFormat]) -> str:
    endings = "\n".join(f"- `{entry}`: {entry.definition.explanation}" for entry in formats)
    return f"{words} The address ends in the format:\n\n{endings}"


@router.get(
    "/{slug}/ledger.{extension}",
    operation_id="readLedger",
    summary="Read the ledger of verdicts",
    description=_describe_formats(
        "Return each perception, who held it, the findings put against it, the verdict and the documents under it.",
        LedgerFormat,
    ),
    response_class=Response,
    responses={200: _describe_media_types(LedgerFormat), **problems(404, 422, 503)},
)
async def read_ledger(
    request: Request, slug: Slug, extension: str, query: Annotated[LedgerFileQuery, Query()], user: MayLook
) -> Response:
    """Return the ledger in the format that the address ends in."""
    ledger_format = _parse_format(extension, LedgerFormat)
    return await _answer(request, slug, build_ledger_request(query, ledger_format), user)


@router.get(
    "/{slug}/outline.{extension}",
    operation_id="readOutline",
    summary="Read the outline with notes",
    description=_describe_formats(
        "Return the map, or the selected part of it, in words, its sources cited in notes as the style asks.",
        OutlineFormat,
    ),
    response_class=Response,
    responses={200: _describe_media_types(OutlineFormat), **problems(404, 422, 503)},
)
async def read_outline(
    request: Request, slug: Slug, extension: str, query: Annotated[TextQuery, Query()], user: MayLook
) -> Response:
    """Return the outline in the format that the address ends in."""
    return await _answer(request, slug, build_text_request(query, _parse_format(extension, OutlineFormat)), user)


@router.get(
    "/{slug}/reading.{extension}",
    operation_id="readGuidedReading",
    summary="Read the guided reading with notes",
    description=_describe_formats(
        "Return the map, or the selected part of it, question by question and perception by perception, "
        "its sources cited in notes as the style asks.",
        ReadingFormat,
    ),
    response_class=Response,
    responses={200: _describe_media_types(ReadingFormat), **problems(404, 422, 503)},
)
async def read_guided_reading(
    request: Request, slug: Slug, extension: str, query: Annotated[TextQuery, Query()], user: MayLook
) -> Response:
    """Return the guided reading in the format that the address ends in."""
    return await _answer(request, slug, build_text_request(query, _parse_format(extension, ReadingFormat)), user)


@router.get(
    "/{slug}/bibliography.{extension}",
    operation_id="readBibliography",
    summary="Read the bibliography",
    description=_describe_formats(
        "Return what the map, or the selected part of it, cites: documents in archives "
        "and published works, each by the alphabet.",
        BibliographyFormat,
    ),
    response_class=Response,
    responses={200: _describe_media_types(BibliographyFormat), **problems(404, 422, 503)},
)
async def read_bibliography(
    request: Request, slug: Slug, extension: str, query: Annotated[TextQuery, Query()], user: MayLook
) -> Response:
    """Return the list of all that is cited in the format that the address ends in."""
    return await _answer(request, slug, build_text_request(query, _parse_format(extension, BibliographyFormat)), user)


@router.get(
    "/{slug}/deck.{extension}",
    operation_id="drawDeck",
    summary="Draw a deck of slides",
    description=_describe_formats(
        "Return a title slide and a slide for each question of the map, or of the selected part of it, "
        "with what fits of what stands under it, and the citations of that in the notes.",
        DeckFormat,
    ),
    response_class=Response,
    responses={200: _describe_media_types(DeckFormat), **problems(404, 422, 503)},
)
async def draw_deck(
    request: Request, slug: Slug, extension: str, query: Annotated[DeckQuery, Query()], user: MayLook
) -> Response:
    """Return the deck in the format that the address ends in."""
    deck_format = _parse_format(extension, DeckFormat)
    pictures: Pictures = request.app.state.pictures

    def word_caption(session: Session) -> str:
        at = read_change_number(query.at)
        style = find_style(pictures.graph(slug, user, at), str(query.style))
        return cite_displayed_map(request, session, slug, style, as_of=query.as_of, at=at)

    caption = await read_in_thread(request, word_caption)
    picture_request = build_deck_request(query, deck_format, caption)
    return answer_picture(request, await pictures.wait(slug, picture_request, user, request))


@router.get(
    f"/{{slug:{STEM}}}.{{extension}}",
    operation_id="drawMap",
    summary="Draw a map",
    description=_describe_formats("Return the map, or the selected part of it, as a picture or text.", PictureFormat),
    response_class=Response,
    responses={200: _describe_media_types(PictureFormat), **problems(404, 422, 503)},
)
async def draw_map(
    request: Request, slug: Slug, extension: str, query: Annotated[PictureQuery, Query()], user: MayLook
) -> Response:
    """Return the map in the format that the address ends in."""
    return await _answer_in_format(request, slug, _parse_format(extension, PictureFormat), query, user)


async def _answer_in_format(
    request: Request, slug: str, picture_format: PictureFormat, query: PictureQuery, user: CurrentUser
) -> Response:
    return await _answer(
        request,
        slug,
        build_picture_request(query, picture_format, build_records_url(request, slug, read_change_number(query.at))),
        user,
    )


def cite_displayed_map(
    request: Request, session: Session, slug: str, style: AnyStyle, *, as_of: str | None, at: int
) -> str:
    """Return how a map is cited as it stands, or stood after the change `at`, as an entry in the style."""
    moment = find_displayed_moment(session, slug, at, get_current_user(request))
    return cite_map(build_edition(request, session, slug, as_of=as_of, moment=moment), style).entry.text


def build_records_url(request: Request, slug: str, at: int = 0) -> str:
    """Return the address of a map's records, behind which the label of each box of a picture is put."""
    return f"{request.app.state.settings.base_url}{build_records_path(slug, at)}"


def build_records_path(slug: str, at: int) -> str:
    """Return where the records of a map stand on this site, as they are or were after the change `at`."""
    return f"/maps/{slug}/moments/{at}/records/" if at else f"/maps/{slug}/records/"


def _parse_format(extension: str, formats: type[FormatType]) -> FormatType:
    for export_format in formats:
        if export_format == extension:
            return export_format
    raise Refusal(
        404,
        "unknown-format",
        Phrase("There is no such format"),
        Phrase("A map is not written in the format that the address ends in."),
        Phrase("Use one of these endings: %(endings)s.", endings=tuple(formats)),
    )


async def _answer(request: Request, slug: str, picture_request: PictureRequest, user: CurrentUser) -> Response:
    pictures: Pictures = request.app.state.pictures
    fast_path: FastPath = request.app.state.fast_path
    picture = await pictures.wait(slug, picture_request, user, request)
    fast_path.remember(request.scope, slug, picture_request.key(), picture_request.at)
    return answer_picture(request, picture)


def answer_picture(request: Request, picture: Picture) -> Response:
    """Answer with a picture, or 304 where the client has it."""
    cached_response = picture.choose_encoding(
        accepts_gzip(request.headers.get("accept-encoding", "").encode("latin-1"))
    )
    # By the time that it gets here a compressed picture's tag is that of the picture as it is (content_encodings.py).
    not_modified = matches_if_none_match(request, picture.etag)
    response = Response(status_code=304 if not_modified else 200, content=b"" if not_modified else cached_response.body)
    response.raw_headers = list(cached_response.not_modified_headers if not_modified else cached_response.headers)
    return response
