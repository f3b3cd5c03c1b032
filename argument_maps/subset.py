"""Parts of a map that are maps themselves: no link without its premises and its target."""

from collections.abc import Iterable, Set
from itertools import chain
from typing import TypeVar

import msgspec

from argument_maps.graph import Agent, Claim, Evidence, Graph, Link, Question, Source, Statement, Value

Record = TypeVar("Record", bound=Value)


def closed_links(graph: Graph, statements: Set[str], candidates: Iterable[str]) -> set[str]:
    """Return those candidates all of whose premises and whose target are kept, questions always being so.

    A link argued with is a target too, so what falls takes with it whatever bears on it. Linear in links.
    """
    kept = set(candidates)
    there = statements | {question.id for question in graph.questions}

    def stands(link: Link) -> bool:
        return (link.target in there or link.target in kept) and all(premise in statements for premise in link.premises)

    pending = [label for label in kept if not stands(graph.links_by_id[label])]
    kept.difference_update(pending)
    while pending:
        fallen = [link.id for link in graph.links_to.get(pending.pop(), ()) if link.id in kept]
        kept.difference_update(fallen)
        pending += fallen
    return kept


def subset(
    graph: Graph,
    statements: Set[str],
    links: Set[str],
    *,
    questions: Set[str] | None = None,
    sources: Set[str] | None = None,
    agents: Set[str] | None = None,
    tags: Set[str] | None = None,
) -> Graph:
    """Return the map with only these records, in their order; None keeps all of that kind."""
    return msgspec.structs.replace(
        graph,
        tags=_kept(graph.tags, tags),
        questions=_kept(graph.questions, questions),
        agents=_kept(graph.agents, agents),
        sources=_kept(graph.sources, sources),
        claims=_kept(graph.claims, statements),
        interpretations=_kept(graph.interpretations, statements),
        evidence=_kept(graph.evidence, statements),
        links=_kept(graph.links, links),
    )


def mentioned(graph: Graph, statements: Set[str], links: Set[str], kinds: Set[str] = frozenset()) -> Graph:
    """Return the subset with only those questions, sources, agents and tags that its records mention.

    Of the `kinds` named (question, source, agent or tag) all are kept, mentioned or not.
    """
    kept_links = [graph.links_by_id[label] for label in links]
    kept = [graph.statements[label] for label in statements]
    sources = {record.source for record in chain(kept, kept_links) if record.source is not None}
    agents = set(chain.from_iterable(_agents(record) for record in kept))
    agents |= {
        author for label in sources if label in graph.sources_by_id for author in graph.sources_by_id[label].author
    }
    questions = {graph.home[record.id] for record in kept} | {link.target for link in kept_links}
    questions |= {record.answers for record in kept if not isinstance(record, Evidence)}
    tags = {tag for record in chain(kept, kept_links) for tag in record.tags}
    return subset(
        graph,
        statements,
        links,
        questions=None if "question" in kinds else {label for label in questions if label is not None},
        sources=None if "source" in kinds else sources,
        agents=None if "agent" in kinds else agents,
        tags=None if "tag" in kinds else tags | _tags_of_others(graph, questions, sources, agents),
    )


def _agents(record: Statement) -> tuple[str, ...]:
    if isinstance(record, Evidence):
        return ()
    return record.held_by if isinstance(record, Claim) else record.by


def _tags_of_others(graph: Graph, *labels: Set[str | None] | Set[str]) -> set[str]:
    found: set[str] = set()
    for label in chain.from_iterable(labels):
        record = graph.by_id.get(label) if label is not None else None
        if isinstance(record, Question | Source | Agent):
            found.update(record.tags)
    return found


def _kept(records: tuple[Record, ...], labels: Set[str] | None) -> tuple[Record, ...]:
    return records if labels is None else tuple(record for record in records if record.id in labels)
