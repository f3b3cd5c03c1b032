"""Compressed answers: who takes them, and their ETags, which are others than those of the same answers as they are.

A strong ETag names the very bytes that are sent (RFC 9110, 8.8.3), so that of a compressed answer ends in `-gzip`.
Where it comes back it means the same version.
"""

import re
from functools import lru_cache

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SUFFIX = b'-gzip"'
_CONDITIONS = frozenset({b"if-match", b"if-none-match"})
_GZIP = re.compile(r"(?:^|,)\s*(?:gzip|x-gzip|\*)\s*(?:;\s*q\s*=\s*([0-9.]+)\s*)?(?=,|$)", re.IGNORECASE)


@lru_cache(maxsize=256)
def accepts_gzip(accepted: bytes) -> bool:
    """Tell whether a header Accept-Encoding lets an answer be compressed by gzip."""
    # What is named goes before what “*” stands for (RFC 9110, 12.5.3).
    matches = sorted(_GZIP.finditer(accepted.decode("latin-1")), key=lambda match: "*" in match[0])
    return bool(matches) and matches[0][1] not in _NEVER


_NEVER = frozenset({"0", "0.", "0.0", "0.00", "0.000"})


def make_gzip_etag(tag: str) -> str:
    """Return the ETag of the compressed answer, from that of the answer as it is."""
    return f'{tag[:-1]}-gzip"'


class EncodingETags:
    """Gives compressed answers ETags of their own, and understands those where they come back."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with the tags of the versions that are meant, and complete the answer's."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        accepts = accepts_gzip(Headers(scope=scope).get("accept-encoding", "").encode("latin-1"))
        returned = b""
        if any(SUFFIX in value for name, value in scope["headers"] if name in _CONDITIONS):
            # Whoever takes no compressed answer any more does not have the one that would be sent.
            condition_names = _CONDITIONS if accepts else {b"if-match"}
            returned = b",".join(value for name, value in scope["headers"] if name == b"if-none-match")
            headers = [
                (name, value.replace(SUFFIX, b'"') if name in condition_names else value)
                for name, value in scope["headers"]
            ]
            scope = {**scope, "headers": headers}

        async def send_tagged(message: Message) -> None:
            if message["type"] == "http.response.start":
                _complete_headers(message, returned.decode("latin-1"))
            await send(message)

        await self.app(scope, receive, send_tagged)


def _complete_headers(message: Message, returned: str) -> None:
    headers = MutableHeaders(scope=message)
    varying = [name.strip() for name in headers.get("vary", "").split(",") if name.strip()]
    if len(set(varying)) < len(varying):
        # A picture says it of itself, and what compresses says it once more.
        headers["Vary"] = ", ".join(dict.fromkeys(varying))
    tag = headers.get("etag", "")
    if not tag.startswith('"') or tag.endswith(SUFFIX.decode()):
        return
    own = make_gzip_etag(tag)
    if headers.get("content-encoding") == "gzip" or (message["status"] == 304 and own in returned):
        headers["ETag"] = own
