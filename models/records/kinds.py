"""What belongs to each kind of record: its draft, its table, its name in documents, its labels' prefix."""

from dataclasses import dataclass

from sqlmodel import SQLModel

from models.records.arguments import (
    Claim,
    ClaimDraft,
    Evidence,
    EvidenceDraft,
    Interpretation,
    InterpretationDraft,
    Link,
    LinkDraft,
    Question,
    QuestionDraft,
    StoredRecord,
)
from models.records.scans.scan_records import Region, RegionDraft, Scan, ScanDraft
from models.records.sources import Agent, AgentDraft, Source, SourceDraft, Tag, TagDraft
from models.records.stances import CriticalQuestion, CriticalQuestionDraft, Stance, StanceDraft
from models.records.texts import Annotation, AnnotationDraft, Text, TextDraft
from models.vocabulary import ClaimKind, RecordKind


@dataclass(frozen=True, slots=True)
class KindOfRecord:
    """One kind of record; `plural` is its list in a map document and its address in the API."""

    kind: RecordKind
    plural: str
    prefix: str
    draft: type[SQLModel]
    table: type[StoredRecord]


KINDS: dict[RecordKind, KindOfRecord] = {
    entry.kind: entry
    # In the order in which a document lists them: what is referred to comes first where it can.
    for entry in (
        KindOfRecord(RecordKind.TAG, "tags", "T", TagDraft, Tag),
        KindOfRecord(RecordKind.QUESTION, "questions", "Q", QuestionDraft, Question),
        KindOfRecord(RecordKind.AGENT, "agents", "A", AgentDraft, Agent),
        KindOfRecord(RecordKind.SOURCE, "sources", "S", SourceDraft, Source),
        KindOfRecord(RecordKind.TEXT, "texts", "X", TextDraft, Text),
        KindOfRecord(RecordKind.SCAN, "scans", "SC", ScanDraft, Scan),
        KindOfRecord(RecordKind.CLAIM, "claims", "C", ClaimDraft, Claim),
        KindOfRecord(RecordKind.INTERPRETATION, "interpretations", "I", InterpretationDraft, Interpretation),
        KindOfRecord(RecordKind.EVIDENCE, "evidence", "E", EvidenceDraft, Evidence),
        KindOfRecord(RecordKind.LINK, "links", "L", LinkDraft, Link),
        KindOfRecord(RecordKind.STANCE, "stances", "ST", StanceDraft, Stance),
        KindOfRecord(RecordKind.CRITICAL_QUESTION, "critical_questions", "CQ", CriticalQuestionDraft, CriticalQuestion),
        KindOfRecord(RecordKind.ANNOTATION, "annotations", "N", AnnotationDraft, Annotation),
        KindOfRecord(RecordKind.REGION, "regions", "RG", RegionDraft, Region),
    )
}
BY_PLURAL: dict[str, KindOfRecord] = {entry.plural: entry for entry in KINDS.values()}
CLAIM_PREFIXES = {
    ClaimKind.PERCEPTION: "P",
    ClaimKind.RESPONSE: "R",
    ClaimKind.FINDING: "F",
    ClaimKind.ASSERTION: "C",
}
