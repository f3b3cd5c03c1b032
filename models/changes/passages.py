"""What annotations and the versions of their texts owe each other, asked of the rows as they stand."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.errors import PassageDiffers, UnknownContent, UnknownVersion, VersionInUse
from models.records.contents import Content
from models.records.texts import Annotation, TextVersion, read_content_texts
from models.vocabulary import AnchorState, RecordKind

# Of one content; beyond it its whole text is read once, which takes as long as finding one passage of it.
MOST_PASSAGES_READ_SINGLY = 2


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
    connection = session.connection()
    missing = (
        select(col(TextVersion.sha256))
        .outerjoin(Content, col(Content.sha256) == col(TextVersion.sha256))
        .where(col(TextVersion.map_id) == map_id, col(TextVersion.label) == label, col(Content.sha256).is_(None))
    )
    if connection.execute(missing).first() is not None:
        raise UnknownContent(label, "/versions")
    statement = (
        select(col(Annotation.label))
        .where(col(Annotation.map_id) == map_id, col(Annotation.in_text) == label)
        .where(
            col(Annotation.version).not_in(
                select(col(TextVersion.sha256))
                .where(col(TextVersion.map_id) == map_id, col(TextVersion.label) == label)
                .scalar_subquery()
            )
        )
    )
    annotations: Iterable[str] = connection.execute(statement).scalars().all()
    if annotations:
        raise VersionInUse(label, annotations)


class _Place(NamedTuple):
    label: str
    in_text: str
    exact: str
    state: str
    start: int | None
    end: int | None
    sha256: str | None
    length: int | None


def _check_places(session: Session, map_id: int, labels: list[str]) -> None:
    """Raise what is wrong with the place of the first of these annotations whose place is wrong."""
    by_content: dict[str | None, list[_Place]] = {}
    for row in _read_places(session, map_id, labels):
        by_content.setdefault(row.sha256 if _is_checked(row) else None, []).append(row)
    passages = {
        row.label: passage
        for sha256, rows in by_content.items()
        for row, passage in _read_passages(session, sha256, rows)
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


def _is_checked(row: _Place) -> bool:
    return bool(row.state == AnchorState.ANCHORED and row.length is not None)


def _read_places(session: Session, map_id: int, labels: list[str]) -> Iterator[_Place]:
    """Yield annotations with where they stand, and of the content in which they do its hash and length."""
    statement = (
        select(
            *(col(Annotation.label), col(Annotation.in_text), col(Annotation.exact), col(Annotation.state)),
            *(col(Annotation.start), col(Annotation.end), col(Content.sha256), col(Content.length)),
        )
        .outerjoin(
            TextVersion,
            (col(TextVersion.map_id) == col(Annotation.map_id))
            & (col(TextVersion.label) == col(Annotation.in_text))
            & (col(TextVersion.sha256) == col(Annotation.version)),
        )
        .outerjoin(Content, col(Content.sha256) == col(TextVersion.sha256))
        .where(col(Annotation.map_id) == map_id)
    )
    for start in range(0, len(labels), 500):
        chunk = statement.where(col(Annotation.label).in_(labels[start : start + 500]))
        yield from itertools.starmap(_Place, session.connection().execute(chunk))


def _read_passages(session: Session, sha256: str | None, rows: list[_Place]) -> Iterator[tuple[_Place, str]]:
    """Yield what stands in a content at the place of each annotation."""
    if sha256 is None:
        return
    # Of a few only the passages leave the database: a text can be as long as a book. But each time it is read whole.
    if len(rows) > MOST_PASSAGES_READ_SINGLY:
        text = read_content_texts(session, [sha256])[sha256]
        yield from ((row, text[row.start : row.end]) for row in rows)
        return
    for row in rows:
        # What is anchored has a place, as the table itself asks.
        start, end = row.start or 0, row.end or 0
        passage = func.substr(col(Content.text), start + 1, end - start)
        yield row, session.connection().execute(select(passage).where(col(Content.sha256) == sha256)).scalar_one()
