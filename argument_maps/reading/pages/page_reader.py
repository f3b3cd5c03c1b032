"""The words of a page as a browser shows them, block by block."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from argument_maps.reading.blocks import BETWEEN
from argument_maps.reading.builder import CELL_GAP, LINE_BREAK, TextBuilder
from argument_maps.reading.pages.list_numbers import number_list_items
from argument_maps.reading.pages.page_display import (
    BLOCK_SORTS,
    CONTROLS,
    EMBEDDED,
    INSERTIONS,
    NEVER_SHOWN,
    PICTURES,
    choose_quotation_marks,
    is_block,
    is_deletion,
    is_hidden,
    is_preserving,
)
from argument_maps.reading.pages.page_furniture import list_furniture
from argument_maps.reading.pages.page_notes import (
    NoteFinder,
    PageNote,
    PageNotes,
    drop_reference_rest,
    is_note_element,
    read_note_label,
)
from argument_maps.reading.pages.page_numbers import note_page_break
from argument_maps.reading.pages.page_tables import is_layout_table, list_other_parts, place_cells
from argument_maps.reading.pages.page_tree import PageElement
from argument_maps.reading.pages.ruby import list_ruby_segments
from models.text_vocabulary import InlineSort, ReportSort
from models.vocabulary import BlockSort

Task = PageElement | str | Callable[[], None]
_RAISED = {"sup": InlineSort.SUPERSCRIPT, "sub": InlineSort.SUBSCRIPT}
_FORMULAS = {
    "msup": (InlineSort.SUPERSCRIPT,),
    "msub": (InlineSort.SUBSCRIPT,),
    "msubsup": (InlineSort.SUBSCRIPT, InlineSort.SUPERSCRIPT),
}
# Between signs that are written without spaces, the end of a line is none (CSS Text Module Level 3, 4.1.2).
_HAN = "[\u2e80-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff9f]"
_BROKEN_HAN = re.compile(rf"(?<={_HAN})[ \t]*\n\s*(?={_HAN})")
_INITIAL = re.compile(r"[^\W\d_]{1,2}")


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What an element hands down to what is in it."""

    sort: BlockSort = BlockSort.PARAGRAPH
    label: str = ""
    is_preserved: bool = False
    language: str = ""
    quotations: int = 0
    is_cell: bool = False


def read_page(root: PageElement, builder: TextBuilder) -> None:
    """Put into a builder what a browser shows of a page, and say there what was left out."""
    notes = NoteFinder(root).find()
    reader = _PageReader(builder, notes, list_furniture(root))
    reader.read([root])
    reader.read_other_notes()
    builder.end_block()


class _PageReader:
    """Reads elements into a builder, with a list of what is still to be done in place of recursion."""

    def __init__(self, builder: TextBuilder, notes: PageNotes, furniture: set[PageElement]) -> None:
        self._builder = builder
        self._notes = notes
        self._furniture = furniture
        self._around = _Surroundings()
        self._is_open = False
        # The numbers of list items that no word has followed yet.
        self._pending_labels: list[str] = []
        self._told: set[PageNote] = set()
        self._cell_notes: list[PageNote] = []
        self._separator = BETWEEN
        self._tasks: list[Task] = []

    def read(self, tasks: Iterable[Task]) -> None:
        """Read elements and words in their order."""
        self._tasks = list(reversed(list(tasks)))
        while self._tasks:
            task = self._tasks.pop()
            if isinstance(task, str):
                self._read_words(task)
            elif isinstance(task, PageElement):
                self._tasks.extend(reversed(list(self._enter(task))))
            else:
                task()

    # --- blocks and words -----------------------------------------------------------------------

    def _read_words(self, words: str) -> None:
        around = self._around
        if not around.is_preserved and "\n" in words:
            words = _BROKEN_HAN.sub("", words)
        if not self._is_open:
            words = words.lstrip("\n\r") if around.is_preserved else words.lstrip(" \t\r\n\f")
            if not words.strip(" \t\r\n\f"):
                return
            self._begin_block()
        self._builder.add_words(words, preserve=around.is_preserved)

    def _break_line(self) -> None:
        """Begin another line; an empty one, in the pages of old archives, is the end of a paragraph."""
        if self._is_open and self._builder.is_line_begun():
            self._builder.break_line()
        elif self._is_open:
            self._end_block()

    def _begin_block(self) -> None:
        around = self._around
        label = " ".join(self._pending_labels) or around.label
        sort = BlockSort.LIST_ITEM if self._pending_labels else around.sort
        self._builder.begin_block(sort, label, self._separator)
        self._pending_labels.clear()
        self._separator = BETWEEN
        self._is_open = True

    def _end_block(self) -> None:
        if self._around.is_cell:
            if self._is_open and self._builder.is_line_begun():
                self._builder.break_line()
        elif self._is_open:
            self._builder.end_block()
            self._is_open = False

    def _surround(self, around: _Surroundings, tasks: Iterable[Task]) -> list[Task]:
        """Return tasks done within other surroundings."""
        before = self._around

        def restore() -> None:
            self._around = before

        self._around = around
        return [*tasks, restore]

    # --- elements -------------------------------------------------------------------------------

    def _enter(self, element: PageElement) -> Iterable[Task]:
        """Return what is to be done with an element: its words, and around them what it is."""
        if self._leave_out(element) or note_page_break(element, self._builder):
            return ()
        note = self._notes.references.get(element)
        if note is not None:
            self._refer(note, read_note_label(element))
            return ()
        if element.tag == "br":
            self._break_line()
            return ()
        around = self._find_surroundings(element)
        if element.tag == "table":
            return self._enter_table(element, around)
        if is_block(element):
            return self._enter_block(element, around)
        return self._enter_inline(element, around)

    def _find_surroundings(self, element: PageElement) -> _Surroundings:
        around = self._around
        language = element.attributes.get("lang") or element.attributes.get("xml:lang")
        if language:
            around = replace(around, language=language)
        if is_preserving(element) != around.is_preserved and (element.tag == "table" or not around.is_preserved):
            around = replace(around, is_preserved=not around.is_preserved)
        return around

    def _enter_inline(self, element: PageElement, around: _Surroundings) -> Iterable[Task]:
        tag = element.tag
        if tag == "ruby":
            return self._surround(around, self._read_ruby(element))
        if tag == "q" and "quotes:none" not in element.style:
            opening, closing = choose_quotation_marks(around.language, around.quotations)
            inner = replace(around, quotations=around.quotations + 1)
            return self._surround(inner, [opening, *element.children, closing])
        if tag in _FORMULAS or tag == "mfrac":
            return self._surround(around, self._read_formula(element))
        children: list[Task] = [*drop_reference_rest(element, self._notes.references)]
        if tag in _RAISED:
            children = self._mark(_RAISED[tag], children)
        elif tag == "textarea":
            children = [self._end_block, *children, self._end_block]
        elif tag in INSERTIONS:
            self._builder.report(ReportSort.INSERTIONS_ACCEPTED, element.read_words())
        return children if around is self._around else self._surround(around, children)

    def _leave_out(self, element: PageElement) -> bool:
        """Tell whether an element is not read; what a reader would miss is told."""
        tag = element.tag
        if tag in NEVER_SHOWN or element in self._notes.moved:
            return True
        report = self._builder.report
        if is_hidden(element):
            words = element.read_words()
            if words:
                report(ReportSort.HIDDEN_LEFT_OUT, words)
            return True
        if is_deletion(element):
            report(ReportSort.DELETIONS_LEFT_OUT, element.read_words())
            return True
        if element in self._furniture:
            words = element.read_words()
            if words:
                report(ReportSort.PAGE_FURNITURE_LEFT_OUT, words)
            return True
        if tag in PICTURES:
            return self._leave_picture_out(element)
        if tag in EMBEDDED or tag in CONTROLS:
            title = element.read_attribute("title") or element.read_words() or element.read_attribute("src")
            if element.read_attribute("type").lower() != "hidden":
                report(ReportSort.OTHERS_LEFT_OUT, title)
            return True
        return tag in ("annotation", "annotation-xml")

    def _leave_picture_out(self, element: PageElement) -> bool:
        inner = next((node for node in element.walk_elements() if node.tag == "img"), element)
        description = inner.read_attribute("alt")
        if element.tag == "svg":
            self._builder.report(ReportSort.PICTURES_LEFT_OUT, element.read_words())
            return True
        if not self._is_open and _INITIAL.fullmatch(description) and _is_followed_by_letter(element):
            # A picture of the first letter of a chapter.
            self._read_words(description)
        elif "alt" not in inner.attributes or description:
            self._builder.report(ReportSort.PICTURES_LEFT_OUT, description or inner.read_attribute("title"))
        return True

    def _enter_block(self, element: PageElement, around: _Surroundings) -> Iterable[Task]:
        tag = element.tag
        self._end_block()
        sort = BLOCK_SORTS.get(tag, around.sort)
        around = replace(around, sort=sort)
        if is_note_element(element) and not around.is_cell:
            around = replace(around, sort=BlockSort.NOTE, label=element.read_attribute("data-label"))
        children: Iterable[Task] = drop_reference_rest(element, self._notes.references)
        if tag == "ol":
            children = self._number_items(element, number_list_items(element))
        elif tag == "li" and (element.parent is None or element.parent.tag != "ol"):
            children = [self._forget_labels, *children]
        return [*self._surround(around, [*children, self._end_block])]

    def _number_items(self, element: PageElement, labels: dict[PageElement, str]) -> Iterable[Task]:
        for child in element.children:
            label = labels.get(child, "") if isinstance(child, PageElement) else ""
            if label and child not in self._notes.moved:
                yield from (self._remember_label(label), child, self._forget_labels)
            else:
                yield child

    def _remember_label(self, label: str) -> Callable[[], None]:
        def remember() -> None:
            self._end_block()
            if self._around.is_cell:
                self._read_words(f"{label} ")
            else:
                self._pending_labels.append(label)

        return remember

    def _forget_labels(self) -> None:
        self._pending_labels.clear()

    # --- tables ---------------------------------------------------------------------------------

    def _enter_table(self, table: PageElement, around: _Surroundings) -> Iterable[Task]:
        self._end_block()
        if around.is_cell or is_layout_table(table):
            return self._surround(around, [*table.children, self._end_block])
        tasks: list[Task] = list(list_other_parts(table))
        separator = BETWEEN
        for row in place_cells(table):
            if not row or (row[0][0].parent is not None and self._leave_out(row[0][0].parent)):
                continue
            for cell, label in row:
                words = [] if self._leave_out(cell) else cell.children
                tasks += [self._begin_cell(cell, label, separator), *words, self._end_cell(around)]
                separator = CELL_GAP
            separator = LINE_BREAK
        return self._surround(around, [*tasks, self._write_cell_notes])

    def _begin_cell(self, cell: PageElement, label: str, separator: str) -> Callable[[], None]:
        def begin() -> None:
            self._builder.begin_block(BlockSort.TABLE_CELL, label, separator)
            language = cell.attributes.get("lang") or self._around.language
            self._around = replace(
                self._around, is_cell=True, sort=BlockSort.TABLE_CELL, label=label, language=language
            )
            self._is_open = True

        return begin

    def _end_cell(self, around: _Surroundings) -> Callable[[], None]:
        def end() -> None:
            self._builder.end_block()
            self._is_open = False
            self._around = around

        return end

    def _write_cell_notes(self) -> None:
        """Put the notes of a table below it."""
        notes, self._cell_notes = self._cell_notes, []
        tasks: list[Task] = []
        for note in notes:
            around = replace(self._around, sort=BlockSort.NOTE, label=note.label, is_cell=False)
            tasks += [self._shift(around), *_unwrap(note), self._end_block, self._shift(self._around)]
        self._tasks.extend(reversed(tasks))

    def read_other_notes(self) -> None:
        """Put at the end the notes to which only what was left out refers: a browser shows them all the same."""
        others = [note for note in dict.fromkeys(self._notes.references.values()) if note not in self._told]
        for note in others:
            above = [above for element in note.elements for above in (element, *element.walk_ancestors())]
            if any(is_hidden(each) or is_deletion(each) or each in self._furniture for each in above):
                words = " ".join(element.read_words() for element in note.elements)
                self._builder.report(ReportSort.HIDDEN_LEFT_OUT, words)
            elif note.elements:
                self._told.add(note)
                self._cell_notes.append(note)
        self.read([self._write_cell_notes])

    def _shift(self, around: _Surroundings) -> Callable[[], None]:
        def shift() -> None:
            self._around = around

        return shift

    # --- what stands in a line ------------------------------------------------------------------

    def _refer(self, note: PageNote, label: str) -> None:
        if not self._is_open:
            self._begin_block()
        if note in self._told or not note.elements:
            self._builder.add_note_reference(label)
            return
        self._told.add(note)
        self._builder.report(ReportSort.NOTES_KEPT)
        if self._around.is_cell:
            self._builder.add_note_reference(label)
            self._cell_notes.append(note)
            return
        builder = TextBuilder()
        reader = _PageReader(builder, self._notes, self._furniture)
        reader._told = self._told
        reader._around = _Surroundings(language=self._around.language)
        reader.read(_unwrap(note))
        self._builder.add_note(label, builder)

    def _mark(self, sort: InlineSort, tasks: Iterable[Task], detail: str = "") -> list[Task]:
        return [lambda: self._builder.open_mark(sort, detail), *tasks, self._builder.close_mark]

    def _read_ruby(self, element: PageElement) -> list[Task]:
        tasks: list[Task] = []
        for base, reading in list_ruby_segments(element):
            tasks += self._mark(InlineSort.RUBY, base, reading) if reading else base
        return tasks

    def _read_formula(self, element: PageElement) -> list[Task]:
        parts = [child for child in element.children if isinstance(child, PageElement)]
        if element.tag == "mfrac" and len(parts) == 2:
            return [parts[0], "/", parts[1]]
        tasks: list[Task] = list(parts[:1])
        for part, sort in zip(parts[1:], _FORMULAS.get(element.tag, ()), strict=False):
            tasks += self._mark(sort, [part])
        return tasks


def _unwrap(note: PageNote) -> list[Task]:
    """Return what is in the elements of a note: where they stood they were items or cells, here they are not."""
    tasks: list[Task] = []
    for element in note.elements:
        parts = list(element.children) if element.tag != "tr" else []
        if element.tag == "tr":
            for child in element.children:
                parts += [*child.children, " "] if isinstance(child, PageElement) else [child]
        tasks.append(PageElement("div", {}, None, parts))
    return tasks


def _is_followed_by_letter(element: PageElement) -> bool:
    siblings = element.parent.children if element.parent is not None else []
    at = siblings.index(element) + 1 if element in siblings else len(siblings)
    following = siblings[at] if at < len(siblings) else ""
    words = following if isinstance(following, str) else following.read_words()
    return words[:1].isalpha()
