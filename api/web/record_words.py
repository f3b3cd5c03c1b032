"""What ids stand for, in words short enough to stand beside a field or in a list."""

import re

from api.web.record_names import RecordNames
from api.web.record_view import told
from argument_maps.graph import Graph, Link


def meant(graph: Graph, field: str) -> list[tuple[str, str]]:
    """Return the records of the map whose ids stand in a field, each with its words."""
    named = (label for label in re.split(r"[,;\s]+", field) if label in graph.by_id)
    return [
        (label, link_words(graph, graph.links_by_id[label]) if label in graph.links_by_id else told(graph.by_id[label]))
        for label in named
    ]


def link_words(graph: Graph, link: Link) -> str:
    """Return a link in one sentence of what it joins, with its verdict where it has one."""
    return RecordNames(graph).describe(link)


def name_record(graph: Graph, label: str) -> str:
    """Return what stands for a record of a map in a sentence, its id alone where the map does not have it."""
    return RecordNames(graph).name(label)
