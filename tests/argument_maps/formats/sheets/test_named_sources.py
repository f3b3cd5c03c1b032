"""A cell names a source as historians do beside an excerpt: seldom by its whole title."""

import pytest

from argument_maps.formats.exchange import FormatReading, ProblemWeight
from argument_maps.formats.registry import FORMATS
from argument_maps.formats.sheets.sheet_reader import read_sheet
from argument_maps.graph import Graph

LIBRARY = """
@book{jackson1985, title = {Crabgrass Frontier: The Suburbanization of the United States},
  author = {Jackson, Kenneth T.}, date = {1985}}
@book{rome2001, title = {The Bulldozer in the Countryside}, author = {Rome, Adam}, date = {2001}}
@article{rome1994, title = {Building on the Land}, author = {Rome, Adam}, date = {1994}, journaltitle = {JSH}}
@book{drucker1999, title = {Preface}, author = {Drucker, Johanna}}
@book{jasanoff2005, title = {Preface}, author = {Jasanoff, Sheila}}
@unpublished{minutes1959, title = {Minutes of the Regular Meeting of 12 May 1959}}
"""


def read_library() -> Graph:
    read = FORMATS["bibtex"].read
    assert read is not None
    return read(LIBRARY.encode()).graph


def read_excerpt(author: str, source: str) -> FormatReading:
    table = f'Author;Source;Page;Quotation\n{author};"{source}";12;It was so.\n'
    return read_sheet(table.encode(), here=read_library())


@pytest.mark.parametrize(
    ("author", "source", "meant"),
    [
        ("", "Crabgrass Frontier", "jackson1985"),
        ("", "crabgrass frontier - the suburbanization of the united states", "jackson1985"),
        ("", "Bulldozer in the Countryside", "rome2001"),
        ("", "Jackson, Crabgrass Frontier", "jackson1985"),
        ("", "Kenneth Jackson, Crabgrass Frontier", "jackson1985"),
        ("", "Rome 1994", "rome1994"),
        ("", "Jackson", "jackson1985"),
        ("Rome", "2001", "rome2001"),
        ("Rome, A.", "The Bulldozer", "rome2001"),
        ("Adam Rome", "Building on", "rome1994"),
        ("Jasanoff", "Preface", "jasanoff2005"),
        ("Drucker, Johanna", "Preface", "drucker1999"),
        ("Planning commission", "Minutes of the Regular Meeting of 12 May 1959", "minutes1959"),
        ("Anybody", "rome2001", "rome2001"),
        ("Rome", "Building on the Land: Toward an Environmental History", "rome1994"),
    ],
)
def test_a_source_of_the_map_is_found_as_it_is_called_beside_an_excerpt(author: str, source: str, meant: str) -> None:
    reading = read_excerpt(author, source)
    assert [passage.source for passage in reading.graph.evidence] == [meant]
    assert not [problem for problem in reading.problems if problem.weight is not ProblemWeight.NOTED]


@pytest.mark.parametrize(
    ("author", "source"),
    [("", "Rome"), ("Smith", "Preface"), ("Smith", "Crabgrass Frontier"), ("", "Frontier"), ("Rome", "Crabgrass")],
)
def test_what_may_be_another_source_is_taken_for_none(author: str, source: str) -> None:
    reading = read_excerpt(author, source)
    assert [passage.source for passage in reading.graph.evidence] == ["S1"]
    assert {each.title for each in reading.graph.sources if each.id == "S1"} == {source}


def test_it_is_said_what_a_short_title_was_taken_for() -> None:
    problem = next(each for each in read_excerpt("", "Crabgrass Frontier").problems if each.place.cell == "B2")
    assert "jackson1985: Crabgrass Frontier: The Suburbanization" in str(problem.outcome)


def test_what_a_title_was_taken_for_is_said_once() -> None:
    table = "Author;Source;Page;Quotation\nRome;The Bulldozer;1;One.\nRome, Adam;the bulldozer;2;Two.\n"
    problems = read_sheet(table.encode(), here=read_library()).problems
    assert [problem.place.cell for problem in problems if "rome2001" in str(problem.outcome)] == ["B2"]


def test_a_new_source_has_the_author_that_stands_beside_it() -> None:
    table = (
        "Author;Source;Page;Quotation\n"
        "Espinosa, María;Chronicle;1;One.\nMaría Espinosa;Chronicle;2;Two.\n"
        "Rome, Adam and Hays, Samuel P.;Essays;3;Three.\nSmith;Chronicle;4;Four.\n"
    )
    graph = read_sheet(table.encode(), here=read_library()).graph
    names = {agent.id: agent.name for agent in graph.agents}
    made = {source.id: (source.title, [names[label] for label in source.author]) for source in graph.sources}
    assert [made[passage.source] for passage in graph.evidence] == [
        ("Chronicle", ["María Espinosa"]),
        ("Chronicle", ["María Espinosa"]),
        ("Essays", ["Adam Rome", "Samuel P. Hays"]),
        ("Chronicle", ["Smith"]),
    ]
    assert len(made) == 3
    assert next(agent.family for agent in graph.agents if agent.name == "María Espinosa") == "Espinosa"


def test_sources_that_a_workbook_lists_itself_are_found_beside_their_authors() -> None:
    table = "record,title,summary,source,source author\nsource,Diary,,,\nevidence,,He left.,Diary,Pepys\n"
    graph = read_sheet(table.encode()).graph
    assert [source.title for source in graph.sources] == ["Diary"]
