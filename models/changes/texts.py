"""A new version of a text, with every annotation of it carried over in the same change."""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlmodel import Session, col

from models.changes.journal import Journal
from models.changes.lookup import find_record, find_records
from models.changes.records import expect_revision, rewrite_record
from models.errors import UnknownRecord
from models.history.revisions import Revision
from models.records.contents import ContentDraft, ReportEntry, store_contents
from models.records.maps import ArgumentMap
from models.records.rows import Draft, read_drafts
from models.records.texts import Annotation, AnnotationDraft, TextDraft, make_version
from models.vocabulary import ChangeKind, RecordKind

# Given an annotation's draft, returns what changes of it in the new content. Looking for a passage takes long, and
# nobody else writes meanwhile: what it says is worked out before.
Carry = Callable[[Draft], Draft]


def add_version(
    session: Session,
    argument_map: ArgumentMap,
    label: str,
    content: ContentDraft,
    media_type: str,
    *,
    report: Iterable[ReportEntry] = (),
    carry: Carry,
    revision: int | None,
    author: str,
    why: str = "",
) -> tuple[Revision, ...]:
    """Make a content the present version of a text; one change, whose revisions name every annotation it moves.

    Where a passage stands in the new text is not decided here: `reanchor_annotation` says so for each annotation. A
    content that the text had before moves to the end of its versions. Raises `UnknownRecord` and `StaleRevision`.
    """
    journal = Journal(session, argument_map, author, why)
    record = find_record(session, argument_map, label)
    if record.kind != RecordKind.TEXT:
        raise UnknownRecord(argument_map.slug, label)
    expect_revision(record, revision)
    (sha256,) = store_contents(session, [content])
    draft = TextDraft.model_validate(read_drafts(session, journal.map_id, [label])[label][1])
    others = [version for version in draft.versions if version.sha256 != sha256]
    draft.versions = [*others, make_version(sha256, media_type, report)]
    rewrite_record(journal, record, draft)
    _carry_annotations_over(journal, label, sha256, carry)
    return journal.close()


def _carry_annotations_over(journal: Journal, label: str, sha256: str, carry: Carry) -> None:
    session, map_id = journal.session, journal.map_id
    statement = select(col(Annotation.label)).where(
        col(Annotation.map_id) == map_id, col(Annotation.in_text) == label, col(Annotation.version) != sha256
    )
    labels = session.connection().execute(statement.order_by(col(Annotation.label))).scalars().all()
    drafts = read_drafts(session, map_id, labels)
    records = {record.label: record for record in find_records(session, map_id, labels)}
    # Sorted by which fields change: one statement writes all rows in which the same ones do.
    rows: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for name in labels:
        before = drafts[name][1]
        changed = carry(before)
        if not changed:
            continue
        draft = AnnotationDraft.model_validate({**before, **changed})
        after = draft.model_dump(mode="json", exclude_defaults=True)
        fields = tuple(sorted(changed))
        rows.setdefault(fields, []).append({"of": name, **{f"new_{field}": getattr(draft, field) for field in fields}})
        records[name].revision = journal.add(ChangeKind.CHANGED, record=records[name], before=before, after=after)
        session.add(records[name])
    for fields, values in rows.items():
        update_statement = update(Annotation).where(
            col(Annotation.map_id) == map_id, col(Annotation.label) == bindparam("of")
        )
        session.connection().execute(
            update_statement.values({getattr(Annotation, field): bindparam(f"new_{field}") for field in fields}), values
        )
    session.flush()
