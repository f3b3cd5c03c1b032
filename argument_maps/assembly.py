"""Rows assembled into frozen values, in a fixed number of queries whatever the size of the map."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, get_origin

import msgspec
from sqlalchemy import CompoundSelect, Row, Select, bindparam, select
from sqlmodel import Session, col

from argument_maps.graph import Graph, sort_records
from argument_maps.values import (
    VALUE_CLASSES,
    AnyRecord,
    Author,
    Block,
    Content,
    Forebear,
    Image,
    InlineMark,
    LineBox,
    Milestone,
    NamedStyle,
)
from models.errors import UnknownMap, UnknownRecord
from models.history.stored_styles import read_style_files
from models.records.arguments import Premise
from models.records.contents import read_contents
from models.records.kinds import KINDS
from models.records.maps import ArgumentMap, Record
from models.records.rows import build_page, build_version
from models.records.scans.images import read_image_rows
from models.records.scans.scan_records import ScanPage, ScanPageDraft
from models.records.sources import Attribution, Tagging
from models.records.texts import AnnotationBody, PassageLink, TextVersion, VersionDraft
from models.row_keys import MapRow, map_id_column
from models.vocabulary import RecordKind

_VERSION = tuple(VersionDraft.model_fields)
_PAGE = tuple(ScanPageDraft.model_fields)
_AUTHOR = {field.name: field.default for field in msgspec.structs.fields(Author)}
Lists = dict[str, dict[str, list[Any]]]


_HEADER = ("slug", "title", "description", "visibility", "licence", "language", "authors", "forebears", "styles")


def load_graph(session: Session, slug: str) -> Graph:
    """Return a whole map without the contents of its texts; raises `UnknownMap`.

    Twenty queries, and one more where the map has styles of its own.
    """
    header = session.connection().execute(_build_header_query(), {"slug": slug}).first()
    if header is None:
        raise UnknownMap(slug)
    map_id, *values = header
    lists = _load_lists(session, map_id, None)
    records: dict[str, Any] = {
        entry.plural: sort_records(_load_values(session, map_id, kind, lists, None)) for kind, entry in KINDS.items()
    }
    header_fields = dict(zip(_HEADER, values, strict=True))
    header_fields |= {name: word for name, word in _list_word_defaults(Graph) if header_fields.get(name) == word}
    return add_style_files(session, Graph(**build_header_values(header_fields), **records))


def build_header_values(header: dict[str, Any]) -> dict[str, Any]:
    """Return what a map says of itself as the values of a graph: authors, forebears, styles are values of their own."""
    authors = tuple(_build_author(author_fields) for author_fields in header.get("authors", ()))
    forebears = tuple(
        Forebear(
            title=forebear_fields.get("title") or "",
            authors=tuple(_build_author(author) for author in forebear_fields.get("authors", ())),
        )
        for forebear_fields in header.get("forebears", ())
    )
    styles = tuple(NamedStyle(**style_fields) for style_fields in header.get("styles", ()))
    return {**header, "authors": authors, "forebears": forebears, "styles": styles}


def _build_author(author_fields: dict[str, Any]) -> Author:
    # As with records: a default is left out where the value is the very object.
    return Author(**{name: value for name, value in author_fields.items() if value != _AUTHOR[name]})


def add_contents(session: Session, graph: Graph) -> Graph:
    """Return the map with what every version of its texts says, and the images of its scans, as a document needs it.

    A query for each version and each image.
    """
    if not graph.texts and not graph.scans:
        return graph
    hashes = [version["sha256"] for text in graph.texts for version in text.versions]
    images = [page["image"] for scan in graph.scans for page in scan.pages]
    return msgspec.structs.replace(graph, contents=load_contents(session, hashes), images=load_images(session, images))


def add_style_files(session: Session, graph: Graph) -> Graph:
    """Return the map with the files of its own styles, in which it can be cited. A query where it has any."""
    if not graph.styles:
        return graph
    hashes = sorted(style.sha256 for style in graph.styles)
    return msgspec.structs.replace(graph, style_files=read_style_files(session, hashes))


def load_images(session: Session, hashes: Sequence[str]) -> dict[str, Image]:
    """Return page images by their hashes, those that there are."""
    return {
        sha256: Image(media_type=media_type, width=width, height=height, data=data)
        for sha256, (media_type, width, height, data) in read_image_rows(session, hashes).items()
    }


def load_contents(session: Session, hashes: Sequence[str]) -> dict[str, Content]:
    """Return contents by their hashes, those that there are."""
    return {sha256: build_content(content) for sha256, content in read_contents(session, hashes).items()}


def build_content(content: dict[str, Any]) -> Content:
    """Return a content as a value from what a document has of it."""
    return Content(
        text=content["text"],
        blocks=tuple(_build_block(**block) for block in content["blocks"]),
        inline_marks=msgspec.convert(content["inline_marks"], tuple[InlineMark, ...]),
        milestones=msgspec.convert(content["milestones"], tuple[Milestone, ...]),
        line_boxes=msgspec.convert(content["line_boxes"], tuple[LineBox, ...]),
    )


def _build_block(start: int, end: int, sort: str = "paragraph", label: str = "") -> Block:
    # As with records: a default is left out where the value is the very object.
    if sort == "paragraph" and not label:
        return Block(start=start, end=end)
    return Block(start=start, end=end, sort=sort, label=label) if label else Block(start=start, end=end, sort=sort)


def load_records(session: Session, map_id: int, kind: RecordKind, labels: Sequence[str]) -> dict[str, AnyRecord]:
    """Return values of one kind by label."""
    label_list = list(labels)
    lists = _load_lists(session, map_id, label_list)
    return {record.id: record for record in _load_values(session, map_id, kind, lists, label_list)}


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


# Statements are built once: building them anew costs as much as a small map's rows. Their columns are named by the
# fields of values, so that nothing is known of their types.
@cache
def _build_header_query() -> Select[*tuple[Any, ...]]:
    return select(col(ArgumentMap.id), *(getattr(ArgumentMap, name) for name in _HEADER)).where(
        col(ArgumentMap.slug) == bindparam("slug")
    )


@cache
def _build_query(table: type[MapRow], key: str, columns: tuple[str, ...], *, chosen: bool) -> Select[*tuple[Any, ...]]:
    """Return the select of these columns for one map, or with `chosen` for some labels of it."""
    statement = select(*(getattr(table, name) for name in columns)).where(map_id_column(table) == bindparam("map_id"))
    return statement.where(getattr(table, key).in_(bindparam("labels", expanding=True))) if chosen else statement


@cache
def _build_role_query(*, chosen: bool) -> CompoundSelect[*tuple[Any, ...]]:
    """Return the select of the agents and the passages that records name in an order, each with the field that does."""
    agents = _build_query(Attribution, "label", ("label", "role", "position", "agent"), chosen=chosen)
    return agents.union_all(_build_query(PassageLink, "label", ("label", "role", "position", "passage"), chosen=chosen))


def _fetch_rows(
    session: Session, map_id: int, labels: list[str] | None, table: type[MapRow], key: str, *columns: str
) -> Iterable[Row[*tuple[Any, ...]]]:
    statement = _build_query(table, key, columns, chosen=labels is not None)
    return session.connection().execute(statement, _bind(map_id, labels)).all()


def _bind(map_id: int, labels: list[str] | None) -> dict[str, Any]:
    return {"map_id": map_id} if labels is None else {"map_id": map_id, "labels": labels}


def _load_lists(session: Session, map_id: int, labels: list[str] | None) -> Lists:
    """Return, by field and label, the labels that other tables hold, in their order."""
    lists: Lists = defaultdict(dict)
    for link, position, label in _fetch_rows(session, map_id, labels, Premise, "link", "link", "position", "premise"):
        _insert_at_position(lists["premises"], link, position, label)
    for owner, position, tag in _fetch_rows(session, map_id, labels, Tagging, "label", "label", "position", "tag"):
        _insert_at_position(lists["tags"], owner, position, tag)
    statement = _build_role_query(chosen=labels is not None)
    for owner, role, position, named in session.connection().execute(statement, _bind(map_id, labels)).all():
        _insert_at_position(lists[role], owner, position, named)
    for owner, position, *version in _fetch_rows(
        session, map_id, labels, TextVersion, "label", "label", "position", *_VERSION
    ):
        _insert_at_position(lists["versions"], owner, position, build_version(version))
    for owner, position, *page in _fetch_rows(session, map_id, labels, ScanPage, "label", "label", "position", *_PAGE):
        _insert_at_position(lists["pages"], owner, position, build_page(page))
    for owner, position, body in _fetch_rows(
        session, map_id, labels, AnnotationBody, "label", "label", "position", "body"
    ):
        _insert_at_position(lists["bodies"], owner, position, body)
    return lists


def _insert_at_position(lists: dict[str, list[Any]], owner: str, position: int, label: Any) -> None:
    slots = lists.get(owner)
    if slots is None:
        slots = lists[owner] = []
    missing = position - len(slots)
    if missing == 0:
        slots.append(label)
        return
    if missing > 0:
        slots.extend([""] * (missing + 1))
    slots[position] = label


@dataclass(frozen=True, slots=True)
class _RowShape:
    """How rows of one kind become values: the columns read, which are lists, and which have a word as default."""

    columns: tuple[str, ...]
    json_lists: tuple[str, ...]
    related_lists: tuple[str, ...]
    word_defaults: tuple[tuple[str, str], ...]


@cache
def _describe_rows(kind: RecordKind) -> _RowShape:
    fields = [field for field in msgspec.structs.fields(VALUE_CLASSES[kind]) if field.name != "id"]
    own_columns = KINDS[kind].table.model_fields
    columns = tuple(field.name for field in fields if field.name in own_columns)
    return _RowShape(
        columns,
        tuple(field.name for field in fields if field.name in own_columns and get_origin(field.type) is tuple),
        tuple(field.name for field in fields if field.name not in own_columns),
        tuple((name, word) for name, word in _list_word_defaults(VALUE_CLASSES[kind]) if name in columns),
    )


def _load_values(
    session: Session, map_id: int, kind: RecordKind, lists: Lists, labels: list[str] | None
) -> Iterator[AnyRecord]:
    value, shape = VALUE_CLASSES[kind], _describe_rows(kind)
    columns, json_lists, word_defaults = shape.columns, shape.json_lists, shape.word_defaults
    related_lists = [(name, lists[name]) for name in shape.related_lists]
    for label, *row in _fetch_rows(session, map_id, labels, KINDS[kind].table, "label", "label", *columns):
        field_values = dict(zip(columns, row, strict=True))
        for name, labels_by_owner in related_lists:
            if label in labels_by_owner:
                field_values[name] = tuple(labels_by_owner[label])
        for name in json_lists:
            field_values[name] = tuple(field_values[name])
        # An encoder leaves a default out where the value is the very object, which a word from a row is not.
        for name, word in word_defaults:
            if field_values[name] == word:
                field_values[name] = word
        yield value(id=label, **field_values)


@cache
def _list_word_defaults(value: type[AnyRecord] | type[Graph]) -> list[tuple[str, str]]:
    """Return the fields of a value whose default is a word, with that very word."""
    defaults = [(field.name, field.default) for field in msgspec.structs.fields(value)]
    return [(name, word) for name, word in defaults if isinstance(word, str) and word]
