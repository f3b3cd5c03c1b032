"""Every table of the pages is scrolled where it does not fit, within its own region, and loses no column."""

import re
from pathlib import Path

import pytest

from api.http.asset_files.asset_addresses import STATIC_FOLDER
from api.pages.templating import TEMPLATE_FOLDERS, environment

TEMPLATES = sorted(file for folder in TEMPLATE_FOLDERS for file in folder.glob("*.html"))
STYLES = sorted((STATIC_FOLDER / "styles").glob("*.css"))
# Bars are a picture with its numbers, of three narrow columns, which fits at 320 pixels.
FITTING = '<table class="bar-chart">'
REGION = re.compile(r"\{\{ scrolling\((.+)\) \}\}\s*$")


def tables() -> list[tuple[str, str, str]]:
    """Return for each table its template, what stands before it in it, and what behind it."""
    found = []
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        for table in re.finditer(r"<table\b[^>]*>", text):
            if table[0] != FITTING:
                end = text.index("</table>", table.end()) + len("</table>")
                found.append((path.name, text[: table.start()], text[end:]))
    return found


def test_every_table_stands_in_a_region_that_scrolls() -> None:
    outside = [
        name
        for name, before, behind in tables()
        if not REGION.search(before) or not behind.lstrip().startswith("</div>")
    ]
    assert outside == []
    assert len(tables()) > 15


def test_no_two_regions_of_a_page_have_one_name() -> None:
    for path in TEMPLATES:
        names = re.findall(r"\{\{ scrolling\((.+?)\) \}\}", path.read_text(encoding="utf-8"))
        assert len(names) == len(set(names)), path.name


def test_the_region_is_reached_by_keyboard_and_has_a_name() -> None:
    begun = environment.from_string(
        '{% from "scrolling_table.html" import scrolling %}{{ scrolling("A & B") }}'
    ).render()
    assert begun == '<div class="table-scroller" role="region" tabindex="0" aria-label="A &amp; B">'


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_no_style_takes_a_column_away(path: Path) -> None:
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", path.read_text(encoding="utf-8"))
    taken = [
        selector.strip()
        for selector, declared in rules
        if "display: none" in declared
        and re.search(r"nth-child|\b(?:td|th)\b", selector)
        and "thead td" not in selector
    ]
    assert taken == []
