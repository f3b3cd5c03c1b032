"""Which document carries what: each source with the passages taken from it and what they bear on."""

from argument_maps.graph import Graph, natural_sort_key
from argument_maps.selection.selecting import Selected
from renderers.layout.arrangement import Arrangement, Branch, Column, PictureSection

COLUMNS = (
    Column("Source", 320.0),
    Column("What is taken from it", 300.0),
    Column("What that bears on", 300.0),
)


def arrange_sources(selected: Selected) -> Arrangement:
    """Set each source in a strip of its own, in the order of their dates.

    Shows the links whose premises all come from one source; those between records of several sources
    belong to the other views. A record borne on by passages of several sources has its own box with
    the source that it cites itself, and a reference with the others.
    """
    graph = selected.graph
    carried: dict[str, list[str]] = {source.id: [] for source in graph.sources}
    for label, record in sorted(graph.statements.items(), key=lambda item: natural_sort_key(item[0])):
        if record.source in carried:
            carried[record.source].append(label)
    order = sorted(carried, key=lambda label: (graph.sources_by_id[label].issued or "9999", natural_sort_key(label)))
    sections = [_build_section(graph, label, carried[label], number) for number, label in enumerate(order)]
    return Arrangement(list(COLUMNS), sections, is_grouped_by_source=True)


def _build_section(graph: Graph, source: str, carried: list[str], number: int) -> PictureSection:
    section = PictureSection(None, [[source], list(carried), []])
    section.branches = [Branch(label, source) for label in carried]
    for label in carried:
        if label not in {record.id for record in graph.evidence}:
            continue
        for link in graph.links_from.get(label, ()):
            if link.target not in graph.statements or link.id in section.ends:
                continue
            if any(premise not in carried for premise in link.premises):
                continue
            key = f"{link.target}@{number}"
            if key not in section.columns[2]:
                section.columns[2].append(key)
            section.links.append(link)
            section.ends[link.id] = (link.premises, key)
    return section
