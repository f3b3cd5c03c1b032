"""Rounds, and the positions that members take on records. Until a round is closed nobody sees another's."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from api import seminar
from api.database import Reading, Writing
from api.documentation import problems
from api.instants import Instant
from api.paging import Paging, next_page, read_cursor, write_cursor
from api.permission import Action, TakingPositions, Teaching
from api.positions_table import positions_csv
from api.round_citations import Place, cite_wordings
from api.strict_route import StrictRoute
from argument_maps.citation import Cited
from argument_maps.opinions import Distribution, Opinion
from models.answered_wordings import answered_wordings
from models.changes.finding import find_map
from models.changes.positions import close_round, find_round, open_round, take_position
from models.positions import PositionDraft, Round, RoundDraft, answered, positions_seen, rounds
from models.seminar_errors import RoundIsOpen
from models.text import MAX_INTEGER, Label, Slug
from models.vocabulary import CitationStyle, Confidence, StanceKind
from models.wordings import Wording, compare_wordings, read_wordings

router = APIRouter(prefix="/maps/{slug}", tags=["positions"], route_class=StrictRoute)

Number = Annotated[int, Path(ge=1, le=MAX_INTEGER, description="The number of the round.")]


class RoundBody(RoundDraft):
    """A round to be opened."""

    model_config = ConfigDict(  # type: ignore[assignment] # SQLModel narrows the type for tables
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"title": "Before reading", "question": "What do you think by now?", "labels": ["P3", "L42"]},
            ]
        },
    )


class RoundAnswer(BaseModel):
    """A round. While it is open, `answered` says how many members have answered; it is null for all but teachers."""

    number: int
    title: str
    question: str
    labels: list[str]
    names_shown: bool
    opened_at: Instant
    closed_at: Instant | None
    is_open: bool
    answered: int | None


class RoundList(BaseModel):
    """The rounds of a map, in their order."""

    items: list[RoundAnswer]


class PositionBody(PositionDraft):
    """A position: a stance, how firmly it is taken, and why. `round` is the round that it is meant to answer."""

    model_config = ConfigDict(  # type: ignore[assignment] # SQLModel narrows the type for tables
        extra="forbid",
        json_schema_extra={
            "examples": [{"stance": "qualifies", "confidence": "medium", "reason": "Only for the spring of 1950."}]
        },
    )

    round: Annotated[
        int | None, Field(ge=1, le=MAX_INTEGER, description="The round it answers; refused where that is closed.")
    ] = None


class WordingChangeAnswer(BaseModel):
    """A field of a record that says something else today than when it was answered about; lists are told as a text."""

    field: str
    before: str
    after: str


class JudgedAnswer(BaseModel):
    """What was answered about. `wording` is what the record said then, `sequence` the map's change since which it did.

    `changed` is what it says otherwise today; `deleted` whether it is gone. `wording` is null where nobody knows it.
    """

    wording: Wording | None
    sequence: int | None
    changed: list[WordingChangeAnswer]
    deleted: bool


class PositionAnswer(JudgedAnswer):
    """A position as it was taken.

    Where the round does not show names, `member` is a pseudonym of that round alone, and `at` is when it was closed.
    """

    member: str
    label: str
    stance: StanceKind
    confidence: Confidence
    reason: str
    round: int | None
    at: Instant


class PositionPage(BaseModel):
    """One page of positions. `next` is the address of the following page, null on the last."""

    items: list[PositionAnswer]
    next: str | None = None


class DistributionAnswer(JudgedAnswer):
    """How the positions on one wording of a record are distributed, so that a record may come more than once.

    `agreement` is van der Eijk's A, null for fewer than two.
    """

    label: str
    stances: dict[str, int]
    confidences: dict[str, int]
    agreement: float | None
    citation: Annotated[str, Field(description="The record as it read then, cited; empty where that is not known.")]


class MoveAnswer(BaseModel):
    """A member who took another stance in an earlier round; `reworded`: whether the record said something else then."""

    member: str
    label: str
    before: StanceKind
    before_round: int | None
    after: StanceKind
    reworded: bool


class ResultsAnswer(BaseModel):
    """What came of a closed round: distributions, the records that divide the group most, and who moved."""

    round: RoundAnswer
    members: int
    distributions: list[DistributionAnswer]
    divided: list[str]
    moved: list[MoveAnswer]


class PositionsQuery(Paging):
    """Which positions to list."""

    label: Annotated[Label | None, Field(description="Only on this record.", examples=["P3"])] = None
    round: Annotated[int | None, Field(ge=1, le=MAX_INTEGER, description="Only in this round.")] = None


def round_answer(session: Session, found: Round, *, teaching: bool) -> RoundAnswer:
    """Return a round as it is told; how many have answered only to teachers, or when it is closed."""
    return RoundAnswer(
        **{name: getattr(found, name) for name in RoundAnswer.model_fields if name not in {"answered"}},
        answered=answered(session, found) if teaching or not found.is_open else None,
    )


@router.get(
    "/rounds",
    operation_id="listRounds",
    summary="List the rounds in which positions are taken",
    responses=problems(403, 404, 422, 503),
)
def list_rounds(slug: Slug, session: Reading, user: TakingPositions) -> RoundList:
    """Return the rounds of a map, in their order."""
    map_id = find_map(session, slug).id or 0
    teaching = seminar.may(user, Action.TEACH, map_id)
    return RoundList(items=[round_answer(session, each, teaching=teaching) for each in rounds(session, map_id)])


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
    made = open_round(session, seminar.held(session, slug), body, by=user.name)
    response.headers["Location"] = f"/api/v1/maps/{slug}/rounds/{made.number}"
    return round_answer(session, made, teaching=True)


@router.get(
    "/rounds/{number}", operation_id="readRound", summary="Read a round", responses=problems(403, 404, 422, 503)
)
def get_round(slug: Slug, number: Number, session: Reading, user: TakingPositions) -> RoundAnswer:
    """Return one round."""
    found = find_round(session, find_map(session, slug), number)
    return round_answer(session, found, teaching=seminar.may(user, Action.TEACH, found.map_id))


@router.post(
    "/rounds/{number}/close",
    operation_id="closeRound",
    summary="Close a round",
    responses=problems(403, 404, 409, 422, 503),
)
def post_close(slug: Slug, number: Number, session: Writing, user: Teaching) -> RoundAnswer:
    """Close a round: from now on members see what was answered. It cannot be opened again."""
    return round_answer(session, close_round(session, seminar.held(session, slug), number, by=user.name), teaching=True)


@router.get(
    "/rounds/{number}/results",
    operation_id="readResults",
    summary="Read what came of a round",
    responses=problems(403, 404, 409, 422, 503),
)
def get_results(request: Request, slug: Slug, number: Number, session: Reading, user: TakingPositions) -> ResultsAnswer:
    """Return how positions are distributed, what divides the group, and who moved. 409 while the round is open."""
    place = find_map(session, slug)
    found = seminar.results(session, find_round(session, place, number), user)
    cited = cite_wordings(request, session, place, found.distributions, CitationStyle.CHICAGO_NOTES)
    return ResultsAnswer(
        round=round_answer(session, found.round, teaching=True),
        members=found.members,
        distributions=[_distribution(each, found.present, cited) for each in found.distributions],
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
def get_table(slug: Slug, number: Number, session: Reading, user: Teaching) -> Response:
    """Return every position that was taken in a round, by name, for teachers. 409 while the round is open."""
    found = find_round(session, find_map(session, slug), number)
    if found.is_open:
        raise RoundIsOpen(number)
    taken = positions_seen(session, found.map_id, user.name, round_id=found.id)
    return Response(
        positions_csv(
            taken,
            number,
            answered_wordings(session, taken),
            read_wordings(session, found.map_id, {each.label for each in taken}),
        ),
        media_type="text/csv",
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
    found = find_map(session, slug)
    asked = find_round(session, found, query.round) if query.round is not None else None
    behind = tuple(read_cursor(query.cursor, "place", int, int, str)) if query.cursor is not None else None
    round_id = asked.id if asked else None
    every = seminar.placed_opinions(session, found.id or 0, user, label=query.label, round_id=round_id)
    shown = [each for each in every if behind is None or each.place > behind]
    page = shown[: query.limit]
    cursor = write_cursor("place", *page[-1].place) if len(shown) > query.limit else None
    present = read_wordings(session, found.id or 0, {each.opinion.label for each in page})
    items = [_position(each.at, each.opinion, present) for each in page]
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
    (opinion,) = seminar.opinions(session, [taken], rounds(session, found.id or 0), user, {})
    return _position(taken.at, opinion, read_wordings(session, found.id or 0, [label]))


def _position(at: datetime, opinion: Opinion, present: Mapping[str, Wording]) -> PositionAnswer:
    told: dict[str, Any] = {
        name: getattr(opinion, name) for name in ("member", "label", "stance", "confidence", "reason", "round")
    }
    return PositionAnswer(**told, at=at, **_judged(opinion, present))


def _distribution(
    found: Distribution, present: Mapping[str, Wording], cited: Mapping[Place, Cited]
) -> DistributionAnswer:
    citation = cited.get((found.label, found.earliest.sequence or 0))
    return DistributionAnswer(
        label=found.label,
        stances=found.stances,
        confidences=found.confidences,
        agreement=found.agreement,
        citation=citation.note.text if citation is not None else "",
        **_judged(found.earliest, present),
    )


def _judged(opinion: Opinion, present: Mapping[str, Wording]) -> dict[str, Any]:
    then, now = opinion.wording, present.get(opinion.label)
    changed = compare_wordings(then, now) if then is not None and now is not None else []
    return {
        "wording": then,
        "sequence": opinion.sequence,
        "changed": [WordingChangeAnswer(**each._asdict()) for each in changed],
        "deleted": now is None,
    }
