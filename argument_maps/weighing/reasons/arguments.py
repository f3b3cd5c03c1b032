"""The arguments for and against a record of a weighed map, each with what keeps it from applying."""

from collections.abc import Iterator

import msgspec

from argument_maps.graph import natural_sort_key
from argument_maps.values import Evidence
from argument_maps.weighing.labelling.labels import IN
from argument_maps.weighing.labelling.structures import TOP
from argument_maps.weighing.map_structures import MapStructure
from argument_maps.weighing.weighing import Weighing
from models.vocabulary import Term


class ArgumentState(Term):
    """Whether an argument applies, and what keeps it from that."""

    APPLIES = "applies", "Its premises stand, nothing undercuts it, and nothing of it is set aside."
    ACCEPTED = "accepted", "What it argues for stands because somebody accepts it, whatever is argued."
    UNDERCUT = "undercut", "An attack on the step itself, or on the document of evidence, applies."
    PREMISE_FAILS = "a premise fails", "A premise does not stand."
    SET_ASIDE = "set aside", "The link or its document is set aside."
    UNRESOLVED = "unresolved", "It hangs on a circle that nothing outside decides."


class WeighedArgument(msgspec.Struct, frozen=True, kw_only=True):
    """One argument that bears on `target`, a record or link: a `link`, or what the record's own `source` says.

    `speaks_for` tells on which side, `counts_twice` that it is a test judged contested, which speaks for both sides.
    `strength` is its weight where it applies; else what it would have but for what keeps it from applying, without the
    premises that fail. `defeaters` are the links that apply and keep it from applying, `failing` the premises that do
    not stand. `is_documentary` tells of a source that it is a document.
    """

    number: int
    target: str
    link: str | None = None
    source: str | None = None
    premises: tuple[str, ...] = ()
    speaks_for: bool = True
    counts_twice: bool = False
    is_documentary: bool = False
    strength: float
    state: str
    defeaters: tuple[str, ...] = ()
    failing: tuple[str, ...] = ()

    @property
    def applies(self) -> bool:
        """Whether it counts."""
        return self.state in {ArgumentState.APPLIES, ArgumentState.ACCEPTED}


class ArgumentIndex(msgspec.Struct, frozen=True):
    """Which link or record made each argument of a structure, and what its statements are, by their numbers.

    `names` are labels: a record for itself and for its contrary, and what is undercut for its undercutter.
    """

    links: dict[int, str]
    records: dict[int, str]
    names: dict[int, str]


def index_arguments(built: MapStructure) -> ArgumentIndex:
    """Return whose each argument is, made once and kept with the graph."""
    known: ArgumentIndex | None = built.graph.derived.get((ArgumentIndex, ""))
    if known is None:
        names = {number: label for label, number in built.numbers.items()}
        names |= {number: label for label, number in built.contraries.items()}
        names |= {number: label for label, number in built.undercutters.items()}
        known = built.graph.derived[ArgumentIndex, ""] = ArgumentIndex(
            links={step: link for link, steps in built.steps.items() for step in steps},
            records={base: record for record, base in built.bases.items()},
            names=names,
        )
    return known


def list_arguments_for(weighing: Weighing, label: str) -> tuple[WeighedArgument, ...]:
    """Return what is offered for a statement: those that apply first, the strongest first, then by label."""
    return _describe_all(weighing, weighing.built.numbers[label])


def list_arguments_against(weighing: Weighing, label: str) -> tuple[WeighedArgument, ...]:
    """Return what is offered against a statement or link, and against the document of evidence, in the same order."""
    built = weighing.built
    found: list[WeighedArgument] = []
    for positions in (built.undercutters, built.contraries):
        if label in positions:
            found += _describe_all(weighing, positions[label])
    return tuple(found)


def find_bearing_links(weighing: Weighing, position: int) -> tuple[str, ...]:
    """Return the links that apply and argue for a position of the structure, in the order of their labels."""
    links = index_arguments(weighing.built).links
    weights = weighing.labelling.weights
    applying = [
        links[argument]
        for argument in weighing.built.structure.arguments_for[position]
        if weights[argument] > 0 and argument in links
    ]
    return tuple(sorted(applying, key=natural_sort_key))


def describe_weighed_argument(weighing: Weighing, number: int) -> WeighedArgument:
    """Return an argument with what keeps it from applying."""
    built, graph = weighing.built, weighing.graph
    index, structure = index_arguments(built), built.structure
    label = index.links.get(number)
    state, defeaters, failing = _judge(weighing, number)
    if label is None:
        record = graph.statements[index.records[number]]
        return WeighedArgument(
            number=number,
            target=record.id,
            source=record.source,
            is_documentary=number in built.documentary,
            strength=_measure_potential(weighing, number),
            state=state,
            defeaters=defeaters,
        )
    link = graph.links_by_id[label]
    return WeighedArgument(
        number=number,
        target=link.target,
        link=label,
        premises=link.premises,
        speaks_for=structure.conclusions[number] == built.numbers.get(link.target),
        counts_twice=len(built.steps[label]) > 1,
        strength=_measure_potential(weighing, number),
        state=state,
        defeaters=defeaters,
        failing=failing,
    )


def list_failing_attacks(weighing: Weighing, premise: str) -> tuple[str, ...]:
    """Return the links that apply and keep a statement from standing."""
    built, labelling = weighing.built, weighing.labelling
    found: tuple[str, ...] = ()
    if isinstance(weighing.graph.statements[premise], Evidence) and weighing.is_undercut(premise):
        found += find_bearing_links(weighing, built.undercutters[premise])
    if premise in built.contraries and weighing.find_opposition(premise) >= weighing.find_strength(premise):
        contrary = built.contraries[premise]
        links = index_arguments(built).links
        least = weighing.find_strength(premise)
        found += tuple(
            links[argument]
            for argument in built.structure.arguments_for[contrary]
            if labelling.weights[argument] >= max(least, 1) and links[argument] not in found
        )
    return tuple(sorted(found, key=natural_sort_key))


def _describe_all(weighing: Weighing, position: int) -> tuple[WeighedArgument, ...]:
    described = [describe_weighed_argument(weighing, each) for each in weighing.built.structure.arguments_for[position]]
    return tuple(sorted(described, key=rank_argument))


def rank_argument(argument: WeighedArgument) -> tuple[bool, float, tuple[tuple[int, int, str], ...]]:
    """Return the place of an argument among others: those that apply, then the strongest, then by label."""
    return not argument.applies, -argument.strength, natural_sort_key(argument.link or "")


def _judge(weighing: Weighing, number: int) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return the state of an argument, the links that defeat it, and its premises that do not stand."""
    built, labelling, circumstances = weighing.built, weighing.labelling, weighing.circumstances
    index, structure = index_arguments(built), built.structure
    if labelling.weights[number] > 0:
        return ArgumentState.APPLIES.value, (), ()
    label = index.links.get(number)
    if label in circumstances.records:
        return ArgumentState.SET_ASIDE.value, (), ()
    if label is None and weighing.graph.statements[index.records[number]].source in circumstances.sources:
        return ArgumentState.SET_ASIDE.value, (), ()
    if labelling.weights[number] < 0:
        return ArgumentState.UNRESOLVED.value, (), ()
    failing = tuple(_list_failing(weighing, structure.premises[number]))
    undercutter = structure.undercutters[number]
    if undercutter >= 0 and labelling.labels[undercutter] == IN:
        return ArgumentState.UNDERCUT.value, find_bearing_links(weighing, undercutter), failing
    attacks = dict.fromkeys(link for premise in failing for link in list_failing_attacks(weighing, premise))
    return ArgumentState.PREMISE_FAILS.value, tuple(attacks), failing


def _list_failing(weighing: Weighing, premises: tuple[int, ...]) -> Iterator[str]:
    names, labels = index_arguments(weighing.built).names, weighing.labelling.labels
    return (names[premise] for premise in premises if labels[premise] != IN)


def _measure_potential(weighing: Weighing, number: int) -> float:
    """Return the weight of an argument, or what it would have if it applied and its failing premises stood."""
    structure, labelling = weighing.built.structure, weighing.labelling
    weight = labelling.weights[number]
    if weight > 0:
        return weight
    standing = [
        labelling.strengths[premise]
        for premise in structure.premises[number]
        if labelling.labels[premise] == IN and labelling.strengths[premise] < TOP
    ]
    return min([structure.caps[number], *standing])
