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

from api.database import read_apart
from api.editions import edition_of, site
from api.fast_path import FastPath
from api.middleware import PAGE_POLICY, SECURITY_HEADERS
from api.moments import SETTLED, moment_shown
from api.permission import CurrentUser, Looking
from api.picture_requests import PictureQuery, Wanted
from api.problems import Refusal
from api.routes.pictures import answer_picture
from api.web.drawn import Drawn
from api.web.embedding import snippet
from api.web.stage import draw_stage, shown
from api.web.surroundings import graph_shown
from api.web.templating import page
from api.web.visits import MapVisit, read_visit
from argument_maps.citation.maps import cite_map
from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selection
from models.errors import UnknownMap
from models.text_types import Slug
from models.vocabulary import CitationStyle
from renderers.svg import card

router = APIRouter(include_in_schema=False, dependencies=SETTLED)

WIDTH, HEIGHT = 960, 600
DAY = 86_400
# Only this page may stand in a frame of another site; it changes nothing and asks for nothing.
EMBED_HEADERS = {name: value for name, value in SECURITY_HEADERS.items() if name != "X-Frame-Options"} | {
    "Content-Security-Policy": PAGE_POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
}


@router.get("/maps/{slug}/embed")
async def embed(request: Request, slug: Slug, user: Looking) -> Response:
    """Show a map for a frame on another site: its picture, its title, and the way to the map itself."""
    visit = read_visit(request, slug)
    made = await draw_stage(request, visit, user)
    return await read_apart(request, lambda session: _embed(request, visit, user, made, session))


def _embed(request: Request, visit: MapVisit, user: CurrentUser, made: Drawn, session: Session) -> Response:
    graph = graph_shown(request, visit, user)
    stage = shown(request.app.state.pictures, graph, visit, user, made)
    moment = moment_shown(session, visit.slug, visit.at, user)
    edition = edition_of(request, session, visit.slug, as_of=visit.query.as_of, moment=moment)
    answer = page(
        request,
        "embed.html",
        stage.status,
        graph=graph,
        visit=visit,
        shown=stage._replace(picture=_leading_out(stage.picture)),
        edition=edition,
        cited=Markup(cite_map(edition, CitationStyle.CHICAGO_NOTES).entry.html),  # noqa: S704 # escaped there
    )
    answer.headers.update(EMBED_HEADERS)
    return answer


@router.get("/maps/{slug}/card.png")
async def show_card(request: Request, slug: Slug, user: Looking) -> Response:
    """Return the picture that stands for a map where a link to it is shown: 1,200 by 630 pixels."""
    fast_path: FastPath = request.app.state.fast_path
    wanted = Wanted(extension="card.png", selection=Selection())
    picture = await request.app.state.pictures.wait(slug, wanted, user, request)
    fast_path.remember(request.scope, slug, wanted.key())
    return answer_picture(request, picture)


@router.get("/oembed")
def oembed(
    request: Request,
    user: Looking,
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
    graph, visit = _meant(request, url, user)
    told = _told(request, graph, visit, _size(maxwidth, WIDTH), _size(maxheight, HEIGHT))
    if format == "json":
        return JSONResponse(told)
    root = ElementTree.Element("oembed")
    for name, value in told.items():
        ElementTree.SubElement(root, name).text = str(value)
    body = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(body, media_type="text/xml")


def _leading_out(picture: Markup) -> Markup:
    """Return a picture whose links open a page of their own: no record's page may stand in the frame.

    A page's <base target> is not for the links of an SVG. What users wrote holds no `<`, for it is escaped.
    """
    return Markup(str(picture).replace('<a href="', '<a target="_blank" href="'))  # noqa: S704 # our own SVG


def _told(request: Request, graph: Graph, visit: MapVisit, width: int, height: int) -> dict[str, Any]:
    home = site(request)
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
        "html": snippet(home + visit.address("/embed"), graph.title, width, height),
        "width": width,
        "height": height,
    }


def _meant(request: Request, url: str, user: CurrentUser) -> tuple[Graph, MapVisit]:
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
        asked, home = urlsplit(url), urlsplit(site(request))
        there, here = (asked.hostname, asked.port), (home.hostname, home.port)
    except ValueError:
        raise unknown from None
    root, _, rest = asked.path.removeprefix(home.path).partition("/maps/")
    slug = rest.partition("/")[0]
    if asked.scheme not in ("http", "https") or there != here or root or not slug:
        raise unknown
    try:
        graph = request.app.state.pictures.graph(slug, user)
    except UnknownMap:
        raise unknown from None
    known = set(PictureQuery.model_fields)
    given: dict[str, list[str]] = {}
    for name, value in parse_qsl(asked.query):
        if name in known:
            given.setdefault(name, []).append(value)
    return graph, MapVisit(slug, PictureQuery(), given)


def _size(asked: str, usual: int) -> int:
    """Return the usual size, or the largest that was asked for where that is smaller."""
    wanted = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else usual
    return max(min(wanted, usual), 1)
