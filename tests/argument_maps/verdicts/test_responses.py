from argument_maps.selection.selecting import Selection, select
from argument_maps.verdicts.responses import has_responses, list_responses
from tests.argument_maps.graphs import finding, graph, perception, reading, response

TOLD = graph(
    perception("P1"),
    perception("P2"),
    response("R1", when="1950"),
    response("R2", when="1952"),
    finding("F1"),
    reading("I1"),
    links="P1 prompted R1, P2 prompted R1, P1 prompted R2, F1 challenges R1, I1 supports R1",
)


def test_a_perception_has_the_responses_that_it_prompted_with_what_disputes_them():
    told = list_responses(TOLD, "P1")
    assert [(each.link.id, each.response.id) for each in told] == [("L1", "R1"), ("L3", "R2")]
    assert [link.id for link in told[0].disputed_by] == ["L4"]
    assert told[1].disputed_by == ()


def test_what_a_perception_does_not_prompt_is_no_response_of_its():
    assert [each.response.id for each in list_responses(TOLD, "P2")] == ["R1"]
    assert list_responses(TOLD, "F1") == ()


def test_a_response_is_told_from_when_it_was_made():
    known = select(TOLD, Selection(as_of="1951")).graph
    assert [each.response.id for each in list_responses(known, "P1")] == ["R1"]


def test_a_map_without_responses_has_none():
    assert has_responses(TOLD)
    assert not has_responses(graph(perception("P1"), finding("F1"), links="F1 supports P1"))
