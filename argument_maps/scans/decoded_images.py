"""Decoded images kept in memory for the next request: within a bound, and decoded once however many ask."""

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from threading import BoundedSemaphore, Lock

from argument_maps.scans.decoding import DecodedImage, decode_image

_Key = tuple[str, int | None]
# Each decoding may take half a gigabyte.
_MOST_AT_ONCE = 2


class DecodedImages:
    """The images that were asked for last, which take at most so many bytes together; any thread may ask."""

    def __init__(self, most_bytes: int, most_at_once: int = _MOST_AT_ONCE) -> None:
        self.most_bytes = most_bytes
        self._kept: OrderedDict[_Key, DecodedImage] = OrderedDict()
        self._awaited: dict[_Key, Future[DecodedImage]] = {}
        self._bytes = 0
        self._lock = Lock()
        self._turns = BoundedSemaphore(most_at_once)

    @property
    def memory(self) -> int:
        """How many bytes the kept images take."""
        return self._bytes

    def get(self, sha256: str, load: Callable[[], bytes], most_pixels: int | None = None) -> DecodedImage:
        """Return the image with the hash, decoded for so many pixels. Raises as `load` and `decode_image` do.

        `load` is called only where the image is not there; an error is kept for nobody who asks later.
        """
        key = sha256, most_pixels
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found
            awaited = self._awaited.get(key)
            mine = awaited or self._awaited.setdefault(key, Future())
        if awaited is not None:
            return awaited.result()
        try:
            with self._turns:
                image = decode_image(load(), most_pixels)
        except BaseException as error:
            with self._lock:
                del self._awaited[key]
            mine.set_exception(error)
            raise
        with self._lock:
            self._keep(key, image)
            del self._awaited[key]
        mine.set_result(image)
        return image

    def _keep(self, key: _Key, image: DecodedImage) -> None:
        if image.memory > self.most_bytes:
            return
        self._kept[key] = image
        self._bytes += image.memory
        while self._bytes > self.most_bytes:
            self._bytes -= self._kept.popitem(last=False)[1].memory
