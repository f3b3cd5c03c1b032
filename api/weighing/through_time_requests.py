"""What is asked of the weighing of a map through time, by the page and by programs."""

from collections.abc import Iterable
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from api.http.pagination import Paging
from api.http.query_parameters import At, QueryParameters
from api.weighing.weighing_requests import WeighingQuery
from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selection, select
from argument_maps.weighing.set_aside import MOST_NAMED, Circumstances, find_circumstances_then
from argument_maps.weighing.surveys.timelines import TimelineRow, WeighedTimeline, weigh_through_time
from models.text_types import EdtfDate, Label, Line
from models.weighing_vocabulary import ProofRule
from renderers.style import ThemeName
from renderers.svg.timelines.time_plot import NARROWEST, WIDEST, WIDTH

NO_QUESTION = "-"
"""The name in addresses of what stands under no question."""
Questions = Annotated[
    list[Label | Literal["-"]],
    Field(
        max_length=100,
        description="Only what stands under these questions; `-` is what stands under none.",
        examples=[["Q1"]],
    ),
]


class ThroughTimeQuery(WeighingQuery):
    """Under which circumstances a map is weighed through time, and of which questions that is asked."""

    question: Questions = []


class PagedThroughTimeQuery(ThroughTimeQuery, Paging):
    """A page of it."""


class TimePlotQuery(QueryParameters):
    """Of which questions a plot is asked, weighed under which circumstances, and how it looks."""

    weigh: ProofRule = ProofRule.PREPONDERANCE
    without: Annotated[list[Line], Field(max_length=MOST_NAMED)] = []
    as_of: EdtfDate | None = None
    reader: Label | None = None
    question: Questions = []
    at: At | None = None
    theme: ThemeName = ThemeName.LIGHT
    width: Annotated[int, Field(ge=NARROWEST, le=WIDEST)] = WIDTH


class AskedTimeline(NamedTuple):
    """A map as it was asked for, weighed through time, and the rows that were asked for."""

    graph: Graph
    circumstances: Circumstances
    timeline: WeighedTimeline
    rows: list[TimelineRow]


def weigh_timeline(graph: Graph, query: ThroughTimeQuery | TimePlotQuery) -> AskedTimeline:
    """Return the map weighed through time as it is asked for. Raises `UnknownSwitch`, `WorkTooLong`."""
    rule = query.rule if isinstance(query, ThroughTimeQuery) else query.weigh
    cut = select(graph, Selection(as_of=query.as_of)).graph if query.as_of else graph
    circumstances = find_circumstances_then(graph, cut, query.without, query.reader)
    timeline = read_timeline(cut, rule, circumstances)
    return AskedTimeline(cut, circumstances, timeline, list_asked_rows(timeline, query.question))


def read_timeline(graph: Graph, rule: str, circumstances: Circumstances) -> WeighedTimeline:
    """Return a map weighed through time. What was asked last is kept with the map: a page asks for many plots of it."""
    asked = (str(rule), circumstances)
    kept: tuple[tuple[str, Circumstances], WeighedTimeline] | None = graph.derived.get((WeighedTimeline, ""))
    if kept is None or kept[0] != asked:
        kept = graph.derived[WeighedTimeline, ""] = asked, weigh_through_time(graph, rule, circumstances)
    return kept[1]


def list_asked_rows(timeline: WeighedTimeline, questions: Iterable[str]) -> list[TimelineRow]:
    """Return the rows under these questions, or all where none is named."""
    named = frozenset(questions)
    return [row for row in timeline.rows if not named or (row.question or NO_QUESTION) in named]
