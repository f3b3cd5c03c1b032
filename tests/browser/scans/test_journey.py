"""A letter comes as three images; what is marked on it becomes evidence, and is seen wherever that is read."""

import re
from collections.abc import Callable
from itertools import count

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open, until
from tests.browser.scans.letters import HEIGHT, LEFT, LINE_WIDTH, TOP, WIDTH, find_line, write_letter
from tests.browser.scans.scanned_maps import ask, attach_to_finding, put_korea, read
from tests.browser.scans.stage import Fingers, read_place_fields

NUMBERS = count(1)
WORDS = "Tell him all this, and say once more that I am ready to help him in this matter."
SUMMARY = "He is ready to help."
# Around the first two lines of the second page.
BEGIN, END = (LEFT - 15, TOP - 12), (LEFT + LINE_WIDTH + 10, TOP + 130)
FILES = [
    {"name": f"letter-{number}.jpg", "mimeType": "image/jpeg", "buffer": write_letter(number)} for number in (1, 2, 3)
]


@pytest.fixture
def archive_map(server: str) -> str:
    """A copy of the Korea map that the test may change, by its address."""
    return put_korea(server, f"letters-{next(NUMBERS)}")


def upload(page: Page) -> None:
    """Add the letter by the form of the list of scans, which leads to its first page."""
    page.locator("#field-files").set_input_files(FILES)
    page.locator("#field-title").fill("Letter to the ambassador")
    page.get_by_role("button", name="Add scan").click()
    expect(page.get_by_role("heading", name="Letter to the ambassador")).to_be_visible()


def ready(page: Page) -> None:
    """Wait until the view of a page image is there, and at rest."""
    page.locator("html[data-ready=yes][data-scans=ready]").wait_for(state="attached")
    page.wait_for_timeout(300)


def spot(page: Page, x: float, y: float) -> tuple[float, float]:
    """Return where a pixel of the page image stands in the window, as long as the page is shown whole in its stage."""
    box = page.locator("[data-scan-stage]").bounding_box()
    assert box is not None
    scale = min(box["width"] / WIDTH, box["height"] / HEIGHT)
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    return middle[0] + (x - WIDTH / 2) * scale, middle[1] + (y - HEIGHT / 2) * scale


def open_second_page(page: Page) -> None:
    page.get_by_role("link", name="Next page").click()
    page.wait_for_url("**page=2*")
    ready(page)


def expect_marked(page: Page) -> None:
    """What was drawn from `BEGIN` to `END` stands in the form, as near as a pixel of the window is one of the image."""
    until(page, lambda: page.locator("[name=width]").input_value() != "")
    wanted = [*BEGIN, END[0] - BEGIN[0], END[1] - BEGIN[1]]
    assert read_place_fields(page) == pytest.approx(wanted, abs=8)


def mark_by_mouse(look: Open, address: str) -> Page:
    page = look(f"{address}/scans")
    upload(page)
    open_second_page(page)
    page.get_by_role("button", name="Mark a rectangle").click()
    page.wait_for_timeout(300)
    page.mouse.move(*spot(page, *BEGIN))
    page.mouse.down()
    page.mouse.move(*spot(page, 600, 380), steps=4)
    page.mouse.move(*spot(page, *END), steps=4)
    page.mouse.up()
    expect_marked(page)
    page.get_by_role("button", name="Done").click()
    page.get_by_label("What is written there").fill(WORDS)
    page.get_by_role("button", name="Make it evidence").click()
    page.get_by_label("What the passage says").fill(SUMMARY)
    page.locator("#field-source").fill("doc-1950-01-30")
    page.get_by_role("button", name="Add", exact=True).click()
    return page


def mark_by_touch(look: Open, address: str) -> Page:
    page = look(f"{address}/scans", width=390, height=844, has_touch=True)
    upload(page)
    page.get_by_role("link", name="Next page").tap()
    page.wait_for_url("**page=2*")
    ready(page)
    page.get_by_role("button", name="Mark a rectangle").tap()
    page.wait_for_timeout(300)
    Fingers(page).drag(spot(page, *BEGIN), spot(page, *END))
    expect_marked(page)
    page.get_by_role("button", name="Done").tap()
    page.get_by_label("What is written there").fill(WORDS)
    page.get_by_role("button", name="Make it evidence").tap()
    page.get_by_label("What the passage says").fill(SUMMARY)
    page.locator("#field-source").fill("doc-1950-01-30")
    page.get_by_role("button", name="Add", exact=True).tap()
    return page


def tab_to(page: Page, wanted: Locator) -> None:
    """Go on with Tab until something has the focus."""
    for _ in range(80):
        if wanted.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {wanted}.")


def follow(page: Page, wanted: Locator) -> None:
    tab_to(page, wanted)
    page.keyboard.press("Enter")


def mark_by_keyboard(look: Open, address: str) -> Page:
    page = look(f"{address}/scans")
    page.add_init_script(
        "for (const name of ['pointerdown', 'pointermove', 'mousedown', 'touchstart'])"
        "addEventListener(name, () => sessionStorage.setItem('pointed', name), true)"
    )
    page.reload()
    page.locator("#field-files").set_input_files(FILES)
    tab_to(page, page.locator("#field-title"))
    page.keyboard.type("Letter to the ambassador")
    page.keyboard.press("Enter")
    page.wait_for_url("**/scans/SC1?*")
    page.goto(page.url.partition("/scans/")[0] + "/scans")
    page.locator("html[data-ready=yes]").wait_for(state="attached")
    follow(page, page.get_by_role("link", name="Letter to the ambassador"))
    page.wait_for_url("**/scans/SC1")
    ready(page)
    follow(page, page.get_by_role("link", name="Next page"))
    page.wait_for_url("**page=2*")
    ready(page)
    follow(page, page.get_by_role("button", name="Mark a rectangle"))
    page.keyboard.press("Enter")
    for key, side, far in (("ArrowUp", "y", BEGIN[1]), ("ArrowLeft", "x", BEGIN[0])):
        while int(page.locator(f"[name={side}]").input_value()) > far:
            page.keyboard.press(key)
    for key, side, far in (("ArrowRight", "width", END[0] - BEGIN[0]), ("ArrowUp", "height", END[1] - BEGIN[1])):
        while (int(page.locator(f"[name={side}]").input_value()) - far) * (1 if side == "height" else -1) > 0:
            page.keyboard.press(f"Shift+{key}")
    page.keyboard.press("Enter")
    expect(page.get_by_label("What is written there")).to_be_focused()
    page.keyboard.type(WORDS)
    follow(page, page.get_by_role("button", name="Make it evidence"))
    page.wait_for_url("**/mark?*")
    page.locator("html[data-ready=yes]").wait_for(state="attached")
    tab_to(page, page.get_by_label("What the passage says"))
    page.keyboard.press("Control+A")
    page.keyboard.type(SUMMARY)
    tab_to(page, page.locator("#field-source"))
    page.keyboard.type("doc-1950-01-30")
    page.keyboard.press("Escape")
    follow(page, page.get_by_role("button", name="Add", exact=True))
    page.wait_for_url("**#RG1")
    assert page.evaluate("sessionStorage.getItem('pointed')") is None
    return page


def expect_shown(page: Page, crop: Locator) -> None:
    """A picture is there for whoever looks, and not broken, on the screen and on paper."""
    crop.scroll_into_view_if_needed()
    until(page, lambda: crop.evaluate("each => each.complete && each.naturalWidth > 0"))
    for media in ("print", "screen"):
        page.emulate_media(media=media)
        expect(crop).to_be_visible()
        wide, high, shown_wide, shown_high = crop.evaluate(
            "e => [e.naturalWidth, e.naturalHeight, e.getBoundingClientRect().width, e.getBoundingClientRect().height]"
        )
        assert wide > 300
        assert shown_wide / shown_high == pytest.approx(wide / high, rel=0.06), media


def crop_on(page: Page, address: str, image: str) -> Locator:
    return page.locator(f'main img[src^="{address}/scans/SC1/images/{image}/"][src*="/!"]:not([src*="/full/"])').first


@pytest.mark.one_in(3)
@pytest.mark.parametrize("mark", [mark_by_mouse, mark_by_touch, mark_by_keyboard])
def test_what_is_marked_becomes_evidence_and_is_seen_wherever_that_is_read(
    look: Open, server: str, archive_map: str, mark: Callable[[Open, str], Page]
) -> None:
    page = mark(look, archive_map)
    page.wait_for_url("**#RG1")
    ready(page)
    # The image is what one sees first, and not the entry of the region in the list.
    expect(page.locator("[data-scan-stage]")).to_be_in_viewport(ratio=0.8)
    region = read(server, f"/api/v1{archive_map}/regions/RG1")[0]
    evidence = read(server, f"/api/v1{archive_map}/evidence/{region['bodies'][0]}")[0]
    assert (evidence["summary"], evidence["quotation"], evidence["locator"]) == (SUMMARY, WORDS, "image 2")
    for left, top, width, height in (find_line(0), find_line(1)):
        assert region["x"] <= left
        assert left + width <= region["x"] + region["width"] + 12
        assert region["y"] <= top
        assert top + height <= region["y"] + region["height"] + 12
    attach_to_finding(server, archive_map, evidence["id"])
    expect(page.locator(".region-shape")).to_have_attribute("aria-label", re.compile("Region 1: RG1"))
    places = (
        "/scans/SC1?page=2",
        f"/records/{evidence['id']}",
        "/records/RG1",
        "/outline",
        "/ledger",
        f"/outline?record={evidence['id']}",
    )
    for place in places:
        page.goto(server + archive_map + place)
        expect_shown(page, crop_on(page, archive_map, region["image"]))
    # A click on it leads to its place.
    page.goto(f"{server}{archive_map}/records/{evidence['id']}")
    crop_on(page, archive_map, region["image"]).click()
    page.wait_for_url("**/scans/SC1?page=2#RG1")
    ready(page)
    # It goes out with the map, and comes in with it elsewhere.
    document = read(server, f"/api/v1{archive_map}")[0]
    again = f"{archive_map}-again"
    ask(server, f"/api/v1{again}", "PUT", {**document, "slug": again.rpartition("/")[2]})
    for place in places:
        page.goto(server + again + place)
        expect_shown(page, crop_on(page, again, region["image"]))


def test_without_javascript_its_place_is_given_in_numbers(look: Open, server: str, archive_map: str) -> None:
    page = look(f"{archive_map}/scans", java_script_enabled=False, troubled=True)
    upload(page)
    page.get_by_role("link", name="Next page").click()
    expect(page.get_by_role("img", name="Page 2 of Letter to the ambassador")).to_be_visible()
    # Nothing is given yet, and the page, which is the same one, says so beside the numbers.
    page.get_by_role("button", name="Make it evidence").click()
    expect(page.get_by_role("alert")).to_contain_text("Draw a region on the page")
    for name, value in zip(("From the left", "From the top", "Width", "Height"), (140, 318, 970, 125), strict=True):
        page.get_by_label(name).fill(str(value))
    page.get_by_label("What is written there").fill(WORDS)
    page.get_by_role("button", name="Make it evidence").click()
    expect(page.get_by_role("img", name="The region", exact=True)).to_be_visible()
    page.get_by_label("What the passage says").fill(SUMMARY)
    page.locator("#field-source").fill("doc-1950-01-30")
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_url("**#RG1")
    expect(page.get_by_role("img", name="The region RG1")).to_be_visible()
    assert "page=2" in page.url
    # A polygon by its corners, while the record stands beside it.
    page.get_by_text("Place in pixels", exact=True).click()
    page.get_by_label("Corners of a polygon").fill("140,520 1000,520 1100,730")
    page.get_by_role("button", name="Attach it to existing records").click()
    page.get_by_label("Records").fill("F1")
    page.get_by_role("button", name="Attach", exact=True).click()
    page.wait_for_url("**#RG2")
    region = read(server, f"/api/v1{archive_map}/regions/RG2")[0]
    assert (region["points"], region["bodies"]) == ([[140, 520], [1000, 520], [1100, 730]], ["F1"])
    # Pages get names and another order, in which their regions stay on them.
    page.get_by_role("link", name="Add, name and order pages").click()
    page.locator("[name='name.2']").fill("fol. 13r")
    page.locator("[name='place.2']").fill("9")
    page.get_by_role("button", name="Save pages").click()
    page.goto(f"{server}{archive_map}/scans/SC1?page=3")
    expect(page.get_by_role("img", name="Page fol. 13r of")).to_be_visible()
    expect(page.get_by_role("img", name="The region RG2")).to_be_visible()


def test_its_title_is_changed_in_the_form(look: Open, archive_map: str) -> None:
    page = look(f"{archive_map}/scans")
    upload(page)
    ready(page)
    page.get_by_role("link", name="Edit title and source").click()
    page.wait_for_url("**/edit")
    # Fields that offer records are made anew by the script.
    page.locator("html[data-ready=yes]").wait_for(state="attached")
    page.get_by_label("Title").fill("Telegram of January")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Look at this scan").or_(page.locator("[data-scan-stage]"))).to_be_visible()
    expect(page.locator("main")).to_contain_text("Telegram of January")
