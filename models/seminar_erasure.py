"""Erasing a seminar for good, once the time in which it can be called back is over: what goes, and what stays.

Everything goes that was recorded, answered or said on its maps, with their history. Editions of maps that were open to
others stay, as they were published for good; so do copies that were let out or brought elsewhere, and the accounts.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, String, Table, cast, delete, func, or_, select
from sqlalchemy.orm import Mapped
from sqlmodel import Session, SQLModel, col

import models.tables  # noqa: F401 # all tables are erased from, also those of which nothing here knows
from models.changes.maps import erase_map
from models.controversies.controversies import Controversy
from models.engine import reading, writing
from models.history.editions import Edition
from models.history.forks import Fork, Merging
from models.history.revisions import Revision
from models.participation.comments import Comment
from models.participation.instructions import Instructions, PinnedTo
from models.participation.map_anonymity import AnonymousMap, is_anonymous
from models.participation.positions import Position, Round
from models.people.seminars import Invitation, Membership, Seminar, SeminarMap
from models.records.contents import Content
from models.records.maps import ArgumentMap, Record
from models.records.scans.images import StoredImage
from models.records.scans.scan_records import Region, ScanPage
from models.records.texts import TextVersion
from models.row_keys import MapRow, map_id_column, persisted_id
from models.teaching.map_ownership import Release
from models.teaching.personal_links import delete_unclaimed_account
from models.vocabulary import ChangeKind, Visibility

_HASH = re.compile(r"\b[0-9a-f]{64}\b")
CHUNK = 500
# Where maps name contents and images by their hashes.
_NAMING_COLUMNS: tuple[tuple[type[MapRow], Mapped[str]], ...] = (
    (TextVersion, col(TextVersion.sha256)),
    (ScanPage, col(ScanPage.image)),
    (Region, col(Region.image)),
)
# Editions and releases go as is said above. A controversy goes with the seminar that holds it, and its common map may
# be another's.
RETAINED_TABLES = frozenset({"edition", "release", "controversy", "controversy_group", "controversy_map"})


@dataclass(frozen=True, slots=True)
class Erasure:
    """What goes with a seminar, in numbers and by the titles of its maps, and what of it stays."""

    titles: tuple[str, ...]
    records: int
    comments: int
    positions: int
    rounds: int
    controversies: int
    members: int
    links: int
    editions_retained: int
    editions_erased: int
    copies_retained: int


def describe_erasure(session: Session, seminar_id: int) -> Erasure:
    """Return what goes with a seminar and what stays, in a fixed number of queries."""
    of_maps = _select_maps(seminar_id)
    map_ids = list(session.connection().execute(of_maps).scalars())
    retained_editions = _count_rows(session, Edition, col(Edition.map_id).in_(_find_open_maps(session, map_ids)))
    titles = session.scalars(
        select(col(ArgumentMap.title))
        .where(col(ArgumentMap.id).in_(of_maps))
        .order_by(col(ArgumentMap.title), col(ArgumentMap.slug))
    )
    forks_elsewhere = _count_rows(
        session,
        Fork,
        col(Fork.origin_id).in_(of_maps),
        col(Fork.map_id).not_in(of_maps),
        col(Fork.map_id).in_(select(col(ArgumentMap.id))),
    )
    released_copies = _count_rows(
        session, Release, col(Release.seminar_id) == seminar_id, col(Release.copy_id).not_in(_select_forks(of_maps))
    )
    return Erasure(
        titles=tuple(titles),
        records=_count_rows_of_maps(session, Record, of_maps),
        comments=_count_rows_of_maps(session, Comment, of_maps),
        positions=_count_rows_of_maps(session, Position, of_maps),
        rounds=_count_rows_of_maps(session, Round, of_maps),
        controversies=_count_rows(session, Controversy, col(Controversy.seminar_id) == seminar_id),
        members=_count_rows(session, Membership, col(Membership.seminar_id) == seminar_id),
        links=_count_rows(
            session, Invitation, col(Invitation.seminar_id) == seminar_id, col(Invitation.revoked).is_(None)
        ),
        editions_retained=retained_editions,
        editions_erased=_count_rows(session, Edition, col(Edition.map_id).in_(of_maps)) - retained_editions,
        copies_retained=forks_elsewhere + released_copies,
    )


def _select_maps(seminar_id: int) -> Select[int]:
    return select(col(SeminarMap.map_id)).where(col(SeminarMap.seminar_id) == seminar_id)


def _find_open_maps(session: Session, map_ids: Sequence[int]) -> set[int]:
    """Return which of these maps others can see, or could when they were deleted."""
    there = {
        row[0]: row[1]
        for row in session.connection().execute(
            select(col(ArgumentMap.id), col(ArgumentMap.visibility)).where(col(ArgumentMap.id).in_(map_ids))
        )
    }
    gone = (col(Revision.map_id).in_(map_ids), col(Revision.kind) == ChangeKind.DELETED, col(Revision.label).is_(None))
    rows = session.connection().execute(
        select(col(Revision.map_id), col(Revision.before)).where(*gone).order_by(col(Revision.id))
    )
    last = {row.map_id: ((row.before or {}).get("document") or {}).get("visibility") for row in rows}
    return {key for key, visibility in {**last, **there}.items() if visibility not in (None, Visibility.PRIVATE)}


def _select_forks(of_maps: Select[int]) -> Select[int]:
    return select(col(Fork.map_id)).where(col(Fork.origin_id).in_(of_maps))


def _count_rows(session: Session, table: type[object], *conditions: ColumnElement[bool]) -> int:
    counted = select(func.count()).select_from(table).where(*conditions)
    return session.connection().execute(counted).scalar_one()


def _count_rows_of_maps(session: Session, table: type[MapRow], of_maps: Select[int]) -> int:
    return _count_rows(session, table, map_id_column(table).in_(of_maps))


def erase_due_seminars(engine: Engine) -> list[str]:
    """Erase every seminar whose time is over; return their short names. Of several who do it at once one does.

    Each in a transaction of its own, so that writers wait for one at a time, and for none where nothing is due.
    """
    erased = []
    while is_any_due(engine):
        with writing(engine) as session:
            slug = _erase_next(session)
        if slug is None:
            # Somebody else is at it.
            break
        erased.append(slug)
    return erased


def is_any_due(engine: Engine) -> bool:
    """Tell whether there is a seminar whose time is over and that is still to be erased."""
    with reading(engine) as session:
        return session.scalars(_select_due().limit(1)).first() is not None


def _select_due() -> Select[Seminar]:
    return select(Seminar).where(col(Seminar.erased_after) <= datetime.now(UTC)).order_by(col(Seminar.id))


def _erase_next(session: Session) -> str | None:
    seminar = session.scalars(_select_due().limit(1).with_for_update(skip_locked=True)).first()
    if seminar is None:
        return None
    slug = seminar.slug
    erase_seminar(session, seminar)
    return slug


def erase_seminar(session: Session, seminar: Seminar) -> None:
    """Erase a seminar with its maps, all that was said there, and accounts to which nobody ever came."""
    key = persisted_id(seminar)
    map_ids = list(session.connection().execute(_select_maps(key)).scalars())
    accounts = list(
        session.connection()
        .execute(select(col(Membership.account_id)).where(col(Membership.seminar_id) == key))
        .scalars()
    )
    _hand_anonymity_on(session, set(map_ids))
    for start in range(0, len(map_ids), CHUNK):
        _erase_maps(session, map_ids[start : start + CHUNK])
    pinned = session.get(Instructions, (PinnedTo.SEMINAR, key))
    if pinned is not None:
        session.delete(pinned)
    session.flush()
    session.connection().execute(delete(Seminar).where(col(Seminar.id) == key))
    session.expire_all()
    for account_id in accounts:
        delete_unclaimed_account(session, account_id)


def _hand_anonymity_on(session: Session, map_ids: set[int]) -> None:
    """Keep forks that stay anonymous: they are so because of a map that goes, or by way of one."""
    origins = sorted(map_ids)
    for start in range(0, len(origins), CHUNK):
        statement = select(col(Fork.map_id)).where(col(Fork.origin_id).in_(origins[start : start + CHUNK]))
        for fork_id in session.connection().execute(statement.distinct()).scalars().all():
            if fork_id not in map_ids and is_anonymous(session, fork_id) and session.get(AnonymousMap, fork_id) is None:
                session.add(AnonymousMap(map_id=fork_id))
    session.flush()


def _erase_maps(session: Session, map_ids: Sequence[int]) -> None:
    hashes = _find_hashes(session, map_ids)
    argument_maps = list(session.scalars(select(ArgumentMap).where(col(ArgumentMap.id).in_(map_ids))))
    closed = set(map_ids) - _find_open_maps(session, map_ids)
    session.connection().execute(delete(Edition).where(col(Edition.map_id).in_(closed)))
    for argument_map in argument_maps:
        erase_map(session, argument_map)
    session.connection().execute(
        delete(Instructions).where(col(Instructions.place) == PinnedTo.MAP, col(Instructions.place_id).in_(map_ids))
    )
    # What was merged into maps elsewhere stays there, and with it whose work it is.
    session.connection().execute(delete(Merging).where(col(Merging.target_id).in_(map_ids)))
    for table in reversed(SQLModel.metadata.sorted_tables):
        condition = _build_map_condition(table, map_ids)
        if condition is not None:
            session.connection().execute(table.delete().where(condition))
    _erase_contents(session, hashes)


def _build_map_condition(table: Table, map_ids: Sequence[int]) -> ColumnElement[bool] | None:
    """Return which rows of a table belong to one of these maps: directly, or to a comment there. None where none do."""
    # A later table that has the column is erased without being named here, once its module was read.
    if table.name in RETAINED_TABLES:
        return None
    if "map_id" in table.columns:
        return table.columns["map_id"].in_(map_ids)
    to_comment = [key.parent for key in table.foreign_keys if key.target_fullname == "comment.id"]
    if not to_comment:
        return None
    return or_(*(column.in_(select(col(Comment.id)).where(col(Comment.map_id).in_(map_ids))) for column in to_comment))


def _find_hashes(session: Session, map_ids: Sequence[int]) -> set[str]:
    """Return the hashes of contents and images that maps or their histories name."""
    hashes: set[str] = set()
    for table, column in _NAMING_COLUMNS:
        statement = select(column).where(map_id_column(table).in_(map_ids))
        hashes |= set(session.connection().execute(statement).scalars())
    for part in (col(Revision.before), col(Revision.after)):
        texts = select(cast(part, String)).where(col(Revision.map_id).in_(map_ids), _may_name_hashes(part))
        for text in session.connection().execute(texts).scalars():
            hashes |= set(_HASH.findall(text))
    return hashes


def _may_name_hashes(part: Mapped[Any]) -> ColumnElement[bool]:
    text = cast(part, String)
    return or_(text.contains('"sha256"'), text.contains('"image"'))


def _erase_contents(session: Session, hashes: set[str]) -> None:
    """Erase the contents and images among these that no map and no history names any more."""
    unnamed = sorted(hashes)
    for start in range(0, len(unnamed), CHUNK):
        for _, column in _NAMING_COLUMNS:
            used = select(column).where(column.in_(unnamed[start : start + CHUNK]))
            hashes = hashes - set(session.connection().execute(used).scalars())
    if hashes:
        hashes = hashes - _find_hashes_in_histories(session, hashes)
    for start in range(0, len(unnamed), CHUNK):
        some = [content_hash for content_hash in unnamed[start : start + CHUNK] if content_hash in hashes]
        session.connection().execute(delete(Content).where(col(Content.sha256).in_(some)))
        session.connection().execute(delete(StoredImage).where(col(StoredImage.sha256).in_(some)))


def _find_hashes_in_histories(session: Session, hashes: set[str]) -> set[str]:
    """Return which hashes any history names, in one reading of those that name contents at all."""
    named_hashes: set[str] = set()
    for part in (col(Revision.before), col(Revision.after)):
        texts = select(cast(part, String)).where(_may_name_hashes(part))
        with session.connection().execute(texts.execution_options(yield_per=100)) as rows:
            for text in rows.scalars():
                if named_hashes == hashes:
                    return named_hashes
                named_hashes |= hashes.intersection(_HASH.findall(text))
    return named_hashes
