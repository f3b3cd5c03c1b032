"""Where the verdict recorded on a perception and the label that weighing gives it differ, and by which arguments.

A verdict that somebody recorded is theirs and stays as it is.
"""

from collections.abc import Iterator

import msgspec

from argument_maps.bounded_work import check_work
from argument_maps.graph import natural_sort_key
from argument_maps.verdicts.combination import find_verdict, list_tests
from argument_maps.weighing.reasons.argument_wording import ArgumentNarrator, join_and, join_or
from argument_maps.weighing.reasons.arguments import (
    WeighedArgument,
    list_arguments_against,
    list_arguments_for,
)
from argument_maps.weighing.reasons.narrowing import narrow_weighing
from argument_maps.weighing.recorded_verdicts import expect_label
from argument_maps.weighing.weighing import Weighing, weigh_map
from models.errors import Phrase
from models.vocabulary import ClaimKind, Verdict
from models.weighing_vocabulary import WeighedLabel

# So many links are set aside in turn to see whether the label comes to agree with the verdict; fewer where so much
# depends on each other that more than so many records would be weighed for one perception.
MOST_SET_ASIDE, MOST_WEIGHED = 16, 40_000


class VerdictDifference(msgspec.Struct, frozen=True, kw_only=True):
    """A recorded verdict from which the weighed label departs.

    `expected` is the label that the verdict would be. `lost_tests` are the tests that do not apply, with what defeats
    them; `beside` the links that are no tests and apply; `prevailing` the links of the heaviest arguments on the side
    that prevails. `decisive` are the links without which the label would agree: any one of them where `one_is_enough`,
    else only all together; none where no links do it, so that the strength of `prevailing` makes the difference.
    """

    perception: str
    verdict: str
    label: str
    expected: str
    lost_tests: tuple[WeighedArgument, ...] = ()
    beside: tuple[str, ...] = ()
    prevailing: tuple[str, ...] = ()
    decisive: tuple[str, ...] = ()
    one_is_enough: bool = False


def tell_difference(weighing: Weighing, perception: str) -> VerdictDifference | None:
    """Return how the weighed label departs from the verdict recorded on a perception, None where it does not.

    What is not tested or open agrees with any label. The map is weighed a bounded number of times.
    """
    graph = weighing.graph
    verdict = find_verdict(graph, perception)
    expected, label = expect_label(verdict), weighing.labels[perception]
    if expected is None or expected == label:
        return None
    tests = {link.id for link in list_tests(graph, perception)}
    sides = list_arguments_for(weighing, perception), list_arguments_against(weighing, perception)
    bearing = {argument.link: argument for side in sides for argument in side if argument.link}
    prevailing = _list_prevailing(weighing, perception, *sides)
    narrow = narrow_weighing(weighing, [perception])
    decisive, one_is_enough = _find_decisive(narrow, perception, expected, list(bearing.values()))
    return VerdictDifference(
        perception=perception,
        verdict=verdict,
        label=label,
        expected=expected,
        lost_tests=tuple(each for link, each in bearing.items() if link in tests and not each.applies),
        beside=tuple(link for link, each in bearing.items() if link not in tests and each.applies),
        prevailing=prevailing,
        decisive=decisive,
        one_is_enough=one_is_enough,
    )


def list_verdict_differences(weighing: Weighing) -> Iterator[VerdictDifference]:
    """Yield the differences on the perceptions of a map, in their order."""
    for claim in weighing.graph.claims:
        if claim.kind == ClaimKind.PERCEPTION and (found := tell_difference(weighing, claim.id)) is not None:
            yield found


def _list_prevailing(
    weighing: Weighing, label: str, offered: tuple[WeighedArgument, ...], against: tuple[WeighedArgument, ...]
) -> tuple[str, ...]:
    strength, opposition = weighing.find_strength(label), weighing.find_opposition(label)
    winning = offered if strength > opposition else against if opposition > strength else ()
    best = max(strength, opposition)
    return tuple(each.link for each in winning if each.link and each.applies and each.strength == best)


def _find_decisive(
    weighing: Weighing, perception: str, expected: str, bearing: list[WeighedArgument]
) -> tuple[tuple[str, ...], bool]:
    """Return the links without which the label is the expected one, and whether any one of them is enough."""
    candidates = {link for argument in bearing for link in argument.defeaters}
    candidates |= {argument.link for argument in bearing if argument.applies and argument.link}
    bound = max(1, min(MOST_SET_ASIDE, MOST_WEIGHED // (len(weighing.labels) + 1)))
    links = sorted(candidates, key=natural_sort_key)[:bound]
    single = tuple(link for link in links if _label_without(weighing, perception, [link]) == expected)
    if single or _label_without(weighing, perception, links) != expected:
        return single, bool(single)
    kept = list(links)
    for link in links:
        fewer = [each for each in kept if each != link]
        if _label_without(weighing, perception, fewer) == expected:
            kept = fewer
    return tuple(kept), False


def _label_without(weighing: Weighing, label: str, links: list[str]) -> str:
    check_work()
    circumstances = weighing.circumstances
    changed = msgspec.structs.replace(circumstances, records=circumstances.records | set(links))
    return weigh_map(weighing.graph, weighing.rule, changed).labels[label]


def word_difference(weighing: Weighing, difference: VerdictDifference) -> tuple[Phrase, ...]:
    """Return how a weighed label departs from the recorded verdict, and by which arguments, in sentences."""
    narrator = ArgumentNarrator(weighing)
    departs = Phrase(
        "The verdict recorded is “%(verdict)s”; weighed on this map, the label of %(perception)s is “%(label)s”.",
        verdict=Verdict(difference.verdict),
        perception=narrator.name(difference.perception),
        label=WeighedLabel(difference.label),
    )
    return departs, *_tell_causes(narrator, difference)


def word_difference_causes(weighing: Weighing, difference: VerdictDifference) -> tuple[Phrase, ...]:
    """Return by which arguments a weighed label departs from the recorded verdict, in sentences beside the two."""
    return tuple(_tell_causes(ArgumentNarrator(weighing, known=(difference.perception,)), difference))


def _tell_causes(narrator: ArgumentNarrator, difference: VerdictDifference) -> Iterator[Phrase]:
    expected = WeighedLabel(difference.expected)
    for argument in difference.lost_tests:
        yield Phrase(
            "The test %(test)s does not count: %(reason)s.",
            test=narrator.name(argument.link or ""),
            reason=narrator.word_defeat(argument),
        )
    if difference.decisive:
        named = [narrator.name(link) for link in difference.decisive]
        links = join_or(named) if difference.one_is_enough else join_and(named)
        yield Phrase("Without %(links)s the label would be “%(label)s”, as recorded.", links=links, label=expected)
    elif difference.prevailing:
        yield Phrase(
            "What makes the difference is the strength of %(links)s, which outweighs all that is put against it.",
            links=join_and([narrator.name(link) for link in difference.prevailing]),
        )
