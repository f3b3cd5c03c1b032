"""The way on after a change: to the map's page, which a script that shows the map already gets in the same answer."""

from typing import Any
from urllib.parse import urlencode, urlsplit

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session
from starlette.types import Message, Receive, Scope, Send

from api.pages.forms import FormValues
from api.pages.returns import redirect_to_text
from api.pages.visits import MapVisit
from models.records.maps import ArgumentMap
from models.records.rows import read_drafts
from models.row_keys import persisted_id
from models.vocabulary import RecordKind

# Headers of the form that was sent, which say nothing of the page that is asked for instead.
_FORM_HEADERS = frozenset({b"content-length", b"content-type", b"transfer-encoding"})


def redirect_onward(request: Request, address: str) -> Response:
    """Return the answer after a change: a redirection (303) to a page of this site.

    A request that says which picture it shows (`Sic-Shown`) gets that page at once, with its address as
    `Content-Location` (RFC 9110, section 8.7): one round trip less until the new picture is seen.
    """
    return _ImmediatePage(address) if "sic-shown" in request.headers else RedirectResponse(address, status_code=303)


class _ImmediatePage(Response):
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

        await scope["app"].router(self._make_page_scope(scope), receive, send_located)

    def _make_page_scope(self, scope: Scope) -> dict[str, Any]:
        parts = urlsplit(self.address)
        return {
            **{name: value for name, value in scope.items() if name not in ("route", "endpoint", "path_params")},
            "method": "GET",
            "path": parts.path,
            "raw_path": parts.path.encode(),
            "query_string": parts.query.encode(),
            "headers": [(name, value) for name, value in scope["headers"] if name not in _FORM_HEADERS],
        }


def redirect_to_map(
    request: Request, visit: MapVisit, label: str | None, change: int, *, was: str | None = None
) -> Response:
    """Lead back to the map as it was looked at, with the record open and the change at hand to be taken back.

    `was` says that the change was not made now: undone or redone.
    """
    address = visit.address()
    parameters = {"record": label, "done": change, "was": was}
    tail = urlencode([(name, value) for name, value in parameters.items() if value is not None])
    return redirect_onward(request, f"{address}{'&' if '?' in address else '?'}{tail}")


def redirect_to_origin(
    request: Request,
    session: Session,
    argument_map: ArgumentMap,
    visit: MapVisit,
    form: FormValues,
    label: str | None,
    change: int,
    *,
    was: str | None = None,
) -> Response:
    """Lead back to the text in which the change was begun, where it was and is still there, else to the map."""
    text = form.get("in_text", "")
    if text and read_drafts(session, persisted_id(argument_map), [text]).get(text, (None,))[0] == RecordKind.TEXT:
        return redirect_to_text(argument_map.slug, text, change, record=label, was=was)
    return redirect_to_map(request, visit, label, change, was=was)
