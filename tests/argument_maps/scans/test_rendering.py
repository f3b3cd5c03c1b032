"""Pictures given out: parts in their places, in the colours that the image means, and the same bytes each time."""

import struct
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms, ImageStat

from argument_maps.scans.decoding import DecodedImage, decode_image
from argument_maps.scans.image_errors import BadImageRequest
from argument_maps.scans.image_requests import describe_image, parse_image_request
from argument_maps.scans.rendering import crop_image, render_request
from tests.argument_maps.scans.image_samples import SECRETS, draw_page, write, write_described

PAGE = draw_page(1_300, 900)
PNG = write(PAGE, "PNG")


def open_picture(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def show(data: bytes, asked: str) -> Image.Image:
    return open_picture(render(data, asked))


def render(data: bytes, asked: str) -> bytes:
    region, size, rotation, last = asked.split("/")
    whole = decode_image(data)
    request = parse_image_request(region, size, rotation, *last.split("."), whole.width, whole.height)  # type: ignore[call-arg,misc]  # quality and format
    return render_request(decode_image(data, request.most_pixels), request)


def differ(first: Image.Image, second: Image.Image) -> float:
    """Return the mean difference of two pictures, of 255."""
    assert first.size == second.size
    return max(ImageStat.Stat(ImageChops.difference(first.convert("RGB"), second.convert("RGB"))).mean)


SMALL = draw_page(130, 90)
SMALL_PNG = write(SMALL, "PNG")


@given(st.integers(0, 129), st.integers(0, 89), st.integers(1, 130), st.integers(1, 90))
def test_a_part_in_its_own_size_is_cut_out_to_the_pixel(x: int, y: int, w: int, h: int) -> None:
    shown = show(SMALL_PNG, f"{x},{y},{w},{h}/max/0/default.png")
    assert shown.tobytes() == SMALL.crop((x, y, min(x + w, 130), min(y + h, 90))).tobytes()


@pytest.mark.parametrize("name", ["JPEG", "PNG"])
def test_tiles_of_every_level_make_up_the_page(name: str) -> None:
    data = write(PAGE, name, **({"quality": 95} if name == "JPEG" else {}))
    (tiles,) = describe_image("", *PAGE.size)["tiles"]
    for factor in (*tiles["scaleFactors"], 8):
        whole = Image.new("RGB", (-(-PAGE.width // factor), -(-PAGE.height // factor)))
        step = 512 * factor
        for left in range(0, PAGE.width, step):
            for top in range(0, PAGE.height, step):
                wide, high = min(step, PAGE.width - left), min(step, PAGE.height - top)
                size = f"{-(-wide // factor)},{-(-high // factor)}"
                tile = show(data, f"{left},{top},{wide},{high}/{size}/0/default.jpg")
                whole.paste(tile, (left // factor, top // factor))
        assert differ(whole, PAGE.resize(whole.size, Image.Resampling.BOX)) < 1.5


TURNS = {
    "90": Image.Transpose.ROTATE_270,
    "180": Image.Transpose.ROTATE_180,
    "270": Image.Transpose.ROTATE_90,
    "!0": Image.Transpose.FLIP_LEFT_RIGHT,
    "!90": Image.Transpose.TRANSVERSE,
    "!180": Image.Transpose.FLIP_TOP_BOTTOM,
    "!270": Image.Transpose.TRANSPOSE,
}


@pytest.mark.parametrize("rotation", TURNS)
def test_a_picture_is_mirrored_and_then_turned_clockwise(rotation: str) -> None:
    shown = show(PNG, f"full/max/{rotation}/default.png")
    assert shown.tobytes() == PAGE.transpose(TURNS[rotation]).tobytes()


def test_a_picture_is_enlarged_where_that_is_asked_for() -> None:
    assert show(PNG, "0,0,100,50/^400,/0/default.png").size == (400, 200)


def test_grey_and_black_and_white_have_no_other_values() -> None:
    assert show(PNG, "full/200,/0/gray.png").mode == "L"
    assert show(PNG, "full/200,/0/gray.jpg").mode == "L"
    assert show(PNG, "full/200,/0/bitonal.png").mode == "1"
    assert sum(show(PNG, "full/200,/0/bitonal.png").convert("L").histogram()[1:255]) == 0


@pytest.mark.parametrize("name", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_what_is_given_out_says_nothing_and_is_the_same_each_time(name: str) -> None:
    data = write_described(name, 6)
    for asked in ("full/max/0/default.jpg", "full/max/0/default.png", "full/40,/90/gray.jpg"):
        shown = render(data, asked)
        assert shown == render(data, asked)
        assert not any(secret in shown for secret in SECRETS)
        assert set(open_picture(shown).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


SEEN = {
    "alpha": (write(Image.new("RGBA", (9, 9), (0, 0, 0, 0)), "PNG"), (255, 255, 255)),
    "half alpha": (write(Image.new("RGBA", (9, 9), (255, 0, 0, 51)), "PNG"), (255, 204, 204)),
    "grey alpha": (write(Image.new("LA", (9, 9), (0, 0)), "PNG"), (255, 255, 255)),
    "clear colour": (write(Image.new("RGB", (9, 9), (1, 2, 3)), "PNG", transparency=(1, 2, 3)), (255, 255, 255)),
    "clear grey": (write(Image.new("L", (9, 9), 7), "PNG", transparency=7), (255, 255, 255)),
    "clear entry": (write(Image.new("P", (9, 9), 0), "PNG", transparency=b"\0"), (255, 255, 255)),
    "inks": (write(Image.new("CMYK", (9, 9), (0, 255, 255, 0)), "JPEG"), (255, 0, 0)),
    "inks in a TIFF": (write(Image.new("CMYK", (9, 9), (255, 0, 0, 0)), "TIFF"), (0, 255, 255)),
    "two colours": (write(Image.new("1", (9, 9), 0), "TIFF"), (0, 0, 0)),
    "sixteen bits": (write(Image.new("I;16", (9, 9), 0x80FF), "PNG"), (128, 128, 128)),
    "Lab": (write(Image.new("LAB", (9, 9), (255, 128, 128)), "TIFF"), (255, 255, 255)),
    "clear WebP": (write(Image.new("RGBA", (9, 9), (0, 0, 0, 0)), "WEBP", lossless=True), (255, 255, 255)),
}


@pytest.mark.parametrize("name", SEEN)
def test_an_image_is_seen_as_in_a_browser(name: str) -> None:
    data, colour = SEEN[name]
    seen = decode_image(data).picture.convert("RGB").getpixel((4, 4))
    assert isinstance(seen, tuple)
    assert max(abs(one - other) for one, other in zip(seen, colour, strict=True)) <= 2


def test_a_colour_profile_counts() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # Of what such a profile calls red the colour is blue.
    exchanged = srgb.replace(b"rXYZ", b"none").replace(b"bXYZ", b"rXYZ").replace(b"none", b"bXYZ")
    picture = Image.new("RGB", (9, 9), (128, 90, 60))
    for profile, colour in ((srgb, (128, 90, 60)), (b"no profile", (128, 90, 60)), (exchanged, (60, 90, 128))):
        seen = decode_image(write(picture, "PNG", icc_profile=profile)).picture.getpixel((4, 4))
        assert isinstance(seen, tuple)
        assert max(abs(one - other) for one, other in zip(seen, colour, strict=True)) <= 2


def test_a_profile_of_grey_counts() -> None:
    # Half as much light as white, which sRGB has at 188 of 255.
    seen = decode_image(write(Image.new("L", (9, 9), 128), "PNG", icc_profile=make_linear_grey())).picture
    assert (seen.mode, seen.getpixel((4, 4))) == ("L", 188)


def make_linear_grey() -> bytes:
    """Return a colour profile (ICC.1:2001-04) of grey whose numbers are those of light."""
    white = b"XYZ \0\0\0\0" + struct.pack(">III", 0xF6D6, 0x10000, 0xD32D)
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, 0x0100) + b"\0\0"
    tags = struct.pack(">I4sII4sII", 2, b"wtpt", 156, len(white), b"kTRC", 156 + len(white), len(curve))
    body = tags + white + curve
    head = struct.pack(">I4sI4s4s4s", 128 + len(body), b"lcms", 0x02100000, b"mntr", b"GRAY", b"XYZ ")
    head += struct.pack(">6H4s", 2026, 1, 1, 0, 0, 0, b"acsp")
    return head.ljust(68, b"\0") + struct.pack(">III", 0xF6D6, 0x10000, 0xD32D).ljust(60, b"\0") + body


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("name", ["JPEG", "PNG"])
def test_a_reduced_image_keeps_the_places_of_the_whole(name: str, orientation: int) -> None:
    # Red says how far to the right a pixel is, green how far down.
    down = Image.linear_gradient("L")
    gradient = Image.merge("RGB", (down.transpose(Image.Transpose.ROTATE_90), down, down)).resize((1_301, 907))
    data = write_described(name, orientation, gradient)
    whole = decode_image(data)
    for most in (200_000, 20_000, 1_000):
        small = decode_image(data, most)
        assert (small.width, small.height) == (whole.width, whole.height)
        assert most / 4 < small.picture.width * small.picture.height <= most * 1.1
        for part in ("full", "pct:0,0,50,50", "pct:50,50,50,50"):
            request = parse_image_request(part, "!20,20", "0", "default", "png", whole.width, whole.height)
            shown, expected = (open_picture(render_request(image, request)) for image in (small, whole))
            assert differ(shown, expected) < 2


BOX = (260, 180, 520, 360)


def test_a_crop_is_the_part_and_never_enlarged() -> None:
    part = PAGE.crop((260, 180, 780, 540))
    crop = open_picture(crop_image(PNG, BOX, 2_000))
    assert differ(crop, part) < 1
    assert open_picture(crop_image(PNG, BOX, 130)).size == (130, 90)
    assert differ(open_picture(crop_image(PNG, BOX, 130)), part.resize((130, 90))) < 2
    assert open_picture(crop_image(PNG, (1_200, 800, 500, 500), 500)).size == (100, 100)
    assert crop_image(PNG, BOX, 130) == crop_image(PNG, BOX, 130)


def test_what_is_around_a_polygon_is_pale_and_can_be_seen() -> None:
    black = write(Image.new("RGB", (400, 400)), "PNG")
    corners = [(100, 100), (300, 100), (300, 300), (100, 300)]
    crop = open_picture(crop_image(black, (0, 0, 400, 400), 200, corners)).convert("L")
    assert crop.getpixel((100, 100)) == 0
    assert crop.getpixel((10, 10)) == 191
    assert crop.getpixel((190, 100)) == 191
    assert crop.getpixel((60, 60)) == 0


@pytest.mark.parametrize("box", [(1_300, 0, 10, 10), (0, 0, 0, 10), (-20, 0, 10, 10), (0, 900, 10, 10)])
def test_a_crop_outside_of_the_image_is_refused(box: tuple[int, int, int, int]) -> None:
    with pytest.raises(BadImageRequest):
        crop_image(PNG, box, 100)


def test_memory_is_what_pillow_takes() -> None:
    assert DecodedImage(Image.new("L", (10, 10)), 10, 10).memory == 100
    assert DecodedImage(Image.new("RGB", (10, 10)), 10, 10).memory == 400
