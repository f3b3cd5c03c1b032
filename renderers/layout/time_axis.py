"""The axis of a timeline: how far apart its dates stand, and where it is broken because nothing happened.

From one date to the next the axis is as long as the time between them, up to a limit: what is longer is a break, which
is marked and says how long. Where many records stand at one date, the axis is stretched there until they have room.
"""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from models.dates import Day
from renderers.layout.record_times import BandName

LEAST_STEP, LONGEST_STEP, BREAK_STEP = 24.0, 96.0, 84.0
# Pixels for the time that lies between two neighbouring dates as a rule.
USUAL_STEP = 30.0
_DAYS_A_YEAR = 365.2425
_DAYS_A_MONTH = _DAYS_A_YEAR / 12
# The lengths of time in which a break is told, and from how many of them on.
_UNITS = ((_DAYS_A_YEAR, 2.0, "years"), (_DAYS_A_MONTH, 2.0, "months"), (1.0, 0.0, "days"))


@dataclass(frozen=True, slots=True)
class AxisStep:
    """How long the axis is from one date to the next at least, in pixels; `pause` is how long nothing was, or empty."""

    length: float
    pause: str


def count_days_of(day: Day) -> float:
    """Return a number of days that grows evenly with time, also before Christ and beyond what calendars reach."""
    return day.year * _DAYS_A_YEAR + (day.month - 1) * _DAYS_A_MONTH + day.day


def measure_steps(bands: Sequence[BandName]) -> list[AxisStep]:
    """Return the way from each date of the axis to the next, in their order."""
    waits = [_count_wait(earlier, later) for earlier, later in pairwise(bands)]
    between = sorted(wait for wait in waits if wait > 0)
    scale = USUAL_STEP / between[(len(between) - 1) // 2] if between else 0.0
    return [_measure_step(wait, wait * scale) for wait in waits]


def _measure_step(wait: float, length: float) -> AxisStep:
    if length > LONGEST_STEP:
        return AxisStep(BREAK_STEP, word_pause(wait))
    return AxisStep(max(length, LEAST_STEP), "")


def _count_wait(earlier: BandName, later: BandName) -> float:
    """Return the days from the beginning of one date to that of the next."""
    return count_days_of(later.first) - count_days_of(earlier.first)


def word_pause(days: float) -> str:
    """Return a length of time in the largest unit of which there are at least two."""
    for unit, least, name in _UNITS:
        number = math.floor(days / unit)
        if number >= least:
            return f"{number:,} {name if number != 1 else name[:-1]}"
    return ""


class TimeAxis:
    """An axis with its dates in their places: `tops` are the ordinates of `bands`, `bottom` is where it ends."""

    def __init__(self, bands: Sequence[BandName], tops: Sequence[float], bottom: float) -> None:
        self.bands, self.tops, self.bottom = bands, tops, bottom
        self._firsts = [band.first for band in bands]

    def find_place(self, day: Day) -> float:
        """Return the ordinate of any day: between two dates by the time that has passed, beyond the last one below."""
        following = bisect_right(self._firsts, day)
        if following == 0:
            return self.tops[0]
        if following == len(self.bands):
            return min(self.tops[-1] + LEAST_STEP, self.bottom)
        first, last = count_days_of(self._firsts[following - 1]), count_days_of(self._firsts[following])
        share = (count_days_of(day) - first) / (last - first)
        top, low = self.tops[following - 1], self.tops[following]
        return top + (low - top) * share
