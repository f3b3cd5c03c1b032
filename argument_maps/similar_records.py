"""Which records of a map a name may mean: those that are called so, and those that are called nearly so."""

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz

from argument_maps.graph import Graph
from argument_maps.values import Agent, AnyRecord, Question, Source, Tag
from models.search.terms import fold
from models.vocabulary import RecordKind

MOST_ALIKE = 5
_WORD = re.compile(r"[^\W_]+")
# Of 100: "Mueller" and "Müller" have 92, "Stalin" and "Lenin" 73.
_NEAR = 84
# A part of a name is as good as the name where one of its words is no particle; of a title it is not.
_TELLING = 4
_TELLING_OF_A_TITLE = 3


def list_names(record: AnyRecord) -> tuple[str, ...]:
    """Return everything that a record is called; nothing where it has no name but what it says."""
    match record:
        case Agent():
            native = (name.get(part, "") for name in record.names for part in ("text", "romanisation"))
            both = f"{record.given} {record.family}" if record.family else ""
            return tuple(name for name in (record.name, both, *record.aliases, *native) if name)
        case Source():
            return (record.title,)
        case Question() | Tag():
            return (record.text,)
        case _:
            return ()


def find_records_by_name(graph: Graph, kind: RecordKind, name: str) -> list[AnyRecord]:
    """Return the records of a kind that are called exactly so but for case, accents and punctuation."""
    sought = _split_name(name)
    return [
        record
        for record in _list_records_of_kind(graph, kind)
        if sought and any(_split_name(one) == sought for one in list_names(record))
    ]


def find_similar_records(graph: Graph, kind: RecordKind, name: str) -> list[AnyRecord]:
    """Return the records of a kind that a name may well mean, the likeliest first, at most `MOST_ALIKE`."""
    sought = _split_name(name)
    if not sought:
        return []
    scored = [
        (max((_rate_likeness(kind, sought, _split_name(one)) for one in list_names(record)), default=0.0), record)
        for record in _list_records_of_kind(graph, kind)
    ]
    near = sorted((pair for pair in scored if pair[0] >= _NEAR), key=lambda pair: -pair[0])
    return [record for _, record in near[:MOST_ALIKE]]


def _list_records_of_kind(graph: Graph, kind: RecordKind) -> Iterable[AnyRecord]:
    match kind:
        case RecordKind.AGENT:
            return graph.agents
        case RecordKind.SOURCE:
            return graph.sources
        case RecordKind.QUESTION:
            return graph.questions
        case RecordKind.TAG:
            return graph.tags
        case _:
            return ()


@lru_cache(maxsize=65_536)
def _split_name(name: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(name)))


def _rate_likeness(kind: RecordKind, one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Return how alike two names are, from 0 to 100; the order of their words does not count."""
    if sorted(one) == sorted(other):
        return 100.0
    if kind == RecordKind.AGENT and len(one) == len(other) and all(map(_abbreviates, sorted(one), sorted(other))):
        return 98.0
    fewer, more = sorted((set(one), set(other)), key=len)
    if fewer <= more and fewer:
        telling = sum(len(word) >= _TELLING for word in fewer)
        if telling >= (1 if kind == RecordKind.AGENT else _TELLING_OF_A_TITLE):
            return 95.0
    return float(fuzz.ratio(" ".join(sorted(one)), " ".join(sorted(other)), score_cutoff=_NEAR))


def _abbreviates(one: str, other: str) -> bool:
    """Tell whether two words are the same, or one of them is the initial of the other."""
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])
