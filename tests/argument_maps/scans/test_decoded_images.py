"""Decoded images in memory: found again, within the bound, and decoded once however many ask."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from argument_maps.scans import decoded_images
from argument_maps.scans.decoded_images import DecodedImages
from argument_maps.scans.decoding import DecodedImage, decode_image
from argument_maps.scans.image_errors import UnreadableImage
from tests.argument_maps.scans.image_samples import draw_page, write

PAGE = write(draw_page(100, 100), "PNG")
BYTES = 40_000


def refuse() -> bytes:
    raise AssertionError("What is there was loaded again.")


def test_an_image_is_found_again_and_the_longest_unused_goes() -> None:
    kept = DecodedImages(2 * BYTES)
    first = kept.get("a", lambda: PAGE)
    kept.get("b", lambda: PAGE)
    assert kept.get("a", refuse) is first
    kept.get("c", lambda: PAGE)
    assert kept.memory == 2 * BYTES
    assert kept.get("a", refuse) is first
    with pytest.raises(AssertionError):
        kept.get("b", refuse)


def test_levels_of_detail_are_kept_beside_each_other() -> None:
    kept = DecodedImages(2 * BYTES)
    whole, small = kept.get("a", lambda: PAGE), kept.get("a", lambda: PAGE, 4_096)
    assert (whole.picture.size, small.picture.size) == ((100, 100), (50, 50))
    assert kept.get("a", refuse, 4_096) is small


def test_an_image_larger_than_the_bound_is_given_and_not_kept() -> None:
    kept = DecodedImages(BYTES - 1)
    assert kept.get("a", lambda: PAGE).width == 100
    assert kept.memory == 0


def test_threads_that_ask_for_one_image_decode_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    entered, go_on, decoded = threading.Event(), threading.Event(), []

    def decode_slowly(data: bytes, most_pixels: int | None) -> DecodedImage:
        decoded.append(most_pixels)
        entered.set()
        assert go_on.wait(10)
        return decode_image(data, most_pixels)

    monkeypatch.setattr(decoded_images, "decode_image", decode_slowly)
    kept = DecodedImages(10 * BYTES)
    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(kept.get, "a", lambda: PAGE)]
        assert entered.wait(10)
        asked += [threads.submit(kept.get, "a", refuse) for _ in range(7)]
        go_on.set()
        images = {id(each.result(10)) for each in asked}
    assert (len(images), decoded) == (1, [None])


def test_an_error_reaches_all_who_wait_and_is_not_kept() -> None:
    kept = DecodedImages(10 * BYTES)
    for _ in range(2):
        with pytest.raises(UnreadableImage):
            kept.get("a", lambda: b"no image")
    assert kept.get("a", lambda: PAGE).width == 100
