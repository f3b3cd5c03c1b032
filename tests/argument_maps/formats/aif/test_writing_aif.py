"""Node sets come out as they went in, and with what was changed on the map in between."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from argument_maps.draft_values import build_draft
from argument_maps.formats.aif.extended import read_xaif, write_xaif
from argument_maps.formats.aif.reading import read_aif
from argument_maps.formats.aif.writing import write_aif
from argument_maps.formats.map_building import MapBuilder
from argument_maps.graph import Graph
from argument_maps.values import Agent, Claim, Evidence, Link, Source, Stance
from models.vocabulary import RecordKind
from tests.argument_maps.formats.aif.dialogues import DIALOGUE, EXTENDED, edges, encode, node
from tests.argument_maps.formats.round_trips import list_unnamed_changes

# Of the AraucariaDB corpus, as Carneades 4 distributes them.
FILES = sorted((Path(__file__).parent / "files").glob("*.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_files_come_out_as_they_went_in(path: Path) -> None:
    data = path.read_bytes()
    reading = read_aif(data)
    writing = write_aif(reading.graph, reading.remainder)
    assert json.loads(writing.data) == json.loads(data)
    assert writing.losses == ()
    assert (writing.counts["nodes"], writing.counts["edges"]) == (reading.counts["nodes"], reading.counts["edges"])
    nodes = json.loads(data)["nodes"]
    assert [claim.text for claim in reading.graph.claims] == [
        entry["text"].strip() for entry in nodes if entry["type"] == "I"
    ]
    assert len(reading.graph.links) == sum(entry["type"] in ("RA", "CA") for entry in nodes)


def test_a_dialogue_comes_out_with_all_that_a_map_has_no_place_for() -> None:
    reading = read_aif(encode(DIALOGUE))
    writing = write_aif(reading.graph, reading.remainder)
    assert json.loads(writing.data) == DIALOGUE
    assert writing.losses == ()
    extended = read_xaif(encode(EXTENDED))
    assert json.loads(write_xaif(extended.graph, extended.remainder).data) == EXTENDED


def change(graph: Graph, changes: dict[str, dict[str, Any] | None], *added: tuple[RecordKind, str, Any]) -> Graph:
    """Return a map with other fields of some records, without those that are None, and with others."""
    builder = MapBuilder(graph.title)
    builder.header["description"] = graph.description
    for record in graph:
        kind, draft = build_draft(record)
        if changes.get(record.id, {}) is not None:
            builder.add_record(kind, {**draft, **(changes.get(record.id) or {})}, label=record.id)
    for kind, label, fields in added:
        builder.add_record(kind, fields, label=label)
    return builder.build_map()


def write_changed(*arguments: Any) -> tuple[dict[str, Any], Graph, Graph]:
    """Return the dialogue written with changes, the changed map, and the map that is read from what was written."""
    reading = read_aif(encode(DIALOGUE))
    changed = change(reading.graph, *arguments)
    data = write_aif(changed, reading.remainder).data
    return json.loads(data), changed, read_aif(data).graph


def find_node(document: dict[str, Any], name: str) -> dict[str, Any] | None:
    return next((entry for entry in document["nodes"] if entry["nodeID"] == name), None)


def test_a_changed_claim_is_changed_in_its_node_and_nowhere_else() -> None:
    document, _, _ = write_changed({"n3": {"text": "He did not write the letter", "kind": "finding"}})
    assert find_node(document, "3") == node("3", "I", "He did not write the letter", kind="finding")
    find_node(document, "3").update(text="He wrote the letter")  # type: ignore[union-attr] # it was found above
    del find_node(document, "3")["kind"]  # type: ignore[index] # it was found above
    assert document == DIALOGUE


def test_a_deleted_claim_is_gone_with_all_that_hangs_on_it() -> None:
    document, _, after = write_changed({"n5": None})
    # The claim, who said it, and the arguments from it alone; the one from 4 as well stays.
    assert {entry["nodeID"] for entry in DIALOGUE["nodes"]} - {entry["nodeID"] for entry in document["nodes"]} == {
        "5",
        "6",
        "12",
        "22",
    }
    names = {entry["nodeID"] for entry in document["nodes"]}
    assert all({entry["fromID"], entry["toID"]} <= names for entry in document["edges"])
    assert after.links_by_id["n23"].premises == ("n4",)


def test_an_agent_who_is_deleted_says_nothing_any_more() -> None:
    reading = read_aif(encode(DIALOGUE))
    bob = next(agent.id for agent in reading.graph.agents if agent.name == "Bob Baker")
    document, changed, after = write_changed({bob: None})
    assert changed.stances == ()
    assert after.stances == ()
    assert [entry["participantID"] for entry in document["participants"]] == [31]
    assert find_node(document, "7") is None
    assert [entry["nodeID"] for entry in document["locutions"]] == ["1"]


def test_an_agent_is_renamed_also_where_only_a_locution_names_them() -> None:
    graph = read_aif(encode(DIALOGUE)).graph
    labels = {agent.name: agent.id for agent in graph.agents}
    _, _, after = write_changed({labels["Cy Cole"]: {"name": "Cyrus Cole"}, labels["Bob Baker"]: {"given": "Robert"}})
    assert {agent.name for agent in after.agents} == {"Ann Able", "Bob Baker", "Cyrus Cole"}
    assert {agent.given for agent in after.agents} == {"Ann", "Robert", ""}


def test_what_was_added_stands_at_the_end_and_what_was_there_before_it() -> None:
    document, changed, after = write_changed(
        {},
        (RecordKind.CLAIM, "C1", {"text": "It was posted", "held_by": ["A1"]}),
        (RecordKind.LINK, "L1", {"premises": ["C1", "n4"], "relation": "challenges", "target": "n3"}),
        (RecordKind.LINK, "L2", {"premises": ["n5"], "relation": "qualifies", "target": "L1"}),
    )
    assert document["nodes"][: len(DIALOGUE["nodes"])] == DIALOGUE["nodes"]
    assert document["edges"][: len(DIALOGUE["edges"])] == DIALOGUE["edges"]
    assert find_node(document, "L1") == {
        "nodeID": "L1",
        "text": "Default Conflict",
        "type": "CA",
        "scheme": "Default Conflict",
        "schemeID": "71",
    }
    edge_names = [entry["edgeID"] for entry in document["edges"]]
    assert len(set(edge_names)) == len(edge_names)
    assert after.claims == changed.claims
    assert after.links == changed.links


@pytest.mark.parametrize(
    "changes",
    [
        {"n20": {"relation": "challenges", "scheme": None}},
        {"n20": {"scheme": "argument from witness testimony"}},
        {"n23": {"premises": ["n4", "n5"]}},
        {"n23": {"premises": ["n4"], "target": "n2", "relation": "undermines"}},
        {"n21": {"relation": "tests", "verdict": "contested", "target": "n3"}},
    ],
)
def test_a_changed_link_is_read_as_it_was_changed(changes: dict[str, dict[str, Any]]) -> None:
    _, changed, after = write_changed(changes)
    assert [msgspec.structs.replace(link, note="") for link in after.links] == [
        msgspec.structs.replace(link, note="") for link in changed.links
    ]


def test_links_that_shared_a_node_part_where_one_is_changed() -> None:
    nodes = [node(name, "I", f"Claim {name}") for name in (1, 2, 3, 5)]
    data = encode({"nodes": [*nodes, node(4, "RA", "RA")], "edges": edges((1, 4), (4, 2), (4, 3))})
    reading = read_aif(data)
    changed = change(reading.graph, {"L1": {"premises": ["n5"]}})
    writing = write_aif(changed, reading.remainder)
    after = read_aif(writing.data).graph
    assert sorted((link.premises, link.target) for link in after.links) == [(("n1",), "n2"), (("n5",), "n3")]
    # Numbers stay numbers.
    assert {type(edge["fromID"]) for edge in json.loads(writing.data)["edges"]} == {int, str}


def test_a_loss_is_what_the_file_has_not() -> None:
    reading = read_aif(encode(DIALOGUE))
    changed = change(reading.graph, {"n4": {"note": "Of 1951.", "certainty": "low"}})
    losses = write_aif(changed, reading.remainder).losses
    assert [(loss.kind, loss.field, loss.labels) for loss in losses] == [
        (RecordKind.CLAIM, "certainty", ("n4",)),
        (RecordKind.CLAIM, "note", ("n4",)),
    ]


def test_a_map_with_sources_holders_and_stances_comes_back() -> None:
    graph = Graph(
        slug="letters",
        title="Letters",
        agents=(Agent(id="A1", name="Ann Able", given="Ann", family="Able"), Agent(id="A2", name="The: Court")),
        sources=(Source(id="S1", type="archival", title="A : letter", author=("A1", "A2")),),
        claims=(Claim(id="P1", text="He wrote it", kind="perception", held_by=("A2", "A1"), source="S1"),),
        evidence=(Evidence(id="E1", summary="It is in his hand", source="S1"),),
        links=(
            Link(id="L1", premises=("E1",), relation="tests", target="P1", verdict="confirmed", source="S1"),
            Link(id="L2", premises=("P1",), relation="undercuts", target="L1"),
        ),
        stances=(
            Stance(id="ST1", agent="A2", target="L1", stance="undecided", reason="Not yet: it is early"),
            Stance(id="ST2", agent="A1", target="P1", stance="accepts"),
        ),
    )
    written: list[Callable[..., Any]] = [write_aif, write_xaif]
    for write, read in zip(written, (read_aif, read_xaif), strict=True):
        writing = write(graph)
        reading = read(writing.data)
        assert not reading.problems
        assert writing.losses == ()
        assert list_unnamed_changes(graph, reading.graph, ()) == []
        again = write(reading.graph, reading.remainder)
        assert json.loads(again.data) == json.loads(writing.data)
