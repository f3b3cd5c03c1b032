"""Made-up texts of any length, and what time does to them: letters changed, lost and put in."""

import random
from itertools import accumulate

_LETTERS = "etaoinshrdlucmfwypvbgk"
_OFTEN = [12, 9, 8, 8, 7, 7, 6, 6, 6, 4, 4, 3, 3, 2, 2, 2, 2, 2, 1, 1, 1, 1]


def prose(length: int, seed: int) -> str:
    """Return made-up prose, its common words as common as in a real language."""
    chance = random.Random(seed)
    words = ["".join(chance.choices(_LETTERS, _OFTEN, k=chance.randint(2, 10))) for _ in range(3_000)]
    often = list(accumulate(1 / (rank + 1) for rank in range(len(words))))
    sentences, done = [], 0
    while done < length:
        sentence = " ".join(chance.choices(words, cum_weights=often, k=chance.randint(6, 20))).capitalize() + ". "
        sentences.append(sentence)
        done += len(sentence)
    return "".join(sentences)[:length]


def damaged(text: str, rate: float, seed: int) -> tuple[str, list[int]]:
    """Return the text with that share of its letters changed, lost or doubled, and where each place came to stand."""
    chance = random.Random(seed)
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for letter in text:
        places.append(at)
        part = letter
        if chance.random() < rate:
            other = chance.choice(_LETTERS + " ")
            part = chance.choice([other, "", other + letter])
        parts.append(part)
        at += len(part)
    return "".join(parts), [*places, at]
