"""A grounded labelling under way: what `grounded` begins and reads."""

from collections.abc import Collection, Iterable, Iterator

from argument_maps.weighing.labelling.components import list_components
from argument_maps.weighing.labelling.labels import IN, OUT, UNDECIDED, Labelling, Weights
from argument_maps.weighing.labelling.structures import TOP, ArgumentStructure, list_heaviest_others
from argument_maps.weighing.labelling.widest_paths import spread_weights


class Grounding:
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
        # What statements and arguments could weigh at most, where what stays undecided could add to it.
        self._tops: dict[int, float] = {}
        self._weight_tops: dict[int, float] = {}
        # What a former labelling undercuts from outside is told so by nobody any more.
        self._undercut: list[int] = []
        if former is None:
            self._open_everything()
        else:
            self.labels, self.weights, self.strengths = former.labels[:], former.weights[:], former.strengths[:]
            self._tops, self._weight_tops = dict(former.tops), dict(former.weight_tops)
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
            self._tops.pop(statement, None)
        for argument in arguments:
            self.weights[argument] = -1
            self._weight_tops.pop(argument, None)
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

    def finish(self) -> Labelling:
        """Return the labelling."""
        return Labelling(self.labels, self.weights, self.strengths, self._tops, self._weight_tops)

    def begin(self, rejected: Iterable[int], accepted: Iterable[int]) -> None:
        """Decide all that depends on no circle."""
        arguments_for, labels, weights, missing = (
            self._structure.arguments_for,
            self.labels,
            self.weights,
            self._missing,
        )
        for statement in dict.fromkeys(rejected):
            self._decide(statement, OUT)
        self._assume(dict.fromkeys((*accepted, *self._structure.assumed)))
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
        if self._tops and weight > 0 and not self._circle:
            self._note_top(argument, statement)
        if weight > strengths[statement]:
            strengths[statement] = weight
        left = self._open[statement] - 1
        self._open[statement] = left
        issue = structure.issue_of[statement]
        if issue >= 0:
            self._count_at_issue(issue, statement)
        elif not self.labels[statement]:
            if not left:
                self._decide(statement, IN if strengths[statement] > 0 else OUT)
            elif weight > 0 and not structure.is_bounded:
                self._decide(statement, IN)

    def _count_at_issue(self, issue: int, statement: int) -> None:
        """Decide a position for which nothing is left, and its issue once all arguments for all positions are."""
        strengths = self.strengths
        self._issue_open[issue] -= 1
        if not self._open[statement] and not strengths[statement] and not self.labels[statement]:
            self._decide(statement, OUT)
        if self._issue_open[issue]:
            return
        if self._circle:
            self._ready.append(issue)
        elif self._weight_tops:
            self._resolve(issue, self._bound_positions(issue, self.weights, self.weights))
        else:
            found = [strengths[position] for position in self._structure.issues[issue].positions]
            self._resolve(issue, list(zip(found, found, strict=True)))

    def _note_top(self, argument: int, statement: int) -> None:
        """Note what an argument could weigh at most, where that is more than it weighs."""
        premises = self._structure.premises[argument]
        limits = (max(self.strengths[each], self._tops.get(each, 0)) for each in premises)
        top = min((self._structure.caps[argument], *limits))
        if top > self.weights[argument]:
            self._weight_tops[argument] = top
            self._tops[statement] = max(top, self._tops.get(statement, 0))

    def _resolve(self, number: int, bounds: list[tuple[float, float]]) -> bool:
        """Decide the positions of an issue where the lower and upper bounds of their strengths leave no doubt."""
        issue, labels = self._structure.issues[number], self.labels
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
        undecided = [statement for statement in self._statements if not self.labels[statement]]
        among = set(undecided)
        needed = {statement: self._list_needed(statement, among) for statement in undecided}
        for issue in self._list_issues(undecided):
            # Open positions depend on each other, and on what argues for those that were rejected.
            positions = self._structure.issues[issue].positions
            waiting = [position for position in positions if not self.labels[position]]
            for position, following in zip(waiting, [*waiting[1:], waiting[0]], strict=True):
                needed[position].append(following)
            for position in positions:
                if self.labels[position]:
                    needed[waiting[0]] += self._list_needed(position, among)
        return list_components(needed)

    def _list_issues(self, statements: Iterable[int]) -> list[int]:
        issue_of = self._structure.issue_of
        return sorted({issue_of[statement] for statement in statements} - {-1})

    def _list_needed(self, statement: int, among: Collection[int]) -> list[int]:
        structure = self._structure
        needed: list[int] = []
        for argument in structure.arguments_for[statement]:
            if self.weights[argument] < 0:
                needed += structure.premises[argument]
                if structure.undercutters[argument] >= 0:
                    needed.append(structure.undercutters[argument])
        return [each for each in needed if each in among]

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
            self._ready = [
                issue for issue in waiting if not self._resolve(issue, self._bound_positions(issue, lows, highs))
            ] + self._ready
            if not self._reached:
                break
        self._settle_strengths(concerned, lows, highs)
        self._circle = frozenset()
        self._reached.extend(statement for statement in members if labels[statement])
        self._pass_on_beyond(members, frozenset(concerned))

    def _settle_strengths(self, members: list[int], lows: Weights, highs: Weights) -> None:
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

    def _bound_weights(self, members: list[int]) -> tuple[Weights, Weights]:
        """Return the least and the greatest weights that the arguments for these statements can have."""
        if not self._structure.is_bounded:
            return self.weights, self.weights
        so_far = self.finish()
        return (
            spread_weights(self._structure, so_far, members, hopeful=False),
            spread_weights(self._structure, so_far, members, hopeful=True),
        )

    def _bound_positions(self, issue: int, lows: Weights, highs: Weights) -> list[tuple[float, float]]:
        """Return the least and the greatest strength that each position of an issue can have."""
        arguments_for, tops = self._structure.arguments_for, self._weight_tops
        return [
            (
                max((lows[argument] for argument in arguments_for[position]), default=0),
                max((max(highs[each], tops.get(each, 0)) for each in arguments_for[position]), default=0),
            )
            for position in self._structure.issues[issue].positions
        ]
