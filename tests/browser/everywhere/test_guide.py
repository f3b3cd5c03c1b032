"""The guide, built as `make guide` builds it and served as the server does."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount

from api.http.asset_files.assets import Assets
from api.http.middleware import SecurityHeaders
from api.operations.guide import Guide
from tests.architecture.tracked import ROOT
from tests.browser.everywhere.test_accessibility import OPTIONS
from tests.browser.serving import serve

# The page of dates is led to by the glossary.
PAGES = ("", "historian/", "dates/", "reference/", "search/?q=verdict")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, cache = (tmp_path_factory.mktemp(name) for name in ("guide", "doctrees"))
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "dirhtml", "-d", cache, ROOT / "docs", folder]
    subprocess.run(command, check=True)
    return folder


@pytest.fixture(scope="module")
def base(built: Path) -> Iterator[str]:
    routes = [Mount("/guide", Guide(built)), Mount("/static", Assets())]
    with serve(Starlette(routes=routes, middleware=[Middleware(SecurityHeaders)])) as address:
        yield f"{address}/guide/"


@pytest.mark.parametrize(("scheme", "width"), [pytest.param("light", 1440, marks=pytest.mark.soak), ("dark", 390)])
def test_it_is_sound_in_every_look_and_asks_no_other_host(browser: Browser, base: str, scheme: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type] # one of the names
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: complaints.extend([] if request.url.startswith(base[:-6]) else [request.url]))
    for name in PAGES:
        page.goto(base + name)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert complaints == []
        # What axe itself does to the page is refused by its policy, and no complaint of the page's.
        found = Axe().run(page, options=OPTIONS).response["violations"]
        assert [(each["id"], node["html"]) for each in found for node in each["nodes"]] == []
        complaints.clear()
    page.close()


def test_it_is_searched(browser: Browser, base: str) -> None:
    page = browser.new_page()
    page.goto(base)
    page.get_by_label("Search the guide").fill("grades")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="For teachers").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("For teachers")
    page.close()
