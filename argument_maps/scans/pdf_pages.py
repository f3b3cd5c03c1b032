"""Pages of a PDF drawn as images, with as many pixels as their own images have.

PDFium is not made for threads: whoever draws pages does it in a process of its own.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops, ImageStat

from argument_maps.reading.blocks import UnreadableText
from argument_maps.reading.pdf.pdf_file import REMEDY as TEXT_REMEDY
from argument_maps.reading.pdf.pdf_file import open_pdf, read_page_labels
from argument_maps.scans.decoding import is_seen_as_same
from argument_maps.scans.image_errors import ImageTooLarge, UnreadableImage, check_bytes, check_pixels
from argument_maps.scans.images import MOST_FILE_BYTES, PageImage
from models.errors import Phrase

MOST_PAGES = 500
"""The most pages that are drawn of one file."""
MOST_PAGE_PIXELS = 40_000_000
"""The most pixels of a page: A4 at 600 dpi has 35 million."""
RESOLUTION = 200
"""Dots per inch at which text is drawn: at it, letters of six points can be read."""
_POINTS_PER_INCH = 72
_MOST_OBJECTS = 5_000
_JPEG_QUALITY = 90
# Images smaller than that part of a page are seals, logos and initials; their resolution decides nothing.
_LEAST_PART = 0.1
# An image that covers nearly all of a page is the page, and its pixels become the page's.
_WHOLE_PART = 0.98
_LONGEST_DRAWN = 30_000
# Degrees by which a page is shown turned clockwise.
_PAGE_TURNS = {
    90: (Image.Transpose.ROTATE_270,),
    180: (Image.Transpose.ROTATE_180,),
    270: (Image.Transpose.ROTATE_90,),
}
# Off the axes by less than a pixel in a thousand is no slant that was meant.
_ASKEW = 0.001
_ROUNDING = 0.01
# An image is held against its page at so many pixels, and may differ by so much of 255 at the mean.
_PROOF = 100
_MOST_DIFFERENCE = 6.0


class _PlacedImage(NamedTuple):
    """An image, its size in pixels, how much of the page it covers, its resolution, and how it is turned there.

    The turns are those that bring its own rows into the page's; none where it lies askew.
    """

    drawn: pypdfium2.PdfImage
    width: int
    height: int
    part: float
    pixels_per_point: float
    turns: tuple[Image.Transpose, ...] | None


def list_page_labels(data: bytes) -> list[str]:
    """Return what a PDF calls its pages, such as “iv”, or nothing for any that it does not name.

    Raises `UnreadableImage` and `ImageTooLarge`.
    """
    with _open_scan(data) as document:
        return read_page_labels(document)


def render_pdf_pages(data: bytes, *, pages: range | None = None) -> Iterator[PageImage]:
    """Yield the pages, or those from a range that counts from zero, as JPEG, in black and white as PNG.

    Raises `UnreadableImage` and `ImageTooLarge`. A page is drawn with the resolution of its largest images, else with
    200 dpi. Nothing of what the PDF says of itself is in the images.
    """
    with _open_scan(data) as document:
        wanted = range(len(document)) if pages is None else range(len(document))[pages.start : pages.stop : pages.step]
        if len(wanted) > MOST_PAGES:
            raise ImageTooLarge(
                Phrase("The PDF has more than %(most)s pages.", most=MOST_PAGES),
                Phrase("Choose some of its pages, or divide it, for example by chapters."),
            )
        for place in wanted:
            yield _render_page(document, place)


@contextmanager
def _open_scan(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    check_bytes(data, MOST_FILE_BYTES)
    try:
        with open_pdf(data) as document:
            yield document
    except UnreadableText as refused:
        remedy = refused.remedy
        if remedy == TEXT_REMEDY:
            remedy = Phrase("Open it in a reader. If it is shown there, save its pages as JPEG or PNG, and send those.")
        raise UnreadableImage(refused.detail, remedy) from refused


def _render_page(document: pypdfium2.PdfDocument, place: int) -> PageImage:
    try:
        page = document[place]
        try:
            picture, is_reduced = _draw_page(page)
        finally:
            page.close()
    except (pypdfium2.PdfiumError, MemoryError, ValueError) as error:
        raise UnreadableImage(
            Phrase("Page %(page)s of the PDF cannot be drawn.", page=place + 1),
            Phrase("Save the page as JPEG or PNG from a reader, and send that."),
        ) from error
    notes = (Phrase("The page has more detail than is kept of one image."),) if is_reduced else ()
    return _keep(picture, notes)


def _draw_page(page: pypdfium2.PdfPage) -> tuple[Image.Image, bool]:
    """Return a page as an image, and whether its own images have more detail.

    Raises `ImageTooLarge`, `ValueError` and `PdfiumError`.
    """
    wide, high = page.get_size()
    if not (0 < wide < math.inf and 0 < high < math.inf):
        raise ValueError
    images, is_alone = _list_large_images(page, wide * high)
    if is_alone and len(images) == 1 and images[0].part >= _WHOLE_PART:
        taken = _take_image(page, images[0])
        if taken is not None:
            return taken, False
    least = 0.0 if is_alone and images else RESOLUTION / _POINTS_PER_INCH
    scale = max(least, *(image.pixels_per_point for image in images), 0.0)
    # Pixels and points seldom go into each other; what is over is rounding.
    across, down = (max(math.ceil(side * scale - _ROUNDING), 1) for side in (wide, high))
    shrink = min(math.sqrt(MOST_PAGE_PIXELS / (across * down)), _LONGEST_DRAWN / max(across, down), 1.0)
    return _draw(page, max(int(across * shrink), 1), max(int(down * shrink), 1)), shrink < 1


def _take_image(page: pypdfium2.PdfPage, image: _PlacedImage) -> Image.Image | None:
    """Return the image that is all of a page as it is in the file, or nothing where the page shows it otherwise.

    Drawn, its pixels would be weighed anew wherever the page is not a whole number of them.
    """
    if image.turns is None or image.width * image.height > MOST_PAGE_PIXELS:
        return None
    # A copy of what belongs to PDFium, which frees it when nobody holds the bitmap any more.
    bitmap = image.drawn.get_bitmap()
    picture: Image.Image = bitmap.to_pil().convert("L" if bitmap.format == pdfium.FPDFBitmap_Gray else "RGB")
    for turn in (*image.turns, *_PAGE_TURNS.get(page.get_rotation(), ())):
        picture = picture.transpose(turn)
    # Masks, colours to fill and what lies over it are seen only where the page is drawn.
    small = tuple(max(round(side * _PROOF / max(picture.size)), 1) for side in picture.size)
    drawn = _draw(page, *small)
    difference = ImageChops.difference(drawn, picture.convert("RGB").resize(small, Image.Resampling.BOX))
    return picture if max(ImageStat.Stat(difference).mean) <= _MOST_DIFFERENCE else None


def _list_large_images(page: pypdfium2.PdfPage, area: float) -> tuple[list[_PlacedImage], bool]:
    """Return the images that cover much of a page, and whether nothing else is seen. Raises `ImageTooLarge`."""
    images: list[_PlacedImage] = []
    is_alone = True
    for number, drawn in enumerate(page.get_objects()):
        if number > _MOST_OBJECTS:
            return images, False
        if drawn.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            image = _place(drawn, area)
            if image.part >= _LEAST_PART:
                images.append(image)
            else:
                is_alone = False
        elif drawn.type == pdfium.FPDF_PAGEOBJ_TEXT:
            # Of scans that were read by a machine, the letters lie unseen under the image.
            is_alone = is_alone and pdfium.FPDFTextObj_GetTextRenderMode(drawn) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
        elif drawn.type != pdfium.FPDF_PAGEOBJ_FORM:
            is_alone = False
    return images, is_alone


def _place(image: pypdfium2.PdfImage, area: float) -> _PlacedImage:
    """Return how an image lies on a page of an area in square points. Raises `ImageTooLarge`."""
    width, height = image.get_px_size()
    check_pixels(width, height)
    a, b, c, d = 1.0, 0.0, 0.0, 1.0
    placed = image
    while placed is not None:
        own = placed.get_matrix()
        a, b, c, d = (
            a * own.a + b * own.c, a * own.b + b * own.d,
            c * own.a + d * own.c, c * own.b + d * own.d,
        )  # fmt: skip
        placed = placed.container
    across, down = math.hypot(a, b), math.hypot(c, d)
    if not (0 < across < math.inf and 0 < down < math.inf):
        return _PlacedImage(image, width, height, 0.0, 0.0, None)
    density = max(width / across, height / down)
    return _PlacedImage(image, width, height, across * down / area, density, _find_turns(a, b, c, d))


def _find_turns(a: float, b: float, c: float, d: float) -> tuple[Image.Transpose, ...] | None:
    """Return what brings an image's rows into those of a page, upon which a matrix lays it (ISO 32000-1, 8.3.3)."""
    if max(abs(b), abs(c)) < _ASKEW * min(abs(a), abs(d)):
        flips = (Image.Transpose.FLIP_LEFT_RIGHT,) if a < 0 else ()
        return (*flips, Image.Transpose.FLIP_TOP_BOTTOM) if d < 0 else flips
    if max(abs(a), abs(d)) < _ASKEW * min(abs(b), abs(c)):
        if b > 0:
            return (Image.Transpose.TRANSVERSE if c > 0 else Image.Transpose.ROTATE_90,)
        return (Image.Transpose.ROTATE_270 if c > 0 else Image.Transpose.TRANSPOSE,)
    return None


def _draw(page: pypdfium2.PdfPage, width: int, height: int) -> Image.Image:
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_BGR)
    try:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_ANNOT)
        picture: Image.Image = bitmap.to_pil()
        return picture
    finally:
        bitmap.close()


def _keep(picture: Image.Image, notes: tuple[Phrase, ...]) -> PageImage:
    """Return a drawn page with as few channels as it has."""
    kept = picture
    if picture.mode == "RGB":
        red, green, blue = picture.split()
        kept = green if all(is_seen_as_same(green, other) for other in (red, blue)) else picture
    target = BytesIO()
    if kept.mode == "L" and sum(kept.histogram()[1:255]) == 0:
        kept.convert("1", dither=Image.Dither.NONE).save(target, "PNG")
        return PageImage(target.getvalue(), "image/png", *picture.size, notes)
    kept.save(target, "JPEG", quality=_JPEG_QUALITY)
    return PageImage(target.getvalue(), "image/jpeg", *picture.size, notes)
