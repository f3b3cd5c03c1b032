"""What stands on a map under a rule of proof, with some of it set aside."""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from argument_maps.graph import Graph
from argument_maps.weighing.labelling.grounded import label_grounded
from argument_maps.weighing.labelling.labels import IN, OUT, Labelling
from argument_maps.weighing.map_structures import MapStructure, build_map_structure
from argument_maps.weighing.set_aside import NOTHING_SET_ASIDE, Circumstances
from argument_maps.weighing.witnesses import find_corroborated, find_documented
from models.weighing_vocabulary import ProofRule, Shortfall, WeighedLabel

_STANDS, _FALLS, _CONTESTED, _UNRESOLVED, _UNSUPPORTED = (label.value for label in WeighedLabel)

ASKING_FOR_DOCUMENTS = frozenset({ProofRule.DOCUMENTED, ProofRule.CORROBORATED})
"""The rules that ask on which documents a record stands."""


class Weighing(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """What becomes of every statement and link of a map.

    `labels` are by record, under `rule`. A rule is asked of the record itself: what its arguments rest on is weighed by
    preponderance (`preponderance`), so that a stricter rule lets nothing stand, and nothing fall for want of an
    attack, that a laxer one does not. `on_authority` are those that stand without a document; `shortfalls` tell why
    what stands by preponderance does not by the rule.
    """

    graph: Graph
    rule: str
    circumstances: Circumstances
    labels: Mapping[str, str]
    preponderance: Mapping[str, str]
    on_authority: frozenset[str]
    shortfalls: Mapping[str, str]
    built: MapStructure
    labelling: Labelling

    def find_strength(self, label: str) -> float:
        """Return the weight of the heaviest argument for a statement that applies, 0 where none does."""
        return self.labelling.strengths[self.built.numbers[label]]

    def find_opposition(self, label: str) -> float:
        """Return the weight of the heaviest argument against a statement that applies, 0 where none does."""
        contrary = self.built.contraries.get(label)
        return 0 if contrary is None else self.labelling.strengths[contrary]

    def applies(self, link: str) -> bool:
        """Tell whether a link applies: its premises stand, nothing undercuts it, and it is not set aside."""
        return any(self.labelling.weights[step] > 0 for step in self.built.steps[link])

    def is_undercut(self, label: str) -> bool:
        """Tell whether an attack that applies hits the link, or what the evidence stands on."""
        undercutter = self.built.undercutters.get(label)
        return undercutter is not None and self.labelling.labels[undercutter] == IN


def weigh_map(
    graph: Graph, rule: str = ProofRule.PREPONDERANCE, circumstances: Circumstances = NOTHING_SET_ASIDE
) -> Weighing:
    """Return what stands and what falls. Linear in records and links, but for circles of arguments."""
    built = build_map_structure(graph)
    labelling = ground_map(built, circumstances)
    return label_structure(built, labelling, rule, circumstances)


def label_structure(built: MapStructure, labelling: Labelling, rule: str, circumstances: Circumstances) -> Weighing:
    """Return the labels of what is in a structure, a whole map or part of one, from its grounded labelling."""
    preponderance = _label_statements(built, labelling, circumstances, built.numbers)
    links = _label_links(built, labelling, circumstances, preponderance, built.steps)
    documented = find_documented(built, labelling)
    labels, shortfalls = _apply_rule(built, labelling, rule, circumstances, preponderance, documented)
    stands = WeighedLabel.STANDS
    return Weighing(
        graph=built.graph,
        rule=rule,
        circumstances=circumstances,
        labels=labels | links,
        preponderance=preponderance | links,
        on_authority=frozenset(
            label for label, number in built.numbers.items() if labels[label] == stands and number not in documented
        ),
        shortfalls=shortfalls,
        built=built,
        labelling=labelling,
    )


def label_some(
    built: MapStructure, labelling: Labelling, rule: str, circumstances: Circumstances, records: Iterable[str]
) -> dict[str, str]:
    """Return the labels of some of the statements and links of a structure, as all are labelled."""
    asked = set(records)
    links = [record for record in asked if record in built.steps]
    statements = asked.difference(links)
    premises = {premise for link in links for premise in built.graph.links_by_id[link].premises}
    preponderance = _label_statements(built, labelling, circumstances, statements | premises)
    labels = _label_links(built, labelling, circumstances, preponderance, links)
    documented = find_documented(built, labelling) if rule in ASKING_FOR_DOCUMENTS else set()
    chosen = {each: preponderance[each] for each in statements}
    found, _ = _apply_rule(built, labelling, rule, circumstances, chosen, documented)
    return labels | found


def weigh_unswitched(weighing: Weighing) -> Weighing:
    """Return the same map under the same rule with nothing set aside or accepted, to be compared with."""
    circumstances = weighing.circumstances
    if not (circumstances.sources or circumstances.records or circumstances.accepted):
        return weighing
    return weigh_map(weighing.graph, weighing.rule)


def ground_map(built: MapStructure, circumstances: Circumstances) -> Labelling:
    """Return the grounded labelling of a map with what is set aside and accepted."""
    without, rejected, accepted = find_settings(built, circumstances)
    return label_grounded(built.structure, without=without, rejected=rejected, accepted=accepted)


def find_settings(built: MapStructure, circumstances: Circumstances) -> tuple[set[int], list[int], list[int]]:
    """Return the arguments that are set aside, and the statements that are out and in whatever is argued."""
    numbers = built.numbers
    without = {base for source in circumstances.sources for base in built.resting_on.get(source, ())}
    without.update(step for record in circumstances.records for step in built.steps.get(record, ()))
    rejected = [numbers[record] for record in circumstances.records if record in numbers]
    # What somebody accepts of a link is that nothing undercuts it.
    rejected += [
        built.undercutters[record]
        for record in circumstances.accepted
        if record not in numbers and record in built.undercutters
    ]
    accepted = [numbers[record] for record in circumstances.accepted if record in numbers]
    return without, rejected, accepted


def _label_statements(
    built: MapStructure, labelling: Labelling, circumstances: Circumstances, statements: Iterable[str]
) -> dict[str, str]:
    labels: dict[str, str] = {}
    decided, strengths, contraries = labelling.labels, labelling.strengths, built.contraries
    empty: set[int] | None = None
    for label in statements:
        number = built.numbers[label]
        state = decided[number]
        if state == IN:
            labels[label] = _STANDS
        elif state != OUT:
            labels[label] = _UNRESOLVED
        else:
            if empty is None:
                empty = find_empty(built, labelling)
            if number in empty and label not in circumstances.records:
                labels[label] = _UNSUPPORTED
                continue
            opposed = label in contraries and strengths[number] == strengths[contraries[label]] > 0
            labels[label] = _CONTESTED if opposed and label not in circumstances.records else _FALLS
    return labels


def find_empty(built: MapStructure, labelling: Labelling) -> set[int]:
    """Return the statements that are out, and for and against which nothing is offered but what is itself empty."""
    structure, arguments_for = built.structure, built.structure.arguments_for
    opposed = {
        built.numbers[label] for label, contrary in built.contraries.items() if labelling.strengths[contrary] > 0
    }
    failing: dict[int, int] = {}
    pending = [
        number
        for number in built.numbers.values()
        if labelling.labels[number] == OUT and not arguments_for[number] and number not in opposed
    ]
    empty = set(pending)
    told: set[int] = set()
    while pending:
        for argument in structure.arguments_from[pending.pop()]:
            conclusion = structure.conclusions[argument]
            undercutter = structure.undercutters[argument]
            if argument in told or conclusion < 0 or (undercutter >= 0 and labelling.labels[undercutter] == IN):
                continue
            told.add(argument)
            failing[conclusion] = failing.get(conclusion, len(arguments_for[conclusion])) - 1
            if not failing[conclusion] and labelling.labels[conclusion] == OUT and conclusion not in opposed:
                empty.add(conclusion)
                pending.append(conclusion)
    return empty


def _label_links(
    built: MapStructure,
    labelling: Labelling,
    circumstances: Circumstances,
    statements: Mapping[str, str],
    links: Iterable[str],
) -> dict[str, str]:
    """Return labels of links: each stands where it applies, and else has the label of what keeps it from that."""
    labels: dict[str, str] = {}
    undercutters, weights, decided = built.undercutters, labelling.weights, labelling.labels
    for link in links:
        weight = weights[built.steps[link][0]]
        if weight > 0:
            labels[link] = _STANDS
        elif weight < 0:
            labels[link] = _UNRESOLVED
        elif link in circumstances.records or (link in undercutters and decided[undercutters[link]] == IN):
            labels[link] = _FALLS
        else:
            found = {statements[premise] for premise in built.graph.links_by_id[link].premises}
            labels[link] = next(label for label in (_FALLS, _CONTESTED, _UNSUPPORTED) if label in found)
    return labels


def _apply_rule(
    built: MapStructure,
    labelling: Labelling,
    rule: str,
    circumstances: Circumstances,
    statements: dict[str, str],
    documented: set[int],
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the labels of statements under a rule, and why what stands by preponderance does not."""
    if rule == ProofRule.PREPONDERANCE:
        return dict(statements), {}
    if rule == ProofRule.ASSERTED:
        strengths, numbers = labelling.strengths, built.numbers
        # One argument that applies is enough, also where it is undecided whether another outweighs it.
        return {
            label: _STANDS if strengths[numbers[label]] > 0 and label not in circumstances.records else found
            for label, found in statements.items()
        }, {}
    shortfalls = dict(_list_shortfalls(built, labelling, rule, statements, documented))
    fallen = {Shortfall.OPPOSED.value: _CONTESTED}
    labels = {
        label: fallen.get(shortfalls[label], _UNSUPPORTED) if label in shortfalls else found
        for label, found in statements.items()
    }
    return labels, shortfalls


def _list_shortfalls(
    built: MapStructure, labelling: Labelling, rule: str, statements: Mapping[str, str], documented: set[int]
) -> Iterator[tuple[str, str]]:
    standing = [label for label, found in statements.items() if found == _STANDS]
    corroborated = find_corroborated(built, labelling, documented) if rule == ProofRule.CORROBORATED else set()
    for label in standing:
        number = built.numbers[label]
        if rule == ProofRule.BEYOND_DISPUTE:
            if label in built.contraries and labelling.strengths[built.contraries[label]] > 0:
                yield label, Shortfall.OPPOSED.value
        elif number not in documented:
            yield label, Shortfall.ON_AUTHORITY.value
        elif rule == ProofRule.CORROBORATED and number not in corroborated:
            yield label, Shortfall.ONE_WITNESS.value
