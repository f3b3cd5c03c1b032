"""Files brought into a map, and a map made of files, with the keyboard; and what is told while that takes its time."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Open
from tests.browser.everywhere.test_accessibility import LOOKS, faults
from tests.browser.narrowing import lost

ADDRESS = "/maps/bare/import"
SHEET = (
    "Behauptung;Beleg;Fundstelle;Anmerkung\r\n"
    "Kim wollte den Krieg.;Kim drängt auf den Angriff.;Telegramm an Stalin, 19. Januar 1950;Abschrift\r\n"
    "Mao zögerte.;Mao bittet um Aufschub.;Gespräch in Peking, 13. Mai 1950;\r\n"
)


def choose_file(page: Page, name: str = "Auszüge.csv", data: bytes = SHEET.encode("cp1252")) -> None:
    page.locator("#import-files").set_input_files([{"name": name, "mimeType": "text/csv", "buffer": data}])


def go_to(page: Page, selector: str) -> None:
    """Press the tabulator until an element has the focus."""
    element = page.locator(selector)
    for _ in range(60):
        if element.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The keyboard does not reach {selector}.")


def choose(page: Page, selector: str, words: str) -> None:
    """Choose in a list by typing the beginning of what is in it."""
    go_to(page, selector)
    page.keyboard.type(words)


def test_a_german_sheet_comes_in_by_choosing_its_columns_with_the_keyboard(look: Open) -> None:
    page = look(ADDRESS)
    choose_file(page)
    go_to(page, "#import form button.button-primary")
    page.keyboard.press("Enter")
    expect(page.locator("#import h2")).to_have_text("What would come in")
    expect(page.locator("#import h2")).to_be_focused()
    expect(page.get_by_label("What the column “Beleg” holds")).to_contain_text("not understood")
    choose(page, "[name='kind.0.0']", "evidence")
    choose(page, "[name='column.0.0.0']", "leave it out")
    choose(page, "[name='column.0.0.1']", "What the passage says")
    choose(page, "[name='column.0.0.2']", "Source")
    go_to(page, ".sheet-columns button")
    page.keyboard.press("Enter")
    expect(page.locator(".change-list")).to_contain_text("Kim drängt auf den Angriff.")
    expect(page.locator(".sheet-columns summary")).to_be_focused()
    expect(page.get_by_label("What the column “Fundstelle” holds")).to_have_value("source")
    expect(page.locator("#import")).not_to_contain_text("is unknown for records")
    go_to(page, "#import button[name=confirmed]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/history?*done=*")
    records = page.request.get(page.url.partition("/maps/")[0] + "/api/v1/maps/bare").json()
    assert {each["summary"]: each.get("note", "") for each in records["evidence"]} == {
        "Kim drängt auf den Angriff.": "Abschrift",
        "Mao bittet um Aufschub.": "",
    }
    assert len(records["sources"]) == 2
    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_role("button", name="Redo")).to_be_visible()
    assert "evidence" not in page.request.get(page.url.partition("/maps/")[0] + "/api/v1/maps/bare").json()


def test_what_is_being_done_is_told_and_can_be_stopped(look: Open) -> None:
    page = look(ADDRESS, troubled=True)
    held: list[Route] = []
    page.route("**/import", lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    choose_file(page)
    page.locator("#import form button.button-primary").click()
    told = page.locator("[data-progress] [role=status]")
    expect(told).to_have_text("Sending the files …")
    expect(page.locator("[data-progress] progress")).to_be_visible()
    expect(page.locator("#import form")).to_have_attribute("aria-busy", "true")
    # What takes its time takes nothing of the page.
    page.locator("#import-format").select_option("csv")
    page.get_by_role("button", name="Stop").click()
    expect(told).to_have_text("Stopped. Nothing was written.")
    expect(page.get_by_role("button", name="Stop")).to_be_hidden()
    page.unroute("**/import")
    page.locator("#import form button.button-primary").click()
    expect(page.locator("#import h2")).to_have_text("What would come in")


def test_a_map_is_made_of_files_without_scripts(look: Open) -> None:
    page = look("/new", java_script_enabled=False)
    page.get_by_role("link", name="make it of files").click()
    choose_file(page, "Auszüge aus Akten.csv", b"text;note\nOne.;first\n")
    page.locator("#import form button.button-primary").click()
    expect(page.locator("#field-title")).to_have_value("Auszüge aus Akten")
    page.get_by_role("button", name="Create map").click()
    page.wait_for_url("**/maps/auszuge-aus-akten?view=*")


@pytest.mark.parametrize(
    ("scheme", "width"), [pytest.param(*each, marks=pytest.mark.soak if each in LOOKS[2:] else []) for each in LOOKS]
)
def test_axe_finds_no_fault_with_a_preview(look: Open, scheme: str, width: int) -> None:
    page = look(ADDRESS, width=width, height=844, color_scheme=scheme)
    choose_file(page)
    page.locator("#import form button.button-primary").click()
    expect(page.locator("#import h2")).to_have_text("What would come in")
    assert faults(page) == []
    assert lost(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
