"""How long it takes to find a quotation in a book, and passages again in a book that was damaged or edited."""

import random
import statistics
from collections.abc import Iterator

from argument_maps.anchoring.anchors import Quote, anchor, extract_context
from argument_maps.anchoring.quotations import find_quotation
from argument_maps.anchoring.reanchoring import pair_versions, reanchor_annotation
from benchmarks.damage import damaged, prose
from benchmarks.figures import Figure, milliseconds
from models.folding.folded_text import fold_long_text

LENGTH, QUOTATIONS, DAMAGE = 270_000, 100, 0.2
PROMISE = 50.0
FINDING_PROMISE = 30.0
ANNOTATIONS, EDITS = 1_000, 20
# What it took before rivals were looked for in both versions, measured beside them.
CARRYING_PROMISE = 1_800.0


def figures() -> Iterator[Figure]:
    """Anchor quotations of all lengths in a text of 270,000 characters, a fifth of them damaged; find others."""
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
    yield _measure_finding(old, chance)
    yield _measure_carrying(old, chance)


def _measure_finding(text: str, chance: random.Random) -> Figure:
    """Find passages as somebody types them, with other spaces; of each the text is folded anew."""
    took = []
    for _ in range(QUOTATIONS):
        start = chance.randrange(len(text) - 80)
        typed = "  ".join(text[start : start + 80].split())
        fold_long_text.cache_clear()
        took.append(milliseconds(lambda typed=typed: find_quotation(typed, text)))  # type: ignore[misc] # bound at once
    return Figure(
        "find a quotation in 270,000 characters : promised", statistics.median(took), FINDING_PROMISE, "ms", 1.0
    )


def _measure_carrying(text: str, chance: random.Random) -> Figure:
    """Carry annotations over to a version with some stretches struck out, put in and changed."""
    new = text
    for _ in range(EDITS):
        place, length = chance.randrange(len(new) - 400), chance.randint(20, 300)
        new = chance.choice(
            (
                new[:place] + new[place + length :],
                new[:place] + prose(length, place) + new[place:],
                new[:place] + "xq" + new[place + 3 :],
            )
        )
    starts = [chance.randrange(32, len(text) - 400) for _ in range(ANNOTATIONS)]
    annotations = [
        {"exact": text[start : start + 60], "start": start, "end": start + 60, "prefix": "", "suffix": ""}
        for start in starts
    ]

    def carry() -> None:
        pair_versions.cache_clear()
        for annotation in annotations:
            reanchor_annotation(annotation, text, new, "")

    return Figure("carry 1,000 annotations over 20 edits : promised", milliseconds(carry), CARRYING_PROMISE, "ms", 1.0)
