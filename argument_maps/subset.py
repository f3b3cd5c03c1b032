"""Parts of a map that are maps themselves: no link without its premises and its target."""

from collections.abc import Iterable, Set
from itertools import chain
from typing import TypeVar

import msgspec

from argument_maps.graph import Evidence, Graph, Link, Text, Value, named_by

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
    sources: Set[str] | None = None,
    texts: Set[str] | None = None,
) -> Graph:
    """Return the map with only these statements and links, in their order; None keeps all sources, and all texts.

    Texts stay where their source does, and what they translate; annotations where their text and all
    their records do; stances where their target and their source do.
    """
    kept_sources = graph.sources_by_id.keys() if sources is None else sources
    readable = _readable(graph, kept_sources, texts)
    bodies = {*statements, *links, *(question.id for question in graph.questions)}
    return _reading(
        msgspec.structs.replace(
            graph,
            sources=_kept(graph.sources, sources),
            claims=_kept(graph.claims, statements),
            interpretations=_kept(graph.interpretations, statements),
            evidence=_kept(graph.evidence, statements),
            links=_kept(graph.links, links),
            stances=tuple(
                each
                for each in graph.stances
                if (each.target in statements or each.target in links)
                and (each.source is None or each.source in kept_sources)
            ),
        ),
        readable,
        {each.id for each in graph.annotations if each.in_text in readable and bodies.issuperset(each.bodies)},
    )


def _readable(graph: Graph, sources: Set[str], texts: Set[str] | None = None) -> set[str]:
    """Return the texts whose source, if they have one, is kept, and that of every text they are translated from."""
    kept = {
        text.id: text.translation_of
        for text in graph.texts
        if (text.source is None or text.source in sources) and (texts is None or text.id in texts)
    }
    while fallen := [label for label, original in kept.items() if original is not None and original not in kept]:
        for label in fallen:
            del kept[label]
    return set(kept)


def _reading(graph: Graph, texts: Set[str], annotations: Set[str]) -> Graph:
    """Return the map with only these texts, what they say, and these annotations."""
    hashes = {version["sha256"] for text in graph.texts if text.id in texts for version in text.versions}
    return msgspec.structs.replace(
        graph,
        texts=_kept(graph.texts, texts),
        annotations=_kept(graph.annotations, annotations),
        contents={sha256: content for sha256, content in graph.contents.items() if sha256 in hashes},
    )


def mentioned(
    graph: Graph,
    statements: Set[str],
    links: Set[str],
    kinds: Set[str] = frozenset(),
    others: Set[str] = frozenset(),
) -> Graph:
    """Return the subset with only those questions, sources, agents and tags that its records mention.

    Texts are those in which its records are tied to passages; the stances on its records bring agents and
    sources with them. Of the `kinds` named (question, source,
    text, agent or tag) all are kept, mentioned or not, and so are `others`; what they mention is kept
    with them.
    """
    kept_links = [graph.links_by_id[label] for label in links]
    kept = [graph.statements[label] for label in statements]
    questions = {graph.home[record.id] for record in kept} | {link.target for link in kept_links}
    questions |= {record.answers for record in kept if not isinstance(record, Evidence)}
    kept_questions = _kept(graph.questions, None if "question" in kinds else questions | others)
    bodies = {*statements, *links, *(question.id for question in kept_questions)}
    annotated = [
        each
        for each in graph.annotations
        if bodies.issuperset(each.bodies) and (each.bodies or not others.isdisjoint((each.id, each.in_text)))
    ]
    kept_texts = _read(graph, {*(each.in_text for each in annotated), *others}, every="text" in kinds)
    stances = [each for each in graph.stances if each.target in statements or each.target in links]
    sources = {record.source for record in chain(kept, kept_links, kept_texts, stances)}
    kept_sources = _kept(graph.sources, None if "source" in kinds else sources | others)
    agents = {each.agent for each in stances}.union(*(named_by(record) for record in kept))
    agents.update(chain.from_iterable(source.author for source in kept_sources))
    kept_agents = _kept(graph.agents, None if "agent" in kinds else agents | others)
    tagged = chain(kept, kept_links, kept_questions, kept_sources, kept_agents, kept_texts, annotated, stances)
    tags = set(chain.from_iterable(record.tags for record in tagged))
    kept_tags = _kept(graph.tags, None if "tag" in kinds else tags | others)
    return msgspec.structs.replace(
        _reading(subset(graph, statements, links), {text.id for text in kept_texts}, {each.id for each in annotated}),
        tags=kept_tags,
        questions=kept_questions,
        agents=kept_agents,
        sources=kept_sources,
    )


def _read(graph: Graph, labels: set[str], *, every: bool) -> tuple[Text, ...]:
    """Return the texts with these labels, and those that they are translated from."""
    texts = {text.id: text for text in graph.texts}
    wanted = set(texts) if every else labels & texts.keys()
    while originals := {texts[label].translation_of for label in wanted} - wanted - {None}:
        wanted |= {label for label in originals if label is not None}
    return _kept(graph.texts, wanted)


def _kept(records: tuple[Record, ...], labels: Set[str | None] | Set[str] | None) -> tuple[Record, ...]:
    return records if labels is None else tuple(record for record in records if record.id in labels)
