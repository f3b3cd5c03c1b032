"""A map on paper: laid out over sheets at its own size, with the list of its documents."""

from fastapi import APIRouter, Request, Response
from markupsafe import Markup
from sqlmodel import Session

from api.database import read_apart
from api.editions import edition_of
from api.moments import SETTLED, moment_shown
from api.permission import CurrentUser, Looking, user_of
from api.picture_requests import ThemeName, Wanted
from api.pictures import Pictures
from api.routes.pictures import answer_picture
from api.web.citing import chosen_style
from api.web.drawn import PAGE_SECONDS, Drawn, drawn
from api.web.record_names import RecordNames
from api.web.surroundings import around, graph_shown, unreadable
from api.web.templating import page
from api.web.visits import MapVisit, read_visit
from argument_maps.citation.maps import cite_map
from argument_maps.selection.selecting import select
from models.text_types import Slug
from renderers.raster.sheets import documents
from renderers.raster.tiling import NAMES, Paper

router = APIRouter(include_in_schema=False, dependencies=SETTLED)


@router.get("/maps/{slug}/print")
async def lay_out(request: Request, slug: Slug, user: Looking) -> Response:
    """Show how a map is laid out over sheets of paper, and the list of its documents."""
    visit = read_visit(request, slug)
    wanted = await read_apart(request, lambda session: _wanted(request, session, visit, "sheets.svg"))
    made = Drawn(fault=(visit.fault, ""), status=422) if visit.fault else await _draw(request, visit, wanted, user)
    return await read_apart(request, lambda session: _lay_out(request, session, visit, user, wanted, made))


def _lay_out(
    request: Request, session: Session, visit: MapVisit, user: CurrentUser, wanted: Wanted, made: Drawn
) -> Response:
    graph = graph_shown(request, visit, user)
    style = chosen_style(request)
    names = RecordNames(graph)
    listed = documents(select(graph, wanted.selection), style) if made.picture else []
    return page(
        request,
        "print.html",
        made.status,
        overview=made.markup,
        fault=made.words,
        documents=[(Markup(entry.html), [(each, names.name(each)) for each in records]) for entry, records in listed],  # noqa: S704 # escaped there
        papers=NAMES,
        paper=_paper(request),
        colours=wanted.theme,
        style=style,
        asked={"paper": _paper(request).value, "theme": wanted.theme, "style": style.value},
        **around(request, graph, visit, session),
    )


async def _draw(request: Request, visit: MapVisit, wanted: Wanted, user: CurrentUser) -> Drawn:
    pictures: Pictures = request.app.state.pictures
    return await drawn(pictures.wait(visit.slug, wanted, user, request, PAGE_SECONDS))


@router.get("/maps/{slug}/print.pdf")
async def print_sheets(request: Request, slug: Slug, user: Looking) -> Response:
    """Return a map as PDF: an overview, the picture at its own size on many sheets, and the list of documents."""
    visit = read_visit(request, slug)
    if visit.fault is not None:
        raise unreadable(visit.fault)
    wanted = await read_apart(request, lambda session: _wanted(request, session, visit, "sheets.pdf"))
    return answer_picture(request, await request.app.state.pictures.wait(slug, wanted, user, request))


def _wanted(request: Request, session: Session, visit: MapVisit, extension: str) -> Wanted:
    query = visit.query
    # Nobody prints on black; where nothing is said, no colour carries meaning.
    light = visit.given.get("theme") == [ThemeName.LIGHT]
    style = chosen_style(request)
    listed = extension == "sheets.pdf"
    moment = moment_shown(session, visit.slug, visit.at, user_of(request))
    return Wanted(
        extension=extension,
        selection=query.selection(),
        view=query.view.value,
        theme=(ThemeName.LIGHT if light else ThemeName.PRINT).value,
        lang=query.lang.value,
        paper=_paper(request).value,
        style=style.value if listed else "",
        caption=cite_map(edition_of(request, session, visit.slug, as_of=query.as_of, moment=moment), style).entry.html
        if listed
        else "",
        at=visit.at,
    )


def _paper(request: Request) -> Paper:
    """Return the paper that was asked for; A4 where none was, or one that there is not."""
    asked = request.query_params.get("paper", "").lower()
    return Paper(asked) if asked in set(Paper) else Paper.A4
