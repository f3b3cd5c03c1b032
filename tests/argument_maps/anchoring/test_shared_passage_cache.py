"""What texts share is kept for the pairs that were asked for last."""

from argument_maps.anchoring.sharing.shared_passage_cache import SharedPassageCache
from argument_maps.anchoring.sharing.shared_passages import SharedPassage

SHARED = SharedPassage(0, 9, 3, 12, 100.0, 80)


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    cache = SharedPassageCache(most_kept=6)
    for other in "bcd":
        cache.keep("a", other, (SHARED,))
    assert cache.find("a", "b") == (SHARED,)
    cache.keep("a", "e", ())
    assert [cache.find("a", other) for other in "bcde"] == [(SHARED,), None, (SHARED,), ()]


def test_more_than_fits_is_not_kept_and_what_is_kept_again_counts_once() -> None:
    cache = SharedPassageCache(most_kept=3)
    cache.keep("a", "b", (SHARED,) * 3)
    assert cache.find("a", "b") is None
    for _ in range(5):
        cache.keep("a", "c", (SHARED,) * 2)
    assert cache.find("a", "c") == (SHARED,) * 2
    assert cache.find("c", "a") is None
