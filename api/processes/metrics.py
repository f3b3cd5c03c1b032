"""What the server does, counted for Prometheus: in one process, or summed over the processes that share the work."""

import os
import time
from ipaddress import ip_address, ip_network

import prometheus_client
from fastapi import Request
from prometheus_client import multiprocess
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.client_addresses import find_client_address

# Where the processes of one server write what they count; prometheus-client reads it when it is imported.
DIRECTORY = "PROMETHEUS_MULTIPROC_DIR"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
BUCKET_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
# Headers by which a proxy says for whom it asks.
FORWARDED = ("x-forwarded-for", "forwarded", "x-real-ip")

REQUESTS = prometheus_client.Counter(
    "sicetnon_requests",
    "Requests by method, route and status; 499 where the client gave up.",
    ["method", "route", "status"],
)
SECONDS = prometheus_client.Histogram(
    "sicetnon_request_seconds", "How long requests took, by route.", ["route"], buckets=BUCKET_SECONDS
)
FROM_MEMORY = prometheus_client.Counter(
    "sicetnon_pictures_from_memory",
    "Pictures and texts of maps answered from memory, in front of the routes.",
)


class RequestMetrics:
    """Counts each request by the route that answers it, so that no address of a map or person is kept."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and count it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), 499

        async def send_noting_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_noting_status)
        finally:
            route = scope["state"].get("route", "none")
            method = scope["method"] if scope["method"] in METHODS else "other"
            REQUESTS.labels(method, route, str(status)).inc()
            SECONDS.labels(route).observe(time.perf_counter() - began)


class RouteRecorder:
    """Notes which route has answered, innermost, since those around it may work with a copy of the scope."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        try:
            await self.app(scope, receive, send)
        finally:
            route = getattr(scope.get("route"), "path", None)
            if route is not None and scope["type"] == "http":
                scope["state"]["route"] = str(route)


def may_read_metrics(request: Request) -> bool:
    """Tell whether whoever asks is at one of the addresses to which the settings show what is counted."""
    settings = request.app.state.settings
    if not settings.behind_proxy and any(name in request.headers for name in FORWARDED):
        # A proxy on this machine asks for somebody else, and nobody has said that it may be believed.
        return False
    try:
        address = ip_address(find_client_address(request))
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address in network for network in map(ip_network, settings.metrics_networks))


def render_metrics() -> bytes:
    """Return what is counted, in Prometheus' text format."""
    if DIRECTORY not in os.environ:
        return prometheus_client.generate_latest()
    registry = prometheus_client.CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call] # it says nothing of its types
    return prometheus_client.generate_latest(registry)
