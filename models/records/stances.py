"""Stances: what agents make of records of the map, as their writings show."""

from typing import Annotated

from sqlalchemy import CheckConstraint, ForeignKeyConstraint
from sqlmodel import Field, SQLModel

from models.records.arguments import PREMISES, StoredRecord, Tags, index_columns, record_key, reference_keys
from models.records.fields import ReferenceTo, Searched
from models.records.maps import one_of
from models.text_types import Label, Line, Prose
from models.vocabulary import Confidence, RecordKind, StanceKind


class StanceDraft(SQLModel):
    """What an agent makes of a claim, an interpretation, an item of evidence or a link.

    A verdict belongs to its link, so that a stance on a link that tests is one on its verdict.
    """

    agent: Annotated[Label, ReferenceTo(RecordKind.AGENT)]
    # Questions are answered, not accepted or rejected.
    target: Annotated[Label, ReferenceTo(*PREMISES, RecordKind.LINK)]
    stance: StanceKind
    confidence: Confidence = Confidence.UNKNOWN
    reason: Annotated[Prose, Searched(3.0)] = ""
    source: Annotated[Label | None, ReferenceTo(RecordKind.SOURCE)] = None
    locator: Annotated[Line, Searched(1.0)] = ""
    note: Annotated[Prose, Searched(1.0)] = ""
    tags: Tags = Field(default_factory=list)


class Stance(StoredRecord, table=True):
    """A stored stance."""

    __table_args__ = (
        record_key(RecordKind.STANCE),
        *reference_keys(StanceDraft),
        ForeignKeyConstraint(
            ["map_id", "target", "target_kind"],
            ["record.map_id", "record.label", "record.kind"],
            deferrable=True,
            initially="DEFERRED",
        ),
        CheckConstraint("target_kind IN ('claim', 'interpretation', 'evidence', 'link')", name="target_kind"),
        one_of("stance", StanceKind, "stance"),
        one_of("confidence", Confidence, "confidence"),
        *index_columns("target"),
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
