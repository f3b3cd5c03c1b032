"""How labels are written: of the statements of a file, reading by reading."""

import csv
import io
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import msgspec

from argument_maps.weighing.weighed_files import Semantics, WeighedStatements
from models.weighing_vocabulary import WeighedLabel
from renderers.text.matrix import neutralise_formula

_BREAKS = re.compile(r"[\t\n\r]")
# What is neither in nor out is what nothing decides; what lacks support or is a draw is out.
_PLAIN_LABELS = {
    WeighedLabel.STANDS: "in",
    WeighedLabel.UNRESOLVED: "undecided",
    WeighedLabel.FALLS: "out",
    WeighedLabel.CONTESTED: "out",
    WeighedLabel.UNSUPPORTED: "out",
}


class LabelFormat(StrEnum):
    """How labels are written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    LABELS = "labels"


def simplify_label(label: str) -> str:
    """Return “in”, “out” or “undecided” for what becomes of a record."""
    return _PLAIN_LABELS[WeighedLabel(label)]


def write_label_lines(labels: Mapping[str, str]) -> str:
    """Return a line for each name: the name, a tab and the label."""
    return "".join(f"{_BREAKS.sub(' ', name)}\t{label}\n" for name, label in labels.items())


def write_json_labels(content: Mapping[str, Any]) -> bytes:
    """Return an object as JSON for people and programs."""
    return msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n"


def write_statements(
    weighed: WeighedStatements, semantics: Semantics, output_format: LabelFormat, about: Mapping[str, Any]
) -> bytes:
    """Return the labels of statements in a format; JSON has before them what they are `about`."""
    match output_format:
        case LabelFormat.LABELS:
            return _write_labels(weighed)
        case LabelFormat.TABLE:
            return _write_table(weighed, semantics)
        case LabelFormat.CSV:
            return _write_csv(weighed, semantics)
    return write_json_labels({**about, **_describe_statements(weighed, semantics)})


def _write_labels(weighed: WeighedStatements) -> bytes:
    blocks = [write_label_lines(dict(zip(weighed.ids, labels, strict=True))) for labels in weighed.labellings]
    return "\n".join(blocks).encode()


def _write_table(weighed: WeighedStatements, semantics: Semantics) -> bytes:
    width = max(map(len, weighed.ids), default=0)
    label_width = max(len("undecided"), *(len(label) for labels in weighed.labellings for label in labels), 0)
    blocks = []
    for number, labels in enumerate(weighed.labellings, 1):
        lines = [f"Reading {number} of {len(weighed.labellings)}"] if semantics == Semantics.PREFERRED else []
        lines += [
            f"{statement:<{width}}  {label:<{label_width}}  {text if text != statement else ''}".rstrip()
            for statement, label, text in zip(weighed.ids, labels, weighed.texts, strict=True)
        ]
        blocks.append("".join(f"{line}\n" for line in lines))
    return "\n".join(blocks).encode()


def _write_csv(weighed: WeighedStatements, semantics: Semantics) -> bytes:
    is_preferred = semantics == Semantics.PREFERRED
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow([*(["reading"] if is_preferred else []), "id", "label", "text"])
    for number, labels in enumerate(weighed.labellings, 1):
        for statement, label, text in zip(weighed.ids, labels, weighed.texts, strict=True):
            cells = [neutralise_formula(statement), label, neutralise_formula(text)]
            table.writerow([*([number] if is_preferred else []), *cells])
    return written.getvalue().encode("utf-8-sig")


def _describe_statements(weighed: WeighedStatements, semantics: Semantics) -> dict[str, Any]:
    return {
        "semantics": semantics,
        "is_complete": weighed.is_complete,
        "statements": [
            {"id": statement, "text": text} for statement, text in zip(weighed.ids, weighed.texts, strict=True)
        ],
        "labellings": [dict(zip(weighed.ids, labels, strict=True)) for labels in weighed.labellings],
    }
