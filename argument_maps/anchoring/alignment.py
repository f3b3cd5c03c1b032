"""A text and its translation, passage against passage.

Blocks are paired by their lengths alone (Gale and Church 1993): a translation is about as long as what it
translates, paragraph by paragraph, and now and then one paragraph becomes two.
"""

from collections.abc import Sequence
from math import erfc, log, sqrt
from typing import TypeVar

T = TypeVar("T")
Row = tuple[tuple[T, ...], tuple[T, ...]]

# Of how many blocks on either side a passage may consist, with what that costs (their table 5, as -100 log p).
_STEP_COSTS: dict[tuple[int, int], float] = {(1, 1): 0.0, (1, 0): 450.0, (0, 1): 450.0, (2, 1): 230.0, (1, 2): 230.0}
# The variance of the lengths, in letters of the one for a letter of the other.
_VARIANCE = 6.8
# Beyond this many blocks off the diagonal a pairing is no longer looked for, so that books take no square of time.
_BAND_WIDTH = 60


def align_blocks(left: Sequence[T], right: Sequence[T], lengths: tuple[Sequence[int], Sequence[int]]) -> list[Row[T]]:
    """Return rows of blocks that say the same, each block in one row and in its order.

    `lengths` are those of the blocks of both sides, in code points.
    """
    if len(left) == len(right):
        return [((one,), (other,)) for one, other in zip(left, right, strict=True)]
    rows = []
    i = j = 0
    length_ratio = (sum(lengths[1]) or 1) / (sum(lengths[0]) or 1)
    # A Chinese page has a third of the letters of its English translation; but a text may also be shorter because
    # some of it was not translated, and then its letters are as many for each letter as elsewhere.
    _, steps = min(
        (_find_cheapest_steps(*lengths, ratio) for ratio in (length_ratio, 1.0)), key=lambda alignment: alignment[0]
    )
    for one, other in steps:
        rows.append((tuple(left[i : i + one]), tuple(right[j : j + other])))
        i, j = i + one, j + other
    return rows


def _find_cheapest_steps(
    first: Sequence[int], second: Sequence[int], ratio: float
) -> tuple[float, list[tuple[int, int]]]:
    """Return what the cheapest steps through both sides cost, and these; `ratio` is letters of the second for one."""
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for i in range(len(first) + 1):
        middle = i * len(second) // max(len(first), 1)
        slack = _BAND_WIDTH + abs(len(first) - len(second))
        for j in range(max(middle - slack, 0), min(middle + slack, len(second)) + 1):
            for (one, other), cost in _STEP_COSTS.items():
                before = best.get((i - one, j - other))
                if before is None or (i, j) == (0, 0):
                    continue
                # What stands alone has nothing to be as long as.
                both = bool(one and other)
                mismatch_cost = (
                    _rate_length_mismatch(sum(first[i - one : i]) * ratio, sum(second[j - other : j])) if both else 0.0
                )
                total_cost = before[0] + cost + mismatch_cost
                if (i, j) not in best or total_cost < best[i, j][0]:
                    best[i, j] = (total_cost, (one, other))
    steps, place = [], (len(first), len(second))
    while place != (0, 0):
        step = best[place][1]
        steps.append(step)
        place = (place[0] - step[0], place[1] - step[1])
    return best[len(first), len(second)][0], steps[::-1]


def _rate_length_mismatch(expected: float, actual: float) -> float:
    """Return what it costs that a passage is as long as this where another length was expected."""
    mean = (expected + actual) / 2
    if not mean:
        return 0.0
    deviation = abs(expected - actual) / sqrt(mean * _VARIANCE)
    return -100 * log(max(erfc(deviation / sqrt(2)), 1e-12))
