"""Pictures are kept within bounds, and told apart by what they are."""

from api.pictures.format_definitions import MediaType
from api.pictures.keeping.picture_cache import OVERHEAD, Picture, PictureCache


def _picture(text: str) -> Picture:
    return Picture(text.encode(), MediaType("image/svg+xml"))


def test_the_cache_never_grows_over_its_limit() -> None:
    cache = PictureCache(10 * (OVERHEAD + 100))
    for number in range(100):
        cache.put((1, number, ""), _picture("x" * 100))
        assert cache.size <= cache.limit
    assert len(cache) == 10


def test_the_picture_that_was_not_used_longest_goes_first() -> None:
    cache = PictureCache(2 * (OVERHEAD + 1))
    cache.put((1, 1, "a"), _picture("a"))
    cache.put((1, 1, "b"), _picture("b"))
    assert cache.get((1, 1, "a")) is not None
    cache.put((1, 1, "c"), _picture("c"))
    assert cache.get((1, 1, "a")) is not None
    assert cache.get((1, 1, "b")) is None


def test_a_picture_larger_than_the_cache_is_not_kept() -> None:
    cache = PictureCache(OVERHEAD)
    cache.put((1, 1, "a"), _picture("a"))
    assert len(cache) == cache.size == 0


def test_keeping_a_picture_twice_counts_once() -> None:
    cache = PictureCache(10 * OVERHEAD)
    cache.put((1, 1, "a"), _picture("a"))
    cache.put((1, 1, "a"), _picture("a"))
    assert cache.size == OVERHEAD + 1


def test_equal_pictures_have_equal_tags_and_others_do_not() -> None:
    assert _picture("a").etag == _picture("a").etag != _picture("b").etag


def test_a_picture_cannot_run_anything_in_a_browser() -> None:
    policy = dict(_picture("a").headers)[b"content-security-policy"]
    assert policy == b"default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox"
    assert dict(_picture("a").headers)[b"x-content-type-options"] == b"nosniff"


def test_a_picture_is_found_by_its_tag_within_its_map_as_long_as_it_is_kept() -> None:
    cache = PictureCache(2 * (OVERHEAD + 1))
    first = _picture("a")
    cache.put((1, 1, "k"), first)
    assert cache.find(1, first.etag) is first
    assert cache.find(2, first.etag) is None
    cache.put((1, 2, "k"), _picture("a"))
    cache.put((1, 3, "k"), _picture("b"))
    # The first went, and another with the same bytes is still there.
    assert cache.find(1, first.etag) is not None
    cache.put((1, 4, "k"), _picture("c"))
    assert cache.find(1, first.etag) is None
