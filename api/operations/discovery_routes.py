"""What browsers, search engines and monitors look for at addresses that are the same everywhere."""

from datetime import UTC, datetime, timedelta

import prometheus_client
from fastapi import APIRouter, Request, Response
from starlette.responses import FileResponse, RedirectResponse

from api.access.authorization import Action, require_permission
from api.http.asset_files import asset_addresses
from api.http.conditional_requests import matches_if_none_match
from api.http.content_encodings import accepts_gzip
from api.http.problems import Refusal
from api.http.security_policies import PICTURE_POLICY
from api.pictures.format_definitions import MediaType
from api.pictures.keeping.picture_cache import Picture
from api.processes import metrics
from api.settings import Settings

router = APIRouter(tags=["operation"], dependencies=[require_permission(Action.ASK_STATUS)], include_in_schema=False)

# What changes with each request, or is of no use to who searches.
ROBOTS = """User-agent: *
Disallow: /api/
Disallow: /account
Disallow: /join
Disallow: /new
Disallow: /search
Disallow: /seminars
Disallow: /sign-in
Disallow: /maps/*?
"""
SECURITY_DAYS = 180


@router.get("/openapi.json")
def read_description(request: Request) -> Response:
    """Return the description of the API (OpenAPI 3.1)."""
    description: Picture | None = getattr(request.app.state, "description", None)
    if description is None:
        description = request.app.state.description = Picture(
            request.app.openapi_bytes(), MediaType("application/json")
        )
    cached_response = description.choose_encoding(
        accepts_gzip(request.headers.get("accept-encoding", "").encode("latin-1"))
    )
    not_modified = matches_if_none_match(request, description.etag)
    response = Response(status_code=304 if not_modified else 200, content=b"" if not_modified else cached_response.body)
    response.raw_headers = list(cached_response.not_modified_headers if not_modified else cached_response.headers)
    return response


@router.get("/robots.txt")
def read_robots() -> Response:
    """Return what programs that search the web are asked to leave out (RFC 9309)."""
    return Response(ROBOTS, media_type="text/plain")


@router.get("/favicon.ico")
def read_icon() -> Response:
    """Return the icon for browsers that ask for it at this address."""
    icon = asset_addresses.STATIC_FOLDER / "favicon.ico"
    return FileResponse(icon, media_type="image/x-icon", headers={"Content-Security-Policy": PICTURE_POLICY})


@router.get("/security.txt")
def find_security_contact() -> Response:
    """Lead to where the file is."""
    return RedirectResponse("/.well-known/security.txt", status_code=301)


@router.get("/.well-known/security.txt")
def read_security_contact(request: Request) -> Response:
    """Return to whom weaknesses are reported (RFC 9116)."""
    settings: Settings = request.app.state.settings
    if not settings.security_contact:
        raise Refusal(
            404,
            "no-security-contact",
            "Nobody is named here",
            "Whoever runs this server has not said to whom weaknesses are reported.",
            "Ask whoever runs it to set SICETNON_SECURITY_CONTACT.",
        )
    expires = (datetime.now(UTC) + timedelta(days=SECURITY_DAYS)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {settings.security_contact}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
    ]
    if settings.base_url:
        lines.append(f"Canonical: {settings.base_url}/.well-known/security.txt")
    return Response("\n".join(lines) + "\n", media_type="text/plain")


@router.get("/metrics")
def read_metrics(request: Request) -> Response:
    """Return what the server has counted, for Prometheus."""
    if not metrics.may_read_metrics(request):
        raise Refusal(
            404,
            "metrics-closed",
            "Nothing is shown to this address",
            "What the server counts is shown only to the addresses that its settings name.",
            "Ask from the machine itself, or set SICETNON_METRICS_FROM.",
        )
    body = metrics.render_metrics()
    return Response(body, media_type=prometheus_client.CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})
