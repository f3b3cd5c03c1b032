"""Two interpretations side by side: where they part, and what they share."""

from itertools import combinations

from hypothesis import given

from argument_maps.comparison.juxtaposition import juxtapose, list_interacting_pairs
from argument_maps.values import Agent, Question
from tests.argument_maps.graphs import evidence, finding, graph, graphs, perception, reading


def test_what_bears_on_and_what_carries_an_interpretation_is_told_of_each_side():
    drawn = graph(
        Question(id="Q1", text="?"), Agent(id="a1", name="A. Smith", school="orthodox"),
        reading("I1", by=("a1",), answers="Q1"), reading("I2", school="revisionist"),
        finding("F1"), finding("F2"), evidence("E1"),
        links="I1 challenges F1, F2 supports I1, E1 supports F2, I2 undercuts L1",
    )  # fmt: skip
    left = juxtapose(drawn, "I1", "I2").left
    assert [person.name for person in left.people] == ["A. Smith"]
    assert left.schools == ("orthodox",)
    assert left.question == drawn.questions[0]
    assert {relation: [link.id for link in links] for relation, links in left.bearing.items()} == {"challenges": ["L1"]}
    assert [link.id for link in left.grounds] == ["L2", "L3"]
    assert [item.id for item in left.documents] == ["E1"]
    assert [each.link.id for each in left.against] == ["L4"]


def test_documents_are_shared_or_one_sides_own():
    drawn = graph(
        reading("I1"), reading("I2"), evidence("E1"), evidence("E2"), evidence("E3"),
        links="E1 supports I1, E2 supports I1, E2 supports I2, E3 supports I2",
    )  # fmt: skip
    pair = juxtapose(drawn, "I1", "I2")
    assert [[item.id for item in items] for items in (pair.shared, pair.only_left, pair.only_right)] == [
        ["E2"],
        ["E1"],
        ["E3"],
    ]


def test_they_part_where_one_is_for_what_the_other_is_against():
    drawn = graph(
        reading("I1"), reading("I2"), finding("F1"), finding("F2"), perception("P1"),
        links="I1 supports F1, I2 challenges F1, I1 challenges F2, I2 challenges F2, I1 qualifies P1, I2 challenges P1",
    )  # fmt: skip
    pair = juxtapose(drawn, "I1", "I2")
    assert [each.target for each in pair.disagreements] == ["F1"]
    assert [each.target for each in pair.agreements] == ["F2", "P1"]


def test_they_clash_over_each_other_over_a_step_and_over_what_one_stands_on():
    drawn = graph(
        reading("I1"), reading("I2"), finding("F1"), evidence("E1"), perception("P1"),
        links="I1 challenges I2, F1 supports I2, E1 supports F1, I1 undercuts L3, I1 challenges F1,"
        "I2 supports P1, I1 undercuts L6, I2 challenges P1",
    )  # fmt: skip
    clashes = juxtapose(drawn, "I1", "I2").clashes
    assert [(each.link.id, each.attacker, each.attacked, each.ground) for each in clashes] == [
        ("L1", "I1", "I2", "I2"),
        ("L4", "I1", "I2", "L3"),
        ("L5", "I1", "I2", "F1"),
        ("L7", "I1", "I2", "L6"),
    ]


@given(graphs())
def test_left_and_right_can_change_places(drawn):
    for one, other in combinations([each.id for each in drawn.interpretations][:4], 2):
        there, back = juxtapose(drawn, one, other), juxtapose(drawn, other, one)
        assert (there.left, there.right) == (back.right, back.left)
        assert {each.link.id for each in there.clashes} == {each.link.id for each in back.clashes}
        assert {each.target for each in there.disagreements} == {each.target for each in back.disagreements}
        assert (there.shared, there.only_left) == (back.shared, back.only_right)


@given(graphs())
def test_every_pair_that_clashes_is_offered(drawn):
    offered = set(list_interacting_pairs(drawn, 10_000))
    labels = [each.id for each in drawn.interpretations]
    for one, other in combinations(labels, 2):
        pair = juxtapose(drawn, one, other)
        assert not pair.clashes or (one, other) in offered or (other, one) in offered
