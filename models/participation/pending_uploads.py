"""Files that somebody has sent and not kept yet: their reader is first told how they were read."""

from datetime import datetime, timedelta
from secrets import token_urlsafe

from sqlalchemy import Column, ForeignKey, LargeBinary, delete, select
from sqlmodel import Field, Session, SQLModel, col

from models.instants import moment_column, read_clock
from models.people.accounts import hash_secret
from models.records.maps import GlobalId

# Whoever does not decide in a day sends the file again; and nobody fills the disk with files that are never kept.
KEPT_FOR = timedelta(days=1)
MOST_OF_A_MAP = 20


class PendingUpload(SQLModel, table=True):
    """A file for a map; who has its token may keep it there."""

    __tablename__ = "pending_upload"

    token_hash: str = Field(primary_key=True, max_length=64)
    map_id: int = Field(
        sa_column=Column(GlobalId, ForeignKey("argument_map.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    name: str
    media_type: str
    data: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    at: datetime = Field(sa_column=moment_column())


def add_pending_upload(session: Session, map_id: int, name: str, media_type: str, data: bytes) -> str:
    """Put a file aside and return its token; the oldest of too many, and those of yesterday, are thrown away."""
    now, token = read_clock(session), token_urlsafe(32)
    connection = session.connection()
    connection.execute(delete(PendingUpload).where(col(PendingUpload.at) < now - KEPT_FOR))
    waiting = (
        connection.execute(
            select(col(PendingUpload.token_hash))
            .where(col(PendingUpload.map_id) == map_id)
            .order_by(col(PendingUpload.at).desc(), col(PendingUpload.token_hash))
            .offset(MOST_OF_A_MAP - 1)
        )
        .scalars()
        .all()
    )
    connection.execute(delete(PendingUpload).where(col(PendingUpload.token_hash).in_(waiting)))
    session.add(
        PendingUpload(token_hash=hash_secret(token), map_id=map_id, name=name, media_type=media_type, data=data, at=now)
    )
    session.flush()
    return token


def find_pending_upload(session: Session, map_id: int, token: str) -> PendingUpload | None:
    """Return a file that was put aside for a map, or None where it is no longer there."""
    upload = session.get(PendingUpload, hash_secret(token))
    if upload is None or upload.map_id != map_id or upload.at < read_clock(session) - KEPT_FOR:
        return None
    return upload


def delete_pending_upload(session: Session, token: str) -> None:
    """Throw away a file that was put aside."""
    session.connection().execute(delete(PendingUpload).where(col(PendingUpload.token_hash) == hash_secret(token)))
