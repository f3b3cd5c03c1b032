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
_CountWord = Callable[[str, str], Occurrences | None]
_Counter = tuple[_CountWord, float]


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
    fields, mark, content = plain.partition(CONTENT_MARK)
    # Where there are no special letters the one text is the other.
    kept_fields, _, kept_content = (fields, mark, content) if plain is kept else kept.partition(CONTENT_MARK)
    rank, score = 0, 0.0
    counters = []
    content_length = _measure_length(content) if content else 0.0
    for word, rarity in zip(query.words, rarities, strict=True):
        found, count = word.count_spelled(fields, kept_fields), word.count_spelled
        in_content = word.count_spelled(content, kept_content) if content else None
        if found is None and in_content is None:
            found, count = word.count_otherwise(fields, kept_fields), word.count_in
            in_content = word.count_otherwise(content, kept_content) if content else None
        if in_content is not None:
            score += _score_word(in_content, rarity, content_length) * WEIGHT_OF_CONTENT
        if found is not None:
            rank += max(rank_occurrences(found), rank_occurrences(in_content) if in_content is not None else 0)
            counters.append((count, rarity))
        elif in_content is not None:
            rank += rank_occurrences(in_content)
        else:
            return None
    lines = fields.split("\n")
    if lines[0][1:] == query.label:
        rank += 3 * len(query.words)
    for line, kept_line in zip(lines, lines if plain is kept else kept_fields.split("\n"), strict=True):
        score += _score_line(counters, line, kept_line) * int(line[0]) / 2
    return round(rank + score / (score + 10), 6)


def _score_line(counters: Sequence[_Counter], plain: str, kept: str) -> float:
    score = length = 0.0
    for count, rarity in counters:
        found = count(plain, kept)
        if found is not None:
            length = length or _measure_length(plain)
            score += _score_word(found, rarity, length)
    return score


def _score_word(found: Occurrences, rarity: float, length: float) -> float:
    weight = weigh_occurrences(found)
    return rarity * weight * (_SATURATION + 1) / (weight + _SATURATION * length)


def _measure_length(words: str) -> float:
    return 1 - _LENGTH_SHARE + _LENGTH_SHARE * min(words.count(" ") - 1, _LONGEST) / _USUAL_LENGTH


def find_best_line(query: ParsedQuery, lines: Sequence[str], weights: Sequence[float]) -> int:
    """Return which of some folded texts answers best: the first in which every word stands, as a word where it can."""
    best, found = _find_best(lines, weights, [word.count_spelled for word in query.words])
    if found == len(query.words):
        return best
    # What is divided by hyphens takes longer to be found, and is rare.
    return _find_best(lines, weights, [word.count_in for word in query.words])[0]


def _find_best(lines: Sequence[str], weights: Sequence[float], counters: Sequence[_CountWord]) -> tuple[int, int]:
    """Return the number of the line and how many words it has."""
    best, best_answer = 0, (-1, -1, 0.0)
    for number, (line, weight) in enumerate(zip(lines, weights, strict=True)):
        plain = remove_special_letters(line)
        found = [each for count in counters if (each := count(plain, line)) is not None]
        ranks = sum(map(rank_occurrences, found))
        answer = (len(found), ranks, weight * sum(map(weigh_occurrences, found)))
        if answer > best_answer:
            best, best_answer = number, answer
        if ranks == 2 * len(counters):
            break
    return best, best_answer[0]
