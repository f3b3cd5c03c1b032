"""Subtrees folded away: what bears on one record only, turned into a count on it."""

from collections.abc import Iterable, Set

from argument_maps.graph import Graph
from argument_maps.subset import select_closed_links
from argument_maps.values import Link


def fold_away(
    graph: Graph, roots: Iterable[str], protected: Set[str], statements: set[str], links: set[str]
) -> tuple[dict[str, int], set[str], set[str]]:
    """Return how many statements were folded into each root, and the statements and links that are left.

    What bears on something else too stays, and so do the statements `protected` and whatever shares an inference
    to the root with what stays. Into a question goes what stands under it and bears on nothing outside. A
    root that lies within another one is counted there. Linear in links for each root.
    """
    folded: dict[str, int] = {}
    gone: set[str] = set()
    questions = {question.id for question in graph.questions}
    for root in roots:
        if root in gone or root in folded or root not in statements | links | questions:
            continue
        inside = _Fold(graph, root, statements, links).find_folded(protected)
        gone |= inside
        folded = {label: count for label, count in folded.items() if label not in inside}
        if inside:
            folded[root] = len(inside)
    remaining = statements - gone
    inferences = select_closed_links(graph, remaining, links)
    # An inference folded into goes when its own ends go, with what was folded into it.
    there = remaining | inferences | questions
    return {root: count for root, count in folded.items() if root in there}, remaining, inferences


class _Fold:
    """What is folded into one root, found by taking out of all that leads to it what stays."""

    def __init__(self, graph: Graph, root: str, statements: Set[str], links: Set[str]) -> None:
        self.graph, self.root, self.statements, self.links = graph, root, statements, links
        self.folding: set[str] = set()
        self.inner: set[str] = set()

    def find_folded(self, protected: Set[str]) -> set[str]:
        """Return the statements that bear on nothing but the root or one another."""
        self._gather()
        protected = protected | self._ends_of_root()
        staying = [label for label in self.folding if label in protected or self._bears_elsewhere(label)]
        for link in self._links(self.graph.links_to, self.root):
            if any(premise not in self.folding for premise in link.premises):
                staying += link.premises
        while staying:
            label = staying.pop()
            if label in self.folding:
                self.folding.discard(label)
                staying += self._find_companions(label)
        return self.folding

    def _ends_of_root(self) -> set[str]:
        """Return what an inference that is folded into joins, and what those join that it argues with."""
        ends: set[str] = set()
        label, walked = self.root, set[str]()
        while label in self.graph.links_by_id and label not in walked:
            walked.add(label)
            link = self.graph.links_by_id[label]
            ends.update(link.premises)
            label = link.target
        return ends | {label}

    def _gather(self) -> None:
        """Collect all statements and links that lead to the root."""
        under = [
            record.id
            for records in (self.graph.claims, self.graph.interpretations)
            for record in records
            if record.answers == self.root and record.id in self.statements
        ]
        self.folding = set(under)
        pending = [self.root, *under]
        while pending:
            for link in self._links(self.graph.links_to, pending.pop()):
                if link.id in self.inner:
                    continue
                self.inner.add(link.id)
                new = set(link.premises) - self.folding - {self.root}
                self.folding |= new
                pending += [link.id, *new]

    def _bears_elsewhere(self, label: str) -> bool:
        return any(link.id not in self.inner for link in self._links(self.graph.links_from, label))

    def _find_companions(self, label: str) -> list[str]:
        """Return what stays because `label` does: what bears on it, and its partners in an inference to the root."""
        companions: list[str] = []
        pending = [label]
        while pending:
            for link in self._links(self.graph.links_to, pending.pop()):
                companions += link.premises
                pending.append(link.id)
        for link in self._links(self.graph.links_from, label):
            if link.target == self.root:
                companions += link.premises
        return companions

    def _links(self, index: dict[str, tuple[Link, ...]], label: str) -> list[Link]:
        return [link for link in index.get(label, ()) if link.id in self.links]
