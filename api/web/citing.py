"""What a page shows of citing: the style that the reader has chosen, and the record or the map in it."""

from dataclasses import dataclass, replace

from fastapi import Request
from markupsafe import Markup
from sqlmodel import Session

from api.editions import edition_of
from api.web.messages import N_, gettext
from argument_maps.citation.maps import cite_map, cite_record
from argument_maps.citation.sources import Cited, Form
from argument_maps.graph import Graph
from models.history.moments import Moment
from models.vocabulary import CitationStyle

COOKIE = "citing"
STYLE_NAMES = {
    CitationStyle.CHICAGO_NOTES: N_("Chicago, notes"),
    CitationStyle.CHICAGO_AUTHOR_DATE: N_("Chicago, author and date"),
    CitationStyle.MLA: N_("MLA"),
    CitationStyle.GOST: N_("GOST R 7.0.5-2008"),
    CitationStyle.ARCHIVE: N_("As the archive asks"),
}


@dataclass(frozen=True, slots=True)
class Citing:
    """A citation on a page: `asked` is where another style is asked for, `page` where that works without scripts.

    `as_of` is the date as of which the map is cited, empty where that is today;
    `forms` holds for each form its name in the API's answer, what a reader calls it, and its markup.
    """

    style: CitationStyle
    asked: str
    page: str
    forms: tuple[tuple[str, str, Markup], ...]
    as_of: str = ""


def chosen_style(request: Request) -> CitationStyle:
    """Return the style in the address, else the one that the reader chose last, else Chicago notes."""
    for wanted in (request.query_params.get("style"), request.cookies.get(COOKIE)):
        if wanted in set(CitationStyle):
            return CitationStyle(wanted)
    return CitationStyle.CHICAGO_NOTES


def citing(
    request: Request,
    session: Session,
    graph: Graph,
    label: str | None,
    *,
    as_of: str | None = None,
    moment: Moment | None = None,
) -> tuple[Citing | None, Citing]:
    """Return how the open record is cited, None where none is open, and how the map is, as it could be known then."""
    style = chosen_style(request)
    edition = edition_of(request, session, graph.slug, moment=moment)
    api, page = f"/api/v1/maps/{graph.slug}", f"/maps/{graph.slug}"
    dated = replace(edition, as_of=as_of or "")
    of_map = Citing(style, f"{api}/citation{dated.query}", page, forms(cite_map(dated, style)), dated.as_of)
    if label is None:
        return None, of_map
    _, cited = cite_record(graph, label, style, edition)
    return Citing(style, f"{api}/citations/{label}", f"{page}/records/{label}", forms(cited)), of_map


def forms(cited: Cited) -> tuple[tuple[str, str, Markup], ...]:
    """Return the forms of a citation, each with its name in the API, what a reader calls it, and its markup."""
    return (
        ("note", gettext("First mention"), _markup(cited.note)),
        ("short", gettext("Later mentions"), _markup(cited.short)),
        ("bibliography", gettext("Bibliography"), _markup(cited.entry)),
    )


def _markup(form: Form) -> Markup:
    return Markup(form.html)  # noqa: S704 # a form of a citation escapes what users wrote
