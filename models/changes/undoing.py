"""Undoing: a change is taken back by another change, which can be taken back in turn."""

from sqlalchemy import select
from sqlmodel import Session, col

from models.changes.batches import Wanted, apply
from models.changes.journal import Journal
from models.changes.lookup import find_map
from models.changes.maps import add_map, change_header, erase_map, whole_document, write_document
from models.changes.time_limit import ChangeTakesTooLong
from models.changes.writer_limits import require_own_change, require_owner, require_same_visibility
from models.errors import CannotUndo, MapError, UnknownChange, UnknownMap
from models.history.forks import note_undone
from models.history.record_descriptions import quote_records
from models.history.revisions import Revision
from models.records.documents import MapDocument, check_document, header_of
from models.records.kinds import KINDS
from models.records.maps import ArgumentMap, ArgumentMapDraft
from models.records.rows import Draft, dependents_of, read_drafts
from models.row_keys import persisted_id
from models.vocabulary import ChangeKind, RecordKind


def undo(session: Session, slug: str, change: int, *, author: str, why: str = "") -> tuple[Revision, ...]:
    """Take back every revision of one change; raises `UnknownChange` and `CannotUndo`.

    A map that was deleted is found by the slug that it had.
    """
    try:
        found = find_map(session, slug)
    except UnknownMap:
        return _bring_back(session, slug, change, author, why)
    done = _revisions(session, persisted_id(found), change)
    if not done:
        raise UnknownChange(change)
    require_own_change(session, done)
    journal = Journal(session, found, author, why or f"Undoes change {change}.", undoes=change)
    note_undone(session, journal.map_id, change, journal.change)
    records = [revision for revision in done if revision.record_kind is not None]
    if not records:
        return _undo_whole(session, journal, done[0])
    headers = [revision for revision in done if revision.record_kind is None]
    reasons = _built_upon(session, journal, records)
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
        raise CannotUndo(change, [error.detail]) from error


def deletes_map(session: Session, found: ArgumentMap, change: int) -> bool:
    """Tell whether undoing a change deletes the whole map, because it made it and nothing has followed."""
    if change != found.version:
        return False
    done = _revisions(session, persisted_id(found), change)
    return any(each.record_kind is None and each.before is None for each in done)


_HEADER_CHANGED = "the map's title or description was changed again since"


def _revisions(session: Session, map_id: int, change: int) -> list[Revision]:
    wanted = select(Revision).where(col(Revision.map_id) == map_id, col(Revision.change) == change)
    return list(session.scalars(wanted.order_by(col(Revision.sequence).desc())))


def _built_upon(session: Session, journal: Journal, done: list[Revision]) -> list[str]:
    """Return why a change of records cannot be taken back: they are others by now, or are needed.

    What counts is what a record says at present: a later change that was itself taken back is no obstacle.
    """
    changed: list[str] = []
    by: dict[str, list[str]] = {}
    last = {str(revision.label): revision for revision in reversed(done)}
    made = {str(revision.label) for revision in done if revision.kind == ChangeKind.CREATED}
    present = read_drafts(session, journal.map_id, last)
    for label, revision in last.items():
        draft = present[label][1] if label in present else None
        if not _same(revision, draft):
            changed.append(label)
    naming = dependents_of(session, journal.map_id, sorted(made))
    for label in made:
        # What this change wrote itself will say again what it said before, when it did not name the record.
        needed = sorted(naming.get(label, {}).keys() - last.keys())
        if needed:
            by[label] = needed[:10]
    if not changed and not by:
        return []
    quoted = quote_records(
        session, journal.map_id, {*changed, *by, *(each for needed in by.values() for each in needed)}
    )
    return [f"{quoted[label]} was changed again since" for label in changed] + [
        f"{quoted[label]} is now needed by {', '.join(quoted[each] for each in needed)}" for label, needed in by.items()
    ]


def _same(revision: Revision, present: Draft | None) -> bool:
    """Tell whether a record says at present what a revision left it saying."""
    if revision.after is None or present is None:
        return revision.after is None and present is None
    draft = KINDS[RecordKind(str(revision.record_kind))].draft
    return draft.model_validate(revision.after) == draft.model_validate(present)


def _undo_records(journal: Journal, done: list[Revision]) -> tuple[Revision, ...]:
    """Let every record say again what it said before; what was deleted comes back under its label and global id."""
    drafts: dict[str, tuple[RecordKind, Draft] | None] = {}
    identities: dict[str, int] = {}
    # From the last revision to the first, so that of several on one record what was before all of them counts.
    for revision in done:
        label = str(revision.label)
        drafts[label] = None if revision.before is None else (RecordKind(str(revision.record_kind)), revision.before)
        if revision.kind == ChangeKind.DELETED and revision.record_id is not None:
            identities[label] = revision.record_id
    apply(journal, Wanted(drafts, identities, always=True))
    return journal.close()


def _undo_whole(session: Session, journal: Journal, done: Revision) -> tuple[Revision, ...]:
    """Take back a change of the map itself: its making, its header, or an import."""
    found = journal.map
    if done.kind == ChangeKind.CHANGED and done.before is not None:
        if _header_changed_since(session, journal, done):
            raise CannotUndo(done.change, [_HEADER_CHANGED])
        change_header(journal, done.before)
        return journal.close()
    if done.sequence != journal.change - 1:
        raise CannotUndo(done.change, ["the map was changed since"])
    whole = whole_document(session, found)
    if done.before is None:
        require_owner(session)
        journal.add(ChangeKind.DELETED, before=whole)
        session.add_all(journal.written)
        session.flush()
        erase_map(session, found)
        return tuple(journal.written)
    document = MapDocument.model_validate(done.before["document"])
    require_same_visibility(session, found.visibility, header_of(document).visibility)
    after_text = write_document(session, found, document, journal.change, done.before["ids"])
    journal.add(ChangeKind.IMPORTED, before=whole, after=after_text)
    return journal.close()


def _header_changed_since(session: Session, journal: Journal, done: Revision) -> bool:
    later = select(col(Revision.id)).where(
        col(Revision.map_id) == journal.map_id, col(Revision.label).is_(None), col(Revision.sequence) > done.sequence
    )
    return session.scalars(later).first() is not None


def _bring_back(session: Session, slug: str, change: int, author: str, why: str) -> tuple[Revision, ...]:
    """Bring a deleted map back, with its global ids, from the last revision of its history."""
    last = session.scalars(select(Revision).where(col(Revision.slug) == slug).order_by(col(Revision.id).desc())).first()
    if last is None:
        raise UnknownMap(slug)
    if last.change != change or last.kind != ChangeKind.DELETED or last.before is None:
        raise UnknownChange(change)
    require_owner(session)
    document = MapDocument.model_validate(last.before["document"])
    check_document(document, contents_kept=True)
    header = ArgumentMapDraft.model_validate({name: getattr(document, name) for name in ArgumentMapDraft.model_fields})
    found: ArgumentMap = add_map(session, slug, header, identity=last.map_id, version=last.sequence)
    journal = Journal(session, found, author, why or f"Undoes change {change}.", undoes=change)
    after = write_document(session, found, document, journal.change, last.before["ids"])
    journal.add(ChangeKind.CREATED, after=after)
    return journal.close()
