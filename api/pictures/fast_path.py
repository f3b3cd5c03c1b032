"""The short way to a picture that is in memory: in front of FastAPI, whose routing costs more than the answer."""

from collections import OrderedDict
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy.exc import SQLAlchemyError
from starlette.datastructures import Headers
from starlette.types import Scope, Send

from api.access.authorization import Action, RawHeaders
from api.access.current_user import LOCAL_USER, CurrentUser, is_allowed
from api.access.map_states import MapState, MapStates
from api.http.allowed_hosts import AllowedHosts
from api.http.conditional_requests import matches_etag
from api.http.content_encodings import accepts_gzip
from api.http.middleware import has_cookie
from api.pictures.keeping.picture_cache import CachedResponse, PictureCache
from models.vocabulary import Visibility

LONGEST_TARGET = 2000
MOST_TARGETS = 10_000


class PictureTarget(NamedTuple):
    """Which picture of which map an address means; `at` is the change after which, 0 for the present."""

    slug: str
    picture_key: str
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
        self._targets: OrderedDict[bytes, PictureTarget] = OrderedDict()

    def remember(self, scope: Scope, slug: str, picture_key: str, at: int = 0) -> None:
        """Note which map and which picture the address of this request means, unless the map is not everybody's.

        What is not answered from here is not looked for here either: the time that takes would tell that it is there.
        """
        if scope.get("state", {}).get("closed", False):
            return
        target = _request_target(scope)
        if len(target) <= LONGEST_TARGET:
            self._targets[target] = PictureTarget(slug, picture_key, at)
            if len(self._targets) > MOST_TARGETS:
                self._targets.popitem(last=False)

    def find(self, target: bytes, headers: RawHeaders) -> tuple[CachedResponse, bool] | None:
        """Return the picture at an address, and whether the client has it; None where the routes have to answer.

        Asks the database on the spot, so only where that keeps nobody waiting (`states.instant`).
        """
        target_picture = self._find_target(target, headers)
        if target_picture is None or not self.states.instant or self._has_credentials(headers):
            return None
        try:
            return self._find_current(self.states.look(target_picture.slug), target_picture, headers)
        except SQLAlchemyError:
            return None

    async def answer(self, scope: Scope, send: Send) -> bool:
        """Answer from the cache with 200 or 304; False where that cannot be done and nothing was sent."""
        headers: RawHeaders = scope["headers"]
        target_picture = self._find_target(_request_target(scope), headers)
        if target_picture is None:
            return False
        try:
            cached = self._find_current(await self.states.wait(target_picture.slug), target_picture, headers)
        except SQLAlchemyError:
            return False
        if cached is None:
            return False
        picture, is_unchanged = cached
        sent = picture.not_modified_headers if is_unchanged else picture.headers
        if self._has_credentials(headers):
            # As from the routes: what somebody gets who is recognised is kept nowhere.
            sent = [(name, b"no-store" if name == b"cache-control" else value) for name, value in sent]
        body = b"" if is_unchanged or scope["method"] == "HEAD" else picture.body
        await send({"type": "http.response.start", "status": 304 if is_unchanged else 200, "headers": sent})
        await send({"type": "http.response.body", "body": body})
        return True

    def _find_target(self, target: bytes, headers: RawHeaders) -> PictureTarget | None:
        target_picture = self._targets.get(target)
        if target_picture is not None:
            host = next((value for name, value in headers if name == b"host"), b"")
            if not self._hosts.include(host.decode("latin-1")):
                return None
        return target_picture

    def _has_credentials(self, headers: RawHeaders) -> bool:
        if not self._cookies:
            return False
        request_headers = Headers(raw=headers)
        return "authorization" in request_headers or has_cookie(request_headers, self._cookies)

    def _find_current(
        self, state: MapState | None, target_picture: PictureTarget, headers: RawHeaders
    ) -> tuple[CachedResponse, bool] | None:
        if state is None or not is_allowed(self._anyone, Action.LOOK, state.visibility, state.id):
            return None
        if self._anyone is not LOCAL_USER and state.visibility != Visibility.PUBLIC:
            return None
        picture = self.cache.get((state.id, state.version_key(target_picture.at), target_picture.picture_key))
        if picture is None:
            return None
        accepted = if_none_match = b""
        for name, value in headers:
            if name == b"accept-encoding":
                accepted = value
            elif name == b"if-none-match":
                if_none_match = value
        sent = picture.choose_encoding(accepts_gzip(accepted))
        if not if_none_match:
            return sent, False
        # Whoever has the picture as it is needs it no more because it would be sent compressed.
        tags = if_none_match.decode("latin-1")
        return sent, matches_etag(tags, sent.etag) or (sent is not picture and matches_etag(tags, picture.etag))


def _request_target(scope: Scope) -> bytes:
    path: bytes = scope.get("raw_path") or scope["path"].encode()
    query: bytes = scope["query_string"]
    return path + b"?" + query if query else path
