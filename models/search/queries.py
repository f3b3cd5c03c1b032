"""What a search asks for: words, words with or without a hyphen in them, and phrases between quotation marks."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice, product
from typing import NamedTuple

from models.search.folded_words import HYPHEN, fold_words, separate_words
from models.search.spellings import list_spellings, remove_special_letters, unify_spelling
from models.search.terms import GRAM, is_cjk, list_gram_terms, mark_beginning, split_runs

# Words of fewer letters are not looked for inside others: they stand in nearly every text.
SHORTEST_PART = 3
# So many words of a query are looked up in the index, each by its first letters; the texts are asked for all.
MOST_LOOKED_UP = 16
_MOST_LETTERS = 20
# Years have four digits, and are not divided.
_SHORTEST_DIVIDED = 5
_LONGEST_ACROSS = 48
_QUOTED = re.compile('["“”„«»＂]([^"“”„«»＂]*)(?:["“”„«»＂]|$)')
_MOST_COMBINATIONS = 8
_GAP = "(?: - | )?"
_HYPHEN_GAP = "(?: - )?"
# Two words that stand beside each other in every text are not one that is written apart: "the rapist" is no therapist.
_FUNCTION_WORDS = frozenset(
    (
        *(
            "all",
            "and",
            "any",
            "are",
            "but",
            "can",
            "das",
            "dem",
            "den",
            "der",
            "des",
            "die",
            "ein",
            "for",
            "her",
            "his",
        ),
        *(
            "les",
            "los",
            "may",
            "mit",
            "not",
            "now",
            "off",
            "one",
            "our",
            "out",
            "par",
            "she",
            "sie",
            "the",
            "und",
            "une",
        ),
        *("von", "was", "who", "you"),
    )
)

# Terms of which all stand where a form does.
Form = tuple[str, ...]


# How often something stands in a text: as words of their own, as the beginnings of words, and inside of words.
Occurrences = tuple[int, int, int]


def rank_occurrences(found: Occurrences) -> int:
    """Return 2 for what stands somewhere as a word, 1 for the beginning of one, 0 for a part."""
    return 2 if found[0] else 1 if found[1] else 0


def weigh_occurrences(found: Occurrences) -> float:
    """Return how much all of them count together."""
    return found[0] + 0.5 * found[1] + 0.25 * found[2]


class WordForm(NamedTuple):
    """A form of a word, and whether it is meant with its special letters; otherwise texts are read without them."""

    form: str
    is_meant: bool
    # What stands where it begins a word, and where it is one.
    begun: str
    whole: str


@dataclass(frozen=True, slots=True)
class SearchedWord:
    """One thing that has to stand in a text: a word in all its spellings, or words beside one another.

    `across` finds what is divided, with hyphens or a blank; where `is_guarded`, some of it is taken for chance. Instead
    of all that `parts` may stand there apart. Each of `forms` are terms of the index that a text has with one of them.
    """

    spellings: tuple[WordForm, ...]
    forms: tuple[Form, ...]
    across: re.Pattern[str] | None = None
    is_guarded: bool = False
    is_cjk: bool = False
    takes_parts: bool = True
    takes_beginnings: bool = True
    parts: tuple["SearchedWord", ...] = ()

    def count_in(self, plain: str, words: str) -> Occurrences | None:
        """Return how often it stands in the words of a text, of which `plain` are those without special letters."""
        return self.count_spelled(plain, words) or self.count_otherwise(plain, words)

    def count_spelled(self, plain: str, words: str) -> Occurrences | None:
        """Return how often it stands there as it is spelled, None where it does not."""
        whole = beginning = inside = 0
        for form, is_meant, begun, as_word in self.spellings:
            text = words if is_meant else plain
            if form not in text:
                continue
            if self.is_cjk:
                whole += text.count(form)
                continue
            whole += text.count(as_word)
            # A text that has a word is not asked whether it has it in others as well: some are books.
            if not whole and self.takes_beginnings:
                begins = text.count(begun)
                beginning += begins
                if self.takes_parts and len(form) >= SHORTEST_PART:
                    inside += text.count(form) - begins
        if whole:
            return whole, 0, 0
        return (0, beginning, inside) if beginning or inside else None

    def count_otherwise(self, plain: str, words: str) -> Occurrences | None:
        """Return how often it stands there divided, or else its parts apart."""
        if whole := sum(1 for _ in self.find_across(plain)):
            return whole, 0, 0
        found = [part.count_in(plain, words) for part in self.parts]
        there = [each for each in found if each is not None]
        return (
            min(there, key=lambda each: (rank_occurrences(each), each)) if found and len(there) == len(found) else None
        )

    def find_across(self, plain: str) -> Iterable[tuple[int, int]]:
        """Yield where it stands divided in the words of a text without special letters."""
        if self.across is None:
            return
        for match in self.across.finditer(plain):
            start, end = match.span()
            start += plain[start] == " "
            if not self.is_guarded or _is_plausible(plain, start, end):
                yield start, end

    def find_spans(self, plain: str, words: str) -> list[tuple[int, int]]:
        """Return where it stands in the words of a text, in their order; its parts where it does not stand itself."""
        spans: list[tuple[int, int]] = []
        for form, is_meant, _, _ in self.spellings:
            text = words if is_meant else plain
            place = text.find(form)
            while place >= 0:
                end = place + len(form)
                begins, ends = text[place - 1 : place] in (" ", ""), text[end : end + 1] in (" ", "")
                takes_inside = self.takes_parts and len(form) >= SHORTEST_PART
                if self.is_cjk or (begins and (ends or self.takes_beginnings)) or takes_inside:
                    spans.append((place, end))
                place = text.find(form, place + 1)
        spans += self.find_across(plain)
        if not spans:
            spans = [span for part in self.parts for span in part.find_spans(plain, words)]
        return sorted(spans)


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """What a search asks for: everything in `words`. `label` is the query as the label of a record would be folded."""

    words: tuple[SearchedWord, ...]
    label: str


@lru_cache(maxsize=256)
def parse_search(query: str) -> ParsedQuery:
    """Return what a query asks for, which is nothing where it has no words.

    What stands between quotation marks has to stand so in a text, in whole words. Of the last word the beginning is
    enough, which may still be being typed.
    """
    searched: list[SearchedWord] = []
    read_to = 0
    for quotation in _QUOTED.finditer(query):
        searched += _read_words(query[read_to : quotation.start()], is_last=False)
        if phrase := _read_phrase(quotation[1]):
            searched.append(phrase)
        read_to = quotation.end()
    searched += _read_words(query[read_to:], is_last=True)
    return ParsedQuery(tuple(dict.fromkeys(searched)), fold_words(query))


def _read_words(text: str, *, is_last: bool) -> list[SearchedWord]:
    merged: list[tuple[list[str], bool]] = []
    short: list[str] = []
    for group in _split_groups(text):
        # A short word may be the beginning of one that is written apart ("co operation"), or of letters ("U S A").
        if len(group) == 1 and _is_short(group[0]):
            short += group
            continue
        merged.append(([*short, *group], not short and len(group) > 1))
        short = []
    if short:
        merged.append((short, False))
    searched = []
    for number, (parts, is_one) in enumerate(merged):
        is_end = is_last and number == len(merged) - 1
        if len(parts) > 1:
            searched.append(_build_compound(parts, is_one=is_one, is_last=is_end))
        else:
            searched.append(_build_single_word(parts[0], is_last=is_end))
    return searched


def _split_groups(text: str) -> list[list[str]]:
    """Return the words that stand apart in a text, each with those that hyphens join to it."""
    groups = (group.split("\0") for group in separate_words(text).replace(HYPHEN, "\0").split())
    # Of a hard sign alone, for example, no spelling is left.
    spelled = ([part for part in group if _spell_plainly(part)] for group in groups)
    return [group for group in spelled if group]


def _spell_plainly(word: str) -> str:
    return remove_special_letters(unify_spelling(word)).strip()


def _is_short(word: str) -> bool:
    return len(word) < SHORTEST_PART and _is_of_letters(word)


def _is_of_letters(word: str) -> bool:
    return not word[0].isdecimal() and not is_cjk(word)


def _list_spelled(word: str) -> tuple[WordForm, ...]:
    return tuple(WordForm(form, is_meant, f" {form}", f" {form} ") for form, is_meant in list_spellings(word))


def _spell_as_written(word: str) -> tuple[WordForm, ...]:
    return (WordForm(word, is_meant=False, begun=f" {word}", whole=f" {word} "),)


def _build_single_word(word: str, *, is_last: bool = False) -> SearchedWord:
    across = None
    if is_cjk(word):
        across = re.compile(_GAP.join(map(re.escape, word)))
        return SearchedWord(_spell_as_written(word), (_list_terms(word),), across, is_cjk=True)
    if word[0].isdecimal():
        across = re.compile(f" {_GAP.join(_split_thousands(word))}(?= )") if len(word) >= _SHORTEST_DIVIDED else None
        return SearchedWord(
            _spell_as_written(word), (_list_terms(word),), across, takes_parts=False, takes_beginnings=False
        )
    spellings = _list_spelled(word)
    forms = [_list_terms(remove_special_letters(spelling.form)) for spelling in spellings]
    is_part = len(word) >= SHORTEST_PART
    joined = _spell_plainly(word)
    if is_part and len(joined) <= _LONGEST_ACROSS:
        across = re.compile(f" {_GAP.join(map(re.escape, joined))}")
    return SearchedWord(
        spellings,
        tuple(dict.fromkeys(forms)),
        across,
        is_guarded=True,
        takes_parts=is_part,
        takes_beginnings=is_part or is_last,
    )


def _split_thousands(number: str) -> list[str]:
    """Return the digits of a number in groups of three from its end, as they are divided in writing."""
    first = len(number) % 3 or 3
    return [number[:first], *(number[place : place + 3] for place in range(first, len(number), 3))]


def _build_compound(parts: Sequence[str], *, is_one: bool, is_last: bool) -> SearchedWord:
    joined = "".join(parts)
    of_letters = all(map(_is_of_letters, parts))
    spellings = _list_spelled(joined) if of_letters else ()
    plain_parts = [_spell_plainly(part) for part in parts]
    begin = "" if is_cjk(parts[0]) else " "
    end = "" if is_cjk(parts[-1]) or (of_letters and (is_last or len(parts[-1]) >= SHORTEST_PART)) else "(?= )"
    forms = [_list_terms(remove_special_letters(spelling.form)) for spelling in spellings]
    forms.append(
        tuple(dict.fromkeys(term for run in split_runs("".join(plain_parts)) for term in _list_terms(run, plain_parts)))
    )
    separate: tuple[SearchedWord, ...] = ()
    if not is_one or (of_letters and not any(map(_is_short, parts))):
        # Of what is written with a blank, or of words that each mean something, all may also stand apart.
        separate = tuple(
            _build_single_word(part, is_last=is_last and number == len(parts) - 1) for number, part in enumerate(parts)
        )
        forms += [tuple(dict.fromkeys(chain.from_iterable(choice))) for choice in _combine_forms(separate)]
    return SearchedWord(
        spellings,
        tuple(dict.fromkeys(forms)),
        re.compile(begin + _GAP.join(map(re.escape, plain_parts)) + end),
        parts=separate,
    )


def _combine_forms(words: Sequence[SearchedWord]) -> Iterable[tuple[Form, ...]]:
    """Yield the terms of words that stand apart, in some of their forms: those under which they are found at all."""
    return islice(product(*(word.forms for word in words)), _MOST_COMBINATIONS)


def _read_phrase(text: str) -> SearchedWord | None:
    groups = _split_groups(text)
    if not groups:
        return None
    pattern, terms = "", []
    before = ""
    for group in groups:
        for number, part in enumerate(group):
            forms = dict.fromkeys(form for form, is_meant in list_spellings(part) if not is_meant)
            gap = _GAP if number or (is_cjk(part) and is_cjk(before)) else "(?: - | )"
            pattern += (gap if before else "") + _match_any(forms)
            terms.append(tuple(_list_terms_in_phrase(form, is_first=number == 0) for form in forms))
            before = part
    begin, end = ("" if is_cjk(groups[0][0]) else " "), ("" if is_cjk(before) else "(?= )")
    choices = islice(product(*terms), _MOST_COMBINATIONS)
    combined = tuple(tuple(dict.fromkeys(chain.from_iterable(choice))) for choice in choices)
    return SearchedWord((), combined, re.compile(begin + pattern + end))


def _list_terms_in_phrase(form: str, *, is_first: bool) -> Form:
    """Return the terms of a word of a phrase; short ones may be divided, or go on from what is before them."""
    if len(form) >= GRAM or is_cjk(form):
        return _list_terms(form)
    return (f"{mark_beginning(form[0])}*",) if is_first else ()


def _match_any(forms: Iterable[str]) -> str:
    """Return a pattern of one of some forms, which a hyphen may divide."""
    return "(?:" + "|".join(_HYPHEN_GAP.join(map(re.escape, form)) for form in forms) + ")"


def _list_terms(form: str, words: Sequence[str] = ()) -> Form:
    """Return the terms of the index that a text has in which a form stands, as one of `words` or by itself."""
    if is_cjk(form):
        return (f"{form}*",) if len(form) == 1 else tuple(list_gram_terms(form[:_MOST_LETTERS])[:-1])
    if len(form) >= GRAM:
        return tuple(dict.fromkeys(list_gram_terms(form[:_MOST_LETTERS])))
    own_words = [word for word in words or (form,) if not is_cjk(word)]
    return tuple(mark_beginning(word) + ("" if len(word) > 1 else "*") for word in own_words)


def _is_plausible(plain: str, start: int, end: int) -> bool:
    """Tell whether a word that stands divided in a text is one, and not two that happen to stand together."""
    pieces = plain[start:end].replace(HYPHEN, "").split(" ")
    if len(pieces) == 1:
        return True
    is_whole = plain[end : end + 1] == " "
    return (
        is_whole
        and len(pieces) == 2
        and all(len(piece) >= SHORTEST_PART and piece not in _FUNCTION_WORDS for piece in pieces)
    )
