"""The part of a map on which the label of one record or link depends: its upstream cone."""

from collections.abc import Iterable

from argument_maps.weighing.labelling.structures import ArgumentStructure
from argument_maps.weighing.map_structures import MapStructure


def cut_upstream(built: MapStructure, label: str) -> MapStructure:
    """Return the structure of all that bears on a record or link, over any number of steps, numbered anew.

    Weighed by itself the record or link has the label that it has in the whole map. What is numbered stays in its
    order. Linear in what is kept, but for sorting it.
    """
    steps = built.steps.get(label, ())
    statements, arguments = _find_upstream(built, _list_roots(built, label), steps)
    places = {number: place for place, number in enumerate(statements)}
    structure = ArgumentStructure(is_bounded=built.structure.is_bounded, size=len(statements))
    cut = MapStructure(built.graph, structure)
    made: dict[int, int] = {}
    for argument in arguments:
        made[argument] = structure.add_argument(
            [places[premise] for premise in built.structure.premises[argument]],
            places.get(built.structure.conclusions[argument], -1),
            built.structure.caps[argument],
            places.get(built.structure.undercutters[argument], -1),
        )
    for issue in built.structure.issues:
        if issue.positions[0] in places:
            structure.add_issue([places[position] for position in issue.positions], issue.outweighs)
    cut.numbers = _renumber(built.numbers, places)
    cut.contraries = _renumber(built.contraries, places)
    cut.undercutters = _renumber(built.undercutters, places)
    cut.bases = _renumber(built.bases, made)
    cut.steps = {
        link: tuple(made[step] for step in taken)
        for link, taken in built.steps.items()
        if all(step in made for step in taken)
    }
    for source, resting in built.resting_on.items():
        kept = [made[base] for base in resting if base in made]
        if kept:
            cut.resting_on[source] = kept
    cut.documentary = {made[base] for base in built.documentary if base in made}
    return cut


def _list_roots(built: MapStructure, label: str) -> list[int]:
    """Return the statements that decide on a label: the record itself, or what its link needs and is hit by."""
    if label in built.numbers:
        return [built.numbers[label]]
    structure = built.structure
    first = built.steps[label][0]
    return [*structure.premises[first], *(under for under in (structure.undercutters[first],) if under >= 0)]


def _find_upstream(built: MapStructure, roots: Iterable[int], steps: Iterable[int]) -> tuple[list[int], list[int]]:
    """Return the statements from which something leads to these, and their arguments, each in order."""
    structure = built.structure
    found: set[int] = set()
    arguments = set(steps)
    pending = list(roots)
    while pending:
        statement = pending.pop()
        if statement in found:
            continue
        found.add(statement)
        issue = structure.issue_of[statement]
        if issue >= 0:
            pending += structure.issues[issue].positions
        for argument in structure.arguments_for[statement]:
            arguments.add(argument)
            pending += structure.premises[argument]
            if structure.undercutters[argument] >= 0:
                pending.append(structure.undercutters[argument])
    return sorted(found), sorted(arguments)


def _renumber(numbers: dict[str, int], places: dict[int, int]) -> dict[str, int]:
    return {label: places[number] for label, number in numbers.items() if number in places}
