"""The readings that a structure leaves open: its preferred labellings, which decide as much as can be decided at once.

A labelling is complete where the label of each statement follows from those of all others by the rule of `grounded`:

- A statement is in that some argument weighs something for, out where all are decided and none does, else undecided.
- Positions of an issue are decided together, once all arguments for all of them are and no strength that is still open
  could turn it.
- An argument is decided once its undercutter is in, or is out and all of its premises are decided.
- Weights grow from what is assumed or needs no premises. Statements that support each other in a circle are therefore
  not in for that alone, as no argument can be built that ends with one and does not begin with it.

Preferred is a complete labelling that none exceeds in what is in and what is out. The grounded one is the least.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from argument_maps.weighing.labelling.components import list_components
from argument_maps.weighing.labelling.grounded import label_grounded
from argument_maps.weighing.labelling.labels import IN, OUT, UNDECIDED, Labelling
from argument_maps.weighing.labelling.structures import TOP, ArgumentStructure, list_heaviest_others

MOST_READINGS = 32
MOST_VISITS = 500_000
"""How often arguments are looked at in the search, which takes some seconds."""


@dataclass(frozen=True, slots=True)
class PreferredLabellings:
    """Preferred labellings. Without `is_complete` a bound was reached: there can be more, and larger ones."""

    labellings: tuple[Labelling, ...]
    is_complete: bool


def list_preferred(
    structure: ArgumentStructure,
    *,
    without: Collection[int] = (),
    rejected: Iterable[int] = (),
    accepted: Iterable[int] = (),
    most: int = MOST_READINGS,
    visits: int = MOST_VISITS,
) -> PreferredLabellings:
    """Return the preferred labellings, at most so many, and found with so many visits of arguments."""
    rejected, accepted = tuple(rejected), tuple(accepted)
    grounded = label_grounded(structure, without=without, rejected=rejected, accepted=accepted)
    search = _ReadingSearch(structure, grounded, without, {*rejected, *accepted, *structure.assumed}, visits)
    found: list[Labelling] = []
    for labelling in search.go_through():
        if len(found) == most:
            search.is_complete = False
            break
        found.append(labelling)
    return PreferredLabellings(tuple(found), search.is_complete)


class _ReadingSearch:
    """Complete labellings beyond the grounded one, component by component, those that others depend on first."""

    def __init__(
        self,
        structure: ArgumentStructure,
        grounded: Labelling,
        without: Collection[int],
        given: Collection[int],
        visits: int,
    ) -> None:
        self._structure = structure
        self._grounded = grounded
        self._without = frozenset(without)
        self._given = given
        self._left = visits
        self.is_complete = True
        self._labels = list(grounded.labels)
        # The least and the greatest strength of each statement: what is open may add to it.
        self._lows = list(grounded.strengths)
        self._highs = list(grounded.strengths)
        self._open = self._list_open()

    def _list_open(self) -> dict[int, None]:
        """Return the statements whose label, or strength where that counts, can differ between readings."""
        structure, labels = self._structure, self._grounded.labels
        reached = [statement for statement, label in enumerate(labels) if not label]
        found = dict.fromkeys(reached)
        while structure.is_bounded and reached:
            statement = reached.pop()
            arguments = (*structure.arguments_from[statement], *structure.undercut_by[statement])
            following = [structure.conclusions[argument] for argument in arguments]
            for each in (*following, *self._list_rivals(statement)):
                if each >= 0 and each not in found and each not in self._given:
                    found[each] = None
                    reached.append(each)
        return found

    def _list_rivals(self, statement: int) -> Sequence[int]:
        """Return all positions of the issue that a statement is at, the statement alone where it is at none."""
        issue = self._structure.issue_of[statement]
        return self._structure.issues[issue].positions if issue >= 0 else (statement,)

    def go_through(self) -> Iterator[Labelling]:
        """Yield the preferred labellings."""
        components = [_Component(self._structure, members) for members in self._divide()]
        path: list[Iterator[list[int]]] = []
        while True:
            if len(path) == len(components):
                yield self._build_labelling()
            else:
                path.append(iter(self._list_largest(components[len(path)])))
            while path:
                component = components[len(path) - 1]
                chosen = next(path[-1], None)
                self._set(component, chosen or [self._grounded.labels[each] for each in component.members])
                if chosen is not None:
                    self._bound(component)
                    break
                path.pop()
            else:
                return

    def _divide(self) -> list[list[int]]:
        structure = self._structure
        needed = {statement: self._list_needed(statement) for statement in self._open}
        for issue in sorted({structure.issue_of[statement] for statement in self._open} - {-1}):
            positions = structure.issues[issue].positions
            waiting = [position for position in positions if position in self._open]
            for position, following in zip(waiting, [*waiting[1:], waiting[0]], strict=True):
                needed[position].append(following)
            for position in positions:
                if position not in self._open:
                    needed[waiting[0]] += self._list_needed(position)
        return list(list_components(needed))

    def _list_needed(self, statement: int) -> list[int]:
        structure = self._structure
        needed: list[int] = []
        for argument in structure.arguments_for[statement]:
            needed += (*structure.premises[argument], structure.undercutters[argument])
        return [each for each in needed if each in self._open]

    def _set(self, component: "_Component", labels: Sequence[int]) -> None:
        for member, label in zip(component.members, labels, strict=True):
            self._labels[member] = label

    def _list_largest(self, component: "_Component") -> list[list[int]]:
        """Return the complete labellings of a component that no other exceeds, given those it depends on."""
        found: list[list[int]] = []
        beginning = [self._grounded.labels[member] for member in component.members]
        waiting: list[tuple[list[int], dict[int, int]]] = [(beginning, {})]
        while waiting:
            labels, guessed = waiting.pop()
            self._set(component, labels)
            if not self._follow(component, guessed):
                continue
            labels = [self._labels[member] for member in component.members]
            if guessed.items() <= self._derive(component).items():
                found = [other for other in found if not _exceeds(labels, other)]
                if not any(_exceeds(other, labels) for other in found):
                    found.append(labels)
            if self._left <= 0:
                # What follows from the components before it alone is a reading, if not a largest one.
                self.is_complete = self.is_complete and not waiting
                if found:
                    break
                waiting = [(beginning, {})] if guessed else waiting
                continue
            following = next((each for each in component.order if not self._labels[each] and each not in guessed), -1)
            if following >= 0:
                waiting += [(labels, {**guessed, following: guess}) for guess in (UNDECIDED, OUT, IN)]
        return found

    def _follow(self, component: "_Component", guessed: dict[int, int]) -> bool:
        """Label what follows from what is guessed. False where a guess turns out to be wrong."""
        for member, guess in guessed.items():
            self._labels[member] = guess
        while True:
            has_changed = False
            for member, label in self._derive(component).items():
                known = self._labels[member]
                if label in (known, UNDECIDED):
                    continue
                if member in guessed or known:
                    return False
                self._labels[member] = label
                has_changed = True
            if not has_changed:
                return True

    def _derive(self, component: "_Component") -> dict[int, int]:
        """Return the labels of members as they follow from all labels."""
        lows, highs = self._bound(component)
        structure, derived = self._structure, {}
        resolved = {issue: self._resolve(issue, lows, highs) for issue in component.issues}
        for member in component.members:
            arguments = structure.arguments_for[member]
            is_decided = all(self._is_decided(argument) for argument in arguments)
            if is_decided and not any(highs[argument] > 0 for argument in arguments):
                derived[member] = OUT
            elif structure.issue_of[member] >= 0:
                winner = resolved[structure.issue_of[member]]
                derived[member] = UNDECIDED if winner is None else IN if winner == member else OUT
            else:
                derived[member] = IN if any(lows[argument] > 0 for argument in arguments) else UNDECIDED
        return derived

    def _resolve(self, number: int, lows: dict[int, float], highs: dict[int, float]) -> int | None:
        """Return the position of an issue that is in, -1 where none is, None where that is open."""
        issue = self._structure.issues[number]
        arguments = [self._structure.arguments_for[position] for position in issue.positions]
        if not all(self._is_decided(argument) for each in arguments for argument in each):
            return None
        least = [max((lows[argument] for argument in each), default=0) for each in arguments]
        greatest = [max((highs[argument] for argument in each), default=0) for each in arguments]
        least_others, greatest_others = list_heaviest_others(least), list_heaviest_others(greatest)
        for place, position in enumerate(issue.positions):
            if least[place] > 0 and issue.outweighs(least[place], greatest_others[place]):
                return position
            if greatest[place] > 0 and issue.outweighs(greatest[place], least_others[place]):
                return None
        return -1

    def _is_decided(self, argument: int) -> bool:
        structure, labels = self._structure, self._labels
        undercutter = structure.undercutters[argument]
        if argument in self._without or (undercutter >= 0 and labels[undercutter] == IN):
            return True
        return (undercutter < 0 or labels[undercutter] == OUT) and all(
            labels[premise] for premise in structure.premises[argument]
        )

    def _bound(self, component: "_Component") -> tuple[dict[int, float], dict[int, float]]:
        """Return the least and greatest weights of the arguments of a component, and set the strengths of members."""
        self._left -= 1
        bounds = []
        for strengths, is_hopeful in ((self._lows, False), (self._highs, True)):
            for member in component.members:
                strengths[member] = 0
            weights = dict.fromkeys(component.arguments, 0.0)
            pending = dict.fromkeys(component.arguments)
            while pending:
                argument, _ = pending.popitem()
                self._left -= 1
                weight = self._weigh(argument, strengths, is_hopeful=is_hopeful)
                if weight <= weights[argument]:
                    continue
                weights[argument] = weight
                conclusion = self._structure.conclusions[argument]
                if weight > strengths[conclusion] and conclusion in component.inside:
                    strengths[conclusion] = weight
                    pending.update(dict.fromkeys(component.following.get(conclusion, ())))
            bounds.append(weights)
        return bounds[0], bounds[1]

    def _weigh(self, argument: int, strengths: Sequence[float], *, is_hopeful: bool) -> float:
        """Return what an argument weighs; with hope, what is undecided may yet turn out for it."""
        structure, labels = self._structure, self._labels
        undercutter, premises = structure.undercutters[argument], structure.premises[argument]
        if argument in self._without or (undercutter >= 0 and labels[undercutter] == IN):
            return 0
        is_decided = self._is_decided(argument)
        if not is_decided and not is_hopeful:
            return 0
        weigher = structure.weighers.get(argument)
        if weigher is not None:
            if not is_decided:
                return TOP
            return weigher([labels[premise] == IN and strengths[premise] > 0 for premise in premises])
        weight = structure.caps[argument]
        for premise in premises:
            if labels[premise] == OUT or (labels[premise] == IN and strengths[premise] <= 0):
                return 0
            if labels[premise] == IN and structure.is_bounded:
                weight = min(weight, strengths[premise])
        return weight

    def _build_labelling(self) -> Labelling:
        structure, weights, strengths = self._structure, list(self._grounded.weights), list(self._lows)
        touched = {
            argument
            for statement in self._open
            for argument in (
                *structure.arguments_for[statement],
                *structure.arguments_from[statement],
                *structure.undercut_by[statement],
            )
        }
        for argument in touched:
            is_decided = self._is_decided(argument)
            weights[argument] = self._weigh(argument, self._lows, is_hopeful=False) if is_decided else -1
        for conclusion in {structure.conclusions[argument] for argument in touched} - {-1}:
            if strengths[conclusion] < TOP:
                strengths[conclusion] = max(0, *(weights[each] for each in structure.arguments_for[conclusion]))
        return Labelling(list(self._labels), weights, strengths)


class _Component:
    """Statements that depend on each other, and the arguments by which they are decided."""

    def __init__(self, structure: ArgumentStructure, members: list[int]) -> None:
        self.members = members
        self.inside = frozenset(members)
        self.issues = sorted({structure.issue_of[member] for member in members} - {-1})
        positions = (position for issue in self.issues for position in structure.issues[issue].positions)
        concerned = dict.fromkeys((*members, *positions))
        self.arguments = [argument for each in concerned for argument in structure.arguments_for[each]]
        counted = set(self.arguments)
        self.following = {
            member: [argument for argument in structure.arguments_from[member] if argument in counted]
            for member in members
        }
        # What most depends on is guessed first.
        weight = {
            member: len(self.following[member]) + sum(each in counted for each in structure.undercut_by[member])
            for member in members
        }
        self.order = sorted(members, key=lambda member: (-weight[member], member))


def _exceeds(labels: Sequence[int], other: Sequence[int]) -> bool:
    """Tell whether labels decide all that others do alike, and no less."""
    return all(mine == theirs or not theirs for mine, theirs in zip(labels, other, strict=True))
