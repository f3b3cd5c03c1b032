"""What stands on a map, for programs."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict

from api.access.authorization import MayLook
from api.http.openapi_descriptions import problems
from api.http.pagination import link_next_page, slice_page
from api.http.strict_json import StrictRoute
from api.weighing.weighing_requests import PagedWeighingQuery, WeighingQuery, weigh_as_asked
from argument_maps.formats.sheets.sheet_writer import encode_csv
from argument_maps.weighing.weighed_tables import (
    WEIGHING_HEADINGS,
    WeakestPart,
    count_labels,
    list_fates,
    list_weighing_cells,
)
from argument_maps.weighing.weighing import Weighing, weigh_unswitched
from models.text_types import Label, Slug
from models.vocabulary import RecordKind
from models.weighing_vocabulary import Shortfall, WeighedLabel

# How a table is described that is handed out as a file.
CSV_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/csv": {"schema": {"type": "string"}}}},
    **problems(404, 422, 503),
}


def show_example(example: dict[str, Any]) -> ConfigDict:
    """Return how an answer is described with an example of it."""
    return ConfigDict(json_schema_extra={"examples": [example]})


router = APIRouter(prefix="/maps/{slug}", tags=["weighing"], route_class=StrictRoute)


class ArgumentStrength(BaseModel):
    """The weakest part of the strongest argument that applies: its certainty, and of a document its tier."""

    certainty: str
    tier: str | None


class WeighedRecord(BaseModel):
    """What becomes of a record or link.

    `before` is its label with nothing set aside. `on_authority` says that it stands on what a work says, without a
    document; `shortfall` why it stands by preponderance and not by the rule. Links have neither strengths nor
    shortfalls. A finding that stands `hangs_on` each source without which it no longer does; null where the map is
    too large to tell of all of them at once (see `/weighing/load`).
    """

    id: Label
    record: RecordKind
    label: WeighedLabel
    before: WeighedLabel
    on_authority: bool
    shortfall: Shortfall | None = None
    hangs_on: list[Label] | None
    strength: ArgumentStrength | None
    opposition: ArgumentStrength | None


class WeighingAnswer(BaseModel):
    """One page of what becomes of every claim, interpretation, piece of evidence and link, and how many get a label."""

    model_config = show_example(
        {
            "rule": "preponderance",
            "without": ["kim-stueck-2008"],
            "reader": None,
            "counts": {"stands": 190, "falls": 28, "contested": 8, "unresolved": 0, "unsupported": 6},
            "items": [
                {
                    "id": "F9",
                    "record": "claim",
                    "label": "contested",
                    "before": "stands",
                    "on_authority": False,
                    "shortfall": None,
                    "hangs_on": [],
                    "strength": {"certainty": "medium", "tier": "translation"},
                    "opposition": {"certainty": "medium", "tier": "translation"},
                }
            ],
            "next": None,
        }
    )

    rule: str
    without: list[str]
    reader: Label | None = None
    counts: dict[WeighedLabel, int]
    items: list[WeighedRecord]
    next: str | None = None


@router.get("/weighing", operation_id="weighMap", summary="Weigh a map", responses=problems(404, 422, 503))
def read_weighing(
    request: Request, response: Response, slug: Slug, query: Annotated[PagedWeighingQuery, Query()], user: MayLook
) -> WeighingAnswer:
    """Return what stands under a rule of proof, with documents set aside. Nothing is written."""
    weighing = weigh_as_asked(request.app.state.pictures.graph(slug, user), query)
    records = list(list_weighed_records(weighing))
    part = slice_page(records, "weighing", lambda record: record.id, limit=query.limit, cursor=query.cursor)
    return WeighingAnswer(
        rule=weighing.rule,
        without=list(weighing.circumstances.named),
        reader=weighing.circumstances.reader,
        counts=count_labels(weighing.labels),
        items=part.items,
        next=link_next_page(request, response, part.cursor),
    )


@router.get(
    "/weighing.csv",
    operation_id="weighMapAsTable",
    summary="Weigh a map, as CSV",
    responses=CSV_ANSWERS,
    response_class=Response,
)
def read_weighing_table(
    request: Request, slug: Slug, query: Annotated[WeighingQuery, Query()], user: MayLook
) -> Response:
    """Return the same as a table, a row for each record and link."""
    weighing = weigh_as_asked(request.app.state.pictures.graph(slug, user), query)
    rows = map(list_weighing_cells, list_fates(weighing, weigh_unswitched(weighing).labels))
    return answer_csv(f"{slug}-weighing", WEIGHING_HEADINGS, rows)


def answer_csv(name: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
    """Return a table as a CSV file."""
    return Response(
        encode_csv([headings, *rows]),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "private, no-cache"},
    )


def list_weighed_records(weighing: Weighing) -> Iterator[WeighedRecord]:
    """Yield what becomes of each record and link, in the order of the map."""
    for fate in list_fates(weighing, weigh_unswitched(weighing).labels):
        yield WeighedRecord(
            id=fate.id,
            record=fate.record,
            label=fate.label,
            before=fate.before,
            on_authority=fate.on_authority,
            shortfall=fate.shortfall,
            hangs_on=None if fate.hangs_on is None else list(fate.hangs_on),
            strength=_build_strength(fate.strength),
            opposition=_build_strength(fate.opposition),
        )


def _build_strength(strength: WeakestPart | None) -> ArgumentStrength | None:
    return None if strength is None else ArgumentStrength(certainty=strength.certainty, tier=strength.tier)
