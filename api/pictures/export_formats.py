"""Every format in which a map or its ledger is handed out, in two tables, with those of `text_formats`.

Addresses, menus of pages, the command line, the API's description and the reference are made of them. A format is added
by the module that writes it and an entry here.
"""

import msgspec

from api.http.query_parameters import read_change_number
from api.phrases.marking import N_
from api.pictures import standalone
from api.pictures.deck_formats import DeckFormat
from api.pictures.format_definitions import (
    CSV_MEDIA,
    HTML_MEDIA,
    JSON_MEDIA,
    PDF_MEDIA,
    PNG_MEDIA,
    SVG_MEDIA,
    ExportFormat,
    FormatDefinition,
    MediaType,
    Parameter,
    Rendering,
)
from api.pictures.render_requests import LedgerFileQuery, PictureQuery, PictureRequest, ScanDisplay, TextQuery
from api.pictures.text_formats import (
    BibliographyFormat,
    NotedFormat,
    OutlineFormat,
    ReadingFormat,
    build_noted_ledger,
    define_noted_format,
)
from api.pictures.whole_map_page import write_whole_map_page
from argument_maps.formats import native
from argument_maps.selection.excerpt import build_map_excerpt
from argument_maps.selection.selecting import Selected
from renderers.boxes.region_crops import RegionCrops
from renderers.figures.figure import draw_figure
from renderers.figures.places import PLACES
from renderers.film.deck_pdf import render_deck_pdf
from renderers.film.film_composer import draw_film
from renderers.film.film_figures import draw_film_deck
from renderers.raster import rasterising, sheets
from renderers.svg.card import draw_card
from renderers.svg.picture import draw_picture
from renderers.text import ledger_table, matrix, outline
from renderers.text.dot_source import write_dot
from renderers.views.view_table import DEFAULT_VIEW


def _draw_svg(selected: Selected, picture_request: PictureRequest, crops: RegionCrops | None) -> str:
    if picture_request.figure:
        return draw_figure(
            selected,
            PLACES[picture_request.figure],
            view=picture_request.view,
            theme=picture_request.theme,
            lang=picture_request.lang,
            link_to=picture_request.link_to,
            caption=[picture_request.caption] if picture_request.caption else _write_credit(selected, picture_request),
            wanted=picture_request.include,
        )
    return draw_picture(
        selected,
        view=picture_request.view,
        theme=picture_request.theme,
        lang=picture_request.lang,
        link_to=picture_request.link_to,
        marks=dict(picture_request.marks),
        crops=crops,
    )


def _write_credit(selected: Selected, picture_request: PictureRequest) -> list[str]:
    """Return where a figure is from: whose map it is, and its address where the server knows it."""
    authors = ", ".join(author.name for author in selected.whole.authors)
    address, _, _ = picture_request.link_to.partition("/records/")
    return [*([f"Map by {authors}."] if authors else []), *([address] if "://" in address else [])]


_LEDGER = "The ledger with its documents in notes"
_STYLED: frozenset[Parameter] = frozenset({"style"})
_DRAWN: frozenset[Parameter] = frozenset({"view", "theme", "lang", "scans", "link_to", "figure"})


class PictureFormat(ExportFormat):
    """What a map is drawn or written as."""

    # In the order of the menu.
    SVG = (
        "svg",
        FormatDefinition(
            media_type=SVG_MEDIA,
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
            media_type=PNG_MEDIA,
            title=N_("Picture (PNG)"),
            explanation="The picture as an image of pixels.",
            uses=_DRAWN,
            render=lambda *asked: rasterising.png(_draw_svg(*asked)),
        ),
    )
    PDF = (
        "pdf",
        FormatDefinition(
            media_type=PDF_MEDIA,
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
            media_type=HTML_MEDIA,
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
            media_type=HTML_MEDIA,
            title=N_("Everything in one file (HTML)"),
            edition_title=N_("Everything in one file (HTML)"),
            explanation="Pictures, outline, ledger, sources and data in one file, which opens from a disk.",
            uses=frozenset({"lang"}),
            needs_texts=True,
            render=write_whole_map_page,
        ),
    )
    CSV = (
        "csv",
        FormatDefinition(
            media_type=CSV_MEDIA,
            title=N_("Claims by sources (CSV)"),
            explanation="A matrix: what each source is made to say for or against each claim and interpretation.",
            render=lambda selected, *_: matrix.write_matrix_csv(selected).encode("utf-8-sig"),
        ),
    )
    JSON = (
        "json",
        FormatDefinition(
            media_type=JSON_MEDIA,
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
            media_type=CSV_MEDIA,
            title="CSV",
            explanation="A row for each finding that tests a perception, with who held it and the verdict.",
            render=lambda selected, *_: ledger_table.write_ledger_csv(
                selected.graph, selected.undated, selected.weighed
            ).encode("utf-8-sig"),
        ),
    )
    JSON = (
        "json",
        FormatDefinition(
            media_type=JSON_MEDIA,
            title="JSON",
            explanation="The perceptions, who held them, the findings that test them, the verdicts, and the gaps.",
            render=lambda selected, *_: ledger_table.write_ledger_json(
                selected.graph, selected.undated, selected.weighed
            ),
        ),
    )
    HTML = (
        "html",
        FormatDefinition(
            media_type=HTML_MEDIA,
            title="HTML",
            explanation="The ledger as a page that can be kept as a file.",
            left_out_because="The page with the menu shows the same ledger.",
            render=lambda selected, *_: standalone.write_standalone_page(
                selected.graph,
                "Ledger of verdicts · ",
                "ledger",
                ledger_table.write_ledger_html(selected.graph, selected.undated, selected.weighed),
            ),
        ),
    )

    WORD = define_noted_format("docx", _LEDGER, build_noted_ledger, _STYLED)
    OPEN_DOCUMENT = define_noted_format("odt", _LEDGER, build_noted_ledger, _STYLED)
    MARKDOWN = define_noted_format("md", _LEDGER, build_noted_ledger, _STYLED)
    PDF = define_noted_format("pdf", _LEDGER, build_noted_ledger, _STYLED)

    @property
    def extension(self) -> str:
        """The end of a file's name, which also tells a ledger from a map."""
        return f"ledger.{self.value}"


AnyExport = PictureFormat | LedgerFormat | NotedFormat | DeckFormat
EXPORTS: dict[str, AnyExport] = {
    each.extension: each
    for each in (*PictureFormat, *LedgerFormat, *OutlineFormat, *ReadingFormat, *BibliographyFormat, *DeckFormat)
}

# By the extension of a picture request: what is handed out, and the pictures that pages of their own ask for.
RENDERINGS: dict[str, Rendering] = {extension: export.definition for extension, export in EXPORTS.items()} | {
    "card.png": Rendering(
        media_type=PNG_MEDIA, render=lambda selected, *_: rasterising.png(draw_card(selected), scale=1)
    ),
    "film.svg": Rendering(
        media_type=SVG_MEDIA,
        render=lambda selected, picture_request, _: draw_film(
            selected,
            picture_request.frame,
            view=picture_request.view,
            theme=picture_request.theme,
            lang=picture_request.lang,
            link_to=picture_request.link_to,
        ).encode(),
    ),
    "film.pdf": Rendering(
        media_type=PDF_MEDIA,
        render=lambda selected, picture_request, _: render_deck_pdf(
            selected,
            view=picture_request.view,
            theme=picture_request.theme,
            lang=picture_request.lang,
            link_to=picture_request.link_to,
            questions=picture_request.selection.question,
            caption=picture_request.caption,
        ),
    ),
    "film.json": Rendering(
        media_type=JSON_MEDIA,
        render=lambda selected, picture_request, _: msgspec.json.encode(
            draw_film_deck(
                selected,
                view=picture_request.view,
                theme=picture_request.theme,
                lang=picture_request.lang,
                link_to=picture_request.link_to,
                questions=picture_request.selection.question,
            )
        ),
    ),
    "sheets.pdf": Rendering(
        media_type=PDF_MEDIA,
        render=lambda selected, picture_request, crops: sheets.render_sheets_pdf(
            selected,
            view=picture_request.view,
            theme=picture_request.theme,
            lang=picture_request.lang,
            paper=picture_request.paper,
            style=picture_request.style,
            caption=picture_request.caption,
            crops=crops,
            most=picture_request.sheets,
        ),
    ),
    "sheets.svg": Rendering(
        media_type=SVG_MEDIA,
        render=lambda selected, picture_request, crops: sheets.draw_overview(
            selected,
            view=picture_request.view,
            theme=picture_request.theme,
            lang=picture_request.lang,
            paper=picture_request.paper,
            crops=crops,
            most=picture_request.sheets,
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
        scans=query.scans.value if "scans" in uses and query.figure is None else "",
        figure=query.figure.value if "figure" in uses and query.figure is not None else "",
        include=tuple(query.include) if "figure" in uses and query.figure is not None else (),
        link_to=link_to if "link_to" in uses else "",
        at=read_change_number(query.at),
    )


def build_text_request(query: TextQuery, text_format: NotedFormat) -> PictureRequest:
    """Return what is wanted by the address of a text with notes; what the format does not use is left out."""
    uses = text_format.definition.uses
    return PictureRequest(
        extension=text_format.extension,
        selection=query.selection(),
        # Figures are drawn, and page images cut out, as in the view that a map is first shown in.
        view=DEFAULT_VIEW.value if "scans" in uses and query.scans == ScanDisplay.SHOWN else "",
        theme=query.theme.value if "theme" in uses else "",
        lang=query.lang.value if "lang" in uses else "",
        scans=query.scans.value if "scans" in uses else "",
        style=str(query.style),
        at=read_change_number(query.at),
    )


def build_ledger_request(query: LedgerFileQuery, ledger_format: LedgerFormat) -> PictureRequest:
    """Return what is wanted by a ledger's address."""
    return PictureRequest(
        extension=ledger_format.extension,
        selection=query.selection(),
        style=str(query.style) if "style" in ledger_format.definition.uses else "",
        at=read_change_number(query.at),
    )
