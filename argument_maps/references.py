"""What a record's value is, and which records it names: read from where the fields of records are declared."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import msgspec

from argument_maps.values import AnyRecord, Claim
from models.records.fields import ReferenceField, list_reference_fields
from models.records.kinds import KINDS
from models.vocabulary import RecordKind


def find_record_kind(record: AnyRecord) -> RecordKind:
    """Return what a record is."""
    return _find_kind_of_class(type(record))


def name_kind(record: AnyRecord) -> str:
    """Return what a record is called to readers: of a claim its own kind."""
    return record.kind if isinstance(record, Claim) else str(find_record_kind(record))


@cache
def _find_kind_of_class(value_class: type) -> RecordKind:
    return RecordKind(value_class.__name__.lower())


@cache
def _list_reference_fields_of(kind: RecordKind) -> tuple[ReferenceField, ...]:
    return tuple(list_reference_fields(KINDS[kind].draft))


def _yield_references(record: AnyRecord) -> Iterator[tuple[ReferenceField, tuple[str, ...]]]:
    """Yield each field in which a record names others, with the labels in it."""
    for field in _list_reference_fields_of(find_record_kind(record)):
        value = getattr(record, field.name)
        if value:
            yield field, value if field.takes_several else (value,)


def list_referenced_labels(record: AnyRecord) -> set[str]:
    """Return every label that a record names."""
    return {label for _, labels in _yield_references(record) for label in labels}


def list_references_to(record: AnyRecord, *kinds: RecordKind) -> tuple[str, ...]:
    """Return the labels in those fields of a record that take records of these kinds and no others, in their order."""
    return tuple(
        label for field, labels in _yield_references(record) if set(field.kinds) <= set(kinds) for label in labels
    )


def rename_labels(record: AnyRecord, labels: Mapping[str, str]) -> AnyRecord:
    """Return a record with its own label and those that it names put into others, where there are others."""
    if not labels:
        return record
    changes: dict[str, Any] = {"id": labels.get(record.id, record.id)}
    for field, old_labels in _yield_references(record):
        new_labels = tuple(labels.get(label, label) for label in old_labels)
        changes[field.name] = new_labels if field.takes_several else new_labels[0]
    return msgspec.structs.replace(record, **changes)
