"""A map on paper: laid out over sheets at its own size, with the list of its documents."""

import re

from fastapi import APIRouter, Request, Response
from markupsafe import Markup
from sqlmodel import Session

from api.access.authorization import MayLook, get_current_user
from api.access.current_user import CurrentUser
from api.citations.page_citations import list_style_choices, read_citation_style
from api.citations.site_addresses import build_edition
from api.maps.canvas import read_first_visit
from api.pages.map_context import build_map_context, make_address_refusal, read_visited_graph
from api.pages.templating import render_page
from api.pages.visits import MapVisit
from api.phrases.messages import gettext
from api.phrases.page_words import translate_phrase
from api.phrases.record_names import RecordNames
from api.pictures.picture_answers import PAGE_SECONDS, PictureOutcome, await_picture
from api.pictures.picture_routes import answer_picture
from api.pictures.picture_service import Pictures
from api.pictures.render_requests import PictureRequest
from api.requests.database import read_in_thread
from api.requests.moments import REDIRECT_MOMENTS, find_displayed_moment
from argument_maps.citation.csl.map_styles import name_style
from argument_maps.citation.maps import cite_map
from argument_maps.selection.selecting import select
from models.text_types import Slug
from renderers.raster.sheets import list_cited_documents
from renderers.raster.tiling import MOST_SHEETS, NAMES, Paper, read_sheet_count
from renderers.style import ThemeName

router = APIRouter(include_in_schema=False, dependencies=REDIRECT_MOMENTS)


@router.get("/maps/{slug}/print")
async def show_print_layout(request: Request, slug: Slug, user: MayLook) -> Response:
    """Show how a map is laid out over sheets of paper, and the list of its documents."""
    visit = await read_first_visit(request, slug, user)
    picture_request = await read_in_thread(
        request, lambda session: _request_sheets(request, session, visit, "sheets.svg")
    )
    outcome = (
        PictureOutcome(fault=(visit.fault, ""), status=422)
        if visit.fault
        else await _draw(request, visit, picture_request, user)
    )
    return await read_in_thread(
        request, lambda session: _render_print_layout(request, session, visit, user, picture_request, outcome)
    )


def _render_print_layout(
    request: Request,
    session: Session,
    visit: MapVisit,
    user: CurrentUser,
    picture_request: PictureRequest,
    outcome: PictureOutcome,
) -> Response:
    graph = read_visited_graph(request, visit, user)
    style = read_citation_style(request, graph)
    names = RecordNames(graph)
    selected = select(graph, picture_request.selection)
    archival, published = (
        list_cited_documents(selected, style, in_archives=kept)
        if outcome.picture and not visit.query.view.definition.is_summary
        else []
        for kept in (True, False)
    )
    return render_page(
        request,
        "print.html",
        outcome.status,
        overview=outcome.markup,
        sheets=translate_phrase(read_sheet_count(outcome.markup) or ""),
        fault=outcome.words,
        documents=[
            (
                heading if archival and published else "",
                [
                    (Markup(entry.html), [(record, names.name(record)) for record in records])  # noqa: S704 - escaped there
                    for entry, records in group
                ],
            )
            for heading, group in ((gettext("In archives"), archival), (gettext("Published"), published))
            if group
        ],
        papers=NAMES,
        paper=_read_paper(request),
        most=picture_request.sheets,
        most_sheets=MOST_SHEETS,
        colours=picture_request.theme,
        style=name_style(style),
        style_choices=list_style_choices(graph),
        chosen={
            "paper": _read_paper(request).value,
            "sheets": picture_request.sheets or None,
            "theme": picture_request.theme,
            "style": name_style(style),
        },
        **build_map_context(request, graph, visit, session),
    )


async def _draw(
    request: Request, visit: MapVisit, picture_request: PictureRequest, user: CurrentUser
) -> PictureOutcome:
    pictures: Pictures = request.app.state.pictures
    return await await_picture(pictures.wait(visit.slug, picture_request, user, request, PAGE_SECONDS))


@router.get("/maps/{slug}/print.pdf")
async def print_sheets(request: Request, slug: Slug, user: MayLook) -> Response:
    """Return a map as PDF: an overview, the picture at its own size on many sheets, and the list of documents."""
    visit = await read_first_visit(request, slug, user)
    if visit.fault is not None:
        raise make_address_refusal(visit.fault)
    picture_request = await read_in_thread(
        request, lambda session: _request_sheets(request, session, visit, "sheets.pdf")
    )
    return answer_picture(request, await request.app.state.pictures.wait(slug, picture_request, user, request))


def _request_sheets(request: Request, session: Session, visit: MapVisit, extension: str) -> PictureRequest:
    query = visit.query
    # Nobody prints on black; where nothing is said, no colour carries meaning.
    light = visit.parameters.get("theme") == [ThemeName.LIGHT]
    style = read_citation_style(request, read_visited_graph(request, visit, get_current_user(request)))
    has_document_list = extension == "sheets.pdf"
    moment = find_displayed_moment(session, visit.slug, visit.at, get_current_user(request))
    return PictureRequest(
        extension=extension,
        selection=query.selection(),
        view=query.view.value,
        theme=(ThemeName.LIGHT if light else ThemeName.PRINT).value,
        lang=query.lang.value,
        scans=query.scans.value,
        paper=_read_paper(request).value,
        sheets=_read_sheets(request),
        style=name_style(style) if has_document_list else "",
        caption=cite_map(
            build_edition(request, session, visit.slug, as_of=query.as_of, moment=moment), style
        ).entry.html
        if has_document_list
        else "",
        at=visit.at,
    )


def _read_paper(request: Request) -> Paper:
    """Return the paper that was asked for; A4 where none was, or one that there is not."""
    paper_name = request.query_params.get("paper", "").lower()
    return Paper(paper_name) if paper_name in set(Paper) else Paper.A4


def _read_sheets(request: Request) -> int:
    """Return on how many sheets the map is to be printed; 0, its own size, where no such number was asked for."""
    number = request.query_params.get("sheets", "")
    return int(number) if re.fullmatch("[0-9]{1,3}", number) and 1 <= int(number) <= MOST_SHEETS else 0
