"""What others change comes onto every open page, once and in order, and disturbs nobody."""

import json
import re
import selectors
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from argument_maps.examples import read_korea_map
from tests.browser.conftest import Open, until
from tests.browser.editing.test_editing import put, workshop
from tests.browser.everywhere.test_accessibility import OPTIONS

__all__ = ["workshop"]

# What the windows of one browser tell each other: the sequences that were heard, in order.
OVERHEAR = """slug => {
  window.overheard = [];
  const others = new BroadcastChannel(`sicetnon.live:${slug}`);
  others.addEventListener("message", ({ data }) => data.change && window.overheard.push(data.change.sequence));
}"""
PRESENT = "performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/presence'))"
SEEN = """seen => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => !seen });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


class Wire:
    """The connection between a browser and the server, which can be cut and mended."""

    def __init__(self, server: str) -> None:
        self.server = urlsplit(server)
        self.whole = True
        self.ends: set[socket.socket] = set()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                if not self.whole:
                    near.close()
                    continue
                far = socket.create_connection((self.server.hostname, self.server.port))
                self.ends |= {near, far}
                threading.Thread(target=self._carry, args=(near, far), daemon=True).start()

    def _carry(self, near: socket.socket, far: socket.socket) -> None:
        other = {near: far, far: near}
        with near, far, suppress(OSError, ValueError), selectors.DefaultSelector() as waiting:
            for end in (near, far):
                waiting.register(end, selectors.EVENT_READ)
            while True:
                for key, _ in waiting.select():
                    end: Any = key.fileobj
                    received = end.recv(65536)
                    if not received:
                        return
                    other[end].sendall(received)

    def cut(self) -> None:
        self.whole = False
        for end in self.ends:
            # Those that have ended already are closed.
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self.cut()
        self.listener.close()


@pytest.fixture
def wire(server: str) -> Iterator[Wire]:
    made = Wire(server)
    yield made
    made.close()


def change(server: str, workshop: str, text: str, label: str = "P3") -> None:
    put(server, f"/api/v1{workshop}/claims/{label}", {"text": text}, "PATCH", **{"If-Match": "*"})


def listens(page: Page) -> None:
    """Wait until the page was told that it is here, and its stream has had time to begin."""
    until(page, lambda: page.evaluate(PRESENT))
    page.wait_for_timeout(300)


def test_what_one_changes_another_sees_without_losing_place_zoom_and_focus(look: Open, workshop: str) -> None:
    one, other = look(f"{workshop}?record=P3"), look(workshop)
    other.locator("[data-zoom=out]").click()
    other.locator("#n-P9 > a").focus()
    listens(other)
    before = other.locator("#canvas").evaluate("stage => [stage.scrollLeft, stage.scrollTop]")
    one.get_by_role("link", name="Edit", exact=True).click()
    one.locator("#field-text").fill("Moscow gave the order.")
    one.locator("#editing button.button-primary").click()
    expect(other.locator("#n-P3")).to_contain_text("Moscow gave the order.")
    expect(other.locator("#toast")).to_contain_text("Somebody without an account changed P3 “")
    expect(other.locator("#n-P9 > a")).to_be_focused()
    expect(other.locator("[data-zoom=one] output")).to_have_text("80%")
    after = other.locator("#canvas").evaluate("stage => [stage.scrollLeft, stage.scrollTop]")
    assert after == pytest.approx(before, abs=2)
    # Of what one has changed oneself nothing is said.
    one.wait_for_timeout(1_500)
    expect(one.locator("#toast")).to_be_empty()


def test_what_grows_above_does_not_push_away_what_one_reads(look: Open, workshop: str) -> None:
    one, other = look(f"{workshop}?record=P3"), look(workshop)
    other.locator("#n-P13 > a").focus()
    other.locator("#n-P13").scroll_into_view_if_needed()
    listens(other)
    before = other.locator("#n-P13").bounding_box()
    height = other.locator("#map").get_attribute("height")
    one.get_by_role("link", name="Edit", exact=True).click()
    one.locator("#field-text").fill("Moscow gave the order. " + "It was said again and again that it did. " * 60)
    one.locator("#editing button.button-primary").click()
    expect(other.locator("#n-P3")).to_contain_text("Moscow gave the order.")
    assert other.locator("#map").get_attribute("height") != height
    after = other.locator("#n-P13").bounding_box()
    assert before is not None
    assert after is not None
    assert after["y"] == pytest.approx(before["y"], abs=2)


def test_what_is_missed_is_caught_up_once_and_in_order(
    browser: Browser, server: str, workshop: str, wire: Wire
) -> None:
    context = browser.new_context()
    try:
        page = context.new_page()
        page.goto(wire.address + workshop)
        page.evaluate(OVERHEAR, workshop.rpartition("/")[2])
        listens(page)
        change(server, workshop, "Before.")
        expect(page.locator("#n-P3")).to_contain_text("Before.")
        wire.cut()
        for number in range(5):
            change(server, workshop, f"Missed {number}.")
        page.wait_for_timeout(500)
        assert page.evaluate("overheard") == [2]
        wire.whole = True
        expect(page.locator("#n-P3")).to_contain_text("Missed 4.", timeout=15_000)
        change(server, workshop, "After.")
        expect(page.locator("#n-P3")).to_contain_text("After.", timeout=15_000)
        assert page.evaluate("overheard") == [2, 3, 4, 5, 6, 7, 8]
    finally:
        context.close()


def test_what_is_being_typed_stays_and_the_other_change_is_told_above_it(
    look: Open, server: str, workshop: str
) -> None:
    page = look(f"{workshop}?record=P9", troubled=True)
    page.get_by_role("link", name="Edit", exact=True).click()
    page.locator("#field-text").fill("My wording")
    page.locator("#field-text").press("End")
    listens(page)
    change(server, workshop, "Their wording.", "P9")
    expect(page.locator("#editing .form-notice")).to_contain_text(
        "Somebody without an account has changed P9 “Their wording.” in the meantime"
    )
    expect(page.locator("#n-P9")).to_contain_text("Their wording.")
    expect(page.locator("#field-text")).to_be_focused()
    page.keyboard.type(" goes on.")
    expect(page.locator("#field-text")).to_have_value("My wording goes on.")
    page.locator("#editing button.button-primary").click()
    expect(page.locator("#editing")).to_contain_text("was changed while you were writing")
    expect(page.locator("#field-text")).to_have_value("My wording goes on.")


def test_an_open_record_follows(look: Open, server: str, workshop: str) -> None:
    page = look(f"{workshop}?record=P9")
    listens(page)
    change(server, workshop, "Their wording.", "P9")
    expect(page.locator("#panel h2")).to_have_text("Their wording.")
    expect(page.locator("#panel .history")).to_contain_text("changed")
    expect(page.locator("#panel [data-close]")).to_be_visible()


@pytest.mark.soak
def test_twelve_windows_of_one_browser_stay_current(browser: Browser, server: str, workshop: str) -> None:
    context = browser.new_context()
    try:
        pages = [context.new_page() for _ in range(12)]
        for page in pages:
            page.goto(f"{server}{workshop}/outline")
        listens(pages[-1])
        for text in ("Once.", "Twice."):
            change(server, workshop, text)
            for page in pages:
                expect(page.locator("article.outline")).to_contain_text(text)
        # Where the window that listens is closed, another takes its place.
        pages[0].close()
        change(server, workshop, "Three times.")
        for page in pages[1:]:
            expect(page.locator("article.outline")).to_contain_text("Three times.")
    finally:
        context.close()


def test_a_window_that_is_not_seen_lets_go_and_catches_up(look: Open, server: str, workshop: str) -> None:
    page = look(workshop)
    page.evaluate(OVERHEAR, workshop.rpartition("/")[2])
    listens(page)
    page.evaluate(SEEN, False)
    for number in range(3):
        change(server, workshop, f"Unseen {number}.")
    page.wait_for_timeout(600)
    assert page.evaluate("overheard") == []
    page.evaluate(SEEN, True)
    expect(page.locator("#n-P3")).to_contain_text("Unseen 2.")
    assert page.evaluate("overheard") == [2, 3, 4]
    expect(page.locator("#toast")).to_have_text("Somebody without an account made 3 changes.")


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    ("address", "place"),
    [("/outline", "article.outline"), ("/ledger", "article.ledger"), ("/reading", "article.article-body")],
)
def test_pages_to_read_follow(look: Open, server: str, workshop: str, address: str, place: str) -> None:
    page = look(workshop + address)
    listens(page)
    change(server, workshop, "They wanted no war.")
    expect(page.locator(place)).to_contain_text("They wanted no war.")


def test_a_step_of_a_reading_follows_in_words_and_picture(look: Open, server: str, workshop: str) -> None:
    page = look(f"{workshop}/reading/P3")
    expect(page.locator("#canvas svg.showing-step")).to_be_attached()
    listens(page)
    change(server, workshop, "They wanted no war.")
    expect(page.locator("#reading h2")).to_have_text("They wanted no war.")
    expect(page.locator("#n-P3")).to_contain_text("They wanted no war.")
    expect(page.locator("#n-P3.in-step")).to_be_attached()


def test_who_is_here_is_told_in_words_and_at_the_record(look: Open, workshop: str) -> None:
    page, other = look(workshop), look(workshop)
    expect(page.locator("#presence")).to_have_text("Here now: somebody without an account")
    other.locator("#n-P3 > a").focus()
    other.keyboard.press("Enter")
    expect(page.locator("#presence")).to_have_text(re.compile("Here now: somebody without an account at P3 “.+”"))
    expect(page.locator("#n-P3 .presence-marker")).to_be_attached()
    other.keyboard.press("Escape")
    expect(page.locator("#presence")).to_have_text("Here now: somebody without an account")
    expect(page.locator(".presence-marker")).to_have_count(0)
    other.evaluate(SEEN, False)
    expect(page.locator("#presence")).to_be_hidden(timeout=8_000)


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), pytest.param("dark", 1440, marks=pytest.mark.soak)])
def test_axe_finds_no_fault_with_a_page_on_which_others_are_at_work(
    look: Open, server: str, workshop: str, scheme: str, width: int
) -> None:
    page, other = look(workshop, width=width, color_scheme=scheme), look(f"{workshop}?record=P3")
    listens(other)
    change(server, workshop, "They wanted no war.")
    expect(page.locator("#toast")).to_have_text(re.compile("changed P3"))
    expect(page.locator("#presence")).to_be_visible()
    assert Axe().run(page, options=OPTIONS).response["violations"] == []


@pytest.mark.one_in(2)
@pytest.mark.parametrize("place", ["/records/P9/edit", "?record=P9"])
def test_two_who_open_one_form_see_that_at_once(look: Open, workshop: str, place: str) -> None:
    first, second = look(f"{workshop}/records/P9/edit"), look(f"{workshop}{place}", width=1300)
    if place.startswith("?"):
        second.get_by_role("link", name="Edit", exact=True).click()
    for page in (first, second):
        expect(page.locator("form .co-editors")).to_contain_text("has P9 “")
    second.goto("about:blank")
    expect(first.locator("form .co-editors")).to_have_count(0)


def test_what_can_be_chosen_and_what_is_counted_follow_what_is_added(look: Open, server: str, workshop: str) -> None:
    page = look(workshop)
    page.locator(".filters > summary").click()
    page.locator("[name=kind][value=finding]").check()
    listens(page)
    title = page.locator(".map-header h1").inner_text()
    sources = page.locator("#openings option").first.get_attribute("label")
    many = page.locator(".filters [name=tag]").count()
    api = f"/api/v1{workshop}"
    for word in ("a later word", "another"):
        put(server, f"{api}/tags", {"text": word}, "POST")
    put(server, f"{api}/sources", {"type": "archival", "title": "Another", "available": "1931"}, "POST")
    put(server, api, {"title": f"{title} again"}, "PATCH", **{"If-Match": "*"})
    expect(page.locator(".map-header h1")).to_have_text(f"{title} again")
    expect(page.locator(".filters [name=tag]")).to_have_count(many + 2)
    expect(page.locator("[name=kind][value=finding]")).to_be_checked()
    expect(page.locator(".filters input:checked")).to_have_count(1)
    assert page.locator("#openings option").first.get_attribute("label") != sources
    expect(page).to_have_title(re.compile("again"))


def test_the_first_page_counts_anew_when_one_comes_back_to_it(look: Open, server: str) -> None:
    # Under a title of its own: of the many other copies the first page shows fifty.
    workshop = "/maps/counted-again"
    put(
        server,
        f"/api/v1{workshop}",
        {**json.loads(read_korea_map()), "slug": "counted-again", "title": "Counted again"},
    )
    page = look("/?title=Counted")
    of_map = page.locator(f".card-list > li:has(a[href='{workshop}'])")
    counted = of_map.locator(".counts dd").all_inner_texts()
    page.evaluate(SEEN, False)
    put(server, f"/api/v1{workshop}/questions", {"text": "And then?"}, "POST")
    page.evaluate(SEEN, True)
    expect(of_map.locator(".counts dd").first).to_have_text(str(int(counted[0]) + 1))
