"""What goes from a node set that was read when the map that was made of it no longer says it."""

from collections.abc import Iterable
from typing import Any

from argument_maps.formats.aif.map_facts import AGENT, Fact, FactOrigin
from argument_maps.formats.aif.node_sets import NodeSet, read_member_words
from argument_maps.formats.aif.scheme_names import INFORMATION, LOCUTION


class Removal:
    """What of a node set goes, since the map no longer says it, or since it hangs on what goes."""

    def __init__(
        self, found: NodeSet, document: dict[str, Any], origins: dict[Fact, FactOrigin], kept: set[Fact]
    ) -> None:
        self.found = found
        self.nodes: set[int] = set()
        self.edges: set[int] = set()
        self.locutions: set[int] = set()
        self.participants: set[int] = set()
        # Locutions that name an agent before their words stay for what they say, not for the name.
        staying = _collect(
            FactOrigin(participants=origin.participants) if fact[0] == AGENT else origin
            for fact, origin in origins.items()
            if fact in kept
        )
        going = _collect(origin for fact, origin in origins.items() if fact not in kept)
        self.edges |= going[1] - staying[1]
        self.locutions |= going[2] - staying[2]
        self.participants |= going[3] - staying[3]
        needed = {key for fact, origin in origins.items() if fact in kept for key in origin.needed}
        self.owned = staying[0] | needed
        self.pending = sorted(going[0] - self.owned)
        self._spread()
        self._drop_locutions(document)

    def holds(self, name: str, index: int) -> bool:
        """Tell whether an entry of a list goes."""
        return index in getattr(self, name)

    def breaks(self, origin: FactOrigin) -> bool:
        """Tell whether a part goes of what says a fact; of an agent whom only locutions name, all of them."""
        keys = {key for key in origin.nodes if self.found.nodes[key].index in self.nodes}
        is_unnamed = len(keys) == len(origin.nodes) > 0 and not origin.participants
        return is_unnamed or not self.edges.isdisjoint(origin.edges)

    def list_names(self) -> set[str]:
        """Return what the nodes that go are called."""
        return {key for key, node in self.found.nodes.items() if node.index in self.nodes}

    def _spread(self) -> None:
        """Take the edges of what goes, and of what is left the S and L nodes that have lost their end."""
        touched = {key for index in self.edges for key in self._find_ends(index)}
        gone = set(self.pending)
        while self.pending or touched:
            while self.pending:
                key = self.pending.pop()
                self.nodes.add(self.found.nodes[key].index)
                for edge in (*self.found.outgoing.get(key, ()), *self.found.incoming.get(key, ())):
                    if edge.index not in self.edges:
                        self.edges.add(edge.index)
                        touched |= {edge.start, edge.end}
            for key in sorted(touched - gone - self.owned):
                if self._has_lost_its_end(key):
                    gone.add(key)
                    self.pending.append(key)
            touched = set()

    def _find_ends(self, index: int) -> tuple[str, str]:
        entry = self.found.document["edges"][index]
        return read_member_words(entry["fromID"]), read_member_words(entry["toID"])

    def _has_lost_its_end(self, key: str) -> bool:
        before = self.found.outgoing.get(key, ()), self.found.incoming.get(key, ())
        after = [any(edge.index not in self.edges for edge in edges) for edges in before]
        if self.found.nodes[key].type in (INFORMATION, LOCUTION):
            return self.found.nodes[key].type == LOCUTION and not any(after)
        return any(edges and not left for edges, left in zip(before, after, strict=True))

    def _drop_locutions(self, document: dict[str, Any]) -> None:
        nodes = self.list_names()
        people = {person for person, places in self.found.participants.items() if self.participants.issuperset(places)}
        entries = document.get("locutions")
        for index, entry in enumerate(entries if isinstance(entries, list) else ()):
            if name_node(entry) in nodes or (
                isinstance(entry, dict) and read_member_words(entry.get("personID")) in people
            ):
                self.locutions.add(index)


def name_node(entry: Any) -> str:
    """Return what the node of an entry is called, nothing where it names none."""
    return read_member_words(entry.get("nodeID")) if isinstance(entry, dict) else ""


def _collect(origins: Iterable[FactOrigin]) -> tuple[set[str], set[int], set[int], set[int]]:
    parts: tuple[set[str], set[int], set[int], set[int]] = (set(), set(), set(), set())
    for origin in origins:
        parts[0].update(origin.nodes)
        parts[1].update(origin.edges)
        parts[2].update(origin.locutions)
        parts[3].update(origin.participants)
    return parts
