"""What surrounds every request: pure ASGI, because BaseHTTPMiddleware would copy each answer through a queue."""

import asyncio
import time
from collections.abc import Collection
from urllib.parse import urlsplit

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.allowed_hosts import AllowedHosts, host_name
from api.http.problems import problem_response
from api.http.security_policies import SECURITY_HEADERS
from models.errors import Phrase

# What nginx calls a request that its client has given up.
CLIENT_CLOSED_REQUEST = 499
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# What a form can send to another site; everything else a browser asks that site about first (Fetch, 2.2.2).
FORM_TYPES = frozenset({"", "application/x-www-form-urlencoded", "multipart/form-data", "text/plain"})
HSTS_SECONDS = 365 * 24 * 3600
# Asked by whoever runs the server from the machine itself, by whichever name that goes there.
STATUS_PATHS = frozenset({"/healthz", "/readyz", "/metrics"})
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})


class SecurityHeaders:
    """Puts the headers that keep browsers safe on every answer; what has a policy of its own keeps it."""

    def __init__(self, app: ASGIApp, base_url: str = "") -> None:
        self.app = app
        # Said over HTTP browsers ignore it (RFC 6797, 8.1), and of one host nothing follows for those below it.
        self.encrypted = (
            {"Strict-Transport-Security": f"max-age={HSTS_SECONDS}"} if base_url.startswith("https:") else {}
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and complete the answer's headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if "content-security-policy" not in headers:
                    headers.update(SECURITY_HEADERS)
                headers.setdefault("X-Content-Type-Options", "nosniff")
                if self.encrypted:
                    headers["Strict-Transport-Security"] = f"max-age={HSTS_SECONDS}"
            await send(message)

        await self.app(scope, receive, send_safely)


class PrivateCacheHeaders:
    """Lets nothing keep what somebody gets who is recognised, nor what is of a map that is not public.

    With accounts an answer depends on who asks, and a disk keeps what was read on it after whoever read it has gone.
    What anybody gets of a public map may be kept, and is asked for anew. Files that everybody gets are none of its
    business.
    """

    def __init__(self, app: ASGIApp, cookies: Collection[str]) -> None:
        self.app = app
        self.cookies = cookies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and say in the answer's headers for whom it is."""
        if scope["type"] != "http" or scope["path"].startswith("/static/"):
            await self.app(scope, receive, send)
            return
        request_headers = Headers(scope=scope)
        recognised = "authorization" in request_headers or has_cookie(request_headers, self.cookies)
        scope.setdefault("state", {})

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if recognised or "set-cookie" in headers or scope["state"].get("closed", False):
                    headers["Cache-Control"] = "no-store"
                elif "cache-control" not in headers:
                    headers["Cache-Control"] = "no-cache"
                headers.add_vary_header("Cookie")
                headers.add_vary_header("Authorization")
            await send(message)

        await self.app(scope, receive, send_marked)


class HeadAsGet:
    """Answers HEAD as GET without the body, at every address that knows GET."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; of the answer to HEAD only the head."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        ended = False

        async def send_head(message: Message) -> None:
            nonlocal ended
            if message["type"] == "http.response.body":
                if ended:
                    return
                # The first part of the body ends it, because that of a stream has no last part.
                ended = True
                message = {"type": "http.response.body", "body": b"", "more_body": False}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, send_head)


class SameSite:
    """Refuses changes that another website asks for, and hosts that are not ours.

    The local user needs no password, so any page open in the same browser could otherwise write.
    Rule: Fetch Metadata (W3C), falling back to the header Origin, and then to Referer. Old browsers leave all of them
    out where a foreign page asks them to; so what a form can send is also refused where it comes with one of
    `cookies`, by which somebody is recognised, and without any of the three.
    """

    def __init__(
        self, app: ASGIApp, hosts: AllowedHosts | None = None, base_url: str = "", cookies: Collection[str] = ()
    ) -> None:
        self.app = app
        self.hosts = hosts or AllowedHosts()
        self.cookies = cookies
        self.origin = "{0.scheme}://{0.netloc}".format(urlsplit(base_url)) if base_url else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if not self._is_ours(scope["path"], headers.get("host", "")):
            refusal = problem_response(
                421,
                "wrong-host",
                Phrase("This server has another name"),
                Phrase("The request's header Host names a host that this server does not answer to."),
                Phrase("Use one of the names in the setting SICETNON_ALLOWED_HOSTS, or have this one added there."),
            )
            await refusal(scope, receive, send)
        elif scope["method"] not in SAFE_METHODS and self._is_foreign(scope["method"], headers):
            refusal = problem_response(
                403,
                "foreign-site",
                Phrase("Another website asked for this change"),
                Phrase("The browser says that a page of another site made this request."),
                Phrase("Make the change from the server's own pages, or from a program."),
            )
            await refusal(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _is_ours(self, path: str, host: str) -> bool:
        return self.hosts.include(host) or (path in STATUS_PATHS and host_name(host) in LOOPBACK)

    def _is_foreign(self, method: str, headers: Headers) -> bool:
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site not in ("same-origin", "none")
        origin = headers.get("origin") or headers.get("referer")
        if not origin:
            return method == "POST" and self._is_browser_form(headers)
        if self.origin is not None and f"{origin}/".startswith(f"{self.origin}/"):
            return False
        return _parse_host(origin) != headers.get("host", "").lower()

    def _is_browser_form(self, headers: Headers) -> bool:
        media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type not in FORM_TYPES or "authorization" in headers:
            return False
        return has_cookie(headers, self.cookies)


def has_cookie(headers: Headers, names: Collection[str]) -> bool:
    """Tell whether a request comes with one of the cookies of these names."""
    cookie_names = {
        part.partition("=")[0].strip() for header in headers.getlist("cookie") for part in header.split(";")
    }
    return not cookie_names.isdisjoint(names)


def _parse_host(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


class RequestLog:
    """Writes one line for each request: method, address, status, milliseconds and bytes."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.log = structlog.get_logger("api.requests")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and log how it was answered."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        status, length, disconnected = 0, 0, False

        async def receive_noting_end() -> Message:
            nonlocal disconnected
            message = await receive()
            disconnected = disconnected or message["type"] == "http.disconnect"
            return message

        async def send_and_count(message: Message) -> None:
            nonlocal status, length
            if message["type"] == "http.response.start":
                # What is answered to nobody is no fault of the server.
                status = CLIENT_CLOSED_REQUEST if disconnected else message["status"]
            else:
                length += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive_noting_end, send_and_count)
        except (ClientDisconnect, asyncio.CancelledError):
            status = status or CLIENT_CLOSED_REQUEST
            raise
        finally:
            status = status or (CLIENT_CLOSED_REQUEST if disconnected else 500)
            elapsed = round((time.perf_counter() - began) * 1000, 1)
            self.log.info(
                "request", method=scope["method"], path=scope["path"][:300], status=status, ms=elapsed, bytes=length
            )
