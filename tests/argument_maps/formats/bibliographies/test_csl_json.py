import json
from typing import Any

import pytest

from argument_maps.formats.bibliographies.csl_json_reading import read_csl_json
from argument_maps.formats.bibliographies.csl_json_writing import build_csl_date
from argument_maps.formats.exchange import FormatReading, UnreadableFile


def read(*items: dict[str, Any]) -> FormatReading:
    return read_csl_json(json.dumps(items).encode())


@pytest.mark.parametrize(
    ("date", "issued"),
    [
        ({"date-parts": [[1950, 6, 25]]}, "1950-06-25"),
        ({"date-parts": [["1950", "6"]]}, "1950-06"),
        ({"date-parts": [[1950, 6, 25], [1953, 7, 27]]}, "1950-06-25/1953-07-27"),
        ({"date-parts": [[1994]], "season": 3}, "1994-23"),
        ({"date-parts": [[1950]], "circa": True}, "1950~"),
        ({"date-parts": [[-44, 3, 15]]}, "-0043-03-15"),
        ({"raw": "195X"}, "195X"),
        ("1995-12/1996-02", "1995-12/1996-02"),
    ],
)
def test_dates_of_csl_are_read_and_written_again(date: Any, issued: str) -> None:
    assert read({"id": "a", "type": "book", "title": "T", "issued": date}).graph.sources[0].issued == issued
    (source,) = read({"id": "a", "type": "book", "title": "T", "issued": build_csl_date(issued)}).graph.sources
    assert source.issued == issued


def test_names_in_parts_and_whole_become_agents() -> None:
    authors = [
        {"family": "Gogh", "given": "Vincent", "non-dropping-particle": "van"},
        {"family": "Humboldt", "given": "Alexander", "dropping-particle": "von"},
        {"family": "King", "given": "Martin Luther", "suffix": "Jr."},
        {"literal": "United Nations"},
        {"family": "Shen", "given": "Zhihua", "static-ordering": True},
        {"family": "沈", "given": "志华"},
    ]
    graph = read({"id": "a", "type": "book", "title": "T", "author": authors}).graph
    assert {(agent.name, agent.family, agent.kind) for agent in graph.agents} == {
        ("Vincent van Gogh", "van Gogh", "person"),
        ("Alexander von Humboldt", "Humboldt", "person"),
        ("Martin Luther King Jr.", "King", "person"),
        ("United Nations", "", "organisation"),
        ("Shen Zhihua", "Shen", "person"),
        ("沈志华", "沈", "person"),
    }


def test_lines_of_extra_fill_what_the_item_lacks() -> None:
    note = "original-title: Война\nOriginal Date: 1940\ntex.shorthand: W\ntitle: Another\nMerely a note."
    (source,) = read({"id": "a", "type": "book", "title": "War", "note": note}).graph.sources
    assert (source.original_title, source.csl) == ("Война", {"original-date": "1940"})
    assert source.note == "tex.shorthand: W\ntitle: Another\nMerely a note."


def test_a_damaged_item_costs_no_other() -> None:
    text = """[{"id": "a", "type": "book", "title": "A"},
 {"id": "b" "type": "book"},
 {"id": "c", "type": "book", "title": "C"}"""
    reading = read_csl_json(text.encode())
    assert [source.title for source in reading.graph.sources] == ["A", "C"]
    assert [(problem.place.line, problem.place.column) for problem in reading.problems] == [(2, 13)]
    with pytest.raises(UnreadableFile):
        read_csl_json(b"[" * 100_000)


def test_what_is_no_item_and_what_no_field_holds_is_told() -> None:
    reading = read_csl_json(b'[1, {"id": "a", "type": "odd", "title": "T", "custom": {"x": [1]}}]')
    assert reading.graph.sources[0].note == 'custom: {"x":[1]}\ntype: odd'
    assert reading.problems[0].place.pointer == "/0"
