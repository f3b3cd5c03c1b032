"""hOCR read as a text (version 1.2): pages of HTML whose classes say what on them is an area, a paragraph or a line."""

import re
from collections import Counter
from dataclasses import dataclass, field

from argument_maps.reading.blocks import UnreadableText
from argument_maps.reading.builder import TextBuilder
from argument_maps.reading.encodings import decode_file, is_surely_utf8
from argument_maps.reading.pages.html_files import find_declared_charset
from argument_maps.reading.pages.page_source import read_page_source
from argument_maps.reading.pages.page_tree import PageElement, parse_page
from argument_maps.reading.results import FileReading, ReadingOptions
from argument_maps.reading.transcripts.page_frames import Edges, PageFrame, bound_points, make_frame, unite_edges
from argument_maps.reading.transcripts.transcript_pages import (
    LineMark,
    LinePiece,
    RegionSort,
    TranscribedLine,
    TranscribedPage,
    TranscribedRegion,
)
from argument_maps.reading.transcripts.transcript_text import Transcript, is_unsure, space_words
from models.errors import Phrase
from models.text_vocabulary import InlineSort, ReportSort

PAGE_CLASS = "ocr_page"
_ANY_PAGE = re.compile(rb"""class\s{0,10}=\s{0,10}["']?[^"'<>]{0,200}\bocr_page\b""")
_HEAD = 200_000
_LINES = frozenset({"ocr_line", "ocrx_line"})
# Tesseract calls a line so whose block is a heading, a caption or a float (see the classes of hOCR 1.2, 5.3).
_SORTS_OF_LINES = {"ocr_header": RegionSort.HEADING, "ocr_caption": RegionSort.CAPTION, "ocr_textfloat": None}
_SORTS = {
    "ocr_header": RegionSort.FURNITURE,
    "ocr_footer": RegionSort.FURNITURE,
    "ocr_pageno": RegionSort.PAGE_NUMBER,
    "ocr_caption": RegionSort.CAPTION,
    "ocr_title": RegionSort.HEADING,
    "ocr_blockquote": RegionSort.QUOTATION,
    "ocr_footnote": RegionSort.NOTE,
}
_PICTURES = frozenset({"ocr_image", "ocr_photo", "ocr_linedrawing", "ocr_textimage"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MARKS = {
    **{"sup": InlineSort.SUPERSCRIPT, "sub": InlineSort.SUBSCRIPT, "ins": InlineSort.ADDED},
    **{"del": InlineSort.DELETED, "s": InlineSort.DELETED},
}
_PROPERTY = re.compile(r"""\s*([a-zA-Z_]\w{0,40})\s+((?:"[^"]*"|'[^']*'|[^;"'])*)""")
_HAN_GAP = re.compile(r"\s+")


def is_hocr(data: bytes, options: ReadingOptions) -> bool:
    """Tell whether an HTML file has pages of hOCR. Raises `UnreadableText`."""
    if _ANY_PAGE.search(data) is None and _ANY_PAGE.search(data[:_HEAD].replace(b"\0", b"")) is None:
        return False
    # A page about hOCR has the class in its words.
    return bool(_find_pages(_parse(data, options, TextBuilder())))


def _parse(data: bytes, options: ReadingOptions, builder: TextBuilder) -> PageElement:
    declared = "utf-8" if is_surely_utf8(data) else find_declared_charset(data)
    return parse_page(decode_file(data, options.charset or declared, builder))


def _find_pages(root: PageElement) -> list[PageElement]:
    return [element for element in root.walk_elements() if PAGE_CLASS in _list_classes(element)]


def read_hocr(data: bytes, options: ReadingOptions) -> FileReading:
    """Return what a file of hOCR says. Raises `UnreadableText`."""
    builder = TextBuilder()
    root = _parse(data, options, builder)
    pages = _find_pages(root)
    if not pages:
        raise UnreadableText(
            Phrase("The file has no page of hOCR: no element of the class ocr_page."),
            Phrase("Export it again as hOCR, or send it as HTML."),
        )
    transcript = Transcript(builder, source_data=read_page_source(root))
    language = transcript.source_data.pop("language", "")
    for element in root.walk_elements():
        if element.tag == "meta" and element.read_attribute("name").lower() == "ocr-system":
            transcript.note_program(element.read_attribute("content"))
    for page in pages:
        if not any(PAGE_CLASS in _list_classes(above) for above in page.walk_ancestors()):
            _HocrPageReader(page, transcript).read(language)
    _report_outside(root, builder)
    return transcript.finish()


def _report_outside(root: PageElement, builder: TextBuilder) -> None:
    """Say what words of the file stand on no page."""
    stack = [child for child in root.children if isinstance(child, PageElement) and child.tag == "body"]
    while stack:
        element = stack.pop()
        for child in element.children:
            if isinstance(child, str):
                if child.strip() and element.tag not in ("script", "style"):
                    builder.report(ReportSort.OTHERS_LEFT_OUT, child)
            elif PAGE_CLASS not in _list_classes(child):
                stack.append(child)


@dataclass(slots=True)
class _HocrPageReader:
    """Reads one page."""

    page: PageElement
    transcript: Transcript
    _frame: PageFrame = field(default_factory=lambda: PageFrame(None))
    _languages: Counter[str] = field(default_factory=Counter)
    _regions: list[TranscribedRegion] = field(default_factory=list)
    _tables: int = 0

    def read(self, language: str) -> None:
        """Add the page to the transcription."""
        properties = read_properties(self.page)
        self._frame = make_frame(_read_box(properties))
        image = properties.get("image", "").strip("\"' ").replace("\\", "/").rpartition("/")[2]
        place = properties.get("ppageno", "")
        # The front cover is page 0 (hOCR 1.2, 6.20).
        place = str(int(place) + 1) if place.isascii() and place.isdecimal() and len(place) < 8 else ""
        read = TranscribedPage(number=properties.get("lpageno", "").strip("\"' "), place=place, image=image)
        self._read_blocks(self.page, language)
        read.regions = [region for region in self._regions if region.lines]
        self.transcript.add_page(read, self._languages)

    def _read_blocks(self, parent: PageElement, language: str) -> None:
        """Read what is in an element; lines in it that follow each other are a region, and so are words of its own."""
        # An element at a time, on a stack: they may be nested a thousand deep.
        stack: list[tuple[PageElement | str, RegionSort, str]] = [(parent, RegionSort.PARAGRAPH, language)]
        while stack:
            node, sort, language = stack.pop()
            if isinstance(node, str):
                # What ends a region, or words that stand in no line.
                if not node or self._regions[-1].sort is not sort:
                    self._regions.append(TranscribedRegion(sort, []))
                if node.strip():
                    self._regions[-1].lines.append(TranscribedLine([LinePiece(node)]))
                continue
            classes = _list_classes(node)
            language = node.read_attribute("lang") or node.read_attribute("xml:lang") or language
            if classes & _LINES or (classes & _SORTS_OF_LINES.keys() and _is_line(node)):
                self._regions[-1].lines.append(self._read_line(node, classes, language))
            elif not self._read_whole(node, classes, language, sort):
                own = _sort_block(node, classes, sort)
                stack += [("", sort, language), *((each, own, language) for each in reversed(node.children))]
                stack.append(("", own, language))

    def _read_whole(self, element: PageElement, classes: set[str], language: str, sort: RegionSort) -> bool:
        """Tell whether an element was read, or left out, with all that is in it."""
        if element.tag in ("script", "style", "br"):
            return True
        if classes & _PICTURES:
            self.transcript.builder.report(ReportSort.PICTURES_LEFT_OUT)
        elif element.tag == "table":
            self._read_table(element, language)
        elif not _holds_blocks(element) and element.read_words():
            # Words that nobody divided into lines: the whole is one.
            line = self._read_line(element, classes, language)
            self._regions.append(TranscribedRegion(_sort_block(element, classes, sort), [line]))
        else:
            return False
        self._regions.append(TranscribedRegion(sort, []))
        return True

    def _read_table(self, table: PageElement, language: str) -> None:
        self._tables += 1
        number = len(self.transcript.pages) * 1_000_000 + self._tables
        row = column = 0
        for element in table.walk_elements():
            if element.tag == "tr":
                row, column = row + 1, 0
            elif element.tag in ("td", "th"):
                column += 1
                lines = [each for each in element.walk_elements() if _list_classes(each) & _LINES] or [element]
                read = [self._read_line(line, set(), language) for line in lines if line.read_words()]
                self._regions.append(TranscribedRegion(RegionSort.TABLE_CELL, read, number, max(row, 1), column))

    # --- lines ----------------------------------------------------------------------------------

    def _read_line(self, line: PageElement, classes: set[str], language: str) -> TranscribedLine:
        words = [element for element in line.walk_elements() if "ocrx_word" in _list_classes(element)]
        pieces = self._read_words(words) if words else _read_pieces(line, ())
        read = TranscribedLine(
            pieces, sort=next((_SORTS_OF_LINES[name] for name in _SORTS_OF_LINES if name in classes), None)
        )
        edges = _read_box(read_properties(line)) or unite_edges(_read_box(read_properties(word)) for word in words)
        if read.text.strip():
            read.place = self._frame.place(edges)
        self._languages[language] += len(read.text)
        return read

    def _read_words(self, words: list[PageElement]) -> list[LinePiece]:
        given = [(_read_pieces(word, _find_marks_around(word)), read_properties(word)) for word in words]
        given = [
            (pieces, properties) for pieces, properties in given if "".join(piece.text for piece in pieces).strip()
        ]
        texts = [("".join(piece.text for piece in pieces), _read_box(properties)) for pieces, properties in given]
        read: list[LinePiece] = []
        for spaced, (pieces, properties) in zip(space_words(texts), given, strict=True):
            if spaced.startswith(" "):
                read.append(LinePiece(" "))
            read += pieces
            if is_unsure(properties.get("x_wconf"), 100):
                self.transcript.builder.report(ReportSort.UNSURE_WORDS, spaced)
        return read


def read_properties(element: PageElement) -> dict[str, str]:
    """Return the properties in an element's title (hOCR 1.2, 3.2), the first of each name."""
    properties: dict[str, str] = {}
    at, title = 0, element.read_attribute("title")[:20_000]
    while (found := _PROPERTY.match(title, at)) is not None:
        properties.setdefault(found[1], found[2].strip())
        at = title.find(";", found.end()) + 1
        if not at:
            break
    return properties


def _read_box(properties: dict[str, str]) -> Edges | None:
    """Return the box of an element: four numbers, left, top, right and lower edge; or the one around its polygon."""
    return bound_points(properties.get("bbox", "")) or bound_points(properties.get("poly", ""))


def _list_classes(element: PageElement) -> set[str]:
    return set(element.attributes.get("class", "").split()) if "class" in element.attributes else set()


def _sort_block(element: PageElement, classes: set[str], sort: RegionSort) -> RegionSort:
    """Return what a block is: by its classes, by its element, or as the one around it."""
    own = next((_SORTS[name] for name in _SORTS if name in classes), sort)
    return RegionSort.HEADING if element.tag in _HEADINGS else own


def _is_line(element: PageElement) -> bool:
    """Tell whether a header, caption or float is a line: a span, and no block in which lines are."""
    return element.tag == "span" and not any(
        _list_classes(inner) & _LINES for inner in element.walk_elements() if inner is not element
    )


def _holds_blocks(element: PageElement) -> bool:
    """Tell whether there are lines, areas, paragraphs or tables in an element."""
    return any(
        inner is not element
        and (
            inner.tag in ("p", "div", "table", "ul", "ol", "li", *_HEADINGS)
            or any(
                name.startswith("ocr") and name not in ("ocrx_word", "ocr_cinfo", "ocrx_cinfo")
                for name in _list_classes(inner)
            )
        )
        for inner in element.walk_elements()
    )


def _find_marks_around(word: PageElement) -> tuple[LineMark, ...]:
    """Return the marks within which a word stands, up to its line."""
    marks = []
    for above in word.walk_ancestors():
        if _list_classes(above) & _LINES:
            break
        if above.tag in _MARKS:
            marks.append(LineMark(_MARKS[above.tag]))
    return tuple(reversed(marks))


def _read_pieces(element: PageElement, marks: tuple[LineMark, ...]) -> list[LinePiece]:
    """Return the words in an element, with what HTML says of them."""
    pieces: list[LinePiece] = []
    stack: list[tuple[PageElement | str, tuple[LineMark, ...]]] = [(element, marks)]
    while stack:
        node, around = stack.pop()
        if isinstance(node, str):
            pieces.append(LinePiece(_HAN_GAP.sub(" ", node), around))
            continue
        own = (*around, LineMark(_MARKS[node.tag])) if node.tag in _MARKS else around
        stack.extend((child, own) for child in reversed(node.children))
    return [piece for piece in pieces if piece.text]
