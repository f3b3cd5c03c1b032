"""The archive at an address, and Chromium to look at its pages."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Complaints, Window, Windows
from tests.browser.scans.archive import make_archive
from tests.browser.serving import serve

OpenScan = Callable[..., Page]


@pytest.fixture(scope="session")
def archive() -> Iterator[str]:
    with serve(make_archive()) as address:
        yield address


@pytest.fixture
def scan(archive: str, windows: Windows) -> Iterator[OpenScan]:
    """Opens a page of the archive; afterwards nothing may have been complained of, or asked of another host."""
    taken: list[tuple[Window, dict[str, Any]]] = []
    complaints = Complaints(archive)

    def open_page(
        address: str = "/scan", *, width: int = 1440, height: int = 900, troubled: bool = False, **options: Any
    ) -> Page:
        options["viewport"] = {"width": width, "height": height}
        window = windows.take(options)
        taken.append((window, options))
        page = window.context.new_page()
        complaints.listen_to(page, 200, troubled=troubled)
        page.goto(archive + address)
        if options.get("java_script_enabled", True):
            page.locator("html[data-scans=ready]").wait_for(state="attached")
        return page

    yield open_page
    for window, options in taken:
        window.clear(archive, options["viewport"])
    complaints.stop_listening()
    for window, options in taken:
        windows.give_back(window, options)
    assert complaints == []
