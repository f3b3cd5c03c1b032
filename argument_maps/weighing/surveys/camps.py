"""Rival readings: the ways of deciding what the grounded labelling leaves open, told as camps."""

import msgspec

from argument_maps.graph import Graph
from argument_maps.weighing.labelling.labels import IN, OUT, Labelling
from argument_maps.weighing.labelling.readings import list_preferred
from argument_maps.weighing.map_structures import build_map_structure
from argument_maps.weighing.set_aside import NOTHING_SET_ASIDE, Circumstances
from argument_maps.weighing.weighing import find_settings


class RivalCamp(msgspec.Struct, frozen=True, kw_only=True):
    """One preferred reading: what it `holds` and others do not, what it `gives_up` and others hold, what stays open."""

    holds: tuple[str, ...]
    gives_up: tuple[str, ...]
    open: tuple[str, ...]


class RivalReadings(msgspec.Struct, frozen=True, kw_only=True):
    """All preferred readings of a map. Without `is_complete` there may be more.

    `common` are the statements that all hold, `disputed` those that some hold and others do not, `parting` the links
    that apply by some readings and do not by others.
    """

    camps: tuple[RivalCamp, ...]
    common: tuple[str, ...]
    disputed: tuple[str, ...]
    parting: tuple[str, ...]
    is_complete: bool


def find_rival_readings(graph: Graph, circumstances: Circumstances = NOTHING_SET_ASIDE) -> RivalReadings:
    """Return the preferred readings, 32 at most. One alone means that nobody can read the map otherwise."""
    built = build_map_structure(graph)
    without, rejected, accepted = find_settings(built, circumstances)
    found = list_preferred(built.structure, without=without, rejected=rejected, accepted=accepted)
    held = [
        frozenset(label for label, number in built.numbers.items() if labelling.labels[number] == IN)
        for labelling in found.labellings
    ]
    common = frozenset.intersection(*held) if held else frozenset()
    disputed = frozenset().union(*held) - common

    def order(labels: frozenset[str]) -> tuple[str, ...]:
        return tuple(label for label in built.numbers if label in labels)

    def list_open(labelling: Labelling) -> tuple[str, ...]:
        return tuple(label for label, number in built.numbers.items() if labelling.labels[number] not in (IN, OUT))

    return RivalReadings(
        camps=tuple(
            RivalCamp(holds=order(labels & disputed), gives_up=order(disputed - labels), open=list_open(labelling))
            for labels, labelling in zip(held, found.labellings, strict=True)
        ),
        common=order(common),
        disputed=order(disputed),
        parting=tuple(
            link.id
            for link in graph.links
            if len({labelling.weights[built.steps[link.id][0]] > 0 for labelling in found.labellings}) > 1
        ),
        is_complete=found.is_complete,
    )
