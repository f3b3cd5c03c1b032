"""The pages: the shelf, a map as picture, outline and ledger, and one record.

Every page is whole without JavaScript; with it, records open beside the map and filters redraw in place.
"""

from fastapi import APIRouter, Request, Response
from markupsafe import Markup

from api.database import Reading
from api.permission import Looking
from api.picture_requests import View
from api.web.controls import chips, filters, openings
from api.web.shelf import shelf
from api.web.stage import shown
from api.web.surroundings import around
from api.web.templating import page
from api.web.visits import MapVisit, read_visit
from argument_maps.graph import AnyRecord, Graph
from argument_maps.ledger import gaps, ledger
from argument_maps.selection import Selection, select
from models.errors import UnknownRecord
from models.text import Slug
from models.vocabulary import ClaimKind
from renderers import outline

router = APIRouter(include_in_schema=False)

MOST_CENTRES = 40


@router.get("/")
def show_shelf(request: Request, session: Reading, user: Looking) -> Response:
    """Show the maps that there are."""
    return page(request, "shelf.html", maps=shelf(session, user))


@router.get("/maps/{slug}")
def show_map(request: Request, slug: Slug, session: Reading, user: Looking) -> Response:
    """Show a map as its picture, with what can be chosen and the record that is open."""
    graph = request.app.state.pictures.graph(slug, user)
    visit = read_visit(request, slug)
    before = request.headers.get("sic-shown", "")
    stage = shown(request.app.state.pictures, graph, visit, user, before)
    return page(
        request,
        "map.html",
        stage.status,
        shown=stage,
        centres=_centres(graph, visit) if stage.fault else (),
        filters=filters(graph, visit),
        chips=chips(graph, visit),
        openings=openings(graph),
        **around(request, graph, visit, session),
    )


@router.get("/maps/{slug}/outline")
def show_outline(request: Request, slug: Slug, session: Reading, user: Looking) -> Response:
    """Show a map as text, with the same records and links as its picture."""
    graph = request.app.state.pictures.graph(slug, user)
    visit = read_visit(request, slug)
    selected = select(graph, visit.query.selection())
    text = Markup(outline.html(selected, visit.query.lang.value, f"/maps/{slug}/records/"))  # noqa: S704 # escaped there
    return page(
        request, "outline.html", outline=text, chips=chips(graph, visit), **around(request, graph, visit, session)
    )


@router.get("/maps/{slug}/ledger")
def show_ledger(request: Request, slug: Slug, session: Reading, user: Looking) -> Response:
    """Show each perception with the findings put against it, the verdict and the documents under it.

    Programs that ask for JSON alone are sent on to the ledger's JSON.
    """
    visit = read_visit(request, slug)
    as_of = visit.query.as_of
    if request.headers.get("accept", "").partition(";")[0].strip().lower() == "application/json":
        # Relative to what was asked, so that a proxy's prefix stays.
        kept = f"?as_of={as_of}" if as_of else ""
        return Response(status_code=307, headers={"Location": f"/maps/{slug}/ledger.json{kept}", "Vary": "Accept"})
    graph = request.app.state.pictures.graph(slug, user)
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
        undated=selected.undated,
        openings=openings(graph),
        **around(request, graph, visit, session),
    )


@router.get("/maps/{slug}/records/{label}")
def show_record(request: Request, slug: Slug, label: str, session: Reading, user: Looking) -> Response:
    """Show one record on a page of its own."""
    graph = request.app.state.pictures.graph(slug, user)
    return page(
        request, "record.html", **around(request, graph, read_visit(request, slug), session, _known(graph, label))
    )


@router.get("/maps/{slug}/panels/{label}")
def show_panel(request: Request, slug: Slug, label: str, session: Reading, user: Looking) -> Response:
    """Show one record as the part of a page that opens beside the map."""
    graph = request.app.state.pictures.graph(slug, user)
    return page(
        request, "panel.html", **around(request, graph, read_visit(request, slug), session, _known(graph, label))
    )


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
