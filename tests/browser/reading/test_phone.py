"""On a phone the map is what one sees most of, also beside an open record; and what turned, of a weighing."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open, until

PHONE = {"width": 390, "height": 844}


def test_on_a_phone_the_map_has_two_thirds_of_the_screen(look: Open) -> None:
    page = look(**PHONE, kept=True)
    box = page.locator("#canvas").bounding_box()
    assert box is not None
    assert box["height"] >= 844 * 2 / 3
    assert box["width"] == 390


def test_an_open_record_leaves_the_map_in_sight_on_a_phone(look: Open) -> None:
    page = look("/maps/korea-1950?record=P3", **PHONE, kept=True)
    panel, node = page.locator("#panel").bounding_box(), page.locator("#n-P3").bounding_box()
    assert panel is not None
    assert node is not None
    assert panel["height"] <= 422
    # The record itself stands above the sheet.
    assert node["y"] < panel["y"]


@pytest.mark.parametrize("part", ["?question=Q5", "?view=neighbourhood&focus=P3&depth=1"])
def test_the_last_record_of_a_small_map_stands_above_its_sheet_on_a_phone(look: Open, part: str) -> None:
    page = look(f"/maps/korea-1950{part}", **PHONE)
    bottoms = {
        str(node.get_attribute("data-id")): box["y"] + box["height"]
        for node in page.locator("#canvas .node").all()
        if (box := node.bounding_box())
    }
    last = max(bottoms, key=bottoms.__getitem__)
    page.goto(f"{page.url}&record={last}")
    expect(page.locator("#panel")).to_be_visible()

    def stands_above() -> bool:
        panel, node = page.locator("#panel").bounding_box(), page.locator(f"#n-{last}").bounding_box()
        return panel is not None and node is not None and node["y"] + 40 < panel["y"]

    until(page, stands_above)


def test_what_turned_comes_first_on_a_phone_and_is_told_wherever_something_is_set_aside(look: Open) -> None:
    page = look("/maps/korea-1950/weighing?without=sankei-shimbun", **PHONE)
    first = page.locator("#turned .turned-list li").first.bounding_box()
    assert first is not None
    assert first["y"] + first["height"] < 844
    summary = page.locator(".turned-summary")
    page.get_by_label("Find a document, archive or person").fill("Stueck")
    page.get_by_label("Did Stalin Lure").check()
    expect(summary).to_contain_text("7 records turn")
    expect(summary).to_be_in_viewport(ratio=1)
    expect(page.locator("#turned .turned-list").first).not_to_be_in_viewport()
    summary.get_by_role("link").click()
    expect(page.get_by_role("heading", name="What changed")).to_be_in_viewport()
    expect(page.locator("#turned .turned-list li").first).to_be_in_viewport()
