"""Records by what they are called, also those that are there no more, for readers who do not know ids by heart."""

import re
from collections.abc import Mapping
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from api.phrases.link_sentences import compose_sentence
from api.phrases.messages import gettext, isolate_words
from api.phrases.record_view import read_caption
from argument_maps.draft_values import build_value
from argument_maps.graph import Graph
from argument_maps.scans.crops import find_page_number
from argument_maps.shortened_text import shorten_text
from argument_maps.values import Agent, AnyRecord, Link, Region, Scan, Source, Stance, Tag
from models.records.kinds import KINDS
from models.records.references import map_reference_fields
from models.records.rows import Draft
from models.vocabulary import RecordKind

# So much of a name stands within other words.
SHORT_NAME = 60
LONG_NAME = 140
# In which fields records are named.
RECORD_NAMING_FIELDS = frozenset(name for kind in KINDS for name in map_reference_fields(kind))


class RecordNames:
    """What the records of some maps are called, of the first map that has one; `former` are drafts of deleted ones."""

    def __init__(self, *graphs: Graph, former: Mapping[str, tuple[RecordKind, Draft]] | None = None) -> None:
        self._graphs, self._former = graphs, former or {}
        self._values: dict[str, AnyRecord | None] = {}

    def find(self, label: str) -> AnyRecord | None:
        """Return the record that a label stands for, None where nothing is known of it."""
        for graph in self._graphs:
            if label in graph.by_id:
                return graph.by_id[label]
        if label not in self._values:
            former = self._former.get(label)
            self._values[label] = build_value(former[0], label, former[1]) if former else None
        return self._values[label]

    def name(self, label: str) -> str:
        """Return what stands for a record in a sentence: its id with some of its words, of people and tags the name."""
        record = self.find(label)
        if record is None:
            return label
        words = self.describe(record, SHORT_NAME)
        words = words if isinstance(record, Link | Stance) else isolate_words(words)
        return words if isinstance(record, Agent | Source | Tag) else f"{label} {words}"

    def describe(self, record: AnyRecord, length: int = LONG_NAME) -> str:
        """Return the words by which a reader knows a record, its ends included where it is a link or a stance."""
        match record:
            case Link():
                premises = [self._describe_end(premise) for premise in record.premises]
                said = compose_sentence(premises, record.relation, self._describe_end(record.target))
                return f"{said}: {gettext(record.verdict)}" if record.verdict else said
            case Stance():
                agent = self.find(record.agent)
                who = isolate_words(shorten_text(_read_words(agent), SHORT_NAME)) if agent is not None else record.agent
                return f"{who}: {gettext(record.stance)}, {self._describe_end(record.target)}"
            case _:
                return shorten_text(_read_words(record), length)

    def _describe_end(self, label: str) -> str:
        record = self.find(label)
        if record is None:
            return label
        if isinstance(record, Link):
            # Links on links go on for ever; of an inner one its ends are enough.
            return f"{label} ({compose_sentence(record.premises, record.relation, record.target)})"
        words = shorten_text(_read_words(record), SHORT_NAME).rstrip(" .")
        return f"{label} “{isolate_words(words)}”"

    def name_all(self, value: Any) -> Any:
        """Return the names of what a field names."""
        if isinstance(value, str):
            return self.name(value)
        return tuple(self.name(label) for label in value or ())


def _read_words(record: AnyRecord) -> str:
    for name in ("text", "title", "name", "comment", "exact"):
        words = getattr(record, name, "")
        if words:
            return str(words)
    return record.id


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


def cite_page(scan: Scan, number: int) -> str:
    """Return what a page of a scan is cited by: its name, else which image it is, counted from 1."""
    return str(scan.pages[number - 1].get("name") or "") or gettext("image %(number)s", number=number)


def cite_region(graph: Graph, region: Region) -> str:
    """Return the title of the scan on which a region is, and what its page is cited by."""
    scan = graph.scans_by_id[region.in_scan]
    return f"{scan.title}, {cite_page(scan, find_page_number(scan, region.image))}"
