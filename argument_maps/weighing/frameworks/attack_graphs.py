"""Abstract argumentation frameworks (Dung 1995) by numbers, and their grounded labelling (Caminada 2006)."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from argument_maps.formats.graphs.frameworks import FoundFramework
from argument_maps.formats.map_building import MapBuilder
from argument_maps.weighing.labelling.labels import IN, OUT, UNDECIDED
from models.errors import Phrase
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


def find_attack_graph(found: FoundFramework, builder: MapBuilder) -> AttackGraph:
    """Return the framework of what a file in TGF or APX says, its arguments called and in order as there.

    A builder is told what counts for nothing: attacks of what is no argument, and what is no attack.
    """
    names = dict.fromkeys(argument.name for argument in found.arguments)
    attacks: list[tuple[str, str]] = []
    for attack in found.attacks:
        unknown = [name for name in (attack.attacker, attack.attacked) if name not in names]
        if unknown:
            message = Phrase("“%(name)s” is no argument of this file.", name=unknown[0][:80])
            builder.add_problem(message, Phrase("What is said of it is left out."), attack.place)
        elif attack.relation in ATTACKS_ON_STATEMENTS:
            attacks.append((attack.attacker, attack.attacked))
        else:
            message = Phrase("“%(relation)s” is no attack.", relation=attack.relation.value)
            builder.add_problem(message, Phrase("It counts for nothing in an abstract framework."), attack.place)
    return build_attack_graph(names, attacks)


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
