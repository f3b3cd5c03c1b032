"""A whole map as one document, and each record in it under its readable id."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model
from sqlmodel import SQLModel

from models.errors import LabelTaken, MapError, TargetCircle
from models.kinds import KINDS, KindOfRecord
from models.maps import ArgumentMapDraft
from models.references import circle, faults
from models.text import Label, Slug
from models.vocabulary import RecordKind


def _plain(model: type[SQLModel]) -> dict[str, Any]:
    """Return a draft's fields for a model that pydantic builds by itself.

    SQLModel has a constructor of its own, which doubles the time that a large document takes to read.
    """
    return {name: (field.annotation, field) for name, field in model.model_fields.items()}


def _identified(entry: KindOfRecord) -> type[BaseModel]:
    return create_model(
        f"{entry.kind.title()}Document",
        __config__=ConfigDict(extra="forbid"),
        __doc__=f"{entry.draft.__doc__}\n\nWith its readable id.",
        id=(Label, ...),
        **_plain(entry.draft),
    )


RECORD_DOCUMENTS: dict[RecordKind, type[BaseModel]] = {kind: _identified(entry) for kind, entry in KINDS.items()}
MapDocument: Any = create_model(  # type: ignore[call-overload] # fields made from the kinds of records
    "MapDocument",
    __config__=ConfigDict(extra="forbid"),
    __doc__="A whole map: what it is called, and its records under their readable ids.",
    format=(Literal["sicetnon/1"], "sicetnon/1"),
    slug=(Slug | None, None),
    **_plain(ArgumentMapDraft),
    **{
        entry.plural: (
            Annotated[list[RECORD_DOCUMENTS[kind]], Field(max_length=1_000_000)],  # type: ignore[valid-type] # a class made at import
            Field(default_factory=list),
        )
        for kind, entry in KINDS.items()
    },
)


def records_of(document: Any) -> list[tuple[RecordKind, int, Any]]:
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
        label = record.id
        if label in kinds:
            wrong.append(LabelTaken(label, f"/{KINDS[kind].plural}/{index}/id"))
        kinds[label] = kind
    targets = {}
    for kind, index, record in records:
        label = record.id
        wrong.extend(faults(kind, label, record, kinds, f"/{KINDS[kind].plural}/{index}"))
        if kind == RecordKind.LINK and kinds.get(record.target) == RecordKind.LINK:
            targets[label] = record.target
    wrong.extend(TargetCircle(label) for label in targets if circle(label, targets))
    return wrong
