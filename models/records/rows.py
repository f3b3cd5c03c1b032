"""Drafts as rows and rows as drafts, for many records at once.

A draft is held here as a plain dict of JSON values, as it stands in a document and in the history.
"""

import json
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, get_args

from pydantic import BaseModel
from sqlalchemy import JSON, Row, SQLColumnExpression, Table, delete, literal, select
from sqlalchemy.orm import Mapped
from sqlmodel import Session, SQLModel, col

from models.records.arguments import Premise
from models.records.kinds import KINDS
from models.records.maps import Record
from models.records.references import REFERENCE_FIELDS
from models.records.scans.scan_records import ScanPage, ScanPageDraft
from models.records.sources import Attribution, Tagging
from models.records.texts import AnnotationBody, PassageLink, TextVersion, VersionDraft
from models.row_keys import MapRow, map_id_column
from models.vocabulary import RecordKind

Draft = dict[str, Any]
# Which columns are read differs from table to table.
_Row = Row[*tuple[Any, ...]]
_VERSION = tuple(VersionDraft.model_fields)
_PAGE = tuple(ScanPageDraft.model_fields)
# The fields of each draft that its table holds; other tables hold the rest.
_COLUMNS = {
    kind: [name for name in entry.draft.model_fields if name in entry.table.model_fields]
    for kind, entry in KINDS.items()
}
# The fields of each draft that name agents in an order, which `Attribution` holds.
ATTRIBUTED_FIELDS = {
    kind: tuple(field.name for field in fields if field.takes_several and field.kinds == (RecordKind.AGENT,))
    for kind, fields in REFERENCE_FIELDS.items()
}
# The fields of each draft that name other passages in an order, which `PassageLink` holds.
PASSAGE_FIELDS = {
    kind: tuple(field.name for field in fields if field.takes_several and field.kinds == (RecordKind.ANNOTATION,))
    for kind, fields in REFERENCE_FIELDS.items()
}
# The fields of each table that name one record.
_REFERENCE_COLUMNS = {
    kind: tuple(field.name for field in fields if not field.takes_several) for kind, fields in REFERENCE_FIELDS.items()
}
# The fields of each draft that hold models of their own, which a table holds as JSON.
_FIELDS_OF_MODELS = {
    kind: tuple(
        name
        for name in _COLUMNS[kind]
        if any(
            isinstance(part, type) and issubclass(part, BaseModel)
            for part in get_args(entry.draft.model_fields[name].annotation)
        )
    )
    for kind, entry in KINDS.items()
}


def dump_draft(draft: SQLModel) -> Draft:
    """Return a draft as JSON values, without its defaults."""
    values: Draft = draft.model_dump(mode="json", exclude_defaults=True)
    values.pop("id", None)
    return values


def read_searchable_values(kind: RecordKind, draft: SQLModel) -> Draft:
    """Return a draft's values for the search index, without the cost of a dump where no value is a model."""
    return dump_draft(draft) if _FIELDS_OF_MODELS[kind] else draft.__dict__


def insert_rows(
    session: Session,
    map_id: int,
    records: Iterable[tuple[RecordKind, str, SQLModel]],
    kinds: Mapping[str, RecordKind],
) -> None:
    """Insert the rows of new records; `kinds` tells the kind of every label that a link names."""
    rows_by_table: dict[type[SQLModel], list[Draft]] = {}
    for kind, label, draft in records:
        entry = KINDS[kind]
        values = draft.__dict__
        row = {name: values[name] for name in _COLUMNS[kind]}
        row["map_id"], row["label"] = map_id, label
        for name in _FIELDS_OF_MODELS[kind]:
            row[name] = [part.model_dump(mode="json") for part in row[name]]
        if kind in {RecordKind.LINK, RecordKind.STANCE}:
            row["target_kind"] = kinds[row["target"]]
        if kind == RecordKind.LINK:
            row["first_premise"] = 0
        rows_by_table.setdefault(entry.table, []).append(row)
        if kind in _OWN_LISTS:
            rows_by_table.setdefault(_OWN_LISTS[kind], []).extend(
                _create_own_list_rows(kind, map_id, label, values, kinds)
            )
        for table, list_rows in _create_shared_list_rows(kind, map_id, label, values):
            rows_by_table.setdefault(table, []).extend(list_rows)
    # Premises last: they belong to links, and links ask for them only at commit.
    for table in sorted(rows_by_table, key=lambda model: model is Premise):
        if rows_by_table[table]:
            insert_many(session, table, rows_by_table[table])


def _create_shared_list_rows(
    kind: RecordKind, map_id: int, label: str, values: Mapping[str, Any]
) -> Iterable[tuple[type[SQLModel], list[Draft]]]:
    """Yield the rows of the tags, agents and passages that a record names, with the table of each."""
    if values.get("tags"):
        yield (
            Tagging,
            [
                {"map_id": map_id, "label": label, "position": position, "tag": tag}
                for position, tag in enumerate(values["tags"])
            ],
        )
    for role in ATTRIBUTED_FIELDS[kind]:
        if values[role]:
            yield (
                Attribution,
                [
                    {"map_id": map_id, "label": label, "role": role, "position": position, "agent": agent}
                    for position, agent in enumerate(values[role])
                ],
            )
    for role in PASSAGE_FIELDS[kind]:
        if values[role]:
            yield (
                PassageLink,
                [
                    {"map_id": map_id, "label": label, "role": role, "position": position, "passage": passage}
                    for position, passage in enumerate(values[role])
                ],
            )


_OWN_LISTS: dict[RecordKind, type[SQLModel]] = {
    RecordKind.LINK: Premise,
    RecordKind.TEXT: TextVersion,
    RecordKind.SCAN: ScanPage,
    RecordKind.ANNOTATION: AnnotationBody,
    RecordKind.REGION: AnnotationBody,
}


def _create_own_list_rows(
    kind: RecordKind, map_id: int, label: str, values: Mapping[str, Any], kinds: Mapping[str, RecordKind]
) -> Iterable[Draft]:
    """Return the rows of the list that only this kind of record has."""
    if kind == RecordKind.LINK:
        for position, premise in enumerate(values["premises"]):
            fields = {"premise": premise, "premise_kind": kinds[premise]}
            yield {"map_id": map_id, "link": label, "position": position, **fields}
    elif kind == RecordKind.TEXT:
        for position, version in enumerate(values["versions"]):
            yield {"map_id": map_id, "label": label, "position": position, **version.model_dump(mode="json")}
    elif kind == RecordKind.SCAN:
        for position, page in enumerate(values["pages"]):
            yield {"map_id": map_id, "label": label, "position": position, **page.model_dump(mode="json")}
    else:
        for position, body in enumerate(values["bodies"]):
            yield {"map_id": map_id, "label": label, "position": position, "body": body, "body_kind": kinds[body]}


def insert_many(session: Session, model: type[SQLModel], rows: list[Draft]) -> None:
    """Insert rows that all have the same columns.

    Straight through the driver: SQLAlchemy's own handling of each row takes as long as SQLite's.
    """
    connection = session.connection()
    table, names = _find_table(model), list(rows[0])
    columns = [table.c[name] for name in names]
    encode = connection.dialect._json_serializer or json.dumps
    encoded = [index for index, column in enumerate(columns) if isinstance(column.type, JSON)]
    values = [list(row.values()) for row in rows]
    for row in values:
        for index in encoded:
            row[index] = encode(row[index])
    quote = connection.dialect.identifier_preparer.quote
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    statement = (
        f"INSERT INTO {quote(table.name)} ({', '.join(quote(name) for name in names)}) "  # noqa: S608 - names of our own tables
        f"VALUES ({', '.join([mark] * len(names))})"
    )
    connection.exec_driver_sql(statement, [tuple(row) for row in values])


def _find_table(model: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(model.__tablename__)]


def delete_rows(
    session: Session, map_id: int, labels: Iterable[str], *, keep_identity_of: RecordKind | None = None
) -> None:
    """Delete records with all that is theirs; of those of the kind that is named, all but their identity."""
    label_list = list(labels)
    connection = session.connection()
    if keep_identity_of is None:
        for chunk in _split_chunks(label_list):
            connection.execute(delete(Record).where(col(Record.map_id) == map_id, col(Record.label).in_(chunk)))
        return
    own = _OWN_LISTS.get(keep_identity_of)
    # A link is asked for its first premise only at commit, and a premise goes before its link.
    models: list[type[SQLModel]] = [*([own] if own else []), Attribution, Tagging, KINDS[keep_identity_of].table]
    if PASSAGE_FIELDS[keep_identity_of]:
        models.insert(0, PassageLink)
    for chunk in _split_chunks(label_list):
        for model in models:
            columns = _find_table(model).c
            key = columns["link" if model is Premise else "label"]
            connection.execute(delete(model).where(columns["map_id"] == map_id, key.in_(chunk)))


def _split_chunks(labels: list[str], size: int = 500) -> Iterable[list[str]]:
    return (labels[start : start + size] for start in range(0, len(labels), size))


def read_drafts(
    session: Session, map_id: int, labels: Iterable[str] | None = None
) -> dict[str, tuple[RecordKind, Draft]]:
    """Return drafts of records of a map by label, defaults left out; all of them without `labels`.

    They come by kind and label, so that whatever is made of them has one order on every database.
    """
    label_list = None if labels is None else list(labels)
    drafts: dict[str, tuple[RecordKind, Draft]] = {}
    connection = session.connection()

    def read_rows(table: type[MapRow], key: Mapped[str], *columns: Mapped[Any]) -> Iterable[_Row]:
        statement = select(*columns).where(map_id_column(table) == map_id)
        # All rows at once: handed over one by one they take several times as long.
        if label_list is None:
            yield from connection.execute(statement).fetchall()
        else:
            for chunk in _split_chunks(label_list):
                yield from connection.execute(statement.where(key.in_(chunk))).fetchall()

    # Of a few records their kinds are asked first: every kind not looked for spares a select.
    kinds = (
        KINDS if label_list is None else {kind for (kind,) in read_rows(Record, col(Record.label), col(Record.kind))}
    )
    for kind in [record_kind for record_kind in KINDS if record_kind in kinds]:
        table, names, defaults = KINDS[kind].table, _COLUMNS[kind], _read_defaults(kind)
        key = col(table.label)
        columns = (key, *(getattr(table, name) for name in names))
        for label, *values in sorted(read_rows(table, key, *columns), key=itemgetter(0)):
            draft = {name: value for name, value in zip(names, values, strict=True) if value != defaults[name]}
            drafts[label] = (kind, draft)
    for label, name, value in _read_list_fields(read_rows, kinds):
        drafts[label][1].setdefault(name, []).append(value)
    return drafts


@cache
def _read_defaults(kind: RecordKind) -> Draft:
    fields = KINDS[kind].draft.model_fields
    return {name: field.get_default(call_default_factory=True) for name, field in fields.items()}


def _read_list_fields(
    read_rows: Callable[..., Iterable[_Row]], kinds: Container[str]
) -> Iterable[tuple[str, str, Any]]:
    """Yield (label, field, value) of the fields that other tables hold, each list in its order."""
    columns = (col(Attribution.label), col(Attribution.role), col(Attribution.position), col(Attribution.agent))
    for label, role, _, value in sorted(read_rows(Attribution, col(Attribution.label), *columns)):
        yield label, role, value
    for label, _, value in sorted(
        read_rows(Tagging, col(Tagging.label), col(Tagging.label), col(Tagging.position), col(Tagging.tag))
    ):
        yield label, "tags", value
    yield from _read_own_lists(read_rows, kinds)
    if RecordKind.ANNOTATION in kinds:
        link_columns = (PassageLink.label, PassageLink.role, PassageLink.position, PassageLink.passage)
        for label, role, _, value in sorted(read_rows(PassageLink, col(PassageLink.label), *map(col, link_columns))):
            yield label, role, value


def _read_own_lists(read_rows: Callable[..., Iterable[_Row]], kinds: Container[str]) -> Iterable[tuple[str, str, Any]]:
    """Yield (label, field, value) of the lists that only some kinds of record have."""

    def read_list(table: type[MapRow], key: str, *columns: str) -> list[_Row]:
        owner = getattr(table, key)
        return sorted(read_rows(table, owner, owner, *(getattr(table, name) for name in ("position", *columns))))

    if RecordKind.LINK in kinds:
        yield from ((label, "premises", value) for label, _, value in read_list(Premise, "link", "premise"))
    if RecordKind.TEXT in kinds:
        for label, _, *values in read_list(TextVersion, "label", *_VERSION):
            yield label, "versions", build_version(values)
    if RecordKind.SCAN in kinds:
        yield from ((label, "pages", build_page(values)) for label, _, *values in read_list(ScanPage, "label", *_PAGE))
    if RecordKind.ANNOTATION in kinds or RecordKind.REGION in kinds:
        yield from ((label, "bodies", value) for label, _, value in read_list(AnnotationBody, "label", "body"))


def build_version(values: Sequence[Any]) -> Draft:
    """Return a version of a text, as documents hold it, from its columns in the order of `VersionDraft`."""
    # Only the report can be empty, and is then left out.
    return {name: value for name, value in zip(_VERSION, values, strict=True) if value}


def build_page(values: Sequence[Any]) -> Draft:
    """Return a page of a scan, as documents hold it, from its columns in the order of `ScanPageDraft`."""
    # Only the name can be empty, and is then left out.
    return {name: value for name, value in zip(_PAGE, values, strict=True) if value != ""}


def find_dependents(session: Session, map_id: int, label: str) -> dict[str, set[str]]:
    """Return the records that name a record, each with the fields in which it does, by label and in order."""
    return find_dependents_of_each(session, map_id, [label]).get(label, {})


def find_dependents_of_each(session: Session, map_id: int, labels: Iterable[str]) -> dict[str, dict[str, set[str]]]:
    """Return, of each of these records that is named, what names it, as `find_dependents`; in a few statements for all.

    In order, because the history tells of what goes with a record, and both databases have to tell the same.
    """
    dependents_by_label: dict[str, dict[str, set[str]]] = {}
    connection = session.connection()
    chunks = [*_split_chunks(list(labels))]

    def note(table: type[MapRow], key: Mapped[str], column: Mapped[str], field: SQLColumnExpression[str]) -> None:
        for chunk in chunks:
            statement = select(column, key, field).where(map_id_column(table) == map_id, column.in_(chunk))
            for named, owner, name in connection.execute(statement).fetchall():
                if owner != named:
                    dependents_by_label.setdefault(named, {}).setdefault(owner, set()).add(name)

    for kind, entry in KINDS.items():
        table = entry.table
        for name in _REFERENCE_COLUMNS[kind]:
            note(table, col(table.label), getattr(table, name), literal(name))
    note(Premise, col(Premise.link), col(Premise.premise), literal("premises"))
    note(AnnotationBody, col(AnnotationBody.label), col(AnnotationBody.body), literal("bodies"))
    note(PassageLink, col(PassageLink.label), col(PassageLink.passage), col(PassageLink.role))
    note(Tagging, col(Tagging.label), col(Tagging.tag), literal("tags"))
    note(Attribution, col(Attribution.label), col(Attribution.agent), col(Attribution.role))
    return {named: dict(sorted(owners.items())) for named, owners in dependents_by_label.items()}
