"""A node set as it stands in a file: its nodes and edges by what they are called, and what is wrong with them.

A node set is a JSON object with `nodes` (`nodeID`, `text`, `type`, and of those that apply a scheme `scheme`), `edges`
(`edgeID`, `fromID`, `toID`) and `locutions` (`nodeID`, `personID`), as the web services of AIFdb give it
(http://www.arg.dundee.ac.uk/?page_id=749, “Nodes” and “Edges”); xAIF has `participants` beside them. Numbers and texts
are taken for the same name. Nothing of it is changed, so that what is not understood can be written as it was.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from argument_maps.formats.exchange import FilePlace, FormatProblem, UnreadableFile
from argument_maps.formats.json_pointers import format_pointer
from models.errors import Phrase

MOST_LEVELS = 40


@dataclass(frozen=True, slots=True)
class AifNode:
    """A node: what it is called, its place in the list, and what it says. `scheme` may be what its text says."""

    key: str
    index: int
    type: str
    text: str
    members: dict[str, Any]

    @property
    def scheme(self) -> str:
        """The name of the scheme that it applies, as far as it says so."""
        return read_member_words(self.members.get("scheme")) or self.text


@dataclass(frozen=True, slots=True)
class AifEdge:
    """An edge from one node to another, and its place in the list."""

    index: int
    start: str
    end: str


@dataclass(slots=True)
class NodeSet:
    """What was understood of a node set. `document` is all of it, as it stands in the file."""

    document: dict[str, Any]
    pointer: tuple[str, ...] = ()
    nodes: dict[str, AifNode] = field(default_factory=dict)
    edges: list[AifEdge] = field(default_factory=list)
    outgoing: dict[str, list[AifEdge]] = field(default_factory=dict)
    incoming: dict[str, list[AifEdge]] = field(default_factory=dict)
    speakers: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    """By L node, the places in the list of locutions that name it, each with a person."""
    participants: dict[str, list[int]] = field(default_factory=dict)
    """By what persons are called, the places in the list of participants at which they stand."""
    problems: list[FormatProblem] = field(default_factory=list)

    def place(self, name: str, index: int, entry: str = "") -> FilePlace:
        """Return where an entry of a list stands."""
        return FilePlace(pointer=format_pointer((*self.pointer, name, index)), entry=entry[:80])

    def list_ahead(self, key: str) -> Iterator[tuple[AifEdge, AifNode]]:
        """Go through the nodes to which edges lead from a node."""
        for edge in self.outgoing.get(key, ()):
            yield edge, self.nodes[edge.end]

    def list_behind(self, key: str) -> Iterator[tuple[AifEdge, AifNode]]:
        """Go through the nodes from which edges lead to a node."""
        for edge in self.incoming.get(key, ()):
            yield edge, self.nodes[edge.start]


def parse_node_set(document: Any, pointer: tuple[str, ...] = ()) -> NodeSet:
    """Return what is understood of a node set, with its problems. Raises `UnreadableFile`."""
    if not isinstance(document, dict) or not isinstance(document.get("nodes"), list):
        raise UnreadableFile(
            Phrase("The file has no list of nodes."), Phrase("Export the node set again, as JSON of AIFdb or OVA.")
        )
    _refuse_depth(document)
    found = NodeSet(document, pointer)
    _read_nodes(found)
    _read_edges(found)
    _read_people(found)
    return found


def read_member_words(value: Any) -> str:
    """Return a text or a number as a text; nothing for what is neither."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return str(value).strip()


def _refuse_depth(document: Any) -> None:
    level = [document]
    for _ in range(MOST_LEVELS):
        level = [
            inner
            for value in level
            for inner in (value.values() if isinstance(value, dict) else value)
            if isinstance(inner, (dict, list))
        ]
        if not level:
            return
    raise UnreadableFile(
        Phrase("The JSON text is nested too deeply."), Phrase("Export it again, or make it of flat lists.")
    )


def _list_entries(found: NodeSet, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    entries = found.document.get(name)
    if entries is None:
        return
    if not isinstance(entries, list):
        message = Phrase("“%(name)s” is no list.", name=name)
        place = FilePlace(pointer=format_pointer((*found.pointer, name)))
        found.problems.append(FormatProblem(message, Phrase("It is left out of the map."), place))
        return
    for index, entry in enumerate(entries):
        if isinstance(entry, dict):
            yield index, entry
        else:
            message = Phrase("This entry of “%(name)s” is no object.", name=name)
            found.problems.append(FormatProblem(message, Phrase("It is left out."), found.place(name, index)))


def _read_nodes(found: NodeSet) -> None:
    for index, members in _list_entries(found, "nodes"):
        key = read_member_words(members.get("nodeID"))
        if not key:
            _leave_out(found, "nodes", index, Phrase("The node has no nodeID."))
        elif key in found.nodes:
            _leave_out(found, "nodes", index, Phrase("A node with this nodeID stands before it."), key)
        else:
            node_type = read_member_words(members.get("type")).upper()
            found.nodes[key] = AifNode(key, index, node_type, read_member_words(members.get("text")), members)


def _read_edges(found: NodeSet) -> None:
    for index, members in _list_entries(found, "edges"):
        start, end = read_member_words(members.get("fromID")), read_member_words(members.get("toID"))
        name = read_member_words(members.get("edgeID"))
        missing = next((key for key in (start, end) if key not in found.nodes), None)
        if missing is not None:
            message = Phrase("The edge joins a node that is not there: “%(node)s”.", node=missing[:80])
            _leave_out(found, "edges", index, message, name)
            continue
        edge = AifEdge(index, start, end)
        found.edges.append(edge)
        found.outgoing.setdefault(start, []).append(edge)
        found.incoming.setdefault(end, []).append(edge)


def _read_people(found: NodeSet) -> None:
    for index, members in _list_entries(found, "participants"):
        person = read_member_words(members.get("participantID"))
        if person:
            found.participants.setdefault(person, []).append(index)
        else:
            _leave_out(found, "participants", index, Phrase("The participant has no participantID."))
    for index, members in _list_entries(found, "locutions"):
        key, person = read_member_words(members.get("nodeID")), read_member_words(members.get("personID"))
        if key not in found.nodes:
            _leave_out(found, "locutions", index, Phrase("The locution is of a node that is not there."), key)
        elif person:
            found.speakers.setdefault(key, []).append((index, person))


def _leave_out(found: NodeSet, name: str, index: int, message: Phrase, entry: str = "") -> None:
    found.problems.append(FormatProblem(message, Phrase("It is left out."), found.place(name, index, entry)))
