"""Structured academic controversies: their sides, their groups, who sits where, and on which map each works.

The method is David W. Johnson's and Roger T. Johnson's (“Conflict in the Classroom: Controversy and Learning”, 1979;
with Karl A. Smith, “Academic Controversy”, ASHE-ERIC Higher Education Report 25(3), 1996): small groups, in each of
which sides prepare opposite positions, discuss them, reverse perspectives, and agree on a synthesis.

Each side of each group has a fork of the common map, and each group one more on which its sides are merged. All come
from one state of it, so that any two can be compared and merged. They belong to the seminar without being shared with
it (`SeminarMap.sharing`), so that whoever teaches leads them and pseudonyms hold there; members are let in map by map.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, inspect, select
from sqlmodel import Field, Session, SQLModel, col

from models.controversies.controversy_errors import NoSuchControversy
from models.instants import moment_column
from models.people.authentication import at_least
from models.people.enrolment import Member, MembershipScope, list_members
from models.people.seminars import seminar_key
from models.records.maps import KEYS_NOT_REUSED, ArgumentMap, GlobalId, one_of
from models.row_keys import persisted_id
from models.vocabulary import ControversyStep, Role


def _controversy_key() -> Column[int]:
    reference = ForeignKey("controversy.id", ondelete="CASCADE")
    return Column(GlobalId, reference, primary_key=True, autoincrement=False)


def _build_part_key(table: str, own: str) -> ForeignKeyConstraint:
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
    begun: datetime = Field(sa_column=moment_column())


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
        _build_part_key("controversy_group", "group_number"),
        _build_part_key("controversy_side", "side_number"),
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
        _build_part_key("controversy_group", "group_number"),
        _build_part_key("controversy_side", "side_number"),
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
        return next((camp for camp in self.camps if account_id in {member.account_id for member in camp.members}), None)

    def camp_argued_by(self, side: int) -> Camp:
        """Return on whose position a side works after the sides were swapped: the next one's, in their order."""
        return self.camps[side % len(self.camps)]


@dataclass(frozen=True, slots=True)
class ControversyOverview:
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
        return next((group for group in self.groups if group.seat_of(account_id) is not None), None)

    def group(self, number: int) -> Group | None:
        """Return the group of a number."""
        return next((group for group in self.groups if group.number == number), None)

    @property
    def places(self) -> tuple[Group | Camp, ...]:
        """All that has a map of its own: the groups and their sides."""
        return (*self.groups, *(camp for group in self.groups for camp in group.camps))

    @property
    def map_ids(self) -> list[int]:
        """The ids of all maps of the groups, also of those that were deleted and may be brought back."""
        return [place.map_id for place in self.places if place.map_id is not None]


def read_controversies(session: Session, seminar_id: int) -> list[Controversy]:
    """Return the controversies of a seminar, the newest first."""
    statement = (
        select(Controversy).where(col(Controversy.seminar_id) == seminar_id).order_by(col(Controversy.number).desc())
    )
    return list(session.scalars(statement))


def find_controversy(session: Session, seminar_id: int, number: int, *, hold: bool = False) -> Controversy:
    """Return a controversy, held against other writers if wanted; raises `NoSuchControversy`."""
    statement = select(Controversy).where(col(Controversy.seminar_id) == seminar_id, col(Controversy.number) == number)
    if hold:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    controversy = session.scalars(statement).first()
    if controversy is None:
        raise NoSuchControversy
    return controversy


Part = TypeVar("Part", ControversySide, ControversyGroup, ControversyMap, ControversySeat)


def read_controversy_overview(session: Session, controversy: Controversy) -> ControversyOverview:
    """Return a controversy with its groups, maps and members, in a fixed number of queries."""
    return read_controversy_overviews(session, [controversy])[persisted_id(controversy)]


def read_controversy_overviews(
    session: Session, controversies: Sequence[Controversy]
) -> dict[int, ControversyOverview]:
    """Return controversies of one seminar by their ids, with groups, maps and members, in as many queries as one."""
    if not controversies:
        return {}
    groups = _read_rows(session, ControversyGroup, controversies)
    side_maps = _read_rows(session, ControversyMap, controversies)
    sides = _read_rows(session, ControversySide, controversies)
    seats = _read_rows(session, ControversySeat, controversies)
    ids = {controversy.map_id for controversy in controversies} | {side_map.map_id for side_map in side_maps}
    ids |= {group.map_id for group in groups if group.map_id is not None}
    by_id = {
        argument_map.id: argument_map
        for argument_map in session.scalars(select(ArgumentMap).where(col(ArgumentMap.id).in_(ids)))
    }
    members = {
        member.id: member for member in list_members(session, MembershipScope(seminar_id=controversies[0].seminar_id))
    }
    return {
        persisted_id(controversy): _assemble_overview(
            controversy,
            *(_choose_rows(sides, controversy), _choose_rows(groups, controversy)),
            *(_choose_rows(side_maps, controversy), _choose_rows(seats, controversy)),
            by_id,
            members,
        )
        for controversy in controversies
    }


def _assemble_overview(
    controversy: Controversy,
    sides: Sequence[ControversySide],
    groups: Sequence[ControversyGroup],
    side_maps: Sequence[ControversyMap],
    seats: Sequence[ControversySeat],
    by_id: Mapping[int | None, ArgumentMap],
    members: Mapping[int, Member],
) -> ControversyOverview:
    places = {(side_map.group_number, side_map.side_number): side_map.map_id for side_map in side_maps}
    order = {key: place for place, key in enumerate(members)}
    seated: dict[tuple[int, int], list[Member]] = {}
    for assigned_seat in sorted(seats, key=lambda seat: order[seat.membership_id]):
        seated.setdefault((assigned_seat.group_number, assigned_seat.side_number), []).append(
            members[assigned_seat.membership_id]
        )
    seated_ids = {seat.membership_id for seat in seats}
    return ControversyOverview(
        controversy=controversy,
        common=by_id.get(controversy.map_id),
        sides=tuple(side.name for side in sides),
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
        free=tuple(
            member
            for member in members.values()
            if member.id not in seated_ids and not at_least(member.role, Role.TEACHER)
        ),
        all_members=members,
    )


def _read_rows(session: Session, table: type[Part], controversies: Sequence[Controversy]) -> list[Part]:
    keys = [controversy.id for controversy in controversies]
    statement = select(table).where(col(table.controversy_id).in_(keys)).order_by(*inspect(table).primary_key)
    return list(session.scalars(statement.execution_options(populate_existing=True)))


def _choose_rows(rows: Iterable[Part], controversy: Controversy) -> list[Part]:
    return [row for row in rows if row.controversy_id == controversy.id]
