"""What would overturn a record: the smallest sets of sources without which it gets another label.

The search is that of Reiter 1987, "A theory of diagnosis from first principles", section 4, with sources for
components: a set of sources with which the label stays, whatever else is set aside (a certificate), has a member in
every set that overturns it. Setting a source aside can also let an objection fall, so that a label can turn and turn
back: a certificate found while some sources are set aside counts only together with these.
"""

from collections.abc import Iterable, Sequence

import msgspec

from argument_maps.graph import Graph, natural_sort_key
from argument_maps.weighing.bounds.cones import cut_upstream
from argument_maps.weighing.bounds.possible_labels import PossibleLabels
from argument_maps.weighing.independence import list_derived, list_originals
from argument_maps.weighing.map_structures import MapStructure, build_map_structure
from argument_maps.weighing.set_aside import NOTHING_SET_ASIDE, Circumstances
from models.vocabulary import Term
from models.weighing_vocabulary import ProofRule

MOST_SETS, MOST_DOCUMENTS = 10, 5
# So many arguments are visited, over and over, before the search is broken off: a second or two at the most.
MOST_VISITS = 600_000


class SearchBound(Term):
    """Why there may be more sets of documents that overturn a record than were found."""

    SETS = "ten sets", "There are more sets of this size; the first ten that were found are named."
    DOCUMENTS = "five documents", "No set of up to five documents overturns it; larger ones were not looked for."
    VISITS = "effort", "The search was broken off; sets of the sizes that were looked through are told."


class OverturningSet(msgspec.Struct, frozen=True, kw_only=True):
    """Sources without which a record `becomes` what that label says; `works` are those that are no documents."""

    sources: tuple[str, ...]
    works: tuple[str, ...]
    becomes: str


class Overturning(msgspec.Struct, frozen=True, kw_only=True):
    """The smallest sets of sources that overturn a record or link, all of one size, sorted by their labels.

    There is none of a size up to `searched`, unless it is the size of those that are named. `bound` tells why there
    may be others; without it the sets are all of their size or, where there is none, nothing of the map's sources,
    however many are set aside, overturns the record.
    """

    record: str
    rule: str
    label_now: str
    sets: tuple[OverturningSet, ...]
    searched: int
    bound: str | None

    @property
    def robustness(self) -> int | None:
        """How many sources have to be set aside at least; None where no set is known that is enough."""
        return len(self.sets[0].sources) if self.sets else None

    @property
    def is_complete(self) -> bool:
        """Whether these are all of the smallest sets."""
        return self.bound is None


def find_overturning(
    graph: Graph,
    label: str,
    *,
    rule: str = ProofRule.PREPONDERANCE,
    circumstances: Circumstances = NOTHING_SET_ASIDE,
    documents_only: bool = False,
    most_visits: int = MOST_VISITS,
) -> Overturning:
    """Return the smallest sets of sources without which a statement or link has another label.

    A source goes with its copies and translations, and is named once where several names come to the same. All sources
    count on which something stands that bears on the record, works like documents, since what a work says can carry a
    record or attack it too; `documents_only` leaves works alone. Exact up to the bound that the answer names.
    """
    built = build_map_structure(graph)
    cone = cut_upstream(built, label)
    return _Search(cone, label, rule, circumstances, documents_only, most_visits).run()


class _Certificate(msgspec.Struct, frozen=True):
    """Sources that keep the label where they are there and those that are `required` to be set aside are."""

    sources: int
    required: int
    switches: int


class _TooMuch(Exception):
    """The visits that are granted are used up."""


class _Search:
    """A search in which sets of sources, and of switches that set sources aside, are the bits of numbers."""

    def __init__(
        self,
        cone: MapStructure,
        label: str,
        rule: str,
        circumstances: Circumstances,
        documents_only: bool,
        most_visits: int,
    ) -> None:
        self._label, self._rule = label, rule
        self._possible = PossibleLabels(cone, label, rule, circumstances)
        self._most_visits = most_visits
        documents = {source for source, resting in cone.resting_on.items() if not cone.documentary.isdisjoint(resting)}
        sources = sorted(cone.resting_on.keys() - circumstances.sources, key=natural_sort_key)
        if documents_only:
            sources = [source for source in sources if source in documents]
        self._arguments = [cone.resting_on[source] for source in sources]
        self._all = (1 << len(sources)) - 1
        self.names, self._masks = _list_switches(cone.graph, sources, circumstances)
        told = sum(1 << place for place, source in enumerate(sources) if source in documents)
        self._works = {name for name, mask in zip(self.names, self._masks, strict=True) if not mask & told}
        self._labels: dict[int, str] = {}
        self._certificates: list[_Certificate] = []
        self._found: dict[frozenset[int], str] = {}
        self._visited: set[frozenset[int]] = set()
        self._is_bounded = False
        self._now = self._possible.find_label(())

    def run(self) -> Overturning:
        searched, bound = 0, None
        try:
            for size in range(1, MOST_DOCUMENTS + 1):
                self._visited.clear()
                self._is_bounded = False
                self._explore(frozenset(), 0, size)
                if self._found:
                    break
                searched = size
                if not self._is_bounded or size >= len(self._arguments):
                    break
            else:
                bound = SearchBound.DOCUMENTS.value
        except _TooMuch:
            bound = SearchBound.VISITS.value
        if len(self._found) > MOST_SETS:
            bound = SearchBound.SETS.value
        listed = [self._describe(switches, becomes) for switches, becomes in self._found.items()]
        listed.sort(key=lambda each: [natural_sort_key(name) for name in each.sources])
        return Overturning(
            record=self._label,
            rule=self._rule,
            label_now=self._now,
            sets=tuple(listed[:MOST_SETS]),
            searched=searched,
            bound=bound,
        )

    def _describe(self, switches: frozenset[int], becomes: str) -> OverturningSet:
        names = tuple(sorted((self.names[switch] for switch in switches), key=natural_sort_key))
        return OverturningSet(
            sources=names, works=tuple(name for name in names if name in self._works), becomes=becomes
        )

    def _explore(self, chosen: frozenset[int], removed: int, left: int) -> None:
        """Find the sets that overturn the label with these switches and so many others."""
        certificates = self._list_certificates(removed)
        if any(not each.sources for each in certificates):
            return
        if _count_disjoint(certificates) > left:
            self._is_bounded = True
            return
        for switch in _list_bits(self._choose_branches(certificates, left)):
            after = removed | self._masks[switch]
            taken = chosen | {switch}
            if after != removed and taken not in self._visited:
                self._visited.add(taken)
                self._try(taken, after, left - 1)
            if len(self._found) > MOST_SETS:
                return

    def _try(self, chosen: frozenset[int], removed: int, left: int) -> None:
        found = self._find_label(removed)
        if found != self._now:
            self._found[chosen] = found
        elif left:
            self._explore(chosen, removed, left)
        else:
            self._is_bounded = True

    def _choose_branches(self, certificates: Sequence[_Certificate], left: int) -> int:
        """Return the switches of which one at least is in every set that overturns the label.

        Of several certificates the smallest gives the fewest branches; the last switch has to be in all of them.
        """
        switches = (1 << len(self.names)) - 1
        if left == 1:
            # Where none is in all of them, two more could overturn it.
            self._is_bounded = True
            for certificate in certificates:
                switches &= certificate.switches
        elif certificates:
            switches = certificates[0].switches
        return switches

    def _list_certificates(self, removed: int) -> list[_Certificate]:
        """Return the certificates known for what is set aside, at least one where one can be had, smallest first."""
        known = [each for each in self._certificates if not (each.sources & removed or each.required & ~removed)]
        if not known:
            known = self._find_certificates(removed)
            self._certificates += known
        return sorted(known, key=lambda each: each.switches.bit_count())

    def _find_certificates(self, removed: int) -> list[_Certificate]:
        """Return certificates that have no switch in common, as many as can decide on the search."""
        found: list[_Certificate] = []
        open_ones = self._all & ~removed
        while open_ones and len(found) <= MOST_DOCUMENTS:
            required = 0
            if not self._stays(open_ones, 0):
                required = removed
                if not removed or not self._stays(open_ones, required):
                    break
            sources = self._shrink(open_ones, required)
            switches = sum(1 << switch for switch, mask in enumerate(self._masks) if mask & sources)
            found.append(_Certificate(sources, required, switches))
            for switch in _list_bits(switches):
                open_ones &= ~self._masks[switch]
            if not sources:
                break
        if not open_ones and not found and self._stays(0, removed):
            found.append(_Certificate(0, removed, 0))
        return found

    def _shrink(self, sources: int, required: int) -> int:
        """Return some of the sources that keep the label, none of which can be spared (Junker 2004, QuickXplain)."""
        if self._stays(0, required):
            return 0

        def keep_needed(background: int, is_new: bool, candidates: Sequence[int]) -> int:
            if is_new and self._stays(background, required):
                return 0
            if len(candidates) == 1:
                return candidates[0]
            half = len(candidates) // 2
            first, second = candidates[:half], candidates[half:]
            needed = keep_needed(background | sum(first), True, second)
            return needed | keep_needed(background | needed, needed > 0, first)

        return keep_needed(0, False, [1 << place for place in _list_bits(sources)])

    def _stays(self, present: int, removed: int) -> bool:
        """Tell whether it is certain that the label stays, whichever of the other sources are set aside."""
        self._pay()
        unknown = self._all & ~present & ~removed
        return self._possible.list_possible(self._list_arguments(removed), self._list_arguments(unknown)) == {self._now}

    def _find_label(self, removed: int) -> str:
        if removed not in self._labels:
            self._pay()
            self._labels[removed] = self._possible.find_label(self._list_arguments(removed))
        return self._labels[removed]

    def _pay(self) -> None:
        if self._possible.count_visits() > self._most_visits:
            raise _TooMuch

    def _list_arguments(self, sources: int) -> set[int]:
        return {argument for place in _list_bits(sources) for argument in self._arguments[place]}


def _list_switches(graph: Graph, sources: Sequence[str], circumstances: Circumstances) -> tuple[list[str], list[int]]:
    """Return what can be set aside, by name and by which of the sources it takes along, the same under one name."""
    masks: dict[str, int] = {}
    for place, source in enumerate(sources):
        for origin in list_originals(graph, source) - circumstances.sources:
            masks[origin] = masks.get(origin, 0) | 1 << place
    named: dict[int, list[str]] = {}
    for name, mask in masks.items():
        named.setdefault(mask, []).append(name)

    def count_taken(name: str) -> tuple[bool, int, tuple[object, ...]]:
        return name not in sources, len(list_derived(graph, [name])), tuple(natural_sort_key(name))

    chosen = {names[0] if len(names) == 1 else min(names, key=count_taken): mask for mask, names in named.items()}
    ordered = sorted(chosen, key=natural_sort_key)
    return ordered, [chosen[name] for name in ordered]


def _count_disjoint(certificates: Iterable[_Certificate]) -> int:
    """Return of how many certificates no two have a switch in common: each needs one of its own."""
    taken = count = 0
    for certificate in certificates:
        if not taken & certificate.switches:
            taken |= certificate.switches
            count += 1
    return count


def _list_bits(number: int) -> list[int]:
    return [place for place in range(number.bit_length()) if number >> place & 1]
