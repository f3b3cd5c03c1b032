"""WebP taken apart into its chunks (RFC 9649, section 2), and put together without what describes it."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from argument_maps.scans.containers.stripped import UPRIGHT_ORIENTATION, StrippedImage
from argument_maps.scans.containers.tiff_directories import read_exif_orientation, write_exif
from argument_maps.scans.image_errors import DamagedImage, check_pixels

# The decoder keeps two canvases beside what it hands out, so that more would take more memory than any other format.
MOST_WEBP_PIXELS = 24_000_000
_KEPT = frozenset((b"VP8X", b"ICCP", b"ANIM", b"ANMF", b"ALPH", b"VP8 ", b"VP8L"))
_HAS_EXIF, _HAS_XMP, _HAS_ANIMATION = 0x08, 0x04, 0x02
_MOST_CHUNKS = 20_000


class WebpChunk(NamedTuple):
    """A chunk's name, and where its values are."""

    name: bytes
    start: int
    end: int


def divide_webp(data: bytes) -> Iterator[WebpChunk]:
    """Yield the chunks. Raises `DamagedImage`."""
    if len(data) < 20 or data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise DamagedImage
    whole = 8 + struct.unpack_from("<I", data, 4)[0]
    if whole > len(data):
        raise DamagedImage
    at = 12
    for _ in range(_MOST_CHUNKS):
        if at + 8 > whole:
            return
        length = struct.unpack_from("<I", data, at + 4)[0]
        if at + 8 + length > whole:
            raise DamagedImage
        yield WebpChunk(data[at : at + 4], at + 8, at + 8 + length)
        at += 8 + length + length % 2
    raise DamagedImage


def strip_webp(data: bytes) -> StrippedImage:
    """Return a WebP with its pictures and its colour profile. Raises `DamagedImage` and `ImageTooLarge`."""
    orientation, parts, flags = UPRIGHT_ORIENTATION, [], 0
    for name, start, end in divide_webp(data):
        if name in {b"VP8X", b"VP8 ", b"VP8L", b"ANMF"}:
            check_pixels(*_read_size(name, data[start : start + 16]), MOST_WEBP_PIXELS)
        if name == b"VP8X":
            flags = data[start]
            plain = bytes((flags & ~(_HAS_EXIF | _HAS_XMP),)) + data[start + 1 : end]
            parts.append(_write_chunk(name, plain))
        elif name in _KEPT:
            parts.append(_write_chunk(name, data[start:end]))
        elif name == b"EXIF" and flags & _HAS_EXIF:
            # Some programs put JPEG's mark before it.
            exif = data[start:end].removeprefix(b"Exif\0\0")
            orientation = read_exif_orientation(exif)
    return StrippedImage(_write_file(parts), "image/webp", orientation, bool(flags & _HAS_ANIMATION))


def orient_webp(stripped: StrippedImage) -> bytes:
    """Return a stripped WebP that says itself how it is turned. Raises `DamagedImage`."""
    if stripped.orientation == UPRIGHT_ORIENTATION:
        return stripped.data
    parts = []
    for name, start, end in divide_webp(stripped.data):
        value = stripped.data[start:end]
        if name == b"VP8X":
            value = bytes((value[0] | _HAS_EXIF,)) + value[1:]
        parts.append(_write_chunk(name, value))
    return _write_file([*parts, _write_chunk(b"EXIF", write_exif(stripped.orientation))])


def _read_size(name: bytes, value: bytes) -> tuple[int, int]:
    """Return width and height in pixels. Raises `DamagedImage`."""
    if len(value) < 10 and not (name == b"VP8L" and len(value) >= 5):
        raise DamagedImage
    if name == b"VP8X":
        return 1 + int.from_bytes(value[4:7], "little"), 1 + int.from_bytes(value[7:10], "little")
    if name == b"ANMF":
        return 1 + int.from_bytes(value[6:9], "little"), 1 + int.from_bytes(value[9:12], "little")
    if name == b"VP8L":
        bits = int.from_bytes(value[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return int.from_bytes(value[6:8], "little") & 0x3FFF, int.from_bytes(value[8:10], "little") & 0x3FFF


def _write_chunk(name: bytes, value: bytes) -> bytes:
    return name + struct.pack("<I", len(value)) + value + b"\0" * (len(value) % 2)


def _write_file(parts: list[bytes]) -> bytes:
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body
