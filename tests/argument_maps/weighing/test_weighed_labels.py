"""What is shown of a weighing: what turned, what is set aside, what a verdict comes to, and how it is told."""

import msgspec
import pytest

from argument_maps.examples import read_korea_map
from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selection, select
from argument_maps.values import Agent, Claim, Link, Source, Stance
from argument_maps.weighing.set_aside import UnknownSwitch
from argument_maps.weighing.weighed_labels import WeighedLabels, read_rule
from argument_maps.weighing.weighed_words import describe_weighing, name_switch, word_label, word_label_fully
from models.vocabulary import Verdict
from models.weighing_vocabulary import ProofRule
from tests.argument_maps.graphs import evidence, finding, graph, perception, source


def korea() -> Graph:
    return msgspec.json.decode(read_korea_map(), type=Graph)


def weigh(told: Graph, *without: str, rule: str = "preponderance", **asked: str) -> WeighedLabels:
    weighed = select(told, Selection(weigh=rule, without=without, **asked)).weighed
    assert weighed is not None
    return weighed


def test_setting_the_resolution_of_may_1953_aside_turns_its_passage_and_the_link_from_it() -> None:
    weighed = weigh(korea(), "doc-1953-05-02")
    assert weighed.turned == {"E18": "stands", "L35": "stands"}
    assert (word_label(weighed, "E18"), word_label(weighed, "doc-1953-05-02")) == ("falls", "set aside")
    assert word_label_fully(weighed, "L35") == "falls, turned from stands"
    assert word_label_fully(weighed, "E19") == "stands"


def test_nothing_set_aside_turns_nothing_under_any_rule() -> None:
    for rule in ProofRule:
        assert not weigh(korea(), rule=rule).turned


def test_what_a_filter_leaves_out_argues_all_the_same() -> None:
    whole = weigh(korea(), "doc-1953-05-02")
    part = select(korea(), Selection(weigh="preponderance", without=("doc-1953-05-02",), kind=("perception",))).weighed
    assert part is not None
    assert part.weighing.labels == whole.weighing.labels


def test_what_stands_on_a_work_alone_says_so() -> None:
    weighed = weigh(korea())
    assert word_label(weighed, "I5") == "stands on authority"
    assert word_label(weighed, "E3") == "stands"


def test_names_may_stand_in_one_and_an_archive_may_have_a_comma() -> None:
    told = graph(
        source("s1"),
        msgspec.structs.replace(source("s2"), repository="Archive, Moscow"),
        evidence("E1"),
        evidence("E2", source="s2"),
    )
    assert weigh(told, "s1, s2").set_aside == {"s1", "s2"}
    assert weigh(told, "archive:Archive, Moscow").set_aside == {"s2"}
    with pytest.raises(UnknownSwitch, match="nowhere"):
        weigh(told, "s1,nowhere")


def test_what_could_not_be_known_yet_can_be_set_aside_and_makes_no_difference() -> None:
    late = weigh(korea(), "doc-1953-05-02", as_of="1990")
    assert not late.turned
    assert late.weighing.labels == weigh(korea(), as_of="1990").weighing.labels


def test_what_a_reader_rejects_falls_and_is_told() -> None:
    stances = (Stance(id="ST1", agent="shen-zhihua", target="F1", stance="rejects"),)
    told = msgspec.structs.replace(korea(), stances=stances)
    weighed = weigh(told, reader="shen-zhihua")
    assert word_label_fully(weighed, "F1") == "falls, set aside, turned from stands"
    sentences = [*describe_weighing(told, weighed, told)]
    assert "What Shen Zhihua rejects is set aside, and what Shen Zhihua accepts stands." in sentences


@pytest.mark.parametrize(
    ("verdict", "label"),
    [("confirmed", "stands"), ("partly confirmed", "stands"), ("contradicted", "falls"), ("contested", "contested")],
)
def test_a_single_test_comes_to_its_verdict(verdict: str, label: str) -> None:
    told = graph(perception("P1"), finding("F1", source="s1"), source("s1"), links=f"F1 tests P1 {verdict}")
    weighed = weigh(told)
    assert weighed.find("P1") == label
    assert [each for each in Verdict if not weighed.departs_from("P1", each)] == [
        each for each in Verdict if weigh_verdict(each) in (label, None)
    ]


def weigh_verdict(verdict: str) -> str | None:
    """Return the label that a verdict comes to, None of what is open or not tested, from which no label departs."""
    kinds = {"confirmed": "stands", "partly confirmed": "stands", "contradicted": "falls"}
    return kinds.get(verdict, "contested" if verdict in ("mixed", "contested") else None)


def test_the_arguments_that_count_are_those_that_apply() -> None:
    told = graph(
        perception("P1"),
        *(finding(label, source="s1") for label in ("F1", "F2", "F3")),
        source("s1"),
        links="F1 tests P1 confirmed, F2 tests P1 contradicted, F3 undercuts L2",
    )
    weighed = weigh(told)
    assert weighed.list_arguments("P1") == (("L1",), ())
    assert weighed.departs_from("P1", Verdict.MIXED)


def test_switches_are_told_by_what_they_stand_for() -> None:
    told = korea()
    named = [str(name_switch(told, name)) for name in ("yeltsin", "release:yeltsin", "archive:APRF", "L42", "P4")]
    assert named[:4] == [
        "what Boris Yeltsin wrote or witnessed",
        "what Boris Yeltsin released",
        "what is kept in APRF",
        "L42",
    ]
    assert named[4].startswith("P4 “")


def test_the_title_counts_what_is_shown_and_names_what_turned() -> None:
    told = korea()
    sentences = [*describe_weighing(told, weigh(told, "doc-1953-05-02"), told)]
    assert sentences[0] == "Weighed by preponderance."
    assert sentences[1].startswith("Set aside: Presidium of the USSR Council of Ministers, resolution, 2 May 1953")
    assert sentences[2:] == [
        "Of the records shown 90 stand, 11 fall, 4 are contested, 3 are unsupported.",
        "That turns E18, L35.",
    ]
    many = [source_.id for source_ in told.sources]
    crowded = [*describe_weighing(told, weigh(told, *many), told)]
    assert f"{len(many) - 4} more" in crowded[1]
    assert crowded[3].endswith("records and links.")


def test_without_a_rule_what_is_set_aside_is_weighed_by_preponderance() -> None:
    assert (read_rule(None, ()), read_rule(None, ("s1",)), read_rule("asserted", ())) == (
        None,
        "preponderance",
        "asserted",
    )


def test_a_record_that_is_set_aside_by_its_agent_is_told() -> None:
    told = Graph(
        slug="small",
        title="Small",
        agents=(Agent(id="kim", name="Kim", kind="person"),),
        sources=(Source(id="s1", type="book", title="A book", author=("kim",)),),
        claims=(
            Claim(id="F1", text="It was so.", kind="finding", source="s1"),
            Claim(id="F2", text="So.", kind="finding"),
        ),
        links=(Link(id="L1", premises=("F1",), relation="supports", target="F2"),),
    )
    weighed = weigh(told, "kim")
    assert weighed.set_aside == {"s1"}
    assert set(weighed.turned) == {"F1", "F2", "L1"}


def test_one_argument_is_enough_to_be_asserted_though_it_is_undecided_what_outweighs_it() -> None:
    told = graph(
        source("s1"),
        *(evidence(label) for label in ("E1", "E2")),
        *(finding(label) for label in ("F1",)),
        links="F1 supports F1, F1 supports E2, E2 challenges E1",
    )
    assert weigh(told).weighing.labels["E1"] == "unresolved"
    assert weigh(told, rule="asserted").weighing.labels["E1"] == "stands"


@pytest.mark.parametrize("rule", ProofRule)
def test_what_is_set_aside_itself_stands_under_no_rule(rule: str) -> None:
    told = graph(source("s1"), evidence("E1"), finding("F1"), links="E1 supports F1")
    labels = weigh(told, "F1", rule=rule).weighing.labels
    assert labels["F1"] == "falls"
