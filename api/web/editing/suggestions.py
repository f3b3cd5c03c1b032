"""Records that fit what somebody is typing."""

import re
from collections.abc import Container, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

from sqlmodel import Session, col, select

from api.permission import CurrentUser, in_reach
from api.web.editing.named_records import MADE
from api.web.link_sentences import compose_sentence
from api.web.messages import gettext
from api.web.record_view import told
from api.web.record_words import record_words
from argument_maps.graph import Graph, Link, Stance
from argument_maps.similar_records import records_alike, records_called
from models.records.maps import ArgumentMap, Record
from models.records.rows import read_drafts
from models.search.full_text import Hit, search
from models.search.terms import words
from models.text_types import LABEL_PATTERN
from models.vocabulary import RecordKind

MOST = 8
ELSEWHERE = 4


def suggestions(
    session: Session, user: CurrentUser, graph: Graph, query: str, kinds: str = "", *, here: bool = False
) -> list[dict[str, Any]]:
    """Return records as id, kind, text and map: first those of this map, by id and by what they say.

    `kinds` may name kinds of records, with commas between them. Records of other maps come last, and only of kinds
    that this map can have a copy of: nothing here can argue from a claim of another. A link is told by the words of
    its ends and its verdict, and found by them. What is called exactly as the query is marked as the `same`. `here`
    leaves it at the records of this map.
    """
    slug = graph.slug
    wanted = [RecordKind(kind) for kind in kinds.split(",") if kind in set(RecordKind)] or None
    found = _by_label(session, slug, query, wanted)
    found += [_told(hit) for hit in search(session, query, kinds=wanted, slug=slug, limit=MOST).hits]
    if wanted is None or RecordKind.LINK in wanted:
        found += _links(graph, query)
    if not here:
        found += _elsewhere(session, user, graph, query, [kind for kind in wanted or MADE if kind in MADE])
    same = {each.id for kind in MADE for each in records_called(graph, kind, query)}
    unique: dict[Any, dict[str, Any]] = {}
    for each in found:
        unique.setdefault((each.get("map"), each["id"]), each)
    best = list(unique.values())[: MOST + ELSEWHERE]
    return [each if "map" in each else _in_words(graph, each, same) for each in best]


def _in_words(graph: Graph, offer: dict[str, Any], same: Container[str]) -> dict[str, Any]:
    """Return a record of this map as it is offered: what names others by their ids says what they are called."""
    record = graph.by_id.get(offer["id"])
    if isinstance(record, Link | Stance):
        return {**offer, "text": record_words(graph, record)}
    return {**offer, "same": True} if offer["id"] in same else offer


def likely_meant(graph: Graph, name: str, kinds: str) -> list[dict[str, Any]]:
    """Return the records of this map that a name may well mean, before another is made under it."""
    wanted = [kind for kind in MADE if kind in kinds.split(",")]
    found = [(kind, each) for kind in wanted for each in records_alike(graph, kind, name)]
    return [{"id": each.id, "kind": kind, "text": told(each)} for kind, each in found]


def _elsewhere(
    session: Session, user: CurrentUser, graph: Graph, query: str, kinds: list[RecordKind]
) -> list[dict[str, Any]]:
    """Return records of other maps of which this one has none that is called the same."""
    if not kinds:
        return []
    others = in_reach(user) & (col(ArgumentMap.slug) != graph.slug)
    hits = search(session, query, kinds=kinds, among=others, limit=ELSEWHERE).hits
    return [
        {"id": hit.label, "kind": hit.kind, "text": hit.title, "map": hit.slug}
        for hit in hits
        if not records_called(graph, RecordKind(hit.kind), hit.title)
    ]


def _links(graph: Graph, query: str) -> list[dict[str, Any]]:
    """Return links in whose words every word of the query begins one."""
    sought = words(query)
    if not sought:
        return []
    return [{"id": link.id, "kind": RecordKind.LINK} for link in islice(_with_words(graph, sought), MOST)]


def _with_words(graph: Graph, sought: list[str]) -> Iterator[Link]:
    begun = [f" {word}" for word in sought]
    for link in graph.links:
        verdict = link.verdict or ""
        parts = [link.relation, verdict, gettext(verdict or link.relation), *link.premises, link.target]
        parts += [told(graph.by_id[end]) for end in (*link.premises, link.target) if end in graph.by_id]
        said = "".join(map(_spoken, parts))
        if all(word in said for word in begun):
            yield link


@lru_cache(maxsize=65_536)
def _spoken(text: str) -> str:
    """Return the words of a text, each behind a blank; kept, because with each letter typed all are asked for again."""
    return "".join(f" {word}" for word in words(text))


def _by_label(session: Session, slug: str, query: str, kinds: list[RecordKind] | None) -> list[dict[str, Any]]:
    if not re.fullmatch(LABEL_PATTERN, query.strip()):
        return []
    exact = col(Record.label) == query.strip()
    wanted = (
        select(Record)
        .join(ArgumentMap, col(ArgumentMap.id) == col(Record.map_id))
        .where(ArgumentMap.slug == slug, col(Record.label).istartswith(query.strip(), autoescape=True))
        .order_by(exact.desc(), col(Record.id))
        .limit(MOST)
    )
    if kinds is not None:
        wanted = wanted.where(col(Record.kind).in_(kinds))
    records = session.exec(wanted).all()
    if not records:
        return []
    drafts = read_drafts(session, records[0].map_id, [record.label for record in records])
    return [{"id": each.label, "kind": each.kind, "text": _words(drafts[each.label][1])} for each in records]


def _words(draft: dict[str, Any]) -> str:
    for name in ("text", "summary", "title", "name"):
        if name in draft:
            return str(draft[name])
    if "stance" in draft:
        return f"{draft['agent']} {draft['stance']} {draft['target']}"
    if "premises" in draft:
        return compose_sentence(draft["premises"], draft["relation"], draft["target"])
    return str(draft.get("comment") or draft.get("exact") or "")


def _told(hit: Hit) -> dict[str, Any]:
    # A name is a name whatever in it matched.
    words = hit.title if hit.kind in set(MADE) else hit.passage or hit.title
    return {"id": hit.label, "kind": hit.kind, "text": words}
