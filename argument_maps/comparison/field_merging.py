"""One record of which two maps have gone on from the same: merged field by field.

What only one side changed is taken from there, a list that both changed is merged by its members, and what both changed
to different things is a conflict, which somebody has to decide.
"""

import json
from collections.abc import Collection
from typing import Any

import msgspec

from argument_maps.comparison.field_rules import (
    ORDERED_LISTS,
    WHOLE_LISTS,
    Slot,
    join_fields,
    list_units,
    name_slot,
    split_fields,
)
from argument_maps.labels import natural_sort_key
from argument_maps.references import find_record_kind
from argument_maps.values import AnyRecord
from models.records.kinds import KINDS


class FieldConflict(msgspec.Struct, frozen=True, kw_only=True):
    """What both sides changed to different things: the fields that differ, decided as one under `name`."""

    name: str
    slots: tuple[Slot, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that differ, each once."""
        return tuple(dict.fromkeys(field for field, _ in self.slots))


class FieldMerge(msgspec.Struct, frozen=True, kw_only=True):
    """Both sides of a record merged, `theirs` into `ours`, by where each field comes from.

    `record` is what comes of it where each conflict is left as `ours` has it. `taken` are the fields that come from
    theirs, `kept` those that only ours changed, `joined` the lists that have the members of both.
    """

    record: AnyRecord
    theirs: AnyRecord
    ours: AnyRecord
    taken: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    conflicts: tuple[FieldConflict, ...] = ()

    @property
    def changes_nothing(self) -> bool:
        """Whether ours says already all that theirs has changed."""
        return not self.conflicts and self.record == self.ours

    def settle(self, kept_names: Collection[str] = ()) -> AnyRecord:
        """Return the record with each conflict decided: as ours where it is named, else as theirs."""
        decided = [conflict for conflict in self.conflicts if conflict.name not in kept_names]
        if not decided:
            return self.record
        slots, other = split_fields(self.record), split_fields(self.theirs)
        slots |= {slot: other.get(slot) for conflict in decided for slot in conflict.slots}
        return msgspec.structs.replace(self.record, **join_fields(self.record, slots))


def merge_fields(base: AnyRecord, former: AnyRecord, theirs: AnyRecord, ours: AnyRecord) -> FieldMerge:
    """Merge two records of one kind, of which theirs has gone on from `base` and ours from `former`.

    All name the records of one map. Where both bases are the same, it does not matter which side is which, but for
    conflicts.
    """
    was, were, other, own = (split_fields(record) for record in (base, former, theirs, ours))
    slots = was.keys() | were.keys() | other.keys() | own.keys()
    by_them = {slot for slot in slots if other.get(slot) != was.get(slot)}
    by_us = {slot for slot in slots if own.get(slot) != were.get(slot)}
    merged = dict(own)
    taken: list[Slot] = []
    kept: list[Slot] = []
    joined: list[Slot] = []
    conflicts: list[FieldConflict] = []
    for unit in list_units(ours, slots, by_them | by_us):
        differing = tuple(slot for slot in unit if other.get(slot) != own.get(slot))
        # What both changed alike is no matter any more.
        their_changes, our_changes = by_them.intersection(differing), by_us.intersection(differing)
        if not their_changes:
            kept += [slot for slot in differing if slot in our_changes]
        elif not our_changes:
            merged |= {slot: other.get(slot) for slot in unit}
            taken += differing
        elif (
            members := _join_members(ours, differing, their_changes | our_changes, was, were, other, own)
        ) is not None:
            merged[differing[0]] = members
            joined += differing
        else:
            conflicts.append(FieldConflict(name=name_slot(unit[0]), slots=differing))
    return FieldMerge(
        record=msgspec.structs.replace(ours, **join_fields(ours, merged)),
        theirs=theirs,
        ours=ours,
        taken=_list_fields(taken),
        kept=_list_fields(kept),
        joined=_list_fields(joined),
        conflicts=tuple(conflicts),
    )


def _list_fields(slots: Collection[Slot]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(field for field, _ in slots))


def _join_members(
    record: AnyRecord,
    differing: tuple[Slot, ...],
    changed: set[Slot],
    *sides: dict[Slot, Any],
) -> tuple[Any, ...] | None:
    """Return the members of a list that both sides changed, None where that is not all that they changed."""
    name = differing[0][0]
    lists = [side.get(differing[0]) for side in sides]
    if len(differing) > 1 or changed != {differing[0]} or name in WHOLE_LISTS:
        return None
    if not all(isinstance(members, tuple) for members in lists):
        return None
    joined = join_lists(*lists, ordered=name in ORDERED_LISTS)  # type: ignore[arg-type] # looked at above
    if joined is None:
        return None
    limits = KINDS[find_record_kind(record)].draft.model_fields[name].metadata
    least = max((limit.min_length for limit in limits if hasattr(limit, "min_length")), default=0)
    most = min((limit.max_length for limit in limits if hasattr(limit, "max_length")), default=len(joined))
    return joined if least <= len(joined) <= most else None


def join_lists(
    base: tuple[Any, ...], former: tuple[Any, ...], theirs: tuple[Any, ...], ours: tuple[Any, ...], *, ordered: bool
) -> tuple[Any, ...] | None:
    """Return the list in which both have what either added, and neither what either took out; None where that is open.

    Members stand in the order of the side that changed it, and what was added behind what it was put behind. It is open
    where both changed the order, or where a member stands twice; in an `ordered` list also where both added something
    in one place.
    """
    members = {_identify(member): member for members in (base, former, ours, theirs) for member in members}
    was, were, other, own = ([_identify(member) for member in each] for each in (base, former, theirs, ours))
    if any(len(set(each)) < len(each) for each in (was, were, other, own)):
        return None
    frame = _choose_order(was, were, other, own)
    if frame is None:
        return None
    # Behind which member of the frame each side has something of its own; None is the beginning.
    theirs_behind = _list_additions(other, set(frame), set(was))
    ours_behind = _list_additions(own, set(frame), set(was))
    joined: list[str] = []
    for place in (None, *frame):
        joined += [place] if place is not None else []
        both = [added for added in (theirs_behind.get(place), ours_behind.get(place)) if added]
        if len(both) > 1 and ordered:
            return None
        for added in sorted(both, key=lambda each: natural_sort_key(each[0])):
            joined += added
    return tuple(members[key] for key in joined)


def _identify(member: Any) -> str:
    return member if isinstance(member, str) else json.dumps(member, sort_keys=True, ensure_ascii=False)


def _choose_order(was: list[str], were: list[str], other: list[str], own: list[str]) -> list[str] | None:
    """Return what both have, in the order of the side that changed it; None where both did."""
    common = set(other) & set(own)
    by_them, by_us = [key for key in other if key in common], [key for key in own if key in common]
    if by_them == by_us:
        return by_us
    they_moved, we_moved = _has_moved(was, other), _has_moved(were, own)
    if they_moved == we_moved:
        return None
    return by_them if they_moved else by_us


def _has_moved(before: list[str], after: list[str]) -> bool:
    return [key for key in before if key in set(after)] != [key for key in after if key in set(before)]


def _list_additions(members: list[str], frame: set[str], removed: set[str]) -> dict[str | None, list[str]]:
    """Return what one side has and the other has not taken out, by the member of the frame that it stands behind."""
    behind: dict[str | None, list[str]] = {}
    place: str | None = None
    for key in members:
        if key in frame:
            place = key
        elif key not in removed:
            behind.setdefault(place, []).append(key)
    return behind
