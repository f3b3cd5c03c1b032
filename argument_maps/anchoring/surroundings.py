"""The surroundings of sentences in two versions of a text, by which one of several equal ones is known."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import islice

from argument_maps.anchoring.divided_texts import DividedText, Span
from argument_maps.anchoring.occurrences import find_occurrences
from argument_maps.bounded_work import check_work

# With so many letters and digits a sentence that stands once is known wherever it has gone: about four words. A shorter
# one is known by its neighbours.
DISTINCTIVE_LENGTH = 18
DISTINCTIVE_LETTERS = 8
DISTINCTIVE_IDEOGRAPHS = 8
# So many letters at least of what stands about a sentence have to be the same.
LEAST_SURROUNDINGS = 16
MOST_SURROUNDINGS = 1_500
# How far off a sentence may be to tell between which others one stands.
MOST_SENTENCES_BETWEEN = 3
_LETTER = re.compile(r"[^\W\d_]")


class VersionPair:
    """Two versions of a text, the earlier one first, with what was found out about them."""

    def __init__(self, old: DividedText, new: DividedText) -> None:
        self.old, self.new = old, new
        self.places_by_sentence: dict[Span, tuple[int | None, bool]] = {}
        self.equal_ends = (
            _count_equal_letters(old.text, new.text),
            _count_equal_letters(old.text[::-1], new.text[::-1]),
        )


def _count_equal_letters(one: str, other: str) -> int:
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low


def find_by_surroundings(pair: VersionPair, sentence: Span) -> tuple[int | None, bool]:
    """Return the one place of a sentence in the new version that has its surroundings.

    With it whether each side alone tells it from every other sentence.
    """
    if sentence not in pair.places_by_sentence:
        check_work()
        pair.places_by_sentence[sentence] = _search_by_surroundings(pair, sentence)
    return pair.places_by_sentence[sentence]


def _search_by_surroundings(pair: VersionPair, sentence: Span) -> tuple[int | None, bool]:
    before = _match_surroundings(pair, sentence, before=True, after=False)
    after = _match_surroundings(pair, sentence, before=False, after=True)
    if before is not None and after is not None:
        return (before, True) if before == after else (None, False)
    both = _match_surroundings(pair, sentence, before=True, after=True)
    places = {before, after, both} - {None}
    return (places.pop() if len(places) == 1 else None), False


def _match_surroundings(pair: VersionPair, sentence: Span, *, before: bool, after: bool) -> int | None:
    """Return where a sentence stands in the new version with what stood before or after it, numbers aside.

    So much is taken of the surroundings that they stand once in the old version, and at least a sentence.
    """
    old, new = pair.old, pair.new
    first, last = start, end = sentence
    while True:
        start = _step_back(old, start) if before else start
        end = _step_ahead(old, end) if after else end
        wide_start, wide_end = old.mask(start, end)
        surroundings = old.masked_text[wide_start:wide_end]
        count = count_twice(surroundings, new.masked_text)
        if not count:
            return None
        if count == 1 and count_twice(surroundings, old.masked_text) == 1:
            break
        exhausted = (not before or start == 0) and (not after or end == len(old.text))
        if exhausted or end - start > MOST_SURROUNDINGS:
            return None
    wide_place = new.masked_text.find(surroundings)
    # Next to nothing stands about the first and the last sentence; then it has to be the first or the last again.
    if before and _count_letters(old, start, first) < LEAST_SURROUNDINGS and wide_place:
        return None
    wide_place_end = wide_place + len(surroundings)
    if after and _count_letters(old, last, end) < LEAST_SURROUNDINGS and wide_place_end < len(new.masked_text):
        return None
    core_start, core_end = old.mask(first, last)
    shift = wide_place - wide_start
    place, place_end = new.unmask(core_start + shift, core_end + shift)
    # Numbers in the sentence itself say something.
    return place if new.text[place:place_end] == old.text[first:last] else None


def find_between_known(pair: VersionPair, sentence: Span) -> int | None:
    """Return the place of a sentence that stands once between two others near it which are known in both versions."""
    old, new = pair.old, pair.new
    words = old.text[slice(*sentence)]
    before = _find_known_neighbour(pair, bisect_right(old.breaks, sentence[0]) - 1, -1)
    after = _find_known_neighbour(pair, bisect_left(old.breaks, sentence[1]) - 1, 1)
    if before is None or after is None or not 0 <= after[1] - before[1] <= MOST_SURROUNDINGS:
        return None
    place = new.text.find(words, before[1], after[1])
    if place < 0 or new.text.find(words, place + 1, after[1]) >= 0:
        return None
    first = old.text.find(words, before[0], after[0])
    return place if first == sentence[0] and old.text.find(words, first + 1, after[0]) < 0 else None


def find_stretch_between_known(pair: VersionPair, sentence: Span) -> Span | None:
    """Return what lies in the new version between two sentences near one which are known, if it is no long stretch."""
    before = _find_known_neighbour(pair, bisect_right(pair.old.breaks, sentence[0]) - 1, -1)
    after = _find_known_neighbour(pair, bisect_left(pair.old.breaks, sentence[1]) - 1, 1)
    if before is None or after is None or not 0 < after[1] - before[1] <= 2 * MOST_SURROUNDINGS:
        return None
    return before[1], after[1]


def _find_known_neighbour(pair: VersionPair, index: int, step: int) -> Span | None:
    """Return where a sentence near one stands in the old version and in the new, known because it stands once in each.

    `index` is that of the break at which the one begins. Of a sentence before it the end is returned.
    """
    old, new = pair.old, pair.new
    for other in range(index + step, index + step * (MOST_SENTENCES_BETWEEN + 1), step):
        if not 0 <= other < len(old.breaks) - 1:
            return None
        ((first, last),) = old.list_sentences(old.breaks[other], old.breaks[other + 1])
        words = old.text[first:last]
        place = new.places.get(words)
        if place is not None and old.places[words] is not None and is_distinctive(words):
            return (last, place + len(words)) if step < 0 else (first, place)
    return None


def list_former_neighbours(pair: VersionPair, sentence: Span) -> list[Span]:
    """Return the sentences of the old version beside that which now stands before, and after, one of the new."""
    old = pair.old
    start = _match_neighbours(pair, sentence[0], before=True)
    end = _match_neighbours(pair, sentence[1], before=False)
    slots = []
    if start is not None and start < len(old.text):
        slots.append(old.find_sentences(start, start + 1))
    last = end or 0
    while last > 0 and old.text[last - 1] == " ":
        last -= 1
    if last > 0:
        slots.append(old.find_sentences(last - 1, last))
    return slots


def _match_neighbours(pair: VersionPair, place: int, *, before: bool) -> int | None:
    """Return where in the old version that ends, or begins, which stands before or after a place of the new one."""
    old, new = pair.old, pair.new
    other = place
    while True:
        stepped = _step_back(new, other) if before else _step_ahead(new, other)
        if stepped == other or abs(stepped - place) > MOST_SURROUNDINGS:
            return None
        other = stepped
        first, last = new.mask(min(place, other), max(place, other))
        neighbours = new.masked_text[first:last].strip(" #.")
        count = count_twice(neighbours, old.masked_text)
        if not count:
            return None
        if count == 1 and count_twice(neighbours, new.masked_text) == 1:
            break
    found = old.masked_text.find(neighbours)
    found_start, found_end = old.unmask(found, found + len(neighbours))
    return _skip_signs(old, found_end, 1) if before else _skip_signs(old, found_start, -1)


def _skip_signs(text: DividedText, place: int, step: int) -> int:
    """Return the place behind the spaces, stops and numbers that lie between two sentences."""
    index = bisect_left(text.breaks, place)
    if step > 0:
        return text.breaks[index] if index < len(text.breaks) else len(text.text)
    index = bisect_right(text.breaks, place) - 1
    return text.breaks[max(index, 0)]


def _step_back(text: DividedText, place: int) -> int:
    """Return the beginning of a sentence before a place, so far off that it says something."""
    return _step(text, place, reversed(range(bisect_left(text.breaks, place))))


def _step_ahead(text: DividedText, place: int) -> int:
    """Return the end of a sentence behind a place, so far off that it says something."""
    return _step(text, place, range(bisect_right(text.breaks, place), len(text.breaks)))


def _step(text: DividedText, place: int, indexes: Iterable[int]) -> int:
    letters = 0
    for index in indexes:
        other = text.breaks[index]
        letters += _count_letters(text, min(place, other), max(place, other))
        place = other
        if letters >= LEAST_SURROUNDINGS:
            break
    return place


def _count_letters(text: DividedText, start: int, end: int) -> int:
    return len(_LETTER.findall(text.text, start, end))


def is_distinctive(sentence: str) -> bool:
    """Tell whether a sentence says so much that it is the same one wherever it has gone."""
    letters = _LETTER.findall(sentence)
    if sum(letter >= "\u2e80" for letter in letters) >= DISTINCTIVE_IDEOGRAPHS:
        return True
    return len(letters) >= DISTINCTIVE_LETTERS and sum(map(str.isalnum, sentence)) >= DISTINCTIVE_LENGTH


def count_twice(words: str, text: str) -> int:
    """Return how often words stand in a text: 0, 1, or 2 for more."""
    return sum(1 for _ in islice(find_occurrences(words, text), 2))
