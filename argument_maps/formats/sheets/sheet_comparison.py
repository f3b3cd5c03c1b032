"""What records that were read would change on a map that is there: asked before anything is written."""

from dataclasses import dataclass

from argument_maps.comparison.map_differences import ChangedRecord, list_field_changes
from argument_maps.graph import Graph
from argument_maps.references import find_record_kind
from argument_maps.values import AnyRecord
from models.vocabulary import RecordKind


@dataclass(frozen=True, slots=True)
class KindConflict:
    """A record that was read with the id of another kind of record on the map."""

    record: AnyRecord
    kind_here: RecordKind


@dataclass(frozen=True, slots=True)
class SheetComparison:
    """The records that were read, beside those of the map with the same ids."""

    new: tuple[AnyRecord, ...]
    changed: tuple[ChangedRecord, ...]
    unchanged: tuple[AnyRecord, ...]
    conflicts: tuple[KindConflict, ...]


def compare_with_map(graph_read: Graph, graph_here: Graph) -> SheetComparison:
    """Return what the records that were read would add to a map and change on it, field by field. Linear in records.

    Records that only the map has are not looked at: whoever sends some of them does not mean to delete the others.
    """
    here = graph_here.by_id
    new: list[AnyRecord] = []
    changed: list[ChangedRecord] = []
    unchanged: list[AnyRecord] = []
    conflicts: list[KindConflict] = []
    for record in graph_read:
        former = here.get(record.id)
        if former is None:
            new.append(record)
        elif type(former) is not type(record):
            conflicts.append(KindConflict(record, find_record_kind(former)))
        elif former == record:
            unchanged.append(record)
        else:
            changed.append(ChangedRecord(before=former, after=record, fields=list_field_changes(former, record)))
    return SheetComparison(tuple(new), tuple(changed), tuple(unchanged), tuple(conflicts))
