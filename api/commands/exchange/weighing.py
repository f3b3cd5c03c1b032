"""`sicetnon weigh`: which statements of a file stand."""

import csv
import io
import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from api.commands.terminal import MISUSED, fail, read_bytes, report, write_output
from argument_maps.formats.exchange import UnreadableFile
from argument_maps.formats.graphs.apx import parse_apx
from argument_maps.formats.graphs.tgf import parse_tgf
from argument_maps.formats.registry import recognise_format
from argument_maps.weighing.weighed_files import (
    Semantics,
    WeighedStatements,
    weigh_argument_graph,
    weigh_framework,
)
from models.errors import Phrase
from renderers.text.matrix import neutralise_formula

# What the end of a name tells of a file, whatever else it could be taken for.
_FORMAT_BY_EXTENSION = {"tgf": "tgf", "apx": "apx", "yml": "carneades", "yaml": "carneades"}

_BREAKS = re.compile(r"[\t\n\r]")
_NOT_WEIGHED = Phrase("What the file holds is not weighed here.")
_WEIGHED = Phrase("Give an argument graph of Carneades 4 (YAML) or an abstract framework (TGF, APX).")


class LabelFormat(StrEnum):
    """How labels are written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    LABELS = "labels"


def weigh(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="An argument graph of Carneades 4 (YAML) or an abstract framework (TGF, APX); - reads standard input.",
        ),
    ],
    rule: Annotated[str, typer.Option(metavar="RULE", help="The rule of proof by which a map is weighed.")] = "",
    without: Annotated[str, typer.Option(metavar="ID,...", help="What of a map is set aside.")] = "",
    as_of: Annotated[str, typer.Option(metavar="DATE", help="Only what of a map could be known by then.")] = "",
    semantics: Annotated[
        Semantics,
        typer.Option(help="What holds whatever one prefers, or each reading that decides as much as can be decided."),
    ] = Semantics.GROUNDED,
    output_format: Annotated[
        LabelFormat,
        typer.Option("--format", help="How labels are written; labels is a line each: id, tab, in, out or undecided."),
    ] = LabelFormat.TABLE,
    overturn: Annotated[
        str, typer.Option(metavar="ID", help="Of which record of a map to tell what would overturn it.")
    ] = "",
) -> None:
    """Tell which statements of a file stand, and which fall or stay undecided.

    Every preferred reading is a block of its own, with an empty line between two.

    Example: sicetnon weigh framework.tgf --semantics preferred --format labels
    """
    for_maps = {"--rule": rule, "--without": without, "--as-of": as_of, "--overturn": overturn}
    chosen = [option for option, value in for_maps.items() if value]
    try:
        weighed = weigh_file(read_bytes(file), file.name, semantics, chosen)
    except UnreadableFile as error:
        fail(f"{file}: {error.detail} {error.remedy}")
    for problem in weighed.problems:
        report(f"{file}:{problem.place}: {problem.message} {problem.outcome}")
    if not weighed.is_complete:
        report(f"{file}: a bound was reached: there can be more readings than these {len(weighed.labellings)}.")
    write_output(_WRITERS[output_format](weighed, semantics), None)


def weigh_file(data: bytes, name: str, semantics: Semantics, chosen: list[str]) -> WeighedStatements:
    """Return what a file comes to. Ends the program where options were chosen that are none of its format.

    Raises `UnreadableFile`.
    """
    extension = name.rpartition(".")[2].lower()
    found = _FORMAT_BY_EXTENSION.get(extension) or recognise_format(data, name).name
    if found not in _FORMAT_BY_EXTENSION.values():
        raise UnreadableFile(_NOT_WEIGHED, _WEIGHED)
    if chosen:
        fail(f"{' and '.join(chosen)} can be chosen for maps only, and {name} is none.", MISUSED)
    if found == "carneades":
        return weigh_argument_graph(data, semantics)
    return weigh_framework(data, parse_tgf if found == "tgf" else parse_apx, semantics)


def _write_labels(weighed: WeighedStatements, _: Semantics) -> bytes:
    blocks = [
        "".join(f"{_BREAKS.sub(' ', name)}\t{label}\n" for name, label in zip(weighed.ids, labels, strict=True))
        for labels in weighed.labellings
    ]
    return "\n".join(blocks).encode()


def _write_table(weighed: WeighedStatements, semantics: Semantics) -> bytes:
    width = max(map(len, weighed.ids), default=0)
    blocks = []
    for number, labels in enumerate(weighed.labellings, 1):
        lines = [f"Reading {number} of {len(weighed.labellings)}"] if semantics == Semantics.PREFERRED else []
        lines += [
            f"{statement:<{width}}  {label:<9}  {text if text != statement else ''}".rstrip()
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


def _write_json(weighed: WeighedStatements, semantics: Semantics) -> bytes:
    content = {
        "semantics": semantics,
        "is_complete": weighed.is_complete,
        "statements": [
            {"id": statement, "text": text} for statement, text in zip(weighed.ids, weighed.texts, strict=True)
        ],
        "labellings": [dict(zip(weighed.ids, labels, strict=True)) for labels in weighed.labellings],
    }
    return msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n"


_WRITERS = {
    LabelFormat.TABLE: _write_table,
    LabelFormat.JSON: _write_json,
    LabelFormat.CSV: _write_csv,
    LabelFormat.LABELS: _write_labels,
}
