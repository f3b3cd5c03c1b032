"""A map that went out in a format and came in again, beside what it was and what the writer said is lost."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import msgspec

from argument_maps.formats.bibliographies.source_description import find_agent_twins
from argument_maps.formats.exchange import FormatLoss
from argument_maps.formats.held_fields import HEADER_FIELDS, list_filled_fields
from argument_maps.graph import Graph
from argument_maps.references import find_record_kind, rename_labels


def list_unnamed_changes(
    before: Graph, after: Graph, losses: tuple[FormatLoss, ...], stands_for: Mapping[str, str] | None = None
) -> list[str]:
    """Return what is otherwise after than before without a loss that names it, and what came in from nowhere.

    `stands_for` has the label before for each label after, where they are others. What stands for a record that is said
    to be lost, or to have become several, may be there as something else.
    """
    # Agents and tags of a bibliography, which loses their labels, are found again by name.
    twins = find_agent_twins(before, after) if any(loss.field == "id" for loss in losses) else {}
    stands_for = {**twins, **(stands_for or {})}
    times = Counter(stands_for.values())
    renamed = {label: other for other, label in stands_for.items() if times[label] == 1}
    lost = {(loss.kind, loss.field, label) for loss in losses for label in loss.labels or ("",)}
    changes = [
        f"{name} of the map"
        for name in HEADER_FIELDS
        if getattr(before, name) != getattr(after, name) and (None, name, "") not in lost
    ]
    for original in before:
        record, kind = rename_labels(original, renamed), find_record_kind(original)
        is_itself = stands_for.get(record.id, original.id) == original.id
        other = after.by_id.get(record.id) if is_itself else None
        if (kind, "", original.id) in lost:
            if other is not None and find_record_kind(other) == kind and original.id not in times:
                changes.append(f"{original.id} is said to be lost and is there")
            continue
        if other is None or find_record_kind(other) != kind:
            changes.append(f"{original.id} is gone")
            continue
        if record.id != original.id and (kind, "id", original.id) not in lost:
            changes.append(f"{original.id} became {record.id}")
        names = dict.fromkeys((*list_filled_fields(record), *list_filled_fields(other)))
        changes += [
            f"{name} of {original.id}: {_show(record, name)} became {_show(other, name)}"
            for name in names
            if getattr(record, name) != getattr(other, name) and (kind, name, original.id) not in lost
        ]
    known = {*stands_for, *(before.by_id.keys() - stands_for.values())}
    return changes + [f"{record.id} came from nowhere" for record in after if record.id not in known]


def _show(record: Any, name: str) -> str:
    return msgspec.json.encode(getattr(record, name)).decode()[:80]
