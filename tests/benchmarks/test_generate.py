from collections import Counter

import pytest

from argument_maps.formats import native
from argument_maps.graph import Graph
from benchmarks.generate import graph


@pytest.fixture(scope="module")
def thousand() -> Graph:
    return graph(1000, 3)


def test_the_same_seed_makes_the_same_map(thousand: Graph) -> None:
    assert graph(1000, 3) == thousand


def test_another_seed_makes_another_map(thousand: Graph) -> None:
    assert graph(1000, 4).statements != thousand.statements


def test_lanes_have_their_shares(thousand: Graph) -> None:
    kinds = Counter(claim.kind for claim in thousand.claims)
    readings = kinds["assertion"] + len(thousand.interpretations)
    assert (kinds["perception"], kinds["finding"], readings, len(thousand.evidence)) == (50, 200, 350, 400)


def test_there_are_thirteen_links_to_ten_records(thousand: Graph) -> None:
    assert len(thousand.links) == 1300


def test_about_fifteen_of_a_hundred_links_lead_into_another_part(thousand: Graph) -> None:
    crossing = sum(thousand.home[link.premises[0]] != thousand.home[link.target] for link in thousand.links)
    assert 0.12 < crossing / len(thousand.links) < 0.18


def test_texts_are_as_long_as_real_ones(thousand: Graph) -> None:
    lengths = [len(statement.text) for statement in thousand.statements.values()]
    assert min(lengths) >= 60
    assert max(lengths) <= 200


@pytest.mark.parametrize("records", [1, 13, 100])
@pytest.mark.parametrize("questions", [True, False])
def test_a_made_map_is_a_whole_document(records: int, questions: bool) -> None:
    document, problems = native.read_map_document(native.write_map_document(graph(records, questions=questions)))
    assert problems == []
    assert document is not None
