"""Where a quotation stands in a text that has changed.

Pure functions on strings; every position counts code points. A quotation moves in silence only where it
stands word for word and nothing else could be meant. What is merely like it is proposed for review, and
what is like nothing is an orphan. Every place that could be meant is looked at before one is chosen, so
that of repeated quotations the one in the right surroundings wins, damaged or not.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein, Opcode

from argument_maps.anchoring.occurrences import find_occurrences
from argument_maps.anchoring.seeds import find_closest_start, find_likely_starts
from argument_maps.bounded_work import check_work
from models.vocabulary import AnchorState

# Below this the best place is no more like the quotation than any stretch of any text is.
MIN_SIMILARITY = 0.55
# How much of the surroundings has to be there for words that may stand elsewhere as well.
MIN_CONTEXT_SIMILARITY = 0.5
# So much of them that nothing else needs to be looked for.
CERTAIN_CONTEXT_SIMILARITY = 0.98
# By how much the best place has to be better than the next for there to be no doubt.
MIN_SCORE_LEAD = 0.08
# How many places with the very words are told apart; of more, those nearest to where it stood.
MOST_PLACES = 400
# How far a passage is looked for around its old place, before it is looked for everywhere.
NEARBY = 4_000


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation with what stood before and after it (W3C TextQuoteSelector)."""

    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a quotation stands, or may stand. An orphan has no place; only what needs review has a score."""

    state: AnchorState
    start: int | None = None
    end: int | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A stretch of the text with how like it is to the quotation, its surroundings, and both together (0 to 1)."""

    start: int
    end: int
    exact_similarity: float
    context_similarity: float | None
    score: float


ORPHAN = Anchor(AnchorState.ORPHAN)


def anchor(
    quote: Quote, text: str, hint: int | None = None, is_taken: Callable[[int, int], bool] | None = None
) -> Anchor:
    """Return where a quotation stands in a text; `hint` is where it stood before, and what is taken it cannot be."""
    places = sorted(_find_candidates(quote, text, hint), key=lambda place: _ranking_key(place, hint), reverse=True)
    if is_taken is not None:
        places = [place for place in places if not is_taken(place.start, place.end)]
    if not places or places[0].score < MIN_SIMILARITY:
        return ORPHAN
    best = places[0]
    others = [other for other in places[1:] if other.end <= best.start or other.start >= best.end]
    if best.exact_similarity == 1 and _is_certain(best, others, hint):
        return Anchor(AnchorState.ANCHORED, best.start, best.end)
    return Anchor(AnchorState.NEEDS_REVIEW, best.start, best.end, round(min(best.score, 0.999), 3))


def extract_context(text: str, start: int, end: int, length: int = 32) -> tuple[str, str]:
    """Return what stands before and after a passage."""
    return text[max(start - length, 0) : start], text[end : end + length]


def diff_passages(old: str, new: str) -> list[tuple[str, str]]:
    """Return how one passage became another: stretches with "equal", "delete" or "insert", in their order."""
    changes: list[tuple[str, str]] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            changes.append(("equal", old[a:b]))
            continue
        changes += [(sort, part) for sort, part in (("delete", old[a:b]), ("insert", new[c:d])) if part]
    return changes


def _find_candidates(quote: Quote, text: str, hint: int | None) -> list[_Candidate]:
    """Return every place that could be meant: where the very words stand, and where something like them does."""
    exact = _select_nearest(list(find_occurrences(quote.exact, text)), hint)
    candidates = [_score_candidate(quote, text, start, start + len(quote.exact)) for start in exact]
    if any(
        place.context_similarity is not None and place.context_similarity > CERTAIN_CONTEXT_SIMILARITY
        for place in candidates
    ):
        # With all that surrounds them the very words cannot mean anything that is merely like them.
        return candidates
    # A long quotation shares so much with its place that few others come near it; each takes long to look at.
    most_starts = 12 if len(quote.exact) <= 2 * _EDGE else 3
    candidates += _find_similar_passages(
        quote, text, find_likely_starts(quote.prefix, quote.exact, quote.suffix, text, hint, most_starts)
    )
    # Hardly a run of letters may have come through; then letter is held against letter, nearby and everywhere.
    for begin, end in _list_search_ranges(text, hint):
        check_work()
        if max((place.score for place in candidates), default=0.0) < MIN_SIMILARITY:
            candidates += _find_similar_passages(
                quote, text, find_closest_start(quote.prefix, quote.exact, quote.suffix, text, begin, end)
            )
    return candidates


def _list_search_ranges(text: str, hint: int | None) -> list[tuple[int, int]]:
    near = [] if hint is None else [(max(hint - NEARBY, 0), hint + NEARBY)]
    return [*near, (0, len(text))]


def _find_similar_passages(quote: Quote, text: str, starts: Iterable[int]) -> list[_Candidate]:
    spans = [_align_quote(quote, text, start) for start in starts]
    return [_score_candidate(quote, text, *span) for span in spans if span is not None]


def _select_nearest(starts: list[int], hint: int | None) -> list[int]:
    if len(starts) <= MOST_PLACES:
        return starts
    return sorted(starts, key=lambda start: abs(start - (hint or 0)))[:MOST_PLACES]


def _score_candidate(quote: Quote, text: str, start: int, end: int) -> _Candidate:
    exact_similarity = Levenshtein.normalized_similarity(quote.exact, text[start:end])
    before = text[max(start - len(quote.prefix), 0) : start]
    after = text[end : end + len(quote.suffix)]
    sides = [
        (Levenshtein.normalized_similarity(expected, actual), min(len(expected), 32))
        for expected, actual in ((quote.prefix, before), (quote.suffix, after))
        if expected
    ]
    weight = sum(length for _, length in sides)
    if not weight:
        return _Candidate(start, end, exact_similarity, None, exact_similarity)
    context_similarity = sum(likeness * length for likeness, length in sides) / weight
    # The words count for at least as much as all that surrounds them, however few they are.
    own = max(len(quote.exact), 64)
    return _Candidate(
        start,
        end,
        exact_similarity,
        context_similarity,
        (exact_similarity * own + context_similarity * weight) / (own + weight),
    )


def _ranking_key(place: _Candidate, hint: int | None) -> tuple[float, float]:
    """Return the key by which the best place is found: likeness first, nearness among equals."""
    return round(place.score, 6), -abs(place.start - hint) if hint is not None else -place.start


def _is_certain(best: _Candidate, others: list[_Candidate], hint: int | None) -> bool:
    """Tell whether a place with the very words is beyond doubt the one that is meant."""
    if best.context_similarity is not None and best.context_similarity < MIN_CONTEXT_SIMILARITY:
        return False
    rivals = [other for other in others if other.score > best.score - MIN_SCORE_LEAD]
    if not rivals:
        return True
    # That it is nearer to the old place than others tells nothing; but there it may be left.
    return best.start == hint


def _align_quote(quote: Quote, text: str, start: int) -> tuple[int, int] | None:
    """Return where the quotation begins and ends near a place at which it may begin, or None where it cannot."""
    slack = 24 + len(quote.exact) // 5
    if len(quote.exact) <= 2 * _EDGE:
        begin = max(start - len(quote.prefix) - slack, 0)
        window = text[begin : start + len(quote.exact) + len(quote.suffix) + slack]
        whole = quote.prefix + quote.exact + quote.suffix
        first, last = _map_positions(whole, window, len(quote.prefix), len(quote.prefix) + len(quote.exact))
        return _clip_span(text, begin + first, begin + last)
    # Of a long quotation only the ends matter, and aligning all of it would take its length squared.
    begin = max(start - len(quote.prefix) - 48, 0)
    head = quote.prefix + quote.exact[:_EDGE]
    first, _ = _map_positions(head, text[begin : begin + len(head) + 96], len(quote.prefix), len(head))
    tail = quote.exact[-_EDGE:] + quote.suffix
    reach = start + len(quote.exact) // 2 - _EDGE
    region = text[reach : start + 2 * len(quote.exact) + len(quote.suffix)]
    candidate_spans = []
    for place in find_likely_starts("", quote.exact[-_EDGE:], quote.suffix, region, limit=2):
        since = max(reach + place - 48, 0)
        _, last = _map_positions(tail, text[since : reach + place + len(tail) + 48], 0, _EDGE)
        candidate_spans.append((begin + first, since + last))
    fitting = [span for span in candidate_spans if len(quote.exact) // 2 <= span[1] - span[0] <= 2 * len(quote.exact)]
    spans = [_clip_span(text, *span) for span in fitting]
    return max(
        (span for span in spans if span is not None),
        key=lambda span: Levenshtein.normalized_similarity(quote.exact, text[span[0] : span[1]]),
        default=None,
    )


_EDGE = 256


def _map_positions(pattern: str, window: str, *positions: int) -> tuple[int, int]:
    """Return where two places of a wanted string come to stand in a window that holds something like it."""
    # Letters at the ends of what is wanted would else be found far off in what is not meant.
    near = fuzz.partial_ratio_alignment(pattern, window)
    spare = 8 + len(pattern) // 6
    since = max(near.dest_start - spare, 0) if near is not None else 0
    until = near.dest_end + spare if near is not None else len(window)
    blocks = list(Levenshtein.opcodes(pattern, window[since:until]))
    return since + _map_position(blocks, positions[0], opens=True), since + _map_position(
        blocks, positions[1], opens=False
    )


def _map_position(blocks: Iterable[Opcode], place: int, *, opens: bool) -> int:
    """Return where a place comes to stand: what was put in there stays outside of the passage."""
    at = 0
    for block in blocks:
        if block.tag == "insert":
            continue
        begin, end = block.src_start, block.src_end
        if begin <= place < end if opens else begin < place <= end:
            return block.dest_start + (0 if block.tag == "delete" else place - begin)
        at = block.dest_end
    return at


def _clip_span(text: str, start: int, end: int) -> tuple[int, int] | None:
    start, end = max(start, 0), min(end, len(text))
    return (start, end) if start < end else None
