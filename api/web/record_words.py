"""What ids stand for, in words short enough to stand beside a field or in a list."""

import re

from api.web.link_sentences import compose_sentence
from api.web.messages import gettext
from api.web.record_view import told
from argument_maps.graph import Graph, Link

# Of each end of a link so much is told.
END = 60


def meant(graph: Graph, field: str) -> list[tuple[str, str]]:
    """Return the records of the map whose ids stand in a field, each with its words."""
    named = (label for label in re.split(r"[,;\s]+", field) if label in graph.by_id)
    return [
        (label, link_words(graph, graph.links_by_id[label]) if label in graph.links_by_id else told(graph.by_id[label]))
        for label in named
    ]


def link_words(graph: Graph, link: Link) -> str:
    """Return a link in one sentence of what it joins, with its verdict where it has one."""
    premises = [_end(graph, premise) for premise in link.premises]
    said = compose_sentence(premises, link.relation, _end(graph, link.target))
    return f"{said}: {gettext(link.verdict)}" if link.verdict else said


def _end(graph: Graph, label: str) -> str:
    said = told(graph.by_id[label]).rstrip(" .") if label in graph.by_id else ""
    short = said if len(said) <= END else said[: END - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
    return f"{label} “{short}”" if short else label
