"""The frames of a map's film, for programs."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict

from api.access.authorization import MayLook
from api.film.film_selections import forget_reader
from api.http.openapi_descriptions import problems
from api.http.pagination import Paging, link_next_page, slice_page
from api.http.query_parameters import At, read_change_number
from api.http.strict_json import StrictRoute
from api.pictures.render_requests import PartQuery
from api.requests.long_work import run_long_work
from api.requests.moments import REDIRECT_MOMENTS
from argument_maps.comparison.film import Film, FilmFrame, VerdictTurn
from argument_maps.graph import Graph
from argument_maps.selection.frame_selection import cut_selected_film
from argument_maps.selection.selecting import select
from argument_maps.time_travel import find_last_possible_day
from argument_maps.verdicts.summaries import word_summary
from models.text_types import Label, Slug
from models.vocabulary import Verdict
from renderers.film.frame_words import summarise_at

router = APIRouter(prefix="/maps/{slug}", tags=["pictures"], route_class=StrictRoute, dependencies=REDIRECT_MOMENTS)

MOST_LABELS = 1_000
"""So many of what came in one frame are named."""


class FilmQuery(PartQuery, Paging):
    """Of which part of a map a film is asked for, up to which date, and which of its frames."""

    at: At | None = None


class FilmOpening(BaseModel):
    """The sources that archives opened, or somebody let out, in one year."""

    year: int
    sources: list[Label]
    repositories: list[str]
    released_by: list[Label]


class FilmTurn(BaseModel):
    """A perception whose verdict became another; `before` is null where it came with one.

    `tests` are the links that could first be put to it, `remarks` what has to be said beside the verdict, in English.
    """

    perception: Label
    before: Verdict | None
    after: Verdict
    tests: list[Label]
    remarks: list[str]


class FilmRemark(BaseModel):
    """A perception with the verdict it had, beside which something else has to be said by now."""

    perception: Label
    verdict: Verdict
    remarks: list[str]


class FilmFrameAnswer(BaseModel):
    """What was new at the end of a year.

    `as_of` is the date in EDTF with which every address of the map shows the frame; it and the year, which is counted
    as astronomers do (0 is 1 BC), are null in a last frame of what no year tells. `with_years` are earlier years
    without frames of their own, whose changes come with this one. Of `records`, `links` and `sources` that came the
    first thousand each are named, and `unnamed` is how many are not.
    """

    number: int
    year: int | None
    as_of: str | None
    with_years: list[int]
    records: list[Label]
    links: list[Label]
    sources: list[Label]
    unnamed: int
    openings: list[FilmOpening]
    turns: list[FilmTurn]
    requalified: list[FilmRemark]


class FilmAnswer(BaseModel):
    """One page of the frames of a film, one for each year in which anything became known.

    `left_out` are the years without a frame of their own, for there are too many; `length` is how many frames there
    are.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "length": 23,
                    "left_out": [],
                    "items": [
                        {
                            "number": 9,
                            "year": 1994,
                            "as_of": "1994",
                            "with_years": [],
                            "records": ["E1", "F3"],
                            "links": ["L3", "L27"],
                            "sources": ["doc-1949-09-24"],
                            "unnamed": 0,
                            "openings": [
                                {
                                    "year": 1994,
                                    "sources": ["doc-1949-09-24"],
                                    "repositories": ["AVPRF"],
                                    "released_by": ["yeltsin"],
                                }
                            ],
                            "turns": [
                                {
                                    "perception": "P3",
                                    "before": "not tested",
                                    "after": "contested",
                                    "tests": ["L3"],
                                    "remarks": ["on one document alone (E1)"],
                                }
                            ],
                            "requalified": [],
                        }
                    ],
                    "next": None,
                }
            ]
        }
    )

    length: int
    left_out: list[int]
    items: list[FilmFrameAnswer]
    next: str | None = None


@router.get(
    "/film",
    operation_id="readFilm",
    summary="Read what became known year by year",
    responses=problems(404, 422, 503),
)
async def read_film(
    request: Request, response: Response, slug: Slug, query: Annotated[FilmQuery, Query()], user: MayLook
) -> FilmAnswer:
    """Return each year in which anything became known: what came, which archives opened, which verdicts turned."""

    def cut() -> tuple[Graph, Film]:
        graph = request.app.state.pictures.graph(slug, user, read_change_number(query.at))
        return graph, cut_selected_film(select(graph, forget_reader(query.selection())))

    graph, film = await run_long_work(request, cut)
    frames = film.frames if query.as_of is None else _list_frames_until(film, query.as_of)
    part = slice_page(frames, "film", lambda frame: frame.number, limit=query.limit, cursor=query.cursor)
    return FilmAnswer(
        length=len(frames),
        left_out=list(film.left_out),
        items=[_describe_frame(graph, film, frame) for frame in part.items],
        next=link_next_page(request, response, part.cursor),
    )


def _list_frames_until(film: Film, as_of: str) -> tuple[FilmFrame, ...]:
    last = find_last_possible_day(as_of).year
    return tuple(frame for frame in film.frames if frame.year is not None and frame.year <= last)


def _describe_frame(graph: Graph, film: Film, frame: FilmFrame) -> FilmFrameAnswer:
    records = [label for label in frame.came if label in film.shown.statements]
    links = [label for label in frame.came if label in film.shown.links_by_id]
    lists = (records, links, list(frame.readable))
    return FilmFrameAnswer(
        number=frame.number,
        year=frame.year,
        as_of=frame.as_of,
        with_years=list(frame.with_years),
        records=records[:MOST_LABELS],
        links=links[:MOST_LABELS],
        sources=list(frame.readable[:MOST_LABELS]),
        unnamed=sum(max(0, len(each) - MOST_LABELS) for each in lists),
        openings=[
            FilmOpening(
                year=opening.year,
                sources=list(opening.sources[:MOST_LABELS]),
                repositories=list(opening.repositories),
                released_by=list(opening.released_by),
            )
            for opening in frame.openings
        ],
        turns=[_describe_turn(graph, frame, turn) for turn in frame.turns],
        requalified=[_describe_remark(graph, frame, label) for label in frame.requalified],
    )


def _describe_turn(graph: Graph, frame: FilmFrame, turn: VerdictTurn) -> FilmTurn:
    return FilmTurn(
        perception=turn.perception,
        before=None if turn.before is None else Verdict(turn.before),
        after=Verdict(turn.after),
        tests=list(turn.tests),
        remarks=_list_remarks(graph, frame, turn.perception),
    )


def _describe_remark(graph: Graph, frame: FilmFrame, label: str) -> FilmRemark:
    return FilmRemark(
        perception=label,
        verdict=Verdict(summarise_at(frame, label).verdict),
        remarks=_list_remarks(graph, frame, label),
    )


def _list_remarks(graph: Graph, frame: FilmFrame, label: str) -> list[str]:
    return [str(phrase) for phrase in word_summary(graph, summarise_at(frame, label))]
