"""Writing: every change of maps and records, each with its revision in the same transaction.

Every write first raises its map's version. On PostgreSQL that row is the lock that puts the writers of
one map in a queue (on SQLite BEGIN IMMEDIATE does), and it numbers the revisions without gaps.
"""

from models.changes.batches import Wanted
from models.changes.forking import begin_merge, credits_of, finish_merge, fork_map
from models.changes.labels import free_label, prefix_of
from models.changes.lookup import find_map, find_record, is_name_taken, name_map
from models.changes.maps import change_map, create_map, delete_map, replace_map
from models.changes.question_order import order_questions
from models.changes.records import change_record, create_record, create_records, delete_record, deleted_with
from models.changes.restoring import Former, read_former, restore_map, restore_record
from models.changes.texts import add_version
from models.changes.undoing import deletes_map, undo

__all__ = [
    "Former",
    "Wanted",
    "add_version",
    "begin_merge",
    "change_map",
    "change_record",
    "create_map",
    "create_record",
    "create_records",
    "credits_of",
    "delete_map",
    "delete_record",
    "deleted_with",
    "deletes_map",
    "find_map",
    "find_record",
    "finish_merge",
    "fork_map",
    "free_label",
    "is_name_taken",
    "name_map",
    "order_questions",
    "prefix_of",
    "read_former",
    "replace_map",
    "restore_map",
    "restore_record",
    "undo",
]
