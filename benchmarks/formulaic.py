"""Made-up formulaic texts and what editors do to them, with where each of their sentences has gone."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

_COUNTRIES = (
    "Norway",
    "Sweden",
    "Chile",
    "Peru",
    "India",
    "Egypt",
    "Cuba",
    "France",
    "Turkey",
    "Greece",
    "Iraq",
    "Iran",
)
_TOPICS = ("Korea", "trade", "the treaty", "refugees", "the budget", "Palestine", "disarmament", "the armistice")
_VERBS = ("voted against", "voted for", "abstained from voting on", "spoke against", "asked for the floor on")
_PARTIES = ("The Parties", "The High Contracting Parties", "The Members", "The Signatories")
_DUTIES = (
    "shall consult",
    "shall report to the Council",
    "shall refrain from force",
    "shall settle disputes by peaceful means",
)
_ORDERS = ("Decides", "Requests", "Calls upon", "Notes", "Reaffirms", "Urges")
_RESTS = (
    "to remain seized of the matter",
    "all Members to assist",
    "the report of the Commission",
    "the withdrawal of troops",
)
_FORMULAS = (
    "The motion was adopted.",
    "The chair closed the meeting.",
    "The meeting was suspended.",
    "It was so decided.",
    "There were no objections.",
    "The amendment was rejected.",
    "The vote was taken by roll call.",
    "Adopted.",
)
_UNITS = ("Tank Brigade", "Rifle Division", "Guards Regiment", "Air Division", "Engineer Battalion")
_WORDS = ("briefly", "again", "finally", "in writing", "without delay", "on behalf of his government", "solemnly")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the number by which it is followed; `number` says that it is counted, as articles are."""

    key: int
    text: str
    number: str = ""


class VersionsPair(NamedTuple):
    """Two versions of a text and a passage of the old one; `expected` is where it went, None if it is gone or changed.

    `is_edited` tells whether its sentence was changed, in the passage or beside it. `others` are the sentences of the
    new version that stood in the old one as others.
    """

    old: str
    new: str
    passage: tuple[int, int]
    expected: tuple[int, int] | None
    is_edited: bool
    others: list[tuple[int, int]]


def write_versions(seed: int) -> VersionsPair:
    """Return a text as an office writes it, after some hands, and what became of one of its passages."""
    chance = random.Random(seed)
    keys = iter(range(1_000_000))
    compose = chance.choice(
        (_compose_minutes, _compose_roll_call, _compose_treaty, _compose_resolution, _compose_order)
    )
    separator = chance.choice(("\n\n", "\n", " ")) if compose in (_compose_minutes, _compose_treaty) else "\n"
    old = compose(chance, keys.__next__, chance.randint(6, 50))
    new = list(old)
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 5))):
        chance.choice(_HANDS)(chance, keys.__next__, new, compose)
    touched = {sentence.key: sentence for sentence in new}
    old_text, old_places = _set_text(old, separator)
    new_text, new_places = _set_text(new, separator)
    # What was struck out and put in anew elsewhere has moved, for all that anybody can tell.
    fresh = {sentence.text for sentence in new if sentence.key not in old_places}
    chosen = chance.choice([one for one in old if one.key in touched or one.text not in fresh] or old)
    start, end = _choose_passage(chance, chosen.text)
    first = old_places[chosen.key]
    passage = (first + start, first + end)
    kept = touched.get(chosen.key)
    words = chosen.text[start:end]
    others = [
        (place, place + len(touched[key].text))
        for key, place in new_places.items()
        if key in old_places and key != chosen.key
    ]
    if kept is None:
        return VersionsPair(old_text, new_text, passage, None, False, others)
    if kept.text == chosen.text or kept.text.startswith(chosen.text[:end]):
        place = new_places[chosen.key] + start
    elif kept.text.endswith(chosen.text[start:]):
        place = new_places[chosen.key] + len(kept.text) - len(chosen.text) + start
    else:
        return VersionsPair(old_text, new_text, passage, None, True, others)
    return VersionsPair(old_text, new_text, passage, (place, place + len(words)), kept.text != chosen.text, others)


def _choose_passage(chance: random.Random, text: str) -> tuple[int, int]:
    """Return a stretch of a sentence: all of it, or some of its words."""
    words = [place for place in range(len(text)) if place == 0 or text[place - 1] == " "]
    if chance.random() < 0.35 or len(words) < 3:
        return 0, len(text)
    first = chance.randrange(len(words) - 1)
    last = chance.randint(first + 1, len(words) - 1)
    end = len(text) if chance.random() < 0.3 else words[last] - 1
    return words[first], max(end, words[first] + 1)


def _set_text(sentences: list[Sentence], separator: str) -> tuple[str, dict[int, int]]:
    """Return a text with its numbers counted anew, and where each sentence begins behind its number."""
    pieces: list[str] = []
    places: dict[int, int] = {}
    length = count = 0
    for sentence in sentences:
        count = count + 1 if sentence.number else count
        head = sentence.number.format(count)
        places[sentence.key] = length + len(head)
        piece = head + sentence.text + separator
        pieces.append(piece)
        length += len(piece)
    return "".join(pieces), places


Keys = Callable[[], int]
Compose = Callable[[random.Random, Keys, int], list[Sentence]]


def _compose_minutes(chance: random.Random, key: Keys, count: int) -> list[Sentence]:
    def write() -> str:
        if chance.random() < 0.3:
            return chance.choice(_FORMULAS)
        country, verb, topic = chance.choice(_COUNTRIES), chance.choice(_VERBS), chance.choice(_TOPICS)
        return f"The delegate of {country} {verb} the resolution on {topic}."

    return [Sentence(key(), write()) for _ in range(count)]


def _compose_roll_call(chance: random.Random, key: Keys, count: int) -> list[Sentence]:
    sentences: list[Sentence] = []
    countries = chance.sample(_COUNTRIES, chance.randint(4, 10))
    while len(sentences) < count:
        sentences.append(Sentence(key(), f"Vote on the resolution on {chance.choice(_TOPICS)}"))
        sentences += [Sentence(key(), f"{one}: {chance.choice(('for', 'against', 'abstaining'))}") for one in countries]
        sentences.append(Sentence(key(), chance.choice(_FORMULAS)))
    return sentences


def _compose_treaty(chance: random.Random, key: Keys, count: int) -> list[Sentence]:
    sentences: list[Sentence] = []
    for _ in range(count):
        rest = chance.choice(("", f" on {chance.choice(_TOPICS)}", " in good faith"))
        sentences.append(Sentence(key(), f"{chance.choice(_PARTIES)} {chance.choice(_DUTIES)}{rest}.", "Article {}\n"))
        if chance.random() < 0.3:
            sentences.append(Sentence(key(), "This article does not affect the rights of third States."))
    return sentences


def _compose_resolution(chance: random.Random, key: Keys, count: int) -> list[Sentence]:
    return [Sentence(key(), f"{chance.choice(_ORDERS)} {chance.choice(_RESTS)};", "{}. ") for _ in range(count)]


def _compose_order(chance: random.Random, key: Keys, count: int) -> list[Sentence]:
    def write() -> str:
        strength, arms = chance.choice((10, 20, 40, 40, 242)), chance.choice(("T-34", "SU-76", "none"))
        return f"{chance.randint(1, 109)}th {chance.choice(_UNITS)} | {strength} | {arms}"

    return [Sentence(key(), write()) for _ in range(count)]


def _delete(chance: random.Random, _: Keys, sentences: list[Sentence], __: Compose) -> None:
    first = chance.randrange(len(sentences))
    del sentences[first : first + chance.choice((1, 1, 1, 2, 4))]
    if not sentences:
        sentences.append(Sentence(-1, "Nothing was said."))


def _insert(chance: random.Random, key: Keys, sentences: list[Sentence], compose: Compose) -> None:
    place = chance.randint(0, len(sentences))
    sentences[place:place] = compose(chance, key, chance.choice((1, 1, 2, 3)))


def _move(chance: random.Random, _: Keys, sentences: list[Sentence], __: Compose) -> None:
    first = chance.randrange(len(sentences))
    last = first + chance.choice((1, 1, 2, 5))
    others = sentences[:first] + sentences[last:]
    place = chance.randint(0, len(others))
    if any(_is_unique(sentence, sentences) for sentence in sentences[first:last]):
        sentences[:] = others[:place] + sentences[first:last] + others[place:]


def _swap(chance: random.Random, _: Keys, sentences: list[Sentence], __: Compose) -> None:
    one, other = chance.randrange(len(sentences)), chance.randrange(len(sentences))
    if _is_unique(sentences[one], sentences) and _is_unique(sentences[other], sentences):
        sentences[one], sentences[other] = sentences[other], sentences[one]


def _is_unique(sentence: Sentence, sentences: list[Sentence]) -> bool:
    """Tell whether nothing else says the same: of equal sentences nobody could tell that they changed places."""
    return sum(other.text == sentence.text for other in sentences) == 1


def _repeat(chance: random.Random, key: Keys, sentences: list[Sentence], _: Compose) -> None:
    copied = chance.choice(sentences)
    sentences.insert(chance.randint(0, len(sentences)), replace(copied, key=key()))


def _reword(chance: random.Random, _: Keys, sentences: list[Sentence], __: Compose) -> None:
    """Put another word for one of a sentence, put one in, or give it another name."""
    place = chance.randrange(len(sentences))
    words = sentences[place].text.split(" ")
    where = chance.randrange(len(words))
    if chance.random() < 0.5:
        words.insert(where, chance.choice(_WORDS))
    elif words[where] in _COUNTRIES:
        words[where] = chance.choice(_COUNTRIES)
    elif words[where] in ("for", "against", "abstaining"):
        words[where] = chance.choice(("for", "against", "abstaining"))
    else:
        words[where] = chance.choice(_WORDS)
    sentences[place] = replace(sentences[place], text=" ".join(words))


_HANDS = (_delete, _delete, _insert, _move, _swap, _repeat, _reword, _reword)
