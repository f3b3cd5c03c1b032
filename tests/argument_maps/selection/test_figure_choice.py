import msgspec
import pytest

from argument_maps.examples import EXAMPLE_SLUGS, read_example_map
from argument_maps.graph import Graph
from argument_maps.selection.figure_choice import choose_part, rank_units
from argument_maps.selection.selecting import select
from tests.argument_maps.graphs import evidence, finding, graph, perception, reading, source
from tests.renderers.pictures import random_graph

GRAPHS = [msgspec.json.decode(read_example_map(slug), type=Graph) for slug in EXAMPLE_SLUGS] + [
    random_graph(seed, 30) for seed in range(12)
]


@pytest.mark.parametrize("whole", GRAPHS, ids=lambda each: each.title)
def test_every_record_and_link_comes_in_once_and_no_link_before_its_ends(whole: Graph) -> None:
    there: set[str] = {question.id for question in whole.questions}
    for unit in rank_units(whole):
        assert there.isdisjoint((*unit.statements, *unit.links))
        there.update(unit.statements)
        for label in unit.links:
            link = whole.links_by_id[label]
            assert there.issuperset((*link.premises, link.target))
        there.update(unit.links)
    assert there == {*whole.statements, *whole.links_by_id, *(question.id for question in whole.questions)}


def test_tested_perceptions_come_first_then_what_disputes_them_and_evidence_last() -> None:
    told = graph(
        source("s1"),
        *(perception("P1"), perception("P2"), finding("F1"), finding("F2"), reading("I1"), evidence("E1")),
        links="F1 tests P2 confirmed, F2 tests P2 contradicted, I1 challenges F1, E1 supports F1",
    )
    order = tuple(label for unit in rank_units(told) for label in (*unit.statements, *unit.links))
    assert order == ("P2", "F1", "L1", "F2", "L2", "I1", "L3", "P1", "E1", "L4")


def test_what_is_not_in_a_part_is_counted_and_its_documents_with_the_records_that_they_support() -> None:
    told = graph(
        *(source("s1"), source("s2"), perception("P1"), finding("F1")),
        *(evidence("E1"), evidence("E2"), evidence("E3", source="s2")),
        links="F1 tests P1 confirmed, E1 supports F1, E2 supports F1, E3 supports F1",
    )
    choice = choose_part(select(told), rank_units(told)[:1])
    assert sorted(choice.selected.graph.statements) == ["F1", "P1"]
    assert choice.left_out == {"evidence": 3}
    assert choice.selected.documents == {"F1": 2}
