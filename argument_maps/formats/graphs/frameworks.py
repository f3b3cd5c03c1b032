"""Abstract argumentation frameworks (Dung 1995): arguments, of which nothing is known but which attack which.

On a map an argument is a claim, and an attack a link that challenges. Of a map every claim, interpretation and piece of
evidence is an argument, and what challenges or undermines one of them an attack; the other relations are none: support
and qualification, tests, whose verdict is for people to read, and whatever bears on a link, which is no argument.
"""

import re
from dataclasses import dataclass, field

from argument_maps.formats.exchange import (
    NOWHERE,
    FilePlace,
    FormatLoss,
    FormatReading,
    ProblemWeight,
)
from argument_maps.formats.held_fields import list_unheld_fields
from argument_maps.formats.map_building import MapBuilder
from argument_maps.graph import Graph
from argument_maps.references import find_record_kind
from argument_maps.values import Claim, Link
from models.errors import Phrase
from models.records.relations import ATTACKS_ON_STATEMENTS
from models.vocabulary import RecordKind, Relation

_BREAKS = re.compile(r"\s*[\n\r\x85\u2028\u2029]\s*")


@dataclass(frozen=True, slots=True)
class NamedArgument:
    """An argument as a file names it, with the text that it gives beside the name."""

    name: str
    text: str = ""
    place: FilePlace = NOWHERE


@dataclass(frozen=True, slots=True)
class NamedAttack:
    """What a file says that one argument does to another, with what it writes at the arrow."""

    attacker: str
    attacked: str
    relation: Relation = Relation.CHALLENGES
    remark: str = ""
    place: FilePlace = NOWHERE


@dataclass(slots=True)
class FoundFramework:
    """What a file says, in its order; `remarks` are its comments. `self_attacks` no map has a place for."""

    arguments: list[NamedArgument] = field(default_factory=list)
    attacks: list[NamedAttack] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SelfAttacks:
    """The arguments that attack themselves, by the labels that they got, for the writer of the same format."""

    labels: tuple[str, ...]


def build_framework_reading(found: FoundFramework, builder: MapBuilder) -> FormatReading:
    """Return the map of a framework; what its attacks name and is no argument, and what stands twice, is a problem."""
    if found.remarks:
        builder.header["description"] = "\n".join(found.remarks)
    labels = _add_arguments(found, builder)
    joined: dict[tuple[str, str, Relation], str] = {}
    self_attacks: list[str] = []
    attacks = 0
    for attack in found.attacks:
        unknown = [name for name in dict.fromkeys((attack.attacker, attack.attacked)) if name not in labels]
        if unknown:
            builder.add_problem(
                Phrase("“%(name)s” is no argument of this file.", name=unknown[0][:80]),
                Phrase("What is said of it is left out."),
                attack.place,
            )
            continue
        key = (attack.attacker, attack.attacked, attack.relation)
        if key in joined:
            builder.add_problem(
                Phrase("“%(one)s” against “%(other)s” stands twice.", one=key[0][:80], other=key[1][:80])
                if attack.relation != Relation.SUPPORTS
                else Phrase("“%(one)s” for “%(other)s” stands twice.", one=key[0][:80], other=key[1][:80]),
                Phrase("It is read once."),
                attack.place,
                ProblemWeight.NOTED,
            )
            continue
        joined[key] = ""
        attacks += attack.relation in ATTACKS_ON_STATEMENTS
        premise, target = labels[attack.attacker], labels[attack.attacked]
        if premise == target:
            self_attacks.append(premise)
            builder.add_problem(
                Phrase("“%(name)s” bears on itself, which no record of a map can.", name=attack.attacker[:80]),
                Phrase("What it says of itself is left out."),
                attack.place,
            )
            continue
        fields = {"premises": [premise], "relation": attack.relation, "target": target, "note": attack.remark or None}
        builder.add_record(RecordKind.LINK, fields, place=attack.place)
    graph = builder.build_map()
    counts = {"arguments": len(labels), "attacks": attacks}
    return FormatReading(graph, counts, tuple(builder.problems), SelfAttacks(tuple(self_attacks)))


def _add_arguments(found: FoundFramework, builder: MapBuilder) -> dict[str, str]:
    labels: dict[str, str] = {}
    for argument in found.arguments:
        if argument.name in labels:
            builder.add_problem(
                Phrase("The argument “%(name)s” stands twice.", name=argument.name[:80]),
                Phrase("It is read once, with what is said of it first."),
                argument.place,
                ProblemWeight.OMITTED if argument.text else ProblemWeight.NOTED,
            )
            continue
        label = builder.reserve_label(argument.name, RecordKind.CLAIM)
        is_told = label in (argument.name, f"n{argument.name}") or not argument.text
        fields = {"text": argument.text or argument.name, "note": None if is_told else f"id: {argument.name}"}
        if builder.add_record(RecordKind.CLAIM, fields, label=label, place=argument.place) is not None:
            labels[argument.name] = label
    return labels


@dataclass(frozen=True, slots=True)
class AbstractFramework:
    """A map as a framework: texts of arguments by label, attacks by labels with the link of each, and losses."""

    texts: dict[str, str]
    attacks: dict[tuple[str, str], str]
    losses: tuple[FormatLoss, ...]


_NO_ATTACK = Phrase("It is no attack of an argument on another, and a framework has nothing else.")
_JOINT = Phrase("That several attack together cannot be said: each is written as attacking alone.")
_TWICE = Phrase("Another link says the same attack.")
_ONE_SORT = Phrase("All arguments are alike: it is written as one, and read back as a claim.")
_ONE_LINE = Phrase("Texts are written on one line.")
_ONE_ATTACK = Phrase("Attacks are of one sort.")


def build_framework(graph: Graph) -> AbstractFramework:
    """Return a map as a framework, with everything that is not in it."""
    texts = {label: _BREAKS.sub(" ", record.text).strip() for label, record in graph.statements.items()}
    attacks: dict[tuple[str, str], str] = {}
    lost: dict[Phrase, list[str]] = {}
    for link in graph.links:
        reason = _find_loss(link, texts, attacks)
        if reason is not None:
            lost.setdefault(reason, []).append(link.id)
        if reason in (None, _JOINT):
            for premise in link.premises:
                attacks.setdefault((premise, link.target), link.id)
    held = {RecordKind.CLAIM: ("text",), RecordKind.LINK: ("premises", "relation", "target")}
    losses = [
        FormatLoss(loss.kind, loss.field, loss.labels, _ONE_SORT)
        if loss.kind in (RecordKind.INTERPRETATION, RecordKind.EVIDENCE) and not loss.field
        else loss
        for loss in list_unheld_fields(graph, held, header=())
    ]
    losses += [FormatLoss(RecordKind.LINK, "", tuple(labels), reason) for reason, labels in lost.items()]
    written = dict.fromkeys(attacks.values())
    other = tuple(label for label in written if graph.links_by_id[label].relation != Relation.CHALLENGES)
    reworded = tuple(
        label for label, record in graph.statements.items() if isinstance(record, Claim) and record.text != texts[label]
    )
    losses += [FormatLoss(RecordKind.LINK, "relation", other, _ONE_ATTACK)] * bool(other)
    losses += [FormatLoss(RecordKind.CLAIM, "text", reworded, _ONE_LINE)] * bool(reworded)
    return AbstractFramework(texts, attacks, tuple(losses))


def _find_loss(link: Link, texts: dict[str, str], attacks: dict[tuple[str, str], str]) -> Phrase | None:
    """Return why a link is not in the framework as it is, None where it is."""
    if link.relation not in ATTACKS_ON_STATEMENTS or link.target not in texts:
        return _NO_ATTACK
    if any((premise, link.target) in attacks for premise in link.premises):
        return _TWICE if len(link.premises) == 1 else _JOINT
    return _JOINT if len(link.premises) > 1 else None


def name_framework(
    graph: Graph, framework: AbstractFramework, names: dict[str, str]
) -> tuple[dict[str, str], tuple[FormatLoss, ...]]:
    """Return what the labels that a reader gives stand for, and the losses of labels.

    `names` has the name in the file for the label of each argument. Links are numbered as they are read.
    """
    builder = MapBuilder()
    stands_for = {builder.reserve_label(names[label], RecordKind.CLAIM): label for label in framework.texts}
    changed: dict[RecordKind, list[str]] = {}
    for read, label in stands_for.items():
        if read != label:
            changed.setdefault(find_record_kind(graph.by_id[label]), []).append(label)
    for label in framework.attacks.values():
        read = builder.reserve_label("", RecordKind.LINK)
        stands_for[read] = label
        if read != label:
            changed.setdefault(RecordKind.LINK, []).append(label)
    reason = Phrase("What is read back has another label.")
    losses = tuple(
        FormatLoss(kind, "id", tuple(dict.fromkeys(labels)), reason) for kind, labels in sorted(changed.items())
    )
    return stands_for, losses
