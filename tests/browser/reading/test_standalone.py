"""Outlines and ledgers as pages of their own look alike where they are served and from a disk."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Open


@pytest.mark.parametrize("name", ["korea-1950.html", "korea-1950/ledger.html"])
def test_a_page_of_its_own_is_styled_also_from_a_disk(look: Open, browser: Browser, tmp_path: Path, name: str) -> None:
    measured = (
        "[...document.querySelectorAll('h1, h2, ul, li, td, th')].slice(0, 60).map(each => {"
        "const style = getComputedStyle(each); return [style.fontSize, style.borderTopWidth, style.listStyleType,"
        " style.color, style.paddingLeft]})"
    )
    served = look(f"/maps/{name}", scripted=False, width=1200, color_scheme="dark")
    file = tmp_path / "saved.html"
    answer = served.request.get(served.url)
    file.write_bytes(answer.body())
    saved = browser.new_page(viewport={"width": 1200, "height": 900}, color_scheme="dark")
    saved.goto(file.as_uri())
    assert saved.evaluate(measured) == served.evaluate(measured)
    assert saved.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(28, 31, 35)"
    saved.close()
