"""What a file of others comes to: the labels of what it argues, by the names that it has for it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from argument_maps.formats.exchange import FormatProblem
from argument_maps.formats.graphs.frameworks import FoundFramework
from argument_maps.formats.map_building import MapBuilder
from argument_maps.weighing.carneades.argument_structures import read_weighable_graph
from argument_maps.weighing.frameworks.attack_graphs import find_attack_graph, label_framework
from argument_maps.weighing.frameworks.extensions import list_preferred_extensions
from argument_maps.weighing.labelling.grounded import label_grounded
from argument_maps.weighing.labelling.labels import IN, OUT, UNDECIDED
from argument_maps.weighing.labelling.readings import list_preferred

MOST_LABELLINGS = 10_000
_WORDS = {IN: "in", OUT: "out", UNDECIDED: "undecided"}


class Semantics(StrEnum):
    """Which labellings are asked for: the one that all agree with, or each that decides as much as can be."""

    GROUNDED = "grounded"
    PREFERRED = "preferred"


@dataclass(frozen=True, slots=True)
class WeighedStatements:
    """The statements of a file, or its arguments, in its order, with what they say and each labelling of them.

    Labels are “in”, “out” and “undecided”. Without `is_complete` a bound was reached, and there can be more labellings.
    """

    ids: tuple[str, ...]
    texts: tuple[str, ...]
    labellings: tuple[tuple[str, ...], ...]
    is_complete: bool
    problems: tuple[FormatProblem, ...]


def weigh_argument_graph(data: bytes, semantics: Semantics) -> WeighedStatements:
    """Return what an argument graph of Carneades 4 comes to. Raises `UnreadableFile`."""
    graph = read_weighable_graph(data)
    labellings, is_complete = [label_grounded(graph.structure)], True
    if semantics == Semantics.PREFERRED:
        preferred = list_preferred(graph.structure, most=MOST_LABELLINGS)
        labellings, is_complete = list(preferred.labellings), preferred.is_complete
    named = [labelling.labels[: len(graph.names)] for labelling in labellings]
    return WeighedStatements(graph.names, graph.texts, _word_labels(named), is_complete, graph.problems)


def weigh_framework(
    data: bytes, parse: Callable[[bytes, MapBuilder], FoundFramework], semantics: Semantics
) -> WeighedStatements:
    """Return what an abstract framework comes to. Raises `UnreadableFile`."""
    builder = MapBuilder()
    found = parse(data, builder)
    graph = find_attack_graph(found, builder)
    labellings: Iterable[Sequence[int]] = (label_framework(graph),)
    is_complete = True
    if semantics == Semantics.PREFERRED:
        preferred = list_preferred_extensions(graph, MOST_LABELLINGS)
        labellings, is_complete = preferred.labellings, preferred.is_complete
    said = {argument.name: argument.text for argument in reversed(found.arguments)}
    texts = tuple(said[name] for name in graph.names)
    return WeighedStatements(graph.names, texts, _word_labels(labellings), is_complete, tuple(builder.problems))


def _word_labels(labellings: Iterable[Sequence[int]]) -> tuple[tuple[str, ...], ...]:
    # Different labels can leave the same behind where only what has no name differs.
    return tuple(dict.fromkeys(tuple(_WORDS[label] for label in labels) for labels in labellings))
