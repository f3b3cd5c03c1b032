"""Links are copied, and a map stands in a frame of another site."""

import html
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Open, until

MAP = "/maps/korea-1950"


def test_the_link_follows_the_view_and_is_copied_by_keyboard(look: Open, server: str) -> None:
    page = look(MAP, permissions=["clipboard-read", "clipboard-write"])
    page.locator("select[name=view]").select_option("argument")
    page.locator("#n-P1").click()
    expect(page.locator("#panel [data-label=P1]")).to_be_visible()
    page.locator("#share summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#share-link")).to_have_value(f"{server}{MAP}?view=argument&record=P1")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#share [role=status]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == f"{server}{MAP}?view=argument&record=P1"
    assert f'src="{server}{MAP}/embed?view=argument"' in page.locator("#share-frame").input_value()


class OtherSite(BaseHTTPRequestHandler):
    """Answers every address with a page that frames what stands behind its question mark."""

    def do_GET(self) -> None:
        framed = html.escape(unquote(self.path.partition("?")[2]))
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(f'<h1>Elsewhere</h1><iframe src="{framed}" width="900" height="500"></iframe>'.encode())

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def elsewhere(browser: Browser, server: str) -> Iterator[Callable[[str], Page]]:
    """Opens a page of another site that frames an address of the server."""
    other = HTTPServer(("127.0.0.1", 0), OtherSite)
    thread = threading.Thread(target=other.serve_forever, daemon=True)
    thread.start()
    context = browser.new_context()

    def frame(address: str) -> Page:
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{other.server_port}/?{quote(server + address)}")
        return page

    yield frame
    context.close()
    other.shutdown()
    other.server_close()
    thread.join(timeout=5)


def test_a_map_in_a_frame_is_moved_and_zoomed_and_its_records_open_outside(
    elsewhere: Callable[[str], Page], server: str
) -> None:
    page = elsewhere(f"{MAP}/embed")
    frame = page.frame_locator("iframe")
    frame.locator("html[data-ready=yes]").wait_for(state="attached")
    frame.locator("#canvas").focus()
    page.keyboard.press("+")
    expect(frame.locator(".zoom output")).to_have_text("125%")
    page.keyboard.press("ArrowDown")
    until(page, lambda: frame.locator("#canvas").evaluate("(stage) => stage.scrollTop") > 0)
    with page.context.expect_page() as opened:
        frame.locator("#n-P1 > a").focus()
        page.keyboard.press("Enter")
    assert opened.value.url == f"{server}{MAP}/records/P1"


def test_no_other_page_is_shown_in_a_frame_of_another_site(elsewhere: Callable[[str], Page]) -> None:
    page = elsewhere(MAP)
    page.wait_for_load_state("networkidle")
    assert page.frame_locator("iframe").locator("#canvas").count() == 0


def test_a_small_frame_holds_the_title_the_map_and_its_source(look: Open) -> None:
    page = look(f"{MAP}/embed", width=320, height=360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    box = page.locator("#canvas").bounding_box()
    assert box is not None
    assert box["height"] > 80
    expect(page.get_by_role("link", name="Open map")).to_be_in_viewport()
