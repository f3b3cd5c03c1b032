"""Figures and their limits: measured in pairs, told as medians, printed as they come."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One promise: what we came to beside a peer, and how `ratio` has to stand to the limit."""

    name: str
    ours: float
    peer: float
    unit: str
    limit: float
    at_least: bool = False
    note: str = ""

    @property
    def ratio(self) -> float:
        """How many times the peer's figure ours is; where more is promised, how many times as good."""
        return self.ours / self.peer if self.peer else float("inf")

    @property
    def holds(self) -> bool:
        """Whether the promise is kept."""
        return self.ratio >= self.limit if self.at_least else self.ratio <= self.limit

    def __str__(self) -> str:
        """Return the figure as one line of the report."""
        sign = ">=" if self.at_least else "<="
        verdict = "PASS" if self.holds else "OVER"
        told = f"{self.name:<58}{_short(self.ours):>10}{_short(self.peer):>10} {self.unit:<11}"
        return f"{told}{self.ratio:>8.2f}  {sign} {self.limit:<5g} {verdict}" + (f"  {self.note}" if self.note else "")


HEAD = f"{'figure (medians, taken in pairs)':<58}{'ours':>10}{'peer':>10} {'unit':<11}{'ratio':>8}  limit"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A figure that could not be taken, and why."""

    name: str
    why: str
    holds = True

    def __str__(self) -> str:
        """Return one line of the report."""
        return f"{self.name:<58}skipped: {self.why}"


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long the work took."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def pairs(count: int, ours: Callable[[int], float], peer: Callable[[int], float]) -> tuple[float, float]:
    """Return the medians of both, taken in turns, and in turns first, so that a slow moment hits both alike."""
    own: list[float] = []
    other: list[float] = []
    for number in range(count):
        first, second = (ours, peer) if number % 2 else (peer, ours)
        for side in (first, second):
            (own if side is ours else other).append(side(number))
    return statistics.median(own), statistics.median(other)


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"
