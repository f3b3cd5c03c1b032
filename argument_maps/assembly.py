"""Rows assembled into frozen values, in a fixed number of queries whatever the size of the map."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import select
from sqlmodel import Session

from argument_maps.graph import (
    Agent,
    AnyRecord,
    Claim,
    Evidence,
    Graph,
    Interpretation,
    Link,
    Question,
    Source,
    Tag,
    in_order,
)
from models.arguments import Premise
from models.errors import UnknownMap, UnknownRecord
from models.kinds import KINDS
from models.maps import ArgumentMap, Record
from models.sources import Attribution, Tagging
from models.vocabulary import RecordKind

VALUES: dict[RecordKind, type[AnyRecord]] = {
    RecordKind.TAG: Tag,
    RecordKind.QUESTION: Question,
    RecordKind.AGENT: Agent,
    RecordKind.SOURCE: Source,
    RecordKind.CLAIM: Claim,
    RecordKind.INTERPRETATION: Interpretation,
    RecordKind.EVIDENCE: Evidence,
    RecordKind.LINK: Link,
}
_ELSEWHERE = {"id", "tags", "premises", "held_by", "by", "author"}
_JSON_LISTS = {"names", "aliases", "reference", "also_at", "criticism", "selectors"}
Lists = dict[str, dict[str, list[str]]]


def load_graph(session: Session, slug: str) -> Graph:
    """Return a whole map; raises `UnknownMap`. Twelve queries."""
    maps: Any = ArgumentMap
    names = ("slug", "title", "description", "visibility", "licence", "language")
    header = (
        session.connection()
        .execute(select(maps.id, *(getattr(maps, name) for name in names)).where(maps.slug == slug))
        .first()
    )
    if header is None:
        raise UnknownMap(slug)
    map_id, *values = header
    lists = _lists(session, map_id, None)
    records: dict[str, Any] = {
        entry.plural: in_order(_values(session, map_id, kind, lists, None)) for kind, entry in KINDS.items()
    }
    told = dict(zip(names, values, strict=True))
    told |= {name: word for name, word in _defaults(Graph) if told.get(name) == word}
    return Graph(**told, **records)


def load_records(session: Session, map_id: int, kind: RecordKind, labels: Sequence[str]) -> dict[str, AnyRecord]:
    """Return values of one kind by label."""
    wanted = list(labels)
    lists = _lists(session, map_id, wanted)
    return {record.id: record for record in _values(session, map_id, kind, lists, wanted)}


def load_record(session: Session, slug: str, label: str) -> AnyRecord:
    """Return one record's value; raises `UnknownMap` and `UnknownRecord`."""
    maps: Any = ArgumentMap
    map_id = session.connection().execute(select(maps.id).where(maps.slug == slug)).scalar()
    if map_id is None:
        raise UnknownMap(slug)
    records: Any = Record
    kind = (
        session.connection()
        .execute(select(records.kind).where(records.map_id == map_id, records.label == label))
        .scalar()
    )
    if kind is None:
        raise UnknownRecord(slug, label)
    return load_records(session, map_id, RecordKind(kind), [label])[label]


def _rows(
    session: Session, map_id: int, table: Any, key: Any, labels: list[str] | None, *columns: Any
) -> Iterable[Any]:
    statement = select(*columns).where(table.map_id == map_id)
    if labels is not None:
        statement = statement.where(key.in_(labels))
    return session.connection().execute(statement)


def _lists(session: Session, map_id: int, labels: list[str] | None) -> Lists:
    """Return, by field and label, the labels that other tables hold, in their order."""
    found: Lists = {name: {} for name in ("premises", "tags", "held_by", "by", "author")}
    premise: Any = Premise
    rows = _rows(session, map_id, premise, premise.link, labels, premise.link, premise.position, premise.premise)
    for link, position, label in rows:
        _put(found["premises"], link, position, label)
    tagging: Any = Tagging
    for owner, position, tag in _rows(
        session, map_id, tagging, tagging.label, labels, tagging.label, tagging.position, tagging.tag
    ):
        _put(found["tags"], owner, position, tag)
    named: Any = Attribution
    for owner, role, position, agent in _rows(
        session, map_id, named, named.label, labels, named.label, named.role, named.position, named.agent
    ):
        _put(found[role], owner, position, agent)
    return found


def _put(lists: dict[str, list[str]], owner: str, position: int, label: str) -> None:
    held = lists.setdefault(owner, [])
    if position >= len(held):
        held.extend([""] * (position + 1 - len(held)))
    held[position] = label


def _values(
    session: Session, map_id: int, kind: RecordKind, lists: Lists, labels: list[str] | None
) -> Iterable[AnyRecord]:
    value = VALUES[kind]
    fields = [field.name for field in msgspec.structs.fields(value)]
    table: Any = KINDS[kind].table
    columns = [name for name in fields if name not in _ELSEWHERE]
    outside = [(name, lists[name]) for name in fields if name in lists]
    frozen = [name for name in columns if name in _JSON_LISTS]
    # An encoder leaves a default out where the value is the very object, which a word from a row is not.
    words = [(name, word) for name, word in _defaults(value) if name in columns]
    for label, *row in _rows(
        session, map_id, table, table.label, labels, table.label, *(getattr(table, name) for name in columns)
    ):
        given = dict(zip(columns, row, strict=True))
        for name, held in outside:
            if label in held:
                given[name] = tuple(held[label])
        for name in frozen:
            given[name] = tuple(given[name])
        for name, word in words:
            if given[name] == word:
                given[name] = word
        yield value(id=label, **given)


def _defaults(value: type[AnyRecord] | type[Graph]) -> list[tuple[str, str]]:
    """Return the fields of a value whose default is a word, with that very word."""
    found = [(field.name, field.default) for field in msgspec.structs.fields(value)]
    return [(name, word) for name, word in found if isinstance(word, str) and word]
