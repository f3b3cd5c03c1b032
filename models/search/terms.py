"""The terms under which texts stand in the index, the same for both databases, and their folded words for other uses.

Every stretch of three letters is a term, so that words are found inside others, and so is the beginning of every word,
for words too short to have such a stretch. Of Chinese, Japanese and Korean every stretch of two characters is one, and
the last character of a run alone. A text with all terms of a query may hold its words; whether it does is seen in the
words themselves.
"""

import re
from collections.abc import Iterable, Iterator

from models.search.folded_words import CJK_LETTERS, HYPHEN, fold_letters, separate_words
from models.search.spellings import remove_special_letters

# Between two words, where no hyphen goes on and no character of Chinese stands, which is not divided by a blank.
_SPACE = re.compile(rf"(?<=[^\W_{CJK_LETTERS}])\s(?=[^\W_])")
_CJK = re.compile(f"[{CJK_LETTERS}]")
_RUN = re.compile(f"[{CJK_LETTERS}]+|[^{CJK_LETTERS}]+")
_FIRST_CJK = "\u2e80"
GRAM = 3
# Before the beginning of a word: no word holds it, and every tokenizer of an index leaves it as it is.
_BEGINS = "¶"


def fold(text: str) -> str:
    """Return the text without accents and case, and otherwise as it is compared; Hangul stays whole."""
    return remove_special_letters(fold_letters(text))


def split_words(text: str) -> list[str]:
    """Return the folded words of a text; a CJK run gives its pairs and its last character."""
    words: list[str] = []
    for word in remove_special_letters(separate_words(text)).split():
        if is_cjk(word):
            words.extend(split_cjk_pairs(word))
        elif word != "-":
            words.append(word)
    return words


def list_index_terms(words: str) -> Iterable[str]:
    """Return the terms of the words of a text, as `fold_words` has them, each once and in their order."""
    plain = remove_special_letters(words)
    return dict.fromkeys([*list_beginning_terms(plain.split()), *list_stretch_terms(plain)])


def list_beginning_terms(words: Iterable[str]) -> list[str]:
    """Return the terms of the beginnings of words without special letters."""
    return [mark_beginning(word) for word in words if word != "-" and not is_cjk(word)]


def list_stretch_terms(plain: str) -> list[str]:
    """Return the terms of all stretches of the words of a text without special letters.

    They go across the ends of words: what is one word in a query may be two in a text.
    """
    joined = plain.replace(HYPHEN, "").replace(" ", "")
    if joined.isascii():
        return list_gram_terms(joined)
    return [term for run in _RUN.findall(joined) for term in list_gram_terms(run)]


def mark_beginning(word: str) -> str:
    """Return the term of the beginning of a word."""
    return _BEGINS + word[:2]


def list_gram_terms(run: str) -> list[str]:
    """Return the terms of a run of letters of one kind, without those of its beginning."""
    if is_cjk(run):
        return split_cjk_pairs(run)
    return [run[place : place + GRAM] for place in range(len(run) - GRAM + 1)]


def split_runs(word: str) -> list[str]:
    """Return the parts of a word that are Chinese, Japanese or Korean, and those that are not."""
    return _RUN.findall(word)


def is_cjk(word: str) -> bool:
    """Tell whether a word begins with a Chinese, Japanese or Korean character; words are all of one kind."""
    return word >= _FIRST_CJK and _CJK.match(word) is not None


def split_cjk_pairs(run: str, *, with_last: bool = True) -> list[str]:
    """Return the overlapping pairs of a run of characters, and its last one by itself; of a single one that alone."""
    pairs = [run[place : place + 2] for place in range(len(run) - 1)]
    return [*pairs, run[-1]] if with_last or not pairs else pairs


def split_pieces(text: str, length: int = 1 << 16) -> Iterator[str]:
    """Yield a text in pieces that begin behind a blank and have together the words of the whole.

    Nothing else in the process goes on while a regular expression looks through millions of characters.
    """
    start = 0
    while start < len(text):
        space = _SPACE.search(text, start + length)
        end = space.end() if space else len(text)
        yield text[start:end]
        start = end
