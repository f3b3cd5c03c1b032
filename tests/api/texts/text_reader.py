"""A debate with a text in which passages are marked, and its page read as a reader reads it."""

from html.parser import HTMLParser
from typing import Any

from starlette.testclient import TestClient

from tests.builders import MapBuilder

API = "/api/v1/maps/debate"
PAGE = "/maps/debate/texts"
WORDS = "Mao asked Moscow. Stalin had agreed, he was told.\n\nKim reported it; nobody wrote “no”. Stalin waited."
MULTI = {"Accept": "text/html"}


def built() -> MapBuilder:
    return (
        MapBuilder()
        .question("Q1")
        .source("S1", "A telegram")
        .perception("P1", answers="Q1")
        .finding("F1", answers="Q1")
        .finding("F2", "It was only allowed.", answers="Q1")
        .interpretation("I1")
        .evidence("E1", "S1")
        .link("L1", "F1", "tests", "P1", verdict="contradicted")
        .link("L2", "E1", "supports", "F1")
        .link("L3", "I1", "undercuts", "L2")
        .text("X1", WORDS, source="S1", language="en")
        .annotation("N1", "X1", "Mao asked Moscow. Stalin had agreed", "E1")
        .annotation("N2", "X1", "Stalin had agreed, he was told", "L3", comment="By whom?")
        .annotation("N3", "X1", "he was told", "P1")
    )


def record(client: TestClient, label: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"{API}/records/{label}", headers={"Accept": "application/json"}).json()
    return found


class Reader(HTMLParser):
    """Reads the blocks of a text as they stand on a page, without the signs between the words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self._tags: list[tuple[str, bool, bool]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        block = "block" in (given.get("class") or "").split()
        if block:
            self.blocks.append("")
        if tag not in {"meta", "link", "input", "br"}:
            self._tags.append((tag, block, "data-not-text" in given))

    def handle_endtag(self, tag: str) -> None:
        while self._tags and self._tags.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if any(block for _, block, _ in self._tags) and not any(apart for *_, apart in self._tags):
            self.blocks[-1] += data
