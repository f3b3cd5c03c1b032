"""Records that stand for the same: which may, what would come of merging two, and merging them."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.access.authorization import MayContribute, MayLook
from api.doubles.double_merges import merge_records
from api.history.revision_routes import ChangeAnswer, Why, answer_change
from api.http.conditional_requests import make_etag, require_match
from api.http.openapi_descriptions import problems
from api.http.pagination import Paging, link_next_page, slice_page
from api.http.strict_json import StrictRoute
from api.requests.database import Reading, Writing, lock_existing_map
from api.requests.map_graphs import read_map_graph
from api.requests.representations import FieldOrigins, build_record_answer, describe_field_origins
from argument_maps.comparison.doubles import compare_doubles, list_naming_records
from argument_maps.matching.likely_doubles import find_likely_doubles
from argument_maps.references import find_record_kind
from models import changes
from models.records.rows import read_drafts
from models.row_keys import persisted_id
from models.text_types import Label, Line, Slug
from models.vocabulary import RecordKind

router = APIRouter(prefix="/maps/{slug}", tags=["records"], route_class=StrictRoute)


class LikelyDouble(BaseModel):
    """Two sources or two agents that may well be the same, by their ids."""

    record: RecordKind
    ids: list[Label]


class DoublesAnswer(BaseModel):
    """One page of the pairs of records that may well be the same, the likeliest first."""

    items: list[LikelyDouble]
    next: str | None = None


class RecordMergePreview(BaseModel):
    """What would come of two records: where each field is from, and which records name the one that would go."""

    fields: FieldOrigins
    named_by: list[Label]


class RecordMergeBody(BaseModel):
    """The record that goes, and where both say something the names of those fields in which the other's stays."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"other": "A2", "keep": ["name"]}]})

    other: Label
    keep: Annotated[list[Line], Field(max_length=100)] = []


@router.get(
    "/doubles", operation_id="listLikelyDoubles", summary="List likely doubles", responses=problems(404, 422, 503)
)
def list_doubles(
    request: Request, response: Response, slug: Slug, query: Annotated[Paging, Query()], user: MayLook
) -> DoublesAnswer:
    """Return the pairs of sources and of agents that may be the same, by the rules by which an import finds them."""
    pairs = find_likely_doubles(request.app.state.pictures.graph(slug, user))
    part = slice_page(
        pairs, "doubles", lambda pair: f"{pair.one.id} {pair.other.id}", limit=query.limit, cursor=query.cursor
    )
    items = [LikelyDouble(record=find_record_kind(pair.one), ids=[pair.one.id, pair.other.id]) for pair in part.items]
    return DoublesAnswer(items=items, next=link_next_page(request, response, part.cursor))


@router.get(
    "/records/{label}/merge",
    operation_id="previewRecordMerge",
    summary="Compare two records that may be merged",
    responses=problems(404, 422, 503),
)
def preview_record_merge(
    slug: Slug,
    label: Label,
    session: Reading,
    _user: MayLook,
    other: Annotated[Label, Query(description="The record that would go.")],
) -> RecordMergePreview:
    """Return where each field would come from if another record were merged into this one, and what names that one."""
    argument_map = changes.find_map(session, slug)
    for name in (label, other):
        changes.find_record(session, argument_map, name)
    graph = read_map_graph(session, argument_map)
    merge = compare_doubles(graph.by_id[label], graph.by_id[other])
    return RecordMergePreview(
        fields=FieldOrigins.model_validate(describe_field_origins(merge)),
        named_by=[record.id for record in list_naming_records(graph, other)],
    )


@router.post(
    "/records/{label}/merge",
    operation_id="mergeRecords",
    summary="Merge another record into one",
    responses=problems(400, 403, 404, 409, 412, 413, 415, 422, 428, 503),
)
def merge_two_records(
    request: Request,
    slug: Slug,
    label: Label,
    body: RecordMergeBody,
    session: Writing,
    user: MayContribute,
    why: Why = "",
) -> ChangeAnswer:
    """Let one source or agent stand for two, in one change that can be undone as one.

    What only one of them says is kept, lists are joined, and where both say something the other's is taken unless
    `keep` names the field. Whatever names the other names this one from then on, and the other's id leads to it.
    """
    argument_map = lock_existing_map(session, slug)
    record = changes.find_record(session, argument_map, label)

    def read_answer() -> dict[str, Any]:
        kind, draft = read_drafts(session, record.map_id, [label])[label]
        return build_record_answer(kind, label, record.revision, draft)

    require_match(request, make_etag(session, persisted_id(argument_map), record.revision), read_answer)
    return answer_change(merge_records(session, argument_map, label, body.other, body.keep, author=user.name, why=why))
