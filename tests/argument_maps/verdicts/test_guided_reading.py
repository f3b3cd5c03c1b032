"""A map is told step by step, and nothing that bears on a step is left out of it."""

import pytest
from hypothesis import given

from argument_maps.examples import read_korea_map
from argument_maps.formats import native
from argument_maps.graph import Graph
from argument_maps.values import Question
from argument_maps.verdicts.guided_reading import list_chapters, list_reading_steps
from argument_maps.verdicts.ledger import build_ledger
from tests.argument_maps.graphs import evidence, finding, graph, graphs, perception, reading


@pytest.fixture(scope="module")
def map_of_1950() -> Graph:
    document, problems = native.read_map_document(read_korea_map())
    assert document is not None, problems
    return native.build_graph_from_document(document)


def test_questions_are_opened_and_then_told_perception_by_perception():
    drawn = graph(
        Question(id="Q10", text="?"), Question(id="Q2", text="?"),
        perception("P1"), perception("P12", answers="Q2"), perception("P3", answers="Q2"),
    )  # fmt: skip
    assert [step.label for step in list_reading_steps(drawn)] == ["Q2", "P3", "P12", "Q10", "P1"]


def test_a_map_without_questions_and_perceptions_has_no_step():
    assert list_chapters(graph(finding("F1"))) == ()


@given(graphs())
def test_every_perception_of_the_ledger_and_every_question_has_one_step(drawn):
    expected = [entry.perception.id for entry in build_ledger(drawn)] + [question.id for question in drawn.questions]
    assert sorted(step.label for step in list_reading_steps(drawn)) == sorted(expected)


@given(graphs())
def test_a_step_tells_only_of_what_the_map_holds_and_of_nothing_twice(drawn):
    for step in list_reading_steps(drawn):
        assert set(step.records) <= drawn.by_id.keys()
        assert len(set(step.records)) == len(step.records)
        assert step.records[0] == step.label


def test_readings_are_those_that_argue_with_perception_test_finding_ground_or_document():
    drawn = graph(
        perception("P1"), finding("F1"), evidence("E1"), *(reading(f"I{number}") for number in range(1, 7)),
        links="F1 tests P1 confirmed, E1 supports F1, I1 challenges P1, I2 qualifies L1, I3 challenges F1,"
        "I4 undercuts L2, I5 undermines E1, I6 challenges I5",
    )  # fmt: skip
    (step,) = list_reading_steps(drawn)
    assert sorted(each.link.premises[0] for each in step.readings) == ["I1", "I2", "I3", "I4", "I5"]
    assert [link.premises for each in step.readings for link in each.answered_by] == [("I6",)]


def test_a_ground_several_claims_down_belongs_to_the_step():
    drawn = graph(
        perception("P1"), finding("F1"), finding("F2"), evidence("E1"), reading("I1"),
        links="F1 tests P1 confirmed, F2 supports F1, E1 supports F2, I1 undercuts L3",
    )  # fmt: skip
    (step,) = list_reading_steps(drawn)
    assert [item.id for item in step.documents] == ["E1"]
    assert [each.link.id for each in step.readings] == ["L4"]
    assert {"L1", "L2", "L3", "L4"} <= set(step.records)


def test_the_korea_map_is_led_through_in_nineteen_steps(map_of_1950):
    told = {step.label: step for step in list_reading_steps(map_of_1950)}
    assert len(told) == 19
    assert [each.link.id for each in told["P3"].readings] == ["L4", "L52", "L56"]
    assert told["P3"].entry is not None
    assert told["P3"].entry.verdict == "contested"
