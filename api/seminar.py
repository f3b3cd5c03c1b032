"""Positions and rounds as a member may see them: rows turned into opinions, and names into pseudonyms."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlmodel import Session

from api import permission
from api.database import lock_map
from api.permission import Action, CurrentUser
from argument_maps.comparison.opinions import Distribution, Move, Opinion, distributions, moves, splits
from argument_maps.graph import Graph
from models.errors import UnknownMap
from models.history.revisions import in_utc
from models.history.wordings import Wording, WordingChange, compare_wordings, read_wordings
from models.participation.answered_wordings import answered_wordings
from models.participation.map_anonymity import is_anonymous
from models.participation.names_in_text import names_of, replace_names
from models.participation.positions import Position, Round, positions_seen, rounds
from models.participation.seminar_errors import RoundIsOpen
from models.people.pseudonyms import Numbers, name_number, pseudonyms, record_scope, round_scope
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id
from models.vocabulary import Visibility


@dataclass(frozen=True, slots=True)
class Results:
    """What came of a closed round.

    `moved` are those who answered otherwise than in the last closed round before that asked about the record;
    `present` is what the records that were answered about say today.
    """

    round: Round
    distributions: tuple[Distribution, ...]
    splits: tuple[Distribution, ...]
    moved: tuple[Move, ...]
    members: int
    present: Mapping[str, Wording]

    def is_gone(self, label: str) -> bool:
        """Tell whether a record that was answered about is not on the map any more."""
        return label not in self.present

    def changes(self, spread: Distribution) -> list[WordingChange]:
        """Return what a record says otherwise today than when it was answered about; nothing where it is gone."""
        there = self.present.get(spread.label)
        return compare_wordings(spread.wording, there) if spread.wording is not None and there is not None else []

    def has_several_wordings(self, label: str) -> bool:
        """Tell whether members answered about a record in different words."""
        return sum(each.label == label for each in self.distributions) > 1


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


def opinions(
    session: Session,
    found: Sequence[Position],
    told: Iterable[Round],
    user: CurrentUser,
    numbers: Numbers,
    names: Mapping[str, Sequence[str]] | None = None,
) -> list[Opinion]:
    """Return positions as opinions, with what the records said then, under the names that the user may see.

    Where a round does not show names all but oneself stand under pseudonyms, except for teachers; so do those whom a
    reason names, where `names` has by members what each is called.
    """
    by_id = {each.id: each for each in told}
    hiding = {each for each in {one.map_id for one in found} if is_anonymous(session, each)}
    wordings = answered_wordings(session, found)
    # Where names are hidden nothing may tell sooner answers from later ones to the same words.
    earliest: dict[Any, int | None] = {}
    for each in sorted(found, key=lambda one: one.sequence or 0, reverse=True):
        earliest[_judged(each, wordings)] = each.sequence
    made = []
    for each in found:
        asked = by_id.get(each.round_id)
        hidden_there = each.map_id in hiding or (asked is not None and not asked.names_shown)
        screened = hidden_there and not may(user, Action.TEACH, each.map_id)
        scope = scope_of(each)
        reason = each.reason
        if screened:
            hidden = {
                name_number(number): (names or {}).get(member, (member,))
                for (where, member), number in numbers.items()
                if where == scope and member != user.name
            }
            reason = replace_names(reason, hidden)
        made.append(
            Opinion(
                member=name_number(numbers.get((scope, each.member)))
                if screened and each.member != user.name
                else each.member,
                label=each.label,
                stance=each.stance,
                confidence=each.confidence,
                reason=reason,
                round=asked.number if asked else None,
                wording=wordings.get(persisted_id(each)),
                sequence=earliest[_judged(each, wordings)] if screened else each.sequence,
                at=None if screened else in_utc(each.at),
            )
        )
    return made


def _judged(position: Position, wordings: Mapping[int, Wording]) -> tuple[int | None, str, Wording | None]:
    """Return what a position was taken on: in which round, on which record, and in which words."""
    return position.round_id, position.label, wordings.get(persisted_id(position))


def scope_of(position: Position) -> str:
    """Return where the pseudonym holds under which a position stands where names are hidden."""
    return record_scope(position.label) if position.round_id is None else round_scope(position.round_id)


class Placed(NamedTuple):
    """A position as somebody may see it: its place in the list, when it was taken, and what it says."""

    place: tuple[int, int, str]
    at: datetime
    opinion: Opinion


def placed_opinions(
    session: Session, map_id: int, user: CurrentUser, *, label: str | None = None, round_id: int | None = None
) -> list[Placed]:
    """Return the opinions that the user may see, in the order in which they were taken.

    Where names are hidden from the user order, moments and changes of mind would tell who is who: others' last answers
    stand there by their numbers, at the moment at which the round was closed, or outside of rounds by their day.
    """
    asked = rounds(session, map_id)
    by_id = {each.id: each for each in asked}
    numbers = pseudonyms(session, map_id)
    found = positions_seen(session, map_id, user.name, label=label, round_id=round_id)
    teaches = may(user, Action.TEACH, map_id)
    last = {(each.round_id, each.member, each.label): each.id for each in found}
    made = []
    anonymous = is_anonymous(session, map_id)
    for each, opinion in zip(found, _named(session, found, asked, user, numbers), strict=True):
        # A moment that is the same for all who answered, or for a day.
        at = by_id[each.round_id].closed_at if each.round_id is not None else begin_day(each.at)
        masked = anonymous or (each.round_id is not None and not by_id[each.round_id].names_shown)
        if masked and not teaches and at is not None:
            if last[each.round_id, each.member, each.label] != each.id:
                continue
            number = _LAST if each.member == user.name else numbers.get((scope_of(each), each.member), 0)
            made.append(Placed((_ticks(at), number, each.label), at, opinion))
        else:
            made.append(Placed((_ticks(each.at), persisted_id(each), each.label), each.at, opinion))
    return sorted(made, key=lambda each: each.place)


def begin_day(at: datetime) -> datetime:
    """Return the beginning of the day, in UTC, of a moment."""
    return in_utc(at).replace(hour=0, minute=0, second=0, microsecond=0)


_LAST = 2**50


def _ticks(at: datetime) -> int:
    """Return a moment as a number of microseconds."""
    return (in_utc(at) - _EPOCH) // timedelta(microseconds=1)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _named(
    session: Session, found: Sequence[Position], asked: Sequence[Round], user: CurrentUser, numbers: Numbers
) -> list[Opinion]:
    unnamed = {each.id for each in asked if not each.names_shown}
    everywhere = bool(found) and is_anonymous(session, found[0].map_id)
    members = sorted({each.member for each in found if everywhere or each.round_id in unnamed})
    return opinions(session, found, asked, user, numbers, names_of(session, members) if members else {})


def seen(session: Session, map_id: int, user: CurrentUser, label: str | None = None) -> list[Opinion]:
    """Return the opinions on a map, or on one record, that the user may see, in the order in which they were taken."""
    found = positions_seen(session, map_id, user.name, label=label)
    return _named(session, found, rounds(session, map_id), user, pseudonyms(session, map_id))


def results(session: Session, closed: Round, user: CurrentUser) -> Results:
    """Return what came of a round; raises `RoundIsOpen` where members still answer it.

    Where a round hides names, nobody stands in another under the same one, and so all but teachers see only of
    themselves whether they moved.
    """
    if closed.is_open:
        raise RoundIsOpen(closed.number)
    told = rounds(session, closed.map_id)
    every = seen(session, closed.map_id, user)
    over = {each.number for each in told if not each.is_open}
    now = [each for each in every if each.round == closed.number]
    before = [each for each in every if each.round in over and (each.round or 0) < closed.number]
    spread = distributions(now)
    present = read_wordings(session, closed.map_id, {each.label for each in spread})
    return Results(closed, spread, splits(spread), moves(before, now), len({each.member for each in now}), present)


def asked_labels(graph: Graph, found: Round | None) -> list[str]:
    """Return the records of the map that a round asks about and that are still there, in the map's order."""
    there = [*graph.statements, *graph.links_by_id]
    if found is None or not found.labels:
        return there
    return [label for label in found.labels if label in set(there)]
