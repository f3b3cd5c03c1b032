"""Records are named in forms as they are called, and made in place where the map does not have them."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.editing.test_editing import put, workshop

__all__ = ["workshop"]


def offer(page: Page, label: str, words: str) -> None:
    page.get_by_label(label, exact=True).press_sequentially(words)


def test_choosing_in_one_field_never_writes_into_another(look: Open, server: str, workshop: str) -> None:
    july = {"format": "sicetnon/1", "title": "July", "agents": [{"id": "A1", "name": "Bethmann Hollweg"}]}
    put(server, f"/api/v1/maps/july{workshop.rpartition('-')[2]}", july)
    page = look(f"{workshop}/add?kind=claim")
    page.locator("#field-text").fill("Berlin gave a blank cheque.")
    offer(page, "Held by", "Bethm")
    expect(page.locator("[role=listbox]:visible [role=option]").first).to_contain_text("from map July")
    page.locator("[role=listbox]:visible [role=option]").first.click()
    expect(page.locator("#field-text")).to_have_value("Berlin gave a blank cheque.")
    expect(page.locator(".selected-values:visible li")).to_contain_text("Bethmann Hollweg")
    page.locator("#field-kind").select_option("finding")
    page.locator("#editing button.button-primary").click()
    expect(page.locator("#panel .facts").first).to_contain_text("Bethmann Hollweg")


def test_an_agent_is_created_where_it_is_named_and_undone_with_the_record(look: Open, workshop: str) -> None:
    page = look(f"{workshop}?record=P3")
    page.get_by_role("link", name="Edit", exact=True).click()
    offer(page, "Held by", "Joseph Stalyn")
    page.get_by_role("option", name="Create “Joseph Stalyn” person, family name Stalyn").click()
    expect(page.locator(".field:has(#field-held_by) .alike")).to_contain_text("Stalin")
    page.locator("#editing button.button-primary").click()
    expect(page.locator("#panel .facts").first).to_contain_text("Joseph Stalyn")
    page.locator("#last-change").get_by_role("button", name="Undo").click()
    expect(page.locator("#panel .facts").first).not_to_contain_text("Joseph Stalyn")


def test_what_is_chosen_shows_its_name_and_not_its_code(look: Open, workshop: str) -> None:
    page = look(f"{workshop}/add?kind=claim")
    offer(page, "Held by", "Gaddis")
    page.locator("[role=listbox]:visible [role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".field:has(#field-held_by) .selected-values li")).to_contain_text("John Lewis Gaddis")
    page.get_by_label("Held by", exact=True).press("Backspace")
    expect(page.locator(".field:has(#field-held_by) .selected-values li")).to_have_count(0)
    offer(page, "Source", "telegram")
    page.locator("[role=listbox]:visible [role=option]").first.click()
    expect(page.get_by_label("Source", exact=True)).to_have_value(re.compile(r"\w+ \w+"))


@pytest.mark.parametrize("height", [360, 844])
def test_what_is_offered_opens_in_sight(look: Open, workshop: str, height: int) -> None:
    page = look(f"{workshop}/add?kind=claim", width=390, height=height)
    field = page.get_by_label("Held by", exact=True)
    field.scroll_into_view_if_needed()
    field.press_sequentially("a")
    shown = page.locator("[role=listbox]:visible")
    expect(shown).to_be_visible()
    box = shown.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= height


def test_a_document_with_a_new_author_takes_one_form_without_scripts(look: Open, workshop: str) -> None:
    page = look(f"{workshop}/add?target=P3&relation=challenges", java_script_enabled=False, troubled=True)
    page.locator("#field-new").select_option("evidence")
    page.get_by_label("What it says", exact=True).fill("Moscow had told him.")
    page.get_by_label("Source", exact=True).fill("Letter to Pyongyang")
    page.get_by_text("If the source is not in the map yet").click()
    page.locator("[id='field-source.type']").select_option("archival")
    page.locator("[id='field-source.author']").fill("Terenty Shtykovsky")
    page.locator("#editing button.button-primary").click()
    expect(page.get_by_text("“Letter to Pyongyang” is not in this map yet").last).to_be_visible()
    for choice in page.get_by_label(re.compile("^Create “")).all():
        choice.check()
    page.locator("#editing button.button-primary").click()
    page.get_by_label("Create “Terenty Shtykovsky” person, family name Shtykovsky").check()
    page.locator("#editing button.button-primary").click()
    expect(page.locator("#panel")).to_contain_text("Letter to Pyongyang")
