"""A server with the Korea map, and Chromium to look at it."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from api.app import create_app
from api.settings import Settings
from argument_maps.examples import korea
from argument_maps.formats import native
from models.changes import create_map, replace_map
from models.engine import migrate, open_engine, writing
from models.maps import ArgumentMapDraft

CHROMIUM = "/usr/bin/chromium"
Open = Callable[..., Page]


def until(page: Page, holds: Callable[[], bool], seconds: float = 8.0) -> None:
    """Wait until something holds. Playwright's own waiting for a script is refused by the pages' policy."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "It does not come to hold."
        page.wait_for_timeout(30)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium is not installed.")
    url = f"sqlite:///{tmp_path_factory.mktemp('browser')}/maps.sqlite3"
    migrate(url)
    document, problems = native.read(korea())
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
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def look(server: str, browser: Browser) -> Iterator[Open]:
    """Opens a page of the server; afterwards nothing may have been complained of, or asked of another host.

    On a `troubled` page answers may fail, as they are meant to.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(
        address: str = "/maps/korea-1950",
        *,
        width: int = 1440,
        height: int = 900,
        status: int = 200,
        scripted: bool = True,
        troubled: bool = False,
        **options: object,
    ) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)  # type: ignore[arg-type] # passed on as given
        contexts.append(context)
        page = context.new_page()
        refused = f"the server responded with a status of {status} "
        page.on(
            "console",
            lambda message: (
                complaints.append(message.text)
                if message.type == "error"
                and (status == 200 or refused not in message.text)
                and not (troubled and message.text.startswith("Failed to load resource"))
                else None
            ),
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request", lambda asked: None if asked.url.startswith((server, "data:")) else complaints.append(asked.url)
        )
        answer = page.goto(server + address)
        assert answer is not None
        assert answer.status == status
        if scripted and options.get("java_script_enabled", True):
            page.locator("html[data-ready=yes]").wait_for(state="attached")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
