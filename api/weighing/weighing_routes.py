"""What stands on a map, for programs."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from api.access.authorization import MayLook
from api.http.openapi_descriptions import problems
from api.http.pagination import link_next_page, slice_page
from api.http.strict_json import StrictRoute
from api.weighing.weighing_requests import PagedWeighingQuery, WeighingQuery, weigh_as_asked, weigh_unswitched
from argument_maps.formats.sheets.sheet_writer import encode_csv
from argument_maps.references import find_record_kind
from argument_maps.weighing.strengths import read_strength
from argument_maps.weighing.weighing import Weighing
from models.text_types import Label, Slug
from models.vocabulary import RecordKind
from models.weighing_vocabulary import Shortfall, WeighedLabel

router = APIRouter(prefix="/maps/{slug}", tags=["weighing"], route_class=StrictRoute)


class ArgumentStrength(BaseModel):
    """The weakest part of the strongest argument that applies: its certainty, and of a document its tier."""

    certainty: str
    tier: str | None


class WeighedRecord(BaseModel):
    """What becomes of a record or link.

    `before` is its label with nothing set aside. `on_authority` says that it stands on what a work says, without a
    document; `shortfall` why it stands by preponderance and not by the rule. Links have neither strengths nor
    shortfalls.
    """

    id: Label
    record: RecordKind
    label: WeighedLabel
    before: WeighedLabel
    on_authority: bool
    shortfall: Shortfall | None
    strength: ArgumentStrength | None
    opposition: ArgumentStrength | None


class WeighingAnswer(BaseModel):
    """One page of what becomes of every claim, interpretation, piece of evidence and link, and how many get a label."""

    rule: str
    without: list[str]
    reader: Label | None
    counts: dict[WeighedLabel, int]
    items: list[WeighedRecord]
    next: str | None = None


@router.get("/weighing", operation_id="weighMap", summary="Weigh a map", responses=problems(404, 422, 503))
def read_weighing(
    request: Request, response: Response, slug: Slug, query: Annotated[PagedWeighingQuery, Query()], user: MayLook
) -> WeighingAnswer:
    """Return what stands under a rule of proof, with documents set aside. Nothing is written."""
    weighing = weigh_as_asked(request.app.state.pictures.graph(slug, user), query)
    records = list(describe_weighing(weighing))
    part = slice_page(records, "weighing", lambda record: record.id, limit=query.limit, cursor=query.cursor)
    return WeighingAnswer(
        rule=weighing.rule,
        without=list(weighing.circumstances.named),
        reader=weighing.circumstances.reader,
        counts=count_labels(weighing),
        items=part.items,
        next=link_next_page(request, response, part.cursor),
    )


@router.get(
    "/weighing.csv", operation_id="weighMapAsTable", summary="Weigh a map, as CSV", responses=problems(404, 422, 503)
)
def read_weighing_table(
    request: Request, slug: Slug, query: Annotated[WeighingQuery, Query()], user: MayLook
) -> Response:
    """Return the same as a table, a row for each record and link."""
    weighing = weigh_as_asked(request.app.state.pictures.graph(slug, user), query)
    rows = (
        (
            each.id,
            each.record,
            each.label,
            each.before,
            "yes" if each.on_authority else "",
            each.shortfall or "",
            *_list_parts(each.strength),
            *_list_parts(each.opposition),
            getattr(weighing.graph.by_id[each.id], "text", ""),
        )
        for each in describe_weighing(weighing)
    )
    return answer_csv(f"{slug}-weighing", _HEADINGS, rows)


_HEADINGS = (
    "id",
    "record",
    "label",
    "with nothing set aside",
    "on authority",
    "shortfall",
    "certainty for",
    "tier for",
    "certainty against",
    "tier against",
    "text",
)


def _list_parts(strength: ArgumentStrength | None) -> tuple[str, str]:
    return ("", "") if strength is None else (strength.certainty, strength.tier or "")


def answer_csv(name: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
    """Return a table as a CSV file."""
    return Response(
        encode_csv([headings, *rows]),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "private, no-cache"},
    )


def count_labels(weighing: Weighing) -> dict[WeighedLabel, int]:
    """Return how many records and links have each label."""
    labels = list(weighing.labels.values())
    return {label: labels.count(label) for label in WeighedLabel}


def describe_weighing(weighing: Weighing) -> Iterator[WeighedRecord]:
    """Yield what becomes of each record and link, in the order of the map."""
    before = weigh_unswitched(weighing).labels
    for label, found in weighing.labels.items():
        is_statement = label in weighing.built.numbers
        yield WeighedRecord(
            id=label,
            record=find_record_kind(weighing.graph.by_id[label]),
            label=WeighedLabel(found),
            before=WeighedLabel(before[label]),
            on_authority=label in weighing.on_authority,
            shortfall=Shortfall(weighing.shortfalls[label]) if label in weighing.shortfalls else None,
            strength=_read(weighing.find_strength(label)) if is_statement else None,
            opposition=_read(weighing.find_opposition(label)) if is_statement else None,
        )


def _read(strength: float) -> ArgumentStrength | None:
    if strength <= 0:
        return None
    certainty, tier = read_strength(strength)
    return ArgumentStrength(certainty=certainty, tier=tier)
