"""Heights of boxes whose order in each column is settled: near what they are joined to, and in little room.

The last step of a layered layout (Sugiyama, Tagawa and Toda 1981). Each column in turn is set as near to its neighbours
as its boxes' order and sizes allow, which for sums of squares is isotonic regression, exact by pooling adjacent
violators (Ayer et al. 1955); a few rounds over all columns come near to what is best for all of them together.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

ROUNDS = 8
# A line is to run straight through the columns that it passes, and bends rather beside a box (Gansner et al. 1993).
_PASSAGE_WEIGHT, _END_WEIGHT, _PLAIN_WEIGHT = 8.0, 2.0, 1.0
# What is joined to nothing gives way to everything.
_LEAST_WEIGHT = 0.01

# An item that another is joined to, and how much their being level counts.
Tie = tuple[str, float]


def weigh_tie(passages: int) -> float:
    """Return how much it counts that two items of neighbouring columns are level, by how many of them are passages."""
    return (_PLAIN_WEIGHT, _END_WEIGHT, _PASSAGE_WEIGHT)[passages]


def measure_columns(columns: Sequence[Sequence[str]], sizes: Mapping[str, float], gap: float) -> float:
    """Return the height of the column that needs most, in the unit of `sizes`."""
    return max((sum(sizes[key] for key in keys) + gap * (len(keys) - 1) for keys in columns if keys), default=0.0)


def assign_coordinates(
    columns: Sequence[Sequence[str]],
    sizes: Mapping[str, float],
    ties: Mapping[str, Sequence[Tie]],
    start: Mapping[str, float],
    pulls: Mapping[str, float],
    height: float,
    gap: float,
) -> dict[str, float]:
    """Return the middle of every item, between 0 and `height`, all in the unit of `sizes`.

    The order of `columns` is kept, with `gap` between two. `start` are the middles to begin with; `pulls` say how much
    it counts beside an item's ties that it stays there. Where `height` is less than a column needs, it is what the
    column needs. Linear in items and ties.
    """
    height = max(height, measure_columns(columns, sizes, gap))
    middles = dict(start)
    places = [_measure_offsets([sizes[key] for key in keys], gap) for keys in columns]
    for number in range(ROUNDS):
        order = range(len(columns)) if number % 2 == 0 else reversed(range(len(columns)))
        for index in order:
            keys, offsets = columns[index], places[index]
            if not keys:
                continue
            wanted: list[float] = []
            weights: list[float] = []
            for key, offset in zip(keys, offsets, strict=True):
                weight = max(pulls.get(key, 0.0), _LEAST_WEIGHT)
                total = start[key] * weight
                for other, strength in ties.get(key, ()):
                    total += middles[other] * strength
                    weight += strength
                wanted.append(total / weight - offset)
                weights.append(weight)
            lowest = sizes[keys[0]] / 2
            highest = height - offsets[-1] - sizes[keys[-1]] / 2
            for key, offset, base in zip(keys, offsets, _regress(wanted, weights), strict=True):
                middles[key] = min(max(base, lowest), highest) + offset
    return middles


def _measure_offsets(sizes: Sequence[float], gap: float) -> list[float]:
    """Return how far below the first middle each one is at least."""
    offsets = [0.0] if sizes else []
    for before, after in pairwise(sizes):
        offsets.append(offsets[-1] + (before + after) / 2 + gap)
    return offsets


def _regress(wanted: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Return the ascending values nearest to those wanted, by weighted squares."""
    pools: list[tuple[float, float, int]] = []
    for value, weight in zip(wanted, weights, strict=True):
        total, mass, count = value * weight, weight, 1
        while pools and pools[-1][0] * mass > total * pools[-1][1]:
            total_before, mass_before, count_before = pools.pop()
            total, mass, count = total + total_before, mass + mass_before, count + count_before
        pools.append((total, mass, count))
    return [total / mass for total, mass, count in pools for _ in range(count)]
