"""Which labels a record or link can have while it is open which of some documents are set aside."""

from collections.abc import Collection, Iterator

from argument_maps.weighing.bounds.interval_labelling import (
    CAN_BE_IN,
    CAN_BE_OUT,
    CAN_BE_UNDECIDED,
    IntervalLabeller,
    LabelBounds,
)
from argument_maps.weighing.labelling.grounded import label_grounded
from argument_maps.weighing.labelling.labels import IN, OUT, UNDECIDED, Labelling
from argument_maps.weighing.map_structures import MapStructure
from argument_maps.weighing.set_aside import Circumstances
from argument_maps.weighing.weighing import find_empty, find_settings, label_structure
from argument_maps.weighing.witnesses import TooManyWays, find_corroborated, find_documented
from models.weighing_vocabulary import ProofRule, WeighedLabel

_STANDS, _FALLS, _CONTESTED, _UNRESOLVED, _UNSUPPORTED = (label.value for label in WeighedLabel)


class PossibleLabels:
    """Asks of one record or link of a structure, which is best cut to what bears on it (`cut_upstream`)."""

    def __init__(self, built: MapStructure, label: str, rule: str, circumstances: Circumstances) -> None:
        self._built = built
        self._label = label
        self._rule = rule
        self._circumstances = circumstances
        without, self._rejected, self._accepted = find_settings(built, circumstances)
        self._without = frozenset(without)
        self._visits = 0
        self._labeller = IntervalLabeller(built.structure, self._rejected, self._accepted)

    def count_visits(self) -> int:
        """Return how often arguments were looked at until now."""
        return self._labeller.visits + self._visits

    def find_label(self, removed: Collection[int]) -> str:
        """Return the label of the record with these arguments set aside too, exactly."""
        possible = self.list_possible(removed, ())
        if len(possible) == 1:
            return possible.pop()
        # An exact labelling with circles takes about as long as going round them a few times.
        self._visits += 4 * len(self._built.structure.caps)
        labelling = label_grounded(
            self._built.structure,
            without=self._without.union(removed),
            rejected=self._rejected,
            accepted=self._accepted,
        )
        return label_structure(self._built, labelling, self._rule, self._circumstances).labels[self._label]

    def list_possible(self, removed: Collection[int], unknown: Collection[int]) -> set[str]:
        """Return no fewer labels than the record can have, whichever of the unknown arguments are set aside too."""
        bounds = self._labeller.bound_labels(self._without.union(removed), unknown)
        view = _BoundedView(self._built, bounds, self._circumstances)
        if self._label not in self._built.numbers:
            return set(view.list_link_labels(self._label))
        return set(view.list_labels_by_rule(self._label, self._rule))


class _BoundedView:
    """Reads labels off bounds. What is asked of a whole labelling is asked of the least and of the greatest."""

    def __init__(self, built: MapStructure, bounds: LabelBounds, circumstances: Circumstances) -> None:
        self._built = built
        self._bounds = bounds
        self._circumstances = circumstances
        self._emptiness: tuple[set[int], set[int]] | None = None

    def list_link_labels(self, link: str) -> Iterator[str]:
        bounds, step = self._bounds, self._built.steps[link][0]
        if bounds.greatest_weights[step] > 0:
            yield _STANDS
        if bounds.can_hang[step]:
            yield _UNRESOLVED
        if bounds.least_weights[step] > 0:
            return
        undercutter = self._built.undercutters.get(link)
        hit = CAN_BE_OUT if undercutter is None else bounds.states[undercutter]
        is_set_aside = link in self._circumstances.records
        if is_set_aside or hit & CAN_BE_IN:
            yield _FALLS
        if is_set_aside or hit == CAN_BE_IN:
            return
        premises = self._built.graph.links_by_id[link].premises
        found = [set(self.list_labels(premise)) for premise in premises]
        # The first of these words that a premise has is the link's.
        for label in (_FALLS, _CONTESTED, _UNSUPPORTED):
            if any(label in each for each in found):
                yield label
            if {label} in found:
                return

    def list_labels_by_rule(self, label: str, rule: str) -> Iterator[str]:
        """Yield the labels that a statement can have under a rule of proof."""
        by_preponderance = self.list_labels(label)
        if rule == ProofRule.PREPONDERANCE:
            yield from by_preponderance
            return
        number = self._built.numbers[label]
        can_stand = bool(self._bounds.states[number] & CAN_BE_IN)
        if rule == ProofRule.ASSERTED:
            if label in self._circumstances.records:
                yield from by_preponderance
                return
            if can_stand or self._bounds.greatest_strengths[number] > 0:
                yield _STANDS
            if self._bounds.least_strengths[number] <= 0:
                yield from (found for found in by_preponderance if found != _STANDS)
            return
        if can_stand:
            can_fall_short, can_suffice = self._find_shortfall(label, rule)
            if can_suffice:
                yield _STANDS
            if can_fall_short:
                yield _CONTESTED if rule == ProofRule.BEYOND_DISPUTE else _UNSUPPORTED
        yield from (found for found in by_preponderance if found != _STANDS)

    def _find_shortfall(self, label: str, rule: str) -> tuple[bool, bool]:
        """Tell whether a statement that is in can fall short of a stricter rule, and whether it can keep it."""
        built, bounds, number = self._built, self._bounds, self._built.numbers[label]
        if rule == ProofRule.BEYOND_DISPUTE:
            contrary = built.contraries.get(label)
            if contrary is None:
                return False, True
            return bounds.greatest_strengths[contrary] > 0, bounds.least_strengths[contrary] <= 0
        least, greatest = self._read_least(), self._read_greatest()
        certain, possible = find_documented(built, least), find_documented(built, greatest)
        if rule == ProofRule.CORROBORATED:
            try:
                certain = find_corroborated(built, least, certain, is_exact=True)
                possible = find_corroborated(built, greatest, possible, is_exact=True)
            except TooManyWays:
                return True, True
        return number not in certain, number in possible

    def list_labels(self, label: str) -> list[str]:
        """Return the labels that a statement can have by preponderance."""
        number, bounds = self._built.numbers[label], self._bounds
        state = bounds.states[number]
        found = [_STANDS] if state & CAN_BE_IN else []
        if state & CAN_BE_UNDECIDED:
            found.append(_UNRESOLVED)
        if not state & CAN_BE_OUT:
            return found
        if label in self._circumstances.records:
            return [*found, _FALLS]
        certainly_empty, possibly_empty = self._find_emptiness(label)
        if possibly_empty:
            found.append(_UNSUPPORTED)
        if certainly_empty:
            return found
        contrary = self._built.contraries.get(label)
        if contrary is None:
            return [*found, _FALLS]
        least = bounds.least_strengths[number], bounds.least_strengths[contrary]
        greatest = bounds.greatest_strengths[number], bounds.greatest_strengths[contrary]
        if max(least) <= min(greatest) and min(greatest) > 0:
            found.append(_CONTESTED)
        if not min(least) == max(greatest) > 0:
            found.append(_FALLS)
        return found

    def _find_emptiness(self, label: str) -> tuple[bool, bool]:
        """Tell whether it is certain that nothing is offered for a statement, and whether it is possible."""
        number = self._built.numbers[label]
        if label in self._built.bases:
            return False, False
        if self._emptiness is None:
            labels = [
                OUT if state == CAN_BE_OUT else IN if state & CAN_BE_IN else UNDECIDED for state in self._bounds.states
            ]
            certain = Labelling(labels, self._bounds.least_weights, self._bounds.greatest_strengths)
            labels = [
                OUT if state & CAN_BE_OUT else IN if state == CAN_BE_IN else UNDECIDED for state in self._bounds.states
            ]
            possible = Labelling(labels, self._bounds.greatest_weights, self._bounds.least_strengths)
            self._emptiness = find_empty(self._built, certain), find_empty(self._built, possible)
        return number in self._emptiness[0], number in self._emptiness[1]

    def _read_least(self) -> Labelling:
        bounds = self._bounds
        labels = [IN if state == CAN_BE_IN else UNDECIDED for state in bounds.states]
        return Labelling(labels, bounds.least_weights, bounds.least_strengths)

    def _read_greatest(self) -> Labelling:
        bounds = self._bounds
        labels = [IN if state & CAN_BE_IN else OUT for state in bounds.states]
        return Labelling(labels, bounds.greatest_weights, bounds.greatest_strengths)
