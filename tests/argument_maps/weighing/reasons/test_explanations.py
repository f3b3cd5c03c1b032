"""Why something stands or falls: small maps worked out by hand, the Korea map, and any map at all."""

import msgspec
import pytest
from hypothesis import given, settings

from argument_maps.examples import read_korea_map
from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selection, select
from argument_maps.values import Agent, Stance
from argument_maps.weighing.reasons.explanations import (
    Explanation,
    NothingToWeigh,
    explain_record,
    list_explained_records,
)
from argument_maps.weighing.reasons.needs import NeedKind
from argument_maps.weighing.reasons.wording import word_explanation
from argument_maps.weighing.set_aside import Circumstances, find_circumstances
from argument_maps.weighing.weighing import weigh_map
from models.weighing_vocabulary import ProofRule
from tests.argument_maps.graphs import evidence, finding, graph, graphs, perception, reading, source

KOREA = msgspec.json.decode(read_korea_map(), type=Graph)
SOURCES = (*(source(f"s{number}") for number in range(1, 5)), source("work", type="book", issued="1990"))


def build(links: str, **fields: dict[str, object]) -> Graph:
    """Return a map of P1, F1 to F3, E1 to E4 out of as many documents, and I1 to I3 of one work."""
    return graph(
        perception("P1"),
        *(finding(f"F{number}", **fields.get(f"F{number}", {})) for number in range(1, 4)),
        *(reading(f"I{number}", **{"source": "work", **fields.get(f"I{number}", {})}) for number in range(1, 4)),
        *(evidence(f"E{number}", f"s{number}", **fields.get(f"E{number}", {})) for number in range(1, 5)),
        *SOURCES,
        links=links,
    )


def explain(drawn: Graph, label: str, rule: str = ProofRule.PREPONDERANCE, **circumstances: object) -> Explanation:
    return explain_record(weigh_map(drawn, rule, Circumstances(**circumstances)), label)


def name_steps(explanation: Explanation) -> list[str]:
    """Return the links of the chain, and the records at its end."""
    return [step.link or step.target for step in explanation.steps]


def say(drawn: Graph, label: str, rule: str = ProofRule.PREPONDERANCE, **circumstances: object) -> str:
    weighing = weigh_map(drawn, rule, Circumstances(**circumstances))
    return " ".join(word_explanation(weighing, explain_record(weighing, label)))


def list_needed(explanation: Explanation) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [(need.kind, need.links, need.records) for need in explanation.needed]


@pytest.mark.parametrize(
    ("links", "fields", "chain"),
    [
        pytest.param("E1 supports F1", {}, ["L1", "E1"], id="down to its document"),
        pytest.param("E1 supports F2, F2 supports F1, E2 supports F1", {}, ["L3", "E2"], id="the fewest arguments"),
        pytest.param(
            "E1 supports F1, E2 supports F1", {"E1": {"tier": "memoir"}}, ["L2", "E2"], id="a document, not a memoir"
        ),
        pytest.param(
            "E1 supports F1, E2 supports F1", {"E2": {"tier": "facsimile"}}, ["L2", "E2"], id="then the strongest"
        ),
        pytest.param("E2 supports F1, E1 supports F1", {}, ["L1", "E2"], id="then by label"),
        pytest.param("E1+E2 supports F1", {}, ["L1", "E1", "E2"], id="all that it rests on"),
        pytest.param(
            "E1 supports F1, E2 supports F2, F2 supports F1, I1 challenges F1",
            {"E1": {"certainty": "low"}},
            ["L3", "L2", "E2"],
            id="a longer way where the shorter does not outweigh what is against it",
        ),
        pytest.param(
            "E1 supports F2, F2 supports F1, E2 supports F3, F3 supports F2, I1 challenges F1",
            {"E1": {"certainty": "low"}},
            ["L2", "L4", "L3", "E2"],
            id="nor anything below it that is too weak",
        ),
        pytest.param("I1 supports F1", {}, ["L1", "I1"], id="on authority where there is no document"),
    ],
)
def test_the_chain_is_the_shortest_that_suffices(links: str, fields: dict[str, dict[str, object]], chain: list[str]):
    assert name_steps(explain(build(links, **fields), "F1")) == chain


def test_other_arguments_that_would_carry_it_are_told_and_weaker_ones_are_not():
    drawn = build("E1 supports F1, E2 supports F1, E3 supports F1, I1 challenges F1", E3={"certainty": "low"})
    assert explain(drawn, "F1").further == ("L2",)


def test_each_objection_has_what_defeats_it():
    drawn = build(
        "E1 supports F1, I1 challenges F1, I2 undercuts L1, E2 challenges I2, E3 challenges F1, I3 undercuts L5"
    )
    found = {each.link: (each.state, each.defeaters, each.failing) for each in explain(drawn, "F1").objections}
    assert found == {
        "L2": ("applies", (), ()),
        "L5": ("undercut", ("L6",), ()),
        "L3": ("a premise fails", ("L4",), ("I2",)),
    }


def test_a_link_that_is_undercut_would_stand_without_what_undercuts_it():
    drawn = build("E1 supports F1, I1 undercuts L1")
    assert list_needed(explain(drawn, "L1")) == [(NeedKind.WITHOUT, ("L2",), ())]
    found = explain(drawn, "F1")
    assert found.label == "falls"
    assert list_needed(found) == [(NeedKind.WITHOUT, ("L2",), ()), (NeedKind.SUPPORT, (), ())]
    assert found.needed[0].restores == "L1"


def test_what_is_balanced_would_stand_without_either_all_that_balances_it():
    drawn = build("E1 supports F1, E2 challenges F1, E3 challenges F1, I1 challenges F1")
    found = explain(drawn, "F1")
    assert found.label == "contested"
    # I1 is weaker: it need not be gone.
    assert list_needed(found) == [(NeedKind.WITHOUT, ("L2", "L3"), ()), (NeedKind.STRONGER, (), ())]


def test_what_hangs_on_a_premise_would_stand_with_it_or_without_what_defeats_it():
    drawn = build("F2 supports F1, E1 supports F2, E2 challenges F2")
    assert list_needed(explain(drawn, "F1"))[:2] == [(NeedKind.WITHOUT, ("L3",), ()), (NeedKind.PREMISES, (), ("F2",))]


def test_a_circle_is_named_with_what_would_decide_it():
    drawn = build("F1 supports F2, F2 supports F1, F2 supports F3")
    for label in ("F1", "F3"):
        circle = explain(drawn, label).circle
        assert circle is not None
        assert (circle.records, circle.links, circle.deciding) == (("F1", "F2"), ("L1", "L2"), ("L1", "L2"))
    assert "depend on each other by L1 and L2." in say(drawn, "F3")


def test_what_is_set_aside_or_accepted_is_told_with_whose_stance_it_was():
    drawn = build("E1 supports F1, I1 challenges F2, E2 supports F3")
    stances = (
        Stance(id="ST1", agent="h", target="F1", stance="rejects"),
        Stance(id="ST2", agent="h", target="F2", stance="accepts"),
        Stance(id="ST3", agent="h", target="L3", stance="rejects"),
    )
    drawn = msgspec.structs.replace(drawn, agents=(Agent(id="h", name="A Historian"),), stances=stances)
    weighing = weigh_map(drawn, circumstances=find_circumstances(drawn, reader="h"))
    told = {
        label: " ".join(word_explanation(weighing, explain_record(weighing, label))) for label in ("F1", "F2", "F3")
    }
    assert told["F1"].startswith("F1 “F1” is set aside because A Historian rejects it.")
    assert told["F2"].startswith("F2 “F2” stands because A Historian accepts it.")
    assert "Against F2: I1 “I1” (L2); but F2 is accepted whatever is argued." in told["F2"]
    assert "For F3: E2 “E2” (L3); but this does not count: A Historian rejects it." in told["F3"]


def test_a_document_that_is_set_aside_is_told_as_what_evidence_would_stand_on():
    drawn = build("E1 supports F1")
    assert "but this does not count: this source is set aside." in say(drawn, "E1", sources=frozenset({"s1"}))


def test_a_stricter_rule_is_told_with_why_it_is_not_met():
    drawn = build("E1 supports F1, I1 supports F2, E2 supports F3, I1 challenges F3")
    assert "by the rule “corroborated” it does not stand: no two of its" in say(drawn, "F1", ProofRule.CORROBORATED)
    assert "does not stand: no chain of arguments leads down to a document." in say(drawn, "F2", ProofRule.DOCUMENTED)
    assert "does not stand: an argument against it applies, though" in say(drawn, "F3", ProofRule.BEYOND_DISPUTE)
    contested = build("E1 supports F1, E2 challenges F1")
    assert "By the rule “asserted” it stands all the same" in say(contested, "F1", ProofRule.ASSERTED)


def test_what_is_no_argument_cannot_be_explained():
    with pytest.raises(NothingToWeigh):
        explain(build(""), "s1")


def test_the_korea_map_tells_why_p3_is_contested():
    weighing = weigh_map(KOREA)
    explanation = explain_record(weighing, "P3")
    told = word_explanation(weighing, explanation)
    assert name_steps(explanation) == ["L3", "L69", "L15", "E1"]
    assert told[0].endswith("is contested: what speaks for it is exactly as strong as what speaks against it.")
    assert "The test is recorded as contested, so that it counts for it and against it alike" in told[1]
    assert told[5] == "Nothing else that holds speaks for or against P3."
    assert any(each.endswith("that Stalin had planned” (L53).") or "L42 is undercut by I7" in each for each in told)
    assert list_needed(explanation) == [(NeedKind.SETTLED, ("L3",), ()), (NeedKind.STRONGER, (), ())]
    assert list_explained_records(KOREA, explanation) == (
        {"P3", "F9", "F3", "E1", "I9", "I6", "F13", "E9", "I7", "I2"},
        {"L3", "L69", "L15", "L56", "L52", "L67", "L42", "L53", "L4"},
    )


def test_the_korea_map_tells_why_f15_stands_and_l42_does_not():
    told = say(KOREA, "F15")
    assert "F15 is supported by E18 “Moscow tells Mao it was misled" in told
    assert "Without this it would still stand, by L36 (E19 supports F15)." in told
    assert "I15 does not hold, since I15 is challenged by E20" in told
    assert say(KOREA, "L42").startswith("L42 (E9 challenges F9) does not apply: it is undercut. L42 is undercut by I7")


def test_the_map_of_an_explanation_is_whole_and_small():
    part = select(KOREA, Selection(why="P3")).graph
    assert {link.id for link in part.links} == {"L3", "L69", "L15", "L56", "L52", "L67", "L42", "L53", "L4"}
    assert all(link.target in part.by_id for link in part.links)
    assert len(part.sources) < len(KOREA.sources)


@settings(max_examples=60)
@given(graphs())
def test_whatever_the_map_every_reason_is_enough_and_everything_needed_would_do(drawn: Graph):
    weighing = weigh_map(drawn)
    for label in (*drawn.statements, *drawn.links_by_id):
        explanation = explain_record(weighing, label)
        assert word_explanation(weighing, explanation)[0]
        assert all(step.applies for step in (*explanation.steps, *explanation.opposing))
        if explanation.label == "stands" and label in drawn.statements:
            assert min(step.strength for step in explanation.steps) > explanation.opposition
            assert explanation.steps[-1].link is None
        for need in explanation.needed:
            if need.kind in {NeedKind.WITHOUT, NeedKind.PREMISES}:
                changed = Circumstances(records=frozenset(need.links), accepted=frozenset(need.records))
                assert weigh_map(drawn, circumstances=changed).labels[label] == "stands"
        statements, links = list_explained_records(drawn, explanation)
        part = select(drawn, Selection(why=label)).graph
        assert (set(part.statements), set(part.links_by_id)) == (statements, links)
