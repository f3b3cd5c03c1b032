"""Pictures given out: parts of images scaled and turned, and crops with what stands around them made pale.

The same image and request give the same bytes. Nothing that a file said beside its picture is in them.
"""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw

from argument_maps.scans.decoding import DecodedImage, decode_image, measure_image
from argument_maps.scans.image_errors import BadImageRequest
from argument_maps.scans.image_requests import LARGEST_SHOWN, ImageRequest, find_level_of_detail
from models.errors import Phrase

_JPEG_QUALITY = 85
# Pillow first takes whole pixels together, down to three times what is asked for, and then weighs them.
_REDUCING_GAP = 3.0
_TURNS = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
_MIDDLE = 128
_WHITE = 255
# How much of what stands around a region is left of its darkness: enough to see that the page goes on.
_PALE = 0.25
# Each pixel at the edge of a region is weighed by so many across and down.
_EDGE = 4


def render_request(image: DecodedImage, request: ImageRequest) -> bytes:
    """Return the picture that is asked for as JPEG or PNG.

    The image may be decoded with `request.most_pixels`, and should be so each time: the bytes differ with how it is.
    """
    part = (request.left, request.top, request.region_width, request.region_height)
    picture = _scale_part(image, part, (request.width, request.height))
    if request.mirrored:
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if request.rotation:
        picture = picture.transpose(_TURNS[request.rotation])
    if request.quality in {"gray", "bitonal"}:
        picture = picture.convert("L")
    if request.quality == "bitonal":
        # One threshold for all tiles, so that they fit together.
        picture = picture.point([0] * _MIDDLE + [_WHITE] * (256 - _MIDDLE))
        if request.image_format == "png":
            picture = picture.convert("1")
    return write_picture(picture, request.image_format)


def crop_image(
    data: bytes,
    box: tuple[int, int, int, int],
    longest_side: int,
    polygon: Sequence[tuple[int, int]] = (),
) -> bytes:
    """Return a part of an image as JPEG, its longer side at most so many pixels, never enlarged.

    The box is left, top, width and height, the polygon its corners, all in pixels of the whole upright image. Raises
    `BadImageRequest`, `UnreadableImage` and `ImageTooLarge`.
    """
    width, height = measure_image(data)
    scale = min(min(longest_side, LARGEST_SHOWN) / max(*box[2:], 1), 1.0)
    image = decode_image(data, find_level_of_detail(width * height, scale**2))
    return crop_decoded_image(image, box, longest_side, polygon)


def crop_decoded_image(
    image: DecodedImage,
    box: tuple[int, int, int, int],
    longest_side: int,
    polygon: Sequence[tuple[int, int]] = (),
) -> bytes:
    """Return a part of a decoded image, as `crop_image` does. Raises `BadImageRequest`.

    What is around a polygon is made pale, not white: on a slide one sees at once what is meant, and also that it was
    taken from a page that goes on, between which lines it stands, and that nothing was cut away to hide it.
    """
    left, top = max(box[0], 0), max(box[1], 0)
    width, height = min(box[0] + box[2], image.width) - left, min(box[1] + box[3], image.height) - top
    if width < 1 or height < 1 or longest_side < 1:
        raise BadImageRequest(
            Phrase("The region is empty or outside of the image."),
            Phrase("Draw it anew, within the image."),
        )
    scale = min(min(longest_side, LARGEST_SHOWN) / max(width, height), 1.0)
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    picture = _scale_part(image, (left, top, width, height), size)
    if len(polygon) > 2:
        corners = [((x - left) * size[0] / width, (y - top) * size[1] / height) for x, y in polygon]
        picture = _pale_around(picture, corners)
    return write_picture(picture, "jpg")


def write_picture(picture: Image.Image, image_format: str) -> bytes:
    """Return a picture as `jpg` or `png`, with nothing beside it."""
    target = BytesIO()
    if image_format == "png":
        picture.save(target, "PNG", compress_level=6)
    else:
        picture.save(target, "JPEG", quality=_JPEG_QUALITY)
    return target.getvalue()


def _scale_part(image: DecodedImage, part: tuple[int, int, int, int], size: tuple[int, int]) -> Image.Image:
    """Return a part, in pixels of the whole image, in a size."""
    left, top, width, height = part
    if image.reduction == 1 and size == (width, height):
        return image.picture.crop((left, top, left + width, top + height))
    box = image.find_part(left, top, width, height)
    return image.picture.resize(size, Image.Resampling.LANCZOS, box, _REDUCING_GAP)


def _pale_around(picture: Image.Image, corners: list[tuple[float, float]]) -> Image.Image:
    """Return the picture with what is outside of a polygon made pale."""
    inside = Image.new("L", (picture.width * _EDGE, picture.height * _EDGE), 0)
    ImageDraw.Draw(inside).polygon([(x * _EDGE, y * _EDGE) for x, y in corners], fill=_WHITE)
    around = picture.point([round(_WHITE - (_WHITE - value) * _PALE) for value in range(256)] * len(picture.getbands()))
    return Image.composite(picture, around, inside.reduce(_EDGE))
