"""Words without what the same words differ by: case, accents and punctuation; and without ways of transliterating.

The spelling that all transliterations of Russian share is ours: each letter of the tables of the Library of Congress
(ALA-LC 1997), of ISO 9 and of newspapers is led back to one. It is coarse, and only for comparing.
"""

import re
from functools import lru_cache

from models.search.terms import fold

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHE = re.compile(r"(?<=\w)['’ʹʺʼ](?=\w)")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_CYRILLIC_LETTERS = str.maketrans(
    dict(zip("абвгдежзиклмнопрстуфхцчшщыэ", "abvgdezziklmnoprstufhccssie", strict=True))
    | {"ю": "iu", "я": "ia", "ъ": "", "ь": ""}
)
# Longer ones first: what stands for one letter of Russian in one table or another.
_LATIN_LETTERS = (
    *(("shch", "s"), ("sch", "s"), ("sh", "s"), ("zh", "z"), ("kh", "h"), ("ch", "c"), ("ts", "c"), ("tz", "c")),
    *(("x", "ks"), ("w", "v"), ("y", "i"), ("j", "i")),
)
_SEVERAL_I = re.compile("i{2,}")
_SOFT_E = re.compile("i[eo]")


@lru_cache(maxsize=65_536)
def split_folded(text: str) -> tuple[str, ...]:
    """Return the words of a text without case, accents and the apostrophes in them."""
    return tuple(_WORD.findall(fold(_APOSTROPHE.sub("", text))))


def fold_phrase(text: str) -> str:
    """Return the words of a text without case, accents and punctuation; one of nothing but punctuation as it is."""
    return " ".join(split_folded(text)) or text


@lru_cache(maxsize=65_536)
def spell_alike(word: str) -> str:
    """Return a folded word as every transliteration of it comes out: Zagadochnaia, Zagadočnaja and Загадочная."""
    if not word.isascii():
        word = word.translate(_CYRILLIC_LETTERS)
    for letters, letter in _LATIN_LETTERS:
        word = word.replace(letters, letter)
    return _SOFT_E.sub("e", _SEVERAL_I.sub("i", word))


def is_cyrillic(text: str) -> bool:
    """Tell whether a text has Cyrillic letters."""
    return not text.isascii() and _CYRILLIC.search(text) is not None
