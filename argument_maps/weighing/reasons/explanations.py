"""Why a statement or link stands, or what defeats or balances it and what would be needed: as a value.

The words are those of `wording.word_explanation`.
"""

from collections.abc import Iterable

import msgspec

from argument_maps.graph import Graph, natural_sort_key
from argument_maps.values import Link
from argument_maps.weighing.labelling.labels import IN
from argument_maps.weighing.labelling.structures import TOP
from argument_maps.weighing.reasons.arguments import (
    WeighedArgument,
    describe_weighed_argument,
    list_arguments_against,
    list_arguments_for,
)
from argument_maps.weighing.reasons.chains import find_best_chain, find_chain
from argument_maps.weighing.reasons.circles import Circle, find_circle
from argument_maps.weighing.reasons.needs import Need, list_needs
from argument_maps.weighing.weighing import Weighing
from models.errors import MapError, Phrase
from models.vocabulary import Relation
from models.weighing_vocabulary import WeighedLabel


class NothingToWeigh(MapError):
    """What is asked about is no statement and no link of the map."""

    title = Phrase("That is not weighed")


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """Why a record has its label.

    `label` is that under the rule, `preponderance` that by preponderance, which the rest explains, and `shortfall` why
    the two differ. `strength` is that of the heaviest argument for it, `opposition` that of the heaviest against it.

    `steps` are the shortest chain that speaks for it, from the record down to its documents; `further` are the links
    that would each carry it without the first of them. `opposing` is the chain that defeats or balances it. `offered`
    are arguments for it that do not apply, `objections` those against it and against the steps, but for what opens
    `opposing`; each has what defeats it. `qualified_by` are links that qualify it or its first step. `circle` is the
    one on which it hangs, `needed` what would each let it stand.
    """

    record: str
    rule: str
    label: str
    preponderance: str
    shortfall: str | None = None
    strength: float = 0
    opposition: float = 0
    is_on_authority: bool = False
    is_set_aside: bool = False
    is_accepted: bool = False
    steps: tuple[WeighedArgument, ...] = ()
    further: tuple[str, ...] = ()
    opposing: tuple[WeighedArgument, ...] = ()
    offered: tuple[WeighedArgument, ...] = ()
    objections: tuple[WeighedArgument, ...] = ()
    qualified_by: tuple[str, ...] = ()
    circle: Circle | None = None
    needed: tuple[Need, ...] = ()


def explain_record(weighing: Weighing, label: str, *, with_circle: bool = True, with_needs: bool = True) -> Explanation:
    """Return why a statement or link has its label. Raises `NothingToWeigh`.

    Linear in what lies below it, but for what would decide a `circle` and what would be `needed`, for which the map is
    weighed a bounded number of times and without which these are empty.
    """
    graph = weighing.graph
    if label not in graph.statements and label not in graph.links_by_id:
        raise NothingToWeigh(
            Phrase("“%(name)s” is no statement and no link of this map.", name=label[:100]),
            Phrase("Name a claim, an interpretation, a piece of evidence or a link by its id."),
        )
    is_statement = label in graph.statements
    preponderance = weighing.preponderance[label]
    steps = _find_steps(weighing, label)
    opposing = _find_opposing(weighing, label, preponderance)
    told = {argument.number for argument in (*steps, *opposing[:1])}
    offered = list_arguments_for(weighing, label) if is_statement else ()
    return Explanation(
        record=label,
        rule=weighing.rule,
        label=weighing.labels[label],
        preponderance=preponderance,
        shortfall=weighing.shortfalls.get(label),
        strength=weighing.find_strength(label) if is_statement else _find_link_strength(weighing, label),
        opposition=weighing.find_opposition(label) if is_statement else 0,
        is_on_authority=_rests_on_authority(weighing, label, steps),
        is_set_aside=label in weighing.circumstances.records,
        is_accepted=label in weighing.circumstances.accepted,
        steps=steps,
        further=_list_further(weighing, label, steps) if preponderance == WeighedLabel.STANDS and is_statement else (),
        opposing=opposing,
        offered=tuple(argument for argument in offered if not argument.applies and argument.number not in told),
        objections=_list_objections(weighing, label, steps, told),
        qualified_by=_list_qualifying(weighing, (label, *(step.link for step in steps[:1] if step.link))),
        circle=find_circle(weighing, label) if with_circle and preponderance == WeighedLabel.UNRESOLVED else None,
        needed=list_needs(weighing, label) if with_needs and preponderance != WeighedLabel.STANDS else (),
    )


def _find_link_strength(weighing: Weighing, label: str) -> float:
    return max(weighing.labelling.weights[step] for step in weighing.built.steps[label])


def _find_steps(weighing: Weighing, label: str) -> tuple[WeighedArgument, ...]:
    """Return the chain for a record: of what does not stand that of its heaviest argument that applies."""
    if label in weighing.circumstances.records:
        return ()
    built, labelling = weighing.built, weighing.labelling
    if label in weighing.graph.links_by_id:
        step = built.steps[label][0]
        return _trace(weighing, step) if labelling.weights[step] > 0 else ()
    number = built.numbers[label]
    if labelling.strengths[number] == TOP:
        return ()
    if labelling.labels[number] == IN:
        against = weighing.find_opposition(label)
        chain = find_best_chain(weighing, number, against)
        if chain is None:
            chain = find_best_chain(weighing, number, against, with_authorities=True)
        if chain is not None:
            return _describe_chain(weighing, chain)
    best = next((argument for argument in list_arguments_for(weighing, label) if argument.applies), None)
    return _trace(weighing, best.number) if best else ()


def _list_further(weighing: Weighing, label: str, steps: tuple[WeighedArgument, ...]) -> tuple[str, ...]:
    against, carrying = weighing.find_opposition(label), {step.link for step in steps[:1]}
    links = [
        argument.link
        for argument in list_arguments_for(weighing, label)
        if argument.strength > against and argument.applies and argument.link and argument.link not in carrying
    ]
    return tuple(sorted(links, key=natural_sort_key))


def _find_opposing(weighing: Weighing, label: str, preponderance: str) -> tuple[WeighedArgument, ...]:
    """Return the chain of the heaviest argument that applies against what does not stand."""
    if preponderance == WeighedLabel.STANDS or label in weighing.circumstances.records:
        return ()
    against = [argument for argument in list_arguments_against(weighing, label) if argument.applies]
    return _trace(weighing, against[0].number) if against else ()


def _trace(weighing: Weighing, argument: int) -> tuple[WeighedArgument, ...]:
    chain = find_chain(weighing, argument) or find_chain(weighing, argument, with_authorities=True)
    return _describe_chain(weighing, chain or (argument,))


def _describe_chain(weighing: Weighing, chain: Iterable[int]) -> tuple[WeighedArgument, ...]:
    return tuple(describe_weighed_argument(weighing, argument) for argument in chain)


def _rests_on_authority(weighing: Weighing, label: str, steps: tuple[WeighedArgument, ...]) -> bool:
    if label in weighing.on_authority:
        return True
    return any(step.link is None and not step.is_documentary for step in steps)


def _list_objections(
    weighing: Weighing, label: str, steps: tuple[WeighedArgument, ...], told: set[int]
) -> tuple[WeighedArgument, ...]:
    """Return what is argued against a record, and against each step and what it rests on, in this order, each once."""
    targets = dict.fromkeys([label])
    for step in steps:
        targets |= dict.fromkeys((step.target, *([step.link] if step.link else []), *step.premises))
    if label in weighing.graph.links_by_id:
        # Of a link it is asked whether it applies, not whether its target stands.
        targets.pop(weighing.graph.links_by_id[label].target, None)
    found: dict[int, WeighedArgument] = {}
    for target in targets:
        for argument in list_arguments_against(weighing, target):
            if argument.number not in told:
                found[argument.number] = argument
    return tuple(found.values())


def _list_qualifying(weighing: Weighing, labels: Iterable[str]) -> tuple[str, ...]:
    links = [
        link.id
        for label in dict.fromkeys(labels)
        for link in weighing.graph.links_to.get(label, ())
        if link.relation == Relation.QUALIFIES and weighing.applies(link.id)
    ]
    return tuple(sorted(links, key=natural_sort_key))


def list_explained_records(graph: Graph, explanation: Explanation) -> tuple[frozenset[str], frozenset[str]]:
    """Return the statements and links that an explanation speaks of, whole: each link with premises and target."""
    arguments = (*explanation.steps, *explanation.opposing, *explanation.offered, *explanation.objections)
    pending = [explanation.record, *explanation.qualified_by]
    for argument in arguments:
        pending += [argument.link or argument.target, *argument.defeaters]
    if explanation.circle is not None:
        pending += [*explanation.circle.records, *explanation.circle.links]
    statements: set[str] = set()
    links: set[str] = set()
    while pending:
        label = pending.pop()
        record = graph.by_id.get(label)
        if isinstance(record, Link) and label not in links:
            links.add(label)
            pending += [*record.premises, record.target]
        elif label in graph.statements:
            statements.add(label)
    return frozenset(statements), frozenset(links)


def find_whose_stance(weighing: Weighing, label: str) -> str | None:
    """Return the agent because of whose stance a record is set aside or accepted, None where nobody's is."""
    reader = weighing.circumstances.reader
    if reader is None or label in weighing.circumstances.named:
        return None
    return reader if any(stance.agent == reader for stance in weighing.graph.stances_on.get(label, ())) else None
