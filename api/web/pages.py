"""The pages: the shelf, a map as picture, outline and ledger, and one record.

Every page is whole without JavaScript; with it, records open beside the map and filters redraw in place.
"""

from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from markupsafe import Markup
from sqlmodel import Session
from starlette.responses import RedirectResponse

from api.database import Reading, read_apart
from api.long_work import read_long
from api.moments import SETTLED
from api.permission import READS, CurrentUser, Looking
from api.picture_requests import View
from api.routes.pictures import records_at
from api.routes.revisions import Number
from api.web.controls import chips, filters, openings, reader_choices
from api.web.drawn import Drawn
from api.web.glossary import list_terms
from api.web.parts import LONGEST_CURSOR, ListPart
from api.web.shelf import maps_with_mentions, shelf
from api.web.shelf_folds import Fold
from api.web.stage import draw_stage, shown
from api.web.surroundings import around, graph_shown
from api.web.templating import page
from api.web.visits import MapVisit, read_visit
from argument_maps.graph import AnyRecord, Graph
from argument_maps.selection.selecting import Selection, select
from argument_maps.verdicts.ledger import gaps, ledger
from models.errors import UnknownRecord
from models.text_types import Label, Slug
from models.vocabulary import ClaimKind, Relation, Role, Verdict
from renderers.text import outline

router = APIRouter(include_in_schema=False, dependencies=SETTLED)

MOST_CENTRES = 40


@router.get("/glossary")
def show_glossary(request: Request, user: Looking) -> Response:  # noqa: ARG001 # asked for as of every route
    """Show what the words of the pages mean, and where they were published as words of a field."""
    return page(request, "glossary.html", terms=list_terms())


@router.get("/help")
def show_help(request: Request, user: Looking) -> Response:  # noqa: ARG001 # asked for as of every route
    """Show how the pages work, for readers, authors and seminars."""
    return page(request, "help.html", relations=list(Relation), verdicts=list(Verdict), roles=list(Role))


@router.get("/docs")
def show_documentation(request: Request, user: Looking) -> Response:  # noqa: ARG001 # asked for as of every route
    """Show the description of the API, to be read and tried."""
    return page(request, "docs.html")


@router.get("/")
def show_shelf(request: Request, session: Reading, user: Looking, cursor: str = "", title: str = "") -> Response:
    """Show the maps that there are, some at a time; `title` is what their titles or authors have to hold."""
    turned = {name: request.query_params.get(name, "")[:LONGEST_CURSOR] for name in ("cursor", "folds", "fold")}
    words = " ".join(title.split())[:100]
    found = shelf(session, user, turned["cursor"], words, folds=turned["folds"], fold=turned["fold"])

    def address(fragment: str = "", **given: str) -> str:
        query = urlencode({name: value for name, value in {"title": words, **turned, **given}.items() if value})
        return (f"/?{query}" if query else "/") + (fragment and f"#{fragment}")

    def within(fold: Fold) -> ListPart[tuple[str, str]]:
        place = f"of-{fold.seminar.slug}"
        following = address(place, fold=fold.following) if fold.following else ""
        return ListPart(fold.maps, address(place, fold="") if fold.turned else "", following)

    folds, behind = found.folds
    return page(
        request,
        "shelf.html",
        maps=found.maps,
        folds=ListPart(
            [(each, within(each)) for each in folds],
            address("folds", folds="", fold="") if turned["folds"] else "",
            address("folds", folds=behind, fold="") if behind else "",
        ),
        mentions=maps_with_mentions(session, user),
        words=words,
        first=address(cursor="") if cursor else "",
        following=address(cursor=found.following) if found.following else "",
    )


@router.get("/maps/{slug}")
async def show_map(request: Request, slug: Slug, user: Looking) -> Response:
    """Show a map as its picture, with what can be chosen and the record that is open."""
    visit = read_visit(request, slug)
    made = await draw_stage(request, visit, user)
    return await read_apart(request, lambda session: _show_map(request, visit, user, made, session))


def _show_map(request: Request, visit: MapVisit, user: CurrentUser, made: Drawn, session: Session) -> Response:
    graph = graph_shown(request, visit, user)
    before = request.headers.get("sic-shown", "")
    stage = shown(request.app.state.pictures, graph, visit, user, made, before)
    return page(
        request,
        "map.html",
        stage.status,
        shown=stage,
        centres=_centres(graph, visit) if stage.fault else (),
        filters=filters(graph, visit),
        readers=reader_choices(graph, visit),
        chips=chips(graph, visit),
        openings=openings(graph),
        **around(request, graph, visit, session),
    )


@router.get("/maps/{slug}/outline")
async def show_outline(request: Request, slug: Slug, user: Looking) -> Response:
    """Show a map as text, with the same records and links as its picture."""
    visit = read_visit(request, slug)
    return await read_long(request, lambda session: _show_outline(request, visit, user, session))


def _show_outline(request: Request, visit: MapVisit, user: CurrentUser, session: Session) -> Response:
    graph = graph_shown(request, visit, user)
    selected = select(graph, visit.query.selection())
    text = Markup(outline.html(selected, visit.query.lang.value, records_at(visit.slug, visit.at)))  # noqa: S704 # escaped there
    return page(
        request, "outline.html", outline=text, chips=chips(graph, visit), **around(request, graph, visit, session)
    )


@router.get("/maps/{slug}/ledger")
async def show_ledger(request: Request, slug: Slug, user: Looking) -> Response:
    """Show each perception with the findings put against it, the verdict and the documents under it.

    Programs that ask for JSON alone are sent on to the ledger's JSON.
    """
    visit = read_visit(request, slug)
    if request.headers.get("accept", "").partition(";")[0].strip().lower() == "application/json":
        # Relative to what was asked, so that a proxy's prefix stays.
        return Response(status_code=307, headers={"Location": visit.ledger_file("json"), "Vary": "Accept"})
    return await read_long(request, lambda session: _show_ledger(request, visit, user, session))


def _show_ledger(request: Request, visit: MapVisit, user: CurrentUser, session: Session) -> Response:
    as_of = visit.query.as_of
    graph = graph_shown(request, visit, user)
    selected = select(graph, Selection(as_of=as_of))
    known = selected.graph
    # What a verdict has come to since then is told beside what it was.
    since = {entry.perception.id: entry.verdict for entry in ledger(graph)} if as_of else {}
    return page(
        request,
        "ledger.html",
        entries=ledger(known),
        since=since,
        gaps=gaps(known),
        statements=known.statements,
        undated=selected.undated,
        openings=openings(graph),
        **around(request, graph, visit, session),
    )


@router.get("/maps/{slug}/records/{label}")
def show_record(request: Request, slug: Slug, label: str, session: Reading, user: Looking) -> Response:
    """Show one record on a page of its own."""
    visit = read_visit(request, slug)
    graph = graph_shown(request, visit, user)
    return page(request, "record.html", **around(request, graph, visit, session, _known(graph, label)))


@router.get("/maps/{slug}/panels/{label}")
def show_panel(request: Request, slug: Slug, label: str, session: Reading, user: Looking) -> Response:
    """Show one record as the part of a page that opens beside the map."""
    visit = read_visit(request, slug)
    graph = graph_shown(request, visit, user)
    return page(request, "panel.html", **around(request, graph, visit, session, _known(graph, label)))


@router.get("/maps/{slug}/moments/{sequence}/records/{label}", dependencies=READS)
def lead_to_record(slug: Slug, sequence: Number, label: Label) -> Response:
    """Lead from a picture of the past, behind whose links only a label stands, to the record as it stood."""
    return RedirectResponse(f"/maps/{slug}/records/{label}?at={sequence}", status_code=307)


def _centres(graph: Graph, visit: MapVisit) -> tuple[AnyRecord, ...]:
    """Return the records from which to choose, where a surrounding was asked for without saying whose."""
    if visit.given.get("view") != [View.NEIGHBOURHOOD] or "focus" in visit.given:
        return ()
    perceptions = tuple(claim for claim in graph.claims if claim.kind == ClaimKind.PERCEPTION)
    return (perceptions or graph.claims)[:MOST_CENTRES]


def _known(graph: Graph, label: str) -> str:
    if label not in graph.by_id:
        raise UnknownRecord(graph.slug, label[:80])
    return label
