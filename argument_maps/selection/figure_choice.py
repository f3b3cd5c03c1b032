"""In which order records come into a figure, which has room for some of them: what bears most on the question first.

First the perceptions that were tested, each with one finding that tests it, then their other tests; then what disputes
any of these; then what was not tested, and what else was said; the evidence comes last. Where a map has no perceptions,
what answers its questions stands in their place, and reasons follow by how near they are.
"""

from collections.abc import Collection, Iterable, Iterator

import msgspec

from argument_maps.graph import Graph, natural_sort_key, order_questions
from argument_maps.selection.selecting import Selected
from argument_maps.subset import cut_mentioned_subset
from argument_maps.values import Claim, Evidence, Link
from models.records.relations import ATTACKS
from models.vocabulary import ClaimKind, Relation


class FigureUnit(msgspec.Struct, frozen=True, kw_only=True):
    """What comes into a figure together: a record, or a link with its premises."""

    statements: tuple[str, ...]
    links: tuple[str, ...] = ()


class FigureChoice(msgspec.Struct, frozen=True, kw_only=True):
    """The part of a selection that a figure shows, and of each kind of record how many it does not show."""

    selected: Selected
    left_out: dict[str, int]


def rank_units(graph: Graph, wanted: Collection[str] = ()) -> list[FigureUnit]:
    """Return all statements and links of a map in the order in which they come into a figure. Linear in both.

    Those that are `wanted` come first, a link with what it joins. Whatever number is taken from the beginning, no link
    is without its premises and its target.
    """
    return list(_Ranking(graph).yield_units(wanted))


def choose_part(selected: Selected, units: Iterable[FigureUnit]) -> FigureChoice:
    """Return the part of a selection that these units make; of evidence that is not in it documents are counted."""
    chosen = list(units)
    statements = {label for unit in chosen for label in unit.statements}
    links = {label for unit in chosen for label in unit.links}
    graph = cut_mentioned_subset(selected.graph, statements, links, kinds=frozenset(), others=frozenset())
    part = msgspec.structs.replace(
        selected,
        graph=graph,
        documents=count_documents(selected.graph, statements),
        summaries={label: each for label, each in selected.summaries.items() if label in statements},
        folded={label: number for label, number in selected.folded.items() if label in statements},
        attitudes={label: each for label, each in selected.attitudes.items() if label in {*statements, *links}},
    )
    return FigureChoice(selected=part, left_out=_count_left_out(selected.graph, statements))


def count_documents(graph: Graph, shown: set[str]) -> dict[str, int]:
    """Return on how many documents each of these records rests directly whose evidence is not shown."""
    counts: dict[str, int] = {}
    for label in shown:
        premises = {
            premise
            for link in graph.links_to.get(label, ())
            if link.relation == Relation.SUPPORTS
            for premise in link.premises
        }
        evidence = [graph.statements[premise] for premise in premises - shown]
        sources = {record.source for record in evidence if isinstance(record, Evidence)}
        if sources:
            counts[label] = len(sources)
    return counts


def _count_left_out(graph: Graph, shown: set[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for label, record in graph.statements.items():
        if label not in shown:
            name = record.kind if isinstance(record, Claim) else type(record).__name__.lower()
            counts[name] = counts.get(name, 0) + 1
    return counts


class _Ranking:
    """Goes through a map from what stands at its questions outwards, and gives out each record and link once."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._places = {question.id: place for place, question in enumerate(order_questions(graph.questions))}
        self._statements: set[str] = set()
        self._links: set[str] = set()

    def yield_units(self, wanted: Collection[str]) -> Iterator[FigureUnit]:
        """Yield what comes in, in its order."""
        yield from self._take_wanted(wanted)
        perceptions = self._sort(label for label in self._graph.statements if self._is_perception(label))
        yield from self._take_tested(perceptions)
        if not perceptions:
            yield from self._take_each(self._sort(filter(self._is_root, self._graph.statements)))
        yield from self._spread(ATTACKS)
        yield from self._take_each(perceptions)
        yield from self._spread()
        yield from self._take_each(
            label for label in self._sort(self._graph.statements) if not self._is_evidence(label)
        )
        yield from self._spread()
        yield from self._spread(with_evidence=True)
        yield from self._take_each(self._sort(self._graph.statements))
        yield from self._spread(with_evidence=True)

    def _take_wanted(self, wanted: Collection[str]) -> Iterator[FigureUnit]:
        for label in wanted:
            if label in self._graph.statements:
                yield from self._take((label,))
            elif label in self._graph.links_by_id:
                yield from self._take_link(self._graph.links_by_id[label])
        yield from self._join(self._statements)

    def _take_tested(self, perceptions: list[str]) -> Iterator[FigureUnit]:
        """Yield each perception that was tested with one finding, then the other tests."""
        tests = {label: self._list_tests(label) for label in perceptions}
        tested = [label for label in perceptions if tests[label]]
        for label in tested:
            first = tests[label][0]
            yield from self._take((label, *first.premises), first)
        for label in tested:
            for test in tests[label][1:]:
                yield from self._take(test.premises, test)

    def _take_each(self, labels: Iterable[str]) -> Iterator[FigureUnit]:
        for label in labels:
            yield from self._take((label,))

    def _take(self, statements: Iterable[str], link: Link | None = None) -> Iterator[FigureUnit]:
        fresh = tuple(label for label in statements if label not in self._statements)
        links = (link.id,) if link is not None and link.id not in self._links else ()
        if fresh or links:
            self._statements.update(fresh)
            self._links.update(links)
            yield FigureUnit(statements=fresh, links=links)

    def _take_link(self, link: Link) -> Iterator[FigureUnit]:
        """Yield a link behind all that it argues with."""
        chain = [link]
        while (target := self._graph.links_by_id.get(chain[-1].target)) is not None:
            chain.append(target)
        for each in reversed(chain):
            ends = (*each.premises, *((each.target,) if each.target in self._graph.statements else ()))
            yield from self._take(ends, each)

    def _join(self, labels: Collection[str]) -> Iterator[FigureUnit]:
        """Yield the links between records that are there."""
        for label in self._sort(labels):
            for link in self._graph.links_to.get(label, ()):
                if self._statements.issuperset(link.premises):
                    yield from self._take((), link)

    def _spread(
        self, relations: Collection[str] = tuple(Relation), *, with_evidence: bool = False
    ) -> Iterator[FigureUnit]:
        """Yield what bears on what is there, then what bears on that, by links of these relations."""
        questions = set(self._places)
        reached = [*self._sort(self._statements), *self._sort(self._links), *self._sort(questions)]
        while reached:
            following: list[str] = []
            for label in reached:
                for link in sorted(self._graph.links_to.get(label, ()), key=lambda each: natural_sort_key(each.id)):
                    has_evidence = any(map(self._is_evidence, link.premises))
                    if link.id in self._links or link.relation not in relations or (has_evidence and not with_evidence):
                        continue
                    following += [each for each in link.premises if each not in self._statements] + [link.id]
                    yield from self._take(link.premises, link)
            reached = following

    def _sort(self, labels: Iterable[str]) -> list[str]:
        """Return labels in the order of their questions, then by themselves."""
        home, last = self._graph.home, len(self._places)
        return sorted(labels, key=lambda each: (self._places.get(home.get(each) or "", last), natural_sort_key(each)))

    def _list_tests(self, label: str) -> list[Link]:
        tests = [link for link in self._graph.links_to.get(label, ()) if link.relation == Relation.TESTS]
        return sorted(tests, key=lambda link: (link.verdict is None, natural_sort_key(link.id)))

    def _is_perception(self, label: str) -> bool:
        record = self._graph.statements[label]
        return isinstance(record, Claim) and record.kind == ClaimKind.PERCEPTION

    def _is_evidence(self, label: str) -> bool:
        return isinstance(self._graph.statements.get(label), Evidence)

    def _is_root(self, label: str) -> bool:
        """Tell whether a record answers a question, or argues for nothing else."""
        return bool(getattr(self._graph.statements[label], "answers", None)) or not self._graph.links_from.get(label)
