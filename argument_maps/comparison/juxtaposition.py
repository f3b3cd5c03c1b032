"""Two interpretations side by side: what each bears on and stands on, and where they agree and part."""

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

import msgspec

from argument_maps.graph import Graph, natural_sort_key
from argument_maps.values import Agent, Evidence, Interpretation, Link, Question
from argument_maps.verdicts.guided_reading import Argument, describe_argument, find_grounds
from argument_maps.verdicts.ledger import find_documents
from models.records.relations import RELATION_MEANINGS
from models.vocabulary import Relation


class InterpretationSide(msgspec.Struct, frozen=True, kw_only=True):
    """One of the two: whose it is, what it bears on by relation, what supports it, what is put against it.

    `grounds` are the links that support it, also through claims; `documents` the evidence at their ends.
    `against` are the links that bear on it otherwise, and on the links by which it argues.
    """

    reading: Interpretation
    people: tuple[Agent, ...]
    schools: tuple[str, ...]
    question: Question | None
    bearing: dict[str, tuple[Link, ...]]
    grounds: tuple[Link, ...]
    against: tuple[Argument, ...]
    documents: tuple[Evidence, ...]


class SharedTarget(msgspec.Struct, frozen=True, kw_only=True):
    """A record or link on which both bear; they are `opposed` where one speaks for it and the other against it."""

    target: str
    left: Link
    right: Link
    opposed: bool


class Clash(msgspec.Struct, frozen=True, kw_only=True):
    """A link from one of the two to the other, or to something by which the other argues or on which it stands.

    `attacker` and `attacked` are labels of the two; `ground` is the label of what is argued with, which is the
    other's own where the link leads there.
    """

    link: Link
    attacker: str
    attacked: str
    ground: str


class Juxtaposition(msgspec.Struct, frozen=True, kw_only=True):
    """Two interpretations, what they share, and where they part."""

    left: InterpretationSide
    right: InterpretationSide
    clashes: tuple[Clash, ...]
    shared_targets: tuple[SharedTarget, ...]
    shared: tuple[Evidence, ...]
    only_left: tuple[Evidence, ...]
    only_right: tuple[Evidence, ...]

    @property
    def disagreements(self) -> tuple[SharedTarget, ...]:
        """Where one speaks for what the other speaks against."""
        return tuple(shared_target for shared_target in self.shared_targets if shared_target.opposed)

    @property
    def agreements(self) -> tuple[SharedTarget, ...]:
        """Where both speak the same way of the same."""
        return tuple(shared_target for shared_target in self.shared_targets if not shared_target.opposed)


def juxtapose(graph: Graph, left: str, right: str) -> Juxtaposition:
    """Set two interpretations of the map, given by their labels, side by side."""
    one, other = describe_side(graph, left), describe_side(graph, right)
    theirs = {item.id for item in one.documents}, {item.id for item in other.documents}
    return Juxtaposition(
        left=one,
        right=other,
        clashes=(*_find_clashes(graph, one, other), *_find_clashes(graph, other, one)),
        shared_targets=tuple(_find_shared_targets(graph, left, right)),
        shared=tuple(item for item in one.documents if item.id in theirs[1]),
        only_left=tuple(item for item in one.documents if item.id not in theirs[1]),
        only_right=tuple(item for item in other.documents if item.id not in theirs[0]),
    )


def describe_side(graph: Graph, label: str) -> InterpretationSide:
    """Return what is told of one interpretation."""
    reading = next(interpretation for interpretation in graph.interpretations if interpretation.id == label)
    people = tuple(graph.agents_by_id[agent_label] for agent_label in reading.by if agent_label in graph.agents_by_id)
    schools = (reading.school,) if reading.school else tuple(agent.school for agent in people if agent.school)
    home = graph.by_id.get(graph.home[label] or "")
    bearing: dict[str, list[Link]] = {}
    for link in graph.links_from.get(label, ()):
        bearing.setdefault(link.relation, []).append(link)
    ground = tuple(find_grounds(graph, [label]))
    beside = [link for link in graph.links_to.get(label, ()) if link.relation != Relation.SUPPORTS]
    onward = [other for link in graph.links_from.get(label, ()) for other in graph.links_to.get(link.id, ())]
    onward += [other for link in ground for other in graph.links_to.get(link.id, ())]
    return InterpretationSide(
        reading=reading,
        people=people,
        schools=tuple(dict.fromkeys(schools)),
        question=home if isinstance(home, Question) else None,
        bearing={str(relation): tuple(bearing[relation]) for relation in Relation if relation in bearing},
        grounds=ground,
        against=tuple(
            describe_argument(graph, link) for link in {attack.id: attack for attack in (*beside, *onward)}.values()
        ),
        documents=find_documents(graph, label),
    )


def list_interacting_pairs(graph: Graph, limit: int, about: str = "") -> tuple[tuple[str, str], ...]:
    """Return pairs of interpretations that argue with one another or bear on the same, by label, at most `limit`.

    With `about` only those in which that interpretation is.
    Those come first of which one argues with the other or with what the other stands on. Linear in links, but
    for the pairs that bear on the same.
    """
    readings_by_footing: dict[str, set[str]] = {}
    for reading in graph.interpretations:
        for ground in (reading.id, *_list_footing(graph, reading.id)):
            readings_by_footing.setdefault(ground, set()).add(reading.id)
    clashing: set[tuple[str, str]] = set()
    together: set[tuple[str, str]] = set()
    for label, links in graph.links_to.items():
        readings = {premise for link in links for premise in _interpretation_premises(graph, link)}
        meeting = {
            _order_pair(one, other) for one in readings for other in readings_by_footing.get(label, set()) - {one}
        }
        clashing |= {pair for pair in meeting if not about or about in pair}
        if len(together) < limit:
            alike = (_order_pair(one, other) for one, other in combinations(sorted(readings, key=natural_sort_key), 2))
            together |= {pair for pair in alike if not about or about in pair}
    ordered = [*sorted(clashing, key=_natural_pair_key), *sorted(together - clashing, key=_natural_pair_key)]
    return tuple(ordered[:limit])


def _order_pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if natural_sort_key(one) <= natural_sort_key(other) else (other, one)


def _natural_pair_key(pair: tuple[str, str]) -> tuple[Any, Any]:
    return natural_sort_key(pair[0]), natural_sort_key(pair[1])


def _interpretation_premises(graph: Graph, link: Link) -> Iterator[str]:
    return (premise for premise in link.premises if isinstance(graph.statements[premise], Interpretation))


def _list_footing(graph: Graph, label: str) -> Iterable[str]:
    """Return what an interpretation stands on and argues by: links, and the claims and evidence at their beginning."""
    ground = find_grounds(graph, [label])
    yield from dict.fromkeys(link.id for link in (*ground, *graph.links_from.get(label, ())))
    yield from dict.fromkeys(premise for link in ground for premise in link.premises)


def _find_clashes(graph: Graph, one: InterpretationSide, other: InterpretationSide) -> Iterator[Clash]:
    label, attacked = one.reading.id, other.reading.id
    footing = {attacked, *_list_footing(graph, attacked)} - {label}
    for link in graph.links_from.get(label, ()):
        if link.target in footing and label not in _premises_if_link(graph, link.target):
            yield Clash(link=link, attacker=label, attacked=attacked, ground=link.target)


def _premises_if_link(graph: Graph, label: str) -> tuple[str, ...]:
    """Return the premises where the label is a link's: what one argues by together is nothing to clash over."""
    link = graph.links_by_id.get(label)
    return link.premises if link is not None else ()


def _find_shared_targets(graph: Graph, left: str, right: str) -> Iterator[SharedTarget]:
    by_target: dict[str, list[Link]] = {}
    for link in graph.links_from.get(right, ()):
        by_target.setdefault(link.target, []).append(link)
    for link in graph.links_from.get(left, ()):
        for other in by_target.get(link.target, ()):
            opposed = RELATION_MEANINGS[link.relation].force * RELATION_MEANINGS[other.relation].force < 0
            yield SharedTarget(target=link.target, left=link, right=other, opposed=opposed)
