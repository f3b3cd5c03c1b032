"""What annotations and the versions of their texts owe each other, asked of the rows as they stand."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from models.errors import PassageDiffers, UnknownContent, UnknownVersion, VersionInUse
from models.records.contents import Content
from models.records.texts import Annotation, TextVersion
from models.vocabulary import AnchorState, RecordKind

# Of one content; beyond it its whole text is read once, which takes as long as finding one passage of it.
FEW = 2


def check_passages(session: Session, map_id: int, written: Mapping[str, RecordKind]) -> None:
    """Raise what is wrong with the texts and annotations among records that were just written.

    An annotation stands in a version of its text, at a place that this version has; where it is
    anchored the place holds its quotation. A text keeps the versions in which annotations stand.
    """
    texts = [label for label, kind in written.items() if kind == RecordKind.TEXT]
    annotations = [label for label, kind in written.items() if kind == RecordKind.ANNOTATION]
    for label in texts:
        _check_versions(session, map_id, label)
    if annotations:
        _check_places(session, map_id, annotations)


def _check_versions(session: Session, map_id: int, label: str) -> None:
    version: Any = TextVersion
    kept: Any = Content
    annotation: Any = Annotation
    connection = session.connection()
    missing = (
        select(version.sha256)
        .outerjoin(kept, kept.sha256 == version.sha256)
        .where(version.map_id == map_id, version.label == label, kept.sha256.is_(None))
    )
    if connection.execute(missing).first() is not None:
        raise UnknownContent(label, "/versions")
    standing = (
        select(annotation.label)
        .where(annotation.map_id == map_id, annotation.in_text == label)
        .where(
            annotation.version.not_in(
                select(version.sha256).where(version.map_id == map_id, version.label == label).scalar_subquery()
            )
        )
    )
    lost: Iterable[str] = connection.execute(standing).scalars().all()
    if lost:
        raise VersionInUse(label, lost)


def _check_places(session: Session, map_id: int, labels: list[str]) -> None:
    """Raise what is wrong with the place of the first of these annotations whose place is wrong."""
    by_content: dict[str | None, list[Any]] = {}
    for row in _places(session, map_id, labels):
        by_content.setdefault(row.sha256 if _is_checked(row) else None, []).append(row)
    passages = {
        row.label: passage for sha256, rows in by_content.items() for row, passage in _passages(session, sha256, rows)
    }
    places = {row.label: row for rows in by_content.values() for row in rows}
    for label in labels:
        row = places[label]
        if row.length is None:
            raise UnknownVersion(label, row.in_text)
        if row.end is not None and row.state != AnchorState.ORPHAN and row.end > row.length:
            raise PassageDiffers(label, "/end")
        if row.state == AnchorState.ANCHORED and passages[label] != row.exact:
            raise PassageDiffers(label)


def _is_checked(row: Any) -> bool:
    return bool(row.state == AnchorState.ANCHORED and row.length is not None)


def _places(session: Session, map_id: int, labels: list[str]) -> Iterable[Any]:
    """Yield annotations with where they stand, and of the content in which they do its hash and length."""
    version: Any = TextVersion
    kept: Any = Content
    table: Any = Annotation
    columns = (table.label, table.in_text, table.exact, table.state, table.start, table.end, kept.sha256, kept.length)
    placed = (
        select(*columns)
        .outerjoin(
            version,
            (version.map_id == table.map_id) & (version.label == table.in_text) & (version.sha256 == table.version),
        )
        .outerjoin(kept, kept.sha256 == version.sha256)
        .where(table.map_id == map_id)
    )
    for start in range(0, len(labels), 500):
        yield from session.connection().execute(placed.where(table.label.in_(labels[start : start + 500])))


def _passages(session: Session, sha256: str | None, rows: list[Any]) -> Iterable[tuple[Any, str]]:
    """Yield what stands in a content at the place of each annotation."""
    if sha256 is None:
        return
    kept: Any = Content
    # Of a few only the passages leave the database: a text can be as long as a book. But each time it is read whole.
    if len(rows) > FEW:
        text = session.connection().execute(select(kept.text).where(kept.sha256 == sha256)).scalar_one()
        yield from ((row, text[row.start : row.end]) for row in rows)
        return
    for row in rows:
        passage = func.substr(kept.text, row.start + 1, row.end - row.start)
        yield row, session.connection().execute(select(passage).where(kept.sha256 == sha256)).scalar_one()
