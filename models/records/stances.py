"""Stances: what agents make of records of the map, as their writings show."""

from sqlalchemy import CheckConstraint, ForeignKeyConstraint
from sqlmodel import Field, SQLModel

from models.records.arguments import Labels, StoredRecord, index_columns, record_key, reference_key
from models.records.maps import one_of
from models.text_types import Label, Line, Prose
from models.vocabulary import Confidence, RecordKind, StanceKind


class StanceDraft(SQLModel):
    """What an agent makes of a claim, an interpretation, an item of evidence or a link.

    A verdict belongs to its link, so that a stance on a link that tests is one on its verdict.
    """

    agent: Label
    target: Label
    stance: StanceKind
    confidence: Confidence = Confidence.UNKNOWN
    reason: Prose = ""
    source: Label | None = None
    locator: Line = ""
    note: Prose = ""
    tags: Labels = Field(default_factory=list)


class Stance(StoredRecord, table=True):
    """A stored stance."""

    __table_args__ = (
        record_key(RecordKind.STANCE),
        reference_key("agent", "agent"),
        reference_key("source", "source"),
        ForeignKeyConstraint(
            ["map_id", "target", "target_kind"],
            ["record.map_id", "record.label", "record.kind"],
            deferrable=True,
            initially="DEFERRED",
        ),
        CheckConstraint("target_kind IN ('claim', 'interpretation', 'evidence', 'link')", name="target_kind"),
        one_of("stance", StanceKind, "stance"),
        one_of("confidence", Confidence, "confidence"),
        *index_columns("agent", "target", "source"),
    )

    agent: str
    target: str
    target_kind: str
    stance: str
    confidence: str
    reason: str = ""
    source: str | None = None
    locator: str = ""
    note: str = ""
