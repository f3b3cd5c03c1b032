"""Maps and records by their names."""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from models.address_names import find_free_name, propose_name
from models.errors import UnknownMap, UnknownRecord, UnnamedMap
from models.records.maps import ArgumentMap, Record
from models.vocabulary import RecordKind


def find_map(session: Session, slug: str) -> ArgumentMap:
    """Return the map with this slug; raises `UnknownMap`."""
    argument_map = session.scalars(select(ArgumentMap).where(col(ArgumentMap.slug) == slug)).first()
    if argument_map is None:
        raise UnknownMap(slug)
    return argument_map


def map_exists(session: Session, slug: str) -> bool:
    """Tell whether there is a map with this slug."""
    return session.scalars(select(col(ArgumentMap.id)).where(col(ArgumentMap.slug) == slug)).first() is not None


def propose_slug(session: Session, title: str) -> str:
    """Return a slug that is free for a map with this title; raises `UnnamedMap`."""
    proposal = propose_name(title)
    if not proposal:
        raise UnnamedMap
    return find_free_name(proposal, lambda name: map_exists(session, name))


def find_record(session: Session, argument_map: ArgumentMap, label: str) -> Record:
    """Return a record of a map; raises `UnknownRecord`."""
    record = session.scalars(
        select(Record).where(col(Record.map_id) == argument_map.id, col(Record.label) == label)
    ).first()
    if record is None:
        raise UnknownRecord(argument_map.slug, label)
    return record


def read_record_kinds(session: Session, map_id: int, labels: set[str]) -> dict[str, RecordKind]:
    """Return the kind of each of these labels that the map has."""
    kinds: dict[str, RecordKind] = {}
    # A statement takes a limited number of values.
    for condition in _build_label_conditions(col(Record.label), sorted(labels)):
        rows = session.connection().execute(
            select(col(Record.label), col(Record.kind)).where(col(Record.map_id) == map_id, condition)
        )
        kinds |= {label: RecordKind(kind) for label, kind in rows}
    return kinds


def find_records(session: Session, map_id: int, labels: Sequence[str]) -> Iterator[Record]:
    """Yield the records of a map that have these labels."""
    for condition in _build_label_conditions(col(Record.label), labels):
        yield from session.scalars(select(Record).where(col(Record.map_id) == map_id, condition))


def _build_label_conditions(column: Mapped[str], labels: Sequence[str]) -> Iterator[ColumnElement[bool]]:
    for start in range(0, len(labels), 500):
        yield column.in_(labels[start : start + 500])
