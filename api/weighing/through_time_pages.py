"""The page of what stood in which year: a plot and a table for each question; and the plot as a file."""

from itertools import groupby
from typing import Annotated, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from sqlmodel import Session

from api.access.authorization import MayLook
from api.access.current_user import CurrentUser
from api.http.query_parameters import read_change_number
from api.http.security_policies import PICTURE_POLICY
from api.pages.list_parts import paginate
from api.pages.map_context import build_map_context, make_address_refusal, read_map_as_of
from api.pages.templating import render_page
from api.pages.visits import choose_background
from api.phrases.messages import gettext
from api.phrases.page_words import explain_error
from api.pictures.picture_routes import build_records_url
from api.requests.long_work import read_in_long_work, run_long_work
from api.weighing.through_time_requests import (
    NO_QUESTION,
    TimePlotQuery,
    list_asked_rows,
    read_timeline,
    weigh_timeline,
)
from api.weighing.weighed_states import read_weighed_state, takes_long
from argument_maps.comparison.openings import ArchiveOpening
from argument_maps.graph import Graph, order_questions
from argument_maps.values import Question
from argument_maps.weighing.set_aside import (
    MOST_NAMED,
    NOTHING_SET_ASIDE,
    Circumstances,
    UnknownSwitch,
    find_circumstances,
)
from argument_maps.weighing.surveys.timelines import (
    TimelineRow,
    WeighedMoment,
    WeighedTimeline,
)
from models.text_types import Slug
from models.weighing_vocabulary import ProofRule
from renderers.svg.timelines.time_plot import (
    WIDTH,
    LabelPlaces,
    choose_columns,
    draw_time_plot,
    place_labels,
    spell_plot_year,
)

router = APIRouter(include_in_schema=False)

# So wide, in pixels, is the plot that a telephone shows.
NARROW_WIDTH = 350


class PlotYear(NamedTuple):
    """A column: the year as it is written, and whether an archive opened in it."""

    words: str
    is_opening: bool


class PlotRow(NamedTuple):
    """A record with what became of it in each of the columns."""

    record: str
    moments: list[WeighedMoment]


class PlottedQuestion(NamedTuple):
    """A question, None for what stands under none, with its name in addresses, and its table.

    `places` are where the labels of its records stand on the plot, on a wide screen and on a narrow one.
    """

    question: Question | None
    name: str
    years: list[PlotYear]
    rows: list[PlotRow]
    places: list[LabelPlaces]


class SpelledOpening(NamedTuple):
    """The year in which archives opened, as it is written, and what they let be read."""

    year: str
    opening: ArchiveOpening


@router.get("/maps/{slug}/weighing/through-time.svg")
async def draw_through_time(
    request: Request, slug: Slug, query: Annotated[TimePlotQuery, Query()], user: MayLook
) -> Response:
    """Return the plot of questions, or of all of them, as SVG."""

    def draw() -> str:
        asked = weigh_timeline(request.app.state.pictures.graph(slug, user, read_change_number(query.at)), query)
        questions = {row.question for row in asked.rows}
        return draw_time_plot(
            asked.graph,
            asked.timeline,
            asked.circumstances,
            questions=questions,
            width=query.width,
            theme=query.theme,
            link_to=build_records_url(request, slug, read_change_number(query.at)),
        )

    headers = {"Cache-Control": "private, no-cache", "Content-Security-Policy": PICTURE_POLICY}
    return Response(await run_long_work(request, draw), media_type="image/svg+xml", headers=headers)


@router.get("/maps/{slug}/weighing/through-time")
async def show_through_time(request: Request, slug: Slug, user: MayLook) -> Response:
    """Show what stood at the end of each year in which something changed, question by question."""
    return await read_in_long_work(request, lambda session: _show_through_time(request, slug, user, session))


def _show_through_time(request: Request, slug: str, user: CurrentUser, session: Session) -> Response:
    graph, visit, graph_as_of = read_map_as_of(request, slug, user)
    parameters = request.query_params
    rule = parameters.get("weigh") or ProofRule.PREPONDERANCE.value
    if rule not in set(ProofRule):
        raise make_address_refusal(gettext("There is no rule of proof “%(rule)s”.", rule=rule[:40]))
    without = [name for name in dict.fromkeys(parameters.getlist("without")) if name][:MOST_NAMED]
    reader = parameters.get("reader") or None
    fault = ""
    try:
        circumstances = find_circumstances(graph, without, reader)
    except UnknownSwitch as error:
        circumstances, fault = NOTHING_SET_ASIDE, explain_error(error)
    if takes_long(request, graph_as_of):
        state = read_weighed_state(request, slug, user)
        return render_page(request, "weighed_later.html", **state.build_context(request, session))
    timeline = read_timeline(graph_as_of, rule, circumstances)
    asked = [name for name in parameters.getlist("question") if name]
    rows = list_asked_rows(timeline, asked)
    part = paginate(request, f"/maps/{slug}/weighing/through-time", "rows", rows, lambda row: row.record)
    pairs = [("weigh", rule), *(("without", name) for name in circumstances.named)]
    pairs += [("reader", circumstances.reader)] if circumstances.reader else []
    pairs += [(name, each) for name in ("as_of", "at") for each in visit.parameters.get(name, [])]
    return render_page(
        request,
        "through_time.html",
        422 if fault else 200,
        fault=fault,
        rules=list(ProofRule),
        rule=rule,
        circumstances=circumstances,
        as_of=visit.parameters.get("as_of", [""])[0],
        asked=asked[0] if len(asked) == 1 else "",
        questions=order_questions(graph_as_of.questions),
        has_homeless=any(row.question is None for row in timeline.rows),
        no_question=NO_QUESTION,
        part=part,
        plotted=_group_rows(graph_as_of, timeline, circumstances, rows, part.items),
        narrow=NARROW_WIDTH,
        openings=[SpelledOpening(spell_plot_year(each.year), each) for each in timeline.openings],
        left_out=len(timeline.left_out),
        state=urlencode(pairs),
        background=choose_background(request),
        graph_as_of=graph_as_of,
        **build_map_context(request, graph, visit, session),
    )


def _group_rows(
    graph: Graph,
    timeline: WeighedTimeline,
    circumstances: Circumstances,
    every: list[TimelineRow],
    shown: list[TimelineRow],
) -> list[PlottedQuestion]:
    """Return the tables of the rows that a page shows, each with the columns that its whole question has."""
    opened = {opening.year for opening in timeline.openings}
    places = {year: place for place, year in enumerate(timeline.years)}
    by_question: dict[str | None, list[TimelineRow]] = {}
    for row in every:
        by_question.setdefault(row.question, []).append(row)
    questions = {question.id: question for question in graph.questions}
    found = []
    for question, group in groupby(shown, lambda row: row.question):
        columns = choose_columns(timeline, by_question[question])
        found.append(
            PlottedQuestion(
                None if question is None else questions[question],
                question or NO_QUESTION,
                [PlotYear(spell_plot_year(year), year in opened) for year in columns],
                [PlotRow(row.record, [row.moments[places[year]] for year in columns]) for row in group],
                [
                    place_labels(graph, timeline, circumstances, question, width)
                    for width in ((WIDTH, NARROW_WIDTH) if columns else ())
                ],
            )
        )
    return found
