"""Linking what stands in the picture: by dragging, by choosing one after the other, and by keyboard alone."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.editing.test_editing import workshop

__all__ = ["workshop"]


def middle(page: Page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def save_link(page: Page) -> None:
    page.locator("#editing button.button-primary").click()
    expect(page.locator("#e-L127")).to_be_attached()


def test_a_handle_is_dragged_from_a_box_to_another(look: Open, workshop: str) -> None:
    page = look(workshop)
    page.locator("#n-I5").hover()
    page.mouse.move(*middle(page, "#n-I5 .link-handle circle:last-child"))
    before = page.locator("#canvas").evaluate("stage => [stage.scrollLeft, stage.scrollTop]")
    page.mouse.down()
    page.mouse.move(*middle(page, "#n-F5"), steps=5)
    expect(page.locator(".rubber-band line")).to_be_visible()
    expect(page.locator("#n-F5.drop-target")).to_be_attached()
    page.mouse.up()
    expect(page.locator("#editing h1, #editing h2").first).to_contain_text("Add to F5")
    expect(page.locator("[name=premises]")).to_have_value("I5")
    assert page.locator("#canvas").evaluate("stage => [stage.scrollLeft, stage.scrollTop]") == before
    expect(page.locator(".rubber-band")).to_have_count(0)
    page.locator("#field-relation").select_option("challenges")
    save_link(page)
    expect(page.locator("#e-L127.challenges")).to_be_attached()


def test_a_drag_that_ends_nowhere_changes_nothing(look: Open, workshop: str) -> None:
    page = look(workshop)
    page.locator("#n-I5").hover()
    page.mouse.move(*middle(page, "#n-I5 .link-handle circle:last-child"))
    page.mouse.down()
    # Over the legend there is no record.
    page.mouse.move(*middle(page, "svg.map > .legend"), steps=3)
    page.mouse.up()
    expect(page.locator(".rubber-band")).to_have_count(0)
    expect(page.locator("#linking")).to_be_hidden()
    expect(page.locator("#editing")).to_have_count(0)


def test_a_record_is_linked_by_keyboard_alone_also_to_an_inference(look: Open, workshop: str) -> None:
    page = look(workshop)
    page.locator("#n-I4 > a").focus()
    page.keyboard.press("b")
    expect(page.locator("#linking [role=status]")).to_have_text("From I4: choose what it bears on.")
    page.keyboard.press("Escape")
    expect(page.locator("#linking")).to_be_hidden()
    expect(page.locator("#n-I4 > a")).to_be_focused()
    page.keyboard.press("b")
    page.locator("#e-L2 > a").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[name=premises]")).to_have_value("I4")
    page.locator("#field-relation").select_option("undercuts")
    save_link(page)
    expect(page.locator("#e-L127.undercuts")).to_be_attached()


def test_on_a_phone_two_taps_link(look: Open, workshop: str) -> None:
    page = look(f"{workshop}?record=F1", width=390, height=844, has_touch=True, is_mobile=True)
    page.get_by_role("button", name="Link to").tap()
    expect(page.locator("#linking")).to_be_visible()
    page.locator("[data-close]").tap()
    page.locator("#n-P1 > a").dispatch_event("click")
    expect(page.locator("[name=premises]")).to_have_value("F1")


def test_without_javascript_nothing_offers_what_needs_it(look: Open, workshop: str) -> None:
    page = look(f"{workshop}?record=F1", java_script_enabled=False)
    expect(page.locator("[data-link-from]")).to_be_hidden()
    expect(page.locator("#linking")).to_be_hidden()
