"""What ids stand for, in words short enough to stand beside a field or in a list."""

import re

from jinja2 import pass_context
from jinja2.runtime import Context

from api.phrases.record_names import RecordNames
from api.phrases.record_view import read_caption
from argument_maps.graph import AnyRecord, Graph, Link, Stance


def list_named_records(graph: Graph, field: str) -> list[tuple[str, str]]:
    """Return the records of the map whose ids stand in a field, each with its words."""
    named = (label for label in re.split(r"[,;\s]+", field) if label in graph.by_id)
    return [(label, describe_map_record(graph, graph.by_id[label])) for label in named]


def describe_map_record(graph: Graph, record: AnyRecord) -> str:
    """Return the words by which a reader knows a record; what joins others names them by their words as well."""
    return RecordNames(graph).describe(record) if isinstance(record, Link | Stance) else read_caption(record)


@pass_context
def describe_record_in_page(context: Context, record: AnyRecord) -> str:
    """Return the words of a record of the map that the page is about, for templates."""
    graph = context.get("graph")
    return describe_map_record(graph, record) if isinstance(graph, Graph) else read_caption(record)


def name_record(graph: Graph, label: str) -> str:
    """Return what stands for a record of a map in a sentence, its id alone where the map does not have it."""
    return RecordNames(graph).name(label)
