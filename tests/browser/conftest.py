"""A server with the Korea map, and Chromium to look at it."""

import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, ViewportSize, expect, sync_playwright

from api.app import create_app
from api.settings import Settings
from argument_maps.examples import read_korea_map
from argument_maps.formats import native
from models.changes import create_map, replace_map
from models.engine import open_engine, writing
from models.migrations.migrating import migrate_database
from models.records.maps import ArgumentMapDraft

# The same Chromium without the windows, menus and pictures of a desktop, which take a third of the time.
CHROMIUM = "/usr/bin/chromium-headless-shell"
OPTIONS = [
    *("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"),
    # A process for each page costs a third of what these tests take, and shows nothing that one for all does not.
    *("--renderer-process-limit=1", "--disable-site-isolation-trials"),
]
Open = Callable[..., Page]
# Pages of what a group is at ask how things stand every five seconds at the latest.
expect.set_options(timeout=15_000)


def until(page: Page, holds: Callable[[], bool], seconds: float = 8.0) -> None:
    """Wait until something holds. Playwright's own waiting for a script is refused by the pages' policy."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "It does not come to hold."
        page.wait_for_timeout(30)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not Path(CHROMIUM).exists():
        pytest.fail("Chromium is not installed. Run `make setup-dev`.")
    url = f"sqlite:///{tmp_path_factory.mktemp('browser')}/maps.sqlite3"
    migrate_database(url)
    document, problems = native.read_map_document(read_korea_map())
    assert document is not None, problems
    engine = open_engine(url)
    with writing(engine) as session:
        replace_map(session, "korea-1950", document, version=None, author="local", why="")
        create_map(session, "bare", ArgumentMapDraft(title="A map of nothing yet"), author="local")
    engine.dispose()
    listening = socket.create_server(("127.0.0.1", 0))
    app = create_app(Settings(database_url=url, log_requests=False))
    running = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on"))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not running.started and time.monotonic() < deadline:
        time.sleep(0.02)
    assert running.started
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    running.should_exit = True
    thread.join(timeout=20)


@pytest.fixture(scope="session")
def browser(server: str) -> Iterator[Browser]:  # noqa: ARG001 # without the server there is nothing to look at
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield chromium
        chromium.close()


class Window:
    """A context that one test after the other has to itself: Chromium takes a second to open one, and a tab is quick.

    The tab that it opens with is kept, for Chromium closes the window with the last one. What a page left behind in
    the context is gone when the next test gets it, except for files of which the server says that they never change.
    """

    def __init__(self, browser: Browser, options: Mapping[str, Any]) -> None:
        self.context = browser.new_context(**options)
        self.kept = self.context.new_page()
        self._tools = self.context.new_cdp_session(self.kept)

    def clear(self, server: str, size: ViewportSize) -> None:
        """Close what was opened, forget what was stored, and bring the kept tab back to its size."""
        for page in self.context.pages:
            if page is not self.kept:
                page.close()
        if self.kept.url != "about:blank":
            self.kept.goto("about:blank")
        if self.kept.viewport_size != size:
            self.kept.set_viewport_size(size)
        self.context.clear_cookies()
        self._tools.send("Storage.clearDataForOrigin", {"origin": server, "storageTypes": "all"})


class Windows:
    """The windows that are open, by the options that they were opened with."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[str, list[Window]] = {}

    def take(self, options: Mapping[str, Any]) -> Window:
        """Return a window that nobody else has."""
        free = self._free.get(repr(sorted(options.items())), [])
        return free.pop() if free else Window(self._browser, options)

    def give_back(self, window: Window, options: Mapping[str, Any]) -> None:
        """Let another test have the window, which has been cleared."""
        self._free.setdefault(repr(sorted(options.items())), []).append(window)


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Windows:
    return Windows(browser)


class Complaints(list[str]):
    """What pages complained of, and what they asked of another host."""

    def __init__(self, server: str) -> None:
        super().__init__()
        self._server = server
        self._heard: list[tuple[Page, str, Callable[..., None]]] = []

    def listen_to(self, page: Page, status: int, *, troubled: bool) -> None:
        """Listen to a page that is answered with a status; where it is `troubled`, answers may fail."""
        refused = f"the server responded with a status of {status} "

        def note_message(message: ConsoleMessage) -> None:
            if (
                message.type == "error"
                and (status == 200 or refused not in message.text)
                and not (troubled and message.text.startswith("Failed to load resource"))
            ):
                self.append(message.text)

        def note_request(request: Request) -> None:
            if not request.url.startswith((self._server, "data:", "about:")):
                self.append(request.url)

        for name, listener in (
            ("console", note_message),
            ("pageerror", lambda error: self.append(str(error))),
            ("request", note_request),
        ):
            page.on(name, listener)  # type: ignore[call-overload] # any of the names that it has
            self._heard.append((page, name, listener))

    def stop_listening(self) -> None:
        """Stop listening to every page."""
        for page, name, listener in self._heard:
            page.remove_listener(name, listener)


@pytest.fixture
def look(server: str, windows: Windows) -> Iterator[Open]:
    """Opens a page of the server; afterwards nothing may have been complained of, or asked of another host.

    On a `troubled` page answers may fail, as they are meant to. A test that only looks at what an address shows, and
    leaves nothing on the page, may have it in the `kept` tab of a window, which spares opening another.
    """
    taken: list[tuple[Window, dict[str, Any]]] = []
    complaints = Complaints(server)

    def open_page(
        address: str = "/maps/korea-1950",
        *,
        width: int = 1440,
        height: int = 900,
        status: int = 200,
        scripted: bool = True,
        troubled: bool = False,
        kept: bool = False,
        **options: Any,
    ) -> Page:
        options["viewport"] = {"width": width, "height": height}
        window = windows.take(options)
        taken.append((window, options))
        page = window.kept if kept else window.context.new_page()
        complaints.listen_to(page, status, troubled=troubled)
        answer = page.goto(server + address)
        assert answer is not None
        assert answer.status == status
        if scripted and options.get("java_script_enabled", True):
            page.locator("html[data-ready=yes]").wait_for(state="attached")
        return page

    yield open_page
    for window, options in taken:
        window.clear(server, options["viewport"])
    complaints.stop_listening()
    for window, options in taken:
        windows.give_back(window, options)
    assert complaints == []
