"""What could not be drawn, kept for a while: what ran into its bounds would only do so again."""

import threading
import time
from collections import OrderedDict

from api.pictures.keeping.picture_cache import PictureKey
from models.errors import MapError

FAILURE_SECONDS = 60.0
MAX_FAILURES = 1_000


class FailureCache:
    """The failures of the last minute, by map, version and what was asked for. Safe to share between threads."""

    def __init__(self) -> None:
        self._failures: OrderedDict[PictureKey, tuple[float, MapError]] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, key: PictureKey, error: MapError) -> None:
        """Keep a failure, with its remedy."""
        with self._lock:
            self._failures[key] = (time.monotonic() + FAILURE_SECONDS, error)
            while len(self._failures) > MAX_FAILURES:
                self._failures.popitem(last=False)

    def check(self, key: PictureKey) -> None:
        """Raise what stood in the way of the same wish less than a minute ago; it says when to ask again."""
        with self._lock:
            until, error = self._failures.get(key, (0.0, None))
            remaining = until - time.monotonic()
            if error is not None and remaining <= 0:
                del self._failures[key]
        if error is not None and remaining > 0:
            error.ask_again_in = int(remaining) + 1
            raise error.with_traceback(None)
