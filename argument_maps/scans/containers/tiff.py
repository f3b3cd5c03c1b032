"""Pages of a TIFF (TIFF 6.0), each copied into a file of its own without decoding its picture."""

from contextlib import suppress

from PIL import TiffTags

from argument_maps.scans.containers.jpeg import strip_jpeg_stream
from argument_maps.scans.containers.stripped import UPRIGHT_ORIENTATION, StrippedImage
from argument_maps.scans.containers.tiff_directories import (
    ORIENTATION,
    TiffDirectory,
    TiffEntry,
    clean_orientation,
    pack_numbers,
    read_directory,
    read_tiff_header,
    write_directory,
)
from argument_maps.scans.image_errors import DamagedImage

MOST_TIFF_PAGES = 500
_WIDTH, _HEIGHT, _COMPRESSION, _TILE_WIDTH, _TILE_HEIGHT = 256, 257, 259, 322, 323
_SUBFILE, _OLD_SUBFILE, _JPEG_TABLES = 254, 255, 347
_STRIPS, _STRIP_SIZES, _TILES, _TILE_SIZES = 273, 279, 324, 325
_RAW_PHOTOGRAPH = 50706
_OLD_JPEG, _JPEG = 6, 7
# What a page is but a smaller copy, or a mask, of another (TIFF 6.0, section 8, NewSubfileType, bits 0 and 2).
_REDUCED, _MASK, _OLD_REDUCED = 1, 4, 2
# What says how a picture is to be shown: TIFF 6.0, sections 8 to 22, and the colour profile.
_PICTURE = frozenset(
    (
        *(
            _WIDTH,
            _HEIGHT,
            258,
            _COMPRESSION,
            262,
            263,
            266,
            277,
            278,
            280,
            281,
            282,
            283,
            284,
            290,
            291,
            292,
            293,
            296,
        ),
        *(301, 317, 318, 319, 320, 321, _TILE_WIDTH, _TILE_HEIGHT, 332, 334, 336, 338, 339, 340, 341, _JPEG_TABLES),
        *(529, 530, 531, 532, 34675),
    )
)
# Without any of which, where a page has it, the picture would be another.
_DECISIVE = frozenset((_WIDTH, _HEIGHT, _COMPRESSION, 262, 266, 277, 278, 284, 317, _TILE_WIDTH, _TILE_HEIGHT))
_STRINGS = frozenset((1, 2, 7))
_EXIF_DIRECTORIES = (34665, 34853)
# What leads to places in the file: strips, tiles, free space, directories and JPEG of the old kind.
_PLACES = frozenset((_STRIPS, _TILES, 288, 289, 330, *_EXIF_DIRECTORIES, 40965, *range(512, 522), ORIENTATION))
_LARGEST_TILE = 64_000_000


def list_tiff_pages(data: bytes) -> list[TiffDirectory]:
    """Return the pages in order, without smaller copies of them. Raises `DamagedImage`.

    Of raw photographs, which are TIFFs with a small preview, none is a page.
    """
    order, is_big, offset = read_tiff_header(data)
    pages: list[TiffDirectory] = []
    seen: set[int] = set()
    while offset and offset not in seen and len(seen) <= 4 * MOST_TIFF_PAGES:
        seen.add(offset)
        directory = read_directory(data, order, is_big, offset)
        offset = directory.following
        reduced = directory.find_number(_SUBFILE, 0) & (_REDUCED | _MASK)
        if (
            not reduced
            and directory.find_number(_OLD_SUBFILE, 0) != _OLD_REDUCED
            and _RAW_PHOTOGRAPH not in directory.entries
        ):
            pages.append(directory)
    return pages


def measure_tiff_page(page: TiffDirectory) -> tuple[int, int]:
    """Return width and height in pixels as the page is kept, not as it is turned. Raises `DamagedImage`."""
    return page.find_number(_WIDTH, 0), page.find_number(_HEIGHT, 0)


def strip_tiff_page(data: bytes, page: TiffDirectory) -> StrippedImage:
    """Return a file with one page's picture and its colour profile. Raises `DamagedImage`."""
    orientation = clean_orientation(page.find_number(ORIENTATION, UPRIGHT_ORIENTATION))
    return StrippedImage(_copy(data, page, _PICTURE, {}, strip=True), "image/tiff", orientation)


def copy_tiff_page(data: bytes, page: TiffDirectory, *, keep_metadata: bool) -> bytes:
    """Return a file of one page that says how it is turned, and what is said of it where that is kept.

    Raises `DamagedImage`.
    """
    tags = frozenset(page.entries) - _PLACES if keep_metadata else _PICTURE
    nested = _read_exif_directories(data, page) if keep_metadata else {}
    return _copy(data, page, tags | {ORIENTATION}, nested, strip=not keep_metadata)


def _has_one_where_one_is_due(tag: int, entry: TiffEntry) -> bool:
    # Of letters and bytes, many are one value.
    return entry.count == 1 or entry.type in _STRINGS or TiffTags.lookup(tag).length != 1


def _read_exif_directories(data: bytes, page: TiffDirectory) -> dict[int, dict[int, TiffEntry]]:
    found = {}
    for tag in _EXIF_DIRECTORIES:
        # What is said of a page that is not to be read is no reason to refuse the page.
        with suppress(DamagedImage):
            for offset in page.list_numbers(tag)[:1]:
                directory = read_directory(data, page.order, page.is_big, offset)
                found[tag] = {inner: entry for inner, entry in directory.entries.items() if inner not in _PLACES}
    return found


def _copy(
    data: bytes,
    page: TiffDirectory,
    tags: frozenset[int],
    nested: dict[int, dict[int, TiffEntry]],
    *,
    strip: bool,
) -> bytes:
    compression = page.find_number(_COMPRESSION, 1)
    if compression == _OLD_JPEG or page.find_number(_TILE_WIDTH, 1) * page.find_number(_TILE_HEIGHT, 1) > _LARGEST_TILE:
        raise DamagedImage
    places_tag, sizes_tag = (_TILES, _TILE_SIZES) if _TILES in page.entries else (_STRIPS, _STRIP_SIZES)
    places, sizes = page.list_numbers(places_tag), page.list_numbers(sizes_tag)
    if len(places) == 1 and not sizes and compression == 1:
        # The oldest files do not say how long their only strip is.
        sizes = (len(data) - places[0],)
    if not places or len(places) != len(sizes):
        raise DamagedImage
    entries = {
        tag: entry for tag, entry in page.entries.items() if tag in tags and _has_one_where_one_is_due(tag, entry)
    }
    if any(tag in page.entries and tag not in entries for tag in _DECISIVE):
        raise DamagedImage
    # What several parts share would be copied for each of them.
    room = len(data) - sum(len(entry.value) for entry in entries.values())
    if sum(sizes) > room or any(place + size > len(data) for place, size in zip(places, sizes, strict=True)):
        raise DamagedImage
    cleans = strip and compression == _JPEG
    body, moved, lengths = bytearray(), [], []
    for place, size in zip(places, sizes, strict=True):
        part = data[place : place + size]
        if cleans and size:
            part = strip_jpeg_stream(part)
        moved.append(8 + len(body) if size else 0)
        lengths.append(len(part))
        body += part + b"\0" * (len(part) % 2)
    entries[places_tag] = pack_numbers(page.order, moved)
    entries[sizes_tag] = pack_numbers(page.order, lengths)
    if cleans and _JPEG_TABLES in entries:
        tables = strip_jpeg_stream(entries[_JPEG_TABLES].value)
        entries[_JPEG_TABLES] = TiffEntry(7, len(tables), tables)
    return write_directory(page.order, entries, bytes(body), nested)
