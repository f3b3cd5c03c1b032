"""The way on after a change: to the map's page, which a script that shows the map already gets in the same answer."""

from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from starlette.types import Message, Receive, Scope, Send

# Headers of the form that was sent, which say nothing of the page that is asked for instead.
_OF_THE_FORM = frozenset({b"content-length", b"content-type", b"transfer-encoding"})


def onward(request: Request, address: str) -> Response:
    """Return the answer after a change: a redirection (303) to a page of this site.

    A request that says which picture it shows (`Sic-Shown`) gets that page at once, with its address as
    `Content-Location` (RFC 9110, section 8.7): one round trip less until the new picture is seen.
    """
    return _AtOnce(address) if "sic-shown" in request.headers else RedirectResponse(address, status_code=303)


class _AtOnce(Response):
    """The page itself. It is asked for when the answer is sent: by then the change is committed."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask the application for the page, as the browser would have, so that permission is asked for as well."""

        async def send_located(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"content-location", self.address.encode())]
            await send(message)

        await scope["app"].router(self._asking(scope), receive, send_located)

    def _asking(self, scope: Scope) -> dict[str, Any]:
        parts = urlsplit(self.address)
        return {
            **{name: value for name, value in scope.items() if name not in ("route", "endpoint", "path_params")},
            "method": "GET",
            "path": parts.path,
            "raw_path": parts.path.encode(),
            "query_string": parts.query.encode(),
            "headers": [(name, value) for name, value in scope["headers"] if name not in _OF_THE_FORM],
        }
