"""Which place of a text's new version is what has become of a place in the old one.

A place is accepted only where nothing else competes for it. Rivals are looked for in the new version and in the old one
as well: words that stand in the new version may be those that stood beside the passage before. So a passage is known by
its sentence where that is the only one of its kind in both versions. Of sentences that are repeated one is known by
what stands about it on both sides; or on one side, if every other one of the old version has another place by now. All
places are those of the folded texts, where another line, another quotation mark or an accent in two parts is nothing.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from rapidfuzz.distance import Levenshtein

from argument_maps.anchoring.anchors import ORPHAN, Anchor, Quote, anchor
from argument_maps.anchoring.divided_texts import DividedText, Span
from argument_maps.bounded_work import check_work
from models.vocabulary import AnchorState

# With so many letters and digits a sentence that stands once is known wherever it has gone: about four words. A shorter
# one is known by its neighbours.
DISTINCTIVE_LENGTH = 18
DISTINCTIVE_LETTERS = 8
DISTINCTIVE_IDEOGRAPHS = 8
# So many letters at least of what stands about a sentence have to be the same.
LEAST_SURROUNDINGS = 16
MOST_SURROUNDINGS = 1_500
# Of more sentences of one kind it is not told which is which.
MOST_RIVALS = 60
MOST_PLACES = 200
# How far off a sentence may be to tell between which others one stands.
MOST_SENTENCES_BETWEEN = 3
# A sentence less like the one that a passage stood in is another one.
LEAST_SENTENCE_SIMILARITY = 0.6
CONTEXT = 64
_LETTER = re.compile(r"[^\W\d_]")
_TOKEN = re.compile(r"[\u2e80-\u9fff]|\w+|[^\w\s]")


class VersionPair:
    """Two versions of a text, the earlier one first, with what was found out about them."""

    def __init__(self, old: DividedText, new: DividedText) -> None:
        self.old, self.new = old, new
        self.places_by_sentence: dict[Span, tuple[int | None, bool]] = {}
        self.equal_ends = (
            _count_equal_letters(old.text, new.text),
            _count_equal_letters(old.text[::-1], new.text[::-1]),
        )


def find_descendant(pair: VersionPair, start: int, end: int) -> Anchor:
    """Return what has become of a passage of the old version: its place in the new one, one to review, or none."""
    if start >= end:
        return ORPHAN
    place = _find_beside_insertion(pair, start, end) or _find_by_sentence(pair, start, end)
    if place is None:
        place = _find_in_changed_sentence(pair, start, end)
    if place is not None and not _is_place_of_another(pair, (start, end), place):
        return Anchor(AnchorState.ANCHORED, *place)
    return _propose_place(pair, start, end)


def _find_beside_insertion(pair: VersionPair, start: int, end: int) -> Span | None:
    """Return the place of a passage where nothing was done to the text but something put in at one place, or nothing.

    A passage that stands on both sides of that place could be either, as when a line that is repeated was put in.
    """
    head, tail = pair.equal_ends
    if head + tail < len(pair.old.text):
        return None
    growth = len(pair.new.text) - len(pair.old.text)
    if growth <= 0:
        # Where something was struck out of lines that are repeated, both ends may be alike as well.
        return (start, end) if growth == 0 else None
    if end <= head and start < len(pair.old.text) - tail:
        return start, end
    if start >= len(pair.old.text) - tail and end > head:
        return start + growth, end + growth
    return None


def _count_equal_letters(one: str, other: str) -> int:
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low


def _find_by_sentence(pair: VersionPair, start: int, end: int) -> Span | None:
    """Return the place of a passage whose sentence stands in the new version word for word and beyond doubt."""
    first, last = pair.old.find_sentences(start, end)
    sentence = pair.old.text[first:last]
    unique_place = _find_unique_sentence(pair, (first, last))
    if unique_place is not None:
        return unique_place + start - first, unique_place + end - first
    places = _list_occurrences(sentence, pair.new.text)
    if not places:
        return None
    rivals = [place for place in _list_occurrences(sentence, pair.old.text) if place != first]
    if not rivals and len(places) == 1 and _is_distinctive(sentence):
        place = places[0] if _stands_alike(pair, (first, last), places[0]) else None
    else:
        place = _find_among_alike(pair, (first, last), rivals, places)
    return None if place is None else (place + start - first, place + end - first)


def _find_unique_sentence(pair: VersionPair, passage: Span) -> int | None:
    """Return where a stretch of sentences stands of which one stands once in either version, or None."""
    words = pair.old.text[slice(*passage)]
    for start, end in pair.old.list_sentences(*passage):
        sentence = pair.old.text[start:end]
        place = pair.new.places.get(sentence)
        if place is None or pair.old.places[sentence] is None or not _is_distinctive(sentence):
            continue
        place += passage[0] - start
        if place >= 0 and pair.new.text.startswith(words, place):
            return place
    return None


def _list_occurrences(words: str, text: str) -> list[int]:
    """Return where words stand in a text; of more than can be told apart the first."""
    occurrences: list[int] = []
    place = text.find(words)
    while place >= 0 and len(occurrences) < MOST_PLACES:
        occurrences.append(place)
        place = text.find(words, place + 1)
    check_work()
    return occurrences


def _is_distinctive(sentence: str) -> bool:
    letters = _LETTER.findall(sentence)
    if sum(letter >= "\u2e80" for letter in letters) >= DISTINCTIVE_IDEOGRAPHS:
        return True
    return len(letters) >= DISTINCTIVE_LETTERS and sum(map(str.isalnum, sentence)) >= DISTINCTIVE_LENGTH


def _stands_alike(pair: VersionPair, sentence: Span, place: int) -> bool:
    """Tell whether a sentence is a whole one in the new version as well, or goes on there as it did.

    Where lines end is not the same in both versions, and a sentence may have been taken for two.
    """
    length = sentence[1] - sentence[0]
    before, other_before = pair.old.text[: sentence[0]][-8:], pair.new.text[max(place - 8, 0) : place]
    after, other_after = pair.old.text[sentence[1] : sentence[1] + 8], pair.new.text[place + length :][:8]
    begins = pair.new.is_break(place) or before == other_before
    return begins and (pair.new.is_break(place + length) or after == other_after)


def _find_among_alike(pair: VersionPair, sentence: Span, rivals: list[int], places: list[int]) -> int | None:
    """Return where one of several equal sentences has gone, or None where the surroundings do not tell them apart.

    `rivals` are the others of the old version, and `places` all of the new one. With what stands on one side a place is
    known only if each rival has another one and none is left over.
    """
    if len(rivals) > MOST_RIVALS:
        return None
    place, is_enclosed = _find_by_surroundings(pair, sentence)
    length = sentence[1] - sentence[0]
    places_by_rival = {rival: _find_by_surroundings(pair, (rival, rival + length))[0] for rival in rivals}
    taken = set(places_by_rival.values())
    # If there are fewer of them by now, one whose place is not known may be the one that is left.
    is_one_lost = len(places) <= len(rivals) and None in taken
    between = None if is_enclosed or is_one_lost else _find_between_known(pair, sentence)
    if is_enclosed or (between is not None and place in (None, between)):
        known = place if place is not None else between
        return known if known not in taken else None
    if between is not None or place is None or set(places) - taken != {place} or len(places) != len(rivals) + 1:
        return None
    # That two of them changed places is more than one side can tell.
    in_order = all(
        other is not None and (rival < sentence[0]) == (other < place) for rival, other in places_by_rival.items()
    )
    return place if in_order else None


def _find_between_known(pair: VersionPair, sentence: Span) -> int | None:
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
        if place is not None and old.places[words] is not None and _is_distinctive(words):
            return (last, place + len(words)) if step < 0 else (first, place)
    return None


def _find_by_surroundings(pair: VersionPair, sentence: Span) -> tuple[int | None, bool]:
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
        count = _count_twice(surroundings, new.masked_text)
        if not count:
            return None
        if count == 1 and _count_twice(surroundings, old.masked_text) == 1:
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


def _count_letters(text: DividedText, start: int, end: int) -> int:
    return len(_LETTER.findall(text.text, start, end))


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


def _count_twice(words: str, text: str) -> int:
    """Return how often words stand in a text: 0, 1, or 2 for more."""
    place = text.find(words)
    if place < 0:
        return 0
    return 1 if text.find(words, place + 1) < 0 else 2


def _find_in_changed_sentence(pair: VersionPair, start: int, end: int) -> Span | None:
    """Return the place of a passage that was left alone where its sentence was changed a little, or None.

    Not where another name or number came into it: that makes it another sentence.
    """
    old, new = pair.old, pair.new
    words = old.text[start:end]
    first, last = old.find_sentences(start, end)
    if old.text[first:last] in new.text:
        return None
    places = [place for place in _list_occurrences(words, new.text) if not _is_taken(pair, (start, end), place)]
    rivals = [place for place in _list_occurrences(words, old.text) if place != start]
    if len(places) != 1 or any(not _is_kept(pair, place, len(words)) for place in rivals):
        return None
    place, place_end = places[0], places[0] + len(words)
    changed_first, changed_last = new.find_sentences(place, place_end)
    sides = (
        (old.text[first:start], new.text[changed_first:place]),
        (old.text[end:last], new.text[place_end:changed_last]),
    )
    if any(_changes_names(*side) for side in sides) or not _is_same_sentence(sides):
        return None
    slots = _list_slots(pair, (changed_first, changed_last))
    return (place, place_end) if slots and set(slots) == {(first, last)} else None


def _is_taken(pair: VersionPair, passage: Span, place: int) -> bool:
    """Tell whether a place of the new version lies in sentences that stood in the old one as others."""
    return _is_other_place(pair, passage, (place, place + passage[1] - passage[0]))


def _is_other_place(pair: VersionPair, passage: Span, place: Span) -> bool:
    own = _list_texts(pair.old, passage)
    return all(sentence in pair.old.places and sentence not in own for sentence in _list_texts(pair.new, place))


def _is_kept(pair: VersionPair, place: int, length: int) -> bool:
    """Tell whether the sentences of a place in the old version all stand in the new one."""
    return all(sentence in pair.new.places for sentence in _list_texts(pair.old, (place, place + length)))


def _list_texts(text: DividedText, passage: Span) -> list[str]:
    return [text.text[start:end] for start, end in text.list_sentences(*passage)]


def _changes_names(old: str, new: str) -> bool:
    """Tell whether the changed words of two stretches have a name or a number among them, or what may be one."""
    one, other = _TOKEN.findall(old), _TOKEN.findall(new)
    changes = Levenshtein.opcodes(one, other)
    changed = [
        token
        for change in changes
        if change.tag != "equal"
        for token in one[change.src_start : change.src_end] + other[change.dest_start : change.dest_end]
    ]
    return any(token.isalnum() and not (token.islower() and token.isalpha()) for token in changed)


def _is_same_sentence(sides: tuple[tuple[str, str], ...]) -> bool:
    """Tell whether what stands about a passage in its sentence is nearly the same, and right beside it all the same."""
    (before, new_before), (after, new_after) = sides
    if before.split()[-1:] != new_before.split()[-1:] or after.split()[:1] != new_after.split()[:1]:
        return False
    similarity = Levenshtein.normalized_similarity(f"{before}|{after}", f"{new_before}|{new_after}")
    return similarity >= LEAST_SENTENCE_SIMILARITY


def _propose_place(pair: VersionPair, start: int, end: int) -> Anchor:
    """Return the place that may be meant, to be reviewed: not one that stood in the old version as another."""
    text = pair.old.text
    quote = Quote(text[start:end], text[max(start - CONTEXT, 0) : start], text[end : end + CONTEXT])

    def is_taken(first: int, last: int) -> bool:
        return _is_other_place(pair, (start, end), (first, last))

    proposal = ORPHAN
    between = _find_stretch_between_known(pair, pair.old.find_sentences(start, end))
    if between is not None:
        first, last = between
        near = anchor(quote, pair.new.text[first:last], None, lambda one, other: is_taken(first + one, first + other))
        if near.start is not None and near.end is not None:
            proposal = Anchor(near.state, first + near.start, first + near.end, near.score)
    if proposal.state == AnchorState.ORPHAN:
        proposal = anchor(quote, pair.new.text, start, is_taken)
    if proposal.state != AnchorState.ANCHORED:
        return proposal
    return Anchor(AnchorState.NEEDS_REVIEW, proposal.start, proposal.end, 0.999)


def _find_stretch_between_known(pair: VersionPair, sentence: Span) -> Span | None:
    """Return what lies in the new version between two sentences near one which are known, if it is no long stretch."""
    before = _find_known_neighbour(pair, bisect_right(pair.old.breaks, sentence[0]) - 1, -1)
    after = _find_known_neighbour(pair, bisect_left(pair.old.breaks, sentence[1]) - 1, 1)
    if before is None or after is None or not 0 < after[1] - before[1] <= 2 * MOST_SURROUNDINGS:
        return None
    return before[1], after[1]


def _is_place_of_another(pair: VersionPair, passage: Span, place: Span) -> bool:
    """Tell whether what surrounds a place of the new version stood about another sentence, of which it may have come.

    Not where that sentence has its place elsewhere beyond doubt: then one was put where the other had been.
    """
    old, new = pair.old, pair.new
    first, last = old.find_sentences(*passage)
    new_sentence = new.find_sentences(*place)
    words = new.text[slice(*new_sentence)]
    is_repeated = all(old.places.get(sentence) is None for sentence in _list_texts(old, passage))
    if not is_repeated and _has_equal_side(pair, (first, last), new_sentence):
        return False
    slots = _list_slots(pair, new_sentence)
    others = [old.text[start:end] for start, end in slots if end <= first or last <= start]
    if words in others:
        return True
    if len(others) < len(slots):
        return False
    for other in others:
        is_kept = _count_twice(other, old.text) == 1 == _count_twice(other, new.text)
        if not is_kept and Levenshtein.normalized_similarity(other, words) >= LEAST_SENTENCE_SIMILARITY:
            return True
    return False


def _has_equal_side(pair: VersionPair, sentence: Span, new_sentence: Span) -> bool:
    """Tell whether before or behind a sentence the same stands in both versions."""
    (first, last), (new_first, new_last) = sentence, new_sentence
    if (
        min(first, new_first) >= CONTEXT
        and pair.old.text[first - CONTEXT : first] == (pair.new.text[new_first - CONTEXT : new_first])
    ):
        return True
    behind = pair.old.text[last : last + CONTEXT]
    return len(behind) == CONTEXT and behind == pair.new.text[new_last : new_last + CONTEXT]


def _list_slots(pair: VersionPair, sentence: Span) -> list[Span]:
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
        count = _count_twice(neighbours, old.masked_text)
        if not count:
            return None
        if count == 1 and _count_twice(neighbours, new.masked_text) == 1:
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
