"""A figure of a map for a slide, a page, a column, a poster or a card: chosen, previewed and downloaded."""

from fastapi import APIRouter, Request, Response
from msgspec import structs
from sqlmodel import Session

from api.access.authorization import MayLook, get_current_user
from api.access.current_user import CurrentUser
from api.citations.page_citations import list_style_choices, read_citation_style
from api.http.problems import Refusal
from api.pages.map_context import build_map_context, make_address_refusal, read_visited_graph
from api.pages.templating import render_page
from api.pages.visits import MapVisit, read_visit
from api.pictures.deck_formats import DeckFormat
from api.pictures.export_formats import PictureFormat, build_picture_request
from api.pictures.picture_answers import PAGE_SECONDS, PictureOutcome, await_picture
from api.pictures.picture_routes import answer_picture, build_records_url, cite_displayed_map
from api.pictures.picture_service import Pictures
from api.pictures.render_requests import PictureRequest
from api.requests.database import read_in_thread
from api.requests.moments import REDIRECT_MOMENTS
from argument_maps.citation.csl.map_styles import name_style
from argument_maps.graph import order_questions
from argument_maps.selection.selecting import select
from models.errors import Phrase
from models.text_types import Slug
from renderers.figures.places import FigurePlaceName

router = APIRouter(include_in_schema=False, dependencies=REDIRECT_MOMENTS)

FIGURE_FORMATS = (PictureFormat.PNG, PictureFormat.SVG, PictureFormat.PDF)


@router.get("/maps/{slug}/figure")
async def show_figure(request: Request, slug: Slug, user: MayLook) -> Response:
    """Show a figure of a map with what can be chosen of it, and lead to it as a file."""
    visit = _read_figure_visit(request, slug)
    picture_request = await read_in_thread(
        request, lambda session: _request_figure(request, session, visit, PictureFormat.SVG)
    )
    pictures: Pictures = request.app.state.pictures
    outcome = (
        PictureOutcome(fault=(visit.fault, ""), status=422)
        if visit.fault
        else await await_picture(pictures.wait(slug, picture_request, user, request, PAGE_SECONDS))
    )
    return await read_in_thread(request, lambda session: _render_figure(request, session, visit, user, outcome))


@router.get("/maps/{slug}/figure.{extension}")
async def download_figure(request: Request, slug: Slug, extension: str, user: MayLook) -> Response:
    """Return a figure as a file, which says below how the map is cited."""
    visit = _read_figure_visit(request, slug)
    if visit.fault is not None:
        raise make_address_refusal(visit.fault)
    chosen = next((each for each in FIGURE_FORMATS if each == extension), None)
    if chosen is None:
        raise Refusal(
            404,
            "unknown-format",
            Phrase("There is no such format"),
            Phrase("A figure is not written in the format that the address ends in."),
            Phrase("Use one of these endings: %(endings)s.", endings=FIGURE_FORMATS),
        )
    picture_request = await read_in_thread(request, lambda session: _request_figure(request, session, visit, chosen))
    return answer_picture(request, await request.app.state.pictures.wait(slug, picture_request, user, request))


def _read_figure_visit(request: Request, slug: str) -> MapVisit:
    """Return what is asked of a figure; without a place it is a slide."""
    visit = read_visit(request, slug)
    if visit.fault is not None or visit.query.figure is not None:
        return visit
    return MapVisit(
        slug,
        visit.query.model_copy(update={"figure": FigurePlaceName.SLIDE}),
        {**visit.parameters, "figure": [FigurePlaceName.SLIDE.value]},
    )


def _request_figure(
    request: Request, session: Session, visit: MapVisit, picture_format: PictureFormat
) -> PictureRequest:
    user = get_current_user(request)
    style = read_citation_style(request, read_visited_graph(request, visit, user))
    caption = cite_displayed_map(request, session, visit.slug, style, as_of=visit.query.as_of, at=visit.at)
    link_to = build_records_url(request, visit.slug, visit.at)
    return structs.replace(build_picture_request(visit.query, picture_format, link_to), caption=caption)


def _render_figure(
    request: Request, session: Session, visit: MapVisit, user: CurrentUser, outcome: PictureOutcome
) -> Response:
    graph = read_visited_graph(request, visit, user)
    style = read_citation_style(request, graph)
    parts = {} if visit.fault else select(graph, visit.query.selection()).graph.statements
    return render_page(
        request,
        "figure.html",
        outcome.status,
        preview=outcome.markup,
        fault=outcome.words,
        places=tuple(FigurePlaceName),
        questions=order_questions(graph.questions),
        parts=parts,
        formats=FIGURE_FORMATS,
        deck_formats=tuple(DeckFormat),
        style=name_style(style),
        style_choices=list_style_choices(graph),
        **build_map_context(request, graph, visit, session),
    )
