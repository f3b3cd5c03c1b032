"""What texts say: plain text and its blocks, each content kept once, under its hash, and never thrown away.

The history names contents by their hash, so that a version which was replaced can still be read and an
undo finds it again. Positions count Unicode code points.
"""

import hashlib
import json
from collections.abc import Collection, Iterable
from itertools import pairwise
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Described
from sqlalchemy import JSON, Column, select
from sqlmodel import Field, Session, SQLModel, col

import models.records.maps  # noqa: F401 # names of constraints are settled there, before the first table
from models.text_types import MAX_INTEGER, Line, Manuscript, Prose, Sha256
from models.text_vocabulary import InlineSort, MilestoneSort, ReportSort
from models.vocabulary import BlockSort

Position = Annotated[int, Described(ge=0, le=MAX_INTEGER, description="A place in a text, in Unicode code points.")]

WHOLE_PAGE = 100_000
"""How many parts the width and the height of a page have, in which boxes of lines are measured."""

_Part = TypeVar("_Part", bound=BaseModel)
_set = object.__setattr__


class Block(BaseModel):
    """A stretch of a text that stands by itself on the page: from `start` up to, but without, `end`.

    `label` is what it is cited by: the number of a note or a list item, of a cell its row and column, such as 2.1.
    """

    model_config = ConfigDict(extra="forbid")

    start: Position
    end: Position
    sort: BlockSort = BlockSort.PARAGRAPH
    label: Line = ""


class InlineMark(BaseModel):
    """A stretch within a block that is deleted, added, unclear and so on; of a note's reference only its place.

    `detail` is what goes with it: the number of the note, the reading of a ruby, the other form of two, how much is
    missing.
    """

    model_config = ConfigDict(extra="forbid")

    start: Position
    end: Position
    sort: InlineSort
    detail: Prose = ""


class Milestone(BaseModel):
    """Where a page, a folio, a column, a numbered line or part begins."""

    model_config = ConfigDict(extra="forbid")

    at: Position
    sort: MilestoneSort
    label: Line


class LineBox(BaseModel):
    """Where the words of one line stand on the image of their page: from `start` up to, but without, `end`.

    `page` counts the pages of the transcription from 1; the box is in hundred-thousandths of the page’s width and
    height, from its left and upper edge, so that it holds for an image of any size.
    """

    model_config = ConfigDict(extra="forbid")

    start: Position
    end: Position
    page: Annotated[int, Described(ge=1, le=MAX_INTEGER)]
    left: Annotated[int, Described(ge=0, lt=WHOLE_PAGE)]
    top: Annotated[int, Described(ge=0, lt=WHOLE_PAGE)]
    width: Annotated[int, Described(ge=1, le=WHOLE_PAGE)]
    height: Annotated[int, Described(ge=1, le=WHOLE_PAGE)]

    @property
    def is_on_page(self) -> bool:
        """Whether no part of it is beyond the right or lower edge."""
        return self.left + self.width <= WHOLE_PAGE and self.top + self.height <= WHOLE_PAGE


class ReportEntry(BaseModel):
    """One thing that a reader is told of how a file was read: how often it was so, and some of the places by words."""

    model_config = ConfigDict(extra="forbid")

    sort: ReportSort
    count: Annotated[int, Described(ge=1, le=MAX_INTEGER)] = 1
    samples: Annotated[list[Line], Described(max_length=5)] = []


# All of their fields: whatever is set later is among them.
_BLOCK_FIELDS, _MARK_FIELDS, _MILESTONE_FIELDS, _LINE_BOX_FIELDS = (
    set(model.model_fields) for model in (Block, InlineMark, Milestone, LineBox)
)


def make_block(start: int, end: int, sort: BlockSort, label: str = "") -> Block:
    """Return a block of values that need no check, of which a volume has hundreds of thousands."""
    return _make(Block, _BLOCK_FIELDS, {"start": start, "end": end, "sort": sort, "label": label})


def make_mark(start: int, end: int, sort: InlineSort, detail: str = "") -> InlineMark:
    """Return a mark of values that need no check."""
    return _make(InlineMark, _MARK_FIELDS, {"start": start, "end": end, "sort": sort, "detail": detail})


def make_milestone(at: int, sort: MilestoneSort, label: str) -> Milestone:
    """Return a milestone of values that need no check."""
    return _make(Milestone, _MILESTONE_FIELDS, {"at": at, "sort": sort, "label": label})


def make_line_box(start: int, end: int, page: int, left: int, top: int, width: int, height: int) -> LineBox:
    """Return a line's box of values that need no check."""
    values = {"start": start, "end": end, "page": page, "left": left, "top": top, "width": width, "height": height}
    return _make(LineBox, _LINE_BOX_FIELDS, values)


def _make(model: type[_Part], fields: set[str], values: dict[str, Any]) -> _Part:
    # What pydantic's model_construct does for a model whose fields are all given, in a fifth of its time.
    made = model.__new__(model)
    _set(made, "__dict__", values)
    _set(made, "__pydantic_fields_set__", fields)
    _set(made, "__pydantic_extra__", None)
    _set(made, "__pydantic_private__", None)
    return made


class ContentDraft(BaseModel):
    """What one version of a text says: the text, and in their order its blocks, what stands in them, and its pages.

    Of a transcription it also has where on the images of its pages the lines stand.
    """

    model_config = ConfigDict(extra="forbid")

    text: Manuscript
    # No hand writes them: of many that are wrong the first is enough.
    blocks: Annotated[list[Block], Described(max_length=200_000, fail_fast=True)] = []
    inline_marks: Annotated[list[InlineMark], Described(max_length=200_000, fail_fast=True)] = []
    milestones: Annotated[list[Milestone], Described(max_length=200_000, fail_fast=True)] = []
    line_boxes: Annotated[list[LineBox], Described(max_length=200_000, fail_fast=True)] = []

    @property
    def sha256(self) -> str:
        """The hash under which it is kept."""
        return digest_content(self)

    @property
    def is_sound(self) -> bool:
        """Whether every block is a stretch of the text, behind the one before, and all else stands in the text."""
        length = len(self.text)
        ends = [0, *(block.end for block in self.blocks)]
        stretches = zip(ends, self.blocks, strict=False)
        return (
            ends[-1] <= length
            and all(before <= block.start < block.end for before, block in stretches)
            and all(mark.start <= mark.end <= length for mark in self.inline_marks)
            and all(milestone.at <= length for milestone in self.milestones)
            and all(one.at <= other.at for one, other in pairwise(self.milestones))
            and all(one.start <= other.start for one, other in pairwise(self.inline_marks))
            and all(box.start < box.end <= length and box.is_on_page for box in self.line_boxes)
            and all(one.end <= other.start for one, other in pairwise(self.line_boxes))
        )


class Content(SQLModel, table=True):
    """A stored content. It belongs to no map: the same text in two maps is kept once."""

    sha256: str = Field(primary_key=True, max_length=64)
    text: str
    length: int
    blocks: list[Any] = Field(sa_column=Column(JSON, nullable=False))
    inline_marks: list[Any] = Field(sa_column=Column(JSON, nullable=False, server_default="[]"))
    milestones: list[Any] = Field(sa_column=Column(JSON, nullable=False, server_default="[]"))
    line_boxes: list[Any] = Field(sa_column=Column(JSON, nullable=False, server_default="[]"))


def digest_content(content: ContentDraft) -> str:
    """Return the SHA-256 of a text in UTF-8, a NUL (which no text holds), and what is said of its parts.

    That is its blocks as compact JSON, behind another NUL the marks within them and the milestones, and behind a third
    the boxes of its lines, where it has any. Labels and details stand in it only where they are, so that texts without
    them keep the hashes that they had.
    """
    blocks = [[block.start, block.end, str(block.sort), *_list_given(block.label)] for block in content.blocks]
    marks = [[mark.start, mark.end, str(mark.sort), *_list_given(mark.detail)] for mark in content.inline_marks]
    milestones = [[milestone.at, str(milestone.sort), milestone.label] for milestone in content.milestones]
    parts = [content.text, json.dumps(blocks, separators=(",", ":"))]
    boxes = [[box.start, box.end, box.page, box.left, box.top, box.width, box.height] for box in content.line_boxes]
    if marks or milestones or boxes:
        parts.append(json.dumps([marks, milestones], separators=(",", ":")))
    if boxes:
        parts.append(json.dumps(boxes, separators=(",", ":")))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _list_given(text: str) -> list[str]:
    return [text] if text else []


def store_contents(session: Session, contents: Iterable[ContentDraft]) -> list[str]:
    """Keep contents that are not there yet; return their hashes."""
    connection = session.connection()
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    statement = (
        "INSERT INTO content (sha256, text, length, blocks, inline_marks, milestones, line_boxes) "  # noqa: S608 - marks only
        f"VALUES ({', '.join([mark] * 7)}) "
        "ON CONFLICT (sha256) DO NOTHING"
    )
    hashes = []
    for content in contents:
        lists = (
            json.dumps([part.model_dump(mode="json", exclude_defaults=True) for part in parts])
            for parts in (content.blocks, content.inline_marks, content.milestones, content.line_boxes)
        )
        hashes.append(content.sha256)
        connection.exec_driver_sql(statement, (hashes[-1], content.text, len(content.text), *lists))
    return hashes


def read_contents(session: Session, hashes: Collection[Sha256]) -> dict[str, dict[str, Any]]:
    """Return contents by hash, as they stand in documents; those that are not there are left out."""
    contents_by_hash = {}
    columns = [col(getattr(Content, name)) for name in ContentDraft.model_fields]
    for sha256 in dict.fromkeys(hashes):
        row = session.connection().execute(select(*columns).where(col(Content.sha256) == sha256)).first()
        if row is not None:
            contents_by_hash[sha256] = dict(row._mapping)
    return contents_by_hash
