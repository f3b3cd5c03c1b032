"""Which records of a map a list shows: filters, order and the page, asked of the database."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import Field, create_model
from sqlalchemy import ColumnElement, and_, exists, or_, true
from sqlmodel import Session, col, select

from api.http.pagination import Paging, read_cursor, write_cursor
from models.records.arguments import Claim, Evidence, Interpretation, Link, Premise, StoredRecord
from models.records.kinds import KINDS
from models.records.maps import Record
from models.records.scans.scan_records import Region, Scan
from models.records.sources import Agent, Attribution, Source, Tagging
from models.records.stances import CriticalQuestion, Stance
from models.records.texts import Annotation, AnnotationBody, Text
from models.row_keys import persisted_id
from models.text_types import Label, LanguageTag, Line, Sha256
from models.vocabulary import (
    AgentKind,
    Agreement,
    AnchorState,
    Certainty,
    ClaimKind,
    ClaimType,
    Confidence,
    Motivation,
    QuestionOutcome,
    RecordKind,
    Relation,
    Reliability,
    SourceType,
    StanceKind,
    Tier,
    Verdict,
)

# What a parameter is read as differs from one to the next: a word, a label, a member of a vocabulary.
Condition = Callable[[Any], ColumnElement[bool]]
Order = Literal["created", "changed", "id"]


def _column_equals(table: type[StoredRecord], name: str) -> Condition:
    return lambda value: getattr(table, name) == value


def _has_attribution(value: str) -> ColumnElement[bool]:
    return exists().where(
        col(Attribution.map_id) == Record.map_id,
        col(Attribution.label) == Record.label,
        col(Attribution.agent) == value,
    )


def _has_tag(value: str) -> ColumnElement[bool]:
    return exists().where(
        col(Tagging.map_id) == Record.map_id, col(Tagging.label) == Record.label, col(Tagging.tag) == value
    )


def _has_premise(value: str) -> ColumnElement[bool]:
    return exists().where(
        col(Premise.map_id) == Record.map_id, col(Premise.link) == Record.label, col(Premise.premise) == value
    )


def _has_body(value: str) -> ColumnElement[bool]:
    return exists().where(
        col(AnnotationBody.map_id) == Record.map_id,
        col(AnnotationBody.label) == Record.label,
        col(AnnotationBody.body) == value,
    )


# For each kind the parameters of its list, with their type, a class or an `Annotated`, and what they mean to the
# database.
FILTERS: dict[RecordKind, dict[str, tuple[Any, Condition]]] = {
    RecordKind.TAG: {},
    RecordKind.QUESTION: {"tag": (Label, _has_tag)},
    RecordKind.AGENT: {
        "kind": (AgentKind, _column_equals(Agent, "kind")),
        "school": (Line, _column_equals(Agent, "school")),
        "tag": (Label, _has_tag),
    },
    RecordKind.SOURCE: {
        "type": (SourceType, _column_equals(Source, "type")),
        "author": (Label, _has_attribution),
        "reliability": (Reliability, _column_equals(Source, "reliability")),
        "tag": (Label, _has_tag),
    },
    RecordKind.CLAIM: {
        "kind": (ClaimKind, _column_equals(Claim, "kind")),
        "type": (ClaimType, _column_equals(Claim, "type")),
        "answers": (Label, _column_equals(Claim, "answers")),
        "held_by": (Label, _has_attribution),
        "source": (Label, _column_equals(Claim, "source")),
        "certainty": (Certainty, _column_equals(Claim, "certainty")),
        "agreement": (Agreement, _column_equals(Claim, "agreement")),
        "tag": (Label, _has_tag),
    },
    RecordKind.INTERPRETATION: {
        "answers": (Label, _column_equals(Interpretation, "answers")),
        "by": (Label, _has_attribution),
        "school": (Line, _column_equals(Interpretation, "school")),
        "source": (Label, _column_equals(Interpretation, "source")),
        "certainty": (Certainty, _column_equals(Interpretation, "certainty")),
        "tag": (Label, _has_tag),
    },
    RecordKind.EVIDENCE: {
        "source": (Label, _column_equals(Evidence, "source")),
        "tier": (Tier, _column_equals(Evidence, "tier")),
        "certainty": (Certainty, _column_equals(Evidence, "certainty")),
        "tag": (Label, _has_tag),
    },
    RecordKind.CRITICAL_QUESTION: {
        "link": (Label, _column_equals(CriticalQuestion, "link")),
        "outcome": (QuestionOutcome, _column_equals(CriticalQuestion, "outcome")),
        "answered_by": (Label, _column_equals(CriticalQuestion, "answered_by")),
        "tag": (Label, _has_tag),
    },
    RecordKind.STANCE: {
        "agent": (Label, _column_equals(Stance, "agent")),
        "target": (Label, _column_equals(Stance, "target")),
        "stance": (StanceKind, _column_equals(Stance, "stance")),
        "confidence": (Confidence, _column_equals(Stance, "confidence")),
        "source": (Label, _column_equals(Stance, "source")),
        "tag": (Label, _has_tag),
    },
    RecordKind.TEXT: {
        "source": (Label, _column_equals(Text, "source")),
        "language": (LanguageTag, _column_equals(Text, "language")),
        "translation_of": (Label, _column_equals(Text, "translation_of")),
        "scan": (Label, _column_equals(Text, "scan")),
        "tag": (Label, _has_tag),
    },
    RecordKind.ANNOTATION: {
        "in_text": (Label, _column_equals(Annotation, "in_text")),
        "version": (Sha256, _column_equals(Annotation, "version")),
        "body": (Label, _has_body),
        "state": (AnchorState, _column_equals(Annotation, "state")),
        "motivation": (Motivation, _column_equals(Annotation, "motivation")),
        "tag": (Label, _has_tag),
    },
    RecordKind.SCAN: {"source": (Label, _column_equals(Scan, "source")), "tag": (Label, _has_tag)},
    RecordKind.REGION: {
        "in_scan": (Label, _column_equals(Region, "in_scan")),
        "image": (Sha256, _column_equals(Region, "image")),
        "body": (Label, _has_body),
        "motivation": (Motivation, _column_equals(Region, "motivation")),
        "tag": (Label, _has_tag),
    },
    RecordKind.LINK: {
        "relation": (Relation, _column_equals(Link, "relation")),
        "target": (Label, _column_equals(Link, "target")),
        "premise": (Label, _has_premise),
        "verdict": (Verdict, _column_equals(Link, "verdict")),
        "source": (Label, _column_equals(Link, "source")),
        "tag": (Label, _has_tag),
    },
}


class ListQuery(Paging):
    """What every list of records understands."""

    order: Annotated[Order, Field(description="By creation, by last change (newest first), or by id as text.")] = (
        "created"
    )


def make_query_model(kind: RecordKind) -> type[ListQuery]:
    """Return the parameters of the list of one kind."""
    filters: dict[str, Any] = {
        name: (Annotated[value_type | None, Field(description=f"Only with this {name.replace('_', ' ')}.")], None)
        for name, (value_type, _) in FILTERS[kind].items()
    }
    return create_model(f"{kind.value.capitalize()}Query", __base__=ListQuery, **filters)


def list_page(
    session: Session, map_id: int, kind: RecordKind | None, query: ListQuery
) -> tuple[list[Record], str | None]:
    """Return the records of one page, and the cursor of the next page (None on the last).

    Without a kind they are of all kinds. Raises `Refusal` for a cursor that is not of this list.
    """
    statement = select(Record).where(Record.map_id == map_id)
    if kind is not None:
        table = KINDS[kind].table
        same = and_(col(table.map_id) == Record.map_id, col(table.label) == Record.label)
        filter_values = {name: value for name in FILTERS[kind] if (value := getattr(query, name)) is not None}
        statement = statement.where(Record.kind == kind.value)
        if filter_values:
            conditions = [FILTERS[kind][name][1](value) for name, value in filter_values.items()]
            statement = statement.join(table, same).where(*conditions)
    ordering = {
        "created": (col(Record.id).asc(),),
        "changed": (col(Record.revision).desc(), col(Record.id).asc()),
        "id": (col(Record.label).asc(),),
    }[query.order]
    records = list(session.exec(statement.where(_after_cursor(query)).order_by(*ordering).limit(query.limit + 1)))
    page_records = records[: query.limit]
    return page_records, _write_next_cursor(query.order, page_records[-1]) if len(records) > query.limit else None


def _after_cursor(query: ListQuery) -> ColumnElement[bool]:
    if query.cursor is None:
        return true()
    if query.order == "id":
        (label,) = read_cursor(query.cursor, "id", str)
        return col(Record.label) > str(label)
    if query.order == "created":
        (number,) = read_cursor(query.cursor, "created", int)
        return col(Record.id) > int(number)
    revision, number = read_cursor(query.cursor, "changed", int, int)
    return or_(col(Record.revision) < revision, and_(Record.revision == revision, col(Record.id) > number))


def _write_next_cursor(order: str, last: Record) -> str:
    if order == "id":
        return write_cursor("id", last.label)
    if order == "created":
        return write_cursor("created", persisted_id(last))
    return write_cursor("changed", last.revision, persisted_id(last))
