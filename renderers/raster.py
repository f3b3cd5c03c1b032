"""Pictures as PNG and PDF, made from the SVG that `renderers.picture` draws.

resvg makes the PNG, in a process of its own (see `renderers.png_process`): it shapes text and falls back
from font to font. It knows no PDF, so CairoSVG makes that, whose text stays text. Both see the same fonts.
The same picture gives the same bytes on the same machine.
"""

import io
import json
import re
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any, NoReturn
from xml.etree.ElementTree import ParseError

import cairocffi
from cairosvg.parser import Tree
from cairosvg.surface import PDFSurface

from models.errors import MapError
from renderers.font_files import font_files, show_fonts_to_cairo

# Some eight bytes each while it is drawn and packed, as measured, so half a gigabyte; two are drawn at a time.
MOST_PIXELS = 64_000_000
# 14,400 pt, the longest page that PDF 1.6 and its readers know, at 96 pixels and 72 points to the inch.
LONGEST_PAGE = 19_200
SCALE_STEP = 0.25
LONGEST_SECONDS = 120.0

_ROOT = re.compile(r"<svg\b[^>]*>")
_SIDE = re.compile(r'\b(width|height)="([0-9.]+)"')
# CairoSVG sets text that has a length letter by letter. A run in one of the project's own fonts, which
# has no family of its own, is as long as was measured anyway.
_TOLD = re.compile(r">([^<>]+)(?=</text>)")
_INVISIBLE = dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF])
_MEASURED = re.compile(r'(<text x="[^"]*" y="[^"]*") textLength="[^"]*" lengthAdjust="[^"]*">')


class PictureTooLarge(MapError):
    """A picture has more pixels than can be kept in memory, or is longer than any page."""

    title = "The picture is too large for this format"


class NotRasterised(MapError):
    """The picture could not be turned into another format."""

    title = "The picture cannot be made in this format"


def png(svg: str, scale: float = 2.0) -> bytes:
    """Return a picture of ours as PNG, with `scale` pixels to each CSS pixel.

    A picture that would be larger than `MOST_PIXELS` is drawn at the largest smaller scale that is not, in
    steps of `SCALE_STEP`, but never under 1, where type would be smaller than it was set. Raises
    `PictureTooLarge` and `NotRasterised`.
    """
    width, height = _size(svg)
    wanted = scale
    while wanted > 1 and width * height * wanted**2 > MOST_PIXELS:
        wanted = max(1.0, wanted - SCALE_STEP)
    if width * height * wanted**2 > MOST_PIXELS:
        raise PictureTooLarge(
            f"At {width:,.0f} by {height:,.0f} pixels the picture is larger than the {MOST_PIXELS:,} that fit a PNG.",
            "Focus on a record, filter by question, fold a part, or ask for SVG, which has no limit.",
        )
    asked = {
        "zoom": wanted,
        "font_files": list(font_files()),
        "font_family": "Noto Sans",
        "serif_family": "Noto Serif",
        "sans_serif_family": "DejaVu Sans",
    }
    return _draw_apart(json.dumps(asked).encode() + b"\n" + svg.encode())


def _draw_apart(asked: bytes) -> bytes:
    program = Path(__file__).with_name("png_process.py")
    try:
        done = subprocess.run(  # noqa: S603 - our own program; what it reads is data
            [sys.executable, "-I", program], input=asked, capture_output=True, timeout=LONGEST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise NotRasterised("The PNG took too long.", "Ask for SVG, or focus on a part of the map.") from error
    if done.returncode != 0:
        told = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise NotRasterised(f"The PNG could not be made{': ' + told[0] if told else ''}.", "Ask for SVG.")
    return done.stdout


def pdf(svg: str) -> bytes:
    """Return a picture of ours as PDF on one page of its own size, at 96 pixels to the inch; text can be selected.

    Raises `PictureTooLarge` and `NotRasterised`.
    """
    width, height = _size(svg)
    if max(width, height) > LONGEST_PAGE:
        raise PictureTooLarge(
            f"At {width / 96:,.0f} by {height / 96:,.0f} inches the picture is larger than a PDF page, "
            f"which has {LONGEST_PAGE // 96} inches at most.",
            "Focus on a record, filter by question, fold a part, or ask for SVG, which has no limit.",
        )
    show_fonts_to_cairo()
    source = _TOLD.sub(_unshaped, _MEASURED.sub(r"\1>", svg))
    written = io.BytesIO()
    try:
        tree = Tree(bytestring=source.encode(), url_fetcher=_fetch_nothing)
        _DatelessSurface(tree, written, 96).finish()
    except (ValueError, ParseError, cairocffi.CairoError) as error:
        raise NotRasterised(f"The PDF could not be made: {error}.", "Ask for SVG or PNG.") from error
    return written.getvalue()


class _DatelessSurface(PDFSurface):  # type: ignore[misc] # CairoSVG comes without types
    """A PDF that does not say when it was made, so that the same picture gives the same bytes."""

    def _create_surface(self, width: float, height: float) -> tuple[Any, float, float]:
        surface, width, height = super()._create_surface(width, height)
        surface.set_metadata(cairocffi.PDF_METADATA_CREATE_DATE, "")
        return surface, width, height


def _unshaped(told: re.Match[str]) -> str:
    """Return a text as Cairo can draw it, which neither joins marks to letters nor hides what is invisible."""
    return ">" + unicodedata.normalize("NFC", told[1]).translate(_INVISIBLE)


def _fetch_nothing(url: str, resource_type: str) -> NoReturn:
    raise ValueError(f"a picture holds no {resource_type} from elsewhere, but this one names {url[:60]}")


def _size(svg: str) -> tuple[float, float]:
    """Return the width and height of the picture in CSS pixels."""
    root = _ROOT.search(svg)
    sides = dict(_SIDE.findall(root[0])) if root else {}
    if not {"width", "height"} <= sides.keys():
        raise NotRasterised("The picture does not say how large it is.", "Ask for SVG.")
    return float(sides["width"]), float(sides["height"])
