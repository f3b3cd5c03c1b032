"""A whole map in one file opens from a disk, asks for nothing, and leads from its boxes to its words."""

import json
from base64 import b64decode
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from api.pictures.export_formats import PictureFormat, build_picture_request
from api.pictures.picture_service import render_picture
from api.pictures.region_cropping import RegionCropping
from api.pictures.render_requests import PictureQuery
from tests.renderers.pictures import korea_graph


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
