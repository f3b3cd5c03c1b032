"""A whole map as one document, and each record in it under its readable id."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, create_model
from sqlmodel import SQLModel

from models.errors import LabelTaken, MapError, TargetCircle
from models.kinds import KINDS, KindOfRecord
from models.maps import ArgumentMapDraft
from models.references import circle, faults
from models.text import Label, Slug
from models.vocabulary import RecordKind


class _Closed(SQLModel):
    # create_model takes no configuration beside a base, and SQLModel drops it from class keywords.
    model_config = ConfigDict(extra="forbid")  # type: ignore[assignment] # SQLModel narrows the type for tables


def _identified(entry: KindOfRecord) -> type[SQLModel]:
    name = f"{entry.kind.title()}Document"
    return create_model(
        name,
        __base__=(entry.draft, _Closed),
        __doc__=f"{entry.draft.__doc__}\n\nWith its readable id.",
        id=(Label, ...),
    )


RECORD_DOCUMENTS: dict[RecordKind, type[SQLModel]] = {kind: _identified(entry) for kind, entry in KINDS.items()}


class _Header(ArgumentMapDraft):
    model_config = ConfigDict(extra="forbid")  # type: ignore[assignment] # SQLModel narrows the type for tables

    format: Literal["sicetnon/1"] = "sicetnon/1"
    slug: Slug | None = None


MapDocument: Any = create_model(  # type: ignore[call-overload] # fields made from the kinds of records
    "MapDocument",
    __base__=_Header,
    __doc__="A whole map: what it is called, and its records under their readable ids.",
    **{
        entry.plural: (Annotated[list[RECORD_DOCUMENTS[kind]], Field(max_length=1_000_000)], [])  # type: ignore[valid-type] # a class made at import
        for kind, entry in KINDS.items()
    },
)


def records_of(document: Any) -> list[tuple[RecordKind, int, SQLModel]]:
    """Return every record of a document with its kind and its place in the list of that kind."""
    return [
        (kind, index, record)
        for kind, entry in KINDS.items()
        for index, record in enumerate(getattr(document, entry.plural))
    ]


def header_of(document: Any) -> ArgumentMapDraft:
    """Return what a document says of the map itself."""
    return ArgumentMapDraft.model_validate(document.model_dump(include=set(ArgumentMapDraft.model_fields)))


def check_document(document: Any) -> None:
    """Raise the first fault of a document: a label twice, or a reference that cannot be."""
    for fault in document_faults(document):
        raise fault


def document_faults(document: Any) -> list[MapError]:
    """Return everything that is wrong between the records of a document."""
    records = records_of(document)
    kinds: dict[str, RecordKind] = {}
    wrong: list[MapError] = []
    for kind, index, record in records:
        label = record.id  # type: ignore[attr-defined] # every record of a document has one
        if label in kinds:
            wrong.append(LabelTaken(label, f"/{KINDS[kind].plural}/{index}/id"))
        kinds[label] = kind
    targets = {}
    for kind, index, record in records:
        label = record.id  # type: ignore[attr-defined] # every record of a document has one
        wrong.extend(faults(kind, label, record, kinds, f"/{KINDS[kind].plural}/{index}"))
        if kind == RecordKind.LINK and kinds.get(record.target) == RecordKind.LINK:  # type: ignore[attr-defined] # a link
            targets[label] = record.target  # type: ignore[attr-defined] # a link
    wrong.extend(TargetCircle(label) for label in targets if circle(label, targets))
    return wrong
