"""What is set aside when a map is weighed: documents, families of them, agents, archives, releases, single records."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from argument_maps.graph import Graph
from argument_maps.values import Agent, CriticalQuestion, Link, Source, Stance
from argument_maps.weighing.independence import list_dependent_sources, list_derived
from models.errors import MapError, Phrase
from models.vocabulary import QuestionOutcome, StanceKind

FAMILY, ARCHIVE, RELEASE = "family:", "archive:", "release:"
# Every link of which a critical question was asked and not answered, which is held against it as an undercut is.
OPEN_QUESTIONS = "questions:open"
MOST_NAMED = 500


class UnknownSwitch(MapError):
    """What is to be set aside is nothing that the map has."""

    title = Phrase("Nothing of this name can be set aside")


class Circumstances(msgspec.Struct, frozen=True, kw_only=True):
    """Under which a map is weighed.

    `sources` and `records` are set aside: nothing stands on the first, and the second fall. What is `accepted` stands
    whatever is argued against it. `named` are the names by which it was asked, `reader` whose stances were taken.
    """

    sources: frozenset[str] = frozenset()
    records: frozenset[str] = frozenset()
    accepted: frozenset[str] = frozenset()
    named: tuple[str, ...] = ()
    reader: str | None = None


NOTHING_SET_ASIDE = Circumstances()


def find_circumstances(graph: Graph, without: Sequence[str] = (), reader: str | None = None) -> Circumstances:
    """Return what setting these aside comes to. Raises `UnknownSwitch`.

    A name is the label of a source, which goes with its copies and translations; `family:` and a source, for all that
    are not independent of it; the label of an agent, for what they wrote, witnessed or read; `archive:` and the name of
    a repository; `release:` and the agent by whom documents were let out; the label of a record or link; or
    `OPEN_QUESTIONS`, for the links of which a critical question is not answered: that is to count it as an undercut.
    `reader` is an agent: what they reject is set aside, what they accept stands.
    """
    sources: set[str] = set()
    records: set[str] = set()
    accepted: set[str] = set()
    for name in without:
        found_sources, found_records = _find_named(graph, name)
        sources |= found_sources
        records |= found_records
    if reader is not None:
        if reader not in graph.agents_by_id:
            raise _refuse(reader)
        rejected, accepted = _read_stances(graph.stances, reader)
        records |= rejected
    return Circumstances(
        sources=frozenset(sources),
        records=frozenset(records),
        accepted=frozenset(accepted - records),
        named=tuple(dict.fromkeys(without)),
        reader=reader,
    )


def find_circumstances_then(
    whole: Graph, known: Graph, without: Sequence[str] = (), reader: str | None = None
) -> Circumstances:
    """Return the circumstances under which what was `known` of the `whole` map is weighed. Raises `UnknownSwitch`.

    A name may be that of something which could not be known yet: that it is set aside makes no difference then. Of a
    reader the stances count that could be known, of one who could not be none.
    """
    if known is whole or reader is None or reader not in whole.agents_by_id:
        return find_circumstances(whole, without, reader)
    aside = find_circumstances(whole, without)
    read = find_circumstances(known, reader=reader) if reader in known.agents_by_id else NOTHING_SET_ASIDE
    return msgspec.structs.replace(
        aside, records=aside.records | read.records, accepted=read.accepted - aside.records, reader=read.reader
    )


def _find_named(graph: Graph, name: str) -> tuple[set[str], set[str]]:
    prefix, _, rest = name.partition(":")
    match f"{prefix}:":
        case "family:" if rest in graph.sources_by_id:
            return list_derived(graph, list_dependent_sources(graph, rest)), set()
        case "archive:":
            kept = {source.id for source in graph.sources if source.repository == rest}
            if kept:
                return list_derived(graph, kept), set()
        case "release:":
            released = {source.id for source in graph.sources if rest in source.released_by}
            if released:
                return list_derived(graph, released), set()
    if name == OPEN_QUESTIONS and graph.critical_questions:
        return set(), {question.link for question in list_open_questions(graph)}
    record = graph.by_id.get(name)
    if isinstance(record, Source):
        return list_derived(graph, [name]), set()
    if isinstance(record, Agent):
        written = {source.id for source in graph.sources if name in (*source.author, *source.witness)}
        return list_derived(graph, written), {each.id for each in graph.interpretations if name in each.by}
    if name in graph.statements or isinstance(record, Link):
        return set(), {name}
    raise _refuse(name)


def list_open_questions(graph: Graph) -> tuple[CriticalQuestion, ...]:
    """Return the critical questions that were asked and not answered, in their order."""
    return tuple(question for question in graph.critical_questions if question.outcome != QuestionOutcome.ANSWERED)


def _refuse(name: str) -> UnknownSwitch:
    return UnknownSwitch(
        Phrase("The map has no “%(name)s” that could be set aside.", name=name[:100]),
        Phrase(
            "Name a source, an agent, a record or a link by its id, family: and a source, archive: and a repository, "
            "release: and an agent, or questions:open where critical questions are recorded."
        ),
    )


def _read_stances(stances: Iterable[Stance], reader: str) -> tuple[set[str], set[str]]:
    by_kind: dict[str, set[str]] = {StanceKind.REJECTS: set(), StanceKind.ACCEPTS: set()}
    for stance in stances:
        if stance.agent == reader and stance.stance in by_kind:
            by_kind[stance.stance].add(stance.target)
    return by_kind[StanceKind.REJECTS], by_kind[StanceKind.ACCEPTS]


def list_switches(graph: Graph) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each name of several sources that can be set aside together, with the sources that go.

    Families of more than one source, archives, releases, and agents who wrote or witnessed a source.
    """
    seen: set[frozenset[str]] = set()
    for source in graph.sources:
        relatives = frozenset(list_dependent_sources(graph, source.id))
        if len(relatives) > 1 and relatives not in seen:
            seen.add(relatives)
            yield f"{FAMILY}{source.id}", relatives
    groups: dict[str, dict[str, set[str]]] = {ARCHIVE: {}, RELEASE: {}, "": {}}
    for source in graph.sources:
        archives = (source.repository,) if source.repository else ()
        for prefix, names in (
            (ARCHIVE, archives),
            (RELEASE, source.released_by),
            ("", (*source.author, *source.witness)),
        ):
            for name in names:
                groups[prefix].setdefault(name, set()).add(source.id)
    for prefix, found in groups.items():
        for name in sorted(found):
            yield f"{prefix}{name}", frozenset(list_derived(graph, found[name]))
