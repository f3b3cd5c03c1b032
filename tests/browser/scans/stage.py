"""Where pixels of the page image stand in the window, by what is drawn over it and not by the viewer's own sums.

Region RG1 is a rectangle with known sides; its drawn corners tell how the image is placed, zoomed and turned.
"""

from playwright.sync_api import Page

from tests.browser.conftest import until

CORNERS = """() => {
  const stage = document.querySelector('.scan-surface').getBoundingClientRect();
  const line = document.querySelector('.region-shape polygon.line');
  return line.getAttribute('points').split(' ').map((pair) => {
    const [x, y] = pair.split(',').map(Number);
    return [x + stage.left, y + stage.top];
  });
}"""
# RG1 in the archive: left, top, width, height.
LEFT, TOP, WIDE, HIGH = 260, 680, 1950, 150
SIDES = ("x", "y", "width", "height")


def corners(page: Page) -> list[list[float]]:
    """Return where the corners of RG1 stand in the window: left top, right top, right bottom, left bottom."""
    found: list[list[float]] = page.evaluate(CORNERS)
    return found


def rest(page: Page) -> None:
    """Wait until the view moves no more."""
    before: list[list[float]] = []

    def stands() -> bool:
        nonlocal before
        page.wait_for_timeout(150)
        last, before = before, corners(page)
        return last == before

    until(page, stands)


def place(page: Page, x: float, y: float) -> tuple[float, float]:
    """Return where a pixel of the image stands in the window."""
    origin, right, _, below = corners(page)
    across, down = (x - LEFT) / WIDE, (y - TOP) / HIGH
    first, second = (
        origin[axis] + across * (right[axis] - origin[axis]) + down * (below[axis] - origin[axis]) for axis in (0, 1)
    )
    return first, second


def zoom(page: Page) -> float:
    """Return how many pixels of the window one of the image takes."""
    (x1, y1), (x2, y2), *_ = corners(page)
    return float(((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5) / WIDE


def read_place_fields(page: Page) -> list[int]:
    """Return the numbers that stand in the form."""
    return [int(page.locator(f"[name={name}]").input_value()) for name in SIDES]


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag with the mouse from one pixel of the image to another."""
    (x1, y1), (x2, y2) = place(page, *start), place(page, *end)
    page.mouse.move(x1, y1)
    page.mouse.down()
    page.mouse.move((x1 + x2) / 2, (y1 + y2) / 2, steps=3)
    page.mouse.move(x2, y2, steps=3)
    page.mouse.up()


class Fingers:
    """Fingers on the screen, by the protocol of Chromium's tools."""

    def __init__(self, page: Page) -> None:
        self._tools = page.context.new_cdp_session(page)

    def send(self, kind: str, *points: tuple[float, float]) -> None:
        """Tell of fingers that come, move or go."""
        touched = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        self._tools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touched})

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Move one finger over the window."""
        self.send("touchStart", start)
        for step in range(1, 7):
            self.send("touchMove", tuple(a + (b - a) * step / 6 for a, b in zip(start, end, strict=True)))  # type: ignore[arg-type] # of two numbers two
        self.send("touchEnd")

    def pinch(self, middle: tuple[float, float], begin: float, end: float) -> None:
        """Move two fingers apart, or towards each other."""
        x, y = middle
        for step in range(9):
            half = (begin + (end - begin) * step / 8) / 2
            self.send("touchMove" if step else "touchStart", (x - half, y), (x + half, y))
        self.send("touchEnd")
