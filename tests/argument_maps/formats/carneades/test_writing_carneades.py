"""Argument graphs come out as they went in, and with what was changed on the map in between."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from argument_maps.examples import read_korea_map
from argument_maps.formats.carneades.reading import read_carneades
from argument_maps.formats.carneades.writing import write_carneades
from argument_maps.formats.map_documents import read_native_map
from argument_maps.graph import Graph
from argument_maps.values import Claim, Evidence, Link, Question, Source, Tag
from models.vocabulary import RecordKind
from tests.argument_maps.formats.aif.test_writing_aif import change
from tests.argument_maps.formats.carneades.test_reading_carneades import FILES, GRAPH
from tests.argument_maps.formats.round_trips import list_unnamed_changes


def load(data: bytes) -> dict[str, Any]:
    loaded = yaml.safe_load(data)
    assert isinstance(loaded, dict)
    return loaded


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_examples_come_out_as_they_went_in(path: Path) -> None:
    data = path.read_bytes()
    reading = read_carneades(data)
    writing = write_carneades(reading.graph, reading.remainder)
    assert load(writing.data) == load(data)
    assert writing.losses == ()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_map_of_an_example_comes_back_without_the_file(path: Path) -> None:
    graph = read_carneades(path.read_bytes()).graph
    writing = write_carneades(graph)
    reading = read_carneades(writing.data)
    assert not reading.problems
    assert list_unnamed_changes(graph, reading.graph, writing.losses) == []


def write_changed(*arguments: Any) -> tuple[dict[str, Any], Graph, Graph]:
    """Return the graph written with changes, the changed map, and the map that is read from what was written."""
    reading = read_carneades(GRAPH.encode())
    changed = change(reading.graph, *arguments)
    data = write_carneades(changed, reading.remainder).data
    return load(data), changed, read_carneades(data).graph


def test_only_what_was_changed_is_written_anew() -> None:
    document, _, _ = write_changed({"p": {"text": "He dictated it."}, "a2": {"premises": ["not-app-a1"]}})
    before = load(GRAPH.encode())
    assert document["statements"]["p"] == "He dictated it."
    assert document["arguments"]["a2"]["premises"] == ["¬app(a1)"]
    # The question was made of the words of its positions, so that it has to say its own now.
    assert document["issues"]["i1"]["meta"]["text"] == "He wrote it. / He did not write it."
    for part, name in (("statements", "p"), ("arguments", "a2"), ("issues", "i1")):
        del document[part][name], before[part][name]
    assert document == before


def test_what_was_deleted_is_gone_wherever_it_was_named() -> None:
    document, _, after = write_changed({"not-p": None, "hand": None, "a1": None})
    assert set(document["statements"]) == {"p", "¬app(a1)"}
    assert document["issues"]["i1"]["positions"] == ["p"]
    assert set(document["arguments"]) == {"a3"}
    assert document["tests"] == {"in": [], "out": ["p"], "undecided": ["author(ann)"]}
    assert document["argument_schemes"] == load(GRAPH.encode())["argument_schemes"]
    assert "hand" not in after.statements


def test_attacks_are_arguments_for_what_is_at_issue_with_their_target() -> None:
    document, changed, after = write_changed(
        {},
        (RecordKind.CLAIM, "C1", {"text": "The ink is of 1960", "tags": ["assumed"]}),
        (RecordKind.LINK, "L1", {"premises": ["C1"], "relation": "challenges", "target": "hand"}),
        (RecordKind.LINK, "L2", {"premises": ["C1"], "relation": "undercuts", "target": "a1"}),
        (RecordKind.LINK, "L3", {"premises": ["C1"], "relation": "undercuts", "target": "a2", "note": "So it is."}),
    )
    assert document["arguments"]["L1"]["conclusion"] == "¬hand"
    assert document["issues"]["issue-hand"]["positions"] == ["hand", "¬hand"]
    assert document["arguments"]["L2"]["conclusion"] == document["arguments"]["a1"]["undercutter"] == "¬app(a1)"
    assert document["arguments"]["L3"]["conclusion"] == document["arguments"]["a2"]["undercutter"] == "¬app(a2)"
    assert document["assumptions"] == ["expert(ann,hands)", "C1"]
    assert after.links == changed.links
    assert after.claims == changed.claims


def test_a_map_comes_back_with_every_field() -> None:
    graph = Graph(
        slug="letters",
        title="Letters: 1951",
        description="Of “hands”\n- and of: inks",
        tags=(Tag(id="T1", text="ink"), Tag(id="T2", text="assumed", note="So we agreed.")),
        questions=(Question(id="Q1", text="Who wrote it?", when="1951", written_dates={"when": "in 1951"}),),
        sources=(Source(id="S1", type="archival", title="A letter", reference=({"label": "f.", "value": "059a"},)),),
        claims=(
            Claim(id="P1", text="yes", kind="perception", answers="Q1", tags=("T2", "T1"), note="1950\n\n# no "),
            Claim(id="C2", text="1950", tags=("T2",)),
        ),
        evidence=(Evidence(id="E1", summary="It is in his hand", source="S1", locator="f. 3"),),
        links=(
            Link(id="L1", premises=("E1", "C2"), relation="tests", target="P1", verdict="contradicted"),
            Link(id="L2", premises=("C2",), relation="undercuts", target="L1", scheme="argument from bias"),
            Link(id="L3", premises=("C2",), relation="answers", target="Q1"),
            Link(id="L4", premises=("C2",), relation="supports", target="L3"),
        ),
    )
    writing = write_carneades(graph)
    reading = read_carneades(writing.data)
    assert not reading.problems
    assert writing.losses == ()
    assert list_unnamed_changes(graph, reading.graph, ()) == []
    assert load(write_carneades(reading.graph, reading.remainder).data) == load(writing.data)


def test_the_korea_map_is_written_again_as_it_was_written() -> None:
    writing = write_carneades(read_native_map(read_korea_map()).graph)
    reading = read_carneades(writing.data)
    assert load(write_carneades(reading.graph, reading.remainder).data) == load(writing.data)
