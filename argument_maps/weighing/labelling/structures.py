"""Argument evaluation structures (Gordon and Walton 2016, "Formalizing balancing arguments", COMMA 2016, section 3).

Statements are joined by arguments; positions of one issue exclude each other; an argument can have an undercutter, a
statement that takes it out of the count. All are numbers from 0, so that thousands are labelled in milliseconds.
"""

import heapq
import operator
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

TOP = 1 << 30
"""A weight above all others, that of what is assumed."""
Weigher = Callable[[Sequence[bool]], float]
"""Returns the weight of an argument, 0 for none, by which of its premises are in."""
Standard = Callable[[float, float], bool]
"""Tells whether the heaviest argument for a position outweighs that for another, the more so the lighter that is."""


@dataclass(frozen=True, slots=True)
class Issue:
    """Positions of which one is in at most: the one whose heaviest argument `outweighs` those of all others."""

    positions: tuple[int, ...]
    outweighs: Standard = operator.gt


@dataclass
class ArgumentStructure:
    """Statements, arguments and issues, in lists by their numbers.

    Of the argument `a` are `premises[a]`, its `conclusions[a]` and `undercutters[a]`, -1 where there is none, and the
    weight `caps[a]` that it has where all premises are in; `weighers` has those that are weighed otherwise. Where it
    `is_bounded`, no argument weighs more than the weakest of its premises does, as in maps; else its weight is its
    own, as in Carneades. `assumed` statements are in whatever is argued against them.
    """

    is_bounded: bool = False
    size: int = 0
    premises: list[tuple[int, ...]] = field(default_factory=list)
    conclusions: list[int] = field(default_factory=list)
    undercutters: list[int] = field(default_factory=list)
    caps: list[float] = field(default_factory=list)
    weighers: dict[int, Weigher] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    assumed: set[int] = field(default_factory=set)

    def add_statement(self) -> int:
        """Return the number of a new statement."""
        self.size += 1
        return self.size - 1

    def add_argument(self, premises: Iterable[int], conclusion: int, cap: float = 1.0, undercutter: int = -1) -> int:
        """Return the number of a new argument. Of one without a conclusion, -1, only whether it applies is found."""
        listed = tuple(premises)
        self.premises.append(listed if len(listed) < 2 else tuple(dict.fromkeys(listed)))
        self.conclusions.append(conclusion)
        self.undercutters.append(undercutter)
        self.caps.append(cap)
        return len(self.caps) - 1

    def add_issue(self, positions: Iterable[int], outweighs: Standard = operator.gt) -> None:
        """Let these statements, none of which is at issue yet, exclude each other."""
        self.issues.append(Issue(tuple(positions), outweighs))

    @cached_property
    def arguments_for(self) -> list[list[int]]:
        """By statement, the arguments that conclude it. Nothing is to be added once this or the next is asked for."""
        return _invert(self.size, ((conclusion,) if conclusion >= 0 else () for conclusion in self.conclusions))

    @cached_property
    def arguments_from(self) -> list[list[int]]:
        """By statement, the arguments of which it is a premise."""
        return _invert(self.size, self.premises)

    @cached_property
    def undercut_by(self) -> list[list[int]]:
        """By statement, the arguments that it undercuts."""
        return _invert(self.size, ((under,) if under >= 0 else () for under in self.undercutters))

    @cached_property
    def issue_of(self) -> list[int]:
        """By statement, the issue of which it is a position, -1 where it is at none."""
        issue_of = [-1] * self.size
        for number, issue in enumerate(self.issues):
            for position in issue.positions:
                issue_of[position] = number
        return issue_of

    def find_downstream(self, statements: Iterable[int], arguments: Iterable[int]) -> set[int]:
        """Return the statements of which the labels can depend on these statements and arguments."""
        conclusions, issue_of = self.conclusions, self.issue_of
        arguments_from, undercut_by = self.arguments_from, self.undercut_by
        found: set[int] = set()
        pending = [*statements, *(conclusions[argument] for argument in arguments)]
        while pending:
            statement = pending.pop()
            if statement < 0 or statement in found:
                continue
            found.add(statement)
            if issue_of[statement] >= 0:
                pending += self.issues[issue_of[statement]].positions
            pending += [conclusions[each] for each in (*arguments_from[statement], *undercut_by[statement])]
        return found


def list_heaviest_others(weights: Sequence[float]) -> list[float]:
    """Return for each weight the greatest of all others, -1 where there is no other."""
    first, second = heapq.nlargest(2, (*weights, -1, -1))
    return [second if weight == first else first for weight in weights]


def _invert(size: int, references: Iterable[Iterable[int]]) -> list[list[int]]:
    inverted: list[list[int]] = [[] for _ in range(size)]
    for number, referenced in enumerate(references):
        for each in referenced:
            inverted[each].append(number)
    return inverted
