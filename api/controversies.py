"""Structured academic controversies as a request meets them: who sees which group, and how one is begun."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from fastapi import Request
from sqlmodel import Session, col, select

from api.copying import copy_into_seminar
from api.forking import may_take_out
from api.permission import Action, CurrentUser, accounts_are_off, in_reach, permitted
from api.publishing import NameChoice, NamesForGood
from models import changes
from models.controversies.assents import GroupAssent, MemberVote, answer_synthesis, read_assents
from models.controversies.controversies import (
    Camp,
    Controversy,
    Group,
    Situation,
    find_controversy,
    situation,
    situations,
)
from models.controversies.controversy_deadlines import Deadlines, read_deadlines, write_deadlines
from models.controversies.controversy_errors import NoSuchGroup
from models.controversies.controversy_progress import Progress, progress
from models.errors import UnknownReference
from models.instants import read_clock
from models.participation.map_anonymity import hidden_among
from models.people.account_errors import NamesGoAlong, NotForYou
from models.people.authentication import at_least, higher, shared_role
from models.people.enrolment import find_seminar
from models.people.seminars import Seminar, SeminarMap
from models.records.arguments import Question
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id
from models.teaching.controversy_steps import begin_controversy, drawable, move, number_of_groups
from models.teaching.syntheses import synthesis_texts
from models.vocabulary import ControversyStep, Role, Sharing

HIGHEST_SEED = 999_999
USUAL_SIZE = 4
OPEN = frozenset({ControversyStep.COMPARE, ControversyStep.CLOSED})


@dataclass(frozen=True, slots=True)
class Wanted:
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
class Seen:
    """A controversy as somebody sees it: who leads sees every group, others their own until all are opened."""

    whole: Situation
    done: Progress
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
        return _map_at_step(self.whole.step, self.own, self.camp)

    @property
    def also(self) -> list[tuple[str, ArgumentMap]]:
        """The other maps of their group that they see, with the side's name; that of the whole group has none."""
        if self.own is None:
            return []
        places = [*((each.name, each.map) for each in self.own.camps), ("", self.own.map)]
        work = self.works_on
        return [(name, found) for name, found in places if found is not None and found != work and self.sees(found)]

    def sees(self, found: ArgumentMap | None) -> bool:
        """Tell whether they may look at a map."""
        return found is not None and Action.LOOK in permitted(self.user, found.visibility, found.id)

    def answers_in(self, group: Group) -> tuple[MemberVote, ...]:
        """Return what members of a group answered to its synthesis, with names, as far as they may be seen.

        Those who lead see all, and a group its own unless nobody is named on its map; whoever asks sees theirs.
        """
        assent = self.assents.get(group.number)
        if assent is None:
            return ()
        open_to_group = self.own is not None and self.own.number == group.number and group.map_id not in self.anonymous
        return tuple(each for each in assent.answers if self.leads or open_to_group or each.account_id == self.user.id)

    def changes(self, found: ArgumentMap | None) -> bool:
        """Tell whether they may change a map as a whole, as merging does."""
        return found is not None and Action.CHANGE in permitted(self.user, found.visibility, found.id)


class OwnWork(NamedTuple):
    """What somebody does in a controversy: at which step, in which group, on which side, and on which map.

    `asked` tells whether their group has proposed a synthesis to whose present words they have not answered.
    """

    step: ControversyStep
    group: Group
    camp: Camp
    works_on: ArgumentMap | None
    asked: bool


def list_own_work(session: Session, listed: Sequence[Controversy], user: CurrentUser) -> dict[int, OwnWork]:
    """Return by their ids what somebody does in controversies of one seminar, where they have a seat and may know it.

    In as many queries for many controversies as for one, but for those in which a synthesis has been proposed.
    """
    work = {}
    under_way = [each for each in listed if each.step != ControversyStep.CLOSED]
    for key, whole in situations(session, under_way).items():
        group = _own_group(whole, user)
        camp = group.seat_of(user.id) if group is not None else None
        if group is not None and camp is not None:
            asked = _is_asked(session, whole, group, user)
            work[key] = OwnWork(whole.step, group, camp, _map_at_step(whole.step, group, camp), asked)
    return work


def _is_asked(session: Session, whole: Situation, group: Group, user: CurrentUser) -> bool:
    """Tell whether somebody has not answered to the present words of their group's synthesis, and still may."""
    if whole.step is not ControversyStep.SYNTHESISE or not group.synthesis:
        return False
    assent = read_assents(session, whole.controversy, [group]).get(group.number)
    answer = assent.answer_of(user.id) if assent is not None else None
    return assent is not None and not (answer is not None and answer.current)


def _own_group(whole: Situation, user: CurrentUser) -> Group | None:
    """Return the group of somebody, which members learn once the groups have begun."""
    leads = at_least(user.role_in(whole.controversy.seminar_id), Role.TEACHER)
    return whole.group_of(user.id) if leads or whole.step is not ControversyStep.ASSIGN else None


def _map_at_step(step: ControversyStep, group: Group | None, camp: Camp | None) -> ArgumentMap | None:
    """Return the map on which somebody works at a step who sits on a side of a group."""
    if group is None or camp is None:
        return None
    match step:
        case ControversyStep.PREPARE | ControversyStep.DISCUSS:
            return camp.map
        case ControversyStep.REVERSE:
            return group.arguing(camp.side).map
        case ControversyStep.SYNTHESISE:
            return group.map
        case _:
            return None


def seminar_of(session: Session, slug: str, user: CurrentUser) -> Seminar:
    """Return a seminar; raises `UnknownSeminar`, and a refusal where nobody signs in."""
    if user.id is None:
        raise accounts_are_off()
    return find_seminar(session, slug)


def held(session: Session, slug: str, number: int, user: CurrentUser) -> tuple[Seminar, Controversy]:
    """Return a seminar with one of its controversies, held against other writers."""
    seminar = seminar_of(session, slug, user)
    return seminar, find_controversy(session, persisted_id(seminar), number, hold=True)


def seen(session: Session, found: Controversy, user: CurrentUser) -> Seen:
    """Return a controversy as somebody sees it."""
    whole = situation(session, found)
    user = _with_shared(session, user, found.seminar_id)
    leads = at_least(user.role_in(found.seminar_id), Role.TEACHER)
    own = _own_group(whole, user)
    groups = whole.groups if leads or whole.step in OPEN else (own,) if own is not None else ()
    deadlines = read_deadlines(session, [persisted_id(found)])[persisted_id(found)]
    hidden = hidden_among(session, [each.map_id for each in groups if each.map_id is not None])
    return Seen(
        whole=whole,
        done=progress(session, whole),
        leads=leads,
        groups=groups,
        own=own,
        camp=own.seat_of(user.id) if own is not None else None,
        syntheses=synthesis_texts(session, groups),
        assents=read_assents(session, found, groups),
        anonymous=hidden,
        deadlines=deadlines,
        is_over=whole.step in deadlines and deadlines[whole.step] <= read_clock(session),
        user=user,
    )


def _with_shared(session: Session, user: CurrentUser, seminar_id: int) -> CurrentUser:
    """Return the user with their roles on the maps that the seminar has now: the request may have made some."""
    role = user.role_in(seminar_id)
    if role is None:
        return user
    roles = dict(user.roles)
    for shared in session.exec(select(SeminarMap).where(SeminarMap.seminar_id == seminar_id)):
        wider = higher(roles.get(shared.map_id), shared_role(role, shared.sharing))
        if wider is not None:
            roles[shared.map_id] = wider
    return replace(user, roles=roles)


def group_seen(session: Session, found: Controversy, number: int, user: CurrentUser) -> tuple[Seen, Group]:
    """Return a group on whose map somebody works; raises `NoSuchGroup` also for those of others."""
    view = seen(session, found, user)
    group = next((each for each in view.groups if each.number == number), None)
    if group is None or not view.sees(group.map):
        raise NoSuchGroup
    return view, group


def may_write(group: Group, user: CurrentUser) -> bool:
    """Tell whether somebody may record something on a group's map."""
    found = group.map
    return found is not None and Action.CONTRIBUTE in permitted(user, found.visibility, found.id)


def note_proposal(session: Session, found: Controversy, number: int, user: CurrentUser) -> None:
    """Take it that whoever proposes a synthesis assents to it, where they sit in the group."""
    group = situation(session, found).group(number)
    if group is not None and user.id is not None and group.seat_of(user.id) is not None:
        answer_synthesis(session, found, number, user.id, assents=True, reason="", judged="")


def author_on(found: ArgumentMap | None, user: CurrentUser) -> str:
    """Return the name under which somebody writes on a map."""
    return user.pseudonyms.get(persisted_id(found), user.name) if found is not None else user.name


def new_seed() -> int:
    """Return a seed by chance, short enough to be noted down."""
    return secrets.randbelow(HIGHEST_SEED) + 1


def begin(request: Request, session: Session, seminar: Seminar, wanted: Wanted, user: CurrentUser) -> Controversy:
    """Begin a controversy, and hand out its maps at once where that is wanted.

    Raises `UnknownMap` where the user does not see the map, `UnknownReference`, `UnfitGroups`, and what forking raises.
    """
    request.app.state.pictures.check(wanted.slug, user)
    origin = changes.find_map(session, wanted.slug)
    question = wanted.question
    if wanted.label is not None:
        asked = select(Question.text).where(Question.map_id == origin.id, Question.label == wanted.label)
        text = session.exec(asked).one_or_none()
        if text is None:
            raise UnknownReference("question", wanted.label, "/label")
        question = question or text
    members = len(drawable(session, persisted_id(seminar)))
    groups = wanted.groups or number_of_groups(members, wanted.size or USUAL_SIZE)
    made = begin_controversy(
        session,
        seminar,
        _common(session, seminar, origin, user),
        question,
        list(wanted.sides),
        groups,
        label=wanted.label,
        seed=wanted.seed,
    )
    if wanted.deadlines:
        write_deadlines(session, made, wanted.deadlines)
    if wanted.at_once and wanted.seed is not None:
        move(session, made, ControversyStep.PREPARE, author=user.name)
    return made


def _common(session: Session, seminar: Seminar, origin: ArgumentMap, user: CurrentUser) -> ArgumentMap:
    """Return the map that groups fork and the teacher merges into: the seminar's own, else a copy in the seminar.

    Raises `NotForYou` for what the user may not carry into the seminar, and `NamesGoAlong`.
    """
    shared = session.get(SeminarMap, origin.id)
    ours = shared is not None and shared.seminar_id == seminar.id and shared.sharing == Sharing.WORKING
    if ours:
        return origin
    if not may_take_out(session, user, origin):
        raise NotForYou("take what is on this map to another seminar", "whoever leads its seminar or owns it")
    try:
        return copy_into_seminar(session, seminar, origin, user, NameChoice())
    except NamesForGood as error:
        raise NamesGoAlong(list(error.names)) from None


def templates(session: Session, seminar: Seminar, user: CurrentUser) -> tuple[list[ArgumentMap], list[ArgumentMap]]:
    """Return the maps of which a controversy can be made: those of the seminar, and others that the user may bring."""
    shared = select(SeminarMap.map_id).where(SeminarMap.seminar_id == seminar.id)
    ours = shared.where(SeminarMap.sharing == Sharing.WORKING)
    apart = select(SeminarMap.map_id).where(SeminarMap.sharing != Sharing.WORKING)
    wanted = select(ArgumentMap).order_by(col(ArgumentMap.title), col(ArgumentMap.slug))
    own = session.exec(wanted.where(col(ArgumentMap.id).in_(ours))).all()
    more = wanted.where(in_reach(user), col(ArgumentMap.id).not_in(shared), col(ArgumentMap.id).not_in(apart))
    return list(own), [each for each in session.exec(more) if may_take_out(session, user, each)]
