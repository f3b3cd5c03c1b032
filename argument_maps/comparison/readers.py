"""The map as one agent reads it: what is accepted, rejected and qualified; and where two readers part."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import combinations

import msgspec

from argument_maps.graph import Agent, Graph, Link, Stance, Statement, named_by, natural
from models.dates import bounds
from models.vocabulary import Relation, StanceKind, Verdict

MOST_ON_ONE_RECORD = 40
# What a scholar makes of a record by arguing for or against it.
_BY_RELATION: dict[str, StanceKind] = {
    Relation.SUPPORTS: StanceKind.ACCEPTS,
    Relation.CHALLENGES: StanceKind.REJECTS,
    Relation.UNDERMINES: StanceKind.REJECTS,
    Relation.UNDERCUTS: StanceKind.REJECTS,
    Relation.QUALIFIES: StanceKind.QUALIFIES,
}
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


class Parting(msgspec.Struct, frozen=True, kw_only=True):
    """A record on which two readers are both heard."""

    target: str
    left: Attitude
    right: Attitude


class Partings(msgspec.Struct, frozen=True, kw_only=True):
    """Two readers of one map: where they part, where they agree, and of what only one of them is heard."""

    left: Agent
    right: Agent
    parted: tuple[Parting, ...]
    agreed: tuple[Parting, ...]
    only_left: tuple[Attitude, ...]
    only_right: tuple[Attitude, ...]


def attitudes(graph: Graph, agent: str) -> dict[str, Attitude]:
    """Return what an agent makes of each record of which the map lets that be known, by the record's label.

    What is stated counts first; of several stances on one record the one from the latest source. Then an agent
    accepts the claims that it holds and the interpretations that are its own, and makes of other records what
    its interpretations argue: who supports and also attacks a record qualifies it. Linear in records and links.
    """
    found = {label: _followed(label, told) for label, told in _argued(graph, agent).items()}
    for record in graph.statements.values():
        if agent in named_by(record):
            found[record.id] = Attitude(target=record.id, stance=StanceKind.ACCEPTS, follows_from=(record.id,))
    for target, stances in graph.stances_on.items():
        own = [stance for stance in stances if stance.agent == agent]
        if own:
            last = max(own, key=lambda stance: (_written(graph, stance), natural(stance.id)))
            found[target] = Attitude(target=target, stance=last.stance, stated=last)
    return found


def readers(graph: Graph) -> tuple[Agent, ...]:
    """Return the agents of whom the map tells what they make of something, by the names they are sorted under."""
    heard = {stance.agent for stance in graph.stances}.union(*map(named_by, graph.statements.values()))
    there = (agent for agent in graph.agents if agent.id in heard)
    return tuple(sorted(there, key=lambda agent: ((agent.family or agent.name).casefold(), agent.name, agent.id)))


def partings(graph: Graph, left: str, right: str) -> Partings:
    """Set two agents of the map beside one another. Records stand in the order of their labels."""
    one, other = attitudes(graph, left), attitudes(graph, right)
    both = [
        Parting(target=label, left=one[label], right=other[label])
        for label in sorted(one.keys() & other.keys(), key=natural)
    ]
    return Partings(
        left=graph.agents_by_id[left],
        right=graph.agents_by_id[right],
        parted=tuple(each for each in both if each.left.stance != each.right.stance),
        agreed=tuple(each for each in both if each.left.stance == each.right.stance),
        only_left=_only(one, other),
        only_right=_only(other, one),
    )


def parting_pairs(graph: Graph, limit: int) -> tuple[tuple[Agent, Agent, int], ...]:
    """Return the pairs of readers who part on most records, with on how many, the most parted first.

    Of a record on which very many are heard some are looked at, so that a large map does not take long.
    """
    heard = {agent.id: place for place, agent in enumerate(readers(graph))}
    partings: Counter[tuple[str, str]] = Counter()
    for stances in _stances_by_record(graph).values():
        known = sorted(stances.keys() & heard.keys(), key=heard.__getitem__)[:MOST_ON_ONE_RECORD]
        partings.update(pair for pair in combinations(known, 2) if stances[pair[0]] != stances[pair[1]])
    ordered = sorted(partings.items(), key=lambda each: (-each[1], *(heard[agent] for agent in each[0])))
    agents = graph.agents_by_id
    return tuple((agents[one], agents[other], number) for (one, other), number in ordered[:limit])


def _stances_by_record(graph: Graph) -> dict[str, dict[str, str]]:
    """Return what each agent makes of each record, as `attitudes` has it, by record and agent."""
    found: dict[str, dict[str, str]] = {}
    for reading in graph.interpretations:
        for link in graph.links_from.get(reading.id, ()):
            stance = _stance_of(link)
            if stance is None or reading.id == link.target:
                continue
            of_record = found.setdefault(link.target, {})
            for agent in reading.by:
                of_record[agent] = stance if of_record.get(agent, stance) == stance else StanceKind.QUALIFIES
    for statement in graph.statements.values():
        for agent in named_by(statement):
            found.setdefault(statement.id, {})[agent] = StanceKind.ACCEPTS
    for target, stated in graph.stances_on.items():
        for each in sorted(stated, key=lambda one: (_written(graph, one), natural(one.id))):
            found.setdefault(target, {})[each.agent] = each.stance
    return found


def _only(one: dict[str, Attitude], other: dict[str, Attitude]) -> tuple[Attitude, ...]:
    return tuple(one[label] for label in sorted(one.keys() - other.keys(), key=natural))


def _argued(graph: Graph, agent: str) -> dict[str, list[tuple[StanceKind, str]]]:
    """Return, by record, what the agent's interpretations make of it, each with the link that says so."""
    found: dict[str, list[tuple[StanceKind, str]]] = {}
    for link, statement in _links_of(graph, agent):
        stance = _stance_of(link)
        if stance is not None and statement.id != link.target:
            found.setdefault(link.target, []).append((stance, link.id))
    return found


def _stance_of(link: Link) -> StanceKind | None:
    return _BY_VERDICT.get(link.verdict) if link.verdict else _BY_RELATION.get(link.relation)


def _links_of(graph: Graph, agent: str) -> Iterator[tuple[Link, Statement]]:
    # A link from a claim that somebody held is the map's argument, not that person's.
    for reading in graph.interpretations:
        if agent in reading.by:
            for link in graph.links_from.get(reading.id, ()):
                yield link, reading


def _followed(label: str, told: list[tuple[StanceKind, str]]) -> Attitude:
    stances = {stance for stance, _ in told}
    stance = stances.pop() if len(stances) == 1 else StanceKind.QUALIFIES
    return Attitude(target=label, stance=stance, follows_from=tuple(dict.fromkeys(link for _, link in told)))


def _written(graph: Graph, stance: Stance) -> date:
    """Return the last day on which a stance's source can have been written; an undated one stands first."""
    source = graph.sources_by_id.get(stance.source or "")
    return bounds(source.issued)[1] if source is not None and source.issued else date.min
