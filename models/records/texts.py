"""Texts that are read and annotated: what they are, their versions, and the passages marked in them."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, StringConstraints
from pydantic import Field as Described
from sqlalchemy import JSON, CheckConstraint, Column, ForeignKeyConstraint, UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from models.records.arguments import (
    TARGETS,
    Labels,
    StoredRecord,
    Tags,
    index_columns,
    record_key,
    reference_key,
    reference_keys,
)
from models.records.contents import Content, Position, ReportEntry
from models.records.fields import ReferenceTo, Searched
from models.records.maps import GlobalId, one_of
from models.records.scans.scan_records import MOST_PAGES
from models.text_types import Label, LanguageTag, MediaType, Prose, Quotation, Sha256, Surroundings, Title
from models.text_vocabulary import PassageRelation
from models.vocabulary import AnchorState, Motivation, RecordKind

CONTEXT = 32
"""How many code points before and after a passage are kept as its surroundings."""


def _is_moment(text: str) -> str:
    datetime.fromisoformat(text)
    return text


# Kept as a text, so that a moment comes out of a document as it went in.
MomentText = Annotated[
    str,
    StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$"),
    AfterValidator(_is_moment),
    Described(description="A moment in UTC (ISO 8601)."),
]


def this_moment() -> str:
    """Return now, as versions of texts keep it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


class VersionDraft(SQLModel):
    """One version of a text: the hash of its content, since when, what it was read from, and how."""

    sha256: Sha256
    at: MomentText
    media_type: MediaType
    report: Annotated[list[ReportEntry], Described(max_length=100)] = Field(default_factory=list)


def make_version(sha256: str, media_type: str, report: Iterable[ReportEntry] = ()) -> VersionDraft:
    """Return a version that a text has from now on."""
    return VersionDraft(sha256=sha256, at=this_moment(), media_type=media_type, report=list(report))


class TextDraft(SQLModel):
    """A text that is read and annotated, with its versions, the present one last.

    The direction of writing follows from the language. `scan` is what it transcribes, from the page `scan_page` of it
    on (1 where left out).
    """

    title: Annotated[Title, Searched(3.0)]
    source: Annotated[Label | None, ReferenceTo(RecordKind.SOURCE)] = None
    language: LanguageTag | None = None
    translation_of: Annotated[Label | None, ReferenceTo(RecordKind.TEXT)] = None
    scan: Annotated[Label | None, ReferenceTo(RecordKind.SCAN)] = None
    scan_page: Annotated[int, Described(ge=1, le=MOST_PAGES)] | None = None
    versions: Annotated[list[VersionDraft], Described(max_length=1_000)] = Field(default_factory=list)
    note: Annotated[Prose, Searched(1.0)] = ""
    tags: Tags = Field(default_factory=list)


class Text(StoredRecord, table=True):
    """A stored text."""

    __table_args__ = (
        record_key(RecordKind.TEXT),
        *reference_keys(TextDraft),
        CheckConstraint("translation_of <> label", name="not_its_own_translation"),
    )

    title: str
    source: str | None = None
    language: str | None = None
    translation_of: str | None = None
    scan: str | None = None
    scan_page: int | None = None
    note: str = ""


class TextVersion(SQLModel, table=True):
    """One version of a text, in order. A content is a version of one text once: coming back it moves to the end."""

    __tablename__ = "text_version"
    __table_args__ = (
        ForeignKeyConstraint(["map_id", "label"], ["record.map_id", "record.label"], ondelete="CASCADE"),
        ForeignKeyConstraint(["sha256"], ["content.sha256"], deferrable=True, initially="DEFERRED"),
        UniqueConstraint("map_id", "label", "sha256"),
        CheckConstraint("position >= 0", name="position"),
    )

    map_id: int = Field(sa_type=GlobalId, primary_key=True)
    label: str = Field(primary_key=True, max_length=64)
    position: int = Field(primary_key=True)
    sha256: str = Field(max_length=64)
    at: str
    media_type: str
    report: list[Any] = Field(sa_column=Column(JSON, nullable=False, server_default="[]"))


Passages = Annotated[Labels, ReferenceTo(RecordKind.ANNOTATION)]


class AnnotationDraft(SQLModel):
    """A passage of a text, marked and tied to records of the map, and joined to other passages.

    `exact`, `prefix` and `suffix` are a TextQuoteSelector, `start` and `end` a TextPositionSelector (W3C Web
    Annotation Data Model, 4.2) in the text's version `version`, in Unicode code points. Where it needs
    review they are where the quotation may stand now, and `score` says how much that is like it (0 to 1);
    an orphan keeps the place that it had, if it had one.

    `translates`, `quotes`, `contradicts` and `copies` (`PassageRelation`) are other annotations, to which it is joined.
    """

    in_text: Annotated[Label, ReferenceTo(RecordKind.TEXT)]
    version: Sha256
    exact: Annotated[Quotation, Searched(3.0)]
    prefix: Surroundings = ""
    suffix: Surroundings = ""
    start: Position | None = None
    end: Position | None = None
    bodies: Annotated[Labels, ReferenceTo(*TARGETS)] = Field(default_factory=list)
    translates: Passages = Field(default_factory=list)
    quotes: Passages = Field(default_factory=list)
    contradicts: Passages = Field(default_factory=list)
    copies: Passages = Field(default_factory=list)
    comment: Annotated[Prose, Searched(2.0)] = ""
    motivation: Motivation = Motivation.COMMENTING
    state: AnchorState = AnchorState.ANCHORED
    score: Annotated[float, Described(ge=0, le=1)] | None = None
    note: Annotated[Prose, Searched(1.0)] = ""
    tags: Tags = Field(default_factory=list)


class Annotation(StoredRecord, table=True):
    """A stored annotation."""

    __table_args__ = (
        record_key(RecordKind.ANNOTATION),
        *reference_keys(AnnotationDraft),
        ForeignKeyConstraint(
            ["map_id", "in_text", "version"],
            ["text_version.map_id", "text_version.label", "text_version.sha256"],
            deferrable=True,
            initially="DEFERRED",
        ),
        one_of("motivation", Motivation, "motivation"),
        one_of("state", AnchorState, "state"),
        CheckConstraint("(state = 'needs review') = (score IS NOT NULL)", name="score_of_what_needs_review"),
        CheckConstraint("start IS NOT NULL OR state = 'orphan'", name="a_place_unless_orphan"),
        CheckConstraint('(start IS NULL) = ("end" IS NULL)', name="start_and_end"),
        CheckConstraint('start >= 0 AND start < "end"', name="start_before_end"),
    )

    in_text: str
    version: str = Field(max_length=64)
    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None
    comment: str = ""
    motivation: str
    state: str
    score: float | None = None
    note: str = ""


class AnnotationBody(SQLModel, table=True):
    """A record that an annotation ties its passage to, in order: any argument record, a link included."""

    __tablename__ = "annotation_body"
    __table_args__ = (
        ForeignKeyConstraint(["map_id", "label"], ["record.map_id", "record.label"], ondelete="CASCADE"),
        ForeignKeyConstraint(
            ["map_id", "body", "body_kind"],
            ["record.map_id", "record.label", "record.kind"],
            deferrable=True,
            initially="DEFERRED",
        ),
        CheckConstraint("body_kind IN ('claim', 'interpretation', 'evidence', 'link', 'question')", name="body_kind"),
        CheckConstraint("position >= 0", name="position"),
        *index_columns("body"),
    )

    map_id: int = Field(sa_type=GlobalId, primary_key=True)
    label: str = Field(primary_key=True, max_length=64)
    position: int = Field(primary_key=True)
    body: str = Field(max_length=64)
    body_kind: str


class PassageLink(SQLModel, table=True):
    """A passage to which an annotation is joined, in order; `role` is the field that names it (`PassageRelation`)."""

    __tablename__ = "passage_link"
    __table_args__ = (
        ForeignKeyConstraint(["map_id", "label"], ["record.map_id", "record.label"], ondelete="CASCADE"),
        reference_key("passage", "annotation"),
        one_of("role", PassageRelation, "role"),
        CheckConstraint("passage <> label", name="not_to_itself"),
        CheckConstraint("position >= 0", name="position"),
        *index_columns("passage"),
    )

    map_id: int = Field(sa_type=GlobalId, primary_key=True)
    label: str = Field(primary_key=True, max_length=64)
    role: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    passage: str = Field(max_length=64)


def read_content_texts(session: Session, hashes: Collection[str]) -> dict[str, str]:
    """Return what contents say by their hashes, those that there are.

    Without blocks, marks and milestones, which take many times as long to read.
    """
    statement = select(Content.sha256, Content.text).where(col(Content.sha256).in_(sorted(hashes)))
    return {sha256: text for sha256, text in session.exec(statement)}  # noqa: C416 - a row is no pair to a type
