"""A quotation as somebody typed it, found in a text: white space, quotation marks and apostrophes may differ."""

import re

from argument_maps.anchoring.anchors import Quote, anchor
from models.vocabulary import AnchorState

Place = tuple[int, int]
_SIGNS = ("'’‘ʼ`", '"“”„«»', "-‐‑‒–—")
MOST = 20


def places_of(quotation: str, text: str) -> list[Place]:
    """Return where a quotation stands in a text, as (start, end) in code points: at most `MOST`, in their order."""
    words = quotation.split()
    if not words:
        return []
    pattern = re.compile(r"\s+".join(_loosely(word) for word in words))
    found = []
    for match in pattern.finditer(text):
        found.append(match.span())
        if len(found) == MOST:
            break
    return found


def likely_place(quotation: str, text: str) -> Place | None:
    """Return where something like the quotation stands, or None where nothing is like it."""
    quote = " ".join(quotation.split())
    found = anchor(Quote(quote), text) if quote else None
    if found is None or found.state == AnchorState.ORPHAN or found.start is None or found.end is None:
        return None
    return found.start, found.end


def _loosely(word: str) -> str:
    return "".join(next((f"[{re.escape(each)}]" for each in _SIGNS if sign in each), re.escape(sign)) for sign in word)
