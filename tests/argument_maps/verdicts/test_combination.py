"""To what several tests of one perception come together."""

import pytest

from argument_maps.verdicts.combination import combine_verdicts, compute_verdict, find_verdict
from argument_maps.verdicts.ledger import build_ledger
from argument_maps.verdicts.summaries import word_stated_verdict
from tests.argument_maps.graphs import evidence, finding, graph, perception, reading


@pytest.mark.parametrize(
    ("verdicts", "together"),
    [
        ([], "not tested"),
        ([None], "not tested"),
        (["not tested"], "not tested"),
        (["confirmed", "confirmed"], "confirmed"),
        (["confirmed", "partly confirmed"], "partly confirmed"),
        (["confirmed", "contradicted"], "mixed"),
        (["partly confirmed", "contradicted"], "mixed"),
        (["confirmed", "partly confirmed", "contradicted"], "mixed"),
        (["confirmed", "contested"], "contested"),
        (["contradicted", "contested"], "contested"),
        (["confirmed", "contradicted", "contested"], "contested"),
        (["contradicted", "open: records closed"], "contradicted"),
        (["confirmed", "contradicted", "open: records closed"], "mixed"),
        (["open: archives silent", "not tested"], "open: archives silent"),
        (["open: archives silent", "open: records closed"], "open: records closed"),
    ],
)
def test_verdicts_come_together(verdicts, together):
    assert combine_verdicts(verdicts) == together


@pytest.mark.parametrize(
    ("verdicts", "together"),
    [
        (["confirmed", "contradicted"], "contested"),
        (["confirmed", "confirmed"], "confirmed"),
        (["confirmed", "partly confirmed"], "partly confirmed"),
        (["contradicted", "open: archives silent"], "contradicted"),
    ],
)
def test_scholars_who_disagree_make_contested_only_what_points_both_ways(verdicts, together):
    assert combine_verdicts(verdicts, scholars_disagree=True) == together


@pytest.mark.parametrize(
    ("argued", "together"),
    [
        pytest.param("", "mixed", id="nobody disputes"),
        pytest.param(", I1 challenges F1", "contested", id="a scholar challenges a finding"),
        pytest.param(", I1 undermines F2", "contested", id="a scholar undermines a finding"),
        pytest.param(", I1 undercuts L2", "contested", id="a scholar undercuts a test"),
        pytest.param(", I1+E1 challenges L1", "contested", id="a scholar challenges a test with evidence"),
        pytest.param(", E1 challenges F1", "mixed", id="evidence challenges a finding"),
        pytest.param(", I1 qualifies F1", "mixed", id="a scholar qualifies a finding"),
        pytest.param(", I1 supports F1", "mixed", id="a scholar supports a finding"),
        pytest.param(", I1 challenges P1", "mixed", id="a scholar challenges the perception"),
    ],
)
def test_findings_both_ways_are_mixed_until_scholars_dispute_them(argued, together):
    drawn = graph(
        perception("P1"), finding("F1"), finding("F2"), reading("I1"), evidence("E1"),
        links=f"F1 tests P1 confirmed, F2 tests P1 contradicted{argued}",
    )  # fmt: skip
    assert find_verdict(drawn, "P1") == together


def test_the_verdict_that_the_editor_states_stands_beside_what_the_tests_come_to():
    stated = perception("P1", overall_verdict="contested", verdict_reason="Two schools read F1 otherwise.")
    drawn = graph(stated, finding("F1"), links="F1 tests P1 contradicted")
    assert (find_verdict(drawn, "P1"), compute_verdict(drawn, "P1")) == ("contested", "contradicted")
    (entry,) = build_ledger(drawn)
    summary = entry.summary
    assert (entry.verdict, summary.computed, summary.departs) == ("contested", "contradicted", True)
    assert word_stated_verdict(summary) == (
        "the editor: contested, because Two schools read F1 otherwise",
        "computed from its tests: contradicted",
    )


def test_a_stated_verdict_that_the_tests_come_to_departs_from_nothing():
    stated = perception("P1", overall_verdict="contradicted", verdict_reason="The telegrams are plain.")
    (entry,) = build_ledger(graph(stated, finding("F1"), links="F1 tests P1 contradicted"))
    assert word_stated_verdict(entry.summary) == ("the editor: contradicted, because The telegrams are plain",)


def test_a_verdict_that_nobody_states_is_said_by_nobody():
    (entry,) = build_ledger(graph(perception("P1"), finding("F1"), links="F1 tests P1 contradicted"))
    assert word_stated_verdict(entry.summary) == ()
