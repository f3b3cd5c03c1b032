"""Drafts, as the history and the tables keep them, as the values of a map."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec

from argument_maps.assembly import build_header_values
from argument_maps.graph import Graph, sort_records
from argument_maps.references import find_record_kind
from argument_maps.values import VALUE_CLASSES, AnyRecord
from models.records.documents import RECORD_DOCUMENTS
from models.records.kinds import KINDS
from models.records.maps import ArgumentMapDraft
from models.text_types import STORED
from models.vocabulary import RecordKind

Draft = dict[str, Any]


def build_graph_from_drafts(header: Draft, records: Mapping[str, tuple[RecordKind, Draft]]) -> Graph:
    """Return a map from what it says of itself and its drafts by label, without the contents of its texts."""
    lists: dict[str, list[Any]] = {entry.plural: [] for entry in KINDS.values()}
    for label, (kind, draft) in records.items():
        lists[KINDS[kind].plural].append(build_value(kind, label, draft))
    header_draft = ArgumentMapDraft.model_validate({name: header[name] for name in _HEADER if name in header})
    ordered: dict[str, Any] = {name: sort_records(records_of_kind) for name, records_of_kind in lists.items()}
    header_fields = build_header_values(header_draft.model_dump(mode="json", exclude_defaults=True))
    return Graph(slug=header["slug"], **header_fields, **ordered)


def build_value(kind: RecordKind, label: str, draft: Draft) -> AnyRecord:
    """Return a draft as a value, with what stands in it filled in as the tables hold it."""
    whole = RECORD_DOCUMENTS[kind].model_validate({"id": label, **draft}, context=STORED).model_dump(mode="json")
    for version in whole.get("versions", ()):
        # Versions stay as they stand in documents, from which an empty report is left out.
        if not version["report"]:
            del version["report"]
    defaults = _list_defaults(kind)
    non_default_values = {
        name: value for name, value in whole.items() if name not in defaults or value != defaults[name]
    }
    return msgspec.convert(non_default_values, VALUE_CLASSES[kind])


def build_draft(record: AnyRecord) -> tuple[RecordKind, Draft]:
    """Return a value as a draft, defaults left out."""
    kind = find_record_kind(record)
    draft = msgspec.to_builtins(record)
    del draft["id"]
    return kind, draft


_HEADER = tuple(ArgumentMapDraft.model_fields)


@cache
def _list_defaults(kind: RecordKind) -> Draft:
    fields = RECORD_DOCUMENTS[kind].model_fields
    return {
        name: field.get_default(call_default_factory=True) for name, field in fields.items() if not field.is_required()
    }
