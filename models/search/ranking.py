"""How well a text answers a search: the same on every database, because it is worked out from the folded words alone.

A record is kept as lines, one for each of its fields, and each line begins with what the field weighs (in halves).
Behind a form feed follow the blocks of what a text says, a line each.
"""

from collections.abc import Callable, Iterable, Sequence
from math import log

from models.search.queries import Occurrences, ParsedQuery, rank_occurrences, weigh_occurrences
from models.search.spellings import remove_special_letters

WEIGHT_OF_CONTENT = 1.5
WEIGHT_OF_LABEL = 0.5
CONTENT_MARK = "\f"
# As BM25 has them (Robertson and Zaragoza 2009), with a length of 30 words for that of most texts.
_SATURATION, _LENGTH_SHARE, _USUAL_LENGTH = 1.2, 0.5, 30
# A chapter that speaks of something is no worse than a note that does because it is longer.
_LONGEST = 600
# What counts a word in the words of a text, without special letters and with them, and how much the word counts.
_Counter = tuple[Callable[[str, str], Occurrences | None], float]


def join_lines(fields: Iterable[tuple[str, float]], blocks: Sequence[str] = ()) -> str:
    """Return what is kept of folded fields, each with its weight, and of folded blocks."""
    kept = "\n".join(f"{int(weight * 2)}{words}" for words, weight in fields)
    return CONTENT_MARK.join((kept, "\n".join(blocks))) if blocks else kept


def weigh_rarities(frequencies: Sequence[int]) -> tuple[float, ...]:
    """Return how much each word counts, by how many records may hold it: the commonest one counts once."""
    commonest = max(frequencies, default=1)
    return tuple(1 + log(max(commonest, 1) / max(frequency, 1)) for frequency in frequencies)


def rate_text(query: ParsedQuery, rarities: Sequence[float], kept: str) -> float | None:
    """Return how well what is kept of a record answers a search; None where something that is asked for is not there.

    The whole part says how its words are found, each as a word (2), at the beginning of one (1) or inside (0), and
    three more for each where the query is the record's label. The fraction says where they stand, and how often.
    """
    plain = remove_special_letters(kept)
    rank = 0
    counters = []
    for word, rarity in zip(query.words, rarities, strict=True):
        found, count = word.count_spelled(plain, kept), word.count_spelled
        if found is None:
            found, count = word.count_otherwise(plain, kept), word.count_in
        if found is None:
            return None
        rank += rank_occurrences(found)
        counters.append((count, rarity))
    fields, _, content = plain.partition(CONTENT_MARK)
    lines = fields.split("\n")
    if lines[0][1:] == query.label:
        rank += 3 * len(query.words)
    # Where there are no special letters the one text is the other.
    kept_lines = lines if plain is kept else kept.partition(CONTENT_MARK)[0].split("\n")
    score = 0.0
    for line, kept_line in zip(lines, kept_lines, strict=True):
        score += _score_line(counters, line, kept_line) * int(line[0]) / 2
    if content:
        score += _score_line(counters, content, kept.partition(CONTENT_MARK)[2]) * WEIGHT_OF_CONTENT
    return round(rank + score / (score + 10), 6)


def _score_line(counters: Sequence[_Counter], plain: str, kept: str) -> float:
    score = length = 0.0
    for count, rarity in counters:
        found = count(plain, kept)
        if found is None:
            continue
        weight = weigh_occurrences(found)
        length = length or 1 - _LENGTH_SHARE + _LENGTH_SHARE * min(plain.count(" ") - 1, _LONGEST) / _USUAL_LENGTH
        score += rarity * weight * (_SATURATION + 1) / (weight + _SATURATION * length)
    return score


def find_best_line(query: ParsedQuery, lines: Sequence[str], weights: Sequence[float]) -> int:
    """Return which of some folded texts answers best, the first of several: in which most of the words stand best."""
    whole = "\n".join(lines)
    plain_lines = remove_special_letters(whole).split("\n")
    plain = "\n".join(plain_lines)
    counters = [
        word.count_in if word.count_spelled(plain, whole) is None else word.count_spelled for word in query.words
    ]
    best, best_answer = 0, (-1, -1, 0.0)
    for number, (plain_line, line, weight) in enumerate(zip(plain_lines, lines, weights, strict=True)):
        found = [each for count in counters if (each := count(plain_line, line)) is not None]
        answer = (len(found), sum(map(rank_occurrences, found)), weight * sum(map(weigh_occurrences, found)))
        if answer > best_answer:
            best, best_answer = number, answer
    return best
