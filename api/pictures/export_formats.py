"""Every format in which a map or its ledger is handed out, in two tables.

Addresses, menus of pages, the command line, the API's description and the reference are made of them. A format is added
by the module that writes it and an entry here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from api.phrases.messages import N_
from api.pictures import standalone
from api.pictures.picture_cache import MediaType
from api.pictures.render_requests import LedgerQuery, PictureQuery, PictureRequest
from api.pictures.whole_map_page import write_whole_map_page
from api.requests.moments import read_change_number
from argument_maps.formats import native
from argument_maps.selection.excerpt import build_map_excerpt
from argument_maps.selection.selecting import Selected, Selection
from renderers.boxes.region_crops import RegionCrops
from renderers.raster import rasterising, sheets
from renderers.svg.card import draw_card
from renderers.svg.picture import draw_picture
from renderers.text import ledger_table, matrix, outline
from renderers.text.dot_source import write_dot

Parameter = Literal["view", "theme", "lang", "scans", "link_to"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """How a picture or text is made, and as what it is sent.

    It is given what boxes show of page images, or None where these are left out. `needs_texts` is whether it holds what
    the texts say and all page images, which are read from the database for it alone.
    """

    media_type: MediaType
    render: Callable[[Selected, PictureRequest, RegionCrops | None], bytes]
    needs_texts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatDefinition(Rendering):
    """What is known of a format: its title on menus, a sentence that explains it, and the parameters that it `uses`.

    All formats use the filters. `edition_title` is its title on the page of an edition, empty where an edition is not
    handed out in it. `left_out_because` says why no menu offers it, empty where one does.
    """

    title: str
    explanation: str
    uses: frozenset[Parameter] = frozenset()
    edition_title: str = ""
    left_out_because: str = ""


class ExportFormat(StrEnum):
    """A format, called as the address ends."""

    definition: FormatDefinition

    def __new__(cls, value: str, definition: FormatDefinition) -> "ExportFormat":
        """Return the format in which addresses end that end in `value`."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.definition = definition
        return member

    @property
    def extension(self) -> str:
        """The end of a file's name, which also tells a ledger from a map."""
        return self.value


def _draw_svg(selected: Selected, picture_request: PictureRequest, crops: RegionCrops | None) -> str:
    return draw_picture(
        selected,
        view=picture_request.view,
        theme=picture_request.theme,
        lang=picture_request.lang,
        link_to=picture_request.link_to,
        marks=dict(picture_request.marks),
        crops=crops,
    )


_DRAWN: frozenset[Parameter] = frozenset({"view", "theme", "lang", "scans", "link_to"})
_SVG = MediaType("image/svg+xml")
_PNG = MediaType("image/png", is_compressed=True)
_PDF = MediaType("application/pdf", is_compressed=True)
_HTML = MediaType("text/html; charset=utf-8", is_page=True)
# Begins with a byte order mark: without one Excel reads it in the encoding of the system, such as CP 949 in Korea.
_CSV = MediaType("text/csv; charset=utf-8")
_JSON = MediaType("application/json")


class PictureFormat(ExportFormat):
    """What a map is drawn or written as."""

    # In the order of the menu.
    SVG = (
        "svg",
        FormatDefinition(
            media_type=_SVG,
            title=N_("Picture, scalable (SVG)"),
            edition_title=N_("The picture (SVG)"),
            explanation="The picture, sharp at any size, with a link at every box.",
            uses=_DRAWN,
            render=lambda *asked: _draw_svg(*asked).encode(),
        ),
    )
    PNG = (
        "png",
        FormatDefinition(
            media_type=_PNG,
            title=N_("Picture (PNG)"),
            explanation="The picture as an image of pixels.",
            uses=_DRAWN,
            render=lambda *asked: rasterising.png(_draw_svg(*asked)),
        ),
    )
    PDF = (
        "pdf",
        FormatDefinition(
            media_type=_PDF,
            title=N_("For printing (PDF)"),
            edition_title=N_("The picture (PDF)"),
            explanation="The picture on one page of its own size.",
            uses=_DRAWN,
            render=lambda *asked: rasterising.pdf(_draw_svg(*asked)),
        ),
    )
    MARKDOWN = (
        "md",
        FormatDefinition(
            media_type=MediaType("text/markdown; charset=utf-8"),
            title=N_("Outline (Markdown)"),
            explanation="The outline as Markdown: the same records and links in words.",
            uses=frozenset({"lang"}),
            render=lambda selected, picture_request, _: outline.write_markdown_outline(
                selected, picture_request.lang
            ).encode(),
        ),
    )
    HTML = (
        "html",
        FormatDefinition(
            media_type=_HTML,
            title=N_("Outline (HTML)"),
            explanation="The outline as a page that can be kept as a file.",
            uses=frozenset({"lang", "link_to"}),
            render=lambda selected, picture_request, _: standalone.write_standalone_page(
                selected.graph,
                "",
                "prose outline",
                outline.write_html_outline(selected, picture_request.lang, picture_request.link_to),
            ),
        ),
    )
    WHOLE = (
        "whole.html",
        FormatDefinition(
            media_type=_HTML,
            title=N_("Everything in one file (HTML)"),
            edition_title=N_("Everything in one file (HTML)"),
            explanation="Pictures, outline, ledger, sources and data in one file, which opens from a disk.",
            uses=frozenset({"lang", "scans"}),
            needs_texts=True,
            render=write_whole_map_page,
        ),
    )
    CSV = (
        "csv",
        FormatDefinition(
            media_type=_CSV,
            title=N_("Claims by sources (CSV)"),
            explanation="A matrix: what each source is made to say for or against each claim and interpretation.",
            render=lambda selected, *_: matrix.write_matrix_csv(selected).encode("utf-8-sig"),
        ),
    )
    JSON = (
        "json",
        FormatDefinition(
            media_type=_JSON,
            title=N_("All records (JSON)"),
            explanation="The map itself, or the selected part as a map of its own, which can be imported.",
            needs_texts=True,
            render=lambda selected, *_: native.write_map_document(build_map_excerpt(selected)),
        ),
    )
    DOT = (
        "dot",
        FormatDefinition(
            media_type=MediaType("text/vnd.graphviz; charset=utf-8"),
            title=N_("Graphviz (DOT)"),
            explanation="The map as a directed graph for stock Graphviz.",
            render=lambda selected, *_: write_dot(selected).encode(),
        ),
    )


class LedgerFormat(ExportFormat):
    """What the ledger of verdicts is written as."""

    CSV = (
        "csv",
        FormatDefinition(
            media_type=_CSV,
            title="CSV",
            explanation="A row for each finding that tests a perception, with who held it and the verdict.",
            render=lambda selected, *_: ledger_table.write_ledger_csv(selected.graph, selected.undated).encode(
                "utf-8-sig"
            ),
        ),
    )
    JSON = (
        "json",
        FormatDefinition(
            media_type=_JSON,
            title="JSON",
            explanation="The perceptions, who held them, the findings that test them, the verdicts, and the gaps.",
            render=lambda selected, *_: ledger_table.write_ledger_json(selected.graph, selected.undated),
        ),
    )
    HTML = (
        "html",
        FormatDefinition(
            media_type=_HTML,
            title="HTML",
            explanation="The ledger as a page that can be kept as a file.",
            left_out_because="The page with the menu shows the same ledger.",
            render=lambda selected, *_: standalone.write_standalone_page(
                selected.graph,
                "Ledger of verdicts · ",
                "ledger",
                ledger_table.write_ledger_html(selected.graph, selected.undated),
            ),
        ),
    )

    @property
    def extension(self) -> str:
        """The end of a file's name, which also tells a ledger from a map."""
        return f"ledger.{self.value}"


EXPORTS: dict[str, PictureFormat | LedgerFormat] = {each.extension: each for each in (*PictureFormat, *LedgerFormat)}

# By the extension of a picture request: what is handed out, and the pictures that pages of their own ask for.
RENDERINGS: dict[str, Rendering] = {extension: export.definition for extension, export in EXPORTS.items()} | {
    "card.png": Rendering(media_type=_PNG, render=lambda selected, *_: rasterising.png(draw_card(selected), scale=1)),
    "sheets.pdf": Rendering(
        media_type=_PDF,
        render=lambda selected, picture_request, crops: sheets.render_sheets_pdf(
            selected,
            view=picture_request.view,
            theme=picture_request.theme,
            lang=picture_request.lang,
            paper=picture_request.paper,
            style=picture_request.style,
            caption=picture_request.caption,
            crops=crops,
        ),
    ),
    "sheets.svg": Rendering(
        media_type=_SVG,
        render=lambda selected, picture_request, crops: sheets.draw_overview(
            selected,
            view=picture_request.view,
            theme=picture_request.theme,
            lang=picture_request.lang,
            paper=picture_request.paper,
            crops=crops,
        ).encode(),
    ),
}


def build_picture_request(query: PictureQuery, picture_format: PictureFormat, link_to: str) -> PictureRequest:
    """Return what is wanted by a picture's address; what the format does not use is left out."""
    uses = picture_format.definition.uses
    return PictureRequest(
        extension=picture_format.extension,
        selection=query.selection(),
        view=query.view.value if "view" in uses else "",
        theme=query.theme.value if "theme" in uses else "",
        lang=query.lang.value if "lang" in uses else "",
        scans=query.scans.value if "scans" in uses else "",
        link_to=link_to if "link_to" in uses else "",
        at=read_change_number(query.at),
    )


def build_ledger_request(query: LedgerQuery, ledger_format: LedgerFormat) -> PictureRequest:
    """Return what is wanted by a ledger's address."""
    return PictureRequest(
        extension=ledger_format.extension,
        selection=Selection(as_of=query.as_of),
        at=read_change_number(query.at),
    )
