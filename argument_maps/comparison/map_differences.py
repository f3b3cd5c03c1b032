"""Two maps compared: what one has that the other has not, what says something else, and which verdicts turn.

The two may be one map at two moments, or two maps that share their labels because one is a fork of the other.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from argument_maps.graph import Graph, natural_sort_key
from argument_maps.values import AnyRecord, Claim
from argument_maps.verdicts.combination import find_verdict
from models.vocabulary import ClaimKind

HEADER = ("title", "description", "visibility", "licence", "language", "authors", "styles")


class FieldChange(msgspec.Struct, frozen=True, kw_only=True):
    """A field that says different things; None, an empty text and an empty list are nothing."""

    name: str
    before: Any
    after: Any


class ChangedRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A record that both maps have and that says different things."""

    before: AnyRecord
    after: AnyRecord
    fields: tuple[FieldChange, ...]


class VerdictChange(msgspec.Struct, frozen=True, kw_only=True):
    """A perception whose verdict is another; None where one of the maps does not have it."""

    perception: Claim
    before: str | None
    after: str | None


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """All that differs between two maps; records in the order of a document, by label within their kind."""

    header: tuple[FieldChange, ...]
    added: tuple[AnyRecord, ...]
    changed: tuple[ChangedRecord, ...]
    removed: tuple[AnyRecord, ...]
    verdicts: tuple[VerdictChange, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the two maps say the same."""
        return not (self.header or self.added or self.changed or self.removed)


def compare(before: Graph, after: Graph) -> Comparison:
    """Return what differs between two maps. Linear in records.

    A record whose kind is another is one that went and one that came, though the label is the same.
    """
    before_by_label, after_by_label = before.by_id, after.by_id
    return Comparison(
        header=tuple(_compare_fields(before, after, HEADER)),
        added=tuple(record for record in after if type(before_by_label.get(record.id)) is not type(record)),
        changed=tuple(
            ChangedRecord(
                before=before_by_label[record.id],
                after=record,
                fields=list_field_changes(before_by_label[record.id], record),
            )
            for record in after
            if type(before_by_label.get(record.id)) is type(record) and before_by_label[record.id] != record
        ),
        removed=tuple(record for record in before if type(after_by_label.get(record.id)) is not type(record)),
        verdicts=tuple(_compare_verdicts(before, after)),
    )


def list_field_changes(before: AnyRecord, after: AnyRecord) -> tuple[FieldChange, ...]:
    """Return the fields in which two records of one kind differ."""
    return tuple(_compare_fields(before, after, before.__struct_fields__))


def _compare_fields(before: Any, after: Any, names: tuple[str, ...]) -> Iterator[FieldChange]:
    for name in names:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield FieldChange(name=name, before=old, after=new)


def _compare_verdicts(before: Graph, after: Graph) -> Iterator[VerdictChange]:
    then = {claim.id: claim for claim in before.claims if claim.kind == ClaimKind.PERCEPTION}
    now = {claim.id: claim for claim in after.claims if claim.kind == ClaimKind.PERCEPTION}
    for label in sorted(then.keys() | now.keys(), key=natural_sort_key):
        old = find_verdict(before, label) if label in then else None
        new = find_verdict(after, label) if label in now else None
        if old != new:
            yield VerdictChange(perception=now.get(label) or then[label], before=old, after=new)
