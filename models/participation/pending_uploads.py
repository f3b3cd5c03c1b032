"""Files that somebody has sent and not kept yet: their reader is first told how they were read."""

from datetime import datetime, timedelta
from secrets import token_urlsafe

from sqlalchemy import Column, ColumnElement, ForeignKey, LargeBinary, delete, select, update
from sqlmodel import Field, Session, SQLModel, col

from models.instants import moment_column, read_clock
from models.people.accounts import hash_secret
from models.records.maps import GlobalId

# Whoever does not decide in a day sends the file again; and nobody fills the disk with files that are never kept.
KEPT_FOR = timedelta(days=1)
MOST_OF_A_MAP = 20
"""How many wait for one map, or for maps that one account has yet to begin."""
MOST_READING_BYTES = 4_000_000
"""Of a file that holds more, what was read of it is not kept, and it is read again."""


class PendingUpload(SQLModel, table=True):
    """A file for a map, or without one for a map that is yet to begin; who has its token may keep it there.

    With an account it is there for that one alone. `reading` is what was read of it, as its reader has written that.
    """

    __tablename__ = "pending_upload"

    token_hash: str = Field(primary_key=True, max_length=64)
    map_id: int | None = Field(
        sa_column=Column(GlobalId, ForeignKey("argument_map.id", ondelete="CASCADE"), nullable=True, index=True)
    )
    account_id: int | None = Field(
        default=None,
        sa_column=Column(GlobalId, ForeignKey("account.id", ondelete="CASCADE"), nullable=True, index=True),
    )
    name: str
    media_type: str
    data: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    reading: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    at: datetime = Field(sa_column=moment_column())


def add_pending_upload(
    session: Session, map_id: int | None, name: str, media_type: str, data: bytes, account_id: int | None = None
) -> str:
    """Put a file aside and return its token; the oldest of too many, and those of yesterday, are thrown away."""
    now, token = read_clock(session), token_urlsafe(32)
    connection = session.connection()
    connection.execute(delete(PendingUpload).where(col(PendingUpload.at) < now - KEPT_FOR))
    waiting = (
        connection.execute(
            select(col(PendingUpload.token_hash))
            .where(*_list_conditions(map_id, account_id))
            .order_by(col(PendingUpload.at).desc(), col(PendingUpload.token_hash))
            .offset(MOST_OF_A_MAP - 1)
        )
        .scalars()
        .all()
    )
    connection.execute(delete(PendingUpload).where(col(PendingUpload.token_hash).in_(waiting)))
    session.add(
        PendingUpload(
            token_hash=hash_secret(token),
            map_id=map_id,
            account_id=account_id,
            name=name,
            media_type=media_type,
            data=data,
            at=now,
        )
    )
    session.flush()
    return token


def _list_conditions(map_id: int | None, account_id: int | None) -> list[ColumnElement[bool]]:
    """Return by what the files are found among which the oldest go: those of a map, or of an account without one."""
    if map_id is not None:
        return [col(PendingUpload.map_id) == map_id]
    return [col(PendingUpload.map_id).is_(None), col(PendingUpload.account_id).is_not_distinct_from(account_id)]


def find_pending_upload(
    session: Session, map_id: int | None, token: str, account_id: int | None = None
) -> PendingUpload | None:
    """Return a file that was put aside for a map by an account, or None where it is no longer there."""
    upload = session.get(PendingUpload, hash_secret(token))
    if upload is None or (upload.map_id, upload.account_id) != (map_id, account_id):
        return None
    return upload if upload.at >= read_clock(session) - KEPT_FOR else None


def keep_reading(session: Session, token: str, reading: bytes) -> None:
    """Keep with a file that was put aside what was read of it, unless it is more than is kept."""
    if len(reading) <= MOST_READING_BYTES:
        session.connection().execute(
            update(PendingUpload).where(col(PendingUpload.token_hash) == hash_secret(token)).values(reading=reading)
        )


def delete_pending_upload(session: Session, token: str) -> None:
    """Throw away a file that was put aside."""
    session.connection().execute(delete(PendingUpload).where(col(PendingUpload.token_hash) == hash_secret(token)))
