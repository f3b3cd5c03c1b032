"""Maps written as GraphML, which yEd, Gephi, Cytoscape and networkx read."""

from collections.abc import Iterator
from typing import Any

import msgspec

from argument_maps.formats.exchange import FormatWriting
from argument_maps.formats.graphs.graphml_vocabulary import (
    DATA_FIELDS,
    EDGE_FIELDS,
    GRAPH_KINDS,
    HEADER_NAMES,
    LABEL,
    NAMESPACE,
    PREMISE,
    RECORD,
    ROLE,
    SCHEMA,
)
from argument_maps.formats.held_fields import list_filled_fields, list_unheld_fields
from argument_maps.graph import Graph
from argument_maps.references import find_record_kind
from argument_maps.values import AnyRecord
from models.records.kinds import KINDS
from models.vocabulary import RecordKind

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\t": "&#9;"})
_SHOWN = ("text", "summary", "title", "name", "relation", "stance")
_HELD: dict[RecordKind, tuple[str, ...]] = {kind: tuple(KINDS[kind].draft.model_fields) for kind in GRAPH_KINDS}


def write_graphml(graph: Graph, _: object = None) -> FormatWriting:
    """Return a map as GraphML, and what is not in it."""
    records = [record for record in graph if find_record_kind(record) in GRAPH_KINDS]
    nodes = [line for record in records for line in _write_node(record)]
    edges = [line for record in records for line in _write_edges(record)]
    header = [
        f'    <data key="g.{name}">{_write_value(getattr(graph, name))}</data>'
        for name in HEADER_NAMES
        if getattr(graph, name)
    ]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<graphml xmlns="{NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
        f'    xsi:schemaLocation="{NAMESPACE} {SCHEMA}">',
        *_declare_keys(graph, records),
        f'  <graph id="{graph.slug}" edgedefault="directed">',
        *header,
        *nodes,
        *edges,
        "  </graph>",
        "</graphml>",
        "",
    ]
    losses = tuple(list_unheld_fields(graph, _HELD, HEADER_NAMES))
    counts = {"nodes": len(records), "edges": len(edges)}
    return FormatWriting("\n".join(lines).encode(), losses, counts)


def _declare_keys(graph: Graph, records: list[AnyRecord]) -> Iterator[str]:
    """Yield a key for each name that some data has: of the map, of nodes, of edges."""
    for name in HEADER_NAMES:
        if getattr(graph, name):
            yield _declare_key("g", "graph", name, "string")
    types: dict[str, str] = dict.fromkeys((RECORD, LABEL), "string")
    for record in records:
        for name in _list_data(record):
            types.setdefault(name, "int" if isinstance(getattr(record, name), int) else "string")
    for name, type_ in types.items():
        yield _declare_key("n", "node", name, type_)
    yield _declare_key("e", "edge", ROLE, "string")


def _declare_key(prefix: str, whose: str, name: str, type_: str) -> str:
    return f'  <key id="{prefix}.{name}" for="{whose}" attr.name="{name}" attr.type="{type_}"/>'


def _write_node(record: AnyRecord) -> Iterator[str]:
    kind = find_record_kind(record)
    shown = next(value for name in _SHOWN if (value := getattr(record, name, None)))
    yield f'    <node id="{record.id}">'
    yield f'      <data key="n.{RECORD}">{kind}</data>'
    yield f'      <data key="n.{LABEL}">{_write_value(" ".join(shown.split()))}</data>'
    for name in _list_data(record):
        yield f'      <data key="n.{name}">{_write_value(getattr(record, name))}</data>'
    yield "    </node>"


def _write_edges(record: AnyRecord) -> Iterator[str]:
    """Yield the edges of what a record names; those of premises lead to the link, as the argument goes."""
    for name in EDGE_FIELDS[find_record_kind(record)]:
        value = getattr(record, name)
        for other in (value,) if isinstance(value, str) else value or ():
            start, end = (other, record.id) if name == PREMISE else (record.id, other)
            yield f'    <edge source="{start}" target="{end}"><data key="e.{ROLE}">{name}</data></edge>'


def _list_data(record: AnyRecord) -> list[str]:
    """Return the fields of a record that go into its node, in the order of the model."""
    filled = set(list_filled_fields(record))
    return [name for name in DATA_FIELDS[find_record_kind(record)] if name in filled]


def _write_value(value: Any) -> str:
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text.translate(_ESCAPES)
