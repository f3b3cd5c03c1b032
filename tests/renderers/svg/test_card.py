"""The card of a map is well formed, whatever its title."""

import re

import pytest
from defusedxml import ElementTree

from argument_maps.graph import Graph
from argument_maps.selection.selecting import select
from renderers.svg.card import HEIGHT, MARGIN, TITLE, WIDTH, draw_card
from renderers.typography import measure
from tests.argument_maps.graphs import finding, graph, perception

SVG = "{http://www.w3.org/2000/svg}"


def of(title: str) -> Graph:
    drawn = graph(perception("P1"), finding("F1"), links="F1 tests P1 confirmed")
    return Graph(slug="small", title=title, claims=drawn.claims, links=drawn.links)


@pytest.mark.parametrize("title", ["Short", "Who wanted the war of 1914? " * 20, "<b>&\x00", "战" * 300, "W" * 200])
def test_a_title_of_any_length_stands_within_the_card_on_two_lines_at_most(title: str) -> None:
    root = ElementTree.fromstring(draw_card(select(of(title))))
    assert (root.get("width"), root.get("height")) == (str(WIDTH), str(HEIGHT))
    lines = [text for text in root.iter(f"{SVG}text") if text.get("y") and float(text.get("x")) == MARGIN]
    assert 2 <= len(lines) <= 3
    assert all(measure(TITLE).width("".join(line.itertext())) <= WIDTH - 2 * MARGIN for line in lines[:-1])


def test_the_card_says_what_the_map_holds_and_shows_its_beginning() -> None:
    drawn = draw_card(select(of("A debate")))
    assert "Sic et Non · 1 perception<" in drawn
    assert len(re.findall(r'<g class="node ', drawn)) == 2


def test_an_empty_map_has_a_card_without_a_picture() -> None:
    assert draw_card(select(Graph(slug="empty", title="Empty"))).count("<svg") == 1
