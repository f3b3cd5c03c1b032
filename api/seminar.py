"""Positions and rounds as a member may see them: rows turned into opinions, and names into pseudonyms."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from api import permission
from api.database import lock_map
from api.permission import Action, CurrentUser
from argument_maps.graph import Graph
from argument_maps.opinions import Distribution, Move, Opinion, distributions, moves, splits
from models.errors import UnknownMap
from models.maps import ArgumentMap
from models.positions import Position, Round, positions_seen, pseudonyms, rounds
from models.seminar_errors import RoundIsOpen
from models.vocabulary import Visibility


@dataclass(frozen=True, slots=True)
class Results:
    """What came of a closed round.

    `moved` are those who answered otherwise than in the last closed round before that asked about the record.
    """

    round: Round
    distributions: tuple[Distribution, ...]
    splits: tuple[Distribution, ...]
    moved: tuple[Move, ...]
    members: int


def held(session: Session, slug: str) -> ArgumentMap:
    """Return the map, held against other writers; raises `UnknownMap`."""
    found = lock_map(session, slug)
    if found is None:
        raise UnknownMap(slug)
    return found


def may(user: CurrentUser, action: Action, map_id: int) -> bool:
    """Tell whether the user's role on the map includes the action; routes ask by themselves."""
    # Whoever sees a map may not for that reason do anything else with it, so that its role alone counts.
    return permission.allowed(user, action, Visibility.PRIVATE, map_id)


def pseudonym(number: int | None) -> str:
    """Return the name under which somebody stands whose own is not shown."""
    return f"Member {number}" if number is not None else "A member"


def opinions(
    found: Iterable[Position], told: Iterable[Round], user: CurrentUser, numbers: Mapping[str, int]
) -> list[Opinion]:
    """Return positions as opinions, under the names that the user may see.

    Where a round does not show names all but oneself stand under pseudonyms, except for teachers.
    """
    by_id = {each.id: each for each in told}
    made = []
    for each in found:
        asked = by_id.get(each.round_id)
        shown = asked is None or asked.names_shown or each.member == user.name or may(user, Action.TEACH, each.map_id)
        made.append(
            Opinion(
                member=each.member if shown else pseudonym(numbers.get(each.member)),
                label=each.label,
                stance=each.stance,
                confidence=each.confidence,
                reason=each.reason,
                round=asked.number if asked else None,
            )
        )
    return made


def seen(session: Session, map_id: int, user: CurrentUser, label: str | None = None) -> list[Opinion]:
    """Return the opinions on a map, or on one record, that the user may see, in the order in which they were taken."""
    found = positions_seen(session, map_id, user.name, label=label)
    return opinions(found, rounds(session, map_id), user, pseudonyms(session, map_id))


def results(session: Session, closed: Round, user: CurrentUser) -> Results:
    """Return what came of a round; raises `RoundIsOpen` where members still answer it."""
    if closed.is_open:
        raise RoundIsOpen(closed.number)
    told = rounds(session, closed.map_id)
    every = opinions(positions_seen(session, closed.map_id, user.name), told, user, pseudonyms(session, closed.map_id))
    # Where one of two rounds hides names, members do not stand under the same name in both.
    alike = {
        each.number
        for each in told
        if not each.is_open and (may(user, Action.TEACH, closed.map_id) or each.names_shown == closed.names_shown)
    }
    now = [each for each in every if each.round == closed.number]
    before = [each for each in every if each.round in alike and (each.round or 0) < closed.number]
    spread = distributions(now)
    return Results(closed, spread, splits(spread), moves(before, now), len({each.member for each in now}))


def asked_labels(graph: Graph, found: Round | None) -> list[str]:
    """Return the records of the map that a round asks about and that are still there, in the map's order."""
    there = [*graph.statements, *graph.links_by_id]
    if found is None or not found.labels:
        return there
    return [label for label in found.labels if label in set(there)]
