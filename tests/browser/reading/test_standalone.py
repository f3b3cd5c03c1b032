"""Outlines and ledgers as pages of their own look alike where they are served and from a disk."""

import json
from base64 import b64decode
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from api.pictures.export_formats import PictureFormat, build_picture_request
from api.pictures.picture_rendering import render_picture
from api.pictures.region_cropping import RegionCropping
from api.pictures.render_requests import PictureQuery
from tests.browser.conftest import Open
from tests.renderers.pictures import korea_graph


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


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_everything_is_in_the_file(browser: Browser, tmp_path: Path, width: int, scheme: str) -> None:
    file = tmp_path / "map.html"
    file.write_bytes(
        render_picture(korea_graph(), build_picture_request(PictureQuery(), PictureFormat.WHOLE, ""), RegionCropping())
    )
    asked: list[str] = []
    complaints: list[str] = []
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type] # one of the words that it takes
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(file.as_uri())
    for folded in page.locator("details summary").all():
        folded.click()
    pictures = page.locator("details img")
    assert pictures.count() >= 2
    for number in range(pictures.count()):
        assert pictures.nth(number).evaluate("each => each.decode().then(() => each.naturalWidth)") > 100
    assert [address for address in asked if not address.startswith("data:")] == [file.as_uri()]
    assert complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    # A box leads to its record in the outline.
    page.locator("#n-P3 a").first.click() if page.locator("#n-P3 a").count() else page.locator(
        'a[href="#o-P3"]'
    ).first.click()
    assert page.evaluate("location.hash") == "#o-P3"
    assert page.locator("#o-P3").bounding_box() is not None
    address = page.locator("#data-section a").get_attribute("href") or ""
    document = json.loads(b64decode(address.partition(",")[2]))
    assert len(document["claims"]) == len(korea_graph().claims)
    page.close()
