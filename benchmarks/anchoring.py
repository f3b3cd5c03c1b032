"""How long it takes to find a quotation again in a book that was damaged."""

import random
import statistics
from collections.abc import Iterator

from argument_maps.anchoring.anchors import Quote, anchor, extract_context
from benchmarks.damage import damaged, prose
from benchmarks.figures import Figure, milliseconds

LENGTH, QUOTATIONS, DAMAGE = 270_000, 100, 0.2
PROMISE = 50.0


def figures() -> Iterator[Figure]:
    """Anchor quotations of all lengths in a text of 270,000 characters, a fifth of them damaged."""
    chance = random.Random(1)
    old = prose(LENGTH, 1)
    new, _ = damaged(old, DAMAGE, 1)
    took = []
    for _ in range(QUOTATIONS):
        size = chance.choice([chance.randint(12, 40), chance.randint(40, 200), chance.randint(200, 900)])
        start = chance.randrange(32, LENGTH - size - 32)
        quote = Quote(old[start : start + size], *extract_context(old, start, start + size))
        took.append(milliseconds(lambda quote=quote, start=start: anchor(quote, new, start)))  # type: ignore[misc] # bound at once
    yield Figure("anchor a quotation in 270,000 characters : promised", statistics.median(took), PROMISE, "ms", 1.0)
