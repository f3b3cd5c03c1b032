"""AIF node sets read as maps.

I nodes become claims (or, where maps are written, what their `kind` says); an RA node becomes a link that supports,
with all the I nodes that lead to it as premises, a CA node one that challenges or, where it leads to another RA or CA
node, undercuts. A node that leads to several becomes a link to each. What TA, MA, PA and other YA nodes say has no
place on a map: it is told, and kept for the writer.
"""

from collections.abc import Iterator
from typing import Any

from argument_maps.formats.aif.map_facts import (
    LINK,
    PREMISE,
    STATEMENT,
    TARGET,
    AifRemainder,
    Fact,
    FactOrigin,
    imply_relation,
    list_aif_facts,
)
from argument_maps.formats.aif.node_sets import AifEdge, AifNode, NodeSet, parse_node_set, read_member_words
from argument_maps.formats.aif.scheme_names import (
    CONFLICT,
    INFERENCE,
    INFORMATION,
    PREFERENCE,
    REPHRASE,
    find_scheme,
    names_scheme,
)
from argument_maps.formats.aif.speaking import SpeechReader, is_source, is_stance
from argument_maps.formats.exchange import FormatProblem, FormatReading, ProblemWeight
from argument_maps.formats.file_contents import FileContents, parse_json_text
from argument_maps.formats.map_building import MapBuilder, shape_label
from models.errors import Phrase
from models.records.relations import RELATION_MEANINGS
from models.vocabulary import TEST_VERDICTS, ClaimKind, RecordKind, Relation

MOST_PREMISES = 50
_APPLICATIONS = (INFERENCE, CONFLICT, REPHRASE, PREFERENCE)
_STATEMENT_KINDS = (RecordKind.INTERPRETATION, RecordKind.EVIDENCE, RecordKind.QUESTION)


def recognise_aif(contents: FileContents) -> int:
    """Tell how much a file looks like a node set: by its lists, or, where it is no sound JSON, by its names."""
    value = contents.json_value
    if value is None:
        return 1 if '"nodeID"' in contents.beginning and '"AIF"' not in contents.beginning else 0
    return rate_node_set(value)


def rate_node_set(value: Any) -> int:
    """Tell how much a JSON value looks like a node set."""
    if not isinstance(value, dict) or not isinstance(value.get("nodes"), list):
        return 0
    nodes = value["nodes"]
    if any(isinstance(node, dict) and "nodeID" in node for node in nodes[:20]):
        return 3
    return 1 if not nodes and isinstance(value.get("edges"), list) else 0


def read_aif(data: bytes) -> FormatReading:
    """Return the map in a node set. Raises `UnreadableFile`."""
    value, problems = parse_json_text(data, keeps_halves=True)
    return build_reading(parse_node_set(value), problems)


def build_reading(
    found: NodeSet, problems: list[FormatProblem], envelope: dict[str, Any] | None = None
) -> FormatReading:
    """Return the map of a node set, its counts, and as the remainder what says which part of it."""
    reader = _MapReader(found)
    reader.builder.problems += [*problems, *found.problems]
    reader.read_records()
    graph = reader.builder.build_map()
    facts = list_aif_facts(graph)
    origins = {fact: origin for fact, origin in reader.origins.items() if fact in facts}
    remainder = AifRemainder(found.document, graph, origins, reader.names, envelope)
    return FormatReading(graph, count_node_set(found), tuple(reader.builder.problems), remainder)


def count_node_set(found: NodeSet) -> dict[str, int | dict[str, int]]:
    """Return how many nodes, by their types, edges, locutions and participants a node set has."""
    types: dict[str, int] = {}
    for node in found.nodes.values():
        types[node.type] = types.get(node.type, 0) + 1
    lists = {name: found.document.get(name) for name in ("nodes", "edges", "locutions", "participants")}
    counts = {name: len(entries) if isinstance(entries, list) else 0 for name, entries in lists.items()}
    return {**counts, "types": dict(sorted(types.items()))}


class _MapReader:
    def __init__(self, found: NodeSet) -> None:
        self.found = found
        self.builder = MapBuilder(read_member_words(found.document.get("title")))
        self.origins: dict[Fact, FactOrigin] = {}
        self.names: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self.kinds: dict[str, str] = {}
        """What the record of a node is: the kind of a claim or another record, or a link."""
        self.speaking = SpeechReader(found, self.builder, self.origins, self.names)

    def read_records(self) -> None:
        """Read the whole node set into the builder."""
        links = self._find_links()
        self._reserve_labels(links)
        self.speaking.read_agents()
        self.speaking.read_sources(self.labels)
        stated = {key: label for key, label in self.labels.items() if key in self.kinds}
        speech = self.speaking.read_utterances(stated)
        for node in self._list_statements():
            self._add_statement(node)
        for key, targets in links.items():
            self._add_links(self.found.nodes[key], targets)
        self.speaking.read_stances(self.labels)
        if speech.words:
            self.builder.add_problem(
                Phrase("%(number)s claims were said in other words than they have.", number=len(speech.words)),
                Phrase("What was said stands in their notes."),
                weight=ProblemWeight.NOTED,
            )
        self._tell_what_is_left(links)

    def _list_statements(self) -> Iterator[AifNode]:
        return (node for node in self.found.nodes.values() if node.type == INFORMATION)

    def _reserve_labels(self, links: dict[str, list[AifEdge]]) -> None:
        """Give a label to each node that becomes a record; first to those that are called by one."""
        nodes = [
            node
            for node in self.found.nodes.values()
            if node.type == INFORMATION or node.key in links or is_source(node) or is_stance(node)
        ]
        for node in sorted(nodes, key=lambda node: shape_label(node.key) != node.key):
            kind = RecordKind.LINK if node.key in links else RecordKind.CLAIM
            self.labels[node.key] = self.builder.reserve_label(node.key, kind)
            if node.type == INFORMATION:
                self.kinds[node.key] = self._choose_statement_kind(node)
            elif node.key in links:
                self.kinds[node.key] = RecordKind.LINK

    def _choose_statement_kind(self, node: AifNode) -> str:
        kind = read_member_words(node.members.get("kind"))
        return kind if kind in set(ClaimKind) or kind in _STATEMENT_KINDS else ClaimKind.ASSERTION.value

    def _add_statement(self, node: AifNode) -> None:
        label, speech, kind = self.labels[node.key], self.speaking.speech, self.kinds[node.key]
        place = self.found.place("nodes", node.index, node.key)
        holders = list(dict.fromkeys(speech.holders.get(label, ())))
        fields: dict[str, Any] = {"note": "\n".join(speech.words.get(label, ()))}
        source = speech.sources.get(label)
        if kind == RecordKind.EVIDENCE and source is None:
            message = Phrase("The evidence “%(node)s” is said by no source.", node=node.key[:80])
            self.builder.add_problem(message, Phrase("It is read as an assertion."), place, ProblemWeight.CHANGED)
            kind = self.kinds[node.key] = ClaimKind.ASSERTION.value
        if kind == RecordKind.QUESTION:
            record_kind, fields = RecordKind.QUESTION, {**fields, "text": node.text}
        elif kind == RecordKind.EVIDENCE:
            record_kind, fields = RecordKind.EVIDENCE, {**fields, "summary": node.text, "source": source}
        elif kind == RecordKind.INTERPRETATION:
            record_kind, fields = RecordKind.INTERPRETATION, {**fields, "text": node.text, "by": holders}
        else:
            record_kind, fields = RecordKind.CLAIM, {**fields, "text": node.text, "kind": kind, "held_by": holders}
        if record_kind in (RecordKind.CLAIM, RecordKind.INTERPRETATION):
            fields["source"] = source
        if self.builder.add_record(record_kind, fields, label=label, place=place):
            self.origins[STATEMENT, label] = FactOrigin(nodes=(node.key,))
            self.names[label] = node.key

    def _find_links(self) -> dict[str, list[AifEdge]]:
        """Return the nodes that become links, each with the edges to what they bear on.

        A node is one if an I node with words leads to it and it leads to one, or to another that is one.
        """
        candidates = {
            node.key: node
            for node in self.found.nodes.values()
            if node.type in (INFERENCE, CONFLICT) or read_member_words(node.members.get("relation")) in set(Relation)
            if node.type != INFORMATION and any(self._list_premises(node))
        }
        found: dict[str, None] = {}
        pending = [key for key in candidates if any(self._is_statement(node) for _, node in self.found.list_ahead(key))]
        while pending:
            key = pending.pop()
            if key in candidates and key not in found:
                found[key] = None
                pending += [node.key for _, node in self.found.list_behind(key)]
        links = {}
        for key in candidates:
            if key in found:
                premises = {node.key for _, node in self._list_premises(candidates[key])}
                ahead = [
                    (edge, node)
                    for edge, node in self.found.list_ahead(key)
                    if self._is_statement(node) or node.key in found
                ]
                targets = {node.key: edge for edge, node in ahead if node.key not in premises and node.key != key}
                if targets:
                    links[key] = list(targets.values())
        return self._drop_dangling(links)

    def _drop_dangling(self, links: dict[str, list[AifEdge]]) -> dict[str, list[AifEdge]]:
        """Return the links without those that are left without a target, each edge looked at once."""
        counts = {key: len(edges) for key, edges in links.items()}
        bearing: dict[str, list[str]] = {}
        pending = []
        for key, edges in links.items():
            for edge in edges:
                bearing.setdefault(edge.end, []).append(key)
                if self.found.nodes[edge.end].type != INFORMATION and edge.end not in links:
                    pending.append(edge.end)
        gone = set(pending)
        while pending:
            for key in bearing.get(pending.pop(), ()):
                counts[key] -= 1
                if counts[key] == 0 and key not in gone:
                    gone.add(key)
                    pending.append(key)
        return {
            key: [edge for edge in edges if edge.end not in gone] for key, edges in links.items() if counts[key] > 0
        }

    def _is_statement(self, node: AifNode) -> bool:
        return node.type == INFORMATION and bool(node.text)

    def _list_premises(self, node: AifNode) -> Iterator[tuple[AifEdge, AifNode]]:
        return (
            (edge, behind)
            for edge, behind in self.found.list_behind(node.key)
            if self._is_statement(behind) and behind.members.get("kind") != RecordKind.QUESTION
        )

    def _add_links(self, node: AifNode, targets: list[AifEdge]) -> None:
        place = self.found.place("nodes", node.index, node.key)
        premises: dict[str, list[int]] = {}
        for edge, behind in self._list_premises(node):
            premises.setdefault(self.labels[behind.key], []).append(edge.index)
        if len(premises) > MOST_PREMISES:
            message = Phrase("“%(node)s” has %(number)s premises.", node=node.key[:80], number=len(premises))
            outcome = Phrase("The first %(most)s are read.", most=MOST_PREMISES)
            self.builder.add_problem(message, outcome, place)
            premises = dict(list(premises.items())[:MOST_PREMISES])
        scheme, unknown = find_scheme(node.scheme), read_member_words(node.members.get("scheme"))
        fields: dict[str, Any] = {"premises": list(premises), "scheme": scheme}
        name = unknown or node.text
        if scheme is None and names_scheme(name):
            fields["note"] = f"scheme: {name}"
            message = Phrase("A map has no scheme “%(scheme)s”.", scheme=name[:80])
            outcome = Phrase("It stands in the note of the link.")
            self.builder.add_problem(message, outcome, place, ProblemWeight.CHANGED)
        for position, edge in enumerate(targets):
            label = self.labels[node.key] if position == 0 else self.builder.reserve_label("", RecordKind.LINK)
            target = self.labels[edge.end]
            fields |= {"target": target, "source": self.speaking.speech.sources.get(label)}
            fields |= self._choose_relation(node, self.kinds[edge.end])
            if self.builder.add_record(RecordKind.LINK, fields, label=label, place=place):
                self.names[label] = node.key
                self.origins[LINK, label] = FactOrigin(nodes=(node.key,))
                self.origins[TARGET, label, target] = FactOrigin(edges=(edge.index,))
                self.origins |= {
                    (PREMISE, label, premise): FactOrigin(edges=tuple(edges)) for premise, edges in premises.items()
                }

    def _choose_relation(self, node: AifNode, target_kind: str) -> dict[str, Any]:
        """Return relation and verdict: as maps are written, or what the type of the node means."""
        targets_link = target_kind == RecordKind.LINK
        if target_kind == RecordKind.QUESTION:
            return {"relation": Relation.ANSWERS, "verdict": None}
        relation, verdict = node.members.get("relation"), node.members.get("verdict")
        implied = imply_relation(node.type, targets_link=targets_link) or Relation.QUALIFIES
        if relation is None:
            return {"relation": implied, "verdict": None}
        meaning = RELATION_MEANINGS.get(relation) if isinstance(relation, str) else None
        fits = meaning is not None and meaning.takes_verdict == (verdict in TEST_VERDICTS)
        is_claim = target_kind in set(ClaimKind)
        needed = meaning.only_target if meaning else None
        if not fits or (needed == RecordKind.LINK) > targets_link or (needed == RecordKind.CLAIM) > is_claim:
            message = Phrase("“%(node)s” cannot be “%(relation)s”.", node=node.key[:80], relation=str(relation)[:80])
            outcome = Phrase("It is read as “%(relation)s”.", relation=str(implied))
            place = self.found.place("nodes", node.index, node.key)
            self.builder.add_problem(message, outcome, place, ProblemWeight.CHANGED)
            return {"relation": implied, "verdict": None}
        if needed == RecordKind.QUESTION:
            return {"relation": implied, "verdict": None}
        return {"relation": relation, "verdict": verdict}

    def _tell_what_is_left(self, links: dict[str, list[AifEdge]]) -> None:
        """Tell of each node that argues but makes no link, and of the other types how many nodes a map has not."""
        left: dict[str, list[AifNode]] = {}
        for node in self.found.nodes.values():
            if node.key in links or node.type == INFORMATION or node.key in self.speaking.speech.told:
                continue
            if node.type in (INFERENCE, CONFLICT):
                message = Phrase("“%(node)s” lacks premises or what they bear on, as claims.", node=node.key[:80])
                place = self.found.place("nodes", node.index, node.key)
                self.builder.add_problem(message, Phrase("No link is made of it."), place)
            else:
                left.setdefault(node.type, []).append(node)
        for node_type, nodes in left.items():
            self.builder.add_problem(
                Phrase(
                    "A map has no records for nodes of type “%(type)s”: %(number)s.",
                    type=node_type[:40],
                    number=len(nodes),
                ),
                Phrase("They are kept only for a file of the same format."),
                self.found.place("nodes", nodes[0].index, nodes[0].key),
            )
