"""Members' positions on records, and the rounds in which a group takes them unseen.

They are kept beside the map and not in it: no document, picture, export or revision of a map holds them. Like
the history they have no key to map and records, so that deleting and undoing there loses nothing here.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import AwareDatetime
from pydantic import Field as Described
from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    DateTime,
    ForeignKey,
    Index,
    UniqueConstraint,
    and_,
    func,
    or_,
    select,
)
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Field, Session, SQLModel, col

from models.instants import moment_column, read_clock
from models.participation.suppositions import Supposition
from models.records.maps import KEYS_NOT_REUSED, GlobalId, one_of
from models.row_keys import persisted_id
from models.text_types import Label, Prose, Title
from models.vocabulary import Confidence, StanceKind

MOST_RECORDS_IN_ROUND = 500
# Of more than so many records whoever opens a round is warned: each member is to judge them one by one.
MANY_RECORDS_IN_ROUND = 10


class RoundDraft(SQLModel):
    """What a round asks: its title, what is to be thought about, supposing what, on which records (none means all)."""

    title: Title
    question: Prose = ""
    labels: Annotated[
        list[Label], Described(max_length=MOST_RECORDS_IN_ROUND, description="The records asked about; empty: all.")
    ] = Field(default_factory=list)
    names_shown: Annotated[
        bool, Described(description="Whether members see one another's names when it is closed, or pseudonyms.")
    ] = True
    closes_at: Annotated[
        AwareDatetime | None,
        Described(description="When it closes by itself, with its zone, such as 2026-05-14T18:00:00+02:00."),
    ] = None
    supposition: Annotated[
        Supposition | None, Described(description="What is set aside while members judge the records.")
    ] = None


class Round(SQLModel, table=True):
    """A stored round. `number` counts the rounds of a map.

    It is open until it has `closed_at`, which whoever reads rounds by the functions below finds set also where
    `closes_at` has passed: nothing has to run for a round to close. `read_at` is when somebody, whoever that was, first
    read its results; until then it can be opened again. Of one that was deleted the reason is kept, and no answer.

    `closed_sequence` is the last change of the map before it was closed by hand, `weighed` what its supposition came to
    then, as a `SuppositionOutcome`, once somebody read its results.
    """

    __tablename__ = "position_round"
    __table_args__ = (UniqueConstraint("map_id", "number"), KEYS_NOT_REUSED)

    id: int | None = Field(default=None, sa_column=Column(GlobalId, primary_key=True, autoincrement=True))
    map_id: int = Field(sa_column=Column(GlobalId, nullable=False))
    number: int
    title: str
    question: str = ""
    labels: list[str] = Field(sa_column=Column(JSON, nullable=False))
    names_shown: bool = True
    opened_by: str
    opened_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    closed_by: str | None = None
    closed_at: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True), nullable=True))
    closes_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
    read_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
    deleted_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
    deleted_by: str | None = None
    deletion_reason: str | None = None
    supposition: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))
    closed_sequence: int | None = None
    weighed: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))

    @property
    def is_open(self) -> bool:
        """Whether members still answer it."""
        return self.closed_at is None

    def asks_about(self, label: str) -> bool:
        """Tell whether the round asks about a record."""
        return not self.labels or label in self.labels


class PositionDraft(SQLModel):
    """What a member makes of a record."""

    stance: StanceKind
    confidence: Confidence = Confidence.UNKNOWN
    reason: Prose = ""


class Position(SQLModel, table=True):
    """A position as it was taken. A later one of the same member on the same record replaces it; both are kept.

    `wording` is what the record said at that moment, and `sequence` the map's change since which it had said so; both
    are None where nobody knows them any more. Of what was taken before wordings were kept, the history tells them.
    """

    __tablename__ = "member_position"
    __table_args__ = (
        one_of("stance", StanceKind, "stance"),
        one_of("confidence", Confidence, "confidence"),
        Index(None, "map_id", "label"),
        Index(None, "map_id", "member"),
        Index(None, "round_id"),
        KEYS_NOT_REUSED,
    )

    id: int | None = Field(default=None, sa_column=Column(GlobalId, primary_key=True, autoincrement=True))
    map_id: int = Field(sa_column=Column(GlobalId, nullable=False))
    round_id: int | None = Field(sa_column=Column(GlobalId, ForeignKey("position_round.id"), nullable=True))
    member: str
    label: str = Field(max_length=64)
    stance: str
    confidence: str
    reason: str = ""
    at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    sequence: int | None = None
    wording: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))


def read_rounds(session: Session, map_id: int) -> list[Round]:
    """Return the rounds of a map, in their order, those closed whose deadline has passed."""
    position_rounds = list(
        session.scalars(select(Round).where(col(Round.map_id) == map_id).order_by(col(Round.number)))
    )
    if any(
        position_round.closed_at is None and position_round.closes_at is not None for position_round in position_rounds
    ):
        now = read_clock(session)
        for position_round in position_rounds:
            if (
                position_round.closed_at is None
                and position_round.closes_at is not None
                and position_round.closes_at <= now
            ):
                # As if it had been read so: nothing is written.
                set_committed_value(position_round, "closed_at", position_round.closes_at)
    return position_rounds


def find_open_round(session: Session, map_id: int) -> Round | None:
    """Return the round of a map that is open, if one is."""
    return next((position_round for position_round in read_rounds(session, map_id) if position_round.is_open), None)


def build_ended_condition(session: Session) -> ColumnElement[bool]:
    """Return the condition that a round is closed by now."""
    return or_(col(Round.closed_at).is_not(None), col(Round.closes_at) <= read_clock(session))


def build_open_condition(session: Session) -> ColumnElement[bool]:
    """Return the condition that a round is open: not the contrary in SQL, where nothing is known of no deadline."""
    return and_(
        col(Round.closed_at).is_(None), or_(col(Round.closes_at).is_(None), col(Round.closes_at) > read_clock(session))
    )


def list_visible_positions(
    session: Session, map_id: int, member: str, *, label: str | None = None, round_id: int | None = None
) -> list[Position]:
    """Return the positions that a member may see, in the order in which they were taken.

    Those are the member's own, and others' outside of rounds and in rounds that are closed. There is no other
    way to read positions, so that nobody, teachers included, sees what was answered before a round is closed.
    """
    statement = (
        select(Position)
        .outerjoin(Round, col(Round.id) == col(Position.round_id))
        .where(
            col(Position.map_id) == map_id,
            or_(col(Position.member) == member, col(Position.round_id).is_(None), build_ended_condition(session)),
        )
    )
    if label is not None:
        statement = statement.where(col(Position.label) == label)
    if round_id is not None:
        statement = statement.where(col(Position.round_id) == round_id)
    return list(session.scalars(statement.order_by(col(Position.id))))


def count_answers(session: Session, position_rounds: Iterable[Round]) -> dict[int, int]:
    """Return by their ids how many members have answered rounds; not who, and not what."""
    round_column = col(Position.round_id)
    keys = [position_round.id for position_round in position_rounds]
    counted = select(round_column, func.count(func.distinct(col(Position.member)))).where(round_column.in_(keys))
    return {row[0]: row[1] for row in session.execute(counted.group_by(round_column))}


def count_own_answers(session: Session, members: Mapping[int, str]) -> dict[int, int]:
    """Return by the ids of rounds on how many records somebody has answered, who is called so in each of them."""
    if not members:
        return {}
    label, round_column = col(Position.label), col(Position.round_id)
    mine = or_(*(and_(round_column == key, col(Position.member) == name) for key, name in members.items()))
    counted = select(round_column, func.count(func.distinct(label))).where(mine).group_by(round_column)
    return {key: number for key, number in session.execute(counted) if key is not None}


def count_members_who_answered(session: Session, position_round: Round) -> int:
    """Return how many members have answered a round; not who, and not what."""
    return count_answers(session, [position_round]).get(persisted_id(position_round), 0)
