"""What is asked of an argument and not answered, and what nobody says."""

import msgspec
import pytest

from argument_maps.graph import Graph
from argument_maps.subset import cut_subset
from argument_maps.values import CriticalQuestion
from argument_maps.weighing.reasons.explanations import explain_record
from argument_maps.weighing.reasons.wording import word_explanation
from argument_maps.weighing.set_aside import OPEN_QUESTIONS, UnknownSwitch, find_circumstances
from argument_maps.weighing.surveys.audits import audit_map
from argument_maps.weighing.weighed_words import name_switch
from argument_maps.weighing.weighing import weigh_map
from tests.argument_maps.graphs import evidence, finding, graph, perception, source


def ask(told: Graph, *questions: CriticalQuestion) -> Graph:
    return msgspec.structs.replace(told, critical_questions=questions)


def question(label: str = "CQ1", link: str = "L2", **fields: str) -> CriticalQuestion:
    return CriticalQuestion(id=label, link=link, text="Does the sign occur without what it indicates?", **fields)


def a_tested_perception() -> Graph:
    return graph(
        *(source("s1"), source("s2"), perception("P1"), finding("F1"), finding("F2")),
        *(evidence("E1"), evidence("E2", source="s2")),
        links="F1 tests P1 confirmed, E1 supports F1, E2 supports F2",
    )


@pytest.mark.parametrize("outcome", ["asked", "open"])
def test_what_is_not_answered_counts_as_an_undercut_where_a_reader_wants_it(outcome: str) -> None:
    told = ask(a_tested_perception(), question(outcome=outcome))
    assert weigh_map(told).labels["P1"] == "stands"
    counted = weigh_map(told, circumstances=find_circumstances(told, [OPEN_QUESTIONS]))
    assert (counted.labels["L2"], counted.labels["F2"]) == ("falls", "stands")
    assert counted.labels["F1"] == counted.labels["P1"] == "falls"


def test_what_is_answered_counts_for_nothing() -> None:
    told = ask(a_tested_perception(), question(outcome="answered", answered_by="F2"))
    counted = weigh_map(told, circumstances=find_circumstances(told, [OPEN_QUESTIONS]))
    assert counted.labels == weigh_map(told).labels


def test_of_a_map_that_asks_nothing_nothing_can_be_counted() -> None:
    with pytest.raises(UnknownSwitch):
        find_circumstances(a_tested_perception(), [OPEN_QUESTIONS])


def test_the_switch_has_a_name() -> None:
    told = ask(a_tested_perception(), question())
    assert str(name_switch(told, OPEN_QUESTIONS)) == "arguments of which a critical question is not answered"


def test_the_audit_lists_what_nobody_has_answered_by_the_verdicts_that_hang_on_it() -> None:
    told = ask(
        a_tested_perception(),
        question("CQ1", "L3", outcome="open"),
        question("CQ2", "L2"),
        question("CQ3", "L1", outcome="answered", answered_by="F2"),
    )
    found = audit_map(weigh_map(told)).questions
    assert [(each.question, each.verdicts) for each in found] == [("CQ2", ("P1",)), ("CQ1", ())]


def test_an_answer_that_does_not_stand_is_none() -> None:
    told = ask(a_tested_perception(), question(outcome="answered", answered_by="F2"))
    without = weigh_map(told, circumstances=find_circumstances(told, ["s2"]))
    assert [(each.question, each.answer) for each in audit_map(without).questions] == [("CQ1", "F2")]


def test_why_tells_what_is_asked_and_not_answered() -> None:
    told = ask(a_tested_perception(), question())
    weighing = weigh_map(told)
    sentences = [str(each) for each in word_explanation(weighing, explain_record(weighing, "P1"))]
    assert "Of L2 it is asked, and not answered: “Does the sign occur without what it indicates?”" in sentences


def test_what_nobody_says_is_told_apart_where_it_carries_weight() -> None:
    told = graph(
        *(source("s1"), perception("P1"), finding("F1"), evidence("E1")),
        finding("C1", explicitness="implicit", source="s1"),
        links="F1+C1 tests P1 confirmed, E1 supports F1",
    )
    weighing = weigh_map(told)
    sentences = [str(each) for each in word_explanation(weighing, explain_record(weighing, "P1"))]
    assert any(each.startswith("C1 ") and each.endswith("is needed, and nobody says so.") for each in sentences)
    assert [(each.record, each.verdicts) for each in audit_map(weighing).implicit] == [("C1", ("P1",))]


def test_a_question_goes_with_its_link_and_names_no_answer_that_is_not_there() -> None:
    told = ask(a_tested_perception(), question(outcome="answered", answered_by="F2"), question("CQ2", "L3"))
    part = cut_subset(told, {"P1", "F1", "E1"}, {"L1", "L2"})
    assert [(each.id, each.answered_by) for each in part.critical_questions] == [("CQ1", None)]
