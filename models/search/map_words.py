"""The words by which a map itself is found: those of its title and of its authors' names.

A map's row keeps them folded, so that both databases find the same maps, whatever the accents and capitals.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_
from sqlmodel import col

from models.records.maps import ArgumentMap
from models.search.terms import encode, list_search_terms, parse_query


def list_map_words(title: str, authors: list[dict[str, Any]]) -> str:
    """Return the terms of a title and of the names of authors, each between spaces."""
    names = [author.get(part, "") for author in authors for part in ("name", "family", "given")]
    map_terms = dict.fromkeys(list_search_terms(" ".join([title, *names])))
    return f" {' '.join(map_terms)} " if map_terms else ""


def set_header(argument_map: ArgumentMap, header: dict[str, Any]) -> None:
    """Let a map say of itself what stands in `header`, and be found by its words."""
    for name, value in header.items():
        setattr(argument_map, name, value)
    argument_map.words = list_map_words(argument_map.title, argument_map.authors)


def build_words_condition(query: str) -> ColumnElement[bool] | None:
    """Return the condition that every word of a query stands in a map's title or names its authors.

    None is where the query has no words. Of the last one the beginning is enough.
    """
    searched_terms = parse_query(query)
    if not searched_terms:
        return None
    return and_(
        *(col(ArgumentMap.words).contains(f" {encode(word)}{'' if start else ' '}") for word, start in searched_terms)
    )
