"""A map on other sites: the page that they frame, what oEmbed tells of it, and the card that stands for it.

The oEmbed specification 1.0 (oembed.com) says what is answered, and with which status where it cannot be.
"""

from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit
from xml.etree import ElementTree

from fastapi import APIRouter, Request, Response
from markupsafe import Markup
from sqlmodel import Session
from starlette.responses import JSONResponse

from api.access.authorization import MayLook
from api.access.current_user import CurrentUser
from api.citations.embedding import make_embed_snippet
from api.citations.site_addresses import build_edition, find_site_address
from api.http.problems import Refusal
from api.http.query_parameters import read_whole_number
from api.http.security_policies import PAGE_POLICY, SECURITY_HEADERS
from api.maps.canvas import describe_stage, draw_stage, read_first_visit
from api.pages.map_context import read_visited_graph
from api.pages.templating import render_page
from api.pages.visits import MapVisit
from api.pictures.fast_path import FastPath
from api.pictures.picture_answers import PictureOutcome
from api.pictures.picture_routes import answer_picture
from api.pictures.render_requests import PictureQuery, PictureRequest
from api.requests.database import read_in_thread
from api.requests.moments import REDIRECT_MOMENTS, find_displayed_moment
from argument_maps.citation.maps import cite_map
from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selection
from models.errors import UnknownMap
from models.text_types import Slug
from models.vocabulary import CitationStyle
from renderers.svg import card

router = APIRouter(include_in_schema=False, dependencies=REDIRECT_MOMENTS)

WIDTH, HEIGHT = 960, 600
DAY = 86_400
# Only this page may stand in a frame of another site; it changes nothing and asks for nothing.
EMBED_HEADERS = {name: value for name, value in SECURITY_HEADERS.items() if name != "X-Frame-Options"} | {
    "Content-Security-Policy": PAGE_POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
}


@router.get("/maps/{slug}/embed")
async def show_embed(request: Request, slug: Slug, user: MayLook) -> Response:
    """Show a map for a frame on another site: its picture, its title, and the way to the map itself."""
    visit = await read_first_visit(request, slug, user)
    outcome = await draw_stage(request, visit, user)
    return await read_in_thread(request, lambda session: _render_embed(request, visit, user, outcome, session))


def _render_embed(
    request: Request, visit: MapVisit, user: CurrentUser, outcome: PictureOutcome, session: Session
) -> Response:
    graph = read_visited_graph(request, visit, user)
    stage = describe_stage(request.app.state.pictures, graph, visit, user, outcome)
    moment = find_displayed_moment(session, visit.slug, visit.at, user)
    edition = build_edition(request, session, visit.slug, as_of=visit.query.as_of, moment=moment)
    answer = render_page(
        request,
        "embed.html",
        stage.status,
        graph=graph,
        visit=visit,
        stage=stage._replace(picture=_open_links_outside(stage.picture)),
        edition=edition,
        cited=Markup(cite_map(edition, CitationStyle.CHICAGO_NOTES).entry.html),  # noqa: S704 # escaped there
    )
    answer.headers.update(EMBED_HEADERS)
    return answer


@router.get("/maps/{slug}/card.png")
async def show_card(request: Request, slug: Slug, user: MayLook) -> Response:
    """Return the picture that stands for a map where a link to it is shown: 1,200 by 630 pixels."""
    fast_path: FastPath = request.app.state.fast_path
    picture_request = PictureRequest(extension="card.png", selection=Selection())
    picture = await request.app.state.pictures.wait(slug, picture_request, user, request)
    fast_path.remember(request.scope, slug, picture_request.key())
    return answer_picture(request, picture)


@router.get("/oembed")
def answer_oembed(
    request: Request,
    user: MayLook,
    url: str = "",
    format: str = "json",  # the parameter's name in the specification
    maxwidth: str = "",
    maxheight: str = "",
) -> Response:
    """Tell, as oEmbed, how a page of a map is embedded in another site."""
    if format not in ("json", "xml"):
        raise Refusal(
            501,
            "unknown-format",
            "There is no such format",
            "oEmbed is answered as JSON or as XML.",
            "Ask with format=json or format=xml.",
        )
    graph, visit = _find_embedded_map(request, url, user)
    embed_description = _describe_embed(
        request, graph, visit, _limit_size(maxwidth, WIDTH), _limit_size(maxheight, HEIGHT)
    )
    if format == "json":
        return JSONResponse(embed_description)
    root = ElementTree.Element("oembed")
    for name, value in embed_description.items():
        ElementTree.SubElement(root, name).text = str(value)
    body = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(body, media_type="text/xml")


def _open_links_outside(picture: Markup) -> Markup:
    """Return a picture whose links open a page of their own: no record's page may stand in the frame.

    A page's <base target> is not for the links of an SVG. What users wrote holds no `<`, for it is escaped.
    """
    return Markup(str(picture).replace('<a href="', '<a target="_blank" href="'))  # noqa: S704 # our own SVG


def _describe_embed(request: Request, graph: Graph, visit: MapVisit, width: int, height: int) -> dict[str, Any]:
    home = find_site_address(request)
    return {
        "version": "1.0",
        "type": "rich",
        "title": graph.title,
        "provider_name": "Sic et Non",
        "provider_url": f"{home}/",
        "cache_age": DAY,
        "thumbnail_url": f"{home}/maps/{quote(graph.slug)}/card.png",
        "thumbnail_width": card.WIDTH,
        "thumbnail_height": card.HEIGHT,
        "html": make_embed_snippet(home + visit.address("/embed"), graph.title, width, height),
        "width": width,
        "height": height,
    }


def _find_embedded_map(request: Request, url: str, user: CurrentUser) -> tuple[Graph, MapVisit]:
    """Return the map at an address of ours, and the view and the filters that it asks for.

    Raises `Refusal` (404) for what is no map of this server that the asker may see.
    """
    unknown = Refusal(
        404,
        "not-embeddable",
        "There is nothing to embed at that address",
        "The address is not that of a map on this server.",
        "Give the address of a map as url, as it stands in the browser, percent-encoded.",
    )
    try:
        map_address, home = urlsplit(url), urlsplit(find_site_address(request))
        there, here = (map_address.hostname, map_address.port), (home.hostname, home.port)
    except ValueError:
        raise unknown from None
    root, _, rest = map_address.path.removeprefix(home.path).partition("/maps/")
    slug = rest.partition("/")[0]
    if map_address.scheme not in ("http", "https") or there != here or root or not slug:
        raise unknown
    try:
        graph = request.app.state.pictures.graph(slug, user)
    except UnknownMap:
        raise unknown from None
    parameter_names = set(PictureQuery.model_fields)
    parameters: dict[str, list[str]] = {}
    for name, value in parse_qsl(map_address.query):
        if name in parameter_names:
            parameters.setdefault(name, []).append(value)
    return graph, MapVisit(slug, PictureQuery(), parameters)


def _limit_size(size_text: str, usual: int) -> int:
    """Return the usual size, or the largest that was asked for where that is smaller."""
    size = read_whole_number(size_text)
    return usual if size is None else max(min(size, usual), 1)
