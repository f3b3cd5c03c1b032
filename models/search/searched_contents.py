"""What texts say, as far as the search is concerned: the terms of their present version, and where a query stands."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from models.records.contents import Content
from models.search.terms import encode, fold, pieces, terms

# PostgreSQL keeps at most a megabyte of terms for a record; both databases take the same ones, from the beginning.
MOST_TERMS = 700_000


# Of the contents that were looked through last: of a long one that takes a second, in which nobody else could write.
_kept: OrderedDict[str, list[str]] = OrderedDict()
_lock = Lock()
MOST_KEPT = 8


def content_terms(session: Session, draft: Mapping[str, Any]) -> list[str]:
    """Return the terms of the present version of a text, each once, in their order."""
    sha256 = _present(draft)
    if sha256 is None:
        return []
    with _lock:
        known = _kept.get(sha256)
        if known is not None:
            _kept.move_to_end(sha256)
    if known is not None:
        return known
    found = _content(session, sha256)
    return [] if found is None else terms_ahead(sha256, found[0])


def terms_ahead(sha256: str, text: str) -> list[str]:
    """Return the terms of a content, and keep them for when it is stored; done outside of transactions."""
    found = _terms_of(text)
    with _lock:
        _kept[sha256] = found
        _kept.move_to_end(sha256)
        if len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return found


def _terms_of(text: str) -> list[str]:
    kept: dict[str, None] = {}
    room = MOST_TERMS
    for piece in pieces(text):
        for term in terms(piece):
            if term not in kept:
                room -= len(term) + 4
                if room < 0:
                    return list(kept)
                kept[term] = None
    return list(kept)


def best_block(session: Session, draft: Mapping[str, Any], asked: Sequence[tuple[str, bool]]) -> str:
    """Return the block of the present version in which most words of a query stand, the first of several."""
    sha256 = _present(draft)
    found = _content(session, sha256) if sha256 else None
    if found is None:
        return ""
    text, blocks = found
    best, most = "", 0
    for block in blocks:
        passage = text[block["start"] : block["end"]]
        folded = fold(passage)
        # Most blocks do not hold the letters at all, and dividing them into words is what takes time.
        if not any(word in folded for word, _ in asked):
            continue
        here = set(terms(passage))
        count = sum(_stands(encode(word), here, start=start) for word, start in asked)
        if count > most:
            best, most = passage, count
            if most == len(asked):
                break
    return best


def _stands(term: str, here: set[str], *, start: bool) -> bool:
    return any(other.startswith(term) for other in here) if start else term in here


def _present(draft: Mapping[str, Any]) -> str | None:
    versions = draft.get("versions")
    if not versions:
        return None
    last = versions[-1]
    return str(last["sha256"] if isinstance(last, dict) else last.sha256)


def _content(session: Session, sha256: str) -> tuple[str, list[dict[str, Any]]] | None:
    row = (
        session.connection()
        .execute(select(col(Content.text), col(Content.blocks)).where(col(Content.sha256) == sha256))
        .first()
    )
    return None if row is None else (row.text, row.blocks)
