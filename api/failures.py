"""What could not be drawn, kept for a while: what ran into its bounds would only do so again."""

import threading
import time
from collections import OrderedDict

from api.picture_cache import Key
from models.errors import MapError

KEPT_SECONDS = 60.0
MOST_KEPT = 1_000


class Failures:
    """The failures of the last minute, by map, version and what was asked for. Safe to share between threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, tuple[float, MapError]] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, key: Key, error: MapError) -> None:
        """Keep a failure, with its remedy."""
        with self._lock:
            self._kept[key] = (time.monotonic() + KEPT_SECONDS, error)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)

    def check(self, key: Key) -> None:
        """Raise what stood in the way of the same wish less than a minute ago; it says when to ask again."""
        with self._lock:
            until, error = self._kept.get(key, (0.0, None))
            left = until - time.monotonic()
            if error is not None and left <= 0:
                del self._kept[key]
        if error is not None and left > 0:
            error.ask_again_in = int(left) + 1
            raise error.with_traceback(None)
