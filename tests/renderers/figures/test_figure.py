import re

import msgspec
import pytest
from defusedxml.ElementTree import fromstring

from argument_maps.examples import EXAMPLE_SLUGS, read_example_map
from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selection, select
from renderers.figures.figure import FigureTooSmall, draw_figure
from renderers.figures.places import PLACES, FigurePlace
from renderers.style import SMALLEST
from tests.renderers.pictures import random_graph

SVG = "{http://www.w3.org/2000/svg}"
BOX = re.compile(r"translate\(([0-9.-]+),([0-9.-]+)\)")
EXAMPLES = {slug: msgspec.json.decode(read_example_map(slug), type=Graph) for slug in EXAMPLE_SLUGS}
QUESTIONS = [(slug, question.id) for slug, graph in EXAMPLES.items() for question in graph.questions]


def measure(svg: str) -> tuple[float, float, float, float]:
    root = fromstring(svg)
    return (float(root.get("width", 0)), float(root.get("height", 0)), *map(float, root.get("viewBox", "").split()[2:]))


def list_shown(svg: str) -> set[str]:
    return {
        each.get("data-id", "")
        for each in fromstring(svg).iter(f"{SVG}g")
        if each.get("data-id") and "edge" not in each.get("class", "")
    }


def list_places_of_boxes(svg: str) -> list[tuple[float, float]]:
    """Return the upper left corner of each box in the figure's own pixels."""
    found = []

    def walk(element, x: float, y: float) -> None:
        moved = BOX.match(element.get("transform", ""))
        if moved:
            x, y = x + float(moved[1]), y + float(moved[2])
            if not list(element) or element[0].tag != f"{SVG}g":
                found.append((x, y))
        for below in element:
            walk(below, x, y)

    walk(fromstring(svg), 0.0, 0.0)
    return found


@pytest.mark.parametrize("slug", EXAMPLES)
@pytest.mark.parametrize("name", PLACES)
def test_a_figure_has_the_size_of_its_place_and_no_smaller_type(name: str, slug: str) -> None:
    place = PLACES[name]
    drawn = draw_figure(select(EXAMPLES[slug]), place)
    width, height, inner_width, inner_height = measure(drawn)
    assert width == pytest.approx(place.width, abs=1)
    assert height <= place.height + 1
    assert place.is_cut or height == pytest.approx(place.height, abs=1)
    scale = width / inner_width
    assert scale * SMALLEST >= place.smallest - 0.01
    assert inner_width / inner_height == pytest.approx(width / height, rel=0.01)
    corners = list_places_of_boxes(drawn)
    assert corners
    assert [(x, y) for x, y in corners if not (0 <= x <= inner_width and 0 <= y <= inner_height)] == []


@pytest.mark.parametrize(("slug", "question"), QUESTIONS)
def test_every_question_fits_a_slide_and_what_is_left_out_is_counted(slug: str, question: str) -> None:
    selected = select(EXAMPLES[slug], Selection(question=(question,)))
    drawn = draw_figure(selected, PLACES["slide"])
    shown = list_shown(drawn) & selected.graph.statements.keys()
    assert shown
    told = re.search(r"Not shown: ([^<.]*)\.", drawn)
    left_out = sum(map(int, re.findall(r"\d+", told[1]))) if told else 0
    assert len(shown) + left_out == len(selected.graph.statements)


def test_where_everything_fits_nothing_is_left_out_and_the_type_grows() -> None:
    graph = EXAMPLES["donation-of-constantine"]
    drawn = draw_figure(select(graph), PLACES["a2"])
    assert "Not shown" not in drawn
    assert list_shown(drawn) >= graph.statements.keys()
    width, _, inner, _ = measure(drawn)
    assert width / inner > PLACES["a2"].scale * 1.1


def test_of_evidence_that_is_not_shown_the_documents_are_counted() -> None:
    drawn = draw_figure(select(EXAMPLES["korea-1950"], Selection(question=("Q1",))), PLACES["slide"])
    assert re.search(r"(\d+ documents support it|one document supports it)", drawn)


@pytest.mark.parametrize("view", ["argument", "sources", "timeline"])
def test_a_figure_of_any_view_fits(view: str) -> None:
    place = PLACES["a1"]
    width, height, *_ = measure(draw_figure(select(EXAMPLES["donation-of-constantine"]), place, view=view))
    assert (width, height) == (pytest.approx(place.width, abs=1), pytest.approx(place.height, abs=1))


@pytest.mark.parametrize("seed", range(6))
def test_a_figure_of_any_map_keeps_its_place(seed: int) -> None:
    place = PLACES["slide"]
    width, height, *_ = measure(draw_figure(select(random_graph(seed, 40)), place))
    assert (width, height) == (place.width, place.height)


def test_where_not_one_record_fits_it_is_said_what_to_do() -> None:
    tiny = FigurePlace(title="Stamp", width=120, height=80, smallest=16)
    with pytest.raises(FigureTooSmall) as refused:
        draw_figure(select(EXAMPLES["korea-1950"]), tiny)
    assert "Stamp" in str(refused.value.detail)
    assert "larger" in str(refused.value.remedy)


def test_a_map_without_records_is_a_figure_with_its_title() -> None:
    drawn = draw_figure(select(Graph(slug="empty", title="Nothing yet")), PLACES["slide"])
    assert "Nothing yet" in drawn
