"""PNG taken apart into its chunks (PNG, third edition, section 5), and put together without what describes it."""

import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from argument_maps.scans.containers.stripped import UPRIGHT_ORIENTATION, StrippedImage
from argument_maps.scans.containers.tiff_directories import read_exif_orientation, write_exif
from argument_maps.scans.image_errors import DamagedImage

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEPT = frozenset(
    (
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"cHRM",
        b"gAMA",
        b"iCCP",
        b"sBIT",
        b"sRGB",
        b"cICP",
        b"bKGD",
        b"tRNS",
        b"pHYs",
    )
)
_ANIMATION = b"acTL"
_MOST_CHUNKS = 200_000
_HEADER_END = len(SIGNATURE) + 25


class PngChunk(NamedTuple):
    """A chunk's name, and where its values are."""

    name: bytes
    start: int
    end: int


def divide_png(data: bytes) -> Iterator[PngChunk]:
    """Yield the chunks up to the end of the image. Raises `DamagedImage`."""
    if not data.startswith(SIGNATURE):
        raise DamagedImage
    at = len(SIGNATURE)
    for _ in range(_MOST_CHUNKS):
        if at + 12 > len(data):
            raise DamagedImage
        length = struct.unpack_from(">I", data, at)[0]
        name, start = data[at + 4 : at + 8], at + 8
        if start + length + 4 > len(data):
            raise DamagedImage
        yield PngChunk(name, start, start + length)
        if name == b"IEND":
            return
        at = start + length + 4
    raise DamagedImage


def strip_png(data: bytes) -> StrippedImage:
    """Return a PNG with its picture and what its colours mean, of an animated one the still picture.

    Raises `DamagedImage`.
    """
    orientation, animated = UPRIGHT_ORIENTATION, False
    parts: list[bytes | memoryview] = [SIGNATURE]
    view = memoryview(data)
    for name, start, end in divide_png(data):
        if name == b"eXIf":
            orientation = read_exif_orientation(view[start:end])
        animated = animated or name == _ANIMATION
        if name in _KEPT:
            parts.append(view[start - 8 : end + 4])
    return StrippedImage(b"".join(parts), "image/png", orientation, animated)


def orient_png(stripped: StrippedImage) -> bytes:
    """Return a stripped PNG that says itself how it is turned."""
    if stripped.orientation == UPRIGHT_ORIENTATION:
        return stripped.data
    named = b"eXIf" + write_exif(stripped.orientation)
    chunk = struct.pack(">I", len(named) - 4) + named + struct.pack(">I", zlib.crc32(named))
    return stripped.data[:_HEADER_END] + chunk + stripped.data[_HEADER_END:]
