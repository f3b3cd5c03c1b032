"""Full-text search over all records of all maps, with the same answers on SQLite and PostgreSQL.

The database only finds candidates, by the terms of `models.search.terms`. Whether they hold what is looked for, and in
which order they come, is worked out here for all of them, from the folded words that both databases keep alike.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Select, TextualSelect, func, select, text
from sqlmodel import Session, col

from models.records.maps import ArgumentMap, Record
from models.records.rows import read_drafts
from models.row_keys import key_column
from models.search.folded_words import fold_words
from models.search.passages import cut_matching_passage
from models.search.queries import MOST_LOOKED_UP, Form, ParsedQuery, parse_search
from models.search.ranking import CONTENT_MARK, WEIGHT_OF_CONTENT, find_best_line, rate_text, weigh_rarities
from models.search.search_texts import SearchText, list_searched_texts
from models.search.searched_contents import find_version_hash, read_blocks
from models.vocabulary import RecordKind

_Statement = Select[*tuple[Any, ...]]
# The texts of so many candidates are held at once.
_CHUNK = 1_000
# Asking the vocabulary itself takes longer than all the rest for each record.
_KINDS = {str(kind): kind for kind in RecordKind}


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that was found.

    `passage` is the part of it that matches best and `matches` the matching stretches in it, as
    (start, end) in Unicode code points.
    """

    slug: str
    label: str
    kind: str
    title: str
    passage: str
    matches: tuple[tuple[int, int], ...]
    score: float


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """How many records match, and one page of them, best first."""

    total: int
    hits: tuple[Hit, ...]


class SearchMatch(NamedTuple):
    """A record that matches, and how well."""

    identity: int
    map_id: int
    slug: str
    label: str
    kind: RecordKind
    score: float


@dataclass(frozen=True, slots=True)
class SearchScope:
    """Which records are searched: of which kinds, in which map and in maps of which condition; None is all of them."""

    kinds: Collection[str] | None = None
    slug: str | None = None
    map_condition: ColumnElement[bool] | None = None

    def narrow(self, statement: _Statement) -> _Statement:
        """Return a statement about records and their maps that is about those that are searched."""
        if self.kinds:
            statement = statement.where(col(Record.kind).in_([str(kind) for kind in self.kinds]))
        if self.slug is not None:
            statement = statement.where(col(ArgumentMap.slug) == self.slug)
        return statement if self.map_condition is None else statement.where(self.map_condition)


def search_full_text(
    session: Session,
    query: str,
    *,
    kinds: Collection[str] | None = None,
    slug: str | None = None,
    map_condition: ColumnElement[bool] | None = None,
    limit: int = 20,
    offset: int = 0,
) -> SearchAnswer:
    """Find the records in which everything stands that the query asks for, best first.

    `map_condition` is a condition on the maps that are searched; None is all of them. Equal scores come by map and
    label.
    """
    matches = find_matches(session, query, kinds=kinds, slug=slug, map_condition=map_condition)
    return SearchAnswer(len(matches), tuple(build_hits(session, matches[offset : offset + limit], query)))


def find_matches(
    session: Session,
    query: str,
    *,
    kinds: Collection[str] | None = None,
    slug: str | None = None,
    map_condition: ColumnElement[bool] | None = None,
) -> list[SearchMatch]:
    """Return all records in which everything stands that the query asks for, best first, as `search` orders them.

    Every one of them is ranked, whenever it was recorded. Linear in the records that hold the terms of the query.
    """
    searched = parse_search(query)
    if not searched.words:
        return []
    scope = SearchScope(kinds, slug, map_condition)
    looked_up = searched.words[:MOST_LOOKED_UP]
    rarities = [1.0] * len(searched.words)
    if len(looked_up) > 1:
        rarities[: len(looked_up)] = weigh_rarities(
            [_count_candidates(session, scope, word.forms) for word in looked_up]
        )
    matches = []
    for identity, map_id, map_slug, label, kind, words in _read_candidates(
        session, scope, [word.forms for word in looked_up]
    ):
        score = rate_text(searched, rarities, words)
        if score is not None:
            matches.append(SearchMatch(identity, map_id, map_slug, label, _KINDS[kind], score))
    matches.sort(key=_order_match)
    return matches


def _order_match(match: SearchMatch) -> tuple[float, str, int, str]:
    return -match.score, match.slug, len(match.label), match.label


def _read_candidates(
    session: Session, scope: SearchScope, index_queries: Sequence[Sequence[Form]]
) -> Iterator[tuple[int, int, str, str, str, str]]:
    """Yield (global id, map id, slug, label, kind, words) of what may match, some of them in memory at a time."""
    connection = session.connection()
    columns = (key_column(Record), col(Record.map_id), col(ArgumentMap.slug), col(Record.label), col(Record.kind))
    statement = (
        select(*columns, col(SearchText.words))
        .join(ArgumentMap, col(ArgumentMap.id) == col(Record.map_id))
        .join(SearchText, col(SearchText.id) == col(Record.id))
        .where(col(Record.id).in_(_match_index(connection.dialect.name)))
    )
    sought = _write_index_query(connection.dialect.name, index_queries)
    rows = connection.execute(scope.narrow(statement), {"sought": sought}, execution_options={"yield_per": _CHUNK})
    for row in rows:
        identity, map_id, slug, label, kind, words = row
        yield identity, map_id, slug, label, kind, words


def _count_candidates(session: Session, scope: SearchScope, forms: Sequence[Form]) -> int:
    """Return how many of the records that are searched may hold one word."""
    connection = session.connection()
    statement = (
        select(func.count())
        .select_from(Record)
        .join(ArgumentMap, col(ArgumentMap.id) == col(Record.map_id))
        .where(col(Record.id).in_(_match_index(connection.dialect.name)))
    )
    sought = _write_index_query(connection.dialect.name, [forms])
    return int(connection.execute(scope.narrow(statement), {"sought": sought}).scalar_one())


def _match_index(dialect: str) -> TextualSelect:
    if dialect == "postgresql":
        return text("SELECT id FROM search_terms WHERE terms @@ CAST(:sought AS tsquery)").columns(id=BigInteger)
    return text("SELECT rowid AS id FROM search_terms WHERE search_terms MATCH :sought").columns(id=BigInteger)


def _write_index_query(dialect: str, index_queries: Sequence[Sequence[Form]]) -> str:
    """Return the condition that of every word the terms of one form stand in the index; they are letters and digits."""
    both, either = (" & ", " | ") if dialect == "postgresql" else (" AND ", " OR ")
    quote = _quote_for_postgresql if dialect == "postgresql" else _quote_for_sqlite
    alternatives = (either.join(f"({both.join(map(quote, form))})" for form in forms) for forms in index_queries)
    return both.join(f"({each})" for each in alternatives)


def _quote_for_postgresql(term: str) -> str:
    return f"'{term[:-1]}':*" if term.endswith("*") else f"'{term}'"


def _quote_for_sqlite(term: str) -> str:
    return f'"{term[:-1]}"*' if term.endswith("*") else f'"{term}"'


def build_hits(session: Session, matches: Sequence[SearchMatch], query: str) -> list[Hit]:
    """Return what is told of some records that were found by the query, in their order."""
    searched = parse_search(query)
    labels_by_map: dict[int, list[str]] = {}
    for match in matches:
        labels_by_map.setdefault(match.map_id, []).append(match.label)
    drafts = {map_id: read_drafts(session, map_id, labels) for map_id, labels in labels_by_map.items()}
    found = [(match, drafts[match.map_id][match.label][1]) for match in matches]
    best_blocks = _find_best_blocks(
        session, {match.identity: draft for match, draft in found if match.kind == RecordKind.TEXT}, searched
    )
    return [_build_hit(match, draft, best_blocks.get(match.identity), searched) for match, draft in found]


class _FoundBlock(NamedTuple):
    """A block of what a text says: its words as they are compared, and as they are written."""

    folded: str
    words: str


def _build_hit(match: SearchMatch, draft: dict[str, Any], best_block: _FoundBlock | None, query: ParsedQuery) -> Hit:
    texts = list_searched_texts(match.kind, draft) or [(match.label, 1.0)]
    values = [value for value, _ in texts]
    lines, weights = [fold_words(value) for value in values], [weight for _, weight in texts]
    if best_block is not None:
        values.append(best_block.words)
        lines.append(best_block.folded)
        weights.append(WEIGHT_OF_CONTENT)
    best = find_best_line(query, lines, weights)
    return Hit(match.slug, match.label, match.kind, values[0], *cut_matching_passage(query, values[best]), match.score)


def _find_best_blocks(
    session: Session, drafts: dict[int, dict[str, Any]], query: ParsedQuery
) -> dict[int, _FoundBlock]:
    """Return the block of each text that answers a query best, where it has any, by the global ids of the texts.

    Two selects for all of them, of which one text after the other is in memory: each can be a book.
    """
    if not drafts:
        return {}
    statement = select(key_column(SearchText), col(SearchText.words)).where(col(SearchText.id).in_(sorted(drafts)))
    best_blocks: dict[int, tuple[int, str]] = {}
    for identity, words in session.connection().execute(statement, execution_options={"yield_per": 1}):
        blocks = words.partition(CONTENT_MARK)[2].split("\n")
        if blocks != [""]:
            best = find_best_line(query, blocks, [1.0] * len(blocks))
            best_blocks[identity] = (best, blocks[best])
    places = {identity: (find_version_hash(drafts[identity]), number) for identity, (number, _) in best_blocks.items()}
    words_by_place = read_blocks(session, places.values())
    return {
        identity: _FoundBlock(folded, words_by_place.get(places[identity], ""))
        for identity, (_, folded) in best_blocks.items()
    }
