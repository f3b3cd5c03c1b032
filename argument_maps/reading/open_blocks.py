"""The block that a text's builder is adding words to, and the marks in it that are still open."""

from dataclasses import dataclass, field
from typing import Any

from models.text_vocabulary import InlineSort, MilestoneSort
from models.vocabulary import BlockSort

BlockRow = tuple[int, int, BlockSort, str]
MarkRow = tuple[int, int, InlineSort, str]
MilestoneRow = tuple[int, MilestoneSort, str]
# The number of a page, and left, top, width and height on it in hundred-thousandths.
PlaceRow = tuple[int, int, int, int, int]


@dataclass(slots=True)
class OpenMark:
    """A mark whose end has not come yet; `start` is its place in the present block, None before words came."""

    sort: InlineSort
    detail: str
    start: int | None = None


@dataclass(slots=True)
class OpenBlock:
    """The block that words are being added to; all places in it count from its beginning."""

    sort: BlockSort
    label: str
    separator: str
    words: list[str] = field(default_factory=list)
    length: int = 0
    space: bool = False
    marks: list[tuple[int, int, InlineSort, str]] = field(default_factory=list)
    milestones: list[tuple[int, MilestoneSort, str]] = field(default_factory=list)
    comments: list[tuple[int, int, str, str]] = field(default_factory=list)
    # With the builder of what each says.
    notes: list[tuple[str, Any]] = field(default_factory=list)
    anchors: list[tuple[int, str]] = field(default_factory=list)
    line_boxes: list[tuple[int, int, PlaceRow]] = field(default_factory=list)
