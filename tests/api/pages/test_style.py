"""The colours of the pages can be read (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

import api.pages

SHEET = (Path(api.pages.__file__).parent / "static/styles/style.css").read_text("utf-8")
TEXT = ["ink", "muted", "rubric", "support", "attack", "undercut", "open"]
TEXT += ["perception", "finding", "interpretation", "source", "other"]


def colours(selector: str) -> dict[str, str]:
    block = SHEET.partition(selector)[2].partition("}")[0]
    found = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", block))
    assert len(found) > 15
    return found


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


LIGHT, DARK, SYSTEM = (
    colours(each) for each in (":root {", ':root[data-theme="dark"] {', ':root[data-theme="auto"] {')
)


@pytest.mark.parametrize("ground", ["paper", "ground", "hover"])
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_colour_can_be_read_on_every_ground(theme: dict[str, str], ground: str) -> None:
    weak = {name: round(contrast(theme[name], theme[ground]), 2) for name in TEXT}
    assert {name: value for name, value in weak.items() if value < 4.5} == {}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_borders_of_controls_and_the_focus_can_be_seen(theme: dict[str, str]) -> None:
    for name in ("edge", "focus"):
        assert contrast(theme[name], theme["paper"]) >= 3
        assert contrast(theme[name], theme["ground"]) >= 3
    assert contrast(theme["ink"], theme["mark"]) >= 4.5
    assert contrast(theme["ground"], theme["rubric"]) >= 4.5


def test_dark_by_choice_is_dark_by_system() -> None:
    assert DARK == SYSTEM


def test_no_type_is_smaller_than_thirteen_pixels() -> None:
    sizes = [float(size) for size in re.findall(r"font(?:-size)?: [^;]*?([.\d]+)rem", SHEET)]
    assert min(sizes) * 16 >= 13
