"""What is asked for of an image, and what can be: the IIIF Image API 3.0, level 2 (https://iiif.io/api/image/3.0/).

Of what level 2 leaves open, images are scaled up and mirrored, and given in black and white.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from argument_maps.scans.image_errors import BadImageRequest
from models.errors import Phrase

LARGEST_SHOWN = 4_096
"""The longest side in pixels of what is given out; deep zoom and print show the rest in parts."""
TILE = 512
"""Width and height of a tile in pixels."""
IMAGE_QUALITIES = ("default", "color", "gray", "bitonal")
SHOWN_MEDIA_TYPES = {"jpg": "image/jpeg", "png": "image/png"}
_NUMBER = r"(?:\d{1,9}(?:\.\d{0,12})?|\.\d{1,12})"
_PIXELS = re.compile(r"(\d{1,9}),(\d{1,9}),(\d{1,9}),(\d{1,9})", re.ASCII)
_PERCENT = re.compile(rf"pct:({_NUMBER}),({_NUMBER}),({_NUMBER}),({_NUMBER})", re.ASCII)
_SIZE = re.compile(rf"(\^?)(?:(max)|pct:({_NUMBER})|(!?)(\d{{0,9}}),(\d{{0,9}}))", re.ASCII)
_ROTATION = re.compile(rf"(!?)({_NUMBER})", re.ASCII)
_WHOLE_TURN = 360
# A picture is made smaller from one of twice its width and height, so that letters stay sharp.
_DETAIL = 4
SPECIFICATION = Phrase("See the IIIF Image API 3.0, section 4, for what can be asked for.")


@dataclass(frozen=True, slots=True)
class ImageRequest:
    """A part of an image as it is to be shown; all sizes in pixels, places from the top left.

    The part is within the image, scaled to `width` and `height`, then mirrored, then turned by `rotation` degrees
    clockwise (section 4.6).
    """

    image_width: int
    image_height: int
    left: int
    top: int
    region_width: int
    region_height: int
    width: int
    height: int
    mirrored: bool
    rotation: int
    quality: str
    image_format: str

    @property
    def canonical(self) -> str:
        """The one form of all requests for the same picture (section 4.8), as it ends the image's address."""
        size = (self.width, self.height)
        region = (self.region_width, self.region_height)
        wanted = f"{self.width},{self.height}"
        if size == _fit(region, scales_up=False):
            wanted = "max"
        elif self.width > self.region_width or self.height > self.region_height:
            wanted = "^max" if size == _fit(region, scales_up=True) else f"^{wanted}"
        place = f"{self.left},{self.top},{self.region_width},{self.region_height}"
        if region == (self.image_width, self.image_height):
            place = "full"
        # Images are given in all their colours by default.
        quality = "default" if self.quality == "color" else self.quality
        return f"{place}/{wanted}/{'!' * self.mirrored}{self.rotation}/{quality}.{self.image_format}"

    @property
    def most_pixels(self) -> int | None:
        """What `decode_image` is to be given for this picture: nothing where it takes the whole detail of the image."""
        scale = Fraction(self.width * self.height, self.region_width * self.region_height)
        return find_level_of_detail(self.image_width * self.image_height, scale)

    @property
    def media_type(self) -> str:
        """The media type of the picture."""
        return SHOWN_MEDIA_TYPES[self.image_format]


def find_level_of_detail(pixels: int, scale: Fraction | float) -> int | None:
    """Return how many pixels an image of so many is decoded with, to show each of its pixels at a scale of its area.

    Rounded up to a power of four, each of which halves both sides, so that requests for similar sizes share an image.
    """
    wanted = max(int(pixels * scale * _DETAIL), 1)
    level = 4 ** -(-(wanted - 1).bit_length() // 2)
    return level if level < pixels else None


def parse_image_request(
    region: str, size: str, rotation: str, quality: str, image_format: str, width: int, height: int
) -> ImageRequest:
    """Return what is asked for of an image of a width and a height. Raises `BadImageRequest`."""
    left, top, region_width, region_height = _parse_region(region, width, height)
    wide, high = _parse_size(size, (region_width, region_height))
    mirrored, degrees = _parse_rotation(rotation)
    if quality not in IMAGE_QUALITIES:
        raise BadImageRequest(
            Phrase("The quality is none in which images are given."),
            Phrase("Ask for one of: %(names)s.", names=IMAGE_QUALITIES),
        )
    if image_format not in SHOWN_MEDIA_TYPES:
        raise BadImageRequest(
            Phrase("The format is none in which images are given."),
            Phrase("Ask for one of: %(names)s.", names=tuple(SHOWN_MEDIA_TYPES)),
        )
    return ImageRequest(
        width, height, left, top, region_width, region_height, wide, high, mirrored, degrees, quality, image_format
    )


def describe_image(address: str, width: int, height: int) -> dict[str, Any]:
    """Return the image information (section 5) of an image of a width and a height in pixels at an address."""
    factors = [1]
    while max(width, height) > TILE * factors[-1]:
        factors.append(2 * factors[-1])
    sizes = [{"width": -(-width // factor), "height": -(-height // factor)} for factor in reversed(factors)]
    return {
        "@context": "http://iiif.io/api/image/3/context.json",
        "id": address,
        "type": "ImageService3",
        "protocol": "http://iiif.io/api/image",
        "profile": "level2",
        "width": width,
        "height": height,
        "maxWidth": LARGEST_SHOWN,
        "maxHeight": LARGEST_SHOWN,
        "sizes": [size for size in sizes if max(size.values()) <= LARGEST_SHOWN],
        "tiles": [{"width": TILE, "height": TILE, "scaleFactors": factors}],
        "extraQualities": [quality for quality in IMAGE_QUALITIES if quality != "default"],
        "extraFeatures": ["mirroring", "sizeUpscaling"],
    }


def _parse_region(region: str, width: int, height: int) -> tuple[int, int, int, int]:
    """Return left, top, width and height of the part within the image (section 4.1)."""
    if region == "full":
        return 0, 0, width, height
    if region == "square":
        side = min(width, height)
        return (width - side) // 2, (height - side) // 2, side, side
    if pixels := _PIXELS.fullmatch(region):
        left, top, wide, high = map(int, pixels.groups())
    elif percent := _PERCENT.fullmatch(region):
        parts = [Fraction(part) / 100 for part in percent.groups()]
        left, top, wide, high = (_round(part * whole) for part, whole in zip(parts, (width, height) * 2, strict=True))
    else:
        raise BadImageRequest(Phrase("The region is in none of the forms that there are."), SPECIFICATION)
    wide, high = min(wide, width - left), min(high, height - top)
    if wide < 1 or high < 1:
        raise BadImageRequest(
            Phrase("The region is empty or outside of the image."),
            Phrase(
                "Ask for a region within its %(width)s × %(height)s pixels.", width=f"{width:,}", height=f"{height:,}"
            ),
        )
    return left, top, wide, high


def _parse_size(size: str, region: tuple[int, int]) -> tuple[int, int]:
    """Return width and height to which a region is scaled (section 4.2)."""
    parts = _SIZE.fullmatch(size)
    if parts is None:
        raise BadImageRequest(Phrase("The size is in none of the forms that there are."), SPECIFICATION)
    scales_up = bool(parts[1])
    if parts[2]:
        return _fit(region, scales_up=scales_up)
    wanted = _scale(region, Fraction(parts[3]) / 100) if parts[3] else _measure_sides(parts, region)
    if parts[4] and min(wanted) > 0:
        return _fit(region, wanted, scales_up=scales_up)
    if min(wanted) < 1 or max(wanted) > LARGEST_SHOWN:
        raise _refuse_size()
    if not scales_up and (wanted[0] > region[0] or wanted[1] > region[1]):
        raise BadImageRequest(
            Phrase("The size is larger than the region, which has %(width)s × %(height)s pixels.",
                width=f"{region[0]:,}", height=f"{region[1]:,}"),
            Phrase("Ask for a smaller size, or put “^” before it to have the region enlarged."),
        )  # fmt: skip
    return wanted


def _measure_sides(parts: re.Match[str], region: tuple[int, int]) -> tuple[int, int]:
    """Return width and height, one of which may follow from the other."""
    wide, high = parts[5], parts[6]
    if wide and high:
        return int(wide), int(high)
    if parts[4] or not (wide or high):
        raise BadImageRequest(Phrase("The size is in none of the forms that there are."), SPECIFICATION)
    if wide:
        return int(wide), max(_round(Fraction(region[1] * int(wide), region[0])), 1)
    return max(_round(Fraction(region[0] * int(high), region[1])), 1), int(high)


def _scale(region: tuple[int, int], scale: Fraction) -> tuple[int, int]:
    """Return width and height of a scaled region, of which a very narrow one keeps a pixel."""
    wide, high = _round(region[0] * scale), _round(region[1] * scale)
    return (max(wide, 1), max(high, 1)) if wide or high else (0, 0)


def _fit(
    region: tuple[int, int], box: tuple[int, int] = (LARGEST_SHOWN, LARGEST_SHOWN), *, scales_up: bool
) -> tuple[int, int]:
    """Return the largest size of a region that is within a box and what is given out at most."""
    scale = min(Fraction(min(side, LARGEST_SHOWN), length) for side, length in zip(box, region, strict=True))
    if not scales_up:
        scale = min(scale, Fraction(1))
    return max(_round(region[0] * scale), 1), max(_round(region[1] * scale), 1)


def _parse_rotation(rotation: str) -> tuple[bool, int]:
    """Return whether the picture is mirrored, and by how many degrees it is turned clockwise (section 4.3)."""
    parts = _ROTATION.fullmatch(rotation)
    degrees = Fraction(parts[2]) if parts else Fraction(1)
    if parts is None or degrees > _WHOLE_TURN or degrees % 90:
        raise BadImageRequest(
            Phrase("The rotation is none by which images are turned."), Phrase("Ask for 0, 90, 180 or 270.")
        )
    return bool(parts[1]), int(degrees) % _WHOLE_TURN


def _refuse_size() -> BadImageRequest:
    return BadImageRequest(
        Phrase("The size is empty or larger than what is given out."),
        Phrase("Ask for width and height from 1 to %(most)s pixels.", most=f"{LARGEST_SHOWN:,}"),
    )


def _round(number: Fraction) -> int:
    """Return the nearest whole number, of two the larger one."""
    return int(number + Fraction(1, 2))
