"""The page from which one leaves with a text with notes: which text, in which style and for which program."""

from fastapi import APIRouter, Request, Response

from api.access.authorization import MayLook
from api.citations.page_citations import list_style_choices, read_citation_style
from api.pages.map_context import build_map_context, read_visited_graph
from api.pages.map_controls import list_active_filters
from api.pages.templating import render_page
from api.pages.visits import MapVisit, read_visit
from api.phrases.marking import N_
from api.pictures.export_formats import LedgerFormat
from api.pictures.format_definitions import ExportFormat
from api.pictures.text_formats import BibliographyFormat, OutlineFormat, ReadingFormat
from api.requests.database import Reading
from api.requests.moments import REDIRECT_MOMENTS
from argument_maps.citation.csl.map_styles import name_style
from models.text_types import Slug

router = APIRouter(include_in_schema=False, dependencies=REDIRECT_MOMENTS)

# In the order of the page: what is written, what a reader is told of it, and in which formats.
_TEXTS = (
    (N_("Outline"), N_("Every record and every link, question by question; documents in the notes."), OutlineFormat),
    (
        N_("Guided reading"),
        N_("From what contemporaries believed to what the archives show, with a picture at each step."),
        ReadingFormat,
    ),
    (
        N_("Ledger of verdicts"),
        N_("A table of perceptions, verdicts and findings, the documents at the foot of the page."),
        [each for each in LedgerFormat if "style" in each.definition.uses],
    ),
    (
        N_("Bibliography"),
        N_("All that is cited, documents in archives apart, each by the alphabet."),
        BibliographyFormat,
    ),
)


@router.get("/maps/{slug}/with-notes")
def show_noted_texts(request: Request, slug: Slug, session: Reading, user: MayLook) -> Response:
    """Show the texts with notes that can be taken away, and let the style of their citations be chosen."""
    visit = read_visit(request, slug)
    graph = read_visited_graph(request, visit, user)
    style = name_style(read_citation_style(request, graph))
    texts = [
        (title, explanation, [(each, _address_text(visit, each, style)) for each in formats])
        for title, explanation, formats in _TEXTS
    ]
    return render_page(
        request,
        "with_notes.html",
        texts=texts,
        style=style,
        style_choices=list_style_choices(graph),
        chips=list_active_filters(graph, visit),
        **build_map_context(request, graph, visit, session),
    )


def _address_text(visit: MapVisit, text_format: ExportFormat, style: str) -> str:
    """Return the address of a text; of all parameters a ledger understands the date only."""
    page = f"/{text_format.extension}"
    if isinstance(text_format, LedgerFormat):
        return visit.address_as_of(page, style=style)
    return visit.address(page, style=style)
