"""Images read: what is kept, with and without what is said beside the picture, and what is refused."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageOps

from argument_maps.scans import images
from argument_maps.scans.decoding import decode_image
from argument_maps.scans.image_errors import MOST_IMAGE_BYTES, ImageTooLarge, UnreadableImage
from argument_maps.scans.images import read_image, read_images
from tests.argument_maps.scans.image_samples import (
    FORMATS,
    MEDIA_TYPES,
    SECRETS,
    describe,
    describe_tiff,
    draw_page,
    read_pixels,
    write,
    write_described,
    write_pages,
)


@pytest.mark.parametrize("name", FORMATS)
def test_an_image_is_kept_to_the_byte(name: str) -> None:
    data = write_described(name)
    read = read_image(data)
    assert (read.data, read.media_type, read.width, read.height) == (data, MEDIA_TYPES[name], 120, 80)
    assert read.notes == ()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("name", FORMATS)
def test_without_metadata_pixels_stay_and_nothing_else(name: str, orientation: int) -> None:
    data = write_described(name, orientation)
    assert all(secret in data for secret in SECRETS[:1])
    kept = read_image(data, keep_metadata=False)
    assert [secret for secret in SECRETS if secret in kept.data] == []
    assert read_pixels(kept.data) == read_pixels(data)
    with Image.open(BytesIO(kept.data)) as picture, Image.open(BytesIO(data)) as before:
        exif = picture.getexif()
        assert set(exif) - ({256, 257, 258, 259, 262, 273, 277, 278, 279, 282, 283, 284, 296, 317, 339, 34675}) <= {274}
        assert not exif.get_ifd(0x8825)
        assert not exif.get_ifd(0x8769)
        assert picture.info["icc_profile"] == before.info["icc_profile"]
        upright = ImageOps.exif_transpose(picture)
        expected = ImageOps.exif_transpose(before)
        assert upright.size == (kept.width, kept.height) == ((80, 120) if orientation > 4 else (120, 80))
        assert upright.tobytes() == expected.tobytes()
    assert read_image(kept.data, keep_metadata=False).data == kept.data


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("name", ["PNG", "TIFF", "WEBP"])
def test_an_image_is_shown_upright(name: str, orientation: int) -> None:
    data = write_described(name, orientation)
    with Image.open(BytesIO(data)) as picture:
        expected = ImageOps.exif_transpose(picture).convert("RGB")
    shown = decode_image(data)
    assert (shown.width, shown.height) == shown.picture.size == expected.size
    assert shown.picture.tobytes() == expected.tobytes()


def test_the_picture_of_a_jpeg_is_not_encoded_anew() -> None:
    data = write_described("JPEG", 6)
    tables = data.index(b"\xff\xdb")
    picture = data[tables : data.index(b"\xff\xd9", tables) + 2]
    assert picture in read_image(data, keep_metadata=False).data


def test_a_progressive_jpeg_and_one_in_inks_lose_their_metadata() -> None:
    for picture in (draw_page(), draw_page(mode="CMYK")):
        data = write(picture, "JPEG", progressive=True, exif=describe(8), comment="Photo of Bob")
        kept = read_image(data, keep_metadata=False)
        assert read_pixels(kept.data) == read_pixels(data)
        assert not any(secret in kept.data for secret in SECRETS)


COMPRESSIONS = ("raw", "tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg")


@pytest.mark.parametrize("compression", COMPRESSIONS)
@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK", "P", "RGBA"])
def test_each_page_of_a_tiff_becomes_an_image_with_the_same_pixels(mode: str, compression: str) -> None:
    if compression == "jpeg" and mode in {"P", "RGBA"}:
        mode = "L"
    pictures = [draw_page(90 + 10 * number, 60, mode) for number in range(3)]
    data = write_pages(pictures, compression=compression)
    for keep_metadata in (True, False):
        pages = read_images(data, keep_metadata=keep_metadata)
        assert [(page.width, page.height) for page in pages] == [picture.size for picture in pictures]
        with Image.open(BytesIO(data)) as whole:
            for number, page in enumerate(pages):
                whole.seek(number)
                assert read_pixels(page.data) == (whole.mode, whole.size, whole.tobytes())
                assert read_image(page.data).data == page.data


def test_pages_in_black_and_white_stay_compressed() -> None:
    data = write_pages([draw_page(800, 1_000, "1")] * 2, compression="group4")
    first, second = read_images(data)
    assert read_pixels(first.data) == read_pixels(data)
    assert len(first.data) + len(second.data) < len(data) + 400


def test_a_page_keeps_what_is_said_of_it_where_that_is_wanted() -> None:
    data = write_pages([draw_page(), draw_page()], tiffinfo=describe_tiff(6))
    kept = read_images(data)[0]
    with Image.open(BytesIO(kept.data)) as page:
        assert (page.tag_v2[315], page.tag_v2[274]) == ("Ann Able", 6)
        assert page.getexif().get_ifd(34853)[1] == "N"
    bare = read_images(data, keep_metadata=False)[0]
    assert not any(secret in bare.data for secret in SECRETS)
    assert (bare.width, bare.height) == (kept.width, kept.height) == (80, 120)


def test_sixteen_bits_a_channel_are_kept_and_shown() -> None:
    grey = draw_page(mode="L")
    deep = grey.convert("I").point(lambda value: value * 257).convert("I;16")
    for name in ("PNG", "TIFF"):
        data = write(deep, name)
        kept = read_image(data, keep_metadata=False)
        assert read_pixels(kept.data)[0] == "I;16"
        assert decode_image(kept.data).picture.tobytes() == grey.tobytes()


def test_a_big_tiff_is_read() -> None:
    data = write(draw_page(), "TIFF", big_tiff=True)
    kept = read_image(data, keep_metadata=False)
    assert data[2] == 43
    assert kept.data[2] == 42
    assert read_pixels(kept.data) == read_pixels(data)


def test_smaller_copies_in_a_tiff_are_no_pages() -> None:
    whole, small = BytesIO(), draw_page(60, 40)
    draw_page().save(whole, "TIFF", save_all=True, append_images=[small], tiffinfo={254: 0})
    data = bytearray(whole.getvalue())
    with Image.open(BytesIO(data)) as picture:
        picture.seek(1)
        second = picture._frame_pos[1]
    number = struct.unpack_from("<H", data, second)[0]
    for at in range(second + 2, second + 2 + 12 * number, 12):
        if struct.unpack_from("<H", data, at)[0] == 254:
            struct.pack_into("<I", data, at + 8, 1)
    assert len(read_images(bytes(data))) == 1


def test_a_field_that_says_more_than_it_can_is_left_out_or_refused() -> None:
    data = write(draw_page(), "TIFF", dpi=(300, 300))
    places = range(struct.unpack_from("<I", data, 4)[0] + 2, len(data), 12)
    for tag, is_decisive in ((296, False), (259, True)):
        damaged = bytearray(data)
        at = next(place for place in places if struct.unpack_from("<H", data, place)[0] == tag)
        struct.pack_into("<I", damaged, at + 4, 200)
        struct.pack_into("<I", damaged, at + 8, 8)
        if is_decisive:
            with pytest.raises(UnreadableImage):
                read_image(bytes(damaged))
        else:
            assert decode_image(read_image(bytes(damaged)).data).picture.tobytes() == draw_page().tobytes()


def test_a_moving_image_is_told() -> None:
    for name in ("PNG", "WEBP"):
        data = write(draw_page(), name, save_all=True, append_images=[draw_page(mode="L").convert("RGB")], duration=100)
        read = read_image(data)
        assert [str(note) for note in read.notes] == ["The image moves; only its first picture is shown."]
        assert decode_image(data).picture.size == (120, 80)


OTHERS = {
    "GIF": write(draw_page(), "GIF"),
    "BMP": write(draw_page(), "BMP"),
    "JPEG 2000": write(draw_page(), "JPEG2000"),
    "AVIF": write(draw_page(), "AVIF"),
    "HEIC": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    "JPEG XL": b"\0\0\0\x0cJXL \r\n\x87\n",
    "SVG": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    "PDF": b"%PDF-1.7\n",
    "CR2": b"II*\0\x10\0\0\0CR\x02\0",
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_format_that_is_not_kept_is_named(name: str) -> None:
    with pytest.raises(UnreadableImage) as refused:
        read_image(OTHERS[name])
    assert name in str(refused.value.detail)
    assert "JPEG or PNG" in str(refused.value.remedy)


@pytest.mark.parametrize("name", FORMATS)
def test_an_image_that_was_cut_off_is_refused(name: str) -> None:
    data = write_described(name) if name != "JPEG" else write(draw_page(), "JPEG")
    for length in (len(data) // 3, len(data) // 2, len(data) * 3 // 4):
        with pytest.raises(UnreadableImage):
            read_image(data[:length], keep_metadata=False)
    for nothing in (b"", data[:4], b"A letter of 25 June 1950."):
        with pytest.raises(UnreadableImage):
            read_image(nothing)


def bomb(name: str, width: int, height: int) -> bytes:
    """Return a small file that says it has very many pixels."""
    data = bytearray(write(draw_page(), name))
    if name == "PNG":
        struct.pack_into(">II", data, 16, width, height)
        struct.pack_into(">I", data, 29, zlib.crc32(data[12:29]))
    elif name == "JPEG":
        struct.pack_into(">HH", data, data.index(b"\xff\xc0") + 5, height, width)
    elif name == "WEBP":
        data = bytearray(write(draw_page(), name, exif=describe(1)))
        data[24:30] = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    else:
        at = struct.unpack_from("<I", data, 4)[0] + 2
        struct.pack_into("<HHII", data, at, 256, 4, 1, width)
        struct.pack_into("<HHII", data, at + 12, 257, 4, 1, height)
    return bytes(data)


@pytest.mark.parametrize("size", [(60_000, 60_000), (8_000, 8_000), (65_535, 1)])
@pytest.mark.parametrize("name", FORMATS)
def test_too_many_pixels_are_refused_before_any_is_decoded(name: str, size: tuple[int, int]) -> None:
    with pytest.raises(ImageTooLarge) as refused:
        read_image(bomb(name, *size))
    assert f"{size[0]:,}" in str(refused.value.detail)
    assert "300 dpi" in str(refused.value.remedy)


def test_too_many_bytes_are_refused() -> None:
    with pytest.raises(ImageTooLarge):
        read_image(write(draw_page(), "JPEG") + b"\0" * MOST_IMAGE_BYTES)


def test_a_jpeg_that_goes_through_its_pixels_thousands_of_times_is_refused() -> None:
    data = write(draw_page(), "JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    with pytest.raises(UnreadableImage):
        read_image(data[:last] + data[last:-2] * 100 + b"\xff\xd9")


def test_of_a_volume_one_image_cannot_be_read() -> None:
    with pytest.raises(UnreadableImage):
        read_image(write_pages([draw_page()] * 2))


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MOST_TIFF_PAGES", 2)
    with pytest.raises(ImageTooLarge):
        read_images(write_pages([draw_page()] * 3))
