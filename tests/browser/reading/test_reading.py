"""The picture follows a guided reading, by mouse, by keyboard and on a phone."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, until

P3 = "/maps/korea-1950/reading/P3"


def in_sight(page: Page, name: str) -> bool:
    """Tell whether the middle of a record stands within the stage."""
    return bool(
        page.evaluate(
            """(name) => {
              const [stage, box] = [document.getElementById("canvas"), document.querySelector(name)]
                .map((each) => each.getBoundingClientRect());
              const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
              return x > stage.left && x < stage.right && y > stage.top && y < stage.bottom;
            }""",
            name,
        )
    )


def whole(page: Page) -> None:
    page.locator("svg.map.showing-step").wait_for()


def test_the_whole_map_is_shown_with_the_step_in_sight_and_the_rest_dimmed(look: Open) -> None:
    page = look(P3)
    whole(page)
    assert page.locator("#n-P12").count() == 1
    assert in_sight(page, "#n-P3")
    assert in_sight(page, "#n-I2")
    expect(page.locator("#n-P12")).to_have_css("opacity", "0.3")
    expect(page.locator("#n-F9")).to_have_css("opacity", "1")


def test_the_arrow_keys_lead_on_and_back_and_the_picture_follows(look: Open) -> None:
    page = look(P3)
    whole(page)
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"/reading/P4$"))
    expect(page.locator("#reading h2")).to_be_focused()
    until(page, lambda: in_sight(page, "#n-P4"))
    assert page.title().startswith("P4 · Reading")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#reading")).to_have_attribute("data-step", "P3")
    page.go_back()
    expect(page.locator("#reading")).to_have_attribute("data-step", "P4")


def test_a_step_far_down_the_map_is_flown_to(look: Open) -> None:
    page = look("/maps/korea-1950/reading/Q6")
    whole(page)
    assert in_sight(page, "#n-Q6")
    page.locator(".step-nav [rel=prev]").click()
    expect(page.locator("#reading")).to_have_attribute("data-step", "P11")
    until(page, lambda: in_sight(page, "#n-P11"))


def test_arrow_keys_belong_to_the_picture_when_it_has_the_focus(look: Open) -> None:
    page = look(P3)
    whole(page)
    page.locator("#canvas").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#reading")).to_have_attribute("data-step", "P3")


def test_who_wants_less_motion_is_there_at_once(look: Open) -> None:
    page = look(P3, reduced_motion="reduce")
    whole(page)
    page.locator(".step-nav [rel=next]").click()
    expect(page.locator("#reading h2")).to_be_focused()
    assert in_sight(page, "#n-P4")


def test_on_a_phone_the_picture_stands_above_the_text(look: Open) -> None:
    page = look(P3, width=320, height=640)
    whole(page)
    picture, text = page.locator(".picture-column").bounding_box(), page.locator("#reading").bounding_box()
    assert picture is not None
    assert text is not None
    assert picture["y"] + picture["height"] <= text["y"] + 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert in_sight(page, "#n-P3")


def test_a_record_opens_over_the_picture_and_the_next_step_closes_it(look: Open) -> None:
    page = look(P3)
    whole(page)
    page.locator("#reading .test a.finding").click()
    expect(page.locator("#panel [data-label=F9]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    page.locator("#reading .test a.finding").click()
    page.locator(".step-nav [rel=next]").click()
    expect(page.locator("#panel")).to_be_hidden()


def test_other_colours_keep_the_step(look: Open) -> None:
    page = look(P3, color_scheme="light")
    whole(page)
    page.locator("button.theme").click()
    page.locator("svg.map.dark.showing-step").wait_for()
    assert in_sight(page, "#n-P3")


def test_without_javascript_links_lead_from_step_to_step(look: Open) -> None:
    page = look(P3, java_script_enabled=False)
    page.locator(".step-nav [rel=next]").click()
    expect(page.locator("#reading h2")).to_contain_text("World peace")
    expect(page.locator("#n-P4")).to_be_visible()
