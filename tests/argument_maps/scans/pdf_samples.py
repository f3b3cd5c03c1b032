"""PDFs made for the tests, in whose pages images and text lie as programs lay them."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from PIL import Image

from tests.argument_maps.scans.image_samples import write


@dataclass
class SamplePage:
    """A page in points, what is drawn on it, and the images that it names I0, I1 and so on."""

    width: float
    height: float
    drawn: str
    images: list[Image.Image] = field(default_factory=list)
    rotated: int = 0


def write_pdf(pages: Sequence[SamplePage], catalogue: str = "") -> bytes:
    """Return a PDF of the pages, in black and white and without loss, in colour as JPEG."""
    bodies = [b"", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for page in pages:
        names = []
        for number, image in enumerate(page.images):
            bodies.append(_write_image(image))
            names.append(f"/I{number} {len(bodies)} 0 R")
        bodies.append(_write_stream("", page.drawn.encode()))
        bodies.append(
            (
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page.width} {page.height}] /Rotate {page.rotated} "
                f"/Contents {len(bodies)} 0 R "
                f"/Resources << /XObject << {' '.join(names)} >> /Font << /F1 3 0 R >> >> >>"
            ).encode()
        )
        kids.append(f"{len(bodies)} 0 R")
    bodies[0] = f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>".encode()
    bodies[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
    written, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(bodies, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    written += b"trailer << /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start)
    return bytes(written)


def _write_image(image: Image.Image) -> bytes:
    said = f"/Type /XObject /Subtype /Image /Width {image.width} /Height {image.height} "
    if image.mode == "1":
        said += "/BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /FlateDecode"
        return _write_stream(said, zlib.compress(image.tobytes()))
    space = "DeviceGray" if image.mode == "L" else "DeviceRGB"
    said += f"/BitsPerComponent 8 /ColorSpace /{space} /Filter /DCTDecode"
    return _write_stream(said, write(image, "JPEG", quality=95))


def _write_stream(said: str, data: bytes) -> bytes:
    return f"<< {said} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"
