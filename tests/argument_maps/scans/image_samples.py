"""Images made for the tests, with descriptions in every place where files of their format have them."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, ImageDraw
from PIL.PngImagePlugin import PngInfo
from PIL.TiffImagePlugin import IFDRational, ImageFileDirectory_v2

# What must be found in no image that is kept without it.
SECRETS = (b"Ann Able", b"Pentax", b"Photo of Bob", b"8BIM", b"xpacket", b"SECRET")
XMP = b'<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/">Ann Able</x:xmpmeta><?xpacket end="w"?>'
FORMATS = ("JPEG", "PNG", "TIFF", "WEBP")
MEDIA_TYPES = dict(zip(FORMATS, ("image/jpeg", "image/png", "image/tiff", "image/webp"), strict=True))


def draw_page(width: int = 120, height: int = 80, mode: str = "RGB") -> Image.Image:
    """Return a picture of which each corner has a colour of its own."""
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    draw = ImageDraw.Draw(picture)
    half = width // 2, height // 2
    draw.rectangle((0, 0, half[0] // 2, half[1] // 2), fill=(200, 30, 30))
    draw.rectangle((width - half[0] // 2, 0, width, half[1] // 2), fill=(30, 160, 30))
    draw.rectangle((0, height - half[1] // 2, half[0] // 2, height), fill=(30, 30, 200))
    return picture if mode == "RGB" else picture.convert(mode)


def describe(orientation: int = 1) -> Image.Exif:
    """Return EXIF with place, camera, names and a maker's note."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Pentax"
    exif[0x013B] = "Ann Able"
    exif[0x010E] = "Photo of Bob"
    exif.get_ifd(0x8825).update({1: "N", 2: (37.0, 34.0, 12.5), 3: "E", 4: (126.0, 58.0, 40.0)})
    exif.get_ifd(0x8769).update({0x927C: b"SECRET maker note", 0x9003: "1950:06:25 04:00:00"})
    return exif


def describe_tiff(orientation: int = 1) -> ImageFileDirectory_v2:
    """Return a TIFF's fields with place, camera, names and a private one."""
    fields = ImageFileDirectory_v2()
    fields[274] = orientation
    fields[270], fields[315], fields[271] = "Photo of Bob", "Ann Able", "Pentax"
    fields[700], fields[33723], fields[34377] = XMP, b"Ann Able", b"8BIM Ann Able"
    fields[65000] = "SECRET"
    fields[282] = fields[283] = IFDRational(300)
    fields[34665] = {0x9003: "1950:06:25 04:00:00", 0x927C: b"SECRET"}
    fields[34853] = {1: "N", 3: "E"}
    return fields


def write(picture: Image.Image, name: str, **options: Any) -> bytes:
    target = BytesIO()
    picture.save(target, name, **options)
    return target.getvalue()


def write_described(name: str, orientation: int = 1, picture: Image.Image | None = None) -> bytes:
    """Return an image in a format, described wherever the format allows it."""
    picture = picture or draw_page()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exif = describe(orientation)
    match name:
        case "JPEG":
            data = write(picture, name, quality=92, exif=exif, comment=b"Photo of Bob", icc_profile=profile, xmp=XMP)
            iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0a\x1c\x02\x50\0\x05Able\0"
            end = data.index(b"\xff\xdb")
            segment = b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc
            return data[:end] + segment + data[end:] + b"\xff\xd8 a second picture by Ann Able"
        case "PNG":
            said = PngInfo()
            said.add_text("Author", "Ann Able")
            said.add_text("Comment", "Photo of Bob " * 40, zip=True)
            said.add_itxt("XML:com.adobe.xmp", XMP.decode())
            data = write(picture, name, exif=exif, pnginfo=said, icc_profile=profile)
            stamp = b"tIME" + bytes((7, 158, 6, 25, 4, 0, 0))
            chunk = struct.pack(">I", 7) + stamp + struct.pack(">I", zlib.crc32(stamp))
            return data[:33] + chunk + data[33:] + b"SECRET"
        case "WEBP":
            return write(picture, name, lossless=True, exif=exif, xmp=XMP, icc_profile=profile)
        case _:
            return write(picture, name, tiffinfo=describe_tiff(orientation), icc_profile=profile)


def write_pages(pictures: list[Image.Image], **options: Any) -> bytes:
    """Return a TIFF of several pages."""
    return write(pictures[0], "TIFF", save_all=True, append_images=pictures[1:], **options)


def read_pixels(data: bytes) -> tuple[str, tuple[int, int], bytes]:
    """Return what Pillow alone makes of an image: mode, size and pixels, not turned."""
    with Image.open(BytesIO(data)) as picture:
        return picture.mode, picture.size, picture.tobytes()
