"""Undoing: a change is taken back by another change, which can be taken back in turn."""

from sqlalchemy import select
from sqlmodel import Session, col

from models.changes.batches import RecordBatch, apply_batch
from models.changes.journal import Journal
from models.changes.lookup import find_map
from models.changes.maps import build_whole_document, change_header, erase_map, insert_map_row, write_document
from models.changes.time_limit import ChangeTakesTooLong
from models.changes.writer_limits import require_own_change, require_owner, require_same_visibility
from models.errors import CannotUndo, MapError, Phrase, UnknownChange, UnknownMap
from models.history.forks import note_merge_undone
from models.history.record_corrections import note_correction_undone
from models.history.record_descriptions import quote_records
from models.history.revisions import Revision
from models.records.documents import MapDocument, check_document, read_header
from models.records.kinds import KINDS
from models.records.maps import ArgumentMap, ArgumentMapDraft
from models.records.rows import Draft, find_dependents_of_each, read_drafts
from models.row_keys import persisted_id
from models.text_types import STORED
from models.vocabulary import ChangeKind, RecordKind


def revert_change(session: Session, slug: str, change: int, *, author: str, why: str = "") -> tuple[Revision, ...]:
    """Take back every revision of one change; raises `UnknownChange` and `CannotUndo`.

    A map that was deleted is found by the slug that it had.
    """
    try:
        argument_map = find_map(session, slug)
    except UnknownMap:
        return _restore_deleted_map(session, slug, change, author, why)
    revisions = _read_revisions(session, persisted_id(argument_map), change)
    if not revisions:
        raise UnknownChange(change)
    require_own_change(session, revisions)
    journal = Journal(session, argument_map, author, why or f"Undoes change {change}.", undoes=change)
    note_merge_undone(session, journal.map_id, change, journal.change)
    note_correction_undone(session, journal.map_id, change, journal.change)
    records = [revision for revision in revisions if revision.record_kind is not None]
    if not records:
        return _undo_map_change(session, journal, revisions[0])
    headers = [revision for revision in revisions if revision.record_kind is None]
    reasons = _find_obstacles(session, journal, records)
    if headers and _header_changed_since(session, journal, headers[0]):
        reasons.append(_HEADER_CHANGED)
    if reasons:
        raise CannotUndo(change, reasons)
    try:
        for revision in headers:
            change_header(journal, revision.before or {})
        return _undo_records(journal, records)
    except ChangeTakesTooLong:
        raise
    except MapError as error:
        raise CannotUndo(change, cause=error) from error


def would_delete_map(session: Session, argument_map: ArgumentMap, change: int) -> bool:
    """Tell whether undoing a change deletes the whole map, because it made it and nothing has followed."""
    if change != argument_map.version:
        return False
    revisions = _read_revisions(session, persisted_id(argument_map), change)
    return any(revision.record_kind is None and revision.before is None for revision in revisions)


_HEADER_CHANGED = Phrase("the map’s title or description has been changed again")


def _read_revisions(session: Session, map_id: int, change: int) -> list[Revision]:
    statement = select(Revision).where(col(Revision.map_id) == map_id, col(Revision.change) == change)
    return list(session.scalars(statement.order_by(col(Revision.sequence).desc())))


def _find_obstacles(session: Session, journal: Journal, revisions: list[Revision]) -> list[Phrase]:
    """Return why a change of records cannot be taken back: they are others by now, or are needed.

    What counts is what a record says at present: a later change that was itself taken back is no obstacle.
    """
    changed: list[str] = []
    listed_dependents: dict[str, list[str]] = {}
    last_revisions = {str(revision.label): revision for revision in reversed(revisions)}
    created_labels = {str(revision.label) for revision in revisions if revision.kind == ChangeKind.CREATED}
    present = read_drafts(session, journal.map_id, last_revisions)
    for label, revision in last_revisions.items():
        draft = present[label][1] if label in present else None
        if not _is_unchanged_since(revision, draft):
            changed.append(label)
    dependents_by_label = find_dependents_of_each(session, journal.map_id, sorted(created_labels))
    for label in created_labels:
        # What this change wrote itself will say again what it said before, when it did not name the record.
        dependent_labels = sorted(dependents_by_label.get(label, {}).keys() - last_revisions.keys())
        if dependent_labels:
            listed_dependents[label] = dependent_labels[:10]
    if not changed and not listed_dependents:
        return []
    quoted = quote_records(
        session,
        journal.map_id,
        {*changed, *listed_dependents, *(dependent for needed in listed_dependents.values() for dependent in needed)},
    )
    return [Phrase("%(record)s has been changed again", record=quoted[label]) for label in changed] + [
        Phrase(
            "%(record)s is now needed by %(others)s",
            record=quoted[label],
            others=tuple(quoted[dependent] for dependent in needed),
        )
        for label, needed in listed_dependents.items()
    ]


def _is_unchanged_since(revision: Revision, present: Draft | None) -> bool:
    """Tell whether a record says at present what a revision left it saying."""
    if revision.after is None or present is None:
        return revision.after is None and present is None
    draft = KINDS[RecordKind(str(revision.record_kind))].draft
    return draft.model_validate(revision.after, context=STORED) == draft.model_validate(present, context=STORED)


def _undo_records(journal: Journal, revisions: list[Revision]) -> tuple[Revision, ...]:
    """Let every record say again what it said before; what was deleted comes back under its label and global id."""
    drafts: dict[str, tuple[RecordKind, Draft] | None] = {}
    identities: dict[str, int] = {}
    # From the last revision to the first, so that of several on one record what was before all of them counts.
    for revision in revisions:
        label = str(revision.label)
        drafts[label] = None if revision.before is None else (RecordKind(str(revision.record_kind)), revision.before)
        if revision.kind == ChangeKind.DELETED and revision.record_id is not None:
            identities[label] = revision.record_id
    apply_batch(journal, RecordBatch(drafts, identities, always=True))
    return journal.close()


def _undo_map_change(session: Session, journal: Journal, revision: Revision) -> tuple[Revision, ...]:
    """Take back a change of the map itself: its making, its header, or an import."""
    argument_map = journal.map
    if revision.kind == ChangeKind.CHANGED and revision.before is not None:
        if _header_changed_since(session, journal, revision):
            raise CannotUndo(revision.change, [_HEADER_CHANGED])
        change_header(journal, revision.before)
        return journal.close()
    if revision.sequence != journal.change - 1:
        raise CannotUndo(revision.change, [Phrase("the map has been changed since")])
    whole = build_whole_document(session, argument_map)
    if revision.before is None:
        require_owner(session)
        journal.add(ChangeKind.DELETED, before=whole)
        session.add_all(journal.revisions)
        session.flush()
        erase_map(session, argument_map)
        return tuple(journal.revisions)
    document = MapDocument.model_validate(revision.before["document"], context=STORED)
    require_same_visibility(session, argument_map.visibility, read_header(document).visibility)
    after_text = write_document(session, argument_map, document, journal.change, revision.before["ids"])
    journal.add(ChangeKind.IMPORTED, before=whole, after=after_text)
    return journal.close()


def _header_changed_since(session: Session, journal: Journal, revision: Revision) -> bool:
    statement = select(col(Revision.id)).where(
        col(Revision.map_id) == journal.map_id,
        col(Revision.label).is_(None),
        col(Revision.sequence) > revision.sequence,
    )
    return session.scalars(statement).first() is not None


def _restore_deleted_map(session: Session, slug: str, change: int, author: str, why: str) -> tuple[Revision, ...]:
    """Bring a deleted map back, with its global ids, from the last revision of its history."""
    last = session.scalars(select(Revision).where(col(Revision.slug) == slug).order_by(col(Revision.id).desc())).first()
    if last is None:
        raise UnknownMap(slug)
    if last.change != change or last.kind != ChangeKind.DELETED or last.before is None:
        raise UnknownChange(change)
    require_owner(session)
    document = MapDocument.model_validate(last.before["document"], context=STORED)
    check_document(document, contents_stored=True)
    header = ArgumentMapDraft.model_validate({name: getattr(document, name) for name in ArgumentMapDraft.model_fields})
    argument_map: ArgumentMap = insert_map_row(session, slug, header, identity=last.map_id, version=last.sequence)
    journal = Journal(session, argument_map, author, why or f"Undoes change {change}.", undoes=change)
    after = write_document(session, argument_map, document, journal.change, last.before["ids"])
    journal.add(ChangeKind.CREATED, after=after)
    return journal.close()
