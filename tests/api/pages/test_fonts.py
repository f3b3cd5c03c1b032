"""The fonts of the pages: each in parts, which together have every character of the font that measures."""

import re
from collections.abc import Iterator

import pytest
from fontTools.ttLib import TTFont

from api.http.asset_files.asset_addresses import STATIC_FOLDER
from api.pages.templating import TEMPLATE_FOLDERS
from renderers.typography import FONTS

RULE = re.compile(r'src: url\("\.\./fonts/(?P<font>\w+-\w+)-\w+\.woff2"\).*unicode-range: (?P<ranges>[^;]+);')
FACES = [f"Noto{family}-{style}" for family in ("Serif", "Sans") for style in ("Regular", "Bold", "Italic")]


def _characters(ranges: str) -> Iterator[int]:
    for each in ranges.split(", "):
        first, _, last = each.removeprefix("U+").partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def _rules(face: str) -> list[list[int]]:
    css = (STATIC_FOLDER / "styles/fonts.css").read_text()
    return [list(_characters(found["ranges"])) for found in RULE.finditer(css) if found["font"] == face]


@pytest.mark.parametrize("face", FACES)
def test_the_parts_of_a_font_have_every_character_once(face: str) -> None:
    told = [code for part in _rules(face) for code in part]
    assert len(told) == len(set(told))
    with TTFont(FONTS / f"{face}.ttf") as font:
        assert set(font.getBestCmap()) <= set(told)


def test_every_part_is_there_and_told_of() -> None:
    named = set(re.findall(r'url\("\.\./fonts/([^"]+)"\)', (STATIC_FOLDER / "styles/fonts.css").read_text()))
    assert named == {file.name for file in (STATIC_FOLDER / "fonts").glob("*.woff2")}


def test_every_page_that_has_the_style_has_the_fonts() -> None:
    for template in (file for folder in TEMPLATE_FOLDERS for file in folder.glob("*.html")):
        told = template.read_text()
        assert ('asset("styles/style.css")' in told) == ('asset("styles/fonts.css")' in told), template.name
