import pytest
from hypothesis import given

from argument_maps.verdicts.combination import find_verdict
from argument_maps.verdicts.ledger import build_ledger, find_documents, find_gaps
from models.vocabulary import Verdict
from tests.argument_maps.graphs import evidence, finding, graph, graphs, perception, reading, source


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_single_test_decides(verdict):
    drawn = graph(finding("F1"), perception("P1"), links=f"F1 tests P1 {verdict}")
    assert find_verdict(drawn, "P1") == verdict


def test_documents_are_those_under_the_findings_of_a_test_and_under_what_supports_them():
    drawn = graph(
        evidence("E1"), evidence("E2"), evidence("E3"), finding("F1"), finding("F2"), perception("P1"),
        links="E2 supports F1, F1 supports F2, E1 supports F2, F2 tests P1 confirmed",
    )  # fmt: skip
    assert [item.id for item in build_ledger(drawn)[0].tests[0].documents] == ["E1", "E2"]


def test_what_supports_an_interpretation_is_no_document_under_a_finding():
    drawn = graph(evidence("E1"), reading("I1"), finding("F1"), links="E1 supports I1, I1 supports F1")
    assert find_documents(drawn, "F1") == ()


def test_findings_that_support_one_another_do_not_turn_in_circles():
    drawn = graph(evidence("E1"), finding("F1"), finding("F2"), links="F1 supports F2, F2 supports F1, E1 supports F2")
    assert [item.id for item in find_documents(drawn, "F1")] == ["E1"]


def test_perceptions_are_listed_in_the_order_of_their_numbers():
    drawn = graph(perception("P10"), perception("P2"))
    assert [entry.perception.id for entry in build_ledger(drawn)] == ["P2", "P10"]


def test_whatever_bears_on_a_test_qualifies_it():
    drawn = graph(
        finding("F1"), perception("P1"), reading("I1"), links="F1 tests P1 confirmed, I1 undercuts L1, I1 qualifies P1"
    )
    assert [link.id for link in build_ledger(drawn)[0].tests[0].qualified_by] == ["L2"]


@pytest.mark.parametrize(
    ("links", "kind"),
    [
        ("E1 supports C1", "perception untouched"),
        ("E1 supports P1", "perception untested"),
    ],
)
def test_an_untested_perception_is_a_gap_of_its_kind(links, kind):
    drawn = graph(perception("P1"), evidence("E1"), finding("C1"), links=links)
    assert ("P1", kind) in {(gap.record, gap.kind) for gap in find_gaps(drawn)}


@pytest.mark.parametrize(
    ("links", "kind"),
    [
        ("", "finding without evidence"),
        ("I1 challenges F1", "finding without evidence"),
        ("E1 qualifies F1", "finding without evidence"),
        ("E1 challenges F1", "finding with evidence only against it"),
        ("E1 undermines F1", "finding with evidence only against it"),
    ],
)
def test_a_finding_on_no_document_is_a_gap_of_its_kind(links, kind):
    drawn = graph(finding("F1"), evidence("E1"), reading("I1"), links=links)
    assert ("F1", kind) in {(gap.record, gap.kind) for gap in find_gaps(drawn)}


def test_a_gap_says_in_a_sentence_what_is_missing():
    book = source("s2", type="book", title="A Book", issued="1990")
    drawn = graph(
        perception("P1"), perception("P2"), finding("F1", source="s2"), finding("F2"), reading("I1"),
        evidence("E1"), evidence("E2"), evidence("E3"), source("s1"), book,
        links="I1 challenges P2, E1 challenges F1, E2 undermines F1, E2 challenges F1",
    )  # fmt: skip
    assert {gap.record: gap.sentence for gap in find_gaps(drawn)} == {
        "P1": "P1 has no finding that tests it, and nothing else bears on it.",
        "P2": "P2 is argued about, but no finding tests it.",
        "F1": "F1 has evidence only against it: E1 “E1”; E2 “E2”. It rests on A Book (1990) alone.",
        "F2": "F2 has no evidence of its own in this map.",
        "E3": "E3 bears on nothing in this map.",
    }


def test_evidence_that_bears_on_nothing_is_a_gap():
    assert [(gap.record, gap.kind) for gap in find_gaps(graph(evidence("E1")))] == [("E1", "evidence unused")]


@given(graphs())
def test_a_finding_has_a_gap_exactly_when_no_document_is_under_it(drawn):
    bare = {claim.id for claim in drawn.claims if claim.kind == "finding" and not find_documents(drawn, claim.id)}
    assert {gap.record for gap in find_gaps(drawn) if gap.kind.startswith("finding")} == bare


@given(graphs())
def test_the_documents_of_a_test_are_those_of_its_findings(drawn):
    for entry in build_ledger(drawn):
        for test in entry.tests:
            under = {item.id for record in test.findings for item in find_documents(drawn, record.id)}
            assert {item.id for item in test.documents} == under | set(test.link.premises) & {
                e.id for e in drawn.evidence
            }
