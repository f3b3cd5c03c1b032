"""Scripts speak the language of the page."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from api.phrases import messages
from tests.browser.conftest import Open
from tests.browser.editing.test_editing import workshop
from tests.marked_language import write_marked

__all__ = ["workshop"]


@pytest.fixture(autouse=True)
def marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_marked(tmp_path)
    monkeypatch.setattr(messages, "FOLDER", tmp_path)


def test_what_was_typed_comes_back_with_words_of_the_readers_language(look: Open, workshop: str) -> None:
    page = look(f"{workshop}/records/P3/edit", locale="de-DE")
    page.locator("#field-note").fill("Not saved yet.")
    page.reload()
    restored = page.locator(".save-status")
    expect(restored).to_contain_text("⟦What you wrote here without saving has been restored.⟧")
    restored.get_by_role("button", name="⟦Discard⟧").click()
    expect(page.locator("#field-note")).to_have_value("")


def test_a_new_picture_is_told_with_its_numbers_in_the_readers_language(look: Open, workshop: str) -> None:
    page = look(workshop, locale="de-DE")
    page.locator("[name=view]").select_option("argument")
    status = page.locator("#status")
    expect(status).to_contain_text("⟦The map now shows ")
    numbers = [page.locator(f"#canvas .{each}").count() for each in ("node", "edge")]
    expect(status).to_have_text(f"⟦The map now shows ⟦{numbers[0]} records⟧ and ⟦{numbers[1]} links⟧.⟧")


def test_a_change_is_taken_back_and_made_again_whatever_its_button_says(look: Open, workshop: str) -> None:
    page = look(f"{workshop}?record=P3", locale="de-DE")
    page.keyboard.press("Control+z")
    expect(page.locator("#status")).to_have_text("⟦Nothing to undo.⟧")
    page.locator("#panel .edit-toolbar [aria-keyshortcuts=e]").click()
    page.locator("#field-note").fill("Another note.")
    page.locator("#editing button.button-primary").click()
    note = page.locator("#panel .facts .preserve-lines", has_text="Another note.")
    expect(note).to_be_visible()
    page.locator("#last-change:not([data-redo]) button").click()
    expect(page.locator("#last-change[data-redo]")).to_be_visible()
    expect(note).to_have_count(0)
    page.locator("#last-change button").click()
    expect(note).to_be_visible()
    page.keyboard.press("Control+y")
    expect(page.locator("#status")).to_have_text("⟦Nothing to redo.⟧")


def test_on_an_english_page_scripts_speak_english(look: Open, workshop: str) -> None:
    page = look(workshop, locale="en-GB")
    page.keyboard.press("Control+z")
    expect(page.locator("#status")).to_have_text("Nothing to undo.")
