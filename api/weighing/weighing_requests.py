"""What is asked of the weighing of a map, whether a page or a program asks."""

from typing import Annotated

from pydantic import Field

from api.http.pagination import Paging
from api.http.query_parameters import QueryParameters
from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selection, select
from argument_maps.weighing.set_aside import MOST_NAMED, Circumstances, find_circumstances_then
from argument_maps.weighing.weighing import Weighing, weigh_map
from models.text_types import EdtfDate, Label, Line
from models.weighing_vocabulary import ProofRule

# How often a search for what would overturn a record looks at links while somebody waits: some seconds at most.
MOST_VISITS_AWAITED = 60_000
# The same where nobody asked for it, since it is told beside something else: some milliseconds.
MOST_VISITS_BESIDE = 5_000


def _describe_rules() -> str:
    explanations = "\n".join(f"- `{rule}`: {rule.explanation}" for rule in ProofRule)
    return f"What has to be shown for a record to stand.\n\n{explanations}"


class WeighingQuery(QueryParameters):
    """Under which circumstances a map is weighed."""

    rule: Annotated[ProofRule, Field(description=_describe_rules())] = ProofRule.PREPONDERANCE
    without: Annotated[
        list[Line],
        Field(
            max_length=MOST_NAMED,
            description="What is set aside: a source (with its copies and translations), `family:` and a source, an "
            "agent, `archive:` and a repository, `release:` and an agent, or a record or link, each by its id.",
            examples=[["archive:APRF"]],
        ),
    ] = []
    as_of: Annotated[
        EdtfDate | None, Field(description="Only what could be known by this date (EDTF).", examples=["1996"])
    ] = None
    reader: Annotated[
        Label | None, Field(description="An agent: what they reject is set aside, what they accept stands.")
    ] = None


class PagedWeighingQuery(WeighingQuery, Paging):
    """A page of what is weighed."""


def weigh_once(graph: Graph, rule: str, circumstances: Circumstances) -> Weighing:
    """Return a map weighed. What was asked last is kept with the map: whoever opens records opens several."""
    asked = (str(rule), circumstances)
    kept: tuple[tuple[str, Circumstances], Weighing] | None = graph.derived.get((Weighing, ""))
    if kept is None or kept[0] != asked:
        kept = graph.derived[Weighing, ""] = asked, weigh_map(graph, rule, circumstances)
    return kept[1]


def weigh_as_asked(graph: Graph, query: WeighingQuery) -> Weighing:
    """Return the weighing that is asked for. Raises `UnknownSwitch`."""
    cut = select(graph, Selection(as_of=query.as_of)).graph if query.as_of else graph
    return weigh_map(cut, query.rule, find_circumstances_then(graph, cut, query.without, query.reader))
