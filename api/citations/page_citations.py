"""What a page shows of citing: the style that the reader has chosen, and the record or the map in it."""

from dataclasses import dataclass, replace

from fastapi import Request
from markupsafe import Markup
from sqlmodel import Session

from api.citations.site_addresses import build_edition
from api.phrases.messages import N_, gettext
from argument_maps.citation.maps import cite_map, cite_record
from argument_maps.citation.sources import Citation, CitationForm
from argument_maps.graph import Graph
from models.history.moments import Moment
from models.vocabulary import CitationStyle

STYLE_COOKIE = "citing"
STYLE_NAMES = {
    CitationStyle.CHICAGO_NOTES: N_("Chicago, notes"),
    CitationStyle.CHICAGO_AUTHOR_DATE: N_("Chicago, author and date"),
    CitationStyle.MLA: N_("MLA"),
    CitationStyle.GOST: N_("GOST R 7.0.5-2008"),
    CitationStyle.ARCHIVE: N_("As the archive asks"),
}


@dataclass(frozen=True, slots=True)
class PageCitation:
    """A citation on a page: `style_address` gives another style, `page` gives it where that works without scripts.

    `as_of` is the date as of which the map is cited, empty where that is today;
    `forms` holds for each form its name in the API's answer, what a reader calls it, and its markup.
    """

    style: CitationStyle
    style_address: str
    page: str
    forms: tuple[tuple[str, str, Markup], ...]
    as_of: str = ""


def read_citation_style(request: Request) -> CitationStyle:
    """Return the style in the address, else the one that the reader chose last, else Chicago notes."""
    for style in (request.query_params.get("style"), request.cookies.get(STYLE_COOKIE)):
        if style in set(CitationStyle):
            return CitationStyle(style)
    return CitationStyle.CHICAGO_NOTES


def cite_for_page(
    request: Request,
    session: Session,
    graph: Graph,
    label: str | None,
    *,
    as_of: str | None = None,
    moment: Moment | None = None,
) -> tuple[PageCitation | None, PageCitation]:
    """Return how the open record is cited, None where none is open, and how the map is, as it could be known then."""
    style = read_citation_style(request)
    edition = build_edition(request, session, graph.slug, moment=moment)
    api, page = f"/api/v1/maps/{graph.slug}", f"/maps/{graph.slug}"
    dated = replace(edition, as_of=as_of or "")
    of_map = PageCitation(
        style, f"{api}/citation{dated.query}", page, list_citation_forms(cite_map(dated, style)), dated.as_of
    )
    if label is None:
        return None, of_map
    _, cited = cite_record(graph, label, style, edition)
    return PageCitation(
        style, f"{api}/citations/{label}", f"{page}/records/{label}", list_citation_forms(cited)
    ), of_map


def list_citation_forms(citation: Citation) -> tuple[tuple[str, str, Markup], ...]:
    """Return the forms of a citation, each with its name in the API, what a reader calls it, and its markup."""
    return (
        ("note", gettext("First mention"), _mark_safe(citation.note)),
        ("short", gettext("Later mentions"), _mark_safe(citation.short)),
        ("bibliography", gettext("Bibliography"), _mark_safe(citation.entry)),
    )


def _mark_safe(form: CitationForm) -> Markup:
    return Markup(form.html)  # noqa: S704 # a form of a citation escapes what users wrote
