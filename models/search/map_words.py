"""The words by which a map itself is found: those of its title and of its authors' names.

A map's row keeps them folded, so that both databases find the same maps, whatever the accents and capitals.
"""

from typing import Any

from sqlalchemy import and_
from sqlmodel import col

from models.records.maps import ArgumentMap
from models.search.terms import encode, query_terms, terms


def list_map_words(title: str, authors: list[dict[str, Any]]) -> str:
    """Return the terms of a title and of the names of authors, each between spaces."""
    names = [author.get(part, "") for author in authors for part in ("name", "family", "given")]
    found = dict.fromkeys(terms(" ".join([title, *names])))
    return f" {' '.join(found)} " if found else ""


def set_header(found: ArgumentMap, header: dict[str, Any]) -> None:
    """Let a map say of itself what stands in `header`, and be found by its words."""
    for name, value in header.items():
        setattr(found, name, value)
    found.words = list_map_words(found.title, found.authors)


def holds_words(query: str) -> Any:
    """Return the condition that every word of a query stands in a map's title or names its authors.

    None is where the query has no words. Of the last one the beginning is enough.
    """
    asked = query_terms(query)
    if not asked:
        return None
    return and_(*(col(ArgumentMap.words).contains(f" {encode(word)}{'' if start else ' '}") for word, start in asked))
