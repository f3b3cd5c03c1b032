"""The pages: the shelf, a map as picture, outline and ledger, and one record.

Every page is whole without JavaScript; with it, records open beside the map and filters redraw in place.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from markupsafe import Markup
from sqlmodel import Session
from starlette.responses import RedirectResponse

from api.access.authorization import READS, MayLook
from api.access.current_user import CurrentUser
from api.history.revision_routes import Number
from api.maps.canvas import describe_stage, draw_stage, read_first_visit
from api.maps.folded_seminars import Fold
from api.maps.large_maps import cut_outline, is_large
from api.maps.map_list import list_maps_with_mentions, read_shelf
from api.operations.guide import is_guide_built
from api.pages.list_parts import LONGEST_CURSOR, ListPart, paginate
from api.pages.map_context import build_map_context, read_visited_graph
from api.pages.map_controls import list_active_filters, list_filters, list_opening_years, list_reader_choices
from api.pages.templating import render_page
from api.pages.visits import MapVisit, read_visit
from api.phrases.glossary import list_terms
from api.pictures.export_formats import LedgerFormat
from api.pictures.picture_answers import PictureOutcome
from api.pictures.picture_routes import build_records_path
from api.pictures.render_requests import LedgerFileQuery
from api.requests.database import Reading, read_in_thread
from api.requests.long_work import read_in_long_work
from api.requests.moments import REDIRECT_MOMENTS
from api.requests.successors import lead_to_successor
from api.weighing.reason_pages import link_reasons
from api.weighing.weighed_states import write_weighed_state
from argument_maps.graph import Graph
from argument_maps.selection.selecting import select
from argument_maps.time_travel import COUNTING_RULE
from argument_maps.values import AnyRecord
from argument_maps.verdicts.ledger import Gap, LedgerEntry, build_ledger, find_gaps
from argument_maps.verdicts.responses import has_responses, list_responses
from argument_maps.weighing.weighed_labels import WeighedLabels
from argument_maps.weighing.weighed_words import describe_weighing
from models.errors import Phrase, UnknownRecord
from models.text_types import Label, Slug
from models.vocabulary import ClaimKind, Relation, Role, Verdict
from models.weighing_vocabulary import ProofRule, Shortfall, WeighedLabel
from renderers.text import outline
from renderers.text.ledger_labels import yield_label_causes
from renderers.text.reading_order import list_outline_sections
from renderers.views.view_table import View

router = APIRouter(include_in_schema=False, dependencies=REDIRECT_MOMENTS)

MOST_CENTRES = 40
# Of a large map: each cites the documents under its findings, which takes time where nobody has asked for them yet.
ENTRIES_A_PAGE = 12


class WeighedLedger(NamedTuple):
    """The labels of perceptions beside their verdicts.

    `words` say how the map is weighed, `remarks` by perception what makes the difference where label and verdict part,
    and which findings hang on one document; `state` are the parameters of the state in addresses.
    """

    labels: WeighedLabels
    words: list[Phrase]
    remarks: dict[str, list[Markup]]
    state: str


@router.get("/glossary")
def show_glossary(request: Request, user: MayLook) -> Response:  # noqa: ARG001 # asked for as of every route
    """Show what the words of the pages mean, and where they were published as words of a field."""
    return render_page(request, "glossary.html", terms=list_terms(), has_guide=is_guide_built())


@router.get("/help")
def show_help(request: Request, user: MayLook) -> Response:  # noqa: ARG001 # asked for as of every route
    """Show how the pages work, for readers, authors and seminars."""
    return render_page(
        request,
        "help.html",
        relations=list(Relation),
        verdicts=list(Verdict),
        roles=list(Role),
        labels=list(WeighedLabel),
        rules=list(ProofRule),
        shortfalls=list(Shortfall),
    )


@router.get("/docs")
def show_documentation(request: Request, user: MayLook) -> Response:  # noqa: ARG001 # asked for as of every route
    """Show the description of the API, to be read and tried."""
    return render_page(request, "api_description.html")


@router.get("/")
def show_shelf(request: Request, session: Reading, user: MayLook, cursor: str = "", title: str = "") -> Response:
    """Show the maps that there are, some at a time; `title` is what their titles or authors have to hold."""
    cursors = {name: request.query_params.get(name, "")[:LONGEST_CURSOR] for name in ("cursor", "folds", "fold")}
    words = " ".join(title.split())[:100]
    shelf_page = read_shelf(session, user, cursors["cursor"], words, folds=cursors["folds"], fold=cursors["fold"])

    def address(fragment: str = "", **overrides: str) -> str:
        query = urlencode({name: value for name, value in {"title": words, **cursors, **overrides}.items() if value})
        return (f"/?{query}" if query else "/") + (fragment and f"#{fragment}")

    def within(fold: Fold) -> ListPart[tuple[str, str]]:
        place = f"of-{fold.seminar.slug}"
        following = address(place, fold=fold.following) if fold.following else ""
        return ListPart(fold.maps, address(place, fold="") if fold.turned else "", following)

    folds, behind = shelf_page.folds
    return render_page(
        request,
        "map_list.html",
        maps=shelf_page.maps,
        folds=ListPart(
            [(fold, within(fold)) for fold in folds],
            address("folds", folds="", fold="") if cursors["folds"] else "",
            address("folds", folds=behind, fold="") if behind else "",
        ),
        mentions=list_maps_with_mentions(session, user),
        words=words,
        first=address(cursor="") if cursor else "",
        following=address(cursor=shelf_page.following) if shelf_page.following else "",
    )


@router.get("/maps/{slug}")
async def show_map(request: Request, slug: Slug, user: MayLook) -> Response:
    """Show a map as its picture, with what can be chosen and the record that is open."""
    visit = await read_first_visit(request, slug, user)
    outcome = await draw_stage(request, visit, user)
    return await read_in_thread(request, lambda session: _show_map(request, visit, user, outcome, session))


def _show_map(
    request: Request, visit: MapVisit, user: CurrentUser, outcome: PictureOutcome, session: Session
) -> Response:
    graph = read_visited_graph(request, visit, user)
    before = request.headers.get("sic-shown", "")
    stage = describe_stage(request.app.state.pictures, graph, visit, user, outcome, before)
    return render_page(
        request,
        "map.html",
        stage.status,
        stage=stage,
        centres=_list_centres(graph, visit) if stage.fault else (),
        filters=list_filters(graph, visit),
        readers=list_reader_choices(graph, visit),
        chips=list_active_filters(graph, visit),
        openings=list_opening_years(graph),
        **build_map_context(request, graph, visit, session),
    )


@router.get("/maps/{slug}/outline")
async def show_outline(request: Request, slug: Slug, user: MayLook) -> Response:
    """Show a map as text, with the same records and links as its picture."""
    visit = read_visit(request, slug)
    return await read_in_long_work(request, lambda session: _show_outline(request, visit, user, session))


def _show_outline(request: Request, visit: MapVisit, user: CurrentUser, session: Session) -> Response:
    graph = read_visited_graph(request, visit, user)
    selected = select(graph, visit.query.selection())
    records, scans = build_records_path(visit.slug, visit.at), f"/maps/{visit.slug}/scans/"
    parts = cut_outline(request, list_outline_sections(selected.graph)) if is_large(selected.graph) else None
    sections = parts.sections if parts is not None else None
    html = outline.write_html_outline(selected, visit.query.lang.value, records, scans, sections)
    text = Markup(html)  # noqa: S704 - escaped there
    return render_page(
        request,
        "outline.html",
        outline=text,
        parts=parts,
        chips=list_active_filters(graph, visit),
        **build_map_context(request, graph, visit, session),
    )


@router.get("/maps/{slug}/ledger")
async def show_ledger(request: Request, slug: Slug, user: MayLook) -> Response:
    """Show each perception with the findings put against it, the verdict and the documents under it.

    Programs that ask for JSON alone are sent on to the ledger's JSON.
    """
    visit = read_visit(request, slug)
    if request.headers.get("accept", "").partition(";")[0].strip().lower() == "application/json":
        # Relative to what was asked, so that a proxy's prefix stays.
        return Response(
            status_code=307, headers={"Location": visit.address_of_ledger(LedgerFormat.JSON), "Vary": "Accept"}
        )
    return await read_in_long_work(request, lambda session: _show_ledger(request, visit, user, session))


def _show_ledger(request: Request, visit: MapVisit, user: CurrentUser, session: Session) -> Response:
    query = visit.query
    graph = read_visited_graph(request, visit, user)
    asked = LedgerFileQuery(as_of=query.as_of, weigh=query.weigh, without=query.without, reader=query.reader)
    selected = select(graph, asked.selection())
    dated_graph, weighed = selected.graph, selected.weighed
    all_entries, all_gaps = build_ledger(dated_graph), find_gaps(dated_graph)
    shown = _cut_ledger(request, dated_graph, all_entries)
    gaps = _cut_gaps(request, dated_graph, all_gaps)
    entries = shown.items
    return render_page(
        request,
        "ledger.html",
        entries=entries,
        entry_list=shown,
        entry_count=len(all_entries),
        gap_list=gaps,
        gap_count=len(all_gaps),
        # What a verdict has come to since then is told beside what it was.
        since=selected.lost_verdicts,
        responses={entry.perception.id: list_responses(dated_graph, entry.perception.id) for entry in entries}
        if has_responses(dated_graph)
        else {},
        gaps=gaps.items,
        weighed_ledger=_weigh_ledger(visit, weighed, entries) if weighed is not None else None,
        dated_graph=dated_graph,
        statements=dated_graph.statements,
        graph_as_of=dated_graph,
        undated=selected.undated,
        counting_rule=COUNTING_RULE,
        openings=list_opening_years(graph),
        ledger_formats=list(LedgerFormat),
        **build_map_context(request, graph, visit, session),
    )


def _cut_ledger(request: Request, graph: Graph, entries: Sequence[LedgerEntry]) -> ListPart[LedgerEntry]:
    """Return the entries that a page shows: all, or of a large map some at a time."""
    if not is_large(graph):
        return ListPart(list(entries))
    return paginate(
        request, request.url.path, "ledger", entries, lambda entry: entry.perception.id, limit=ENTRIES_A_PAGE
    )


def _cut_gaps(request: Request, graph: Graph, gaps: Sequence[Gap]) -> ListPart[Gap]:
    if not is_large(graph):
        return ListPart(list(gaps))
    return paginate(request, request.url.path, "gaps", gaps, lambda gap: f"{gap.record} {gap.kind}", parameter="gaps")


def _weigh_ledger(visit: MapVisit, weighed: WeighedLabels, entries: Iterable[LedgerEntry]) -> WeighedLedger:
    weighing = weighed.weighing
    graph, circumstances = weighing.graph, weighing.circumstances
    return WeighedLedger(
        labels=weighed,
        words=list(describe_weighing(graph, weighed, graph)),
        remarks={
            entry.perception.id: link_reasons(graph, list(yield_label_causes(weighed, entry)), visit.slug)
            for entry in entries
        },
        state=write_weighed_state(weighing.rule, circumstances.named, circumstances.reader, visit.parameters),
    )


@router.get("/maps/{slug}/records/{label}")
def show_record(request: Request, slug: Slug, label: str, session: Reading, user: MayLook) -> Response:
    """Show one record on a page of its own."""
    visit = read_visit(request, slug)
    graph = read_visited_graph(request, visit, user)
    if label not in graph.by_id and not visit.at:
        onward = lead_to_successor(session, slug, label[:80], f"/maps/{slug}/records")
        if onward is not None:
            return onward
    return render_page(
        request, "record.html", **build_map_context(request, graph, visit, session, _require_label(graph, label))
    )


@router.get("/maps/{slug}/panels/{label}")
def show_panel(request: Request, slug: Slug, label: str, session: Reading, user: MayLook) -> Response:
    """Show one record as the part of a page that opens beside the map."""
    visit = read_visit(request, slug)
    graph = read_visited_graph(request, visit, user)
    return render_page(
        request, "panel.html", **build_map_context(request, graph, visit, session, _require_label(graph, label))
    )


@router.get("/maps/{slug}/moments/{sequence}/records/{label}", dependencies=READS)
def lead_to_record(slug: Slug, sequence: Number, label: Label) -> Response:
    """Lead from a picture of the past, behind whose links only a label stands, to the record as it stood."""
    return RedirectResponse(f"/maps/{slug}/records/{label}?at={sequence}", status_code=307)


def _list_centres(graph: Graph, visit: MapVisit) -> tuple[AnyRecord, ...]:
    """Return the records from which to choose, where a surrounding was asked for without saying whose."""
    view = next(iter(visit.parameters.get("view", ())), "")
    if view not in {choice.value for choice in View if choice.definition.needs_focus} or "focus" in visit.parameters:
        return ()
    perceptions = tuple(claim for claim in graph.claims if claim.kind == ClaimKind.PERCEPTION)
    return (perceptions or graph.claims)[:MOST_CENTRES]


def _require_label(graph: Graph, label: str) -> str:
    if label not in graph.by_id:
        raise UnknownRecord(graph.slug, label[:80])
    return label
