"""What texts say: plain text and its blocks, each content kept once, under its hash, and never thrown away.

The history names contents by their hash, so that a version which was replaced can still be read and an
undo finds it again. Positions count Unicode code points.
"""

import hashlib
import json
from collections.abc import Collection, Iterable
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Described
from sqlalchemy import JSON, Column, select
from sqlmodel import Field, Session, SQLModel, col

import models.records.maps  # noqa: F401 # names of constraints are settled there, before the first table
from models.text_types import MAX_INTEGER, Manuscript, Sha256
from models.vocabulary import BlockSort

Position = Annotated[int, Described(ge=0, le=MAX_INTEGER, description="A place in a text, in Unicode code points.")]


class Block(BaseModel):
    """A stretch of a text that stands by itself on the page: from `start` up to, but without, `end`."""

    model_config = ConfigDict(extra="forbid")

    start: Position
    end: Position
    sort: BlockSort = BlockSort.PARAGRAPH


class ContentDraft(BaseModel):
    """What one version of a text says: the text itself, and its blocks in their order."""

    model_config = ConfigDict(extra="forbid")

    text: Manuscript
    # No hand writes them: of many that are wrong the first is enough.
    blocks: Annotated[list[Block], Described(max_length=200_000, fail_fast=True)] = []

    @property
    def sha256(self) -> str:
        """The hash under which it is kept."""
        return digest(self.text, [(block.start, block.end, block.sort) for block in self.blocks])

    @property
    def is_sound(self) -> bool:
        """Whether every block is a stretch of the text, behind the one before."""
        ends = [0, *(block.end for block in self.blocks)]
        stretches = zip(ends, self.blocks, strict=False)
        return ends[-1] <= len(self.text) and all(before <= block.start < block.end for before, block in stretches)


class Content(SQLModel, table=True):
    """A stored content. It belongs to no map: the same text in two maps is kept once."""

    sha256: str = Field(primary_key=True, max_length=64)
    text: str
    length: int
    blocks: list[Any] = Field(sa_column=Column(JSON, nullable=False))


def digest(text: str, blocks: Iterable[tuple[int, int, str]]) -> str:
    """Return the SHA-256 of a text in UTF-8, a NUL (which no text holds), and its blocks as compact JSON."""
    listed = [[start, end, str(sort)] for start, end, sort in blocks]
    return hashlib.sha256(f"{text}\0{json.dumps(listed, separators=(',', ':'))}".encode()).hexdigest()


def store_contents(session: Session, contents: Iterable[ContentDraft]) -> list[str]:
    """Keep contents that are not there yet; return their hashes."""
    connection = session.connection()
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    statement = (
        f"INSERT INTO content (sha256, text, length, blocks) VALUES ({', '.join([mark] * 4)}) "  # noqa: S608 - marks only
        "ON CONFLICT (sha256) DO NOTHING"
    )
    hashes = []
    for content in contents:
        blocks = json.dumps([block.model_dump(mode="json") for block in content.blocks])
        hashes.append(content.sha256)
        connection.exec_driver_sql(statement, (hashes[-1], content.text, len(content.text), blocks))
    return hashes


def read_contents(session: Session, hashes: Collection[Sha256]) -> dict[str, dict[str, Any]]:
    """Return contents by hash, as they stand in documents; those that are not there are left out."""
    contents_by_hash = {}
    for sha256 in dict.fromkeys(hashes):
        row = (
            session.connection()
            .execute(select(col(Content.text), col(Content.blocks)).where(col(Content.sha256) == sha256))
            .first()
        )
        if row is not None:
            contents_by_hash[sha256] = {"text": row.text, "blocks": row.blocks}
    return contents_by_hash
