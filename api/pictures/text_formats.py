"""The formats of texts with notes: outline, guided reading and list of sources, each written down in several ways."""

from collections.abc import Callable
from importlib import import_module

from api.phrases.marking import N_
from api.pictures import standalone
from api.pictures.format_definitions import (
    HTML_MEDIA,
    MARKDOWN_MEDIA,
    OPEN_DOCUMENT_MEDIA,
    PDF_MEDIA,
    WORD_MEDIA,
    ExportFormat,
    FormatDefinition,
    MediaType,
    Parameter,
)
from api.pictures.render_requests import PictureRequest
from argument_maps.citation.csl.map_styles import AnyStyle, find_style
from argument_maps.selection.selecting import Selected
from renderers.boxes.region_crops import RegionCrops
from renderers.footnoted.bibliography_text import build_bibliography_text, write_html_list
from renderers.footnoted.figures import FigureDrawer
from renderers.footnoted.footnoted_text import FootnotedText
from renderers.footnoted.ledger_text import build_ledger_text
from renderers.footnoted.markdown_writer import write_footnoted_markdown
from renderers.footnoted.open_document_writer import write_open_document
from renderers.footnoted.outline_text import build_outline_text
from renderers.footnoted.reading_text import build_reading_text
from renderers.footnoted.typst_writer import write_footnoted_pdf

TextBuilder = Callable[[Selected, PictureRequest, RegionCrops | None], FootnotedText]
TextWriter = Callable[[FootnotedText], bytes]


def _write_word(text: FootnotedText) -> bytes:
    # What writes for Word takes longer to load than a picture to draw, and most who draw one want no text.
    written: bytes = import_module("renderers.footnoted.word_writer").write_word(text)
    return written


# By the ending: as what a text is sent, who writes it, what menus call it, and what a sentence says of it.
WRITERS: dict[str, tuple[MediaType, TextWriter, str, str]] = {
    "docx": (WORD_MEDIA, _write_word, N_("Word"), "for Word and other word processors"),
    "odt": (OPEN_DOCUMENT_MEDIA, write_open_document, N_("OpenDocument"), "for LibreOffice and other word processors"),
    "md": (MARKDOWN_MEDIA, write_footnoted_markdown, N_("Markdown"), "as Markdown that Pandoc reads, without pictures"),
    "pdf": (PDF_MEDIA, write_footnoted_pdf, N_("PDF"), "for print and screen"),
}
_DRAWN: frozenset[Parameter] = frozenset({"theme", "lang", "scans", "style"})


def define_noted_format(
    ending: str, words: str, build: TextBuilder, uses: frozenset[Parameter] = _DRAWN
) -> tuple[str, FormatDefinition]:
    """Return the format of a text with notes that ends so; `words` says what stands in it."""
    media_type, write, title, purpose = WRITERS[ending]
    return ending, FormatDefinition(
        media_type=media_type,
        title=title,
        explanation=f"{words}, {purpose}.",
        uses=uses - {"theme", "scans"} if ending == "md" else uses,
        render=lambda selected, asked, crops: write(build(selected, asked, crops)),
    )


def _make_drawer(asked: PictureRequest, crops: RegionCrops | None) -> FigureDrawer | None:
    return FigureDrawer(theme=asked.theme, lang=asked.lang, crops=crops) if asked.theme else None


def _find_style(selected: Selected, asked: PictureRequest) -> AnyStyle:
    return find_style(selected.whole, asked.style)


def _build_outline(selected: Selected, asked: PictureRequest, crops: RegionCrops | None) -> FootnotedText:
    return build_outline_text(selected, _find_style(selected, asked), asked.lang, _make_drawer(asked, crops))


def _build_reading(selected: Selected, asked: PictureRequest, crops: RegionCrops | None) -> FootnotedText:
    return build_reading_text(selected, _find_style(selected, asked), asked.lang, _make_drawer(asked, crops))


def build_noted_ledger(selected: Selected, asked: PictureRequest, _: RegionCrops | None) -> FootnotedText:
    """Return the ledger with its documents in notes."""
    return build_ledger_text(selected, _find_style(selected, asked))


def _build_bibliography(selected: Selected, asked: PictureRequest, _: RegionCrops | None) -> FootnotedText:
    return build_bibliography_text(selected, _find_style(selected, asked))


_OUTLINE = "The outline with its sources in notes"
_READING = "The guided reading with its sources in notes"
_SOURCES = "All that is cited as a formatted list"
_STYLED: frozenset[Parameter] = frozenset({"style"})


class OutlineFormat(ExportFormat):
    """What the outline is written as with its sources in notes."""

    WORD = define_noted_format("docx", _OUTLINE, _build_outline)
    OPEN_DOCUMENT = define_noted_format("odt", _OUTLINE, _build_outline)
    MARKDOWN = define_noted_format("md", _OUTLINE, _build_outline)
    PDF = define_noted_format("pdf", _OUTLINE, _build_outline)

    @property
    def extension(self) -> str:
        """The end of a file's name, which also tells which text it is."""
        return f"outline.{self.value}"


class ReadingFormat(ExportFormat):
    """What the guided reading is written as with its sources in notes."""

    WORD = define_noted_format("docx", _READING, _build_reading)
    OPEN_DOCUMENT = define_noted_format("odt", _READING, _build_reading)
    MARKDOWN = define_noted_format("md", _READING, _build_reading)
    PDF = define_noted_format("pdf", _READING, _build_reading)

    @property
    def extension(self) -> str:
        """The end of a file's name, which also tells which text it is."""
        return f"reading.{self.value}"


class BibliographyFormat(ExportFormat):
    """What the list of all that is cited is written as."""

    WORD = define_noted_format("docx", _SOURCES, _build_bibliography, _STYLED)
    OPEN_DOCUMENT = define_noted_format("odt", _SOURCES, _build_bibliography, _STYLED)
    MARKDOWN = define_noted_format("md", _SOURCES, _build_bibliography, _STYLED)
    PDF = define_noted_format("pdf", _SOURCES, _build_bibliography, _STYLED)
    HTML = (
        "html",
        FormatDefinition(
            media_type=HTML_MEDIA,
            title=N_("Page (HTML)"),
            explanation=f"{_SOURCES}, as a page that can be kept as a file.",
            uses=_STYLED,
            render=lambda selected, asked, _: standalone.write_standalone_page(
                selected.graph, "Sources · ", "prose", write_html_list(_build_bibliography(selected, asked, None))
            ),
        ),
    )

    @property
    def extension(self) -> str:
        """The end of a file's name, which also tells which text it is."""
        return f"bibliography.{self.value}"


NotedFormat = OutlineFormat | ReadingFormat | BibliographyFormat
