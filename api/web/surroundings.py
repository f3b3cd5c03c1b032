"""What every page of a map needs around its own content: the record that is open, citations, history, counts."""

from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from sqlmodel import Session

from api.editions import site
from api.forking import seminars_led
from api.mentions import unread_on_page
from api.moments import moment_shown
from api.permission import CurrentUser, user_of
from api.problems import Refusal
from api.publishing import editions_seen
from api.web.beside import beside
from api.web.change_words import Described, describe_changes
from api.web.changeable import may_edit, undoable_on
from api.web.citing import citing
from api.web.history import history
from api.web.messages import gettext
from api.web.pinned import instructions_on
from api.web.record_view import view_record
from api.web.visits import MapVisit, read_visit
from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selection, select
from models.changes import find_map
from models.people.seminars import Seminar
from models.records.kinds import KINDS
from models.row_keys import persisted_id
from models.teaching.map_ownership import find_seminars_of

# What an address says of the moment, and not of what is shown.
FLEETING = frozenset({"done", "was", "new", "style"})


def known_part(request: Request, slug: str, user: CurrentUser) -> tuple[Graph, MapVisit, Graph]:
    """Return the map, what was asked of it, and the map as it could be known at the date that was asked for.

    Raises `Refusal` (422) where the address means nothing.
    """
    visit = read_visit(request, slug)
    graph = graph_shown(request, visit, user)
    if visit.fault is not None:
        raise unreadable(visit.fault)
    as_of = visit.query.as_of
    return graph, visit, select(graph, Selection(as_of=as_of)).graph if as_of else graph


def unreadable(fault: str) -> Refusal:
    """Return how a page refuses an address that means nothing."""
    title, remedy = gettext("The address cannot be read"), gettext("Change that part of it, or leave it out.")
    return Refusal(422, "invalid-request", title, fault, remedy)


def graph_shown(request: Request, visit: MapVisit, user: CurrentUser) -> Graph:
    """Return the map that a page shows: as it stands, or as it stood at the moment that the address names."""
    graph: Graph = request.app.state.pictures.graph(visit.slug, user, visit.at)
    return graph


def around(
    request: Request, graph: Graph, visit: MapVisit, session: Session, label: str | None = None
) -> dict[str, Any]:
    """Return what every page of a map needs; a record that the map does not have is not opened."""
    view = view_record(graph, label or visit.record or "")
    moment = moment_shown(session, graph.slug, visit.at, user_of(request))
    opened = view.record.id if view else None
    record_citing, map_citing = citing(request, session, graph, opened, as_of=visit.query.as_of, moment=moment)
    return {
        "graph": graph,
        "visit": visit,
        "version": request.app.state.pictures.version_of(graph),
        "view": view,
        "record_citing": record_citing,
        "map_citing": map_citing,
        "may_edit": view is not None and may_edit(request, session, graph.slug, view.record.id),
        "undoable": undoable_on(request, session, graph.slug, _change_done(request)),
        "beside": beside(request, session, graph, view.record.id) if view else None,
        "history": history(session, graph, view.record.id, user_of(request)) if view else [],
        "moment": moment,
        "just_done": _just_done(request, session, graph),
        "unread_mentions": unread_on_page(session, graph.slug, user_of(request)),
        "instructions": instructions_on(request, session, graph.slug),
        "editions": editions_seen(request, session, graph.slug),
        "site": site(request),
        "seminars_led": seminars_led(session, user_of(request)),
        "seminar_here": _find_seminar_of(session, graph.slug, user_of(request)),
        "permalink": _permalink(request),
        "counts": {kind.plural: len(getattr(graph, kind.plural)) for kind in KINDS.values()},
    }


def _find_seminar_of(session: Session, slug: str, user: CurrentUser) -> Seminar | None:
    """Return the seminar to which a map belongs, for those who are in it."""
    if not user.seminars:
        return None
    key = persisted_id(find_map(session, slug))
    return find_seminars_of(session, [key], user.seminars).get(key)


def _just_done(request: Request, session: Session, graph: Graph) -> Described | None:
    """Return what the change did that the address says was just done."""
    done = _change_done(request)
    if not done:
        return None
    return describe_changes(session, persisted_id(find_map(session, graph.slug)), graph, done).get(done[0])


def _change_done(request: Request) -> list[int]:
    """Return the change that an address tells of, which the page offers to take back."""
    done = request.query_params.get("done", "")
    return [int(done)] if done.isascii() and done.isdecimal() and len(done) < 11 else []


def _permalink(request: Request) -> str:
    """Return the address of the page that is asked for, as a reader would hand it on."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if value and name not in FLEETING]
    return site(request) + quote(request.url.path) + (f"?{urlencode(kept)}" if kept else "")
