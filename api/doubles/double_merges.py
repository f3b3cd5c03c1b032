"""Two records of a map merged into one. Rows become values here, and values rows."""

from collections.abc import Collection

from sqlmodel import Session

from api.requests.map_graphs import read_map_graph
from argument_maps.comparison.doubles import plan_double_merge
from argument_maps.draft_values import build_draft
from models import changes
from models.history.record_ancestry import note_successors
from models.history.revisions import Revision
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id


def merge_records(
    session: Session,
    argument_map: ArgumentMap,
    kept: str,
    other: str,
    kept_fields: Collection[str],
    *,
    author: str,
    why: str = "",
) -> tuple[Revision, ...]:
    """Let one record stand for two, in one change, and let the label of the other lead to it.

    Raises `UnknownRecord`, `NotTheSameKind`, `DoublesInACircle`, `NotYours` and what is at fault with the records.
    """
    for label in (kept, other):
        changes.find_record(session, argument_map, label)
    planned = plan_double_merge(read_map_graph(session, argument_map), kept, other, kept_fields)
    drafts = {label: None if record is None else build_draft(record) for label, record in planned.items()}
    revisions = changes.change_batch(
        session,
        argument_map,
        changes.RecordBatch(drafts),
        version=None,
        author=author,
        why=why or f"Merged {other} into {kept}.",
    )
    note_successors(session, persisted_id(argument_map), {other: kept})
    return revisions
