"""What is near a record, counted in links."""

from collections.abc import Iterator, Set

from argument_maps.graph import Graph
from argument_maps.subset import select_closed_links
from argument_maps.values import (
    Agent,
    Annotation,
    CriticalQuestion,
    Evidence,
    Link,
    Question,
    Source,
    Stance,
    Statement,
    Tag,
    Text,
    list_named_agents,
)


def find_neighbourhood(
    graph: Graph, focus: str, depth: int, statements: Set[str], links: Set[str]
) -> tuple[set[str], set[str]]:
    """Return the statements at most `depth` links from the focus, and all links among them.

    Only the given statements and links are walked. A link is one step, whichever way it points; one that
    argues with a link brings the ends of that link. Around a question, a source, an agent or a tag the first
    step leads to the statements that name it, around an annotation or a text to those whose passages are there,
    around a stance or a critical question to what it is about.
    """
    if focus in graph.statements or focus in graph.links_by_id:
        reached, frontier = ({focus} & set(graph.statements)), {focus}
    elif depth > 0:
        reached = {label for label in _yield_statements_naming(graph, focus) if label in statements}
        frontier = set(reached)
        depth -= 1
    else:
        reached, frontier = set(), set()
    walked: set[str] = set()
    for _ in range(depth):
        if not frontier:
            break
        passed = _add_target_links(
            graph, (link for label in frontier for link in _yield_adjacent_links(graph, label)), links, walked
        )
        walked |= passed
        ends = {end for label in passed for end in _link_ends(graph.links_by_id[label]) if end in graph.statements}
        frontier = (ends - reached) | passed
        reached |= ends
    return reached, select_closed_links(graph, reached, links)


def _yield_adjacent_links(graph: Graph, label: str) -> Iterator[Link]:
    yield from graph.links_to.get(label, ())
    yield from graph.links_from.get(label, ())
    if label in graph.links_by_id:
        yield graph.links_by_id[label]


def _add_target_links(graph: Graph, touching: Iterator[Link], links: Set[str], walked: Set[str]) -> set[str]:
    """Return the links not walked before, with the links that these argue with."""
    new_links: set[str] = set()
    pending = [link for link in touching if link.id in links]
    while pending:
        link = pending.pop()
        if link.id in walked or link.id in new_links:
            continue
        new_links.add(link.id)
        if link.target in links:
            pending.append(graph.links_by_id[link.target])
    return new_links


def _link_ends(link: Link) -> tuple[str, ...]:
    return (*link.premises, link.target)


def _yield_statements_naming(graph: Graph, focus: str) -> Iterator[str]:
    record = graph.by_id[focus]
    for label, statement in graph.statements.items():
        if _names(graph, statement, record):
            yield label
    if isinstance(record, Question):
        for link in graph.links_to.get(focus, ()):
            yield from link.premises


def _names(graph: Graph, statement: Statement, record: object) -> bool:
    if isinstance(record, Question):
        return not isinstance(statement, Evidence) and statement.answers == record.id
    if isinstance(record, Source):
        return statement.source == record.id
    if isinstance(record, Tag):
        return record.id in statement.tags
    if isinstance(record, Stance):
        return record.target in _list_stance_targets(graph, statement)
    if isinstance(record, CriticalQuestion):
        return record.link in _list_stance_targets(graph, statement)
    if isinstance(record, Annotation):
        return statement.id in record.bodies
    if isinstance(record, Text):
        return any(
            annotation.in_text == record.id and statement.id in annotation.bodies for annotation in graph.annotations
        )
    return isinstance(record, Agent) and record.id in list_attributed_agents(graph, statement)


def _list_stance_targets(graph: Graph, statement: Statement) -> tuple[str, ...]:
    """Return the statement and the links at whose ends it stands: what a stance may be taken on."""
    links = (*graph.links_from.get(statement.id, ()), *graph.links_to.get(statement.id, ()))
    return (statement.id, *(link.id for link in links))


def list_attributed_agents(graph: Graph, statement: Statement) -> tuple[str, ...]:
    """Return whose the statement is: who held it or made it, else who wrote the source that it is taken from."""
    source = graph.sources_by_id.get(statement.source) if statement.source is not None else None
    return list_named_agents(statement) or (source.author if source is not None else ())
