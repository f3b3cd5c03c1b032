"""What an entry of an argument graph says of itself beside what Carneades reads of it."""

from collections.abc import Collection
from typing import Any

import msgspec
import yaml

from argument_maps.formats.carneades.yaml_trees import PlacedValue
from argument_maps.values import AnyRecord
from models.vocabulary import RecordKind

_NOTES = ("note", "notes", "description")


def list_meta(entry: PlacedValue) -> dict[str, PlacedValue]:
    """Return what the `meta` of an entry says, by its names."""
    meta = entry.get("meta")
    return (meta.entries or {}) if meta is not None else {}


def is_auxiliary(entry: PlacedValue) -> bool:
    """Tell whether an entry only stands for the contrary of another, as maps are written."""
    auxiliary = list_meta(entry).get("auxiliary")
    return auxiliary is not None and auxiliary.build() is True


def read_own_fields(entry: PlacedValue, kinds: Collection[RecordKind]) -> dict[str, Any] | None:
    """Return the fields of a record that was written from a map, None where none was."""
    meta = list_meta(entry)
    if "record" not in meta or meta["record"].text not in kinds:
        return None
    return {name: value.build() for name, value in meta.items() if name != "record"}


def flatten_meta(meta: dict[str, PlacedValue], without: Collection[str] = ()) -> str:
    """Return what a `meta` says as lines of a note, but for some of its names."""
    lines = [
        flatten(value) if name in _NOTES else f"{name}: {flatten(value)}"
        for name, value in meta.items()
        if name not in without
    ]
    return "\n".join(line for line in lines if line.strip())


def flatten(value: PlacedValue) -> str:
    """Return what a value says in one text."""
    if value.entries is not None:
        return ", ".join(f"{name}: {flatten(inner)}" for name, inner in value.entries.items())
    if value.items is not None:
        return ", ".join(flatten(inner) for inner in value.items)
    return value.text.strip()


def list_record_fields(record: AnyRecord, *without: str) -> dict[str, Any]:
    """Return the fields of a record that hold something, as they stand in documents, but for some of them."""
    fields = msgspec.to_builtins(record)
    return {name: value for name, value in fields.items() if name != "id" and name not in without}


def is_filled(section: Any) -> bool:
    """Tell whether there is anything in a section, be it a value or a node."""
    return bool(section.value if isinstance(section, yaml.Node) else section)
