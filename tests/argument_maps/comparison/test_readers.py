"""The map as one agent reads it, and where two readers part."""

from itertools import combinations

import msgspec

from argument_maps.comparison.readers import collect_attitudes, compare_readers, list_disagreeing_pairs, list_readers
from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selection, select
from argument_maps.subset import cut_mentioned_subset, cut_subset
from argument_maps.time_travel import take_snapshot
from argument_maps.values import Agent, Stance
from tests.argument_maps.graphs import evidence, finding, graph, perception, reading, source


def stance(label: str, agent: str, word: str, target: str, **more: object) -> Stance:
    return Stance(id=label, agent=agent, stance=word, target=target, **more)


def debate(*stances: Stance) -> Graph:
    drawn = graph(
        Agent(id="a1", name="Shen Zhihua"), Agent(id="a2", name="Bruce Cumings"), Agent(id="a3", name="A Bystander"),
        source("s1"), source("s2", type="book", issued="1990"), source("s3", type="book", issued="2012"),
        perception("P1", held_by=("a2",)), finding("F1"), finding("F2"), reading("I1", by=("a1",)), evidence("E1"),
        links="I1 challenges P1, I1 supports F1, I1 undercuts L2, I1 qualifies F2, E1 supports F2,"
        "F1 tests P1 contradicted",
    )  # fmt: skip
    return msgspec.structs.replace(drawn, stances=stances)


def words(drawn: Graph, agent: str) -> dict[str, str]:
    return {label: str(each.stance) for label, each in collect_attitudes(drawn, agent).items()}


def test_what_an_agent_holds_and_argues_tells_what_it_makes_of_records():
    assert words(debate(), "a1") == {
        "I1": "accepts",
        "P1": "rejects",
        "F1": "accepts",
        "L2": "rejects",
        "F2": "qualifies",
    }
    assert words(debate(), "a2") == {"P1": "accepts"}
    assert collect_attitudes(debate(), "a1")["P1"].follows_from == ("L1",)
    assert collect_attitudes(debate(), "a1")["I1"].follows_from == ("I1",)


def test_what_is_stated_counts_before_what_follows():
    told = collect_attitudes(debate(stance("ST1", "a1", "accepts", "P1")), "a1")["P1"]
    assert (told.stance, told.stated and told.stated.id, told.follows_from) == ("accepts", "ST1", ())


def test_of_several_stances_the_one_from_the_latest_source_counts():
    drawn = debate(
        stance("ST1", "a1", "rejects", "E1", source="s3"),
        stance("ST2", "a1", "accepts", "E1", source="s2"),
        stance("ST10", "a1", "undecided", "E1"),
    )
    assert words(drawn, "a1")["E1"] == "rejects"


def test_who_argues_for_and_against_one_record_qualifies_it():
    drawn = graph(
        Agent(id="a1", name="A"), reading("I1", by=("a1",)), finding("F1"),
        links="I1 supports F1, I1 challenges F1",
    )  # fmt: skip
    assert words(drawn, "a1")["F1"] == "qualifies"
    assert collect_attitudes(drawn, "a1")["F1"].follows_from == ("L1", "L2")


def test_a_test_argued_by_a_reader_counts_by_its_verdict():
    for verdict, word in (("confirmed", "accepts"), ("partly confirmed", "qualifies"), ("contradicted", "rejects")):
        drawn = graph(
            Agent(id="a1", name="A"), reading("I1", by=("a1",)), perception("P1"), links=f"I1 tests P1 {verdict}"
        )
        assert words(drawn, "a1")["P1"] == word
    drawn = graph(Agent(id="a1", name="A"), reading("I1", by=("a1",)), perception("P1"), links="I1 tests P1 contested")
    assert "P1" not in words(drawn, "a1")


def test_readers_are_those_of_whom_something_is_told():
    assert [each.id for each in list_readers(debate())] == ["a2", "a1"]
    assert [each.id for each in list_readers(debate(stance("ST1", "a3", "rejects", "P1")))] == ["a3", "a2", "a1"]


def test_two_readers_part_and_agree_record_by_record():
    told = compare_readers(
        debate(stance("ST1", "a2", "accepts", "F1"), stance("ST2", "a2", "rejects", "E1")), "a1", "a2"
    )
    assert [each.target for each in told.parted] == ["P1"]
    assert [each.target for each in told.agreed] == ["F1"]
    assert [each.target for each in told.only_left] == ["F2", "I1", "L2"]
    assert [each.target for each in told.only_right] == ["E1"]


def test_a_stance_stands_from_when_its_source_was_there():
    drawn = debate(stance("ST1", "a1", "rejects", "P1", source="s3"), stance("ST2", "a1", "rejects", "P1", source="s2"))
    assert [each.id for each in take_snapshot(drawn, "1995").graph.stances] == ["ST2"]


def test_a_part_of_a_map_has_the_stances_on_it_with_their_agents_and_sources():
    drawn = debate(
        stance("ST1", "a3", "rejects", "P1", source="s3"),
        stance("ST2", "a3", "accepts", "F2"),
        stance("ST3", "a3", "accepts", "L6"),
    )
    part = cut_mentioned_subset(drawn, {"P1"}, set())
    assert [each.id for each in part.stances] == ["ST1"]
    assert ({each.id for each in part.agents}, {each.id for each in part.sources}) == ({"a2", "a3"}, {"s3"})
    assert [each.id for each in cut_subset(drawn, {"P1", "F1"}, {"L6"}).stances] == ["ST1", "ST3"]


def test_a_reader_takes_nothing_away_and_is_heard_only_on_what_is_shown():
    drawn = debate()
    read = select(drawn, Selection(reader="a1"))
    assert read.graph == select(drawn, Selection()).graph
    assert set(read.attitudes) == {"I1", "P1", "F1", "L2", "F2"}
    assert set(select(drawn, Selection(reader="a1", kind=("perception",))).attitudes) == {"P1"}


def test_the_pairs_who_part_most_come_first_and_are_those_that_part():
    stances = [stance("ST1", "a3", "rejects", "F1"), stance("ST2", "a3", "accepts", "P1", source="s2")]
    drawn = debate(*stances, stance("ST3", "a3", "qualifies", "P1", source="s3"), stance("ST4", "a2", "rejects", "F2"))
    found = list_disagreeing_pairs(drawn, 10)
    parted = {
        (one.id, other.id): len(compare_readers(drawn, one.id, other.id).parted)
        for one, other in combinations(list_readers(drawn), 2)
    }
    assert {(one.id, other.id): number for one, other, number in found} == {k: n for k, n in parted.items() if n}
    assert [number for *_, number in found] == sorted(parted.values(), reverse=True)[: len(found)]
    assert list_disagreeing_pairs(drawn, 1) == found[:1]
