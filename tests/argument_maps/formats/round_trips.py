"""A map that went out in a format and came in again, beside what it was and what the writer said is lost."""

from typing import Any

import msgspec

from argument_maps.formats.bibliographies.source_description import find_agent_twins, replace_labels
from argument_maps.formats.exchange import FormatLoss
from argument_maps.formats.held_fields import HEADER_FIELDS, list_filled_fields
from argument_maps.graph import Graph
from argument_maps.references import find_record_kind


def list_unnamed_changes(before: Graph, after: Graph, losses: tuple[FormatLoss, ...]) -> list[str]:
    """Return what is otherwise after than before without a loss that names it, and what came in from nowhere.

    What loses its label is found again by name.
    """
    lost = {(loss.kind, loss.field, label) for loss in losses for label in loss.labels or ("",)}
    twins = find_agent_twins(before, after) if any(loss.field == "id" for loss in losses) else {}
    found = {twins.get(record.id, record.id): record for record in after}
    changes = [
        f"{name} of the map"
        for name in HEADER_FIELDS
        if getattr(before, name) != getattr(after, name) and (None, name, "") not in lost
    ]
    for record in before:
        kind = find_record_kind(record)
        other = found.get(record.id)
        if (kind, "", record.id) in lost:
            if other is not None:
                changes.append(f"{record.id} is said to be lost and is there")
            continue
        if other is None or find_record_kind(other) != kind:
            changes.append(f"{record.id} is gone")
            continue
        names = dict.fromkeys((*list_filled_fields(record), *list_filled_fields(other)))
        changes += [
            f"{name} of {record.id}: {_show(record, name)} became {_show(other, name)}"
            for name in names
            if getattr(record, name) != replace_labels(getattr(other, name), twins)
            and (kind, name, record.id) not in lost
        ]
    return changes + [f"{label} came from nowhere" for label in found if label not in before.by_id]


def _show(record: Any, name: str) -> str:
    return msgspec.json.encode(getattr(record, name)).decode()[:80]
