"""The styles in which a map is cited: those of the program, and those in CSL that it brings along."""

from argument_maps.citation.csl.style_files import CslStyle, load_style
from argument_maps.graph import Graph
from models.errors import UnknownStyle
from models.vocabulary import CitationStyle

AnyStyle = CitationStyle | CslStyle


def find_style(graph: Graph, name: str) -> AnyStyle:
    """Return a style by its name. Raises `UnknownStyle`, and `UnusableStyle` where its file cannot be cited in."""
    if name in set(CitationStyle):
        return CitationStyle(name)
    for style in graph.styles:
        if style.name == name and style.sha256 in graph.style_files:
            return load_style(name, graph.style_files[style.sha256])
    raise UnknownStyle(name, (*CitationStyle, *(style.name for style in graph.styles)))


def list_map_styles(graph: Graph) -> list[AnyStyle]:
    """Return every style in which the map can be cited: the program’s, then its own in their order."""
    own = [style.name for style in graph.styles if style.sha256 in graph.style_files]
    return [*CitationStyle, *(find_style(graph, name) for name in own)]


def name_style(style: AnyStyle) -> str:
    """Return the name by which a style is chosen."""
    return style.value if isinstance(style, CitationStyle) else style.name
