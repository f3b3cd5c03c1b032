"""What turns when something is set aside, beside a map that is weighed afresh each time."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import argument_maps.weighing.loads as loads_module
from argument_maps.graph import Graph
from argument_maps.weighing.loads import CarrierKind, Load, Loads, Turn, find_hanging, measure_loads
from argument_maps.weighing.set_aside import Circumstances, find_circumstances
from argument_maps.weighing.weighed_labels import weigh_labels
from argument_maps.weighing.weighed_tables import list_fates
from argument_maps.weighing.weighed_words import describe_weighing
from argument_maps.weighing.weighing import weigh_map
from models.vocabulary import ClaimKind, Relation
from models.weighing_vocabulary import ProofRule
from tests.argument_maps.graphs import evidence, finding, graph, perception, source
from tests.argument_maps.weighing.weighable_graphs import weighable_graphs


def find_load(loads: Loads, name: str) -> Load:
    return next(load for load in (*loads.sources, *loads.groups) if load.name == name)


def test_a_document_carries_the_findings_and_verdicts_that_turn_without_it() -> None:
    small = graph(
        *(source("s1", repository="APRF"), source("s2"), evidence("E1"), evidence("E2", "s2")),
        *(finding("F1"), finding("F2"), perception("P1")),
        links="E1 supports F1, E1 supports F2, E2 supports F2, F1 tests P1 contradicted",
    )
    loads = measure_loads(small)
    turned = Turn(record="F1", before="stands", after="falls")
    assert [load.name for load in loads.sources] == ["s1", "s2"]
    first = loads.sources[0]
    assert (first.findings, first.verdicts) == ((turned,), (Turn(record="L4", before="stands", after="falls"),))
    assert (first.kind, first.size, loads.sources[1].size) == (CarrierKind.SOURCE, 2, 0)
    archive = find_load(loads, "archive:APRF")
    assert (archive.kind, archive.findings, archive.sources) == (CarrierKind.ARCHIVE, (turned,), {"s1"})
    assert loads.hanging == {"F1": ("s1",)}


def test_a_lost_original_carries_what_its_copies_do() -> None:
    small = graph(
        *(source("s1", copy_of="s3"), source("s2", copy_of="s3"), source("s3"), evidence("E1"), evidence("E2", "s2")),
        finding("F1"),
        links="E1 supports F1, E2 supports F1",
    )
    loads = measure_loads(small)
    assert [(load.name, load.size) for load in loads.sources] == [("s3", 1), ("s1", 0), ("s2", 0)]
    assert loads.hanging == {"F1": ("s3",)}


def list_turns(of: Graph, name: str, rule: str, circumstances: Circumstances) -> list[Turn]:
    """Return what turns, of findings, verdicts and perceptions, by weighing the whole map twice."""
    added = find_circumstances(of, [name])
    after = Circumstances(
        sources=circumstances.sources | added.sources,
        records=circumstances.records | added.records,
        accepted=circumstances.accepted - added.records,
    )
    before, now = (weigh_map(of, rule, each).labels for each in (circumstances, after))
    perceptions = {claim.id for claim in of.claims if claim.kind == ClaimKind.PERCEPTION}
    tests = [link.id for link in of.links if link.relation == Relation.TESTS and link.target in perceptions]
    findings = [claim.id for claim in of.claims if claim.kind == ClaimKind.FINDING]
    return [
        Turn(record=each, before=before[each], after=now[each])
        for each in (*findings, *tests, *(claim.id for claim in of.claims if claim.id in perceptions))
        if before[each] != now[each]
    ]


def is_measured_as_weighed(of: Graph, rule: str, reader: str | None, aside: list[str]) -> None:
    circumstances = find_circumstances(of, [name for name in aside if name in of.sources_by_id], reader)
    loads = measure_loads(of, rule, circumstances)
    for load in (*loads.sources, *loads.groups):
        found = [*load.findings, *load.verdicts, *load.perceptions]
        assert found == list_turns(of, load.name, rule, circumstances), load.name
    assert find_hanging(of, rule, circumstances) == loads.hanging


def test_what_hangs_on_one_source_is_found_once_for_each_way_of_weighing(monkeypatch: pytest.MonkeyPatch) -> None:
    small = graph(source("s1"), evidence("E1"), finding("F1"), finding("F2"), links="E1 supports F1")
    assert find_hanging(small) == {"F1": ("s1",)}
    assert find_hanging(small) is find_hanging(small)
    assert find_hanging(small, circumstances=find_circumstances(small, ["s1"])) == {}
    assert find_hanging(small, "documented") == {"F1": ("s1",)}
    monkeypatch.setattr(loads_module, "MOST_PASSED", 1)
    small = graph(source("s1"), evidence("E1"), finding("F1"), links="E1 supports F1, E1 supports F1")
    assert find_hanging(small) is None
    assert {fate.hangs_on for fate in list_fates(weigh_map(small), weigh_map(small).labels)} == {None}
    assert "the map is too large" in str(
        list(describe_weighing(small, weigh_labels(small, small, "preponderance"), small))[-1]
    )


EXAMPLES = (
    weighable_graphs(),
    st.sampled_from(list(ProofRule)).map(str),
    st.sampled_from((None, "A1")),
    st.lists(st.sampled_from(("S1", "S2")), max_size=1),
)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(*EXAMPLES)
def test_what_is_measured_is_what_weighing_afresh_gives(
    of: Graph, rule: str, reader: str | None, aside: list[str]
) -> None:
    is_measured_as_weighed(of, rule, reader, aside)


@pytest.mark.soak
@settings(max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(*EXAMPLES)
def test_on_ten_thousand_maps_what_is_measured_is_what_weighing_afresh_gives(
    of: Graph, rule: str, reader: str | None, aside: list[str]
) -> None:
    is_measured_as_weighed(of, rule, reader, aside)
