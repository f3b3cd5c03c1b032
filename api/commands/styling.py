"""Which style a command cites in: one of the program’s, one that the map file brings along, or a file in CSL."""

from pathlib import Path

import msgspec

from api.commands.terminal import read_bytes
from argument_maps.citation.csl.style_files import read_style
from argument_maps.graph import Graph
from argument_maps.values import NamedStyle
from models.address_names import propose_name
from models.records.styles.map_styles import digest_style
from models.vocabulary import CitationStyle

STYLE_HELP = "One of the program’s styles, one of the map’s own, or a file in CSL such as apa.csl."


def bring_style(graph: Graph, style: str) -> tuple[Graph, str]:
    """Return the map with the style among its own, where it is a file, and its name. Raises `UnusableStyle`."""
    if style in {*CitationStyle, *(entry.name for entry in graph.styles)}:
        return graph, style
    data = read_bytes(Path(style))
    read = read_style(data)
    # No name that the map may have.
    name = propose_name(f"file {read.title}")
    named = NamedStyle(name=name, title=read.title, sha256=digest_style(data))
    files = {**graph.style_files, named.sha256: data}
    return msgspec.structs.replace(graph, styles=(*graph.styles, named), style_files=files), named.name
