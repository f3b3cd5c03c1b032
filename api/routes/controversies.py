"""Structured academic controversies of a seminar: begun, moved from step to step, and brought to a synthesis."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from sqlmodel import Session

from api.conditions import require_match
from api.consequences import Consequences, count_seats
from api.controversies import Wanted, author_on, begin, group_seen, held, may_write, note_proposal, seen, seminar_of
from api.controversy_answers import (
    AssentBody,
    ControversyAnswer,
    ControversyBody,
    ControversyList,
    DeadlinesBody,
    DrawBody,
    SeatsBody,
    StepBody,
    SynthesisBody,
    listed,
    told,
)
from api.database import Reading, Writing
from api.documentation import problems
from api.paging import Paging, next_page, part_of
from api.permission import Agreeing, CurrentUser, Looking, NotAllowed, Teaching
from api.strict_route import StrictRoute
from models.controversies.assents import answer_synthesis
from models.controversies.controversies import Controversy, controversies_of, find_controversy
from models.database_generations import generation_of
from models.row_keys import persisted_id
from models.teaching.controversy_steps import (
    discard,
    draw,
    drawable,
    move,
    number_of_groups,
    open_rounds,
    schedule,
    seat,
)
from models.teaching.syntheses import choose_synthesis, write_synthesis
from models.text_types import MAX_INTEGER
from models.vocabulary import ControversyStep, Relation

router = APIRouter(prefix="/seminars/{seminar}/controversies", tags=["controversies"], route_class=StrictRoute)

Name = Annotated[str, Path(max_length=64, description="The seminar's short name.")]
Number = Annotated[int, Path(ge=1, le=MAX_INTEGER, description="The number of the controversy in its seminar.")]
GroupNumber = Annotated[int, Path(ge=1, le=MAX_INTEGER, description="The number of the group.")]


@router.get("", operation_id="listControversies", summary="List controversies", responses=problems(404, 422, 503))
def list_controversies(
    request: Request,
    response: Response,
    seminar: Name,
    query: Annotated[Paging, Query()],
    session: Reading,
    user: Looking,
) -> ControversyList:
    """Return the structured academic controversies of a seminar."""
    found = seminar_of(session, seminar, user)
    every = controversies_of(session, persisted_id(found))
    part = part_of(every, "controversies", lambda each: each.number, limit=query.limit, cursor=query.cursor)
    items = [listed(each) for each in part.items]
    return ControversyList(items=items, next=next_page(request, response, part.cursor))


@router.post(
    "",
    operation_id="beginControversy",
    summary="Begin a controversy",
    status_code=201,
    responses=problems(400, 403, 404, 409, 413, 415, 422, 503),
)
def begin_one(
    request: Request, response: Response, seminar: Name, body: ControversyBody, session: Writing, user: Teaching
) -> ControversyAnswer:
    """Put groups together, by chance or by hand, and give each side of each group a fork of the map.

    A map that is not the seminar's own is copied into it first, and that copy is the common map.
    """
    found = seminar_of(session, seminar, user)
    wanted = Wanted(
        slug=body.map,
        sides=body.sides,
        label=body.label,
        question=body.question or "",
        size=body.size,
        groups=body.groups,
        seed=body.chosen_seed(),
        at_once=body.at_once,
        deadlines=body.deadlines,
    )
    made = begin(request, session, found, wanted, user)
    response.headers["Location"] = f"/api/v1/seminars/{seminar}/controversies/{made.number}"
    return _answer(response, session, made, user)


@router.get(
    "/{number}", operation_id="readControversy", summary="Read a controversy", responses=problems(404, 422, 503)
)
def read_controversy(
    response: Response, seminar: Name, number: Number, session: Reading, user: Looking
) -> ControversyAnswer:
    """Return a controversy with the groups that whoever asks may see."""
    found = seminar_of(session, seminar, user)
    return _answer(response, session, find_controversy(session, persisted_id(found), number), user)


@router.delete(
    "/{number}",
    operation_id="discardControversy",
    summary="Discard a controversy that has not begun",
    status_code=204,
    responses=problems(400, 403, 404, 409, 412, 422, 428, 503),
)
def discard_one(request: Request, seminar: Name, number: Number, session: Writing, user: Teaching) -> None:
    """Delete a controversy whose maps were not handed out yet."""
    discard(session, _matching(request, session, seminar, number, user, lambda found: count_seats(session, found)))


@router.post(
    "/{number}/step",
    operation_id="moveControversy",
    summary="Move a controversy one step on or back",
    responses=problems(400, 403, 404, 409, 412, 413, 415, 422, 428, 503),
)
def move_one(
    request: Request,
    response: Response,
    seminar: Name,
    number: Number,
    body: StepBody,
    session: Writing,
    user: Teaching,
) -> ControversyAnswer:
    """Move a controversy; what members may do on the groups' maps changes at once, and closing it ends rounds."""

    def follows(found: Controversy) -> Consequences:
        closing = body.to is ControversyStep.CLOSED
        return {"changes": {"step": body.to, "open_rounds": len(open_rounds(session, found)) if closing else 0}}

    found = _matching(request, session, seminar, number, user, follows)
    move(session, found, body.to, author=user.name)
    return _answer(response, session, found, user)


@router.post(
    "/{number}/groups",
    operation_id="drawGroups",
    summary="Put the groups together anew",
    responses=problems(400, 403, 404, 409, 412, 413, 415, 422, 428, 503),
)
def draw_groups(
    request: Request,
    response: Response,
    seminar: Name,
    number: Number,
    body: DrawBody,
    session: Writing,
    user: Teaching,
) -> ControversyAnswer:
    """Draw the groups anew, before they have begun."""
    found = _matching(request, session, seminar, number, user, lambda found: count_seats(session, found))
    groups = body.groups or number_of_groups(len(drawable(session, found.seminar_id)), body.size)
    draw(session, found, groups, body.chosen_seed())
    return _answer(response, session, found, user)


@router.put(
    "/{number}/seats",
    operation_id="seatMembers",
    summary="Seat members by hand",
    responses=problems(400, 403, 404, 409, 412, 413, 415, 422, 428, 503),
)
def seat_members(
    request: Request,
    response: Response,
    seminar: Name,
    number: Number,
    body: SeatsBody,
    session: Writing,
    user: Teaching,
) -> ControversyAnswer:
    """Give members a seat, another one or none, also those who come late."""
    found = _matching(request, session, seminar, number, user)
    seat(session, found, {each.member: each.place for each in body.seats})
    return _answer(response, session, found, user)


@router.put(
    "/{number}/deadlines",
    operation_id="setDeadlines",
    summary="Set until when groups work at steps",
    responses=problems(400, 403, 404, 409, 412, 413, 415, 422, 428, 503),
)
def set_deadlines(
    request: Request,
    response: Response,
    seminar: Name,
    number: Number,
    body: DeadlinesBody,
    session: Writing,
    user: Teaching,
) -> ControversyAnswer:
    """Set, move or take away deadlines of the present step and of later ones; they hold at once."""
    found = _matching(request, session, seminar, number, user)
    schedule(session, found, body.deadlines)
    return _answer(response, session, found, user)


@router.put(
    "/{number}/groups/{group}/synthesis",
    operation_id="agreeOnSynthesis",
    summary="Propose a group's joint synthesis",
    responses=problems(400, 403, 404, 409, 413, 415, 422, 503),
)
def agree_on_synthesis(
    response: Response,
    seminar: Name,
    number: Number,
    group: GroupNumber,
    body: SynthesisBody,
    session: Writing,
    user: Agreeing,
) -> ControversyAnswer:
    """Write the claim on which both sides may agree, with links to claims of each; or choose one that is there.

    Whoever proposes it assents to it; the others of the group are asked.
    """
    _, found = held(session, seminar, number, user)
    _, place = group_seen(session, found, group, user)
    if not may_write(place, user):
        raise NotAllowed
    if body.claim is not None:
        choose_synthesis(session, found, group, body.claim)
    else:
        ties = {each.claim: Relation(each.relation) for each in body.ties}
        write_synthesis(session, found, group, body.text or "", ties, author=author_on(place.map, user))
    note_proposal(session, found, group, user)
    return _answer(response, session, found, user)


@router.put(
    "/{number}/groups/{group}/synthesis/assent",
    operation_id="assentToSynthesis",
    summary="Assent to a group's joint synthesis, or not",
    responses=problems(400, 403, 404, 409, 413, 415, 422, 503),
)
def assent_to_synthesis(
    response: Response,
    seminar: Name,
    number: Number,
    group: GroupNumber,
    body: AssentBody,
    session: Writing,
    user: Agreeing,
) -> ControversyAnswer:
    """Answer to the synthesis of one's own group; 409 where it says something else than what was answered to."""
    _, found = held(session, seminar, number, user)
    group_seen(session, found, group, user)
    answer_synthesis(
        session, found, group, user.account_id, assents=body.assents, reason=body.reason.strip(), judged=body.wording
    )
    return _answer(response, session, found, user)


def _matching(
    request: Request,
    session: Session,
    seminar: str,
    number: int,
    user: CurrentUser,
    follows: Callable[[Controversy], Consequences | None] = lambda _: None,
) -> Controversy:
    _, found = held(session, seminar, number, user)
    require_match(
        request,
        _tag(session, found),
        lambda: told(seen(session, found, user)).model_dump(mode="json"),
        lambda: follows(found),
    )
    return found


def _tag(session: Session, found: Controversy) -> str:
    return f'"{generation_of(session)}.c{found.id}.{found.version}"'


def _answer(response: Response, session: Session, found: Controversy, user: CurrentUser) -> ControversyAnswer:
    response.headers["ETag"] = _tag(session, found)
    return told(seen(session, found, user))
