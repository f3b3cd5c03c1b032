"""Pictures and texts of maps: taken from memory, or made once by one of a few threads, for those who wait."""

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable

from fastapi import Request
from sqlalchemy import Engine
from sqlmodel import Session

from api import standalone
from api.client_addresses import address_of, network_of
from api.departures import shielded, while_client_stays
from api.drawings import Drawings
from api.failures import Failures
from api.fair_slots import Party
from api.map_states import MapState, MapStates, sequence_in, state_in
from api.permission import Action, CurrentUser, allowed
from api.picture_cache import Key, Picture, PictureCache
from api.picture_requests import Wanted
from argument_maps.assembly import load_graph, with_contents
from argument_maps.draft_values import graph_of
from argument_maps.formats import native
from argument_maps.graph import Graph
from argument_maps.selection.excerpt import excerpt
from argument_maps.selection.selecting import Selected, select
from models.changes import find_map
from models.engine import reading
from models.errors import MapError, UnknownMap
from models.history.moments import moment, standing_at
from renderers.layout import dot_process
from renderers.raster import rasterising, sheets
from renderers.svg.card import card
from renderers.svg.picture import picture
from renderers.text import ledger_table, matrix, outline
from renderers.text.dot_source import dot_source

# How long a picture goes on being drawn behind a page that was sent without it and asks for it next.
GRACE = 10.0
# Whoever looks at a map asks for several pictures of it.
GRAPHS_KEPT = 4


def render(graph: Graph, wanted: Wanted) -> bytes:
    """Return the bytes of a picture or text. Raises `MapError` for what cannot be drawn."""
    return RENDERERS[wanted.extension](select(graph, wanted.selection), wanted)


def _svg(selected: Selected, wanted: Wanted) -> str:
    look = {"view": wanted.view, "theme": wanted.theme, "lang": wanted.lang}
    return picture(selected, **look, link_to=wanted.link_to, marks=dict(wanted.marks))


RENDERERS: dict[str, Callable[[Selected, Wanted], bytes]] = {
    "svg": lambda selected, wanted: _svg(selected, wanted).encode(),
    "png": lambda selected, wanted: rasterising.png(_svg(selected, wanted)),
    "card.png": lambda selected, _: rasterising.png(card(selected), scale=1),
    "pdf": lambda selected, wanted: rasterising.pdf(_svg(selected, wanted)),
    "sheets.pdf": lambda selected, wanted: sheets.sheets_pdf(
        selected,
        view=wanted.view,
        theme=wanted.theme,
        lang=wanted.lang,
        paper=wanted.paper,
        style=wanted.style,
        caption=wanted.caption,
    ),
    "sheets.svg": lambda selected, wanted: sheets.overview(
        selected, view=wanted.view, theme=wanted.theme, lang=wanted.lang, paper=wanted.paper
    ).encode(),
    "dot": lambda selected, _: dot_source(selected).encode(),
    "json": lambda selected, _: native.write(excerpt(selected)),
    "html": lambda selected, wanted: standalone.page(
        selected.graph, "", "prose outline", outline.html(selected, wanted.lang, wanted.link_to)
    ),
    "md": lambda selected, wanted: outline.markdown(selected, wanted.lang).encode(),
    "csv": lambda selected, _: matrix.matrix_csv(selected).encode(),
    "ledger.json": lambda selected, _: ledger_table.ledger_json(selected.graph, selected.undated),
    "ledger.html": lambda selected, _: standalone.page(
        selected.graph,
        "Ledger of verdicts · ",
        "ledger",
        ledger_table.ledger_html(selected.graph, selected.undated),
    ),
    "ledger.csv": lambda selected, _: ledger_table.ledger_csv(selected.graph, selected.undated).encode(),
}


class NotYet(Exception):
    """The picture is not drawn within the time that was given; it goes on being drawn for a moment."""


class Pictures:
    """Where pictures come from. Equal wishes that arrive together are drawn once, and failures are kept for a while."""

    def __init__(self, engine: Engine, states: MapStates, *, cache_bytes: int, queue: int) -> None:
        self.engine = engine
        self.states = states
        self.cache = PictureCache(cache_bytes)
        self.failures = Failures()
        self.drawings = Drawings(waiting=queue)
        self._graphs: OrderedDict[tuple[int, int], Graph] = OrderedDict()
        self._loading: dict[tuple[int, int], threading.Lock] = {}
        self._lock = threading.Lock()
        dot_process.stand_by()

    async def wait(
        self, slug: str, wanted: Wanted, user: CurrentUser, request: Request, seconds: float | None = None
    ) -> Picture:
        """Return the picture, as the map stands now, or stood at the moment that is wanted, once it is there.

        Waiting takes no thread. Raises `UnknownMap`, `Refusal` (503) where too many pictures are waiting, what
        selecting and drawing raise, `ClientLeft`, and `NotYet` where `seconds` are over.
        """
        state = _visible(slug, await self.states.wait(slug), user)
        key = (state.id, state.standing(wanted.at), wanted.key())
        return await self._get(key, state.id, lambda: self._draw(slug, state, wanted), request, seconds)

    async def published(
        self,
        edition: int,
        sha256: str,
        graph: Callable[[], Graph],
        wanted: Wanted,
        request: Request,
        seconds: float | None = None,
    ) -> Picture:
        """Return the picture of an edition with this id and content. Raises as `wait`."""
        # Maps have positive ids, so that an edition's negative one meets none of them.
        key = (-edition, int(sha256[:12], 16), wanted.key())

        def draw() -> Picture:
            made = Picture(render(graph(), wanted), wanted.extension)
            self.cache.put(key, made)
            return made

        return await self._get(key, -edition, draw, request, seconds)

    async def _get(
        self, key: Key, subject: int, draw: Callable[[], Picture], request: Request, seconds: float | None
    ) -> Picture:
        ready = self.cache.get(key)
        if ready is not None:
            return ready
        self.failures.check(key)

        def draw_and_note() -> Picture:
            try:
                return draw()
            except MapError as error:
                self.failures.keep(key, error)
                raise

        party = Party(network_of(address_of(request)), subject)
        drawing = self.drawings.join(key, party, draw_and_note)
        grace = 0.0
        try:
            # Whoever gives up waiting does not take the picture from those who wait for the same.
            outcome = shielded(drawing.outcome)
            return await while_client_stays(request, outcome, seconds)
        except TimeoutError:
            grace = GRACE
            raise NotYet from None
        finally:
            if grace:
                asyncio.get_running_loop().call_later(grace, self.drawings.leave, drawing)
            else:
                self.drawings.leave(drawing)

    def shown_before(self, slug: str, etag: str, user: CurrentUser) -> Picture | None:
        """Return a former picture of the map by its ETag, where it is still in memory. Raises as `graph`."""
        return self.cache.find(_visible(slug, self.states.look(slug), user).id, etag)

    def graph(self, slug: str, user: CurrentUser, at: int = 0) -> Graph:
        """Return the whole map as it stands now, or stood after the change `at`.

        Raises `UnknownMap` and `UnknownMoment`.
        """
        state = _visible(slug, self.states.look(slug), user)
        return self._load(slug, state, at)[1]

    def version_of(self, graph: Graph) -> int | None:
        """Return the version of a map that was loaded just now; None where newer ones have taken its place."""
        with self._lock:
            return next((sequence_in(kept) for (_, kept), known in self._graphs.items() if known is graph), None)

    def check(self, slug: str, user: CurrentUser) -> None:
        """Raise `UnknownMap` where the user may not look at the map."""
        _visible(slug, self.states.look(slug), user)

    def may_see(self, slug: str, user: CurrentUser) -> bool:
        """Tell whether there is such a map and the user may look at it."""
        state = self.states.look(slug)
        return state is not None and allowed(user, Action.LOOK, state.visibility, state.id)

    def close(self) -> None:
        """End what is being drawn, and forget what waits."""
        self.drawings.close()
        dot_process.stand_down()

    def _draw(self, slug: str, state: MapState, wanted: Wanted) -> Picture:
        state, graph = self._load(slug, state, wanted.at)
        if wanted.extension == "json" and graph.texts:
            # Only a document needs what the texts say, and it would fill the memory that graphs are kept in.
            with reading(self.engine) as session:
                graph = with_contents(session, graph)
        made = Picture(render(graph, wanted), wanted.extension.rpartition(".")[2], lasting=bool(wanted.at))
        self.cache.put((state.id, state.standing(wanted.at), wanted.key()), made)
        return made

    def _load(self, slug: str, state: MapState, at: int) -> tuple[MapState, Graph]:
        key = (state.id, state.standing(at))
        known = self._known(key)
        if known is not None:
            return state, known
        with self._lock:
            alone = self._loading.setdefault(key, threading.Lock())
        # One reads a map of thousands of records, and the others wait for what it reads.
        with alone:
            known = self._known(key)
            if known is not None:
                return state, known
            with reading(self.engine) as session:
                # The map may have moved on since it was asked about; one transaction shows one moment.
                state = state_in(session, slug) or state
                graph = _stood(session, slug, at) if at else load_graph(session, slug)
            with self._lock:
                self._graphs[state.id, state.standing(at)] = graph
                self._loading.pop(key, None)
                while len(self._graphs) > GRAPHS_KEPT:
                    self._graphs.popitem(last=False)
        return state, graph

    def _known(self, key: tuple[int, int]) -> Graph | None:
        with self._lock:
            known = self._graphs.get(key)
            if known is not None:
                self._graphs.move_to_end(key)
            return known


def _stood(session: Session, slug: str, at: int) -> Graph:
    found = find_map(session, slug)
    stood = standing_at(session, found, moment(session, found, at).sequence)
    return graph_of(stood.header or {}, stood.records)


def _visible(slug: str, state: MapState | None, user: CurrentUser) -> MapState:
    # Whoever may not see a map is told what is told of one that is not there.
    if state is None or not allowed(user, Action.LOOK, state.visibility, state.id):
        raise UnknownMap(slug)
    return state
