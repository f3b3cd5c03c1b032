"""Annotations carried from one version of a text to another, and what of them somebody has to look at."""

from typing import Any

from argument_maps.anchoring.anchors import Anchor, Quote, anchor, extract_context, shift_unchanged_span
from models.vocabulary import AnchorState

Fields = dict[str, Any]


def reanchor_annotation(annotation: Fields, old: str, new: str, version: str) -> Fields:
    """Return what changes of an annotation (its draft's fields) when its text becomes another.

    A passage that was not touched, or that stands word for word and beyond doubt, moves. Else the place is
    only proposed. An orphan keeps the version and the place that it had.
    """
    new_anchor = _find_new_anchor(annotation, old, new)
    if new_anchor.state == AnchorState.ORPHAN or new_anchor.start is None or new_anchor.end is None:
        return {"state": AnchorState.ORPHAN, "score": None}
    moved: Fields = {
        "version": version,
        "start": new_anchor.start,
        "end": new_anchor.end,
        "state": new_anchor.state,
        "score": new_anchor.score,
    }
    if new_anchor.state == AnchorState.ANCHORED:
        before, after = annotation.get("prefix", ""), annotation.get("suffix", "")
        prefix, _ = extract_context(new, new_anchor.start, new_anchor.end, len(before))
        _, suffix = extract_context(new, new_anchor.start, new_anchor.end, len(after))
        moved |= {"prefix": prefix, "suffix": suffix}
    return moved


def _find_new_anchor(annotation: Fields, old: str, new: str) -> Anchor:
    start, end = annotation.get("start"), annotation.get("end")
    exact = annotation["exact"]
    quote = Quote(exact, annotation.get("prefix", ""), annotation.get("suffix", ""))
    if start is None or end is None:
        return anchor(quote, new)
    shifted_span = shift_unchanged_span(old, new, start, end) if old[start:end] == exact else None
    if shifted_span is not None:
        return Anchor(AnchorState.ANCHORED, *shifted_span)
    new_anchor = anchor(quote, new, start)
    whole = quote.prefix + exact + quote.suffix
    if new_anchor.state == AnchorState.ANCHORED and old.find(whole) != old.rfind(whole):
        # It stood there twice with the same surroundings: what was found may be the other one, left alone.
        return Anchor(AnchorState.NEEDS_REVIEW, new_anchor.start, new_anchor.end, 0.999)
    return new_anchor
