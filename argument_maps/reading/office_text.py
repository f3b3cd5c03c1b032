"""What the readers of word processors' files share: formatted runs, table cells, notes in tables, boxes."""

from collections.abc import Callable

from argument_maps.reading.blocks import BETWEEN
from argument_maps.reading.builder import CELL_GAP, LINE_BREAK, TextBuilder
from models.text_vocabulary import InlineSort, ReportSort
from models.vocabulary import BlockSort

_WHITE = " \t\r\n\u00a0"
_STRUCK_OPENING, _STRUCK_CLOSING = "⟦", "⟧"


class OfficeText:
    """Puts paragraphs with formatted runs, and tables, into a builder.

    A paragraph in a cell is a line of that cell, since what is cited is the cell; its number stands before its words.
    """

    def __init__(self, builder: TextBuilder) -> None:
        self.builder = builder
        self._formats: tuple[InlineSort, ...] = ()
        self._struck: list[str] = []
        # Spaces are added when it is known whether the formatting goes on behind them.
        self._spaces = ""
        self._cells = 0
        self._tables = 0
        self._notes: list[tuple[str, TextBuilder]] = []
        self._boxes: list[Callable[[], None]] = []
        self._continues = False
        self._is_cell_new = False

    # --- paragraphs -----------------------------------------------------------------------------

    def begin_paragraph(self, sort: BlockSort, label: str = "") -> None:
        """Begin a paragraph, or go on in the one before, where that has no end of its own."""
        if self._continues:
            self._continues = False
            return
        if self._cells:
            if self.builder.is_line_begun() and not self._is_cell_new:
                self.builder.break_line()
            self._is_cell_new = False
            if label:
                self.builder.add_words(f"{label} ")
        else:
            self.builder.begin_block(sort, label)

    def end_paragraph(self, *, continues: bool = False) -> None:
        """End a paragraph; with `continues`, the next one goes on in its block."""
        self.close_formats()
        if continues:
            self.builder.add_words(self._spaces)
            self._spaces = ""
            self._continues = True
            return
        self._spaces = ""
        if not self._cells:
            self.builder.end_block()
            self._read_boxes()

    def add_text(self, text: str, formats: tuple[InlineSort, ...] = ()) -> None:
        """Add words that are formatted in this way; spaces between two such runs belong to both."""
        words = text.strip(_WHITE)
        if not words:
            self._spaces += text
            return
        start = text.index(words)
        self._spaces += text[:start]
        if formats != self._formats:
            self.close_formats()
            self._flush_spaces()
            self._formats = formats
            for sort in formats:
                self.builder.open_mark(sort)
            if InlineSort.DELETED in formats:
                self.builder.add_words(_STRUCK_OPENING)
        if InlineSort.DELETED in formats:
            self._struck += [self._spaces, words]
        self._flush_spaces()
        self.builder.add_words(words)
        self._spaces = text[start + len(words) :]

    def _flush_spaces(self) -> None:
        if self._spaces:
            self.builder.add_words(self._spaces)
            self._spaces = ""

    def close_formats(self) -> None:
        """End the formatting of the words so far."""
        if self._struck:
            self.builder.add_words(_STRUCK_CLOSING)
            self.builder.report(ReportSort.DELETIONS_SHOWN, "".join(self._struck))
            self._struck.clear()
        for _ in self._formats:
            self.builder.close_mark()
        self._formats = ()

    def break_line(self) -> None:
        """Begin another line of the paragraph."""
        self._spaces = ""
        self.builder.break_line()

    def add_marked(self, sort: InlineSort, text: str, detail: str) -> None:
        """Add words with a mark that has a detail, such as the reading of a ruby."""
        self.close_formats()
        self._flush_spaces()
        self.builder.open_mark(sort, detail)
        self.builder.add_words(text)
        self.builder.close_mark()

    def set_anchor(self, name: str, *, is_end: bool = False) -> None:
        """Give this place a name."""
        if not is_end:
            self._flush_spaces()
        self.builder.set_anchor(name, is_end=is_end)

    def add_note(self, label: str, note: TextBuilder) -> None:
        """Add a note, whose words stand below the paragraph, or below the table in which it is."""
        self.close_formats()
        if self._tables:
            self.builder.add_note_reference(label)
            self._notes.append((label, note))
        else:
            self.builder.add_note(label, note)

    def add_box(self, read: Callable[[], None]) -> None:
        """Read what stands in a box once the paragraph, or the table, to which it belongs has ended."""
        self._boxes.append(read)

    def _read_boxes(self) -> None:
        boxes, self._boxes = self._boxes, []
        for read in boxes:
            read()

    # --- tables ---------------------------------------------------------------------------------

    def begin_table(self) -> None:
        """Begin a table, which may stand in a cell of another."""
        self.close_formats()
        self._tables += 1

    def begin_cell(self, row: int, column: int, *, is_first: bool, begins_table: bool) -> None:
        """Begin a cell by its place; those of a table in a cell are words and lines of that cell."""
        self._continues = False
        if self._cells == 0:
            separator = CELL_GAP if not is_first else BETWEEN if begins_table else LINE_BREAK
            self.builder.begin_block(BlockSort.TABLE_CELL, f"{row}.{column}", separator)
        elif is_first and self.builder.is_line_begun():
            self.builder.break_line()
        else:
            self.builder.add_words(" ")
        self._cells += 1
        self._is_cell_new = True

    def end_cell(self) -> None:
        """End a cell."""
        self.close_formats()
        self._spaces = ""
        self._continues = False
        self._cells -= 1
        if not self._cells:
            self.builder.end_block()

    def end_table(self) -> None:
        """End a table, and put down the notes and boxes that belong to it."""
        self._tables -= 1
        if not self._tables:
            notes, self._notes = self._notes, []
            for label, note in notes:
                self.builder.place_note(label, note)
            if not self._cells:
                self._read_boxes()
