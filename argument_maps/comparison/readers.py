"""The map as one agent reads it: what is accepted, rejected and qualified; and where two readers part."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

import msgspec

from argument_maps.graph import Graph, natural_sort_key
from argument_maps.values import Agent, Link, Stance, Statement, list_named_agents
from models.dates import DISTANT_PAST, Day, bounds
from models.records.relations import RELATION_MEANINGS
from models.vocabulary import StanceKind, Verdict

MOST_ON_ONE_RECORD = 40
_BY_VERDICT: dict[str, StanceKind] = {
    Verdict.CONFIRMED: StanceKind.ACCEPTS,
    Verdict.PARTLY_CONFIRMED: StanceKind.QUALIFIES,
    Verdict.CONTRADICTED: StanceKind.REJECTS,
}


class Attitude(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader makes of one record.

    `stated` is the stance that a source shows; without one it follows from the records in `follows_from`: the
    record itself, where the reader holds it, or the links by which an interpretation of the reader's bears on it.
    """

    target: str
    stance: str
    stated: Stance | None = None
    follows_from: tuple[str, ...] = ()


class SharedRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A record on which two readers are both heard."""

    target: str
    left: Attitude
    right: Attitude


class ReaderComparison(msgspec.Struct, frozen=True, kw_only=True):
    """Two readers of one map: where they part, where they agree, and of what only one of them is heard."""

    left: Agent
    right: Agent
    parted: tuple[SharedRecord, ...]
    agreed: tuple[SharedRecord, ...]
    only_left: tuple[Attitude, ...]
    only_right: tuple[Attitude, ...]


def collect_attitudes(graph: Graph, agent: str) -> dict[str, Attitude]:
    """Return what an agent makes of each record of which the map lets that be known, by the record's label.

    What is stated counts first; of several stances on one record the one from the latest source. Then an agent
    accepts the claims that it holds and the interpretations that are its own, and makes of other records what
    its interpretations argue: who supports and also attacks a record qualifies it. Linear in records and links.
    """
    attitudes_by_target = {
        label: _infer_attitude(label, stances_by_link)
        for label, stances_by_link in _collect_argued_stances(graph, agent).items()
    }
    for record in graph.statements.values():
        if agent in list_named_agents(record):
            attitudes_by_target[record.id] = Attitude(
                target=record.id, stance=StanceKind.ACCEPTS, follows_from=(record.id,)
            )
    for target, stances in graph.stances_on.items():
        own = [stance for stance in stances if stance.agent == agent]
        if own:
            last = max(own, key=lambda stance: (_find_last_writing_day(graph, stance), natural_sort_key(stance.id)))
            attitudes_by_target[target] = Attitude(target=target, stance=last.stance, stated=last)
    return attitudes_by_target


def list_readers(graph: Graph) -> tuple[Agent, ...]:
    """Return the agents of whom the map tells what they make of something, by the names they are sorted under."""
    reader_labels = {stance.agent for stance in graph.stances}.union(*map(list_named_agents, graph.statements.values()))
    agents = (agent for agent in graph.agents if agent.id in reader_labels)
    return tuple(sorted(agents, key=lambda agent: ((agent.family or agent.name).casefold(), agent.name, agent.id)))


def compare_readers(graph: Graph, left: str, right: str) -> ReaderComparison:
    """Set two agents of the map beside one another. Records stand in the order of their labels."""
    one, other = collect_attitudes(graph, left), collect_attitudes(graph, right)
    both = [
        SharedRecord(target=label, left=one[label], right=other[label])
        for label in sorted(one.keys() & other.keys(), key=natural_sort_key)
    ]
    return ReaderComparison(
        left=graph.agents_by_id[left],
        right=graph.agents_by_id[right],
        parted=tuple(shared for shared in both if shared.left.stance != shared.right.stance),
        agreed=tuple(shared for shared in both if shared.left.stance == shared.right.stance),
        only_left=_select_only_in_first(one, other),
        only_right=_select_only_in_first(other, one),
    )


def list_disagreeing_pairs(graph: Graph, limit: int) -> tuple[tuple[Agent, Agent, int], ...]:
    """Return the pairs of readers who part on most records, with on how many, the most parted first.

    Of a record on which very many are heard some are looked at, so that a large map does not take long.
    """
    ranks = {agent.id: place for place, agent in enumerate(list_readers(graph))}
    disagreement_counts: Counter[tuple[str, str]] = Counter()
    for stances in _collect_stances_by_record(graph).values():
        ranked_agents = sorted(stances.keys() & ranks.keys(), key=ranks.__getitem__)[:MOST_ON_ONE_RECORD]
        disagreement_counts.update(
            pair for pair in combinations(ranked_agents, 2) if stances[pair[0]] != stances[pair[1]]
        )
    ordered = sorted(
        disagreement_counts.items(),
        key=lambda pair_and_count: (-pair_and_count[1], *(ranks[agent] for agent in pair_and_count[0])),
    )
    agents = graph.agents_by_id
    return tuple((agents[one], agents[other], number) for (one, other), number in ordered[:limit])


def _collect_stances_by_record(graph: Graph) -> dict[str, dict[str, str]]:
    """Return what each agent makes of each record, as `collect_attitudes` has it, by record and agent."""
    stances_by_record: dict[str, dict[str, str]] = {}
    for reading in graph.interpretations:
        for link in graph.links_from.get(reading.id, ()):
            stance = _infer_stance(link)
            if stance is None or reading.id == link.target:
                continue
            of_record = stances_by_record.setdefault(link.target, {})
            for agent in reading.by:
                of_record[agent] = stance if of_record.get(agent, stance) == stance else StanceKind.QUALIFIES
    for statement in graph.statements.values():
        for agent in list_named_agents(statement):
            stances_by_record.setdefault(statement.id, {})[agent] = StanceKind.ACCEPTS
    for target, stated in graph.stances_on.items():
        for stance_record in sorted(
            stated, key=lambda one: (_find_last_writing_day(graph, one), natural_sort_key(one.id))
        ):
            stances_by_record.setdefault(target, {})[stance_record.agent] = stance_record.stance
    return stances_by_record


def _select_only_in_first(one: dict[str, Attitude], other: dict[str, Attitude]) -> tuple[Attitude, ...]:
    return tuple(one[label] for label in sorted(one.keys() - other.keys(), key=natural_sort_key))


def _collect_argued_stances(graph: Graph, agent: str) -> dict[str, list[tuple[StanceKind, str]]]:
    """Return, by record, what the agent's interpretations make of it, each with the link that says so."""
    stances_by_target: dict[str, list[tuple[StanceKind, str]]] = {}
    for link, statement in _yield_links_of_agent(graph, agent):
        stance = _infer_stance(link)
        if stance is not None and statement.id != link.target:
            stances_by_target.setdefault(link.target, []).append((stance, link.id))
    return stances_by_target


def _infer_stance(link: Link) -> StanceKind | None:
    return _BY_VERDICT.get(link.verdict) if link.verdict else RELATION_MEANINGS[link.relation].implied_stance


def _yield_links_of_agent(graph: Graph, agent: str) -> Iterator[tuple[Link, Statement]]:
    # A link from a claim that somebody held is the map's argument, not that person's.
    for reading in graph.interpretations:
        if agent in reading.by:
            for link in graph.links_from.get(reading.id, ()):
                yield link, reading


def _infer_attitude(label: str, stances_by_link: list[tuple[StanceKind, str]]) -> Attitude:
    stances = {stance for stance, _ in stances_by_link}
    stance = stances.pop() if len(stances) == 1 else StanceKind.QUALIFIES
    return Attitude(target=label, stance=stance, follows_from=tuple(dict.fromkeys(link for _, link in stances_by_link)))


def _find_last_writing_day(graph: Graph, stance: Stance) -> Day:
    """Return the last day on which a stance's source can have been written; an undated one stands first."""
    source = graph.sources_by_id.get(stance.source or "")
    return bounds(source.issued)[1] if source is not None and source.issued else DISTANT_PAST
