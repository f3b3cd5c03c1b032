"""The pictures of the README and of the guide, taken from the program as it is.

`.venv/bin/python -m tests.browser.guide_pictures http://127.0.0.1:8000` takes them again, from a server with the
Korea map.
"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.architecture.tracked import ROOT
from tests.browser.conftest import CHROMIUM, OPTIONS

FOLDER = ROOT / "docs" / "pictures"
PAGES = {
    "map": "/maps/korea-1950",
    "record": "/maps/korea-1950?record=P3",
    "ledger": "/maps/korea-1950/ledger",
}
WIDTH, HEIGHT = 1280, 800


def take_pictures(base: str, folder: Path = FOLDER) -> None:
    """Write a picture of each page as PNG, in the light colours."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        for name, address in PAGES.items():
            page.goto(base + address, wait_until="networkidle")
            page.screenshot(path=folder / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    take_pictures(sys.argv[1].rstrip("/"))
