"""What a record's value is, and which records it names: read from where the fields of records are declared."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import msgspec

from argument_maps.values import VALUE_CLASSES, AnyRecord, Claim
from models.records.fields import ReferenceField
from models.records.references import REFERENCE_FIELDS
from models.vocabulary import RecordKind

_KINDS = {value_class: kind for kind, value_class in VALUE_CLASSES.items()}


def find_record_kind(record: AnyRecord) -> RecordKind:
    """Return what a record is."""
    return _KINDS[type(record)]


def name_kind(record: AnyRecord) -> str:
    """Return what a record is called to readers: of a claim its own kind."""
    return record.kind if isinstance(record, Claim) else str(find_record_kind(record))


# Asked of every record of a map again and again.
@cache
def _list_fields_to(kind: RecordKind, named_kinds: frozenset[RecordKind]) -> tuple[ReferenceField, ...]:
    """Return the fields of a kind of record that take records of these kinds and no others."""
    return tuple(field for field in REFERENCE_FIELDS[kind] if named_kinds.issuperset(field.kinds))


def _yield_references(
    record: AnyRecord, fields: Iterable[ReferenceField]
) -> Iterator[tuple[ReferenceField, tuple[str, ...]]]:
    """Yield each of the fields that names others, with the labels in it."""
    for field in fields:
        value = getattr(record, field.name)
        if value:
            yield field, value if field.takes_several else (value,)


def list_referenced_labels(record: AnyRecord) -> set[str]:
    """Return every label that a record names."""
    fields = REFERENCE_FIELDS[find_record_kind(record)]
    return {label for _, labels in _yield_references(record, fields) for label in labels}


def list_references_to(record: AnyRecord, *kinds: RecordKind) -> tuple[str, ...]:
    """Return the labels in those fields of a record that take records of these kinds and no others, in their order."""
    fields = _list_fields_to(find_record_kind(record), frozenset(kinds))
    return tuple(label for _, labels in _yield_references(record, fields) for label in labels)


def rename_labels(record: AnyRecord, labels: Mapping[str, str]) -> AnyRecord:
    """Return a record with its own label and those that it names put into others, where there are others."""
    if not labels:
        return record
    changes: dict[str, Any] = {"id": labels.get(record.id, record.id)}
    for field, old_labels in _yield_references(record, REFERENCE_FIELDS[find_record_kind(record)]):
        new_labels = tuple(labels.get(label, label) for label in old_labels)
        changes[field.name] = new_labels if field.takes_several else new_labels[0]
    return msgspec.structs.replace(record, **changes)
