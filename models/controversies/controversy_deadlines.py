"""Until when the groups of a controversy work at each of its steps.

As with rounds nothing has to run for a deadline to hold: after it nobody in a group records anything more on its maps,
though all may still read and discuss them, until whoever leads goes on or gives more time. The next step does not begin
by itself: it opens maps to others, which somebody has to mean.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Column, ForeignKey, delete, select
from sqlmodel import Field, Session, SQLModel, col

from models.controversies.controversies import Controversy
from models.controversies.controversy_errors import NotAtThisStep, UnfitGroups
from models.errors import Phrase
from models.instants import moment_column, read_clock
from models.participation.seminar_errors import DeadlineHasPassed
from models.records.maps import GlobalId, one_of
from models.row_keys import persisted_id
from models.vocabulary import ControversyStep

STEPS = tuple(ControversyStep)
# At the others nobody in a group has anything to do by a moment.
STEPS_WITH_DEADLINE = STEPS[1:-1]


class ControversyDeadline(SQLModel, table=True):
    """The moment at which work at a step is due."""

    __tablename__ = "controversy_deadline"
    __table_args__ = (one_of("step", ControversyStep, "step"),)

    controversy_id: int = Field(
        sa_column=Column(
            GlobalId, ForeignKey("controversy.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
        )
    )
    step: str = Field(primary_key=True)
    due: datetime = Field(sa_column=moment_column())


Deadlines = Mapping[ControversyStep, datetime]


def read_deadlines(session: Session, controversies: Collection[int]) -> dict[int, dict[ControversyStep, datetime]]:
    """Return the deadlines of controversies by their ids and steps, in the order of steps."""
    statement = select(ControversyDeadline).where(col(ControversyDeadline.controversy_id).in_(controversies))
    listed = sorted(session.scalars(statement), key=lambda deadline: STEPS.index(ControversyStep(deadline.step)))
    deadlines: dict[int, dict[ControversyStep, datetime]] = {controversy_id: {} for controversy_id in controversies}
    for deadline in listed:
        deadlines[deadline.controversy_id][ControversyStep(deadline.step)] = deadline.due
    return deadlines


def write_deadlines(
    session: Session, controversy: Controversy, deadlines: Mapping[ControversyStep, datetime | None]
) -> None:
    """Set, move or with None take away deadlines of steps; those of other steps stay.

    Raises `NotAtThisStep` for steps that are over or have none, `DeadlineHasPassed`, and `UnfitGroups` where a later
    step would be due before an earlier one.
    """
    key = persisted_id(controversy)
    present = read_deadlines(session, [key])[key]
    current_step = ControversyStep(controversy.step)
    step_index, now = STEPS.index(current_step), read_clock(session)
    for step, due in deadlines.items():
        if due == present.get(step):
            continue
        if step not in STEPS_WITH_DEADLINE or STEPS.index(step) < step_index:
            raise NotAtThisStep(Phrase("The step “%(other)s” cannot have a deadline now.", other=step), current_step)
        if due is not None and due <= now:
            raise DeadlineHasPassed(due)
    after = {step: due for step, due in {**present, **deadlines}.items() if due is not None}
    ahead = [after[step] for step in STEPS[step_index:] if step in after]
    if ahead != sorted(ahead):
        raise UnfitGroups(
            Phrase("A step would be due before the step that precedes it."), Phrase("Put the deadlines in order.")
        )
    session.connection().execute(delete(ControversyDeadline).where(col(ControversyDeadline.controversy_id) == key))
    session.add_all(ControversyDeadline(controversy_id=key, step=step, due=due) for step, due in after.items())
    session.flush()


def delete_expired_deadline(session: Session, controversy: Controversy) -> None:
    """Delete the deadline of the present step where it is over already, as when the step has only just begun."""
    row = session.get(ControversyDeadline, (controversy.id, controversy.step))
    if row is not None and row.due <= read_clock(session):
        session.delete(row)
        session.flush()


def find_present_deadline(session: Session, controversy: Controversy) -> datetime | None:
    """Return when work at the present step is due, None where it is due at no moment."""
    row = session.get(ControversyDeadline, (controversy.id, controversy.step))
    return row.due if row is not None else None
