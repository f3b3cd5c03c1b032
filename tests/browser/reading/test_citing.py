"""Citations copied and restyled, by mouse and by keyboard."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open

RECORD = "#panel [data-citing]"


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_another_style_is_shown_at_once_and_remembered(look: Open) -> None:
    page = look("/maps/korea-1950?record=E3")
    page.locator(f"{RECORD} select").select_option("gost")
    expect(page.locator(f"{RECORD} [data-form=short]")).to_have_text("АВПРФ. Ф. 059а. Оп. 5а. П. 11. Д. 3. Л. 87–91.")
    page.reload()
    expect(page.locator(f"{RECORD} select")).to_have_value("gost")
    expect(page.locator("#cite-map select")).to_have_value("gost")


def test_a_citation_is_copied_by_keyboard_and_that_is_said(look: Open) -> None:
    page = look("/maps/korea-1950?record=I8", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy: first mention").focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"{RECORD} [role=status]")).to_have_text("Copied")
    assert clipboard(page).startswith("Shen Zhihua [沈志华], “Sino-Soviet Relations and the Origins of the Korean War")


def test_a_record_that_is_opened_later_can_be_copied_too(look: Open) -> None:
    page = look()
    page.locator("#n-P1").click()
    expect(page.get_by_role("button", name="Copy: first mention")).to_be_visible()
    expect(page.locator(f"{RECORD} form button")).to_be_hidden()


def test_a_map_is_cited_behind_a_disclosure(look: Open) -> None:
    page = look()
    page.locator("#cite-map summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#cite-map [data-form=note]")).to_contain_text(
        re.compile(r"argument map korea-1950, version \d")
    )
    expect(page.locator("#cite-map").get_by_role("link", name="BibTeX")).to_be_visible()


def test_without_javascript_a_button_shows_the_style(look: Open) -> None:
    page = look("/maps/korea-1950/records/E3", java_script_enabled=False)
    page.locator("#record select[name=style]").select_option("gost")
    page.locator("#record [data-citing] form button").click()
    expect(page.locator("#record [data-form=short]")).to_contain_text("АВПРФ")
    expect(page.locator("#record [data-copy]").first).to_be_hidden()
