"""A quotation as somebody typed it, found in a text.

It stands there word for word where an exact reading of both is the same: however lines, quotation marks and accents are
encoded. What is the same only in a lenient reading, in other case or without vowel points, is proposed, and so is what
is merely like it. A quotation with omissions ("the king ... fell") stands where its parts follow each other closely;
the passage reaches from the beginning of the first part to the end of the last, with all that was omitted.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from argument_maps.anchoring.anchors import ORPHAN, Anchor, Quote, anchor
from argument_maps.anchoring.occurrences import find_occurrences
from argument_maps.bounded_work import check_work
from models.folding.characters import FULL_LENIENCY
from models.folding.folded_text import FoldedText, fold_long_text, fold_text
from models.vocabulary import AnchorState

Place = tuple[int, int]
MOST = 20
# Between the ends of a passage with omissions: an editor leaves out sentences, not chapters.
MOST_OMITTED = 3_000
# Of each part of a quotation with omissions, so that single letters do not take a square of time.
MOST_PARTS = 400
# With as many parts as nobody writes, what is quoted is a list of words.
MOST_OMISSIONS = 20
_OMISSION = re.compile(r" ?[\[(⟨]? ?…[….]* ?[\])⟩]? ?")
# A letter in brackets is only in another case: "[T]he king".
_INSERTION = re.compile(r" ?\[[^\]]*\](?!\w)")
# Where words are divided by spaces; elsewhere they begin and end inside of what looks like one.
_UNDIVIDED = "\u2e80"


def find_quotation(quotation: str, text: str) -> list[Place]:
    """Return where a quotation stands word for word, as (start, end) in code points: at most `MOST`, in their order.

    Every place is one of whole characters of the text.
    """
    folded_quotation, folded_text = fold_text(quotation.strip()), fold_long_text(text)
    places = _find_words(folded_quotation, folded_text) or _find_words(_strip_quotation_marks(quotation), folded_text)
    return places or _find_parts(folded_quotation.text, folded_text)


def anchor_quotation(quote: Quote, text: str, start: int | None = None) -> Anchor:
    """Return where a quotation stands that was made elsewhere, where somebody says that it begins at `start`.

    What surrounds it counts for more than that number, which may have been counted in another copy of the text. Where
    neither tells it from other places with its words, it needs review.
    """
    folded = fold_long_text(text)
    words = Quote(*(fold_text(part).text for part in (quote.exact, quote.prefix, quote.suffix)))
    if not words.exact:
        return ORPHAN
    hint = None if start is None else folded.find_folded(start, start + 1)[0]
    found = anchor(words, folded.text, hint)
    if found.start is None or found.end is None:
        return found
    place = folded.find_original(found.start, found.end)
    is_whole = folded.is_whole(found.start, found.end)
    if found.state == AnchorState.ANCHORED and is_whole:
        return Anchor(AnchorState.ANCHORED, *place)
    return Anchor(AnchorState.NEEDS_REVIEW, *place, found.score or 0.999)


def propose_places(quotation: str, text: str) -> list[Place]:
    """Return where something like a quotation stands: in a lenient reading, or else the one place most like it."""
    folded_quotation = fold_text(quotation.strip(), FULL_LENIENCY)
    folded_text = fold_long_text(text, FULL_LENIENCY)
    places = _find_words(folded_quotation, folded_text)
    # What an editor put in is not in the text, and what stood there instead is left out.
    without_insertions = _INSERTION.sub(" …", fold_text(quotation).text)
    for words in (fold_text(quotation).text, without_insertions):
        places = places or _find_parts(fold_text(words, FULL_LENIENCY).text, folded_text)
    return places or _find_most_similar(folded_quotation.text.strip(), folded_text)


def _strip_quotation_marks(quotation: str) -> FoldedText:
    """Return a quotation without the marks in which somebody copied it."""
    return fold_text(fold_text(quotation).text.strip(" '"))


def _find_words(quotation: FoldedText, text: FoldedText) -> list[Place]:
    """Return where the words of a quotation stand; a hyphen at a line end may be one of the word or not."""
    words = quotation.text.strip(" ")
    if not words:
        return []
    is_divided = "-" in words or any(quotation.is_join(place) for place in range(len(quotation.text)))
    spans = _find_divided_words(quotation, text) if is_divided else _find_words_as_they_are(words, text.text)
    return list(islice(_find_originals(spans, text), MOST))


def _find_originals(spans: Iterable[Place], text: FoldedText) -> Iterator[Place]:
    """Yield the places of whole characters: those of whole words, or of parts of words where there are no others."""
    whole_spans = [span for span in islice(spans, MOST_PARTS) if text.is_whole(*span)]
    word_spans = [span for span in whole_spans if _is_bounded(text.text, *span)]
    for start, end in word_spans or whole_spans:
        yield text.find_original(start, end)


def _is_bounded(text: str, start: int, end: int) -> bool:
    """Tell whether no word goes on beyond either end of a stretch, as far as spaces divide its words."""
    return not any(
        0 < place < len(text) and all(one.isalnum() and one < _UNDIVIDED for one in text[place - 1 : place + 1])
        for place in (start, end)
    )


def _find_words_as_they_are(words: str, text: str) -> Iterator[Place]:
    for start in find_occurrences(words, text):
        yield start, start + len(words)


def _find_divided_words(quotation: FoldedText, text: FoldedText) -> Iterator[Place]:
    """Yield where words stand of which the quotation or the text has some divided at the end of a line."""
    pieces: list[str] = []
    words = quotation.text.rstrip(" ")
    for place in range(len(words) - len(words.lstrip(" ")), len(words)):
        if quotation.is_join(place):
            pieces.append("-?")
        pieces.append("(-?)" if words[place] == "-" else re.escape(words[place]))
    for match in re.finditer("".join(pieces), text.text):
        check_work()
        # A hyphen of the quotation may be missing only where the text has one that was left out.
        if all(match[group] or text.is_join(match.start(group)) for group in range(1, match.re.groups + 1)):
            yield match.span()


def _find_parts(quotation: str, text: FoldedText) -> list[Place]:
    """Return where the parts of a quotation with omissions follow each other, the closest places first."""
    parts = [part for part in _OMISSION.split(quotation.strip()) if part]
    if len(parts) < 2 or len(parts) > MOST_OMISSIONS:
        return [] if len(parts) != 1 or parts[0] == quotation.strip() else _find_words(fold_text(parts[0]), text)
    spans_by_part = [
        [
            span
            for span in islice(_find_words_as_they_are(part, text.text), MOST_PARTS)
            if text.is_whole(*span) and _is_bounded(text.text, *span)
        ]
        for part in parts
    ]
    chains = spans_by_part[0]
    for spans in spans_by_part[1:]:
        chains = [
            (start, next_end)
            for start, end in chains
            for next_start, next_end in spans
            if end <= next_start and next_end - start <= MOST_OMITTED
        ]
        # Through many parts many ways lead from one end to another.
        chains = sorted(set(chains))[: MOST_PARTS * 4]
    closest = [
        chain
        for chain in chains
        if not any(other != chain and chain[0] <= other[0] and other[1] <= chain[1] for other in chains)
    ]
    others = sorted(set(chains) - set(closest))
    return [text.find_original(*chain) for chain in [*closest, *others][:MOST]]


def _find_most_similar(quotation: str, text: FoldedText) -> list[Place]:
    most_similar = anchor(Quote(quotation), text.text) if quotation else None
    if most_similar is None or most_similar.state == AnchorState.ORPHAN:
        return []
    if most_similar.start is None or most_similar.end is None:
        return []
    return [text.find_original(most_similar.start, most_similar.end)]
