"""What a class is asked to suppose: records chosen so that the choice gives nothing away, and what becomes of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argument_maps.examples import read_korea_map
from argument_maps.formats import native
from argument_maps.graph import Graph
from argument_maps.weighing.set_aside import UnknownSwitch
from argument_maps.weighing.suppositions import choose_supposed_records, weigh_supposition
from models.participation.suppositions import SupposedSort, Supposition
from models.weighing_vocabulary import ProofRule
from tests.builders import MapBuilder


def a_disputed_letter() -> MapBuilder:
    """A perception that stands on one letter, and beside it findings that stand on another."""
    builder = (
        MapBuilder()
        .question("Q1")
        .question("Q2")
        .agent("archivist", "An Archivist")
        .source("S1", "The letter", repository="APRF", released_by=["archivist"])
        .source("S2", "The diary", author=["archivist"])
        .source("S3", "The letter, copied", copy_of="S1")
        .perception("P1", "It was ordered.", answers="Q1")
        .perception("P2", "It was feared.", answers="Q2")
        .finding("F1", "The order was given.", answers="Q1")
        .evidence("E1", "S1", "The letter orders it.")
        .evidence("E2", "S2", "The diary tells of fear.")
        .link("L1", "E1", "supports", "F1")
        .link("L2", "F1", "tests", "P1", verdict="confirmed")
    )
    for number in range(2, 8):
        builder.finding(f"F{number}", answers="Q2").link(f"L1{number}", "E2", "supports", f"F{number}")
    return builder.link("L20", "E1 E2", "supports", "F6")


@pytest.fixture(scope="module")
def letter() -> Graph:
    return native.build_graph_from_document(a_disputed_letter().document())


@pytest.fixture(scope="module")
def korea() -> Graph:
    document, _ = native.read_map_document(read_korea_map())
    return native.build_graph_from_document(document)


@pytest.mark.parametrize(
    ("name", "sort", "words"),
    [
        ("S1", SupposedSort.SOURCE, "The letter"),
        ("family:S3", SupposedSort.FAMILY, "The letter, copied"),
        ("archive:APRF", SupposedSort.ARCHIVE, "APRF"),
        ("release:archivist", SupposedSort.RELEASE, "An Archivist"),
        ("E1", SupposedSort.RECORD, "The letter orders it."),
        ("L1", SupposedSort.RECORD, "The letter orders it. supports The order was given."),
    ],
)
def test_by_whichever_name_the_letter_goes_what_rests_on_it_falls(
    letter: Graph, name: str, sort: SupposedSort, words: str
) -> None:
    outcome = weigh_supposition(letter, Supposition(without=[name]), ["P1", "F1", "F2"], 7)
    (found,) = outcome.names
    assert (found.sort, outcome.lost, outcome.sequence) == (sort, [], 7)
    assert found.words.startswith(words)
    turns = {each.label: (each.before.value, each.supposed.value) for each in outcome.labels}
    assert {label for label, (before, supposed) in turns.items() if before != supposed} == {"P1", "F1"}
    assert {turns["P1"][0], turns["F2"][0], turns["F2"][1]} == {"stands"}


def test_an_agent_goes_with_what_they_wrote(letter: Graph) -> None:
    outcome = weigh_supposition(letter, Supposition(without=["archivist"]), ["F1", "F2"])
    assert (outcome.names[0].sort, outcome.names[0].words) == (SupposedSort.AGENT, "An Archivist")
    assert [each.turns for each in outcome.labels] == [False, True]


def test_what_the_map_does_not_have_is_told_and_the_rest_is_weighed_without_it(letter: Graph) -> None:
    outcome = weigh_supposition(letter, Supposition(without=["S9", "S1", "archive:none", "S1"]), ["P1", "P9"])
    assert (outcome.lost, [each.name for each in outcome.names]) == (["S9", "archive:none"], ["S1"])
    assert [(each.label, each.turns) for each in outcome.labels] == [("P1", True)]
    with pytest.raises(UnknownSwitch):
        choose_supposed_records(letter, Supposition(without=["S9", "S1"]), 10)


def test_of_a_round_about_everything_everything_is_weighed(letter: Graph) -> None:
    outcome = weigh_supposition(letter, Supposition(without=["S1"]))
    assert [each.label for each in outcome.labels] == [*letter.statements, *letter.links_by_id]


def test_what_turns_is_asked_about_among_what_does_not(letter: Graph) -> None:
    chosen = choose_supposed_records(letter, Supposition(without=["S1"]), 10)
    assert {"P1", "F1"} < set(chosen)
    # F6 rests on the letter too, and stands without it.
    assert "F6" in chosen
    assert len(chosen) == 5
    assert chosen == [label for label in letter.statements if label in chosen]


def test_where_nothing_turns_that_is_judged_what_it_bears_on_is_asked_about(korea: Graph) -> None:
    supposition = Supposition(without=["doc-1950-08-27"])
    turned = [each.label for each in weigh_supposition(korea, supposition).labels if each.turns]
    assert turned == ["E9"]
    assert choose_supposed_records(korea, supposition, 10) == ["F1", "F9", "P2", "P3", "P10"]


@given(data=st.data(), rule=st.sampled_from(list(ProofRule)))
def test_whatever_is_set_aside_the_choice_is_mixed_and_bounded(
    korea: Graph, data: st.DataObject, rule: ProofRule
) -> None:
    names = [*korea.sources_by_id, *korea.agents_by_id, *korea.statements, *korea.links_by_id]
    supposition = Supposition(rule=rule, without=data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=6)))
    chosen = choose_supposed_records(korea, supposition, 10)
    outcome = weigh_supposition(korea, supposition, chosen)
    assert len(chosen) == len(set(chosen)) <= 10
    assert [each.label for each in outcome.labels] == chosen
    assert sum(not each.turns for each in outcome.labels) >= 3
    assert not set(chosen) & set(supposition.without)
