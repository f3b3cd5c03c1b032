"""What pairs of texts share, kept: two books take a second to compare, and their page is turned over."""

from collections import OrderedDict
from threading import Lock

from argument_maps.anchoring.sharing.shared_passages import SharedPassage

# Contents never change under their hash, so that nothing here grows old. About 250 bytes for each passage and pair.
MOST_KEPT = 100_000
_Pair = tuple[str, str]


class SharedPassageCache:
    """The shared passages of the pairs of contents that were asked for last, by the hashes of both in their order."""

    def __init__(self, most_kept: int = MOST_KEPT) -> None:
        self._most_kept = most_kept
        self._passages_by_pair: OrderedDict[_Pair, tuple[SharedPassage, ...]] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def find(self, own: str, other: str) -> tuple[SharedPassage, ...] | None:
        """Return what two contents share, None where it is not known."""
        with self._lock:
            passages = self._passages_by_pair.get((own, other))
            if passages is not None:
                self._passages_by_pair.move_to_end((own, other))
            return passages

    def keep(self, own: str, other: str, passages: tuple[SharedPassage, ...]) -> None:
        """Keep what two contents share, and drop what was not asked for longest where it becomes too much."""
        with self._lock:
            self._drop(own, other)
            self._passages_by_pair[own, other] = passages
            self._size += 1 + len(passages)
            while self._size > self._most_kept:
                self._drop(*next(iter(self._passages_by_pair)))

    def clear(self) -> None:
        """Forget all of it."""
        with self._lock:
            self._passages_by_pair.clear()
            self._size = 0

    def _drop(self, own: str, other: str) -> None:
        passages = self._passages_by_pair.pop((own, other), None)
        if passages is not None:
            self._size -= 1 + len(passages)
