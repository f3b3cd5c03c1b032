"""What surrounds every request: pure ASGI, because BaseHTTPMiddleware would copy each answer through a queue."""

import time
from collections.abc import Collection
from urllib.parse import urlsplit

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import BODY_TOO_LONG, Refusal, problem_response

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
PAGE_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
SECURITY_HEADERS = {
    "Content-Security-Policy": PAGE_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class SecurityHeaders:
    """Puts the headers that keep browsers safe on every answer that has no policy of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

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
            await send(message)

        await self.app(scope, receive, send_safely)


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


class BodyLimit:
    """Refuses a body that is too long: at once where it says so, else where it becomes too long.

    FastAPI has such a limit, but answers in plain text, and before any middleware of ours.
    """

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it (413)."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isdecimal() and int(announced[:20]) > self.limit:
            await problem_response(413, *BODY_TOO_LONG)(scope, receive, send)
            return
        length = 0

        async def receive_some() -> Message:
            nonlocal length
            message = await receive()
            length += len(message.get("body", b""))
            if length > self.limit:
                raise Refusal(413, *BODY_TOO_LONG)
            return message

        await self.app(scope, receive_some, send)


class SameSite:
    """Refuses changes that another website asks for, and hosts that are not ours.

    The local user needs no password, so any page open in the same browser could otherwise write.
    Rule: Fetch Metadata (W3C), falling back to the header Origin.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str] = (), base_url: str = "") -> None:
        self.app = app
        self.hosts = hosts
        self.origin = "{0.scheme}://{0.netloc}".format(urlsplit(base_url)) if base_url else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if self.hosts and host_name(headers.get("host", "")) not in self.hosts:
            refusal = problem_response(
                421,
                "wrong-host",
                "This server has another name",
                "The request's header Host names a host that this server does not answer to.",
                "Use one of the names in the setting SICETNON_ALLOWED_HOSTS.",
            )
            await refusal(scope, receive, send)
        elif scope["method"] not in SAFE_METHODS and self._is_foreign(headers):
            refusal = problem_response(
                403,
                "foreign-site",
                "Another website asked for this change",
                "The browser says that a page of another site made this request.",
                "Make the change from the server's own pages, or from a program.",
            )
            await refusal(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _is_foreign(self, headers: Headers) -> bool:
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site not in ("same-origin", "none")
        origin = headers.get("origin")
        if origin is None:
            return False
        return origin != self.origin and urlsplit(origin).netloc.lower() != headers.get("host", "").lower()


def host_name(host: str) -> str:
    """Return the name in a Host header, in small letters and without the port."""
    name, _, port = host.rpartition(":")
    return (name if name and port.isdigit() else host).lower()


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
        status, length = 500, 0

        async def send_and_count(message: Message) -> None:
            nonlocal status, length
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                length += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, send_and_count)
        finally:
            elapsed = round((time.perf_counter() - began) * 1000, 1)
            self.log.info(
                "request", method=scope["method"], path=scope["path"][:300], status=status, ms=elapsed, bytes=length
            )
