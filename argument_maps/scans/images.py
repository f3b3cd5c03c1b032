"""Images of pages read from files: what is kept of them, with or without what the files say beside the picture."""

from dataclasses import dataclass

from argument_maps.scans.containers.jpeg import orient_jpeg
from argument_maps.scans.containers.png import orient_png
from argument_maps.scans.containers.stripped import StrippedImage
from argument_maps.scans.containers.tiff import (
    MOST_TIFF_PAGES,
    copy_tiff_page,
    list_tiff_pages,
    measure_tiff_page,
    strip_tiff_page,
)
from argument_maps.scans.containers.tiff_directories import TiffDirectory
from argument_maps.scans.containers.webp import orient_webp
from argument_maps.scans.decoding import check_stripped, refuse_empty_tiff, strip_image
from argument_maps.scans.image_errors import (
    MOST_IMAGE_BYTES,
    DamagedImage,
    ImageTooLarge,
    UnreadableImage,
    check_bytes,
    check_pixels,
    refuse_damaged_image,
)
from argument_maps.scans.image_formats import ImageFormat, find_image_format
from models.errors import Phrase

MOST_FILE_BYTES = 4 * MOST_IMAGE_BYTES
"""The longest file of several images, such as a volume scanned into one TIFF or PDF."""
_ORIENT = {"image/jpeg": orient_jpeg, "image/png": orient_png, "image/webp": orient_webp}


@dataclass(frozen=True, slots=True)
class PageImage:
    """An image as it is kept: its bytes, media type, and width and height in pixels as it is shown upright.

    `notes` say what of the file is not shown.
    """

    data: bytes
    media_type: str
    width: int
    height: int
    notes: tuple[Phrase, ...] = ()


def read_image(data: bytes, *, keep_metadata: bool = True) -> PageImage:
    """Return the one image of a file. Raises `UnreadableImage` and `ImageTooLarge`.

    Without metadata the picture stays as it is, to the byte; place, time, camera, names and comments go, and of EXIF
    only how the image is turned stays.
    """
    check_bytes(data)
    if find_image_format(data) is ImageFormat.TIFF:
        pages = _list_tiff_pages(data)
        if len(pages) > 1:
            raise UnreadableImage(
                Phrase("The TIFF has %(count)s pages, not one.", count=len(pages)),
                Phrase("Add it as a scan of several pages, or save the page as JPEG or PNG."),
            )
    return read_images(data, keep_metadata=keep_metadata)[0]


def read_images(data: bytes, *, keep_metadata: bool = True) -> list[PageImage]:
    """Return the images of a file in order: one for each page of a TIFF, else one.

    Raises `UnreadableImage` and `ImageTooLarge`. Each page of several becomes a TIFF of its own with the same picture.
    """
    if find_image_format(data) is ImageFormat.TIFF:
        return _read_tiff(data, keep_metadata)
    check_bytes(data)
    stripped = strip_image(data)
    width, height = check_stripped(stripped)
    notes = (Phrase("The image moves; only its first picture is shown."),) if stripped.animated else ()
    return [PageImage(data if keep_metadata else _orient(stripped), stripped.media_type, width, height, notes)]


def _orient(stripped: StrippedImage) -> bytes:
    try:
        return _ORIENT[stripped.media_type](stripped)
    except DamagedImage as error:
        raise refuse_damaged_image() from error


def _list_tiff_pages(data: bytes) -> list[TiffDirectory]:
    try:
        pages = list_tiff_pages(data)
    except DamagedImage as error:
        raise refuse_damaged_image() from error
    if not pages:
        raise refuse_empty_tiff()
    if len(pages) > MOST_TIFF_PAGES:
        raise ImageTooLarge(
            Phrase("The file has more than %(most)s pages.", most=MOST_TIFF_PAGES),
            Phrase("Divide it, for example by chapters."),
        )
    return pages


def _read_tiff(data: bytes, keep_metadata: bool) -> list[PageImage]:
    check_bytes(data, MOST_FILE_BYTES)
    pages = _list_tiff_pages(data)
    images, room = [], len(data) + 2**20
    for page in pages:
        try:
            check_pixels(*measure_tiff_page(page))
            width, height = check_stripped(strip_tiff_page(data, page))
            is_whole = keep_metadata and len(pages) == 1
            kept = data if is_whole else copy_tiff_page(data, page, keep_metadata=keep_metadata)
        except DamagedImage as error:
            raise refuse_damaged_image() from error
        check_bytes(kept)
        room -= len(kept)
        if room < 0:
            # Pages that share their pictures would be more than the file by far.
            raise refuse_damaged_image()
        images.append(PageImage(kept, ImageFormat.TIFF.value, width, height))
    return images
