"""Creating, changing and deleting records."""

from collections.abc import Mapping, Sequence

from sqlalchemy import or_, select
from sqlmodel import Session, SQLModel, col

from models.changes.journal import Journal
from models.changes.labels import NewRecord, assign_labels
from models.changes.lookup import find_record, find_records, read_record_kinds
from models.changes.page_images import check_page_images
from models.changes.passages import check_passages
from models.changes.writer_limits import require_changeable, require_removable
from models.errors import RecordInUse, SourceCircle, StaleRevision, TargetCircle
from models.history.record_descriptions import quote_records
from models.history.revisions import Revision
from models.records.arguments import Link
from models.records.kinds import KINDS
from models.records.maps import ArgumentMap, Record
from models.records.references import (
    NEEDED_FIELDS,
    ORIGIN_FIELDS,
    find_circular,
    find_circular_sources,
    find_reference_faults,
    list_named_labels,
)
from models.records.rows import Draft, delete_rows, dump_draft, find_dependents, insert_many, insert_rows, read_drafts
from models.records.sources import Source
from models.row_keys import persisted_id
from models.search.search_texts import forget_records, index_records
from models.text_types import STORED
from models.vocabulary import ChangeKind, RecordKind


def create_record(
    session: Session,
    argument_map: ArgumentMap,
    kind: RecordKind,
    draft: SQLModel,
    *,
    label: str | None = None,
    author: str,
    why: str = "",
) -> Record:
    """Create one record, under the next free label of its kind if none is given."""
    return create_records(session, argument_map, [(kind, label, draft)], author=author, why=why)[0]


def create_records(
    session: Session,
    argument_map: ArgumentMap,
    items: Sequence[NewRecord],
    *,
    author: str,
    why: str = "",
    credit: str | None = None,
    pointers: Sequence[str] | None = None,
) -> list[Record]:
    """Create several records, all or none; they may name each other.

    `credit` is whose work they are, where that is not the author's; `pointers` are the items' places in the user's
    document. Raises the first fault in their order.
    """
    journal = Journal(session, argument_map, author, why)
    records = _create_within(journal, items, credit, pointers)
    journal.close()
    return records


def _create_within(
    journal: Journal, items: Sequence[NewRecord], credit: str | None = None, pointers: Sequence[str] | None = None
) -> list[Record]:
    """Create records within a change that is under way."""
    session = journal.session
    labelled = assign_labels(session, journal.map_id, items, pointers)
    kinds = read_record_kinds(
        session, journal.map_id, {name for kind, _, draft in labelled for name in list_named_labels(kind, draft)}
    )
    kinds |= {label: kind for kind, label, _ in labelled}
    for index, (kind, label, draft) in enumerate(labelled):
        for fault in find_reference_faults(kind, label, draft, kinds, pointers[index] if pointers else ""):
            raise fault
    labels = [label for _, label, _ in labelled]
    identity = {"map_id": journal.map_id, "revision": 0}
    if labelled:
        insert_many(session, Record, [{**identity, "label": label, "kind": kind.value} for kind, label, _ in labelled])
    records = {record.label: record for record in find_records(session, journal.map_id, labels)}
    created = [(records[label], draft) for _, label, draft in labelled]
    for record, draft in created:
        record.revision = journal.add(ChangeKind.CREATED, record=record, after=dump_draft(draft), credit=credit)
    session.flush()
    insert_rows(session, journal.map_id, labelled, kinds)
    index_records(
        session,
        ((persisted_id(record), RecordKind(record.kind), record.label, dump_draft(draft)) for record, draft in created),
    )
    check_circles(session, journal.map_id, {label: kind for kind, label, _ in labelled})
    check_passages(session, journal.map_id, {label: kind for kind, label, _ in labelled})
    check_page_images(session, journal.map_id, {label: kind for kind, label, _ in labelled})
    return [record for record, _ in created]


def change_record(
    session: Session,
    argument_map: ArgumentMap,
    label: str,
    draft: SQLModel,
    *,
    revision: int | None,
    author: str,
    why: str = "",
    new_records: Sequence[NewRecord] = (),
) -> Record:
    """Put a new draft in the place of a record's; raises `UnknownRecord`, `StaleRevision` and what is at fault.

    Records that are `new_records`, which the draft may name, are created in the same change.
    """
    journal = Journal(session, argument_map, author, why)
    record = find_record(session, argument_map, label)
    expect_revision(record, revision)
    if new_records:
        _create_within(journal, new_records)
    rewrite_record(journal, record, draft)
    journal.close()
    return record


def change_records(
    session: Session,
    argument_map: ArgumentMap,
    drafts: Mapping[str, SQLModel],
    *,
    revisions: Mapping[str, int],
    author: str,
    why: str = "",
) -> tuple[Revision, ...]:
    """Put new drafts in the place of those of several records, as one change.

    Of those that `revisions` names the last revision has to be that one. Raises as `change_record`.
    """
    journal = Journal(session, argument_map, author, why)
    for label, draft in drafts.items():
        record = find_record(session, argument_map, label)
        if label in revisions:
            expect_revision(record, revisions[label])
        rewrite_record(journal, record, draft)
    return journal.close()


def rewrite_record(journal: Journal, record: Record, draft: SQLModel) -> None:
    """Write a draft over a record, with its revision; raises what is at fault with its references."""
    session, map_id, kind = journal.session, journal.map_id, RecordKind(record.kind)
    require_changeable(session, [record])
    kinds = read_record_kinds(session, map_id, list_named_labels(kind, draft)) | {record.label: kind}
    for fault in find_reference_faults(kind, record.label, draft, kinds):
        raise fault
    before = read_drafts(session, map_id, [record.label])[record.label][1]
    delete_rows(session, map_id, [record.label], keep_identity_of=kind)
    insert_rows(session, map_id, [(kind, record.label, draft)], kinds)
    check_circles(session, map_id, {record.label: kind})
    check_passages(session, map_id, {record.label: kind})
    check_page_images(session, map_id, {record.label: kind})
    after = dump_draft(draft)
    forget_records(session, [persisted_id(record)])
    index_records(session, [(persisted_id(record), kind, record.label, after)])
    record.revision = journal.add(ChangeKind.CHANGED, record=record, before=before, after=after)
    session.add(record)
    session.flush()


def delete_record(
    session: Session,
    argument_map: ArgumentMap,
    label: str,
    *,
    revision: int | None,
    author: str,
    why: str = "",
    with_dependents: bool = False,
) -> tuple[Revision, ...]:
    """Delete a record; raises `RecordInUse` where others name it.

    With `with_dependents` links that it is a premise or target of, evidence taken from it and stances on it or
    of it are deleted too; records that name it beside other things lose that name.
    """
    journal = Journal(session, argument_map, author, why)
    record = find_record(session, argument_map, label)
    expect_revision(record, revision)
    deleted_labels, fields_by_dependent = _collect_deletion(session, journal.map_id, label)
    if (len(deleted_labels) > 1 or fields_by_dependent) and not with_dependents:
        dependent_labels = [*deleted_labels[1:], *fields_by_dependent]
        raise RecordInUse(
            label, dependent_labels, quote_records(session, journal.map_id, [label, *dependent_labels[:20]])
        )
    for other, fields in fields_by_dependent.items():
        dependent = find_record(session, argument_map, other)
        kind, draft = read_drafts(session, journal.map_id, [other])[other]
        rewrite_record(
            journal,
            dependent,
            KINDS[kind].draft.model_validate(_drop_labels(draft, fields, set(deleted_labels)), context=STORED),
        )
    for other in reversed(deleted_labels):
        remove_record(journal, find_record(session, argument_map, other))
    return journal.close()


def list_deleted_with(session: Session, argument_map: ArgumentMap, label: str) -> list[str]:
    """Return what is deleted where a record is deleted with its dependents, itself first."""
    return _collect_deletion(session, persisted_id(argument_map), label)[0]


def remove_record(journal: Journal, record: Record) -> None:
    """Remove one record, with its revision."""
    session = journal.session
    require_removable(session, [record])
    _, before = read_drafts(session, journal.map_id, [record.label])[record.label]
    forget_records(session, [persisted_id(record)])
    journal.add(ChangeKind.DELETED, record=record, before=before)
    session.expunge(record)
    delete_rows(session, journal.map_id, [record.label])


def _collect_deletion(session: Session, map_id: int, label: str) -> tuple[list[str], dict[str, set[str]]]:
    """Return what has to go with a record, itself first, and what only loses a name, with the fields."""
    deleted_labels = [label]
    fields_by_dependent: dict[str, set[str]] = {}
    kinds: dict[str, RecordKind] = {}
    for deleted_label in deleted_labels:
        for other, fields in find_dependents(session, map_id, deleted_label).items():
            kinds |= read_record_kinds(session, map_id, {other})
            needs = fields & NEEDED_FIELDS[kinds[other]]
            if needs and other not in deleted_labels:
                deleted_labels.append(other)
            elif not needs:
                fields_by_dependent.setdefault(other, set()).update(fields)
    return deleted_labels, {
        other: fields for other, fields in fields_by_dependent.items() if other not in deleted_labels
    }


def _drop_labels(draft: Draft, fields: set[str], deleted_labels: set[str]) -> Draft:
    remaining = dict(draft)
    for name in fields:
        value = remaining.get(name)
        if isinstance(value, list):
            remaining[name] = [label for label in value if label not in deleted_labels]
        elif value in deleted_labels:
            remaining[name] = None
    return remaining


def expect_revision(record: Record, revision: int | None) -> None:
    """Raise `StaleRevision` where the record's revision is another than the one that is meant."""
    if revision is not None and revision != record.revision:
        raise StaleRevision(record.label, revision, record.revision)


def check_circles(session: Session, map_id: int, kinds: Mapping[str, RecordKind]) -> None:
    """Raise `TargetCircle` or `SourceCircle` where one of these records, by label, leads back to itself."""
    links = [label for label, kind in kinds.items() if kind == RecordKind.LINK]
    if links:
        rows = session.connection().execute(
            select(col(Link.label), col(Link.target)).where(
                col(Link.map_id) == map_id, col(Link.target_kind) == RecordKind.LINK
            )
        )
        circular = find_circular({row[0]: row[1] for row in rows})
        for label in links:
            if label in circular:
                raise TargetCircle(label)
    if RecordKind.SOURCE in kinds.values():
        _check_origins(session, map_id, [label for label, kind in kinds.items() if kind == RecordKind.SOURCE])


def _check_origins(session: Session, map_id: int, sources: list[str]) -> None:
    columns = [getattr(Source, name) for name in ORIGIN_FIELDS]
    named = or_(*(column.is_not(None) for column in columns))
    rows = session.connection().execute(select(col(Source.label), *columns).where(col(Source.map_id) == map_id, named))
    circular = find_circular_sources({label: [origin for origin in origins if origin] for label, *origins in rows})
    for label in sources:
        if label in circular:
            raise SourceCircle(label)
