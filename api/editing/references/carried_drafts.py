"""What a record says when it is carried into another map: without names of people, and with where it came from."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlmodel import Session, col, select

from api.editing.references.masked_names import list_names_to_mask, mask_member_names
from models.records.fields import list_date_fields, list_term_fields
from models.records.kinds import KINDS
from models.records.maps import ArgumentMap, Record
from models.records.references import REFERENCE_FIELDS
from models.records.rows import Draft
from models.row_keys import persisted_id
from models.vocabulary import RecordKind

# Where nobody writes words: what a name of somebody may be like there is none.
_FIELDS_WITHOUT_WORDS = {
    kind: {
        *(field.name for field in REFERENCE_FIELDS[kind]),
        *list_term_fields(entry.draft),
        *list_date_fields(entry.draft),
        *("language", "original_language", "translation_language", "url"),
    }
    for kind, entry in KINDS.items()
}
_PARTS_WITHOUT_WORDS = frozenset({"aspect", "language", "type"})

# The id of a map, the label of a record there, and the revision that it had.
CarriedFrom = tuple[int, str, int]


def mask_carried_draft(session: Session, source: ArgumentMap, label: str, kind: RecordKind, draft: Draft) -> Draft:
    """Return a draft without the names of people that do not go along, wherever somebody writes words."""
    people = list_names_to_mask(session, source, label)
    return {
        name: value if name in _FIELDS_WITHOUT_WORDS[kind] else _mask_value(value, people)
        for name, value in draft.items()
    }


def _mask_value(value: Any, people: list[str]) -> Any:
    """Return a value without names of people, its parts that are words of a vocabulary or a language as they are."""
    # Of a value lists are tuples.
    if isinstance(value, list | tuple):
        return [_mask_value(part, people) for part in value]
    if isinstance(value, dict):
        return {
            name: part if name in _PARTS_WITHOUT_WORDS else _mask_value(part, people) for name, part in value.items()
        }
    return mask_member_names(value, people)


def trace_origins(session: Session, source: ArgumentMap, origins: Mapping[str, str]) -> dict[str, CarriedFrom]:
    """Return of what new records are copies, given the labels in the other map by whatever stands for the new ones."""
    source_id = persisted_id(source)
    revisions = _read_revisions(session, source_id, set(origins.values()))
    return {new: (source_id, origin, revisions[origin]) for new, origin in origins.items()}


def _read_revisions(session: Session, map_id: int, labels: Collection[str]) -> dict[str, int]:
    wanted, revisions = sorted(labels), dict[str, int]()
    for start in range(0, len(wanted), 500):
        some = col(Record.label).in_(wanted[start : start + 500])
        records = session.exec(select(Record).where(Record.map_id == map_id, some))
        revisions |= {record.label: record.revision for record in records}
    return revisions
