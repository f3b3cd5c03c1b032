"""Where a quotation stands in a text that has changed.

Pure functions on strings; every position counts code points. A quotation moves in silence only where it
stands word for word and nothing else could be meant. What is merely like it is proposed for review, and
what is like nothing is an orphan. Every place that could be meant is looked at before one is chosen, so
that of repeated quotations the one in the right surroundings wins, damaged or not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein, Opcode

from argument_maps.anchoring.seeds import closest_start, likely_starts
from argument_maps.bounded_work import check_work
from models.vocabulary import AnchorState

# Below this the best place is no more like the quotation than any stretch of any text is.
LIKE_ENOUGH = 0.55
# How much of the surroundings has to be there for words that may stand elsewhere as well.
SAME_SURROUNDINGS = 0.5
# So much of them that nothing else needs to be looked for.
NEARLY_ALL = 0.98
# By how much the best place has to be better than the next for there to be no doubt.
CLEARLY = 0.08
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
class _Place:
    """A stretch of the text with how like it is to the quotation, its surroundings, and both together (0 to 1)."""

    start: int
    end: int
    words: float
    around: float | None
    score: float


ORPHAN = Anchor(AnchorState.ORPHAN)


def anchor(quote: Quote, text: str, hint: int | None = None) -> Anchor:
    """Return where a quotation stands in a text; `hint` is where it stood before."""
    places = sorted(_places(quote, text, hint), key=lambda place: _rank(place, hint), reverse=True)
    if not places or places[0].score < LIKE_ENOUGH:
        return ORPHAN
    best = places[0]
    others = [other for other in places[1:] if other.end <= best.start or other.start >= best.end]
    if best.words == 1 and _is_certain(best, others, hint):
        return Anchor(AnchorState.ANCHORED, best.start, best.end)
    return Anchor(AnchorState.NEEDS_REVIEW, best.start, best.end, round(min(best.score, 0.999), 3))


def carried(old: str, new: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the place of a passage that the change from one text to another did not touch, else None.

    Untouched is what stands before the first difference or behind the last one.
    """
    head, tail = _untouched(old, new)
    if end <= head:
        return start, end
    if start >= len(old) - tail:
        return start + len(new) - len(old), end + len(new) - len(old)
    return None


def surroundings(text: str, start: int, end: int, length: int = 32) -> tuple[str, str]:
    """Return what stands before and after a passage."""
    return text[max(start - length, 0) : start], text[end : end + length]


def difference(old: str, new: str) -> list[tuple[str, str]]:
    """Return how one passage became another: stretches with "equal", "delete" or "insert", in their order."""
    found: list[tuple[str, str]] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(("equal", old[a:b]))
            continue
        found += [(sort, part) for sort, part in (("delete", old[a:b]), ("insert", new[c:d])) if part]
    return found


@lru_cache(maxsize=1)
def _untouched(old: str, new: str) -> tuple[int, int]:
    """Return how much of two texts is alike before the first difference and behind the last one.

    Kept, because it is asked for each of a text's annotations, and a text can be as long as a book.
    """
    head = _same_head(old, new)
    return head, min(_same_head(old[::-1], new[::-1]), len(old) - head, len(new) - head)


def _same_head(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low


def _places(quote: Quote, text: str, hint: int | None) -> list[_Place]:
    """Return every place that could be meant: where the very words stand, and where something like them does."""
    exact = _nearest(list(_occurrences(quote.exact, text)), hint)
    found = [_judged(quote, text, start, start + len(quote.exact)) for start in exact]
    if any(place.around is not None and place.around > NEARLY_ALL for place in found):
        # With all that surrounds them the very words cannot mean anything that is merely like them.
        return found
    # A long quotation shares so much with its place that few others come near it; each takes long to look at.
    keep = 12 if len(quote.exact) <= 2 * _EDGE else 3
    found += _like(quote, text, likely_starts(quote.prefix, quote.exact, quote.suffix, text, hint, keep))
    # Hardly a run of letters may have come through; then letter is held against letter, nearby and everywhere.
    for begin, end in _stretches(text, hint):
        check_work()
        if max((place.score for place in found), default=0.0) < LIKE_ENOUGH:
            found += _like(quote, text, closest_start(quote.prefix, quote.exact, quote.suffix, text, begin, end))
    return found


def _stretches(text: str, hint: int | None) -> list[tuple[int, int]]:
    near = [] if hint is None else [(max(hint - NEARBY, 0), hint + NEARBY)]
    return [*near, (0, len(text))]


def _like(quote: Quote, text: str, starts: Iterable[int]) -> list[_Place]:
    spans = [_aligned(quote, text, start) for start in starts]
    return [_judged(quote, text, *span) for span in spans if span is not None]


def _occurrences(words: str, text: str) -> Iterable[int]:
    start = text.find(words)
    while start >= 0:
        check_work()
        yield start
        start = text.find(words, start + 1)


def _nearest(starts: list[int], hint: int | None) -> list[int]:
    if len(starts) <= MOST_PLACES:
        return starts
    return sorted(starts, key=lambda start: abs(start - (hint or 0)))[:MOST_PLACES]


def _judged(quote: Quote, text: str, start: int, end: int) -> _Place:
    words = Levenshtein.normalized_similarity(quote.exact, text[start:end])
    before = text[max(start - len(quote.prefix), 0) : start]
    after = text[end : end + len(quote.suffix)]
    sides = [
        (Levenshtein.normalized_similarity(wanted, found), min(len(wanted), 32))
        for wanted, found in ((quote.prefix, before), (quote.suffix, after))
        if wanted
    ]
    weight = sum(length for _, length in sides)
    if not weight:
        return _Place(start, end, words, None, words)
    around = sum(likeness * length for likeness, length in sides) / weight
    # The words count for at least as much as all that surrounds them, however few they are.
    own = max(len(quote.exact), 64)
    return _Place(start, end, words, around, (words * own + around * weight) / (own + weight))


def _rank(place: _Place, hint: int | None) -> tuple[float, float]:
    """Return the key by which the best place is found: likeness first, nearness among equals."""
    return round(place.score, 6), -abs(place.start - hint) if hint is not None else -place.start


def _is_certain(best: _Place, others: list[_Place], hint: int | None) -> bool:
    """Tell whether a place with the very words is beyond doubt the one that is meant."""
    if best.around is not None and best.around < SAME_SURROUNDINGS:
        return False
    rivals = [other for other in others if other.score > best.score - CLEARLY]
    if not rivals:
        return True
    if hint is None:
        return False
    # Nothing but nearness tells them apart, so it has to be plain: at its old place, or nearly so.
    nearest = min(abs(other.start - hint) for other in rivals)
    return 4 * (abs(best.start - hint) + 8) <= nearest + 32 * (best.start == hint)


def _aligned(quote: Quote, text: str, start: int) -> tuple[int, int] | None:
    """Return where the quotation begins and ends near a place at which it may begin, or None where it cannot."""
    slack = 24 + len(quote.exact) // 5
    if len(quote.exact) <= 2 * _EDGE:
        begin = max(start - len(quote.prefix) - slack, 0)
        window = text[begin : start + len(quote.exact) + len(quote.suffix) + slack]
        whole = quote.prefix + quote.exact + quote.suffix
        first, last = _mapped(whole, window, len(quote.prefix), len(quote.prefix) + len(quote.exact))
        return _within(text, begin + first, begin + last)
    # Of a long quotation only the ends matter, and aligning all of it would take its length squared.
    begin = max(start - len(quote.prefix) - 48, 0)
    head = quote.prefix + quote.exact[:_EDGE]
    first, _ = _mapped(head, text[begin : begin + len(head) + 96], len(quote.prefix), len(head))
    tail = quote.exact[-_EDGE:] + quote.suffix
    reach = start + len(quote.exact) // 2 - _EDGE
    region = text[reach : start + 2 * len(quote.exact) + len(quote.suffix)]
    found = []
    for place in likely_starts("", quote.exact[-_EDGE:], quote.suffix, region, keep=2):
        since = max(reach + place - 48, 0)
        _, last = _mapped(tail, text[since : reach + place + len(tail) + 48], 0, _EDGE)
        found.append((begin + first, since + last))
    fitting = [span for span in found if len(quote.exact) // 2 <= span[1] - span[0] <= 2 * len(quote.exact)]
    spans = [_within(text, *span) for span in fitting]
    return max(
        (span for span in spans if span is not None),
        key=lambda span: Levenshtein.normalized_similarity(quote.exact, text[span[0] : span[1]]),
        default=None,
    )


_EDGE = 256


def _mapped(wanted: str, window: str, *places: int) -> tuple[int, int]:
    """Return where two places of a wanted string come to stand in a window that holds something like it."""
    # Letters at the ends of what is wanted would else be found far off in what is not meant.
    near = fuzz.partial_ratio_alignment(wanted, window)
    spare = 8 + len(wanted) // 6
    since = max(near.dest_start - spare, 0) if near is not None else 0
    until = near.dest_end + spare if near is not None else len(window)
    blocks = list(Levenshtein.opcodes(wanted, window[since:until]))
    return since + _at(blocks, places[0], opens=True), since + _at(blocks, places[1], opens=False)


def _at(blocks: Iterable[Opcode], place: int, *, opens: bool) -> int:
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


def _within(text: str, start: int, end: int) -> tuple[int, int] | None:
    start, end = max(start, 0), min(end, len(text))
    return (start, end) if start < end else None
