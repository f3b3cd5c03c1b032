"""Which records of a map a list shows: filters, order and the page, asked of the database."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import Field, create_model
from sqlalchemy import ColumnElement, and_, exists, or_, true
from sqlmodel import Session, col, select

from api.paging import Paging, read_cursor, write_cursor
from models.records.arguments import Claim, Evidence, Interpretation, Link, Premise, Stored
from models.records.kinds import KINDS
from models.records.maps import Record
from models.records.sources import Agent, Attribution, Source, Tagging
from models.records.stances import Stance
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
    RecordKind,
    Relation,
    Reliability,
    SourceType,
    StanceKind,
    Tier,
    Verdict,
)

Condition = Callable[[Any], ColumnElement[bool]]
Order = Literal["created", "changed", "id"]


def _column(table: type[Stored], name: str) -> Condition:
    return lambda value: getattr(table, name) == value


def _attributed(value: str) -> ColumnElement[bool]:
    return exists().where(
        col(Attribution.map_id) == Record.map_id,
        col(Attribution.label) == Record.label,
        col(Attribution.agent) == value,
    )


def _tagged(value: str) -> ColumnElement[bool]:
    return exists().where(
        col(Tagging.map_id) == Record.map_id, col(Tagging.label) == Record.label, col(Tagging.tag) == value
    )


def _from_premise(value: str) -> ColumnElement[bool]:
    return exists().where(
        col(Premise.map_id) == Record.map_id, col(Premise.link) == Record.label, col(Premise.premise) == value
    )


def _tied_to(value: str) -> ColumnElement[bool]:
    return exists().where(
        col(AnnotationBody.map_id) == Record.map_id,
        col(AnnotationBody.label) == Record.label,
        col(AnnotationBody.body) == value,
    )


# For each kind the parameters of its list, with their type and what they mean to the database.
FILTERS: dict[RecordKind, dict[str, tuple[Any, Condition]]] = {
    RecordKind.TAG: {},
    RecordKind.QUESTION: {"tag": (Label, _tagged)},
    RecordKind.AGENT: {
        "kind": (AgentKind, _column(Agent, "kind")),
        "school": (Line, _column(Agent, "school")),
        "tag": (Label, _tagged),
    },
    RecordKind.SOURCE: {
        "type": (SourceType, _column(Source, "type")),
        "author": (Label, _attributed),
        "reliability": (Reliability, _column(Source, "reliability")),
        "tag": (Label, _tagged),
    },
    RecordKind.CLAIM: {
        "kind": (ClaimKind, _column(Claim, "kind")),
        "type": (ClaimType, _column(Claim, "type")),
        "answers": (Label, _column(Claim, "answers")),
        "held_by": (Label, _attributed),
        "source": (Label, _column(Claim, "source")),
        "certainty": (Certainty, _column(Claim, "certainty")),
        "agreement": (Agreement, _column(Claim, "agreement")),
        "tag": (Label, _tagged),
    },
    RecordKind.INTERPRETATION: {
        "answers": (Label, _column(Interpretation, "answers")),
        "by": (Label, _attributed),
        "school": (Line, _column(Interpretation, "school")),
        "source": (Label, _column(Interpretation, "source")),
        "certainty": (Certainty, _column(Interpretation, "certainty")),
        "tag": (Label, _tagged),
    },
    RecordKind.EVIDENCE: {
        "source": (Label, _column(Evidence, "source")),
        "tier": (Tier, _column(Evidence, "tier")),
        "certainty": (Certainty, _column(Evidence, "certainty")),
        "tag": (Label, _tagged),
    },
    RecordKind.STANCE: {
        "agent": (Label, _column(Stance, "agent")),
        "target": (Label, _column(Stance, "target")),
        "stance": (StanceKind, _column(Stance, "stance")),
        "confidence": (Confidence, _column(Stance, "confidence")),
        "source": (Label, _column(Stance, "source")),
        "tag": (Label, _tagged),
    },
    RecordKind.TEXT: {
        "source": (Label, _column(Text, "source")),
        "language": (LanguageTag, _column(Text, "language")),
        "translation_of": (Label, _column(Text, "translation_of")),
        "tag": (Label, _tagged),
    },
    RecordKind.ANNOTATION: {
        "in_text": (Label, _column(Annotation, "in_text")),
        "version": (Sha256, _column(Annotation, "version")),
        "body": (Label, _tied_to),
        "state": (AnchorState, _column(Annotation, "state")),
        "motivation": (Motivation, _column(Annotation, "motivation")),
        "tag": (Label, _tagged),
    },
    RecordKind.LINK: {
        "relation": (Relation, _column(Link, "relation")),
        "target": (Label, _column(Link, "target")),
        "premise": (Label, _from_premise),
        "verdict": (Verdict, _column(Link, "verdict")),
        "source": (Label, _column(Link, "source")),
        "tag": (Label, _tagged),
    },
}


class ListQuery(Paging):
    """What every list of records understands."""

    order: Annotated[Order, Field(description="By creation, by last change (newest first), or by id as text.")] = (
        "created"
    )


def query_model(kind: RecordKind) -> type[ListQuery]:
    """Return the parameters of the list of one kind."""
    filters: dict[str, Any] = {
        name: (Annotated[wanted | None, Field(description=f"Only with this {name.replace('_', ' ')}.")], None)
        for name, (wanted, _) in FILTERS[kind].items()
    }
    return create_model(f"{kind.value.capitalize()}Query", __base__=ListQuery, **filters)


def page(session: Session, map_id: int, kind: RecordKind | None, query: ListQuery) -> tuple[list[Record], str | None]:
    """Return the records of one page, and the cursor of the next page (None on the last).

    Without a kind they are of all kinds. Raises `Refusal` for a cursor that is not of this list.
    """
    wanted = select(Record).where(Record.map_id == map_id)
    if kind is not None:
        table = KINDS[kind].table
        same = and_(col(table.map_id) == Record.map_id, col(table.label) == Record.label)
        given = {name: value for name in FILTERS[kind] if (value := getattr(query, name)) is not None}
        wanted = wanted.where(Record.kind == kind.value)
        if given:
            conditions = [FILTERS[kind][name][1](value) for name, value in given.items()]
            wanted = wanted.join(table, same).where(*conditions)
    ordering = {
        "created": (col(Record.id).asc(),),
        "changed": (col(Record.revision).desc(), col(Record.id).asc()),
        "id": (col(Record.label).asc(),),
    }[query.order]
    found = list(session.exec(wanted.where(_behind(query)).order_by(*ordering).limit(query.limit + 1)))
    shown = found[: query.limit]
    return shown, _cursor(query.order, shown[-1]) if len(found) > query.limit else None


def _behind(query: ListQuery) -> ColumnElement[bool]:
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


def _cursor(order: str, last: Record) -> str:
    if order == "id":
        return write_cursor("id", last.label)
    if order == "created":
        return write_cursor("created", persisted_id(last))
    return write_cursor("changed", last.revision, persisted_id(last))
