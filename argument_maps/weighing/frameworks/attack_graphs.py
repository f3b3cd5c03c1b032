"""Abstract argumentation frameworks (Dung 1995) by numbers, and their grounded labelling (Caminada 2006)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from argument_maps.formats.exchange import FormatReading
from argument_maps.formats.graphs.frameworks import SelfAttacks
from argument_maps.weighing.grounded import IN, OUT, UNDECIDED
from models.records.relations import ATTACKS_ON_STATEMENTS


@dataclass
class AttackGraph:
    """Arguments by number, with what they are called, and by argument those that attack it, each once."""

    names: tuple[str, ...]
    attackers: tuple[tuple[int, ...], ...]

    @cached_property
    def attacked(self) -> list[list[int]]:
        """By argument, those that it attacks."""
        attacked: list[list[int]] = [[] for _ in self.names]
        for argument, attackers in enumerate(self.attackers):
            for attacker in attackers:
                attacked[attacker].append(argument)
        return attacked


def build_attack_graph(names: Iterable[str], attacks: Iterable[tuple[str, str]]) -> AttackGraph:
    """Return the framework of arguments and attacks, each from the first to the second."""
    numbers = {name: number for number, name in enumerate(names)}
    attackers: list[dict[int, None]] = [{} for _ in numbers]
    for attacker, attacked in attacks:
        attackers[numbers[attacked]][numbers[attacker]] = None
    return AttackGraph(tuple(numbers), tuple(map(tuple, attackers)))


def read_attack_graph(reading: FormatReading) -> AttackGraph:
    """Return the framework that was read of a file in TGF or APX, with its attacks alone, by the names in the file.

    They are in the order of the file.
    """
    known = reading.remainder
    loops: Sequence[str] = known.labels if isinstance(known, SelfAttacks) else ()
    named = known.names if isinstance(known, SelfAttacks) else {claim.id: claim.id for claim in reading.graph.claims}
    attacks = [
        (named[premise], named[link.target])
        for link in reading.graph.links
        if link.relation in ATTACKS_ON_STATEMENTS
        for premise in link.premises
    ]
    return build_attack_graph(named.values(), [*attacks, *((named[label], named[label]) for label in loops)])


def label_framework(graph: AttackGraph) -> list[int]:
    """Return the grounded labelling: in is what only arguments attack that are out, out what one attacks that is in.

    Linear in arguments and attacks.
    """
    labels = [UNDECIDED] * len(graph.names)
    open_attackers = list(map(len, graph.attackers))
    reached = [argument for argument, number in enumerate(open_attackers) if not number]
    for argument in reached:
        labels[argument] = IN
    while reached:
        for attacked in graph.attacked[reached.pop()]:
            if labels[attacked]:
                continue
            labels[attacked] = OUT
            for defended in graph.attacked[attacked]:
                open_attackers[defended] -= 1
                if not open_attackers[defended] and not labels[defended]:
                    labels[defended] = IN
                    reached.append(defended)
    return labels
