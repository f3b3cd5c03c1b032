"""A selected part of a map as a map of its own, which can be read, checked and imported like any other."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TypeVar

import msgspec

from argument_maps.citation.sources import spell_date
from argument_maps.graph import Graph
from argument_maps.references import list_references_to
from argument_maps.selection.selecting import NAMED, Selected
from argument_maps.values import Agent, Claim, Interpretation, Link, Source, list_named_agents
from models.records.references import ORIGIN_FIELDS
from models.text_types import LONGEST_PROSE
from models.vocabulary import RecordKind

Citing = TypeVar("Citing", Claim, Interpretation, Link)
_CUT = "…\n\n"


def build_map_excerpt(selected: Selected) -> Graph:
    """Return the selected part so that it names no record that it does not hold; a whole map as it is.

    What stands although the work that reports it was not written yet loses that reference, with the locator
    in it; the record itself stays. Agents whom only what is left out names are left out too. The
    description ends with how much of the map this is, and with the records that lost their sources. Linear
    in records.
    """
    part, cut = selected.graph, tuple[str, ...]()
    if selected.as_of is not None:
        agents = _select_agents_by_then(selected)
        citing = chain[Claim | Interpretation | Link](part.claims, part.interpretations, part.links)
        cut = tuple(
            record.id for record in citing if record.source is not None and record.source not in part.sources_by_id
        )
        part = msgspec.structs.replace(
            part,
            agents=agents,
            sources=tuple(_drop_later_origins(source, part.sources_by_id) for source in part.sources),
            claims=_drop_sources(part.claims, cut),
            interpretations=_drop_sources(part.interpretations, cut),
            links=_drop_sources(part.links, cut),
        )
    if not cut and len(part.by_id) == len(selected.whole.by_id):
        return selected.graph
    return msgspec.structs.replace(
        part, description=_append_to_description(part.description, _describe_excerpt(selected, part, cut))
    )


def _drop_sources(records: tuple[Citing, ...], cut: Sequence[str]) -> tuple[Citing, ...]:
    gone = frozenset(cut)
    return tuple(_drop_source(record) if record.id in gone else record for record in records)


def _drop_later_origins(source: Source, known: Mapping[str, Source]) -> Source:
    """Return a source without the works in which it was printed or translated only later."""
    later = {name: None for name in ORIGIN_FIELDS if getattr(source, name) not in {None, *known}}
    pages = {"published_pages": ""} if "published_in" in later else {}
    return msgspec.structs.replace(source, **later, **pages) if later else source


def _drop_source(record: Citing) -> Citing:
    if isinstance(record, Link):
        return msgspec.structs.replace(record, source=None)
    # A page number tells nothing without the book.
    return msgspec.structs.replace(record, source=None, locator="")


def _select_agents_by_then(selected: Selected) -> tuple[Agent, ...]:
    """Return the agents but those whom nothing names yet; one whom nothing names at all is the map's own choice."""
    later = _collect_named_agents(selected.whole) - _collect_named_agents(selected.graph) - {selected.focus}
    return tuple(agent for agent in selected.graph.agents if agent.id not in later)


def _collect_named_agents(graph: Graph) -> set[str]:
    named = {agent for record in graph.statements.values() for agent in list_named_agents(record)}
    named |= {stance.agent for stance in graph.stances}
    return named.union(*(list_references_to(source, RecordKind.AGENT) for source in graph.sources))


def _describe_excerpt(selected: Selected, part: Graph, cut: Sequence[str]) -> str:
    then = f", as it could be known by {spell_date(selected.as_of)}" if selected.as_of else ""
    sentence = f"An excerpt of this map{then}: {len(part.by_id)} of {len(selected.whole.by_id)} records."
    if not cut:
        return sentence
    more = f" and {len(cut) - NAMED} more" if len(cut) > NAMED else ""
    listed = ", ".join(cut[:NAMED]) + more
    if len(cut) == 1:
        return f"{sentence} The source of {listed} was not yet open or written and is not named."
    return f"{sentence} The sources of {listed} were not yet open or written and are not named."


def _append_to_description(description: str, addition: str) -> str:
    """Return the description with what is told behind it; where that would be too long, its own end gives way."""
    if not description:
        return addition
    whole = f"{description}\n\n{addition}"
    return (
        whole
        if len(whole) <= LONGEST_PROSE
        else description[: LONGEST_PROSE - len(addition) - len(_CUT)] + _CUT + addition
    )
