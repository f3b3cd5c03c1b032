"""JPEG taken apart into its segments (ITU-T T.81, annex B), and put together without what describes it."""

import re
import struct
from collections.abc import Iterator
from typing import NamedTuple

from argument_maps.scans.containers.stripped import UPRIGHT_ORIENTATION, StrippedImage
from argument_maps.scans.containers.tiff_directories import read_exif_orientation, write_exif
from argument_maps.scans.image_errors import DamagedImage

_START, _END, _SCAN, _APP0, _APP1, _APP2, _APP14 = 0xD8, 0xD9, 0xDA, 0xE0, 0xE1, 0xE2, 0xEE
_FIRST_APP, _COMMENT = 0xE0, 0xFE
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_MARKER = re.compile(rb"\xff+([^\x00\xff])", re.DOTALL)
# In a scan, FF before zero is a value, and before D0 to D7 a place to go on from.
_AFTER_SCAN = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]", re.DOTALL)
_EXIF = b"Exif\0\0"
_KEPT = {_APP0: b"JFIF\0", _APP2: b"ICC_PROFILE\0", _APP14: b"Adobe"}
_MOST_SEGMENTS = 10_000
# Programs write ten. Each goes through all pixels again, and takes but a few bytes to say that nothing changes.
_MOST_SCANS = 24


class JpegSegment(NamedTuple):
    """A marker, and what belongs to it without the marker and, where it has one, the length."""

    marker: int
    start: int
    end: int


def divide_jpeg(data: bytes) -> Iterator[JpegSegment]:
    """Yield the segments up to the end of the image; a scan holds all its values. Raises `DamagedImage`."""
    if data[:2] != b"\xff\xd8":
        raise DamagedImage
    at, scans = 2, 0
    for _ in range(_MOST_SEGMENTS):
        found = _MARKER.search(data, at)
        if found is None:
            return
        marker, at = found[1][0], found.end()
        if marker in _ALONE:
            continue
        if marker == _END:
            yield JpegSegment(marker, at, at)
            return
        if at + 2 > len(data):
            raise DamagedImage
        end = at + struct.unpack_from(">H", data, at)[0]
        if end < at + 2 or end > len(data):
            raise DamagedImage
        if marker == _SCAN:
            scans += 1
            if scans > _MOST_SCANS:
                raise DamagedImage
            after = _AFTER_SCAN.search(data, end)
            end = after.start() if after is not None else len(data)
        yield JpegSegment(marker, at + 2, end)
        at = end
    raise DamagedImage


def strip_jpeg(data: bytes) -> StrippedImage:
    """Return a JPEG without EXIF, XMP, IPTC, comments and what follows its end. Raises `DamagedImage`.

    The colour profile, the marks by which colours are known, and every byte of the picture stay.
    """
    orientation = UPRIGHT_ORIENTATION
    parts: list[bytes | memoryview] = [b"\xff\xd8"]
    view = memoryview(data)
    seen = False
    for marker, start, end in divide_jpeg(data):
        if marker == _APP1 and data.startswith(_EXIF, start, end) and not seen:
            orientation, seen = read_exif_orientation(view[start + len(_EXIF) : end]), True
        if _is_picture(data, marker, start, end):
            parts.append(bytes((0xFF, marker)))
            if marker != _END:
                parts.append(view[start - 2 : end])
    return StrippedImage(b"".join(parts), "image/jpeg", orientation)


def orient_jpeg(stripped: StrippedImage) -> bytes:
    """Return a stripped JPEG that says itself how it is turned."""
    if stripped.orientation == UPRIGHT_ORIENTATION:
        return stripped.data
    exif = _EXIF + write_exif(stripped.orientation)
    # JFIF, where there is one, comes first (JFIF 1.02).
    first = next(divide_jpeg(stripped.data))
    at = first.end if first.marker == _APP0 else 2
    segment = bytes((0xFF, _APP1)) + struct.pack(">H", len(exif) + 2) + exif
    return stripped.data[:at] + segment + stripped.data[at:]


def strip_jpeg_stream(data: bytes | memoryview) -> bytes:
    """Return a part of a picture in a TIFF, or the tables of such parts, without what describes it.

    Raises `DamagedImage`.
    """
    return strip_jpeg(bytes(data)).data


def _is_picture(data: bytes, marker: int, start: int, end: int) -> bool:
    if marker in _KEPT:
        return data.startswith(_KEPT[marker], start, end)
    return marker < _FIRST_APP
