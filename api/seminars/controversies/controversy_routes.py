"""Structured academic controversies of a seminar: begun, moved from step to step, and brought to a synthesis."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from sqlmodel import Session

from api.access.authorization import MayAgree, MayLook, MayTeach, NotAllowed
from api.access.current_user import CurrentUser
from api.http.conditional_requests import require_match
from api.http.openapi_descriptions import problems
from api.http.pagination import Paging, link_next_page, slice_page
from api.http.strict_json import StrictRoute
from api.requests.consequences import Consequences, count_seats
from api.requests.database import Reading, Writing
from api.seminars.controversies.controversy_answers import (
    AssentBody,
    ControversyAnswer,
    ControversyBody,
    ControversyList,
    ControversyStepBody,
    DeadlinesBody,
    DrawBody,
    SeatsBody,
    SynthesisBody,
    describe_controversy,
    summarise_controversy,
)
from api.seminars.controversies.controversy_operations import (
    ControversyPlan,
    assent_to_own_proposal,
    create_controversy,
    find_author_name,
    lock_controversy,
    may_write,
    require_seminar,
    view_controversy,
    view_group,
)
from models.controversies.assents import answer_synthesis
from models.controversies.controversies import Controversy, find_controversy, read_controversies
from models.controversies.group_drawing import compute_group_count
from models.database_generations import read_generation
from models.row_keys import persisted_id
from models.teaching.controversy_steps import (
    assign_seats,
    discard_controversy,
    list_drawable_members,
    list_open_rounds,
    move_to_step,
    redraw_groups,
    schedule_deadlines,
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
    user: MayLook,
) -> ControversyList:
    """Return the structured academic controversies of a seminar."""
    current_seminar = require_seminar(session, seminar, user)
    controversies = read_controversies(session, persisted_id(current_seminar))
    part = slice_page(
        controversies, "controversies", lambda controversy: controversy.number, limit=query.limit, cursor=query.cursor
    )
    items = [summarise_controversy(controversy) for controversy in part.items]
    return ControversyList(items=items, next=link_next_page(request, response, part.cursor))


@router.post(
    "",
    operation_id="beginControversy",
    summary="Begin a controversy",
    status_code=201,
    responses=problems(400, 403, 404, 409, 413, 415, 422, 503),
)
def post_controversy(
    request: Request, response: Response, seminar: Name, body: ControversyBody, session: Writing, user: MayTeach
) -> ControversyAnswer:
    """Put groups together, by chance or by hand, and give each side of each group a fork of the map.

    A map that is not the seminar's own is copied into it first, and that copy is the common map.
    """
    current_seminar = require_seminar(session, seminar, user)
    controversy_request = ControversyPlan(
        slug=body.map,
        sides=body.sides,
        label=body.label,
        question=body.question or "",
        size=body.size,
        groups=body.groups,
        seed=body.choose_seed(),
        at_once=body.at_once,
        deadlines=body.deadlines,
    )
    controversy = create_controversy(request, session, current_seminar, controversy_request, user)
    response.headers["Location"] = f"/api/v1/seminars/{seminar}/controversies/{controversy.number}"
    return _answer(response, session, controversy, user)


@router.get(
    "/{number}", operation_id="readControversy", summary="Read a controversy", responses=problems(404, 422, 503)
)
def read_controversy(
    response: Response, seminar: Name, number: Number, session: Reading, user: MayLook
) -> ControversyAnswer:
    """Return a controversy with the groups that whoever asks may see."""
    current_seminar = require_seminar(session, seminar, user)
    return _answer(response, session, find_controversy(session, persisted_id(current_seminar), number), user)


@router.delete(
    "/{number}",
    operation_id="discardControversy",
    summary="Discard a controversy that has not begun",
    status_code=204,
    responses=problems(400, 403, 404, 409, 412, 422, 428, 503),
)
def delete_controversy(request: Request, seminar: Name, number: Number, session: Writing, user: MayTeach) -> None:
    """Delete a controversy whose maps were not handed out yet."""
    discard_controversy(
        session,
        _find_matching_controversy(
            request, session, seminar, number, user, lambda controversy: count_seats(session, controversy)
        ),
    )


@router.post(
    "/{number}/step",
    operation_id="moveControversy",
    summary="Move a controversy one step on or back",
    responses=problems(400, 403, 404, 409, 412, 413, 415, 422, 428, 503),
)
def move_controversy(
    request: Request,
    response: Response,
    seminar: Name,
    number: Number,
    body: ControversyStepBody,
    session: Writing,
    user: MayTeach,
) -> ControversyAnswer:
    """Move a controversy; what members may do on the groups' maps changes at once, and closing it ends rounds."""

    def describe_consequences(controversy: Controversy) -> Consequences:
        closing = body.to is ControversyStep.CLOSED
        return {
            "changes": {"step": body.to, "open_rounds": len(list_open_rounds(session, controversy)) if closing else 0}
        }

    controversy = _find_matching_controversy(request, session, seminar, number, user, describe_consequences)
    move_to_step(session, controversy, body.to, author=user.name)
    return _answer(response, session, controversy, user)


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
    user: MayTeach,
) -> ControversyAnswer:
    """Draw the groups anew, before they have begun."""
    controversy = _find_matching_controversy(
        request, session, seminar, number, user, lambda controversy: count_seats(session, controversy)
    )
    groups = body.groups or compute_group_count(len(list_drawable_members(session, controversy.seminar_id)), body.size)
    redraw_groups(session, controversy, groups, body.choose_seed())
    return _answer(response, session, controversy, user)


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
    user: MayTeach,
) -> ControversyAnswer:
    """Give members a seat, another one or none, also those who come late."""
    controversy = _find_matching_controversy(request, session, seminar, number, user)
    assign_seats(session, controversy, {seating.member: seating.seat for seating in body.seats})
    return _answer(response, session, controversy, user)


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
    user: MayTeach,
) -> ControversyAnswer:
    """Set, move or take away deadlines of the present step and of later ones; they hold at once."""
    controversy = _find_matching_controversy(request, session, seminar, number, user)
    schedule_deadlines(session, controversy, body.deadlines)
    return _answer(response, session, controversy, user)


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
    user: MayAgree,
) -> ControversyAnswer:
    """Write the claim on which both sides may agree, with links to claims of each; or choose one that is there.

    Whoever proposes it assents to it; the others of the group are asked.
    """
    _, controversy = lock_controversy(session, seminar, number, user)
    _, place = view_group(session, controversy, group, user)
    if not may_write(place, user):
        raise NotAllowed
    if body.claim is not None:
        choose_synthesis(session, controversy, group, body.claim)
    else:
        ties = {tie.claim: Relation(tie.relation) for tie in body.ties}
        write_synthesis(session, controversy, group, body.text or "", ties, author=find_author_name(place.map, user))
    assent_to_own_proposal(session, controversy, group, user)
    return _answer(response, session, controversy, user)


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
    user: MayAgree,
) -> ControversyAnswer:
    """Answer to the synthesis of one's own group; 409 where it says something else than what was answered to."""
    _, controversy = lock_controversy(session, seminar, number, user)
    view_group(session, controversy, group, user)
    answer_synthesis(
        session,
        controversy,
        group,
        user.account_id,
        assents=body.assents,
        reason=body.reason.strip(),
        fingerprint=body.wording,
    )
    return _answer(response, session, controversy, user)


def _find_matching_controversy(
    request: Request,
    session: Session,
    seminar: str,
    number: int,
    user: CurrentUser,
    describe_consequences: Callable[[Controversy], Consequences | None] = lambda _: None,
) -> Controversy:
    _, controversy = lock_controversy(session, seminar, number, user)
    require_match(
        request,
        _etag(session, controversy),
        lambda: describe_controversy(view_controversy(session, controversy, user)).model_dump(mode="json"),
        lambda: describe_consequences(controversy),
    )
    return controversy


def _etag(session: Session, controversy: Controversy) -> str:
    return f'"{read_generation(session)}.c{controversy.id}.{controversy.version}"'


def _answer(response: Response, session: Session, controversy: Controversy, user: CurrentUser) -> ControversyAnswer:
    response.headers["ETag"] = _etag(session, controversy)
    return describe_controversy(view_controversy(session, controversy, user))
