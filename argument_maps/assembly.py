"""Rows assembled into frozen values, in a fixed number of queries whatever the size of the map."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Select, bindparam, select
from sqlmodel import Session, col

from argument_maps.graph import (
    Agent,
    Annotation,
    AnyRecord,
    Author,
    Block,
    Claim,
    Content,
    Evidence,
    Forebear,
    Graph,
    Interpretation,
    Link,
    Question,
    Source,
    Stance,
    Tag,
    Text,
    in_order,
)
from models.errors import UnknownMap, UnknownRecord
from models.records.arguments import Premise
from models.records.contents import read_contents
from models.records.kinds import KINDS
from models.records.maps import ArgumentMap, Record
from models.records.sources import Attribution, Tagging
from models.records.texts import AnnotationBody, TextVersion, VersionDraft
from models.vocabulary import RecordKind

VALUES: dict[RecordKind, type[AnyRecord]] = {
    RecordKind.TAG: Tag,
    RecordKind.QUESTION: Question,
    RecordKind.AGENT: Agent,
    RecordKind.SOURCE: Source,
    RecordKind.TEXT: Text,
    RecordKind.CLAIM: Claim,
    RecordKind.INTERPRETATION: Interpretation,
    RecordKind.EVIDENCE: Evidence,
    RecordKind.LINK: Link,
    RecordKind.STANCE: Stance,
    RecordKind.ANNOTATION: Annotation,
}
_LISTS = ("premises", "tags", "held_by", "by", "author", "versions", "bodies")
_ELSEWHERE = {"id", *_LISTS}
_VERSION = tuple(VersionDraft.model_fields)
_JSON_LISTS = {"names", "aliases", "reference", "also_at", "criticism", "selectors"}
_AUTHOR = {field.name: field.default for field in msgspec.structs.fields(Author)}
Lists = dict[str, dict[str, list[Any]]]


_HEADER = ("slug", "title", "description", "visibility", "licence", "language", "authors", "forebears")


def load_graph(session: Session, slug: str) -> Graph:
    """Return a whole map without the contents of its texts; raises `UnknownMap`. Seventeen queries."""
    header = session.connection().execute(_header(), {"slug": slug}).first()
    if header is None:
        raise UnknownMap(slug)
    map_id, *values = header
    lists = _lists(session, map_id, None)
    records: dict[str, Any] = {
        entry.plural: in_order(_values(session, map_id, kind, lists, None)) for kind, entry in KINDS.items()
    }
    told = dict(zip(_HEADER, values, strict=True))
    told |= {name: word for name, word in _defaults(Graph) if told.get(name) == word}
    return Graph(**header_values(told), **records)


def header_values(said: dict[str, Any]) -> dict[str, Any]:
    """Return what a map says of itself as the values of a graph: authors and forebears are values of their own."""
    authors = tuple(_author(each) for each in said.get("authors", ()))
    forebears = tuple(
        Forebear(title=each.get("title") or "", authors=tuple(_author(author) for author in each.get("authors", ())))
        for each in said.get("forebears", ())
    )
    return {**said, "authors": authors, "forebears": forebears}


def _author(said: dict[str, Any]) -> Author:
    # As with records: a default is left out where the value is the very object.
    return Author(**{name: value for name, value in said.items() if value != _AUTHOR[name]})


def with_contents(session: Session, graph: Graph) -> Graph:
    """Return the map with what every version of its texts says, as a document needs it. A query for each version."""
    if not graph.texts:
        return graph
    hashes = [version["sha256"] for text in graph.texts for version in text.versions]
    return msgspec.structs.replace(graph, contents=load_contents(session, hashes))


def load_contents(session: Session, hashes: Sequence[str]) -> dict[str, Content]:
    """Return contents by their hashes, those that there are."""
    return {
        sha256: Content(text=given["text"], blocks=tuple(_block(**block) for block in given["blocks"]))
        for sha256, given in read_contents(session, hashes).items()
    }


def _block(start: int, end: int, sort: str) -> Block:
    # As with records: a default is left out where the value is the very object.
    return Block(start=start, end=end) if sort == "paragraph" else Block(start=start, end=end, sort=sort)


def load_records(session: Session, map_id: int, kind: RecordKind, labels: Sequence[str]) -> dict[str, AnyRecord]:
    """Return values of one kind by label."""
    wanted = list(labels)
    lists = _lists(session, map_id, wanted)
    return {record.id: record for record in _values(session, map_id, kind, lists, wanted)}


def load_record(session: Session, slug: str, label: str) -> AnyRecord:
    """Return one record's value; raises `UnknownMap` and `UnknownRecord`."""
    map_id = session.connection().execute(select(col(ArgumentMap.id)).where(col(ArgumentMap.slug) == slug)).scalar()
    if map_id is None:
        raise UnknownMap(slug)
    kind = (
        session.connection()
        .execute(select(col(Record.kind)).where(col(Record.map_id) == map_id, col(Record.label) == label))
        .scalar()
    )
    if kind is None:
        raise UnknownRecord(slug, label)
    return load_records(session, map_id, RecordKind(kind), [label])[label]


# Statements are built once: building them anew costs as much as a small map's rows.
@cache
def _header() -> Select[Any]:
    return select(col(ArgumentMap.id), *(getattr(ArgumentMap, name) for name in _HEADER)).where(
        col(ArgumentMap.slug) == bindparam("slug")
    )


@cache
def _statement(table: Any, key: str, columns: tuple[str, ...], *, chosen: bool) -> Select[Any]:
    """Return the select of these columns for one map, or with `chosen` for some labels of it."""
    statement = select(*(getattr(table, name) for name in columns)).where(table.map_id == bindparam("map_id"))
    return statement.where(getattr(table, key).in_(bindparam("labels", expanding=True))) if chosen else statement


def _rows(
    session: Session, map_id: int, labels: list[str] | None, table: Any, key: str, *columns: str
) -> Iterable[Any]:
    given: dict[str, Any] = {"map_id": map_id} if labels is None else {"map_id": map_id, "labels": labels}
    return session.connection().execute(_statement(table, key, columns, chosen=labels is not None), given).all()


def _lists(session: Session, map_id: int, labels: list[str] | None) -> Lists:
    """Return, by field and label, the labels that other tables hold, in their order."""
    found: Lists = {name: {} for name in _LISTS}
    for link, position, label in _rows(session, map_id, labels, Premise, "link", "link", "position", "premise"):
        _put(found["premises"], link, position, label)
    for owner, position, tag in _rows(session, map_id, labels, Tagging, "label", "label", "position", "tag"):
        _put(found["tags"], owner, position, tag)
    columns = ("label", "role", "position", "agent")
    for owner, role, position, agent in _rows(session, map_id, labels, Attribution, "label", *columns):
        _put(found[role], owner, position, agent)
    for owner, position, *version in _rows(
        session, map_id, labels, TextVersion, "label", "label", "position", *_VERSION
    ):
        _put(found["versions"], owner, position, dict(zip(_VERSION, version, strict=True)))
    for owner, position, body in _rows(session, map_id, labels, AnnotationBody, "label", "label", "position", "body"):
        _put(found["bodies"], owner, position, body)
    return found


def _put(lists: dict[str, list[Any]], owner: str, position: int, label: Any) -> None:
    held = lists.get(owner)
    if held is None:
        held = lists[owner] = []
    missing = position - len(held)
    if missing == 0:
        held.append(label)
        return
    if missing > 0:
        held.extend([""] * (missing + 1))
    held[position] = label


@dataclass(frozen=True, slots=True)
class _Shape:
    """How rows of one kind become values: the columns read, which are lists, and which have a word as default."""

    columns: tuple[str, ...]
    frozen: tuple[str, ...]
    outside: tuple[str, ...]
    words: tuple[tuple[str, str], ...]


@cache
def _shape(kind: RecordKind) -> _Shape:
    fields = [field.name for field in msgspec.structs.fields(VALUES[kind])]
    columns = tuple(name for name in fields if name not in _ELSEWHERE)
    return _Shape(
        columns,
        tuple(name for name in columns if name in _JSON_LISTS),
        tuple(name for name in fields if name in _ELSEWHERE - {"id"}),
        tuple((name, word) for name, word in _defaults(VALUES[kind]) if name in columns),
    )


def _values(
    session: Session, map_id: int, kind: RecordKind, lists: Lists, labels: list[str] | None
) -> Iterator[AnyRecord]:
    value, shape = VALUES[kind], _shape(kind)
    columns, frozen, words = shape.columns, shape.frozen, shape.words
    outside = [(name, lists[name]) for name in shape.outside]
    for label, *row in _rows(session, map_id, labels, KINDS[kind].table, "label", "label", *columns):
        given = dict(zip(columns, row, strict=True))
        for name, held in outside:
            if label in held:
                given[name] = tuple(held[label])
        for name in frozen:
            given[name] = tuple(given[name])
        # An encoder leaves a default out where the value is the very object, which a word from a row is not.
        for name, word in words:
            if given[name] == word:
                given[name] = word
        yield value(id=label, **given)


@cache
def _defaults(value: type[AnyRecord] | type[Graph]) -> list[tuple[str, str]]:
    """Return the fields of a value whose default is a word, with that very word."""
    found = [(field.name, field.default) for field in msgspec.structs.fields(value)]
    return [(name, word) for name, word in found if isinstance(word, str) and word]
