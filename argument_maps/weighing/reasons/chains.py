"""The shortest chains of arguments that carry statements down to documents.

They are found as the cheapest derivations are (Knuth 1977, "A generalization of Dijkstra's algorithm", Information
Processing Letters 6). A chain has an argument for each statement in it, strong enough by itself: what it weighs along
this chain is more than anything against the statement. Of two chains the one of fewer arguments is shorter, counted as
often as they are used; then the stronger one, then by label.
"""

import heapq
from dataclasses import dataclass

from argument_maps.graph import natural_sort_key
from argument_maps.weighing.labelling.labels import IN
from argument_maps.weighing.labelling.structures import TOP
from argument_maps.weighing.reasons.arguments import index_arguments
from argument_maps.weighing.weighing import Weighing

_Cost = tuple[int, float]
# How many arguments, minus the strength, the label; then the statement and its argument, -1 where it is accepted.
_Entry = tuple[int, float, tuple[tuple[int, int, str], ...], int, int]


def find_chain(weighing: Weighing, argument: int, *, with_authorities: bool = False) -> tuple[int, ...] | None:
    """Return an argument that applies and those below it down to documents, each once, None where there is no chain.

    With authorities, chains may end in works that say so. Premises come after what they are premises of. Linear in what
    lies below, for each different strength of what is argued against it.
    """
    search = _ChainSearch(weighing, with_authorities=with_authorities)
    return search.trace(argument)


def find_best_chain(
    weighing: Weighing, statement: int, against: float, *, with_authorities: bool = False
) -> tuple[int, ...] | None:
    """Return the shortest chain for a statement of which each argument outweighs `against`, None where there is none.

    Of what is accepted it is empty.
    """
    search = _ChainSearch(weighing, with_authorities=with_authorities)
    return search.trace_statement(statement, against)


@dataclass(slots=True)
class _Region:
    """The statements that arguments that apply lead to from above, with these arguments."""

    statements: dict[int, None]
    arguments: list[int]


class _ChainSearch:
    def __init__(self, weighing: Weighing, *, with_authorities: bool) -> None:
        self._weighing = weighing
        self._with_authorities = with_authorities
        self._structure, self._labelling = weighing.built.structure, weighing.labelling
        self._index = index_arguments(weighing.built)
        contraries = weighing.built.contraries
        self._opposed = {
            weighing.built.numbers[label]: self._labelling.strengths[contrary] for label, contrary in contraries.items()
        }
        self._chosen: dict[float, dict[int, int]] = {}

    def _find_threshold(self, statement: int, against: float) -> float:
        if self._labelling.strengths[statement] == TOP:
            return against
        return max(against, self._opposed.get(statement, 0))

    def trace_statement(self, statement: int, against: float) -> tuple[int, ...] | None:
        self._solve([statement], against)
        return self._collect([(statement, against)])

    def trace(self, argument: int) -> tuple[int, ...] | None:
        premises = list(self._structure.premises[argument])
        self._solve(premises, 0)
        below = self._collect([(premise, 0) for premise in premises])
        if below is None:
            return None
        return (argument, *(each for each in below if each != argument))

    def _collect(self, wanted: list[tuple[int, float]]) -> tuple[int, ...] | None:
        found: dict[int, None] = {}
        seen: set[tuple[int, float]] = set()
        pending = list(reversed(wanted))
        while pending:
            statement, against = pending.pop()
            threshold = self._find_threshold(statement, against)
            if (statement, threshold) in seen:
                continue
            seen.add((statement, threshold))
            argument = self._chosen[threshold].get(statement)
            if argument is None:
                return None
            if argument >= 0:
                found[argument] = None
                pending += [(premise, threshold) for premise in reversed(self._structure.premises[argument])]
        return tuple(found)

    def _gather(self, roots: list[int]) -> _Region:
        statements = dict.fromkeys(roots)
        arguments: list[int] = []
        pending = list(roots)
        while pending:
            statement = pending.pop()
            for argument in self._structure.arguments_for[statement]:
                if self._labelling.weights[argument] > 0 and self._may_end_in(argument):
                    arguments.append(argument)
                    new = [each for each in self._structure.premises[argument] if each not in statements]
                    statements |= dict.fromkeys(new)
                    pending += new
        return _Region(statements, arguments)

    def _may_end_in(self, argument: int) -> bool:
        return (
            self._with_authorities
            or argument not in self._index.records
            or argument in self._weighing.built.documentary
        )

    def _solve(self, roots: list[int], least: float) -> None:
        region = self._gather(roots)
        thresholds = {self._find_threshold(statement, least) for statement in region.statements} | {least}
        costs: dict[float, dict[int, _Cost]] = {}
        for threshold in sorted(thresholds, reverse=True):
            costs[threshold] = self._solve_above(region, threshold, costs)

    def _begin(self, region: _Region, threshold: float, higher: dict[float, dict[int, _Cost]]) -> list[_Entry]:
        """Return what is known beforehand: what is accepted, and what had to outweigh more than this by itself."""
        labelling, heap = self._labelling, list[_Entry]()
        for statement in region.statements:
            own = self._find_threshold(statement, threshold)
            if labelling.strengths[statement] == TOP and labelling.labels[statement] == IN:
                heapq.heappush(heap, (0, -TOP, (), statement, -1))
            elif own > threshold and statement in higher[own]:
                heapq.heappush(heap, (*higher[own][statement], (), statement, self._chosen[own][statement]))
        return heap

    def _is_enough(self, argument: int, threshold: float) -> bool:
        is_decided_above = self._find_threshold(self._structure.conclusions[argument], threshold) > threshold
        return self._labelling.weights[argument] > threshold and not is_decided_above

    def _solve_above(
        self, region: _Region, threshold: float, higher: dict[float, dict[int, _Cost]]
    ) -> dict[int, _Cost]:
        """Return what each statement costs if all arguments have to outweigh a threshold, and keep what was chosen."""
        heap = self._begin(region, threshold, higher)
        missing: dict[int, int] = {}
        waiting: dict[int, list[int]] = {}
        for argument in region.arguments:
            if not self._is_enough(argument, threshold):
                continue
            premises = self._structure.premises[argument]
            missing[argument] = len(premises)
            for premise in premises:
                waiting.setdefault(premise, []).append(argument)
            if not premises:
                self._push(heap, argument, {})
        costs: dict[int, _Cost] = {}
        chosen = self._chosen[threshold] = {}
        while heap:
            counted, strength, _, statement, argument = heapq.heappop(heap)
            if statement in costs:
                continue
            costs[statement] = counted, strength
            chosen[statement] = argument
            for above in waiting.get(statement, ()):
                missing[above] -= 1
                if not missing[above]:
                    self._push(heap, above, costs)
        return costs

    def _push(self, heap: list[_Entry], argument: int, costs: dict[int, _Cost]) -> None:
        below = [costs[premise] for premise in self._structure.premises[argument]]
        counted = 1 + sum(cost[0] for cost in below)
        weakest = max([-self._structure.caps[argument], *(cost[1] for cost in below)])
        label = natural_sort_key(self._index.links.get(argument, ""))
        heapq.heappush(heap, (counted, weakest, label, self._structure.conclusions[argument], argument))
