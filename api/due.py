"""What is due in a seminar: steps of controversies and rounds of positions, with the moments, for its page."""

from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from api.own_names import find_own_names
from api.permission import Action, CurrentUser, permitted, permitted_in
from models.controversies.controversies import controversies_of
from models.controversies.controversy_deadlines import STEPS, read_deadlines
from models.participation.positions import Round, count_answers, count_own_answers, goes_on
from models.people.seminars import Seminar, SeminarMap
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id
from models.vocabulary import ControversyStep


class DueStep(NamedTuple):
    """A step of a controversy that is due; `present` tells whether it stands there."""

    at: datetime
    controversy: int
    question: str
    step: ControversyStep
    present: bool


class DueRound(NamedTuple):
    """A round of positions that is open, and on how many of the records that it asks about somebody has answered.

    `at` is None where it does not close by itself, `of` where it asks about all records. `members` is how many have
    answered, which those who lead alone get to know.
    """

    at: datetime | None
    slug: str
    number: int
    title: str
    answered: int
    of: int | None
    members: int | None


def read_due(session: Session, seminar: Seminar, user: CurrentUser) -> list[DueStep | DueRound]:
    """Return what is still to be done in a seminar, the soonest first, as far as somebody takes part.

    A step stands there as long as the controversy does, also where its deadline is over; a round until it is closed.
    """
    listed: list[DueStep | DueRound] = [*_steps(session, seminar), *_rounds(session, seminar, user)]
    dated = sorted((each.at, place) for place, each in enumerate(listed) if each.at is not None)
    return [*(listed[place] for _, place in dated), *(each for each in listed if each.at is None)]


def _rounds(session: Session, seminar: Seminar, user: CurrentUser) -> list[DueRound]:
    shared = select(SeminarMap.map_id).where(SeminarMap.seminar_id == seminar.id)
    wanted = (
        select(Round, ArgumentMap)
        .join(ArgumentMap, col(ArgumentMap.id) == col(Round.map_id))
        .where(col(Round.map_id).in_(shared), goes_on(session))
        .order_by(col(Round.id))
    )
    found = [
        (asked, place)
        for asked, place in session.exec(wanted)
        if Action.TAKE_POSITION in permitted(user, place.visibility, place.id)
    ]
    names = find_own_names(session, user, {asked.map_id for asked, _ in found})
    own = count_own_answers(session, {persisted_id(asked): names[asked.map_id] for asked, _ in found})
    leads = Action.TEACH in permitted_in(user, persisted_id(seminar))
    members = count_answers(session, [asked for asked, _ in found]) if leads else {}
    return [
        DueRound(
            asked.closes_at,
            place.slug,
            asked.number,
            asked.title,
            own.get(persisted_id(asked), 0),
            len(asked.labels) or None,
            members.get(persisted_id(asked), 0) if leads else None,
        )
        for asked, place in found
    ]


def _steps(session: Session, seminar: Seminar) -> list[DueStep]:
    controversies = {persisted_id(each): each for each in controversies_of(session, persisted_id(seminar))}
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
