"""Scans as IIIF manifests, with their regions as W3C annotations, for viewers elsewhere."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from api.access.authorization import MayLook
from api.citations.site_addresses import find_site_address
from api.http.openapi_descriptions import problems
from api.http.strict_json import StrictRoute
from api.pages.returns import read_graph
from api.scans.image_routes import OPEN_TO_VIEWERS
from api.scans.scan_views import ScanPageView, find_scan, list_page_views
from argument_maps.citation.sources import format_note
from argument_maps.graph import Graph
from argument_maps.scans.manifests import (
    AnnotationWords,
    PublishedPage,
    PublishedRegion,
    PublishedScan,
    write_scan_manifest,
)
from argument_maps.scans.shapes import Shape
from argument_maps.values import Region, Scan
from models.text_types import Label, Slug

router = APIRouter(prefix="/maps/{slug}/scans/{label}", tags=["scans"], route_class=StrictRoute)
_MEDIA_TYPE = 'application/ld+json;profile="http://iiif.io/api/presentation/3/context.json"'


@router.get(
    "/manifest.json",
    operation_id="readManifest",
    summary="Read a scan as a IIIF manifest",
    responses=problems(404, 422, 503),
)
def read_scan_manifest(request: Request, slug: Slug, label: Label, user: MayLook) -> JSONResponse:
    """Return a scan with its regions as a IIIF Presentation 3.0 manifest."""
    graph = read_graph(request, slug, user)
    manifest = write_scan_manifest(_publish_scan(find_site_address(request), graph, find_scan(graph, label)))
    return JSONResponse(manifest, headers={"Cache-Control": "no-cache", **OPEN_TO_VIEWERS}, media_type=_MEDIA_TYPE)


def _publish_scan(site: str, graph: Graph, scan: Scan) -> PublishedScan:
    base = f"{site}/maps/{graph.slug}/scans/{scan.id}"
    metadata = [("Source", format_note(graph, scan.source))] if scan.source in graph.sources_by_id else []
    return PublishedScan(
        address=f"{base}/manifest.json",
        title=scan.title,
        pages=tuple(_publish_page(site, graph, base, page) for page in list_page_views(graph, scan)),
        language=graph.language,
        summary=scan.note,
        metadata=tuple(metadata),
        attribution=scan.rights,
        homepage=base,
    )


def _publish_page(site: str, graph: Graph, base: str, page: ScanPageView) -> PublishedPage:
    return PublishedPage(
        address=f"{base}/pages/{page.number}",
        label=page.name,
        width=page.width,
        height=page.height,
        image_service=f"{base}/images/{page.image}",
        regions=tuple(_publish_region(site, graph, region) for region in page.regions),
    )


def _publish_region(site: str, graph: Graph, region: Region) -> PublishedRegion:
    bodies = []
    if region.transcription:
        bodies.append(AnnotationWords(region.transcription, region.language or "", "supplementing"))
    if region.comment:
        bodies.append(AnnotationWords(region.comment, purpose="commenting"))
    bodies += [
        AnnotationWords(f"{site}/maps/{graph.slug}/records/{label}", purpose="linking")
        for label in region.bodies
        if label in graph.by_id
    ]
    return PublishedRegion(
        address=f"{site}/maps/{graph.slug}/records/{region.id}",
        shape=Shape(
            (region.x, region.y, region.width, region.height), tuple((point[0], point[1]) for point in region.points)
        ),
        bodies=tuple(bodies),
        motivation=region.motivation,
    )
