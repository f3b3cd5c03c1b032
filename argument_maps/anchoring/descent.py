"""Which place of a text's new version is what has become of a place in the old one.

A place is accepted only where nothing else competes for it. Rivals are looked for in the new version and in the old one
as well: words that stand in the new version may be those that stood beside the passage before. So a passage is known by
its sentence where that is the only one of its kind in both versions. Of sentences that are repeated one is known by
what stands about it on both sides; or on one side, if every other one of the old version has another place by now. All
places are those of the folded texts, where another line, another quotation mark or an accent in two parts is nothing.
"""

import re
from itertools import islice

from rapidfuzz.distance import Levenshtein

from argument_maps.anchoring.anchors import ORPHAN, Anchor, Quote, anchor
from argument_maps.anchoring.divided_texts import DividedText, Span
from argument_maps.anchoring.occurrences import find_occurrences
from argument_maps.anchoring.surroundings import (
    VersionPair,
    count_twice,
    find_between_known,
    find_by_surroundings,
    find_stretch_between_known,
    is_distinctive,
    list_former_neighbours,
)
from models.vocabulary import AnchorState

# Of more sentences of one kind it is only told which is which where each side of one tells it.
MOST_RIVALS = 60
MOST_PLACES = 200
# A sentence less like the one that a passage stood in is another one.
LEAST_SENTENCE_SIMILARITY = 0.6
CONTEXT = 64
_TOKEN = re.compile(r"[\u2e80-\u9fff]|\w+|[^\w\s]")


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
    if not rivals and len(places) == 1 and is_distinctive(sentence):
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
        if place is None or pair.old.places[sentence] is None or not is_distinctive(sentence):
            continue
        place += passage[0] - start
        if place >= 0 and pair.new.text.startswith(words, place):
            return place
    return None


def _list_occurrences(words: str, text: str) -> list[int]:
    """Return where words stand in a text; of more than can be told apart the first."""
    return list(islice(find_occurrences(words, text), MOST_PLACES))


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
    place, is_enclosed = find_by_surroundings(pair, sentence)
    if len(rivals) > MOST_RIVALS:
        return place if is_enclosed else None
    length = sentence[1] - sentence[0]
    places_by_rival = {rival: find_by_surroundings(pair, (rival, rival + length))[0] for rival in rivals}
    taken = set(places_by_rival.values())
    # If there are fewer of them by now, one whose place is not known may be the one that is left; if there are more,
    # the one that stands there may be new.
    is_uncertain = (len(places) <= len(rivals) and None in taken) or (len(places) > len(rivals) + 1 and place is None)
    between = None if is_enclosed or is_uncertain else find_between_known(pair, sentence)
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
    slots = list_former_neighbours(pair, (changed_first, changed_last))
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
    between = find_stretch_between_known(pair, pair.old.find_sentences(start, end))
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
    slots = list_former_neighbours(pair, new_sentence)
    others = [old.text[start:end] for start, end in slots if end <= first or last <= start]
    if words in others:
        return True
    if len(others) < len(slots):
        return False
    for other in others:
        is_kept = count_twice(other, old.text) == 1 == count_twice(other, new.text)
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
