"""The smallest sets of sources that overturn a record, beside all sets tried in turn, and on maps known by heart."""

from collections.abc import Iterator
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from argument_maps.graph import Graph
from argument_maps.weighing.bounds.cones import cut_upstream
from argument_maps.weighing.independence import list_derived
from argument_maps.weighing.map_structures import build_map_structure
from argument_maps.weighing.overturning import MOST_DOCUMENTS, MOST_SETS, SearchBound, find_overturning
from argument_maps.weighing.set_aside import Circumstances, find_circumstances
from argument_maps.weighing.weighing import weigh_map
from models.weighing_vocabulary import ProofRule
from tests.argument_maps.graphs import evidence, finding, graph, perception, reading, source
from tests.argument_maps.weighing.weighable_graphs import weighable_graphs


def list_sets(of: Graph, label: str, **options: object) -> list[tuple[str, ...]]:
    return [each.sources for each in find_overturning(of, label, **options).sets]


def test_what_stands_on_one_document_is_overturned_without_it() -> None:
    small = graph(source("s1"), evidence("E1"), finding("F1"), links="E1 supports F1")
    found = find_overturning(small, "F1")
    assert [(each.sources, each.works, each.becomes) for each in found.sets] == [(("s1",), (), "falls")]
    assert (found.label_now, found.robustness, found.searched, found.is_complete) == ("stands", 1, 0, True)


def test_what_stands_on_two_documents_needs_both_to_be_set_aside_or_what_both_were_copied_from() -> None:
    records = (evidence("E1"), evidence("E2", "s2"), finding("F1"))
    links = "E1 supports F1, E2 supports F1"
    assert list_sets(graph(source("s1"), source("s2"), *records, links=links), "F1") == [("s1", "s2")]
    copied = graph(source("s1", copy_of="s3"), source("s2", copy_of="s3"), source("s3"), *records, links=links)
    assert list_sets(copied, "F1") == [("s3",)]


def test_of_a_document_and_its_only_copy_the_one_is_named_on_which_something_stands() -> None:
    small = graph(source("s1"), source("s2", copy_of="s1"), evidence("E1", "s2"), finding("F1"), links="E1 supports F1")
    assert list_sets(small, "F1") == [("s2",)]


def test_a_record_falls_when_what_defeats_its_attacker_is_set_aside() -> None:
    small = graph(
        *(source("s1"), source("s2"), source("s3"), evidence("E1"), evidence("E2", "s2"), evidence("E3", "s3")),
        finding("F1"),
        links="E1 supports F1, E2 challenges F1, E3 undermines E2",
    )
    assert [(each.sources, each.becomes) for each in find_overturning(small, "F1").sets] == [
        (("s1",), "falls"),
        (("s3",), "contested"),
    ]


def test_a_work_counts_like_a_document_and_is_told_apart_or_left_alone() -> None:
    small = graph(
        *(source("s1"), source("w", type="book"), evidence("E1"), reading("I1", source="w"), finding("F1")),
        links="E1 supports F1, I1 supports F1",
    )
    (found,) = find_overturning(small, "F1").sets
    assert (found.sources, found.works) == (("s1", "w"), ("w",))
    alone = find_overturning(small, "F1", documents_only=True)
    assert (alone.sets, alone.bound) == ((), None)


def test_what_rests_on_no_source_is_overturned_by_none() -> None:
    small = graph(source("s1"), finding("F1"), finding("F2"), links="F1 supports F2")
    found = find_overturning(small, "F2")
    assert (found.label_now, found.sets, found.bound) == ("unsupported", (), None)


def test_a_link_is_overturned_with_its_premise() -> None:
    small = graph(source("s1"), evidence("E1"), finding("F1"), links="E1 supports F1")
    assert [(each.sources, each.becomes) for each in find_overturning(small, "L1").sets] == [(("s1",), "falls")]


def test_what_could_be_stronger_for_a_circle_that_nothing_decides_leaves_what_it_attacks_unresolved() -> None:
    # C1 rests on itself. So it is open whether I1 is outweighed or tied, and how strong I1 and C1 together make E1.
    high = {"tier": "archival original", "certainty": "high"}
    small = graph(
        source("s1"),
        perception("C1", certainty="high"),
        reading("I1", source="s1", certainty="high"),
        evidence("E1", tier="translation", certainty="low"),
        evidence("E2", **high),
        evidence("E4", **high),
        evidence("E5", tier="archival original", certainty="low"),
        links="E4 tests I1 contradicted, C1 supports C1, E2 supports I1, I1+C1 supports E1, C1 undercuts L3, "
        "E1 challenges E5",
    )
    labels = weigh_map(small).labels
    assert labels["E5"] == "unresolved"
    assert {label: find_overturning(small, label).label_now for label in labels} == labels


def test_a_bound_that_is_reached_is_told() -> None:
    many = [f"s{number}" for number in range(1, 13)]
    records = [*map(source, many), *(evidence(f"E{label}", label) for label in many), finding("F1")]
    on_all = graph(*records, links=",".join(f"E{label} supports F1" for label in many))
    found = find_overturning(on_all, "F1")
    assert (found.sets, found.searched, found.bound) == ((), MOST_DOCUMENTS, SearchBound.DOCUMENTS.value)
    on_each = graph(*records, links="+".join(f"E{label}" for label in many) + " supports F1")
    found = find_overturning(on_each, "F1")
    assert (len(found.sets), found.robustness, found.bound) == (MOST_SETS, 1, SearchBound.SETS.value)
    found = find_overturning(on_all, "F1", most_visits=100)
    assert (found.sets, found.bound, found.is_complete) == ((), SearchBound.VISITS.value, False)


def list_removals(of: Graph, circumstances: Circumstances) -> Iterator[tuple[tuple[str, ...], Circumstances]]:
    """Yield all sets of sources of up to five, smallest first, with what setting them aside comes to."""
    names = [each.id for each in of.sources if each.id not in circumstances.sources]
    for size in range(1, MOST_DOCUMENTS + 1):
        for chosen in combinations(names, size):
            sources = circumstances.sources | list_derived(of, chosen)
            yield (
                chosen,
                Circumstances(sources=sources, records=circumstances.records, accepted=circumstances.accepted),
            )


def find_by_trying(
    of: Graph, rule: str, circumstances: Circumstances
) -> dict[str, tuple[str, dict[frozenset[str], str]]]:
    """Return for each record its label and which sources go in the smallest sets that overturn it, by trying all."""
    now = weigh_map(of, rule, circumstances).labels
    smallest: dict[str, dict[frozenset[str], str]] = {label: {} for label in now}
    sizes: dict[str, int] = {}
    for chosen, without in list_removals(of, circumstances):
        if all(sizes.get(label, len(chosen)) < len(chosen) for label in now):
            break
        after = weigh_map(of, rule, without).labels
        for label, found in after.items():
            if found != now[label] and sizes.setdefault(label, len(chosen)) == len(chosen):
                smallest[label][frozenset(chosen)] = found
    return {label: (now[label], smallest[label]) for label in now}


def agrees_with_trying(of: Graph, rule: str, reader: str | None) -> None:
    circumstances = find_circumstances(of, (), reader)
    for label, (now, expected) in find_by_trying(of, rule, circumstances).items():
        found = find_overturning(of, label, rule=rule, circumstances=circumstances)
        assert found.label_now == now
        named = {frozenset(each.sources): each.becomes for each in found.sets}
        assert named.items() <= expected.items(), label
        if found.bound == SearchBound.SETS:
            assert len(named) == MOST_SETS < len(expected)
        elif expected:
            assert found.is_complete
            assert found.searched == found.robustness - 1
            # Of what is overturned by several names for the same, one is named.
            assert {describe(of, each, label) for each in expected} == {describe(of, each, label) for each in named}
        else:
            assert found.sets == ()
            assert found.searched == MOST_DOCUMENTS or found.is_complete


def describe(of: Graph, names: frozenset[str], label: str) -> frozenset[frozenset[str]]:
    """Return which sources go that bear on a record, for each of the names."""
    bearing = cut_upstream(build_map_structure(of), label).resting_on.keys()
    return frozenset(frozenset(list_derived(of, [name]) & bearing) for name in names)


RULES = st.sampled_from(list(ProofRule)).map(str)
QUIET = list(HealthCheck)


@settings(max_examples=200, deadline=None, suppress_health_check=QUIET)
@given(weighable_graphs(), RULES | st.just(ProofRule.PREPONDERANCE.value), st.sampled_from((None, "A1")))
def test_the_smallest_sets_are_those_that_trying_all_finds(of: Graph, rule: str, reader: str | None) -> None:
    agrees_with_trying(of, rule, reader)


@pytest.mark.soak
@settings(max_examples=10_000, deadline=None, suppress_health_check=QUIET)
@given(
    weighable_graphs(most_sources=12, most_links=20),
    RULES | st.just(ProofRule.PREPONDERANCE.value),
    st.sampled_from((None, "A1")),
)
def test_on_ten_thousand_maps_of_up_to_twelve_documents_trying_all_finds_the_same(
    of: Graph, rule: str, reader: str | None
) -> None:
    agrees_with_trying(of, rule, reader)
