"""Why a record stands or falls and what would overturn it, for programs."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from sqlmodel import Session

from api.access.authorization import MayLook
from api.http.openapi_descriptions import problems
from api.http.strict_json import StrictRoute
from api.requests.long_work import read_in_long_work
from api.weighing.weighed_states import write_weighed_state
from api.weighing.weighing_requests import MOST_VISITS_AWAITED, WeighingQuery, weigh_as_asked
from api.weighing.weighing_routes import show_example
from argument_maps.graph import natural_sort_key
from argument_maps.weighing.overturning import SearchBound, find_overturning
from argument_maps.weighing.reasons.explanations import explain_record, list_explained_records
from argument_maps.weighing.reasons.wording import word_explanation
from argument_maps.weighing.weighing import Weighing
from models.errors import UnknownRecord
from models.text_types import Label, Slug
from models.weighing_vocabulary import Shortfall, WeighedLabel
from renderers.views.view_table import View

router = APIRouter(prefix="/maps/{slug}", tags=["weighing"], route_class=StrictRoute)


class OverturningAnswer(BaseModel):
    """Sources without all of which the record has another label; `works` are those that are no documents."""

    sources: list[Label]
    works: list[Label]
    becomes: WeighedLabel


class ReasonAnswer(BaseModel):
    """Why a record has its label.

    `reasons` are sentences; `statements` and `links` are the ids that make the small map of them, which is drawn at the
    address `picture` (with `.png`, `.pdf` and so on for `.svg` in other forms). `overturning` are the smallest sets of
    sources, all of the size `robustness`; `bound` tells why there may be others.
    """

    model_config = show_example(
        {
            "id": "F17",
            "label": "stands",
            "on_authority": False,
            "shortfall": None,
            "reasons": [
                "F17 “Pyongyang wanted to stop by early 1952” stands: nothing that holds speaks against it.",
                "F17 is supported by E16 “Zhou tells Stalin that the Koreans waver while Beijing sees gains in going "
                "on; Stalin agrees” (L33).",
                "E16 stands on its document: Conversation of Stalin and Zhou Enlai, 20 August 1952, APRF, f. 45, "
                "op. 1, d. 329, ll. 54–72.",
                "No other argument would carry it.",
                "An argument against it as strong as the best for it (medium certainty, on a document read in "
                "translation) would make it contested; a stronger one would overturn it.",
                "Where nobody has recorded how certain something is, it counts as medium.",
            ],
            "statements": ["E16", "F17"],
            "links": ["L33"],
            "picture": "/maps/korea-1950.svg?why=F17&view=neighbourhood&weigh=documented",
            "robustness": 1,
            "overturning": [{"sources": ["doc-1952-08-20"], "works": [], "becomes": "unsupported"}],
            "bound": None,
        }
    )

    id: Label
    label: WeighedLabel
    on_authority: bool
    shortfall: Shortfall | None = None
    reasons: list[str]
    statements: list[Label]
    links: list[Label]
    picture: str
    robustness: int | None
    overturning: list[OverturningAnswer]
    bound: SearchBound | None = None


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
            statements=sorted(statements, key=natural_sort_key),
            links=sorted(links, key=natural_sort_key),
            picture=_find_picture(slug, label, weighing, query),
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


def _find_picture(slug: str, label: str, weighing: Weighing, query: WeighingQuery) -> str:
    dated = {"as_of": [query.as_of]} if query.as_of else {}
    state = write_weighed_state(weighing.rule, weighing.circumstances.named, weighing.circumstances.reader, dated)
    return f"/maps/{slug}.svg?{urlencode({'why': label, 'view': View.NEIGHBOURHOOD.value})}&{state}"
