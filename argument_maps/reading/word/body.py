"""The paragraphs and tables of a Word document in their order."""

from xml.etree.ElementTree import Element

from argument_maps.reading.builder import TextBuilder
from argument_maps.reading.office_text import OfficeText
from argument_maps.reading.word.notes import WordNotes
from argument_maps.reading.word.numbering import LEVELS, ListNumbers
from argument_maps.reading.word.runs import REFERENCES, WordRuns, find_alternative
from argument_maps.reading.word.styles import StyleSheet, is_on, read_number, read_value
from models.text_vocabulary import ReportSort
from models.vocabulary import BlockSort

# What only wraps blocks or runs.
_WRAPPERS = frozenset(
    {"w-sdt", "w-sdtContent", "w-customXml", "w-smartTag", "w-body", "w-document", "mc-Choice", "mc-Fallback"}
)
_INSERTED = frozenset({"w-ins", "w-moveTo"})
_DELETED = frozenset({"w-del", "w-moveFrom"})
_ANCHORS = frozenset({"w-commentRangeStart", "w-commentRangeEnd"})
_EMBEDDED = {"w-altChunk": "altChunk", "w-subDoc": "subDoc"}
MOST_COLUMNS = 1_000


class WordBody:
    """Reads blocks into a builder; notes and boxes are read by bodies of their own, with the same numbers."""

    def __init__(self, builder: TextBuilder, sheet: StyleSheet, numbers: ListNumbers, notes: WordNotes) -> None:
        self.builder = builder
        self.office = OfficeText(builder)
        self.sheet = sheet
        self.numbers = numbers
        self.notes = notes
        self.comments_met: set[str] = set()
        self.runs = WordRuns(self)

    def finish(self) -> None:
        """End the text; notes that nothing refers to stand at its end."""
        self.office.end_paragraph()
        for sort, element in self.notes.list_unmet():
            note = self.read_note(element, "")
            if any("".join(each.itertext()).strip() for each in element.iter("w-t")):
                self.builder.place_note(self.notes.count_note(sort), note)

    def read_note(self, element: Element, mark: str) -> TextBuilder:
        """Return a note's blocks; `mark` is the sign of its own with which it begins."""
        note = WordBody(TextBuilder(), self.sheet, self.numbers, self.notes)
        note.comments_met = self.comments_met
        note.runs.own_mark = mark
        note.read_children(element)
        note.office.end_paragraph()
        return note.builder

    # --- blocks ---------------------------------------------------------------------------------

    def read_children(self, parent: Element) -> None:
        """Read the blocks in an element."""
        for element in parent:
            self._read_block(element)

    def _read_block(self, element: Element) -> None:
        tag = str(element.tag)
        if tag == "w-p":
            self._read_paragraph(element)
        elif tag == "w-tbl":
            self._read_table(element)
        elif tag == "mc-AlternateContent":
            chosen = find_alternative(element)
            if chosen is not None:
                self.read_children(chosen)
        elif tag in _WRAPPERS or tag in _INSERTED:
            self.read_children(element)
        elif tag == "w-sectPr":
            self.notes.end_section()
        else:
            self._read_between(element, tag)

    def _read_between(self, element: Element, tag: str) -> None:
        """Read what stands between blocks and is none."""
        if tag in _DELETED:
            self.report_deletion(element)
        elif tag in _ANCHORS:
            self.read_comment_range(element)
        elif tag in _EMBEDDED:
            self.builder.report(ReportSort.OTHERS_LEFT_OUT, _EMBEDDED[tag])
        elif tag in ("m-oMathPara", "m-oMath", "w-r", "w-hyperlink"):
            self.office.begin_paragraph(BlockSort.PARAGRAPH)
            self.runs.read_inline(element)
            self.office.end_paragraph()

    def read_comment_range(self, element: Element) -> None:
        """Note where the passage of a comment begins or ends."""
        number = element.get("w-id", "")
        if element.tag == "w-commentRangeStart":
            self.office.set_anchor(f"comment {number}")
        else:
            self.office.set_anchor(f"comment {number} end", is_end=True)
        self.comments_met.add(number)

    def report_deletion(self, element: Element) -> None:
        """Say what was deleted, or moved from here, while changes were tracked."""
        words = "".join(each.text or "" for each in element.iter() if each.tag in ("w-delText", "w-t"))
        if words.strip():
            self.builder.report(ReportSort.DELETIONS_LEFT_OUT, words)
        if element.tag != "w-moveFrom":
            # What was moved away may take its notes along.
            for each in element.iter():
                if each.tag in REFERENCES:
                    self.leave_note_out(REFERENCES[each.tag], each, ReportSort.DELETIONS_LEFT_OUT)

    def leave_note_out(self, sort: str, reference: Element, reason: ReportSort) -> None:
        """Say what a note says of which the reference is not shown; it has no other place."""
        note = self.notes.find_note(sort, reference.get("w-id", ""))
        words = "".join(each.text or "" for each in note.iter("w-t")) if note is not None else ""
        if words.strip():
            self.builder.report(reason, words)

    def _read_paragraph(self, element: Element) -> None:
        properties = element.find("w-pPr")
        style = read_value(properties.find("w-pStyle")) if properties is not None else ""
        self.runs.paragraph_look = self.sheet.find_look(style or self.sheet.default_paragraph)
        sort, label = self._find_sort(style, properties, element)
        self.office.begin_paragraph(sort, label)
        self.runs.read_children(element)
        mark = properties.find("w-rPr") if properties is not None else None
        frame = properties.find("w-framePr") if properties is not None else None
        is_initial = frame is not None and frame.get("w-dropCap", "none") != "none"
        # Without an end of its own the paragraph goes on in the next one.
        continues = is_initial or (
            mark is not None
            and (any(mark.find(tag) is not None for tag in _DELETED) or is_on(mark.find("w-specVanish")))
        )
        self.office.end_paragraph(continues=continues)
        if properties is not None and properties.find("w-sectPr") is not None:
            self.notes.end_section()

    def _find_sort(self, style: str, properties: Element | None, element: Element) -> tuple[BlockSort, str]:
        """Return what a paragraph is, and its number."""
        sort = self.sheet.choose_sort(style, properties)
        number, level = self.sheet.find_numbering(style)
        if level is None:
            level = self.numbers.find_level(number, style or self.sheet.default_paragraph)
        own = properties.find("w-numPr") if properties is not None else None
        if own is not None:
            number = read_value(own.find("w-numId")) or number
            own_level = read_number(own.find("w-ilvl"))
            level = own_level if own_level is not None and own_level < LEVELS else level
        if not number or number == "0":
            return sort, ""
        if _is_empty(element):
            # An empty item is counted by Word, and shown with its number alone.
            self.numbers.count_item(number, level)
            return sort, ""
        label = self.numbers.count_item(number, level)
        if label is None:
            return sort, ""
        return (sort if sort is BlockSort.HEADING else BlockSort.LIST_ITEM), label

    # --- tables ---------------------------------------------------------------------------------

    def _read_table(self, table: Element) -> None:
        rows = _list_parts(table, "w-tr")
        cells = [cell for row in rows for cell in _list_parts(row, "w-tc")]
        if len(cells) < 2 and len(rows) < 2:
            # A frame around some paragraphs.
            for cell in cells:
                self.read_children(cell)
            return
        self.office.begin_table()
        begins_table, number = True, 0
        for row in rows:
            properties = row.find("w-trPr")
            if properties is not None and properties.find("w-del") is not None:
                self.report_deletion(row)
                continue
            number += 1
            column = 1 + _read_span(properties, "w-gridBefore", 0)
            is_first = True
            for cell in _list_parts(row, "w-tc"):
                about = cell.find("w-tcPr")
                span = _read_span(about, "w-gridSpan", 1)
                merge = about.find("w-vMerge") if about is not None else None
                if about is not None and about.find("w-cellDel") is not None:
                    self.report_deletion(cell)
                elif merge is None or merge.get("w-val") == "restart" or not _is_empty(cell):
                    self.office.begin_cell(number, column, is_first=is_first, begins_table=begins_table)
                    self.read_children(cell)
                    self.office.end_cell()
                    is_first = begins_table = False
                column += span
        self.office.end_table()


def _list_parts(parent: Element, tag: str) -> list[Element]:
    """Return the rows of a table or the cells of a row, also where something wraps them."""
    parts = []
    for element in parent:
        if element.tag == tag:
            parts.append(element)
        elif element.tag in _WRAPPERS:
            parts += _list_parts(element, tag)
    return parts


def _read_span(properties: Element | None, tag: str, default: int) -> int:
    value = read_value(properties.find(tag)) if properties is not None else ""
    return min(int(value[:6]), MOST_COLUMNS) if value.isascii() and value.isdigit() else default


def _is_empty(element: Element) -> bool:
    """Tell whether a paragraph or a cell shows nothing."""
    shown = ("w-t", "w-sym", "w-drawing", "w-pict", "m-t", "w-footnoteReference", "w-endnoteReference", "w-object")
    return not any(each.tag in shown and (each.tag != "w-t" or (each.text or "").strip()) for each in element.iter())
