"""The project's own format among the others: read whole or not at all, since a program wrote it."""

import re
from typing import Any

from argument_maps.formats.exchange import FormatReading, FormatWriting, UnreadableFile
from argument_maps.formats.file_contents import FileContents
from argument_maps.formats.native import build_graph_from_document, read_map_document, write_map_document
from argument_maps.graph import Graph
from argument_maps.references import name_kind
from models.errors import Phrase, pluralise_phrase
from models.records.kinds import BY_PLURAL

_MARK = re.compile(r'\A\s*\{[^{}]*"format"\s*:\s*"sicetnon/')


def recognise_native_map(contents: FileContents) -> int:
    """Tell how much a file looks like a map document: by its mark, or by a title and lists of records."""
    value = contents.json_value
    if not isinstance(value, dict):
        # Where it goes wrong as JSON its reader tells.
        return int(value is None and _MARK.search(contents.beginning[:1_000]) is not None)
    if str(value.get("format", "")).startswith("sicetnon/"):
        return 3
    lists = [name for name in BY_PLURAL if isinstance(value.get(name), list)]
    return 2 if isinstance(value.get("title"), str) and lists else 0


def read_native_map(data: bytes) -> FormatReading:
    """Return the map in a document. Raises `UnreadableFile` with the first problem, and how many there are."""
    document, problems = read_map_document(data)
    if problems:
        first = problems[0]
        place = f"{first.line}:{first.column}" if first.line else first.pointer or "/"
        raise UnreadableFile(
            pluralise_phrase(
                "The map document has a fault. At %(place)s: %(fault)s",
                "The map document has %(num)s faults. At %(place)s: %(fault)s",
                len(problems),
                place=place,
                fault=first.message if first.message.endswith(".") else f"{first.message}.",
            ),
            Phrase("Mend it; “sicetnon check” names each of them."),
        )
    graph = build_graph_from_document(document)
    return FormatReading(graph, count_records(graph))


def write_native_map(graph: Graph, _: Any = None) -> FormatWriting:
    """Return a map as a document, of which nothing is lost."""
    return FormatWriting(write_map_document(graph), counts=count_records(graph))


def count_records(graph: Graph) -> dict[str, int]:
    """Return how many records of each kind a map has, claims by their own kinds."""
    counts: dict[str, int] = {}
    for record in graph:
        kind = name_kind(record)
        counts[kind] = counts.get(kind, 0) + 1
    return counts
