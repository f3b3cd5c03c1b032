"""Text folded into the terms by which it is found, the same for both databases.

Letters lose their accents and their case. Runs of Chinese, Japanese and Korean characters become
overlapping pairs, because neither database divides them into words; the last character of a run also
stands alone, so that every character is found by itself. Every term is written in ASCII (others as
hexadecimal UTF-8), so that no tokenizer of a database can divide it differently.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_WORDS = re.compile(r"[^\W_]+")
_CJK = re.compile(
    "([\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+)"
)
_SPACE = re.compile(r"\s")
_LONGEST = 48


def fold(text: str) -> str:
    """Return the text without accents and case; Hangul stays whole."""
    if text.isascii():
        return text.lower()
    plain = "".join(
        character for character in unicodedata.normalize("NFKD", text) if not unicodedata.combining(character)
    )
    return unicodedata.normalize("NFC", plain).casefold()


def split_words(text: str) -> list[str]:
    """Return the folded words of a text; a CJK run gives its pairs and its last character."""
    folded = fold(text)
    if folded.isascii():
        return [word[:_LONGEST] for word in _WORDS.findall(folded)]
    folded_words: list[str] = []
    for word in _WORDS.findall(folded):
        for part in _CJK.split(word):
            if not part:
                continue
            if _CJK.fullmatch(part):
                folded_words.extend(part[index : index + 2] for index in range(len(part) - 1))
                folded_words.append(part[-1])
            else:
                folded_words.append(part[:_LONGEST])
    return folded_words


@lru_cache(maxsize=65536)
def encode(word: str) -> str:
    """Return a word as an ASCII term; beginnings of words give beginnings of terms."""
    return f"w{word}" if word.isascii() else f"x{word.encode().hex()}"


def list_search_terms(text: str) -> list[str]:
    """Return the terms under which a text is indexed, in their order."""
    return [encode(word) for word in split_words(text)]


def split_pieces(text: str, length: int = 1 << 16) -> Iterator[str]:
    """Yield a text in pieces that begin behind white space and have together the terms of the whole.

    Nothing else in the process goes on while a regular expression looks through millions of characters.
    """
    start = 0
    while start < len(text):
        space = _SPACE.search(text, start + length)
        end = space.end() if space else len(text)
        yield text[start:end]
        start = end


def parse_query(query: str) -> list[tuple[str, bool]]:
    """Return the terms that all have to be found, each with whether its beginning is enough.

    The beginning is enough for the last word, which may still be being typed, and for a single CJK
    character, which is the beginning of pairs.
    """
    folded = fold(query)
    query_words: list[tuple[str, bool]] = []
    for word in _WORDS.findall(folded):
        for part in _CJK.split(word):
            if not part:
                continue
            if not _CJK.fullmatch(part):
                query_words.append((part[:_LONGEST], False))
            elif len(part) == 1:
                query_words.append((part, True))
            else:
                query_words.extend((part[index : index + 2], False) for index in range(len(part) - 1))
    if query_words and not _CJK.fullmatch(query_words[-1][0]):
        query_words[-1] = (query_words[-1][0], True)
    # An ASCII beginning does not reach words that go on with another letter: those are written otherwise.
    return [(word, start) for word, start in dict.fromkeys(query_words)]
