"""Annotations carried from one version of a text to another, and what of them somebody has to look at."""

from typing import Any

from argument_maps.anchoring.anchors import Anchor, Quote, anchor, carried, surroundings
from models.vocabulary import AnchorState

Fields = dict[str, Any]


def carry(annotation: Fields, old: str, new: str, version: str) -> Fields:
    """Return what changes of an annotation (its draft's fields) when its text becomes another.

    A passage that was not touched, or that stands word for word and beyond doubt, moves. Else the place is
    only proposed. An orphan keeps the version and the place that it had.
    """
    found = _place(annotation, old, new)
    if found.state == AnchorState.ORPHAN or found.start is None or found.end is None:
        return {"state": AnchorState.ORPHAN, "score": None}
    moved: Fields = {
        "version": version,
        "start": found.start,
        "end": found.end,
        "state": found.state,
        "score": found.score,
    }
    if found.state == AnchorState.ANCHORED:
        before, after = annotation.get("prefix", ""), annotation.get("suffix", "")
        prefix, _ = surroundings(new, found.start, found.end, len(before))
        _, suffix = surroundings(new, found.start, found.end, len(after))
        moved |= {"prefix": prefix, "suffix": suffix}
    return moved


def _place(annotation: Fields, old: str, new: str) -> Anchor:
    start, end = annotation.get("start"), annotation.get("end")
    exact = annotation["exact"]
    quote = Quote(exact, annotation.get("prefix", ""), annotation.get("suffix", ""))
    if start is None or end is None:
        return anchor(quote, new)
    untouched = carried(old, new, start, end) if old[start:end] == exact else None
    if untouched is not None:
        return Anchor(AnchorState.ANCHORED, *untouched)
    found = anchor(quote, new, start)
    whole = quote.prefix + exact + quote.suffix
    if found.state == AnchorState.ANCHORED and old.find(whole) != old.rfind(whole):
        # It stood there twice with the same surroundings: what was found may be the other one, left alone.
        return Anchor(AnchorState.NEEDS_REVIEW, found.start, found.end, 0.999)
    return found
