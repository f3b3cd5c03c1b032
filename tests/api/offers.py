"""What a page offers: its forms as a browser would send them, and its links, by the routes to which they lead."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from html.parser import HTMLParser
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import Engine
from sqlmodel import Session
from starlette.testclient import TestClient

from api.access.permission_policy import Action
from models.engine import writing
from tests.api.access.permissions import ROUTES
from tests.api.worlds import Route

_VOID = {"input", "br", "img", "link", "meta", "hr"}
_PATTERNS = [
    (Route(*key), re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(key[1])).replace(r"\.[^/]+", r"\.[^/.]+")))
    for key in sorted(ROUTES, key=lambda key: key[1].count("{"))
]


def route_of(method: str, address: str) -> Route | None:
    """Return the route to which an address leads, None where it leads out or to a file."""
    path = urlsplit(address).path
    return next((route for route, pattern in _PATTERNS if route.method == method and pattern.fullmatch(path)), None)


class Offer(NamedTuple):
    """A form with what it sends, one for each of its buttons, or a link."""

    method: str
    address: str
    fields: tuple[tuple[str, str], ...] = ()
    files: bool = False

    @property
    def route(self) -> Route | None:
        """The route to which it leads."""
        return route_of(self.method, self.address)

    def send(self, client: TestClient) -> Any:
        """Send it as a browser would."""
        if self.method == "GET":
            return client.get(self.address)
        fields = dict(self.fields)
        if not self.files:
            return client.post(self.address, data=fields)
        sheet = {"file": ("new.txt", b"Another text.", "text/plain")}
        return client.post(self.address, data={"title": "A text", **fields}, files=sheet)


class Page(HTMLParser):
    """Collects the forms and links of a page."""

    def __init__(self, text: str, address: str) -> None:
        super().__init__()
        self.address = address
        self.offers: list[Offer] = []
        self._form: dict[str, Any] | None = None
        self._select: str | None = None
        self._by_id: dict[str, dict[str, Any]] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note a form, one of its fields, or a link."""
        has = dict(attributes)
        if tag == "form":
            self._form = {
                "method": (has.get("method") or "get").upper(),
                "address": has.get("action") or self.address,
                "files": has.get("enctype") == "multipart/form-data",
                "fields": {},
                "buttons": [],
            }
            if has.get("id"):
                self._by_id[str(has["id"])] = self._form
        elif tag == "a" and has.get("href"):
            self.offers.append(Offer("GET", str(has["href"])))
        elif tag == "select":
            self._select = has.get("name")
        elif tag == "option" and self._form is not None and self._select:
            if self._select not in self._form["fields"] or "selected" in has:
                self._form["fields"][self._select] = has.get("value") or ""
        elif tag in ("input", "textarea", "button"):
            self._note_field(tag, has)

    def _note_field(self, tag: str, has: dict[str, str | None]) -> None:
        form = self._by_id.get(str(has["form"])) if has.get("form") else self._form
        if form is None or "disabled" in has:
            return
        sort = has.get("type") or ("submit" if tag == "button" else "text")
        name, value = has.get("name") or "", has.get("value") or ""
        if sort == "submit":
            form["buttons"].append((name, value))
        elif name and sort in ("checkbox", "radio"):
            if "checked" in has or ("required" in has and sort == "checkbox"):
                form["fields"][name] = value or "on"
        elif name and sort not in ("file", "button"):
            form["fields"][name] = value or ("1" if sort == "number" else "words" if "required" in has else "")

    def handle_endtag(self, tag: str) -> None:
        """Note what a form sends when it ends."""
        if tag == "select":
            self._select = None
        elif tag == "form" and self._form is not None:
            form, self._form = self._form, None
            for button in form["buttons"] or [("", "")]:
                fields = {**form["fields"], **({button[0]: button[1]} if button[0] else {})}
                self.offers.append(Offer(form["method"], form["address"], tuple(fields.items()), form["files"]))


class _TakenBack(Exception):
    """Nothing of what was written stays."""


@contextmanager
def writing_in_vain(engine: Engine) -> Iterator[Session]:
    """Give a session as `writing`, of whose work nothing stays, so that everything can be tried on one world."""
    with suppress(_TakenBack), writing(engine) as session:
        yield session
        raise _TakenBack


def changes_something(route: Route | None) -> bool:
    """Tell whether a route changes a map or a seminar, or shows the form by which that is done."""
    if route is None or not route.scoped or route.path.startswith("/api/"):
        return False
    return route.method != "GET" or ROUTES[route] not in (Action.LOOK, Action.READ_EDITION)
