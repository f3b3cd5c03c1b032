"""When a controversy stood at which step, so that what was done can be told by steps afterwards."""

from datetime import UTC, datetime

from sqlalchemy import Column, ForeignKey, func, select, update
from sqlmodel import Field, Session, SQLModel, col

from models.controversies.controversies import Controversy
from models.instants import moment_column
from models.records.maps import GlobalId, one_of
from models.row_keys import persisted_id
from models.vocabulary import ControversyStep


class ControversyStage(SQLModel, table=True):
    """A stay of a controversy at a step: from `since` on, up to but without `until`, which is None for the present one.

    `number` counts the stays: a step that the teacher goes back to has several.
    """

    __tablename__ = "controversy_stage"
    __table_args__ = (one_of("step", ControversyStep, "step"),)

    controversy_id: int = Field(
        sa_column=Column(
            GlobalId, ForeignKey("controversy.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
        )
    )
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    step: str
    since: datetime = Field(sa_column=moment_column())
    until: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))


def enter_step(session: Session, controversy: Controversy) -> None:
    """Note that a controversy stands at its step from now on."""
    # By the clock of this process, as the moments of the history are.
    now = datetime.now(UTC)
    mine = col(ControversyStage.controversy_id) == controversy.id
    session.connection().execute(
        update(ControversyStage).where(mine, col(ControversyStage.until).is_(None)).values(until=now)
    )
    last = session.scalar(select(func.max(col(ControversyStage.number))).where(mine)) or 0
    session.add(
        ControversyStage(controversy_id=persisted_id(controversy), number=last + 1, step=controversy.step, since=now)
    )
    session.flush()
