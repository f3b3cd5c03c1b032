"""Under which DOI an edition is found in a repository. It stands beside the edition, which never changes.

A repository gives the DOI after the edition was deposited; it is written back here, and can be corrected.
"""

from collections.abc import Collection
from datetime import UTC, datetime

from sqlalchemy import Column, DateTime, ForeignKey, select
from sqlmodel import Field, Session, SQLModel, col

from models.errors import FalseDoi
from models.records.maps import GlobalId
from models.text_types import LONGEST_LINE, normalise_doi


class EditionDoi(SQLModel, table=True):
    """The DOI of an edition, as 10.prefix/suffix, and when it was written back last."""

    __tablename__ = "edition_doi"

    edition_id: int = Field(
        sa_column=Column(GlobalId, ForeignKey("edition.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)
    )
    doi: str = Field(max_length=LONGEST_LINE)
    at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))


def read_edition_dois(session: Session, edition_ids: Collection[int]) -> dict[int, str]:
    """Return the DOIs of those editions that have one, by their ids."""
    if not edition_ids:
        return {}
    statement = select(col(EditionDoi.edition_id), col(EditionDoi.doi)).where(
        col(EditionDoi.edition_id).in_(edition_ids)
    )
    return {row[0]: row[1] for row in session.connection().execute(statement)}


def write_edition_doi(session: Session, edition_id: int, written: str) -> str:
    """Keep the DOI of an edition, in the place of any that it had, and return it as it is kept.

    It may be written as an address or behind “doi:”; nothing takes it away. Raises `FalseDoi`.
    """
    doi = normalise_doi(written)
    if written.strip() and not doi:
        raise FalseDoi(written)
    if doi:
        session.merge(EditionDoi(edition_id=edition_id, doi=doi, at=datetime.now(UTC)))
    else:
        row = session.get(EditionDoi, edition_id)
        if row is not None:
            session.delete(row)
    session.flush()
    return doi
