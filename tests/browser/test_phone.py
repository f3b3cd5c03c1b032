"""On a phone the map is what one sees most of, also beside an open record."""

from tests.browser.conftest import Open

PHONE = {"width": 390, "height": 844}


def test_on_a_phone_the_map_has_two_thirds_of_the_screen(look: Open) -> None:
    page = look(**PHONE, kept=True)
    box = page.locator("#stage").bounding_box()
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
