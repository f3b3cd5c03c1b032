"""A map on paper: laid out over sheets at its own size, with the list of its documents."""

from fastapi import APIRouter, Request, Response
from markupsafe import Markup
from sqlmodel import Session

from api.database import Reading
from api.editions import edition_of
from api.error_answers import status_of
from api.moments import SETTLED, moment_shown
from api.permission import Looking, user_of
from api.picture_requests import ThemeName, Wanted
from api.problems import Refusal
from api.routes.pictures import answer_picture
from api.web.citing import chosen_style
from api.web.surroundings import around, graph_shown, unreadable
from api.web.templating import page
from api.web.visits import MapVisit, read_visit
from argument_maps.map_citation import cite_map
from argument_maps.selection import select
from models.errors import MapError
from models.text import Slug
from renderers.sheets import documents
from renderers.tiling import NAMES, Paper

router = APIRouter(include_in_schema=False, dependencies=SETTLED)


@router.get("/maps/{slug}/print")
def lay_out(request: Request, slug: Slug, session: Reading, user: Looking) -> Response:
    """Show how a map is laid out over sheets of paper, and the list of its documents."""
    pictures = request.app.state.pictures
    visit = read_visit(request, slug)
    graph = graph_shown(request, visit, user)
    wanted = _wanted(request, session, visit, "sheets.svg")
    overview, told, fault, status = Markup(), [], visit.fault or "", 422 if visit.fault else 200
    if not fault:
        try:
            selected = select(graph, wanted.selection)
            overview = Markup(pictures.look(slug, wanted, user).body.decode())  # noqa: S704 # our own SVG, escaped there
            told = documents(selected, chosen_style(request))
        except MapError as error:
            fault, status = f"{error.detail} {error.remedy}", status_of(type(error))
        except Refusal as error:
            fault, status = str(error.detail), error.status_code
    return page(
        request,
        "print.html",
        status,
        overview=overview,
        fault=fault,
        documents=[(Markup(entry.html), records) for entry, records in told],  # noqa: S704 # escaped there
        papers=NAMES,
        paper=_paper(request),
        colours=wanted.theme,
        style=chosen_style(request),
        asked={"paper": _paper(request).value, "theme": wanted.theme, "style": chosen_style(request).value},
        **around(request, graph, visit, session),
    )


@router.get("/maps/{slug}/print.pdf")
def print_sheets(request: Request, slug: Slug, session: Reading, user: Looking) -> Response:
    """Return a map as PDF: an overview, the picture at its own size on many sheets, and the list of documents."""
    visit = read_visit(request, slug)
    if visit.fault is not None:
        raise unreadable(visit.fault)
    wanted = _wanted(request, session, visit, "sheets.pdf")
    return answer_picture(request, request.app.state.pictures.look(slug, wanted, user))


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
