"""Documents of the Argdown project, beside what its own parser reads from them."""

import json
from pathlib import Path

import pytest

from argument_maps.formats.argdown.map_reading import read_argdown
from argument_maps.formats.argdown.map_writing import write_argdown
from argument_maps.formats.registry import recognise_format
from tests.argument_maps.formats.round_trips import list_unnamed_changes

HERE = Path(__file__).parent
EXPECTED = json.loads((HERE / "expected.json").read_text())
SOUND = [name for name, counts in EXPECTED.items() if "error" not in counts]
FAULTY = {"lexer-relations.argdown": (1, 1), "lexer-statements-by-number.argdown": (1, 4)}
DOCUMENTS = {name: (HERE / "files" / name).read_bytes() for name in EXPECTED}


@pytest.mark.parametrize("name", SOUND)
def test_what_is_read_is_what_the_reference_parser_reads(name: str) -> None:
    reading = read_argdown(DOCUMENTS[name])
    assert reading.counts == EXPECTED[name]
    assert all(problem.place.line for problem in reading.problems)


@pytest.mark.parametrize("name", FAULTY)
def test_where_the_reference_parser_stops_the_place_is_told_and_the_rest_is_read(name: str) -> None:
    reading = read_argdown(DOCUMENTS[name])
    place = reading.problems[0].place
    assert (place.line, place.column) == FAULTY[name]
    assert reading.graph.claims


def test_each_document_is_either_sound_or_faulty() -> None:
    assert {*SOUND, *FAULTY} == set(EXPECTED) == {path.name for path in (HERE / "files").iterdir()}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_document_is_recognised_by_its_name_or_what_it_holds(name: str) -> None:
    assert recognise_format(DOCUMENTS[name], name).name == "argdown"


@pytest.mark.parametrize("name", SOUND)
def test_a_document_comes_back_as_the_same_map_under_the_same_titles(name: str) -> None:
    first = read_argdown(DOCUMENTS[name])
    writing = write_argdown(first.graph)
    second = read_argdown(writing.data)
    assert not second.problems
    assert list_unnamed_changes(first.graph, second.graph, writing.losses) == []
    for sort in ("statement titles", "argument titles", "tags"):
        titled = {title for title in first.counts[sort] if not title.startswith("Untitled ")}
        assert titled <= set(second.counts[sort])
