"""ALTO read as a text (Analyzed Layout and Text Object of the Library of Congress, 2 to 4, and 1 where it is alike)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from argument_maps.reading.builder import TextBuilder
from argument_maps.reading.results import FileReading, ReadingOptions, Spelling
from argument_maps.reading.tei.editorial import is_initialism
from argument_maps.reading.transcripts.page_frames import (
    Edges,
    PageFrame,
    bound_points,
    make_frame,
    read_measure,
    unite_edges,
)
from argument_maps.reading.transcripts.reading_order import follow_next, order_elements, take_order
from argument_maps.reading.transcripts.transcript_pages import (
    LineMark,
    LinePiece,
    RegionSort,
    TranscribedLine,
    TranscribedPage,
    TranscribedRegion,
    classify_region,
)
from argument_maps.reading.transcripts.transcript_text import Transcript, is_unsure, space_words
from argument_maps.reading.transcripts.xml_elements import parse_elements, refuse_root
from models.text_vocabulary import InlineSort, ReportSort

ROOT = "alto"
# The parts of a page in the order in which it is read, and what stands in them where nothing else is said
# (ALTO 4.4, PageType: running titles and page numbers above and below the print space, marginalia beside it).
_SPACES = {
    "TopMargin": RegionSort.FURNITURE,
    "LeftMargin": RegionSort.MARGINALIA,
    "PrintSpace": RegionSort.PARAGRAPH,
    "RightMargin": RegionSort.MARGINALIA,
    "BottomMargin": RegionSort.FURNITURE,
}
_BLOCKS = ("TextBlock", "ComposedBlock", "Illustration", "GraphicalElement")
_RAISED = {"superscript": InlineSort.SUPERSCRIPT, "subscript": InlineSort.SUBSCRIPT}
_STYLES = {**_RAISED, "strikethrough": InlineSort.DELETED}


def read_alto(data: bytes, options: ReadingOptions) -> FileReading:
    """Return what a file of ALTO says. Raises `UnreadableText`."""
    transcript = Transcript(TextBuilder())
    add_alto(data, options, transcript)
    return transcript.finish()


def add_alto(data: bytes, options: ReadingOptions, transcript: Transcript) -> None:
    """Add the pages of a file of ALTO to a transcription. Raises `UnreadableText`."""
    root, namespace = parse_elements(data, options, transcript.builder)
    if root.tag != ROOT:
        raise refuse_root(root, ROOT)
    if "ns-v" not in namespace:
        transcript.builder.report(ReportSort.OLDER_FORM, namespace or "ALTO without a namespace, as in its version 1")
    image = root.findtext("Description/sourceImageInformation/fileName") or ""
    description = root.find("Description")
    for step in description.iter() if description is not None else ():
        software = step.find("processingSoftware")
        if software is not None:
            transcript.note_program(_name_software(software), step.findtext("processingDateTime") or "")
    tags = {
        tag.get("ID", ""): (tag.get("LABEL", ""), tag.get("TYPE", "")) for tags in root.findall("Tags") for tag in tags
    }
    pages = [page for layout in root.findall("Layout") for page in layout.findall("Page")]
    order = take_order(root.find("Layout/ReadingOrder"), "REF")
    for page in pages:
        own = image if len(pages) == 1 else ""
        _AltoPageReader(page, tags, order, options.spelling, transcript).read(own)


def _name_software(software: Element) -> str:
    creator, name = software.findtext("softwareCreator") or "", software.findtext("softwareName") or ""
    parts = (creator if creator not in name else "", name, software.findtext("softwareVersion") or "")
    return " ".join(part.strip() for part in parts if part.strip())


@dataclass(slots=True)
class _AltoPageReader:
    """Reads one page; `tags` has the labels of what elements refer to by its id."""

    page: Element
    tags: dict[str, tuple[str, str]]
    order: list[str]
    spelling: Spelling
    transcript: Transcript
    _frame: PageFrame = field(default_factory=lambda: PageFrame(None))
    _languages: Counter[str] = field(default_factory=Counter)
    _has_spaces: bool = False

    def read(self, image: str) -> None:
        """Add the page to the transcription."""
        self._frame = make_frame(self._measure_page())
        self._has_spaces = next(self.page.iter("SP"), None) is not None
        name = image.strip().replace("\\", "/").rpartition("/")[2]
        place = self.page.get("PHYSICAL_IMG_NR", "").strip()
        read = TranscribedPage(number=self.page.get("PRINTED_IMG_NR", "").strip(), place=place, image=name)
        for space, sort in _SPACES.items():
            for element in self.page.findall(space):
                self._read_blocks(element, sort, read.regions, self.page.get("LANG", ""))
        self.transcript.add_page(read, self._languages)

    def _measure_page(self) -> Edges | None:
        """Return the edges of the page; of one that gives no size, those of its spaces, if they begin at its corner."""
        width, height = read_measure(self.page.get("WIDTH")), read_measure(self.page.get("HEIGHT"))
        if width and height:
            return 0, 0, width, height
        spaces = unite_edges(_read_box(element) for name in _SPACES for element in self.page.findall(name))
        return spaces if spaces is not None and spaces[:2] == (0, 0) else None

    def _read_blocks(self, parent: Element, sort: RegionSort, regions: list[TranscribedRegion], language: str) -> None:
        blocks = [child for child in parent if child.tag in _BLOCKS]
        following = {block.get("ID", ""): block.get("IDNEXT", "") for block in blocks if block.get("IDNEXT")}
        if self.order:
            blocks = order_elements(blocks, self.order, "ID")
        elif following:
            blocks = follow_next(blocks, following, "ID")
        for block in blocks:
            if block.tag == "Illustration":
                self.transcript.builder.report(ReportSort.PICTURES_LEFT_OUT, block.get("TYPE", ""))
                continue
            own = classify_region(self._list_names(block)) or sort
            spoken = block.get("LANG") or block.get("language") or language
            if block.tag == "ComposedBlock":
                self._read_blocks(block, own, regions, spoken)
            elif block.tag == "TextBlock":
                regions.append(TranscribedRegion(own, self._read_lines(block, spoken)))

    def _list_names(self, element: Element) -> list[str]:
        """Return what an element is called: the labels of its tags, its type, its role."""
        labels = [name for tag in element.get("TAGREFS", "").split() for name in self.tags.get(tag, ())]
        return [*labels, element.get("TYPE", ""), element.get("ROLE", "")]

    # --- lines ----------------------------------------------------------------------------------

    def _read_lines(self, block: Element, language: str) -> list[TranscribedLine]:
        return [self._read_line(line, line.get("LANG") or language) for line in block.findall("TextLine")]

    def _read_line(self, line: Element, language: str) -> TranscribedLine:
        strings = [child for child in line if child.tag in ("String", "SP", "HYP")]
        read = TranscribedLine([])
        run: list[Element] = []
        for child in [*strings, Element("SP")]:
            if child.tag == "String":
                run.append(child)
                continue
            self._add_run(run, read)
            run = []
            if child.tag == "HYP":
                sign = child.get("CONTENT", "").strip() or "-"
                # Some files have the sign in the word as well.
                if read.pieces and not read.text.endswith(sign):
                    read.pieces.append(LinePiece(sign))
            elif read.pieces and not read.text[-1:].isspace():
                read.pieces.append(LinePiece(" "))
        words = [child for child in strings if child.tag == "String"]
        if words:
            read.begun = _read_part(words[-1], "hyppart1")
            read.ended = _read_part(words[0], "hyppart2")
        _attach_sign(read)
        _join_pieces(read)
        edges = _read_box(line) or unite_edges(_read_box(word) for word in words)
        if read.text.strip():
            read.place = self._frame.place(edges)
        read.sort = classify_region(self._list_names(line))
        self._languages[language] += len(read.text)
        return read

    def _add_run(self, strings: Sequence[Element], line: TranscribedLine) -> None:
        """Add words between which no space is told."""
        texts: list[tuple[str, Edges | None]] = []
        given: list[tuple[Element, tuple[LineMark, ...]]] = []
        for string in strings:
            text, marks = self._read_string(string)
            if text.strip():
                texts.append((text, _read_box(string)))
                given.append((string, marks))
        for text, (string, marks) in zip(space_words(texts, has_spaces=self._has_spaces), given, strict=True):
            if text.startswith(" "):
                line.pieces.append(LinePiece(" "))
            line.pieces.append(LinePiece(text.lstrip(" "), marks))
            if is_unsure(string.get("WC"), 1):
                self.transcript.builder.report(ReportSort.UNSURE_WORDS, text)

    def _read_string(self, string: Element) -> tuple[str, tuple[LineMark, ...]]:
        """Return what a word says, and what is said of it."""
        text = string.get("CONTENT", "")
        builder = self.transcript.builder
        others = [other.text.strip() for other in string.findall("ALTERNATIVE") if other.text and other.text.strip()]
        if others:
            builder.report(ReportSort.OTHER_WORDINGS, f"{text} ({'; '.join(others)})")
        marks = [LineMark(_STYLES[style]) for style in string.get("STYLE", "").lower().split() if style in _STYLES]
        whole = string.get("SUBS_CONTENT", "").strip()
        if string.get("SUBS_TYPE", "").lower() == "abbreviation" and whole and whole != text:
            is_original = self.spelling is Spelling.ORIGINAL or is_initialism(text)
            shown, hidden = (text, whole) if is_original else (whole, text)
            builder.report(ReportSort.ORIGINAL_FORMS if is_original else ReportSort.REGULARISED, f"{shown} ({hidden})")
            marks.append(LineMark(InlineSort.CHOSEN, hidden))
            text = shown
        if any(mark.sort is InlineSort.DELETED for mark in marks):
            builder.report(ReportSort.DELETIONS_SHOWN, text)
            text = f"⟦{text}⟧"
        return text, tuple(marks)


def _attach_sign(line: TranscribedLine) -> None:
    """Join the sign of hyphenation to the word before it, and take the spaces at the end of the line away."""
    while line.pieces and line.pieces[-1].text.isspace():
        line.pieces.pop()
    if len(line.pieces) > 1 and line.pieces[-1].text in ("-", "\u00ad", "\u2010", "¬", "⸗"):
        sign = line.pieces.pop().text
        while len(line.pieces) > 1 and line.pieces[-1].text.isspace():
            line.pieces.pop()
        last = line.pieces[-1]
        line.pieces[-1] = last._replace(text=last.text + sign)


def _join_pieces(line: TranscribedLine) -> None:
    """Join pieces of which nothing is said, but for parts of words that go on in other lines."""
    first, last = 1 if line.ended else 0, len(line.pieces) - (1 if line.begun else 0)
    joined = line.pieces[:first]
    for piece in line.pieces[first:last]:
        if len(joined) > first and not piece.marks and not joined[-1].marks:
            joined[-1] = LinePiece(joined[-1].text + piece.text)
        else:
            joined.append(piece)
    line.pieces = [*joined, *line.pieces[max(last, first) :]]


def _read_part(string: Element, part: str) -> str:
    """Return the whole word of which a string is this part, nothing where it is none."""
    return string.get("SUBS_CONTENT", "").strip() if string.get("SUBS_TYPE", "").lower() == part else ""


def _read_box(element: Element) -> Edges | None:
    """Return the box of an element, or the one around its shape."""
    left, top = read_measure(element.get("HPOS")), read_measure(element.get("VPOS"))
    width, height = read_measure(element.get("WIDTH")), read_measure(element.get("HEIGHT"))
    if left is not None and top is not None and width and height:
        return left, top, left + width, top + height
    polygon = element.find("Shape/Polygon")
    return bound_points(polygon.get("POINTS", "")) if polygon is not None else None
