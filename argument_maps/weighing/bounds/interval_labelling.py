"""Bounds of a grounded labelling while it is open which of some arguments are set aside.

Each statement gets the labels that it can have and the least and greatest strength, each argument its least and
greatest weight, whichever of the open arguments are left out. Where no statement depends on itself and nothing is open
the bounds are the labelling; on a circle they may be wider, and are never narrower, than what can come of it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from argument_maps.weighing.labelling.components import list_components
from argument_maps.weighing.labelling.structures import TOP, ArgumentStructure, Issue

CAN_BE_IN, CAN_BE_OUT, CAN_BE_UNDECIDED = 1, 2, 4
MOST_TURNS = 12
_ANYTHING = CAN_BE_IN | CAN_BE_OUT | CAN_BE_UNDECIDED


@dataclass(slots=True)
class LabelBounds:
    """What each statement can be, in bits, and bounds of the strengths of statements and the weights of arguments.

    The least weight of an argument is 0 where it can be undecided whether it applies, which `can_hang` tells, and the
    greatest then is what it would weigh if it applied. `can_waver` tells of which statements the strength can be
    undecided, although they may be in: what could make them stronger hangs.
    """

    states: list[int]
    least_strengths: list[float]
    greatest_strengths: list[float]
    least_weights: list[float]
    greatest_weights: list[float]
    can_hang: list[bool]
    can_waver: list[bool]


@dataclass(slots=True)
class _Component:
    """Statements that depend on each other, with the arguments for them; `is_circle` where an argument closes one."""

    arguments: list[int]
    unopposed: list[int]
    issues: list[Issue]
    is_circle: bool


class IntervalLabeller:
    """Labels one structure again and again, with statements that are out or in whatever is argued.

    `visits` counts how often arguments were looked at.
    """

    def __init__(
        self, structure: ArgumentStructure, rejected: Iterable[int] = (), accepted: Iterable[int] = ()
    ) -> None:
        self.visits = 0
        self._structure = structure
        self._components = [self._describe(members) for members in list_components(self._list_needed())]
        self._unconcluded = [number for number, conclusion in enumerate(structure.conclusions) if conclusion < 0]
        self._fixed = dict.fromkeys(rejected, CAN_BE_OUT)
        self._assumed = [each for each in (*accepted, *sorted(structure.assumed)) if each not in self._fixed]
        self._fixed |= dict.fromkeys(self._assumed, CAN_BE_IN)
        for issue in {structure.issue_of[each] for each in self._assumed} - {-1}:
            for position in structure.issues[issue].positions:
                self._fixed.setdefault(position, CAN_BE_OUT)

    def _list_needed(self) -> dict[int, list[int]]:
        structure = self._structure
        needed: dict[int, list[int]] = {}
        for statement, issue in enumerate(structure.issue_of):
            needed[statement] = list(structure.issues[issue].positions) if issue >= 0 else []
            for argument in structure.arguments_for[statement]:
                needed[statement] += self._list_grounds(argument)
        return needed

    def _list_grounds(self, argument: int) -> list[int]:
        undercutter = self._structure.undercutters[argument]
        return [*self._structure.premises[argument], *([undercutter] if undercutter >= 0 else [])]

    def _describe(self, members: list[int]) -> _Component:
        structure, inside = self._structure, set(members)
        arguments = [argument for member in members for argument in structure.arguments_for[member]]
        return _Component(
            arguments,
            [member for member in members if structure.issue_of[member] < 0],
            [structure.issues[number] for number in sorted({structure.issue_of[each] for each in members} - {-1})],
            any(not inside.isdisjoint(self._list_grounds(argument)) for argument in arguments),
        )

    def bound_labels(self, removed: Collection[int], unknown: Collection[int]) -> LabelBounds:
        """Return what can come of setting the first arguments aside and any of the second.

        Linear in arguments and their premises, but for circles.
        """
        structure = self._structure
        size, count = structure.size, len(structure.caps)
        bounds = LabelBounds(
            [_ANYTHING] * size,
            [0.0] * size,
            [float(TOP)] * size,
            [0.0] * count,
            list(structure.caps),
            [True] * count,
            [True] * size,
        )
        for statement, state in self._fixed.items():
            bounds.states[statement] = state
        for statement in self._assumed:
            bounds.least_strengths[statement] = TOP
            bounds.can_waver[statement] = False
        for component in self._components:
            self._bound_component(bounds, component, removed, unknown)
            if component.is_circle:
                self._narrow_circle(bounds, component, removed, unknown)
        for argument in self._unconcluded:
            self._bound_argument(bounds, argument, removed, unknown)
        return bounds

    def _narrow_circle(
        self, bounds: LabelBounds, component: _Component, removed: Collection[int], unknown: Collection[int]
    ) -> None:
        """Go round a circle until nothing is narrowed any more, or soon enough: bounds hold after each turn."""
        members = self._list_members(component)
        for _ in range(MOST_TURNS):
            before = [(bounds.states[each], bounds.least_strengths[each]) for each in members]
            self._bound_component(bounds, component, removed, unknown)
            if before == [(bounds.states[each], bounds.least_strengths[each]) for each in members]:
                return

    def _list_members(self, component: _Component) -> list[int]:
        return [*component.unopposed, *(position for issue in component.issues for position in issue.positions)]

    def _bound_component(
        self, bounds: LabelBounds, component: _Component, removed: Collection[int], unknown: Collection[int]
    ) -> None:
        self.visits += len(component.arguments)
        for argument in component.arguments:
            self._bound_argument(bounds, argument, removed, unknown)
        for statement in component.unopposed:
            self._bound_statement(bounds, statement, component.is_circle)
        for issue in component.issues:
            self._bound_issue(bounds, issue, component.is_circle)

    def _bound_argument(
        self, bounds: LabelBounds, argument: int, removed: Collection[int], unknown: Collection[int]
    ) -> None:
        structure, states = self._structure, bounds.states
        undercutter = structure.undercutters[argument]
        hit = states[undercutter] if undercutter >= 0 else CAN_BE_OUT
        least = greatest = structure.caps[argument]
        hangs = bool(hit & CAN_BE_UNDECIDED)
        if argument in removed or hit == CAN_BE_IN:
            least = greatest = 0
            hangs = False
        else:
            if hit != CAN_BE_OUT or argument in unknown:
                least = 0
            for premise in structure.premises[argument]:
                state = states[premise]
                if state & CAN_BE_UNDECIDED:
                    hangs = True
                if state == CAN_BE_OUT:
                    greatest = 0
                elif bounds.greatest_strengths[premise] < greatest:
                    greatest = bounds.greatest_strengths[premise]
                if state != CAN_BE_IN:
                    least = 0
                elif bounds.least_strengths[premise] < least:
                    least = bounds.least_strengths[premise]
            if hangs:
                least = 0
        bounds.least_weights[argument] = least
        bounds.greatest_weights[argument] = greatest
        bounds.can_hang[argument] = hangs

    def _sum_up(self, bounds: LabelBounds, statement: int) -> bool:
        """Bound the strength of a statement, and tell whether an argument for it can be undecided."""
        least = greatest = 0.0
        hangs = wavers = False
        for argument in self._structure.arguments_for[statement]:
            if bounds.least_weights[argument] > least:
                least = bounds.least_weights[argument]
            if bounds.greatest_weights[argument] > greatest:
                greatest = bounds.greatest_weights[argument]
            hangs = hangs or bounds.can_hang[argument]
            if bounds.greatest_weights[argument] > 0:
                wavers = wavers or any(bounds.can_waver[each] for each in self._structure.premises[argument])
        if bounds.least_strengths[statement] < TOP:
            bounds.can_waver[statement] = hangs or wavers
            bounds.least_strengths[statement] = least
            bounds.greatest_strengths[statement] = greatest
        return hangs

    def _bound_statement(self, bounds: LabelBounds, statement: int, is_circle: bool) -> None:
        hangs = self._sum_up(bounds, statement)
        if statement in self._fixed:
            return
        if bounds.least_strengths[statement] > 0:
            # Nothing opposes it: one argument that applies is enough, whatever the others come to.
            state = CAN_BE_IN
        elif bounds.greatest_strengths[statement] > 0:
            state = _ANYTHING if hangs or is_circle else CAN_BE_IN | CAN_BE_OUT
        else:
            state = CAN_BE_OUT | CAN_BE_UNDECIDED if hangs else CAN_BE_OUT
        bounds.states[statement] = state

    def _bound_issue(self, bounds: LabelBounds, issue: Issue, is_circle: bool) -> None:
        hanging = [self._sum_up(bounds, position) for position in issue.positions]
        hangs = any(bounds.can_waver[position] for position in issue.positions) or is_circle
        for place, position in enumerate(issue.positions):
            if position in self._fixed:
                continue
            others = [other for other in issue.positions if other != position]
            least, greatest = bounds.least_strengths[position], bounds.greatest_strengths[position]
            if greatest <= 0 and not hanging[place]:
                state = CAN_BE_OUT
            elif least > 0 and all(issue.outweighs(least, bounds.greatest_strengths[each]) for each in others):
                state = CAN_BE_IN | CAN_BE_UNDECIDED if hangs else CAN_BE_IN
            else:
                state = CAN_BE_OUT | CAN_BE_UNDECIDED if hangs else CAN_BE_OUT
                if greatest > 0 and all(issue.outweighs(greatest, bounds.least_strengths[each]) for each in others):
                    state |= CAN_BE_IN
            bounds.states[position] = state
