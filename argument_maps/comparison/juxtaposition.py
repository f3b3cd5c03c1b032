"""Two interpretations side by side: what each bears on and stands on, and where they agree and part."""

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

import msgspec

from argument_maps.graph import Agent, Evidence, Graph, Interpretation, Link, Question, natural
from argument_maps.verdicts.guided_reading import Argument, argument, grounds
from argument_maps.verdicts.ledger import documents
from models.vocabulary import Relation

_STANCES: dict[str, int] = {
    Relation.SUPPORTS: 1,
    Relation.ANSWERS: 1,
    Relation.CHALLENGES: -1,
    Relation.UNDERMINES: -1,
    Relation.UNDERCUTS: -1,
}


class Side(msgspec.Struct, frozen=True, kw_only=True):
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


class Meeting(msgspec.Struct, frozen=True, kw_only=True):
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

    left: Side
    right: Side
    clashes: tuple[Clash, ...]
    meetings: tuple[Meeting, ...]
    shared: tuple[Evidence, ...]
    only_left: tuple[Evidence, ...]
    only_right: tuple[Evidence, ...]

    @property
    def partings(self) -> tuple[Meeting, ...]:
        """Where one speaks for what the other speaks against."""
        return tuple(each for each in self.meetings if each.opposed)

    @property
    def agreements(self) -> tuple[Meeting, ...]:
        """Where both speak the same way of the same."""
        return tuple(each for each in self.meetings if not each.opposed)


def juxtapose(graph: Graph, left: str, right: str) -> Juxtaposition:
    """Set two interpretations of the map, given by their labels, side by side."""
    one, other = side(graph, left), side(graph, right)
    theirs = {item.id for item in one.documents}, {item.id for item in other.documents}
    return Juxtaposition(
        left=one,
        right=other,
        clashes=(*_clashes(graph, one, other), *_clashes(graph, other, one)),
        meetings=tuple(_meetings(graph, left, right)),
        shared=tuple(item for item in one.documents if item.id in theirs[1]),
        only_left=tuple(item for item in one.documents if item.id not in theirs[1]),
        only_right=tuple(item for item in other.documents if item.id not in theirs[0]),
    )


def side(graph: Graph, label: str) -> Side:
    """Return what is told of one interpretation."""
    reading = next(each for each in graph.interpretations if each.id == label)
    people = tuple(graph.agents_by_id[each] for each in reading.by if each in graph.agents_by_id)
    schools = (reading.school,) if reading.school else tuple(each.school for each in people if each.school)
    home = graph.by_id.get(graph.home[label] or "")
    bearing: dict[str, list[Link]] = {}
    for link in graph.links_from.get(label, ()):
        bearing.setdefault(link.relation, []).append(link)
    ground = tuple(grounds(graph, [label]))
    beside = [link for link in graph.links_to.get(label, ()) if link.relation != Relation.SUPPORTS]
    onward = [other for link in graph.links_from.get(label, ()) for other in graph.links_to.get(link.id, ())]
    onward += [other for link in ground for other in graph.links_to.get(link.id, ())]
    return Side(
        reading=reading,
        people=people,
        schools=tuple(dict.fromkeys(schools)),
        question=home if isinstance(home, Question) else None,
        bearing={str(relation): tuple(bearing[relation]) for relation in Relation if relation in bearing},
        grounds=ground,
        against=tuple(argument(graph, link) for link in {each.id: each for each in (*beside, *onward)}.values()),
        documents=documents(graph, label),
    )


def meeting_pairs(graph: Graph, limit: int, about: str = "") -> tuple[tuple[str, str], ...]:
    """Return pairs of interpretations that argue with one another or bear on the same, by label, at most `limit`.

    With `about` only those in which that interpretation is.
    Those come first of which one argues with the other or with what the other stands on. Linear in links, but
    for the pairs that bear on the same.
    """
    stands: dict[str, set[str]] = {}
    for reading in graph.interpretations:
        for ground in (reading.id, *_footing(graph, reading.id)):
            stands.setdefault(ground, set()).add(reading.id)
    clashing: set[tuple[str, str]] = set()
    together: set[tuple[str, str]] = set()
    for label, links in graph.links_to.items():
        readings = {premise for link in links for premise in _readings(graph, link)}
        meeting = {_pair(one, other) for one in readings for other in stands.get(label, set()) - {one}}
        clashing |= {pair for pair in meeting if not about or about in pair}
        if len(together) < limit:
            alike = (_pair(one, other) for one, other in combinations(sorted(readings, key=natural), 2))
            together |= {pair for pair in alike if not about or about in pair}
    ordered = [*sorted(clashing, key=_by_number), *sorted(together - clashing, key=_by_number)]
    return tuple(ordered[:limit])


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if natural(one) <= natural(other) else (other, one)


def _by_number(pair: tuple[str, str]) -> tuple[Any, Any]:
    return natural(pair[0]), natural(pair[1])


def _readings(graph: Graph, link: Link) -> Iterator[str]:
    return (premise for premise in link.premises if isinstance(graph.statements[premise], Interpretation))


def _footing(graph: Graph, label: str) -> Iterable[str]:
    """Return what an interpretation stands on and argues by: links, and the claims and evidence at their beginning."""
    ground = grounds(graph, [label])
    yield from dict.fromkeys(link.id for link in (*ground, *graph.links_from.get(label, ())))
    yield from dict.fromkeys(premise for link in ground for premise in link.premises)


def _clashes(graph: Graph, one: Side, other: Side) -> Iterator[Clash]:
    label, attacked = one.reading.id, other.reading.id
    footing = {attacked, *_footing(graph, attacked)} - {label}
    for link in graph.links_from.get(label, ()):
        if link.target in footing and label not in _ends_of(graph, link.target):
            yield Clash(link=link, attacker=label, attacked=attacked, ground=link.target)


def _ends_of(graph: Graph, label: str) -> tuple[str, ...]:
    """Return the premises where the label is a link's: what one argues by together is nothing to clash over."""
    link = graph.links_by_id.get(label)
    return link.premises if link is not None else ()


def _meetings(graph: Graph, left: str, right: str) -> Iterator[Meeting]:
    by_target: dict[str, list[Link]] = {}
    for link in graph.links_from.get(right, ()):
        by_target.setdefault(link.target, []).append(link)
    for link in graph.links_from.get(left, ()):
        for other in by_target.get(link.target, ()):
            opposed = _STANCES.get(link.relation, 0) * _STANCES.get(other.relation, 0) < 0
            yield Meeting(target=link.target, left=link, right=other, opposed=opposed)
