"""What a page shows of citing: the style that the reader has chosen, and the record or the map in it."""

from dataclasses import dataclass, replace

from fastapi import Request
from markupsafe import Markup
from sqlmodel import Session

from api.citations.site_addresses import build_edition
from api.phrases.marking import N_
from api.phrases.messages import gettext
from argument_maps.citation.csl.map_styles import AnyStyle, find_style, name_style
from argument_maps.citation.csl.style_files import UnusableStyle
from argument_maps.citation.maps import cite_map, cite_record
from argument_maps.citation.sources import Citation, CitationForm, cite
from argument_maps.graph import Graph
from models.errors import UnknownStyle
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
class StyleChoice:
    """A style that can be chosen: its name in addresses, what it is called, and what it is where that is not said."""

    name: str
    title: str
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class PageCitation:
    """A citation on a page: `style_address` gives another style, `page` gives it where that works without scripts.

    `as_of` is the date as of which the map is cited, empty where that is today;
    `forms` holds for each form its name in the API's answer, what a reader calls it, and its markup.
    """

    style: str
    style_address: str
    page: str
    forms: tuple[tuple[str, str, Markup], ...]
    choices: tuple[StyleChoice, ...]
    as_of: str = ""


def list_style_choices(*graphs: Graph) -> tuple[StyleChoice, ...]:
    """Return what can be chosen where these maps are cited: the styles of the program, then those of the maps."""
    choices = {
        style.value: StyleChoice(style.value, gettext(name), gettext(style.explanation))
        for style, name in STYLE_NAMES.items()
    }
    for graph in graphs:
        for style in graph.styles:
            choices.setdefault(style.name, StyleChoice(style.name, style.title))
    return tuple(choices.values())


def read_citation_style(request: Request, *graphs: Graph) -> AnyStyle:
    """Return the style in the address, else the one that the reader chose last, else Chicago notes.

    What neither the program nor one of these maps has is passed over.
    """
    for name in (request.query_params.get("style"), request.cookies.get(STYLE_COOKIE)):
        if name and (style := find_style_in(name, *graphs)) is not None:
            return style
    return CitationStyle.CHICAGO_NOTES


def find_style_in(name: str, *graphs: Graph) -> AnyStyle | None:
    """Return a style by its name, the program's or that of the first of these maps that has it, None if none has."""
    if name in set(CitationStyle):
        return CitationStyle(name)
    for graph in graphs:
        try:
            return find_style(graph, name)
        except (UnknownStyle, UnusableStyle):
            continue
    return None


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
    style = read_citation_style(request, graph)
    choices = list_style_choices(graph)
    edition = build_edition(request, session, graph.slug, moment=moment)
    api, page = f"/api/v1/maps/{graph.slug}", f"/maps/{graph.slug}"
    dated = replace(edition, as_of=as_of or "")
    of_map = PageCitation(
        name_style(style),
        f"{api}/citation{dated.query}",
        page,
        list_citation_forms(cite_map(dated, style)),
        choices,
        dated.as_of,
    )
    if label is None:
        return None, of_map
    try:
        _, cited = cite_record(graph, label, style, edition)
    except UnusableStyle:
        # The page shows which style it is, and lets another be chosen.
        _, cited = cite_record(graph, label, CitationStyle.CHICAGO_NOTES, edition)
    return PageCitation(
        cited.style, f"{api}/citations/{label}", f"{page}/records/{label}", list_citation_forms(cited), choices
    ), of_map


def cite_on_page(graph: Graph, label: str, locator: str, style: AnyStyle) -> Citation:
    """Return a source in the style that the reader chose, in Chicago notes where that cannot be applied to it."""
    try:
        return cite(graph, label, locator, style)
    except UnusableStyle:
        return cite(graph, label, locator)


def list_citation_forms(citation: Citation) -> tuple[tuple[str, str, Markup], ...]:
    """Return the forms of a citation, each with its name in the API, what a reader calls it, and its markup."""
    return (
        ("note", gettext("First mention"), _mark_safe(citation.note)),
        ("short", gettext("Later mentions"), _mark_safe(citation.short)),
        ("bibliography", gettext("Bibliography"), _mark_safe(citation.entry)),
    )


def _mark_safe(form: CitationForm) -> Markup:
    return Markup(form.html)  # noqa: S704 # a form of a citation escapes what users wrote
