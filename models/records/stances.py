"""What is made of records beside arguing: the stances of agents, and the critical questions that are asked of links.

Walton, Reed and Macagno, Argumentation Schemes (2008), chapter 1: each scheme has its critical questions, and an
argument is only as good as the answers to those that are asked.
"""

from typing import Annotated

from sqlalchemy import CheckConstraint, ForeignKeyConstraint
from sqlmodel import Field, SQLModel

from models.records.arguments import PREMISES, StoredRecord, Tags, index_columns, record_key, reference_keys
from models.records.fields import ReferenceTo, Searched
from models.records.maps import one_of
from models.text_types import Label, Line, Prose, Statement
from models.vocabulary import Confidence, QuestionOutcome, RecordKind, StanceKind


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


class CriticalQuestionDraft(SQLModel):
    """A question that is asked of a link, what came of it, and the record that answers it, where one does."""

    link: Annotated[Label, ReferenceTo(RecordKind.LINK)]
    text: Annotated[Statement, Searched(3.0)]
    outcome: QuestionOutcome = QuestionOutcome.ASKED
    answered_by: Annotated[Label | None, ReferenceTo(*PREMISES, RecordKind.LINK)] = None
    note: Annotated[Prose, Searched(1.0)] = ""
    tags: Tags = Field(default_factory=list)


class CriticalQuestion(StoredRecord, table=True):
    """A stored critical question."""

    __tablename__ = "critical_question"
    __table_args__ = (
        record_key(RecordKind.CRITICAL_QUESTION),
        *reference_keys(CriticalQuestionDraft),
        ForeignKeyConstraint(
            ["map_id", "answered_by"],
            ["record.map_id", "record.label"],
            deferrable=True,
            initially="DEFERRED",
        ),
        one_of("outcome", QuestionOutcome, "outcome"),
        *index_columns("answered_by"),
    )

    link: str
    text: str
    outcome: str
    answered_by: str | None = None
    note: str = ""
