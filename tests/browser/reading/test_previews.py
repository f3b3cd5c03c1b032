"""Previews come to pointer and focus, and go when they are told to (WCAG 2.2, 1.4.13)."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open

PREVIEW = "#preview:not([hidden])"
FINDING = "article.ledger .test a.finding"


def test_a_pointer_over_a_box_brings_its_preview(look: Open) -> None:
    page = look()
    page.hover("#n-P3")
    expect(page.locator(PREVIEW)).to_contain_text("June 1950")
    expect(page.locator(f"{PREVIEW} .verdict")).to_have_text("contested")
    expect(page.locator("#n-P3 > a")).to_have_accessible_name(
        "P3, perception: It showed a new readiness by Stalin to expand beyond the lines accepted in 1945; "
        "West Germany or Iran could be next."
    )


def test_a_line_has_a_preview_too(look: Open) -> None:
    page = look()
    page.hover("#e-L1 .inference")
    expect(page.locator(PREVIEW)).to_contain_text("F5 tests P1")


def test_it_can_be_pointed_at_and_goes_when_the_pointer_leaves(look: Open) -> None:
    page = look("/maps/korea-1950/ledger")
    page.locator(FINDING).first.hover()
    expect(page.locator(PREVIEW)).to_contain_text("F5")
    page.locator("#preview").hover()
    page.wait_for_timeout(700)
    expect(page.locator(PREVIEW)).to_be_visible()
    page.mouse.move(5, 5)
    expect(page.locator(PREVIEW)).to_have_count(0)


def test_escape_dismisses_it_and_nothing_else(look: Open) -> None:
    page = look("/maps/korea-1950?record=P1")
    page.locator("#panel .link-entry a.finding").first.hover()
    expect(page.locator(PREVIEW)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(PREVIEW)).to_have_count(0)
    expect(page.locator("#panel")).to_be_visible()
    page.wait_for_timeout(700)
    expect(page.locator(PREVIEW)).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()


def test_it_comes_to_whoever_comes_by_keyboard_and_describes_the_link(look: Open) -> None:
    page = look("/maps/korea-1950/outline")
    page.locator(".outline a").first.focus()
    page.keyboard.press("Tab")
    page.locator("#preview:not([hidden])").wait_for()
    label = page.evaluate("document.activeElement.getAttribute('href').split('/').pop()")
    expect(page.locator(f"{PREVIEW} .kind b")).to_have_text(label)
    assert page.evaluate("document.activeElement.getAttribute('aria-describedby')") == "preview"
    page.keyboard.press("Escape")
    expect(page.locator(PREVIEW)).to_have_count(0)
    assert page.evaluate("document.activeElement.getAttribute('aria-describedby')") is None


def test_arrow_keys_on_the_map_bring_previews_without_moving_the_map_away(look: Open) -> None:
    page = look()
    page.locator("#n-P1 > a").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(PREVIEW)).to_be_visible()


def overlaps(page: Page, one: str, other: str) -> bool:
    first, second = (page.locator(each).first.bounding_box() for each in (one, other))
    assert first is not None
    assert second is not None
    return (
        first["x"] < second["x"] + second["width"]
        and second["x"] < first["x"] + first["width"]
        and first["y"] < second["y"] + second["height"]
        and second["y"] < first["y"] + first["height"]
    )


def test_it_never_covers_what_it_belongs_to(look: Open) -> None:
    page = look("/maps/korea-1950/ledger", width=640, height=500)
    page.locator(FINDING).nth(3).hover()
    expect(page.locator(PREVIEW)).to_be_visible()
    hovered = page.locator(FINDING).nth(3)
    hovered.evaluate("(link) => link.classList.add('hovered')")
    assert not overlaps(page, "#preview", ".hovered")


def test_a_click_opens_the_record_and_leaves_no_preview(look: Open) -> None:
    page = look()
    page.hover("#n-P1")
    expect(page.locator(PREVIEW)).to_be_visible()
    page.locator("#n-P1").click()
    expect(page.locator("#panel h2")).to_be_focused()
    expect(page.locator(PREVIEW)).to_have_count(0)


def test_a_finger_brings_none(look: Open) -> None:
    page = look(width=390, height=844, has_touch=True, is_mobile=True)
    page.locator("#n-P1").tap()
    expect(page.locator("#panel h2")).to_be_focused()
    page.wait_for_timeout(700)
    expect(page.locator(PREVIEW)).to_have_count(0)
