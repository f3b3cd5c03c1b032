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
from models.people.accounts import Account, folded_name
from models.people.enrolment import Member, Place, members_of
from models.people.seminars import Seminar, SeminarMap
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id
from models.teaching.controversy_steps import STEPS
from models.teaching.graded_work import SORTS_OF_WORK, Cause, Deed, GroupPlace, deeds_in, places_of_groups
from models.vocabulary import ControversyStep, Role, Sharing

# Without positions and comments nothing of what is merged counts, and undoing belongs to whoever undoes.
RECORDED = ("records", "links", "evidence", "annotations", "edits")
SORTS_BY_CAUSE: Mapping[Cause, tuple[str, ...]] = {
    Cause.OWN: SORTS_OF_WORK,
    Cause.OTHER_SIDE: (*RECORDED, "undos", "positions", "comments"),
    Cause.MERGED: RECORDED,
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
    of: GradedMap | GradedRound | GradedStep | None = None


ALL = GradedPart("all")
# By the names of parts what a member did there, by cause and sort.
Work = Mapping[tuple[Cause, str], int]


@dataclass(frozen=True, slots=True)
class Grades:
    """What everybody did. `work` is by accounts and the names of parts; where somebody did nothing there is none."""

    seminar: Seminar
    members: tuple[GradedMember, ...]
    parts: tuple[GradedPart, ...]
    work: Mapping[tuple[int, str], Work]

    def part(self, name: str) -> GradedPart | None:
        """Return the part of a name."""
        return next((each for each in (ALL, *self.parts) if each.name == name), None)

    def work_of(self, member: GradedMember, part: GradedPart) -> Work:
        """Return what a member did in a part."""
        return self.work.get((member.account_id, part.name), {})

    @property
    def open_rounds(self) -> list[GradedRound]:
        """The rounds that are not counted yet."""
        return [each.of for each in self.parts if isinstance(each.of, GradedRound) and each.of.is_open]

    @property
    def columns(self) -> list[GradedPart]:
        """The parts of which the table of everything has a column: groups' maps are told by the steps."""
        done = {name for _, name in self.work}
        return [each for each in self.parts if not isinstance(each.of, GradedMap) or _has_column(each, done)]


def _has_column(part: GradedPart, done: set[str]) -> bool:
    found = part.of
    return isinstance(found, GradedMap) and found.controversy is None and (bool(found.title) or part.name in done)


def read_grades(session: Session, seminar: Seminar) -> Grades:
    """Return the grades of a seminar, in a number of queries that does not grow with it."""
    key = persisted_id(seminar)
    deeds = deeds_in(session, key)
    controversies = _controversies(session, key)
    places = places_of_groups(session, key)
    maps = _maps(session, key, places, controversies)
    parts = [GradedPart(f"map:{each.slug}", each) for each in maps.values()]
    rounds = _rounds(session, maps)
    parts += [GradedPart(f"round:{each.map.slug}:{each.number}", each) for each in rounds.values()]
    unknown = {places[each.map_id].controversy_id for each in deeds if each.map_id in places and each.step is None}
    for one in controversies.values():
        steps: list[ControversyStep | None] = [*STEPS[1:]] if one.step != ControversyStep.ASSIGN else []
        if one.id in unknown:
            steps.insert(0, None)
        parts += [
            GradedPart(f"step:{one.number}:{each or UNKNOWN_STEP}", GradedStep(one.number, one.question, each))
            for each in steps
        ]
    work: dict[tuple[int, str], dict[tuple[Cause, str], int]] = {}
    for deed in deeds:
        if deed.account_id is None or deed.map_id not in maps:
            continue
        for name in _parts_of(deed, maps, rounds, places, controversies):
            counts = work.setdefault((deed.account_id, name), {})
            counts[deed.cause, deed.sort] = counts.get((deed.cause, deed.sort), 0) + deed.number
    return Grades(seminar, _members(session, key, deeds), tuple(parts), work)


def _parts_of(
    deed: Deed,
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


def _controversies(session: Session, seminar_id: int) -> dict[int, Controversy]:
    wanted = select(Controversy).where(Controversy.seminar_id == seminar_id).order_by(col(Controversy.number))
    return {persisted_id(each): each for each in session.exec(wanted)}


def _maps(
    session: Session, seminar_id: int, places: Mapping[int, GroupPlace], controversies: Mapping[int, Controversy]
) -> dict[int, GradedMap]:
    """Return the maps of a seminar by their ids: those of all, then forks, then those of groups; each by title."""
    shared = select(SeminarMap.map_id, SeminarMap.sharing).where(SeminarMap.seminar_id == seminar_id)
    ours = dict(session.exec(shared).all())
    there = {
        persisted_id(each): each for each in session.exec(select(ArgumentMap).where(col(ArgumentMap.id).in_(ours)))
    }
    gone = select(Revision.map_id, func.max(Revision.slug)).where(col(Revision.map_id).in_(ours.keys() - there.keys()))
    slugs: dict[int, str] = dict(session.exec(gone.group_by(col(Revision.map_id))).all())
    wanted = select(ControversySide).where(col(ControversySide.controversy_id).in_(controversies))
    sides = {(each.controversy_id, each.number): each.name for each in session.exec(wanted)}
    found = []
    for key in ours:
        map_ = there.get(key)
        if map_ is None and key not in slugs:
            continue
        slug, title = (map_.slug, map_.title) if map_ is not None else (f"{slugs[key]}.{key}", "")
        place = places.get(key)
        if place is None:
            found.append(GradedMap(key, slug, title))
        else:
            number, side = controversies[place.controversy_id].number, sides.get((place[0], place.side or 0))
            found.append(GradedMap(key, slug, title, number, place.group, side))
    listed = sorted(found, key=lambda each: _order(each, ours[each.id]))
    return {each.id: each for each in listed}


def _order(found: GradedMap, sharing: str) -> tuple[Any, ...]:
    if found.controversy is not None:
        return (2, found.controversy, found.group or 0, found.side is None, found.slug)
    return (0 if sharing == Sharing.WORKING else 1, not found.title, folded_name(found.title), found.slug)


def _rounds(session: Session, maps: Mapping[int, GradedMap]) -> dict[int | None, GradedRound]:
    now = read_clock(session)
    wanted = select(Round).where(col(Round.map_id).in_(maps), col(Round.deleted_at).is_(None))
    there = {each: number for number, each in enumerate(maps)}
    listed = sorted(session.exec(wanted), key=lambda each: (there[each.map_id], each.number))
    return {
        each.id: GradedRound(
            persisted_id(each),
            maps[each.map_id],
            each.number,
            each.title,
            each.closed_at is None and (each.closes_at is None or each.closes_at > now),
        )
        for each in listed
    }


def _members(session: Session, seminar_id: int, deeds: Sequence[Deed]) -> tuple[GradedMember, ...]:
    """Return every member, also who did nothing, then those who are members no more, as what they wrote is signed."""
    members = members_of(session, Place(seminar_id=seminar_id))
    accounts = select(Account.id, Account.email).where(col(Account.id).in_([each.account_id for each in members]))
    emails = dict(session.exec(accounts).all())
    found = [_member(each, emails.get(each.account_id) or "") for each in members]
    known = {each.account_id for each in found}
    former = {each.account_id: each.author for each in deeds if each.account_id is not None}
    found += [
        GradedMember(key, name) for key, name in sorted(former.items(), key=lambda each: each[1]) if key not in known
    ]
    return tuple(found)


def _member(each: Member, email: str) -> GradedMember:
    return GradedMember(each.account_id, each.name, each.handle, email, each.id, each.role)
