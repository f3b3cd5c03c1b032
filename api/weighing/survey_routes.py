"""A whole map weighed at a glance, for programs: what carries most, what survives which rule, rival readings."""

from collections.abc import Callable, Iterator
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel
from sqlmodel import Session

from api.access.authorization import MayLook
from api.access.current_user import CurrentUser
from api.http.openapi_descriptions import problems
from api.http.pagination import link_next_page, slice_page
from api.http.strict_json import StrictRoute
from api.requests.long_work import read_in_long_work
from api.weighing.weighing_requests import PagedWeighingQuery, WeighingQuery, weigh_as_asked
from api.weighing.weighing_routes import CSV_ANSWERS, answer_csv, show_example
from argument_maps.weighing.loads import CarrierKind, Load, Turn, measure_loads
from argument_maps.weighing.surveys.by_rule import weigh_by_every_rule
from argument_maps.weighing.surveys.camps import find_rival_readings
from argument_maps.weighing.weighing import Weighing
from models.text_types import Label, Line, Slug
from models.weighing_vocabulary import ProofRule, WeighedLabel

router = APIRouter(prefix="/maps/{slug}", tags=["weighing"], route_class=StrictRoute)
Asked = Annotated[WeighingQuery, Query()]
_SORTS = ("finding", "verdict", "perception")


class TurnAnswer(BaseModel):
    """A record that gets another label."""

    id: Label
    before: WeighedLabel
    after: WeighedLabel


class LoadAnswer(BaseModel):
    """What turns when something is set aside by its name; `hanging` are findings that stand on it alone."""

    name: Line
    kind: CarrierKind
    findings: list[TurnAnswer]
    verdicts: list[TurnAnswer]
    perceptions: list[TurnAnswer]
    hanging: list[Label]


class LoadsAnswer(BaseModel):
    """One page of all that can be set aside, what turns most first: sources, then families, archives and so on."""

    model_config = show_example(
        {
            "items": [
                {
                    "name": "kim-stueck-2008",
                    "kind": "source",
                    "findings": [{"id": "F9", "before": "stands", "after": "contested"}],
                    "verdicts": [
                        {"id": "L3", "before": "stands", "after": "contested"},
                        {"id": "L5", "before": "stands", "after": "contested"},
                    ],
                    "perceptions": [
                        {"id": "P2", "before": "contested", "after": "stands"},
                        {"id": "P3", "before": "contested", "after": "falls"},
                    ],
                    "hanging": ["F9"],
                }
            ],
            "next": None,
        }
    )

    items: list[LoadAnswer]
    next: str | None = None


class CampAnswer(BaseModel):
    """What one reading holds that others do not, what it gives up that others hold, and what it leaves open."""

    holds: list[Label]
    gives_up: list[Label]
    open: list[Label]


class ReadingsAnswer(BaseModel):
    """The preferred readings, 32 at most; `common` is what all hold, `parting` the links on which they part."""

    model_config = show_example(
        {
            "camps": [
                {"holds": ["I1"], "gives_up": ["I2"], "open": []},
                {"holds": ["I2"], "gives_up": ["I1"], "open": []},
            ],
            "common": ["F1", "E1", "E2"],
            "parting": ["L3", "L4"],
            "is_complete": True,
        }
    )

    camps: list[CampAnswer]
    common: list[Label]
    parting: list[Label]
    is_complete: bool


async def _weigh(
    request: Request, slug: str, user: CurrentUser, query: WeighingQuery, work: Callable[[Weighing], Response]
) -> Response:
    def read(_: Session) -> Response:
        return work(weigh_as_asked(request.app.state.pictures.graph(slug, user), query))

    return await read_in_long_work(request, read)


@router.get(
    "/weighing/load", operation_id="measureLoads", summary="Find what carries most", responses=problems(404, 422, 503)
)
async def read_loads(
    request: Request, response: Response, slug: Slug, query: Annotated[PagedWeighingQuery, Query()], user: MayLook
) -> LoadsAnswer:
    """Return for each document, family, archive, release and agent which findings and verdicts turn without it."""

    def read(_: Session) -> list[LoadAnswer]:
        return list(_describe_loads(weigh_as_asked(request.app.state.pictures.graph(slug, user), query)))

    loads = await read_in_long_work(request, read)
    part = slice_page(loads, "loads", lambda load: load.name, limit=query.limit, cursor=query.cursor)
    return LoadsAnswer(items=part.items, next=link_next_page(request, response, part.cursor))


def _describe_loads(weighing: Weighing) -> Iterator[LoadAnswer]:
    loads = measure_loads(weighing.graph, weighing.rule, weighing.circumstances)
    for load in (*loads.sources, *loads.groups):
        yield _describe_load(load, [label for label, sources in loads.hanging.items() if load.name in sources])


def _describe_load(load: Load, hanging: list[str]) -> LoadAnswer:
    def describe(turns: tuple[Turn, ...]) -> list[TurnAnswer]:
        return [
            TurnAnswer(id=each.record, before=WeighedLabel(each.before), after=WeighedLabel(each.after))
            for each in turns
        ]

    return LoadAnswer(
        name=load.name,
        kind=CarrierKind(load.kind),
        findings=describe(load.findings),
        verdicts=describe(load.verdicts),
        perceptions=describe(load.perceptions),
        hanging=hanging,
    )


@router.get(
    "/weighing/load.csv",
    operation_id="measureLoadsAsTable",
    summary="Find what carries most, as CSV",
    responses=CSV_ANSWERS,
    response_class=Response,
)
async def read_load_table(request: Request, slug: Slug, query: Asked, user: MayLook) -> Response:
    """Return the same as a table, a row for each record that turns."""

    def write(weighing: Weighing) -> Response:
        rows = (
            (load.name, load.kind, sort, turn.id, turn.before, turn.after)
            for load in _describe_loads(weighing)
            for sort, turns in (
                ("finding", load.findings),
                ("verdict", load.verdicts),
                ("perception", load.perceptions),
            )
            for turn in turns
        )
        return answer_csv(f"{slug}-load", ("set aside", "kind", "what turns", "id", "before", "after"), rows)

    return await _weigh(request, slug, user, query, write)


@router.get(
    "/weighing/by-rule.csv",
    operation_id="weighByEveryRuleAsTable",
    summary="Weigh a map by every rule, as CSV",
    responses=CSV_ANSWERS,
    response_class=Response,
)
async def read_rule_table(request: Request, slug: Slug, query: Asked, user: MayLook) -> Response:
    """Return what becomes of each statement by each rule of proof, a column for each rule."""

    def write(weighing: Weighing) -> Response:
        table = weigh_by_every_rule(weighing.graph, weighing.circumstances)
        rows = ((row.record, row.kind, *row.labels) for row in table.rows)
        return answer_csv(f"{slug}-by-rule", ("id", "kind", *(str(rule) for rule in ProofRule)), rows)

    return await _weigh(request, slug, user, query, write)


@router.get(
    "/weighing/readings",
    operation_id="listRivalReadings",
    summary="List rival readings",
    responses=problems(404, 422, 503),
)
async def read_readings(request: Request, slug: Slug, query: Asked, user: MayLook) -> ReadingsAnswer:
    """Return the ways in which what the arguments leave open can be decided without contradiction."""

    def read(_: Session) -> ReadingsAnswer:
        weighing = weigh_as_asked(request.app.state.pictures.graph(slug, user), query)
        found = find_rival_readings(weighing.graph, weighing.circumstances)
        return ReadingsAnswer(
            camps=[
                CampAnswer(holds=list(camp.holds), gives_up=list(camp.gives_up), open=list(camp.open))
                for camp in found.camps
            ],
            common=list(found.common),
            parting=list(found.parting),
            is_complete=found.is_complete,
        )

    return await read_in_long_work(request, read)
