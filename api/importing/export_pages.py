"""The page that hands out a map in the formats of other programs, each with what it does not hold of this map."""

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.access.authorization import MayLook
from api.importing.format_routes import write_in_format
from api.pages.map_context import build_map_context, make_address_refusal
from api.pages.map_controls import list_active_filters
from api.pages.returns import read_graph
from api.pages.templating import render_page
from api.pages.visits import MapVisit, read_visit
from api.phrases.accessible_names import HEADER_LABELS, name_field
from api.phrases.messages import gettext
from api.requests.database import Reading, read_in_thread
from argument_maps.formats.exchange import FormatLoss
from argument_maps.formats.interchange_formats import FormatSort
from argument_maps.formats.registry import FORMATS, find_format
from models.text_types import Slug

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class NamedLoss:
    """What a format does not hold, in words: of which records, which field, and why."""

    loss: FormatLoss
    field: str


@router.get("/maps/{slug}/formats")
def show_formats(request: Request, slug: Slug, session: Reading, user: MayLook) -> Response:
    """Show in which formats of other programs a map is handed out."""
    graph = read_graph(request, slug, user)
    written = [entry for entry in FORMATS.values() if entry.write is not None]
    visit = read_visit(request, slug)
    return render_page(
        request,
        "formats.html",
        chips=list_active_filters(graph, visit),
        formats={sort: [entry for entry in written if entry.sort is sort] for sort in FormatSort},
        **build_map_context(request, graph, visit, session),
    )


@router.get("/maps/{slug}/formats/{name}")
async def show_format(request: Request, slug: Slug, name: str, user: MayLook) -> Response:
    """Show what a format does not hold of a map, before the file is taken."""
    visit = _read_selection(request, slug)
    entry, writing = await write_in_format(request, slug, name, visit.query.selection())

    def render(session: Session) -> Response:
        graph = read_graph(request, slug, user)
        return render_page(
            request,
            "format_losses.html",
            format=entry,
            chips=list_active_filters(graph, visit),
            losses=[NamedLoss(loss, _name_lost_field(loss)) for loss in writing.losses],
            **build_map_context(request, graph, visit, session),
        )

    return await read_in_thread(request, render)


@router.get("/maps/{slug}/formats/{name}/file")
async def download_in_format(request: Request, slug: Slug, name: str, user: MayLook) -> Response:
    """Hand out a map as a file of a format."""
    request.app.state.pictures.check(slug, user)
    visit = _read_selection(request, slug)
    entry, writing = await write_in_format(request, slug, name, visit.query.selection())
    return Response(
        writing.data,
        media_type=find_format(name).media_type,
        headers={"Content-Disposition": f'attachment; filename="{slug}.{entry.extension}"'},
    )


def _read_selection(request: Request, slug: str) -> MapVisit:
    """Return which part of the map the address asks for. Raises `Refusal` where it means nothing."""
    visit = read_visit(request, slug)
    if visit.fault is not None:
        raise make_address_refusal(visit.fault)
    return visit


def _name_lost_field(loss: FormatLoss) -> str:
    if not loss.field:
        return ""
    if loss.kind is None:
        return gettext(HEADER_LABELS[loss.field]) if loss.field in HEADER_LABELS else loss.field
    return name_field(loss.kind, loss.field)
