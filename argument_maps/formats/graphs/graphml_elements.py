"""The nodes and edges of a GraphML file, taken from its elements one after the other, each with its place.

Where the XML goes wrong, what stands before is kept. Graphs in nodes are read as one with what is around them; a
hyperedge becomes a node, with an edge to or from it for each of its ends.
"""

from dataclasses import dataclass, field
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

from defusedxml import DefusedXmlException
from defusedxml.expatreader import create_parser

from argument_maps.formats.exchange import FilePlace, UnreadableFile
from argument_maps.formats.map_building import MapBuilder
from argument_maps.reading.blocks import UnreadableText
from argument_maps.reading.markup.xml_text import DEEPEST, prepare_xml
from models.errors import Phrase

_PIECE = 1 << 16
_REMEDY = Phrase("Export it again as GraphML, and send that file.")
# What yEd shows in a node or at an edge.
_WITH_WORDS = ("data", "desc", "default", "NodeLabel", "EdgeLabel")
# How many keys say what data is where nothing is said: each is put into every node.
_MOST_DEFAULTS = 200


@dataclass(frozen=True, slots=True)
class GraphmlKey:
    """What data is called, for what, and what it is where nothing is said."""

    whose: str
    name: str
    default: str = ""


@dataclass(slots=True)
class GraphmlItem:
    """A graph, node or edge; `source` and `target` are of edges. Data that stands twice is joined in lines."""

    name: str
    place: FilePlace
    source: str = ""
    target: str = ""
    data: dict[str, str] = field(default_factory=dict)
    _found: dict[str, list[str]] = field(default_factory=dict)

    def add_data(self, name: str, value: str) -> None:
        """Put a value under a name, behind what stands there."""
        self._found.setdefault(name, []).append(value)

    def join_data(self) -> None:
        """Make data of everything that was found."""
        self.data = {name: "\n".join(values) for name, values in self._found.items()}


@dataclass(slots=True)
class GraphmlItems:
    """What a file holds, in its order; what a hyperedge became is among the nodes, with its name in `joints`."""

    keys: dict[str, GraphmlKey] = field(default_factory=dict)
    header: dict[str, str] = field(default_factory=dict)
    nodes: list[GraphmlItem] = field(default_factory=list)
    edges: list[GraphmlItem] = field(default_factory=list)
    joints: set[str] = field(default_factory=set)


class _TooDeep(SAXException):
    """Elements are nested deeper than anybody nests them."""


def read_graphml_items(data: bytes, builder: MapBuilder) -> GraphmlItems:
    """Return what a file holds; what goes wrong is a problem of the builder. Raises `UnreadableFile`."""
    try:
        prepared = prepare_xml(data)
    except UnreadableText as error:
        raise UnreadableFile(error.detail, error.remedy) from None
    parser = create_parser(forbid_dtd=True)
    handler = _ItemHandler(parser)
    parser.setContentHandler(handler)
    try:
        for start in range(0, len(prepared.text), _PIECE):
            parser.feed(prepared.text[start : start + _PIECE])
        parser.close()
    except SAXParseException as error:
        place = FilePlace(error.getLineNumber(), (error.getColumnNumber() or 0) + 1)
        builder.add_problem(
            Phrase("From here on the file is not well-formed XML."), Phrase("What stands before is read."), place
        )
    except (_TooDeep, DefusedXmlException):
        builder.add_problem(
            Phrase("From here on elements are nested more than %(levels)s deep.", levels=DEEPEST),
            Phrase("What stands before is read."),
            handler.place,
        )
    if not handler.items.nodes:
        raise UnreadableFile(Phrase("The file has no nodes of a graph."), _REMEDY)
    if prepared.unknown:
        builder.add_problem(
            Phrase(
                "The file names %(names)s, which nothing explains.", names=tuple(dict.fromkeys(prepared.unknown))[:5]
            ),
            Phrase("They are read as they are written."),
        )
    return handler.finish()


class _ItemHandler(ContentHandler):
    """Gathers nodes and edges while a file is parsed."""

    def __init__(self, locator: Locator) -> None:
        super().__init__()
        self._parser = locator
        self.items = GraphmlItems()
        self.place = FilePlace()
        self._open: list[str] = []
        self._within: list[GraphmlItem] = []
        self._words: list[str] = []
        self._key = ""

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        """Begin a key, a node, an edge or data."""
        local = name.rpartition(":")[2]
        self._open.append(local)
        self.place = FilePlace(self._parser.getLineNumber(), (self._parser.getColumnNumber() or 0) + 1)
        if len(self._open) > DEEPEST:
            raise _TooDeep("too deep")
        if local == "key":
            self._key = attrs.get("id", "")
            self.items.keys[self._key] = GraphmlKey(attrs.get("for", "all"), attrs.get("attr.name", self._key))
        elif local == "graph":
            self._within.append(GraphmlItem(attrs.get("id", ""), self.place))
        elif local in ("node", "hyperedge"):
            self._begin_node(local, attrs)
        elif local == "edge":
            self._begin_edge(attrs.get("source", ""), attrs.get("target", ""))
        elif local == "endpoint":
            self._add_end(attrs)
        elif local in _WITH_WORDS:
            self._key = attrs.get("key", "") if local == "data" else self._key
            self._words = []

    def _begin_node(self, local: str, attrs: AttributesImpl) -> None:
        name = attrs.get("id", "") or f"{local}{len(self.items.nodes) + 1}"
        item = GraphmlItem(name, self._name_place(name))
        self.items.nodes.append(item)
        self._within.append(item)
        if local == "hyperedge":
            self.items.joints.add(name)

    def _begin_edge(self, source: str, target: str) -> None:
        item = GraphmlItem("", self._name_place(f"{source} → {target}"), source, target)
        self.items.edges.append(item)
        self._within.append(item)

    def _add_end(self, attrs: AttributesImpl) -> None:
        if self._within and self._within[-1].name in self.items.joints:
            node, joint = attrs.get("node", ""), self._within[-1].name
            ends = (joint, node) if attrs.get("type") == "out" else (node, joint)
            self.items.edges.append(GraphmlItem("", self._name_place(f"{ends[0]} → {ends[1]}"), *ends))

    def _name_place(self, entry: str) -> FilePlace:
        return FilePlace(self.place.line, self.place.column, entry=entry[:80])

    def characters(self, content: str) -> None:
        """Gather words, of data and of what yEd shows."""
        self._words.append(content)

    def endElement(self, _: str) -> None:
        """End a key, a node, an edge or data."""
        local = self._open.pop()
        if local in ("node", "edge", "hyperedge", "graph") and self._within:
            item = self._within.pop()
            item.join_data()
            if local == "graph" and not self._within:
                self.items.header |= item.data
        elif local in _WITH_WORDS:
            self._end_words(local, "".join(self._words))
            self._words = []

    def _end_words(self, local: str, words: str) -> None:
        key = self.items.keys.get(self._key)
        if local == "default" and key is not None:
            self.items.keys[self._key] = GraphmlKey(key.whose, key.name, words.strip())
        elif words.strip() and self._within and local != "default":
            data = key.name if key is not None else self._key
            name = {"data": data, "desc": "description"}.get(local, "label")
            self._within[-1].add_data(name, words if local == "data" else words.strip())

    def finish(self) -> GraphmlItems:
        """Return what was found, also where a file breaks off, with what the keys say where nothing else is said."""
        for item in self._within:
            item.join_data()
        for whose, items in (("node", self.items.nodes), ("edge", self.items.edges)):
            defaults = {key.name: key.default for key in self.items.keys.values() if key.whose in (whose, "all")}
            defaults = {name: value for name, value in [*defaults.items()][:_MOST_DEFAULTS] if value}
            for item in items if defaults else ():
                item.data = {**defaults, **item.data}
        return self.items
