"""The names of somebody in what others write, and the same text with a pseudonym in their place."""

import re
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlmodel import Session, col

from models.people.accounts import Account, AccountName, fold_name
from models.people.seminars import Membership

# A name of one word, or any name in braces. Before the sign no letter may stand: that would be an address.
MENTION = re.compile(r"(?<![\w@])@(?:\{([^{}\n]{1,80})\}|([\w][\w.\-]{0,79}))")
# Scripts that set no spaces between words: there a name ends anywhere.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")
# What may stand between the words of a name.
_GAPS = " \u00a0-"
_NEXT_WORD = re.compile(rf"[{_GAPS}]+(\w)")
_IN_WORD = re.compile(r"\w")
# Shorter parts of names are too often words of their own.
_SHORTEST_PART = 3


def find_mentions(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the names that a text mentions, each with where it begins and ends, in code points."""
    for match in MENTION.finditer(text):
        name = match[1] or match[2].rstrip(".-")
        end = match.end() if match[1] else match.start() + 1 + len(name)
        yield match.start(), end, name


def read_author_names(session: Session, authors: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return by authors every name that each is known by: the account's own, what it is called, and its pseudonyms."""
    names: dict[str, list[str]] = {author: [author] for author in authors}
    by_folded: dict[str, list[str]] = {}
    for author in authors:
        by_folded.setdefault(fold_name(author), []).append(author)
    statement = (
        select(
            col(AccountName.folded),
            col(Account.handle),
            col(Account.sign_in_name),
            col(Account.display_name),
            col(Membership.pseudonym),
        )
        .join(Account, col(Account.id) == col(AccountName.account_id))
        .outerjoin(Membership, col(Membership.account_id) == col(Account.id))
        .where(col(AccountName.folded).in_([*by_folded]))
    )
    for folded, *others in session.connection().execute(statement):
        for author in by_folded[folded]:
            names[author] += [name for name in others if name]
    return {author: tuple(dict.fromkeys(author_names)) for author, author_names in names.items()}


def replace_names(text: str, names: Mapping[str, Sequence[str]], *, parts: bool = True) -> str:
    """Return a text in which each pseudonym, a key, stands for every name that it hides, mentions included.

    Of a name of several words a single one is replaced too where it is written as in the name, unless it is part of
    somebody else's: “Kim” of Anna Kim, but not in “Kim Il Sung”; not at all without `parts`.
    """
    if not names or not text:
        return text
    folded = {fold_name(name): pseudonym for pseudonym, hidden in names.items() for name in hidden}
    words = _NameReplacer(names, parts)
    pieces, at = [], 0
    for start, end, name in find_mentions(text):
        pieces.append(words.replace(text, at, start))
        pseudonym = folded.get(fold_name(name))
        pieces.append(f"@{{{pseudonym}}}" if pseudonym is not None else words.replace(text, start, end))
        at = end
    return "".join([*pieces, words.replace(text, at, len(text))])


class _NameReplacer:
    """Names as words of a text, put together once for all stretches of it that lie between mentions."""

    def __init__(self, names: Mapping[str, Sequence[str]], parts: bool) -> None:
        whole = sorted(((name, by) for by, hidden in names.items() for name in hidden), key=lambda pair: -len(pair[0]))
        patterns = [_add_word_bounds(name, r"\s+".join(map(re.escape, name.split()))) for name, _ in whole]
        self._pseudonyms = [by for _, by in whole]
        # By the places of patterns that are one word of a name, whether it is the first one.
        self._firsts: dict[int, bool] = {}
        for name, by in whole:
            for index, part in enumerate(name.split() if parts and " " in name else ()):
                if len(part) >= _SHORTEST_PART and part[0].isupper():
                    self._firsts[len(patterns)] = index == 0
                    patterns.append(_add_word_bounds(part, f"(?-i:{re.escape(part)})"))
                    self._pseudonyms.append(by)
        self._pattern = re.compile("|".join(f"({pattern})" for pattern in patterns), re.IGNORECASE)

    def replace(self, text: str, start: int, end: int) -> str:
        """Return a stretch with its names replaced, in one pass: what was put in is not read again."""
        return self._pattern.sub(self._replace_one, text[start:end])

    def _replace_one(self, match: re.Match[str]) -> str:
        index = (match.lastindex or 1) - 1
        if index in self._firsts and _belongs_to_other_name(match, first=self._firsts[index]):
            return match[0]
        return self._pseudonyms[index]


def _belongs_to_other_name(match: re.Match[str], *, first: bool) -> bool:
    """Tell whether a part of a name stands beside another capital, as within the name of somebody else."""
    after = _NEXT_WORD.match(match.string, match.end())
    if after is not None and after[1].isupper():
        return True
    return not first and _find_initial_of_word_before(match.string, match.start()).isupper()


def _find_initial_of_word_before(text: str, start: int) -> str:
    """Return the first letter of the word that a gap parts from a place, empty without one.

    Looked for backwards: from the beginning it would be the whole text again for each of its names.
    """
    gap = start
    while gap and text[gap - 1] in _GAPS:
        gap -= 1
    begin = gap
    while gap < start and begin and _IN_WORD.match(text, begin - 1):
        begin -= 1
    return text[begin] if begin < gap else ""


def _add_word_bounds(name: str, pattern: str) -> str:
    begin = "" if _UNSPACED.match(name[0]) else r"(?<!\w)"
    end = "" if _UNSPACED.match(name[-1]) else r"(?!\w)"
    return begin + pattern + end
