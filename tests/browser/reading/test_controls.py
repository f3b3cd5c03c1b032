"""The controls with JavaScript, the pages without it, and their colours."""

import re

import pytest
from playwright.sync_api import Page, expect

from renderers.views.view_table import DEFAULT_VIEW, View
from tests.browser.conftest import Open

OTHER_VIEWS = [view.value for view in View if view is not DEFAULT_VIEW and not view.definition.needs_focus]


def test_sliding_through_the_years_redraws_in_place(look: Open) -> None:
    page = look("/maps/korea-1950?record=P3")
    everything = page.locator("svg.map .node").count()
    slider = page.get_by_label("Known by the end of")
    years = page.locator("#openings option").evaluate_all("(options) => options.map((each) => each.value)")
    slider.focus()
    page.keyboard.press("Home")
    expect(page.locator("#status")).to_contain_text(re.compile(r"now shows \d+ records"))
    assert page.locator("svg.map .node").count() < everything
    assert page.get_by_label("As known by").input_value() == years[0]
    assert f"as_of={years[0]}" in page.url
    assert page.locator("#tabs [data-key=l]").get_attribute("href") == f"/maps/korea-1950/ledger?as_of={years[0]}"
    expect(slider).to_be_focused()
    expect(page.locator("#panel .kind b")).to_have_text("P3")
    page.keyboard.press("End")
    expect(page.locator("svg.map .node")).to_have_count(everything)
    assert "as_of" not in page.url


def test_any_edtf_date_can_be_written(look: Open) -> None:
    page = look()
    page.get_by_label("As known by").fill("1996-05")
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_contain_text("now shows")
    assert "as_of=1996-05" in page.url


def test_a_filter_is_chosen_shown_as_a_chip_and_taken_away(look: Open) -> None:
    page = look()
    everything = page.locator("svg.map .node").count()
    page.get_by_text("Filter", exact=True).click()
    page.get_by_label("Q5", exact=False).check()
    page.locator(".filters .form-actions").get_by_role("button", name="Show").click()
    chip = page.locator("#chips a")
    expect(chip).to_have_count(1)
    expect(chip).to_contain_text("Q5")
    assert 0 < page.locator("svg.map .node").count() < everything
    page.go_back()
    expect(page.locator("#chips a")).to_have_count(0)
    expect(page.locator("svg.map .node")).to_have_count(everything)


def test_escape_closes_the_filters_and_not_the_record(look: Open) -> None:
    page = look("/maps/korea-1950?record=P3")
    page.locator(".filters summary").click()
    page.keyboard.press("Escape")
    expect(page.locator(".filters .menu-content")).to_be_hidden()
    expect(page.locator(".filters summary")).to_be_focused()
    expect(page.locator("#panel")).to_be_visible()


@pytest.mark.parametrize("view", OTHER_VIEWS)
def test_another_view_is_drawn_where_the_map_is(look: Open, view: str) -> None:
    page = look()
    page.locator("select[name=view]").select_option(view)
    expect(page.locator("#status")).to_contain_text("now shows")
    assert page.url.endswith(f"?view={view}")
    assert page.locator("svg.map").get_attribute("aria-label").endswith(view)  # type: ignore[union-attr] # it has one


def test_the_surroundings_of_the_open_record_are_one_choice_away(look: Open) -> None:
    page = look("/maps/korea-1950?record=F9")
    page.locator("select[name=view]").select_option("neighbourhood")
    expect(page.locator("#status")).to_contain_text("now shows")
    assert "focus=F9" in page.url
    expect(page.locator("#n-F9")).to_have_count(1)


def ground(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_the_map_is_dark_where_the_system_is(look: Open) -> None:
    page = look(color_scheme="dark")
    expect(page.locator("svg.map.dark")).to_have_count(1)
    assert ground(page) == "rgb(28, 31, 35)"


def test_the_chosen_colours_are_remembered(look: Open) -> None:
    page = look(color_scheme="light")
    light = ground(page)
    page.locator("button.theme").click()
    expect(page.locator("svg.map.dark")).to_have_count(1)
    assert ground(page) != light
    page.goto(page.url.partition("/maps")[0] + "/")
    assert ground(page) != light
    page.goto(page.url + "maps/korea-1950")
    expect(page.locator("svg.map.dark")).to_have_count(1)


def test_without_javascript_the_map_is_a_picture_whose_boxes_are_links(look: Open) -> None:
    page = look(java_script_enabled=False)
    expect(page.locator("svg.map .node")).not_to_have_count(0)
    page.locator("#n-P1 > a").click()
    expect(page.locator("article h1")).to_contain_text("Soviet action")
    assert page.url.endswith("/maps/korea-1950/records/P1")


def test_without_javascript_the_controls_are_a_form(look: Open) -> None:
    page = look(java_script_enabled=False)
    page.get_by_label("As known by").fill("1990")
    page.locator("button.show").click()
    assert "as_of=1990" in page.url
    expect(page.locator("svg.map")).to_contain_text("As it could be known by 1990")


@pytest.mark.one_in(2)
@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/maps/korea-1950",
        "/maps/korea-1950?record=E6",
        "/maps/korea-1950/ledger",
        "/maps/korea-1950/outline",
        "/maps/korea-1950/records/E6",
        "/search?q=Mao",
    ],
)
@pytest.mark.parametrize("width", [390, 768])
def test_no_page_is_wider_than_the_window(look: Open, address: str, width: int) -> None:
    page = look(address, width=width, height=844)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # Something fixed to the window may stand outside of it without widening the page.
    close = page.locator("[data-close]:visible")
    if close.count():
        expect(close).to_be_in_viewport(ratio=1)


def test_the_button_for_the_colours_says_what_it_is_for_also_on_a_phone(look: Open) -> None:
    page = look(width=390, height=844)
    expect(page.get_by_role("button", name="Colours: Automatic")).to_be_visible()


def test_a_long_filter_fits_on_a_phone(look: Open) -> None:
    page = look("/maps/korea-1950?question=Q5", width=390, height=844)
    chip = page.locator("#chips a").bounding_box()
    assert chip is not None
    assert chip["x"] + chip["width"] <= 390


def test_a_map_of_which_nothing_is_left_says_so(look: Open) -> None:
    page = look("/maps/korea-1950?question=Q5&kind=finding&as_of=1990")
    expect(page.locator("#canvas")).to_contain_text("No claim, interpretation or evidence of this map matches")
    page.get_by_role("link", name="Show the whole map").click()
    expect(page.locator("svg.map .node")).not_to_have_count(0)


def test_filters_that_leave_nothing_can_be_taken_away_again(look: Open) -> None:
    page = look("/maps/korea-1950?question=Q5&kind=finding&as_of=1990")
    page.get_by_label("As known by").fill("")
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_contain_text("now shows")
    page.get_by_label("As known by").fill("1990")
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_contain_text("Nothing to show")
    page.get_by_label("As known by").fill("")
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_contain_text("now shows")
    page.get_by_role("button", name="Larger").click()
    expect(page.locator(".zoom output")).to_have_text("125%")


def test_on_a_phone_the_map_leads_to_the_search(look: Open) -> None:
    page = look(width=390, height=844)
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Search").click()
    page.wait_for_url("**/search")
    expect(page.locator("#q")).to_be_visible()


def test_on_a_phone_the_key_for_the_search_leads_there(look: Open) -> None:
    page = look(width=390, height=844)
    page.keyboard.press("/")
    page.wait_for_url("**/search")
