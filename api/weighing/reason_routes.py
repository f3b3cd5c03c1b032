"""Why a record stands or falls and what would overturn it, for programs."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from sqlmodel import Session

from api.access.authorization import MayLook
from api.http.openapi_descriptions import problems
from api.http.strict_json import StrictRoute
from api.requests.long_work import read_in_long_work
from api.weighing.weighing_requests import MOST_VISITS_AWAITED, WeighingQuery, weigh_as_asked
from argument_maps.weighing.overturning import SearchBound, find_overturning
from argument_maps.weighing.reasons.explanations import explain_record, list_explained_records
from argument_maps.weighing.reasons.wording import word_explanation
from models.errors import UnknownRecord
from models.text_types import Label, Slug
from models.weighing_vocabulary import Shortfall, WeighedLabel

router = APIRouter(prefix="/maps/{slug}", tags=["weighing"], route_class=StrictRoute)


class OverturningAnswer(BaseModel):
    """Sources without all of which the record has another label; `works` are those that are no documents."""

    sources: list[Label]
    works: list[Label]
    becomes: WeighedLabel


class ReasonAnswer(BaseModel):
    """Why a record has its label.

    `reasons` are sentences; `statements` and `links` are the ids that make the small map of them. `overturning` are
    the smallest sets of sources, all of the size `robustness`; `bound` tells why there may be others.
    """

    id: Label
    label: WeighedLabel
    on_authority: bool
    shortfall: Shortfall | None
    reasons: list[str]
    statements: list[Label]
    links: list[Label]
    robustness: int | None
    overturning: list[OverturningAnswer]
    bound: SearchBound | None


@router.get(
    "/weighing/{label}",
    operation_id="explainLabel",
    summary="Tell why a record stands or falls",
    responses=problems(404, 422, 503),
)
async def read_reason(
    request: Request, slug: Slug, label: Label, query: Annotated[WeighingQuery, Query()], user: MayLook
) -> ReasonAnswer:
    """Return the shortest sufficient reason for a label, the objections to it, and what would overturn it."""

    def explain(_: Session) -> ReasonAnswer:
        weighing = weigh_as_asked(request.app.state.pictures.graph(slug, user), query)
        graph = weighing.graph
        if label not in graph.statements and label not in graph.links_by_id:
            raise UnknownRecord(slug, label)
        explanation = explain_record(weighing, label)
        statements, links = list_explained_records(graph, explanation)
        found = find_overturning(
            graph, label, rule=weighing.rule, circumstances=weighing.circumstances, most_visits=MOST_VISITS_AWAITED
        )
        return ReasonAnswer(
            id=label,
            label=WeighedLabel(explanation.label),
            on_authority=explanation.is_on_authority,
            shortfall=Shortfall(explanation.shortfall) if explanation.shortfall else None,
            reasons=[str(phrase) for phrase in word_explanation(weighing, explanation)],
            statements=list(statements),
            links=list(links),
            robustness=found.robustness,
            overturning=[
                OverturningAnswer(
                    sources=list(each.sources), works=list(each.works), becomes=WeighedLabel(each.becomes)
                )
                for each in found.sets
            ],
            bound=SearchBound(found.bound) if found.bound else None,
        )

    return await read_in_long_work(request, explain)
