"""On which documents statements stand, and whether these are independent witnesses of each other."""

from collections.abc import Iterable, Sequence
from itertools import combinations

from argument_maps.weighing.independence import Family, find_families
from argument_maps.weighing.labelling.components import list_components
from argument_maps.weighing.labelling.labels import IN, Labelling
from argument_maps.weighing.labelling.structures import TOP, ArgumentStructure
from argument_maps.weighing.map_structures import MapStructure

# Of very many ways to support a statement the smallest are kept: a record with more has its witnesses by then.
MOST_WAYS = 24


class TooManyWays(Exception):
    """There are more ways to support a statement than are kept; nobody sees it who did not ask to be told."""


def find_documented(built: MapStructure, labelling: Labelling) -> set[int]:
    """Return the statements that stand on a chain of arguments down to documents: all premises of each do.

    What is accepted is counted too, since whoever accepts it asks for no document.
    """
    structure, weights, labels = built.structure, labelling.weights, labelling.labels
    documented: set[int] = set()
    reached = [structure.conclusions[base] for base in built.documentary if weights[base] > 0]
    reached += [statement for statement, strength in enumerate(labelling.strengths) if strength == TOP]
    missing: dict[int, int] = {}
    while reached:
        statement = reached.pop()
        if statement in documented or labels[statement] != IN:
            continue
        documented.add(statement)
        for argument in structure.arguments_from[statement]:
            if weights[argument] <= 0:
                continue
            missing[argument] = missing.get(argument, len(structure.premises[argument])) - 1
            conclusion = structure.conclusions[argument]
            if not missing[argument] and conclusion >= 0:
                reached.append(conclusion)
    return documented


def find_corroborated(
    built: MapStructure, labelling: Labelling, documented: set[int], *, is_exact: bool = False
) -> set[int]:
    """Return the statements to which two chains of arguments lead from documents that are independent of each other.

    Raises `TooManyWays` where it is to be exact and some ways were not kept.
    """
    ways = _spread_ways(built, labelling, documented, is_exact)
    return {
        statement
        for statement, found in ways.items()
        if any(one.isdisjoint(other) for one, other in combinations(found, 2))
    }


def _spread_ways(
    built: MapStructure, labelling: Labelling, documented: set[int], is_exact: bool
) -> dict[int, list[Family]]:
    """Return the ways in which documents support each statement, none of them within another.

    A way is what its documents come from, all together, with their witnesses.
    """
    structure, weights = built.structure, labelling.weights
    families = find_families(built.graph)
    bases = {base: families[source] for source, resting in built.resting_on.items() for base in resting}
    ways: dict[int, list[Family]] = {}

    def list_ways(argument: int) -> list[Family]:
        if weights[argument] <= 0:
            return []
        if argument in bases:
            return [bases[argument]] if argument in built.documentary else []
        joined: list[Family] = [frozenset()]
        for premise in structure.premises[argument]:
            joined = _keep_smallest((one | other for one in joined for other in ways.get(premise, ())), is_exact)
        return joined

    for circle in list_components(_list_needed(structure, weights, documented)):
        # Once round a circle for each statement on it at the most: no chain of arguments need go twice through one.
        for _ in circle:
            before = [ways.get(statement) for statement in circle]
            for statement in circle:
                every = (way for argument in structure.arguments_for[statement] for way in list_ways(argument))
                ways[statement] = _keep_smallest(every, is_exact)
            if len(circle) == 1 or before == [ways[statement] for statement in circle]:
                break
    return ways


def _list_needed(structure: ArgumentStructure, weights: Sequence[float], documented: set[int]) -> dict[int, list[int]]:
    """Return for each of these statements those among them from which an argument that applies leads to it."""
    return {
        statement: [
            premise
            for argument in structure.arguments_for[statement]
            if weights[argument] > 0
            for premise in structure.premises[argument]
            if premise in documented
        ]
        for statement in sorted(documented)
    }


def _keep_smallest(ways: Iterable[Family], is_exact: bool) -> list[Family]:
    kept: list[Family] = []
    every = set(ways)
    if len(every) < 2:
        return list(every)
    for way in sorted(every, key=lambda way: (len(way), sorted(way))):
        if not any(other <= way for other in kept):
            kept.append(way)
        if len(kept) == MOST_WAYS:
            if is_exact:
                raise TooManyWays
            break
    return kept
