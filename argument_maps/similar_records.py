"""Which records of a map a name may mean: those that are called so, and those that are called nearly so."""

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz

from argument_maps.graph import Graph
from argument_maps.values import Agent, AnyRecord, Question, Source, Tag
from models.dates import bounds
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


def list_name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name without case and accents that tell it from others."""
    return tuple(word for word in _split_name(name) if len(word) >= _TELLING or not word.isascii())


def rate_records(one: AnyRecord, other: AnyRecord) -> float:
    """Return how likely two agents or two sources are the same, from 0 to 100; 0 where nothing tells so."""
    if isinstance(one, Source) and isinstance(other, Source):
        if one.doi and one.doi.casefold() == other.doi.casefold():
            return 100.0
        if one.type != other.type or not _may_be_one_work(one, other):
            return 0.0
        kind = RecordKind.SOURCE
    elif isinstance(one, Agent) and isinstance(other, Agent):
        if not _have_same_numbers(one.name, other.name):
            return 0.0
        kind = RecordKind.AGENT
    else:
        return 0.0
    best = max(
        (
            _rate_likeness(kind, _split_name(name), _split_name(name_of_other))
            for name in list_names(one)
            for name_of_other in list_names(other)
        ),
        default=0.0,
    )
    return best if best >= _NEAR else 0.0


def _may_be_one_work(one: Source, other: Source) -> bool:
    """Tell whether neither dates and authors of two sources nor the numbers in their titles tell them apart."""
    for dates in ((one.issued, other.issued), (one.event_date, other.event_date)):
        if dates[0] and dates[1]:
            (first, last), (other_first, other_last) = bounds(dates[0]), bounds(dates[1])
            if last < other_first or other_last < first:
                return False
    if one.author and other.author and set(one.author).isdisjoint(other.author):
        return False
    return _have_same_numbers(one.title, other.title)


def _have_same_numbers(one: str, other: str) -> bool:
    """Tell whether two names have the same numbers in them, or one of them has none."""
    numbers = [{word for word in _split_name(name) if word.isdigit()} for name in (one, other)]
    return numbers[0] == numbers[1] or not all(numbers)


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
