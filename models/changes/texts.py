"""A new version of a text, with every annotation of it carried over in the same change."""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from models.changes.finding import find_record
from models.changes.journal import Journal
from models.changes.records import expect_revision, rewrite
from models.contents import ContentDraft, read_contents, store_contents
from models.errors import UnknownRecord
from models.maps import ArgumentMap, Record
from models.revisions import Revision
from models.rows import Draft, read_drafts
from models.texts import Annotation, AnnotationDraft, TextDraft, VersionDraft, this_moment
from models.vocabulary import ChangeKind, RecordKind

# Given an annotation's draft, the text in which it stands and the new one, returns what changes of the draft.
Carry = Callable[[Draft, str, str], Draft]


def add_version(
    session: Session,
    found: ArgumentMap,
    label: str,
    content: ContentDraft,
    media_type: str,
    *,
    carry: Carry,
    revision: int | None,
    author: str,
    why: str = "",
) -> tuple[Revision, ...]:
    """Make a content the present version of a text; one change, whose revisions name every annotation it moves.

    Where a passage stands in the new text is not decided here: `carry` says so for each annotation. A
    content that the text had before moves to the end of its versions. Raises `UnknownRecord` and `StaleRevision`.
    """
    journal = Journal(session, found, author, why)
    record = find_record(session, found, label)
    if record.kind != RecordKind.TEXT:
        raise UnknownRecord(found.slug, label)
    expect_revision(record, revision)
    (sha256,) = store_contents(session, [content])
    draft = TextDraft.model_validate(read_drafts(session, journal.map_id, [label])[label][1])
    others = [version for version in draft.versions if version.sha256 != sha256]
    draft.versions = [*others, VersionDraft(sha256=sha256, at=this_moment(), media_type=media_type)]
    rewrite(journal, record, draft)
    _carry_over(journal, label, sha256, content.text, carry)
    return journal.close()


def _carry_over(journal: Journal, label: str, sha256: str, text: str, carry: Carry) -> None:
    session, map_id = journal.session, journal.map_id
    table: Any = Annotation
    standing = select(table.label).where(table.map_id == map_id, table.in_text == label, table.version != sha256)
    labels = session.connection().execute(standing.order_by(table.label)).scalars().all()
    if not labels:
        return
    drafts = read_drafts(session, map_id, labels)
    former = read_contents(session, {draft["version"] for _, draft in drafts.values()})
    records = {record.label: record for record in _records(session, map_id, labels)}
    for name in labels:
        before = drafts[name][1]
        changed = carry(before, former[before["version"]]["text"], text)
        if not changed:
            continue
        draft = AnnotationDraft.model_validate({**before, **changed})
        after = draft.model_dump(mode="json", exclude_defaults=True)
        values = {field: getattr(draft, field) for field in changed}
        session.connection().execute(update(table).where(table.map_id == map_id, table.label == name).values(**values))
        records[name].revision = journal.add(ChangeKind.CHANGED, record=records[name], before=before, after=after)
        session.add(records[name])
    session.flush()


def _records(session: Session, map_id: int, labels: Iterable[str]) -> Iterable[Record]:
    records: Any = Record
    wanted = list(labels)
    for start in range(0, len(wanted), 500):
        chosen = records.label.in_(wanted[start : start + 500])
        yield from session.scalars(select(Record).where(records.map_id == map_id, chosen))
