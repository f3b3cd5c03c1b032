"""Pictures kept in memory under what determines them: the map, its version, and what was asked for."""

import gzip
import hashlib
import threading
from collections import OrderedDict

from api.access.authorization import RawHeaders
from api.http.content_encodings import make_gzip_etag
from api.http.security_policies import PICTURE_POLICY, SECURITY_HEADERS
from api.pictures.format_definitions import MediaType
from api.pictures.standalone import POLICY

# What an entry costs beside its body.
OVERHEAD = 2048
SMALLEST_COMPRESSED = 1_000

PictureKey = tuple[int, int, str]


class CachedResponse:
    """A picture or text as it is sent: its body, its strong ETag, and its headers ready to be sent."""

    __slots__ = ("body", "etag", "head", "headers", "not_modified_head", "not_modified_headers")

    def __init__(self, body: bytes, etag: str, common_headers: dict[str, str], body_headers: dict[str, str]) -> None:
        self.body = body
        self.etag = etag
        common_headers = {"ETag": etag, **common_headers}
        self.not_modified_headers: RawHeaders = _encode_headers(common_headers)
        self.headers: RawHeaders = _encode_headers({**body_headers, "Content-Length": str(len(body)), **common_headers})
        self.head = _encode_head(self.headers)
        self.not_modified_head = _encode_head(self.not_modified_headers)


class Picture(CachedResponse):
    """A picture or text as it is, and `compressed` where that is worth it."""

    __slots__ = ("compressed", "media_type")

    def __init__(self, body: bytes, media_type: MediaType, *, lasting: bool = False) -> None:
        self.media_type = media_type.header
        # A picture is sandboxed, so that the headers which keep pages safe have nothing to do for it.
        policy = {"Content-Security-Policy": PICTURE_POLICY, "X-Content-Type-Options": "nosniff"}
        page_policy = {**SECURITY_HEADERS, "Content-Security-Policy": POLICY}
        security_headers = page_policy if media_type.is_page else policy
        # Others may keep it, but ask before each use whether it still holds. What stood at a moment stands for good;
        # only who asked keeps it unasked, since the map may be closed to others by then.
        cache_control = "private, max-age=31536000, immutable" if lasting else "no-cache"
        vary_header = {} if media_type.is_compressed else {"Vary": "Accept-Encoding"}
        common_headers = {"Cache-Control": cache_control, **security_headers, **vary_header}
        body_headers = {"Content-Type": self.media_type}
        super().__init__(body, f'"{hashlib.sha256(body).hexdigest()[:32]}"', common_headers, body_headers)
        self.compressed: CachedResponse | None = None
        if vary_header and len(body) >= SMALLEST_COMPRESSED:
            # Here once, and not for each who asks.
            packed = gzip.compress(body, compresslevel=6, mtime=0)
            body_headers = {**body_headers, "Content-Encoding": "gzip"}
            self.compressed = CachedResponse(packed, make_gzip_etag(self.etag), common_headers, body_headers)

    @property
    def cost(self) -> int:
        """How many bytes of memory it takes."""
        return len(self.body) + (len(self.compressed.body) if self.compressed else 0) + OVERHEAD

    def choose_encoding(self, takes_gzip: bool) -> CachedResponse:
        """Return it as it is sent to a client."""
        return self.compressed if takes_gzip and self.compressed is not None else self


def _encode_head(headers: RawHeaders) -> bytes:
    # As HTTP/1.1 has them, with the empty line behind.
    return b"".join(name + b": " + value + b"\r\n" for name, value in headers) + b"\r\n"


def _encode_headers(headers: dict[str, str]) -> RawHeaders:
    return [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]


class PictureCache:
    """The pictures last used, up to a number of bytes. Safe to share between threads."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self._pictures: OrderedDict[PictureKey, Picture] = OrderedDict()
        self._keys: dict[tuple[int, str], PictureKey] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """Return how many pictures are kept."""
        return len(self._pictures)

    def get(self, key: PictureKey) -> Picture | None:
        """Return the picture under the key, and keep it longest."""
        with self._lock:
            picture = self._pictures.get(key)
            if picture is not None:
                self._pictures.move_to_end(key)
            return picture

    def find(self, map_id: int, etag: str) -> Picture | None:
        """Return the picture of a map that has this ETag, where it is still there."""
        with self._lock:
            key = self._keys.get((map_id, etag))
            return self._pictures.get(key) if key else None

    def put(self, key: PictureKey, picture: Picture) -> None:
        """Keep the picture, at the cost of those not used for the longest time."""
        cost = picture.cost
        if cost > self.limit:
            return
        with self._lock:
            if key in self._pictures:
                return
            self._pictures[key] = picture
            self._keys[key[0], picture.etag] = key
            self.size += cost
            while self.size > self.limit:
                former, oldest = self._pictures.popitem(last=False)
                # The same bytes may stand under a later version as well.
                if self._keys.get((former[0], oldest.etag)) == former:
                    del self._keys[former[0], oldest.etag]
                self.size -= oldest.cost
