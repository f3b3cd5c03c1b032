"""Two maps compared: what one has that the other has not, what says something else, and which verdicts turn.

The two may be one map at two moments, or two maps that share their labels because one is a fork of the other.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from argument_maps.graph import AnyRecord, Claim, Graph, natural
from argument_maps.verdicts.ledger import verdict_on
from models.vocabulary import ClaimKind

HEADER = ("title", "description", "visibility", "licence", "language", "authors")


class FieldChange(msgspec.Struct, frozen=True, kw_only=True):
    """A field that says different things; None, an empty text and an empty list are nothing."""

    name: str
    before: Any
    after: Any


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """A record that both maps have and that says different things."""

    before: AnyRecord
    after: AnyRecord
    fields: tuple[FieldChange, ...]


class Turned(msgspec.Struct, frozen=True, kw_only=True):
    """A perception whose verdict is another; None where one of the maps does not have it."""

    perception: Claim
    before: str | None
    after: str | None


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """All that differs between two maps; records in the order of a document, by label within their kind."""

    header: tuple[FieldChange, ...]
    added: tuple[AnyRecord, ...]
    changed: tuple[Changed, ...]
    removed: tuple[AnyRecord, ...]
    verdicts: tuple[Turned, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the two maps say the same."""
        return not (self.header or self.added or self.changed or self.removed)


def compare(before: Graph, after: Graph) -> Comparison:
    """Return what differs between two maps. Linear in records.

    A record whose kind is another is one that went and one that came, though the label is the same.
    """
    here, there = before.by_id, after.by_id
    return Comparison(
        header=tuple(_fields(before, after, HEADER)),
        added=tuple(each for each in after if type(here.get(each.id)) is not type(each)),
        changed=tuple(
            Changed(before=here[each.id], after=each, fields=differing(here[each.id], each))
            for each in after
            if type(here.get(each.id)) is type(each) and here[each.id] != each
        ),
        removed=tuple(each for each in before if type(there.get(each.id)) is not type(each)),
        verdicts=tuple(_turned(before, after)),
    )


def differing(before: AnyRecord, after: AnyRecord) -> tuple[FieldChange, ...]:
    """Return the fields in which two records of one kind differ."""
    return tuple(_fields(before, after, before.__struct_fields__))


def _fields(before: Any, after: Any, names: tuple[str, ...]) -> Iterator[FieldChange]:
    for name in names:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield FieldChange(name=name, before=old, after=new)


def _turned(before: Graph, after: Graph) -> Iterator[Turned]:
    then = {claim.id: claim for claim in before.claims if claim.kind == ClaimKind.PERCEPTION}
    now = {claim.id: claim for claim in after.claims if claim.kind == ClaimKind.PERCEPTION}
    for label in sorted(then.keys() | now.keys(), key=natural):
        old = verdict_on(before, label) if label in then else None
        new = verdict_on(after, label) if label in now else None
        if old != new:
            yield Turned(perception=now.get(label) or then[label], before=old, after=new)
