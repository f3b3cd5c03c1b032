"""Writing: every change of maps and records, each with its revision in the same transaction.

Every write first raises its map's version. On PostgreSQL that row is the lock that puts the writers of
one map in a queue (on SQLite BEGIN IMMEDIATE does), and it numbers the revisions without gaps.
"""

from models.changes.batches import RecordBatch, begin_import, change_batch, finish_import
from models.changes.forking import begin_merge, finish_merge, fork_map, read_credits
from models.changes.labels import choose_label_prefix, find_free_label
from models.changes.lookup import find_map, find_record, map_exists, propose_slug
from models.changes.maps import add_style, change_map, create_map, delete_map, remove_style, replace_map
from models.changes.question_order import save_question_order
from models.changes.records import (
    change_record,
    change_records,
    create_record,
    create_records,
    delete_record,
    list_deleted_with,
)
from models.changes.restoring import FormerSnapshot, read_former_snapshot, restore_map, restore_record
from models.changes.texts import add_version
from models.changes.undoing import revert_change, would_delete_map

__all__ = [
    "FormerSnapshot",
    "RecordBatch",
    "add_style",
    "add_version",
    "begin_import",
    "begin_merge",
    "change_batch",
    "change_map",
    "change_record",
    "change_records",
    "choose_label_prefix",
    "create_map",
    "create_record",
    "create_records",
    "delete_map",
    "delete_record",
    "find_free_label",
    "find_map",
    "find_record",
    "finish_import",
    "finish_merge",
    "fork_map",
    "list_deleted_with",
    "map_exists",
    "propose_slug",
    "read_credits",
    "read_former_snapshot",
    "remove_style",
    "replace_map",
    "restore_map",
    "restore_record",
    "revert_change",
    "save_question_order",
    "would_delete_map",
]
