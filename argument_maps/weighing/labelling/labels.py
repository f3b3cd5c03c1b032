"""What a labelling says of the statements and arguments of a structure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

UNDECIDED, IN, OUT = 0, 1, 2
Weights = Sequence[float] | Mapping[int, float]
"""Weights by the numbers of arguments."""


@dataclass(slots=True)
class Labelling:
    """The label of each statement, the weight of each argument, 0 where it does not apply, and the strengths.

    The weight of an argument is -1 where it is undecided whether it applies. The strength of a statement is the weight
    of the heaviest argument for it, 0 without any, and `TOP` of what is assumed. `tops` and `weight_tops` have what a
    statement or argument could weigh where that is more, for all that stays undecided.
    """

    labels: list[int]
    weights: list[float]
    strengths: list[float]
    tops: dict[int, float] = field(default_factory=dict)
    weight_tops: dict[int, float] = field(default_factory=dict)
