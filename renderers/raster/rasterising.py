"""Pictures as PNG and PDF, made from the SVG that `renderers.svg.picture` draws.

Typst makes the PDF, whose text stays text: it puts right-to-left scripts in their order, joins Arabic letters and falls
back from font to font. PDFium makes the PNG from it, so that both look alike. Each picture is made by
`renderers.raster.raster_program` in a process of its own, bounded in time and memory.
The same picture gives the same bytes on the same machine.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from argument_maps.bounded_work import watch_process
from models.errors import MapError, Phrase
from renderers.process_limits import end_process, limit_process
from renderers.raster import raster_program
from renderers.raster.font_files import GENERIC, list_font_files
from renderers.raster.placed_runs import RunPlacer

# Some eight bytes each while it is drawn and packed, as measured, so half a gigabyte; three are drawn at a time.
MOST_PIXELS = 64_000_000
# 14,400 pt, the longest page that PDF 1.6 and its readers know, at 96 pixels and 72 points to the inch.
LONGEST_PAGE = 19_200
SCALE_STEP = 0.25
POINTS = 72 / 96
PROGRAM = Path(raster_program.__file__)
# A PNG of the most pixels, full of small Chinese type, took 46 s and 0.9 GB of addresses; a PDF of the longest
# and widest page, full of small type, 9 s and 1.4 GB. The Korea map takes 0.4 GB as PNG and 0.3 as PDF.
LONGEST_SECONDS = 120.0
MOST_MEMORY = 1536 << 20
# Each further thread and heap would count against the bound, used or not.
ENVIRONMENT = {"RAYON_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}

_SMALLER = Phrase("Ask for SVG, focus on a record, or filter the map by question.")
_ROOT = re.compile(r"<svg\b[^>]*>")
_SIDE = re.compile(r'\b(width|height)="([0-9.]+)"')


class PictureTooLarge(MapError):
    """A picture has more pixels than can be kept in memory, or is longer than any page."""

    title = Phrase("The picture is too large for this format")


class NotRasterised(MapError):
    """The picture could not be turned into another format."""

    title = Phrase("The picture cannot be made in this format")


class RasterisingRefused(NotRasterised):
    """The picture holds what the other format cannot, so that trying again is no use."""


def png(svg: str, scale: float = 2.0) -> bytes:
    """Return a picture of ours as PNG, with `scale` pixels to each CSS pixel.

    A picture that would be larger than `MOST_PIXELS` is drawn at the largest smaller scale that is not, in
    steps of `SCALE_STEP`, but never under 1, where type would be smaller than it was set. Raises
    `PictureTooLarge` and `NotRasterised`.
    """
    width, height = read_picture_size(svg)
    final_scale = scale
    while final_scale > 1 and width * height * final_scale**2 > MOST_PIXELS:
        final_scale = max(1.0, final_scale - SCALE_STEP)
    if width * height * final_scale**2 > MOST_PIXELS:
        raise PictureTooLarge(
            Phrase(
                "The picture is %(width)s by %(height)s pixels, and a PNG has at most %(most)s in all.",
                width=f"{width:,.0f}",
                height=f"{height:,.0f}",
                most=f"{MOST_PIXELS:,}",
            ),
            Phrase("Focus on a record, filter by question, fold a part, or ask for SVG, which has no limit."),
        )
    with _gather_fonts([svg]) as (fonts, (placed,)):
        page = _describe_page(fonts, width, height)
        return _run_raster_program("png", placed, {"scale": final_scale, **page})


def pdf(svg: str, day: date | None = None) -> bytes:
    """Return a picture of ours as PDF on one page of its own size, at 96 pixels to the inch; text can be selected.

    With a `day` it is PDF/A-2b (ISO 19005-2), which archives keep and which has to say of which day it is; letters that
    no font has are refused then. Raises `PictureTooLarge` and `NotRasterised`.
    """
    width, height = read_picture_size(svg)
    if max(width, height) > LONGEST_PAGE:
        raise PictureTooLarge(
            Phrase(
                "The picture is %(width)s by %(height)s inches, and a PDF page has at most %(most)s inches either way.",
                width=f"{width / 96:,.0f}",
                height=f"{height / 96:,.0f}",
                most=LONGEST_PAGE // 96,
            ),
            Phrase("Focus on a record, filter by question, fold a part, or ask for SVG, which has no limit."),
        )
    with _gather_fonts([svg]) as (fonts, (placed,)):
        page = _describe_page(fonts, width, height)
        if day is not None:
            page["day"] = [day.year, day.month, day.day]
        return _run_raster_program("pdf", placed, page)


@contextmanager
def _gather_fonts(pictures: Sequence[str], text: str = "") -> Iterator[tuple[str, list[str]]]:
    """Give a folder with the fonts that pictures and text are drawn with, and the pictures with their runs placed.

    Typst is told of folders, not of files.
    """
    placer = RunPlacer()
    placed = [placer.place(picture) for picture in pictures]
    with TemporaryDirectory(prefix="sicetnon-fonts-") as folder:
        for file in list_font_files(placed, text):
            Path(folder, Path(file).name).symlink_to(file)
        for family, font in placer.fonts.build().items():
            Path(folder, f"{family}.ttf").write_bytes(font)
        yield folder, placed


def _describe_page(fonts: str, width: float, height: float) -> dict[str, object]:
    return {"fonts": fonts, "font": GENERIC, "width": width * POINTS, "height": height * POINTS}


def sheets(program: str, contents: object, pictures: Sequence[str], *, tagged: bool = False) -> bytes:
    """Return the PDF that a Typst program makes of pictures of ours and of `contents`, which JSON can hold.

    `tagged` is whether it says what is a heading and what a list, for whoever has it read aloud. The program finds the
    pictures as `sys.inputs.picture-0` and so on, and `contents` as `sys.inputs.contents`. Raises `NotRasterised`.
    """
    with _gather_fonts(pictures, json.dumps(contents, ensure_ascii=False)) as (fonts, placed):
        return _run_raster_program(
            "sheets",
            program,
            {"fonts": fonts, "contents": json.dumps(contents), "pictures": placed, "tagged": tagged},
        )


def _run_raster_program(form: str, svg: str, options: dict[str, object]) -> bytes:
    program_input = json.dumps({"make": form, **options}).encode() + b"\n" + svg.encode()
    name = "PDF" if form == "sheets" else form.upper()
    process = _start_program(name)
    try:
        limit_process(process, LONGEST_SECONDS, MOST_MEMORY)
        with watch_process(process):
            output, error_output = process.communicate(program_input, timeout=LONGEST_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise NotRasterised(
            Phrase(
                "The %(format)s was not made within %(seconds)s seconds.",
                format=name,
                seconds=f"{LONGEST_SECONDS:.0f}",
            ),
            _SMALLER,
        ) from error
    finally:
        end_process(process)
    if process.returncode == raster_program.REFUSED:
        reason = error_output.decode(errors="replace").strip()[:200]
        raise RasterisingRefused(
            Phrase("The %(format)s could not be made: %(reason)s.", format=name, reason=reason), Phrase("Ask for SVG.")
        )
    if process.returncode != 0:
        raise NotRasterised(
            Phrase(
                "The program that makes the %(format)s failed (status %(status)s).",
                format=name,
                status=process.returncode,
            ),
            _SMALLER,
        )
    return output


def _start_program(name: str) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    try:
        return subprocess.Popen(  # noqa: S603 - our own program; what it reads is data
            [sys.executable, "-I", PROGRAM], stdin=pipe, stdout=pipe, stderr=pipe, env=os.environ | ENVIRONMENT
        )
    except OSError as error:
        raise NotRasterised(
            Phrase("The program that makes the %(format)s did not start.", format=name),
            Phrase("Try again in a moment."),
        ) from error


def read_picture_size(svg: str) -> tuple[float, float]:
    """Return the width and height of a picture of ours in CSS pixels. Raises `NotRasterised` where it does not say."""
    root = _ROOT.search(svg)
    sides = dict(_SIDE.findall(root[0])) if root else {}
    if not {"width", "height"} <= sides.keys():
        raise NotRasterised(Phrase("The picture does not say how large it is."), Phrase("Ask for SVG."))
    return float(sides["width"]), float(sides["height"])
