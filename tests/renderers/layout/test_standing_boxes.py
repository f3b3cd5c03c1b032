"""When a map is edited, boxes stay where they were as far as the reading allows."""

import dataclasses
from collections.abc import Mapping

import msgspec
import pytest

from argument_maps.examples import read_example_map
from argument_maps.formats import native
from argument_maps.graph import Graph
from argument_maps.selection.selecting import select
from benchmarks.layouts.crossings import crossings, lines_of
from benchmarks.layouts.standing import list_places, measure_session, play_session
from renderers.layout.box_placement import BoxPlacement, PlacedGroup
from renderers.svg.picture import draw_picture, draw_standing_picture, lay_out_picture


@pytest.fixture(scope="module")
def katyn() -> Graph:
    return native.build_graph_from_document(native.read_map_document(read_example_map("katyn-1940"))[0])


def draw_after(graph: Graph, former: Graph) -> str:
    groups = lay_out_picture(select(former)).groups
    return draw_standing_picture(
        select(graph), groups, view="perceptions", theme="light", lang="both", link_to="", marks={}, crops=None
    )[0]


def test_a_map_that_did_not_change_is_drawn_to_the_byte_as_it_was(katyn: Graph) -> None:
    assert draw_after(katyn, katyn) == draw_picture(select(katyn))


def test_the_same_former_places_give_the_same_bytes(katyn: Graph) -> None:
    first, *_ = play_session(katyn)
    assert draw_after(katyn, first) == draw_after(katyn, first)


def test_a_longer_text_moves_no_box_above_it_and_none_out_of_its_order(katyn: Graph) -> None:
    changed = msgspec.structs.replace(
        katyn,
        claims=tuple(
            msgspec.structs.replace(each, text=each.text + " It was said again and again.") if each.id == "P3" else each
            for each in katyn.claims
        ),
    )
    before = lay_out_picture(select(katyn))
    after = lay_out_picture(select(changed), former=before.groups)
    then, now = list_places(before), list_places(after)
    assert then.keys() == now.keys()
    top = next(section.top for section in before.sections if any(box.key == "P3" for box in section.placed_boxes))
    assert [key for key in then if then[key][1] < top and abs(then[key][1] - now[key][1]) > 1] == []
    for section in after.sections:
        keys = [box.key for box in section.placed_boxes]
        for key in keys:
            for other in keys:
                if then[key][0] == then[other][0] and then[key][1] < then[other][1]:
                    assert now[key][1] < now[other][1]


@pytest.mark.parametrize("view", ["perceptions", "argument"])
def test_over_a_session_boxes_move_less_and_lines_cross_little_more(katyn: Graph, view: str) -> None:
    kept, fresh = measure_session(katyn, view, is_kept=True), measure_session(katyn, view, is_kept=False)
    assert sum(kept) < 0.95 * sum(fresh)
    former: Mapping[str, PlacedGroup] = {}
    for graph in play_session(katyn):
        drawing = lay_out_picture(select(graph), view=view, former=former)
        former = drawing.groups
        afresh = crossings(lines_of(lay_out_picture(select(graph), view=view)))
        assert crossings(lines_of(drawing)) <= 2 * afresh + 10


def test_where_most_boxes_are_new_the_map_is_laid_out_afresh(katyn: Graph) -> None:
    emptied = {
        name: dataclasses.replace(each, placement=BoxPlacement({}, each.placement.passages), top=0.0)
        for name, each in lay_out_picture(select(katyn)).groups.items()
    }
    for each in emptied.values():
        each.group.connections.clear()
        each.placement.passages.clear()
    assert list_places(lay_out_picture(select(katyn), former=emptied)) == list_places(lay_out_picture(select(katyn)))
