"""Formats of images, known by how a file begins, not by its name."""

from enum import Enum

from argument_maps.scans.image_errors import UnreadableImage
from models.errors import Phrase


class ImageFormat(Enum):
    """A format in which images are kept, by its media type."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    TIFF = "image/tiff"
    WEBP = "image/webp"


_TIFF_HEADS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_JPEG_2000 = (b"\x00\x00\x00\x0cjP  ", b"\xff\x4f\xff\x51")
_JPEG_XL = (b"\xff\x0a", b"\x00\x00\x00\x0cJXL ")
_HEIC_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"))
_OTHERS = (
    ("GIF", (b"GIF87a", b"GIF89a")),
    ("JPEG 2000", _JPEG_2000),
    ("JPEG XL", _JPEG_XL),
    ("DjVu", (b"AT&TFORM",)),
    ("Photoshop", (b"8BPS",)),
    ("BMP", (b"BM",)),
)
_HEAD = 1_024


def find_image_format(data: bytes) -> ImageFormat:
    """Return the format of an image. Raises `UnreadableImage`, which names the format where it is known."""
    if data.startswith(b"\xff\xd8\xff"):
        return ImageFormat.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return ImageFormat.PNG
    if data[:4] in _TIFF_HEADS and data[8:10] != b"CR":
        return ImageFormat.TIFF
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ImageFormat.WEBP
    name = _name_other_format(data)
    if name == "PDF":
        raise UnreadableImage(
            Phrase("This is a PDF, not an image."),
            Phrase("Send it as a PDF, whose pages become images, or save each page as JPEG or PNG."),
        )
    if name:
        raise UnreadableImage(
            Phrase("The image is in the format %(format)s, which is not shown by every browser.", format=name),
            Phrase("Save it as JPEG or PNG, and send that."),
        )
    raise UnreadableImage(
        Phrase("The file is in none of the formats in which images are kept: JPEG, PNG, TIFF and WebP."),
        Phrase("Save it as JPEG or PNG, and send that."),
    )


def _name_other_format(data: bytes) -> str:
    """Return the name of a format that is known and not kept, else nothing."""
    brand = data[8:12]
    if data[4:8] == b"ftyp":
        if brand in {b"avif", b"avis"}:
            return "AVIF"
        if brand in _HEIC_BRANDS:
            return "HEIC"
        return "CR3" if brand == b"crx " else ""
    if data[:4] in _TIFF_HEADS:
        return "CR2"
    for name, heads in _OTHERS:
        if data.startswith(heads):
            return name
    head = data[:_HEAD]
    if b"%PDF-" in head:
        return "PDF"
    return "SVG" if b"<svg" in head.lower() or b"<!doctype svg" in head.lower() else ""
