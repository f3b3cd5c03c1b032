"""Where in a long text something like a quotation may begin: found by the short runs of letters they share."""

from collections import Counter
from collections.abc import Iterator
from itertools import islice

from rapidfuzz import fuzz

from argument_maps.anchoring.occurrences import find_occurrences

# Runs of this length are rare enough to tell places apart, and short enough to come through damage.
RUN = 5
MOST_RUNS = 64
# A run that stands more often tells nothing.
TOO_COMMON = 300
# Places that share runs within this distance are one; damage shifts what follows by a few letters.
SAME_PLACE = 16
LONGEST = 512


def find_likely_starts(
    prefix: str, exact: str, suffix: str, text: str, hint: int | None = None, limit: int = 12
) -> list[int]:
    """Return where a quotation may begin, the place that shares most with it and its surroundings first.

    `hint`, where it began before, is always among them.
    """
    votes: Counter[int] = Counter()
    for offset, run in _sample_runs((prefix + exact + suffix)[: LONGEST + len(prefix)]):
        for place in _find_run(run, text):
            votes[(place - offset) // SAME_PLACE] += 1
    # A start between two stretches has votes in both.
    joined = {place: count + votes.get(place + 1, 0) for place, count in votes.items()}
    best = sorted(joined, key=lambda place: (-joined[place], place))[: 2 * limit]
    starts = [max(place * SAME_PLACE + SAME_PLACE + len(prefix), 0) for place in best]
    return ([hint] if hint is not None else []) + starts


def find_closest_start(prefix: str, exact: str, suffix: str, text: str, begin: int, end: int) -> list[int]:
    """Return the one place in a stretch of the text whose letters are most like the quotation's, or none."""
    whole = (prefix + exact + suffix)[: LONGEST + len(prefix)]
    alignment = fuzz.partial_ratio_alignment(whole, text[begin:end])
    # Where the stretch is the shorter one, it is the stretch that is sought in the quotation.
    if alignment is None or len(whole) > len(text[begin:end]):
        return []
    return [begin + alignment.dest_start + len(prefix)]


def _sample_runs(quotation: str) -> Iterator[tuple[int, str]]:
    """Yield runs of the quotation with their places in it, evenly spread where they are many."""
    last = max(len(quotation) - RUN, 0)
    step = max(last // MOST_RUNS, 1)
    for offset in range(0, last + 1, step):
        yield offset, quotation[offset : offset + RUN]


def _find_run(run: str, text: str) -> list[int]:
    starts = list(islice(find_occurrences(run, text), TOO_COMMON + 1))
    return starts if len(starts) <= TOO_COMMON else []
