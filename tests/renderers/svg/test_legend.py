"""The signs of the legend are those of the picture, in every view and on every ground."""

import itertools
from collections.abc import Callable, Iterator
from xml.etree import ElementTree as ET

import pytest

from argument_maps.selection.selecting import Selected, Selection, select
from renderers.style import THEMES
from renderers.svg.picture import draw_picture
from renderers.text.accessible_names import slugify
from renderers.views.view_table import View
from tests.renderers.pictures import SVG, drawn, korea_graph, lines, random_graph, read, whole

Sign = tuple[tuple[str, ...], ...]
# Where something stands and how long it is depends on the place; how it looks does not.
_OF_THE_PLACE = {"x", "y", "cx", "cy", "d", "width", "height", "transform", "data-from", "textLength", "class"}


def look(element: ET.Element, *, with_path: bool = False) -> tuple[str, ...]:
    """Return tag and attributes of a shape without its place."""
    kept = _OF_THE_PLACE - {"d"} if with_path else _OF_THE_PLACE
    return (element.tag, *(f"{name}={value}" for name, value in sorted(element.items()) if name not in kept))


def shapes(group: ET.Element) -> list[ET.Element]:
    return [each for each in group.iter() if each.tag in {f"{SVG}path", f"{SVG}rect", f"{SVG}circle"}]


def link_signs(group: ET.Element) -> Sign:
    """Return how the line, the head, the marker and the glyph of a link look."""
    heads = [each for child in group.iter(f"{SVG}g") for each in child if child.get("transform") and len(child) == 1]
    line = next(each for each in shapes(group) if each.get("class") == "line")
    marker = next(each for each in shapes(group) if each.get("class") == "inference")
    glyph = next(each for each in shapes(group) if each.get("stroke-linecap") == "round")
    head = next(each for each in heads if each.get("stroke-linecap") is None and each.get("class") is None)
    return look(line), look(head, with_path=True), look(marker), look(glyph, with_path=True)


def drawn_signs(svg: str) -> Iterator[tuple[str, Sign]]:
    """Yield the signs of the links and boxes of a picture, under the words by which the legend names them."""
    for group in read(svg).iter(f"{SVG}g"):
        sort, *words = group.get("class", "").split() or [""]
        if sort == "edge" and not is_never_seen(group, svg):
            yield words[-1], link_signs(group)
        elif sort == "node" and shapes(group)[0].get("stroke-dasharray") is None:
            yield words[0], (look(shapes(group)[0]),)


def is_never_seen(edge: ET.Element, svg: str) -> bool:
    """Tell whether a link is hidden until it is pointed at, in a picture that is for paper."""
    return edge.get("display") == "none" and "print" in read(svg).get("class", "").split()


def legend_of(svg: str) -> ET.Element:
    [legend] = [group for group in read(svg).iter(f"{SVG}g") if group.get("class") == "legend"]
    return legend


def signs_of_legend(svg: str) -> dict[str, ET.Element]:
    return {
        slugify(each.get("data-sign", "")): each for each in legend_of(svg).iter(f"{SVG}g") if each.get("data-sign")
    }


SELECTED: dict[str, Callable[[], Selected]] = {
    "korea": lambda: select(korea_graph(), Selection(focus="F9", depth=2)),
    "chance": lambda: whole(random_graph(3)),
}


# The cards of a summary are in words.
WITH_LEGEND = [view for view in View if not view.definition.needs_focus and not view.definition.is_summary]


@pytest.mark.parametrize("chosen", SELECTED)
@pytest.mark.parametrize(
    ("view", "theme"),
    list(itertools.product(sorted(view.value for view in WITH_LEGEND), THEMES)),
)
def test_each_sign_of_the_legend_looks_as_it_is_drawn(view: str, theme: str, chosen: str) -> None:
    svg = draw_picture(SELECTED[chosen](), view=view, theme=theme)
    signs, compared = signs_of_legend(svg), set()
    for word, sign in drawn_signs(svg):
        if len(sign) > 1:
            assert sign == link_signs(signs[word]), word
        else:
            assert sign[0] in {look(each) for each in shapes(signs[word])}, word
        compared.add(word)
    of_axes = {sign for sign in signs if sign.startswith(("date-", "span")) or sign == "break"}
    assert compared == set(signs) - {"elsewhere", "broken", "branch"} - of_axes


def test_the_signs_of_an_axis_are_explained_where_it_has_them() -> None:
    signs = signs_of_legend(draw_picture(whole(korea_graph()), view="timeline"))
    assert {"date-day", "date-longer", "span", "break"} <= set(signs)
    assert not {"date-day", "span", "break"} & set(signs_of_legend(draw_picture(whole(korea_graph()))))


@pytest.mark.parametrize("theme", THEMES)
def test_what_stands_elsewhere_what_is_broken_and_headings_look_as_they_are_drawn(theme: str) -> None:
    svg = draw_picture(whole(korea_graph()), theme=theme)
    signs, groups = signs_of_legend(svg), list(read(svg).iter(f"{SVG}g"))
    references = {look(shapes(each)[0]) for each in groups if each.get("class", "").startswith("reference ")}
    assert references == {look(each) for each in shapes(signs["elsewhere"])}
    nodes = [shapes(each)[0] for each in groups if each.get("class", "").startswith("node ")]
    broken = {look(each) for each in nodes if each.get("stroke-dasharray") is not None}
    assert broken == {look(each) for each in shapes(signs["broken"])}
    heading = next(each for each in groups if each.get("class") == "node question")
    assert [look(each) for each in shapes(heading)] == [look(each) for each in shapes(signs["question"])]
    assert "not tested" in lines(legend_of(svg))


@pytest.mark.parametrize(("view", "words"), [("argument", "answers the question"), ("sources", "stands in the source")])
def test_thin_lines_are_explained_as_they_are_drawn(view: str, words: str) -> None:
    svg = draw_picture(whole(korea_graph()), view=view)
    branches = {look(each) for each in read(svg).iter(f"{SVG}path") if each.get("class") == "branch"}
    assert branches == {look(each) for each in shapes(signs_of_legend(svg)["branch"])}
    assert words in lines(legend_of(svg))
    assert "branch" not in signs_of_legend(draw_picture(whole(korea_graph())))


def test_a_kind_that_only_stands_elsewhere_is_not_in_the_legend_as_a_kind() -> None:
    svg = draw_picture(whole(korea_graph()), view="perceptions")
    kinds = {each.get("class", "").split()[1] for each in drawn(svg, "node").values()}
    named = {"perception", "interpretation", "finding", "assertion", "evidence", "source", "question"}
    assert kinds & named == set(signs_of_legend(svg)) & named
