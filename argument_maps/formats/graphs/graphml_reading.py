"""GraphML read: our own with all its records, that of other programs with nodes as claims and edges as links."""

import json
from collections.abc import Iterable
from typing import Any

from argument_maps.formats.exchange import FilePlace, FormatReading, ProblemWeight
from argument_maps.formats.file_contents import FileContents
from argument_maps.formats.graphs.graphml_elements import GraphmlItem, GraphmlItems, read_graphml_items
from argument_maps.formats.graphs.graphml_vocabulary import (
    DATA_FIELDS,
    EDGE_FIELDS,
    GRAPH_KINDS,
    HEADER_NAMES,
    LABEL,
    PREMISE,
    RECORD,
    ROLE,
)
from argument_maps.formats.map_building import MapBuilder
from argument_maps.values import VALUE_CLASSES
from models.errors import Phrase
from models.vocabulary import RecordKind, Relation

# What other programs call the words that they show, the likeliest first.
_TEXT_NAMES = ("text", "label", "name", "title", "summary", "description", "content")
_RELATION_NAMES = ("relation", "role", "label", "type", "kind", "interaction")
_RELATIONS = {str(relation): relation for relation in (Relation.SUPPORTS, Relation.CHALLENGES, Relation.QUALIFIES)}
_RELATIONS |= dict.fromkeys(("support", "pro", "for"), Relation.SUPPORTS)
_RELATIONS |= dict.fromkeys(("attack", "attacks", "con", "against", "rebuts"), Relation.CHALLENGES)
_LIST_HEADERS = ("authors", "forebears")


def recognise_graphml(contents: FileContents) -> int:
    """Tell whether a file is GraphML: by its outermost element."""
    beginning = contents.beginning
    at = beginning.find("<graphml")
    if at < 0 or not beginning.lstrip("\ufeff \n\r\t").startswith("<"):
        return 0
    return 3 if beginning[at + 8 : at + 9] in (" ", "\n", "\r", "\t", ">") else 0


def read_graphml(data: bytes) -> FormatReading:
    """Return the map or graph in a file. Raises `UnreadableFile`."""
    builder = MapBuilder()
    items = read_graphml_items(data, builder)
    return _GraphmlReader(items, builder).read()


class _GraphmlReader:
    """Makes records of nodes, and of edges what they say of these."""

    def __init__(self, items: GraphmlItems, builder: MapBuilder) -> None:
        self.items, self.builder = items, builder
        self.labels: dict[str, str] = {}
        self.kinds: dict[str, RecordKind] = {}
        self.fields: dict[str, dict[str, Any]] = {}
        self.places: dict[str, FilePlace] = {}
        self.is_own = any(_find_kind(node) is not None for node in items.nodes)
        self.unsaid = 0

    def read(self) -> FormatReading:
        """Return the reading of the whole file."""
        self._read_header()
        for node in self.items.nodes:
            self._add_node(node)
        plain = [edge for edge in self.items.edges if not self._set_reference(edge)]
        for label, fields in self.fields.items():
            self.builder.add_record(self.kinds[label], fields, label=label, place=self.places[label])
        for edge in plain:
            self._add_link(edge)
        if self.unsaid:
            self.builder.add_problem(
                Phrase("Nothing says what edges mean (%(number)s of them).", number=self.unsaid),
                Phrase("They are read as support."),
                weight=ProblemWeight.CHANGED,
            )
        counts = {"nodes": len(self.items.nodes), "edges": len(self.items.edges)}
        return FormatReading(self.builder.build_map(), counts, tuple(self.builder.problems))

    def _read_header(self) -> None:
        for name, value in self.items.header.items():
            if name in _LIST_HEADERS:
                listed = self._read_json(value, FilePlace(entry=name))
                self.builder.header |= {name: listed} if isinstance(listed, list) else {}
            elif name in HEADER_NAMES:
                self.builder.header[name] = value
            else:
                said = str(self.builder.header.get("description", ""))
                self.builder.header["description"] = f"{said}\n{name}: {value}".strip()

    def _add_node(self, node: GraphmlItem) -> None:
        if node.name in self.labels:
            self.builder.add_problem(
                Phrase("The node “%(name)s” stands twice.", name=node.name[:80]),
                Phrase("Edges are read as those of the first."),
                node.place,
                ProblemWeight.CHANGED,
            )
        kind = _find_kind(node)
        if kind is None and node.name in self.items.joints:
            kind = RecordKind.LINK
        label = self.builder.reserve_label(node.name, kind or RecordKind.CLAIM)
        self.labels.setdefault(node.name, label)
        self.kinds[label] = kind or RecordKind.CLAIM
        self.places[label] = node.place
        if kind is None:
            self.fields[label] = self._read_foreign(node, label)
        else:
            self.fields[label] = self._read_fields(node, kind)
            if kind == RecordKind.LINK and (RECORD not in node.data or "relation" not in self.fields[label]):
                self.fields[label]["relation"] = self._find_relation(node)

    def _read_fields(self, node: GraphmlItem, kind: RecordKind) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        unknown = []
        for name, value in node.data.items():
            if name in DATA_FIELDS[kind]:
                fields[name] = value if name in _TEXTS[kind] else self._read_json(value, node.place)
            elif name not in (RECORD, LABEL):
                unknown.append((name, value))
        self._add_to_note(fields, unknown, node.place)
        return fields

    def _read_foreign(self, node: GraphmlItem, label: str) -> dict[str, Any]:
        """Return the fields of a claim that a node of another program becomes."""
        shown = next((name for name in _TEXT_NAMES if node.data.get(name, "").strip()), None)
        fields: dict[str, Any] = {"text": node.data[shown] if shown is not None else node.name}
        others = [(name, value) for name, value in node.data.items() if name != shown]
        if shown is not None and label not in (node.name, f"n{node.name}"):
            others.insert(0, ("id", node.name))
        self._add_to_note(fields, others, node.place)
        return fields

    def _add_to_note(self, fields: dict[str, Any], others: Iterable[tuple[str, str]], place: FilePlace) -> None:
        lines = [f"{name}: {value.strip()}" for name, value in others]
        if lines:
            fields["note"] = "\n".join([*([fields["note"]] if fields.get("note") else []), *lines])
        if lines and self.is_own:
            self.builder.add_problem(
                Phrase("“%(line)s” is no field of such a record.", line=lines[0][:80]),
                Phrase("It is kept in the note."),
                place,
                ProblemWeight.CHANGED,
            )

    def _set_reference(self, edge: GraphmlItem) -> bool:
        """Put what an edge says into the record whose field it stands for; tell whether it stands for one."""
        start, end = self.labels.get(edge.source), self.labels.get(edge.target)
        if start is None or end is None:
            self.builder.add_problem(
                Phrase("The node “%(name)s” is not there.", name=(edge.target if start else edge.source)[:80]),
                Phrase("The edge is left out."),
                edge.place,
            )
            return True
        role = edge.data.get(ROLE, "").strip()
        if not role and edge.source in self.items.joints:
            role = "target"
        elif not role and edge.target in self.items.joints:
            role = PREMISE
        owner, named = (end, start) if role == PREMISE else (start, end)
        reference = EDGE_FIELDS[self.kinds[owner]].get(role)
        if reference is None:
            return False
        fields = self.fields[owner]
        if reference.takes_several:
            if role != PREMISE or named not in fields.get(role, ()):
                fields.setdefault(role, []).append(named)
        elif fields.setdefault(role, named) != named:
            self.builder.add_problem(
                Phrase("“%(role)s” names two records.", role=role), Phrase("The first is taken."), edge.place
            )
        return True

    def _add_link(self, edge: GraphmlItem) -> None:
        relation = self._find_relation(edge)
        ends = self.labels[edge.source], self.labels[edge.target]
        if RecordKind.LINK in (self.kinds[ends[0]], self.kinds[ends[1]]) or ends[0] == ends[1]:
            self.builder.add_problem(
                Phrase("The edge says nothing that records can say of each other."),
                Phrase("It is left out."),
                edge.place,
            )
            return
        note = "\n".join(f"{name}: {value.strip()}" for name, value in edge.data.items() if value.strip() != relation)
        fields = {"premises": [ends[0]], "relation": relation, "target": ends[1], "note": note or None}
        self.builder.add_record(RecordKind.LINK, fields, place=edge.place)

    def _find_relation(self, item: GraphmlItem) -> Relation:
        said = [item.data[name].strip().casefold() for name in _RELATION_NAMES if item.data.get(name)]
        found = next((_RELATIONS[words] for words in said if words in _RELATIONS), None)
        self.unsaid += found is None
        return found or Relation.SUPPORTS

    def _read_json(self, value: str, place: FilePlace) -> Any:
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            self.builder.add_problem(
                Phrase("“%(value)s” is no JSON, which such a field has.", value=value[:80]),
                Phrase("It is read as a text."),
                place,
                ProblemWeight.CHANGED,
            )
            return value


def _find_kind(node: GraphmlItem) -> RecordKind | None:
    said = node.data.get(RECORD, "").strip()
    return RecordKind(said) if said in GRAPH_KINDS else None


def _list_texts(kind: RecordKind) -> frozenset[str]:
    """Return the fields of a kind whose values are texts, and so stand in data as they are."""
    return frozenset(
        name for name, type_ in VALUE_CLASSES[kind].__annotations__.items() if type_ in (str, str | None)
    ) | {"note"}


_TEXTS: dict[RecordKind, frozenset[str]] = {kind: _list_texts(kind) for kind in GRAPH_KINDS}
