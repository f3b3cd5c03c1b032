"""What ids stand for, in words short enough to stand beside a field or in a list."""

import re

from jinja2 import pass_context
from jinja2.runtime import Context

from api.web.record_names import RecordNames
from api.web.record_view import told
from argument_maps.graph import AnyRecord, Graph, Link, Stance


def meant(graph: Graph, field: str) -> list[tuple[str, str]]:
    """Return the records of the map whose ids stand in a field, each with its words."""
    named = (label for label in re.split(r"[,;\s]+", field) if label in graph.by_id)
    return [(label, record_words(graph, graph.by_id[label])) for label in named]


def record_words(graph: Graph, record: AnyRecord) -> str:
    """Return the words by which a reader knows a record; what joins others names them by their words as well."""
    return RecordNames(graph).describe(record) if isinstance(record, Link | Stance) else told(record)


@pass_context
def words_in_page(context: Context, record: AnyRecord) -> str:
    """Return the words of a record of the map that the page is about, for templates."""
    graph = context.get("graph")
    return record_words(graph, record) if isinstance(graph, Graph) else told(record)


def name_record(graph: Graph, label: str) -> str:
    """Return what stands for a record of a map in a sentence, its id alone where the map does not have it."""
    return RecordNames(graph).name(label)
