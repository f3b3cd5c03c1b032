"""One table for a whole seminar: a row for each member, and what they did in all and in each of its parts.

Who may read it leads the seminar, and so knows whose a pseudonym is; nobody else gets to see it (docs/privacy.md).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlmodel import Session, col, func, select

from models.controversies.controversies import Controversy, ControversySide
from models.history.revisions import Revision
from models.instants import read_clock
from models.participation.positions import Round
from models.people.accounts import Account, fold_name
from models.people.enrolment import Member, MembershipScope, list_members
from models.people.seminars import Seminar, SeminarMap
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id
from models.teaching.controversy_steps import STEPS
from models.teaching.graded_work import SORTS_OF_WORK, GroupPlace, WorkCause, WorkCount, count_work, find_group_places
from models.vocabulary import ControversyStep, Role, Sharing

# Without positions and comments nothing of what is merged counts, and undoing belongs to whoever undoes.
RECORDED = ("records", "links", "evidence", "annotations", "edits")
SORTS_BY_CAUSE: Mapping[WorkCause, tuple[str, ...]] = {
    WorkCause.OWN: SORTS_OF_WORK,
    WorkCause.OTHER_SIDE: (*RECORDED, "undos", "positions", "comments"),
    WorkCause.MERGED: RECORDED,
}
UNKNOWN_STEP = "unknown"


@dataclass(frozen=True, slots=True)
class GradedMember:
    """Whose row it is. `number` and `role` are None for whoever is no member any more, and `email` then unknown."""

    account_id: int
    name: str
    account: str = ""
    email: str = ""
    number: int | None = None
    role: Role | None = None


class GradedMap(NamedTuple):
    """A map of the seminar; `title` is empty where it was deleted. Maps of groups have their controversy's number."""

    id: int
    slug: str
    title: str
    controversy: int | None = None
    group: int | None = None
    side: str | None = None


class GradedRound(NamedTuple):
    """A round of positions on a map of the seminar; one that is open is not counted yet."""

    id: int
    map: GradedMap
    number: int
    title: str
    is_open: bool


class GradedStep(NamedTuple):
    """A step of a controversy; None are those of which nobody noted when they began."""

    controversy: int
    question: str
    step: ControversyStep | None


class GradedPart(NamedTuple):
    """A part of what is counted: its name in files and addresses, and what it is of. Without either, everything."""

    name: str
    subject: GradedMap | GradedRound | GradedStep | None = None


ALL = GradedPart("all")
# By the names of parts what a member did there, by cause and sort.
Work = Mapping[tuple[WorkCause, str], int]


@dataclass(frozen=True, slots=True)
class Grades:
    """What everybody did. `work` is by accounts and the names of parts; where somebody did nothing there is none."""

    seminar: Seminar
    members: tuple[GradedMember, ...]
    parts: tuple[GradedPart, ...]
    work: Mapping[tuple[int, str], Work]

    def find_part(self, name: str) -> GradedPart | None:
        """Return the part of a name."""
        return next((part for part in (ALL, *self.parts) if part.name == name), None)

    def find_work(self, member: GradedMember, part: GradedPart) -> Work:
        """Return what a member did in a part."""
        return self.work.get((member.account_id, part.name), {})

    @property
    def open_rounds(self) -> list[GradedRound]:
        """The rounds that are not counted yet."""
        return [part.subject for part in self.parts if isinstance(part.subject, GradedRound) and part.subject.is_open]

    @property
    def columns(self) -> list[GradedPart]:
        """The parts of which the table of everything has a column: groups' maps are told by the steps."""
        done = {name for _, name in self.work}
        return [part for part in self.parts if not isinstance(part.subject, GradedMap) or _has_column(part, done)]


def _has_column(part: GradedPart, done: set[str]) -> bool:
    subject = part.subject
    return isinstance(subject, GradedMap) and subject.controversy is None and (bool(subject.title) or part.name in done)


def read_grades(session: Session, seminar: Seminar) -> Grades:
    """Return the grades of a seminar, in a number of queries that does not grow with it."""
    key = persisted_id(seminar)
    deeds = count_work(session, key)
    controversies = _read_controversies(session, key)
    places = find_group_places(session, key)
    maps = _read_maps(session, key, places, controversies)
    parts = [GradedPart(f"map:{map_.slug}", map_) for map_ in maps.values()]
    rounds = _read_rounds(session, maps)
    parts += [GradedPart(f"round:{round_.map.slug}:{round_.number}", round_) for round_ in rounds.values()]
    unknown = {places[deed.map_id].controversy_id for deed in deeds if deed.map_id in places and deed.step is None}
    for controversy in controversies.values():
        steps: list[ControversyStep | None] = [*STEPS[1:]] if controversy.step != ControversyStep.ASSIGN else []
        if controversy.id in unknown:
            steps.insert(0, None)
        parts += [
            GradedPart(
                f"step:{controversy.number}:{step or UNKNOWN_STEP}",
                GradedStep(controversy.number, controversy.question, step),
            )
            for step in steps
        ]
    work: dict[tuple[int, str], dict[tuple[WorkCause, str], int]] = {}
    for deed in deeds:
        if deed.account_id is None or deed.map_id not in maps:
            continue
        for name in _list_part_names(deed, maps, rounds, places, controversies):
            counts = work.setdefault((deed.account_id, name), {})
            counts[deed.cause, deed.sort] = counts.get((deed.cause, deed.sort), 0) + deed.number
    return Grades(seminar, _read_members(session, key, deeds), tuple(parts), work)


def _list_part_names(
    deed: WorkCount,
    maps: Mapping[int, GradedMap],
    rounds: Mapping[int | None, GradedRound],
    places: Mapping[int, GroupPlace],
    controversies: Mapping[int, Controversy],
) -> Iterable[str]:
    yield ALL.name
    slug = maps[deed.map_id].slug
    yield f"map:{slug}"
    if deed.round_id in rounds:
        yield f"round:{slug}:{rounds[deed.round_id].number}"
    if deed.map_id in places:
        number = controversies[places[deed.map_id].controversy_id].number
        yield f"step:{number}:{deed.step or UNKNOWN_STEP}"


def _read_controversies(session: Session, seminar_id: int) -> dict[int, Controversy]:
    query = select(Controversy).where(Controversy.seminar_id == seminar_id).order_by(col(Controversy.number))
    return {persisted_id(controversy): controversy for controversy in session.exec(query)}


def _read_maps(
    session: Session, seminar_id: int, places: Mapping[int, GroupPlace], controversies: Mapping[int, Controversy]
) -> dict[int, GradedMap]:
    """Return the maps of a seminar by their ids: those of all, then forks, then those of groups; each by title."""
    shared = select(SeminarMap.map_id, SeminarMap.sharing).where(SeminarMap.seminar_id == seminar_id)
    ours = dict(session.exec(shared).all())
    maps_by_id = {
        persisted_id(map_): map_ for map_ in session.exec(select(ArgumentMap).where(col(ArgumentMap.id).in_(ours)))
    }
    deleted_query = select(Revision.map_id, func.max(Revision.slug)).where(
        col(Revision.map_id).in_(ours.keys() - maps_by_id.keys())
    )
    slugs: dict[int, str] = dict(session.exec(deleted_query.group_by(col(Revision.map_id))).all())
    sides_query = select(ControversySide).where(col(ControversySide.controversy_id).in_(controversies))
    sides = {(side.controversy_id, side.number): side.name for side in session.exec(sides_query)}
    graded_maps = []
    for key in ours:
        map_ = maps_by_id.get(key)
        if map_ is None and key not in slugs:
            continue
        slug, title = (map_.slug, map_.title) if map_ is not None else (f"{slugs[key]}.{key}", "")
        place = places.get(key)
        if place is None:
            graded_maps.append(GradedMap(key, slug, title))
        else:
            number, side = controversies[place.controversy_id].number, sides.get((place[0], place.side or 0))
            graded_maps.append(GradedMap(key, slug, title, number, place.group, side))
    listed = sorted(graded_maps, key=lambda graded_map: _map_sort_key(graded_map, ours[graded_map.id]))
    return {graded_map.id: graded_map for graded_map in listed}


def _map_sort_key(graded_map: GradedMap, sharing: str) -> tuple[Any, ...]:
    if graded_map.controversy is not None:
        return (2, graded_map.controversy, graded_map.group or 0, graded_map.side is None, graded_map.slug)
    return (0 if sharing == Sharing.WORKING else 1, not graded_map.title, fold_name(graded_map.title), graded_map.slug)


def _read_rounds(session: Session, maps: Mapping[int, GradedMap]) -> dict[int | None, GradedRound]:
    now = read_clock(session)
    query = select(Round).where(col(Round.map_id).in_(maps), col(Round.deleted_at).is_(None))
    map_order = {map_id: number for number, map_id in enumerate(maps)}
    listed = sorted(session.exec(query), key=lambda round_: (map_order[round_.map_id], round_.number))
    return {
        round_.id: GradedRound(
            persisted_id(round_),
            maps[round_.map_id],
            round_.number,
            round_.title,
            round_.closed_at is None and (round_.closes_at is None or round_.closes_at > now),
        )
        for round_ in listed
    }


def _read_members(session: Session, seminar_id: int, deeds: Sequence[WorkCount]) -> tuple[GradedMember, ...]:
    """Return every member, also who did nothing, then those who are members no more, as what they wrote is signed."""
    members = list_members(session, MembershipScope(seminar_id=seminar_id))
    accounts = select(Account.id, Account.email).where(col(Account.id).in_([member.account_id for member in members]))
    emails = dict(session.exec(accounts).all())
    graded_members = [_describe_member(member, emails.get(member.account_id) or "") for member in members]
    member_ids = {member.account_id for member in graded_members}
    former = {deed.account_id: deed.author for deed in deeds if deed.account_id is not None}
    graded_members += [
        GradedMember(key, name)
        for key, name in sorted(former.items(), key=lambda former_member: former_member[1])
        if key not in member_ids
    ]
    return tuple(graded_members)


def _describe_member(member: Member, email: str) -> GradedMember:
    return GradedMember(member.account_id, member.name, member.handle, email, member.id, member.role)
