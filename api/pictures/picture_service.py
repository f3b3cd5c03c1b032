"""Pictures and texts of maps: taken from memory, or made once by one of a few threads, for those who wait."""

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable

from fastapi import Request
from sqlalchemy import Engine
from sqlmodel import Session

from api.access.authorization import Action
from api.access.current_user import CurrentUser, is_allowed
from api.access.map_states import MapState, MapStates, extract_sequence, read_map_state
from api.http.client_addresses import find_client_address, find_network
from api.pictures import standalone
from api.pictures.drawing_failures import FailureCache
from api.pictures.drawing_queue import Drawings
from api.pictures.picture_cache import Picture, PictureCache, PictureKey
from api.pictures.render_requests import PictureRequest
from api.processes.departures import shield_outcome, wait_while_connected
from api.processes.fair_slots import Party
from argument_maps.assembly import add_contents, load_graph
from argument_maps.draft_values import build_graph_from_drafts
from argument_maps.formats import native
from argument_maps.graph import Graph
from argument_maps.selection.excerpt import build_map_excerpt
from argument_maps.selection.selecting import Selected, select
from models.changes import find_map
from models.engine import reading
from models.errors import MapError, UnknownMap
from models.history.moments import find_moment, read_snapshot
from renderers.layout import dot_process
from renderers.raster import rasterising, sheets
from renderers.svg.card import draw_card
from renderers.svg.picture import draw_picture
from renderers.text import ledger_table, matrix, outline
from renderers.text.dot_source import write_dot

# How long a picture goes on being drawn behind a page that was sent without it and asks for it next.
GRACE = 10.0
# Whoever looks at a map asks for several pictures of it.
GRAPHS_IN_MEMORY = 4


def render_picture(graph: Graph, picture_request: PictureRequest) -> bytes:
    """Return the bytes of a picture or text. Raises `MapError` for what cannot be drawn."""
    return RENDERERS[picture_request.extension](select(graph, picture_request.selection), picture_request)


def _draw_svg(selected: Selected, picture_request: PictureRequest) -> str:
    appearance = {"view": picture_request.view, "theme": picture_request.theme, "lang": picture_request.lang}
    return draw_picture(selected, **appearance, link_to=picture_request.link_to, marks=dict(picture_request.marks))


RENDERERS: dict[str, Callable[[Selected, PictureRequest], bytes]] = {
    "svg": lambda selected, picture_request: _draw_svg(selected, picture_request).encode(),
    "png": lambda selected, picture_request: rasterising.png(_draw_svg(selected, picture_request)),
    "card.png": lambda selected, _: rasterising.png(draw_card(selected), scale=1),
    "pdf": lambda selected, picture_request: rasterising.pdf(_draw_svg(selected, picture_request)),
    "sheets.pdf": lambda selected, picture_request: sheets.render_sheets_pdf(
        selected,
        view=picture_request.view,
        theme=picture_request.theme,
        lang=picture_request.lang,
        paper=picture_request.paper,
        style=picture_request.style,
        caption=picture_request.caption,
    ),
    "sheets.svg": lambda selected, picture_request: sheets.draw_overview(
        selected,
        view=picture_request.view,
        theme=picture_request.theme,
        lang=picture_request.lang,
        paper=picture_request.paper,
    ).encode(),
    "dot": lambda selected, _: write_dot(selected).encode(),
    "json": lambda selected, _: native.write_map_document(build_map_excerpt(selected)),
    "html": lambda selected, picture_request: standalone.write_standalone_page(
        selected.graph,
        "",
        "prose outline",
        outline.write_html_outline(selected, picture_request.lang, picture_request.link_to),
    ),
    "md": lambda selected, picture_request: outline.write_markdown_outline(selected, picture_request.lang).encode(),
    "csv": lambda selected, _: matrix.write_matrix_csv(selected).encode(),
    "ledger.json": lambda selected, _: ledger_table.write_ledger_json(selected.graph, selected.undated),
    "ledger.html": lambda selected, _: standalone.write_standalone_page(
        selected.graph,
        "Ledger of verdicts · ",
        "ledger",
        ledger_table.write_ledger_html(selected.graph, selected.undated),
    ),
    "ledger.csv": lambda selected, _: ledger_table.write_ledger_csv(selected.graph, selected.undated).encode(),
}


class PictureNotReady(Exception):
    """The picture is not drawn within the time that was given; it goes on being drawn for a moment."""


class Pictures:
    """Where pictures come from. Equal wishes that arrive together are drawn once, and failures are kept for a while."""

    def __init__(self, engine: Engine, states: MapStates, *, cache_bytes: int, queue: int) -> None:
        self.engine = engine
        self.states = states
        self.cache = PictureCache(cache_bytes)
        self.failures = FailureCache()
        self.drawings = Drawings(waiting=queue)
        self._graphs: OrderedDict[tuple[int, int], Graph] = OrderedDict()
        self._loading: dict[tuple[int, int], threading.Lock] = {}
        self._lock = threading.Lock()
        dot_process.start_spare_process()

    async def wait(
        self,
        slug: str,
        picture_request: PictureRequest,
        user: CurrentUser,
        request: Request,
        seconds: float | None = None,
    ) -> Picture:
        """Return the picture, as the map stands now, or stood at the moment that is wanted, once it is there.

        Waiting takes no thread. Raises `UnknownMap`, `Refusal` (503) where too many pictures are waiting, what
        selecting and drawing raise, `ClientGone`, and `PictureNotReady` where `seconds` are over.
        """
        state = _require_visible(slug, await self.states.wait(slug), user)
        key = (state.id, state.version_key(picture_request.at), picture_request.key())
        return await self._get(key, state.id, lambda: self._draw(slug, state, picture_request), request, seconds)

    async def wait_for_edition(
        self,
        edition: int,
        sha256: str,
        graph: Callable[[], Graph],
        picture_request: PictureRequest,
        request: Request,
        seconds: float | None = None,
    ) -> Picture:
        """Return the picture of an edition with this id and content. Raises as `wait`."""
        # Maps have positive ids, so that an edition's negative one meets none of them.
        key = (-edition, int(sha256[:12], 16), picture_request.key())

        def draw() -> Picture:
            picture = Picture(render_picture(graph(), picture_request), picture_request.extension)
            self.cache.put(key, picture)
            return picture

        return await self._get(key, -edition, draw, request, seconds)

    async def _get(
        self, key: PictureKey, subject: int, draw: Callable[[], Picture], request: Request, seconds: float | None
    ) -> Picture:
        cached_picture = self.cache.get(key)
        if cached_picture is not None:
            return cached_picture
        self.failures.check(key)

        def draw_and_note() -> Picture:
            try:
                return draw()
            except MapError as error:
                self.failures.keep(key, error)
                raise

        party = Party(find_network(find_client_address(request)), subject)
        drawing = self.drawings.join(key, party, draw_and_note)
        grace = 0.0
        try:
            # Whoever gives up waiting does not take the picture from those who wait for the same.
            outcome = shield_outcome(drawing.outcome)
            return await wait_while_connected(request, outcome, seconds)
        except TimeoutError:
            grace = GRACE
            raise PictureNotReady from None
        finally:
            if grace:
                asyncio.get_running_loop().call_later(grace, self.drawings.leave, drawing)
            else:
                self.drawings.leave(drawing)

    def find_former_picture(self, slug: str, etag: str, user: CurrentUser) -> Picture | None:
        """Return a former picture of the map by its ETag, where it is still in memory. Raises as `graph`."""
        return self.cache.find(_require_visible(slug, self.states.look(slug), user).id, etag)

    def graph(self, slug: str, user: CurrentUser, at: int = 0) -> Graph:
        """Return the whole map as it stands now, or stood after the change `at`.

        Raises `UnknownMap` and `UnknownMoment`.
        """
        state = _require_visible(slug, self.states.look(slug), user)
        return self._load(slug, state, at)[1]

    def find_version(self, graph: Graph) -> int | None:
        """Return the version of a map that was loaded just now; None where newer ones have taken its place."""
        with self._lock:
            return next(
                (
                    extract_sequence(state_number)
                    for (_, state_number), loaded_graph in self._graphs.items()
                    if loaded_graph is graph
                ),
                None,
            )

    def check(self, slug: str, user: CurrentUser) -> None:
        """Raise `UnknownMap` where the user may not look at the map."""
        _require_visible(slug, self.states.look(slug), user)

    def may_see(self, slug: str, user: CurrentUser) -> bool:
        """Tell whether there is such a map and the user may look at it."""
        state = self.states.look(slug)
        return state is not None and is_allowed(user, Action.LOOK, state.visibility, state.id)

    def close(self) -> None:
        """End what is being drawn, and forget what waits."""
        self.drawings.close()
        dot_process.end_spare_processes()

    def _draw(self, slug: str, state: MapState, picture_request: PictureRequest) -> Picture:
        state, graph = self._load(slug, state, picture_request.at)
        if picture_request.extension == "json" and graph.texts:
            # Only a document needs what the texts say, and it would fill the memory that graphs are kept in.
            with reading(self.engine) as session:
                graph = add_contents(session, graph)
        picture = Picture(
            render_picture(graph, picture_request),
            picture_request.extension.rpartition(".")[2],
            lasting=bool(picture_request.at),
        )
        self.cache.put((state.id, state.version_key(picture_request.at), picture_request.key()), picture)
        return picture

    def _load(self, slug: str, state: MapState, at: int) -> tuple[MapState, Graph]:
        key = (state.id, state.version_key(at))
        cached_graph = self._get_cached_graph(key)
        if cached_graph is not None:
            return state, cached_graph
        with self._lock:
            loading_lock = self._loading.setdefault(key, threading.Lock())
        # One reads a map of thousands of records, and the others wait for what it reads.
        with loading_lock:
            cached_graph = self._get_cached_graph(key)
            if cached_graph is not None:
                return state, cached_graph
            with reading(self.engine) as session:
                # The map may have moved on since it was asked about; one transaction shows one moment.
                state = read_map_state(session, slug) or state
                graph = _load_former_graph(session, slug, at) if at else load_graph(session, slug)
            with self._lock:
                self._graphs[state.id, state.version_key(at)] = graph
                self._loading.pop(key, None)
                while len(self._graphs) > GRAPHS_IN_MEMORY:
                    self._graphs.popitem(last=False)
        return state, graph

    def _get_cached_graph(self, key: tuple[int, int]) -> Graph | None:
        with self._lock:
            graph = self._graphs.get(key)
            if graph is not None:
                self._graphs.move_to_end(key)
            return graph


def _load_former_graph(session: Session, slug: str, at: int) -> Graph:
    argument_map = find_map(session, slug)
    former_state = read_snapshot(session, argument_map, find_moment(session, argument_map, at).sequence)
    return build_graph_from_drafts(former_state.header or {}, former_state.records)


def _require_visible(slug: str, state: MapState | None, user: CurrentUser) -> MapState:
    # Whoever may not see a map is told what is told of one that is not there.
    if state is None or not is_allowed(user, Action.LOOK, state.visibility, state.id):
        raise UnknownMap(slug)
    return state
