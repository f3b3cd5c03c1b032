"""Whom and what a comment can mention is offered as one types, in sight, and taken by keyboard or finger."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open

PAGE = "/maps/korea-1950/discussion"


@pytest.mark.parametrize(("width", "height"), [(390, 664), (1440, 700)])
def test_records_are_offered_in_sight_and_taken_by_keyboard(look: Open, width: int, height: int) -> None:
    page = look(PAGE, width=width, height=height)
    field = page.locator("#comment-on-map")
    field.focus()
    field.press_sequentially("See @Gottwald")
    options = page.locator(".mention-suggestions [role=option]")
    expect(options.first).to_be_visible()
    box = page.locator(".mention-suggestions").bounding_box()
    assert box is not None
    assert box["y"] >= 0
    assert box["y"] + min(box["height"], 120) <= height
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    label = options.first.locator("b").inner_text()
    field.press("Enter")
    expect(field).to_have_value(f"See {label} ")
    expect(page.locator(".mention-suggestions")).to_be_hidden()
    field.press_sequentially("and @Stalin")
    expect(options.first).to_be_visible()
    field.press("Escape")
    expect(page.locator(".mention-suggestions")).to_be_hidden()
    expect(field).to_have_value(f"See {label} and @Stalin")


def test_what_is_pressed_while_a_list_is_open_is_pressed(look: Open) -> None:
    page = look(PAGE, width=1440, height=900)
    field = page.locator("#comment-on-map")
    field.focus()
    field.press_sequentially("Sent while @Gottwald")
    expect(page.locator(".mention-suggestions [role=option]").first).to_be_visible()
    page.locator("form:has(#comment-on-map) button").click()
    expect(page.locator("main article, main li").filter(has_text="Sent while")).not_to_have_count(0)
    expect(field).to_have_value("")
