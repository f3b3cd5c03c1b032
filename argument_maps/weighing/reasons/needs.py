"""What would be needed for something to stand: each answer was tried by weighing the map anew."""

from collections.abc import Iterable, Iterator

import msgspec

from argument_maps.bounded_work import check_work
from argument_maps.graph import natural_sort_key
from argument_maps.weighing.labelling.labels import IN
from argument_maps.weighing.reasons.arguments import (
    ArgumentState,
    WeighedArgument,
    list_arguments_against,
    list_arguments_for,
)
from argument_maps.weighing.reasons.narrowing import narrow_weighing
from argument_maps.weighing.set_aside import Circumstances
from argument_maps.weighing.weighing import Weighing, ground_map
from models.vocabulary import Term
from models.weighing_vocabulary import WeighedLabel

# So many ways are tried; more are told by none.
MOST_WAYS_TRIED = 24


class NeedKind(Term):
    """What would let something stand."""

    SUPPORT = "support", "Anything that speaks for it."
    STRONGER = "a stronger argument", "An argument for it that is stronger than all against it."
    WITHOUT = "without attacks", "That these links did not apply."
    PREMISES = "premises", "That these records stood, and these links, if any, did not apply."
    SETTLED = "a settled test", "That a test which is recorded as contested were judged confirmed."
    RESTORED = "restored", "That what is set aside were not."


class Need(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that would be enough.

    `links` are those that would have to fail, or the test that would have to be settled; `records` those that would
    have to stand; `stronger_than` the weight that an argument has to exceed; `restores` the link that would then apply.
    """

    kind: str
    links: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    stronger_than: float = 0
    restores: str | None = None


def list_needs(weighing: Weighing, label: str) -> tuple[Need, ...]:
    """Return what would each be enough for a statement or link to stand that does not, the smallest first."""
    if label in weighing.circumstances.records:
        return (Need(kind=NeedKind.RESTORED.value, records=(label,)),)
    weighing = narrow_weighing(weighing, [label])
    found = list(_list_tried(weighing, label))
    kept: list[Need] = []
    for need in sorted(found, key=lambda each: len(each.links) + len(each.records)):
        parts = {*need.links, *need.records}
        if not any({*other.links, *other.records} <= parts for other in kept):
            kept.append(need)
    if label in weighing.built.numbers and weighing.preponderance[label] != WeighedLabel.UNRESOLVED:
        kept += _list_certain(weighing, label)
    return tuple(kept)


def _list_certain(weighing: Weighing, label: str) -> Iterator[Need]:
    """Yield what is enough by what standing means, without trying it."""
    against = list_arguments_against(weighing, label)
    for argument in list_arguments_for(weighing, label):
        others = [each.strength for each in against if each.applies and each.link != argument.link]
        if argument.applies and argument.counts_twice and argument.strength > max(others, default=0):
            yield Need(kind=NeedKind.SETTLED.value, links=(argument.link or "",))
    if weighing.is_undercut(label):
        return
    opposition = weighing.find_opposition(label)
    if opposition > 0:
        yield Need(kind=NeedKind.STRONGER.value, stronger_than=opposition)
    else:
        yield Need(kind=NeedKind.SUPPORT.value)


def _list_tried(weighing: Weighing, label: str) -> Iterator[Need]:
    tried: set[tuple[str, ...]] = set()
    for links, records, restores in _list_candidates(weighing, label):
        key = (*links, "", *records)
        if key in tried or not (links or records) or len(tried) == MOST_WAYS_TRIED:
            continue
        tried.add(key)
        if _stands_without(weighing, label, links, records):
            kind = NeedKind.PREMISES if records else NeedKind.WITHOUT
            yield Need(kind=kind.value, links=links, records=records, restores=restores)


def _list_candidates(weighing: Weighing, label: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], str | None]]:
    """Yield links that might have to fail and records that might have to stand."""
    built, graph = weighing.built, weighing.graph
    if label not in built.numbers:
        attacks = _list_applying(list_arguments_against(weighing, label), 0)
        premises = graph.links_by_id[label].premises
        failing = tuple(each for each in premises if weighing.labelling.labels[built.numbers[each]] != IN)
        yield attacks, failing, None
        return
    strength = weighing.find_strength(label)
    attacks = _list_applying(list_arguments_against(weighing, label), strength)
    yield attacks, (), None
    for argument in list_arguments_for(weighing, label):
        if argument.state not in {ArgumentState.UNDERCUT, ArgumentState.PREMISE_FAILS}:
            continue
        undercuts = argument.defeaters if argument.state == ArgumentState.UNDERCUT else ()
        stronger = _list_applying(list_arguments_against(weighing, label), argument.strength)
        for more in ((), stronger):
            if argument.failing:
                # What defeats the premises, and else that these stand, however that may come.
                if argument.state == ArgumentState.PREMISE_FAILS and argument.defeaters:
                    yield _merge(argument.defeaters, more), (), argument.link
                yield _merge(undercuts, more), argument.failing, argument.link
            else:
                yield _merge(undercuts, more), (), argument.link


def _list_applying(arguments: Iterable[WeighedArgument], least: float) -> tuple[str, ...]:
    """Return the links that apply and weigh at least so much."""
    return _merge(tuple(each.link for each in arguments if each.link and each.applies and each.strength >= least), ())


def _merge(links: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*links, *others}, key=natural_sort_key))


def _stands_without(weighing: Weighing, label: str, links: Iterable[str], records: Iterable[str] = ()) -> bool:
    """Tell whether a statement or link would stand if these links failed and these records stood."""
    check_work()
    circumstances = weighing.circumstances
    changed: Circumstances = msgspec.structs.replace(
        circumstances, records=circumstances.records | set(links), accepted=circumstances.accepted | set(records)
    )
    labelling = ground_map(weighing.built, changed)
    if label in weighing.built.numbers:
        return labelling.labels[weighing.built.numbers[label]] == IN
    return any(labelling.weights[step] > 0 for step in weighing.built.steps[label])
