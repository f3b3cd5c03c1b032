"""What a first visit costs: bytes over the wire, and nothing from anywhere else."""

import gzip
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

# Bytes besides the picture.
LIMIT = 150_000
PICTURE = re.compile(r'<svg[^>]* id="map".*?</svg>', re.DOTALL)


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/maps/korea-1950?record=E6",
        "/maps/korea-1950/outline",
        "/maps/korea-1950/records/E6",
        # These bring a part of what those above bring.
        *(
            pytest.param(address, marks=pytest.mark.soak)
            for address in ("/maps/korea-1950", "/maps/korea-1950/ledger", "/search?q=Mao")
        ),
    ],
)
def test_a_first_page_is_light(browser: Browser, server: str, address: str) -> None:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    assert weight(page, server, address) < LIMIT


def weight(page: Page, server: str, address: str, besides: str = "^$") -> int:
    """Return how many bytes come over the wire besides the picture, all from the server; close the page's context.

    Of files whose address matches `besides` nothing is counted.
    """
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    # The pages of all tests share a process, and with it what it remembers of files.
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[int] = []
    hosts: list[str] = []
    apart: set[str] = set()

    def began(told: Any) -> None:
        if re.search(besides, told["request"]["url"]):
            apart.add(told["requestId"])

    def ended(told: Any) -> None:
        if told["requestId"] not in apart:
            sizes.append(int(told["encodedDataLength"]))

    session.on("Network.requestWillBeSent", began)
    session.on("Network.loadingFinished", ended)
    page.on("request", lambda asked: hosts.append(asked.url))
    answer = page.goto(server + address, wait_until="networkidle")
    assert answer is not None
    drawn = PICTURE.findall(answer.text())
    page.context.close()
    assert all(host.startswith((server, "data:")) for host in hosts)
    assert len(sizes) > 5, "style, scripts and fonts came too"
    # What the picture takes of a page that is sent compressed.
    return sum(sizes) - sum(len(gzip.compress(each.encode(), 6)) for each in drawn)
