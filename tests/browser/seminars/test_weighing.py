"""A reader sets a document aside, sees what turns, reads why, and shares the state with somebody elsewhere."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.seminars.test_supposing import tab_to

MAP = "/maps/korea-1950"
WORK = "kim-stueck-2008"
# Without that work P3, which was contested, falls.
TURNED = "#turned .turned-list > li"


def read_turned(page: Page) -> list[str]:
    return [" ".join(words.split()) for words in page.locator(TURNED).all_inner_texts()]


def test_a_reader_sets_a_document_aside_reads_why_and_shares_what_they_see(look: Open) -> None:
    page = look(MAP)
    page.keyboard.press("w")
    page.wait_for_url(f"**{MAP}/weighing*")
    expect(page.locator("#turned")).to_contain_text("Nothing is set aside yet.")
    page.get_by_label("Find a document, archive or person").fill("stueck lure")
    page.locator(f"input[value='{WORK}']").check()
    expect(page.locator(TURNED).first).to_be_visible()
    turned = read_turned(page)
    assert [each.split(" → ")[1].split()[:3] for each in turned if each.startswith("P3 ")] == [
        ["becomes", "✗", "falls"]
    ]
    page.get_by_role("link", name=re.compile("why ?: P3$")).click()
    page.wait_for_url(f"**/weighing/P3?*{WORK}*")
    expect(page.locator("main")).to_contain_text("falls")
    page.go_back()
    expect(page.locator(TURNED).first).to_be_visible()
    assert f"without={WORK}" in page.url
    assert page.locator("#share-link").input_value() == page.url
    # Somebody else, on a phone in the dark.
    other = look("/" + page.url.split("/", 3)[3], width=390, height=844, color_scheme="dark")
    assert read_turned(other) == turned
    expect(other.locator(f"input[value='{WORK}']")).to_be_checked()


def test_the_same_goes_with_the_keyboard_alone(look: Open) -> None:
    page = look(MAP)
    page.keyboard.press("w")
    page.wait_for_url(f"**{MAP}/weighing*")
    tab_to(page, "Find a document, archive or person")
    page.keyboard.type("stueck lure")
    tab_to(page, "Kim and Stueck")
    page.keyboard.press("Space")
    expect(page.locator(TURNED).first).to_be_visible()
    expect(page.locator(f"input[value='{WORK}']")).to_be_focused()
    tab_to(page, "See what changed")
    page.keyboard.press("Enter")
    tab_to(page, "why: P3")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/weighing/P3?*{WORK}*")


def test_without_scripts_the_switches_are_a_form(look: Open) -> None:
    page = look(f"{MAP}/weighing", java_script_enabled=False)
    page.locator(f"input[value='{WORK}']").check()
    page.get_by_role("button", name="Weigh").first.click()
    assert f"without={WORK}" in page.url
    assert any(each.startswith("P3 ") for each in read_turned(page))


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_what_turned_is_seen_first(look: Open, width: int, height: int) -> None:
    page = look(f"{MAP}/weighing?without={WORK}", width=width, height=height, kept=True)
    box = page.locator(TURNED).first.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= height
