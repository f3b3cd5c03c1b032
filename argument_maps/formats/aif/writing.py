"""Maps written as AIF node sets.

Of a node set that was read, what a map has no place for comes out as it went in; whatever the map says is written as
it is said now: what was changed is changed in its node, what was deleted is gone with all that hangs on it, and what
was added stands at the end.
"""

import json
from typing import Any

from argument_maps.formats.aif.map_facts import (
    AGENT,
    AUTHORED,
    HELD_FIELDS,
    HOLDING,
    LINK,
    PREMISE,
    SOURCE,
    SOURCED,
    STANCE,
    STATEMENT,
    TARGET,
    AifRemainder,
    Fact,
    FactOrigin,
    list_aif_facts,
    list_repeated_holders,
    name_applied_scheme,
)
from argument_maps.formats.aif.node_sets import NodeSet, parse_node_set, read_member_words
from argument_maps.formats.aif.removal import Removal, name_node
from argument_maps.formats.aif.scheme_names import (
    ARGUING,
    ASSERTING,
    ILLOCUTION,
    INFORMATION,
    LOCUTION,
    STANCE_ILLOCUTIONS,
    NamedScheme,
)
from argument_maps.formats.exchange import FormatLoss, FormatWriting
from argument_maps.formats.held_fields import drop_known_losses, list_unheld_fields
from argument_maps.graph import Graph
from argument_maps.references import find_record_kind
from argument_maps.values import Link
from models.errors import Phrase
from models.vocabulary import RecordKind, StanceKind

_ONCE = Phrase("Each name is held once.")


def write_aif(graph: Graph, remainder: Any = None) -> FormatWriting:
    """Return a map as a node set, and what of it a node set cannot hold."""
    known = remainder if isinstance(remainder, AifRemainder) else None
    document = build_node_set(graph, known)
    return FormatWriting(encode_json(document), list_aif_losses(graph, known), count_entries(document))


def build_node_set(graph: Graph, remainder: AifRemainder | None) -> dict[str, Any]:
    """Return a map as a node set, with what a file that was read has besides."""
    return _NodeSetWriter(graph, remainder).write()


def list_aif_losses(graph: Graph, remainder: AifRemainder | None) -> tuple[FormatLoss, ...]:
    """Return what a node set cannot hold of a map, but for what was made of one that is written again."""
    losses = list_unheld_fields(graph, HELD_FIELDS)
    repeated = list(list_repeated_holders(graph))
    for kind, name in ((RecordKind.CLAIM, "held_by"), (RecordKind.INTERPRETATION, "by")):
        labels = tuple(record.id for record in repeated if find_record_kind(record) == kind)
        if labels:
            losses.append(FormatLoss(kind, name, labels, _ONCE))
    authors = tuple(source.id for source in graph.sources if len(set(source.author)) < len(source.author))
    if authors:
        losses.append(FormatLoss(RecordKind.SOURCE, "author", authors, _ONCE))
    if remainder is None:
        return tuple(losses)
    return tuple(drop_known_losses(losses, graph, remainder.graph))


def encode_json(document: Any) -> bytes:
    """Return a JSON text in UTF-8, in which half a surrogate pair is escaped."""
    text = json.dumps(document, ensure_ascii=False, indent=1)
    if "Infinity" in text:
        # A number too large for a float was read as infinite, which JSON does not have.
        text = json.dumps(json.loads(text, parse_constant=lambda _: None), ensure_ascii=False, indent=1)
    try:
        return text.encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(json.loads(text), indent=1).encode() + b"\n"


def count_entries(document: dict[str, Any]) -> dict[str, int]:
    """Return how many nodes, edges, locutions and participants a node set has."""
    return {
        name: len(document[name])
        for name in ("nodes", "edges", "locutions", "participants")
        if isinstance(document.get(name), list)
    }


class _NodeSetWriter:
    def __init__(self, graph: Graph, remainder: AifRemainder | None) -> None:
        self.graph = graph
        self.document = remainder.document if remainder else {"nodes": [], "edges": [], "locutions": []}
        self.found: NodeSet = parse_node_set(self.document)
        self.before = list_aif_facts(remainder.graph) if remainder else {}
        self.now = list_aif_facts(graph)
        self.title_before = remainder.graph.title if remainder else None
        self.names = self._find_names(remainder) if remainder else {}
        origins = self.origins = remainder.origins if remainder else {}
        self.kept, self.gone = self._divide(origins, self._find_kept(origins, remainder))
        self.used = {*self.found.nodes, *self.found.participants}
        self.edge_number = self._find_highest_edge()
        edges = self.found.edges
        self.numbers_edges = bool(edges) and isinstance(self.document["edges"][edges[0].index].get("edgeID"), int)
        self.added: dict[str, list[dict[str, Any]]] = {"nodes": [], "edges": [], "locutions": [], "participants": []}

    def write(self) -> dict[str, Any]:
        """Return the node set."""
        patches = self._list_patches()
        lists: dict[str, list[Any]] = {}
        for name in ("nodes", "edges", "locutions", "participants"):
            entries = self.document.get(name)
            lists[name] = [
                patches.get((name, index), entry)
                for index, entry in enumerate(entries if isinstance(entries, list) else ())
                if not self.gone.holds(name, index)
            ]
        self._name_records()
        for fact, members in self.now.items():
            if fact not in self.kept and (fact in self.origins or fact not in self.before):
                self._add_fact(fact, members)
        for name, entries in self.added.items():
            lists[name] += entries
        document = dict(self.document)
        gone = self.gone.list_names()
        for name in ("schemefulfillments", "descriptorfulfillments") if gone else ():
            if isinstance(document.get(name), list):
                document[name] = [entry for entry in document[name] if name_node(entry) not in gone]
        for name, entries in lists.items():
            if entries or isinstance(document.get(name), list):
                document[name] = entries
        if self.graph.title != self.title_before:
            document["title"] = self.graph.title
        return document

    def _divide(self, origins: dict[Fact, FactOrigin], kept: set[Fact]) -> tuple[dict[Fact, FactOrigin], "Removal"]:
        """Return the facts that keep what says them, and what goes; a fact that loses a part of it is said anew."""
        while True:
            gone = Removal(self.found, self.document, origins, kept)
            broken = {fact for fact in kept if gone.breaks(origins[fact])}
            if not broken:
                return {fact: origins[fact] for fact in origins if fact in kept}, gone
            kept = kept - broken

    def _find_names(self, remainder: AifRemainder) -> dict[str, Any]:
        """Return what records are called in the file, numbers as numbers."""
        names: dict[str, Any] = {}
        for label, name in remainder.names.items():
            if label in remainder.graph.agents_by_id:
                place = self.found.participants[name][0]
                names[label] = self.document["participants"][place]["participantID"]
            else:
                names[label] = self.found.nodes[name].members["nodeID"]
        return names

    def _find_kept(self, origins: dict[Fact, FactOrigin], remainder: AifRemainder | None) -> set[Fact]:
        """Return the facts whose nodes and edges can stay, with other members where these are changed."""
        if remainder is None:
            return set()
        anew = self._list_anew(remainder)
        return {
            fact
            for fact in origins
            if fact in self.now and fact[1] not in anew and (fact[0] != STANCE or self.now[fact] == self.before[fact])
            if not (fact[0] == PREMISE and self._is_reordered(fact[1], remainder.graph))
        }

    def _is_reordered(self, link: str, before: Graph) -> bool:
        return self.graph.links_by_id[link].premises != before.links_by_id[link].premises

    def _list_anew(self, remainder: AifRemainder) -> set[str]:
        """Return the links that shared a node with another, from which they now differ: they get one of their own."""
        shared: dict[str, list[Link]] = {}
        for label, name in remainder.names.items():
            link = self.graph.links_by_id.get(label)
            if link is not None and label in remainder.graph.links_by_id:
                shared.setdefault(name, []).append(link)
        return {
            link.id
            for links in shared.values()
            for link in links[1:]
            if self._describe_shared(link) != self._describe_shared(links[0])
        }

    def _describe_shared(self, link: Link) -> tuple[Any, ...]:
        return link.premises, link.source, self.now[LINK, link.id]["type"], link.scheme, link.verdict

    def _list_patches(self) -> dict[tuple[str, int], dict[str, Any]]:
        """Return the nodes and participants whose members are other ones now."""
        patches: dict[tuple[str, int], dict[str, Any]] = {}
        for fact, origin in self.kept.items():
            changed = {
                name: value for name, value in self.now[fact].items() if value != self.before.get(fact, {}).get(name)
            }
            if not changed:
                continue
            if fact[0] == LINK and not changed.keys().isdisjoint(("type", "scheme")):
                changed |= _name_scheme(name_applied_scheme(self.now[fact]))
            for key in origin.nodes:
                place = ("nodes", self.found.nodes[key].index)
                entry = patches.get(place, self.found.nodes[key].members)
                members = self._rename_speaker(fact[1], entry) if fact[0] == AGENT else changed
                patches[place] = _set_members(entry, members)
            for index in origin.participants:
                entry = self.document["participants"][index]
                patches["participants", index] = _set_members(entry, changed)
        return patches

    def _rename_speaker(self, agent: str, entry: dict[str, Any]) -> dict[str, Any]:
        """Return the text of a locution with the name that its speaker has now."""
        _, colon, words = str(entry.get("text", "")).partition(":")
        return {"text": f"{self.graph.agents_by_id[agent].name} {colon}{words}"}

    def _find_highest_edge(self) -> int:
        edges = self.document.get("edges")
        entries = edges if isinstance(edges, list) else []
        names = [read_member_words(entry.get("edgeID")) for entry in entries if isinstance(entry, dict)]
        return max((int(name) for name in names if name.isdecimal() and len(name) < 16), default=0)

    def _name_records(self) -> None:
        """Give a name in the node set to each record that gets a node or a participant."""
        for fact in self.now:
            if fact[0] in (AGENT, SOURCE, STATEMENT, LINK) and fact not in self.kept:
                self.names[fact[1]] = self._take_name(fact[1])

    def _take_name(self, proposal: str) -> str:
        name, number = proposal, 1
        while name in self.used:
            number += 1
            name = f"{proposal}.{number}"
        self.used.add(name)
        return name

    def _add_fact(self, fact: Fact, members: dict[str, Any]) -> None:
        sort, label = fact[0], fact[1]
        if sort == AGENT:
            self.added["participants"].append(_set_members({"participantID": self.names[label]}, members))
        elif sort == STATEMENT:
            node = {"nodeID": self.names[label], "text": "", "type": INFORMATION}
            self.added["nodes"].append(_set_members(node, members))
        elif sort == SOURCE:
            node = {"nodeID": self.names[label], "text": "", "type": LOCUTION, "kind": "source"}
            self.added["nodes"].append(_set_members(node, members))
        elif sort == LINK:
            node = {"nodeID": self.names[label], "text": "", "type": ""}
            scheme = _name_scheme(name_applied_scheme(members))
            self.added["nodes"].append(_set_members(node, {**members, **scheme}))
        elif sort in (PREMISE, TARGET):
            ends = (fact[2], label) if sort == PREMISE else (label, fact[2])
            self._add_edge(*(self.names[end] for end in ends))
        elif sort == AUTHORED:
            self._add_locution(self.names[label], fact[2])
        elif sort == SOURCED:
            illocution = ARGUING if label in self.graph.links_by_id else ASSERTING
            name = self._take_name(f"{label}.{fact[2]}")
            self._add_illocution(self.names[fact[2]], name, illocution, self.names[label])
        elif sort == HOLDING:
            words = self.graph.statements[label].text
            name = self._add_utterance(self._take_name(f"{label}.{fact[2]}"), fact[2], words)
            self._add_illocution(name, self._take_name(f"{name}.YA"), ASSERTING, self.names[label])
        else:
            self._add_stance(label, members)

    def _add_stance(self, label: str, members: dict[str, Any]) -> None:
        name = self._add_utterance(self._take_name(label), members["agent"], members["reason"], kind="stance")
        stance = StanceKind(members["stance"])
        node = self._add_illocution(
            name, self._take_name(f"{label}.YA"), STANCE_ILLOCUTIONS[stance], self.names[members["target"]]
        )
        if stance not in (StanceKind.ACCEPTS, StanceKind.REJECTS):
            node["stance"] = stance.value

    def _add_utterance(self, name: str, agent: str, words: str, **more: str) -> str:
        text = f"{self.graph.agents_by_id[agent].name} : {words}".rstrip()
        self.added["nodes"].append({"nodeID": name, "text": text, "type": LOCUTION, **more})
        self._add_locution(name, agent)
        return name

    def _add_illocution(self, start: Any, name: str, scheme: NamedScheme, end: Any) -> dict[str, Any]:
        node = _set_members({"nodeID": name, "text": "", "type": ILLOCUTION}, _name_scheme(scheme))
        self.added["nodes"].append(node)
        self._add_edge(start, name)
        self._add_edge(name, end)
        return node

    def _add_edge(self, start: Any, end: Any) -> None:
        self.edge_number += 1
        number = self.edge_number if self.numbers_edges else str(self.edge_number)
        edge = {"edgeID": number, "fromID": start, "toID": end, "formEdgeID": None}
        self.added["edges"].append(edge)

    def _add_locution(self, name: Any, agent: str) -> None:
        # An agent who stands only before the words of locutions has no participant, and needs none.
        if agent in self.names:
            entry = {"nodeID": name, "personID": self.names[agent], "start": None, "end": None}
            self.added["locutions"].append(entry)


def _name_scheme(scheme: NamedScheme) -> dict[str, Any]:
    """Return the members by which a node names a scheme."""
    return {"text": scheme.name, "scheme": scheme.name, "schemeID": scheme.number or None}


def _set_members(entry: dict[str, Any], members: dict[str, Any]) -> dict[str, Any]:
    """Return an entry with these members; those that are None are not there."""
    return {name: value for name, value in {**entry, **members}.items() if value is not None or name not in members}
