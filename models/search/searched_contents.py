"""What texts say, as far as the search is concerned: the words and the terms of their present version."""

from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from models.records.contents import Content, ContentDraft
from models.search.folded_words import fold_words
from models.search.spellings import remove_special_letters
from models.search.terms import list_beginning_terms, list_stretch_terms, split_pieces

# PostgreSQL keeps at most a megabyte of terms for a record; both databases take the same ones.
MOST_TERMS = 700_000


@dataclass(frozen=True, slots=True)
class ContentWords:
    """The folded words of a content, by block, and its terms, each once."""

    blocks: tuple[str, ...]
    terms: tuple[str, ...]


# Of the contents that were looked through last: of a long one that takes a second, in which nobody else could write.
_words_cache: OrderedDict[str, ContentWords] = OrderedDict()
_lock = Lock()
MOST_CACHED = 8


def read_content_words(session: Session, draft: Mapping[str, Any]) -> ContentWords | None:
    """Return the words of the present version of a text; None where it has none."""
    sha256 = find_version_hash(draft)
    if sha256 is None:
        return None
    with _lock:
        cached_words = _words_cache.get(sha256)
        if cached_words is not None:
            _words_cache.move_to_end(sha256)
    if cached_words is not None:
        return cached_words
    content = _read_content(session, sha256)
    return None if content is None else _cache_words(sha256, *content)


def prepare_content(content: ContentDraft) -> None:
    """Fold the words of a content and keep them for when it is stored; done outside of transactions."""
    _cache_words(content.sha256, content.text, [(block.start, block.end) for block in content.blocks])


def _cache_words(sha256: str, text: str, blocks: Iterable[tuple[int, int]]) -> ContentWords:
    content_words = _fold_content(text, blocks)
    with _lock:
        _words_cache[sha256] = content_words
        _words_cache.move_to_end(sha256)
        if len(_words_cache) > MOST_CACHED:
            _words_cache.popitem(last=False)
    return content_words


def _fold_content(text: str, blocks: Iterable[tuple[int, int]]) -> ContentWords:
    folded_blocks = [fold_words(text[start:end]) for start, end in split_blocks(text, blocks)]
    terms: set[str] = set()
    words: set[str] = set()
    for block in folded_blocks:
        plain = remove_special_letters(block)
        terms.update(list_stretch_terms(plain))
        words.update(plain.split())
    terms.update(list_beginning_terms(words))
    return ContentWords(tuple(folded_blocks), tuple(_take_terms(sorted(terms))))


def _take_terms(terms: Iterable[str]) -> Iterator[str]:
    room = MOST_TERMS
    for term in terms:
        room -= len(term.encode()) + 4
        if room < 0:
            return
        yield term


def split_blocks(text: str, blocks: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a text that are looked through: its blocks, in pieces, and what lies between them."""
    place = 0
    for start, end in (*blocks, (len(text), len(text))):
        if text[place:start].strip():
            yield from _split_stretch(text, place, start)
        if start < end:
            yield from _split_stretch(text, start, end)
        place = end


def _split_stretch(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for piece in split_pieces(text[start:end]):
        yield start, start + len(piece)
        start += len(piece)


def read_blocks(session: Session, places: Collection[tuple[str | None, int]]) -> dict[tuple[str | None, int], str]:
    """Return stretches of contents, by hash and by their numbers among those that are looked through; those there are.

    In one select, of which one content after the other is in memory.
    """
    numbers_by_hash: dict[str, set[int]] = {}
    for sha256, number in places:
        if sha256 is not None:
            numbers_by_hash.setdefault(sha256, set()).add(number)
    if not numbers_by_hash:
        return {}
    columns = (col(Content.sha256), col(Content.text), col(Content.blocks))
    statement = select(*columns).where(col(Content.sha256).in_(sorted(numbers_by_hash)))
    words: dict[tuple[str | None, int], str] = {}
    for sha256, text, blocks in session.connection().execute(statement, execution_options={"yield_per": 1}):
        for number, (start, end) in enumerate(split_blocks(text, _list_spans(blocks))):
            if number in numbers_by_hash[sha256]:
                words[sha256, number] = text[start:end]
    return words


def find_version_hash(draft: Mapping[str, Any]) -> str | None:
    """Return the hash of the present version of a text; None where it has none."""
    versions = draft.get("versions")
    if not versions:
        return None
    last = versions[-1]
    return str(last["sha256"] if isinstance(last, dict) else last.sha256)


def _read_content(session: Session, sha256: str) -> tuple[str, list[tuple[int, int]]] | None:
    row = (
        session.connection()
        .execute(select(col(Content.text), col(Content.blocks)).where(col(Content.sha256) == sha256))
        .first()
    )
    return None if row is None else (row.text, _list_spans(row.blocks))


def _list_spans(blocks: Iterable[Mapping[str, Any]]) -> list[tuple[int, int]]:
    return [(block["start"], block["end"]) for block in blocks]
