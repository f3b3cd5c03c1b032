"""A whole map as a frozen value: what renderers, formats, evaluation and comparison see."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import repeat
from operator import lt
from typing import Any, TypeVar

import msgspec

from argument_maps.labels import natural_sort_key as natural_sort_key
from argument_maps.values import (
    Agent,
    Annotation,
    AnyRecord,
    Author,
    Claim,
    Content,
    CriticalQuestion,
    Evidence,
    Forebear,
    Image,
    Interpretation,
    Link,
    NamedStyle,
    Question,
    Region,
    Scan,
    Source,
    Stance,
    Statement,
    Tag,
    Text,
    Value,
)
from models.records.relations import ATTACKS

R = TypeVar("R", bound=Value)


class Graph(
    msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, dict=True, tag_field="format", tag="sicetnon/1"
):
    """One whole map. The lists are ordered by label, numbers counted as numbers (P2 before P10).

    Questions that were put in order by hand come first, by their places.
    `contents` holds what the texts say, `images` the pages of scans, by hash; both are empty where a map is loaded to
    be drawn. `style_files` holds the map's own styles of citation, by hash.
    """

    slug: str
    title: str
    description: str = ""
    visibility: str = "public"
    licence: str = ""
    language: str = "en"
    authors: tuple[Author, ...] = ()
    forebears: tuple[Forebear, ...] = ()
    styles: tuple[NamedStyle, ...] = ()
    tags: tuple[Tag, ...] = ()
    questions: tuple[Question, ...] = ()
    agents: tuple[Agent, ...] = ()
    sources: tuple[Source, ...] = ()
    texts: tuple[Text, ...] = ()
    scans: tuple[Scan, ...] = ()
    claims: tuple[Claim, ...] = ()
    interpretations: tuple[Interpretation, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    links: tuple[Link, ...] = ()
    stances: tuple[Stance, ...] = ()
    critical_questions: tuple[CriticalQuestion, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    regions: tuple[Region, ...] = ()
    contents: dict[str, Content] = {}
    images: dict[str, Image] = {}
    style_files: dict[str, bytes] = {}

    def __iter__(self) -> Iterator[AnyRecord]:
        """Go through every record, kind by kind."""
        yield from self.tags
        yield from self.questions
        yield from self.agents
        yield from self.sources
        yield from self.texts
        yield from self.scans
        for records in self._statements:
            yield from records
        yield from self.links
        yield from self.stances
        yield from self.critical_questions
        yield from self.annotations
        yield from self.regions

    @property
    def _statements(self) -> tuple[tuple[Statement, ...], ...]:
        return (self.claims, self.interpretations, self.evidence)

    @cached_property
    def by_id(self) -> dict[str, AnyRecord]:
        """Every record under its label."""
        return {record.id: record for record in self}

    @cached_property
    def statements(self) -> dict[str, Statement]:
        """Claims, interpretations and evidence under their labels."""
        return {record.id: record for records in self._statements for record in records}

    @cached_property
    def agents_by_id(self) -> dict[str, Agent]:
        """Agents under their labels."""
        return {agent.id: agent for agent in self.agents}

    @cached_property
    def sources_by_id(self) -> dict[str, Source]:
        """Sources under their labels."""
        return {source.id: source for source in self.sources}

    @cached_property
    def short_citations(self) -> dict[str, str]:
        """Sources in one line, kept by `citation.cite_in_one_line`: a source is cited again and again."""
        return {}

    @cached_property
    def derived(self) -> dict[tuple[type, str], Any]:
        """What was derived of a record or link, or of several, by its class and label, kept by whoever derives it.

        What disputes a verdict, for example, is found for every one that rests on the same document.
        """
        return {}

    @cached_property
    def attacks_on(self) -> dict[str, tuple[Link, ...]]:
        """The links that speak against each record or link, in their order."""
        attacks = {
            label: tuple(link for link in links if link.relation in ATTACKS) for label, links in self.links_to.items()
        }
        return {label: links for label, links in attacks.items() if links}

    @cached_property
    def links_by_id(self) -> dict[str, Link]:
        """Links under their labels."""
        return {link.id: link for link in self.links}

    @cached_property
    def links_to(self) -> dict[str, tuple[Link, ...]]:
        """The links that bear on each record or link, in their order."""
        links_by_target: dict[str, list[Link]] = {}
        for link in self.links:
            links_by_target.setdefault(link.target, []).append(link)
        return {label: tuple(links) for label, links in links_by_target.items()}

    @cached_property
    def links_from(self) -> dict[str, tuple[Link, ...]]:
        """The links in which each record is a premise, in their order."""
        links_by_premise: dict[str, list[Link]] = {}
        for link in self.links:
            for premise in link.premises:
                links_by_premise.setdefault(premise, []).append(link)
        return {label: tuple(links) for label, links in links_by_premise.items()}

    @cached_property
    def questions_of(self) -> dict[str, tuple[CriticalQuestion, ...]]:
        """The critical questions that are asked of each link, in their order."""
        questions_by_link: dict[str, list[CriticalQuestion]] = {}
        for question in self.critical_questions:
            questions_by_link.setdefault(question.link, []).append(question)
        return {label: tuple(questions) for label, questions in questions_by_link.items()}

    @cached_property
    def stances_on(self) -> dict[str, tuple[Stance, ...]]:
        """The stances that agents take on each statement or link, in their order."""
        stances_by_target: dict[str, list[Stance]] = {}
        for stance in self.stances:
            stances_by_target.setdefault(stance.target, []).append(stance)
        return {label: tuple(stances) for label, stances in stances_by_target.items()}

    @cached_property
    def scans_by_id(self) -> dict[str, Scan]:
        """Scans under their labels."""
        return {scan.id: scan for scan in self.scans}

    @cached_property
    def regions_of(self) -> dict[str, tuple[Region, ...]]:
        """The regions that tie each record to page images, in their order."""
        regions_by_body: dict[str, list[Region]] = {}
        for region in self.regions:
            for label in region.bodies:
                regions_by_body.setdefault(label, []).append(region)
        return {label: tuple(regions) for label, regions in regions_by_body.items()}

    @cached_property
    def home(self) -> dict[str, str | None]:
        """The question that each statement and link stands under.

        A statement's own `answers` counts first; else the question of the first record that it bears
        on, through any number of links; a link stands where its target stands. None where nothing says.
        """
        return _find_homes(self)


def order_questions(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Return questions by the places that were given to them, and behind these the others by their labels."""
    return tuple(
        sorted(
            questions, key=lambda question: (question.place is None, question.place or 0, natural_sort_key(question.id))
        )
    )


def sort_records(records: Iterable[R]) -> tuple[R, ...]:
    """Return records of one kind in the natural order of their labels, questions in their own order."""
    listed = list(records)
    if listed and isinstance(listed[0], Question):
        return order_questions(listed)  # type: ignore[arg-type, return-value] # of one kind, as the first is
    # Nearly always one prefix and a number: then the longer label has the higher number.
    labels = [record.id for record in listed]
    prefixes = set(map(str.rstrip, labels, repeat("0123456789")))
    if len(prefixes) == 1 and f"\n{prefixes.pop()}0" not in "\n".join(("", *labels)):
        keys = list(zip(map(len, labels), labels, strict=True))
        # Most come in their order already.
        if all(map(lt, keys, keys[1:])):
            return tuple(listed)
        return tuple(sorted(listed, key=lambda record: (len(record.id), record.id)))
    return tuple(sorted(listed, key=lambda record: natural_sort_key(record.id)))


def _find_homes(graph: Graph) -> dict[str, str | None]:
    homes: dict[str, str | None] = {question.id: question.id for question in graph.questions}
    for records in (graph.claims, graph.interpretations):
        for record in records:
            if record.answers is not None:
                homes[record.id] = record.answers
    # Breadth first, so that the nearest home decides; of several as near, the first by label, whatever the order.
    pending = list(homes)
    while pending:
        reached: list[str] = []
        for label in sorted(pending, key=natural_sort_key):
            bearing = graph.links_to.get(label, ())
            # Most records have one link or none, and sorting is what this costs.
            for link in bearing if len(bearing) < 2 else sorted(bearing, key=lambda link: natural_sort_key(link.id)):
                strays = [other for other in (link.id, *link.premises) if other not in homes]
                homes |= dict.fromkeys(strays, homes[label])
                reached.extend(strays)
        pending = reached
    for label in (*graph.statements, *graph.links_by_id):
        homes.setdefault(label, None)
    return homes
