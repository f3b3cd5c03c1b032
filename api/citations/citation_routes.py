"""Citations: of a record by its source, and of the map itself, in every style."""

from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.access.authorization import MayLook
from api.citations.site_addresses import build_edition
from api.http.openapi_descriptions import problems
from api.http.strict_json import StrictRoute
from api.requests.database import Reading
from argument_maps.citation.csl.map_styles import AnyStyle, find_style, list_map_styles
from argument_maps.citation.editions import list_unused_fields
from argument_maps.citation.map_entries import format_bibtex, format_csl_json, format_ris
from argument_maps.citation.maps import cite_map, cite_record
from argument_maps.citation.sources import Citation, CitationForm
from argument_maps.graph import Graph
from models.records.styles.map_styles import StyleName
from models.text_types import EdtfDate, Label, Slug
from models.vocabulary import CitationStyle

router = APIRouter(prefix="/maps/{slug}", tags=["citations"], route_class=StrictRoute)


class CitationFile(StrEnum):
    """The formats that reference managers read."""

    BIBTEX = "bib"
    RIS = "ris"
    CSL_JSON = "json"


MEDIA_TYPES = {
    CitationFile.BIBTEX: "application/x-bibtex",
    CitationFile.RIS: "application/x-research-info-systems",
    CitationFile.CSL_JSON: "application/vnd.citationstyles.csl+json",
}
_WRITERS = {CitationFile.BIBTEX: format_bibtex, CitationFile.RIS: format_ris, CitationFile.CSL_JSON: format_csl_json}

_NOTE = "Shen Zhihua [沈志华], Mao, Stalin and the Korean War (Routledge, 2012), 12–14."
_EXAMPLE: dict[str, Any] = {
    "style": "chicago-notes",
    "note": {
        "text": _NOTE,
        "html": "Shen Zhihua [沈志华], <i>Mao, Stalin and the Korean War</i> (Routledge, 2012), 12–14.",
    },
    "short": {
        "text": "Shen, Mao, Stalin and the Korean War, 12–14.",
        "html": "Shen, <i>Mao, Stalin and the Korean War</i>, 12–14.",
    },
    "bibliography": {
        "text": "Shen Zhihua [沈志华]. Mao, Stalin and the Korean War. Routledge, 2012.",
        "html": "Shen Zhihua [沈志华]. <i>Mao, Stalin and the Korean War</i>. Routledge, 2012.",
    },
}


class FormAnswer(BaseModel):
    """One form of a citation: as plain text, and as HTML whose only element is `<i>`."""

    text: str
    html: str


class CitedAnswer(BaseModel):
    """A citation in one style: at the first mention, at later ones, and in the bibliography."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    style: str
    note: FormAnswer
    short: FormAnswer
    bibliography: FormAnswer


class RecordCitations(BaseModel):
    """How a record is cited. Without a source, it is cited as part of the map, and `source` is null.

    `unused` names the further fields of the source (`csl`) that no citation uses.
    """

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"id": "I8", "source": "shen-2012", "items": [_EXAMPLE], "unused": []}]}
    )

    id: Label
    source: Label | None
    items: list[CitedAnswer]
    unused: list[str]


class MapCitations(BaseModel):
    """How a map is cited: its short name, its version and that version's day (null where unknown), its address."""

    slug: Slug
    title: str
    version: int
    changed: str | None
    address: str
    items: list[CitedAnswer]


class StyleQuery(BaseModel):
    """In which style to cite."""

    style: Annotated[
        CitationStyle | StyleName | None,
        Field(
            description="In this style, one of the program’s or of the map’s own; in every one where it is left out.",
            examples=["mla"],
        ),
    ] = None


class DateQuery(BaseModel):
    """From when to look at the map that is cited."""

    as_of: Annotated[
        EdtfDate | None, Field(description="As it could be known by this date (EDTF).", examples=["1996"])
    ] = None


class MapQuery(StyleQuery, DateQuery):
    """In which style to cite a map, and as of when."""


@router.get(
    "/citations/{label}",
    operation_id="citeRecord",
    summary="Cite a record",
    responses=problems(403, 404, 422, 503),
)
def cite_a_record(
    request: Request, slug: Slug, label: Label, query: Annotated[StyleQuery, Query()], session: Reading, user: MayLook
) -> RecordCitations:
    """Return the record's citation: that of its source with the passage meant, or of the map with the record's id."""
    graph = request.app.state.pictures.graph(slug, user)
    edition = build_edition(request, session, slug)
    cited = [cite_record(graph, label, style, edition) for style in _choose_styles(graph, query)]
    source = graph.sources_by_id.get(cited[0][0] or "")
    return RecordCitations(
        id=label,
        source=cited[0][0],
        items=[_answer(citation) for _, citation in cited],
        unused=list_unused_fields(source) if source is not None else [],
    )


@router.get(
    "/citation",
    operation_id="citeMap",
    summary="Cite a map",
    responses=problems(403, 404, 422, 503),
)
def cite_a_map(
    request: Request, slug: Slug, query: Annotated[MapQuery, Query()], session: Reading, user: MayLook
) -> MapCitations:
    """Return how the map is cited as it stands now, with its version and the day of that version.

    With `as_of` the citation says as of when the map is meant, and its address leads there.
    """
    graph = request.app.state.pictures.graph(slug, user)
    edition = build_edition(request, session, slug, as_of=query.as_of)
    return MapCitations(
        slug=slug,
        title=edition.title,
        version=edition.version,
        changed=edition.changed or None,
        address=edition.dated_address,
        items=[_answer(cite_map(edition, style)) for style in _choose_styles(graph, query)],
    )


@router.get(
    "/citation.{extension}",
    operation_id="readCitationFile",
    summary="Read a map's citation as BibTeX, RIS or CSL-JSON",
    response_class=Response,
    responses={
        200: {"description": "The citation.", "content": {media: {} for media in sorted(MEDIA_TYPES.values())}},
        **problems(403, 404, 422, 503),
    },
)
def send_citation_file(
    request: Request,
    slug: Slug,
    extension: CitationFile,
    query: Annotated[DateQuery, Query()],
    session: Reading,
    user: MayLook,
) -> Response:
    """Return the map's citation as a file for reference managers: bib, ris or json (CSL-JSON)."""
    request.app.state.pictures.graph(slug, user)
    written = _WRITERS[extension](build_edition(request, session, slug, as_of=query.as_of))
    return Response(
        written,
        media_type=MEDIA_TYPES[extension],
        headers={"Content-Disposition": f'attachment; filename="{slug}.{extension}"', "Cache-Control": "no-cache"},
    )


def _choose_styles(graph: Graph, query: StyleQuery) -> list[AnyStyle]:
    return [find_style(graph, query.style)] if query.style else list_map_styles(graph)


def _answer(cited: Citation) -> CitedAnswer:
    return CitedAnswer(
        style=cited.style, note=_form(cited.note), short=_form(cited.short), bibliography=_form(cited.entry)
    )


def _form(form: CitationForm) -> FormAnswer:
    return FormAnswer(text=form.text, html=form.html)
