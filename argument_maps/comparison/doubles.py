"""Two records of one map that stand for the same person or the same work, merged into one.

Both are compared as two maps' are that went on from a record that said nothing yet: what only one of them says is kept,
lists are joined, and where both say something there is a choice.
"""

from collections.abc import Collection

import msgspec

from argument_maps.citation.archival import format_archival_reference
from argument_maps.comparison.field_merging import FieldMerge, merge_fields
from argument_maps.graph import Graph
from argument_maps.references import find_record_kind, list_referenced_labels, rename_labels
from argument_maps.values import Agent, AnyRecord, Source
from models.errors import DoublesInACircle, NotTheSameKind
from models.records.kinds import KINDS
from models.records.references import REFERENCE_FIELDS, find_circular_sources, list_origins
from models.vocabulary import RecordKind

# Of what two records can be one and the same.
MERGEABLE_KINDS = (RecordKind.AGENT, RecordKind.SOURCE)


def compare_doubles(kept: AnyRecord, other: AnyRecord) -> FieldMerge:
    """Return what comes of two records, `other` merged into `kept`: which field is from which, and what is to choose.

    Raises `NotTheSameKind`.
    """
    if type(kept) is not type(other) or not isinstance(kept, Agent | Source) or kept.id == other.id:
        raise NotTheSameKind(kept.id, other.id)
    # A record that says nothing: its fields have no words yet.
    blank: AnyRecord = Agent(id=kept.id, name="") if isinstance(kept, Agent) else Source(id=kept.id, type="", title="")
    return merge_fields(blank, blank, msgspec.structs.replace(other, id=kept.id), kept)


def plan_double_merge(
    graph: Graph, kept: str, other: str, kept_fields: Collection[str] = ()
) -> dict[str, AnyRecord | None]:
    """Return what has to be written so that one record stands for both: by label, None for the one that goes.

    Where both say something the one that stays has it as the other does, unless `kept_fields` names it. Whatever named
    the other names it. A name that is not chosen is kept among the other names, and so is where else a source is found.
    Raises `NotTheSameKind` and `DoublesInACircle`.
    """
    records = graph.by_id
    if kept not in records or other not in records:
        raise NotTheSameKind(kept, other)
    settled = compare_doubles(records[kept], records[other]).settle(kept_fields)
    settled = _keep_other_names(settled, records[kept], records[other])
    renamed = {other: kept}
    drafts: dict[str, AnyRecord | None] = {
        record.id: _name_each_once(rename_labels(record, renamed))
        for record in graph
        if record.id not in (kept, other) and other in list_referenced_labels(record)
    }
    drafts[kept] = _name_each_once(rename_labels(settled, renamed))
    drafts[other] = None
    sources = {**graph.sources_by_id, **drafts}
    circular = find_circular_sources(
        {label: list_origins(source) for label, source in sources.items() if isinstance(source, Source)}
    )
    if kept in circular:
        raise DoublesInACircle(kept, other)
    return drafts


def list_naming_records(graph: Graph, label: str) -> tuple[AnyRecord, ...]:
    """Return the records that name one, in the order of a document."""
    return tuple(record for record in graph if label in list_referenced_labels(record))


def _keep_other_names(settled: AnyRecord, kept: AnyRecord, other: AnyRecord) -> AnyRecord:
    """Return a record with the names and the places of both among its other names and places, as far as there is room.

    What does not fit stands in the history alone.
    """
    if isinstance(settled, Agent) and isinstance(kept, Agent) and isinstance(other, Agent):
        aliases = [name for name in (kept.name, other.name) if name not in (settled.name, *settled.aliases)]
        return msgspec.structs.replace(settled, aliases=_add_lines("aliases", settled, aliases))
    if isinstance(settled, Source) and isinstance(kept, Source) and isinstance(other, Source):
        present = _describe_place(settled)
        places = dict.fromkeys(_describe_place(source) for source in (kept, other) if source.repository)
        more = [place for place in places if place not in (present, *settled.also_at)]
        return msgspec.structs.replace(settled, also_at=_add_lines("also_at", settled, more))
    return settled


def _describe_place(source: Source) -> str:
    """Return where a document is kept, in a line."""
    return ", ".join(part for part in (source.repository, format_archival_reference(source)) if part)


def _add_lines(name: str, record: AnyRecord, lines: list[str]) -> tuple[str, ...]:
    limits = KINDS[find_record_kind(record)].draft.model_fields[name].metadata
    most = min(limit.max_length for limit in limits if hasattr(limit, "max_length"))
    present: tuple[str, ...] = getattr(record, name)
    return (*present, *lines)[: max(most, len(present))]


def _name_each_once(record: AnyRecord) -> AnyRecord:
    """Return a record whose lists of records name none twice."""
    lists = {
        field.name: tuple(dict.fromkeys(getattr(record, field.name)))
        for field in REFERENCE_FIELDS[find_record_kind(record)]
        if field.takes_several
    }
    return msgspec.structs.replace(record, **lists) if lists else record
