"""A transcription beside the page image: a line of one shows the line of the other."""

import pytest
from playwright.sync_api import FloatRect, Page, expect

from tests.browser.scans.archive import FIRST_LINE, HEIGHT, LINE_HEIGHT, LINE_STEP, LINE_WIDTH, WIDTH
from tests.browser.scans.conftest import OpenScan


def outlined(page: Page) -> FloatRect:
    """Return the box that is drawn on the image."""
    box = page.locator(".line-outline polygon.line").bounding_box()
    assert box is not None
    return box


def stage(page: Page) -> FloatRect:
    box = page.locator("[data-scan-stage]").bounding_box()
    assert box is not None
    return box


def scale(page: Page) -> float:
    """Pixels of the window that one of the image takes: the page stands whole in the stage, and as high as it is."""
    return (stage(page)["height"] - 2) / HEIGHT


def height_of(page: Page, number: int) -> float:
    """Where the middle of a line stands in the window."""
    return stage(page)["y"] + 1 + scale(page) * (FIRST_LINE + number * LINE_STEP + LINE_HEIGHT / 2)


def test_a_line_that_is_pointed_at_shows_where_it_stands(scan: OpenScan) -> None:
    page = scan("/reading")
    page.wait_for_timeout(500)
    for number in (2, 5):
        page.locator("[data-line]").nth(number).hover()
        box = outlined(page)
        assert box["y"] + box["height"] / 2 == pytest.approx(height_of(page, number), abs=2)
        assert box["width"] == pytest.approx(LINE_WIDTH * scale(page), abs=6)
    page.mouse.move(5, 5)
    expect(page.locator(".line-outline polygon.line")).to_have_attribute("points", "")


def test_arrow_keys_lead_from_line_to_line(scan: OpenScan) -> None:
    page = scan("/reading")
    page.wait_for_timeout(500)
    lines = page.locator("[data-line]")
    assert [each.get_attribute("tabindex") for each in lines.all()].count("0") == 1
    lines.first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(lines.nth(2)).to_be_focused()
    box = outlined(page)
    assert box["y"] + box["height"] / 2 == pytest.approx(height_of(page, 2), abs=2)
    page.keyboard.press("End")
    expect(lines.last).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(lines.last).to_be_focused()
    page.keyboard.press("Home")
    expect(lines.first).to_be_focused()


def test_a_click_on_the_image_leads_to_the_line(scan: OpenScan) -> None:
    page = scan("/reading", width=390, height=700, has_touch=True)
    page.wait_for_timeout(500)
    last = page.locator("[data-line]").last
    text = page.locator("[data-line-boxes]").bounding_box()
    assert text is not None
    box = last.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] > text["y"] + text["height"]
    across = stage(page)["x"] + stage(page)["width"] / 2
    page.touchscreen.tap(across, height_of(page, 8))
    expect(last).to_have_class("highlighted")
    expect(last).to_be_in_viewport()
    # Beside the lines there is none.
    page.touchscreen.tap(across, height_of(page, 8) + LINE_STEP * 2 * scale(page))
    expect(last).not_to_have_class("highlighted")


def test_they_stand_beside_each_other_and_on_a_phone_above_each_other(scan: OpenScan) -> None:
    page = scan("/reading")
    text = page.locator("[data-line-boxes]").bounding_box()
    assert text is not None
    assert text["x"] > stage(page)["x"] + stage(page)["width"]
    page.set_viewport_size({"width": 390, "height": 844})
    text = page.locator("[data-line-boxes]").bounding_box()
    assert text is not None
    assert text["y"] > stage(page)["y"] + stage(page)["height"]
    assert WIDTH * scale(page) < stage(page)["width"]
