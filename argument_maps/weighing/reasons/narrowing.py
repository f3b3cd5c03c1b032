"""The part of a map on which the labels of some records depend, so that they can be weighed again and again."""

from collections.abc import Iterable

import msgspec

from argument_maps.graph import Graph
from argument_maps.weighing.weighing import Weighing, weigh_map


def narrow_weighing(weighing: Weighing, labels: Iterable[str]) -> Weighing:
    """Return the part of a map on which the labels of these statements and links depend, weighed as the map was.

    These labels and all on which they depend are the same there. Linear in the part.
    """
    graph = weighing.graph
    statements, links = _gather_bearing(graph, labels)
    if len(statements) == len(graph.statements) and len(links) == len(graph.links):
        return weighing
    part = msgspec.structs.replace(
        graph,
        claims=tuple(record for record in graph.claims if record.id in statements),
        interpretations=tuple(record for record in graph.interpretations if record.id in statements),
        evidence=tuple(record for record in graph.evidence if record.id in statements),
        links=tuple(link for link in graph.links if link.id in links),
    )
    return weigh_map(part, weighing.rule, weighing.circumstances)


def _gather_bearing(graph: Graph, labels: Iterable[str]) -> tuple[set[str], set[str]]:
    """Return the statements and links that bear on these, over any number of steps."""
    found = dict.fromkeys(labels)
    pending = list(found)
    while pending:
        label = pending.pop()
        link = graph.links_by_id.get(label)
        bearing = [each.id for each in graph.links_to.get(label, ())]
        new = [each for each in (*bearing, *(link.premises if link else ())) if each not in found]
        found |= dict.fromkeys(new)
        pending += new
    return {label for label in found if label in graph.statements}, {
        label for label in found if label in graph.links_by_id
    }
