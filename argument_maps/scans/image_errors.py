"""What can be wrong with an image that is sent or asked for."""

from models.errors import MapError, Phrase

MOST_IMAGE_BYTES = 32 * 2**20
"""The longest image that is kept: an A3 page at 400 dpi is a JPEG of up to 15 MB."""
MOST_PIXELS = 60_000_000
"""The most pixels of an image that is kept: a page of A4 at 600 dpi has 35 million, one of A3 at 300 dpi 17 million."""
LONGEST_SIDE = 65_500
"""The longest side in pixels: what a JPEG can have. Scrolls and rolls are long, so that no proportion is refused."""


class UnreadableImage(MapError):
    """What was sent is no image that can be shown; the remedy says what to send instead."""

    title = Phrase("The image could not be read")


class ImageTooLarge(MapError):
    """The image has more bytes or pixels than the ones that are kept."""

    title = Phrase("The image is too large")


class BadImageRequest(MapError):
    """The image does not have the part, or the service not the form, that was asked for."""

    title = Phrase("The image cannot be shown like this")


class DamagedImage(Exception):
    """A file is not built as its format says."""


def refuse_damaged_image() -> UnreadableImage:
    """Return the refusal of an image that cannot be decoded whole."""
    return UnreadableImage(
        Phrase("The image is damaged, or was not sent whole."),
        Phrase("Open it in an image viewer. If it is shown there, save it anew as JPEG or PNG, and send that."),
    )


def check_pixels(width: int, height: int, most: int = MOST_PIXELS) -> None:
    """Raise `ImageTooLarge` where an image has more pixels than are decoded, `UnreadableImage` where it has none."""
    if width < 1 or height < 1:
        raise refuse_damaged_image()
    if width * height > most or max(width, height) > LONGEST_SIDE:
        raise ImageTooLarge(
            Phrase(
                "The image has %(width)s × %(height)s pixels. At most %(most)s million in all, and %(longest)s on a"
                " side, are kept.",
                width=f"{width:,}",
                height=f"{height:,}",
                most=most // 1_000_000,
                longest=f"{LONGEST_SIDE:,}",
            ),
            Phrase("Scan it at 300 dpi, save it smaller, or divide it."),
        )


def check_bytes(data: bytes, most: int = MOST_IMAGE_BYTES) -> None:
    """Raise `ImageTooLarge` where a file has more bytes than are kept."""
    if len(data) > most:
        raise ImageTooLarge(
            Phrase(
                "The image has %(size)s MB, and at most %(most)s MB are kept.",
                size=f"{len(data) / 2**20:,.1f}",
                most=most // 2**20,
            ),
            Phrase("Save it as JPEG, scan it at 300 dpi, or divide it."),
        )
