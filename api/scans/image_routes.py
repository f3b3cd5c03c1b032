"""The images of pages, as a IIIF Image API 3.0 service gives them, whole and in parts."""

import hashlib
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import Field

from api.access.authorization import READS, MayLook
from api.citations.site_addresses import find_site_address
from api.http.conditional_requests import matches_if_none_match
from api.http.openapi_descriptions import problems
from api.http.query_parameters import QueryParameters
from api.http.strict_json import StrictRoute
from api.requests.database import Reading, read_in_thread
from api.requests.long_work import run_long_work
from argument_maps.scans.decoded_images import DecodedImages
from argument_maps.scans.image_requests import describe_image, find_level_of_detail, parse_image_request
from argument_maps.scans.rendering import crop_decoded_image, render_request
from models.engine import reading
from models.history.scan_images import find_scan_image, read_image_bytes
from models.records.scans.scan_records import MOST_POINTS, bound_points
from models.text_types import Label, Sha256, Slug

router = APIRouter(prefix="/maps/{slug}/scans/{label}/images/{sha256}", tags=["scans"], route_class=StrictRoute)
# An image never changes, since its address has its hash; who may see it can, and is asked each time.
_KEPT = "private, max-age=86400"
# Viewers on other sites show what anybody may see (Image API 3.0, 7.2); nobody's cookies are asked for.
OPEN_TO_VIEWERS = {"Access-Control-Allow-Origin": "*"}
_PROFILE = '<http://iiif.io/api/image/3/level2.json>;rel="profile"'


@router.get(
    "",
    operation_id="findImage",
    summary="Find the information on an image",
    status_code=303,
    response_class=RedirectResponse,
    responses=problems(404, 422, 503),
    dependencies=READS,
)
def find_image(slug: Slug, label: Label, sha256: Sha256) -> RedirectResponse:
    """Lead from the address of an image to what is said of it (Image API 3.0, 2)."""
    return RedirectResponse(f"/maps/{slug}/scans/{label}/images/{sha256}/info.json", 303)


@router.get(
    "/info.json",
    operation_id="describeImage",
    summary="Read the size of an image and what can be asked of it",
    responses=problems(404, 422, 503),
)
def read_image_information(
    request: Request, slug: Slug, label: Label, sha256: Sha256, session: Reading, user: MayLook
) -> JSONResponse:
    """Return the information on an image (Image API 3.0, 5)."""
    del user
    width, height, _ = find_scan_image(session, slug, label, sha256)
    address = f"{find_site_address(request)}/maps/{slug}/scans/{label}/images/{sha256}"
    return JSONResponse(
        describe_image(address, width, height),
        headers={"Link": _PROFILE, "Cache-Control": "private, no-cache", **OPEN_TO_VIEWERS},
        media_type='application/ld+json;profile="http://iiif.io/api/image/3/context.json"',
    )


@router.get(
    "/original",
    operation_id="downloadImage",
    summary="Download an image as it is kept",
    response_class=Response,
    responses={200: {"description": "The image.", "content": {"image/*": {}}}, **problems(404, 422, 503)},
)
def download_image(
    request: Request, slug: Slug, label: Label, sha256: Sha256, session: Reading, user: MayLook
) -> Response:
    """Return the bytes of an image, to be saved as a file."""
    del user
    _, _, media_type = find_scan_image(session, slug, label, sha256)
    headers = {
        "ETag": f'"{sha256}"',
        "Cache-Control": _KEPT,
        # What was sent as an image is never shown as anything else.
        "Content-Disposition": f'attachment; filename="{label}-{sha256[:8]}.{media_type.partition("/")[2]}"',
    }
    if matches_if_none_match(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(read_image_bytes(session, sha256), media_type=media_type, headers=headers)


class PolygonQuery(QueryParameters):
    """Which polygon is shown."""

    points: Annotated[
        str,
        Field(
            max_length=13 * MOST_POINTS,
            pattern=r"^\d{1,5},\d{1,5}( \d{1,5},\d{1,5}){2}( \d{1,5},\d{1,5})*$",
            description="Its corners in pixels of the upright image, each as x,y, with spaces between them.",
        ),
    ]
    side: Annotated[int, Field(ge=1, le=4_096, description="The most pixels of a side.")] = 600


_Region = Annotated[str, Path(description="full, square, x,y,w,h or pct:x,y,w,h.", max_length=80)]
_Size = Annotated[str, Path(description="max, w,, ,h, pct:n, w,h or !w,h; with ^ also larger.", max_length=40)]
_Rotation = Annotated[str, Path(description="Degrees clockwise in quarters, with ! mirrored before.", max_length=20)]


@router.get(
    "/{region}/{size}/{rotation}/{quality}.{image_format}",
    operation_id="showImage",
    summary="Show an image, or a part of it",
    response_class=Response,
    responses={
        200: {"description": "The picture.", "content": {"image/jpeg": {}, "image/png": {}}},
        **problems(400, 404, 422, 503),
    },
)
async def show_image(
    request: Request,
    slug: Slug,
    label: Label,
    sha256: Sha256,
    region: _Region,
    size: _Size,
    rotation: _Rotation,
    quality: str,
    image_format: str,
    user: MayLook,
) -> Response:
    """Return a part of an image in the size, turn, quality and format that are asked for (Image API 3.0, 4)."""
    del user
    width, height, _ = await read_in_thread(request, lambda session: find_scan_image(session, slug, label, sha256))
    wanted = parse_image_request(region, size, rotation, quality, image_format, width, height)
    base = f"/maps/{slug}/scans/{label}/images/{sha256}"
    headers: dict[str, Any] = {
        **OPEN_TO_VIEWERS,
        "ETag": f'"{sha256[:16]}/{wanted.canonical}"',
        "Cache-Control": _KEPT,
        "Link": f'{_PROFILE}, <{find_site_address(request)}{base}/{wanted.canonical}>;rel="canonical"',
    }
    if matches_if_none_match(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    images: DecodedImages = request.app.state.decoded_images

    def draw() -> bytes:
        return render_request(images.get(sha256, _make_loader(request, sha256), wanted.most_pixels), wanted)

    return Response(await run_long_work(request, draw), media_type=wanted.media_type, headers=headers)


@router.get(
    "/polygon.jpg",
    operation_id="showPolygon",
    summary="Show a polygon on an image",
    response_class=Response,
    responses={200: {"description": "The picture.", "content": {"image/jpeg": {}}}, **problems(400, 404, 422, 503)},
)
async def show_polygon(
    request: Request,
    slug: Slug,
    label: Label,
    sha256: Sha256,
    query: Annotated[PolygonQuery, Query()],
    user: MayLook,
) -> Response:
    """Return the rectangle around a polygon, what is outside of the polygon made pale."""
    del user
    points = [tuple(map(int, pair.split(","))) for pair in query.points.split()]
    box = bound_points(points)
    width, height, _ = await read_in_thread(request, lambda session: find_scan_image(session, slug, label, sha256))
    asked = hashlib.sha256(f"{query.points}/{query.side}".encode()).hexdigest()[:32]
    headers = {"ETag": f'"{sha256[:16]}/{asked}"', "Cache-Control": _KEPT}
    if matches_if_none_match(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    scale = min(query.side / max(box[2:]), 1.0)
    images: DecodedImages = request.app.state.decoded_images

    def draw() -> bytes:
        image = images.get(sha256, _make_loader(request, sha256), find_level_of_detail(width * height, scale * scale))
        return crop_decoded_image(image, box, query.side, [(point[0], point[1]) for point in points])

    return Response(await run_long_work(request, draw), media_type="image/jpeg", headers=headers)


def _make_loader(request: Request, sha256: str) -> Callable[[], bytes]:
    def load() -> bytes:
        with reading(request.app.state.engine) as session:
            return read_image_bytes(session, sha256)

    return load
