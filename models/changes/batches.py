"""Several records made, changed and deleted in one change, all or none, whatever they name of each other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlmodel import Session, SQLModel

from models.changes.journal import Journal, expect_version, give_turn_back
from models.changes.labels import note_labels
from models.changes.lookup import find_records, read_record_kinds
from models.changes.page_images import check_page_images
from models.changes.passages import check_passages
from models.changes.records import check_circles
from models.changes.time_limit import check_time
from models.changes.writer_limits import require_changeable, require_removable
from models.errors import RecordInUse
from models.history.record_descriptions import quote_records
from models.history.revisions import Revision
from models.records.contents import ContentDraft, store_contents
from models.records.kinds import KINDS
from models.records.maps import ArgumentMap, Record
from models.records.references import find_reference_faults, list_named_labels
from models.records.rows import Draft, delete_rows, dump_draft, find_dependents_of_each, insert_rows, read_drafts
from models.records.scans.images import ImageDraft, store_images
from models.row_keys import persisted_id
from models.search.search_texts import forget_records, index_records
from models.text_types import STORED
from models.vocabulary import ChangeKind, RecordKind


@dataclass(frozen=True, slots=True)
class RecordBatch:
    """What records are to say by label, None where one is to go.

    `identities` are global ids under which records that were there once come back; `credits` whose work a record is,
    where that is not who makes the change. With `always` also what says so already gets a revision.
    """

    drafts: Mapping[str, tuple[RecordKind, Draft] | None]
    identities: Mapping[str, int] = field(default_factory=dict)
    credits: Mapping[str, str] = field(default_factory=dict)
    always: bool = False


def change_batch(
    session: Session, argument_map: ArgumentMap, batch: RecordBatch, *, version: int | None, author: str, why: str = ""
) -> tuple[Revision, ...]:
    """Write what is wanted as one change of the map; raises `StaleRevision` and what is at fault."""
    journal = Journal(session, argument_map, author, why)
    expect_version(journal, version)
    apply_batch(journal, batch)
    return journal.close()


def apply_batch(journal: Journal, batch: RecordBatch) -> None:
    """Write what is wanted, with a revision for each record that it changes; raises what is at fault.

    A record that says already what it is to say gets no revision. Deletions come first, and what is named before
    what names it. `NotYours` is raised for a record that the writer's role does not reach.
    """
    session, map_id = journal.session, journal.map_id
    present = read_drafts(session, map_id, batch.drafts)
    drafts = {
        label: (kind, KINDS[kind].draft.model_validate(draft, context=STORED))
        for label, (kind, draft) in (
            (label, typed_draft) for label, typed_draft in batch.drafts.items() if typed_draft is not None
        )
    }
    drafts = {
        label: (kind, draft)
        for label, (kind, draft) in drafts.items()
        if batch.always or not _says_already(present.get(label), kind, draft)
    }
    other_kind = [label for label, (kind, _) in drafts.items() if label in present and present[label][0] != kind]
    deleted_labels = [label for label, typed_draft in batch.drafts.items() if typed_draft is None and label in present]
    _check_references(session, map_id, drafts, [*deleted_labels, *other_kind])
    records = {record.label: record for record in find_records(session, map_id, [*present])}
    require_removable(session, [records[label] for label in (*deleted_labels, *other_kind)])
    require_changeable(session, [records[label] for label in drafts if label in records])
    check_time(session)
    deletions = sorted([*deleted_labels, *other_kind], key=lambda label: -_KIND_ORDER[present[label][0]])
    _delete_in_order(journal, [records.pop(label) for label in deletions], present, batch.credits)
    check_time(session)
    ordered = sorted(drafts.items(), key=lambda item: _KIND_ORDER[item[1][0]])
    created = [(label, kind, draft) for label, (kind, draft) in ordered if label not in records]
    changed = [(label, kind, draft) for label, (kind, draft) in ordered if label in records]
    for label, kind, _ in created:
        identity = batch.identities.get(label)
        records[label] = Record(id=identity, map_id=map_id, label=label, kind=kind.value, revision=0)
        session.add(records[label])
    session.flush()
    for kind in {kind for _, kind, _ in changed}:
        delete_rows(
            session,
            map_id,
            [label for label, changed_kind, _ in changed if changed_kind == kind],
            keep_identity_of=kind,
        )
    forget_records(session, [persisted_id(records[label]) for label, _, _ in changed])
    written = [*created, *changed]
    kinds = read_record_kinds(
        session, map_id, {name for _, kind, draft in written for name in list_named_labels(kind, draft)}
    )
    insert_rows(session, map_id, [(kind, label, draft) for label, kind, draft in written], kinds)
    indexed = []
    for label, kind, draft in written:
        check_time(session)
        record, after = records[label], dump_draft(draft)
        before = present[label][1] if label in present and label not in other_kind else None
        change_kind = ChangeKind.CREATED if before is None else ChangeKind.CHANGED
        credit = batch.credits.get(label)
        record.revision = journal.add(change_kind, record=record, before=before, after=after, credit=credit)
        session.add(record)
        indexed.append((persisted_id(record), kind, label, after))
    index_records(session, indexed)
    session.flush()
    check_time(session)
    note_labels(session, map_id, [label for label, _, _ in created])
    check_circles(session, map_id, {label: kind for label, kind, _ in written})
    check_passages(session, map_id, {label: kind for label, kind, _ in written})
    check_page_images(session, map_id, {label: kind for label, kind, _ in written})


def _says_already(present: tuple[RecordKind, Draft] | None, kind: RecordKind, draft: SQLModel) -> bool:
    if present is None or present[0] != kind:
        return False
    return bool(KINDS[kind].draft.model_validate(present[1], context=STORED) == draft)


_KIND_ORDER = {kind: place for place, kind in enumerate(KINDS)}


def _check_references(
    session: Session, map_id: int, drafts: Mapping[str, tuple[RecordKind, Any]], deleted_labels: list[str]
) -> None:
    names = {name for kind, draft in drafts.values() for name in list_named_labels(kind, draft)}
    kinds = read_record_kinds(session, map_id, names)
    kinds = {label: kind for label, kind in kinds.items() if label not in deleted_labels}
    kinds |= {label: kind for label, (kind, _) in drafts.items()}
    for label, (kind, draft) in drafts.items():
        for fault in find_reference_faults(kind, label, draft, kinds):
            raise fault
    removed = [label for label in deleted_labels if label not in drafts]
    dependents_by_label = find_dependents_of_each(session, map_id, removed)
    replaced_labels = drafts.keys() | set(deleted_labels)
    for label in removed:
        dependent_labels = sorted(dependents_by_label.get(label, {}).keys() - replaced_labels)
        if dependent_labels:
            raise RecordInUse(label, dependent_labels, quote_records(session, map_id, [label, *dependent_labels[:20]]))


def _delete_in_order(
    journal: Journal,
    records: list[Record],
    present: Mapping[str, tuple[RecordKind, Draft]],
    credits: Mapping[str, str],
) -> None:
    """Delete records in this order, which is by kind, those of one kind together."""
    session = journal.session
    forget_records(session, [persisted_id(record) for record in records])
    for _, records_of_kind in groupby(records, key=lambda record: record.kind):
        labels = []
        for record in records_of_kind:
            label = record.label
            journal.add(ChangeKind.DELETED, record=record, before=present[label][1], credit=credits.get(label))
            session.expunge(record)
            labels.append(label)
        delete_rows(session, journal.map_id, labels)


def begin_import(
    session: Session, argument_map: ArgumentMap, *, version: int | None, author: str, why: str = ""
) -> Journal:
    """Hold a map for an import; raises `StaleRevision`."""
    journal = Journal(session, argument_map, author, why)
    expect_version(journal, version)
    return journal


def finish_import(
    journal: Journal, batch: RecordBatch, contents: Iterable[ContentDraft] = (), images: Iterable[ImageDraft] = ()
) -> tuple[Revision, ...]:
    """Write the records as one change and return its revisions, none where nothing changes. Raises what is at fault."""
    store_contents(journal.session, contents)
    store_images(journal.session, images)
    apply_batch(journal, batch)
    if journal.revisions:
        return journal.close()
    give_turn_back(journal)
    return ()
