"""In which order a map is told in words: as a tree for each question, of bounded depth.

Under a record stand the links that bear on it, tests first; under a link its premises, and then the links
that argue with it. Each record is told in full once, under its own question, and each link once, under
what it bears on. Wherever else a record is a premise it is only named.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from argument_maps.graph import Graph, Link, Question, Statement, natural, order_questions
from models.vocabulary import Relation
from renderers.boxes.contents import box_kind

# Records and links count alike. What lies deeper is told after the tree that it hangs on: a list nested
# further is hard to follow for the ear and the eye, and a chain of a thousand reasons would never end.
DEEPEST = 10
_KINDS = ("perception", "finding", "assertion", "interpretation", "evidence")
_RELATIONS = (Relation.TESTS, *(each for each in Relation if each is not Relation.TESTS))


@dataclass(slots=True)
class Entry:
    """A record or a link with what stands under it; one that is not `full` is told elsewhere.

    `home` is the question under which the record is told in full, if that is another one. `apart` are
    links that stand for themselves instead of below what they bear on.
    """

    item: Statement | Link
    full: bool = True
    apart: bool = False
    home: str = ""
    under: list["Entry"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Section:
    """One question with what stands under it, or what stands under none."""

    question: Question | None
    entries: list[Entry]


def sections(graph: Graph) -> list[Section]:
    """Return the whole map in reading order: every question, every statement and every link.

    Nothing depends on the order in which records are given. Linear in records and links but for sorting.
    """
    teller = _Teller(graph)
    questions = order_questions(graph.questions)
    found = [Section(question, teller.section(question.id)) for question in questions]
    unasked = teller.section("")
    return [*found, Section(None, unasked)] if unasked else found


class _Teller:
    """Tells what was not yet told."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.told: set[str] = set()
        self.waiting: deque[str] = deque()
        self.here: dict[str, list[str]] = {}
        for label in sorted(graph.statements, key=self._rank):
            self.here.setdefault(self._home(label), []).append(label)

    def section(self, home: str) -> list[Entry]:
        """Return the entries under a question: what bears on nothing else there, each with what bears on it."""
        labels = self.here.get(home, [])
        entries: list[Entry] = []
        for label in labels:
            if not any(self._home(link.id) == home for link in self.graph.links_from.get(label, ())):
                self._tell(label, entries)
        for link in _ordered(self.graph.links_to.get(home, ())):
            entries.append(self._link(link, 0))
            self._tell_deeper(entries)
        # What is left bears on one another in a circle, and has no beginning of its own.
        for label in labels:
            self._tell(label, entries)
        return entries

    def _tell(self, label: str, entries: list[Entry]) -> None:
        if label not in self.told:
            entries.append(self._record(label, 0))
            self._tell_deeper(entries)

    def _tell_deeper(self, entries: list[Entry]) -> None:
        while self.waiting:
            label = self.waiting.popleft()
            if label in self.graph.links_by_id:
                entry = self._link(self.graph.links_by_id[label], 0)
                entry.apart = True
                entries.append(entry)
            elif label not in self.told:
                entries.append(self._record(label, 0))

    def _record(self, label: str, depth: int, home: str | None = None) -> Entry:
        """Return the record in full, or only its name: where it was told, is told elsewhere, or lies too deep."""
        record, own = self.graph.statements[label], self._home(label)
        if home is not None and own != home:
            return Entry(record, full=False, home=own)
        if label in self.told:
            return Entry(record, full=False)
        if depth >= DEEPEST:
            self.waiting.append(label)
            return Entry(record, full=False)
        self.told.add(label)
        bearing = _ordered(self.graph.links_to.get(label, ()))
        return Entry(record, under=[self._link(link, depth + 1) for link in bearing])

    def _link(self, link: Link, depth: int) -> Entry:
        if depth >= DEEPEST:
            self.waiting.append(link.id)
            return Entry(link, full=False)
        home = self._home(link.id)
        under = [self._record(premise, depth + 1, home) for premise in link.premises]
        under += [self._link(other, depth + 1) for other in _ordered(self.graph.links_to.get(link.id, ()))]
        return Entry(link, under=under)

    def _home(self, label: str) -> str:
        home = self.graph.home[label]
        return home if home is not None and home in self.graph.by_id else ""

    def _rank(self, label: str) -> tuple[int, tuple[tuple[int, int, str], ...]]:
        return _KINDS.index(box_kind(self.graph.statements[label])), natural(label)


def _ordered(links: Iterable[Link]) -> list[Link]:
    ranks = {str(relation): rank for rank, relation in enumerate(_RELATIONS)}
    return sorted(links, key=lambda link: (ranks[link.relation], natural(link.id)))
