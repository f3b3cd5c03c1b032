"""Parts of page images in PNG, PDF and on sheets: there, in their colours and whole."""

import io

from PIL import Image
from pypdf import PdfReader

from argument_maps.selection.selecting import Selected, Selection, select
from renderers.raster.rasterising import pdf, png
from renderers.raster.sheets import render_sheets_pdf
from renderers.svg.picture import draw_picture
from tests.renderers.pictures import korea_graph
from tests.renderers.scanned import crop, region, with_regions

RED = (200, 30, 60)
CROPS = {"F1": (crop(480, 120),), "E3": (crop(480, 160),)}


def selected() -> Selected:
    graph = with_regions(korea_graph(), region("RG1", "F1"), region("RG2", "E3"))
    return select(graph, Selection(focus="F1"))


def count_red(picture: Image.Image) -> int:
    colours = picture.convert("RGB").getcolors(1 << 24) or []
    return sum(
        number
        for number, colour in colours
        if all(abs(a - b) < 12 for a, b in zip(colour, RED, strict=True))  # type: ignore[arg-type] # of RGB
    )


def test_a_png_shows_crops_as_large_as_they_were_measured() -> None:
    svg = draw_picture(selected(), crops=CROPS)
    shown = count_red(Image.open(io.BytesIO(png(svg, 1.0))))
    # 244 pixels across in the column of findings, 280 in that of documents, but no taller than 90.
    assert 0.95 < shown / (244 * 61 + 270 * 90) < 1.05


def test_a_pdf_has_the_crops_as_images() -> None:
    page = PdfReader(io.BytesIO(pdf(draw_picture(selected(), crops=CROPS)))).pages[0]
    assert sorted(each.image.size for each in page.images if each.image) == [(480, 120), (480, 160)]
    assert pdf(draw_picture(selected(), crops=CROPS)) == pdf(draw_picture(selected(), crops=CROPS))


def test_printed_sheets_show_each_crop_whole_on_one_of_them() -> None:
    asked = {"view": "perceptions", "theme": "print", "lang": "both", "paper": "a4", "style": "chicago-notes"}
    made = render_sheets_pdf(selected(), **asked, caption="A map.", crops=CROPS)
    # The first page is the overview, in which boxes are blots.
    overview, *pages = PdfReader(io.BytesIO(made)).pages
    assert not list(overview.images)
    assert {(480, 120), (480, 160)} <= {each.image.size for page in pages for each in page.images if each.image}
