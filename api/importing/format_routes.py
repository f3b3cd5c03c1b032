"""The formats in which maps come and go, and a map written in any of them."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel
from sqlmodel import Session

from api.access.authorization import READS
from api.http.openapi_descriptions import problems
from api.http.strict_json import StrictRoute
from api.pictures.render_requests import SelectionQuery
from api.requests.database import read_in_thread
from api.requests.long_work import run_long_work
from argument_maps.assembly import add_contents, load_graph
from argument_maps.formats.exchange import FormatWriting, UnreadableFile
from argument_maps.formats.interchange_formats import FormatSort, InterchangeFormat
from argument_maps.formats.registry import FORMATS, find_format
from argument_maps.graph import Graph
from argument_maps.selection.excerpt import build_map_excerpt
from argument_maps.selection.selecting import Selection, select
from models.errors import Phrase
from models.text_types import Label, Line, Slug
from models.vocabulary import RecordKind

router = APIRouter(tags=["import"], route_class=StrictRoute)
WRITTEN_FORMATS = tuple(name for name, entry in FORMATS.items() if entry.write is not None)


class FormatAnswer(BaseModel):
    """A format: its name, what it is for, and whether it is read and written."""

    name: str
    title: str
    explanation: str
    sort: FormatSort
    extension: str
    media_type: str
    is_read: bool
    is_written: bool


class FormatList(BaseModel):
    """Every format."""

    items: list[FormatAnswer]


class LossAnswer(BaseModel):
    """What is not in a file: a field of records of a kind, or the records themselves; without a kind, of the map."""

    kind: RecordKind | None
    field: str
    records: list[Label]
    reason: str


class LossList(BaseModel):
    """Everything of a map that a format does not hold."""

    format: str
    losses: list[LossAnswer]


class ExportQuery(SelectionQuery):
    """In which format a map, or which part of it, is wanted."""

    format: Line


@router.get(
    "/formats",
    operation_id="listFormats",
    summary="List the formats",
    response_model=FormatList,
    responses=problems(422),
    dependencies=READS,
)
def list_formats() -> Any:
    """Return every format in which maps and what they are made of come in and go out."""
    return {
        "items": [
            FormatAnswer(
                name=entry.name,
                title=str(entry.title),
                explanation=str(entry.explanation),
                sort=entry.sort,
                extension=entry.extension,
                media_type=entry.media_type,
                is_read=entry.read is not None,
                is_written=entry.write is not None,
            )
            for entry in FORMATS.values()
        ]
    }


@router.get(
    "/maps/{slug}/export",
    operation_id="exportMap",
    summary="Write a map in another format",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}}, **problems(404, 422, 503)},
    dependencies=READS,
)
async def export_in_format(request: Request, slug: Slug, query: Annotated[ExportQuery, Query()]) -> Response:
    """Return a map, or the selected part of it, as a file; what is not in it, `/export/losses` says."""
    entry, writing = await write_in_format(request, slug, query.format, query.selection())
    return Response(
        writing.data,
        media_type=entry.media_type,
        headers={"Content-Disposition": f'attachment; filename="{slug}.{entry.extension}"'},
    )


@router.get(
    "/maps/{slug}/export/losses",
    operation_id="listExportLosses",
    summary="List what a format does not hold of a map",
    response_model=LossList,
    responses=problems(404, 422, 503),
    dependencies=READS,
)
async def list_losses(request: Request, slug: Slug, query: Annotated[ExportQuery, Query()]) -> Any:
    """Return everything that a file of this format would leave out."""
    entry, writing = await write_in_format(request, slug, query.format, query.selection())
    return {
        "format": entry.name,
        "losses": [
            LossAnswer(kind=loss.kind, field=loss.field, records=list(loss.labels), reason=str(loss.reason))
            for loss in writing.losses
        ],
    }


async def write_in_format(
    request: Request, slug: str, name: str, selection: Selection
) -> tuple[InterchangeFormat, FormatWriting]:
    """Return the selected part of a map in the format of this name.

    Raises `UnreadableFile` where nobody writes that, and what selecting raises.
    """
    entry = find_format(name)
    write = entry.write
    if write is None:
        raise UnreadableFile(
            Phrase("%(format)s is read here and not written.", format=entry.title),
            Phrase("Choose one of %(names)s.", names=WRITTEN_FORMATS),
        )

    def read(session: Session) -> Graph:
        return add_contents(session, load_graph(session, slug))

    graph = await read_in_thread(request, read)
    return entry, await run_long_work(request, lambda: write(cut_selection(graph, selection), None))


def cut_selection(graph: Graph, selection: Selection) -> Graph:
    """Return the selected part as a map of its own, the whole map where all of it is."""
    return graph if selection == Selection() else build_map_excerpt(select(graph, selection))
