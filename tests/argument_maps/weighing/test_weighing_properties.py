"""What holds of weighed labels on any map: each property is tried on some maps always, and on ten thousand in soak."""

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from argument_maps.graph import Graph
from argument_maps.references import rename_labels
from argument_maps.time_travel import take_snapshot
from argument_maps.values import Evidence, Link, Source
from argument_maps.weighing.independence import list_derived
from argument_maps.weighing.map_structures import build_map_structure
from argument_maps.weighing.set_aside import Circumstances, find_circumstances
from argument_maps.weighing.weighing import Weighing, weigh_map
from models.vocabulary import Certainty, Relation, Tier
from models.weighing_vocabulary import ProofRule, WeighedLabel
from tests.argument_maps.weighing.weighable_graphs import weighable_graphs

KINDS = ("agents", "sources", "claims", "interpretations", "evidence", "links", "stances")
RULES = st.sampled_from(list(ProofRule)).map(str)
READERS = st.sampled_from((None, "A1"))
NAMES = st.lists(st.sampled_from(("S1", "S2", "S3", "family:S1", "archive:APRF", "A2", "release:A3")), max_size=2)

# What is contested has an argument for it that applies, and what is unresolved may come to have one: an argument added
# to something on a circle can decide the circle, and then that neither side outweighs the other.
HEIGHTS = {
    WeighedLabel.FALLS.value: 0,
    WeighedLabel.UNSUPPORTED.value: 0,
    WeighedLabel.UNRESOLVED.value: 1,
    WeighedLabel.CONTESTED.value: 2,
    WeighedLabel.STANDS.value: 3,
}


def find_known(of: Graph, names: list[str], reader: str | None) -> Circumstances:
    """Return the circumstances, without the names that a map does not have."""
    archives = {f"archive:{source.repository}" for source in of.sources}
    released = {f"release:{agent}" for source in of.sources for agent in source.released_by}
    known = {*of.sources_by_id, *of.agents_by_id, *archives, *released, *(f"family:{each.id}" for each in of.sources)}
    return find_circumstances(of, [name for name in names if name in known], reader)


def list_outcome(weighing: Weighing) -> tuple[dict[str, str], frozenset[str], dict[str, str]]:
    return dict(weighing.labels), weighing.on_authority, dict(weighing.shortfalls)


def weighs_the_same_in_any_order_and_by_any_names(data: st.DataObject) -> None:
    of = data.draw(weighable_graphs())
    rule, reader, names = data.draw(RULES), data.draw(READERS), data.draw(NAMES)
    labels = [record.id for record in of]
    renamed = {
        label: f"Z{number}"
        for label, number in zip(labels, data.draw(st.permutations(range(len(labels)))), strict=True)
    }
    other = msgspec.structs.replace(
        of,
        **{
            kind: tuple(rename_labels(record, renamed) for record in data.draw(st.permutations(getattr(of, kind))))
            for kind in KINDS
        },
    )
    circumstances = find_known(of, names, reader)
    again = Circumstances(
        sources=frozenset(renamed[each] for each in circumstances.sources),
        records=frozenset(renamed[each] for each in circumstances.records),
        accepted=frozenset(renamed[each] for each in circumstances.accepted),
    )
    found, on_authority, shortfalls = list_outcome(weigh_map(of, rule, circumstances))
    assert list_outcome(weigh_map(other, rule, again)) == (
        {renamed[label]: word for label, word in found.items()},
        frozenset(renamed[label] for label in on_authority),
        {renamed[label]: word for label, word in shortfalls.items()},
    )


def is_never_lowered_by_an_argument_for_it(data: st.DataObject) -> None:
    of = data.draw(weighable_graphs())
    circumstances = find_known(of, data.draw(NAMES), data.draw(READERS))
    before = weigh_map(of, circumstances=circumstances).labels
    certainty = data.draw(st.sampled_from(list(Certainty))).value
    for record in of.statements:
        added = msgspec.structs.replace(
            of,
            sources=(*of.sources, Source(id="S99", type="archival", title="Found later")),
            evidence=(
                *of.evidence,
                Evidence(
                    id="E99", summary="New.", source="S99", tier=Tier.ARCHIVAL_ORIGINAL.value, certainty=certainty
                ),
            ),
            links=(*of.links, Link(id="L99", premises=("E99",), relation=Relation.SUPPORTS.value, target=record)),
        )
        after = weigh_map(added, circumstances=circumstances)
        assert after.applies("L99")
        assert HEIGHTS[after.labels[record]] >= HEIGHTS[before[record]], record


def changes_nothing_more_when_set_aside_again(data: st.DataObject) -> None:
    of = data.draw(weighable_graphs())
    rule, reader = data.draw(RULES), data.draw(READERS)
    for source in of.sources:
        once = find_circumstances(of, [source.id], reader)
        copies = sorted(list_derived(of, [source.id]))
        twice = find_circumstances(of, [source.id, *copies, source.id], reader)
        assert (once.sources, once.records, once.accepted) == (twice.sources, twice.records, twice.accepted)
        assert list_outcome(weigh_map(of, rule, once)) == list_outcome(weigh_map(of, rule, twice))
        # Nor does it where nothing stands on it any more.
        applied = weigh_map(of, rule, once).labelling.weights
        assert not any(applied[base] for copy in copies for base in build_map_structure(of).resting_on.get(copy, ()))


def weighs_the_same_whether_cut_or_set_aside_first(data: st.DataObject) -> None:
    of = data.draw(weighable_graphs())
    rule = data.draw(RULES)
    names = data.draw(st.lists(st.sampled_from([source.id for source in of.sources]), max_size=2))
    cut = take_snapshot(of, data.draw(st.sampled_from(("1955", "1965", "1980", "1995")))).graph
    before = find_circumstances(of, names)
    after = find_circumstances(cut, [name for name in names if name in cut.sources_by_id])
    assert after.sources <= before.sources
    # A copy of what was not yet to be read is known for one to those alone who look back from later.
    hidden = {each.id for each in of.sources} - {each.id for each in cut.sources}
    if not before.sources & hidden:
        assert before.sources == after.sources
        assert list_outcome(weigh_map(cut, rule, before)) == list_outcome(weigh_map(cut, rule, after))


def lets_nothing_stand_that_a_laxer_rule_does_not(data: st.DataObject) -> None:
    of = data.draw(weighable_graphs())
    circumstances = find_known(of, data.draw(NAMES), data.draw(READERS))
    standing = {
        rule: {
            label for label, word in weigh_map(of, rule, circumstances).labels.items() if word == WeighedLabel.STANDS
        }
        for rule in ProofRule
    }
    assert standing[ProofRule.PREPONDERANCE] <= standing[ProofRule.ASSERTED]
    assert standing[ProofRule.DOCUMENTED] <= standing[ProofRule.PREPONDERANCE]
    assert standing[ProofRule.CORROBORATED] <= standing[ProofRule.DOCUMENTED]
    assert standing[ProofRule.BEYOND_DISPUTE] <= standing[ProofRule.PREPONDERANCE]


PROPERTIES = pytest.mark.parametrize(
    "holds",
    [
        weighs_the_same_in_any_order_and_by_any_names,
        is_never_lowered_by_an_argument_for_it,
        changes_nothing_more_when_set_aside_again,
        weighs_the_same_whether_cut_or_set_aside_first,
        lets_nothing_stand_that_a_laxer_rule_does_not,
    ],
)


@PROPERTIES
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_of_any_map_it_holds_that_it(holds: Callable[[st.DataObject], None], data: st.DataObject) -> None:
    holds(data)


@pytest.mark.soak
@PROPERTIES
@settings(max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_of_ten_thousand_maps_it_holds_that_each(holds: Callable[[st.DataObject], None], data: st.DataObject) -> None:
    holds(data)
