"""One record that is used in two maps: where it says something else by now, and what of that is a correction.

A correction is what the other map changed since the record was copied, or since it was decided about last. Whatever
else differs can be taken as well, and is not offered.
"""

from collections.abc import Collection, Iterable

import msgspec

from argument_maps.comparison.field_merging import merge_fields
from argument_maps.comparison.field_rules import Slot, join_fields, list_units, name_slot, split_fields
from argument_maps.references import list_referenced_labels
from argument_maps.values import Agent, AnyRecord, Claim, Evidence, Interpretation, Link, Question, Source, Tag

# What a text or an image says is bound to its passages and regions: those are no fields to be taken one by one.
_CORRECTABLE = (Claim, Interpretation, Evidence, Link, Question, Agent, Source, Tag)
# Where a question stands among the others is a matter of its map.
_OF_ITS_MAP = frozenset({"place"})
# Before what is no label here.
_MARK = " "


class DifferingPart(msgspec.Struct, frozen=True, kw_only=True):
    """Fields that say something else in the other map and mean something only together, taken or left as one.

    It is `offered` where the other map changed it since; `contested` where this one changed it as well. Of a `joined`
    list the members of both are taken.
    """

    name: str
    slots: tuple[Slot, ...]
    offered: bool = False
    contested: bool = False
    joined: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that differ, each once."""
        return tuple(dict.fromkeys(field for field, _ in self.slots))


class RecordDifferences(msgspec.Struct, frozen=True, kw_only=True):
    """A record here and in another map, both by the labels of this one, with the parts that differ.

    `proposed` is what the record here would say if each part were taken.
    """

    ours: AnyRecord
    theirs: AnyRecord
    proposed: AnyRecord
    parts: tuple[DifferingPart, ...] = ()

    @property
    def offered(self) -> tuple[DifferingPart, ...]:
        """The parts that are corrections."""
        return tuple(part for part in self.parts if part.offered)

    def take(self, names: Collection[str]) -> AnyRecord:
        """Return the record here with those parts taken that are named."""
        slots, proposed = split_fields(self.ours), split_fields(self.proposed)
        slots |= {slot: proposed.get(slot) for part in self.parts if part.name in names for slot in part.slots}
        return msgspec.structs.replace(self.ours, **join_fields(self.ours, slots))


def is_correctable(record: AnyRecord) -> bool:
    """Tell whether what another map changed of a record can be taken field by field."""
    return isinstance(record, _CORRECTABLE)


def compare_uses(
    ours: AnyRecord, theirs: AnyRecord, former: AnyRecord | None = None, base: AnyRecord | None = None
) -> RecordDifferences:
    """Return where a record says something else in another map; nothing is offered without what it goes on from.

    All are of one kind and name records of this map. Theirs has gone on from `base` and ours from `former`.
    """
    theirs = msgspec.structs.replace(theirs, id=ours.id, **{name: getattr(ours, name) for name in _list_own(ours)})
    base = theirs if base is None else base
    former = ours if former is None else former
    merge = merge_fields(base, former, theirs, ours)
    was, were, other, own = (split_fields(record) for record in (base, former, theirs, ours))
    settled = split_fields(merge.settle())
    slots = was.keys() | were.keys() | other.keys() | own.keys()
    by_them = {slot for slot in slots if other.get(slot) != was.get(slot)}
    by_us = {slot for slot in slots if own.get(slot) != were.get(slot)}
    differing = {slot for slot in slots if other.get(slot) != own.get(slot) and slot[0] not in _OF_ITS_MAP}
    proposed = dict(own)
    parts: list[DifferingPart] = []
    for unit in list_units(ours, slots, by_them | by_us | differing):
        part_slots = tuple(slot for slot in unit if slot in differing)
        if not part_slots:
            continue
        joined = len(part_slots) == 1 and part_slots[0][0] in merge.joined
        if joined and settled.get(part_slots[0]) == own.get(part_slots[0]):
            # All that they added is here already; what is left is what we did with it.
            joined, is_new = False, False
        else:
            is_new = not by_them.isdisjoint(part_slots)
        proposed |= {slot: settled.get(slot) if joined else other.get(slot) for slot in part_slots}
        parts.append(
            DifferingPart(
                name=name_slot(unit[0]),
                slots=part_slots,
                offered=is_new,
                contested=is_new and not joined and not by_us.isdisjoint(part_slots),
                joined=joined,
            )
        )
    return RecordDifferences(
        ours=ours,
        theirs=theirs,
        proposed=msgspec.structs.replace(ours, **join_fields(ours, proposed)),
        parts=tuple(parts),
    )


def _list_own(record: AnyRecord) -> Iterable[str]:
    return _OF_ITS_MAP.intersection(record.__struct_fields__)


def offers_the_same(one: RecordDifferences, other: RecordDifferences) -> bool:
    """Tell whether all that one use offers is offered by another one as well."""
    theirs = split_fields(other.proposed)
    ours = split_fields(one.proposed)
    offered = {slot for part in other.offered for slot in part.slots}
    return all(slot in offered and ours.get(slot) == theirs.get(slot) for part in one.offered for slot in part.slots)


def make_stand_in(label: str) -> str:
    """Return what stands for a record of another map that is not here: no label is written so."""
    return f"{_MARK}{label}"


def list_stand_ins(record: AnyRecord) -> list[str]:
    """Return the labels in another map of those records that a record names and that are not here."""
    named = list_referenced_labels(record)
    return sorted(label.removeprefix(_MARK) for label in named if label.startswith(_MARK))
