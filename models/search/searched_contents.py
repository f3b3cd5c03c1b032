"""What texts say, as far as the search is concerned: the terms of their present version, and where a query stands."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from models.records.contents import Content
from models.search.terms import encode, fold, list_search_terms, split_pieces

# PostgreSQL keeps at most a megabyte of terms for a record; both databases take the same ones, from the beginning.
MOST_TERMS = 700_000


# Of the contents that were looked through last: of a long one that takes a second, in which nobody else could write.
_terms_cache: OrderedDict[str, list[str]] = OrderedDict()
_lock = Lock()
MOST_CACHED = 8


def list_content_terms(session: Session, draft: Mapping[str, Any]) -> list[str]:
    """Return the terms of the present version of a text, each once, in their order."""
    sha256 = _read_version_hash(draft)
    if sha256 is None:
        return []
    with _lock:
        cached_terms = _terms_cache.get(sha256)
        if cached_terms is not None:
            _terms_cache.move_to_end(sha256)
    if cached_terms is not None:
        return cached_terms
    content = _read_content(session, sha256)
    return [] if content is None else cache_terms(sha256, content[0])


def cache_terms(sha256: str, text: str) -> list[str]:
    """Return the terms of a content, and keep them for when it is stored; done outside of transactions."""
    collected_terms = _collect_terms(text)
    with _lock:
        _terms_cache[sha256] = collected_terms
        _terms_cache.move_to_end(sha256)
        if len(_terms_cache) > MOST_CACHED:
            _terms_cache.popitem(last=False)
    return collected_terms


def _collect_terms(text: str) -> list[str]:
    unique_terms: dict[str, None] = {}
    room = MOST_TERMS
    for piece in split_pieces(text):
        for term in list_search_terms(piece):
            if term not in unique_terms:
                room -= len(term) + 4
                if room < 0:
                    return list(unique_terms)
                unique_terms[term] = None
    return list(unique_terms)


def find_best_block(session: Session, draft: Mapping[str, Any], searched_terms: Sequence[tuple[str, bool]]) -> str:
    """Return the block of the present version in which most words of a query stand, the first of several."""
    sha256 = _read_version_hash(draft)
    content = _read_content(session, sha256) if sha256 else None
    if content is None:
        return ""
    text, blocks = content
    best, most = "", 0
    for block in blocks:
        passage = text[block["start"] : block["end"]]
        folded = fold(passage)
        # Most blocks do not hold the letters at all, and dividing them into words is what takes time.
        if not any(word in folded for word, _ in searched_terms):
            continue
        here = set(list_search_terms(passage))
        count = sum(_contains_term(encode(word), here, start=start) for word, start in searched_terms)
        if count > most:
            best, most = passage, count
            if most == len(searched_terms):
                break
    return best


def _contains_term(term: str, here: set[str], *, start: bool) -> bool:
    return any(other.startswith(term) for other in here) if start else term in here


def _read_version_hash(draft: Mapping[str, Any]) -> str | None:
    versions = draft.get("versions")
    if not versions:
        return None
    last = versions[-1]
    return str(last["sha256"] if isinstance(last, dict) else last.sha256)


def _read_content(session: Session, sha256: str) -> tuple[str, list[dict[str, Any]]] | None:
    row = (
        session.connection()
        .execute(select(col(Content.text), col(Content.blocks)).where(col(Content.sha256) == sha256))
        .first()
    )
    return None if row is None else (row.text, row.blocks)
