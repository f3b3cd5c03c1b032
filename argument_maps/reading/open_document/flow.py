"""The paragraphs, lists and tables of an OpenDocument text in their order (OpenDocument 1.3, part 3, 5 to 9)."""

from functools import partial
from xml.etree.ElementTree import Element

from argument_maps.reading.builder import TextBuilder
from argument_maps.reading.office_text import OfficeText
from argument_maps.reading.open_document.document_styles import DocumentStyles, read_count, write_list_label
from argument_maps.reading.open_document.inline import InlineReader
from models.text_vocabulary import ReportSort
from models.vocabulary import BlockSort

MOST_COLUMNS = 1_000
_WRAPPERS = frozenset(
    {
        *("text-index-body", "text-index-title", "table-table-header-rows", "table-table-rows", "text-note-body"),
        *("table-table-row-group", "text-numbered-paragraph", "office-text", "draw-text-box"),
        *("text-table-of-content", "text-illustration-index", "text-table-index", "text-object-index"),
        *("text-user-index", "text-alphabetical-index", "text-bibliography", "draw-a", "draw-g"),
    }
)
_SECTIONS = frozenset({"text-section", *(tag for tag in _WRAPPERS if tag.endswith(("index", "bibliography")))})
_ROWS = ("table-table-header-rows", "table-table-rows", "table-table-row-group")


class DocumentFlow:
    """Reads blocks into a builder; notes and boxes are read by flows of their own."""

    def __init__(self, builder: TextBuilder, styles: DocumentStyles) -> None:
        self.builder = builder
        self.office = OfficeText(builder)
        self.styles = styles
        self.inline = InlineReader(self)
        # The numbers reached on each level of each list, so that a later one can go on counting.
        self._counts: dict[str, dict[int, int]] = {}
        self._last_list = ""
        self._outline: dict[int, int] = {}
        self._label = ""
        self._in_list = False
        self.changes: dict[str, Element] = {}

    def read_text(self, element: Element) -> None:
        """Read all of a text, and say what was deleted from it."""
        for region in element.iterfind("text-tracked-changes/text-changed-region"):
            for change in region:
                if change.tag == "text-deletion":
                    words = "".join("".join(each.itertext()) for each in change if each.tag != "office-change-info")
                    if words.strip():
                        self.builder.report(ReportSort.DELETIONS_LEFT_OUT, words)
                elif change.tag == "text-insertion":
                    self.inline.insertions.add(region.get("text-id") or region.get("xml-id") or "")
        self.read_children(element)
        self.office.end_paragraph()

    def read_note(self, element: Element) -> TextBuilder:
        """Return a note's blocks."""
        note = DocumentFlow(TextBuilder(), self.styles)
        note.read_children(element)
        note.office.end_paragraph()
        return note.builder

    # --- blocks ---------------------------------------------------------------------------------

    def read_children(self, parent: Element) -> None:
        """Read the blocks in an element."""
        for element in parent:
            self.read_block(element)

    def read_block(self, element: Element) -> None:
        """Read a block, or what wraps blocks."""
        tag = str(element.tag)
        if tag in _SECTIONS and element.get("text-display") == "none":
            self.report_hidden(element)
        elif tag == "text-p":
            self._read_paragraph(element, self.styles.choose_sort(element.get("text-style-name", "")))
        elif tag == "text-h":
            self._read_heading(element)
        elif tag == "text-list":
            self._read_list(element, 1, "")
        elif tag == "table-table":
            self._read_table(element)
        elif tag in _WRAPPERS or tag in _SECTIONS:
            self.read_children(element)
        elif tag.startswith("draw-"):
            self.inline.read_shape(element)
            self.office.end_paragraph()
        elif tag in ("text-change-start", "text-change-end", "text-change"):
            self.inline.read_inline(element, ())
        elif tag == "office-forms" and len(element):
            self.builder.report(ReportSort.OTHERS_LEFT_OUT, "office:forms")

    def report_hidden(self, element: Element) -> None:
        """Say what is in the file and not shown."""
        words = "".join(element.itertext())
        if words.strip():
            self.builder.report(ReportSort.HIDDEN_LEFT_OUT, words)

    def read_box(self, box: Element) -> None:
        """Read what stands in a box once the paragraph to which it belongs has ended."""
        self.office.add_box(partial(self.read_children, box))

    def _read_paragraph(self, element: Element, sort: BlockSort, label: str = "") -> None:
        style = element.get("text-style-name", "")
        if self.styles.is_hidden("paragraph", style):
            self.report_hidden(element)
            return
        label = self._label or label
        self._label = ""
        if self._in_list and (label or sort is BlockSort.PARAGRAPH):
            sort = BlockSort.LIST_ITEM
        self.office.begin_paragraph(sort, label)
        self.inline.read_children(element, self.styles.find_formats("paragraph", style))
        self.office.end_paragraph()

    def _read_heading(self, element: Element) -> None:
        level = read_count(element.get("text-outline-level", ""), 1)
        label = ""
        is_counted = element.get("text-is-list-header") != "true" and "".join(element.itertext()).strip()
        if is_counted and not self._in_list and level in self.styles.outline:
            self._count(self._outline, level, self.styles.outline[level].start)
            label = write_list_label(self.styles.outline, level, self._outline)
        was_in_list, self._in_list = self._in_list, False
        self._read_paragraph(element, BlockSort.HEADING, label)
        self._in_list = was_in_list

    # --- lists ----------------------------------------------------------------------------------

    @staticmethod
    def _count(counts: dict[int, int], level: int, start: int) -> None:
        counts[level] = counts[level] + 1 if level in counts else start
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]

    def _read_list(self, element: Element, level: int, style: str) -> None:
        style = element.get("text-style-name") or style
        levels = self.styles.lists.get(style, {})
        name = element.get("xml-id") or f"list {id(element)}"
        if level == 1:
            self._begin_list(element, name, style)
        counts = self._counts[self._last_list]
        was_in_list = self._in_list
        for item in element:
            start = read_count(item.get("text-start-value", ""), -1)
            if item.tag == "text-list-item":
                if start >= 0:
                    counts.pop(level, None)
                shape = levels.get(level)
                if _begins_with_words(item):
                    self._count(counts, level, start if start >= 0 else shape.start if shape else 1)
                    self._label = write_list_label(levels, level, counts)
            elif item.tag != "text-list-header":
                continue
            self._in_list = True
            for child in item:
                if child.tag == "text-list":
                    self._read_list(child, level + 1, style)
                elif child.tag == "text-number":
                    self._label = self._label and "".join(child.itertext()).strip()
                else:
                    self.read_block(child)
            self._label = ""
        self._in_list = was_in_list

    def _begin_list(self, element: Element, name: str, style: str) -> None:
        """Begin a list, or go on with the numbers of another."""
        continued = element.get("text-continue-list", "")
        if continued in self._counts:
            self._counts[name] = self._counts[continued]
        elif element.get("text-continue-numbering") == "true" and f"style {style}" in self._counts:
            self._counts[name] = self._counts[f"style {style}"]
        else:
            self._counts[name] = {}
        self._counts[f"style {style}"] = self._counts[name]
        self._last_list = name

    # --- tables ---------------------------------------------------------------------------------

    def _read_table(self, table: Element) -> None:
        rows = _list_rows(table)
        cells = [cell for row in rows for cell in row if cell.tag == "table-table-cell"]
        if len(cells) < 2:
            for cell in cells:
                self.read_children(cell)
            return
        was_in_list, self._in_list = self._in_list, False
        self.office.begin_table()
        begins_table, number = True, 0
        for row in rows:
            number += 1
            column, is_first = 1, True
            for cell in row:
                span = min(read_count(cell.get("table-number-columns-repeated", ""), 1), MOST_COLUMNS)
                if cell.tag == "table-table-cell":
                    self.office.begin_cell(number, column, is_first=is_first, begins_table=begins_table)
                    self.read_children(cell)
                    self.office.end_cell()
                    is_first = begins_table = False
                column += span
            number += min(read_count(row.get("table-number-rows-repeated", ""), 1), MOST_COLUMNS) - 1
        self.office.end_table()
        self._in_list = was_in_list


def _list_rows(table: Element) -> list[Element]:
    rows = []
    for element in table:
        if element.tag == "table-table-row":
            rows.append(element)
        elif element.tag in _ROWS:
            rows += _list_rows(element)
    return rows


def _begins_with_words(item: Element) -> bool:
    """Tell whether an item has something of its own before a list in it, so that it is counted."""
    first = next((child for child in item if child.tag != "text-number"), None)
    return first is not None and first.tag != "text-list"
