"""What differs between two maps."""

import msgspec
from hypothesis import given

from argument_maps.comparison.map_differences import compare
from argument_maps.graph import Graph
from argument_maps.values import Question
from tests.argument_maps.graphs import evidence, finding, graph, graphs, perception, source

TESTED = "F1 tests P1 contradicted"


def test_a_map_does_not_differ_from_itself() -> None:
    here = graph(perception("P1"), finding("F1"), links=TESTED)
    assert compare(here, here).is_empty
    assert compare(here, here).verdicts == ()


def test_what_came_went_and_changed_is_told_apart() -> None:
    before = graph(perception("P1"), finding("F1"), source("s1"), evidence("E1"), links="E1 supports F1")
    after = graph(perception("P1"), finding("F1", certainty="high"), finding("F2"), source("s1"), links=TESTED)
    found = compare(before, after)
    assert [each.id for each in found.added] == ["F2"]
    assert [each.id for each in found.removed] == ["E1"]
    assert [(each.after.id, [change.name for change in each.fields]) for each in found.changed] == [
        ("F1", ["certainty"]),
        ("L1", ["premises", "relation", "target", "verdict"]),
    ]


def test_a_record_of_another_kind_under_one_label_went_and_came() -> None:
    before, after = graph(perception("X")), graph(Question(id="X", text="X?"))
    found = compare(before, after)
    assert [type(each).__name__ for each in found.removed] == ["Claim"]
    assert [type(each).__name__ for each in found.added] == ["Question"]
    assert found.changed == ()


def test_verdicts_that_turn_are_told() -> None:
    before = graph(perception("P1"), perception("P2"), finding("F1"), links="F1 tests P1 confirmed")
    after = graph(perception("P1"), perception("P3"), finding("F1"), links=TESTED)
    turned = [(each.perception.id, each.before, each.after) for each in compare(before, after).verdicts]
    assert turned == [("P1", "confirmed", "contradicted"), ("P2", "not tested", None), ("P3", None, "not tested")]


def test_what_a_map_says_of_itself_is_compared() -> None:
    before = graph(perception("P1"))
    after = msgspec.structs.replace(before, title="Other", language="ru")
    told = [(each.name, each.before, each.after) for each in compare(before, after).header]
    assert told == [("title", "Small", "Other"), ("language", "en", "ru")]


@given(graphs(), graphs())
def test_comparing_the_other_way_round_tells_the_opposite(one: Graph, other: Graph) -> None:
    there, back = compare(one, other), compare(other, one)
    assert {each.id for each in there.added} == {each.id for each in back.removed}
    assert {each.after.id for each in there.changed} == {each.before.id for each in back.changed}
    assert [(each.before, each.after) for each in there.verdicts] == [(t.after, t.before) for t in back.verdicts]
    made = {**{each.id: each for each in one}, **{each.after.id: each.after for each in there.changed}}
    made |= {each.id: each for each in there.added}
    gone = {each.id for each in there.removed} - {each.id for each in there.added}
    assert {label: each for label, each in made.items() if label not in gone} == other.by_id
