"""The words by which a map itself is found: those of its title and of its authors' names.

A map's row keeps them folded, so that both databases find the same maps, however the words are spelled.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col

from models.records.maps import ArgumentMap
from models.search.folded_words import HYPHEN, separate_words
from models.search.spellings import list_spellings, remove_special_letters
from models.search.terms import is_cjk, split_cjk_pairs


def list_map_words(title: str, authors: list[dict[str, Any]]) -> str:
    """Return the words of a title and of the names of authors in each of their spellings, each between spaces."""
    names = [author.get(part, "") for author in authors for part in ("name", "family", "given")]
    words = dict.fromkeys(
        form for word in _split_map_words(" ".join([title, *names]), joined=True) for form in _list_plain_forms(word)
    )
    return f" {' '.join(words)} " if words else ""


def set_header(argument_map: ArgumentMap, header: dict[str, Any]) -> None:
    """Let a map say of itself what stands in `header`, and be found by its words."""
    for name, value in header.items():
        setattr(argument_map, name, value)
    argument_map.words = list_map_words(argument_map.title, argument_map.authors)


def build_words_condition(query: str) -> ColumnElement[bool] | None:
    """Return the condition that every word of a query stands in a map's title or names its authors.

    None is where the query has no words. Of the last one, and of a single Chinese character, the beginning is enough.
    """
    words = _split_map_words(query)
    if not words:
        return None
    column = col(ArgumentMap.words)
    conditions = []
    for number, word in enumerate(words):
        end = "" if number == len(words) - 1 or (is_cjk(word) and len(word) == 1) else " "
        conditions.append(or_(*(column.contains(f" {form}{end}") for form in _list_plain_forms(word))))
    return and_(*conditions)


def _split_map_words(text: str, *, joined: bool = False) -> list[str]:
    """Return the words of a text, pairs for Chinese, Japanese and Korean; also those that hyphens divide as one."""
    separate = separate_words(text)
    words: list[str] = []
    for word in separate.replace(HYPHEN, " ").split():
        words += split_cjk_pairs(word, with_last=joined) if is_cjk(word) else [word]
    if joined:
        words += [group.replace("\0", "") for group in separate.replace(HYPHEN, "\0").split() if "\0" in group]
    return words


def _list_plain_forms(word: str) -> list[str]:
    return list(dict.fromkeys(remove_special_letters(form) for form, _ in list_spellings(word)))
