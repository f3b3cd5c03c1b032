import pytest

from argument_maps.graph import Graph
from argument_maps.values import Claim
from renderers.figures.figure import draw_figure
from renderers.figures.places import PLACES
from renderers.raster.rasterising import png
from renderers.style import LIGHT
from renderers.svg.missing_fonts import describe_missing_fonts, draw_missing_fonts
from renderers.svg.picture import draw_fragments, draw_picture
from tests.renderers.pictures import whole

GRAPH = Graph(slug="rare", title="Rare", claims=(Claim(id="C1", text="a private letter: \ue000"),))
SAID = "No font was there for some signs."


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ([], []),
        (["Tibetan"], ["Tibetan. The Debian package fonts-noto-core"]),
        (["Tibetan", "Emoji", "Syriac"], ["Emoji. The", "Syriac, Tibetan. The Debian package fonts-noto-core"]),
        (["Common"], [SAID]),
    ],
)
def test_each_package_that_may_help_is_named_once(missing: list[str], said: list[str]) -> None:
    drawings = [f'<tspan data-missing="{script}">' for script in missing]
    described = [str(phrase) for phrase in describe_missing_fonts([*drawings, *drawings, "<text>"])]
    assert len(described) == len(said)
    assert all(any(part in phrase for phrase in described) for part in said)


def test_nothing_is_said_where_all_was_drawn() -> None:
    assert draw_missing_fonts(["<text>"], 400, 10, LIGHT) == ("", 0.0)


def test_a_picture_says_below_it_what_it_could_not_draw() -> None:
    svg = draw_picture(whole(GRAPH))
    assert f">{SAID}</text></g></svg>" in svg.replace("\n", "")
    assert png(svg)


def test_sheets_say_so_too() -> None:
    assert SAID in draw_fragments(whole(GRAPH)).fragments[-1].svg


def test_a_figure_says_so_too() -> None:
    assert SAID in draw_figure(whole(GRAPH), PLACES["slide"])
