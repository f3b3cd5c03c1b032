"""xAIF: a node set with the text that was annotated and the places of nodes on the screen.

An object with `AIF` (the node set, with `participants` and `schemefulfillments`), `text` and `OVA`, as the package xaif
describes it in its README (“xAIF Format”) and OVA and the modules of oAMF exchange it. Text and
places are kept for a file of the same format.
"""

from typing import Any

from argument_maps.formats.aif.map_facts import AifRemainder
from argument_maps.formats.aif.node_sets import parse_node_set
from argument_maps.formats.aif.reading import build_reading, rate_node_set
from argument_maps.formats.aif.writing import build_node_set, count_entries, encode_json, list_aif_losses
from argument_maps.formats.exchange import (
    FilePlace,
    FormatProblem,
    FormatReading,
    FormatWriting,
    ProblemWeight,
    UnreadableFile,
)
from argument_maps.formats.file_contents import FileContents, parse_json_text
from argument_maps.graph import Graph
from models.errors import Phrase


def recognise_xaif(contents: FileContents) -> int:
    """Tell how much a file looks like xAIF: by the node set in it, or, where it is no sound JSON, by its names."""
    value = contents.json_value
    if value is None:
        return 1 if '"AIF"' in contents.beginning and '"nodeID"' in contents.beginning else 0
    if not isinstance(value, dict) or not isinstance(value.get("AIF"), dict):
        return 0
    return max(rate_node_set(value["AIF"]), 1 if "OVA" in value or "text" in value else 0)


def read_xaif(data: bytes) -> FormatReading:
    """Return the map in an xAIF file. Raises `UnreadableFile`."""
    value, problems = parse_json_text(data, keeps_halves=True)
    if not isinstance(value, dict) or "AIF" not in value:
        raise UnreadableFile(
            Phrase("The file has no “AIF” with a node set in it."), Phrase("Read it as AIF, or export it again.")
        )
    found = parse_node_set(value["AIF"], ("AIF",))
    if value.get("text"):
        problems.append(
            FormatProblem(
                Phrase("The text that was annotated is no text of the map."),
                Phrase("It is kept only for a file of the same format; add it to the map as a text of its own."),
                FilePlace(pointer="/text"),
                ProblemWeight.OMITTED,
            )
        )
    return build_reading(found, problems, value)


def write_xaif(graph: Graph, remainder: Any = None) -> FormatWriting:
    """Return a map as xAIF, and what of it a node set cannot hold."""
    known = remainder if isinstance(remainder, AifRemainder) else None
    document = build_node_set(graph, known)
    if known is not None and known.envelope is not None:
        envelope = {**known.envelope, "AIF": document}
    else:
        fulfillments = [
            {"nodeID": node["nodeID"], "schemeID": node["schemeID"]}
            for node in document["nodes"]
            if isinstance(node, dict) and "schemeID" in node
        ]
        document = {
            **document,
            "schemefulfillments": fulfillments,
            "descriptorfulfillments": [],
            "participants": document.get("participants", []),
        }
        layout = {"firstname": "", "surname": "", "url": "", "nodes": [], "edges": []}
        envelope = {"AIF": document, "OVA": layout, "text": ""}
    return FormatWriting(encode_json(envelope), list_aif_losses(graph, known), count_entries(document))
