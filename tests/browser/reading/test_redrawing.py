"""After a change only what differs is drawn anew, and what then stands there is what a reload would show."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, until
from tests.browser.editing.test_editing import fill_challenge, workshop

__all__ = ["workshop"]

# The picture without what only this page knows of it: what is open, highlighted or moved, and at which scale.
PICTURE = """() => {
  const svg = document.querySelector("#canvas svg.map").cloneNode(true);
  svg.removeAttribute("style");
  for (const handle of svg.querySelectorAll(".link-handle")) handle.remove();
  for (const group of svg.querySelectorAll("[class]")) {
    group.classList.remove("open", "highlighted", "moved", "link-origin");
  }
  // The order of attributes says nothing.
  for (const element of svg.querySelectorAll("*")) {
    const told = [...element.attributes].map(({ name, value }) => [name, value]).sort();
    for (const [name] of told) element.removeAttribute(name);
    for (const [name, value] of told) element.setAttribute(name, value);
  }
  return new XMLSerializer().serializeToString(svg);
}"""


def settled(page: Page) -> str:
    expect(page.locator(".moved")).to_have_count(0)
    told: str = page.evaluate(PICTURE)
    return told


def check_against_reload(page: Page) -> None:
    patched = settled(page)
    page.reload()
    page.locator("html[data-ready=yes]").wait_for(state="attached")
    assert patched == settled(page)


def save(page: Page) -> None:
    page.locator("#editing button.button-primary").click()
    expect(page.locator("#editing")).to_have_count(0)


@pytest.mark.one_in(2)
@pytest.mark.parametrize("words", ["Short.", "Much longer than it was before, so that the box grows. " * 6])
def test_a_changed_text_leaves_the_other_boxes_as_they_are(look: Open, workshop: str, words: str) -> None:
    page = look(f"{workshop}?record=F3")
    page.evaluate("window.kept = document.getElementById('n-P1')")
    page.get_by_role("link", name="Edit", exact=True).click()
    page.locator("#field-text").fill(words)
    save(page)
    expect(page.locator("#n-F3")).to_contain_text(words.split(".")[0])
    assert page.evaluate("window.kept === document.getElementById('n-P1')")
    check_against_reload(page)


def test_what_is_added_and_taken_back_comes_and_goes(look: Open, workshop: str) -> None:
    page = look(f"{workshop}?record=L22")
    page.get_by_role("link", name="Undercut", exact=True).click()
    fill_challenge(page, "Consent was asked for form's sake.")
    save(page)
    check_against_reload(page)
    page.keyboard.press("Control+z")
    expect(page.locator("#n-I24")).not_to_be_attached()
    check_against_reload(page)


def test_another_date_is_patched_into_the_same_picture(look: Open) -> None:
    page = look()
    for date in ("1990", "1998"):
        fresh = settled(look(f"/maps/korea-1950?as_of={date}"))
        page.locator("#controls [name=as_of]").fill(date)
        page.locator("#controls [name=as_of]").press("Enter")
        until(page, lambda wanted=fresh: page.evaluate(PICTURE) == wanted)  # type: ignore[misc] # bound to this turn
