"""Interpretations are chosen and set side by side, and stand one above the other on a phone."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Open


def test_a_second_reading_is_chosen_by_keyboard_from_the_record_of_the_first(look: Open) -> None:
    page = look("/maps/korea-1950?record=I6")
    page.get_by_role("link", name="Compare with another interpretation").focus()
    page.keyboard.press("Enter")
    page.locator("#right").focus()
    page.keyboard.type("I7")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"left=I6&right=I7$"))
    expect(page.locator(".differences")).to_contain_text("I7 undercuts the link")


def test_on_a_phone_one_stands_above_the_other(look: Open) -> None:
    page = look("/maps/korea-1950/compare?left=I6&right=I7", width=320, height=700)
    one, other = (
        page.locator(f".comparison-table td[data-column=I{number}]").first.bounding_box() for number in (6, 7)
    )
    assert one is not None
    assert other is not None
    assert one["y"] + one["height"] <= other["y"] + 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
