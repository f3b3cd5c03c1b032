"""A page that looks like a typed letter, and maps whose records are tied to places on it."""

import hashlib
import io
from functools import cache
from typing import Any, NamedTuple

import msgspec
from PIL import Image as Picture
from PIL import ImageDraw, ImageFont

from argument_maps.graph import Graph
from argument_maps.values import Image, Region, Scan
from renderers.boxes.region_crops import RegionCrop
from renderers.raster.font_files import list_font_files

PAPER, INK = (243, 237, 219), (52, 44, 38)
WORDS = (
    "Шифртелеграмма № 17. Пхеньян, 7 января 1950 г.",
    "Ким Ир Сен сказал, что он не может начать наступление сам,",
    "потому что он коммунист, человек дисциплинированный, и",
    "указания тов. Сталина для него являются законом.",
    "He thinks all the time about how to act, and lately he",
    "does not sleep at night, thinking about how to resolve the",
    "question of the unification of the whole country.",
    "Прошу Ваших указаний.                 ШТЫКОВ",
)
WIDTH, HEIGHT, LEFT, TOP, STEP, TALL = 1900, 1100, 150, 150, 96, 76


class Letter(NamedTuple):
    """A page image: its bytes, their hash, and the boxes of its lines as left, top, width and height."""

    data: bytes
    sha256: str
    lines: tuple[tuple[int, int, int, int], ...]

    @property
    def image(self) -> Image:
        return Image(media_type="image/jpeg", width=WIDTH, height=HEIGHT, data=self.data)


@cache
def write_letter(first: str = WORDS[0]) -> Letter:
    """Return the letter, which begins with a line of its own."""
    page = Picture.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype(next(name for name in list_font_files() if name.endswith("NotoSerif-Regular.ttf")), 50)
    lines = []
    for number, words in enumerate((first, *WORDS[1:])):
        top = TOP + number * STEP
        pen.text((LEFT, top), words, INK, font)
        lines.append((LEFT - 12, top - 2, int(font.getlength(words)) + 24, TALL))
    target = io.BytesIO()
    page.save(target, "JPEG", quality=88)
    data = target.getvalue()
    return Letter(data, hashlib.sha256(data).hexdigest(), tuple(lines))


def region(label: str, bodies: str, line: int = 0, letter: Letter | None = None, **more: Any) -> Region:
    """Return a region around a line of the letter."""
    x, y, width, height = (letter or write_letter()).lines[line]
    place = {"x": x, "y": y, "width": width, "height": height}
    sha256 = (letter or write_letter()).sha256
    return Region(id=label, in_scan="SC1", image=sha256, bodies=tuple(bodies.split()), **{**place, **more})


def with_regions(graph: Graph, *regions: Region, letters: tuple[Letter, ...] = (), source: str | None = None) -> Graph:
    """Return the map with a scan of letters, its images, and regions on them."""
    pages = letters or (write_letter(),)
    return msgspec.structs.replace(
        graph,
        scans=(
            Scan(
                id="SC1",
                title="Telegrams of 1950",
                source=source,
                pages=tuple(
                    {"image": page.sha256, "width": WIDTH, "height": HEIGHT, "name": f"fol. {number}r"}
                    for number, page in enumerate(pages, start=12)
                ),
            ),
        ),
        regions=regions,
        images={page.sha256: page.image for page in pages},
    )


def crop(width: int = 300, height: int = 60, description: str = "Прошу", language: str = "ru") -> RegionCrop:
    """Return a small crop of one colour."""
    target = io.BytesIO()
    Picture.new("RGB", (width, height), (200, 30, 60)).save(target, "JPEG")
    return RegionCrop(target.getvalue(), width, height, description, language)
