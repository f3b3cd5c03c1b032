"""The short way to a picture that is in memory: in front of FastAPI, whose routing costs more than the answer."""

from collections import OrderedDict
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy.exc import SQLAlchemyError
from starlette.datastructures import Headers
from starlette.types import Scope, Send

from api.encodings import takes_gzip
from api.host_names import AllowedHosts
from api.map_states import MapState, MapStates
from api.middleware import shows_cookie
from api.permission import LOCAL_USER, Action, CurrentUser, RawHeaders, allowed
from api.picture_cache import PictureCache, Representation
from models.vocabulary import Visibility

LONGEST_TARGET = 2000
MOST_TARGETS = 10_000


class Meant(NamedTuple):
    """Which picture of which map an address means; `at` is the change after which, 0 for the present."""

    slug: str
    wanted: str
    at: int


class FastPath:
    """Answers the addresses that it has seen, from the cache, as long as their maps have not changed.

    What is not known, not current or not allowed is left to the routes, which find the right words. Nobody is
    recognised here: what not `anyone` may see goes the long way.
    """

    def __init__(
        self,
        cache: PictureCache,
        states: MapStates,
        hosts: AllowedHosts | None = None,
        anyone: CurrentUser = LOCAL_USER,
        cookies: Collection[str] = (),
    ) -> None:
        self.cache = cache
        self.states = states
        self._cookies = cookies
        self._hosts = hosts or AllowedHosts()
        self._anyone = anyone
        self._targets: OrderedDict[bytes, Meant] = OrderedDict()

    def remember(self, scope: Scope, slug: str, wanted: str, at: int = 0) -> None:
        """Note which map and which picture the address of this request means, unless the map is not everybody's.

        What is not answered from here is not looked for here either: the time that takes would tell that it is there.
        """
        if scope.get("state", {}).get("closed", False):
            return
        target = _target(scope)
        if len(target) <= LONGEST_TARGET:
            self._targets[target] = Meant(slug, wanted, at)
            if len(self._targets) > MOST_TARGETS:
                self._targets.popitem(last=False)

    def find(self, target: bytes, headers: RawHeaders) -> tuple[Representation, bool] | None:
        """Return the picture at an address, and whether the client has it; None where the routes have to answer.

        Asks the database on the spot, so only where that keeps nobody waiting (`states.instant`).
        """
        meant = self._meant(target, headers)
        if meant is None or not self.states.instant or self._recognises(headers):
            return None
        try:
            return self._current(self.states.look(meant.slug), meant, headers)
        except SQLAlchemyError:
            return None

    async def answer(self, scope: Scope, send: Send) -> bool:
        """Answer from the cache with 200 or 304; False where that cannot be done and nothing was sent."""
        headers: RawHeaders = scope["headers"]
        meant = self._meant(_target(scope), headers)
        if meant is None:
            return False
        try:
            found = self._current(await self.states.wait(meant.slug), meant, headers)
        except SQLAlchemyError:
            return False
        if found is None:
            return False
        picture, known = found
        sent = picture.unchanged if known else picture.headers
        if self._recognises(headers):
            # As from the routes: what somebody gets who is recognised is kept nowhere.
            sent = [(name, b"no-store" if name == b"cache-control" else value) for name, value in sent]
        body = b"" if known or scope["method"] == "HEAD" else picture.body
        await send({"type": "http.response.start", "status": 304 if known else 200, "headers": sent})
        await send({"type": "http.response.body", "body": body})
        return True

    def _meant(self, target: bytes, headers: RawHeaders) -> Meant | None:
        meant = self._targets.get(target)
        if meant is not None:
            host = next((value for name, value in headers if name == b"host"), b"")
            if not self._hosts.include(host.decode("latin-1")):
                return None
        return meant

    def _recognises(self, headers: RawHeaders) -> bool:
        if not self._cookies:
            return False
        asked = Headers(raw=headers)
        return "authorization" in asked or shows_cookie(asked, self._cookies)

    def _current(self, state: MapState | None, meant: Meant, headers: RawHeaders) -> tuple[Representation, bool] | None:
        if state is None or not allowed(self._anyone, Action.LOOK, state.visibility, state.id):
            return None
        if self._anyone is not LOCAL_USER and state.visibility != Visibility.PUBLIC:
            return None
        picture = self.cache.get((state.id, state.standing(meant.at), meant.wanted))
        if picture is None:
            return None
        accepted = known = b""
        for name, value in headers:
            if name == b"accept-encoding":
                accepted = value
            elif name == b"if-none-match":
                known = value
        sent = picture.sent_to(takes_gzip(accepted))
        if not known:
            return sent, False
        # Whoever has the picture as it is needs it no more because it would be sent compressed.
        tags = known.decode("latin-1")
        return sent, names_tag(tags, sent.etag) or (sent is not picture and names_tag(tags, picture.etag))


def names_tag(header: str, etag: str) -> bool:
    """Tell whether an If-None-Match header names the tag; a weak tag counts as well (RFC 9110, 13.1.2)."""
    if header == etag:
        return True
    tags = [tag.strip().removeprefix("W/") for tag in header.split(",")]
    return etag in tags or tags == ["*"]


def _target(scope: Scope) -> bytes:
    path: bytes = scope.get("raw_path") or scope["path"].encode()
    query: bytes = scope["query_string"]
    return path + b"?" + query if query else path
