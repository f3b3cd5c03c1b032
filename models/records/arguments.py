"""The argument records: questions, claims, interpretations, evidence and the links between them.

For each record there is what a user may set (the draft) and what is stored (the table): SQLModel validates
drafts and never tables. Fields that hold several labels are part of the draft only; they are stored in
tables of their own, where foreign keys can hold them.
"""

from typing import Annotated, Any, Literal

from pydantic import Field as Described
from sqlalchemy import JSON, CheckConstraint, Column, ForeignKeyConstraint, Index
from sqlmodel import Field, SQLModel

from models.records.fields import DateAsWritten, ReferenceTo, Searched, list_reference_fields
from models.records.maps import GlobalId, one_of
from models.text_types import EdtfDate, Label, LanguageTag, Line, Prose, Statement
from models.vocabulary import (
    TEST_VERDICTS,
    Agreement,
    Certainty,
    ClaimKind,
    ClaimType,
    Explicitness,
    RecordKind,
    Relation,
    Scheme,
    Tier,
    Verdict,
)

Labels = Annotated[list[Label], Described(max_length=100)]
# What a link argues from, and what it may bear on.
PREMISES = (RecordKind.CLAIM, RecordKind.INTERPRETATION, RecordKind.EVIDENCE)
TARGETS = (*PREMISES, RecordKind.LINK, RecordKind.QUESTION)
Tags = Annotated[Labels, ReferenceTo(RecordKind.TAG)]
WrittenWhen = dict[Literal["when"], DateAsWritten]
Place = Annotated[int, Described(ge=1, le=100_000, strict=True)]


def reference_key(column: str, table: str) -> ForeignKeyConstraint:
    """Return the key that holds `column` to a record of the same map, checked at commit.

    Checked at commit so that a map can be written in any order and removed as a whole.
    """
    return ForeignKeyConstraint(
        ["map_id", column], [f"{table}.map_id", f"{table}.label"], deferrable=True, initially="DEFERRED"
    )


def index_columns(*columns: str) -> tuple[Index, ...]:
    """Return an index for each column that names other records: deleting a record asks who names it."""
    return tuple(Index(None, "map_id", column) for column in columns)


def reference_keys(draft: type[SQLModel]) -> tuple[ForeignKeyConstraint | Index, ...]:
    """Return the keys and indexes of the columns in which records of one kind name a record of another.

    What may be of several kinds needs a key of its own, which says of which kind it is.
    """
    columns = [
        (field.name, field.kinds[0])
        for field in list_reference_fields(draft)
        if not field.takes_several and len(field.kinds) == 1
    ]
    return (
        *(reference_key(name, kind) for name, kind in columns),
        *index_columns(*(name for name, _ in columns)),
    )


def record_key(kind: RecordKind) -> ForeignKeyConstraint:
    """Return the key by which a row of the table for `kind` belongs to its record."""
    return ForeignKeyConstraint(
        ["map_id", "label"], ["record.map_id", "record.label"], ondelete="CASCADE", name=f"fk_{kind}_record"
    )


class StoredRecord(SQLModel):
    """The key that every stored record has."""

    map_id: int = Field(sa_type=GlobalId, primary_key=True)
    label: str = Field(primary_key=True, max_length=64)


def written_dates_column() -> Column[Any]:
    """Return the column of the dates of a record as they were written, by the name of their field."""
    return Column(JSON, nullable=False, server_default="{}")


class QuestionDraft(SQLModel):
    """What is disputed.

    Questions stand in the order of their `place`; those without one come behind, in the order of their labels.
    """

    text: Annotated[Statement, Searched(3.0)]
    when: EdtfDate | None = None
    place: Place | None = None
    note: Annotated[Prose, Searched(1.0)] = ""
    written_dates: WrittenWhen = Field(default_factory=dict)
    tags: Tags = Field(default_factory=list)


class Question(StoredRecord, table=True):
    """A stored question."""

    __table_args__ = (record_key(RecordKind.QUESTION),)

    text: str
    when: str | None = None
    place: int | None = None
    note: str = ""
    written_dates: dict[str, Any] = Field(sa_column=written_dates_column())


class ClaimDraft(SQLModel):
    """An assertable statement, who held it and when, and the question under which it stands.

    Of a perception the editor may state to what its tests come together, with the reason. What is
    implicit nobody says, and an argument needs it: the missing premise of an enthymeme (Walton, Reed and Macagno 2008,
    chapter 6).
    """

    text: Annotated[Statement, Searched(3.0)]
    kind: ClaimKind = ClaimKind.ASSERTION
    type: ClaimType = ClaimType.FACTUAL
    answers: Annotated[Label | None, ReferenceTo(RecordKind.QUESTION)] = None
    held_by: Annotated[Labels, ReferenceTo(RecordKind.AGENT)] = Field(default_factory=list)
    when: EdtfDate | None = None
    source: Annotated[Label | None, ReferenceTo(RecordKind.SOURCE)] = None
    locator: Line = ""
    certainty: Certainty = Certainty.UNKNOWN
    certainty_note: Annotated[Prose, Searched(1.0)] = ""
    agreement: Agreement = Agreement.UNKNOWN
    scheme: Scheme | None = None
    explicitness: Explicitness = Explicitness.EXPLICIT
    overall_verdict: Verdict | None = None
    verdict_reason: Annotated[Prose, Searched(1.0)] = ""
    note: Annotated[Prose, Searched(1.0)] = ""
    written_dates: WrittenWhen = Field(default_factory=dict)
    tags: Tags = Field(default_factory=list)


class Claim(StoredRecord, table=True):
    """A stored claim."""

    __table_args__ = (
        record_key(RecordKind.CLAIM),
        one_of("kind", ClaimKind, "kind"),
        one_of("type", ClaimType, "type"),
        one_of("certainty", Certainty, "certainty"),
        one_of("agreement", Agreement, "agreement"),
        one_of("explicitness", Explicitness, "explicitness"),
        one_of("overall_verdict", Verdict, "overall_verdict"),
        CheckConstraint(
            "overall_verdict IS NULL OR (kind = 'perception' AND verdict_reason <> '')",
            name="stated_verdict_of_a_perception",
        ),
        *reference_keys(ClaimDraft),
    )

    text: str
    kind: str
    type: str
    answers: str | None = None
    when: str | None = None
    source: str | None = None
    locator: str = ""
    certainty: str
    certainty_note: str = ""
    agreement: str
    scheme: str | None = None
    explicitness: str = Field(default=Explicitness.EXPLICIT, sa_column_kwargs={"server_default": "explicit"})
    overall_verdict: str | None = None
    verdict_reason: str = Field(default="", sa_column_kwargs={"server_default": ""})
    note: str = ""
    written_dates: dict[str, Any] = Field(sa_column=written_dates_column())


class InterpretationDraft(SQLModel):
    """A scholar's reading that defends or disputes."""

    text: Annotated[Statement, Searched(3.0)]
    answers: Annotated[Label | None, ReferenceTo(RecordKind.QUESTION)] = None
    by: Annotated[Labels, ReferenceTo(RecordKind.AGENT)] = Field(default_factory=list)
    source: Annotated[Label | None, ReferenceTo(RecordKind.SOURCE)] = None
    locator: Line = ""
    school: Annotated[Line, Searched(1.0)] = ""
    when: EdtfDate | None = None
    certainty: Certainty = Certainty.UNKNOWN
    note: Annotated[Prose, Searched(1.0)] = ""
    written_dates: WrittenWhen = Field(default_factory=dict)
    tags: Tags = Field(default_factory=list)


class Interpretation(StoredRecord, table=True):
    """A stored interpretation."""

    __table_args__ = (
        record_key(RecordKind.INTERPRETATION),
        one_of("certainty", Certainty, "certainty"),
        *reference_keys(InterpretationDraft),
    )

    text: str
    answers: str | None = None
    source: str | None = None
    locator: str = ""
    school: str = ""
    when: str | None = None
    certainty: str
    note: str = ""
    written_dates: dict[str, Any] = Field(sa_column=written_dates_column())


class EvidenceDraft(SQLModel):
    """A passage of a source, offered for or against something.

    `selectors` holds W3C Web Annotation selectors; their text positions count Unicode code points.
    """

    summary: Annotated[Statement, Searched(3.0)]
    source: Annotated[Label, ReferenceTo(RecordKind.SOURCE)]
    locator: Annotated[Line, Searched(1.5)] = ""
    quotation: Annotated[Prose, Searched(2.0)] = ""
    language: LanguageTag | None = None
    translation: Annotated[Prose, Searched(2.0)] = ""
    translation_language: LanguageTag | None = None
    tier: Tier = Tier.UNKNOWN
    certainty: Certainty = Certainty.UNKNOWN
    selectors: Annotated[list[dict[str, Any]], Described(max_length=20)] = Field(default_factory=list)
    note: Annotated[Prose, Searched(1.0)] = ""
    tags: Tags = Field(default_factory=list)


class Evidence(StoredRecord, table=True):
    """A stored item of evidence."""

    __table_args__ = (
        record_key(RecordKind.EVIDENCE),
        one_of("tier", Tier, "tier"),
        one_of("certainty", Certainty, "certainty"),
        *reference_keys(EvidenceDraft),
    )

    summary: str
    source: str
    locator: str = ""
    quotation: str = ""
    language: str | None = None
    translation: str = ""
    translation_language: str | None = None
    tier: str
    certainty: str
    selectors: list[Any] = Field(sa_column=Column(JSON, nullable=False))
    note: str = ""


class LinkDraft(SQLModel):
    """One or more premises joined to one target, which may itself be a link."""

    premises: Annotated[list[Label], Described(min_length=1, max_length=50), ReferenceTo(*PREMISES)]
    relation: Relation
    target: Annotated[Label, ReferenceTo(*TARGETS)]
    verdict: Verdict | None = None
    scheme: Scheme | None = None
    warrant: Annotated[Prose, Searched(2.0)] = ""
    when: EdtfDate | None = None
    source: Annotated[Label | None, ReferenceTo(RecordKind.SOURCE)] = None
    note: Annotated[Prose, Searched(2.0, leads=True)] = ""
    written_dates: WrittenWhen = Field(default_factory=dict)
    tags: Tags = Field(default_factory=list)


class Link(StoredRecord, table=True):
    """A stored link. Its premises stand in `premise`; the one at position 0 must exist."""

    __table_args__ = (
        record_key(RecordKind.LINK),
        ForeignKeyConstraint(
            ["map_id", "target", "target_kind"],
            ["record.map_id", "record.label", "record.kind"],
            deferrable=True,
            initially="DEFERRED",
        ),
        # An empty list of premises is refused at commit: position 0 of the list has to be there.
        ForeignKeyConstraint(
            ["map_id", "label", "first_premise"],
            ["premise.map_id", "premise.link", "premise.position"],
            deferrable=True,
            initially="DEFERRED",
            use_alter=True,
            name="fk_link_first_premise",
        ),
        CheckConstraint("first_premise = 0", name="first_premise"),
        CheckConstraint("target <> label", name="not_its_own_target"),
        CheckConstraint(
            "target_kind IN ('claim', 'interpretation', 'evidence', 'link', 'question')", name="target_kind"
        ),
        CheckConstraint("(relation = 'answers') = (target_kind = 'question')", name="answers_a_question"),
        CheckConstraint("relation <> 'undercuts' OR target_kind = 'link'", name="undercuts_a_link"),
        CheckConstraint("relation <> 'prompted' OR target_kind = 'claim'", name="prompted_a_claim"),
        CheckConstraint("(relation = 'tests') = (verdict IS NOT NULL)", name="tests_with_a_verdict"),
        one_of("relation", Relation, "relation"),
        one_of("verdict", TEST_VERDICTS, "verdict"),
        *reference_keys(LinkDraft),
        *index_columns("target"),
    )

    relation: str
    target: str
    target_kind: str
    first_premise: int = 0
    verdict: str | None = None
    scheme: str | None = None
    warrant: str = ""
    when: str | None = None
    source: str | None = None
    note: str = ""
    written_dates: dict[str, Any] = Field(sa_column=written_dates_column())


class Premise(SQLModel, table=True):
    """One premise of a link: a claim, an interpretation or an item of evidence."""

    __table_args__ = (
        ForeignKeyConstraint(["map_id", "link"], ["link.map_id", "link.label"], ondelete="CASCADE"),
        ForeignKeyConstraint(
            ["map_id", "premise", "premise_kind"],
            ["record.map_id", "record.label", "record.kind"],
            deferrable=True,
            initially="DEFERRED",
        ),
        CheckConstraint("premise <> link", name="not_its_own_premise"),
        CheckConstraint("premise_kind IN ('claim', 'interpretation', 'evidence')", name="premise_kind"),
        CheckConstraint("position >= 0", name="position"),
        *index_columns("premise"),
    )

    map_id: int = Field(sa_type=GlobalId, primary_key=True)
    link: str = Field(primary_key=True, max_length=64)
    position: int = Field(primary_key=True)
    premise: str = Field(max_length=64)
    premise_kind: str
