"""Editions: what was published of a map. Each is kept as its very bytes, also when the map goes.

None is ever changed but where somebody whom it names is anonymised (`models.deliberation.comment_masking`).
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import Column, DateTime, Integer, Text, UniqueConstraint, func, select
from sqlmodel import Field, Session, SQLModel, col

from models.errors import UnknownEdition
from models.records.maps import KEYS_NOT_REUSED, ArgumentMap, GlobalId
from models.row_keys import persisted_id


class Edition(SQLModel, table=True):
    """A published version of a map.

    `number` counts the editions under a slug; `document` is the canonical document, whose UTF-8 has the hash `sha256`;
    `sequence` is the change after which the map stood so. `masked_at` is when a name in it was last replaced by a
    pseudonym, the only change that there is.
    """

    __tablename__ = "edition"
    __table_args__ = (UniqueConstraint("slug", "number"), KEYS_NOT_REUSED)

    id: int | None = Field(default=None, sa_column=Column(GlobalId, primary_key=True, autoincrement=True))
    map_id: int = Field(sa_column=Column(GlobalId, nullable=False, index=True))
    slug: str = Field(max_length=64)
    number: int = Field(sa_column=Column(Integer, nullable=False))
    sequence: int = Field(sa_column=Column(Integer, nullable=False))
    title: str
    language: str
    note: str = ""
    at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    author: str
    sha256: str = Field(max_length=64)
    document: str = Field(sa_column=Column(Text, nullable=False))
    masked_at: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True), nullable=True))


class LastEditionNumber(SQLModel, table=True):
    """The last number under a slug that a former life of the database gave out: it is never given again.

    As with the history there is no key to a map: an edition is cited by slug and number, also when the map is gone.
    """

    __tablename__ = "edition_gap"

    slug: str = Field(primary_key=True, max_length=64)
    last: int = Field(sa_column=Column(Integer, nullable=False))


def reserve_edition_numbers(session: Session, numbers: Mapping[str, int]) -> None:
    """Let no edition get a number that was given: `numbers` holds by slug the last of those."""
    for slug, last in numbers.items():
        gap = session.get(LastEditionNumber, slug)
        session.merge(LastEditionNumber(slug=slug, last=max(last, gap.last if gap is not None else 0)))
    session.flush()


def store_edition(
    session: Session, argument_map: ArgumentMap, sequence: int, document: bytes, *, author: str, note: str = ""
) -> Edition:
    """Keep a canonical document of a map, as it stood after a change, as its next edition.

    The map has to be held against other writers, who would count to the same number.
    """
    last = (
        session.connection()
        .execute(select(func.max(col(Edition.number))).where(col(Edition.slug) == argument_map.slug))
        .scalar()
        or 0
    )
    gap = session.get(LastEditionNumber, argument_map.slug)
    last = max(last, gap.last if gap is not None else 0)
    edition = Edition(
        map_id=persisted_id(argument_map),
        slug=argument_map.slug,
        number=last + 1,
        sequence=sequence,
        title=argument_map.title,
        language=argument_map.language,
        note=note,
        at=datetime.now(UTC),
        author=author,
        sha256=hashlib.sha256(document).hexdigest(),
        document=document.decode(),
    )
    session.add(edition)
    session.flush()
    return edition


def read_editions(session: Session, slug: str) -> list[Edition]:
    """Return the editions under a slug without their documents, the newest first."""
    columns = [name for name in Edition.model_fields if name != "document"]
    statement = select(*(getattr(Edition, name) for name in columns)).where(col(Edition.slug) == slug)
    rows = session.connection().execute(statement.order_by(col(Edition.number).desc()))
    return [Edition(**dict(zip(columns, row, strict=True)), document="") for row in rows]


def find_edition(session: Session, slug: str, number: int) -> Edition:
    """Return an edition with its document; raises `UnknownEdition`."""
    edition = session.scalars(select(Edition).where(col(Edition.slug) == slug, col(Edition.number) == number)).first()
    if edition is None:
        raise UnknownEdition(slug, number)
    return edition
