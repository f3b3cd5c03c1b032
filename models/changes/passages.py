"""What annotations and the versions of their texts owe each other, asked of the rows as they stand."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from models.contents import Content
from models.errors import PassageDiffers, UnknownContent, UnknownVersion, VersionInUse
from models.texts import Annotation, TextVersion
from models.vocabulary import AnchorState, RecordKind


def check_passages(session: Session, map_id: int, written: Mapping[str, RecordKind]) -> None:
    """Raise what is wrong with the texts and annotations among records that were just written.

    An annotation stands in a version of its text, at a place that this version has; where it is
    anchored the place holds its quotation. A text keeps the versions in which annotations stand.
    """
    texts = [label for label, kind in written.items() if kind == RecordKind.TEXT]
    annotations = [label for label, kind in written.items() if kind == RecordKind.ANNOTATION]
    for label in texts:
        _check_versions(session, map_id, label)
    for label in annotations:
        _check_place(session, map_id, label)


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


def _check_place(session: Session, map_id: int, label: str) -> None:
    version: Any = TextVersion
    kept: Any = Content
    table: Any = Annotation
    # Only the passage leaves the database: a text can be as long as a book.
    passage = func.substr(kept.text, table.start + 1, table.end - table.start)
    wanted = (
        select(table.in_text, table.exact, table.state, table.end, kept.length, passage)
        .outerjoin(
            version,
            (version.map_id == table.map_id) & (version.label == table.in_text) & (version.sha256 == table.version),
        )
        .outerjoin(kept, kept.sha256 == version.sha256)
        .where(table.map_id == map_id, table.label == label)
    )
    in_text, exact, state, end, length, found = session.connection().execute(wanted).one()
    if length is None:
        raise UnknownVersion(label, in_text)
    if end is not None and state != AnchorState.ORPHAN and end > length:
        raise PassageDiffers(label, "/end")
    if state == AnchorState.ANCHORED and found != exact:
        raise PassageDiffers(label)
