"""What can be asked for of an image, held against the IIIF Image API 3.0, sections 4 and 5."""

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argument_maps.scans.image_errors import BadImageRequest
from argument_maps.scans.image_requests import (
    LARGEST_SHOWN,
    ImageRequest,
    describe_image,
    find_level_of_detail,
    parse_image_request,
)

WIDTH, HEIGHT = 300, 200
CANONICAL = {
    # The examples of the specification: an image of 300 × 200 pixels.
    "full/max/0/default.jpg": "full/max/0/default.jpg",
    "square/max/0/default.jpg": "50,0,200,200/max/0/default.jpg",
    "125,15,120,140/max/0/default.jpg": "125,15,120,140/max/0/default.jpg",
    "pct:41.6,7.5,40,70/max/0/default.jpg": "125,15,120,140/max/0/default.jpg",
    "125,15,200,200/max/0/default.jpg": "125,15,175,185/max/0/default.jpg",
    "pct:41.6,7.5,66.6,100/max/0/default.jpg": "125,15,175,185/max/0/default.jpg",
    "full/^max/0/default.jpg": "full/^max/0/default.jpg",
    "full/150,/0/default.jpg": "full/150,100/0/default.jpg",
    "full/^360,/0/default.jpg": "full/^360,240/0/default.jpg",
    "full/,150/0/default.jpg": "full/225,150/0/default.jpg",
    "full/^,240/0/default.jpg": "full/^360,240/0/default.jpg",
    "full/pct:50/0/default.jpg": "full/150,100/0/default.jpg",
    "full/^pct:120/0/default.jpg": "full/^360,240/0/default.jpg",
    "full/225,100/0/default.jpg": "full/225,100/0/default.jpg",
    "full/^360,360/0/default.jpg": "full/^360,360/0/default.jpg",
    "full/!225,100/0/default.jpg": "full/150,100/0/default.jpg",
    "full/^!360,360/0/default.jpg": "full/^360,240/0/default.jpg",
    "full/!900,900/0/default.jpg": "full/max/0/default.jpg",
    "full/300,200/180.0/color.png": "full/max/180/default.png",
    "0,0,300,200/^300,200/360/gray.jpg": "full/max/0/gray.jpg",
    "0,0,900,900/max/!90/bitonal.png": "full/max/!90/bitonal.png",
}
REFUSED = (
    *("full/360,/0/default.jpg", "full/,240/0/default.jpg", "full/pct:120/0/default.jpg", "full/301,200/0/default.jpg"),
    *("full/0,/0/default.jpg", "full/,0/0/default.jpg", "full/0,0/0/default.jpg", "full/pct:0/0/default.jpg"),
    *("full/!0,5/0/default.jpg", "full/!5,/0/default.jpg", "full/,/0/default.jpg", "full//0/default.jpg"),
    *("full/^5000,/0/default.jpg", "full/^10,4097/0/default.jpg", "full/^pct:9000/0/default.jpg"),
    *("full/,^240/0/default.jpg", "full/maximum/0/default.jpg", "full/-5,/0/default.jpg", "full/1.5,/0/default.jpg"),
    *("300,0,10,10/max/0/default.jpg", "0,200,10,10/max/0/default.jpg", "0,0,0,10/max/0/default.jpg"),
    *("0,0,10,0/max/0/default.jpg", "-1,0,10,10/max/0/default.jpg", "1,2,3/max/0/default.jpg", "a/max/0/default.jpg"),
    *("pct:100,0,10,10/max/0/default.jpg", "pct:0,0,0,10/max/0/default.jpg", "pct:+1,0,10,10/max/0/default.jpg"),
    *("full/max/45/default.jpg", "full/max/361/default.jpg", "full/max/-90/default.jpg", "full/max/x/default.jpg"),
    *("full/max/0/native.jpg", "full/max/0/default.gif", "full/max/0/default.", "٣,0,10,10/max/0/default.jpg"),
)


def parse(address: str, width: int = WIDTH, height: int = HEIGHT) -> ImageRequest:
    region, size, rotation, last = address.split("/")
    quality, image_format = last.split(".")
    return parse_image_request(region, size, rotation, quality, image_format, width, height)


@pytest.mark.parametrize(("asked", "canonical"), CANONICAL.items(), ids=CANONICAL)
def test_a_request_has_one_canonical_form(asked: str, canonical: str) -> None:
    assert parse(asked).canonical == canonical
    again = parse(canonical)
    assert again.canonical == canonical
    assert (again.width, again.height) == (parse(asked).width, parse(asked).height)


@pytest.mark.parametrize("asked", REFUSED)
def test_what_the_specification_refuses_is_refused_with_a_remedy(asked: str) -> None:
    with pytest.raises(BadImageRequest) as refused:
        parse(asked)
    assert str(refused.value.remedy)


def test_a_large_image_is_given_out_within_the_bound() -> None:
    assert parse("full/max/0/default.jpg", 8_192, 2_000).canonical == "full/max/0/default.jpg"
    large = parse("full/max/0/default.jpg", 8_192, 2_000)
    assert (large.width, large.height) == (4_096, 1_000)
    assert parse("full/!9000,9000/0/default.jpg", 8_192, 2_000).width == 4_096
    with pytest.raises(BadImageRequest):
        parse("full/8192,2000/0/default.jpg", 8_192, 2_000)


SIDES = st.integers(1, 20_000)


@given(SIDES, SIDES, st.integers(0, 25_000), st.integers(0, 25_000), st.integers(0, 25_000), st.integers(0, 25_000))
def test_a_region_is_what_both_hold(width: int, height: int, x: int, y: int, w: int, h: int) -> None:
    across = set(range(x, x + w)) & set(range(width)) if w < 400 else range(min(x, width), min(x + w, width))
    down = set(range(y, y + h)) & set(range(height)) if h < 400 else range(min(y, height), min(y + h, height))
    asked = f"{x},{y},{w},{h}/max/0/default.jpg"
    if not across or not down:
        with pytest.raises(BadImageRequest):
            parse(asked, width, height)
        return
    request = parse(asked, width, height)
    assert (request.left, request.region_width) == (min(across), len(across))
    assert (request.top, request.region_height) == (min(down), len(down))
    assert parse(request.canonical, width, height).canonical == request.canonical


SIZES = st.one_of(
    st.sampled_from(["max", "^max"]),
    st.builds("{}{},".format, st.sampled_from(["", "^"]), SIDES),
    st.builds("{},{}".format, st.sampled_from(["", "^"]), SIDES),
    st.builds("{}{},{}".format, st.sampled_from(["", "^", "!", "^!"]), SIDES, SIDES),
    st.builds("{}pct:{}".format, st.sampled_from(["", "^"]), st.integers(1, 200)),
)


@given(SIDES, SIDES, SIZES)
def test_a_size_is_the_one_that_the_form_means(width: int, height: int, size: str) -> None:
    try:
        request = parse(f"full/{size}/0/default.jpg", width, height)
    except BadImageRequest:
        assert is_refused(width, height, size)
        return
    wide, high = request.width, request.height
    enlarged = wide > width or high > height
    assert 1 <= min(wide, high) <= max(wide, high) <= LARGEST_SHOWN
    assert not enlarged or size.startswith("^")
    if "max" in size or "!" in size:
        box = [int(part) for part in re.findall(r"\d+", size)] or [LARGEST_SHOWN] * 2
        box = [min(side, LARGEST_SHOWN) for side in box]
        assert wide <= box[0]
        assert high <= box[1]
        # As large as possible: one side reaches the box, or the region's own.
        assert wide == box[0] or high == box[1] or (not size.startswith("^") and (wide, high) == (width, height))
    if not re.fullmatch(r"\^?\d+,\d+", size):
        # The other side is the nearest to the proportion, or one pixel.
        assert abs(Fraction(wide, width) * height - high) <= 1 or abs(Fraction(high, height) * width - wide) <= 1
    assert parse(request.canonical, width, height) == request


def is_refused(width: int, height: int, size: str) -> bool:
    """Tell, in floating point, whether a form asks for more than may be given."""
    numbers = [int(part) for part in re.findall(r"\d+", size)]
    if "pct" in size:
        wide, high = width * numbers[0] / 100, height * numbers[0] / 100
    elif size.endswith(","):
        wide, high = numbers[0], numbers[0] * height / width
    elif size.lstrip("^").startswith(","):
        wide, high = numbers[0] * width / height, numbers[0]
    else:
        wide, high = numbers
    too_small = max(wide, high) < 0.5
    too_large = max(wide, high) >= LARGEST_SHOWN + 0.5
    return too_small or too_large or (not size.startswith("^") and (wide > width or high > height))


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=5), st.text(max_size=8), st.text(max_size=4))
def test_whatever_is_asked_is_parsed_or_refused(
    region: str, size: str, rotation: str, quality: str, ending: str
) -> None:
    with pytest.raises(BadImageRequest):
        parse_image_request(region, size, rotation, quality, ending, WIDTH, HEIGHT)
    for place, good in enumerate(("full", "max", "0", "default", "jpg")):
        asked = ["full", "max", "0", "default", "jpg"]
        asked[place] = (region, size, rotation, quality, ending)[place]
        try:
            request = parse_image_request(*asked, WIDTH, HEIGHT)  # type: ignore[arg-type]  # five of text
        except BadImageRequest:
            assert asked[place] != good
        else:
            assert request.canonical


@given(SIDES, SIDES)
def test_every_size_and_tile_of_the_information_can_be_asked_for(width: int, height: int) -> None:
    told = describe_image("https://maps.example/image", width, height)
    assert next(iter(told)) == "@context"
    assert (told["id"], told["type"], told["profile"]) == ("https://maps.example/image", "ImageService3", "level2")
    for size in told["sizes"]:
        parse(f"full/{size['width']},{size['height']}/0/default.jpg", width, height)
    (tiles,) = told["tiles"]
    factors = tiles["scaleFactors"]
    assert [factors[0], len(set(factors))] == [1, len(factors)]
    side = tiles["width"]
    assert max(width, height) <= side * factors[-1]
    for factor in factors:
        step = side * factor
        for left, top in {(0, 0), ((width - 1) // step * step, (height - 1) // step * step)}:
            # As the implementation notes, section 3, have tiles asked for.
            wide, high = min(step, width - left), min(step, height - top)
            request = parse(
                f"{left},{top},{wide},{high}/{-(-wide // factor)},{-(-high // factor)}/0/default.jpg", width, height
            )
            assert max(request.width, request.height) <= side


@given(SIDES, SIDES, st.integers(1, 4_096))
def test_an_image_is_decoded_with_more_detail_than_is_shown(width: int, height: int, wide: int) -> None:
    level = find_level_of_detail(width * height, Fraction(wide, width) ** 2)
    if level is not None:
        assert level < width * height
        # Halved until it has at most so many, it has at least a quarter.
        assert level // 4 >= int(Fraction(wide, width) ** 2 * width * height)
