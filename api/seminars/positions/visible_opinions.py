"""Positions and rounds as a member may see them: rows turned into opinions, and names into pseudonyms."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlmodel import Session

from api.access.authorization import Action
from api.access.current_user import CurrentUser, is_allowed_on_map
from argument_maps.comparison.opinions import (
    Distribution,
    Move,
    Opinion,
    compute_distributions,
    find_moves,
    find_splits,
)
from argument_maps.graph import Graph
from models.history.revisions import to_utc
from models.history.wordings import RecordWording, WordingChange, compare_wordings, read_wordings
from models.participation.answered_wordings import read_answered_wordings
from models.participation.map_anonymity import is_anonymous
from models.participation.names_in_text import read_author_names, replace_names
from models.participation.positions import Position, Round, list_visible_positions, read_rounds
from models.participation.seminar_errors import RoundIsOpen
from models.people.pseudonyms import Numbers, format_member_name, read_pseudonyms, record_scope, round_scope
from models.row_keys import persisted_id


@dataclass(frozen=True, slots=True)
class RoundResults:
    """What came of a closed round.

    `moved` are those who answered otherwise than in the last closed round before that asked about the record;
    `present` is what the records that were answered about say today.
    """

    round: Round
    distributions: tuple[Distribution, ...]
    splits: tuple[Distribution, ...]
    moved: tuple[Move, ...]
    members: int
    present: Mapping[str, RecordWording]

    def is_gone(self, label: str) -> bool:
        """Tell whether a record that was answered about is not on the map any more."""
        return label not in self.present

    def changes(self, spread: Distribution) -> list[WordingChange]:
        """Return what a record says otherwise today than when it was answered about; nothing where it is gone."""
        present_wording = self.present.get(spread.label)
        return (
            compare_wordings(spread.wording, present_wording)
            if spread.wording is not None and present_wording is not None
            else []
        )

    def has_several_wordings(self, label: str) -> bool:
        """Tell whether members answered about a record in different words."""
        return sum(distribution.label == label for distribution in self.distributions) > 1


def build_opinions(
    session: Session,
    positions: Sequence[Position],
    map_rounds: Iterable[Round],
    user: CurrentUser,
    numbers: Numbers,
    names: Mapping[str, Sequence[str]] | None = None,
) -> list[Opinion]:
    """Return positions as opinions, with what the records said then, under the names that the user may see.

    Where a round does not show names all but oneself stand under pseudonyms, except for teachers; so do those whom a
    reason names, where `names` has by members what each is called.
    """
    rounds_by_id = {seminar_round.id: seminar_round for seminar_round in map_rounds}
    anonymous_map_ids = {
        map_id for map_id in {position.map_id for position in positions} if is_anonymous(session, map_id)
    }
    wordings = read_answered_wordings(session, positions)
    # Where names are hidden nothing may tell sooner answers from later ones to the same words.
    earliest: dict[Any, int | None] = {}
    for position in sorted(positions, key=lambda position: position.sequence or 0, reverse=True):
        earliest[_identify_judgement(position, wordings)] = position.sequence
    opinions = []
    for position in positions:
        position_round = rounds_by_id.get(position.round_id)
        hides_names = position.map_id in anonymous_map_ids or (
            position_round is not None and not position_round.names_shown
        )
        uses_pseudonym = hides_names and not is_allowed_on_map(user, Action.TEACH, position.map_id)
        scope = find_pseudonym_scope(position)
        reason = position.reason
        if uses_pseudonym:
            names_by_pseudonym = {
                format_member_name(number): (names or {}).get(member, (member,))
                for (number_scope, member), number in numbers.items()
                if number_scope == scope and member != user.name
            }
            reason = replace_names(reason, names_by_pseudonym)
        opinions.append(
            Opinion(
                member=format_member_name(numbers.get((scope, position.member)))
                if uses_pseudonym and position.member != user.name
                else position.member,
                label=position.label,
                stance=position.stance,
                confidence=position.confidence,
                reason=reason,
                round=position_round.number if position_round else None,
                wording=wordings.get(persisted_id(position)),
                sequence=earliest[_identify_judgement(position, wordings)] if uses_pseudonym else position.sequence,
                at=None if uses_pseudonym else to_utc(position.at),
            )
        )
    return opinions


def _identify_judgement(
    position: Position, wordings: Mapping[int, RecordWording]
) -> tuple[int | None, str, RecordWording | None]:
    """Return what a position was taken on: in which round, on which record, and in which words."""
    return position.round_id, position.label, wordings.get(persisted_id(position))


def find_pseudonym_scope(position: Position) -> str:
    """Return where the pseudonym holds under which a position stands where names are hidden."""
    return record_scope(position.label) if position.round_id is None else round_scope(position.round_id)


class PlacedOpinion(NamedTuple):
    """A position as somebody may see it: its place in the list, when it was taken, and what it says."""

    place: tuple[int, int, str]
    at: datetime
    opinion: Opinion


def list_opinions_with_places(
    session: Session, map_id: int, user: CurrentUser, *, label: str | None = None, round_id: int | None = None
) -> list[PlacedOpinion]:
    """Return the opinions that the user may see, in the order in which they were taken.

    Where names are hidden from the user order, moments and changes of mind would tell who is who: others' last answers
    stand there by their numbers, at the moment at which the round was closed, or outside of rounds by their day.
    """
    map_rounds = read_rounds(session, map_id)
    rounds_by_id = {seminar_round.id: seminar_round for seminar_round in map_rounds}
    numbers = read_pseudonyms(session, map_id)
    positions = list_visible_positions(session, map_id, user.name, label=label, round_id=round_id)
    teaches = is_allowed_on_map(user, Action.TEACH, map_id)
    last_ids = {(position.round_id, position.member, position.label): position.id for position in positions}
    placed_opinions = []
    anonymous = is_anonymous(session, map_id)
    for position, opinion in zip(
        positions, _build_named_opinions(session, positions, map_rounds, user, numbers), strict=True
    ):
        # A moment that is the same for all who answered, or for a day.
        at = rounds_by_id[position.round_id].closed_at if position.round_id is not None else begin_day(position.at)
        hides_names = anonymous or (position.round_id is not None and not rounds_by_id[position.round_id].names_shown)
        if hides_names and not teaches and at is not None:
            if last_ids[position.round_id, position.member, position.label] != position.id:
                continue
            number = (
                _LAST
                if position.member == user.name
                else numbers.get((find_pseudonym_scope(position), position.member), 0)
            )
            placed_opinions.append(PlacedOpinion((_count_microseconds(at), number, position.label), at, opinion))
        else:
            placed_opinions.append(
                PlacedOpinion(
                    (_count_microseconds(position.at), persisted_id(position), position.label), position.at, opinion
                )
            )
    return sorted(placed_opinions, key=lambda placed_opinion: placed_opinion.place)


def begin_day(at: datetime) -> datetime:
    """Return the beginning of the day, in UTC, of a moment."""
    return to_utc(at).replace(hour=0, minute=0, second=0, microsecond=0)


_LAST = 2**50


def _count_microseconds(at: datetime) -> int:
    """Return a moment as a number of microseconds."""
    return (to_utc(at) - _EPOCH) // timedelta(microseconds=1)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _build_named_opinions(
    session: Session, positions: Sequence[Position], map_rounds: Sequence[Round], user: CurrentUser, numbers: Numbers
) -> list[Opinion]:
    anonymous_round_ids = {seminar_round.id for seminar_round in map_rounds if not seminar_round.names_shown}
    is_anonymous_map = bool(positions) and is_anonymous(session, positions[0].map_id)
    members = sorted(
        {position.member for position in positions if is_anonymous_map or position.round_id in anonymous_round_ids}
    )
    return build_opinions(
        session, positions, map_rounds, user, numbers, read_author_names(session, members) if members else {}
    )


def list_visible_opinions(session: Session, map_id: int, user: CurrentUser, label: str | None = None) -> list[Opinion]:
    """Return the opinions on a map, or on one record, that the user may see, in the order in which they were taken."""
    positions = list_visible_positions(session, map_id, user.name, label=label)
    return _build_named_opinions(
        session, positions, read_rounds(session, map_id), user, read_pseudonyms(session, map_id)
    )


def summarise_results(session: Session, closed_round: Round, user: CurrentUser) -> RoundResults:
    """Return what came of a round; raises `RoundIsOpen` where members still answer it.

    Where a round hides names, nobody stands in another under the same one, and so all but teachers see only of
    themselves whether they moved.
    """
    if closed_round.is_open:
        raise RoundIsOpen(closed_round.number)
    map_rounds = read_rounds(session, closed_round.map_id)
    visible_opinions = list_visible_opinions(session, closed_round.map_id, user)
    closed_numbers = {seminar_round.number for seminar_round in map_rounds if not seminar_round.is_open}
    now = [opinion for opinion in visible_opinions if opinion.round == closed_round.number]
    before = [
        opinion
        for opinion in visible_opinions
        if opinion.round in closed_numbers and (opinion.round or 0) < closed_round.number
    ]
    round_distributions = compute_distributions(now)
    present = read_wordings(session, closed_round.map_id, {distribution.label for distribution in round_distributions})
    return RoundResults(
        closed_round,
        round_distributions,
        find_splits(round_distributions),
        find_moves(before, now),
        len({opinion.member for opinion in now}),
        present,
    )


def list_round_labels(graph: Graph, seminar_round: Round | None) -> list[str]:
    """Return the records of the map that a round asks about and that are still there, in the map's order."""
    present_labels = [*graph.statements, *graph.links_by_id]
    if seminar_round is None or not seminar_round.labels:
        return present_labels
    return [label for label in seminar_round.labels if label in set(present_labels)]
