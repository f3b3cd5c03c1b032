"""Seminars, the maps that they share, who is a member of what, and the links by which people come in."""

from datetime import datetime

from sqlalchemy import (
    BindParameter,
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    UniqueConstraint,
    false,
    select,
)
from sqlmodel import Field, Session, SQLModel, col

from models.instants import moment_column
from models.people.accounts import account_key
from models.records.maps import KEYS_NOT_REUSED, GlobalId, one_of
from models.text_types import Slug, Title
from models.vocabulary import Role, Sharing


def seminar_key(*, primary_key: bool = False, nullable: bool = False) -> Column[int]:
    """Return a column that refers to a seminar, and goes with it."""
    reference = ForeignKey("seminar.id", ondelete="CASCADE")
    return Column(GlobalId, reference, primary_key=primary_key, nullable=nullable)


class Seminar(SQLModel, table=True):
    """A group that works on the same maps. `pseudonyms` says whether its members may choose one there.

    `closed` is since when nothing in it changes, `archived` since when it is folded away in lists; one that was deleted
    can be called back until it is erased, `erased_after` that moment.
    """

    __tablename__ = "seminar"
    __table_args__ = (KEYS_NOT_REUSED,)

    id: int | None = Field(default=None, sa_column=Column(GlobalId, primary_key=True, autoincrement=True))
    slug: Slug = Field(unique=True, max_length=64)
    title: Title
    created: datetime = Field(sa_column=moment_column())
    pseudonyms: bool = True
    closed: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
    archived: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
    erased_after: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))

    @property
    def is_closed(self) -> bool:
        """Whether nothing in it changes any more, as it is closed or deleted."""
        return self.closed is not None or self.erased_after is not None

    def is_erasure_due(self, now: datetime) -> bool:
        """Tell whether the time is over in which it could be called back: it is gone for everybody, erased or not."""
        return self.erased_after is not None and self.erased_after <= now


class SeminarMap(SQLModel, table=True):
    """That a map belongs to a seminar; a map belongs to one at most.

    As with the history there is no key to the map: a map that is deleted and brought back is where it was. `sharing`
    is what it is to members who do not teach; after `writable_until`, where it is set, those who were let in on the map
    discuss it and change no record.
    """

    __tablename__ = "seminar_map"
    __table_args__ = (one_of("sharing", Sharing, "sharing"), Index("ix_seminar_map_seminar_id", "seminar_id"))

    map_id: int = Field(sa_column=Column(GlobalId, primary_key=True, autoincrement=False))
    seminar_id: int = Field(sa_column=seminar_key())
    sharing: str = Field(default=Sharing.WORKING, sa_column_kwargs={"server_default": Sharing.WORKING.value})
    writable_until: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))


class Membership(SQLModel, table=True):
    """An account's role on one map, or in one seminar and so on all of its maps.

    `pseudonym` is the name under which a member of a seminar writes there; `listed`: the seminar's class list made the
    account. No key to the map, as above.
    """

    __tablename__ = "membership"
    __table_args__ = (
        one_of("role", Role, "role"),
        CheckConstraint("(map_id IS NULL) <> (seminar_id IS NULL)", name="of_a_map_or_a_seminar"),
        CheckConstraint("pseudonym IS NULL OR seminar_id IS NOT NULL", name="pseudonym_in_a_seminar"),
        UniqueConstraint("account_id", "map_id"),
        UniqueConstraint("account_id", "seminar_id"),
        Index("ix_membership_seminar_id", "seminar_id"),
        Index("ix_membership_map_id", "map_id"),
        KEYS_NOT_REUSED,
    )

    id: int | None = Field(default=None, sa_column=Column(GlobalId, primary_key=True, autoincrement=True))
    account_id: int = Field(sa_column=account_key())
    map_id: int | None = Field(default=None, sa_column=Column(GlobalId, nullable=True))
    seminar_id: int | None = Field(default=None, sa_column=seminar_key(nullable=True))
    role: str
    pseudonym: str | None = Field(default=None, max_length=40)
    since: datetime = Field(sa_column=moment_column())
    listed: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class Invitation(SQLModel, table=True):
    """A link that lets people in, a limited number of times and until a moment.

    With `account_id` it is that account's own: whoever comes by it chooses the account's password, once, or with
    `resets` in place of a former one.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        one_of("role", Role, "role"),
        CheckConstraint("(map_id IS NULL) <> (seminar_id IS NULL)", name="to_a_map_or_a_seminar"),
        CheckConstraint("uses_left >= 0", name="uses_left"),
        Index("ix_invitation_seminar_id", "seminar_id"),
        Index("ix_invitation_map_id", "map_id"),
        KEYS_NOT_REUSED,
    )

    id: int | None = Field(default=None, sa_column=Column(GlobalId, primary_key=True, autoincrement=True))
    token_hash: str = Field(max_length=64, unique=True)
    map_id: int | None = Field(default=None, sa_column=Column(GlobalId, nullable=True))
    seminar_id: int | None = Field(default=None, sa_column=seminar_key(nullable=True))
    account_id: int | None = Field(default=None, sa_column=account_key(nullable=True, index=True))
    role: str
    made_by: int = Field(sa_column=account_key())
    created: datetime = Field(sa_column=moment_column())
    expires: datetime = Field(sa_column=moment_column())
    uses_left: int
    revoked: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
    resets: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


def erasure_not_due_condition(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a seminar is still there for anybody."""
    return col(Seminar.erased_after).is_(None) | (col(Seminar.erased_after) > now)


def select_due_maps(now: datetime | BindParameter[datetime]) -> Select[int]:
    """Return what selects the ids of the maps that go with seminars whose time is over."""
    return (
        select(col(SeminarMap.map_id))
        .join(Seminar, col(Seminar.id) == col(SeminarMap.seminar_id))
        .where(col(Seminar.erased_after) <= now)
    )


def is_map_of_due_seminar(session: Session, map_id: int, now: datetime) -> bool:
    """Tell whether a map goes with a seminar whose time is over."""
    return session.execute(select_due_maps(now).where(col(SeminarMap.map_id) == map_id)).first() is not None
