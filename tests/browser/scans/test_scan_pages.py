"""The real pages of scans: nothing that axe finds fault with, a transcription beside the image, and paper."""

import itertools

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open, until
from tests.browser.everywhere.test_accessibility import faults, looks
from tests.browser.narrowing import lost
from tests.browser.scans.letters import HEIGHT, PAGES, WIDTH, find_line, write_transcription
from tests.browser.scans.scanned_maps import POLYGON, RECTANGLE, put_scanned_map, read
from tests.browser.scans.test_journey import ready, spot

TITLE = "Letter, transcribed"
NUMBERS = itertools.count(1)


@pytest.fixture(scope="module")
def scanned(server: str) -> str:
    """A map with the letter and its regions, by its address; its second page is transcribed by one of the tests."""
    # Where others' tests come between, the module's map is made again, on the same server.
    return put_scanned_map(server, f"scanned-{next(NUMBERS)}")


def write_mark_address(server: str, scanned: str, making: str) -> str:
    image = read(server, f"/api/v1{scanned}/scans/SC1")[0]["pages"][1]["image"]
    place = "&".join(f"{name}={value}" for name, value in RECTANGLE.items())
    return f"/scans/SC1/mark?as={making}&image={image}&{place}&transcription=Tell%20him"


PAGES_OF_SCANS = {
    "list of scans": "/scans",
    "page of a scan": "/scans/SC1?page=2",
    "page without regions": "/scans/SC1",
    "scan without pages": "/scans/SC2",
    "pages in order": "/scans/SC1/pages",
    "region as evidence": "evidence",
    "region attached": "existing",
    "page of a region": "/records/RG2",
    "page of a scan's record": "/records/SC1",
    "editing a region": "/records/RG1/edit",
    "editing a scan": "/records/SC1/edit",
    "evidence with a region": "/records/E6",
    "record beside a scan": "/scans/SC1?page=2&record=E6",
    "transcription beside the image": "/scans/SC1?page=3",
}
SAME_TEMPLATES = frozenset({"region attached", "editing a scan", "page of a scan's record", "evidence with a region"})


def transcribe(look: Open, server: str, scanned: str, number: int) -> None:
    """Send what is written on a page as a text, and say of which page it is, by the forms, unless that is done."""
    if any(text["title"] == TITLE and text["scan_page"] == number for text in list_texts(server, scanned)):
        return
    page = look(f"{scanned}/texts", troubled=True)
    page.locator("#field-file").set_input_files(
        {"name": "letter.xml", "mimeType": "text/xml", "buffer": write_transcription(number)}
    )
    page.locator("#field-title").fill(TITLE)
    page.locator("#field-language").fill("en")
    page.locator("#field-type").select_option("archival")
    page.get_by_role("button", name="Add text").click()
    page.locator("html[data-marking=ready]").wait_for(state="attached")
    page.get_by_role("link", name="Edit title and language").click()
    page.wait_for_url("**/edit")
    # Fields that offer records are made anew by the script.
    page.locator("html[data-ready=yes]").wait_for(state="attached")
    page.get_by_label("Transcribes").fill("SC1")
    page.get_by_label("From page").fill("two")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".field-error").last).to_contain_text("whole number")
    page.get_by_label("From page").fill(str(number))
    page.get_by_role("button", name="Save").click()
    until(page, lambda: any(text.get("scan_page") == number for text in list_texts(server, scanned)))


def list_texts(server: str, scanned: str) -> list[dict[str, object]]:
    texts: list[dict[str, object]] = read(server, f"/api/v1{scanned}")[0]["texts"]
    return texts


@looks(PAGES_OF_SCANS, others=SAME_TEMPLATES)
def test_axe_finds_no_fault_and_nothing_is_lost_with_a(
    look: Open, server: str, scanned: str, name: str, width: int, scheme: str
) -> None:
    if name.startswith("transcription"):
        transcribe(look, server, scanned, 3)
    address = PAGES_OF_SCANS[name]
    if not address.startswith("/"):
        address = write_mark_address(server, scanned, address)
    page = look(scanned + address, width=width, height=844, color_scheme=scheme)
    if page.locator("[data-scan-viewer]").count():
        ready(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert faults(page) == []
    assert lost(page) == []


def test_a_line_of_the_transcription_shows_its_place_on_the_image(look: Open, server: str, scanned: str) -> None:
    transcribe(look, server, scanned, 3)
    page = look(f"{scanned}/scans/SC1?page=3")
    ready(page)
    lines, written = page.locator("[data-line]"), [line for line in PAGES[2] if line]
    assert lines.all_inner_texts() == written
    for number in (1, 2):
        lines.nth(number).hover()
        expect(lines.nth(number)).to_have_class("highlighted")
        box = page.locator(".line-outline polygon.line").bounding_box()
        assert box is not None
        left, top, width, height = find_line(PAGES[2].index(written[number]))
        (x1, y1), (x2, y2) = spot(page, left, top), spot(page, left + width, top + height)
        expected = (x1, y1, x2 - x1, y2 - y1)
        assert (box["x"], box["y"], box["width"], box["height"]) == pytest.approx(expected, abs=5)
    # On the other pages stands nothing of it.
    page.get_by_role("link", name="Previous page").click()
    page.wait_for_url("**page=2")
    expect(page.locator("[data-line]")).to_have_count(0)


def test_image_and_form_stand_beside_each_other_and_on_a_phone_above_each_other(look: Open, scanned: str) -> None:
    page = look(f"{scanned}/scans/SC1?page=2")
    ready(page)

    def measure(selector: str) -> tuple[float, float, float, float]:
        box = page.locator(selector).bounding_box()
        assert box is not None
        return box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]

    stage, form, listed = (measure(each) for each in ("[data-scan-stage]", "[data-region-form]", "[data-regions]"))
    assert stage[2] < form[0]
    assert stage[2] < listed[0]
    assert form[3] <= listed[1]
    page.set_viewport_size({"width": 390, "height": 844})
    stage, form, listed = (measure(each) for each in ("[data-scan-stage]", "[data-region-form]", "[data-regions]"))
    assert stage[3] <= form[1]
    assert form[3] <= listed[1]


def test_on_paper_stand_the_page_with_its_regions_and_their_crops(look: Open, scanned: str) -> None:
    page = look(f"{scanned}/scans/SC1?page=2")
    ready(page)
    page.emulate_media(media="print")
    picture = page.get_by_role("img", name="Page 2 of Letter to the ambassador")
    shapes = page.locator(".printed-shapes polygon")
    expect(shapes).to_have_count(3)
    whole, drawn = picture.bounding_box(), shapes.nth(1).bounding_box()
    assert whole is not None
    assert drawn is not None
    assert whole["width"] / whole["height"] == pytest.approx(WIDTH / HEIGHT, rel=0.02)
    assert (drawn["x"] - whole["x"]) / whole["width"] == pytest.approx(POLYGON[0][0] / WIDTH, abs=0.01)
    assert (drawn["y"] - whole["y"]) / whole["height"] == pytest.approx(POLYGON[0][1] / HEIGHT, abs=0.01)
    expect(page.get_by_text("Page 2 of Letter to the ambassador")).to_be_visible()
    for crop in page.locator("[data-regions] img").all():
        assert crop.evaluate("each => each.naturalWidth") > 200
        expect(crop).to_be_visible()
    for hidden in ("[data-region-form]", ".page-turner", ".scan-toolbar", ".scan-canvas"):
        expect(page.locator(hidden)).to_be_hidden()
