"""What is due in a seminar: steps of controversies and rounds of positions, with the moments, for its page."""

from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from api.permission import Action, CurrentUser, permitted
from models.controversies.controversies import controversies_of
from models.controversies.controversy_deadlines import STEPS, read_deadlines
from models.instants import read_clock
from models.participation.positions import Round
from models.people.seminars import Seminar, SeminarMap
from models.records.maps import ArgumentMap
from models.vocabulary import ControversyStep


class DueStep(NamedTuple):
    """A step of a controversy that is due; `present` tells whether it stands there."""

    at: datetime
    controversy: int
    question: str
    step: ControversyStep
    present: bool


class DueRound(NamedTuple):
    """A round of positions that closes by itself."""

    at: datetime
    slug: str
    number: int
    title: str


def read_due(session: Session, seminar: Seminar, user: CurrentUser) -> list[DueStep | DueRound]:
    """Return what is still to be done in a seminar by a moment, the soonest first, as far as somebody takes part.

    A step stands there as long as the controversy does, also where its deadline is over.
    """
    listed: list[DueStep | DueRound] = list(_steps(session, seminar))
    shared = select(SeminarMap.map_id).where(SeminarMap.seminar_id == seminar.id)
    wanted = (
        select(Round, ArgumentMap)
        .join(ArgumentMap, col(ArgumentMap.id) == col(Round.map_id))
        .where(
            col(Round.map_id).in_(shared), col(Round.closed_at).is_(None), col(Round.closes_at) > read_clock(session)
        )
    )
    for asked, found in session.exec(wanted):
        if Action.TAKE_POSITION in permitted(user, found.visibility, found.id) and asked.closes_at is not None:
            listed.append(DueRound(asked.closes_at, found.slug, asked.number, asked.title))
    return sorted(listed, key=lambda each: each.at)


def _steps(session: Session, seminar: Seminar) -> list[DueStep]:
    controversies = {each.id or 0: each for each in controversies_of(session, seminar.id or 0)}
    listed = []
    for key, deadlines in read_deadlines(session, controversies.keys()).items():
        found = controversies[key]
        here = STEPS.index(ControversyStep(found.step))
        listed += [
            DueStep(at, found.number, found.question, step, step == found.step)
            for step, at in deadlines.items()
            if STEPS.index(step) >= here
        ]
    return listed
