"""A historian enters a source: by keyboard alone, beside the map, and without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, until
from tests.browser.editing.test_editing import workshop

__all__ = ["workshop"]

PART = "[id='field-reference.{}.value']"


def tab_to(page: Page, selector: str) -> None:
    # Further than once round the page: a form that was laid out anew may begin behind where one stands.
    for _ in range(250):
        if page.locator(selector).first.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(selector)


def test_a_document_is_entered_by_keyboard_alone(look: Open, workshop: str) -> None:
    page = look(f"{workshop}/add?kind=source")
    page.locator("#field-title").focus()
    page.keyboard.type("Stalin to Shtykov")
    page.keyboard.press("Tab")
    page.keyboard.type("archival")
    # Laid out anew while one tabs on, the form keeps the focus, but the way from there to the archive may be longer.
    expect(page.locator("[data-layout][data-archive]")).to_have_attribute("data-type", page.input_value("#field-type"))
    tab_to(page, "#field-archive")
    page.keyboard.type("Russian")
    expect(page.locator(".reference-part label b").first).to_have_text("f.")
    expect(page.locator("#field-archive")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("AVPRF")
    for value in ("059a", "5a", "11", "", "3", "", "92-93"):
        page.keyboard.press("Tab")
        page.keyboard.type(value)
    expect(page.locator("[data-preview=note]")).to_have_text(
        "Stalin to Shtykov, n.d., f. 059a, op. 5a, p. 11, d. 3, ll. 92–93, "
        "Archive of Foreign Policy of the Russian Federation (AVPRF)."
    )
    tab_to(page, "[data-aspect=custody] textarea")
    page.keyboard.type("Copied in 1994.")
    tab_to(page, "[data-aspect=custody] .add-answer")
    page.keyboard.press("Enter")
    expect(page.locator("[data-aspect=custody] textarea").nth(1)).to_be_focused()
    page.keyboard.type("The copies agree.")
    tab_to(page, "#field-style")
    page.keyboard.type("GOST")
    # Russian was suggested with the archive, and GOST follows the language of the document.
    expect(page.locator("#field-language")).to_have_value("Russian")
    expect(page.locator("[data-preview=note]")).to_contain_text("АВПРФ. Ф. 059а. Оп. 5а. П. 11. Д. 3. Л. 92–93.")
    tab_to(page, "button.button-primary")
    page.keyboard.press("Enter")
    page.wait_for_url("**record=*")
    expect(page.locator("#panel h2")).to_have_text("Stalin to Shtykov")
    expect(page.locator("#panel")).to_contain_text("The copies agree.")
    expect(page.locator("#panel .citation-styles select")).to_have_value("gost")


def test_enter_in_a_field_saves(look: Open, workshop: str) -> None:
    page = look(f"{workshop}/records/doc-1950-01-19/edit")
    page.locator("#field-repository").fill("RGASPI")
    page.locator("#field-repository").press("Enter")
    page.wait_for_url("**record=doc-1950-01-19*")


def test_another_type_lays_the_form_out_and_keeps_what_was_typed(look: Open, workshop: str) -> None:
    page = look(f"{workshop}/add?kind=source")
    page.locator("#field-title").fill("A title")
    page.locator("#field-type").select_option("archival")
    # Behind what every source has, and its other titles.
    expect(page.locator("[data-group]").nth(2)).to_have_attribute("data-group", "kept")
    page.locator("#field-repository").fill("TNA")
    page.locator("#field-type").focus()
    page.locator("#field-type").select_option("article-journal")
    expect(page.locator("[data-group]").nth(2)).to_have_attribute("data-group", "published")
    expect(page.locator("#field-title")).to_have_value("A title")
    expect(page.locator("#field-repository")).to_be_visible()
    expect(page.locator("#field-repository")).to_have_value("TNA")
    expect(page.locator("#field-type")).to_be_focused()


def test_what_is_typed_while_the_form_is_laid_out_is_kept(look: Open, workshop: str) -> None:
    page = look(f"{workshop}/add?kind=source")
    page.locator("#field-title").fill("First")
    held = []
    page.route("**/form*", lambda route: route.continue_() if held else held.append(route))
    page.locator("#field-archive").select_option("american")
    until(page, lambda: bool(held))
    page.locator("#field-title").fill("Second")
    held[0].continue_()
    expect(page.locator(".reference-part label b").first).to_have_text("file")
    expect(page.locator("#field-title")).to_have_value("Second")


def test_a_draft_comes_back_in_the_layout_in_which_it_was_typed(look: Open, workshop: str) -> None:
    page = look(f"{workshop}/add?kind=source")
    page.locator("#field-title").fill("Half a source")
    page.locator("#field-archive").select_option("american")
    expect(page.locator(PART.format(2))).to_be_visible()
    page.locator(PART.format(2)).fill("4262")
    page.reload()
    expect(page.locator(".reference-part:has-text('box within')").first).to_be_hidden()
    expect(page.locator(".reference-part label b").nth(2)).to_have_text("box")
    expect(page.locator(PART.format(2))).to_have_value("4262")
    expect(page.locator("[data-preview=note]")).to_contain_text("box 4262")
    page.get_by_role("button", name="Discard").click()
    expect(page.locator(".reference-part:not(.free)")).to_have_count(0)
    expect(page.locator("#field-title")).to_have_value("")


def test_beside_the_map_the_form_stands_below_the_heading_of_the_page(look: Open, workshop: str) -> None:
    page = look(f"{workshop}?record=doc-1950-01-19")
    page.get_by_role("link", name="Edit", exact=True).click()
    expect(page.locator("#panel h2")).to_have_text("Edit doc-1950-01-19")
    assert page.locator("h1").count() == 1
    page.locator("#panel #field-archive").select_option("british")
    expect(page.locator(".reference-part label b").first).to_have_text("series")
    page.locator("#panel button.button-primary").click()
    expect(page.locator("#panel h2[data-label]")).to_be_focused()


def test_without_javascript_buttons_lay_the_form_out_and_preview_it(look: Open, workshop: str) -> None:
    page = look(f"{workshop}/add?kind=source", java_script_enabled=False)
    page.locator("#field-title").fill("A letter")
    page.locator("#field-archive").select_option("chinese")
    page.get_by_role("button", name="Show these parts").click()
    page.locator(PART.format(0)).fill("1011")
    page.locator("#field-style").select_option("archive")
    page.get_by_role("button", name="Preview citation").click()
    expect(page.locator("[data-preview=note]")).to_contain_text("1011")
    page.locator("#field-type").select_option("archival")
    page.get_by_role("button", name="Show fields for this type").click()
    expect(page.locator(PART.format(0))).to_have_value("1011")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#panel h2")).to_have_text("A letter")


@pytest.mark.parametrize("archive", ["russian", "american", "french"])
def test_at_320_pixels_the_form_is_no_wider_than_the_window(look: Open, workshop: str, archive: str) -> None:
    page = look(f"{workshop}/add?kind=source", width=320, height=700)
    page.locator("#field-archive").select_option(archive)
    expect(page.locator(".reference-part:not(.free)").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_citation_in_sight_covers_no_field_that_has_the_focus(look: Open, workshop: str) -> None:
    page = look(f"{workshop}/records/doc-1950-01-19/edit")
    page.locator("#field-title").focus()
    for _ in range(60):
        covered = page.evaluate(
            """(() => {
              const here = document.activeElement, over = document.querySelector(".citation-preview");
              if (over.contains(here) || here === document.body) return false;
              const one = here.getBoundingClientRect(), other = over.getBoundingClientRect();
              return one.top < other.bottom && one.bottom > other.top;
            })()"""
        )
        assert not covered, page.evaluate("document.activeElement.name")
        page.keyboard.press("Tab")


def test_where_the_server_is_out_of_reach_nothing_typed_is_lost_and_a_button_stays(look: Open, workshop: str) -> None:
    page = look(f"{workshop}?record=doc-1950-01-19", troubled=True)
    page.get_by_role("link", name="Edit", exact=True).click()
    page.locator("#field-note").fill("Written on a train")
    page.route("**/form*", lambda route: route.abort())
    page.locator("#field-archive").select_option("french")
    again = page.get_by_role("button", name="Show these parts")
    expect(again).to_be_visible()
    page.unroute("**/form*")
    again.click()
    expect(page.locator("h1")).to_have_text("Edit doc-1950-01-19")
    expect(page.locator("#field-note")).to_have_value("Written on a train")
    expect(page.locator(".reference-part label b").last).to_have_attribute("lang", "fr")
    expect(page.locator("[value='059a']")).to_be_visible()
