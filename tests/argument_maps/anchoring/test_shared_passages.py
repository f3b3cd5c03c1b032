"""Quotations of one text in another are found though they are damaged; texts that share nothing give nothing."""

import random
import time
from collections.abc import Callable, Sequence

import pytest

from argument_maps.anchoring.sharing.shared_passages import SharedPassage, SharedPassageFinder

VOWELS = ("a", "e", "i", "o", "u", "an", "er")
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstv" for vowel in VOWELS]
IDEOGRAPHS = [chr(code) for code in range(0x4E00, 0x4E00 + 2_500)]
SEEDS = range(12)


class Writer:
    """Writes texts of made-up words, of which a few come again and again, as in any language."""

    def __init__(self, seed: int, *, unspaced: bool = False) -> None:
        self.chance = random.Random(seed)  # texts of tests, no secrets
        self.unspaced = unspaced
        self.words = IDEOGRAPHS if unspaced else self._make_words(4_000)
        self.weights = [1 / (rank + 2) for rank in range(len(self.words))]

    def _make_words(self, count: int) -> list[str]:
        words: dict[str, None] = {}
        while len(words) < count:
            words["".join(self.chance.choices(SYLLABLES, k=self.chance.randint(1, 4)))] = None
        return list(words)

    def write(self, count: int) -> list[str]:
        return self.chance.choices(self.words, self.weights, k=count)

    def join(self, words: Sequence[str]) -> str:
        """Set words with stops and in lines."""
        if self.unspaced:
            return "".join(word + self.chance.choices(["", "，", "。\n\n"], [12, 1, 0.4])[0] for word in words)
        return "".join(
            word + self.chance.choices([" ", "\n", ", ", ". ", "; ", " — "], [12, 2, 1, 1, 0.2, 0.1])[0]
            for word in words
        )

    def damage(self, words: Sequence[str]) -> list[str]:
        """Leave words out, put others in, misread letters and change case: one word in twelve."""
        damaged: list[str] = []
        for word in words:
            if self.chance.random() > 1 / 12:
                damaged.append(word)
                continue
            damaged += self.chance.choice(
                [[], [word, *self.write(1)], [word.upper()], [word[:-1] + "x"], self.write(2)]
            )
        return damaged


def plant(writer: Writer, quotations: int, least: int, most: int) -> tuple[str, str, list[tuple[str, str]]]:
    """Return two texts, the second of which quotes the first, and what was quoted with what was made of it."""
    first, second = writer.write(9_000), writer.write(9_000)
    planted: list[tuple[str, str]] = []
    parts: list[str] = []
    original: list[str] = []
    step = len(first) // quotations
    for number in range(quotations):
        block, length = first[number * step : (number + 1) * step], writer.chance.randint(least, most)
        at = writer.chance.randint(0, step - length)
        quoted, made = writer.join(block[at : at + length]), writer.join(writer.damage(block[at : at + length]))
        original += [writer.join(block[:at]), quoted, writer.join(block[at + length :])]
        parts += [writer.join(second[number * step : (number + 1) * step]), made]
        planted.append((quoted, made))
    return "".join(original), "".join(parts), planted


def covers(whole: str, part: str, start: int, end: int) -> bool:
    at = whole.index(part)
    return 2 * (min(end, at + len(part)) - max(start, at)) > len(part)


def find(one: str, other: str) -> list[SharedPassage]:
    return SharedPassageFinder(one).find_shared(other)


@pytest.mark.parametrize(("unspaced", "least", "most"), [(False, 18, 60), (True, 45, 140)])
def test_quotations_planted_with_damage_are_found_and_nothing_else(unspaced: bool, least: int, most: int) -> None:
    found = total = wrong = 0
    for seed in SEEDS:
        one, other, planted = plant(Writer(seed, unspaced=unspaced), 20, least, most)
        shared = find(one, other)
        hits = [
            [
                passage
                for passage in shared
                if covers(one, quoted, passage.start, passage.end)
                and covers(other, made, passage.other_start, passage.other_end)
            ]
            for quoted, made in planted
        ]
        found += sum(map(bool, hits))
        total += len(planted)
        wrong += sum(
            not any(
                one.index(quoted) - 40 <= passage.start and passage.end <= one.index(quoted) + len(quoted) + 40
                for quoted, _ in planted
            )
            for passage in shared
        )
    assert found / total >= 0.95, (found, total)
    assert wrong == 0


@pytest.mark.parametrize("unspaced", [False, True])
def test_texts_that_share_nothing_but_their_language_give_nothing(unspaced: bool) -> None:
    for seed in SEEDS:
        writer = Writer(seed, unspaced=unspaced)
        assert find(writer.join(writer.write(9_000)), writer.join(writer.write(9_000))) == []


QUOTED = "the general had been told in April that no help would come from the north before the rains"


@pytest.mark.parametrize(
    "set_otherwise",
    [
        str.upper,
        lambda words: words.replace(" ", "\n"),
        lambda words: words.replace("general", "gen-\neral").replace("before", "be\N{SOFT HYPHEN}fore"),
        lambda words: words.replace(" in April", " [sic], “in April”,"),
        lambda words: words.replace("told", "informed").replace("the rains", "those rains"),
    ],
)
def test_another_setting_of_the_same_words_is_found(set_otherwise: Callable[[str], str]) -> None:
    one, other = f"He says that {QUOTED}. Then nothing.", f"Nobody knew: {set_otherwise(QUOTED)}; and so on."
    (passage,) = find(one, other)
    assert one[passage.start : passage.end].startswith("the general had been")
    assert " ".join(other[passage.other_start : passage.other_end].casefold().split()).startswith("the gen")
    assert passage.score >= 70


def test_what_both_texts_have_begins_and_ends_with_what_is_shared() -> None:
    one, other = f"He says that {QUOTED}. Then nothing.", f"Nobody knew: {QUOTED}; and so on."
    (passage,) = find(one, other)
    assert one[passage.start : passage.end] == other[passage.other_start : passage.other_end] == QUOTED
    assert (passage.score, passage.weight) == (100, 180)


def test_a_few_common_words_are_no_quotation_nor_is_a_formula_that_stands_everywhere() -> None:
    assert find("It was at the end of the war.", "She came at the end of the war.") == []
    formula = "To the Minister for Foreign Affairs of the Republic, for his attention. "
    assert find(formula * 20, f"A letter. {formula}") == []


def test_two_books_take_a_few_seconds() -> None:
    writer = Writer(1)
    one, other = (writer.join(writer.write(45_000)) for _ in range(2))
    assert min(len(one), len(other)) > 200_000
    for text in (other, one):
        began = time.monotonic()
        find(one, text)
        assert time.monotonic() - began < 8


def test_a_text_that_is_copied_whole_is_given_in_parts_that_can_be_marked() -> None:
    writer = Writer(2)
    text = writer.join(writer.write(9_000))
    shared = find(text, text)
    assert all(passage.end - passage.start <= 20_000 for passage in shared)
    assert sum(passage.end - passage.start for passage in shared) > 0.98 * len(text)
