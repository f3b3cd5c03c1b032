"""What a node set becomes on a map, and what of it is told."""

import copy
import time
from typing import Any

import pytest

from argument_maps.formats.aif.extended import read_xaif
from argument_maps.formats.aif.reading import read_aif
from argument_maps.formats.exchange import ProblemWeight, UnreadableFile
from argument_maps.formats.registry import recognise_format
from tests.argument_maps.formats.aif.dialogues import DIALOGUE, EXTENDED, edges, encode, node


def test_nodes_become_claims_and_links() -> None:
    graph = read_aif(encode(DIALOGUE)).graph
    assert {claim.id: claim.text for claim in graph.claims} == {
        "n2": "The letter is in his hand",
        "n3": "He wrote the letter",
        "n4": "Secretaries copied his hand",
        "n5": "Letters were forged at the time",
    }
    assert [(link.id, link.premises, link.relation, link.target, link.scheme) for link in graph.links] == [
        ("n20", ("n2",), "supports", "n3", "argument from sign"),
        ("n21", ("n4",), "undercuts", "n20", None),
        ("n22", ("n5",), "challenges", "n2", None),
        ("n23", ("n5", "n4"), "supports", "n21", None),
    ]
    assert graph.links_by_id["n23"].note == "scheme: PositionToKnow"


def test_speakers_become_agents_who_hold_and_oppose() -> None:
    graph = read_aif(encode(DIALOGUE)).graph
    names = {agent.id: agent.name for agent in graph.agents}
    held = {claim.id: [names[agent] for agent in claim.held_by] for claim in graph.claims if claim.held_by}
    assert held == {"n2": ["Ann Able"], "n5": ["Cy Cole"]}
    assert [(names[stance.agent], stance.target, stance.stance, stance.reason) for stance in graph.stances] == [
        ("Bob Baker", "n2", "rejects", "I doubt it")
    ]
    assert graph.agents_by_id[graph.claims[0].held_by[0]].family == "Able"
    # What was said in the words of the claim is not said again.
    assert graph.claims[0].note == "Ann Able : He wrote it himself, surely (Asserting)"
    assert graph.statements["n5"].note == ""


def test_what_has_no_place_is_told_by_its_type() -> None:
    problems = read_aif(encode(DIALOGUE)).problems
    told = [str(problem.message) for problem in problems if problem.weight == ProblemWeight.OMITTED]
    assert told == [f"A map has no records for nodes of type “{name}”: 1." for name in ("TA", "YA", "MA")]
    assert ("/nodes/14", "14") not in [(problem.place.pointer, problem.place.entry) for problem in problems]


def test_counts_are_those_of_the_file() -> None:
    counts = read_xaif(encode(EXTENDED)).counts
    assert (counts["nodes"], counts["edges"], counts["locutions"], counts["participants"]) == (17, 21, 2, 3)
    assert counts["types"] == {"CA": 2, "I": 4, "L": 3, "MA": 1, "RA": 2, "TA": 1, "YA": 4}


def test_a_node_that_leads_to_several_becomes_a_link_to_each() -> None:
    nodes = [node(1, "I", "One"), node(2, "I", "Two"), node(3, "I", "Three"), node(4, "RA", "RA")]
    graph = read_aif(encode({"nodes": nodes, "edges": edges((1, 4), (4, 2), (4, 3))})).graph
    assert [(link.premises, link.target) for link in graph.links] == [(("n1",), "n3"), (("n1",), "n2")]


@pytest.mark.parametrize(
    ("path", "value", "pointer", "said"),
    [
        (("nodes", 1), "no node", "/nodes/1", "no object"),
        (("nodes", 1, "nodeID"), None, "/nodes/1", "has no nodeID"),
        (("nodes", 1, "nodeID"), 1, "/nodes/1", "stands before it"),
        (("nodes", 3, "text"), "", "/nodes/3", "“text” cannot be"),
        (("nodes", 12, "relation"), "tests", "/nodes/12", "cannot be “tests”"),
        (("edges", 1, "toID"), "999", "/edges/1", "not there: “999”"),
        (("edges",), 7, "/edges", "is no list"),
        (("locutions", 0, "nodeID"), "999", "/locutions/0", "not there"),
        (("participants", 0, "participantID"), None, "/participants/0", "has no participantID"),
        (("participants", 2, "surname"), "Other", "/participants/1", "with other names"),
    ],
)
def test_a_bad_entry_is_told_with_its_place_and_costs_no_other(
    path: tuple[Any, ...], value: Any, pointer: str, said: str
) -> None:
    damaged = copy.deepcopy(DIALOGUE)
    part: Any = damaged
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    reading = read_aif(encode(damaged))
    assert any(problem.place.pointer == pointer and said in problem.message for problem in reading.problems)
    assert "n5" in reading.graph.statements


def test_a_name_twice_is_told_with_line_and_column() -> None:
    problems = read_aif(b'{"nodes": [{"nodeID": "1", "type": "I",\n "text": "One", "text": "Two"}]}').problems
    assert [(problem.place.line, problem.place.column) for problem in problems] == [(2, 17)]


@pytest.mark.parametrize("data", [b"", b"[]", b'{"nodes": 1}', b'{"nodes": [', b"[" * 100_000])
def test_what_is_no_node_set_is_refused(data: bytes) -> None:
    for read in (read_aif, read_xaif):
        with pytest.raises(UnreadableFile):
            read(data)


def test_depth_without_end_is_refused() -> None:
    inner: Any = []
    for _ in range(60):
        inner = [inner]
    with pytest.raises(UnreadableFile, match="too deeply"):
        read_aif(encode({**DIALOGUE, "more": inner}))


def test_both_forms_are_told_apart_by_what_they_hold() -> None:
    assert recognise_format(encode(DIALOGUE)).name == "aif"
    assert recognise_format(encode(EXTENDED)).name == "xaif"
    assert recognise_format(encode(EXTENDED)[:-1]).name == "xaif"
    assert recognise_format(encode({"nodes": [], "edges": []})).name == "aif"


def test_long_chains_are_read_in_a_time_that_goes_with_their_length() -> None:
    # Each argues for the one before it, the first for nothing.
    count = 4_000
    nodes = [node("I", "I", "A claim"), *(node(f"R{number}", "RA", "RA") for number in range(count))]
    ends = [(f"R{number}", f"R{number - 1}") for number in range(1, count)] + [("I", f"R{n}") for n in range(count)]
    begun = time.perf_counter()
    reading = read_aif(encode({"nodes": nodes, "edges": edges(*ends)}))
    assert reading.graph.links == ()
    assert len(reading.problems) == count
    whole = read_aif(encode({"nodes": [*nodes, node("J", "I", "Another")], "edges": edges(*ends, ("R0", "J"))}))
    assert len(whole.graph.links) == count
    assert time.perf_counter() - begun < 10
