"""Structured academic controversies as a request meets them: who sees which group, and how one is begun."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from fastapi import Request
from sqlmodel import Session, col, select

from api.access.authorization import Action, accounts_off_refusal
from api.access.current_user import CurrentUser, is_visible_to, list_permitted_actions
from api.editions.publishing import NameChoice, UndecidedNames
from api.forks.copying import copy_into_seminar
from api.forks.forking import may_copy_elsewhere, require_copy_elsewhere
from models import changes
from models.controversies.assents import GroupAssent, MemberVote, answer_synthesis, read_assents
from models.controversies.controversies import (
    Camp,
    Controversy,
    ControversyOverview,
    Group,
    find_controversy,
    read_controversy_overview,
    read_controversy_overviews,
)
from models.controversies.controversy_deadlines import Deadlines, read_deadlines, write_deadlines
from models.controversies.controversy_errors import NoSuchGroup
from models.controversies.controversy_progress import ControversyProgress, read_progress
from models.controversies.group_drawing import compute_group_count
from models.errors import UnknownReference
from models.instants import read_clock
from models.participation.map_anonymity import find_anonymous_maps
from models.people.account_errors import NamesGoAlong
from models.people.authentication import at_least, derive_shared_role, higher_role
from models.people.enrolment import find_seminar
from models.people.seminars import Seminar, SeminarMap
from models.records.arguments import Question
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id
from models.teaching.controversy_steps import (
    begin_controversy,
    list_drawable_members,
    move_to_step,
)
from models.teaching.syntheses import read_synthesis_texts
from models.vocabulary import ControversyStep, Role, Sharing

HIGHEST_SEED = 999_999
USUAL_SIZE = 4
STEPS_OPEN_TO_ALL = frozenset({ControversyStep.COMPARE, ControversyStep.CLOSED})


@dataclass(frozen=True, slots=True)
class ControversyPlan:
    """A controversy to be begun on a map: about one of its questions, or in words of one's own.

    Either the size of the groups is given, or their number. Without `seed` they are put together by hand.
    """

    slug: str
    sides: Sequence[str]
    label: str | None = None
    question: str = ""
    size: int | None = USUAL_SIZE
    groups: int | None = None
    seed: int | None = None
    at_once: bool = True
    deadlines: Mapping[ControversyStep, datetime | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ControversyView:
    """A controversy as somebody sees it: who leads sees every group, others their own until all are opened."""

    whole: ControversyOverview
    done: ControversyProgress
    leads: bool
    groups: tuple[Group, ...]
    own: Group | None
    camp: Camp | None
    syntheses: dict[int, str]
    assents: dict[int, GroupAssent]
    anonymous: frozenset[int]
    deadlines: Deadlines
    is_over: bool
    user: CurrentUser

    @property
    def works_on(self) -> ArgumentMap | None:
        """The map on which they work at this step."""
        return _find_map_at_step(self.whole.step, self.own, self.camp)

    @property
    def also(self) -> list[tuple[str, ArgumentMap]]:
        """The other maps of their group that they see, with the side's name; that of the whole group has none."""
        if self.own is None:
            return []
        places = [*((camp.name, camp.map) for camp in self.own.camps), ("", self.own.map)]
        work = self.works_on
        return [(name, map_) for name, map_ in places if map_ is not None and map_ != work and self.can_see(map_)]

    def can_see(self, map_: ArgumentMap | None) -> bool:
        """Tell whether they may look at a map."""
        return map_ is not None and Action.LOOK in list_permitted_actions(self.user, map_.visibility, map_.id)

    def list_visible_answers(self, group: Group) -> tuple[MemberVote, ...]:
        """Return what members of a group answered to its synthesis, with names, as far as they may be seen.

        Those who lead see all, and a group its own unless nobody is named on its map; whoever asks sees theirs.
        """
        assent = self.assents.get(group.number)
        if assent is None:
            return ()
        open_to_group = self.own is not None and self.own.number == group.number and group.map_id not in self.anonymous
        return tuple(
            answer for answer in assent.answers if self.leads or open_to_group or answer.account_id == self.user.id
        )

    def can_change(self, map_: ArgumentMap | None) -> bool:
        """Tell whether they may change a map as a whole, as merging does."""
        return map_ is not None and Action.CHANGE in list_permitted_actions(self.user, map_.visibility, map_.id)


class OwnWork(NamedTuple):
    """What somebody does in a controversy: at which step, in which group, on which side, and on which map.

    `assent_due` tells whether their group has proposed a synthesis to whose present words they have not answered.
    """

    step: ControversyStep
    group: Group
    camp: Camp
    works_on: ArgumentMap | None
    assent_due: bool


def list_own_work(session: Session, listed: Sequence[Controversy], user: CurrentUser) -> dict[int, OwnWork]:
    """Return by their ids what somebody does in controversies of one seminar, where they have a seat and may know it.

    In as many queries for many controversies as for one, but for those in which a synthesis has been proposed.
    """
    work = {}
    under_way = [controversy for controversy in listed if controversy.step != ControversyStep.CLOSED]
    for key, whole in read_controversy_overviews(session, under_way).items():
        group = _find_own_group(whole, user)
        camp = group.seat_of(user.id) if group is not None else None
        if group is not None and camp is not None:
            assent_due = _is_assent_due(session, whole, group, user)
            work[key] = OwnWork(whole.step, group, camp, _find_map_at_step(whole.step, group, camp), assent_due)
    return work


def _is_assent_due(session: Session, whole: ControversyOverview, group: Group, user: CurrentUser) -> bool:
    """Tell whether somebody has not answered to the present words of their group's synthesis, and still may."""
    if whole.step is not ControversyStep.SYNTHESISE or not group.synthesis:
        return False
    assent = read_assents(session, whole.controversy, [group]).get(group.number)
    answer = assent.find_answer(user.id) if assent is not None else None
    return assent is not None and not (answer is not None and answer.current)


def _find_own_group(whole: ControversyOverview, user: CurrentUser) -> Group | None:
    """Return the group of somebody, which members learn once the groups have begun."""
    leads = at_least(user.role_in(whole.controversy.seminar_id), Role.TEACHER)
    return whole.group_of(user.id) if leads or whole.step is not ControversyStep.ASSIGN else None


def _find_map_at_step(step: ControversyStep, group: Group | None, camp: Camp | None) -> ArgumentMap | None:
    """Return the map on which somebody works at a step who sits on a side of a group."""
    if group is None or camp is None:
        return None
    match step:
        case ControversyStep.PREPARE | ControversyStep.DISCUSS:
            return camp.map
        case ControversyStep.REVERSE:
            return group.camp_argued_by(camp.side).map
        case ControversyStep.SYNTHESISE:
            return group.map
        case _:
            return None


def require_seminar(session: Session, slug: str, user: CurrentUser) -> Seminar:
    """Return a seminar; raises `UnknownSeminar`, and a refusal where nobody signs in."""
    if user.id is None:
        raise accounts_off_refusal()
    return find_seminar(session, slug)


def lock_controversy(session: Session, slug: str, number: int, user: CurrentUser) -> tuple[Seminar, Controversy]:
    """Return a seminar with one of its controversies, held against other writers."""
    seminar = require_seminar(session, slug, user)
    return seminar, find_controversy(session, persisted_id(seminar), number, hold=True)


def view_controversy(session: Session, controversy: Controversy, user: CurrentUser) -> ControversyView:
    """Return a controversy as somebody sees it."""
    whole = read_controversy_overview(session, controversy)
    user = _add_shared_roles(session, user, controversy.seminar_id)
    leads = at_least(user.role_in(controversy.seminar_id), Role.TEACHER)
    own = _find_own_group(whole, user)
    groups = whole.groups if leads or whole.step in STEPS_OPEN_TO_ALL else (own,) if own is not None else ()
    deadlines = read_deadlines(session, [persisted_id(controversy)])[persisted_id(controversy)]
    hidden = find_anonymous_maps(session, [group.map_id for group in groups if group.map_id is not None])
    return ControversyView(
        whole=whole,
        done=read_progress(session, whole),
        leads=leads,
        groups=groups,
        own=own,
        camp=own.seat_of(user.id) if own is not None else None,
        syntheses=read_synthesis_texts(session, groups),
        assents=read_assents(session, controversy, groups),
        anonymous=hidden,
        deadlines=deadlines,
        is_over=whole.step in deadlines and deadlines[whole.step] <= read_clock(session),
        user=user,
    )


def _add_shared_roles(session: Session, user: CurrentUser, seminar_id: int) -> CurrentUser:
    """Return the user with their roles on the maps that the seminar has now: the request may have made some."""
    role = user.role_in(seminar_id)
    if role is None:
        return user
    roles = dict(user.roles)
    for shared in session.exec(select(SeminarMap).where(SeminarMap.seminar_id == seminar_id)):
        wider = higher_role(roles.get(shared.map_id), derive_shared_role(role, shared.sharing))
        if wider is not None:
            roles[shared.map_id] = wider
    return replace(user, roles=roles)


def view_group(
    session: Session, controversy: Controversy, number: int, user: CurrentUser
) -> tuple[ControversyView, Group]:
    """Return a group on whose map somebody works; raises `NoSuchGroup` also for those of others."""
    view = view_controversy(session, controversy, user)
    group = next((candidate for candidate in view.groups if candidate.number == number), None)
    if group is None or not view.can_see(group.map):
        raise NoSuchGroup
    return view, group


def may_write(group: Group, user: CurrentUser) -> bool:
    """Tell whether somebody may record something on a group's map."""
    map_ = group.map
    return map_ is not None and Action.CONTRIBUTE in list_permitted_actions(user, map_.visibility, map_.id)


def assent_to_own_proposal(session: Session, controversy: Controversy, number: int, user: CurrentUser) -> None:
    """Take it that whoever proposes a synthesis assents to it, where they sit in the group."""
    group = read_controversy_overview(session, controversy).group(number)
    if group is not None and user.id is not None and group.seat_of(user.id) is not None:
        answer_synthesis(session, controversy, number, user.id, assents=True, reason="", fingerprint="")


def find_author_name(map_: ArgumentMap | None, user: CurrentUser) -> str:
    """Return the name under which somebody writes on a map."""
    return user.pseudonyms.get(persisted_id(map_), user.name) if map_ is not None else user.name


def draw_seed() -> int:
    """Return a seed by chance, short enough to be noted down."""
    return secrets.randbelow(HIGHEST_SEED) + 1


def create_controversy(
    request: Request, session: Session, seminar: Seminar, plan: ControversyPlan, user: CurrentUser
) -> Controversy:
    """Begin a controversy, and hand out its maps at once where that is wanted.

    Raises `UnknownMap` where the user does not see the map, `UnknownReference`, `UnfitGroups`, and what forking raises.
    """
    request.app.state.pictures.check(plan.slug, user)
    origin = changes.find_map(session, plan.slug)
    question = plan.question
    if plan.label is not None:
        text_query = select(Question.text).where(Question.map_id == origin.id, Question.label == plan.label)
        text = session.exec(text_query).one_or_none()
        if text is None:
            raise UnknownReference("question", plan.label, "/label")
        question = question or text
    members = len(list_drawable_members(session, persisted_id(seminar)))
    groups = plan.groups or compute_group_count(members, plan.size or USUAL_SIZE)
    controversy = begin_controversy(
        session,
        seminar,
        _prepare_common_map(session, seminar, origin, user),
        question,
        list(plan.sides),
        groups,
        label=plan.label,
        seed=plan.seed,
    )
    if plan.deadlines:
        write_deadlines(session, controversy, plan.deadlines)
    if plan.at_once and plan.seed is not None:
        move_to_step(session, controversy, ControversyStep.PREPARE, author=user.name)
    return controversy


def _prepare_common_map(session: Session, seminar: Seminar, origin: ArgumentMap, user: CurrentUser) -> ArgumentMap:
    """Return the map that groups fork and the teacher merges into: the seminar's own, else a copy in the seminar.

    Raises `NotForYou` for what the user may not carry into the seminar, and `NamesGoAlong`.
    """
    shared = session.get(SeminarMap, origin.id)
    ours = shared is not None and shared.seminar_id == seminar.id and shared.sharing == Sharing.WORKING
    if ours:
        return origin
    require_copy_elsewhere(session, user, origin)
    try:
        return copy_into_seminar(session, seminar, origin, user, NameChoice())
    except UndecidedNames as error:
        raise NamesGoAlong(list(error.names)) from None


def list_template_maps(
    session: Session, seminar: Seminar, user: CurrentUser
) -> tuple[list[ArgumentMap], list[ArgumentMap]]:
    """Return the maps of which a controversy can be made: those of the seminar, and others that the user may bring."""
    shared = select(SeminarMap.map_id).where(SeminarMap.seminar_id == seminar.id)
    ours = shared.where(SeminarMap.sharing == Sharing.WORKING)
    apart = select(SeminarMap.map_id).where(SeminarMap.sharing != Sharing.WORKING)
    query = select(ArgumentMap).order_by(col(ArgumentMap.title), col(ArgumentMap.slug))
    own = session.exec(query.where(col(ArgumentMap.id).in_(ours))).all()
    more = query.where(is_visible_to(user), col(ArgumentMap.id).not_in(shared), col(ArgumentMap.id).not_in(apart))
    return list(own), [map_ for map_ in session.exec(more) if may_copy_elsewhere(session, user, map_)]
