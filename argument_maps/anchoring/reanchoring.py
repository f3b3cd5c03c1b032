"""Annotations carried from one version of a text to another, and what of them somebody has to look at."""

from functools import lru_cache
from typing import Any

from argument_maps.anchoring.anchors import ORPHAN, Anchor, Quote, anchor, extract_context
from argument_maps.anchoring.descent import find_descendant
from argument_maps.anchoring.divided_texts import divide_text
from argument_maps.anchoring.surroundings import VersionPair
from models.folding.folded_text import fold_long_text, fold_text
from models.vocabulary import AnchorState

Fields = dict[str, Any]


def reanchor_annotation(annotation: Fields, old: str, new: str, version: str) -> Fields:
    """Return what changes of an annotation (its draft's fields) when its text becomes another.

    A passage that stands in the new version beyond doubt moves, and its quotation becomes what the new version has for
    it, where lines, accents or quotation marks are set in another way. Else the place is only proposed. An orphan keeps
    the version and the place that it had.
    """
    new_anchor = _find_new_anchor(annotation, old, new)
    if new_anchor.state == AnchorState.ORPHAN or new_anchor.start is None or new_anchor.end is None:
        return {"state": AnchorState.ORPHAN, "score": None}
    start, end = fold_long_text(new).find_original(new_anchor.start, new_anchor.end)
    moved: Fields = {
        "version": version,
        "start": start,
        "end": end,
        "state": new_anchor.state,
        "score": new_anchor.score,
    }
    if new_anchor.state == AnchorState.ANCHORED:
        before, after = annotation.get("prefix", ""), annotation.get("suffix", "")
        prefix, _ = extract_context(new, start, end, len(before))
        _, suffix = extract_context(new, start, end, len(after))
        moved |= {"exact": new[start:end], "prefix": prefix, "suffix": suffix}
    return moved


@lru_cache(maxsize=2)
def pair_versions(old: str, new: str) -> VersionPair:
    """Return two versions of a text to be compared; kept, because they are asked about each of a text's annotations."""
    return VersionPair(divide_text(old), divide_text(new))


def _find_new_anchor(annotation: Fields, old: str, new: str) -> Anchor:
    """Return the anchor of an annotation in the new version, its place one of the folded text."""
    start, end, exact = annotation.get("start"), annotation.get("end"), annotation["exact"]
    if start is not None and end is not None and old[start:end] == exact:
        return find_descendant(pair_versions(old, new), *fold_long_text(old).find_folded(start, end))
    return _find_unplaced(annotation, old, new)


def _find_unplaced(annotation: Fields, old: str, new: str) -> Anchor:
    """Return the anchor of a passage that had no place in the old version: an orphan's, or one in need of review.

    It is found without review only if its words are new: else they would be those that stood in the old version.
    """
    exact, prefix, suffix = (fold_text(annotation.get(name, "")).text for name in ("exact", "prefix", "suffix"))
    if not exact:
        return ORPHAN
    found = anchor(Quote(exact, prefix, suffix), fold_long_text(new).text)
    if found.state == AnchorState.ANCHORED and exact in fold_long_text(old).text:
        return Anchor(AnchorState.NEEDS_REVIEW, found.start, found.end, 0.999)
    return found
