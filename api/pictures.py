"""Pictures and texts of maps: taken from the cache, or made once by one of two threads."""

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress

from sqlalchemy import Engine
from sqlmodel import Session

from api import standalone
from api.map_states import MapState, MapStates, sequence_in, state_in
from api.permission import Action, CurrentUser, allowed
from api.picture_cache import Key, Picture, PictureCache
from api.picture_requests import Wanted
from api.problems import Refusal
from argument_maps.assembly import load_graph, with_contents
from argument_maps.excerpt import excerpt
from argument_maps.formats import native
from argument_maps.graph import Graph
from argument_maps.moments import graph_of
from argument_maps.selection import Selected, select
from models.changes import find_map
from models.engine import reading
from models.errors import UnknownMap
from models.moments import moment, standing_at
from renderers import dot_process, ledger_table, matrix, outline, raster, sheets
from renderers.card import card
from renderers.dot_source import dot_source
from renderers.picture import picture

# Two of them keep two cores busy; `dot` itself runs beside Python.
THREADS = 2
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
    "png": lambda selected, wanted: raster.png(_svg(selected, wanted)),
    "card.png": lambda selected, _: raster.png(card(selected), scale=1),
    "pdf": lambda selected, wanted: raster.pdf(_svg(selected, wanted)),
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


class Pictures:
    """Where pictures come from. Equal wishes that arrive together are drawn once."""

    def __init__(self, engine: Engine, states: MapStates, *, cache_bytes: int, queue: int) -> None:
        self.engine = engine
        self.states = states
        self.cache = PictureCache(cache_bytes)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="drawing")
        self._places = threading.BoundedSemaphore(THREADS + queue)
        self._flights: dict[Key, Future[Picture]] = {}
        self._graphs: OrderedDict[tuple[int, int], Graph] = OrderedDict()
        self._lock = threading.Lock()
        dot_process.stand_by()

    async def wait(self, slug: str, wanted: Wanted, user: CurrentUser) -> Picture:
        """Return the picture without keeping the event loop waiting. Raises as `look`."""
        state = _visible(slug, await self.states.wait(slug), user)
        ready = self.cache.get((state.id, state.standing(wanted.at), wanted.key()))
        if ready is not None:
            return ready
        # Whoever gives up waiting does not take the picture from those who wait for the same.
        return await asyncio.shield(asyncio.wrap_future(self._begin(slug, state, wanted)))

    def look(self, slug: str, wanted: Wanted, user: CurrentUser) -> Picture:
        """Return the picture, as the map stands now, or stood at the moment that is wanted.

        Raises `UnknownMap`, `Refusal` (503) where too many pictures are waiting, and what
        selecting and drawing raise.
        """
        state = _visible(slug, self.states.look(slug), user)
        ready = self.cache.get((state.id, state.standing(wanted.at), wanted.key()))
        return ready or self._begin(slug, state, wanted).result()

    def shown_before(self, slug: str, etag: str, user: CurrentUser) -> Picture | None:
        """Return a former picture of the map by its ETag, where it is still in memory. Raises as `graph`."""
        return self.cache.find(_visible(slug, self.states.look(slug), user).id, etag)

    def published(self, edition: int, sha256: str, graph: Callable[[], Graph], wanted: Wanted) -> Picture:
        """Return the picture of an edition with this id and content. Raises `Refusal` as `look`."""
        # Maps have positive ids, so that an edition's negative one meets none of them.
        key = (-edition, int(sha256[:12], 16), wanted.key())

        def draw() -> Picture:
            made = Picture(render(graph(), wanted), wanted.extension)
            self.cache.put(key, made)
            return made

        return self.cache.get(key) or self._fly(key, draw).result()

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
        """Let the threads finish what they draw, and forget what waits."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        dot_process.stand_down()

    def _begin(self, slug: str, state: MapState, wanted: Wanted) -> Future[Picture]:
        key = (state.id, state.standing(wanted.at), wanted.key())
        return self._fly(key, lambda: self._draw(slug, state, wanted))

    def _fly(self, key: Key, draw: Callable[[], Picture]) -> Future[Picture]:
        with self._lock:
            flight = self._flights.get(key)
            if flight is not None:
                return flight
            if not self._places.acquire(blocking=False):
                raise Refusal(
                    503,
                    "too-many-pictures",
                    "Too many pictures are waiting to be drawn",
                    "The server draws two pictures at a time, and the queue behind them is full.",
                    "Ask again in a few seconds.",
                    headers={"Retry-After": "2"},
                )
            flight = self._flights[key] = self._threads.submit(draw)
        # Outside of the lock: a flight that has ended by now calls back at once.
        flight.add_done_callback(lambda _: self._landed(key))
        return flight

    def _landed(self, key: Key) -> None:
        self._places.release()
        with self._lock:
            self._flights.pop(key, None)
        # In its turn, so that nobody waits for it; not where the server stops.
        with suppress(RuntimeError):
            self._threads.submit(dot_process.stand_by)

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
        with self._lock:
            known = self._graphs.get((state.id, state.standing(at)))
            if known is not None:
                self._graphs.move_to_end((state.id, state.standing(at)))
                return state, known
        with reading(self.engine) as session:
            # The map may have moved on since it was asked about; one transaction shows one moment.
            state = state_in(session, slug) or state
            graph = _stood(session, slug, at) if at else load_graph(session, slug)
        with self._lock:
            self._graphs[state.id, state.standing(at)] = graph
            while len(self._graphs) > GRAPHS_KEPT:
                self._graphs.popitem(last=False)
        return state, graph


def _stood(session: Session, slug: str, at: int) -> Graph:
    found = find_map(session, slug)
    stood = standing_at(session, found, moment(session, found, at).sequence)
    return graph_of(stood.header or {}, stood.records)


def _visible(slug: str, state: MapState | None, user: CurrentUser) -> MapState:
    # Whoever may not see a map is told what is told of one that is not there.
    if state is None or not allowed(user, Action.LOOK, state.visibility, state.id):
        raise UnknownMap(slug)
    return state
