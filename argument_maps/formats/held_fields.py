"""What a map has and a format does not hold, found from what the format says that it holds."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import msgspec

from argument_maps.formats.exchange import FormatLoss
from argument_maps.graph import Graph
from argument_maps.references import find_record_kind
from models.errors import Phrase
from models.records.kinds import KINDS
from models.vocabulary import RecordKind

HeldFields = Mapping[RecordKind, Collection[str]]
# What a map says of itself; its records and what they are made of are not among it.
HEADER_FIELDS = ("title", "description", "visibility", "licence", "language", "authors", "forebears")
# Styles of citation go along as files, which no format but our own has a place for.
_FILES = ("styles",)
_NO_FIELD = Phrase("The format has no place for it.")
_NO_KIND = Phrase("The format has no such records.")


def list_unheld_fields(graph: Graph, held: HeldFields, header: Collection[str] = ("title",)) -> list[FormatLoss]:
    """Return a loss for each field that some record has and the format does not hold, and for each kind it lacks.

    `held` names the fields, by kind, that the format holds whatever their value is; labels are held unless a writer
    says otherwise. `header` is what it holds of the map itself. What texts say goes with texts, images with scans.
    """
    losses = [
        FormatLoss(None, name, (), _NO_FIELD)
        for name in (*HEADER_FIELDS, *_FILES)
        if name not in header and getattr(graph, name) != _HEADER_DEFAULTS.get(name)
    ]
    unheld: dict[tuple[RecordKind, str], list[str]] = {}
    for record in graph:
        kind = find_record_kind(record)
        if kind not in held:
            unheld.setdefault((kind, ""), []).append(record.id)
            continue
        for name in list_filled_fields(record):
            if name not in held[kind]:
                unheld.setdefault((kind, name), []).append(record.id)
    order = {(kind, name): place for place, (kind, name) in enumerate(_list_all_fields())}
    losses += [
        FormatLoss(kind, name, tuple(labels), _NO_FIELD if name else _NO_KIND)
        for (kind, name), labels in sorted(unheld.items(), key=lambda entry: order[entry[0]])
    ]
    return losses


def drop_known_losses(losses: Iterable[FormatLoss], graph: Graph, before: Graph) -> Iterator[FormatLoss]:
    """Go through the losses of what is otherwise than in the map that was read, whose file has the rest."""
    for loss in losses:
        if loss.kind is None:
            if getattr(graph, loss.field) != getattr(before, loss.field):
                yield loss
            continue
        labels = tuple(
            label
            for label in loss.labels
            if (old := before.by_id.get(label)) is None or _differ(old, graph.by_id[label], loss.field)
        )
        if labels:
            yield FormatLoss(loss.kind, loss.field, labels, loss.reason)


def list_filled_fields(record: Any) -> list[str]:
    """Return the fields of a record, but for its label, that hold something else than their default."""
    return [name for name in msgspec.to_builtins(record) if name != "id"]


def _differ(old: Any, new: Any, name: str) -> bool:
    if type(old) is not type(new):
        return True
    return bool(getattr(old, name) != getattr(new, name)) if name else bool(old != new)


def _list_all_fields() -> list[tuple[RecordKind, str]]:
    return [(kind, name) for kind, entry in KINDS.items() for name in ("", *entry.draft.model_fields)]


_HEADER_DEFAULTS: dict[str, Any] = {
    info.name: info.default for info in msgspec.structs.fields(Graph) if info.name in HEADER_FIELDS + _FILES
}
