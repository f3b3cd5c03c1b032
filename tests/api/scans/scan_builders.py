"""Scans of a few small pages, sent as a reader's browser and as a program send them."""

import re
from html import unescape
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw
from starlette.testclient import TestClient

from tests.api.texts.text_reader import API

SCANS = "/maps/debate/scans"
HTML = {"Accept": "text/html"}
WIDTH, HEIGHT = 300, 400


def draw_page(number: int, name: str = "JPEG", size: tuple[int, int] = (WIDTH, HEIGHT), **options: Any) -> bytes:
    """Return an image of a page with so many lines."""
    page = Image.new("RGB", size, "#e7dcc0")
    pen = ImageDraw.Draw(page)
    for line in range(number):
        pen.rectangle((30, 30 + 40 * line, size[0] - 30, 45 + 40 * line), fill="#33261a")
    written = BytesIO()
    page.save(written, name, **options)
    return written.getvalue()


def send_scan(client: TestClient, *files: tuple[str, bytes], **fields: str) -> Any:
    """Return the answer to the form for a new scan."""
    sent = [("files", (name, data, "application/octet-stream")) for name, data in files]
    return client.post(SCANS, data=fields, files=sent, headers=HTML, follow_redirects=False)


def add_scan(client: TestClient, count: int = 3, **fields: str) -> dict[str, Any]:
    """Return the record of a new scan of so many pages of the source S1."""
    files = [(f"page{number}.jpg", draw_page(number)) for number in range(1, count + 1)]
    answer = send_scan(client, *files, **{"title": "The telegram", "source": "S1", **fields})
    assert answer.status_code == 303, answer.text
    label = answer.headers["location"].partition("?")[0].rpartition("/")[2]
    return read_record(client, label)


def read_record(client: TestClient, label: str) -> dict[str, Any]:
    """Return a record as the API has it."""
    answer = client.get(f"{API}/records/{label}")
    assert answer.status_code == 200, answer.text
    record: dict[str, Any] = answer.json()
    return record


def mark_region(client: TestClient, scan: dict[str, Any], page: int = 1, **fields: str) -> Any:
    """Return the answer to the form that makes something of a region."""
    place = {"x": "30", "y": "30", "width": "200", "height": "15", "image": scan["pages"][page - 1]["image"]}
    return client.post(
        f"{SCANS}/{scan['id']}/mark", data={"as": "evidence", **place, **fields}, headers=HTML, follow_redirects=False
    )


def list_sources(page: str) -> list[str]:
    """Return the addresses of the images of a page."""
    return [unescape(address) for address in re.findall(r'<img[^>]* src="([^"]*)"', page)]
