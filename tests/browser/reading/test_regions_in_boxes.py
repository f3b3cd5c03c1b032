"""Regions of scans in the boxes of a map: shown by the browser under the policies of pages and of pictures alone."""

import io

import msgspec
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from argument_maps.formats import native
from tests.browser.conftest import Open, until
from tests.renderers.pictures import korea_graph
from tests.renderers.scanned import HEIGHT, PAPER, WIDTH, region, with_regions

MAP = "/maps/scanned"
LINE = region("RG1", "E3", 1, transcription="Ким Ир Сен сказал", language="ru")
LETTER = region("RG2", "E4", x=0, y=0, width=WIDTH, height=HEIGHT)
SIZES = {"wide": (1440, 900), "phone": (390, 844)}


@pytest.fixture(scope="module")
def scanned(server: str, browser: Browser) -> str:
    graph = msgspec.structs.replace(with_regions(korea_graph(), LINE, LETTER), slug="scanned", title="Letters")
    page = browser.new_page()
    answer = page.request.put(
        f"{server}/api/v1{MAP}",
        data=native.write_map_document(graph),
        headers={"Content-Type": "application/json"},
    )
    page.close()
    assert answer.status in (200, 201), answer.text()
    return MAP


def is_paper(page: Page, name: str) -> bool:
    """Tell whether a part of the page is drawn in the colour of the letter's paper."""
    picture = Image.open(io.BytesIO(page.locator(name).screenshot())).convert("RGB")
    near = sum(
        number
        for number, colour in picture.getcolors(1 << 24) or []
        if all(abs(one - other) < 10 for one, other in zip(colour, PAPER, strict=True))
    )
    return near > picture.width * picture.height / 2


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_a_box_shows_the_letter_within_its_edges(look: Open, scanned: str, size: tuple[int, int], theme: str) -> None:
    page = look(f"{scanned}?focus=E4&theme={theme}", width=size[0], height=size[1], kept=True)
    shown = page.get_by_role("img", name="Scan: fol. 12r")
    shown.scroll_into_view_if_needed()
    assert is_paper(page, "#n-E4 image")
    box, crop = (page.locator(name).bounding_box() for name in ("#n-E4", "#n-E4 image"))
    assert box is not None
    assert crop is not None
    assert box["x"] < crop["x"]
    assert crop["x"] + crop["width"] < box["x"] + box["width"]
    assert box["y"] < crop["y"]
    assert crop["y"] + crop["height"] < box["y"] + box["height"]


def test_the_picture_alone_shows_the_letter_too(look: Open, scanned: str) -> None:
    page = look(f"{scanned}.svg?focus=E4", scripted=False, kept=True, height=1400, width=1800)
    assert is_paper(page, "#n-E4 image")


def test_a_line_is_read_out_in_its_language_and_leads_to_its_record(look: Open, scanned: str) -> None:
    page = look(f"{scanned}?focus=E3")
    line = page.get_by_role("img", name="Ким Ир Сен сказал")
    expect(line).to_have_attribute("lang", "ru")
    line.click()
    until(page, lambda: "record=E3" in page.url)


def test_one_leaves_the_scans_out_under_filter(look: Open, scanned: str) -> None:
    page = look(f"{scanned}?focus=E4")
    page.locator("summary", has_text="Filter").click()
    page.get_by_label("Scans").select_option("left out")
    page.get_by_role("button", name="Show", exact=True).first.click()
    expect(page.locator("#n-E4 image")).to_have_count(0)
    assert "scans=hidden" in page.url
