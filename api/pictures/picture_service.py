"""Pictures and texts of maps: taken from memory, or made once by one of a few threads, for those who wait."""

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable

from fastapi import Request
from sqlalchemy import Engine
from sqlmodel import Session

from api.access.authorization import Action
from api.access.current_user import CurrentUser, is_allowed, require_visible
from api.access.map_states import MapState, MapStates, extract_sequence, read_map_state
from api.http.client_addresses import find_client_address, find_network
from api.pictures.drawing_queue import Drawings
from api.pictures.export_formats import RENDERINGS
from api.pictures.format_definitions import ZIP_MEDIA
from api.pictures.keeping.drawing_failures import FailureCache
from api.pictures.keeping.picture_cache import Picture, PictureCache, PictureKey
from api.pictures.keeping.standing_places import StandingPlaces
from api.pictures.picture_rendering import StandingBoxes, render_picture
from api.pictures.region_cropping import RegionCropping
from api.pictures.render_requests import PictureRequest
from api.processes.departures import shield_outcome, wait_while_connected
from api.processes.fair_slots import Party
from argument_maps.assembly import add_contents, add_style_files, load_graph
from argument_maps.draft_values import build_graph_from_drafts
from argument_maps.graph import Graph
from argument_maps.scans.decoded_images import DecodedImages
from models.changes import find_map
from models.engine import reading
from models.errors import MapError
from models.history.moments import find_moment, read_snapshot
from renderers.layout import dot_process

# How long a picture goes on being drawn behind a page that was sent without it and asks for it next.
GRACE = 10.0
# Whoever looks at a map asks for several pictures of it.
GRAPHS_IN_MEMORY = 4


class PictureNotReady(Exception):
    """The picture is not drawn within the time that was given; it goes on being drawn for a moment."""


class Pictures:
    """Where pictures come from. Equal wishes that arrive together are drawn once, and failures are kept for a while."""

    def __init__(
        self,
        engine: Engine,
        states: MapStates,
        *,
        cache_bytes: int,
        queue: int,
        decoded_images: DecodedImages | None = None,
    ) -> None:
        self.engine = engine
        self.states = states
        self.cache = PictureCache(cache_bytes)
        self.cropping = RegionCropping(engine, decoded_images)
        self.standing_places = StandingPlaces()
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
        state = require_visible(slug, await self.states.wait(slug), user)
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
        return await self._get_of_edition(
            (-edition, int(sha256[:12], 16), picture_request.key()),
            lambda: self._make_picture(graph(), picture_request),
            request,
            seconds,
        )

    async def wait_for_package(
        self, edition: int, sha256: str, facts: str, make: Callable[[RegionCropping], bytes], request: Request
    ) -> Picture:
        """Return what an edition with this id and content is deposited as; `facts` is what else determines it.

        Raises as `wait`.
        """
        return await self._get_of_edition(
            (-edition, int(sha256[:12], 16), facts), lambda: Picture(make(self.cropping), ZIP_MEDIA), request, None
        )

    async def _get_of_edition(
        self, key: PictureKey, make: Callable[[], Picture], request: Request, seconds: float | None
    ) -> Picture:
        def draw() -> Picture:
            picture = make()
            self.cache.put(key, picture)
            return picture

        return await self._get(key, key[0], draw, request, seconds)

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
        return self.cache.find(require_visible(slug, self.states.look(slug), user).id, etag)

    def graph(self, slug: str, user: CurrentUser, at: int = 0) -> Graph:
        """Return the whole map as it stands now, or stood after the change `at`.

        Raises `UnknownMap` and `UnknownMoment`.
        """
        state = require_visible(slug, self.states.look(slug), user)
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
        require_visible(slug, self.states.look(slug), user)

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
        if RENDERINGS[picture_request.extension].needs_texts and (graph.texts or graph.scans):
            # Only a document needs what the texts say and all page images, which would fill the memory of graphs.
            with reading(self.engine) as session:
                graph = add_contents(session, graph)
        picture = self._make_picture(graph, picture_request, state.id)
        self.cache.put((state.id, state.version_key(picture_request.at), picture_request.key()), picture)
        return picture

    def _make_picture(self, graph: Graph, picture_request: PictureRequest, map_id: int = 0) -> Picture:
        boxes, key = None, (map_id, picture_request.key())
        if picture_request.is_standing:
            boxes = StandingBoxes(self.standing_places.recall(key))
        body = render_picture(graph, picture_request, self.cropping, boxes)
        if boxes is not None:
            self.standing_places.keep(key, boxes.groups)
        media_type = RENDERINGS[picture_request.extension].media_type
        return Picture(body, media_type, lasting=bool(picture_request.at))

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
    return add_style_files(session, build_graph_from_drafts(former_state.header or {}, former_state.records))
