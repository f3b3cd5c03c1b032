"""The Korea map is whole, and shows what a reader should be able to see in it."""

import json

import msgspec
import pytest

from argument_maps.examples import read_korea_expectations, read_korea_map
from argument_maps.graph import Graph, natural_sort_key
from argument_maps.references import find_record_kind
from argument_maps.selection.selecting import Selected, Selection, select
from argument_maps.subset import cut_subset, select_closed_links
from argument_maps.time_travel import find_opening_day
from argument_maps.values import Link
from argument_maps.verdicts.ledger import LedgerEntry, build_ledger, find_documents, find_gaps
from models.records.kinds import KINDS
from models.records.references import REFERENCE_FIELDS

GRAPH = msgspec.json.decode(read_korea_map(), type=Graph)
EXPECTED = json.loads(read_korea_expectations())
MOMENTS = list(EXPECTED["as_of"])
# Arguments that did not hold: their ids are not given again.
WITHDRAWN = {"L25", "L58"}


def test_the_map_holds_every_record_of_each_kind():
    claims = [claim.kind for claim in GRAPH.claims]
    counted = {kind: len(getattr(GRAPH, kind)) for kind in EXPECTED["counts"] if hasattr(GRAPH, kind)}
    counted |= {f"{kind}s": claims.count(kind) for kind in ("perception", "response", "finding")}
    assert counted == EXPECTED["counts"]


@pytest.mark.parametrize(
    ("prefix", "last"),
    [("P", 13), ("R", 8), ("F", 33), ("I", 23), ("E", 31), ("L", 126), ("Q", 6)],
    ids=lambda value: str(value),
)
def test_records_are_numbered_without_gaps_but_for_those_withdrawn(prefix: str, last: int):
    numbers = {record.id for record in GRAPH if record.id[0] == prefix and record.id[1:].isdigit()}
    assert numbers == {f"{prefix}{number}" for number in range(1, last + 1)} - WITHDRAWN


@pytest.mark.parametrize("kind", list(KINDS.values()), ids=lambda kind: kind.plural)
def test_every_record_is_one_that_could_be_stored(kind):
    for record in getattr(GRAPH, kind.plural):
        fields = msgspec.to_builtins(record)
        del fields["id"]
        draft = kind.draft.model_validate(fields)
        assert set(fields) <= set(type(draft).model_fields)


def test_every_reference_leads_to_a_record_of_the_map():
    dangling = {
        (record.id, field.name, label)
        for record in GRAPH
        for field in REFERENCE_FIELDS[find_record_kind(record)]
        for label in _labels(getattr(record, field.name))
        if label not in GRAPH.by_id
    }
    assert dangling == set()


def test_records_are_listed_in_the_order_of_their_labels():
    for kind in KINDS.values():
        labels = [record.id for record in getattr(GRAPH, kind.plural)]
        assert labels == sorted(labels, key=natural_sort_key)


def test_evidence_whose_place_was_not_checked_says_so_and_is_less_certain():
    unchecked = {source.id for source in GRAPH.sources if "locator is to be verified" in source.certainty_note}
    assert {"doc-1950-01-19", "doc-1950-01-30", "doc-1950-08-27", "doc-1950-10-01"} <= unchecked
    doubtful = [item for item in GRAPH.evidence if "to be verified" in item.note.lower()]
    assert {item.certainty for item in doubtful} == {"medium"}
    assert {"E3", "E4", "E9", "E10", "E14", "E22", "E24", "E25", "E29", "E30"} == {item.id for item in doubtful}


def test_every_person_has_a_family_name_and_a_given_one():
    people = [agent for agent in GRAPH.agents if agent.kind in ("person", "historian", "journalist")]
    assert [agent.id for agent in people if not (agent.family and agent.given)] == []


def test_native_names_tell_their_language():
    named = [name for agent in GRAPH.agents for name in agent.names]
    assert {name["language"] for name in named} == {"ru", "zh-Hans", "ko"}
    assert all(name["romanisation"] for name in named)


def test_the_ledger_is_as_expected():
    assert {entry.perception.id: _describe_entry(entry) for entry in build_ledger(GRAPH)} == EXPECTED["ledger"]


def test_the_gaps_are_as_expected():
    found: dict[str, list[str]] = {kind: [] for kind in EXPECTED["gaps"]}
    for gap in find_gaps(GRAPH):
        found[gap.kind].append(gap.record)
    assert found == EXPECTED["gaps"]


@pytest.mark.parametrize("moment", MOMENTS)
def test_what_could_be_known_is_as_expected(moment: str):
    selected = select(GRAPH, Selection(as_of=moment))
    assert _list_shown_records(selected) == EXPECTED["as_of"][moment]


@pytest.mark.parametrize("moment", MOMENTS)
def test_no_source_is_shown_before_it_was_open(moment: str):
    shown = select(GRAPH, Selection(as_of=moment)).graph.sources
    assert all(day.isoformat()[:4] <= moment for source in shown if (day := find_opening_day(source)))


@pytest.mark.parametrize("case", EXPECTED["what_if"], ids=lambda case: case["record"])
def test_without_discredited_documents_a_record_rests_on_the_others(case):
    left = {label for label, record in GRAPH.statements.items() if record.source not in case["discredited"]}
    graph = cut_subset(GRAPH, left, select_closed_links(GRAPH, left, GRAPH.links_by_id))
    assert [item.id for item in find_documents(graph, case["record"])] == case["documents"]


def test_the_undercut_of_i7_points_at_an_inference():
    assert isinstance(GRAPH.by_id[GRAPH.links_by_id["L53"].target], Link)


def test_the_introduction_speaks_of_every_perception_finding_and_interpretation():
    (text,) = GRAPH.texts
    words = GRAPH.contents[text.versions[-1]["sha256"]].text
    assert 1500 <= len(words.split()) <= 1750
    spoken_of = {label for each in GRAPH.annotations for label in each.bodies}
    assert {each.id for each in (*GRAPH.claims, *GRAPH.interpretations)} <= spoken_of
    assert all(words[each.start : each.end] == each.exact for each in GRAPH.annotations)


def _labels(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _describe_entry(entry: LedgerEntry) -> dict:
    return {
        "verdict": entry.verdict,
        "holders": [agent.id for agent in entry.holders],
        "tests": {test.link.id: test.verdict for test in entry.tests},
        "qualified_by": {t.link.id: [link.id for link in t.qualified_by] for t in entry.tests if t.qualified_by},
        "documents": {test.link.id: [item.id for item in test.documents] for test in entry.tests},
    }


def _list_shown_records(selected: Selected) -> dict:
    graph = selected.graph
    return {
        "perceptions": [claim.id for claim in graph.claims if claim.kind == "perception"],
        "findings": [claim.id for claim in graph.claims if claim.kind == "finding"],
        "interpretations": [record.id for record in graph.interpretations],
        "evidence": [item.id for item in graph.evidence],
        "verdicts": {label: verdict for label, verdict in selected.verdicts.items() if verdict != "not tested"},
        "resting_on_nothing": [label for label in graph.statements if label in selected.resting_on_nothing],
    }
