"""What a whole map comes to as tables, for programs: by every rule, what to look at, strengths in bands and ranks."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel
from sqlmodel import Session

from api.access.authorization import MayLook
from api.http.openapi_descriptions import problems
from api.http.pagination import link_next_page, slice_page
from api.http.strict_json import StrictRoute
from api.requests.long_work import read_in_long_work
from api.weighing.weighing_requests import PagedWeighingQuery, WeighingQuery, weigh_as_asked
from api.weighing.weighing_routes import CSV_ANSWERS, answer_csv, show_example
from argument_maps.weighing.energies import EnergyBand, EnergyRanking, rank_by_energy
from argument_maps.weighing.surveys.audits import Audit, audit_map
from argument_maps.weighing.surveys.by_rule import RuleRow, weigh_by_every_rule
from argument_maps.weighing.weighing import Weighing
from models.text_types import Label, Slug
from models.weighing_vocabulary import ProofRule, Shortfall, WeighedLabel

router = APIRouter(prefix="/maps/{slug}", tags=["weighing"], route_class=StrictRoute)
Asked = Annotated[PagedWeighingQuery, Query()]


class RecordByRules(BaseModel):
    """What becomes of a statement by each rule of proof, and why it does not stand by a rule stricter than another.

    `strictest` is the strictest by which it stands of asserted, preponderance, documented and corroborated.
    """

    id: Label
    kind: str
    labels: dict[ProofRule, WeighedLabel]
    shortfalls: dict[ProofRule, Shortfall]
    strictest: ProofRule | None
    is_undisputed: bool


class RulesAnswer(BaseModel):
    """One page of what survives which rule of proof; `standing` counts the statements of the map that do."""

    model_config = show_example(
        {
            "standing": {
                "asserted": 101,
                "preponderance": 91,
                "documented": 49,
                "corroborated": 11,
                "beyond dispute": 87,
            },
            "items": [
                {
                    "id": "F15",
                    "kind": "finding",
                    "labels": {
                        "asserted": "stands",
                        "preponderance": "stands",
                        "documented": "stands",
                        "corroborated": "unsupported",
                        "beyond dispute": "stands",
                    },
                    "shortfalls": {"corroborated": "one witness"},
                    "strictest": "documented",
                    "is_undisputed": True,
                }
            ],
            "next": None,
        }
    )

    standing: dict[ProofRule, int]
    items: list[RecordByRules]
    next: str | None = None


class AuditSort(StrEnum):
    """What there is to look at, in the order in which it is listed."""

    DIFFERENCE = "verdict against which the map argues"
    FALLEN = "finding that does not stand"
    UNMET_TEST = "test whose findings do not stand"
    OBJECTION = "objection without an answer"
    SINGLE_WITNESS = "finding with one witness"
    AUTHORITY = "finding on authority"
    CIRCLE = "circle"


class AuditItem(BaseModel):
    """Something to look at. `records` are what it is about: one record or link, of a circle all that are on it.

    Of a verdict `verdict` is the one recorded, `label` the weighed label, and `because` the links without which the two
    would agree. Of an objection `because` are the perceptions that turn without it; of a test the findings that do not
    stand; of a circle the links without which it would be decided. Only objections have `is_tried`: whether it was
    tried what turns without it.
    """

    what: AuditSort
    records: list[Label]
    label: WeighedLabel | None = None
    verdict: str | None = None
    because: list[Label] = []
    is_tried: bool | None = None


class AuditAnswer(BaseModel):
    """One page of what a historian would look at, weighed by preponderance; objections by how many verdicts turn."""

    model_config = show_example(
        {
            "items": [
                {
                    "what": "verdict against which the map argues",
                    "records": ["P8"],
                    "label": "falls",
                    "verdict": "contested",
                    "because": ["L122", "L123"],
                    "is_tried": None,
                },
                {
                    "what": "objection without an answer",
                    "records": ["L53"],
                    "label": None,
                    "verdict": None,
                    "because": ["P2", "P3"],
                    "is_tried": True,
                },
            ],
            "next": None,
        }
    )

    items: list[AuditItem]
    next: str | None = None


class StrengthItem(BaseModel):
    """A statement with its rank, 1 for the strongest, its band, and whether its strength settled."""

    id: Label
    rank: int
    band: EnergyBand
    has_settled: bool


class SettledCircle(BaseModel):
    """Records and links that bear on each other in a circle, and whether their strengths settled."""

    records: list[Label]
    has_converged: bool


class StrengthsAnswer(BaseModel):
    """One page of the statements in bands and ranks, the strongest first, by quadratic energy (Potyka 2018).

    No strength is a probability, and none is given as a number: the order and the bands are all there is to read.
    What is not on a circle always settles.
    """

    model_config = show_example(
        {
            "has_converged": True,
            "circles": [],
            "items": [
                {"id": "F13", "rank": 1, "band": "very strong", "has_settled": True},
                {"id": "P6", "rank": 105, "band": "very weak", "has_settled": True},
            ],
            "next": None,
        }
    )

    has_converged: bool
    circles: list[SettledCircle]
    items: list[StrengthItem]
    next: str | None = None


@router.get(
    "/weighing/by-rule",
    operation_id="weighByEveryRule",
    summary="Weigh a map by every rule",
    responses=problems(404, 422, 503),
)
async def read_rules(request: Request, response: Response, slug: Slug, query: Asked, user: MayLook) -> RulesAnswer:
    """Return what becomes of each statement by each rule of proof; the `rule` that is asked for makes no difference."""

    def read(_: Session) -> RulesAnswer:
        weighing = weigh_as_asked(request.app.state.pictures.graph(slug, user), query)
        table = weigh_by_every_rule(weighing.graph, weighing.circumstances)
        part = slice_page(table.rows, "by-rule", lambda row: row.record, limit=query.limit, cursor=query.cursor)
        return RulesAnswer(
            standing=dict(zip(ProofRule, table.standing, strict=True)),
            items=[_describe_rules(row) for row in part.items],
            next=part.cursor,
        )

    answer = await read_in_long_work(request, read)
    answer.next = link_next_page(request, response, answer.next)
    return answer


def _describe_rules(row: RuleRow) -> RecordByRules:
    shortfalls = zip(ProofRule, row.shortfalls, strict=True)
    return RecordByRules(
        id=row.record,
        kind=row.kind,
        labels={rule: WeighedLabel(label) for rule, label in zip(ProofRule, row.labels, strict=True)},
        shortfalls={rule: Shortfall(shortfall) for rule, shortfall in shortfalls if shortfall},
        strictest=ProofRule(row.strictest) if row.strictest else None,
        is_undisputed=row.is_undisputed,
    )


@router.get(
    "/weighing/audit",
    operation_id="auditMap",
    summary="List what is to be looked at",
    responses=problems(404, 422, 503),
)
async def read_audit(request: Request, response: Response, slug: Slug, query: Asked, user: MayLook) -> AuditAnswer:
    """Return where the map argues against itself, and what would be worth another document."""

    def read(_: Session) -> list[AuditItem]:
        weighing = weigh_as_asked(request.app.state.pictures.graph(slug, user), query)
        return list(list_audit_items(audit_map(weighing)))

    items = await read_in_long_work(request, read)
    part = slice_page(items, "audit", _name_item, limit=query.limit, cursor=query.cursor)
    return AuditAnswer(items=part.items, next=link_next_page(request, response, part.cursor))


def _name_item(item: AuditItem) -> str:
    return f"{item.what}: {item.records[0]}"


@router.get(
    "/weighing/audit.csv",
    operation_id="auditMapAsTable",
    summary="List what is to be looked at, as CSV",
    responses=CSV_ANSWERS,
    response_class=Response,
)
async def read_audit_table(
    request: Request, slug: Slug, query: Annotated[WeighingQuery, Query()], user: MayLook
) -> Response:
    """Return the same as a table."""

    def write(_: Session) -> Response:
        weighing = weigh_as_asked(request.app.state.pictures.graph(slug, user), query)
        rows = (
            (item.what, "; ".join(item.records), item.verdict or "", item.label or "", "; ".join(item.because))
            for item in list_audit_items(audit_map(weighing))
        )
        return answer_csv(f"{slug}-audit", ("what", "id", "verdict", "label", "because"), rows)

    return await read_in_long_work(request, write)


def list_audit_items(audit: Audit) -> Iterator[AuditItem]:
    """Yield all that is to be looked at, in the order of the audit."""
    for each in audit.differences:
        yield AuditItem(
            what=AuditSort.DIFFERENCE,
            records=[each.perception],
            label=WeighedLabel(each.label),
            verdict=each.verdict,
            because=list(each.decisive),
        )
    for fallen in audit.fallen:
        yield AuditItem(what=AuditSort.FALLEN, records=[fallen.record], label=WeighedLabel(fallen.label))
    for test in audit.unmet_tests:
        yield AuditItem(
            what=AuditSort.UNMET_TEST, records=[test.link], verdict=test.verdict, because=list(test.findings)
        )
    for objection in audit.objections:
        yield AuditItem(
            what=AuditSort.OBJECTION,
            records=[objection.link],
            because=list(objection.verdicts),
            is_tried=objection.is_tried,
        )
    for sort, labels in (
        (AuditSort.SINGLE_WITNESS, audit.single_witnesses),
        (AuditSort.AUTHORITY, audit.authorities),
    ):
        yield from (AuditItem(what=sort, records=[label]) for label in labels)
    for circle in audit.circles:
        yield AuditItem(what=AuditSort.CIRCLE, records=list(circle.records), because=list(circle.deciding))


@router.get(
    "/weighing/strengths",
    operation_id="rankByStrength",
    summary="Rank statements by strength",
    responses=problems(404, 422, 503),
)
async def read_strengths(
    request: Request, response: Response, slug: Slug, query: Asked, user: MayLook
) -> StrengthsAnswer:
    """Return the statements in bands and ranks of strength, beside the labels and apart from them."""

    def read(_: Session) -> EnergyRanking:
        return _rank(weigh_as_asked(request.app.state.pictures.graph(slug, user), query))

    ranking = await read_in_long_work(request, read)
    part = slice_page(ranking.records, "strengths", lambda each: each.record, limit=query.limit, cursor=query.cursor)
    return StrengthsAnswer(
        has_converged=ranking.has_converged,
        circles=[
            SettledCircle(records=list(circle.records), has_converged=circle.has_converged)
            for circle in ranking.circles
        ],
        items=[
            StrengthItem(
                id=each.record,
                rank=each.rank,
                band=EnergyBand(each.band),
                has_settled=each.record not in ranking.unsettled,
            )
            for each in part.items
        ],
        next=link_next_page(request, response, part.cursor),
    )


@router.get(
    "/weighing/strengths.csv",
    operation_id="rankByStrengthAsTable",
    summary="Rank statements by strength, as CSV",
    responses=CSV_ANSWERS,
    response_class=Response,
)
async def read_strength_table(
    request: Request, slug: Slug, query: Annotated[WeighingQuery, Query()], user: MayLook
) -> Response:
    """Return the same as a table."""

    def write(_: Session) -> Response:
        weighing = weigh_as_asked(request.app.state.pictures.graph(slug, user), query)
        ranking = _rank(weighing)
        rows = (
            (
                str(each.rank),
                each.record,
                each.band,
                "" if each.record in ranking.unsettled else "yes",
                weighing.labels[each.record],
            )
            for each in ranking.records
        )
        return answer_csv(f"{slug}-strengths", ("rank", "id", "band", "settled", "label"), rows)

    return await read_in_long_work(request, write)


def _rank(weighing: Weighing) -> EnergyRanking:
    return rank_by_energy(weighing.graph, weighing.circumstances)
