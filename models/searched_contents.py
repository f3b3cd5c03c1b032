"""What texts say, as far as the search is concerned: the terms of their present version, and where a query stands."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from models.contents import Content
from models.terms import encode, fold, terms

# PostgreSQL keeps at most a megabyte of terms for a record; both databases take the same ones, from the beginning.
MOST_TERMS = 700_000


def content_terms(session: Session, draft: Mapping[str, Any]) -> list[str]:
    """Return the terms of the present version of a text, each once, in their order."""
    found = _content(session, draft)
    if found is None:
        return []
    kept, room = [], MOST_TERMS
    for term in dict.fromkeys(terms(found[0])):
        room -= len(term) + 4
        if room < 0:
            break
        kept.append(term)
    return kept


def best_block(session: Session, draft: Mapping[str, Any], asked: Sequence[tuple[str, bool]]) -> str:
    """Return the block of the present version in which most words of a query stand, the first of several."""
    found = _content(session, draft)
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


def _content(session: Session, draft: Mapping[str, Any]) -> tuple[str, list[dict[str, Any]]] | None:
    versions = draft.get("versions")
    if not versions:
        return None
    last = versions[-1]
    sha256 = last["sha256"] if isinstance(last, dict) else last.sha256
    table: Any = Content
    row = session.connection().execute(select(table.text, table.blocks).where(table.sha256 == sha256)).first()
    return None if row is None else (row.text, row.blocks)
