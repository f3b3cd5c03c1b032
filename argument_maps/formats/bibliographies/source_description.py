"""The sources of a map as entries of a bibliography, and what of the map is not in the file that was written of them.

What is lost is found by reading the file again: whatever comes back otherwise is a loss, so that none is forgotten.
"""

from collections.abc import Callable, Iterator, Sequence

from argument_maps.formats.bibliographies.archival_places import write_archival_location
from argument_maps.formats.bibliographies.entries import BibliographyEntry, WrittenName
from argument_maps.formats.bibliographies.item_types import choose_csl_type
from argument_maps.formats.bibliographies.source_building import FIELDS_OF_VARIABLES, ROLES
from argument_maps.formats.bibliographies.written_names import write_agent_name
from argument_maps.formats.exchange import FormatLoss, FormatWriting
from argument_maps.formats.held_fields import list_filled_fields, list_unheld_fields
from argument_maps.graph import Graph
from argument_maps.references import find_record_kind
from argument_maps.values import Agent, AnyRecord, Source, Tag
from models.errors import Phrase
from models.vocabulary import RecordKind, SourceType

# Of a map's own variables, those that are dates and names in CSL (specification, appendix IV).
DATE_VARIABLES = frozenset({"accessed", "available-date", "event-date", "original-date", "submitted"})
_NAME_VARIABLES_WORDS = (
    "chair collection-editor compiler composer container-author contributor curator director editorial-director "
    "executive-producer guest host illustrator interviewer narrator organizer original-author performer producer "
    "recipient reviewed-author script-writer series-creator"
)
NAME_VARIABLES = frozenset(_NAME_VARIABLES_WORDS.split())
_HELD_KINDS = (RecordKind.SOURCE, RecordKind.AGENT, RecordKind.TAG)
_NO_LABEL = Phrase("A bibliography has no labels for them: they are found again by name.")
_NOT_NAMED = Phrase("No source that is written names it.")
_NOT_BACK = Phrase("The format has no place for it, or another form.")


def describe_sources(graph: Graph) -> list[BibliographyEntry]:
    """Return each source of a map as an entry."""
    return [_describe_source(graph, source) for source in graph.sources]


def finish_writing(
    graph: Graph, data: bytes, entries: Sequence[BibliographyEntry], read_back: Callable[[bytes], Graph]
) -> FormatWriting:
    """Return what was written with what is lost of the map: whatever `read_back` finds otherwise in the file."""
    after = read_back(data) if entries else Graph(slug="empty", title="")
    return FormatWriting(data, tuple(_list_losses(graph, after)), {"entries": len(entries)})


def find_agent_twins(before: Graph, after: Graph) -> dict[str, str]:
    """Return, by the labels of agents and tags of a map that was read, those of the same name before."""
    labels = {(find_record_kind(record), name): record.id for record in _list_named(before) for name in _keys(record)}
    twins = {}
    for record in _list_named(after):
        twin = next(
            (labels[key] for name in _keys(record) if (key := (find_record_kind(record), name)) in labels), None
        )
        if twin is not None:
            twins[record.id] = twin
    return twins


def _describe_source(graph: Graph, source: Source) -> BibliographyEntry:
    csl = dict(source.csl)
    is_in_archive = bool(source.repository or source.reference)
    entry = BibliographyEntry(key=source.id)
    entry.csl_type = choose_csl_type(source.type, csl.pop("type", ""), is_in_archive=is_in_archive)
    for variable, name in FIELDS_OF_VARIABLES.items():
        if getattr(source, name):
            entry.variables[variable] = getattr(source, name)
    further = {
        "language": source.language,
        "original-language": source.original_language,
        "URL": source.url,
        "DOI": source.doi,
        "archive": source.repository,
        "archive_location": write_archival_location(source.reference),
        "source": source.digital_collection if source.type == SourceType.ARCHIVAL else "",
    }
    entry.variables |= {variable: words for variable, words in further.items() if words}
    for role in ROLES:
        agents = [agent for label in getattr(source, role) if (agent := graph.agents_by_id.get(label)) is not None]
        if agents:
            entry.names[role] = [write_agent_name(agent) for agent in agents]
    if source.issued:
        entry.dates["issued"] = source.issued
    for variable, words in csl.items():
        if variable in DATE_VARIABLES:
            entry.dates[variable] = words
        elif variable in NAME_VARIABLES:
            entry.names[variable] = [WrittenName(literal=name) for name in words.split("; ")]
        else:
            entry.variables.setdefault(variable, words)
    entry.keywords = [tag.text for label in source.tags if isinstance(tag := graph.by_id.get(label), Tag)]
    if source.note:
        entry.notes = [source.note]
    return entry


def _list_losses(graph: Graph, after: Graph) -> Iterator[FormatLoss]:
    yield from (
        loss
        for loss in list_unheld_fields(graph, dict.fromkeys(_HELD_KINDS, ()), header=())
        if loss.kind not in _HELD_KINDS
    )
    twins = find_agent_twins(graph, after)
    found = {twins.get(record.id, record.id): record for record in after}
    renamed = {twin: label for label, twin in twins.items() if label != twin}
    lost: dict[tuple[RecordKind, str], list[str]] = {}
    for record in graph:
        kind = find_record_kind(record)
        if kind not in _HELD_KINDS:
            continue
        other = found.get(record.id)
        if other is None or find_record_kind(other) != kind:
            lost.setdefault((kind, ""), []).append(record.id)
            continue
        if record.id in renamed:
            lost.setdefault((kind, "id"), []).append(record.id)
        for name in dict.fromkeys((*list_filled_fields(record), *list_filled_fields(other))):
            if getattr(record, name) != replace_labels(getattr(other, name), twins):
                lost.setdefault((kind, name), []).append(record.id)
    for (kind, name), labels in lost.items():
        reason = _NO_LABEL if name == "id" else _NOT_BACK if name else _NOT_NAMED
        yield FormatLoss(kind, name, tuple(labels), reason)


def replace_labels(value: object, twins: dict[str, str]) -> object:
    """Return the value of a field with the labels of agents and tags that they had before."""
    return (
        tuple(twins.get(part, part) if isinstance(part, str) else part for part in value)
        if isinstance(value, tuple)
        else value
    )


def _list_named(graph: Graph) -> tuple[AnyRecord, ...]:
    return (*graph.agents, *graph.tags)


def _keys(record: AnyRecord) -> list[str]:
    """Return by what a record is found again: its name, and the parts of a name that may be put together otherwise."""
    if isinstance(record, Agent):
        return [record.name, *([f"{record.family}\n{record.given}"] if record.family else [])]
    return [" ".join(getattr(record, "text", "").split()).casefold()]
