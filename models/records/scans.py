"""Scans: the page images of a source in their order, and the regions marked on them."""

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field as Described
from sqlalchemy import JSON, CheckConstraint, Column, ForeignKeyConstraint
from sqlmodel import Field, SQLModel

from models.records.arguments import (
    TARGETS,
    Labels,
    StoredRecord,
    Tags,
    index_columns,
    record_key,
    reference_keys,
)
from models.records.fields import ReferenceTo, Searched
from models.records.images import LONGEST_SIDE, Pixels
from models.records.maps import GlobalId, one_of
from models.text_types import Label, LanguageTag, Line, Prose, Sha256, Title
from models.vocabulary import Motivation, RecordKind

MOST_PAGES = 2_000
MOST_POINTS = 2_000

Coordinate = Annotated[
    int, Described(ge=0, le=LONGEST_SIDE, description="Pixels from the left or upper edge of the upright image.")
]
Point = Annotated[list[Coordinate], Described(min_length=2, max_length=2)]


class ScanPageDraft(SQLModel):
    """One page of a scan: its image, the size of that in pixels, and what the page is called, such as fol. 12r."""

    image: Sha256
    width: Pixels
    height: Pixels
    name: Line = ""


class ScanDraft(SQLModel):
    """The images of a document, page by page, with the source that they show."""

    title: Annotated[Title, Searched(3.0)]
    source: Annotated[Label | None, ReferenceTo(RecordKind.SOURCE)] = None
    pages: Annotated[list[ScanPageDraft], Described(max_length=MOST_PAGES)] = Field(default_factory=list)
    rights: Annotated[Line, Searched(1.0)] = ""
    note: Annotated[Prose, Searched(1.0)] = ""
    tags: Tags = Field(default_factory=list)


class Scan(StoredRecord, table=True):
    """A stored scan."""

    __table_args__ = (record_key(RecordKind.SCAN), *reference_keys(ScanDraft))

    title: str
    source: str | None = None
    rights: str = ""
    note: str = ""


class ScanPage(SQLModel, table=True):
    """One page of a scan, in order. Two pages may have one image: blank ones are all alike."""

    __tablename__ = "scan_page"
    __table_args__ = (
        ForeignKeyConstraint(["map_id", "label"], ["record.map_id", "record.label"], ondelete="CASCADE"),
        ForeignKeyConstraint(["image"], ["image.sha256"], deferrable=True, initially="DEFERRED"),
        CheckConstraint("position >= 0", name="position"),
    )

    map_id: int = Field(sa_type=GlobalId, primary_key=True)
    label: str = Field(primary_key=True, max_length=64)
    position: int = Field(primary_key=True)
    image: str = Field(max_length=64)
    width: int
    height: int
    name: str = ""


class RegionDraft(SQLModel):
    """A part of a page image, tied to records of the map.

    `x`, `y`, `width` and `height` are its rectangle, or the one around it, in whole pixels of the upright image, as a
    FragmentSelector has them (W3C Web Annotation Data Model, 4.2.1); `points` are the corners of a polygon, as an
    SvgSelector has them (4.2.7). Two readings of one line are two regions, each with its transcription.
    """

    in_scan: Annotated[Label, ReferenceTo(RecordKind.SCAN)]
    image: Sha256
    x: Coordinate
    y: Coordinate
    width: Pixels
    height: Pixels
    points: Annotated[list[Point], Described(max_length=MOST_POINTS)] = Field(default_factory=list)
    bodies: Annotated[Labels, ReferenceTo(*TARGETS)] = Field(default_factory=list)
    transcription: Annotated[Prose, Searched(3.0, leads=True)] = ""
    language: LanguageTag | None = None
    comment: Annotated[Prose, Searched(2.0)] = ""
    motivation: Motivation = Motivation.COMMENTING
    note: Annotated[Prose, Searched(1.0)] = ""
    tags: Tags = Field(default_factory=list)


class Region(StoredRecord, table=True):
    """A stored region."""

    __table_args__ = (
        record_key(RecordKind.REGION),
        *reference_keys(RegionDraft),
        *index_columns("image"),
        ForeignKeyConstraint(["image"], ["image.sha256"], deferrable=True, initially="DEFERRED"),
        one_of("motivation", Motivation, "motivation"),
        CheckConstraint("x >= 0 AND y >= 0 AND width >= 1 AND height >= 1", name="a_place"),
    )

    in_scan: str
    image: str = Field(max_length=64)
    x: int
    y: int
    width: int
    height: int
    points: list[Any] = Field(sa_column=Column(JSON, nullable=False, server_default="[]"))
    transcription: str = ""
    language: str | None = None
    comment: str = ""
    motivation: str
    note: str = ""


def bound_points(points: Iterable[Iterable[int]]) -> tuple[int, int, int, int]:
    """Return left, upper edge, width and height of the smallest rectangle around points, at least a pixel each way.

    Raises `ValueError` without points.
    """
    points = list(points)
    if not points:
        raise ValueError("without points there is no rectangle")
    across, down = zip(*points, strict=True)
    left, upper = min(across), min(down)
    return left, upper, max(max(across) - left, 1), max(max(down) - upper, 1)
