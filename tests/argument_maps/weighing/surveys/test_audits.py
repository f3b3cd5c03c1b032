"""What an audit finds and what survives which rule: small maps worked out by hand, and the Korea map."""

import msgspec

from argument_maps.examples import read_korea_map
from argument_maps.graph import Graph
from argument_maps.verdicts.combination import find_verdict
from argument_maps.weighing.surveys.audits import Audit, audit_map
from argument_maps.weighing.surveys.by_rule import weigh_by_every_rule
from argument_maps.weighing.surveys.differences import tell_difference, word_difference
from argument_maps.weighing.weighing import weigh_map
from models.weighing_vocabulary import ProofRule
from tests.argument_maps.graphs import evidence, finding, graph, perception, reading, source

KOREA = msgspec.json.decode(read_korea_map(), type=Graph)


def build(links: str, **fields: dict[str, object]) -> Graph:
    """Return a map of P1 and P2, F1 to F3, E1 to E3 out of as many documents, and I1 and I2 of one work."""
    return graph(
        perception("P1"),
        perception("P2"),
        *(finding(f"F{number}", **fields.get(f"F{number}", {})) for number in range(1, 4)),
        *(reading(f"I{number}", source="work") for number in range(1, 3)),
        *(evidence(f"E{number}", f"s{number}", **fields.get(f"E{number}", {})) for number in range(1, 4)),
        *(source(f"s{number}", **fields.get(f"s{number}", {})) for number in range(1, 4)),
        source("work", type="book", issued="1990"),
        links=links,
    )


def audit(drawn: Graph) -> Audit:
    return audit_map(weigh_map(drawn))


def test_findings_recorded_as_certain_that_do_not_stand_are_told_and_doubtful_ones_are_not():
    drawn = build(
        "E1 challenges F1, E2 challenges F2, E3 challenges F3",
        F1={"certainty": "high"},
        F2={"certainty": "low"},
    )
    found = [(each.record, each.label, each.certainty) for each in audit(drawn).fallen]
    assert found == [("F1", "falls", "high"), ("F3", "falls", "unknown")]


def test_a_test_is_unmet_where_its_finding_does_not_stand():
    drawn = build("F1 tests P1 confirmed, F2 tests P2 contradicted, E1 supports F2, F1 tests P2 not tested")
    assert [(each.link, each.findings) for each in audit(drawn).unmet_tests] == [("L1", ("F1",))]


def test_findings_on_one_witness_and_on_authority_are_told_apart():
    links = "E1 supports F1, E1 supports F2, E2 supports F2, I1 supports F3"
    found = audit(build(links))
    assert (found.single_witnesses, found.authorities) == (("F1",), ("F3",))
    copies = audit(build(links, s2={"copy_of": "s1"}))
    assert copies.single_witnesses == ("F1", "F2")


def test_a_circle_is_told_once():
    found = audit(build("F1 supports F2, F2 supports F1, F2 supports F3")).circles
    assert [each.records for each in found] == [("F1", "F2")]


def test_objections_that_nobody_answered_come_in_the_order_of_the_verdicts_that_hang_on_them():
    # L5 is answered by L8, which nobody answers, and without which F3 would fall.
    drawn = build(
        "E1 supports F2, F2 tests P1 confirmed, F2 tests P2 confirmed, E2 undercuts L1, I1 challenges F3, "
        "I2 challenges P1, E3 challenges F1, E1 undercuts L5, E2 supports F1",
    )
    found = [(each.link, each.verdicts, each.turned) for each in audit(drawn).objections]
    assert found == [
        ("L4", ("P1", "P2"), ("F2", "P1", "P2")),
        ("L7", (), ("F1",)),
        ("L8", (), ("F3",)),
        ("L6", (), ()),
    ]


def test_a_verdict_is_told_with_the_link_that_makes_the_difference_and_stays_as_it_is():
    drawn = build("E1 supports F1, F1 tests P1 confirmed, I1 undercuts L2")
    weighing = weigh_map(drawn)
    found = tell_difference(weighing, "P1")
    assert found is not None
    assert (found.verdict, found.label, found.expected) == ("confirmed", "falls", "stands")
    assert ([each.link for each in found.lost_tests], found.decisive, found.one_is_enough) == (["L2"], ("L3",), True)
    assert word_difference(weighing, found)[-1] == (
        "Without L3 (I1 undercuts L2) the label would be “stands”, as recorded."
    )
    assert find_verdict(drawn, "P1") == "confirmed"


def test_where_only_several_links_together_make_the_difference_all_are_told():
    drawn = build("E1 supports F1, F1 tests P1 contradicted, E2 supports P1, E3 supports P1", F1={"certainty": "low"})
    found = tell_difference(weigh_map(drawn), "P1")
    assert found is not None
    assert (found.label, found.decisive, found.one_is_enough) == ("stands", ("L3", "L4"), False)


def test_what_is_open_or_agrees_makes_no_difference():
    drawn = build("E1 supports F1, F1 tests P1 confirmed, F2 tests P2 not tested, E1 supports P2")
    assert [tell_difference(weigh_map(drawn), label) for label in ("P1", "P2")] == [None, None]


def test_the_korea_map_departs_from_two_verdicts():
    found = audit(KOREA)
    assert [(each.perception, each.verdict, each.label) for each in found.differences] == [
        ("P5", "mixed", "stands"),
        ("P8", "contested", "falls"),
    ]
    assert [each.decisive for each in found.differences] == [(), ("L122", "L123")]
    # The Gottwald letter: what undercuts it bears more verdicts than anything else.
    assert (found.objections[0].link, found.objections[0].verdicts) == ("L53", ("P2", "P3"))
    assert [each.record for each in found.fallen] == ["F5", "F8"]


def test_what_survives_which_rule_is_one_table():
    drawn = build(
        "E1 supports F1, E2 supports F1, E1 supports F2, I1 supports F3, I1 challenges F2, F3 tests P1 confirmed",
    )
    table = weigh_by_every_rule(drawn)
    found = {row.record: (row.strictest, row.is_undisputed) for row in table.rows}
    assert found["F1"] == (ProofRule.CORROBORATED, True)
    assert found["F2"] == (ProofRule.DOCUMENTED, False)
    assert found["F3"] == (ProofRule.PREPONDERANCE, True)
    assert found["P2"] == (None, False)
    shortfalls = {row.record: row.shortfalls for row in table.rows}
    assert shortfalls["F2"] == ("", "", "", "one witness", "opposed")
    assert [row.record for row in table.rows][:3] == ["P1", "P2", "F1"]
    assert table.standing[1] == sum(row.labels[1] == "stands" for row in table.rows)


def test_each_rule_of_the_korea_map_lets_fewer_stand_than_the_one_before():
    assert weigh_by_every_rule(KOREA).standing == (101, 91, 49, 11, 87)
