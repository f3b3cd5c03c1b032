"""The application: everything put together."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from importlib import metadata
from typing import Any

import msgspec
from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.routing import BaseRoute
from starlette.types import Receive, Scope, Send

from api.access.authorization import Gate
from api.access.body_limits import BodyLimit
from api.access.credentials import LOOPBACK_COOKIE, SECURE_COOKIE
from api.access.current_user import ANYONE, LOCAL_USER
from api.access.map_states import make_map_states
from api.access.openid import Provider
from api.access.route_checks import check_route_permissions, list_route_actions
from api.accounts.erasing import erase_regularly
from api.http.allowed_hosts import AllowedHosts
from api.http.asset_files.assets import Assets
from api.http.content_encodings import EncodingETags
from api.http.drained_bodies import DrainBodyMiddleware
from api.http.middleware import HeadAsGet, PrivateCacheHeaders, RequestLog, SameSite, SecurityHeaders
from api.http.openapi_descriptions import DESCRIPTION, build_named_schemas
from api.live.hub import Hub
from api.live.places import StreamPlaces
from api.operations import logs
from api.operations.guide import Guide
from api.pages.error_pages import ErrorPages
from api.phrases.messages import Languages
from api.pictures.export_formats import RENDERINGS
from api.pictures.fast_path import FastPath
from api.pictures.picture_service import Pictures
from api.processes.garbage_collection import collect_garbage_rarely, freeze_existing_objects
from api.processes.map_slots import build_map_slots
from api.processes.metrics import RequestMetrics, RouteRecorder
from api.requests import error_answers
from api.requests.long_work import LongWork
from api.routers import API_ROUTERS, PAGE_ROUTERS
from api.settings import Settings
from api.settings import settings as environment
from argument_maps.scans.decoded_images import DecodedImages
from models.engine import open_engine

PREFIX = "/api/v1"
TITLE = "Sic et Non"
# Pages and pictures are Python's time, which threads hand on after so many seconds. The loop, which answers
# everybody, would else wait for each of them five times as long.
SWITCH_SECONDS = 0.001
# How many times the longest body is still read off where it is refused.
BODIES_READ_OFF = 64
# Types that other routes send as well, whose answers are compressed.
_OF_OTHER_ROUTES = frozenset({"application/json", "text/html", "text/plain"})
# What is small, what is compressed already, and pictures and texts of maps, which lie in memory as they are sent.
UNCOMPRESSED = (
    *DEFAULT_EXCLUDED_CONTENT_TYPES,
    "application/problem+json",
    *sorted({rendering.media_type.name for rendering in RENDERINGS.values()} - _OF_OTHER_ROUTES),
)


class Application(FastAPI):
    """FastAPI behind the short way to pictures that are in memory."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from the picture cache where that is possible, else through the routes."""
        # Shared with whatever answers, so that also the page of an error knows who asked.
        scope.setdefault("state", {})
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            fast_path: FastPath = self.state.fast_path
            if await fast_path.answer(scope, send):
                return
        await super().__call__(scope, receive, send)

    def openapi(self) -> dict[str, Any]:
        """Return the description of the API (OpenAPI 3.1)."""
        self.openapi_schema = _describe_api()
        return self.openapi_schema

    def openapi_bytes(self) -> bytes:
        """Return the description as JSON."""
        return _describe_api_as_json()


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the application for these settings, or those of the environment.

    The database has to be migrated already; `/readyz` tells where it is not.
    """
    settings = settings or environment()
    app = Application(
        title=TITLE,
        version=_version(),
        description=DESCRIPTION,
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        separate_input_output_schemas=False,
    )
    engine = open_engine(settings.database_url)
    states = make_map_states(engine)
    app.state.settings = settings
    app.state.engine = engine
    app.state.states = states
    app.state.decoded_images = DecodedImages(settings.image_cache_bytes)
    app.state.pictures = Pictures(
        engine,
        states,
        cache_bytes=settings.picture_cache_bytes,
        queue=settings.picture_queue,
        decoded_images=app.state.decoded_images,
    )
    app.state.turns = build_map_slots()
    app.state.long_work = LongWork()
    with_accounts = settings.accounts == "on"
    app.state.gate = Gate(engine, states, settings.base_url) if with_accounts else None
    app.state.provider = Provider(settings) if settings.oidc_issuer else None
    anyone = ANYONE if with_accounts else LOCAL_USER
    app.state.live = Hub(engine)
    hosts = AllowedHosts(settings.hosts, settings.base_url, with_accounts=with_accounts)
    cookies = (SECURE_COOKIE, LOOPBACK_COOKIE) if with_accounts else ()
    app.state.fast_path = FastPath(app.state.pictures.cache, states, hosts, anyone, cookies)
    app.state.stream_places = StreamPlaces(
        total_limit=settings.streams, client_limit=settings.streams_of_client, account_limit=settings.streams_of_account
    )
    error_answers.install_error_handlers(app)
    # The last one added is the first that a request meets.
    app.add_middleware(RouteRecorder)
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=4, exclude_content_types=UNCOMPRESSED)
    app.add_middleware(EncodingETags)
    app.add_middleware(SameSite, hosts=hosts, base_url=settings.base_url, cookies=cookies)
    app.add_middleware(BodyLimit, limit=settings.max_body_bytes, gate=app.state.gate)
    app.add_middleware(HeadAsGet)
    app.add_middleware(ErrorPages)
    app.add_middleware(Languages)
    app.add_middleware(SecurityHeaders, base_url=settings.base_url)
    if with_accounts:
        app.add_middleware(PrivateCacheHeaders, cookies=cookies)
    app.add_middleware(DrainBodyMiddleware, limit=BODIES_READ_OFF * settings.max_body_bytes)
    if settings.log_requests:
        app.add_middleware(RequestLog)
    app.add_middleware(RequestMetrics)
    app.router.routes.extend(_routes())
    app.mount("/static", Assets(), name="static")
    app.mount("/guide", Guide(), name="guide")
    check_route_permissions(list_route_actions(app))
    return app


@cache
def _routes() -> tuple[BaseRoute, ...]:
    """Return the routes, which are the same whatever the settings: what they depend on is analysed once a process.

    They are no application's own, so that an application's `dependency_overrides` do not reach them.
    """
    all_routes = APIRouter()
    for router in API_ROUTERS:
        all_routes.include_router(router, prefix=PREFIX)
    for router in PAGE_ROUTERS:
        all_routes.include_router(router)
    return tuple(all_routes.routes)


@cache
def _describe_api() -> dict[str, Any]:
    """Describe the routes, once a process: it takes a second, and what describes them are the routes alone."""
    schema: dict[str, Any] = get_openapi(
        title=TITLE,
        version=_version(),
        description=DESCRIPTION,
        routes=_routes(),
        separate_input_output_schemas=False,
    )
    schema.setdefault("components", {}).setdefault("schemas", {}).update(build_named_schemas())
    return schema


@cache
def _describe_api_as_json() -> bytes:
    return msgspec.json.encode(_describe_api())


def application() -> FastAPI:
    """Return the application for the settings of the environment: what a server's process runs."""
    logs.configure()
    return create_app()


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    freeze_existing_objects()
    collect_garbage_rarely()
    sys.setswitchinterval(SWITCH_SECONDS)
    erasing = asyncio.create_task(erase_regularly(app.state.engine))
    yield
    erasing.cancel()
    await asyncio.gather(erasing, return_exceptions=True)
    app.state.live.close()
    app.state.pictures.close()
    app.state.long_work.close()
    app.state.states.close()
    app.state.engine.dispose()


@cache
def _version() -> str:
    try:
        return metadata.version("sicetnon")
    except metadata.PackageNotFoundError:
        # Run from a checkout that was not installed.
        return "0"
