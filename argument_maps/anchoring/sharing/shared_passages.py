"""Stretches that two texts have in common, though one of them may have them damaged: quotations, copies, formulas.

They are found as dependence between documents is: by runs of words that both have, so long that two writers do not hit
upon them by chance. From such a run it is read on to both sides, over a few words that differ, as far as the texts go
together. Texts are compared as an exact reading has them (`models.folding`), without case and punctuation.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import regex
from rapidfuzz import fuzz

from argument_maps.anchoring.occurrences import covers_most
from argument_maps.bounded_work import check_work
from models.folding.folded_text import FoldedText, fold_long_text

# A word counts as much as two characters and a half of a script that does not divide words.
WORD, CHARACTER = 10, 4
# Four words in their order, or ten such characters, begin a stretch; eight that are equal, or twenty, are offered.
SEED, LEAST = 4 * WORD, 8 * WORD
# Where so many words, or characters, are equal again behind some that differ, the texts go on together. The more differ
# the likelier that is chance, as with "of the": for every few of them one more is asked for.
WORDS_AGAIN, CHARACTERS_AGAIN, FEW = 2, 3, 4
# So many words may differ in one place, in each of the texts.
MOST_DIFFERENT = 6
# How far it is read back: before the first run that both have whole there is only what is damaged every few words.
MOST_BEFORE = 48
# Of 100, how alike the letters of two stretches are at least.
LEAST_ALIKE = 70.0
# A run that stands more often is a formula and tells nothing.
TOO_COMMON = 12
# A longer stretch is given in parts: a passage that is marked has an end.
MOST_WORDS = 1_500
_STEPS_BETWEEN_CHECKS = 1_000
_UNSPACED = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}]"
_WORDS = regex.compile(rf"{_UNSPACED}\p{{M}}*|(?:(?!{_UNSPACED})[\p{{L}}\p{{M}}\p{{N}}])+")
_IS_UNSPACED = regex.compile(_UNSPACED)


class SharedPassage(NamedTuple):
    """A stretch of one text and the one of another that is like it, in code points; `score` says how alike (0 to 100).

    `weight` is how much is equal in both: `WORD` for each word.
    """

    start: int
    end: int
    other_start: int
    other_end: int
    score: float
    weight: int


class _Stretch(NamedTuple):
    """Words of two texts that go together, by their numbers; `weight` is that of the equal ones."""

    first: int
    last: int
    other_first: int
    other_last: int
    weight: int


@dataclass(frozen=True, slots=True)
class DividedWords:
    """The words of a text without case, where each stands in the folded text, and how much it counts."""

    folded: FoldedText
    words: list[str]
    places: list[tuple[int, int]]
    weights: list[int]

    def list_runs(self, least: int) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield the shortest run from each word on that counts so much, with the number of the word."""
        end = total = 0
        for start in range(len(self.words)):
            while end < len(self.words) and total < least:
                total += self.weights[end]
                end += 1
            if total < least:
                return
            yield start, tuple(self.words[start:end])
            total -= self.weights[start]


def divide_into_words(text: str) -> DividedWords:
    """Return the words of a text as they are compared."""
    folded = fold_long_text(text)
    words, places, weights = [], [], []
    for match in _WORDS.finditer(folded.text):
        words.append(match[0].casefold())
        places.append(match.span())
        weights.append(CHARACTER if _IS_UNSPACED.match(match[0]) else WORD)
    return DividedWords(folded, words, places, weights)


class SharedPassageFinder:
    """Finds what other texts share with one text, whose runs of words are looked up once."""

    def __init__(self, text: str) -> None:
        self._own = divide_into_words(text)
        self._starts_by_run: dict[tuple[str, ...], list[int]] = {}
        for start, run in self._own.list_runs(SEED):
            self._starts_by_run.setdefault(run, []).append(start)

    def find_shared(self, text: str) -> list[SharedPassage]:
        """Return the stretches that another text shares with this one, the longest first.

        Linear in the text but for what is shared. Raises as `check_work`.
        """
        other = divide_into_words(text)
        shared = []
        for stretch in _drop_contained(self._find_stretches(other)):
            own_part = self._cut(self._own, stretch.first, stretch.last)
            other_part = self._cut(other, stretch.other_first, stretch.other_last)
            score = fuzz.ratio(
                " ".join(self._own.words[stretch.first : stretch.last]),
                " ".join(other.words[stretch.other_first : stretch.other_last]),
            )
            if score >= LEAST_ALIKE:
                shared.append(SharedPassage(*own_part, *other_part, score, stretch.weight))
        return sorted(shared, key=lambda each: (-each.weight, each.start, each.other_start))

    def _find_stretches(self, other: DividedWords) -> list[_Stretch]:
        found: list[_Stretch] = []
        # Those that may still hold what comes next: runs are met in the order of the other text.
        open_stretches: list[_Stretch] = []
        for place, run in other.list_runs(SEED):
            if place % _STEPS_BETWEEN_CHECKS == 0:
                check_work()
            starts = self._starts_by_run.get(run, ())
            if not starts or len(starts) > TOO_COMMON:
                continue
            open_stretches = [stretch for stretch in open_stretches if stretch.other_last > place]
            for start in starts:
                if any(stretch.first <= start < stretch.last for stretch in open_stretches):
                    continue
                stretch = self._read_on(other, start, place, found)
                open_stretches.append(stretch)
                if stretch.weight >= LEAST:
                    found.append(stretch)
        return found

    def _read_on(self, other: DividedWords, start: int, place: int, found: Sequence[_Stretch]) -> _Stretch:
        """Return as much as goes together about two words, not into the stretch that was found before."""
        own = self._own
        ahead, other_ahead, weight = _follow(
            own.words[start : start + MOST_WORDS],
            other.words[place : place + MOST_WORDS],
            own.weights[start : start + MOST_WORDS],
        )
        floor, other_floor = max(start - MOST_BEFORE, 0), max(place - MOST_BEFORE, 0)
        if found and found[-1].last <= start and found[-1].other_last <= place:
            floor, other_floor = max(floor, found[-1].last), max(other_floor, found[-1].other_last)
        back, other_back, weight_before = _follow(
            own.words[floor:start][::-1], other.words[other_floor:place][::-1], own.weights[floor:start][::-1]
        )
        return _Stretch(start - back, start + ahead, place - other_back, place + other_ahead, weight + weight_before)

    @staticmethod
    def _cut(words: DividedWords, first: int, last: int) -> tuple[int, int]:
        return words.folded.find_original(words.places[first][0], words.places[last - 1][1])


def _follow(own: Sequence[str], other: Sequence[str], weights: Sequence[int]) -> tuple[int, int, int]:
    """Return how many words of two sequences go together from their beginnings, and the weight of the equal ones."""
    place = other_place = weight = 0
    end = other_end = 0
    while place < len(own) and other_place < len(other):
        if own[place] == other[other_place]:
            weight += weights[place]
            place, other_place = place + 1, other_place + 1
            end, other_end = place, other_place
            continue
        step = _find_next_equal(own, other, weights, place, other_place)
        if step is None:
            break
        place, other_place = place + step[0], other_place + step[1]
    return end, other_end, weight


def _find_next_equal(
    own: Sequence[str], other: Sequence[str], weights: Sequence[int], place: int, other_place: int
) -> tuple[int, int] | None:
    """Return the fewest words to leave out of each sequence until they go together again, None where they do not."""
    for left_out in range(1, 2 * MOST_DIFFERENT + 1):
        # As many of each first: most often one word was put in the place of another.
        for difference in sorted(range(-left_out, left_out + 1, 2), key=abs):
            step, other_step = (left_out + difference) // 2, (left_out - difference) // 2
            start, other_start = place + step, other_place + other_step
            if max(step, other_step) > MOST_DIFFERENT or start >= len(own):
                continue
            count = (CHARACTERS_AGAIN if weights[start] == CHARACTER else WORDS_AGAIN) + left_out // FEW
            again = own[start : start + count]
            if len(again) == count and again == other[other_start : other_start + count]:
                return step, other_step
    return None


def _drop_contained(stretches: Sequence[_Stretch]) -> list[_Stretch]:
    """Return stretches without those that lie, on both sides, for the greater part in a weightier one."""
    kept: list[_Stretch] = []
    for stretch in sorted(stretches, key=lambda each: -each.weight):
        check_work()
        if not any(
            covers_most((one.first, one.last), (stretch.first, stretch.last))
            and covers_most((one.other_first, one.other_last), (stretch.other_first, stretch.other_last))
            for one in kept
        ):
            kept.append(stretch)
    return kept
