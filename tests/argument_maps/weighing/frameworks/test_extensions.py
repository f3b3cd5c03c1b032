"""Grounded labellings and preferred extensions of frameworks, from the literature and against all subsets."""

import random
import time
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argument_maps.formats.graphs.apx import parse_apx
from argument_maps.formats.graphs.tgf import parse_tgf
from argument_maps.formats.map_building import MapBuilder
from argument_maps.weighing.frameworks.attack_graphs import (
    AttackGraph,
    build_attack_graph,
    find_attack_graph,
    label_framework,
)
from argument_maps.weighing.frameworks.extensions import list_preferred_extensions
from argument_maps.weighing.labelling.labels import IN, OUT, UNDECIDED


def build(attacks: str, names: str = "") -> AttackGraph:
    """Return the framework of attacks such as `ab bc`, and of further arguments."""
    pairs = [(pair[0], pair[1]) for pair in attacks.split()]
    return build_attack_graph(sorted({name for pair in pairs for name in pair} | set(names)), pairs)


def list_in(graph: AttackGraph, labels: list[int] | tuple[int, ...]) -> str:
    return "".join(name for name, label in zip(graph.names, labels, strict=True) if label == IN)


def list_preferred_names(graph: AttackGraph) -> list[str]:
    found = list_preferred_extensions(graph)
    assert found.is_complete
    return sorted(list_in(graph, labels) for labels in found.labellings)


@pytest.mark.parametrize(
    ("attacks", "grounded", "preferred", "stable"),
    [
        pytest.param("ab bc", "ac", ["ac"], ["ac"], id="reinstatement"),
        pytest.param("ab ba", "", ["a", "b"], ["a", "b"], id="Nixon diamond"),
        pytest.param("ab bc ca", "", [""], [], id="odd circle"),
        pytest.param("ab bc cd da", "", ["ac", "bd"], ["ac", "bd"], id="even circle"),
        pytest.param("aa", "", [""], [], id="self-attack"),
        pytest.param("aa ab", "", [""], [], id="attacked by what attacks itself"),
        pytest.param("aa ab ba", "", ["b"], ["b"], id="self-attack that is answered"),
        pytest.param("ab ba ac bc cd", "", ["ad", "bd"], ["ad", "bd"], id="floating reinstatement"),
        pytest.param("ab bc ca ad de", "", [""], [], id="what hangs on an odd circle"),
        pytest.param("xa ab bc ca", "bx", ["bx"], ["bx"], id="odd circle that is broken from outside"),
        pytest.param("ab ba bc cd de ec", "", ["a", "bd"], ["bd"], id="Dung 1995 and Caminada 2007"),
        pytest.param("ab cb cd dc de ee", "a", ["ac", "ad"], ["ad"], id="Baroni, Caminada and Giacomin 2011"),
    ],
)
def test_frameworks_of_the_literature(attacks: str, grounded: str, preferred: list[str], stable: list[str]) -> None:
    graph = build(attacks)
    assert list_in(graph, label_framework(graph)) == grounded
    assert list_preferred_names(graph) == preferred
    assert sorted(list_in(graph, labels) for labels in list_preferred_extensions(graph).list_stable()) == stable


def test_an_empty_framework_has_one_empty_extension() -> None:
    assert list_preferred_extensions(build("")).labellings == ((),)


def find_preferred_by_force(graph: AttackGraph) -> set[frozenset[int]]:
    """Return the largest of all sets that attack none of their own and defend themselves."""
    numbers = range(len(graph.names))
    defended = []
    for size in range(len(graph.names) + 1):
        for each in map(frozenset, combinations(numbers, size)):
            attackers = {attacker for argument in each for attacker in graph.attackers[argument]}
            if not attackers & each and all(each & set(graph.attackers[attacker]) for attacker in attackers):
                defended.append(each)
    return {each for each in defended if not any(each < other for other in defended)}


@st.composite
def frameworks(draw: st.DrawFn, most: int = 8) -> AttackGraph:
    names = "abcdefgh"[: draw(st.integers(1, most))]
    pairs = st.tuples(st.sampled_from(names), st.sampled_from(names))
    return build_attack_graph(names, draw(st.lists(pairs, max_size=20)))


@given(frameworks())
def test_the_preferred_extensions_are_the_largest_sets_that_defend_themselves(graph: AttackGraph) -> None:
    found = list_preferred_extensions(graph)
    extensions = [
        frozenset(number for number, label in enumerate(labels) if label == IN) for labels in found.labellings
    ]
    assert found.is_complete
    assert len(set(extensions)) == len(extensions)
    assert set(extensions) == find_preferred_by_force(graph)
    for labels, extension in zip(found.labellings, extensions, strict=True):
        for argument, label in enumerate(labels):
            assert (label == OUT) == bool(extension & set(graph.attackers[argument]))


@given(frameworks())
def test_the_grounded_labelling_is_complete_and_in_every_preferred_one(graph: AttackGraph) -> None:
    grounded = label_framework(graph)
    for argument, label in enumerate(grounded):
        attackers = {grounded[attacker] for attacker in graph.attackers[argument]}
        assert label == (IN if attackers <= {OUT} else OUT if IN in attackers else UNDECIDED)
    for labels in list_preferred_extensions(graph).labellings:
        assert all(label in (UNDECIDED, other) for label, other in zip(grounded, labels, strict=True))


def test_where_a_bound_is_reached_that_is_said() -> None:
    graph = build_attack_graph(
        [f"{side}{number}" for number in range(12) for side in "ab"],
        [pair for number in range(12) for pair in ((f"a{number}", f"b{number}"), (f"b{number}", f"a{number}"))],
    )
    assert len(list_preferred_extensions(graph).labellings) == 2**12
    few = list_preferred_extensions(graph, 5)
    assert (len(few.labellings), few.is_complete) == (5, False)
    assert list_preferred_extensions(graph, 2**12).is_complete
    assert not list_preferred_extensions(graph, seconds=0).is_complete


def test_a_thousand_arguments_are_labelled_well_below_100_ms() -> None:
    chance = random.Random(7)
    names = [f"a{number}" for number in range(1000)]
    graph = build_attack_graph(names, [(chance.choice(names), chance.choice(names)) for _ in range(5000)])
    spent = []
    for _ in range(5):
        fresh = AttackGraph(graph.names, graph.attackers)
        begin = time.perf_counter()
        label_framework(fresh)
        spent.append(time.perf_counter() - begin)
    assert min(spent) < 0.05
    # A long chain goes neither too deep nor too slowly.
    chain = build_attack_graph(names, [*pairwise(names), (names[1], names[0])])
    assert len(list_preferred_extensions(chain).labellings) == 2


def test_a_framework_has_the_names_of_its_file_and_the_attacks_on_oneself() -> None:
    builder = MapBuilder()
    text = b"1 the first\na_2 the second\n3\n1\n#\n1 a_2\n1 a_2\n3 3\na_2 3 supports\n3 4\n1 a_2 undermines\n"
    graph = find_attack_graph(parse_tgf(text, builder), builder)
    assert graph.names == ("1", "a_2", "3")
    assert graph.attackers == ((), (0,), (2,))
    told = [f"{problem.place}: {problem.message} {problem.outcome}" for problem in builder.problems]
    assert told == [
        "9:1 (a_2): “supports” is no attack. It counts for nothing in an abstract framework.",
        "10:1 (3): “4” is no argument of this file. What is said of it is left out.",
    ]
    builder = MapBuilder()
    graph = find_attack_graph(parse_apx(b"arg(x_1). arg(Y). att(x_1,Y). att(Y,Y). support(Y,Y).", builder), builder)
    assert graph.names == ("x_1", "Y")
    assert graph.attackers == ((), (0, 1))
    assert len(builder.problems) == 1
