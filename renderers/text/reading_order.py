"""In which order a map is told in words: as a tree for each question, of bounded depth.

Under a record stand the links that bear on it, tests first; under a link its premises, and then the links
that argue with it. Each record is told in full once, under its own question, and each link once, under
what it bears on. Wherever else a record is a premise it is only named.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from argument_maps.graph import Graph, natural_sort_key, order_questions
from argument_maps.references import name_kind
from argument_maps.values import Link, Question, Statement
from models.vocabulary import Relation

# Records and links count alike. What lies deeper is told after the tree that it hangs on: a list nested
# further is hard to follow for the ear and the eye, and a chain of a thousand reasons would never end.
DEEPEST = 10
_KINDS = ("perception", "response", "finding", "assertion", "interpretation", "evidence")
_RELATIONS = (Relation.TESTS, *(relation for relation in Relation if relation is not Relation.TESTS))


@dataclass(slots=True)
class OutlineEntry:
    """A record or a link with what stands under it; one that is not `is_full` is told elsewhere.

    `home` is the question under which the record is told in full, if that is another one. `is_detached` are
    links that stand for themselves instead of below what they bear on.
    """

    item: Statement | Link
    is_full: bool = True
    is_detached: bool = False
    home: str = ""
    children: list["OutlineEntry"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class OutlineSection:
    """One question with what stands under it, or what stands under none."""

    question: Question | None
    entries: list[OutlineEntry]


def list_outline_sections(graph: Graph) -> list[OutlineSection]:
    """Return the whole map in reading order: every question, every statement and every link.

    Nothing depends on the order in which records are given. Linear in records and links but for sorting.
    """
    builder = _OutlineBuilder(graph)
    questions = order_questions(graph.questions)
    sections = [OutlineSection(question, builder.build_entries(question.id)) for question in questions]
    unasked = builder.build_entries("")
    return [*sections, OutlineSection(None, unasked)] if unasked else sections


class _OutlineBuilder:
    """Tells what was not yet told."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.written_labels: set[str] = set()
        self.waiting: deque[str] = deque()
        self.labels_by_home: dict[str, list[str]] = {}
        for label in sorted(graph.statements, key=self._ranking_key):
            self.labels_by_home.setdefault(self._find_home(label), []).append(label)

    def build_entries(self, home: str) -> list[OutlineEntry]:
        """Return the entries under a question: what bears on nothing else there, each with what bears on it."""
        labels = self.labels_by_home.get(home, [])
        entries: list[OutlineEntry] = []
        for label in labels:
            if not any(self._find_home(link.id) == home for link in self.graph.links_from.get(label, ())):
                self._add_record(label, entries)
        for link in _sort_links(self.graph.links_to.get(home, ())):
            entries.append(self._build_link_entry(link, 0))
            self._add_waiting(entries)
        # What is left bears on one another in a circle, and has no beginning of its own.
        for label in labels:
            self._add_record(label, entries)
        return entries

    def _add_record(self, label: str, entries: list[OutlineEntry]) -> None:
        if label not in self.written_labels:
            entries.append(self._build_record_entry(label, 0))
            self._add_waiting(entries)

    def _add_waiting(self, entries: list[OutlineEntry]) -> None:
        while self.waiting:
            label = self.waiting.popleft()
            if label in self.graph.links_by_id:
                entry = self._build_link_entry(self.graph.links_by_id[label], 0)
                entry.is_detached = True
                entries.append(entry)
            elif label not in self.written_labels:
                entries.append(self._build_record_entry(label, 0))

    def _build_record_entry(self, label: str, depth: int, home: str | None = None) -> OutlineEntry:
        """Return the record in full, or only its name: where it was told, is told elsewhere, or lies too deep."""
        record, own = self.graph.statements[label], self._find_home(label)
        if home is not None and own != home:
            return OutlineEntry(record, is_full=False, home=own)
        if label in self.written_labels:
            return OutlineEntry(record, is_full=False)
        if depth >= DEEPEST:
            self.waiting.append(label)
            return OutlineEntry(record, is_full=False)
        self.written_labels.add(label)
        bearing = _sort_links(self.graph.links_to.get(label, ()))
        return OutlineEntry(record, children=[self._build_link_entry(link, depth + 1) for link in bearing])

    def _build_link_entry(self, link: Link, depth: int) -> OutlineEntry:
        if depth >= DEEPEST:
            self.waiting.append(link.id)
            return OutlineEntry(link, is_full=False)
        home = self._find_home(link.id)
        under = [self._build_record_entry(premise, depth + 1, home) for premise in link.premises]
        under += [
            self._build_link_entry(other, depth + 1) for other in _sort_links(self.graph.links_to.get(link.id, ()))
        ]
        return OutlineEntry(link, children=under)

    def _find_home(self, label: str) -> str:
        home = self.graph.home[label]
        return home if home is not None and home in self.graph.by_id else ""

    def _ranking_key(self, label: str) -> tuple[int, tuple[tuple[int, int, str], ...]]:
        return _KINDS.index(name_kind(self.graph.statements[label])), natural_sort_key(label)


def _sort_links(links: Iterable[Link]) -> list[Link]:
    ranks = {str(relation): rank for rank, relation in enumerate(_RELATIONS)}
    return sorted(links, key=lambda link: (ranks[link.relation], natural_sort_key(link.id)))
