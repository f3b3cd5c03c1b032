"""Which documents hang together: copies and translations of one document, and what one witness said.

Two documents are independent of each other where they share no ancestor and no witness (Langlois and Seignobos 1898,
book 2, chapter 8: agreement counts only between observations that are independent of each other).
"""

from collections.abc import Iterable

from argument_maps.graph import Graph
from argument_maps.values import Source

Family = frozenset[str]


def _read_originals(source: Source) -> tuple[str, ...]:
    """Return what a source repeats. What it is printed in is no such thing: a volume holds independent documents."""
    return tuple(origin for origin in (source.copy_of, source.translation_of) if origin is not None)


def find_families(graph: Graph) -> dict[str, Family]:
    """Return for each source the labels of itself, of all that it comes from, and of its witnesses.

    Two sources are independent where these have nothing in common. Kept with the graph; linear in sources and origins,
    but for sources that come from very many.
    """
    known: dict[str, Family] | None = graph.derived.get((Family, ""))
    if known is None:
        known = graph.derived[Family, ""] = _find_families(graph)
    return known


def _find_families(graph: Graph) -> dict[str, Family]:
    families: dict[str, Family] = {}
    for label in graph.sources_by_id:
        path = [label]
        while path:
            current = path[-1]
            source = graph.sources_by_id[current]
            missing = [
                origin
                for origin in _read_originals(source)
                if origin in graph.sources_by_id and origin not in families and origin not in path
            ]
            if missing and current not in families:
                path.append(missing[0])
                continue
            path.pop()
            if current not in families:
                origins = (families.get(origin, frozenset({origin})) for origin in _read_originals(source))
                families[current] = frozenset({current, *source.witness}).union(*origins)
    return families


def list_derived(graph: Graph, labels: Iterable[str]) -> set[str]:
    """Return these sources with all that are copied or translated from them, over any number of steps."""
    derived = _index_derived(graph)
    found = set(labels)
    pending = list(found)
    while pending:
        new = [label for label in derived.get(pending.pop(), ()) if label not in found]
        found.update(new)
        pending += new
    return found


def _index_derived(graph: Graph) -> dict[str, list[str]]:
    """Return by source what is copied or translated from it directly, kept with the graph."""
    known: dict[str, list[str]] | None = graph.derived.get((Source, "derived"))
    if known is None:
        known = graph.derived[Source, "derived"] = {}
        for source in graph.sources:
            for origin in _read_originals(source):
                known.setdefault(origin, []).append(source.id)
    return known


def _index_members(graph: Graph) -> dict[str, list[str]]:
    """Return by source or witness the sources in whose families they are, kept with the graph."""
    known: dict[str, list[str]] | None = graph.derived.get((Source, "members"))
    if known is None:
        known = graph.derived[Source, "members"] = {}
        for label, family in find_families(graph).items():
            for member in family:
                known.setdefault(member, []).append(label)
    return known


def list_originals(graph: Graph, label: str) -> set[str]:
    """Return a source with all of the map's that it is copied or translated from, over any number of steps."""
    found = {label} & graph.sources_by_id.keys()
    pending = list(found)
    while pending:
        originals = _read_originals(graph.sources_by_id[pending.pop()])
        new = [origin for origin in originals if origin in graph.sources_by_id and origin not in found]
        found.update(new)
        pending += new
    return found


def list_dependent_sources(graph: Graph, label: str) -> set[str]:
    """Return all sources that are not independent of one, itself among them."""
    members = _index_members(graph)
    return {other for member in find_families(graph).get(label, ()) for other in members[member]}
