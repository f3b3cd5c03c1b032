"""Structured academic controversies: their sides, their groups, who sits where, and on which map each works.

The method is David W. Johnson's and Roger T. Johnson's (“Conflict in the Classroom: Controversy and Learning”, 1979;
with Karl A. Smith, “Academic Controversy”, ASHE-ERIC Higher Education Report 25(3), 1996): small groups, in each of
which sides prepare opposite positions, discuss them, reverse perspectives, and agree on a synthesis.

Each side of each group has a fork of the common map, and each group one more on which its sides are merged. All come
from one state of it, so that any two can be compared and merged. They belong to the seminar without being shared with
it (`SeminarMap.sharing`), so that whoever teaches leads them and pseudonyms hold there; members are let in map by map.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, select
from sqlmodel import Field, Session, SQLModel, col

from models.controversies.controversy_errors import NoSuchControversy
from models.instants import moment
from models.people.authentication import at_least
from models.people.enrolment import Member, Place, members_of
from models.people.seminars import seminar_key
from models.records.maps import KEYS_NOT_REUSED, ArgumentMap, GlobalId, one_of
from models.row_keys import persisted_id
from models.vocabulary import ControversyStep, Role


def _controversy_key() -> Column[int]:
    reference = ForeignKey("controversy.id", ondelete="CASCADE")
    return Column(GlobalId, reference, primary_key=True, autoincrement=False)


def _goes_with(table: str, own: str) -> ForeignKeyConstraint:
    """Return the key by which a row belongs to a side or a group of its own controversy."""
    return ForeignKeyConstraint(
        ["controversy_id", own], [f"{table}.controversy_id", f"{table}.number"], ondelete="CASCADE"
    )


class Controversy(SQLModel, table=True):
    """A controversy of a seminar; `number` counts them there, `version` every change, and so is its ETag.

    `map_id` is the common map, of which every group's maps are forks as it stood after the change `sequence`; as with
    the history there is no key to it. `label` is the question of that map that is in dispute, if it is one of its own.
    `seed` tells how the groups were drawn, None where they were put together by hand.
    """

    __tablename__ = "controversy"
    __table_args__ = (
        UniqueConstraint("seminar_id", "number"),
        one_of("step", ControversyStep, "step"),
        Index("ix_controversy_map_id", "map_id"),
        KEYS_NOT_REUSED,
    )

    id: int | None = Field(default=None, sa_column=Column(GlobalId, primary_key=True, autoincrement=True))
    seminar_id: int = Field(sa_column=seminar_key())
    number: int
    question: str = Field(max_length=4_000)
    label: str | None = Field(default=None, max_length=64)
    map_id: int = Field(sa_column=Column(GlobalId, nullable=False))
    sequence: int
    step: str = ControversyStep.ASSIGN
    seed: int | None = None
    version: int = 1
    begun: datetime = Field(sa_column=moment())


class ControversySide(SQLModel, table=True):
    """A side that is taken in every group."""

    __tablename__ = "controversy_side"

    controversy_id: int = Field(sa_column=_controversy_key())
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    name: str = Field(max_length=100)


class ControversyGroup(SQLModel, table=True):
    """A small group. `map_id` is the map on which its sides come together, `synthesis` the claim they agreed on."""

    __tablename__ = "controversy_group"

    controversy_id: int = Field(sa_column=_controversy_key())
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    map_id: int | None = Field(default=None, sa_column=Column(GlobalId, nullable=True))
    synthesis: str | None = Field(default=None, max_length=64)


class ControversyMap(SQLModel, table=True):
    """The map on which a group's case for one side is built. No key to the map, as above."""

    __tablename__ = "controversy_map"
    __table_args__ = (
        _goes_with("controversy_group", "group_number"),
        _goes_with("controversy_side", "side_number"),
        UniqueConstraint("map_id"),
    )

    controversy_id: int = Field(sa_column=_controversy_key())
    group_number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    side_number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    map_id: int = Field(sa_column=Column(GlobalId, nullable=False))


class ControversySeat(SQLModel, table=True):
    """In which group and on which side a member of the seminar is; it goes with the membership."""

    __tablename__ = "controversy_seat"
    __table_args__ = (
        _goes_with("controversy_group", "group_number"),
        _goes_with("controversy_side", "side_number"),
        Index("ix_controversy_seat_membership_id", "membership_id"),
    )

    controversy_id: int = Field(sa_column=_controversy_key())
    membership_id: int = Field(
        sa_column=Column(
            GlobalId, ForeignKey("membership.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
        )
    )
    group_number: int
    side_number: int


@dataclass(frozen=True, slots=True)
class Camp:
    """One side in one group: its map, None where there is none yet or any more, and who was seated there.

    `map_id` is kept where the map was deleted, as it can be brought back.
    """

    side: int
    name: str
    map_id: int | None
    map: ArgumentMap | None
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A group with its sides; `map` is where they come together."""

    number: int
    map_id: int | None
    map: ArgumentMap | None
    synthesis: str | None
    camps: tuple[Camp, ...]

    @property
    def members(self) -> tuple[Member, ...]:
        """Who is in the group, side by side."""
        return tuple(member for camp in self.camps for member in camp.members)

    def seat_of(self, account_id: int | None) -> Camp | None:
        """Return the side on which somebody is, None where they are not in the group."""
        return next((each for each in self.camps if account_id in {one.account_id for one in each.members}), None)

    def arguing(self, side: int) -> Camp:
        """Return on whose position a side works after the sides were swapped: the next one's, in their order."""
        return self.camps[side % len(self.camps)]


@dataclass(frozen=True, slots=True)
class Situation:
    """A controversy as a whole. `free` are the members without a seat who do not teach."""

    controversy: Controversy
    common: ArgumentMap | None
    sides: tuple[str, ...]
    groups: tuple[Group, ...]
    free: tuple[Member, ...]
    all_members: Mapping[int, Member] = field(default_factory=dict)

    @property
    def step(self) -> ControversyStep:
        """Where the controversy stands."""
        return ControversyStep(self.controversy.step)

    def group_of(self, account_id: int | None) -> Group | None:
        """Return the group in which somebody is."""
        return next((each for each in self.groups if each.seat_of(account_id) is not None), None)

    def group(self, number: int) -> Group | None:
        """Return the group of a number."""
        return next((each for each in self.groups if each.number == number), None)

    @property
    def places(self) -> tuple[Group | Camp, ...]:
        """All that has a map of its own: the groups and their sides."""
        return (*self.groups, *(camp for group in self.groups for camp in group.camps))

    @property
    def map_ids(self) -> list[int]:
        """The ids of all maps of the groups, also of those that were deleted and may be brought back."""
        return [each.map_id for each in self.places if each.map_id is not None]


def controversies_of(session: Session, seminar_id: int) -> list[Controversy]:
    """Return the controversies of a seminar, the newest first."""
    wanted = (
        select(Controversy).where(col(Controversy.seminar_id) == seminar_id).order_by(col(Controversy.number).desc())
    )
    return list(session.scalars(wanted))


def find_controversy(session: Session, seminar_id: int, number: int, *, hold: bool = False) -> Controversy:
    """Return a controversy, held against other writers if wanted; raises `NoSuchControversy`."""
    wanted = select(Controversy).where(col(Controversy.seminar_id) == seminar_id, col(Controversy.number) == number)
    if hold:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = session.scalars(wanted).first()
    if found is None:
        raise NoSuchControversy
    return found


def situation(session: Session, found: Controversy) -> Situation:
    """Return a controversy with its groups, maps and members, in a fixed number of queries."""
    return situations(session, [found])[persisted_id(found)]


def situations(session: Session, found: Sequence[Controversy]) -> dict[int, Situation]:
    """Return controversies of one seminar by their ids, with groups, maps and members, in as many queries as one."""
    if not found:
        return {}
    groups = _rows(session, ControversyGroup, found)
    kept = _rows(session, ControversyMap, found)
    rows = (_rows(session, ControversySide, found), groups, kept, _rows(session, ControversySeat, found))
    ids = {each.map_id for each in (*kept, *groups) if each.map_id is not None} | {each.map_id for each in found}
    by_id = {each.id: each for each in session.scalars(select(ArgumentMap).where(col(ArgumentMap.id).in_(ids)))}
    members = {each.id: each for each in members_of(session, Place(seminar_id=found[0].seminar_id))}
    return {
        persisted_id(each): _put_together(
            each, [[row for row in some if row.controversy_id == each.id] for some in rows], by_id, members
        )
        for each in found
    }


def _put_together(
    found: Controversy, rows: list[list[Any]], by_id: Mapping[int | None, ArgumentMap], members: Mapping[int, Member]
) -> Situation:
    sides, groups, kept, seats = rows
    places = {(each.group_number, each.side_number): each.map_id for each in kept}
    order = {key: place for place, key in enumerate(members)}
    seated: dict[tuple[int, int], list[Member]] = {}
    for each in sorted(seats, key=lambda seat: order[seat.membership_id]):
        seated.setdefault((each.group_number, each.side_number), []).append(members[each.membership_id])
    taken = {each.membership_id for each in seats}
    return Situation(
        controversy=found,
        common=by_id.get(found.map_id),
        sides=tuple(each.name for each in sides),
        groups=tuple(
            Group(
                group.number,
                group.map_id,
                by_id.get(group.map_id),
                group.synthesis,
                tuple(
                    Camp(
                        side.number,
                        side.name,
                        places.get((group.number, side.number)),
                        by_id.get(places.get((group.number, side.number))),
                        tuple(seated.get((group.number, side.number), ())),
                    )
                    for side in sides
                ),
            )
            for group in groups
        ),
        free=tuple(each for each in members.values() if each.id not in taken and not at_least(each.role, Role.TEACHER)),
        all_members=members,
    )


def _rows(session: Session, table: Any, found: Sequence[Controversy]) -> list[Any]:
    keys = [each.id for each in found]
    wanted = select(table).where(table.controversy_id.in_(keys)).order_by(*table.__table__.primary_key)
    return list(session.scalars(wanted.execution_options(populate_existing=True)))
