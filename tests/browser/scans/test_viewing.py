"""A page image is zoomed, turned and moved; its regions show where they are and lead on."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import until
from tests.browser.everywhere.test_accessibility import faults
from tests.browser.narrowing import lost
from tests.browser.scans.conftest import OpenScan
from tests.browser.scans.stage import corners, drag, place, rest, zoom


def button(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    rest(page)


def test_the_buttons_zoom_turn_and_show_the_whole_page(scan: OpenScan) -> None:
    page = scan()
    rest(page)
    whole = zoom(page)
    button(page, "Zoom in")
    assert zoom(page) == pytest.approx(whole * 1.5, rel=0.01)
    button(page, "Zoom out")
    assert zoom(page) == pytest.approx(whole, rel=0.01)
    button(page, "Rotate view")
    (x1, y1), (x2, y2), *_ = corners(page)
    assert abs(x2 - x1) < 1 < y2 - y1
    expect(page.get_by_role("status")).to_have_text("The view is turned by 90 degrees.")
    button(page, "Zoom in")
    button(page, "Whole page")
    stage = page.locator("[data-scan-stage]").bounding_box()
    assert stage is not None
    for x, y in (place(page, 0, 0), place(page, 2480, 3508)):
        assert stage["x"] - 2 <= x <= stage["x"] + stage["width"] + 2
        assert stage["y"] - 2 <= y <= stage["y"] + stage["height"] + 2


def test_keys_and_the_wheel_move_and_zoom_the_view(scan: OpenScan) -> None:
    page = scan("/reading", height=1000)
    page.locator(".scan-surface").focus()
    tiles: list[str] = []
    page.on("request", lambda asked: tiles.append(asked.url))

    def tile_comes() -> bool:
        page.keyboard.press("+")
        return any(re.search(r"/images/\w+/[\d,]+/512,512/0/default.jpg$", each) for each in tiles)

    until(page, tile_comes)
    page.mouse.move(300, 500)
    page.mouse.wheel(0, -300)
    page.wait_for_timeout(300)
    assert page.evaluate("scrollY") == 0


def test_the_wheel_zooms_around_the_pointer(scan: OpenScan) -> None:
    page = scan()
    rest(page)
    before = zoom(page)
    x, y = place(page, 1000, 900)
    page.mouse.move(x, y)
    page.mouse.wheel(0, -200)
    rest(page)
    assert zoom(page) > before * 1.1
    assert place(page, 1000, 900) == pytest.approx((x, y), abs=2)


def test_dragging_over_regions_moves_the_page_and_opens_nothing(scan: OpenScan) -> None:
    page = scan("/form?x=300&y=1000&width=1500&height=700")
    rest(page)
    button(page, "Zoom in")
    x, y = place(page, 1350, 1400)
    drag(page, (1350, 1400), (1500, 1500))
    rest(page)
    moved = place(page, 1350, 1400)
    assert moved[0] - x == pytest.approx(150 * zoom(page), abs=2)
    assert moved[1] - y == pytest.approx(100 * zoom(page), abs=2)
    assert "/form" in page.url


def test_region_and_list_show_each_other_and_a_click_opens(scan: OpenScan) -> None:
    page = scan()
    rest(page)
    shapes, entries = page.locator(".region-shape"), page.locator("[data-regions] > li")
    page.mouse.move(*place(page, 700, 1700))
    expect(entries.nth(1)).to_have_class("highlighted")
    # The smaller one lies in the larger.
    page.mouse.move(*place(page, 1350, 1400))
    expect(entries.nth(2)).to_have_class("highlighted")
    expect(entries.nth(1)).not_to_have_class("highlighted")
    entries.nth(0).hover()
    expect(shapes.nth(0)).to_have_class("region-shape highlighted")
    page.mouse.move(5, 5)
    entries.nth(1).locator("a").focus()
    expect(shapes.nth(1)).to_have_class("region-shape highlighted")
    page.mouse.click(*place(page, 1350, 1400))
    page.wait_for_url("**/records/RG3")


def test_tab_leads_through_the_shapes_in_the_order_of_the_list_and_enter_opens(scan: OpenScan) -> None:
    page = scan()
    page.locator(".scan-surface").focus()
    names = []
    for _ in range(3):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
        expect(page.locator("[data-regions] > li").nth(len(names) - 1)).to_have_class("highlighted")
    assert names == ["Region 1: RG1", "Region 2: RG2", "Region 3: RG3"]
    page.keyboard.press("Enter")
    page.wait_for_url("**/records/RG3")


def test_a_region_that_gets_the_focus_out_of_sight_comes_into_view(scan: OpenScan) -> None:
    page = scan()
    rest(page)
    for _ in range(4):
        button(page, "Zoom in")
    stage = page.locator("[data-scan-stage]").bounding_box()
    assert stage is not None
    assert place(page, 1350, 1400)[1] < stage["y"]
    page.locator(".region-shape").nth(2).focus()
    rest(page)
    x, y = place(page, 1350, 1400)
    assert stage["x"] < x < stage["x"] + stage["width"]
    assert stage["y"] < y < stage["y"] + stage["height"]
    assert page.evaluate("document.querySelector('.scan-surface').scrollTop") == 0


def test_the_address_names_a_region_that_is_zoomed_to(scan: OpenScan) -> None:
    page = scan()
    rest(page)
    whole = zoom(page)
    page.goto(f"{page.url}#RG3")
    rest(page)
    assert zoom(page) > 2 * whole
    stage = page.locator("[data-scan-stage]").bounding_box()
    assert stage is not None
    middle = (stage["x"] + stage["width"] / 2, stage["y"] + stage["height"] / 2)
    assert place(page, 1350, 1400) == pytest.approx(middle, abs=3)
    again = scan("/scan#RG3")
    rest(again)
    assert zoom(again) == pytest.approx(zoom(page), rel=0.05)


def test_an_image_that_does_not_come_leaves_the_plain_picture(scan: OpenScan) -> None:
    page = scan("/broken", troubled=True)
    expect(page.get_by_role("status")).to_contain_text("The page cannot be zoomed now")
    expect(page.get_by_role("img", name="Page 1: folio 12r")).to_be_visible()
    assert page.locator(".scan-toolbar").count() == 0


def test_without_javascript_it_is_a_picture_a_list_and_a_form(scan: OpenScan) -> None:
    page = scan("/form", java_script_enabled=False)
    picture = page.get_by_role("img", name="Page 1: folio 12r")
    box = picture.bounding_box()
    assert box is not None
    assert box["height"] > 800
    expect(page.get_by_role("img", name="Crop of RG2")).to_be_visible()
    expect(page.locator("[name=width]")).to_be_editable()


def test_on_paper_stands_the_plain_picture_with_its_shapes(scan: OpenScan) -> None:
    page = scan()
    page.emulate_media(media="print")
    picture, shape = page.get_by_role("img", name="Page 1: folio 12r"), page.locator(".printed-shapes polygon").first
    expect(page.locator(".scan-canvas")).to_be_hidden()
    expect(page.locator(".scan-toolbar")).to_be_hidden()
    expect(page.get_by_role("img", name="Crop of RG2")).to_be_visible()
    whole, drawn = picture.bounding_box(), shape.bounding_box()
    assert whole is not None
    assert drawn is not None
    assert picture.evaluate("each => getComputedStyle(each).visibility") == "visible"
    assert (drawn["x"] - whole["x"]) / whole["width"] == pytest.approx(260 / 2480, abs=0.008)
    assert (drawn["y"] - whole["y"]) / whole["height"] == pytest.approx(680 / 3508, abs=0.008)


@pytest.mark.parametrize("address", ["/scan", "/form?x=300&y=1000&width=900&height=400", "/reading"])
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_axe_finds_no_fault_and_nothing_is_lost(scan: OpenScan, address: str, width: int, scheme: str) -> None:
    page = scan(address, width=width, height=844, color_scheme=scheme)
    if "form" in address:
        page.get_by_role("button", name="Mark a polygon").click()
    rest(page) if "reading" not in address else page.locator("[data-line]").nth(2).focus()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert faults(page) == []
    assert lost(page) == []


def test_targets_are_large_enough_for_fingers(scan: OpenScan) -> None:
    page = scan("/form", width=390, height=844, has_touch=True)
    for each in page.locator(".scan-toolbar button:visible, .region-sign circle, [data-regions] > li > a").all():
        box = each.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24


def test_whoever_wants_less_motion_gets_none(scan: OpenScan) -> None:
    page = scan(reduced_motion="reduce")
    rest(page)
    whole = zoom(page)
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(60)
    assert zoom(page) == pytest.approx(whole * 1.5, rel=0.001)


def test_buttons_and_shapes_speak_the_language_of_the_page(scan: OpenScan) -> None:
    page = scan("/translated")
    expect(page.get_by_role("button", name="Rechteck markieren")).to_be_visible()
    expect(page.locator(".region-shape").first).to_have_attribute("aria-label", "RG1 (1)")


def test_the_whole_window_can_be_the_stage(scan: OpenScan) -> None:
    page = scan()
    page.get_by_role("button", name="Full screen").click()
    expect(page.get_by_role("button", name="Full screen")).to_have_attribute("aria-pressed", "true")
    box = page.locator("[data-scan-stage]").bounding_box()
    assert box is not None
    assert box["width"] > 1400
    assert box["height"] > 780
    page.get_by_role("button", name="Full screen").click()
    expect(page.get_by_role("button", name="Full screen")).to_have_attribute("aria-pressed", "false")
