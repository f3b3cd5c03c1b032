"""Files of styles of citation, each kept once, under the SHA-256 of its bytes, and never thrown away.

The history names them by their hash, so that a style which was taken out of a map can still be cited in at the moments
when it was there, and an undo finds it again.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import Column, LargeBinary, select
from sqlmodel import Field, Session, SQLModel, col

import models.records.maps  # noqa: F401 # names of constraints are settled there, before the first table
from models.records.styles.map_styles import digest_style


class StoredStyle(SQLModel, table=True):
    """A stored file in CSL. It belongs to no map: the same style in two maps is kept once."""

    __tablename__ = "style_file"

    sha256: str = Field(primary_key=True, max_length=64)
    data: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


def store_style_files(session: Session, files: Iterable[bytes]) -> list[str]:
    """Keep files that are not there yet; return their hashes."""
    connection = session.connection()
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    statement = f"INSERT INTO style_file (sha256, data) VALUES ({mark}, {mark}) ON CONFLICT (sha256) DO NOTHING"  # noqa: S608 - marks only
    hashes = []
    for data in files:
        hashes.append(digest_style(data))
        connection.exec_driver_sql(statement, (hashes[-1], data))
    return hashes


def read_style_files(session: Session, hashes: Collection[str]) -> dict[str, bytes]:
    """Return files by hash; those that are not there are left out."""
    wanted = list(dict.fromkeys(hashes))
    if not wanted:
        return {}
    columns = (col(StoredStyle.sha256), col(StoredStyle.data))
    rows = session.connection().execute(select(*columns).where(col(StoredStyle.sha256).in_(wanted)))
    files = {row[0]: bytes(row[1]) for row in rows}
    return {sha256: files[sha256] for sha256 in wanted if sha256 in files}
