"""Damaged images: shown as far as they go, or refused with what to do, and always in time and memory."""

import random
import resource
import struct
import time
from collections.abc import Iterator

import pytest

from argument_maps.scans.decoding import decode_image
from argument_maps.scans.image_errors import ImageTooLarge, UnreadableImage
from argument_maps.scans.images import read_images
from argument_maps.scans.pdf_pages import list_page_labels, render_pdf_pages
from tests.argument_maps.scans.image_samples import FORMATS, describe, draw_page, write, write_described, write_pages
from tests.argument_maps.scans.pdf_samples import SamplePage, write_pdf

# Of the processor, so that whatever else runs does not count.
SECONDS = 10.0
MEGABYTES = 500
WHOLE = {
    **{name: (write_described(name, 6),) for name in FORMATS},
    "progressive": (write(draw_page(), "JPEG", progressive=True, exif=describe(3)), write(draw_page(mode="L"), "JPEG")),
    "other PNG": (
        write(draw_page(mode="P"), "PNG", transparency=b"\0\x80"),
        write(draw_page(mode="1"), "PNG"),
        write(draw_page(mode="LA"), "PNG"),
    ),
    "pages": tuple(
        write_pages([draw_page(mode=mode)] * 2, compression=compression)
        for mode, compression in (
            ("RGB", "jpeg"),
            ("1", "group4"),
            ("L", "tiff_lzw"),
            ("CMYK", "packbits"),
            ("RGB", "raw"),
            ("P", "tiff_adobe_deflate"),
        )
    ),
    "moving": (write(draw_page(), "WEBP", save_all=True, append_images=[draw_page(mode="L").convert("RGB")]),),
    "PDF": (
        write_pdf([SamplePage(60, 40, "q 60 0 0 40 0 0 cm /I0 Do Q BT /F1 9 Tf (a) Tj ET", [draw_page()])] * 2),
        write_pdf([SamplePage(60, 40, "q 60 0 0 40 0 0 cm /I0 Do Q", [draw_page(mode="1")])]),
    ),
}
# What decides about sizes, numbers and places.
NUMBERS = (
    b"\0" * 4,
    b"\xff" * 4,
    b"\x7f\xff\xff\xff",
    b"\0\0\x01\0",
    b"\xff\xd8",
    b"\xff\xda\0\x08",
    b"\xff\xd9",
    b"\x80",
)


def damage(whole: bytes, chance: random.Random) -> bytes:
    """Return a file that was cut, overwritten, repeated or mixed up, mostly where it says what it holds."""
    data = bytearray(whole)
    for _ in range(chance.randint(1, 6)):
        at = (
            min(int(chance.paretovariate(0.6)), len(data)) - 1 if chance.random() < 0.5 else chance.randrange(len(data))
        )
        match chance.randrange(7):
            case 0:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del data[at : at + chance.randint(1, len(data) // 4 + 1)]
            case 2:
                data[at:at] = data[chance.randrange(len(data)) :][: chance.randint(1, 300)] * chance.choice((1, 3, 200))
            case 3:
                new = chance.choice(NUMBERS)
                data[at : at + len(new)] = new
            case 4:
                data = data[: max(at, 20)]
            case 5:
                data[at : at + 2] = struct.pack(chance.choice("<>") + "H", chance.choice((0, 1, 999, 7_000, 65_535)))
            case _:
                data[at : at + 1] = bytes([data[at] ^ 1 << chance.randrange(8)]) if at < len(data) else b""
        if len(data) < 8:
            return bytes(data)
    return bytes(data)


def show(name: str, data: bytes, keep_metadata: bool) -> Iterator[tuple[int, int]]:
    """Yield the sizes of the images that are read, each of which must be shown as well."""
    if name == "PDF":
        assert list_page_labels(data)
        for page in render_pdf_pages(data):
            yield decode_image(page.data).picture.size
        return
    for page in read_images(data, keep_metadata=keep_metadata):
        shown = decode_image(page.data, 50_000)
        assert (shown.width, shown.height) == (page.width, page.height)
        yield shown.width, shown.height


def read_damaged(name: str, files: int, seed: int) -> None:
    chance = random.Random(seed)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    shown = refused = 0
    for number in range(files):
        data = damage(chance.choice(WHOLE[name]), chance)
        begun = time.process_time()
        try:
            assert all(width > 0 and height > 0 for width, height in show(name, data, keep_metadata=number % 2 == 0))
            shown += 1
            told = ["shown"]
        except (UnreadableImage, ImageTooLarge) as error:
            refused += 1
            told = [str(error.detail), str(error.remedy)]
        assert all(told)
        assert time.process_time() - begun < SECONDS
    assert min(shown, refused) > 0
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MEGABYTES * 1_024


@pytest.mark.parametrize("name", WHOLE)
def test_a_damaged_image_is_shown_or_refused(name: str) -> None:
    read_damaged(name, 300, seed=17)


@pytest.mark.soak
@pytest.mark.parametrize("name", WHOLE)
def test_ten_thousand_damaged_images_are_shown_or_refused(name: str) -> None:
    read_damaged(name, 10_000, seed=1950)
