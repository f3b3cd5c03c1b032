"""Regions as other programs know them: by the W3C Web Annotation Data Model."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.access.authorization import READS, MayContribute
from api.citations.site_addresses import find_site_address
from api.http.conditional_requests import make_etag, matches_if_none_match
from api.http.merge_patch import validate_patched
from api.http.openapi_descriptions import problems
from api.http.problems import Fault, Refusal
from api.http.query_parameters import QueryParameters
from api.requests.database import Reading, lock_existing_map, write_in_thread
from api.requests.representations import REPRESENTATIONS, build_record_answer
from api.texts.annotation_routes import (
    ANNOTATION_RESPONSES,
    Loss,
    WebAnnotationRoute,
    answer_json_ld,
    read_annotation_document,
)
from argument_maps.assembly import load_graph
from argument_maps.formats.annotations.web_region_records import NoImageTarget, read_region, write_region
from models import changes
from models.errors import UnknownRecord
from models.records.rows import read_drafts
from models.records.scans.scan_records import RegionDraft
from models.row_keys import persisted_id
from models.text_types import Label, Line, Slug
from models.vocabulary import RecordKind

router = APIRouter(prefix="/maps/{slug}", tags=["scans"], route_class=WebAnnotationRoute)
# A class that is made when the program starts, so that mypy cannot take its name for a type.
RegionAnswer: Any = REPRESENTATIONS[RecordKind.REGION].answer


class WebRegionsQuery(QueryParameters):
    """Which regions are wanted."""

    in_scan: Annotated[Label | None, Field(description="Only those in this scan.")] = None


class NewWebRegionQuery(QueryParameters):
    """What is said of a web annotation beside itself."""

    why: Annotated[Line, Field(description="Why the change is made; kept with its revision.")] = ""


class TakenRegionAnswer(BaseModel):
    """The region as the map has it now, and everything that is lost of what was sent."""

    region: RegionAnswer
    losses: list[Loss]


async def _read_body(request: Request) -> bytes:
    return await request.body()


@router.get(
    "/regions.jsonld",
    operation_id="exportRegions",
    summary="Read regions as web annotations (W3C)",
    response_class=Response,
    responses={**ANNOTATION_RESPONSES, 304: {"description": "They have not changed."}, **problems(404, 422, 503)},
    dependencies=READS,
)
def export_regions(
    request: Request, slug: Slug, query: Annotated[WebRegionsQuery, Query()], session: Reading
) -> Response:
    """Return the regions of a map, or of one of its scans, as an AnnotationCollection with one page."""
    argument_map = changes.find_map(session, slug)
    tag = make_etag(session, persisted_id(argument_map), argument_map.version)
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if matches_if_none_match(request, tag):
        return Response(status_code=304, headers=headers)
    graph, address = load_graph(session, slug), find_site_address(request)
    place = f"{address}/api/v1/maps/{slug}/regions.jsonld"
    regions = [region for region in graph.regions if query.in_scan in (None, region.in_scan)]
    page = {
        "id": f"{place}#page",
        "type": "AnnotationPage",
        "startIndex": 0,
        "items": [write_region(region, graph, address, context=False) for region in regions],
    }
    collection = {"id": place, "type": "AnnotationCollection", "label": graph.title, "total": len(regions)}
    return answer_json_ld({**collection, "first": page}, headers)


@router.get(
    "/regions/{label}.jsonld",
    operation_id="exportRegion",
    summary="Read one region as a web annotation (W3C)",
    response_class=Response,
    responses={**ANNOTATION_RESPONSES, **problems(404, 422, 503)},
    dependencies=READS,
)
def export_region(request: Request, slug: Slug, label: Label, session: Reading) -> Response:
    """Return one region."""
    graph = load_graph(session, slug)
    region = next((region for region in graph.regions if region.id == label), None)
    if region is None:
        raise UnknownRecord(slug, label)
    return answer_json_ld(write_region(region, graph, find_site_address(request)), {"Cache-Control": "no-cache"})


@router.post(
    "/regions.jsonld",
    operation_id="importRegion",
    summary="Create a region from a web annotation (W3C)",
    status_code=201,
    response_model=TakenRegionAnswer,
    responses=problems(400, 403, 404, 409, 413, 415, 422, 503),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                media_type: {"schema": {"type": "object"}} for media_type in ("application/json", "application/ld+json")
            },
        }
    },
)
async def import_region(
    request: Request,
    response: Response,
    slug: Slug,
    query: Annotated[NewWebRegionQuery, Query()],
    raw: Annotated[bytes, Depends(_read_body)],
    user: MayContribute,
) -> Any:
    """Take one web annotation whose target is a page image of a scan; what has no place is listed in the answer."""
    document = read_annotation_document(raw)

    def write(session: Session) -> Any:
        argument_map = lock_existing_map(session, slug)
        try:
            reading = read_region(document, load_graph(session, slug), find_site_address(request))
        except NoImageTarget:
            raise Refusal(
                422,
                "unknown-target",
                "Its target is no page image of this map",
                "None of its targets leads to an image of a scan of this map.",
                "Take the address of the image from the scan’s IIIF manifest or from another region.",
                errors=[Fault(pointer="/target", detail="It is no page image of this map.")],
            ) from None
        draft = validate_patched(RegionDraft, reading.fields)
        record = changes.create_record(session, argument_map, RecordKind.REGION, draft, author=user.name, why=query.why)
        response.headers["Location"] = f"/api/v1/maps/{slug}/regions/{record.label}"
        response.headers["ETag"] = make_etag(session, record.map_id, record.revision)
        values = read_drafts(session, record.map_id, [record.label])[record.label][1]
        return {
            "region": build_record_answer(RecordKind.REGION, record.label, record.revision, values),
            "losses": [Loss(pointer=loss.pointer, detail=loss.message) for loss in reading.losses],
        }

    return await write_in_thread(request, write)
