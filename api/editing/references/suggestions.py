"""Records that fit what somebody is typing."""

import re
from collections.abc import Container, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

from sqlmodel import Session, col, select

from api.access.current_user import CurrentUser
from api.editing.references.name_fields import NAME_FIELDS_BY_KIND
from api.editing.references.other_maps import OtherMaps
from api.phrases.link_sentences import compose_sentence
from api.phrases.messages import gettext
from api.phrases.record_names import describe_map_record
from api.phrases.record_view import read_caption
from argument_maps.graph import Graph
from argument_maps.similar_records import find_records_by_name, find_similar_records
from argument_maps.values import Link, Stance
from models.records.maps import ArgumentMap, Record
from models.records.rows import read_drafts
from models.search.full_text import Hit, search_full_text
from models.search.terms import split_words
from models.text_types import LABEL_PATTERN
from models.vocabulary import RecordKind

MOST_SUGGESTIONS = 8
MOST_ELSEWHERE = 4


def suggest_records(
    session: Session, user: CurrentUser, graph: Graph, query: str, kinds: str = "", *, here: bool = False
) -> list[dict[str, Any]]:
    """Return records as id, kind, text and map: first those of this map, by id and by what they say.

    `kinds` may name kinds of records, with commas between them. Records of other maps come last, and only of kinds
    that this map can have a copy of: nothing here can argue from a claim of another. A link is told by the words of
    its ends and its verdict, and found by them. What is called exactly as the query is marked as the `same`. `here`
    leaves it at the records of this map.
    """
    slug = graph.slug
    record_kinds = [RecordKind(kind) for kind in kinds.split(",") if kind in set(RecordKind)] or None
    offers = _suggest_by_label(session, slug, query, record_kinds)
    offers += [
        _describe_hit(hit)
        for hit in search_full_text(session, query, kinds=record_kinds, slug=slug, limit=MOST_SUGGESTIONS).hits
    ]
    if record_kinds is None or RecordKind.LINK in record_kinds:
        offers += _suggest_links(graph, query)
    if not here:
        offers += _suggest_elsewhere(
            session,
            user,
            graph,
            query,
            [kind for kind in record_kinds or NAME_FIELDS_BY_KIND if kind in NAME_FIELDS_BY_KIND],
        )
    same = {record.id for kind in NAME_FIELDS_BY_KIND for record in find_records_by_name(graph, kind, query)}
    unique: dict[Any, dict[str, Any]] = {}
    for offer in offers:
        unique.setdefault((offer.get("map"), offer["id"]), offer)
    best = list(unique.values())[: MOST_SUGGESTIONS + MOST_ELSEWHERE]
    return [offer if "map" in offer else _describe_offer(graph, offer, same) for offer in best]


def _describe_offer(graph: Graph, offer: dict[str, Any], same: Container[str]) -> dict[str, Any]:
    """Return a record of this map as it is offered: what names others by their ids says what they are called."""
    record = graph.by_id.get(offer["id"])
    if isinstance(record, Link | Stance):
        return {**offer, "text": describe_map_record(graph, record)}
    return {**offer, "same": True} if offer["id"] in same else offer


def list_likely_records(graph: Graph, name: str, kinds: str) -> list[dict[str, Any]]:
    """Return the records of this map that a name may well mean, before another is made under it."""
    name_kinds = [kind for kind in NAME_FIELDS_BY_KIND if kind in kinds.split(",")]
    candidates = [(kind, record) for kind in name_kinds for record in find_similar_records(graph, kind, name)]
    return [{"id": record.id, "kind": kind, "text": read_caption(record)} for kind, record in candidates]


def _suggest_elsewhere(
    session: Session, user: CurrentUser, graph: Graph, query: str, kinds: list[RecordKind]
) -> list[dict[str, Any]]:
    """Return records of other maps of which this one has none that is called the same."""
    if not kinds:
        return []

    def is_here(kind: RecordKind, name: str) -> bool:
        return bool(find_records_by_name(graph, kind, name))

    return [
        {"id": found.label, "kind": found.kind, "text": found.words, "map": found.slug, "title": found.map_title}
        for found in OtherMaps(session, user, graph.slug).find(query, kinds, MOST_ELSEWHERE, is_here)
    ]


def _suggest_links(graph: Graph, query: str) -> list[dict[str, Any]]:
    """Return links in whose words every word of the query begins one."""
    query_words = split_words(query)
    if not query_words:
        return []
    return [
        {"id": link.id, "kind": RecordKind.LINK}
        for link in islice(_find_links_with_words(graph, query_words), MOST_SUGGESTIONS)
    ]


def _find_links_with_words(graph: Graph, query_words: list[str]) -> Iterator[Link]:
    word_starts = [f" {word}" for word in query_words]
    for link in graph.links:
        verdict = link.verdict or ""
        parts = [link.relation, verdict, gettext(verdict or link.relation), *link.premises, link.target]
        parts += [read_caption(graph.by_id[end]) for end in (*link.premises, link.target) if end in graph.by_id]
        text = "".join(map(_join_words, parts))
        if all(word in text for word in word_starts):
            yield link


@lru_cache(maxsize=65_536)
def _join_words(text: str) -> str:
    """Return the words of a text, each behind a blank; kept, because with each letter typed all are asked for again."""
    return "".join(f" {word}" for word in split_words(text))


def _suggest_by_label(session: Session, slug: str, query: str, kinds: list[RecordKind] | None) -> list[dict[str, Any]]:
    if not re.fullmatch(LABEL_PATTERN, query.strip()):
        return []
    exact = col(Record.label) == query.strip()
    statement = (
        select(Record)
        .join(ArgumentMap, col(ArgumentMap.id) == col(Record.map_id))
        .where(ArgumentMap.slug == slug, col(Record.label).istartswith(query.strip(), autoescape=True))
        .order_by(exact.desc(), col(Record.id))
        .limit(MOST_SUGGESTIONS)
    )
    if kinds is not None:
        statement = statement.where(col(Record.kind).in_(kinds))
    records = session.exec(statement).all()
    if not records:
        return []
    drafts = read_drafts(session, records[0].map_id, [record.label for record in records])
    return [
        {"id": record.label, "kind": record.kind, "text": _describe_draft(drafts[record.label][1])}
        for record in records
    ]


def _describe_draft(draft: dict[str, Any]) -> str:
    for name in ("text", "summary", "title", "name"):
        if name in draft:
            return str(draft[name])
    if "stance" in draft:
        return f"{draft['agent']} {draft['stance']} {draft['target']}"
    if "premises" in draft:
        return compose_sentence(draft["premises"], draft["relation"], draft["target"])
    return str(draft.get("comment") or draft.get("exact") or "")


def _describe_hit(hit: Hit) -> dict[str, Any]:
    # A name is a name whatever in it matched.
    words = hit.title if hit.kind in set(NAME_FIELDS_BY_KIND) else hit.passage or hit.title
    return {"id": hit.label, "kind": hit.kind, "text": words}
