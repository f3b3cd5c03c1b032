"""A region is marked by mouse, by touch or by keyboard alone, and the form says what was drawn."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import until
from tests.browser.scans.archive import HEIGHT, WIDTH
from tests.browser.scans.conftest import OpenScan
from tests.browser.scans.stage import Fingers, drag, place, read_place_fields, rest, zoom

PHONE = {"width": 390, "height": 844, "has_touch": True}


def mark(page: Page, what: str = "rectangle") -> None:
    page.get_by_role("button", name=f"Mark a {what}").click()
    rest(page)


def within(page: Page, wanted: list[int], tolerance: float) -> None:
    """The form gives a rectangle, but for what a pixel of the window takes of the image."""
    assert read_place_fields(page) == pytest.approx(wanted, abs=max(2, tolerance))


def sides(left: int, top: int, right: int, bottom: int) -> list[int]:
    return [left, top, right - left, bottom - top]


def drawn_points(page: Page) -> list[tuple[int, int]]:
    pairs = page.locator("[name=points]").input_value().split()
    return [(int(x), int(y)) for x, y in (pair.split(",") for pair in pairs)]


@pytest.mark.one_in(3)
@pytest.mark.parametrize(("zooms", "turns"), [(0, 0), (2, 0), (5, 0), (2, 1), (2, 2), (3, 3)])
def test_what_the_mouse_draws_stands_in_the_form(scan: OpenScan, zooms: int, turns: int) -> None:
    page = scan("/form")
    for _ in range(zooms):
        page.get_by_role("button", name="Zoom in").click()
    for _ in range(turns):
        page.get_by_role("button", name="Rotate view").click()
        rest(page)
    mark(page)
    step = 1 / zoom(page)
    middle = (WIDTH // 2, HEIGHT // 2)
    reach = min(200, round(150 * step))
    start, end = (middle[0] - reach, middle[1] - reach // 2), (middle[0] + reach, middle[1] + reach)
    drag(page, start, end)
    # A pointer stands at whole pixels of the window at best, which are several of the image where it is small.
    within(page, sides(*start, *end), step)
    expect(page.get_by_role("status")).to_contain_text("Rectangle: ")


def test_each_pixel_is_meant_where_the_page_is_shown_large(scan: OpenScan) -> None:
    page = scan("/form", device_scale_factor=2)
    for _ in range(8):
        page.get_by_role("button", name="Zoom in").click()
    mark(page)
    assert zoom(page) > 2
    drag(page, (1200, 1700), (1300, 1760))
    within(page, [1200, 1700, 100, 60], 2)


def test_what_is_drawn_beyond_the_edge_ends_at_the_edge(scan: OpenScan) -> None:
    page = scan("/form")
    mark(page)
    drag(page, (1000, 3000), (3000, 3600))
    x, y, width, height = read_place_fields(page)
    assert (x + width, y + height) == (WIDTH, HEIGHT)


def test_a_corner_is_dragged_and_the_rectangle_moved(scan: OpenScan) -> None:
    page = scan("/form?x=600&y=2200&width=800&height=400")
    mark(page)
    step = 1 / zoom(page)
    drag(page, (1400, 2600), (1700, 2900))
    within(page, [600, 2200, 1100, 700], 2 * step)
    drag(page, (600, 2200), (500, 2100))
    within(page, [500, 2100, 1200, 800], 2 * step)
    before = read_place_fields(page)
    drag(page, (1000, 2500), (1200, 2400))
    after = read_place_fields(page)
    assert after[2:] == before[2:]
    assert [after[0] - before[0], after[1] - before[1]] == pytest.approx([200, -100], abs=max(2, 2 * step))


def test_what_is_typed_moves_the_shape(scan: OpenScan) -> None:
    page = scan("/form")
    rest(page)
    for name, value in zip(("x", "y", "width", "height"), (700, 2000, 900, 500), strict=True):
        page.locator(f"[name={name}]").fill(str(value))
    shape = page.locator(".draft-outline polygon.line")

    def stands_at(left: int, top: int, right: int, bottom: int) -> bool:
        box = shape.bounding_box()
        assert box is not None
        (x1, y1), (x2, y2) = place(page, left, top), place(page, right, bottom)
        expected = (x1, y1, x2 - x1, y2 - y1)
        return (box["x"], box["y"], box["width"], box["height"]) == pytest.approx(expected, abs=4)

    assert stands_at(700, 2000, 1600, 2500)
    page.locator("[name=x]").fill("100")
    assert stands_at(100, 2000, 1000, 2500)
    page.locator("[name=width]").fill("99999")
    page.locator("[name=width]").blur()
    assert read_place_fields(page) == [100, 2000, WIDTH - 100, 500]
    page.locator("[name=points]").fill("100,100 500,100 300,900")
    page.locator("[name=points]").blur()
    assert read_place_fields(page) == [100, 100, 400, 800]
    assert stands_at(100, 100, 500, 900)
    # A polygon keeps its form.
    page.locator("[name=width]").fill("800")
    page.locator("[name=y]").fill("200")
    page.locator("[name=y]").blur()
    assert drawn_points(page) == [(100, 200), (900, 200), (500, 1000)]


def test_cancelling_takes_back_what_was_drawn_and_escape_keeps_it(scan: OpenScan) -> None:
    page = scan("/form?x=600&y=2200&width=800&height=400")
    mark(page)
    drag(page, (300, 300), (900, 600))
    page.get_by_role("button", name="Cancel").click()
    assert read_place_fields(page) == [600, 2200, 800, 400]
    expect(page.get_by_role("button", name="Mark a rectangle")).to_be_focused()
    mark(page)
    drag(page, (300, 300), (900, 600))
    kept = read_place_fields(page)
    page.keyboard.press("Escape")
    assert read_place_fields(page) == kept
    assert kept[0] < 310
    expect(page.get_by_role("button", name="Cancel")).to_be_hidden()


def test_done_leads_on_to_the_first_field_of_words(scan: OpenScan) -> None:
    page = scan("/form")
    mark(page)
    drag(page, (300, 300), (900, 600))
    page.get_by_role("button", name="Done").click()
    expect(page.locator("[name=comment]")).to_be_focused()


def test_clicks_make_a_polygon(scan: OpenScan) -> None:
    page = scan("/form")
    mark(page, "polygon")
    wanted = [(500, 2000), (1500, 2100), (1400, 2900), (600, 2800)]
    for point in wanted:
        page.mouse.click(*place(page, *point))
        page.wait_for_timeout(350)
    page.keyboard.press("Backspace")
    expect(page.get_by_role("status")).to_have_text("Point removed. 3 points are left.")
    page.mouse.click(*place(page, *wanted[3]))
    page.wait_for_timeout(350)
    # On the first point it ends.
    page.mouse.click(*place(page, *wanted[0]))
    step = max(2, 1 / zoom(page))
    points = drawn_points(page)
    assert [x for x, _ in points] == pytest.approx([x for x, _ in wanted], abs=step)
    assert [y for _, y in points] == pytest.approx([y for _, y in wanted], abs=step)
    expect(page.get_by_role("status")).to_contain_text("Polygon with 4 points")
    drag(page, wanted[2], (1700, 3000))
    assert drawn_points(page)[2] == pytest.approx((1700, 3000), abs=2 * step)
    assert len(drawn_points(page)) == 4


def test_a_polygon_of_two_points_is_none(scan: OpenScan) -> None:
    page = scan("/form?x=600&y=2200&width=800&height=400")
    mark(page, "polygon")
    for point in ((500, 1000), (900, 1000)):
        page.mouse.click(*place(page, *point))
        page.wait_for_timeout(350)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("A polygon needs at least three points.")
    page.keyboard.press("Escape")
    assert read_place_fields(page) == [600, 2200, 800, 400]
    assert drawn_points(page) == []


def test_one_finger_draws_and_two_move_and_zoom(scan: OpenScan) -> None:
    page = scan("/form", **PHONE)
    fingers = Fingers(page)
    rest(page)
    mark(page)
    page.locator(".scan-toolbar").scroll_into_view_if_needed()
    rest(page)
    step = 1 / zoom(page)
    fingers.drag(place(page, 600, 900), place(page, 1800, 1500))
    within(page, sides(600, 900, 1800, 1500), step)
    kept = read_place_fields(page)
    # The form is in view, and no keyboard comes over what was drawn.
    expect(page.get_by_role("heading", name="Region")).to_be_in_viewport()
    assert page.evaluate("document.activeElement.matches('input, textarea')") is False
    expect(page.locator("[data-scan-stage]")).to_be_in_viewport(ratio=0.6)
    page.evaluate("scrollTo(0, 0)")
    rest(page)
    before = zoom(page)
    fingers.pinch(place(page, 1200, 1200), 60, 160)
    rest(page)
    assert zoom(page) > 1.5 * before
    assert read_place_fields(page) == kept
    page.get_by_role("button", name="Done").tap()
    assert page.evaluate("document.activeElement.matches('input, textarea')") is False
    # Outside of marking a finger moves the page, also over the shape.
    rest(page)
    x, y = place(page, 1200, 1200)
    fingers.drag((x, y), (x + 60, y + 40))
    rest(page)
    assert read_place_fields(page) == kept
    moved = place(page, 1200, 1200)
    assert moved[0] - x > 30
    assert moved[1] - y > 20


def test_a_second_finger_takes_back_what_the_first_began(scan: OpenScan) -> None:
    page = scan("/form?x=600&y=2200&width=800&height=400", **PHONE)
    rest(page)
    mark(page)
    fingers = Fingers(page)
    x, y = place(page, 1000, 900)
    fingers.send("touchStart", (x, y))
    fingers.send("touchMove", (x + 40, y + 40))
    fingers.send("touchStart", (x + 40, y + 40), (x + 120, y + 40))
    fingers.send("touchMove", (x + 20, y + 40), (x + 140, y + 40))
    fingers.send("touchEnd")
    rest(page)
    assert read_place_fields(page) == [600, 2200, 800, 400]


def test_taps_make_a_polygon(scan: OpenScan) -> None:
    page = scan("/form", **PHONE)
    rest(page)
    mark(page, "polygon")
    for point in ((600, 600), (1800, 700), (1200, 1900)):
        page.touchscreen.tap(*place(page, *point))
        page.wait_for_timeout(350)
    page.get_by_role("button", name="Done").tap()
    step = max(2, 1 / zoom(page))
    assert drawn_points(page)[2] == pytest.approx((1200, 1900), abs=step)
    assert len(drawn_points(page)) == 3


def tab_to(page: Page, name: str) -> None:
    """Go on with Tab until a button has the focus."""
    wanted = page.get_by_role("button", name=name)
    for _ in range(20):
        if wanted.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {name}.")


@pytest.mark.parametrize("turns", [0, 1, 3])
def test_a_rectangle_is_marked_with_the_keyboard_alone(scan: OpenScan, turns: int) -> None:
    page = scan("/form")
    tab_to(page, "Rotate view")
    for _ in range(turns):
        page.keyboard.press("Enter")
        rest(page)
    tab_to(page, "Mark a rectangle")
    page.keyboard.press("Enter")
    rest(page)
    page.keyboard.press("Enter")
    x, y, width, height = read_place_fields(page)
    assert [x + width / 2, y + height / 2] == pytest.approx([WIDTH / 2, HEIGHT / 2], abs=3)
    # What is right on the screen is another side of a page that is turned.
    right = [(1, 0), (0, 1), (-1, 0), (0, -1)][-turns % 4]
    page.keyboard.press("Control+ArrowRight")
    page.keyboard.press("Control+ArrowRight")
    assert read_place_fields(page) == [x + 2 * right[0], y + 2 * right[1], width, height]
    step = round(10 / zoom(page))
    page.keyboard.press("ArrowLeft")
    moved = read_place_fields(page)
    assert moved == pytest.approx([x + (2 - step) * right[0], y + (2 - step) * right[1], width, height], abs=1)
    page.keyboard.press("Control+Shift+ArrowRight")
    grown = read_place_fields(page)
    assert grown[2:] == [moved[2] + abs(right[0]), moved[3] + abs(right[1])]
    assert grown[:2] == [moved[0] + min(0, right[0]), moved[1] + min(0, right[1])]
    says = f"Rectangle: {grown[0]} from the left, {grown[1]} from the top, {grown[2]} wide, {grown[3]} high (pixels)."
    expect(page.get_by_role("status")).to_have_text(says)
    page.keyboard.press("Delete")
    expect(page.locator("[name=x]")).to_have_value("")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("[name=comment]")).to_be_focused()
    assert read_place_fields(page)[2] > 0


def test_a_polygon_is_marked_with_the_keyboard_alone(scan: OpenScan) -> None:
    page = scan("/form")
    tab_to(page, "Mark a polygon")
    page.keyboard.press("Enter")
    rest(page)
    step = round(10 / zoom(page))
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("status")).to_contain_text("Crosshair: ")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+ArrowDown")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    first, second, third = drawn_points(page)
    assert (second[0] - first[0], second[1] - first[1]) == pytest.approx((2 * step, 0), abs=2)
    assert (third[0] - second[0], third[1] - second[1]) == pytest.approx((0, step + 1), abs=1)
    page.keyboard.press("Backspace")
    assert drawn_points(page) == []
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("[name=comment]")).to_be_focused()


def test_the_draft_of_a_form_is_told_of_what_is_drawn(scan: OpenScan) -> None:
    page = scan("/form")
    heard: list[str] = []
    page.expose_function("heard", lambda name: heard.append(name))
    page.evaluate("document.forms[0].addEventListener('input', ({ target }) => heard(target.name))")
    mark(page)
    drag(page, (300, 300), (900, 600))
    until(page, lambda: heard == ["x"])


def test_what_was_drawn_and_not_saved_comes_back(scan: OpenScan) -> None:
    # Where drafts are kept, a page also listens to the others at its map, which is not here.
    page = scan("/form?slug=m", troubled=True)
    mark(page)
    drag(page, (300, 300), (900, 600))
    kept = read_place_fields(page)
    page.reload()
    page.locator("html[data-ready=yes][data-scans=ready]").wait_for(state="attached")
    assert read_place_fields(page) == kept
    expect(page.locator(".draft-outline polygon.line")).to_be_visible()
    page.get_by_role("button", name="Discard").click()
    expect(page.locator("[name=x]")).to_have_value("")
    expect(page.locator(".draft-outline polygon.line")).to_have_attribute("points", "")
