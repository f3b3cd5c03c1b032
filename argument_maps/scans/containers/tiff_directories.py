"""Directories of TIFF (TIFF 6.0, section 2; BigTIFF) read, and written anew with what was chosen of them.

EXIF is such a directory too, inside of other files. Nothing that a directory points to is read before it is asked for.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

from argument_maps.scans.containers.stripped import UPRIGHT_ORIENTATION
from argument_maps.scans.image_errors import DamagedImage

ORIENTATION = 274
# Sizes in bytes by type: BYTE, ASCII, SHORT, LONG, RATIONAL, signed ones, FLOAT, DOUBLE, IFD; LONG8, SLONG8, IFD8.
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
_SHORT, _LONG, _LONG8 = 3, 4, 16
_CODES = {1: "B", _SHORT: "H", _LONG: "I", 13: "I", _LONG8: "Q", 18: "Q"}
_MOST_NUMBERS = 250_000
_MOST_ENTRIES = 4_096


@dataclass(frozen=True, slots=True)
class TiffEntry:
    """A field of a directory: its type, how many values, and their bytes in the file's order."""

    type: int
    count: int
    value: memoryview | bytes


@dataclass(frozen=True, slots=True)
class TiffDirectory:
    """A directory; `order` is the mark of byte order as `struct` has it, `following` where the next one is, or zero."""

    order: str
    # Whether its file has offsets of eight bytes.
    is_big: bool
    entries: Mapping[int, TiffEntry]
    following: int

    def list_numbers(self, tag: int) -> tuple[int, ...]:
        """Return a field's whole numbers, none where there is no such field. Raises `DamagedImage`."""
        entry = self.entries.get(tag)
        if entry is None:
            return ()
        code = _CODES.get(entry.type)
        if code is None or entry.count > _MOST_NUMBERS:
            raise DamagedImage
        return struct.unpack(f"{self.order}{entry.count}{code}", entry.value)

    def find_number(self, tag: int, default: int) -> int:
        """Return a field's first whole number. Raises `DamagedImage`."""
        return next(iter(self.list_numbers(tag)), default)


def read_tiff_header(data: bytes | memoryview) -> tuple[str, bool, int]:
    """Return the byte order, whether offsets have eight bytes, and where the first directory is.

    Raises `DamagedImage`.
    """
    order = {b"II": "<", b"MM": ">"}.get(bytes(data[:2]))
    if order is None or len(data) < 8:
        raise DamagedImage
    version = struct.unpack_from(order + "H", data, 2)[0]
    if version == 42:
        return order, False, struct.unpack_from(order + "I", data, 4)[0]
    if version == 43 and len(data) >= 16 and struct.unpack_from(order + "HH", data, 4) == (8, 0):
        return order, True, struct.unpack_from(order + "Q", data, 8)[0]
    raise DamagedImage


def read_directory(data: bytes | memoryview, order: str, is_big: bool, offset: int) -> TiffDirectory:
    """Return the directory at an offset, without the fields whose values are not in the file. Raises `DamagedImage`."""
    number_code, row = ("Q", "HHQ8s") if is_big else ("H", "HHI4s")
    row_size, word = struct.calcsize("<" + row), 8 if is_big else 4
    view = memoryview(data)
    try:
        number = struct.unpack_from(order + number_code, view, offset)[0]
        at = offset + struct.calcsize("<" + number_code)
        if not 0 < number <= _MOST_ENTRIES or at + number * row_size > len(view):
            raise DamagedImage
        entries = {}
        for place in range(at, at + number * row_size, row_size):
            tag, kind, count, inline = struct.unpack_from(order + row, view, place)
            size = _SIZES.get(kind, 0) * count
            if not size:
                continue
            start = (
                place + row_size - word if size <= word else struct.unpack(order + ("Q" if is_big else "I"), inline)[0]
            )
            if start + size <= len(view):
                entries[tag] = TiffEntry(kind, count, view[start : start + size])
        after = at + number * row_size
        following = (
            struct.unpack_from(order + ("Q" if is_big else "I"), view, after)[0] if after + word <= len(view) else 0
        )
    except struct.error as error:
        raise DamagedImage from error
    return TiffDirectory(order, is_big, entries, following)


def read_exif_orientation(exif: bytes | memoryview) -> int:
    """Return how EXIF says an image is turned: 1, upright, where it says nothing that can be read."""
    try:
        order, is_big, offset = read_tiff_header(exif)
        return clean_orientation(
            read_directory(exif, order, is_big, offset).find_number(ORIENTATION, UPRIGHT_ORIENTATION)
        )
    except DamagedImage:
        return UPRIGHT_ORIENTATION


def clean_orientation(orientation: int) -> int:
    """Return an orientation, upright where EXIF has none such."""
    return orientation if 1 <= orientation <= 8 else UPRIGHT_ORIENTATION


def write_exif(orientation: int) -> bytes:
    """Return EXIF that says how an image is turned and nothing else."""
    return write_directory(">", {ORIENTATION: TiffEntry(_SHORT, 1, struct.pack(">H", orientation))}, b"", {})


def write_directory(
    order: str,
    entries: Mapping[int, TiffEntry],
    before: bytes,
    nested: Mapping[int, Mapping[int, TiffEntry]],
) -> bytes:
    """Return a TIFF of one directory, and what stands before it from offset 8 on.

    `nested` are directories to which a field of this one leads, such as those of EXIF. Fields with eight bytes a number
    get four.
    """
    body = bytearray(before)
    own = dict(entries)
    for tag, inner in nested.items():
        offset, rows = _lay_out(order, inner, body)
        body += rows
        own[tag] = TiffEntry(_LONG, 1, struct.pack(order + "I", offset))
    first, rows = _lay_out(order, own, body)
    head = (b"II" if order == "<" else b"MM") + struct.pack(order + "HI", 42, first)
    return b"".join((head, body, rows))


def pack_numbers(order: str, numbers: tuple[int, ...] | list[int]) -> TiffEntry:
    """Return a field of whole numbers of four bytes."""
    return TiffEntry(_LONG, len(numbers), struct.pack(f"{order}{len(numbers)}I", *numbers))


def _lay_out(order: str, entries: Mapping[int, TiffEntry], body: bytearray) -> tuple[int, bytes]:
    """Append the values that are longer than four bytes to the body; return the directory and its offset after them."""
    rows = []
    for tag, wide in sorted(entries.items()):
        entry = _narrow(order, wide)
        value = bytes(entry.value)
        if len(value) > 4:
            body += b"\0" * (len(body) % 2)
            offset = 8 + len(body)
            body += value
            value = struct.pack(order + "I", offset)
        rows.append(struct.pack(order + "HHI", tag, entry.type, entry.count) + value.ljust(4, b"\0"))
    body += b"\0" * (len(body) % 2)
    return 8 + len(body), b"".join(chain((struct.pack(order + "H", len(rows)),), rows, (b"\0" * 4,)))


def _narrow(order: str, entry: TiffEntry) -> TiffEntry:
    if entry.type != _LONG8:
        return entry
    numbers = struct.unpack(f"{order}{entry.count}Q", entry.value)
    if max(numbers, default=0) >= 2**32:
        raise DamagedImage
    return pack_numbers(order, numbers)
