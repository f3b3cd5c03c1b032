"""What is due in a seminar: steps of controversies and rounds of positions, with the moments, for its page."""

from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from api.access.authorization import Action
from api.access.current_user import CurrentUser, list_permitted_actions, list_seminar_actions
from api.seminars.own_names import find_own_names
from models.controversies.controversies import read_controversies
from models.controversies.controversy_deadlines import STEPS, read_deadlines
from models.participation.positions import Round, build_open_condition, count_answers, count_own_answers
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


def list_due_work(session: Session, seminar: Seminar, user: CurrentUser) -> list[DueStep | DueRound]:
    """Return what is still to be done in a seminar, the soonest first, as far as somebody takes part.

    A step stands there as long as the controversy does, also where its deadline is over; a round until it is closed.
    """
    listed: list[DueStep | DueRound] = [*_list_due_steps(session, seminar), *_list_due_rounds(session, seminar, user)]
    dated = sorted((item.at, place) for place, item in enumerate(listed) if item.at is not None)
    return [*(listed[place] for _, place in dated), *(item for item in listed if item.at is None)]


def _list_due_rounds(session: Session, seminar: Seminar, user: CurrentUser) -> list[DueRound]:
    shared = select(SeminarMap.map_id).where(SeminarMap.seminar_id == seminar.id)
    query = (
        select(Round, ArgumentMap)
        .join(ArgumentMap, col(ArgumentMap.id) == col(Round.map_id))
        .where(col(Round.map_id).in_(shared), build_open_condition(session))
        .order_by(col(Round.id))
    )
    open_rounds = [
        (round_, map_)
        for round_, map_ in session.exec(query)
        if Action.TAKE_POSITION in list_permitted_actions(user, map_.visibility, map_.id)
    ]
    names = find_own_names(session, user, {round_.map_id for round_, _ in open_rounds})
    own = count_own_answers(session, {persisted_id(round_): names[round_.map_id] for round_, _ in open_rounds})
    leads = Action.TEACH in list_seminar_actions(user, persisted_id(seminar))
    members = count_answers(session, [round_ for round_, _ in open_rounds]) if leads else {}
    return [
        DueRound(
            round_.closes_at,
            map_.slug,
            round_.number,
            round_.title,
            own.get(persisted_id(round_), 0),
            len(round_.labels) or None,
            members.get(persisted_id(round_), 0) if leads else None,
        )
        for round_, map_ in open_rounds
    ]


def _list_due_steps(session: Session, seminar: Seminar) -> list[DueStep]:
    controversies = {
        persisted_id(controversy): controversy for controversy in read_controversies(session, persisted_id(seminar))
    }
    listed = []
    for key, deadlines in read_deadlines(session, controversies.keys()).items():
        controversy = controversies[key]
        here = STEPS.index(ControversyStep(controversy.step))
        listed += [
            DueStep(at, controversy.number, controversy.question, step, step == controversy.step)
            for step, at in deadlines.items()
            if STEPS.index(step) >= here
        ]
    return listed
