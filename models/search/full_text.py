"""Full-text search over all records of all maps, with the same answers on SQLite and PostgreSQL.

The database only finds candidates: FTS5 on SQLite, a GIN index over a tsvector on PostgreSQL, both over
the terms of `models.search.terms`. Ranking and passages are worked out here from the records themselves.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, select, text
from sqlmodel import Session, col

from models.records.fields import list_searched_fields
from models.records.kinds import KINDS
from models.records.maps import ArgumentMap, Record
from models.records.rows import read_drafts
from models.row_keys import key_column
from models.search.searched_contents import find_best_block, list_content_terms
from models.search.terms import encode, fold, list_search_terms, parse_query
from models.vocabulary import RecordKind

# Beyond this many candidates the ones recorded first are ranked: the same ones on both databases.
MOST_CANDIDATES = 2_000
PASSAGE = 160
# The fields that are searched, the heaviest first; the first that there is names the hit.
_FIELDS = {kind: list_searched_fields(entry.draft) for kind, entry in KINDS.items()}


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


@dataclass(frozen=True, slots=True)
class SearchMatch:
    """A record that matches: its draft without defaults, its score, its searched texts, and the best of them."""

    identity: int
    map_id: int
    slug: str
    label: str
    kind: RecordKind
    draft: dict[str, Any]
    score: float
    texts: tuple[tuple[str, float], ...]
    best: int


def list_searched_texts(kind: RecordKind, draft: dict[str, Any]) -> list[tuple[str, float]]:
    """Return the texts of a draft that are searched, each with its weight."""
    texts: list[tuple[str, float]] = []
    for name, searched in _FIELDS[kind]:
        value = draft.get(name)
        if not value:
            continue
        if searched.parts:
            value = [" ".join(filter(None, (part.get(key, "") for key in searched.parts))) for part in value]
        texts.append((" ".join(value) if isinstance(value, list) else str(value), searched.weight))
    return texts


def index_records(session: Session, records: Iterable[tuple[int, RecordKind, str, dict[str, Any]]]) -> None:
    """Add records, as (global id, kind, label, draft), to the index."""
    index_rows = []
    for identity, kind, label, draft in records:
        words = list_search_terms(" ".join([label, *(value for value, _ in list_searched_texts(kind, draft))]))
        if kind == RecordKind.TEXT:
            words += list_content_terms(session, draft)
        index_rows.append((identity, list(dict.fromkeys(words))))
    if not index_rows:
        return
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        statement = "INSERT INTO search_terms (id, terms) VALUES (%s, array_to_tsvector(%s::text[]))"
        connection.exec_driver_sql(statement, index_rows)
    else:
        statement = "INSERT INTO search_terms (rowid, terms) VALUES (?, ?)"
        connection.exec_driver_sql(statement, [(identity, " ".join(words)) for identity, words in index_rows])


def forget_records(session: Session, identities: Iterable[int]) -> None:
    """Take records out of the index."""
    key = "id" if session.get_bind().dialect.name == "postgresql" else "rowid"
    rows = [{"id": identity} for identity in identities]
    if rows:
        session.connection().execute(text(f"DELETE FROM search_terms WHERE {key} = :id"), rows)  # noqa: S608 - one of two words above


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
    """Find the records in which every word of the query stands, best first.

    `map_condition` is a condition on the maps that are searched; None is all of them. Equal scores keep the order in
    which the records were made.
    """
    matches = find_matches(session, query, kinds=kinds, slug=slug, map_condition=map_condition)
    return SearchAnswer(len(matches), tuple(build_hit(match, query) for match in matches[offset : offset + limit]))


def find_matches(
    session: Session,
    query: str,
    *,
    kinds: Collection[str] | None = None,
    slug: str | None = None,
    map_condition: ColumnElement[bool] | None = None,
) -> list[SearchMatch]:
    """Return all records in which every word of the query stands, best first, as `search` orders them."""
    searched_terms = parse_query(query)
    if not searched_terms:
        return []
    candidates = _select_candidates(session, searched_terms, kinds, slug, map_condition)
    drafts: dict[int, dict[str, tuple[RecordKind, dict[str, Any]]]] = {}
    by_map: dict[int, list[str]] = {}
    for _, map_id, _, label, _ in candidates:
        by_map.setdefault(map_id, []).append(label)
    for map_id, labels in by_map.items():
        drafts[map_id] = read_drafts(session, map_id, labels)
    matches = []
    for identity, map_id, map_slug, label, kind in candidates:
        draft = drafts[map_id][label][1]
        texts = list_searched_texts(RecordKind(kind), draft) or [(label, 1.0)]
        if kind == RecordKind.TEXT and (block_text := find_best_block(session, draft, searched_terms)):
            texts.append((block_text, 1.5))
        score, best = _score(searched_terms, texts, label)
        matches.append(
            SearchMatch(identity, map_id, map_slug, label, RecordKind(kind), draft, round(score, 6), tuple(texts), best)
        )
    matches.sort(key=lambda match: (-match.score, match.identity))
    return matches


def build_hit(match: SearchMatch, query: str) -> Hit:
    """Return what is told of a record that was found by the query."""
    passage = _cut_passage(parse_query(query), match.texts[match.best][0])
    return Hit(match.slug, match.label, match.kind, match.texts[0][0], *passage, match.score)


def _select_candidates(
    session: Session,
    searched_terms: Sequence[tuple[str, bool]],
    kinds: Collection[str] | None,
    slug: str | None,
    map_condition: ColumnElement[bool] | None,
) -> list[tuple[int, int, str, str, str]]:
    """Return (global id, map id, slug, label, kind) of what matches, in the order of their making."""
    statement = select(
        key_column(Record), col(Record.map_id), col(ArgumentMap.slug), col(Record.label), col(Record.kind)
    ).join(ArgumentMap, col(ArgumentMap.id) == col(Record.map_id))
    if session.get_bind().dialect.name == "postgresql":
        index_query = " & ".join(f"'{encode(word)}'" + (":*" if start else "") for word, start in searched_terms)
        matching = text("SELECT id FROM search_terms WHERE terms @@ CAST(:sought AS tsquery)").columns(id=BigInteger)
    else:
        index_query = " ".join(f'"{encode(word)}"' + ("*" if start else "") for word, start in searched_terms)
        matching = text("SELECT rowid AS id FROM search_terms WHERE search_terms MATCH :sought").columns(id=BigInteger)
    statement = statement.where(col(Record.id).in_(matching))
    if kinds:
        statement = statement.where(col(Record.kind).in_([str(kind) for kind in kinds]))
    if slug is not None:
        statement = statement.where(col(ArgumentMap.slug) == slug)
    if map_condition is not None:
        statement = statement.where(map_condition)
    rows = session.connection().execute(
        statement.order_by(col(Record.id)).limit(MOST_CANDIDATES), {"sought": index_query}
    )
    return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]


def _score(
    searched_terms: Sequence[tuple[str, bool]], texts: Sequence[tuple[str, float]], label: str
) -> tuple[float, int]:
    """Return the score of a record and which of its texts matches best.

    Each word counts by the weight of the field and by how often it stands there, less in a long text
    (as BM25 does, with k1 1.2 and b 0.5); a record asked for by its label comes first.
    """
    best, best_score, total = 0, -1.0, 0.0
    for index, (value, weight) in enumerate(texts):
        text_terms = list_search_terms(value)
        length = 0.5 + 0.5 * len(text_terms) / 30
        text_score = 0.0
        for word, start in searched_terms:
            term = encode(word)
            count = sum(1 for other in text_terms if (other.startswith(term) if start else other == term))
            exact = 0.25 if start and term in text_terms else 0.0
            text_score += (count * 2.2 / (count + 1.2 * length) if count else 0.0) + exact
        total += text_score * weight
        if text_score * weight > best_score:
            best, best_score = index, text_score * weight
    if [encode(word) for word, _ in searched_terms] == list_search_terms(label):
        total += 100.0
    return total, best


def _cut_passage(searched_terms: Sequence[tuple[str, bool]], value: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the stretch of a text around its first match, and the matches in it."""
    spans = _find_spans(searched_terms, value)
    start = 0
    if len(value) > PASSAGE and spans:
        start = max(spans[0][0] - PASSAGE // 3, 0)
        start = value.find(" ", start) + 1 if start and value.find(" ", start, spans[0][0]) >= 0 else start
    end = min(start + PASSAGE, len(value))
    passage = ("…" if start else "") + value[start:end] + ("…" if end < len(value) else "")
    shift = start - (1 if start else 0)
    matches = tuple((a - shift, b - shift) for a, b in spans if a >= start and b <= end)
    return passage, matches


def _find_spans(searched_terms: Sequence[tuple[str, bool]], value: str) -> list[tuple[int, int]]:
    """Return where the words stand in a text, in code points; folding may change its length."""
    folded, origin = "", []
    for index, character in enumerate(value):
        piece = fold(character)
        folded += piece
        origin.extend([index] * len(piece))
    spans: list[tuple[int, int]] = []
    for word, start in searched_terms:
        at = folded.find(word)
        while at >= 0:
            end = at + len(word)
            before = at == 0 or not folded[at - 1].isalnum()
            after = end == len(folded) or start or not folded[end].isalnum()
            if (before and after) or word[0] >= "\u2e80":
                spans.append((origin[at], origin[end - 1] + 1))
            at = folded.find(word, at + 1)
    return _merge_spans(sorted(spans))


def _merge_spans(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
