"""Preferred extensions of abstract argumentation frameworks: the largest sets that defend themselves (Dung 1995).

What the grounded labelling leaves undecided is taken in the order of its strongly connected components, since what
is preferred within one follows from what was chosen in those that attack it (Baroni, Giacomin and Guida 2005). Within a
component arguments are taken in or left out by backtracking, as in Nofal, Atkinson and Dunne 2014: what attacks an
argument that was taken in must come to be attacked itself.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from argument_maps.weighing.frameworks.attack_graphs import AttackGraph, label_framework
from argument_maps.weighing.labelling.components import list_components
from argument_maps.weighing.labelling.labels import IN, OUT, UNDECIDED

MOST_EXTENSIONS = 10_000
LONGEST_SEARCH = 30.0
_STEPS_BETWEEN_LOOKS = 256


@dataclass(frozen=True, slots=True)
class PreferredExtensions:
    """Labellings by argument: in the extension, out where it attacks the argument, else undecided.

    Without `is_complete` a bound was reached, and there can be more.
    """

    labellings: tuple[tuple[int, ...], ...]
    is_complete: bool

    def list_stable(self) -> list[tuple[int, ...]]:
        """Return those that leave nothing undecided, which are the stable extensions."""
        return [labels for labels in self.labellings if UNDECIDED not in labels]


def list_preferred_extensions(
    graph: AttackGraph, most: int = MOST_EXTENSIONS, seconds: float = LONGEST_SEARCH
) -> PreferredExtensions:
    """Return all preferred extensions, at most so many as could be found in so many seconds."""
    search = _ExtensionSearch(graph, time.monotonic() + seconds)
    found: list[tuple[int, ...]] = []
    is_complete = True
    try:
        for labels in search.go_through():
            if len(found) == most:
                is_complete = False
                break
            found.append(labels)
    except _TooLong:
        is_complete = False
    return PreferredExtensions(tuple(found), is_complete)


class _TooLong(Exception):
    """The time for a search is over."""


# Components that wait for their turn, the first one first.
_Pending = tuple[list[int], "_Pending"] | None


@dataclass(slots=True)
class _Choice:
    """What can be chosen for some arguments: the sets of those to be in; what comes then."""

    members: list[int]
    options: Iterator[list[int]]
    rest: _Pending


class _ExtensionSearch:
    def __init__(self, graph: AttackGraph, end: float) -> None:
        self._graph = graph
        self._end = end
        self._steps = 0
        self._labels = label_framework(graph)

    def go_through(self) -> Iterator[tuple[int, ...]]:
        """Yield the labellings. Raises `_TooLong`."""
        undecided = [argument for argument, label in enumerate(self._labels) if not label]
        pending = self._divide(undecided, None)
        path: list[_Choice] = []
        while True:
            self._count_step()
            if pending is None:
                yield tuple(self._labels)
            else:
                path.append(self._open(*pending))
            while path:
                choice = path[-1]
                chosen = next(choice.options, None)
                self._reset(choice.members)
                if chosen is not None:
                    self._choose(choice.members, chosen)
                    pending = choice.rest
                    break
                path.pop()
            else:
                return

    def _count_step(self) -> None:
        self._steps += 1
        if self._steps % _STEPS_BETWEEN_LOOKS == 0 and time.monotonic() > self._end:
            raise _TooLong

    def _divide(self, arguments: list[int], rest: _Pending) -> _Pending:
        """Return the strongly connected components of some arguments, before what waits already."""
        inside = set(arguments)
        attackers = {
            argument: [each for each in self._graph.attackers[argument] if each in inside] for argument in arguments
        }
        for component in reversed(list(list_components(attackers))):
            rest = (sorted(component), rest)
        return rest

    def _open(self, component: list[int], rest: _Pending) -> _Choice:
        """Return what can be chosen in a component, by what was chosen in those that attack it."""
        labels, attackers = self._labels, self._graph.attackers
        defeated = [each for each in component if any(labels[attacker] == IN for attacker in attackers[each])]
        if defeated:
            # They are out, and what is left may fall into several components.
            gone = set(defeated)
            return _Choice(defeated, iter([[]]), self._divide([each for each in component if each not in gone], rest))
        inside = set(component)
        barred = {
            each
            for each in component
            if any(
                attacker == each or (attacker not in inside and not labels[attacker]) for attacker in attackers[each]
            )
        }
        if len(component) == 1:
            return _Choice(component, iter([[] if barred else component]), rest)
        return _Choice(component, self._list_largest(component, barred), rest)

    def _reset(self, members: list[int]) -> None:
        for member in members:
            self._labels[member] = UNDECIDED

    def _choose(self, members: list[int], chosen: Sequence[int]) -> None:
        for member in chosen:
            self._labels[member] = IN
        for member in members:
            if any(self._labels[attacker] == IN for attacker in self._graph.attackers[member]):
                self._labels[member] = OUT

    def _list_largest(self, component: list[int], barred: set[int]) -> Iterator[list[int]]:
        """Yield the largest sets within a component that defend themselves, without what is barred from them.

        Sets of arguments are the bits of integers. An argument is taken in before it is left out, so that no set that
        is found later holds one that was found before.
        """
        place = {argument: number for number, argument in enumerate(component)}
        attackers = [_join(place[each] for each in self._graph.attackers[one] if each in place) for one in component]
        attacked = [_join(place[each] for each in self._graph.attacked[one] if each in place) for one in component]
        open_arguments = _join(place[each] for each in component if each not in barred)
        found: list[int] = []
        # What is in, what is attacked by it, what must come to be attacked, and what is open.
        waiting = [(0, 0, 0, open_arguments)]
        while waiting:
            self._count_step()
            taken, beaten, pressing, blank = waiting.pop()
            state = self._follow(attackers, attacked, taken, beaten, pressing, blank)
            if state is None:
                continue
            taken, beaten, pressing, blank = state
            if any((taken | blank) & ~other == 0 for other in found):
                continue
            if not blank:
                found.append(taken)
                yield [component[number] for number in _list_bits(taken)]
                continue
            candidates = blank
            if pressing:
                candidates = min((attackers[each] & blank for each in _list_bits(pressing)), key=int.bit_count)
            number = max(_list_bits(candidates), key=lambda each: (attacked[each] & ~beaten).bit_count())
            bit = 1 << number
            waiting.append((taken, beaten, pressing, blank & ~bit))
            waiting.append((taken | bit, *_take_in(attackers, attacked, number, beaten, pressing, blank)))

    def _follow(
        self, attackers: list[int], attacked: list[int], taken: int, beaten: int, pressing: int, blank: int
    ) -> tuple[int, int, int, int] | None:
        """Take in what has to be: the last that can beat an attacker, and what nothing attacks any more.

        None where an attacker cannot be beaten.
        """
        while True:
            forced = -1
            for number in _list_bits(pressing):
                answers = attackers[number] & blank
                if not answers:
                    return None
                if answers & (answers - 1) == 0:
                    forced = answers.bit_length() - 1
                    break
            if forced < 0:
                forced = next((number for number in _list_bits(blank) if attackers[number] & ~beaten == 0), -1)
            if forced < 0:
                break
            taken |= 1 << forced
            beaten, pressing, blank = _take_in(attackers, attacked, forced, beaten, pressing, blank)
        return taken, beaten, pressing, blank


def _take_in(
    attackers: list[int], attacked: list[int], number: int, beaten: int, pressing: int, blank: int
) -> tuple[int, int, int]:
    """Return what is beaten, pressing and open once an argument is in."""
    beaten |= attacked[number]
    pressing = (pressing | attackers[number]) & ~beaten
    return beaten, pressing, blank & ~(1 << number | attacked[number] | attackers[number])


def _join(numbers: Iterator[int]) -> int:
    bits = 0
    for number in numbers:
        bits |= 1 << number
    return bits


def _list_bits(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
