"""The words, figures and signs of a date, each with everything that it can mean."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from argument_maps.dates.folding import split_date_text
from argument_maps.dates.vocabulary import LONGEST_WORD, WORDS, Meaning, WordRole


class DateToken(NamedTuple):
    """A word, figure or sign; `number` and `ending` are those of a figure, `begin` and `end` its place in the text."""

    text: str
    meanings: tuple[Meaning, ...]
    number: int | None
    ending: str
    begin: int
    end: int

    def find(self, role: WordRole) -> Meaning | None:
        """Return the meaning that the token has in a role, None where it has none."""
        return next((meaning for meaning in self.meanings if meaning.role == role), None)

    @property
    def digits(self) -> int:
        """How many digits the figure has."""
        return len(self.text) - len(self.ending) if self.number is not None else 0


DateTokens = tuple[DateToken, ...]


def tokenise_date(folded: str) -> DateTokens:
    """Return the tokens of a folded text; of words that begin alike the longest is taken."""
    pieces = split_date_text(folded)
    tokens: list[DateToken] = []
    place = 0
    while place < len(pieces):
        length, meanings = _find_word(pieces, place)
        begin, end = pieces[place].start(), pieces[place + length - 1].end()
        text = folded[begin:end]
        figure = re.match(r"\d+", text) if length == 1 else None
        number = int(figure[0]) if figure and len(figure[0]) <= 8 else None
        tokens.append(DateToken(text, meanings, number, text[len(figure[0]) :] if figure else "", begin, end))
        place += length
    return tuple(tokens)


def write_tokens(folded: str, tokens: DateTokens) -> str:
    """Return the stretch of the text that the tokens stand in."""
    return folded[tokens[0].begin : tokens[-1].end] if tokens else ""


def _find_word(pieces: list[re.Match[str]], place: int) -> tuple[int, tuple[Meaning, ...]]:
    """Return how many pieces the longest word takes here, and what it can mean; full stops within are passed over."""
    if pieces[place][0] == ".":
        return 1, ()
    best: tuple[int, tuple[Meaning, ...]] = (1, ())
    names: list[str] = []
    for reach in range(place, min(len(pieces), place + 2 * LONGEST_WORD)):
        if pieces[reach][0] == ".":
            continue
        names.append(pieces[reach][0])
        meanings = WORDS.get(tuple(names))
        if meanings:
            best = reach - place + 1, tuple(meanings)
    return best


def split_tokens(
    tokens: DateTokens, is_separator: Callable[[DateToken], bool]
) -> Iterator[tuple[DateTokens, DateTokens]]:
    """Yield what stands before and behind each separator."""
    for place, token in enumerate(tokens):
        if is_separator(token) and 0 < place < len(tokens) - 1:
            yield tokens[:place], tokens[place + 1 :]


def split_all_tokens(tokens: DateTokens, is_separator: Callable[[DateToken], bool]) -> list[DateTokens]:
    """Return what stands between the separators."""
    groups: list[list[DateToken]] = [[]]
    for token in tokens:
        if is_separator(token):
            groups.append([])
        else:
            groups[-1].append(token)
    return [tuple(group) for group in groups]


def list_date_pairs(tokens: DateTokens) -> Iterator[tuple[DateTokens, DateTokens]]:
    """Yield the two dates of a text that may name one day in two calendars: with a stroke, or one in brackets."""
    yield from split_tokens(tokens, lambda token: token.text == "/")
    texts = [token.text for token in tokens]
    if texts.count("(") == texts.count(")") == 1 and 0 < texts.index("(") < texts.index(")") - 1:
        begin, end = texts.index("("), texts.index(")")
        yield tokens[:begin] + tokens[end + 1 :], tokens[begin + 1 : end]
