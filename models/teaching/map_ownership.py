"""To whom a map belongs: to the seminar that has it, else to those who own it.

What is made of a seminar's map is the seminar's, until somebody who leads it lets it out; each time that is recorded.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Column, Index, select
from sqlmodel import Field, Session, SQLModel, col

from models.controversies.controversies import Controversy, ControversyGroup, ControversyMap
from models.history.forks import Fork
from models.history.revisions import Revision
from models.instants import moment_column
from models.people.accounts import account_key
from models.people.seminars import Membership, Seminar, SeminarMap, seminar_key
from models.records.maps import KEYS_NOT_REUSED, ArgumentMap, GlobalId
from models.row_keys import map_id_column
from models.vocabulary import Role, Sharing

_MAPS_AT_ONCE = 500


class Release(SQLModel, table=True):
    """That a leader of a seminar gave a member a copy of the records of one of its maps, to do with it as they like.

    As with the history there is no key to the maps, whose titles may change.
    """

    __tablename__ = "release"
    __table_args__ = (Index("ix_release_seminar_id", "seminar_id"), KEYS_NOT_REUSED)

    id: int | None = Field(default=None, sa_column=Column(GlobalId, primary_key=True, autoincrement=True))
    seminar_id: int = Field(sa_column=seminar_key())
    map_id: int = Field(sa_column=Column(GlobalId, nullable=False))
    copy_id: int = Field(sa_column=Column(GlobalId, nullable=False))
    title: str = Field(max_length=500)
    given_to: int | None = Field(default=None, sa_column=account_key(nullable=True))
    released_by: int | None = Field(default=None, sa_column=account_key(nullable=True))
    at: datetime = Field(sa_column=moment_column())


def find_seminar_id(session: Session, map_id: int | None) -> int | None:
    """Return the id of the seminar to which a map belongs; None where it is no seminar's."""
    shared = session.get(SeminarMap, map_id) if map_id is not None else None
    return shared.seminar_id if shared is not None else None


def find_seminars_of(session: Session, map_ids: Collection[int], among: Collection[int]) -> dict[int, Seminar]:
    """Return the seminars to which maps belong, by the ids of the maps, as far as they are among these."""
    if not map_ids or not among:
        return {}
    statement = select(col(SeminarMap.map_id), Seminar).join(Seminar, col(Seminar.id) == col(SeminarMap.seminar_id))
    statement = statement.where(col(SeminarMap.map_id).in_([*map_ids]), col(Seminar.id).in_([*among]))
    return {row[0]: row[1] for row in session.execute(statement)}


def list_owners(session: Session, map_id: int | None) -> frozenset[int]:
    """Return the accounts that own a map by a membership of their own."""
    owning = select(col(Membership.account_id)).where(
        col(Membership.map_id) == map_id, col(Membership.role) == Role.OWNER
    )
    return frozenset(session.connection().execute(owning).scalars())


class Holders(NamedTuple):
    """To whom some maps belong: by their ids the seminars that have them, and who owns them."""

    seminars: Mapping[int, int]
    owners: Mapping[int, frozenset[int]]

    def have_same_holder(self, source: int | None, target: int | None) -> bool:
        """Tell whether a map belongs to the seminar that has another one, or to nobody else than its owners."""
        first, second = self.seminars.get(source or 0), self.seminars.get(target or 0)
        if first is not None or second is not None:
            return first == second
        owners = self.owners.get(target or 0, frozenset())
        return bool(owners) and owners <= self.owners.get(source or 0, frozenset())


def read_holders(session: Session, maps: Iterable[ArgumentMap]) -> Holders:
    """Return to whom some maps belong, in two queries."""
    keys = [argument_map.id for argument_map in maps]
    connection = session.connection()
    seminars = connection.execute(
        select(col(SeminarMap.map_id), col(SeminarMap.seminar_id)).where(col(SeminarMap.map_id).in_(keys))
    )
    owning = select(col(Membership.map_id), col(Membership.account_id)).where(
        col(Membership.map_id).in_(keys), col(Membership.role) == Role.OWNER
    )
    owners: dict[int, set[int]] = {}
    for map_id, account_id in connection.execute(owning):
        if map_id is not None:
            owners.setdefault(map_id, set()).add(account_id)
    return Holders(
        {row[0]: row[1] for row in seminars}, {key: frozenset(account_ids) for key, account_ids in owners.items()}
    )


def find_pseudonym(session: Session, seminar_id: int, account_id: int | None) -> str | None:
    """Return the pseudonym under which an account writes in a seminar, None where it has none there."""
    chosen = select(col(Membership.pseudonym)).where(
        col(Membership.seminar_id) == seminar_id, col(Membership.account_id) == account_id
    )
    return session.connection().execute(chosen).scalar()


class SeminarFork(NamedTuple):
    """A fork in a seminar's care, or of one of its maps: who made it, and whether it is still the seminar's."""

    fork: ArgumentMap
    origin: ArgumentMap | None
    author: str
    ours: bool


def list_seminar_forks(session: Session, seminar_id: int) -> list[SeminarFork]:
    """Return every fork of a map of a seminar, wherever it belongs, and every other fork that is the seminar's.

    The maps on which all of it, or the groups of a controversy work are not among them: those stand elsewhere.
    """
    ours = {
        seminar_map.map_id: seminar_map
        for seminar_map in session.scalars(select(SeminarMap).where(col(SeminarMap.seminar_id) == seminar_id))
    }
    elsewhere = _find_group_maps(session, seminar_id) | {
        key for key, seminar_map in ours.items() if seminar_map.sharing == Sharing.WORKING
    }
    statement = (
        select(ArgumentMap, Fork)
        .join(Fork, col(Fork.map_id) == col(ArgumentMap.id))
        .where(col(Fork.map_id).in_(list(ours)) | col(Fork.origin_id).in_(list(ours)))
        .order_by(col(ArgumentMap.title), col(ArgumentMap.slug))
    )
    forks = [(fork_map, fork) for fork_map, fork in session.execute(statement) if fork_map.id not in elsewhere]
    keys = [fork_map.id for fork_map, _ in forks]
    first_revisions = select(col(Revision.map_id), col(Revision.author)).where(
        col(Revision.map_id).in_(keys), col(Revision.sequence) == 1
    )
    authors = {row.map_id: row.author for row in session.connection().execute(first_revisions)}
    origins = {fork.origin_id for _, fork in forks}
    by_id = {
        origin.id: origin for origin in session.scalars(select(ArgumentMap).where(col(ArgumentMap.id).in_(origins)))
    }
    return [
        SeminarFork(fork_map, by_id.get(fork.origin_id), authors.get(fork_map.id, ""), fork_map.id in ours)
        for fork_map, fork in forks
    ]


def _find_group_maps(session: Session, seminar_id: int) -> set[int]:
    """Return the ids of the maps on which the groups of a seminar's controversies work."""
    map_ids: set[int] = set()
    for map_id, controversy_id in (
        (map_id_column(ControversyMap), col(ControversyMap.controversy_id)),
        (map_id_column(ControversyGroup), col(ControversyGroup.controversy_id)),
    ):
        of_groups = (
            select(map_id)
            .join(Controversy, col(Controversy.id) == controversy_id)
            .where(col(Controversy.seminar_id) == seminar_id, map_id.is_not(None))
        )
        map_ids |= set(session.connection().execute(of_groups).scalars())
    return map_ids


def list_releases(session: Session, seminar_id: int) -> list[Release]:
    """Return what was let out of a seminar, the last first."""
    statement = select(Release).where(col(Release.seminar_id) == seminar_id).order_by(col(Release.id).desc())
    return list(session.scalars(statement))


def find_pseudonyms(session: Session, chosen: Mapping[int, str], map_ids: Collection[int]) -> dict[int, str]:
    """Return under which pseudonyms somebody writes on maps, those left out on which they write under their own name.

    That is the one `chosen` on the map; on a fork that is no seminar's the one of its nearest origin, as it may come
    back. In a seminar only the one counts that was chosen there: another one would join the two.
    """
    pseudonyms = {map_id: chosen[map_id] for map_id in map_ids if map_id in chosen}
    rest = [map_id for map_id in map_ids if map_id not in chosen] if chosen else []
    seminar_map_ids: set[int] = set()
    for start in range(0, len(rest), _MAPS_AT_ONCE):
        some = rest[start : start + _MAPS_AT_ONCE]
        seminar_map_ids |= set(
            session.connection()
            .execute(select(col(SeminarMap.map_id)).where(col(SeminarMap.map_id).in_(some)))
            .scalars()
        )
    # By maps whose name is still sought, the origin that has been reached.
    origin_by_map = {map_id: map_id for map_id in rest if map_id not in seminar_map_ids}
    while origin_by_map:
        origins: dict[int, int] = {}
        places = sorted(set(origin_by_map.values()))
        for start in range(0, len(places), _MAPS_AT_ONCE):
            some = places[start : start + _MAPS_AT_ONCE]
            rows = session.connection().execute(
                select(col(Fork.map_id), col(Fork.origin_id)).where(col(Fork.map_id).in_(some))
            )
            origins |= {row.map_id: row.origin_id for row in rows}
        origin_by_map = {map_id: origins[place] for map_id, place in origin_by_map.items() if place in origins}
        pseudonyms |= {map_id: chosen[place] for map_id, place in origin_by_map.items() if place in chosen}
        origin_by_map = {map_id: place for map_id, place in origin_by_map.items() if place not in chosen}
    return pseudonyms
