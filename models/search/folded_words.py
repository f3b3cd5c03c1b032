"""The words of a text as the search knows them: folded by `models.folding`, and more that is the same to it.

Letters lose their case and their accents, but for those that are also written with two (`models.search.spellings`).
Digits of every script are those of ASCII; letters of Arabic and Hebrew that differ only by script or place are one.
Words have one blank between them, and nothing else is left but " - ", where one word goes on in the next without a
blank: at hyphens, apostrophes and full stops, and between letters, digits and Chinese, Japanese or Korean.
"""

import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from models.folding.folded_text import FoldedText, fold_text
from models.folding.offset_maps import Edit, OffsetMap, edit_text
from models.search.spellings import SPELLING_RULES, unify_spelling

CJK_LETTERS = (
    "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
HYPHEN = " - "
_LETTERS: dict[str, str] = dict(
    zip("łđðħŧıŋəґіѣѳѵѕøœæ" + "ٱىیکةەہھ", "lddhtinaгиефизööä" + "ايي" + "كهههه", strict=True)
) | {"ß": "ss", "þ": "th", "ĸ": "k", "װ": "וו", "ױ": "וי", "ײ": "יי"}
_LETTER_TABLE = str.maketrans(_LETTERS)
# Small signs that stand for nothing between letters, or for what an apostrophe stands for.
_TATWEEL = "\u0640"
_APOSTROPHES = "ʹʺʻʼʽʾʿˈˊˋ׳״"
_MARKS_OF_SPECIAL_LETTERS = {("a", "\u0308"): "ä", ("o", "\u0308"): "ö", ("u", "\u0308"): "ü", ("a", "\u030a"): "å"} | {
    ("o", "\u030b"): "ö",
    ("u", "\u030b"): "ü",
}
_ACCENTS = (
    *((0x0300, 0x036F), (0x0483, 0x0489), (0x0591, 0x05C7), (0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670)),
    *((0x06D6, 0x06DC), (0x06DF, 0x06E8), (0x06EA, 0x06ED), (0x0711, 0x0711), (0x0730, 0x074A), (0x08CA, 0x0902)),
    *((0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE20, 0xFE2F)),
)


@dataclass(frozen=True, slots=True)
class FoldedWords:
    """The words of a text, and where each stretch of them stands in it."""

    words: str
    _folded: FoldedText
    _offset_maps: tuple[OffsetMap, ...]

    def find_original(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the text for a stretch of its words."""
        for offsets in reversed(self._offset_maps):
            start, end = offsets.find_source(start, end)
        return self._folded.find_original(start, end)


def fold_words(text: str) -> str:
    """Return the words of a text, with one blank before and behind each."""
    return unify_spelling(separate_words(text))


def separate_words(text: str) -> str:
    """Return the words of a text as they are spelled in it."""
    words = f" {fold_letters(text)} "
    for pattern, replace in _list_steps(words):
        words = pattern.sub(replace, words)
    return words


def trace_words(text: str) -> FoldedWords:
    """Return the words of a text with the way back to their places."""
    folded = fold_text(text)
    words, offsets = edit_text(folded.text, _list_letter_edits(folded.text))
    offset_maps = [offsets]
    # An edit like the others, so that the places are reckoned with it.
    words, offsets = edit_text(words, [(0, 0, " "), (len(words), len(words), " ")])
    offset_maps.append(offsets)
    for pattern, replace in _list_steps(words):
        words, offsets = _apply_step(words, pattern, replace)
        offset_maps.append(offsets)
    for rule in SPELLING_RULES:
        if rule.applies_to(words):
            words, offsets = _apply_step(words, rule.pattern, rule.replace)
            offset_maps.append(offsets)
    return FoldedWords(words, folded, tuple(offsets for offsets in offset_maps if offsets is not None))


def fold_letters(text: str) -> str:
    """Return a text without case and accents, its words not yet apart."""
    if not text.isascii():
        return fold_text(text).text.translate(_CHARACTERS)
    return (fold_text(text).text if _NOT_PLAIN.search(text) else text).lower()


# What the general folding has something to do with: most texts have none of it, and need not be given to it.
_NOT_PLAIN = re.compile(r"[^ -~]|[-'\"`]|  |\. ?\.")


def _list_letter_edits(folded: str) -> Iterator[Edit]:
    for place, letter in enumerate(folded):
        plain = _CHARACTERS[ord(letter)]
        if plain != letter:
            yield place, place + 1, plain


def _apply_step(
    words: str, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str]
) -> tuple[str, OffsetMap | None]:
    return edit_text(words, ((*match.span(), replace(match)) for match in pattern.finditer(words)))


class _FoldedCharacters(dict[int, str]):
    """What each character becomes, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_letter(chr(code))
        return folded


_CHARACTERS = _FoldedCharacters()


def _fold_letter(character: str) -> str:
    if character in _APOSTROPHES:
        return "'"
    if character == _TATWEEL:
        return ""
    if _is_cjk(character):
        return character
    base, *marks = list(unicodedata.normalize("NFKD", character))
    special = [letter for mark in marks if (letter := _MARKS_OF_SPECIAL_LETTERS.get((base.lower(), mark))) is not None]
    if special:
        return special[0]
    parts = "".join(part for part in (base, *marks) if not _is_accent(part)).casefold().translate(_LETTER_TABLE)
    return "".join(str(unicodedata.decimal(part)) if part.isdecimal() else part for part in parts)


def _is_accent(part: str) -> bool:
    code = ord(part)
    return code >= 0x300 and any(first <= code <= last for first, last in _ACCENTS)


@cache
def _build_class_of_marks() -> str:
    """Return the vowels and points that are no accents, as they stand in a class of a regular expression."""
    ranges: list[list[int]] = []
    for code in range(0x300, sys.maxunicode if sys.maxunicode < 0x20000 else 0x20000):
        if unicodedata.category(chr(code))[0] == "M" and not _is_accent(chr(code)):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


def _blank_or_hyphen(match: re.Match[str]) -> str:
    return " " if " " in match[0] else HYPHEN


def _put_hyphen(_: re.Match[str]) -> str:
    return HYPHEN


# Plain blanks stay as they are.
_ASCII_GAP = re.compile(r"[^a-z0-9 ][^a-z0-9]*| [^a-z0-9]+")
_DIGIT = re.compile("[0-9]")
_ASCII_TRANSITION = re.compile("(?<=[a-z])(?=[0-9])|(?<=[0-9])(?=[a-z])")
_CJK = re.compile(f"[{CJK_LETTERS}]")


def _is_cjk(character: str) -> bool:
    return character >= "\u2e80" and _CJK.match(character) is not None


@cache
def _build_gap() -> re.Pattern[str]:
    marks = _build_class_of_marks()
    return re.compile(rf"(?:[^\w {marks}]|_)(?:[^\w{marks}]|_)*| (?:[^\w{marks}]|_)+")


@cache
def _build_transition() -> re.Pattern[str]:
    # The marks of kana are no letters of their own.
    marks = _build_class_of_marks().replace("\u3099-\u309a", "")
    letter = f"(?:[^\\W0-9_{CJK_LETTERS}]|[{marks}])"
    digit, cjk = "[0-9]", f"[{CJK_LETTERS}]"
    pairs = ((letter, digit), (digit, letter), (letter, cjk), (cjk, letter), (digit, cjk), (cjk, digit))
    return re.compile("|".join(f"(?<={before})(?={after})" for before, after in pairs))


def _list_steps(words: str) -> Iterator[tuple[re.Pattern[str], Callable[[re.Match[str]], str]]]:
    """Yield what separates the words of a folded text; none of it makes a text ASCII that is not."""
    is_ascii = words.isascii()
    yield (_ASCII_GAP if is_ascii else _build_gap()), _blank_or_hyphen
    if not is_ascii:
        yield _build_transition(), _put_hyphen
    elif _DIGIT.search(words) is not None:
        yield _ASCII_TRANSITION, _put_hyphen
