"""Rounds, and the positions that members take on records. Until a round is closed nobody sees another's."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query, Request, Response
from pydantic import Field
from sqlmodel import Session

from api.access.authorization import Action, MayTakePositions, MayTeach
from api.access.current_user import is_allowed_on_map
from api.http.conditional_requests import require_match
from api.http.openapi_descriptions import problems
from api.http.pagination import Paging, link_next_page, read_cursor, slice_page, write_cursor
from api.http.strict_json import StrictRoute
from api.requests.consequences import describe_end_of_round
from api.requests.database import Reading, Writing, lock_existing_map
from api.seminars.positions import visible_opinions
from api.seminars.positions.position_answers import (
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
    describe_distribution,
    describe_position,
    describe_round,
    describe_rounds,
)
from api.seminars.positions.positions_table import write_positions_csv
from api.seminars.positions.round_citations import cite_wordings
from api.seminars.positions.round_suppositions import check_supposition, read_outcome, read_stored_supposition
from api.seminars.positions.round_versions import tag_round
from api.seminars.positions.unread_rounds import note_all_rounds_read, note_round_read
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
from models.participation.answered_wordings import read_answered_wordings
from models.participation.positions import list_visible_positions, read_rounds
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
    user: MayTakePositions,
) -> RoundList:
    """Return the rounds of a map, in their order."""
    map_id = persisted_id(find_map(session, slug))
    teaching = is_allowed_on_map(user, Action.TEACH, map_id)
    part = slice_page(
        read_rounds(session, map_id),
        "rounds",
        lambda seminar_round: seminar_round.number,
        limit=query.limit,
        cursor=query.cursor,
    )
    return RoundList(
        items=describe_rounds(session, part.items, teaching=teaching),
        next=link_next_page(request, response, part.cursor),
    )


@router.post(
    "/rounds",
    operation_id="openRound",
    summary="Open a round",
    status_code=201,
    responses=problems(400, 403, 404, 409, 413, 415, 422, 503),
)
def post_round(
    request: Request,
    slug: Slug,
    body: Annotated[RoundBody, Body()],
    response: Response,
    session: Writing,
    user: MayTeach,
) -> RoundAnswer:
    """Open a round, in which members take positions unseen. One round of a map is open at a time."""
    argument_map, draft = lock_existing_map(session, slug), body.draft()
    check_supposition(request.app.state.pictures.graph(slug, user), draft.supposition)
    seminar_round = open_round(session, argument_map, draft, by=user.name)
    response.headers["ETag"] = tag_round(session, seminar_round)
    response.headers["Location"] = f"/api/v1/maps/{slug}/rounds/{seminar_round.number}"
    return describe_round(session, seminar_round, teaching=True)


@router.get(
    "/rounds/{number}", operation_id="readRound", summary="Read a round", responses=problems(403, 404, 422, 503)
)
def get_round(response: Response, slug: Slug, number: Number, session: Reading, user: MayTakePositions) -> RoundAnswer:
    """Return one round; its ETag changes when it is closed, opened again or deleted, and with its deadline."""
    seminar_round = find_round(session, find_map(session, slug), number)
    response.headers["ETag"] = tag_round(session, seminar_round)
    return describe_round(session, seminar_round, teaching=is_allowed_on_map(user, Action.TEACH, seminar_round.map_id))


@router.post(
    "/rounds/{number}/close",
    operation_id="closeRound",
    summary="Close a round",
    responses=problems(400, 403, 404, 409, 412, 422, 428, 503),
)
def post_close(
    request: Request, response: Response, slug: Slug, number: Number, session: Writing, user: MayTeach
) -> RoundAnswer:
    """Close a round: from now on members see what was answered. Until somebody does it can be opened again."""
    argument_map = _require_matching_round(request, session, slug, number, lost=False)
    closed_round = close_round(session, argument_map, number, by=user.name)
    response.headers["ETag"] = tag_round(session, closed_round)
    return describe_round(session, closed_round, teaching=True)


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
    user: MayTeach,
) -> RoundAnswer:
    """Open a round again whose results nobody has read; 409 where somebody has, or where another round is open."""
    del user
    seminar_round = reopen_round(session, lock_existing_map(session, slug), number, closes_at=body.closes_at)
    response.headers["ETag"] = tag_round(session, seminar_round)
    return describe_round(session, seminar_round, teaching=True)


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
    user: MayTeach,
) -> RoundAnswer:
    """Move the deadline of a round; 409 where it is closed by now."""
    del user
    seminar_round = move_deadline(session, lock_existing_map(session, slug), number, body.closes_at)
    response.headers["ETag"] = tag_round(session, seminar_round)
    return describe_round(session, seminar_round, teaching=True)


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
    user: MayTeach,
) -> RoundAnswer:
    """Delete a round and its answers for good. Members read its title and the reason where its results would stand."""
    argument_map = _require_matching_round(request, session, slug, number, lost=True)
    return describe_round(
        session, delete_round(session, argument_map, number, body.reason, by=user.name), teaching=True
    )


def _require_matching_round(request: Request, session: Session, slug: str, number: int, *, lost: bool) -> ArgumentMap:
    """Return the map, held, where the request names the round as it is now; raises `Refusal` where not."""
    argument_map = lock_existing_map(session, slug)
    present_round = find_round(session, argument_map, number)
    require_match(
        request,
        tag_round(session, present_round),
        lambda: describe_round(session, present_round, teaching=True).model_dump(mode="json"),
        lambda: describe_end_of_round(session, present_round, lost=lost),
    )
    return argument_map


@router.get(
    "/rounds/{number}/results",
    operation_id="readResults",
    summary="Read what came of a round",
    responses=problems(403, 404, 409, 422, 503),
)
def get_results(
    request: Request, slug: Slug, number: Number, session: Reading, user: MayTakePositions
) -> ResultsAnswer:
    """Return how positions are distributed, what divides the group, and who moved. 409 while the round is open."""
    note_round_read(request, slug, number)
    outcome = read_outcome(request, slug, number)
    argument_map = find_map(session, slug)
    results = visible_opinions.summarise_results(session, find_round(session, argument_map, number), user)
    cited = cite_wordings(request, session, argument_map, results.distributions, CitationStyle.CHICAGO_NOTES)
    return ResultsAnswer(
        round=describe_round(session, results.round, teaching=True),
        members=results.members,
        distributions=[
            describe_distribution(distribution, results.present, cited) for distribution in results.distributions
        ],
        divided=list(dict.fromkeys(distribution.label for distribution in results.splits)),
        moved=[
            MoveAnswer(
                member=move.member,
                label=move.label,
                before=StanceKind(move.before.stance),
                before_round=move.before.round,
                after=StanceKind(move.after.stance),
                reworded=move.reworded,
            )
            for move in results.moved
        ],
        weighed=outcome,
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
def get_table(request: Request, slug: Slug, number: Number, session: Reading, user: MayTeach) -> Response:
    """Return every position that was taken in a round, by name, for teachers. 409 while the round is open."""
    note_round_read(request, slug, number)
    outcome = read_outcome(request, slug, number)
    seminar_round = find_round(session, find_map(session, slug), number)
    positions = list_visible_positions(session, seminar_round.map_id, user.name, round_id=seminar_round.id)
    return Response(
        write_positions_csv(
            positions,
            number,
            read_answered_wordings(session, positions),
            read_wordings(session, seminar_round.map_id, {position.label for position in positions}),
            read_stored_supposition(seminar_round),
            outcome,
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
    user: MayTakePositions,
) -> PositionPage:
    """Return your own positions, and others' outside of rounds and in closed ones, in the order they were taken.

    Of a round that does not show names only the last answers, in no order that would tell who is who.
    """
    note_all_rounds_read(request, session, find_map(session, slug))
    argument_map = find_map(session, slug)
    seminar_round = find_round(session, argument_map, query.round) if query.round is not None else None
    behind = tuple(read_cursor(query.cursor, "place", int, int, str)) if query.cursor is not None else None
    round_id = seminar_round.id if seminar_round else None
    placed_opinions = visible_opinions.list_opinions_with_places(
        session, persisted_id(argument_map), user, label=query.label, round_id=round_id
    )
    following = [
        placed_opinion for placed_opinion in placed_opinions if behind is None or placed_opinion.place > behind
    ]
    page = following[: query.limit]
    cursor = write_cursor("place", *page[-1].place) if len(following) > query.limit else None
    present_wordings = read_wordings(
        session, persisted_id(argument_map), {placed_opinion.opinion.label for placed_opinion in page}
    )
    items = [describe_position(placed_opinion.at, placed_opinion.opinion, present_wordings) for placed_opinion in page]
    response.headers["Cache-Control"] = "no-store"
    return PositionPage(items=items, next=link_next_page(request, response, cursor))


@router.put(
    "/positions/{label}",
    operation_id="takePosition",
    summary="Take a position on a record",
    responses=problems(400, 403, 404, 409, 413, 415, 422, 503),
)
def put_position(
    slug: Slug, label: Label, body: Annotated[PositionBody, Body()], session: Writing, user: MayTakePositions
) -> PositionAnswer:
    """Take a position: unseen where a round is open that asks about the record, else for all members to see.

    It replaces your former one, which stays in the history.
    """
    argument_map = lock_existing_map(session, slug)
    position = take_position(session, argument_map, label, body, member=user.name, in_round=body.round)
    (opinion,) = visible_opinions.build_opinions(
        session, [position], read_rounds(session, persisted_id(argument_map)), user, {}
    )
    return describe_position(position.at, opinion, read_wordings(session, persisted_id(argument_map), [label]))
