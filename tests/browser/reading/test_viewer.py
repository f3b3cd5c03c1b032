"""Pan, zoom and fit by mouse, touch and keyboard; and which links of a timeline are drawn."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, until

TIMELINE = "/maps/korea-1950?view=timeline"
BOX = """(name) => {
  const box = document.querySelector(name).getBoundingClientRect();
  return [box.x, box.y, box.width, box.height];
}"""


def scale(page: Page) -> float:
    return float(
        page.evaluate(
            "(() => { const svg = document.querySelector('svg.map');"
            " return svg.getBoundingClientRect().width / svg.viewBox.baseVal.width; })()"
        )
    )


def scrolled(page: Page) -> list[float]:
    return list(
        page.evaluate("[document.getElementById('canvas').scrollLeft, document.getElementById('canvas').scrollTop]")
    )


def box(page: Page, name: str) -> list[float]:
    return list(page.evaluate(BOX, name))


def height_at(page: Page, y: float) -> float:
    """How far down the map, as a part of it, the point at `y` of the window is."""
    _, top, _, height = box(page, "svg.map")
    return (y - top) / height


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_a_map_begins_at_actual_size_with_its_beginning_in_sight(look: Open, width: int, height: int) -> None:
    page = look(width=width, height=height)
    assert scale(page) == pytest.approx(1)
    assert scrolled(page) == [0, 0]
    x, y, *_ = box(page, "svg.map .title text")
    assert 0 < x < width
    assert 0 < y < height


def test_no_text_of_the_map_is_smaller_than_eleven_points(look: Open) -> None:
    page = look()
    sizes = page.evaluate(
        "[...document.querySelectorAll('svg.map text')].map((t) => parseFloat(getComputedStyle(t).fontSize))"
    )
    assert min(sizes) * 72 / 96 >= 11


def test_the_wheel_scrolls_and_with_ctrl_zooms_around_the_pointer(look: Open) -> None:
    page = look()
    page.mouse.move(600, 500)
    page.mouse.wheel(0, 300)
    until(page, lambda: scrolled(page)[1] > 250)
    assert scale(page) == pytest.approx(1)
    before = height_at(page, 500)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -240)
    page.keyboard.up("Control")
    until(page, lambda: scale(page) > 1.2)
    after = height_at(page, 500)
    assert after == pytest.approx(before, abs=0.002)


def test_dragging_moves_the_map_and_opens_nothing(look: Open) -> None:
    page = look()
    page.mouse.wheel(0, 0)
    x, y, width, height = box(page, "#n-I5")
    page.mouse.move(x + width / 2, y + height / 2)
    page.mouse.down()
    page.mouse.move(x + width / 2 - 150, y + height / 2 - 200, steps=6)
    page.mouse.up()
    assert scrolled(page) == pytest.approx([150, 200], abs=2)
    assert page.locator("#panel").is_hidden()
    assert page.evaluate("String(getSelection())") == ""
    page.locator("#n-I5").click()
    page.locator("#panel").wait_for(state="visible")


def test_two_fingers_zoom_and_one_pans(look: Open) -> None:
    page = look(width=390, height=844, has_touch=True, is_mobile=True)
    touch = page.context.new_cdp_session(page)

    def fingers(kind: str, *points: tuple[int, int]) -> None:
        touch.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": x, "y": y, "id": n} for n, (x, y) in enumerate(points)]},
        )

    fingers("touchStart", (150, 500), (250, 500))
    for spread in range(0, 100, 20):
        fingers("touchMove", (150 - spread // 2, 500), (250 + spread // 2, 500))
    fingers("touchEnd")
    zoomed = scale(page)
    assert 1.5 < zoomed < 2.1
    before = scrolled(page)
    fingers("touchStart", (200, 600))
    for step in range(1, 8):
        fingers("touchMove", (200 - 20 * step, 600 - 20 * step))
    fingers("touchEnd")
    until(page, lambda: scrolled(page)[1] > before[1] + 60)
    assert scale(page) == pytest.approx(zoomed)


def test_plus_minus_nought_and_one_change_the_size(look: Open) -> None:
    page = look()
    page.keyboard.press("+")
    assert scale(page) == pytest.approx(1.25, abs=0.01)
    page.keyboard.press("-")
    page.keyboard.press("-")
    assert scale(page) == pytest.approx(0.8, abs=0.01)
    page.keyboard.press("0")
    _, _, width, height = box(page, "svg.map")
    _, _, room, tall = box(page, "#canvas")
    assert width <= room + 1
    assert height <= tall + 1
    page.keyboard.press("1")
    assert scale(page) == pytest.approx(1)


def test_the_buttons_do_what_the_keys_do(look: Open) -> None:
    page = look()
    page.get_by_role("button", name="Larger").click()
    assert scale(page) == pytest.approx(1.25, abs=0.01)
    page.get_by_role("button", name="Fit").click()
    assert scale(page) < 1
    page.locator("[data-zoom=one]").click()
    assert scale(page) == pytest.approx(1)


def test_arrows_move_the_map_only_when_it_has_the_focus(look: Open) -> None:
    page = look()
    page.keyboard.press("ArrowDown")
    assert scrolled(page) == [0, 0]
    page.locator("#canvas").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    assert scrolled(page) == [80, 80]


def test_signs_are_no_keys_while_something_is_written(look: Open) -> None:
    page = look()
    page.locator("#q").fill("")
    page.locator("#q").press("+")
    page.locator("#q").press("o")
    assert scale(page) == pytest.approx(1)
    assert page.locator("#q").input_value() == "+o"
    assert page.url.endswith("/maps/korea-1950")


def test_zooming_does_not_lay_the_picture_out_again(look: Open) -> None:
    page = look()
    before = page.evaluate("document.querySelector('svg.map').clientWidth")
    page.keyboard.press("+")
    assert scale(page) == pytest.approx(1.25, abs=0.01)
    assert page.evaluate("document.querySelector('svg.map').clientWidth") == before


@pytest.mark.parametrize("key", ["+", "-"])
def test_the_map_scrolls_exactly_as_far_as_it_is_wide(look: Open, key: str) -> None:
    page = look()
    page.keyboard.press(key)
    page.keyboard.press(key)
    _, _, width, height = box(page, "svg.map")
    room = page.evaluate(
        "(({ scrollWidth, scrollHeight, clientWidth }) => [scrollWidth, scrollHeight, clientWidth])"
        "(document.getElementById('canvas'))"
    )
    assert room[0] == pytest.approx(max(width, room[2]), abs=1)
    assert room[1] == pytest.approx(height, abs=1)


def count_drawn(page: Page) -> int:
    return page.locator("svg.timeline .edge:visible").count()


def test_links_come_with_the_pointer_and_go_with_it(look: Open) -> None:
    page = look(TIMELINE)
    expect(page.locator("svg.timeline")).to_be_visible()
    assert count_drawn(page) == 0
    page.locator("#n-F2").hover()
    expect(page.locator('svg.timeline .edge.pointed[data-ends~="F2"]')).to_be_visible()
    assert count_drawn(page) == page.locator('svg.timeline .edge[data-ends~="F2"]').count()
    page.locator("h1").first.hover()
    expect(page.locator("svg.timeline .edge:visible")).to_have_count(0)


def test_links_of_the_record_with_the_focus_are_drawn(look: Open) -> None:
    page = look(TIMELINE)
    page.locator("#n-F2 a").focus()
    expect(page.locator('svg.timeline .edge[data-ends~="F2"]').first).to_be_visible()


def test_links_of_the_open_record_stay(look: Open) -> None:
    page = look(TIMELINE)
    page.locator("#n-F2 a").click()
    expect(page.locator("#panel [data-label]")).to_be_visible()
    page.locator("#panel").hover()
    expect(page.locator('svg.timeline .edge[data-ends~="F2"]').first).to_be_visible()
