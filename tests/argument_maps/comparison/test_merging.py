"""Two maps with a common past merged: what is offered, what comes along, and that nothing is lost."""

from collections.abc import Callable, Iterable

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from argument_maps.comparison.merging import (
    DifferenceKind,
    MergePlan,
    MergeSides,
    RecordDifference,
    find_differences,
    plan_merge,
)
from argument_maps.graph import Graph, sort_records
from argument_maps.references import list_referenced_labels, rename_labels
from argument_maps.values import Agent, AnyRecord, Claim, Question, Stance, Text
from models.records.kinds import KINDS
from tests.argument_maps.graphs import evidence, finding, graph, graphs, perception, source

LISTS = [entry.plural for entry in KINDS.values()]


def counting(taken: Iterable[str]) -> Callable[[AnyRecord], str]:
    """Give labels that neither map has: Z1, Z2 and so on."""
    free = (f"Z{number}" for number in range(1, 10_000) if f"Z{number}" not in set(taken))
    return lambda _: next(free)


def built(like: Graph, records: Iterable[AnyRecord]) -> Graph:
    lists: dict[str, list[AnyRecord]] = {name: [] for name in LISTS}
    places = {type(each): name for name in LISTS for each in getattr(like, name)}
    defaults = {"Claim": "claims", "Question": "questions", "Link": "links", "Evidence": "evidence", "Text": "texts"}
    defaults |= {"Interpretation": "interpretations", "Source": "sources", "Agent": "agents", "Tag": "tags"}
    defaults |= {"Annotation": "annotations", "Stance": "stances"}
    for record in records:
        lists[places.get(type(record), defaults[type(record).__name__])].append(record)
    return msgspec.structs.replace(like, **{name: sort_records(held) for name, held in lists.items()})


def sides(base: Graph, theirs: Graph, ours: Graph) -> MergeSides:
    return MergeSides(theirs=theirs, theirs_before=base, ours=ours, ours_before=base, labels={})


def merged(both: MergeSides, taken: Iterable[str]) -> tuple[Graph, MergePlan]:
    settled = plan_merge(both, find_differences(both), set(taken), counting([*both.theirs.by_id, *both.ours.by_id]))
    made = {**both.ours.by_id, **settled.drafts}
    return built(both.ours, [each for each in made.values() if each is not None]), settled


def everything(both: MergeSides) -> list[str]:
    return [each.label for each in find_differences(both)]


def sorts(found: tuple[RecordDifference, ...]) -> dict[str, str]:
    return {each.label: each.sort.value for each in found}


BASE = graph(
    perception("P1"), finding("F1"), source("s1"), evidence("E1"), links="E1 supports F1,F1 tests P1 confirmed"
)


def without(like: Graph, *labels: str) -> Graph:
    return built(like, [record for record in like if record.id not in labels])


def put(like: Graph, *records: AnyRecord) -> Graph:
    return built(like, [*{**like.by_id, **{record.id: record for record in records}}.values()])


def test_what_both_have_alike_is_no_difference() -> None:
    changed = put(BASE, finding("F1", certainty="high"))
    assert find_differences(sides(BASE, changed, changed)) == ()
    assert find_differences(sides(BASE, BASE, changed)) == ()


def test_links_that_read_the_same_from_claims_that_do_not_both_stay() -> None:
    def group(words: str) -> Graph:
        # The labels that either group's map gives next, to what it adds.
        added = graph(finding("F9", note=words), perception("P1"), finding("F1"), links="F9 tests P1 contradicted")
        links = [msgspec.structs.replace(each, id="L9") for each in added.links]
        undercut = msgspec.structs.replace(links[0], id="L10", relation="undercuts", target="L9", verdict=None)
        return put(BASE, added.by_id["F9"], *links, undercut)

    both = sides(BASE, group("Found by the one."), group("Found by the other."))
    assert sorts(find_differences(both)) == {"F9": "added", "L9": "added", "L10": "added"}
    after, settled = merged(both, everything(both))
    notes = {after.by_id[name].note for name in ("F9", settled.labels["F9"])}
    assert notes == {"Found by the one.", "Found by the other."}
    link = after.links_by_id[settled.labels["L9"]]
    assert (link.premises, link.target) == ((settled.labels["F9"],), "P1")
    assert after.links_by_id["L9"].premises == ("F9",)
    assert after.links_by_id[settled.labels["L10"]].target == link.id
    # Where both add the very same, there is one of each.
    assert find_differences(sides(BASE, group("Found by the one."), group("Found by the one."))) == ()


def test_each_sort_of_difference_is_told() -> None:
    theirs = without(put(BASE, finding("F2"), finding("F1", certainty="high"), perception("P1", note="x")), "L1")
    ours = put(BASE, perception("P1", note="y"))
    found = find_differences(sides(BASE, theirs, ours))
    assert sorts(found) == {"F2": "added", "F1": "changed", "P1": "contested", "L1": "removed"}
    contested = next(each for each in found if each.sort is DifferenceKind.CONTESTED)
    assert [each.note for each in (contested.base, contested.theirs, contested.ours) if each] == ["", "x", "y"]


@pytest.mark.parametrize(("theirs", "ours"), [(("E1", "L1"), ()), ((), ("E1", "L1"))])
def test_deleting_what_the_other_changed_is_contested(theirs: tuple[str, ...], ours: tuple[str, ...]) -> None:
    changed = put(BASE, evidence("E1", note="Look."))
    one = without(BASE, *theirs) if theirs else changed
    other = without(BASE, *ours) if ours else changed
    assert sorts(find_differences(sides(BASE, one, other)))["E1"] == "contested"


def test_a_link_brings_its_premises_along() -> None:
    link = graph(links="F2 supports F1").links[0]
    theirs = put(BASE, finding("F2"), msgspec.structs.replace(link, id="L9"))
    after, settled = merged(sides(BASE, theirs, BASE), ["L9"])
    assert {"L9", "F2"} <= after.by_id.keys()
    assert settled.required_by == {"F2": "L9"}


def test_what_the_target_deleted_comes_back_where_a_link_needs_it() -> None:
    link = msgspec.structs.replace(graph(links="E1 supports P1").links[0], id="L9")
    after, settled = merged(sides(BASE, put(BASE, link), without(BASE, "E1", "L1")), ["L9"])
    assert settled.required_by == {"E1": "L9"}
    assert "E1" in after.by_id


def test_what_something_still_names_does_not_go() -> None:
    theirs = without(BASE, "E1", "L1")
    ours = put(BASE, msgspec.structs.replace(graph(links="E1 supports P1").links[0], id="L9"))
    after, settled = merged(sides(BASE, theirs, ours), ["E1", "L1"])
    assert settled.still_needed == {"E1": "L9"}
    assert "L1" not in after.by_id
    assert "E1" in after.by_id


def test_a_label_that_is_taken_gives_way_and_what_names_it_follows() -> None:
    link = msgspec.structs.replace(graph(links="F2 supports F1").links[0], id="L9")
    theirs = put(BASE, finding("F2", note="theirs"), link)
    ours = put(BASE, finding("F2", note="ours"))
    after, settled = merged(sides(BASE, theirs, ours), ["F2", "L9"])
    assert settled.labels == {"F2": "Z1"}
    assert after.by_id["L9"].premises == ("Z1",)  # type: ignore[union-attr] # a link
    assert [after.by_id[label].note for label in ("F2", "Z1")] == ["ours", "theirs"]


def stance_of(agent: str) -> Stance:
    return Stance(id="ST1", agent=agent, target="P1", stance="rejects")


def test_a_stance_brings_its_agent_along_also_under_another_label() -> None:
    theirs = put(BASE, Agent(id="A1", name="Shen Zhihua"), stance_of("A1"))
    after, settled = merged(sides(BASE, theirs, BASE), ["ST1"])
    assert settled.required_by == {"A1": "ST1"}
    assert "A1" in after.by_id
    after, settled = merged(sides(BASE, theirs, put(BASE, Agent(id="A1", name="Somebody else"))), ["A1", "ST1"])
    assert settled.labels == {"A1": "Z1"}
    assert after.by_id["ST1"].agent == "Z1"  # type: ignore[union-attr] # a stance


def test_an_agent_does_not_go_while_a_stance_is_theirs() -> None:
    base = put(BASE, Agent(id="A1", name="Shen Zhihua"))
    after, settled = merged(sides(base, BASE, put(base, stance_of("A1"))), ["A1"])
    assert settled.still_needed == {"A1": "ST1"}
    assert "A1" in after.by_id


def test_a_record_of_another_kind_gives_way_as_well() -> None:
    theirs, ours = put(BASE, Question(id="X1", text="Why?")), put(BASE, finding("X1"))
    after, _ = merged(sides(BASE, theirs, ours), ["X1"])
    assert isinstance(after.by_id["X1"], Claim)
    assert isinstance(after.by_id["Z1"], Question)


def test_a_second_merge_sees_only_what_is_new_since() -> None:
    theirs = put(BASE, finding("F2"), finding("F1", certainty="high"))
    ours = put(BASE, finding("F2", note="ours"))
    after, settled = merged(sides(BASE, theirs, ours), ["F2"])
    later = put(theirs, finding("F2", note="more"))
    again = MergeSides(theirs=later, theirs_before=theirs, ours=after, ours_before=after, labels=settled.labels)
    found = find_differences(again)
    assert [(each.label, each.target, each.sort) for each in found] == [("F2", "Z1", "changed")]


def test_a_text_keeps_the_versions_of_both() -> None:
    versions = [{"sha256": letter * 64, "at": "2026-01-01T00:00:00Z", "media_type": "text/plain"} for letter in "abc"]
    base = put(BASE, Text(id="X1", title="A letter", versions=(versions[0],)))
    theirs = put(base, Text(id="X1", title="A letter", versions=(versions[0], versions[1])))
    ours = put(base, Text(id="X1", title="A letter", versions=(versions[0], versions[2])))
    after, _ = merged(sides(base, theirs, ours), ["X1"])
    kept = after.by_id["X1"].versions  # type: ignore[union-attr] # a text
    assert [version["sha256"][0] for version in kept] == ["c", "a", "b"]


@st.composite
def changed(draw: st.DrawFn, base: Graph) -> Graph:
    """Return a map that has gone on from the base by itself: records changed, deleted with what needs them, and new."""
    records = dict(base.by_id)
    for label in draw(st.lists(st.sampled_from(sorted(records)), max_size=4, unique=True)):
        records[label] = msgspec.structs.replace(records[label], note=draw(st.sampled_from(["a", "b"])))
    doomed = set(draw(st.lists(st.sampled_from(sorted(records)), max_size=3, unique=True)))
    while more := {each.id for each in records.values() if list_referenced_labels(each) & doomed} - doomed:
        doomed |= more
    records = {label: each for label, each in records.items() if label not in doomed}
    for number in range(draw(st.integers(0, 3))):
        label = f"N{draw(st.integers(1, 3))}"
        if label in records:
            continue
        records[label] = draw(
            st.sampled_from(
                [
                    finding(label, note=str(number)),
                    Question(id=label, text="Why?"),
                    perception(label),
                    Agent(id=label, name=str(number)),
                ]
            )
        )
    statements = [label for label, each in records.items() if isinstance(each, Claim)]
    if len(statements) > 1 and draw(st.booleans()):
        ends = draw(st.lists(st.sampled_from(sorted(statements)), min_size=2, max_size=2, unique=True))
        link = graph(links=f"{ends[0]} supports {ends[1]}").links[0]
        records["M1"] = msgspec.structs.replace(link, id="M1")
    agents = sorted(label for label, each in records.items() if isinstance(each, Agent))
    if statements and agents and draw(st.booleans()):
        agent, target = draw(st.sampled_from(agents)), draw(st.sampled_from(sorted(statements)))
        records["W1"] = Stance(id="W1", agent=agent, target=target, stance="accepts")
    return built(base, records.values())


PAIRS = graphs().flatmap(lambda base: st.tuples(st.just(base), changed(base), changed(base), st.randoms()))


def dangling(found: Graph) -> list[tuple[str, str]]:
    return [(each.id, name) for each in found for name in list_referenced_labels(each) if name not in found.by_id]


def loses_nothing(base: Graph, theirs: Graph, ours: Graph) -> None:
    """Check that a merge of everything leaves whatever either map has, and says it as it was said."""
    both = sides(base, theirs, ours)
    after, settled = merged(both, everything(both))
    # Whatever the fork has is there and says what it says, whatever label it has now.
    for record in theirs:
        label = settled.labels.get(record.id, record.id)
        there = after.by_id.get(label)
        if record == base.by_id.get(record.id):
            # The fork left it alone: then the other map decides, but may not have lost what something needs.
            assert there == ours.by_id.get(label) or record.id in settled.required_by
        else:
            assert there == rename_labels(record, settled.labels)
    # Whatever the other map has is there, unless the fork deleted what nobody changed or needs, and that was taken.
    written = {settled.labels.get(each.label, each.label) for each in find_differences(both)}
    for record in ours:
        there = after.by_id.get(record.id)
        if there is None:
            assert base.by_id.get(record.id) is not None
            assert record.id not in theirs.by_id
        else:
            assert there == record or record.id in written


@given(PAIRS)
def test_a_merge_never_loses_a_record(pair: tuple[Graph, Graph, Graph, object]) -> None:
    loses_nothing(*pair[:3])


@pytest.mark.soak
@settings(max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(PAIRS)
def test_of_ten_thousand_merges_none_loses_a_record(pair: tuple[Graph, Graph, Graph, object]) -> None:
    loses_nothing(*pair[:3])


@given(PAIRS)
def test_whatever_is_taken_a_merged_map_names_only_what_it_has(pair: tuple[Graph, Graph, Graph, object]) -> None:
    base, theirs, ours, chance = pair
    both = sides(base, theirs, ours)
    taken = [label for label in everything(both) if chance.random() < 0.5]  # type: ignore[attr-defined] # random.Random
    after, settled = merged(both, taken)
    # Links that only the generator made name records that are not in the map from the beginning.
    known = {name for graph in (base, theirs, ours) for name in {end for _, end in dangling(graph)}}
    assert [each for each in dangling(after) if each[1] not in known] == []
    assert settled.required_by.keys().isdisjoint(taken)


@given(PAIRS)
def test_taking_nothing_changes_nothing(pair: tuple[Graph, Graph, Graph, object]) -> None:
    base, theirs, ours, _ = pair
    after, settled = merged(sides(base, theirs, ours), [])
    assert settled.drafts == {}
    assert after.by_id == ours.by_id


@given(PAIRS)
def test_after_a_merge_of_everything_there_is_nothing_left_to_merge(pair: tuple[Graph, Graph, Graph, object]) -> None:
    base, theirs, ours, _ = pair
    both = sides(base, theirs, ours)
    after, settled = merged(both, everything(both))
    again = MergeSides(theirs=theirs, theirs_before=theirs, ours=after, ours_before=after, labels=settled.labels)
    assert find_differences(again) == ()
