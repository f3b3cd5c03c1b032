"""Pictures decoded: within bounds, upright, in the colours of sRGB or in grey, on white where they let light through.

The files are opened without what describes them, so that nothing but the picture is ever read by a decoder.
"""

import struct
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from PIL import (
    Image,
    ImageChops,
    ImageCms,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from argument_maps.scans.containers.jpeg import strip_jpeg
from argument_maps.scans.containers.png import strip_png
from argument_maps.scans.containers.stripped import StrippedImage
from argument_maps.scans.containers.tiff import list_tiff_pages, measure_tiff_page, strip_tiff_page
from argument_maps.scans.containers.webp import strip_webp
from argument_maps.scans.image_errors import (
    DamagedImage,
    UnreadableImage,
    check_bytes,
    check_pixels,
    refuse_damaged_image,
)
from argument_maps.scans.image_formats import ImageFormat, find_image_format
from models.errors import Phrase

_PLUGINS: dict[str, Callable[[BytesIO], ImageFile.ImageFile]] = {
    "image/jpeg": JpegImagePlugin.JpegImageFile,
    "image/png": PngImagePlugin.PngImageFile,
    "image/tiff": TiffImagePlugin.TiffImageFile,
    "image/webp": WebPImagePlugin.WebPImageFile,
}
# What Pillow raises of damaged files; its warnings are of what was stripped.
_DAMAGE = (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, AttributeError, struct.error,
    ZeroDivisionError, OverflowError, AssertionError, RuntimeError, NotImplementedError)  # fmt: skip
# By EXIF 2.32, section 4.6.5: what turns a picture upright.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_FIRST_TURNED = 5
# Where what was last in a row or column, or in a column that became a row, is now first.
_LEFT_FROM_RIGHT, _TOP_FROM_BOTTOM = frozenset((2, 3, 6, 7)), frozenset((3, 4, 7, 8))
_SHOWN = frozenset(
    ("1", "L", "LA", "La", "P", "PA", "RGB", "RGBA", "RGBa", "RGBX", "CMYK", "YCbCr", "LAB", "I;16", "I;16B", "I;16L")
)
# libjpeg decodes to these parts of the sides at less than the work of the whole.
_SMALLEST_DRAFT = 8
_WHITE = 255
# Rows that are converted at a time.
_STRIP = 512
# Differences of colour that nobody sees, of 255.
_UNSEEN = 2


@dataclass(frozen=True, slots=True)
class DecodedImage:
    """An upright picture in RGB or grey; `width` and `height` are those of the whole image, however it is reduced.

    A pixel of the picture is `reduction` pixels of the image across and down, but for the last ones where that leaves a
    rest: they stand at the left or top where the picture was turned, and `rest` says how much too much they show there.
    """

    picture: Image.Image
    width: int
    height: int
    reduction: int = 1
    rest: tuple[float, float] = (0.0, 0.0)

    def find_part(self, left: int, top: int, width: int, height: int) -> tuple[float, float, float, float]:
        """Return where a part of the image is in the picture: left, top, right and bottom, in its pixels."""
        across, down = self.rest
        return (
            left / self.reduction + across,
            top / self.reduction + down,
            (left + width) / self.reduction + across,
            (top + height) / self.reduction + down,
        )

    @property
    def memory(self) -> int:
        """How many bytes the picture takes: Pillow gives a pixel in colour four."""
        return self.picture.width * self.picture.height * (1 if self.picture.mode == "L" else 4)


def strip_image(data: bytes) -> StrippedImage:
    """Return the image, or first page of one, without what describes it.

    Raises `UnreadableImage` and `ImageTooLarge`.
    """
    kind = find_image_format(data)
    try:
        if kind is ImageFormat.JPEG:
            return strip_jpeg(data)
        if kind is ImageFormat.PNG:
            return strip_png(data)
        if kind is ImageFormat.WEBP:
            return strip_webp(data)
        for page in list_tiff_pages(data):
            check_pixels(*measure_tiff_page(page))
            return strip_tiff_page(data, page)
    except DamagedImage as error:
        raise refuse_damaged_image() from error
    raise refuse_empty_tiff()


def refuse_empty_tiff() -> UnreadableImage:
    """Return the refusal of a TIFF without a page, as raw photographs are."""
    return UnreadableImage(
        Phrase("The TIFF holds no picture but a preview. Cameras write their raw photographs like this."),
        Phrase("Develop it, save it as JPEG or PNG, and send that."),
    )


def check_stripped(stripped: StrippedImage) -> tuple[int, int]:
    """Return upright width and height in pixels, of an image decoded once whole.

    Raises `UnreadableImage` and `ImageTooLarge`.
    """
    picture = _open(stripped)
    size = _turn_size(picture.size, stripped.orientation)
    # Every value of a JPEG is read for a picture of an eighth, too, in a small part of the memory.
    _load(picture, _SMALLEST_DRAFT)
    return size


def measure_image(data: bytes) -> tuple[int, int]:
    """Return upright width and height in pixels without decoding. Raises `UnreadableImage` and `ImageTooLarge`."""
    check_bytes(data)
    stripped = strip_image(data)
    return _turn_size(_open(stripped).size, stripped.orientation)


def decode_image(data: bytes, most_pixels: int | None = None) -> DecodedImage:
    """Return the upright picture in sRGB or grey, halved until it has at most so many pixels.

    Raises `UnreadableImage` and `ImageTooLarge`. A JPEG is halved while it is decoded, which takes a part of the time.
    """
    check_bytes(data)
    stripped = strip_image(data)
    picture = _open(stripped)
    whole = picture.size
    halving = _find_halving(whole, most_pixels)
    left = halving // _load(picture, min(halving, _SMALLEST_DRAFT))
    profile = picture.info.get("icc_profile")
    try:
        # One name for all, so that no step is held in memory longer than the next.
        picture = _flatten(picture)
        if left > 1:
            picture = picture.reduce(left)
        picture = _convert_colours(picture, profile) if profile else picture
        if picture.mode not in {"L", "RGB"}:
            picture = picture.convert("RGB")
        if stripped.orientation in _TURNS:
            picture = picture.transpose(_TURNS[stripped.orientation])
    except _DAMAGE as error:
        raise refuse_damaged_image() from error
    # Without what the file says, of which Pillow would write some again.
    picture.info = {}
    width, height = _turn_size(whole, stripped.orientation)
    rest = (
        picture.width - width / halving if stripped.orientation in _LEFT_FROM_RIGHT else 0.0,
        picture.height - height / halving if stripped.orientation in _TOP_FROM_BOTTOM else 0.0,
    )
    return DecodedImage(picture, width, height, halving, rest)


def _open(stripped: StrippedImage) -> Image.Image:
    try:
        picture = _PLUGINS[stripped.media_type](BytesIO(stripped.data))
    except _DAMAGE as error:
        raise refuse_damaged_image() from error
    check_pixels(*picture.size)
    if picture.mode not in _SHOWN:
        raise UnreadableImage(
            Phrase("The image has values that are no colours, such as measured heights."),
            Phrase("Save it with 8 or 16 bits a channel as PNG, and send that."),
        )
    return picture


def _load(picture: Image.Image, reduction: int) -> int:
    """Decode the picture, a JPEG with its sides divided by at most the reduction; return by what they are divided."""
    width, height = picture.size
    try:
        if isinstance(picture, JpegImagePlugin.JpegImageFile) and reduction > 1:
            # Pillow takes the smallest scale that is not below what is asked for.
            picture.draft(None, (width // reduction or 1, height // reduction or 1))
        picture.load()
    except (*_DAMAGE, MemoryError) as error:
        raise refuse_damaged_image() from error
    scales = (1, 2, 4, 8)
    return next(scale for scale in scales if picture.size == (-(-width // scale), -(-height // scale)))


def _find_halving(size: tuple[int, int], most_pixels: int | None) -> int:
    """Return by which power of two both sides are divided."""
    halving = 1
    while most_pixels is not None and size[0] * size[1] > most_pixels * halving**2 and halving < min(size):
        halving *= 2
    return halving


def _turn_size(size: tuple[int, int], orientation: int) -> tuple[int, int]:
    return (size[1], size[0]) if orientation >= _FIRST_TURNED else size


def _flatten(picture: Image.Image) -> Image.Image:
    """Return a picture in grey, RGB, CMYK or LAB of eight bits a channel, on white where it was transparent."""
    mode = picture.mode
    if mode.startswith("I;16"):
        return _convert_strips(picture, "L", _take_high_bytes)
    if mode == "1":
        return picture.convert("L")
    if mode in {"LA", "La"} or (mode == "L" and "transparency" in picture.info):
        return _convert_strips(picture, "L", _put_on_white)
    if mode in {"PA", "RGBA", "RGBa"} or "transparency" in picture.info:
        return _convert_strips(picture, "RGB", _put_on_white)
    return picture.convert("RGB") if mode in {"P", "RGBX", "YCbCr"} else picture


def _convert_strips(picture: Image.Image, mode: str, convert: Callable[[Image.Image], Image.Image]) -> Image.Image:
    """Return a picture converted strip by strip, so that what is between takes no memory to speak of."""
    converted = Image.new(mode, picture.size)
    for top in range(0, picture.height, _STRIP):
        strip = picture.crop((0, top, picture.width, min(top + _STRIP, picture.height)))
        converted.paste(convert(strip), (0, top))
    return converted


def _take_high_bytes(picture: Image.Image) -> Image.Image:
    return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")


def _put_on_white(picture: Image.Image) -> Image.Image:
    grey = picture.mode in {"L", "LA", "La"}
    clear = picture.convert("LA" if grey else "RGBA")
    white = Image.new("L" if grey else "RGB", clear.size, _WHITE if grey else (_WHITE,) * 3)
    white.paste(clear.convert(white.mode), mask=clear.getchannel("A"))
    return white


@cache
def _make_srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def _convert_colours(picture: Image.Image, profile: bytes) -> Image.Image:
    """Return the picture as its colour profile means it; a profile that cannot be used counts for nothing."""
    # A browser does the same with a profile that is damaged, or that is of other colours than the picture.
    with suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        transform = ImageCms.buildTransform(
            own, _make_srgb(), picture.mode, "RGB", ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )  # fmt: skip
        if picture.mode == "L":
            ramp = Image.frombytes("L", (256, 1), bytes(range(256)))
            return picture.point(list(transform.apply(ramp).getchannel("G").tobytes()))
        if picture.mode == "RGB":
            if _changes_nothing(transform):
                return picture
            transform.apply_in_place(picture)
            return picture
        return transform.apply(picture)
    return picture


def _changes_nothing(transform: ImageCms.ImageCmsTransform) -> bool:
    """Tell whether a transform leaves colours as they are, tried on 4,096 of them: most profiles are sRGB itself."""
    levels = range(0, 256, 17)
    colours = bytes(part for red in levels for green in levels for blue in levels for part in (red, green, blue))
    tried = Image.frombytes("RGB", (64, 64), colours)
    return is_seen_as_same(tried, transform.apply(tried))


def is_seen_as_same(first: Image.Image, second: Image.Image) -> bool:
    """Tell whether nobody sees a difference between two pictures of one mode and size, such as rounding leaves."""
    return not any(any(band.histogram()[_UNSEEN + 1 :]) for band in ImageChops.difference(first, second).split())
