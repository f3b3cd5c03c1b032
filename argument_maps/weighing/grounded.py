"""The grounded labelling of an argument evaluation structure: what is in and out whatever one prefers.

It is the least fixed point of Gordon and Walton 2016, section 4: a statement is decided when all that bears on it is,
one that nothing opposes as soon as one argument for it weighs anything, an issue when all arguments for all its
positions are decided. What stands on a circle that nothing outside decides, and what depends on it, stays undecided.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from argument_maps.weighing.components import list_components
from argument_maps.weighing.structures import TOP, ArgumentStructure

UNDECIDED, IN, OUT = 0, 1, 2
Weights = Sequence[float] | Mapping[int, float]
"""Weights by the numbers of arguments."""


@dataclass(slots=True)
class Labelling:
    """The label of each statement, the weight of each argument, 0 where it does not apply, and the strengths.

    The weight of an argument is -1 where it is undecided whether it applies. The strength of a statement is the weight
    of the heaviest argument for it, 0 without any, and `TOP` of what is assumed.
    """

    labels: list[int]
    weights: list[float]
    strengths: list[float]


def label_grounded(
    structure: ArgumentStructure,
    *,
    without: Collection[int] = (),
    rejected: Iterable[int] = (),
    accepted: Iterable[int] = (),
) -> Labelling:
    """Return the grounded labelling, `without` some arguments, with statements that are out or in whatever is argued.

    Linear in arguments and their premises; of statements on circles, at most quadratic in each circle.
    """
    grounding = _Grounding(structure, without)
    grounding.begin(rejected, accepted)
    for circle in grounding.list_circles():
        grounding.decide_circle(circle)
    return Labelling(grounding.labels, grounding.weights, grounding.strengths)


def relabel_grounded(
    structure: ArgumentStructure,
    former: Labelling,
    changed: Collection[int],
    *,
    turned: Collection[int] = (),
    without: Collection[int] = (),
    rejected: Iterable[int] = (),
    accepted: Iterable[int] = (),
) -> tuple[Labelling, set[int]]:
    """Return what `label_grounded` does, from a former labelling, and the statements that were labelled anew.

    `changed` are the arguments that are set aside now and were not, or the other way round, `turned` the statements
    that are rejected or accepted otherwise than before. Linear in what is downstream of these, but for copying lists.
    """
    downstream = structure.find_downstream(turned, changed)
    grounding = _Grounding(structure, without, former, downstream, changed)
    grounding.begin(downstream.intersection(rejected), downstream.intersection(accepted))
    for circle in grounding.list_circles():
        grounding.decide_circle(circle)
    return Labelling(grounding.labels, grounding.weights, grounding.strengths), downstream


class _Grounding:
    """A labelling under way. What is decided stays so, and is passed on to whatever waits for it.

    With a former labelling only what is `downstream` is labelled, and the arguments that bear on it or are `changed`.
    """

    labels: list[int]
    weights: list[float]
    strengths: list[float]
    _statements: Collection[int]
    _arguments: Collection[int]
    # How many premises and undercutters of an argument, and arguments for a statement or issue, are not decided.
    _missing: list[int] | dict[int, int]
    _open: list[int] | dict[int, int]
    _issue_open: list[int] | dict[int, int]

    def __init__(
        self,
        structure: ArgumentStructure,
        without: Collection[int],
        former: Labelling | None = None,
        downstream: Collection[int] = (),
        changed: Collection[int] = (),
    ) -> None:
        self._structure = structure
        self._without = without
        self._reached: list[int] = []
        # The circle that is being decided: the strengths on it are provisional, and nothing beyond it may know.
        self._circle: frozenset[int] = frozenset()
        self._ready: list[int] = []
        # What a former labelling undercuts from outside is told so by nobody any more.
        self._undercut: list[int] = []
        if former is None:
            self._open_everything()
        else:
            self.labels, self.weights, self.strengths = former.labels[:], former.weights[:], former.strengths[:]
            self._reopen(downstream, changed)

    def _open_everything(self) -> None:
        structure = self._structure
        self.labels = [UNDECIDED] * structure.size
        self.weights = [-1] * len(structure.caps)
        self.strengths = [0] * structure.size
        self._statements, self._arguments = range(structure.size), range(len(structure.caps))
        self._missing = [
            len(premises) + (undercutter >= 0)
            for premises, undercutter in zip(structure.premises, structure.undercutters, strict=True)
        ]
        self._open = open_arguments = list(map(len, structure.arguments_for))
        self._issue_open = [sum(open_arguments[each] for each in issue.positions) for issue in structure.issues]

    def _reopen(self, downstream: Collection[int], changed: Collection[int]) -> None:
        structure, labels = self._structure, self.labels
        arguments = set(changed)
        for statement in downstream:
            labels[statement] = UNDECIDED
            self.strengths[statement] = 0
            arguments.update(structure.arguments_for[statement])
            for argument in (*structure.arguments_from[statement], *structure.undercut_by[statement]):
                if structure.conclusions[argument] < 0:
                    arguments.add(argument)
        for argument in arguments:
            self.weights[argument] = -1
        self._statements, self._arguments = sorted(downstream), sorted(arguments)
        self._missing = {argument: self._count_missing(argument) for argument in arguments}
        self._undercut = [argument for argument in self._arguments if self._is_undercut(argument)]
        self._open = open_arguments = {each: len(structure.arguments_for[each]) for each in downstream}
        self._issue_open = {
            issue: sum(open_arguments[each] for each in structure.issues[issue].positions)
            for issue in {structure.issue_of[statement] for statement in downstream} - {-1}
        }

    def _count_missing(self, argument: int) -> int:
        undercutter = self._structure.undercutters[argument]
        missing = sum(not self.labels[premise] for premise in self._structure.premises[argument])
        return missing + (undercutter >= 0 and not self.labels[undercutter])

    def _is_undercut(self, argument: int) -> bool:
        undercutter = self._structure.undercutters[argument]
        return undercutter >= 0 and self.labels[undercutter] == IN

    def begin(self, rejected: Iterable[int], accepted: Iterable[int]) -> None:
        """Decide all that depends on no circle."""
        arguments_for, labels, weights, missing = (
            self._structure.arguments_for,
            self.labels,
            self.weights,
            self._missing,
        )
        for statement in rejected:
            self._decide(statement, OUT)
        self._assume((*accepted, *self._structure.assumed))
        for statement in self._statements:
            if not arguments_for[statement] and not labels[statement]:
                self._decide(statement, OUT)
        for argument in (*self._without, *self._undercut):
            if weights[argument] < 0:
                self._weigh(argument, 0)
        for argument in self._arguments:
            if not missing[argument] and weights[argument] < 0:
                self._weigh(argument, self._measure(argument))
        self._pass_on()

    def _assume(self, statements: Iterable[int]) -> None:
        """Let statements be in, and what they are at issue with be out as far as it is not assumed itself."""
        assumed = [statement for statement in statements if not self.labels[statement]]
        for statement in assumed:
            self.strengths[statement] = TOP
            self._decide(statement, IN)
        issues = {self._structure.issue_of[statement] for statement in assumed} - {-1}
        for issue in sorted(issues):
            for position in self._structure.issues[issue].positions:
                if not self.labels[position]:
                    self._decide(position, OUT)

    def _decide(self, statement: int, label: int) -> None:
        self.labels[statement] = label
        self._reached.append(statement)

    def _pass_on(self) -> None:
        """Tell whatever waits for statements that they are decided, until nothing more is."""
        structure, reached, weights, missing = self._structure, self._reached, self.weights, self._missing
        arguments_from, undercut_by, conclusions = (
            structure.arguments_from,
            structure.undercut_by,
            structure.conclusions,
        )
        labels, circle = self.labels, self._circle
        while reached:
            statement = reached.pop()
            is_in = labels[statement] == IN
            for argument in undercut_by[statement]:
                if weights[argument] < 0 and (not circle or conclusions[argument] in circle):
                    missing[argument] -= 1
                    if is_in:
                        self._weigh(argument, 0)
                    elif not missing[argument]:
                        self._weigh(argument, self._measure(argument))
            for argument in arguments_from[statement]:
                if weights[argument] < 0 and (not circle or conclusions[argument] in circle):
                    missing[argument] -= 1
                    if not missing[argument]:
                        self._weigh(argument, self._measure(argument))

    def _measure(self, argument: int) -> float:
        """Return the weight of an argument that is not undercut and of which all premises are decided."""
        structure, labels = self._structure, self.labels
        premises = structure.premises[argument]
        if argument in structure.weighers:
            return structure.weighers[argument]([labels[premise] == IN for premise in premises])
        weight = structure.caps[argument]
        for premise in premises:
            if labels[premise] != IN:
                return 0
            if structure.is_bounded and self.strengths[premise] < weight:
                weight = self.strengths[premise]
        return weight

    def _weigh(self, argument: int, weight: float) -> None:
        """Note what an argument weighs, and decide its conclusion where that is enough."""
        self.weights[argument] = weight
        structure, strengths = self._structure, self.strengths
        statement = structure.conclusions[argument]
        if statement < 0:
            return
        if weight > strengths[statement]:
            strengths[statement] = weight
        left = self._open[statement] - 1
        self._open[statement] = left
        issue = structure.issue_of[statement]
        if issue >= 0:
            self._issue_open[issue] -= 1
            if not left and not strengths[statement] and not self.labels[statement]:
                self._decide(statement, OUT)
            if not self._issue_open[issue]:
                if self._circle:
                    self._ready.append(issue)
                else:
                    found = [strengths[position] for position in structure.issues[issue].positions]
                    self._resolve(issue, list(zip(found, found, strict=True)))
        elif not self.labels[statement]:
            if not left:
                self._decide(statement, IN if strengths[statement] > 0 else OUT)
            elif weight > 0 and not structure.is_bounded:
                self._decide(statement, IN)

    def _resolve(self, number: int, bounds: list[tuple[float, float]]) -> bool:
        """Decide the positions of an issue where the lower and upper bounds of their strengths leave no doubt."""
        issue, labels = self._structure.issues[number], self.labels
        winner = -1
        for place, (low, high) in enumerate(bounds):
            others = bounds[:place] + bounds[place + 1 :]
            if low > 0 and all(issue.outweighs(low, other) for _, other in others):
                winner = issue.positions[place]
                break
            if high > 0 and all(issue.outweighs(high, other) for other, _ in others):
                return False
        for position in issue.positions:
            if not labels[position]:
                self._decide(position, IN if position == winner else OUT)
        return True

    def list_circles(self) -> Iterator[list[int]]:
        """Yield the statements that depend on each other and are not decided, those that others depend on first."""
        undecided = {statement for statement in self._statements if not self.labels[statement]}
        return list_components({statement: self._list_needed(statement, undecided) for statement in sorted(undecided)})

    def _list_needed(self, statement: int, undecided: Collection[int]) -> list[int]:
        structure = self._structure
        issue = structure.issue_of[statement]
        needed = list(structure.issues[issue].positions) if issue >= 0 else []
        for argument in structure.arguments_for[statement]:
            if self.weights[argument] < 0:
                needed += structure.premises[argument]
                if structure.undercutters[argument] >= 0:
                    needed.append(structure.undercutters[argument])
        return [each for each in needed if each in undecided]

    def decide_circle(self, circle: list[int]) -> None:
        """Decide what on a circle can be decided, once all that it depends on is."""
        structure, labels = self._structure, self.labels
        members = [statement for statement in circle if not labels[statement]]
        if not members:
            return
        self._circle = frozenset(members)
        self._ready = []
        while True:
            self._decide_unopposed(members)
            if not self._reached:
                lows, highs = self._bound_weights(members)
                waiting, self._ready = self._ready, []
                self._ready = [
                    issue for issue in waiting if not self._resolve(issue, self._bound_positions(issue, lows, highs))
                ] + self._ready
                if not self._reached:
                    break
            self._pass_on()
        for statement in members:
            if labels[statement] == IN:
                self.strengths[statement] = max((lows[each] for each in structure.arguments_for[statement]), default=0)
        for statement in members:
            for argument in structure.arguments_for[statement]:
                if self.weights[argument] > 0:
                    self.weights[argument] = lows[argument]
        self._circle = frozenset()
        self._reached.extend(statement for statement in members if labels[statement])
        self._pass_on_beyond(members)

    def _decide_unopposed(self, members: list[int]) -> None:
        for statement in members:
            is_open = not self.labels[statement] and self._structure.issue_of[statement] < 0
            if is_open and self.strengths[statement] > 0:
                self._decide(statement, IN)

    def _pass_on_beyond(self, members: list[int]) -> None:
        """Tell what does not stand on the circle what was decided on it."""
        inside = set(members)
        structure = self._structure
        # Arguments on the circle were told already, as far as they conclude something on it.
        for statement in inside:
            if self.labels[statement]:
                for argument in (*structure.undercut_by[statement], *structure.arguments_from[statement]):
                    if structure.conclusions[argument] in inside and self.weights[argument] < 0:
                        self._missing[argument] += 1
        self._pass_on()

    def _bound_weights(self, members: list[int]) -> tuple[Weights, Weights]:
        """Return the least and the greatest weights that the arguments for these statements can have."""
        if not self._structure.is_bounded:
            return self.weights, self.weights
        return self._spread(members, hopeful=False), self._spread(members, hopeful=True)

    def _bound_positions(self, issue: int, lows: Weights, highs: Weights) -> list[tuple[float, float]]:
        arguments_for = self._structure.arguments_for
        return [
            (
                max((lows[argument] for argument in arguments_for[position]), default=0),
                max((highs[argument] for argument in arguments_for[position]), default=0),
            )
            for position in self._structure.issues[issue].positions
        ]

    def _spread(self, members: list[int], *, hopeful: bool) -> dict[int, float]:
        """Return the weights of the arguments for members as they follow from what is in.

        With hope, undecided arguments count for what they could be.

        A statement on a circle of support is as strong as the strongest support from outside the circle, as in the
        widest paths of a network: strengths grow from nothing until none grows any more.
        """
        structure, labels = self._structure, self.labels
        weights = {argument: self.weights[argument] for each in members for argument in structure.arguments_for[each]}
        counted = {argument for argument, weight in weights.items() if weight > 0 or (hopeful and weight < 0)}
        # A position of which it is known already what becomes of it is not on the circle, but weighs in the issue.
        for issue in {structure.issue_of[each] for each in members} - {-1}:
            for position in structure.issues[issue].positions:
                for argument in structure.arguments_for[position]:
                    weights.setdefault(argument, self.weights[argument])
        inside = {statement for statement in members if labels[statement] == IN}
        strengths = dict.fromkeys(inside, 0.0)
        pending = dict.fromkeys(sorted(counted))
        while pending:
            argument, _ = pending.popitem()
            weight = structure.caps[argument]
            for premise in structure.premises[argument]:
                if labels[premise] == IN:
                    weight = min(weight, strengths.get(premise, self.strengths[premise]))
                elif labels[premise] == OUT:
                    weight = 0
            weights[argument] = weight
            conclusion = structure.conclusions[argument]
            if weight > strengths.get(conclusion, TOP):
                strengths[conclusion] = weight
                pending.update((each, None) for each in structure.arguments_from[conclusion] if each in counted)
        return weights
