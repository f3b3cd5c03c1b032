"""Pairs of records of one map that may well stand for the same."""

from itertools import islice
from typing import NamedTuple

from argument_maps.graph import Graph
from argument_maps.labels import natural_sort_key
from argument_maps.matching.grades import MatchGrade
from argument_maps.matching.same_agents import find_same_agents
from argument_maps.matching.same_sources import find_same_sources
from argument_maps.values import AnyRecord, Source
from models.errors import Phrase
from models.records.references import list_origins

MOST_PAIRS = 1_000


class LikelyPair(NamedTuple):
    """Two records that may be the same, in the order of the map, and why."""

    one: AnyRecord
    other: AnyRecord
    reason: Phrase


def find_likely_doubles(graph: Graph, least: MatchGrade = MatchGrade.PERHAPS) -> tuple[LikelyPair, ...]:
    """Return pairs of agents and of sources that may be the same at `least` so surely, the likeliest first.

    At most `MOST_PAIRS`. A source and what it was made from are two, however alike they are.
    """
    places = {record.id: place for place, record in enumerate((*graph.agents, *graph.sources))}
    scored = [
        (same.sureness, LikelyPair(graph.by_id[label], graph.by_id[same.label], same.reason))
        for found in (find_same_agents(graph, graph, least), find_same_sources(graph, graph, least))
        for label, all_same in found.items()
        for same in all_same
        if places[label] < places[same.label]
    ]
    scored.sort(key=lambda each: (-each[0], natural_sort_key(each[1].one.id), natural_sort_key(each[1].other.id)))
    pairs = (pair for _, pair in scored if not _is_made_from(pair.one, pair.other))
    return tuple(islice(pairs, MOST_PAIRS))


def _is_made_from(one: AnyRecord, other: AnyRecord) -> bool:
    if not (isinstance(one, Source) and isinstance(other, Source)):
        return False
    return one.id in list_origins(other) or other.id in list_origins(one)
