"""What is said beside a verdict: who disputes it, which inference is undercut, and on what little it rests."""

import pytest
from hypothesis import given

from argument_maps.graph import Graph
from argument_maps.subset import cut_subset, select_closed_links
from argument_maps.verdicts import caveats
from argument_maps.verdicts.caveat_wording import list_caveat_labels, word_caveats
from argument_maps.verdicts.caveats import Foundation, find_perception_caveats, find_record_caveats, find_test_caveats
from argument_maps.verdicts.combination import find_verdict
from argument_maps.verdicts.ledger import build_ledger
from models.records.relations import ATTACKS
from tests.argument_maps.graphs import evidence, finding, graph, graphs, perception, reading, source

TESTED = "F1 tests P1 contradicted"
# Two documents, so that nothing is said of their number.
DOCUMENTED = f"E1 supports F1, E2 supports F1, {TESTED}"


def build(links: str, **fields: dict[str, object]) -> Graph:
    """Return a map of P1, F1 to F3, E1 to E4 out of as many documents, I1 to I4, with links L1 and so on.

    `fields` are further ones of the records that they name.
    """
    makers = {"F": finding, "I": reading}
    statements = [
        makers[prefix](f"{prefix}{number}", **fields.get(f"{prefix}{number}", {}))
        for prefix, last in (("F", 3), ("I", 4))
        for number in range(1, last + 1)
    ]
    items = [evidence(f"E{n}", **{"source": f"s{n}", **fields.get(f"E{n}", {})}) for n in range(1, 5)]
    sources = [
        *(source(f"s{number}") for number in range(1, 5)),
        source("work", type="book", title="A Work", issued="1990"),
        source("other", type="article-journal", title="Another", issued="1991"),
    ]
    return graph(perception("P1", **fields.get("P1", {})), *statements, *items, *sources, links=links)


def say_of_test(drawn: Graph) -> str:
    """Say what stands beside the first test of P1."""
    test = next(link for link in drawn.links_to["P1"] if link.relation == "tests")
    return word_caveats(drawn, find_test_caveats(drawn, test))


@pytest.mark.parametrize(
    ("links", "sentence"),
    [
        pytest.param(DOCUMENTED, "", id="nothing disputes it"),
        pytest.param(f"{DOCUMENTED}, I1 qualifies F1", "", id="a qualification disputes nothing"),
        pytest.param(
            f"{DOCUMENTED}, E3 undermines E1", "rests on a disputed document (L4)", id="a document is undermined"
        ),
        pytest.param(
            f"{DOCUMENTED}, I1 challenges E2", "rests on a disputed document (L4)", id="a document is challenged"
        ),
        pytest.param(
            f"{DOCUMENTED}, E3 supports F1, E4 undermines E1, E4 undermines E2",
            "rests on disputed documents (L5, L6)",
            id="two of three documents are undermined",
        ),
        pytest.param(
            f"{DOCUMENTED}, E4 undermines E1, E4 undermines E2",
            "rests on disputed documents alone (L4, L5)",
            id="all documents are undermined",
        ),
        pytest.param(
            f"E1 supports F1, {TESTED}, E3 undermines E1",
            "rests on a disputed document (L3); on one document alone (E1)",
            id="the only document is undermined",
        ),
        pytest.param(
            f"E1 supports F2, E2 supports F2, F2 supports F3, F3 supports F1, {TESTED}, E3 undermines E1",
            "rests on a disputed document (L6)",
            id="a document is undermined three steps down",
        ),
        pytest.param(
            f"E1 supports F1, E2 supports E1, {TESTED}, E3 undermines E2",
            "rests on a disputed document (L4)",
            id="a document that bears out a document is undermined",
        ),
        pytest.param(
            f"{DOCUMENTED}, E3 undermines E1, I1 undercuts L4",
            "rests on a disputed document (L4, which L5 undercuts in turn)",
            id="what undermines a document is undercut",
        ),
        pytest.param(f"{DOCUMENTED}, I1 undercuts L3", "inference undercut (L4)", id="the test is undercut"),
        pytest.param(f"{DOCUMENTED}, I1 undercuts L1", "inference undercut (L4)", id="a step below is undercut"),
        pytest.param(
            f"E1+E2 supports F2, F2 supports F1, {TESTED}, I1 undercuts L1",
            "inference undercut (L4)",
            id="a joint step two below is undercut",
        ),
        pytest.param(
            f"{DOCUMENTED}, I1 undercuts L3, I2 undercuts L4",
            "inference undercut (L4, which L5 undercuts in turn)",
            id="the undercut is undercut",
        ),
        pytest.param(
            f"{DOCUMENTED}, I1 undercuts L3, I2 undercuts L4, I3 undercuts L5",
            "inference undercut (L4, which L5 undercuts in turn (but L6 undercuts L5))",
            id="the undercut of the undercut is undercut",
        ),
        pytest.param(
            f"{DOCUMENTED}, E3 undercuts L3, E4 undermines E3",
            "inference undercut (L4, though L5 undermines E3)",
            id="the undercut rests on what is undermined",
        ),
        pytest.param(
            f"{DOCUMENTED}, I1 undercuts L3, I2 challenges I1",
            "inference undercut (L4, though L5 challenges I1)",
            id="the undercut rests on what is challenged",
        ),
        pytest.param(
            f"{DOCUMENTED}, I1 undercuts L3, I2 undercuts L1, I3 challenges L4",
            "inference undercut (L4, which L6 disputes in turn; L5)",
            id="two steps are undercut and one of the undercuts is disputed",
        ),
        pytest.param(f"{DOCUMENTED}, I1 challenges F1", "disputed by I1 (L4)", id="a scholar challenges the finding"),
        pytest.param(f"{DOCUMENTED}, E3 challenges F1", "disputed by E3 (L4)", id="evidence challenges the finding"),
        pytest.param(f"{DOCUMENTED}, I1 challenges L3", "disputed by I1 (L4)", id="a scholar challenges the test"),
        pytest.param(
            f"{DOCUMENTED}, I1+E3 challenges F1, I2 challenges F1",
            "disputed by I1 + E3 (L4), I2 (L5)",
            id="premises that are linked are named together",
        ),
        pytest.param(
            f"{DOCUMENTED}, F2 supports F1, I1 challenges F2", "disputed by I1 (L5)", id="a finding below is challenged"
        ),
        pytest.param(
            f"{DOCUMENTED}, I2 supports F1, I1 challenges I2",
            "disputed by I1 (L5)",
            id="a reading that supports the finding is challenged",
        ),
        pytest.param(
            f"{DOCUMENTED}, I1 challenges F1, I2 challenges I1, I1 challenges I2",
            "disputed by I1 (L4, though L5 challenges I1 (but L6 challenges I2))",
            id="two scholars dispute in a circle",
        ),
        pytest.param(
            f"{DOCUMENTED}, F1 supports F2, F2 supports F1, I1 challenges F2",
            "disputed by I1 (L6)",
            id="findings support one another in a circle",
        ),
        pytest.param(
            f"{DOCUMENTED}, E3 undermines E1, I1 undercuts L3, I2 challenges F1",
            "rests on a disputed document (L4); inference undercut (L5); disputed by I2 (L6)",
            id="all at once",
        ),
        pytest.param(TESTED, "on no document", id="nothing is under the finding"),
        pytest.param(f"E1 supports F1, {TESTED}", "on one document alone (E1)", id="one document"),
        pytest.param(
            f"E1 supports I1, I1 supports F1, {TESTED}",
            "on no document",
            id="a scholar's document is not the finding's",
        ),
        pytest.param(f"F2 supports F1, F1 supports F2, {TESTED}", "on no document", id="a circle without a document"),
    ],
)
def test_a_test_is_told_with_what_it_rests_on(links, sentence):
    assert say_of_test(build(links)) == sentence


@pytest.mark.parametrize(
    ("links", "fields", "sentence"),
    [
        pytest.param(TESTED, {"F1": {"source": "work"}}, "on A Work (1990) alone", id="its own work"),
        pytest.param(
            f"F2 supports F1, {TESTED}",
            {"F1": {"source": "work"}, "F2": {"source": "other"}},
            "on works alone, without a document: A Work (1990), Another (1991)",
            id="two works",
        ),
        pytest.param(
            f"I1 supports F1, {TESTED}",
            {"I1": {"source": "work"}},
            "on A Work (1990) alone",
            id="the work of a reading",
        ),
        pytest.param(
            f"E1 supports F1, {TESTED}",
            {"E1": {"source": "work", "tier": "secondary"}},
            "on A Work (1990) alone",
            id="evidence that is a later account",
        ),
        pytest.param(
            f"E1 supports F1, {TESTED}",
            {"F1": {"source": "work"}},
            "on one document alone (E1)",
            id="a work beside a document",
        ),
        pytest.param(
            f"E1 supports F1, E2 supports F1, {TESTED}",
            {"E2": {"source": "s1"}},
            "on one document alone (E1, E2)",
            id="two passages of one document",
        ),
        pytest.param(TESTED, {"F1": {"source": "s1"}}, "on one document alone (F1)", id="its own source is a document"),
    ],
)
def test_works_are_kept_apart_from_documents(links, fields, sentence):
    assert say_of_test(build(links, **fields)) == sentence


@pytest.mark.parametrize(
    ("verdict", "relation", "premise", "sentence"),
    [
        ("contradicted", "supports", "I1", "disputed by I1 (L4)"),
        ("contradicted", "supports", "E3", ""),
        ("contradicted", "challenges", "I1", ""),
        ("confirmed", "challenges", "I1", "disputed by I1 (L4)"),
        ("partly confirmed", "challenges", "E3", "disputed by E3 (L4)"),
        ("confirmed", "supports", "I1", ""),
        ("contested", "challenges", "I1", ""),
        ("open: archives silent", "supports", "I1", ""),
    ],
)
def test_what_bears_on_a_perception_disputes_the_opposite_verdict(verdict, relation, premise, sentence):
    drawn = build(f"E1 supports F1, E2 supports F1, F1 tests P1 {verdict}, {premise} {relation} P1")
    assert word_caveats(drawn, find_perception_caveats(drawn, "P1")) == sentence


def test_the_verdict_on_a_perception_rests_on_all_its_tests_together():
    drawn = build(f"E1 supports F1, {TESTED}, E2 supports F2, F2 tests P1 confirmed, E3 undermines E2")
    said = [word_caveats(drawn, find_record_caveats(drawn, label)) for label in ("L2", "L4", "P1")]
    assert said == [
        "on one document alone (E1)",
        "rests on a disputed document (L5); on one document alone (E2)",
        "rests on a disputed document (L5)",
    ]


@pytest.mark.parametrize(
    ("label", "sentence"),
    [
        ("F1", "rests on a disputed document (L5); inference undercut (L4); on one document alone (E1)"),
        ("E1", "rests on a disputed document (L5)"),
        ("I1", "disputed by I2 (L6)"),
        ("L1", "rests on a disputed document (L5); inference undercut (L4)"),
        ("P1", "rests on a disputed document (L5); inference undercut (L4); on one document alone (E1)"),
        ("E2", ""),
        ("s1", ""),
        ("nowhere", ""),
    ],
)
def test_any_record_tells_what_it_rests_on(label, sentence):
    drawn = build(f"E1 supports F1, {TESTED}, I1 qualifies L2, I2 undercuts L1, E2 undermines E1, I2 challenges I1")
    assert word_caveats(drawn, find_record_caveats(drawn, label)) == sentence


def test_a_perception_that_nothing_tests_has_no_verdict_to_speak_of():
    drawn = build("I1 challenges P1, E1 supports P1")
    assert find_perception_caveats(drawn, "P1") == ()


def test_what_a_caveat_names_is_listed_for_whoever_leads_to_it():
    drawn = build(f"{DOCUMENTED}, E3 undermines E1, I1 undercuts L4")
    (caveat,) = find_record_caveats(drawn, "L3")
    assert list_caveat_labels(caveat) == ("E1", "E3", "L4", "I1", "L5")


@given(graphs())
def test_of_any_map_only_what_is_in_it_is_told(drawn):
    for record in drawn:
        for caveat in find_record_caveats(drawn, record.id):
            assert set(list_caveat_labels(caveat)) <= drawn.by_id.keys()
            assert word_caveats(drawn, [caveat])
    assert all(find_verdict(drawn, claim.id) for claim in drawn.claims)


@given(graphs())
def test_where_nothing_attacks_and_no_scholar_defends_nothing_is_disputed(drawn):
    readings = {each.id for each in drawn.interpretations}
    links = {link.id for link in drawn.links if link.relation not in ATTACKS and not readings & {*link.premises}}
    quiet = cut_subset(drawn, drawn.statements.keys(), select_closed_links(drawn, drawn.statements.keys(), links))
    assert not [caveat for claim in quiet.claims for caveat in find_record_caveats(quiet, claim.id) if caveat.attacks]


def test_what_a_test_rests_on_is_found_once_for_all_that_is_told_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    walked: list[frozenset[str]] = []
    walk_down = caveats._walk_down

    def note(drawn: Graph, starts: frozenset[str]) -> Foundation:
        walked.append(starts)
        return walk_down(drawn, starts)

    monkeypatch.setattr(caveats, "_walk_down", note)
    drawn = build(DOCUMENTED)
    (entry,) = build_ledger(drawn)
    assert entry.tests[0].basis is not None
    assert entry.tests[0].caveats == find_record_caveats(drawn, "P1") == entry.summary.caveats
    assert walked == [frozenset({"F1"})]
