"""What stood on a map in which year, for programs."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from api.access.authorization import MayLook
from api.http.openapi_descriptions import problems
from api.http.pagination import link_next_page, slice_page
from api.http.strict_json import StrictRoute
from api.requests.long_work import run_long_work
from api.weighing.through_time_requests import AskedTimeline, PagedThroughTimeQuery, ThroughTimeQuery, weigh_timeline
from api.weighing.weighing_routes import CSV_ANSWERS, answer_csv, show_example
from argument_maps.weighing.surveys.timelines import TimelineRow
from models.text_types import Label, Slug
from models.vocabulary import ClaimKind
from models.weighing_vocabulary import WeighedLabel
from renderers.text.accessible_names import get_record_text

router = APIRouter(prefix="/maps/{slug}", tags=["weighing"], route_class=StrictRoute)


class RecordInYear(BaseModel):
    """What became of a record by the end of a year: `label` is null where it could not be known yet.

    `documents` counts those in its support of which no two share an ancestor or a witness. Years are counted as
    astronomers do: 0 is 1 BC.
    """

    year: int
    label: WeighedLabel | None
    on_authority: bool
    documents: int


class RecordThroughTime(BaseModel):
    """A perception or finding with its question, and what became of it in each of the years."""

    id: Label
    kind: ClaimKind
    question: Label | None
    moments: list[RecordInYear]


class OpeningYear(BaseModel):
    """The sources that archives opened, or somebody let out, in one year."""

    year: int
    sources: list[Label]
    repositories: list[str]
    released_by: list[Label]


class ThroughTimeAnswer(BaseModel):
    """One page of what became of perceptions and findings, by question, in each year in which anything changed.

    `left_out` are years in which something changed and that were not weighed, for there were too many.
    """

    model_config = show_example(
        {
            "rule": "preponderance",
            "without": [],
            "reader": None,
            "years": [1950, 1995],
            "left_out": [],
            "openings": [{"year": 1995, "sources": ["doc-1949-10-26"], "repositories": ["APRF"], "released_by": []}],
            "items": [
                {
                    "id": "P3",
                    "kind": "perception",
                    "question": "Q2",
                    "moments": [
                        {"year": 1950, "label": "unsupported", "on_authority": False, "documents": 0},
                        {"year": 1995, "label": "contested", "on_authority": False, "documents": 3},
                    ],
                }
            ],
            "next": None,
        }
    )

    rule: str
    without: list[str]
    reader: Label | None = None
    years: list[int]
    left_out: list[int]
    openings: list[OpeningYear]
    items: list[RecordThroughTime]
    next: str | None = None


@router.get(
    "/weighing/through-time",
    operation_id="weighMapThroughTime",
    summary="Weigh a map through time",
    responses=problems(404, 422, 503),
)
async def read_through_time(
    request: Request, response: Response, slug: Slug, query: Annotated[PagedThroughTimeQuery, Query()], user: MayLook
) -> ThroughTimeAnswer:
    """Return what stood at the end of each year in which anything changed, with documents set aside."""
    asked = await _weigh(request, slug, query, user)
    part = slice_page(asked.rows, "through-time", lambda row: row.record, limit=query.limit, cursor=query.cursor)
    timeline = asked.timeline
    return ThroughTimeAnswer(
        rule=timeline.rule,
        without=list(asked.circumstances.named),
        reader=asked.circumstances.reader,
        years=list(timeline.years),
        left_out=list(timeline.left_out),
        openings=[
            OpeningYear(
                year=opening.year,
                sources=list(opening.sources),
                repositories=list(opening.repositories),
                released_by=list(opening.released_by),
            )
            for opening in timeline.openings
        ],
        items=[_describe_row(row, timeline.years) for row in part.items],
        next=link_next_page(request, response, part.cursor),
    )


@router.get(
    "/weighing/through-time.csv",
    operation_id="weighMapThroughTimeAsTable",
    summary="Weigh a map through time, as CSV",
    responses=CSV_ANSWERS,
    response_class=Response,
)
async def read_through_time_table(
    request: Request, slug: Slug, query: Annotated[ThroughTimeQuery, Query()], user: MayLook
) -> Response:
    """Return the same as a table, a row for each record and year in which it could be known."""
    asked = await _weigh(request, slug, query, user)
    opened = {opening.year for opening in asked.timeline.openings}
    rows = (
        (
            row.question or "",
            row.record,
            row.kind,
            str(year),
            moment.label,
            "yes" if moment.on_authority else "",
            str(moment.documents),
            "yes" if year in opened else "",
            get_record_text(asked.graph.by_id[row.record]),
        )
        for row in asked.rows
        for year, moment in zip(asked.timeline.years, row.moments, strict=True)
        if moment.label is not None
    )
    return answer_csv(f"{slug}-through-time", _HEADINGS, rows)


_HEADINGS = (
    *("question", "id", "kind", "year", "label", "on authority", "independent documents", "archive opened", "text"),
)


async def _weigh(request: Request, slug: str, query: ThroughTimeQuery, user: MayLook) -> AskedTimeline:
    return await run_long_work(request, lambda: weigh_timeline(request.app.state.pictures.graph(slug, user), query))


def _describe_row(row: TimelineRow, years: tuple[int, ...]) -> RecordThroughTime:
    return RecordThroughTime(
        id=row.record,
        kind=ClaimKind(row.kind),
        question=row.question,
        moments=[
            RecordInYear(
                year=year,
                label=None if moment.label is None else WeighedLabel(moment.label),
                on_authority=moment.on_authority,
                documents=moment.documents,
            )
            for year, moment in zip(years, row.moments, strict=True)
        ],
    )
