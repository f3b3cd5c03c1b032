"""PAGE XML read as a text (PRImA page content, 2013-07-15 to 2019-07-15, with the additions of Transkribus)."""

from collections import Counter
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from argument_maps.reading.builder import TextBuilder
from argument_maps.reading.results import FileReading, ReadingOptions, Spelling
from argument_maps.reading.transcripts.custom_tags import mark_line, parse_custom, read_structure
from argument_maps.reading.transcripts.page_frames import (
    Edges,
    PageFrame,
    bound_points,
    make_frame,
    read_measure,
    unite_edges,
)
from argument_maps.reading.transcripts.reading_order import order_elements, take_order
from argument_maps.reading.transcripts.transcript_pages import (
    LinePiece,
    RegionSort,
    TranscribedLine,
    TranscribedPage,
    TranscribedRegion,
    classify_region,
)
from argument_maps.reading.transcripts.transcript_text import Transcript, is_unsure, space_words
from argument_maps.reading.transcripts.xml_elements import parse_elements, refuse_root
from models.text_vocabulary import ReportSort

ROOT = "PcGts"
_PICTURES = frozenset(
    {"ImageRegion", "GraphicRegion", "LineDrawingRegion", "ChartRegion", "MapRegion", "MathsRegion", "ChemRegion"}
    | {"MusicRegion", "AdvertRegion", "CustomRegion", "UnknownRegion", "NoiseRegion", "SeparatorRegion"}
)
# These hold no words and nothing to look at.
_EMPTY = ("SeparatorRegion", "NoiseRegion", "UnknownRegion", "AdvertRegion", "CustomRegion")
_OLDER = ("2009-", "2010-")


def read_page_xml(data: bytes, options: ReadingOptions) -> FileReading:
    """Return what a file of PAGE XML says. Raises `UnreadableText`."""
    transcript = Transcript(TextBuilder())
    add_page_xml(data, options, transcript)
    return transcript.finish()


def add_page_xml(data: bytes, options: ReadingOptions, transcript: Transcript) -> None:
    """Add the page of a file of PAGE XML to a transcription. Raises `UnreadableText`."""
    root, namespace = parse_elements(data, options, transcript.builder)
    if root.tag != ROOT:
        raise refuse_root(root, ROOT)
    if namespace.rpartition("/")[2].startswith(_OLDER):
        transcript.builder.report(ReportSort.OLDER_FORM, f"PAGE {namespace.rpartition('/')[2]}")
    metadata = root.find("Metadata")
    source = metadata if metadata is not None else Element("Metadata")
    transcript.note_program(source.findtext("Creator") or "", source.findtext("Created") or "")
    number = ""
    for element in source.iter("TranskribusMetadata"):
        number = element.get("pageNr", "")
    for page in root.findall("Page"):
        _PageReader(page, options.spelling, transcript).read(number)


@dataclass(slots=True)
class _PageReader:
    """Reads one page."""

    page: Element
    spelling: Spelling
    transcript: Transcript
    _frame: PageFrame = field(default_factory=lambda: PageFrame(None))
    _languages: Counter[str] = field(default_factory=Counter)
    _tables: int = 0

    def read(self, number: str) -> None:
        """Add the page to the transcription."""
        width, height = read_measure(self.page.get("imageWidth")), read_measure(self.page.get("imageHeight"))
        self._frame = make_frame((0, 0, width, height) if width and height else None)
        image = self.page.get("imageFilename", "").replace("\\", "/").rpartition("/")[2]
        read = TranscribedPage(place=number, image=image)
        order = take_order(self.page.find("ReadingOrder"), "regionRef")
        self._read_regions(self.page, order, read.regions, self.page.get("primaryLanguage", ""))
        self.transcript.add_page(read, self._languages)

    def _read_regions(self, parent: Element, order: list[str], regions: list[TranscribedRegion], language: str) -> None:
        found = [child for child in parent if str(child.tag).endswith("Region")]
        for element in order_elements(found, order, "id") if order else _sort_by_index(found):
            self._read_region(element, order, regions, element.get("primaryLanguage") or language)

    def _read_region(self, element: Element, order: list[str], regions: list[TranscribedRegion], language: str) -> None:
        if element.tag == "TableRegion":
            self._read_table(element, order, regions, language)
            return
        if element.tag in _PICTURES and element.tag not in _EMPTY:
            self.transcript.builder.report(ReportSort.PICTURES_LEFT_OUT)
        if element.tag == "TextRegion":
            names = (read_structure(parse_custom(element.get("custom", ""))), element.get("type", ""))
            lines = self._read_lines(element, language)
            if lines:
                regions.append(TranscribedRegion(classify_region(names) or RegionSort.PARAGRAPH, lines))
        self._read_regions(element, order, regions, language)

    def _read_table(self, element: Element, order: list[str], regions: list[TranscribedRegion], language: str) -> None:
        """Read a table by rows: cells of Transkribus, or text regions that say where in the table they are."""
        self._tables += 1
        table = len(self.transcript.pages) * 1_000_000 + self._tables
        cells = []
        for cell in [*element.findall("TableCell"), *element.findall("TextRegion")]:
            role = next(cell.iter("TableCellRole"), cell)
            row = read_measure(role.get("rowIndex") or role.get("row"))
            column = read_measure(role.get("columnIndex") or role.get("col"))
            if row is None or column is None or row < 0 or column < 0:
                self._read_region(cell, order, regions, language)
                continue
            lines = self._read_lines(cell, language)
            cells.append(TranscribedRegion(RegionSort.TABLE_CELL, lines, table, int(row) + 1, int(column) + 1))
        regions += sorted(cells, key=lambda cell: (cell.row, cell.column))
        for child in element:
            if str(child.tag).endswith("Region") and child.tag != "TextRegion":
                self._read_region(child, order, regions, language)

    # --- lines ----------------------------------------------------------------------------------

    def _read_lines(self, region: Element, language: str) -> list[TranscribedLine]:
        lines = _sort_by_index(region.findall("TextLine"))
        read = [self._read_line(line, line.get("primaryLanguage") or language) for line in lines]
        if not any(line.text.strip() for line in read):
            # A region may have words that nobody divided into lines.
            text = self._choose_text(region)
            if text:
                return [
                    TranscribedLine(
                        [LinePiece(part)], self._frame.place(_read_edges(region) if "\n" not in text else None)
                    )
                    for part in text.splitlines()
                ]
        return read

    def _read_line(self, line: Element, language: str) -> TranscribedLine:
        tags = parse_custom(line.get("custom", ""))
        words = line.findall("Word")
        own = self._choose_text(line)
        spelled = space_words([(self._choose_text(word) or _join_glyphs(word), _read_edges(word)) for word in words])
        joined = "".join(spelled)
        text = own if own is not None else joined
        if own is not None and joined.strip() and "".join(own.split()) != "".join(joined.split()):
            self.transcript.builder.report(ReportSort.OTHER_WORDINGS, f"{own} / {joined}")
        self._languages[language] += len(text)
        for element in (line, *words):
            equivalent = _find_equivalents(element)[:1]
            confidence = equivalent[0].get("conf") if equivalent else None
            # The confidence of a line tells nothing of a word, where words have their own.
            if (element is not line or not words) and is_unsure(confidence, 1):
                self.transcript.builder.report(ReportSort.UNSURE_WORDS, self._choose_text(element) or "")
        edges = _read_edges(line) or unite_edges(_read_edges(word) for word in words)
        place = self._frame.place(edges) if text.strip() else None
        sort = classify_region((read_structure(tags), ""))
        if own is None:
            return TranscribedLine([LinePiece(text)], place, sort)
        return TranscribedLine(mark_line(text, tags, self.spelling, self.transcript.builder), place, sort)

    def _choose_text(self, element: Element) -> str | None:
        """Return the first of the wordings of a region, line or word, None where it has none."""
        equivalents = _find_equivalents(element)
        texts = [equivalent.findtext("Unicode") or equivalent.findtext("PlainText") or "" for equivalent in equivalents]
        if not texts:
            return None
        if element.tag == "TextLine" and any(other.split() != texts[0].split() for other in texts[1:]):
            self.transcript.builder.report(ReportSort.OTHER_WORDINGS, " / ".join(texts))
        return texts[0].strip("\n")


def _find_equivalents(element: Element) -> list[Element]:
    """Return the wordings of an element in the order of their index; those without one stand first."""
    equivalents = element.findall("TextEquiv")
    if len(equivalents) > 1:
        equivalents.sort(key=lambda one: read_measure(one.get("index")) or 0)
    return equivalents


def _join_glyphs(word: Element) -> str:
    return "".join(glyph.findtext("TextEquiv/Unicode") or "" for glyph in word.findall("Glyph"))


def _sort_by_index(elements: list[Element]) -> list[Element]:
    """Return regions or lines in the order of Transkribus where all have a place in it, else in that of the file."""
    indices = []
    for element in elements:
        order = next((tag for tag in parse_custom(element.get("custom", "")) if tag.name == "readingOrder"), None)
        if order is None or "index" not in order.values:
            return elements
        indices.append(order.read_number("index"))
    return [element for _, element in sorted(zip(indices, elements, strict=True), key=lambda pair: pair[0])]


def _read_edges(element: Element) -> Edges | None:
    coordinates = element.find("Coords")
    if coordinates is None:
        return None
    points = coordinates.get("points") or " ".join(
        f"{point.get('x', '')},{point.get('y', '')}" for point in coordinates.findall("Point")
    )
    return bound_points(points)
