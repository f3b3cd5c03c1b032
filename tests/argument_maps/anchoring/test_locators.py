"""A passage knows where it stands in its edition, as far as the text does."""

import pytest

from argument_maps.anchoring.locators import format_locator
from argument_maps.values import Block, Content, Milestone

TEXT = "0123456789" * 6
PAGES = (
    Milestone(at=5, sort="page", label="38"),
    Milestone(at=20, sort="page", label="39"),
    Milestone(at=22, sort="column", label="2"),
)
BLOCKS = (
    Block(start=0, end=30),
    Block(start=32, end=38, sort="note", label="2"),
    Block(start=40, end=46, sort="list item", label="3."),
    Block(start=48, end=54, sort="list item", label="(4)"),
    Block(start=56, end=60),
)
CONTENT = Content(text=TEXT, blocks=BLOCKS, milestones=PAGES)


@pytest.mark.parametrize(
    ("start", "end", "locator"),
    [
        pytest.param(0, 4, "", id="before the first page that is numbered"),
        pytest.param(5, 10, "p. 38", id="on a page"),
        pytest.param(5, 20, "p. 38", id="up to the last letter of a page"),
        pytest.param(10, 21, "pp. 38–39", id="over two pages"),
        pytest.param(20, 21, "p. 39", id="on a page whose column is not known"),
        pytest.param(10, 25, "pp. 38–39", id="over two pages, of which one has columns"),
        pytest.param(24, 28, "p. 39, col. 2", id="in a column"),
        pytest.param(33, 36, "p. 39, col. 2, n. 2", id="in a note"),
        pytest.param(41, 44, "p. 39, col. 2, para. 3", id="in an item"),
        pytest.param(41, 50, "p. 39, col. 2, paras. 3–4", id="in two items"),
        pytest.param(41, 58, "p. 39, col. 2", id="in an item and what follows"),
    ],
)
def test_a_passage_has_the_locator(start: int, end: int, locator: str) -> None:
    assert format_locator(CONTENT, start, end) == locator


def test_leaves_and_lines_are_named_together() -> None:
    leaves = (
        Milestone(at=0, sort="folio", label="12v"),
        Milestone(at=0, sort="line", label="1"),
        Milestone(at=10, sort="line", label="2"),
        Milestone(at=20, sort="line", label="3"),
    )
    content = Content(text=TEXT, blocks=BLOCKS, milestones=leaves)
    assert format_locator(content, 12, 15) == "f. 12v, l. 2"
    assert format_locator(content, 12, 25) == "f. 12v, ll. 2–3"


def test_a_text_that_knows_nothing_gives_no_locator() -> None:
    assert format_locator(Content(text=TEXT, blocks=BLOCKS[:1]), 3, 9) == ""
