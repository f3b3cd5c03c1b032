"""Circles of arguments that nothing outside decides, and what would decide them."""

from collections.abc import Iterator

import msgspec

from argument_maps.bounded_work import check_work
from argument_maps.graph import natural_sort_key
from argument_maps.weighing.labelling.components import list_components
from argument_maps.weighing.labelling.labels import UNDECIDED
from argument_maps.weighing.reasons.arguments import index_arguments
from argument_maps.weighing.reasons.narrowing import narrow_weighing
from argument_maps.weighing.weighing import Weighing, ground_map

# So many links of one circle are set aside in turn to see whether that decides it.
MOST_TRIED = 12


class Circle(msgspec.Struct, frozen=True, kw_only=True):
    """What depends on itself, so that nothing outside decides it.

    `records` are the statements and attacked links on it, `links` those by which they depend on each other. `deciding`
    are those of its links without any one of which everything on it would be decided; of many, the first
    `MOST_TRIED` were tried.
    """

    records: tuple[str, ...]
    links: tuple[str, ...]
    deciding: tuple[str, ...]


def list_open_circles(weighing: Weighing) -> tuple[Circle, ...]:
    """Return the circles that are not decided, each once: what others depend on first."""
    return tuple(_describe(weighing, component) for component in _list_bound_components(weighing))


def find_circle(weighing: Weighing, label: str) -> Circle | None:
    """Return the nearest circle on which a record or link hangs, None where all about it is decided."""
    weighing = narrow_weighing(weighing, [label])
    components = {each: component for component in _list_bound_components(weighing) for each in component}
    pending = _list_positions(weighing, label)
    seen = set(pending)
    for position in pending:
        if position in components:
            return _describe(weighing, components[position])
        new = [each for each in dict.fromkeys(_list_open_needs(weighing, position)) if each not in seen]
        seen.update(new)
        pending += new
    return None


def _list_positions(weighing: Weighing, label: str) -> list[int]:
    built = weighing.built
    if label in built.numbers:
        return [built.numbers[label]]
    undercutter = [built.undercutters[label]] if label in built.undercutters else []
    premises = [built.numbers[premise] for premise in weighing.graph.links_by_id[label].premises]
    return [each for each in (*undercutter, *premises) if weighing.labelling.labels[each] == UNDECIDED]


def _list_open_needs(weighing: Weighing, position: int) -> Iterator[int]:
    """Yield the undecided statements that have to be decided before this one can be."""
    structure, labelling = weighing.built.structure, weighing.labelling
    issue = structure.issue_of[position]
    needed = list(structure.issues[issue].positions) if issue >= 0 else []
    for argument in structure.arguments_for[position]:
        if labelling.weights[argument] < 0:
            needed += _list_conditions(weighing, argument)
    return (each for each in needed if labelling.labels[each] == UNDECIDED)


def _list_conditions(weighing: Weighing, argument: int) -> tuple[int, ...]:
    structure = weighing.built.structure
    undercutter = structure.undercutters[argument]
    return (*structure.premises[argument], *([undercutter] if undercutter >= 0 else []))


def _list_bound_components(weighing: Weighing) -> Iterator[list[int]]:
    """Yield the undecided statements that bind each other, those of one circle together."""
    undecided = [position for position, label in enumerate(weighing.labelling.labels) if label == UNDECIDED]
    for component in list_components({each: list(_list_open_needs(weighing, each)) for each in undecided}):
        # The two sides of an issue wait for each other; that alone makes no circle.
        if _list_binding(weighing, component):
            yield component


def _list_binding(weighing: Weighing, component: list[int]) -> list[int]:
    """Return the undecided arguments for statements of a component that depend on others of it."""
    inside = frozenset(component)
    return [
        argument
        for position in component
        for argument in weighing.built.structure.arguments_for[position]
        if weighing.labelling.weights[argument] < 0 and not inside.isdisjoint(_list_conditions(weighing, argument))
    ]


def _describe(weighing: Weighing, component: list[int]) -> Circle:
    index = index_arguments(weighing.built)
    binding = _list_binding(weighing, component)
    links = sorted({index.links[each] for each in binding if each in index.links}, key=natural_sort_key)
    names = sorted({index.names[each] for each in component}, key=natural_sort_key)
    tried = links[:MOST_TRIED]
    return Circle(records=tuple(names), links=tuple(links), deciding=tuple(_find_deciding(weighing, names, tried)))


def _find_deciding(weighing: Weighing, names: list[str], links: list[str]) -> Iterator[str]:
    """Yield the links without any one of which nothing on the circle is undecided."""
    weighing = narrow_weighing(weighing, names)
    numbers = index_arguments(weighing.built).names
    positions = [position for position, name in numbers.items() if name in set(names)]
    open_ones = [each for each in positions if weighing.labelling.labels[each] == UNDECIDED]
    circumstances = weighing.circumstances
    for link in links:
        check_work()
        without = msgspec.structs.replace(circumstances, records=circumstances.records | {link})
        labelling = ground_map(weighing.built, without)
        if all(labelling.labels[position] != UNDECIDED for position in open_ones):
            yield link
