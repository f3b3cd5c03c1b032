"""The grounded labelling of an argument evaluation structure: what is in and out whatever one prefers.

It is the least fixed point of Gordon and Walton 2016, section 4: a statement is decided when all that bears on it is,
one that nothing opposes as soon as one argument for it weighs anything, an issue when all arguments for all its
positions are decided. What stands on a circle that nothing outside decides, and what depends on it, stays undecided.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from argument_maps.weighing.components import list_components
from argument_maps.weighing.structures import TOP, ArgumentStructure, list_heaviest_others

UNDECIDED, IN, OUT = 0, 1, 2
# By argument, of all or of those that are looked at.
_Weights = Sequence[float] | Mapping[int, float]


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


class _Grounding:
    """A labelling under way. What is decided stays so, and is passed on to whatever waits for it."""

    def __init__(self, structure: ArgumentStructure, without: Collection[int]) -> None:
        self._structure = structure
        self.labels = [UNDECIDED] * structure.size
        self.weights: list[float] = [-1] * len(structure.caps)
        self.strengths: list[float] = [0] * structure.size
        # How many premises and undercutters of an argument, and arguments for a statement or issue, are not decided.
        self._missing = list(map(len, structure.premises))
        for number, undercutter in enumerate(structure.undercutters):
            if undercutter >= 0:
                self._missing[number] += 1
        self._open = list(map(len, structure.arguments_for))
        self._issue_open = [sum(self._open[each] for each in issue.positions) for issue in structure.issues]
        self._without = without
        self._reached: list[int] = []
        # What statements and arguments could weigh at most, where what stays undecided could add to it.
        self._tops: dict[int, float] = {}
        self._weight_tops: dict[int, float] = {}
        # The circle that is being decided: the strengths on it are provisional, and nothing beyond it may know.
        self._circle: frozenset[int] = frozenset()
        self._ready: list[int] = []

    def begin(self, rejected: Iterable[int], accepted: Iterable[int]) -> None:
        """Decide all that depends on no circle."""
        structure = self._structure
        for statement in dict.fromkeys(rejected):
            self._decide(statement, OUT)
        self._assume(dict.fromkeys((*accepted, *structure.assumed)))
        for statement, arguments in enumerate(structure.arguments_for):
            if not arguments and not self.labels[statement]:
                self._decide(statement, OUT)
        for argument in dict.fromkeys(self._without):
            self._weigh(argument, 0)
        for argument, missing in enumerate(self._missing):
            if not missing and self.weights[argument] < 0:
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
        arguments_from, undercut_by, labels = structure.arguments_from, structure.undercut_by, self.labels
        conclusions, circle = structure.conclusions, self._circle
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
        weigher = structure.weighers.get(argument)
        if weigher is not None:
            return weigher([labels[premise] == IN for premise in premises])
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
        statement = self._structure.conclusions[argument]
        if statement < 0:
            return
        if self._tops and weight > 0 and not self._circle:
            self._note_top(argument, statement)
        if weight > self.strengths[statement]:
            self.strengths[statement] = weight
        self._open[statement] -= 1
        if self._structure.issue_of[statement] >= 0:
            self._count_at_issue(statement)
        elif not self.labels[statement]:
            if not self._open[statement]:
                self._decide(statement, IN if self.strengths[statement] > 0 else OUT)
            elif weight > 0 and not self._structure.is_bounded:
                self._decide(statement, IN)

    def _count_at_issue(self, statement: int) -> None:
        """Decide a position for which nothing is left, and its issue once all arguments for all positions are."""
        issue = self._structure.issue_of[statement]
        self._issue_open[issue] -= 1
        if not self._open[statement] and not self.strengths[statement] and not self.labels[statement]:
            self._decide(statement, OUT)
        if not self._issue_open[issue]:
            if self._circle:
                self._ready.append(issue)
            else:
                self._resolve(issue, self.weights, self.weights)

    def _note_top(self, argument: int, statement: int) -> None:
        """Note what an argument could weigh at most, where that is more than it weighs."""
        premises = self._structure.premises[argument]
        limits = (max(self.strengths[each], self._tops.get(each, 0)) for each in premises)
        top = min((self._structure.caps[argument], *limits))
        if top > self.weights[argument]:
            self._weight_tops[argument] = top
            self._tops[statement] = max(top, self._tops.get(statement, 0))

    def _resolve(self, number: int, lows: _Weights, highs: _Weights) -> bool:
        """Decide the positions of an issue where the lower and upper bounds of weights leave no doubt."""
        issue, labels, tops = self._structure.issues[number], self.labels, self._weight_tops
        bounds = [
            (
                max((lows[argument] for argument in self._structure.arguments_for[position]), default=0),
                max(
                    (max(highs[each], tops.get(each, 0)) for each in self._structure.arguments_for[position]), default=0
                ),
            )
            for position in issue.positions
        ]
        winner = -1
        low_others, high_others = (list_heaviest_others(weights) for weights in zip(*bounds, strict=True))
        for place, (low, high) in enumerate(bounds):
            if low > 0 and issue.outweighs(low, high_others[place]):
                winner = issue.positions[place]
                break
            if high > 0 and issue.outweighs(high, low_others[place]):
                return False
        for position in issue.positions:
            if not labels[position]:
                self._decide(position, IN if position == winner else OUT)
        return True

    def list_circles(self) -> Iterator[list[int]]:
        """Yield the statements that depend on each other and are not decided, those that others depend on first."""
        undecided = [statement for statement, label in enumerate(self.labels) if not label]
        needed = {statement: self._list_needed(statement) for statement in undecided}
        for issue in self._list_issues(undecided):
            # Open positions depend on each other, and on what argues for those that were rejected.
            positions = self._structure.issues[issue].positions
            waiting = [position for position in positions if not self.labels[position]]
            for position, following in zip(waiting, [*waiting[1:], waiting[0]], strict=True):
                needed[position].append(following)
            for position in positions:
                if self.labels[position]:
                    needed[waiting[0]] += self._list_needed(position)
        return list_components(needed)

    def _list_issues(self, statements: Iterable[int]) -> list[int]:
        issue_of = self._structure.issue_of
        return sorted({issue_of[statement] for statement in statements} - {-1})

    def _list_needed(self, statement: int) -> list[int]:
        structure, labels = self._structure, self.labels
        needed: list[int] = []
        for argument in structure.arguments_for[statement]:
            if self.weights[argument] < 0:
                needed += structure.premises[argument]
                if structure.undercutters[argument] >= 0:
                    needed.append(structure.undercutters[argument])
        return [each for each in needed if not labels[each]]

    def decide_circle(self, circle: list[int]) -> None:
        """Decide what on a circle can be decided, once all that it depends on is."""
        labels = self.labels
        members = [statement for statement in circle if not labels[statement]]
        if not members:
            return
        # Arguments for a position that was rejected count, too, where its rivals are on the circle.
        issues = [self._structure.issues[issue] for issue in self._list_issues(members)]
        concerned = [*members, *(each for issue in issues for each in issue.positions if labels[each])]
        self._circle = frozenset(concerned)
        self._ready = []
        while True:
            self._decide_unopposed(members)
            while self._reached:
                self._pass_on()
                self._decide_unopposed(members)
            lows, highs = self._bound_weights(concerned)
            waiting, self._ready = self._ready, []
            self._ready = [issue for issue in waiting if not self._resolve(issue, lows, highs)] + self._ready
            if not self._reached:
                break
        self._settle_strengths(concerned, lows, highs)
        self._circle = frozenset()
        self._reached.extend(statement for statement in members if labels[statement])
        self._pass_on_beyond(members, frozenset(concerned))

    def _settle_strengths(self, members: list[int], lows: _Weights, highs: _Weights) -> None:
        """Note how strong is what was decided on a circle, and what could be stronger for all that is known."""
        structure, labels = self._structure, self.labels
        for statement in members:
            if labels[statement] == IN:
                self.strengths[statement] = max((lows[each] for each in structure.arguments_for[statement]), default=0)
                top = max((highs[each] for each in structure.arguments_for[statement]), default=0)
                if top > self.strengths[statement]:
                    self._tops[statement] = top
        for statement in members:
            for argument in structure.arguments_for[statement]:
                if self.weights[argument] > 0:
                    self.weights[argument] = lows[argument]
                    if highs[argument] > lows[argument]:
                        self._weight_tops[argument] = highs[argument]

    def _decide_unopposed(self, members: list[int]) -> None:
        for statement in members:
            is_open = not self.labels[statement] and self._structure.issue_of[statement] < 0
            if is_open and self.strengths[statement] > 0:
                self._decide(statement, IN)

    def _pass_on_beyond(self, members: list[int], inside: frozenset[int]) -> None:
        """Tell what does not stand on the circle what was decided on it."""
        structure = self._structure
        # Arguments on the circle were told already, as far as they conclude something on it.
        for statement in members:
            if self.labels[statement]:
                for argument in (*structure.undercut_by[statement], *structure.arguments_from[statement]):
                    if structure.conclusions[argument] in inside and self.weights[argument] < 0:
                        self._missing[argument] += 1
        self._pass_on()

    def _bound_weights(self, members: list[int]) -> tuple[_Weights, _Weights]:
        """Return the least and the greatest weights that the arguments for these statements can have."""
        if not self._structure.is_bounded:
            return self.weights, self.weights
        return self._spread(members, hopeful=False), self._spread(members, hopeful=True)

    def _spread(self, members: list[int], *, hopeful: bool) -> dict[int, float]:
        """Return weights as they follow from what is in; with hope, undecided arguments count for what they could be.

        A statement on a circle of support is as strong as the strongest support from outside the circle, as in the
        widest paths of a network: strengths grow from nothing until none grows any more.
        """
        structure, labels = self._structure, self.labels
        weights = {each: self.weights[each] for member in members for each in structure.arguments_for[member]}
        inside = {statement for statement in members if labels[statement] == IN}
        strengths = dict.fromkeys(inside, 0.0)
        counted = {
            argument
            for statement in members
            for argument in structure.arguments_for[statement]
            if weights[argument] > 0 or (hopeful and weights[argument] < 0)
        }
        pending = dict.fromkeys(sorted(counted))
        while pending:
            argument, _ = pending.popitem()
            weight = structure.caps[argument]
            for premise in structure.premises[argument]:
                if labels[premise] == IN:
                    known = max(self.strengths[premise], self._tops.get(premise, 0) if hopeful else 0)
                    weight = min(weight, strengths.get(premise, known))
                elif labels[premise] == OUT:
                    weight = 0
            weights[argument] = weight
            conclusion = structure.conclusions[argument]
            if weight > strengths.get(conclusion, TOP):
                strengths[conclusion] = weight
                pending.update((each, None) for each in structure.arguments_from[conclusion] if each in counted)
        return weights
