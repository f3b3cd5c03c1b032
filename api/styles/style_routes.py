"""The styles of citation of a map: listed, added as files in CSL, handed out and taken away."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.access.authorization import MayChange, MayLook
from api.citations.citation_routes import FormAnswer
from api.history.revision_routes import Why
from api.http.conditional_requests import make_etag, require_match
from api.http.openapi_descriptions import problems
from api.http.query_parameters import QueryParameters
from api.http.strict_json import StrictRoute
from api.requests.database import Writing, lock_existing_map, read_in_thread, write_in_thread
from api.requests.long_work import run_long_work
from api.requests.representations import MapFields
from api.styles.style_samples import SampleCitation, cite_samples
from argument_maps.citation.csl.map_styles import find_style
from argument_maps.citation.csl.style_files import CslStyle, read_style
from argument_maps.graph import Graph
from models import changes
from models.errors import StyleNotThere
from models.records.maps import ArgumentMap
from models.records.styles.map_styles import StyleName, digest_style
from models.row_keys import persisted_id
from models.text_types import Line, Sha256, Slug

CSL_MEDIA = "application/vnd.citationstyles.style+xml"


class StyleFileRoute(StrictRoute):
    """A route whose body is a style in CSL."""

    media_types = ()


router = APIRouter(prefix="/maps/{slug}/styles", tags=["citations"], route_class=StyleFileRoute)
NamedInPath = Annotated[StyleName, Path(description="The name of one of the map’s own styles.")]
_FILE_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The file itself: an independent style in CSL 1.0, such as those of zotero.org/styles.",
        "content": {
            CSL_MEDIA: {"schema": {"type": "string", "format": "binary"}},
            "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
        },
    }
}


class StyleAnswer(BaseModel):
    """A style of a map, and what its file says of it. `unheeded` is what it asks for that is done otherwise here.

    `has_notes` where it cites in notes, `has_list` where it makes a bibliography, `is_numeric` where it cites by
    numbers; `language` is empty where the style is written in that of the map.
    """

    name: Slug
    title: str
    sha256: Sha256
    identifier: str
    licence: str
    updated: str
    language: str
    has_notes: bool
    has_list: bool
    is_numeric: bool
    unheeded: list[str]


class StyleList(BaseModel):
    """The styles of citation that a map has beside those of the program, in their order."""

    items: list[StyleAnswer]


class SampleAnswer(BaseModel):
    """A source as the style cites it: its title, whether it is one of the map’s, and the forms of its citation."""

    title: str
    is_own: bool
    note: FormAnswer
    short: FormAnswer
    bibliography: FormAnswer


class AddedStyle(StyleAnswer):
    """A style that was added, or with `dry_run` only looked at, and a document, a book and an article in it."""

    samples: list[SampleAnswer]


class StyleAddition(QueryParameters):
    """What is to be done with a file."""

    dry_run: Annotated[bool, Field(description="Only check the style, and show what it makes of a few sources.")] = (
        False
    )
    why: Annotated[Line, Field(description="Why the change is made; kept with its revision.")] = ""


async def _read_body(request: Request) -> bytes:
    return await request.body()


@router.get(
    "", operation_id="listStyles", summary="List a map's own styles of citation", responses=problems(404, 422, 503)
)
def list_styles(request: Request, slug: Slug, user: MayLook) -> StyleList:
    """Return the styles that were added to the map; every one can be named wherever a style is asked for."""
    return StyleList(items=list_style_answers(request.app.state.pictures.graph(slug, user)))


@router.post(
    "",
    operation_id="addStyle",
    summary="Add a style of citation to a map",
    status_code=201,
    responses={
        200: {"model": AddedStyle, "description": "It was only looked at."},
        **problems(400, 403, 404, 409, 413, 415, 422, 503),
    },
    openapi_extra=_FILE_BODY,
)
async def post_style(
    request: Request,
    response: Response,
    slug: Slug,
    query: Annotated[StyleAddition, Query()],
    raw: Annotated[bytes, Depends(_read_body)],
    user: MayChange,
) -> AddedStyle:
    """Check a style and keep it with the map, as one change; nothing that it names is fetched.

    Its name is made of its title. A dependent style, which has no rules of its own, is refused with its parent named.
    """
    graph: Graph = await read_in_thread(request, lambda _: request.app.state.pictures.graph(slug, user))
    style, samples = await run_long_work(request, lambda: _read_with_samples(graph, raw))
    if query.dry_run:
        response.status_code = 200
        return _describe_added("", style, samples)

    def write(session: Session) -> str:
        argument_map = lock_existing_map(session, slug)
        written = changes.add_style(
            session, slug, style.title, raw, version=argument_map.version, author=user.name, why=query.why
        )
        return str(written.styles[-1]["name"])

    name = await write_in_thread(request, write)
    response.headers["Location"] = f"/api/v1/maps/{slug}/styles/{name}"
    return _describe_added(name, style, samples)


@router.get(
    "/{name}",
    operation_id="readStyle",
    summary="Read a style of a map as the file that it is",
    response_class=Response,
    responses={200: {"description": "The style.", "content": {CSL_MEDIA: {}}}, **problems(404, 422, 503)},
)
def send_style(request: Request, slug: Slug, name: NamedInPath, user: MayLook) -> Response:
    """Return the file as it was sent."""
    graph: Graph = request.app.state.pictures.graph(slug, user)
    entry = next((each for each in graph.styles if each.name == name and each.sha256 in graph.style_files), None)
    if entry is None:
        raise StyleNotThere(name, tuple(each.name for each in graph.styles))
    headers = {"Content-Disposition": f'attachment; filename="{name}.csl"', "Cache-Control": "no-cache"}
    return Response(graph.style_files[entry.sha256], media_type=CSL_MEDIA, headers=headers)


@router.delete(
    "/{name}",
    operation_id="removeStyle",
    summary="Take a style away from a map",
    responses=problems(400, 403, 404, 409, 412, 422, 428, 503),
)
def delete_style(
    request: Request, slug: Slug, name: NamedInPath, session: Writing, user: MayChange, why: Why = ""
) -> MapFields:
    """Take a style away, as one change. Editions, forks and former moments of the map that have it keep it."""
    argument_map = lock_existing_map(session, slug)
    require_match(
        request,
        make_etag(session, persisted_id(argument_map), argument_map.version),
        lambda: describe_map_fields(argument_map).model_dump(mode="json"),
    )
    changed = changes.remove_style(session, slug, name, version=argument_map.version, author=user.name, why=why)
    return describe_map_fields(changed)


def describe_map_fields(argument_map: ArgumentMap) -> MapFields:
    """Return what a map says of itself, as the API answers it."""
    return MapFields(**{name: getattr(argument_map, name) for name in MapFields.model_fields})


def list_style_answers(graph: Graph) -> list[StyleAnswer]:
    """Return the map's own styles, those whose file is there."""
    answers = []
    for entry in graph.styles:
        style = find_style(graph, entry.name)
        if isinstance(style, CslStyle):
            answers.append(describe_style(entry.name, style))
    return answers


def describe_style(name: str, style: CslStyle) -> StyleAnswer:
    """Return a style with what its file says of it."""
    return StyleAnswer(**_list_style_fields(name, style))


def _list_style_fields(name: str, style: CslStyle) -> dict[str, Any]:
    same = {field: getattr(style, field) for field in ("title", "identifier", "licence", "updated")}
    same |= {field: getattr(style, field) for field in ("has_notes", "has_list", "is_numeric")}
    return {
        **same,
        "name": name or "style",
        "sha256": digest_style(style.data),
        "language": style.locale,
        "unheeded": [str(phrase) for phrase in style.unheeded],
    }


def _read_with_samples(graph: Graph, data: bytes) -> tuple[CslStyle, list[SampleCitation]]:
    style = read_style(data)
    return style, cite_samples(graph, style)


def _describe_added(name: str, style: CslStyle, samples: list[SampleCitation]) -> AddedStyle:
    return AddedStyle(
        **_list_style_fields(name, style),
        samples=[
            SampleAnswer(
                title=sample.source.title,
                is_own=sample.is_own,
                **{
                    field: FormAnswer(text=form.text, html=form.html)
                    for field, form in (
                        ("note", sample.citation.note),
                        ("short", sample.citation.short),
                        ("bibliography", sample.citation.entry),
                    )
                },
            )
            for sample in samples
        ],
    )
