"""A quotation as somebody typed it, found in a text: white space, quotation marks and apostrophes may differ."""

import re

from argument_maps.anchoring.anchors import Quote, anchor
from models.vocabulary import AnchorState

Place = tuple[int, int]
_INTERCHANGEABLE_SIGNS = ("'’‘ʼ`", '"“”„«»', "-‐‑‒–—")
MOST = 20


def find_quotation(quotation: str, text: str) -> list[Place]:
    """Return where a quotation stands in a text, as (start, end) in code points: at most `MOST`, in their order."""
    words = quotation.split()
    if not words:
        return []
    pattern = re.compile(r"\s+".join(_build_loose_pattern(word) for word in words))
    spans = []
    for match in pattern.finditer(text):
        spans.append(match.span())
        if len(spans) == MOST:
            break
    return spans


def find_similar_quotation(quotation: str, text: str) -> Place | None:
    """Return where something like the quotation stands, or None where nothing is like it."""
    quote = " ".join(quotation.split())
    best_anchor = anchor(Quote(quote), text) if quote else None
    if (
        best_anchor is None
        or best_anchor.state == AnchorState.ORPHAN
        or best_anchor.start is None
        or best_anchor.end is None
    ):
        return None
    return best_anchor.start, best_anchor.end


def _build_loose_pattern(word: str) -> str:
    return "".join(
        next(
            (f"[{re.escape(alternatives)}]" for alternatives in _INTERCHANGEABLE_SIGNS if sign in alternatives),
            re.escape(sign),
        )
        for sign in word
    )
