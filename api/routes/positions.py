"""Rounds, and the positions that members take on records. Until a round is closed nobody sees another's."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query, Request, Response
from pydantic import Field
from sqlmodel import Session

from api import seminar
from api.conditions import require_match
from api.consequences import describe_end_of_round
from api.database import Reading, Writing
from api.documentation import problems
from api.paging import Paging, next_page, part_of, read_cursor, write_cursor
from api.permission import Action, TakingPositions, Teaching
from api.position_answers import (
    DeadlineBody,
    MoveAnswer,
    PositionAnswer,
    PositionBody,
    PositionPage,
    ReasonBody,
    ReopenBody,
    ResultsAnswer,
    RoundAnswer,
    RoundBody,
    RoundList,
    distribution_answer,
    position_answer,
    round_answer,
    round_answers,
)
from api.positions_table import positions_csv
from api.round_citations import cite_wordings
from api.round_reading import note_reading, note_readings
from api.round_versions import tag_round
from api.strict_route import StrictRoute
from models.changes.lookup import find_map
from models.deliberation.position_changes import (
    close_round,
    delete_round,
    find_round,
    move_deadline,
    open_round,
    reopen_round,
    take_position,
)
from models.history.wordings import read_wordings
from models.participation.answered_wordings import answered_wordings
from models.participation.positions import positions_seen, rounds
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id
from models.text_types import MAX_INTEGER, Label, Slug
from models.vocabulary import CitationStyle, StanceKind

router = APIRouter(prefix="/maps/{slug}", tags=["positions"], route_class=StrictRoute)

Number = Annotated[int, Path(ge=1, le=MAX_INTEGER, description="The number of the round.")]


class PositionsQuery(Paging):
    """Which positions to list."""

    label: Annotated[Label | None, Field(description="Only on this record.", examples=["P3"])] = None
    round: Annotated[int | None, Field(ge=1, le=MAX_INTEGER, description="Only in this round.")] = None


@router.get(
    "/rounds",
    operation_id="listRounds",
    summary="List the rounds in which positions are taken",
    responses=problems(403, 404, 422, 503),
)
def list_rounds(
    request: Request,
    response: Response,
    slug: Slug,
    query: Annotated[Paging, Query()],
    session: Reading,
    user: TakingPositions,
) -> RoundList:
    """Return the rounds of a map, in their order."""
    map_id = persisted_id(find_map(session, slug))
    teaching = seminar.may(user, Action.TEACH, map_id)
    part = part_of(rounds(session, map_id), "rounds", lambda each: each.number, limit=query.limit, cursor=query.cursor)
    return RoundList(
        items=round_answers(session, part.items, teaching=teaching), next=next_page(request, response, part.cursor)
    )


@router.post(
    "/rounds",
    operation_id="openRound",
    summary="Open a round",
    status_code=201,
    responses=problems(400, 403, 404, 409, 413, 415, 422, 503),
)
def post_round(
    slug: Slug, body: Annotated[RoundBody, Body()], response: Response, session: Writing, user: Teaching
) -> RoundAnswer:
    """Open a round, in which members take positions unseen. One round of a map is open at a time."""
    made = open_round(session, seminar.held(session, slug), body.draft(), by=user.name)
    response.headers["ETag"] = tag_round(session, made)
    response.headers["Location"] = f"/api/v1/maps/{slug}/rounds/{made.number}"
    return round_answer(session, made, teaching=True)


@router.get(
    "/rounds/{number}", operation_id="readRound", summary="Read a round", responses=problems(403, 404, 422, 503)
)
def get_round(response: Response, slug: Slug, number: Number, session: Reading, user: TakingPositions) -> RoundAnswer:
    """Return one round; its ETag changes when it is closed, opened again or deleted, and with its deadline."""
    found = find_round(session, find_map(session, slug), number)
    response.headers["ETag"] = tag_round(session, found)
    return round_answer(session, found, teaching=seminar.may(user, Action.TEACH, found.map_id))


@router.post(
    "/rounds/{number}/close",
    operation_id="closeRound",
    summary="Close a round",
    responses=problems(400, 403, 404, 409, 412, 422, 428, 503),
)
def post_close(
    request: Request, response: Response, slug: Slug, number: Number, session: Writing, user: Teaching
) -> RoundAnswer:
    """Close a round: from now on members see what was answered. Until somebody does it can be opened again."""
    found = _match(request, session, slug, number, lost=False)
    closed = close_round(session, found, number, by=user.name)
    response.headers["ETag"] = tag_round(session, closed)
    return round_answer(session, closed, teaching=True)


@router.post(
    "/rounds/{number}/reopen",
    operation_id="reopenRound",
    summary="Open a closed round again",
    responses=problems(400, 403, 404, 409, 413, 415, 422, 503),
)
def post_reopen(
    response: Response,
    slug: Slug,
    number: Number,
    body: Annotated[ReopenBody, Body()],
    session: Writing,
    user: Teaching,
) -> RoundAnswer:
    """Open a round again whose results nobody has read; 409 where somebody has, or where another round is open."""
    del user
    found = reopen_round(session, seminar.held(session, slug), number, closes_at=body.closes_at)
    response.headers["ETag"] = tag_round(session, found)
    return round_answer(session, found, teaching=True)


@router.put(
    "/rounds/{number}/deadline",
    operation_id="moveRoundDeadline",
    summary="Let an open round close by itself at another moment, or at none",
    responses=problems(400, 403, 404, 409, 413, 415, 422, 503),
)
def put_deadline(
    response: Response,
    slug: Slug,
    number: Number,
    body: Annotated[DeadlineBody, Body()],
    session: Writing,
    user: Teaching,
) -> RoundAnswer:
    """Move the deadline of a round; 409 where it is closed by now."""
    del user
    found = move_deadline(session, seminar.held(session, slug), number, body.closes_at)
    response.headers["ETag"] = tag_round(session, found)
    return round_answer(session, found, teaching=True)


@router.post(
    "/rounds/{number}/delete",
    operation_id="deleteRound",
    summary="Delete a round with its answers",
    responses=problems(400, 403, 404, 409, 412, 413, 415, 422, 428, 503),
)
def post_delete(
    request: Request,
    slug: Slug,
    number: Number,
    body: Annotated[ReasonBody, Body()],
    session: Writing,
    user: Teaching,
) -> RoundAnswer:
    """Delete a round and its answers for good. Members read its title and the reason where its results would stand."""
    found = _match(request, session, slug, number, lost=True)
    return round_answer(session, delete_round(session, found, number, body.reason, by=user.name), teaching=True)


def _match(request: Request, session: Session, slug: str, number: int, *, lost: bool) -> ArgumentMap:
    """Return the map, held, where the request names the round as it is now; raises `Refusal` where not."""
    found = seminar.held(session, slug)
    present = find_round(session, found, number)
    require_match(
        request,
        tag_round(session, present),
        lambda: round_answer(session, present, teaching=True).model_dump(mode="json"),
        lambda: describe_end_of_round(session, present, lost=lost),
    )
    return found


@router.get(
    "/rounds/{number}/results",
    operation_id="readResults",
    summary="Read what came of a round",
    responses=problems(403, 404, 409, 422, 503),
)
def get_results(request: Request, slug: Slug, number: Number, session: Reading, user: TakingPositions) -> ResultsAnswer:
    """Return how positions are distributed, what divides the group, and who moved. 409 while the round is open."""
    note_reading(request, slug, number)
    place = find_map(session, slug)
    found = seminar.results(session, find_round(session, place, number), user)
    cited = cite_wordings(request, session, place, found.distributions, CitationStyle.CHICAGO_NOTES)
    return ResultsAnswer(
        round=round_answer(session, found.round, teaching=True),
        members=found.members,
        distributions=[distribution_answer(each, found.present, cited) for each in found.distributions],
        divided=list(dict.fromkeys(each.label for each in found.splits)),
        moved=[
            MoveAnswer(
                member=each.member,
                label=each.label,
                before=StanceKind(each.before.stance),
                before_round=each.before.round,
                after=StanceKind(each.after.stance),
                reworded=each.reworded,
            )
            for each in found.moved
        ],
    )


@router.get(
    "/rounds/{number}/positions.csv",
    operation_id="readPositionsTable",
    summary="Read the positions of a round as CSV",
    responses={
        200: {"content": {"text/csv": {"schema": {"type": "string"}}}},
        **problems(403, 404, 409, 422, 503),
    },
    response_class=Response,
)
def get_table(request: Request, slug: Slug, number: Number, session: Reading, user: Teaching) -> Response:
    """Return every position that was taken in a round, by name, for teachers. 409 while the round is open."""
    note_reading(request, slug, number)
    found = find_round(session, find_map(session, slug), number)
    taken = positions_seen(session, found.map_id, user.name, round_id=found.id)
    return Response(
        positions_csv(
            taken,
            number,
            answered_wordings(session, taken),
            read_wordings(session, found.map_id, {each.label for each in taken}),
            # With the mark by which spreadsheets know UTF-8.
        ).encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{slug}-round-{number}.csv"',
            "Cache-Control": "no-store",
        },
    )


@router.get(
    "/positions",
    operation_id="listPositions",
    summary="List the positions that may be seen",
    responses=problems(403, 404, 422, 503),
)
def list_positions(
    request: Request,
    response: Response,
    slug: Slug,
    query: Annotated[PositionsQuery, Query()],
    session: Reading,
    user: TakingPositions,
) -> PositionPage:
    """Return your own positions, and others' outside of rounds and in closed ones, in the order they were taken.

    Of a round that does not show names only the last answers, in no order that would tell who is who.
    """
    note_readings(request, session, find_map(session, slug))
    found = find_map(session, slug)
    asked = find_round(session, found, query.round) if query.round is not None else None
    behind = tuple(read_cursor(query.cursor, "place", int, int, str)) if query.cursor is not None else None
    round_id = asked.id if asked else None
    every = seminar.placed_opinions(session, persisted_id(found), user, label=query.label, round_id=round_id)
    shown = [each for each in every if behind is None or each.place > behind]
    page = shown[: query.limit]
    cursor = write_cursor("place", *page[-1].place) if len(shown) > query.limit else None
    present = read_wordings(session, persisted_id(found), {each.opinion.label for each in page})
    items = [position_answer(each.at, each.opinion, present) for each in page]
    response.headers["Cache-Control"] = "no-store"
    return PositionPage(items=items, next=next_page(request, response, cursor))


@router.put(
    "/positions/{label}",
    operation_id="takePosition",
    summary="Take a position on a record",
    responses=problems(400, 403, 404, 409, 413, 415, 422, 503),
)
def put_position(
    slug: Slug, label: Label, body: Annotated[PositionBody, Body()], session: Writing, user: TakingPositions
) -> PositionAnswer:
    """Take a position: unseen where a round is open that asks about the record, else for all members to see.

    It replaces your former one, which stays in the history.
    """
    found = seminar.held(session, slug)
    taken = take_position(session, found, label, body, member=user.name, in_round=body.round)
    (opinion,) = seminar.opinions(session, [taken], rounds(session, persisted_id(found)), user, {})
    return position_answer(taken.at, opinion, read_wordings(session, persisted_id(found), [label]))
