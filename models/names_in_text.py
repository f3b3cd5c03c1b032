"""The names of somebody in what others write, and the same text with a pseudonym in their place."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from models.accounts import Account, AccountName, folded_name
from models.seminars import Membership

# A name of one word, or any name in braces. Before the sign no letter may stand: that would be an address.
MENTION = re.compile(r"(?<![\w@])@(?:\{([^{}\n]{1,80})\}|([\w][\w.\-]{0,79}))")
# Scripts that set no spaces between words: there a name ends anywhere.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")
# Shorter parts of names are too often words of their own.
_SHORTEST_PART = 3


def mentions(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the names that a text mentions, each with where it begins and ends, in code points."""
    for found in MENTION.finditer(text):
        name = found[1] or found[2].rstrip(".-")
        end = found.end() if found[1] else found.start() + 1 + len(name)
        yield found.start(), end, name


def names_of(session: Session, authors: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return by authors every name that each is known by: the account's own, what it is called, and its pseudonyms."""
    account: Any = Account
    member: Any = Membership
    known: Any = AccountName
    names: dict[str, list[str]] = {author: [author] for author in authors}
    by_folded: dict[str, list[str]] = {}
    for author in authors:
        by_folded.setdefault(folded_name(author), []).append(author)
    wanted = (
        select(known.folded, account.handle, account.display_name, member.pseudonym)
        .join(account, account.id == known.account_id)
        .outerjoin(member, member.account_id == account.id)
        .where(known.folded.in_([*by_folded]))
    )
    for folded, *others in session.connection().execute(wanted):
        for author in by_folded[folded]:
            names[author] += [name for name in others if name]
    return {author: tuple(dict.fromkeys(found)) for author, found in names.items()}


def replace_names(text: str, names: Mapping[str, Sequence[str]], *, parts: bool = True) -> str:
    """Return a text in which each pseudonym, a key, stands for every name that it hides, mentions included.

    Of a name of several words a single one is replaced too where it is written as in the name, unless it is part of
    somebody else's: “Kim” of Anna Kim, but not in “Kim Il Sung”; not at all without `parts`.
    """
    if not names or not text:
        return text
    folded = {folded_name(name): pseudonym for pseudonym, hidden in names.items() for name in hidden}
    made, at = [], 0
    for start, end, name in mentions(text):
        made.append(_replace_words(text[at:start], names, parts))
        pseudonym = folded.get(folded_name(name))
        made.append(f"@{{{pseudonym}}}" if pseudonym is not None else _replace_words(text[start:end], names, parts))
        at = end
    return "".join([*made, _replace_words(text[at:], names, parts)])


def _replace_words(text: str, names: Mapping[str, Sequence[str]], parts: bool) -> str:
    """Return a stretch without mentions with its names replaced, in one pass: what was put in is not read again."""
    whole = sorted(((name, by) for by, hidden in names.items() for name in hidden), key=lambda each: -len(each[0]))
    patterns = [_bounded(name, r"\s+".join(map(re.escape, name.split()))) for name, _ in whole]
    pseudonyms = [by for _, by in whole]
    firsts: dict[int, bool] = {}
    for name, by in whole:
        for index, part in enumerate(name.split() if parts and " " in name else ()):
            if len(part) >= _SHORTEST_PART and part[0].isupper():
                firsts[len(patterns)] = index == 0
                patterns.append(_bounded(part, f"(?-i:{re.escape(part)})"))
                pseudonyms.append(by)

    def replace(found: re.Match[str]) -> str:
        index = (found.lastindex or 1) - 1
        if index in firsts and _is_of_another(text, found, first=firsts[index]):
            return found[0]
        return pseudonyms[index]

    return re.sub("|".join(f"({each})" for each in patterns), replace, text, flags=re.IGNORECASE)


def _is_of_another(text: str, found: re.Match[str], *, first: bool) -> bool:
    """Tell whether a part of a name stands beside another capital, as within the name of somebody else."""
    after = re.match(r"[ \u00a0-]+(\w)", text[found.end() :])
    before = re.search(r"\b(\w)\w*[ \u00a0-]+$", text[: found.start()])
    return (after is not None and after[1].isupper()) or (not first and before is not None and before[1].isupper())


def _bounded(name: str, pattern: str) -> str:
    begin = "" if _UNSPACED.match(name[0]) else r"(?<!\w)"
    end = "" if _UNSPACED.match(name[-1]) else r"(?!\w)"
    return begin + pattern + end
