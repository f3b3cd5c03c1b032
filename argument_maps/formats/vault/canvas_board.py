"""The arguments of a map as a canvas of Obsidian (JSON Canvas 1.0), notes in columns by what they are."""

from collections.abc import Mapping
from typing import Any

import msgspec

from argument_maps.graph import Graph
from argument_maps.references import name_kind
from argument_maps.values import Link
from models.records.relations import RELATION_MEANINGS

WIDTH, HEIGHT, GAP, ROW = 400, 220, 260, 40
_COLUMNS = ("question", "response", "perception", "assertion", "finding", "interpretation", "evidence")
# The colours of the canvas: 1 red, 4 green, 5 cyan, 6 purple (JSON Canvas 1.0, Color).
_COLOURS = {1: "4", -1: "1"}


def write_canvas(graph: Graph, paths: Mapping[str, str]) -> bytes:
    """Return a canvas of questions, statements and links; `paths` has the note of each record in the vault.

    A link that has several premises, or is argued with, is a note of its own; any other is an arrow.
    """
    nodes: list[dict[str, Any]] = []
    heights = dict.fromkeys(_COLUMNS, 0)
    for record in (*graph.questions, *graph.statements.values()):
        kind = name_kind(record)
        x = _COLUMNS.index(kind) * (WIDTH + GAP)
        nodes.append(_place(record.id, paths[record.id], x, heights[kind], HEIGHT))
        heights[kind] += HEIGHT + ROW
    argued_with = {link.target for link in graph.links}
    joints = [link for link in graph.links if len(link.premises) > 1 or link.id in argued_with]
    for number, link in enumerate(joints):
        nodes.append(_place(link.id, paths[link.id], len(_COLUMNS) * (WIDTH + GAP), number * (HEIGHT + ROW), HEIGHT))
    shown = {link.id for link in joints}
    edges = [
        {"id": f"{record.id}-answers", "fromNode": record.id, "toNode": record.answers, "toEnd": "none"}
        for records in (graph.claims, graph.interpretations)
        for record in records
        if record.answers
    ]
    for link in graph.links:
        edges += _write_link_edges(link, is_joint=link.id in shown)
    return msgspec.json.format(msgspec.json.encode({"nodes": nodes, "edges": edges}), indent=1) + b"\n"


def _place(label: str, path: str, x: int, y: int, height: int) -> dict[str, Any]:
    return {"id": label, "type": "file", "file": path, "x": x, "y": y, "width": WIDTH, "height": height}


def _write_link_edges(link: Link, *, is_joint: bool) -> list[dict[str, Any]]:
    colour = _COLOURS.get(RELATION_MEANINGS[link.relation].force)
    look = {"label": link.relation, **({"color": colour} if colour else {})}
    if not is_joint:
        return [{"id": f"{link.id}-target", "fromNode": link.premises[0], "toNode": link.target, **look}]
    premises = [
        {"id": f"{link.id}-premise-{number}", "fromNode": label, "toNode": link.id, "toEnd": "none"}
        for number, label in enumerate(link.premises, 1)
    ]
    return [*premises, {"id": f"{link.id}-target", "fromNode": link.id, "toNode": link.target, **look}]
