"""What every page of a map needs around its own content: the record that is open, citations, history, counts.

What belongs to a feature, such as the comments beside a record, its own pages add: see `add_to_map_pages`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from sqlmodel import Session

from api.access.authorization import get_current_user
from api.access.current_user import CurrentUser
from api.citations.page_citations import cite_for_page
from api.citations.site_addresses import find_site_address
from api.http.problems import Refusal
from api.http.query_parameters import read_whole_number
from api.pages.editable_records import list_undoable_changes, may_edit
from api.pages.visits import MapVisit, read_visit
from api.phrases.change_words import ChangeSummary, describe_changes
from api.phrases.messages import gettext
from api.phrases.record_view import RecordView, view_record
from api.pictures.export_formats import PictureFormat
from api.requests.moments import find_displayed_moment
from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selection, select
from models.changes import find_map
from models.records.kinds import KINDS
from models.row_keys import persisted_id
from renderers.views.view_table import View

# What an address says of the moment, and not of what is shown.
TRANSIENT_PARAMETERS = frozenset({"done", "was", "new", "style"})


@dataclass(frozen=True, slots=True)
class MapPageRequest:
    """A page of a map for whoever asks for it; `view` is the record that is open on it, if any."""

    request: Request
    session: Session
    graph: Graph
    view: RecordView | None

    @property
    def user(self) -> CurrentUser:
        """Who asks for the page."""
        return get_current_user(self.request)


PageAddition = Callable[[MapPageRequest], Mapping[str, Any]]
_additions: list[PageAddition] = []


def add_to_map_pages(addition: PageAddition) -> PageAddition:
    """Register what a feature adds to the context of every page of a map; used as a decorator.

    The templates ask for it by its names: the modules that register something are those whose routes the application
    has, so that none is missing.
    """
    _additions.append(addition)
    return addition


def read_map_as_of(request: Request, slug: str, user: CurrentUser) -> tuple[Graph, MapVisit, Graph]:
    """Return the map, what was asked of it, and the map as it could be known at the date that was asked for.

    Raises `Refusal` (422) where the address means nothing.
    """
    visit = read_visit(request, slug)
    graph = read_visited_graph(request, visit, user)
    if visit.fault is not None:
        raise make_address_refusal(visit.fault)
    as_of = visit.query.as_of
    return graph, visit, select(graph, Selection(as_of=as_of)).graph if as_of else graph


def make_address_refusal(fault: str) -> Refusal:
    """Return how a page refuses an address that means nothing."""
    title, remedy = gettext("The address cannot be read"), gettext("Change that part of the address, or leave it out.")
    return Refusal(422, "invalid-request", title, fault, remedy)


def read_visited_graph(request: Request, visit: MapVisit, user: CurrentUser) -> Graph:
    """Return the map that a page shows: as it stands, or as it stood at the moment that the address names."""
    graph: Graph = request.app.state.pictures.graph(visit.slug, user, visit.at)
    return graph


def build_map_context(
    request: Request, graph: Graph, visit: MapVisit, session: Session, label: str | None = None
) -> dict[str, Any]:
    """Return what every page of a map needs; a record that the map does not have is not opened."""
    view = view_record(graph, label or visit.record or "")
    moment = find_displayed_moment(session, graph.slug, visit.at, get_current_user(request))
    opened = view.record.id if view else None
    record_citing, map_citing = cite_for_page(request, session, graph, opened, as_of=visit.query.as_of, moment=moment)
    page = MapPageRequest(request, session, graph, view)
    added = {name: value for addition in _additions for name, value in addition(page).items()}
    return added | {
        "graph": graph,
        "visit": visit,
        "version": request.app.state.pictures.find_version(graph),
        "view": view,
        "record_citing": record_citing,
        "map_citing": map_citing,
        "may_edit": view is not None and may_edit(request, session, graph.slug, view.record.id),
        "views": list(View),
        "picture_formats": list(PictureFormat),
        "undoable": list_undoable_changes(request, session, graph.slug, _read_last_change(request)),
        "moment": moment,
        "just_done": _describe_last_change(request, session, graph),
        "site": find_site_address(request),
        "permalink": _make_permalink(request),
        "counts": {kind.plural: len(getattr(graph, kind.plural)) for kind in KINDS.values()},
    }


def _describe_last_change(request: Request, session: Session, graph: Graph) -> ChangeSummary | None:
    """Return what the change did that the address says was just done."""
    done = _read_last_change(request)
    if not done:
        return None
    return describe_changes(session, persisted_id(find_map(session, graph.slug)), graph, done).get(done[0])


def _read_last_change(request: Request) -> list[int]:
    """Return the change that an address tells of, which the page offers to take back."""
    done = read_whole_number(request.query_params.get("done"))
    return [done] if done is not None else []


def _make_permalink(request: Request) -> str:
    """Return the address of the page that is asked for, as a reader would hand it on."""
    parameters = [
        (name, value)
        for name, value in request.query_params.multi_items()
        if value and name not in TRANSIENT_PARAMETERS
    ]
    return find_site_address(request) + quote(request.url.path) + (f"?{urlencode(parameters)}" if parameters else "")
