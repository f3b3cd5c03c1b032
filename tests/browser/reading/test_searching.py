"""A search is narrowed down by keyboard, on a desk and on a phone."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Open


def test_a_search_is_narrowed_down_and_widened_again_by_keyboard(look: Open) -> None:
    # Of one map: what other tests make of theirs on the same server is not to be counted here.
    page = look("/search?q=Stalin&map=korea-1950", java_script_enabled=False)
    page.locator("#facets").get_by_role("link", name=re.compile("^finding")).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".search-hits .hit-heading b")).to_have_count(17)
    expect(page.get_by_role("status")).to_contain_text("17 records of ")
    page.get_by_role("link", name="Remove: Kind: finding").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("92 records")


def test_on_a_phone_the_facets_stand_below_and_a_link_leads_there(look: Open) -> None:
    page = look("/search?q=Stalin&kind=finding", width=320, height=640)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("link", name="Narrow down").click()
    expect(page.locator("#facets h2")).to_be_in_viewport()
