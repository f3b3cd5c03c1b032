"""Many siblings stand in columns beside each other below their strip: each once, with its line, and none on another."""

import itertools
import re

import pytest

from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selection, select
from benchmarks.layouts.hard_maps import HARD_MAPS, build_answered_map, build_lonely_map, build_supported_map
from renderers.layout.drawing import Drawing
from renderers.layout.gathering import LEAST_GATHERED
from renderers.svg.picture import draw_picture, lay_out_picture
from tests.argument_maps.graphs import finding, graph, perception
from tests.renderers.pictures import korea_graph

VIEWS = ("perceptions", "argument", "sources")


def draw(drawn: Graph, view: str = "perceptions", **selection: object) -> Drawing:
    return lay_out_picture(select(drawn, Selection(**selection)), view=view)


def list_keys(drawing: Drawing) -> list[str]:
    return [placed.key for section in drawing.sections for placed in section.placed_boxes]


@pytest.mark.parametrize("view", VIEWS[:2])
@pytest.mark.parametrize("name", HARD_MAPS)
def test_every_record_and_link_is_drawn_once_and_within_the_picture(name: str, view: str) -> None:
    hard = HARD_MAPS[name]()
    drawing = draw(hard, view)
    keys = list_keys(drawing)
    expected = {*hard.statements, *(["Q1"] if view == "argument" and name != "lonely" else [])}
    assert sorted(key for key in keys if key != "Q1") == sorted(expected - {"Q1"})
    assert {edge.link.id for section in drawing.sections for edge in section.edges} == set(hard.links_by_id)
    for section in drawing.sections:
        for placed in section.placed_boxes:
            assert placed.x >= 0
            assert placed.x + placed.box.width <= drawing.width
            assert placed.y >= section.top - 1
            assert placed.y + placed.box.height <= section.top + section.height + 1


@pytest.mark.parametrize("view", VIEWS[:2])
@pytest.mark.parametrize("name", HARD_MAPS)
def test_no_box_lies_on_another_and_no_line_under_one(name: str, view: str) -> None:
    drawing = draw(HARD_MAPS[name](), view)
    boxes = [
        (placed.x, placed.y, placed.x + placed.box.width, placed.y + placed.box.height)
        for section in drawing.sections
        for placed in section.placed_boxes
    ]
    for (left, top, right, bottom), (x, y, to_x, to_y) in itertools.combinations(boxes, 2):
        assert right <= x or to_x <= left or bottom <= y or to_y <= top
    for section in drawing.sections:
        for gathering in section.gatherings:
            for edge in gathering.edges:
                for line in (*edge.premise_lines, edge.target_line):
                    for x, y in line.points:
                        assert not any(a + 1 < x < c - 1 and b + 1 < y < d - 1 for a, b, c, d in boxes)


def test_sixty_reasons_for_one_claim_stand_beside_each_other_and_the_claim_says_where() -> None:
    svg = draw_picture(select(build_supported_map()))
    assert svg.count("60 assertions support F1") == 2
    drawing = draw(build_supported_map())
    assert len({placed.x for placed in drawing.sections[0].gatherings[0].placed_boxes}) > 3
    assert drawing.height < 2_600


def test_three_hundred_answers_have_about_the_shape_of_a_screen() -> None:
    drawing = draw(build_answered_map(), "argument")
    assert drawing.height < 3_500
    assert 1.0 < drawing.width / drawing.height < 2.0


def test_records_alone_are_told_to_be_so() -> None:
    assert "40 assertions on which nothing bears, and that bear on nothing here" in draw_picture(
        select(build_lonely_map())
    )


def test_what_something_bears_on_or_that_is_argued_with_stays_in_its_column() -> None:
    records = [finding("F1"), *(perception(f"P{number}") for number in range(1, LEAST_GATHERED + 3))]
    links = [f"P{number} supports F1" for number in range(1, LEAST_GATHERED + 2)]
    shown = graph(*records, links=", ".join([*links, f"P{LEAST_GATHERED + 2} undercuts L1"]))
    drawing = draw(shown, "argument")
    [section] = [each for each in drawing.sections if each.gatherings]
    gathered = {placed.key for placed in section.gatherings[0].placed_boxes}
    assert gathered == {f"P{number}" for number in range(2, LEAST_GATHERED + 2)}


def test_few_siblings_stay_in_their_column() -> None:
    few = build_supported_map(LEAST_GATHERED - 1)
    assert [section.gatherings for section in draw(few).sections] == [[]]


def test_the_korea_map_is_drawn_with_all_its_lines() -> None:
    assert [section.gatherings for section in draw(korea_graph()).sections if section.gatherings] == []


def test_what_is_gathered_is_named_for_those_who_cannot_see_it() -> None:
    svg = draw_picture(select(build_supported_map(20)))
    assert len(re.findall(r'class="edge supports" id="e-L\d+"', svg)) == 20
    assert len(re.findall(r'class="node assertion" id="n-C\d+"', svg)) == 20
